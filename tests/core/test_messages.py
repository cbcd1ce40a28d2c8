"""What one side sends, the other reads, bit for bit; what is no message is told apart, whatever it is."""

import json
import struct
from contextlib import suppress
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz.core.experiment import LARGEST_SEED, Experiment
from embviz.core.messages import (
    BODY_LIMIT_BYTES,
    HEADER_LIMIT_BYTES,
    LENGTHS,
    PROTOCOL_VERSION,
    Failure,
    FrameError,
    FrameReader,
    GradStatus,
    Hello,
    Message,
    MessageError,
    Request,
    Scalars,
    Snapshot,
    Tile,
    Viewport,
    decode,
    encode,
    span,
)

COUNTS = st.integers(0, 2**62)
SIZES = st.integers(0, 12)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
# Bits, not numbers: every NaN, both zeros and the subnormals are among them.
FLOAT_BITS = st.integers(0, 2**32 - 1)
DOUBLE_BITS = st.integers(0, 2**64 - 1)


@st.composite
def tiles(draw):
    cells = draw(st.tuples(SIZES, SIZES))
    starts = draw(st.tuples(SIZES, SIZES))
    stops = [start + size + draw(SIZES) for start, size in zip(starts, cells, strict=True)]
    values = draw(hnp.arrays(np.uint32, cells, elements=FLOAT_BITS)).view(np.float32)
    return Tile(
        values=values,
        shape=(stops[0] + draw(SIZES), stops[1] + draw(SIZES)),
        rows=(starts[0], stops[0]),
        columns=(starts[1], stops[1]),
        changed=draw(st.none() | hnp.arrays(np.bool_, cells)),
    )


@st.composite
def scalars(draw):
    size = draw(st.integers(1, 8))
    doubles = hnp.arrays(np.uint64, size, elements=DOUBLE_BITS)
    return Scalars(
        steps=draw(hnp.arrays(np.int64, size)),
        losses=draw(doubles).view(np.float64),
        distances=draw(doubles).view(np.float64),
    )


SNAPSHOTS = st.builds(
    Snapshot,
    run=COUNTS,
    request=COUNTS,
    command=st.sampled_from(["begin", "forward", "backward", "step", "zero_grad", "train", "snapshot"]),
    step=COUNTS,
    weight=tiles(),
    grad=st.none() | tiles(),
    grad_status=st.builds(GradStatus, st.sampled_from(["none", "fresh", "accumulated", "stale"]), COUNTS),
    state=st.dictionaries(TEXTS, tiles(), max_size=2),
    trace=scalars(),
)
VIEWPORTS = st.builds(
    Viewport,
    height=st.integers(1, 16384),
    width=st.integers(1, 16384),
    row_start=COUNTS,
    row_stop=st.none() | COUNTS,
    column_start=COUNTS,
    column_stop=st.none() | COUNTS,
)
EXPERIMENTS = st.builds(
    Experiment,
    rows=st.integers(2, 999),
    dim=st.integers(1, 999),
    seed=st.integers(0, LARGEST_SEED),
    optimizer_args=st.fixed_dictionaries({"lr": st.floats(0, 1e38), "maximize": st.booleans()}),
)
REQUESTS = st.builds(
    Request,
    request=COUNTS,
    run=COUNTS,
    command=st.sampled_from(["begin", "train", "snapshot"]),
    until_step=st.none() | COUNTS,
    budget_s=st.none() | st.floats(0, 3600, exclude_min=True),
    viewport=st.none() | VIEWPORTS,
    experiment=st.none() | EXPERIMENTS,
    resume=st.none() | SNAPSHOTS,
)
FAILURES = st.builds(
    Failure, what=TEXTS, why=TEXTS, remedy=TEXTS, run=st.none() | COUNTS, request=st.none() | COUNTS
)
HELLOS = st.builds(Hello, version=st.integers(-(2**63), 2**63 - 1), torch=TEXTS)
MESSAGES = HELLOS | SNAPSHOTS | REQUESTS | FAILURES


def bits(value):
    """What `value` is made of, down to the bits of its arrays."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.tobytes()
    if isinstance(value, Experiment):
        return value
    if isinstance(value, msgspec.Struct):
        return type(value), [bits(getattr(value, name)) for name in value.__struct_fields__]
    if isinstance(value, dict):
        return {key: bits(inner) for key, inner in value.items()}
    return value


def read(data):
    reader = FrameReader()
    reader.feed(data)
    return list(reader.messages())


def frame(header, body=b""):
    content = header if isinstance(header, bytes) else json.dumps(header).encode()
    return LENGTHS.pack(len(content), len(body)) + content + body


def a_tile(rows=2, columns=3):
    values = np.arange(rows * columns, dtype=np.float32).reshape(rows, columns)
    return Tile(values, (rows, columns), (0, rows), (0, columns))


def a_snapshot(**changes):
    trace = Scalars(np.arange(3), np.ones(3), np.full(3, 2.5))
    values = {"step": 2, "weight": a_tile(), "grad": None, "grad_status": GradStatus("none"), "state": {}}
    return Snapshot(**{**values, "trace": trace, **changes})


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


def test_no_number_of_a_table_is_written_as_text():
    tile = Tile(np.full((1, 1), 0.123, np.float32), (1, 1), (0, 1), (0, 1))
    assert b"0.123" not in encode(a_snapshot(weight=tile))


def test_a_hello_carries_the_version():
    assert Hello().version == PROTOCOL_VERSION
    assert json.loads(encode(Hello())[LENGTHS.size :])["version"] == PROTOCOL_VERSION


def test_a_snapshot_of_a_later_embviz_with_more_fields_is_read():
    header = {"type": "hello", "version": 1, "torch": "2.13.0", "colour": [1]}
    assert read(frame(header)) == [Hello(torch="2.13.0")]


def test_a_message_too_large_for_a_frame_is_not_written():
    with pytest.raises(FrameError, match="too large"):
        encode(Failure(what="x" * HEADER_LIMIT_BYTES, why=""))
    side = 1 << 13
    values = np.broadcast_to(np.float32(0), (side, side)).copy()
    tile = Tile(values, (side, side), (0, side), (0, side))
    with pytest.raises(FrameError, match="too large"):
        encode(a_snapshot(weight=tile, grad=tile))


def snapshot_header(**changes):
    """The header of a snapshot of a 2 x 2 table and one step, 16 + 24 bytes of arrays."""

    def place(dtype, shape, start):
        return {"dtype": dtype, "shape": shape, "place": start}

    tile = {"values": place("<f4", [2, 2], 0), "shape": [2, 2], "rows": [0, 2], "columns": [0, 2]}
    trace = {"steps": place("<i8", [1], 16), "losses": place("<f8", [1], 24)}
    trace["distances"] = place("<f8", [1], 32)
    status = {"kind": "none"}
    header = {"type": "snapshot", "step": 1, "weight": tile, "grad": None, "grad_status": status, "state": {}}
    return {**header, "trace": trace, **changes}


def with_values(**changes):
    header = snapshot_header()
    header["weight"]["values"].update(changes)
    return header


def with_weight(**changes):
    header = snapshot_header()
    header["weight"].update(changes)
    return header


def with_trace(**changes):
    header = snapshot_header()
    header["trace"].update(changes)
    return header


BODY = bytes(40)
STEPS = {"dtype": "<i8", "shape": [1], "place": 0}
NOTHING = {"dtype": "<f8", "shape": [0], "place": 0}
MASK = {"dtype": "|b1", "shape": [2, 2], "place": 36}

NONSENSE = {
    "no JSON": b"{",
    "nothing": b"",
    "no text": b"\xff\xfe",
    "half a surrogate": rb'{"type":"hello","torch":"\ud800"}',
    "a list": b"[]",
    "a number": b"1",
    "a NaN": b'{"type":"request","request":1,"run":NaN,"command":"step"}',
    "no type": {},
    "an unknown type": {"type": "goodbye"},
    "a type that is no text": {"type": 1},
    "a deep nest": b"[" * 200_000,
    "a deep nest in a field": b'{"type":"hello","colour":' + b"[" * 200_000,
    "a deep nest in an address": b'{"request":1,"run":' + b"[" * 200_000,
    "a request without number": {"type": "request", "run": 1, "command": "step"},
    "a negative number": {"type": "request", "request": -1, "run": 1, "command": "step"},
    "a number too large": {"type": "request", "request": 2**62 + 1, "run": 1, "command": "step"},
    "a fraction": {"type": "request", "request": 1.5, "run": 1, "command": "step"},
    "an unknown command": {"type": "request", "request": 1, "run": 1, "command": "fly"},
    "no budget": {"type": "request", "request": 1, "run": 1, "command": "train", "budget_s": 0},
    "a long budget": {"type": "request", "request": 1, "run": 1, "command": "train", "budget_s": 1e9},
    "an impossible experiment": {"type": "request", "request": 1, "run": 1, "command": "begin",
                                 "experiment": {"rows": 0}},
    "an experiment with too much": {"type": "request", "request": 1, "run": 1, "command": "begin",
                                    "experiment": {"colour": 1}},
    "an experiment too large": {"type": "request", "request": 1, "run": 1, "command": "begin",
                                "experiment": {"rows": 2**62, "dim": 2**62}},
    "an empty viewport": {"type": "request", "request": 1, "run": 1, "command": "step",
                          "viewport": {"height": 0, "width": 1}},
    "a viewport before the table": {"type": "request", "request": 1, "run": 1, "command": "step",
                                    "viewport": {"height": 1, "width": 1, "row_start": -1}},
    "an array as text": with_weight(values=[[1, 2], [3, 4]]),
    "an unknown dtype": with_values(dtype="<f2"),
    "objects": with_values(dtype="|O"),
    "a wrong dtype": with_values(dtype="<f8", shape=[1, 1]),
    "one dimension": with_values(shape=[4]),
    "three dimensions": with_values(shape=[2, 2, 1]),
    "a negative shape": with_values(shape=[-2, -2]),
    "a shape of text": with_values(shape=["2", "2"]),
    "a huge shape": with_values(shape=[2**62, 2**62]),
    "a shape that overflows to 0": with_values(shape=[2**32, 2**32]),
    "an array past the end": with_values(place=28),
    "an array far past the end": with_values(place=2**62),
    "an array before the start": with_values(place=-4),
    "an array with too much": with_values(order="F"),
    "a table without its array": with_weight(values=None),
    "more cells than rows": with_weight(rows=[0, 1]),
    "rows backwards": with_weight(rows=[2, 0]),
    "rows before the table": with_weight(rows=[-2, 0]),
    "rows past the table": with_weight(rows=[1, 3]),
    "columns past the table": with_weight(columns=[0, 3]),
    "a mask of numbers": with_weight(changed={"dtype": "<f4", "shape": [2, 2], "place": 0}),
    "a mask of another shape": with_weight(changed={"dtype": "|b1", "shape": [1, 2], "place": 0}),
    "a mask past the end": with_weight(changed={**MASK, "place": 37}),
    "unequal lists": with_trace(steps={**STEPS, "shape": [2]}),
    "a trace of tables": with_trace(steps={**STEPS, "shape": [1, 1]}),
    "steps that are no numbers of steps": with_trace(steps={**STEPS, "dtype": "<f8"}),
    "losses that are no doubles": with_trace(losses=STEPS),
    "an empty trace": with_trace(steps={**NOTHING, "dtype": "<i8"}, losses=NOTHING, distances=NOTHING),
    "a state that is no table": snapshot_header(state={"momentum_buffer": 1}),
    "an unknown status": snapshot_header(grad_status={"kind": "ripe"}),
}  # fmt: skip


def test_the_snapshot_that_the_nonsense_is_made_from_makes_sense():
    (snapshot,) = read(frame(with_weight(changed=MASK), BODY))
    assert snapshot.weight.values.tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("header", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_told_and_the_next_message_still_read(header):
    error, after = read(frame(header, BODY) + encode(Hello()))
    assert isinstance(error, MessageError)
    assert str(error)
    assert after == Hello()


def test_a_mask_whose_bytes_are_no_truth_values_is_nonsense():
    (error,) = read(frame(with_weight(changed=MASK), bytes(36) + b"\x01\x00\x02\x00"))
    assert isinstance(error, MessageError)
    assert "neither 0 nor 1" in str(error)


def test_nonsense_is_answered_to_whom_it_concerns():
    (error,) = read(frame(NONSENSE["an impossible experiment"]))
    assert (error.request, error.run) == (1, 1)
    assert "rows = 0: must be a whole number, at least 1" in str(error)


@pytest.mark.parametrize("name", ["no JSON", "an unknown type", "a negative number", "a deep nest"])
def test_nonsense_without_readable_numbers_has_none(name):
    (error,) = read(frame(NONSENSE[name]))
    assert error.request is None


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
                data[place] = random.choice(bytearray(b'0123456789-.eE"{}[],:nulltruefalse'))
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
    seeds = [
        encode(message)
        for message in (
            Hello(torch="2.13.0"),
            Failure(what="No.", why="Because.", run=1, request=2),
            Request(request=1, run=1, command="train", budget_s=0.014, viewport=Viewport(9, 9)),
            Request(request=1, run=1, command="begin", experiment=experiment, resume=snapshot),
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


NUMBERS = st.integers(0, 1000)


@given(NUMBERS, NUMBERS, st.integers(1, 100))
def test_spans_deal_the_table_out_evenly_and_whole(start, size, cells):
    spans = [span((start, start + size), cells, index) for index in range(cells)]
    assert spans[0][0] == start
    assert spans[-1][1] == start + size
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    lengths = [stop - first for first, stop in spans]
    assert max(lengths) - min(lengths) <= 1


def test_a_tile_knows_whether_it_is_the_table_itself():
    assert a_tile().is_whole
    assert not Tile(np.zeros((1, 3), np.float32), (2, 3), (0, 2), (0, 3)).is_whole
    assert not Tile(np.zeros((1, 3), np.float32), (2, 3), (1, 2), (0, 3)).is_whole


def test_a_tile_names_the_rows_and_columns_of_a_cell():
    tile = Tile(np.zeros((2, 3), np.float32), (100, 100), (10, 20), (0, 3))
    assert [tile.row_span(row) for row in range(2)] == [(10, 15), (15, 20)]
    assert [tile.column_span(column) for column in range(3)] == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    "changes",
    [
        {"values": np.zeros(4, np.float32)},
        {"values": np.zeros((2, 3))},
        {"shape": (1, 3)},
        {"rows": (1, 2)},
        {"rows": (0, 3)},
        {"columns": (2, 0)},
        {"changed": np.zeros((2, 3), np.int8)},
        {"changed": np.zeros((3, 2), np.bool_)},
    ],
    ids=repr,
)
def test_a_tile_that_contradicts_itself_cannot_be_made(changes):
    with pytest.raises(ValueError, match="a tile"):
        msgspec.structs.replace(a_tile(), **changes)


def test_the_arrays_of_tiles_and_scalars_are_read_only():
    tile = msgspec.structs.replace(a_tile(), changed=np.zeros((2, 3), np.bool_))
    trace = a_snapshot().trace
    for array in (tile.values, tile.changed, trace.steps, trace.losses, trace.distances):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1


def test_a_snapshots_distance_is_the_last_of_its_trace():
    assert a_snapshot().distance == 2.5
