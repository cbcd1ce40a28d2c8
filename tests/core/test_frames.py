"""What one side sends, the other reads, bit for bit; what is no message is told apart, whatever it is."""

import math
import struct
from contextlib import suppress

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.checks import MOST_PAIRS, MOST_VALUES
from embviz.core.experiment import Experiment
from embviz.core.frames import (
    BODY_LIMIT_BYTES,
    HEADER_LIMIT_BYTES,
    LENGTHS,
    FrameError,
    FrameReader,
    MessageError,
    decode,
    encode,
)
from embviz.core.messages import (
    PROTOCOL_VERSION,
    Action,
    CellFacts,
    Failure,
    GradStatus,
    Hello,
    Message,
    Request,
    Snapshot,
    StepFacts,
    Tile,
    Viewport,
)
from tests.core.messages import FAILURES, HELLOS, MESSAGES, REQUESTS, a_snapshot, a_tile, bits, frame, read


@given(MESSAGES)
def test_every_message_comes_back_bit_for_bit(message):
    (twin,) = read(encode(message))
    assert bits(twin) == bits(message)


@given(st.lists(HELLOS | REQUESTS | FAILURES, max_size=4), st.integers(0, 2**32))
def test_messages_come_back_from_pieces_of_any_size(messages, seed):
    random = np.random.default_rng(seed)
    data = b"".join(encode(message) for message in messages)
    reader, twins = FrameReader(), []
    while data:
        size = random.integers(2 + len(data) // 2)
        reader.feed(data[:size])
        data = data[size:]
        twins += reader.messages()
    assert [bits(twin) for twin in twins] == [bits(message) for message in messages]
    assert reader.is_between_frames


def test_messages_come_back_from_single_bytes():
    data = encode(Hello(torch="2.13.0")) + encode(a_snapshot())
    reader, twins = FrameReader(), []
    for place in range(len(data)):
        assert reader.is_between_frames is (place in (0, len(encode(Hello(torch="2.13.0")))))
        reader.feed(data[place : place + 1])
        twins += reader.messages()
    assert [type(twin) for twin in twins] == [Hello, Snapshot]


def test_special_floats_keep_their_bits():
    patterns = [0x7FC00000, 0x7FA00001, 0xFFC00002, 0x80000000, 0x7F800000, 0xFF800000, 0x00000001]
    values = np.array([patterns], dtype=np.uint32).view(np.float32)
    (twin,) = read(encode(a_snapshot(weight=Tile(values, (1, 7), (0, 1), (0, 7)))))
    assert twin.weight.values.view(np.uint32).tolist() == [patterns]


def test_a_table_in_any_order_of_memory_and_of_bytes_comes_back():
    values = np.arange(6, dtype=">f4").reshape(3, 2).T[::-1]
    tile = Tile(values.astype(np.float32)[:, ::-1][:, ::-1], (2, 3), (0, 2), (0, 3))
    (twin,) = read(encode(a_snapshot(weight=tile)))
    assert (twin.weight.values == values).all()


def test_arrays_that_arrive_are_read_only_and_aligned():
    mask = Tile(np.ones((1, 3), np.float32), (1, 3), (0, 1), (0, 3), changed=np.ones((1, 3), np.bool_))
    (twin,) = read(encode(a_snapshot(weight=mask, grad=mask)))
    for array in (twin.weight.values, twin.weight.changed, twin.grad.values, twin.trace.losses):
        assert array.flags.aligned
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_numbers_that_are_none_and_numbers_without_end_travel_in_arguments_and_values():
    odd = (math.nan, math.inf, -math.inf, -0.0, 5e-324)
    experiment = Experiment(
        dim=5, initial="values", values=(odd, odd[::-1]), optimizer_args={"lr": math.nan, "momentum": 0.0}
    )
    cell = CellFacts(
        step=0,
        place=(0, 0),
        now=StepFacts(math.nan, math.inf, {}, {}, {"lr": math.nan}),
        last=None,
        backward=None,
    )
    for message in (
        Request(request=1, run=1, command="begin", experiment=experiment),
        Request(request=1, run=1, command="set", name="lr", value=math.nan),
        Request(request=1, run=1, command="edit", place=(0, 0), value=-math.inf),
        a_snapshot(
            arguments={"lr": math.inf}, actions=(Action(1, "set", name="lr", value=math.nan),), cell=cell
        ),
        cell,
    ):
        (twin,) = read(encode(message))
        assert bits(twin) == bits(message)


def test_flags_numbers_and_words_stay_what_they_are():
    for value in (True, False, 1.0, 0.0, "0, 1; 2, 3", "none", None):
        (twin,) = read(encode(Request(request=1, run=1, command="set", name="x", value=value)))
        assert (type(twin.value), twin.value) == (type(value), value)


def test_the_largest_experiment_travels():
    values = tuple((math.pi * row,) for row in range(MOST_VALUES))
    pairs = tuple((row, MOST_VALUES - 1) for row in range(MOST_PAIRS))
    experiment = Experiment(
        rows=MOST_VALUES,
        dim=1,
        initial="values",
        values=values,
        loss="skipgram",
        pairs=pairs,
        negatives=pairs,
    )
    (twin,) = read(encode(Request(request=1, run=1, command="begin", experiment=experiment)))
    assert twin.experiment == experiment


def test_a_frame_is_two_lengths_a_header_in_messagepack_and_the_arrays():
    data = encode(a_snapshot())
    header_bytes, body_bytes = LENGTHS.unpack_from(data)
    assert len(data) == LENGTHS.size + header_bytes + body_bytes
    header = msgspec.msgpack.decode(data[LENGTHS.size : LENGTHS.size + header_bytes])
    place = header["weight"]["values"]["place"]
    values = np.frombuffer(data, "<f4", 6, LENGTHS.size + header_bytes + place)
    assert values.tolist() == [0, 1, 2, 3, 4, 5]


def test_a_hello_says_its_version_in_its_header():
    assert msgspec.msgpack.decode(encode(Hello())[LENGTHS.size :])["version"] == PROTOCOL_VERSION


def test_a_message_of_a_later_embviz_with_more_fields_is_read():
    header = {"type": "hello", "version": PROTOCOL_VERSION, "torch": "2.13.0", "colour": [1]}
    assert read(frame(header)) == [Hello(torch="2.13.0")]


def test_a_message_too_large_for_a_frame_is_not_written():
    with pytest.raises(FrameError, match="too large"):
        encode(Failure(what="x" * HEADER_LIMIT_BYTES, why=""))
    side = 1 << 13
    values = np.broadcast_to(np.float32(0), (side, side)).copy()
    tile = Tile(values, (side, side), (0, side), (0, side))
    with pytest.raises(FrameError, match="too large"):
        encode(a_snapshot(weight=tile, grad=tile))


@pytest.mark.parametrize(
    ("header_bytes", "body_bytes"),
    [(HEADER_LIMIT_BYTES + 1, 0), (0, BODY_LIMIT_BYTES + 1), (2**32 - 1, 2**32 - 1)],
)
def test_a_frame_that_claims_to_be_oversize_is_refused_before_its_content_comes(header_bytes, body_bytes):
    with pytest.raises(FrameError, match="too large"):
        read(LENGTHS.pack(header_bytes, body_bytes))


def test_text_instead_of_frames_is_refused():
    with pytest.raises(FrameError):
        read(b"Traceback (most recent call last):\n")


def test_messages_before_bytes_that_are_no_frame_are_read():
    reader = FrameReader()
    reader.feed(encode(Hello()) + b"\xff" * 8)
    messages = reader.messages()
    assert next(messages) == Hello()
    with pytest.raises(FrameError):
        next(messages)


def test_part_of_a_frame_is_no_message_yet():
    data = encode(a_snapshot())
    reader = FrameReader()
    reader.feed(data[:-1])
    assert list(reader.messages()) == []
    assert not reader.is_between_frames


def mutated(data, random):
    """`data` with one to four bytes, or a length, or a stretch, not as they were."""
    data = bytearray(data)
    for _ in range(random.integers(1, 5)):
        place = int(random.integers(len(data)))
        match random.integers(6):
            case 0:
                data[place] = random.integers(256)
            case 1:
                data[place] ^= 1 << int(random.integers(8))
            case 2:
                del data[place : place + int(random.integers(1, 9))]
            case 3:
                data[place:place] = random.bytes(int(random.integers(1, 9)))
            case 4:
                data[place] = random.choice(
                    bytearray(b"\x00\x80\x90\xa0\xc0\xc1\xc2\xc3\xca\xcb\xcf\xd4\xdf\xff")
                )
            case _:
                struct.pack_into("<I", data, 4 * int(random.integers(2)), int(random.integers(2**12)))
        if len(data) < LENGTHS.size:
            break
    return bytes(data)


def test_a_campaign_of_mutated_frames_yields_messages_and_errors_and_nothing_else():
    random = np.random.default_rng(2)
    experiment = Experiment(rows=3, optimizer_args={"lr": 0.5, "nesterov": True, "momentum": 0.9})
    mask = Tile(np.ones((2, 3), np.float32), (9, 9), (1, 5), (3, 9), changed=np.eye(2, 3, dtype=np.bool_))
    snapshot = a_snapshot(grad=mask, grad_status=GradStatus("stale", 3), state={"momentum_buffer": a_tile()})
    snapshot = msgspec.structs.replace(
        snapshot, actions=(Action(1, "lookup", indices=(0, 1)),), action_count=1
    )
    seeds = [
        encode(message)
        for message in (
            Hello(torch="2.13.0"),
            Failure(what="No.", why="Because.", run=1, request=2),
            Request(request=1, run=1, command="train", budget_s=0.014, viewport=Viewport(9, 9)),
            Request(request=1, run=1, command="begin", experiment=experiment, resume=snapshot),
            Request(request=1, run=1, command="edit", place=(1, 2), value=math.nan, cell=(0, 0), press=3),
            snapshot,
        )
    ]
    seen = {"message": 0, "message error": 0, "frame error": 0}
    for round_ in range(12_000):
        reader = FrameReader()
        reader.feed(mutated(seeds[round_ % len(seeds)], random))
        try:
            for message in reader.messages():
                assert isinstance(message, Message | MessageError)
                seen["message error" if isinstance(message, MessageError) else "message"] += 1
                if not isinstance(message, MessageError):
                    assert read(encode(message))
        except FrameError:
            seen["frame error"] += 1
    print(seen)
    assert min(seen.values()) > 100, seen


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_any_bytes_are_a_message_or_an_error(header, body):
    with suppress(MessageError):
        assert isinstance(decode(header, body), Message)
