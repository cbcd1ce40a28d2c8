"""The values that travel: tiles name what they stand for, and nothing that contradicts itself can be made."""

from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.messages import PROTOCOL_VERSION, Hello, Scalars, Snapshot, Tile, span
from tests.core.messages import a_snapshot, a_tile

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
        {"values": np.zeros((2, 3), np.float16)},
        {"values": np.zeros((2, 3), np.int64)},
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
    for array in (tile.values, tile.changed, trace.steps, trace.losses, trace.distances, trace.gaps):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1


def test_a_snapshots_distance_is_the_last_of_its_trace():
    assert a_snapshot().distance == 2.5


def test_a_snapshot_without_its_own_step_cannot_be_made():
    nothing = Scalars(np.empty(0, np.int64), *(np.empty(0) for _ in range(3)))
    with pytest.raises(ValueError, match="trace ends with its own step"):
        a_snapshot(trace=nothing)


@pytest.mark.parametrize("name", ["steps", "losses", "distances", "gaps"])
@pytest.mark.parametrize("array", [np.zeros(2), np.zeros(3, np.float32), np.zeros((3, 1))], ids=repr)
def test_scalars_that_are_not_equally_long_lists_of_their_kind_cannot_be_made(name, array):
    with pytest.raises(ValueError, match="steps"):
        msgspec.structs.replace(a_snapshot().trace, **{name: array})


def test_a_tile_holds_float64_as_it_is():
    values = np.array([[1 / 3]])
    assert Tile(values, (1, 1), (0, 1), (0, 1)).values.dtype == np.float64


def test_a_snapshot_says_by_itself_of_what_it_is_not_told():
    snapshot = a_snapshot()
    assert isinstance(snapshot, Snapshot)
    assert (snapshot.actions, snapshot.pairs, snapshot.stopped_by, snapshot.cell) == ((), (), "", None)


def test_a_hello_carries_the_version():
    assert Hello().version == PROTOCOL_VERSION
