"""What is no message is told, to whom it concerns, and the next message is still read."""

import math

import msgspec
import pytest

from embviz.core.frames import MessageError, encode
from embviz.core.messages import Hello
from tests.core.messages import frame, read


def snapshot_header(**changes):
    """The header of a snapshot of a 2 x 2 table and one step, 16 + 32 bytes of arrays."""

    def place(dtype, shape, start):
        return {"dtype": dtype, "shape": shape, "place": start}

    tile = {"values": place("<f4", [2, 2], 0), "shape": [2, 2], "rows": [0, 2], "columns": [0, 2]}
    trace = {"steps": place("<i8", [1], 16), "losses": place("<f8", [1], 24)}
    trace |= {"distances": place("<f8", [1], 32), "gaps": place("<f8", [1], 40)}
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


BODY = bytes(48)
STEPS = {"dtype": "<i8", "shape": [1], "place": 0}
NOTHING = {"dtype": "<f8", "shape": [0], "place": 0}
MASK = {"dtype": "|b1", "shape": [2, 2], "place": 44}
# A list in a list in a list.
NEST = b"\x91" * 200_000

NONSENSE = {
    "a byte that MessagePack never uses": b"\xc1",
    "nothing": b"",
    "JSON": b'{"type":"hello"}',
    "a map cut short": b"\x82\xa4type",
    "a message and more": msgspec.msgpack.encode(Hello()) + b"\x00",
    "bytes that are no text": b"\x82\xa4type\xa5hello\xa5torch\xa2\xff\xfe",
    "half a surrogate": b"\x82\xa4type\xa5hello\xa5torch\xa3\xed\xa0\x80",
    "bytes for text": {"type": "hello", "torch": b"2.13.0"},
    "a list": msgspec.msgpack.encode([]),
    "a number": b"\x01",
    "an extension": b"\xd4\x01\x00",
    "a NaN": {"type": "request", "request": 1, "run": math.nan, "command": "step"},
    "no type": {},
    "an unknown type": {"type": "goodbye"},
    "a type that is no text": {"type": 1},
    "a deep nest": NEST,
    "a deep nest in a field": b"\x82\xa4type\xa5hello\xa6colour" + NEST,
    "a deep nest in an address": b"\x82\xa7request\x01\xa3run" + NEST,
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
    "a wrong dtype": with_values(dtype="<i8", shape=[1, 1]),
    "one dimension": with_values(shape=[4]),
    "three dimensions": with_values(shape=[2, 2, 1]),
    "a negative shape": with_values(shape=[-2, -2]),
    "a shape of text": with_values(shape=["2", "2"]),
    "a huge shape": with_values(shape=[2**62, 2**62]),
    "a shape that overflows to 0": with_values(shape=[2**32, 2**32]),
    "an array past the end": with_values(place=36),
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
    "a mask past the end": with_weight(changed={**MASK, "place": 45}),
    "unequal lists": with_trace(steps={**STEPS, "shape": [2]}),
    "a trace of tables": with_trace(steps={**STEPS, "shape": [1, 1]}),
    "steps that are no numbers of steps": with_trace(steps={**STEPS, "dtype": "<f8"}),
    "losses that are no doubles": with_trace(losses=STEPS),
    "an empty trace": with_trace(steps={**NOTHING, "dtype": "<i8"}, losses=NOTHING, distances=NOTHING,
                                  gaps=NOTHING),
    "gaps that are no doubles": with_trace(gaps=STEPS),
    "a trace without gaps": with_trace(gaps=None),
    "a place before the table": {"type": "request", "request": 1, "run": 1, "command": "edit",
                                "place": [-1, 0]},
    "a place of one number": {"type": "request", "request": 1, "run": 1, "command": "edit", "place": [1]},
    "a value that is a list": {"type": "request", "request": 1, "run": 1, "command": "set", "value": [1]},
    "an index that is a fraction": {"type": "request", "request": 1, "run": 1, "command": "lookup",
                                    "indices": [1.5]},
    "a rule that is no rule": {"type": "request", "request": 1, "run": 1, "command": "train", "stop": 1},
    "an unknown kind of action": snapshot_header(actions=[{"number": 1, "kind": "fly"}]),
    "an unknown reason to stop": snapshot_header(stopped_by="fun"),
    "beads of text": snapshot_header(beads={"first": "1", "second": 0.0, "off_line": 0.0}),
    "a lookup without values": snapshot_header(lookup={"indices": [0]}),
    "a cell without facts": snapshot_header(cell={"type": "cell", "step": 1, "place": [0, 0]}),
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
    (error,) = read(frame(with_weight(changed=MASK), bytes(44) + b"\x01\x00\x02\x00"))
    assert isinstance(error, MessageError)
    assert "neither 0 nor 1" in str(error)


def test_nonsense_is_answered_to_whom_it_concerns():
    (error,) = read(frame(NONSENSE["an impossible experiment"]))
    assert (error.request, error.run) == (1, 1)
    assert "rows = 0: must be a whole number, at least 1" in str(error)


@pytest.mark.parametrize("name", ["JSON", "an unknown type", "a negative number", "a deep nest"])
def test_nonsense_without_readable_numbers_has_none(name):
    (error,) = read(frame(NONSENSE[name]))
    assert error.request is None
