"""Reports, how far work is, and the facts of a text: all go through frames and back, down to the bits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz.core.frames import MessageError, encode
from embviz.core.messages import Report, Request
from embviz.core.reports import (
    Contents,
    Found,
    Histogram,
    Meaning,
    NamedRow,
    Neighbours,
    Progress,
    Ranking,
    RowsReport,
    Similarity,
    TensorFacts,
    TextFacts,
    WordMap,
)
from tests.core.messages import COUNTS, DOUBLE_BITS, FLOAT_BITS, FLOATS, TEXTS, a_snapshot, bits, frame, read

ADDRESS = {"run": COUNTS, "request": COUNTS}
STEP = {**ADDRESS, "step": COUNTS, "took_s": FLOATS}
ROWS = st.lists(st.builds(NamedRow, COUNTS, TEXTS, FLOATS), max_size=3).map(tuple)
SIZES = st.integers(0, 6)
DOUBLES = SIZES.flatmap(lambda size: hnp.arrays(np.uint64, size, elements=DOUBLE_BITS)).map(
    lambda numbers: numbers.view(np.float64)
)
INTEGERS = hnp.arrays(np.int64, SIZES)
POINTS = hnp.arrays(np.uint32, st.tuples(SIZES, st.just(2)), elements=FLOAT_BITS).map(
    lambda numbers: numbers.view(np.float32)
)
KINDS = {
    "rows": st.builds(
        RowsReport,
        rankings=st.dictionaries(TEXTS, st.builds(Ranking, ROWS, DOUBLES, COUNTS), max_size=2),
        histograms=st.dictionaries(
            TEXTS, st.builds(Histogram, DOUBLES, INTEGERS, COUNTS, COUNTS), max_size=2
        ),
        **STEP,
    ),
    "meaning": st.builds(
        Meaning,
        neighbours=st.lists(st.builds(Neighbours, COUNTS, TEXTS, ROWS), max_size=2).map(tuple),
        analogy=ROWS,
        analogy_problem=TEXTS,
        similarity=st.none() | st.builds(Similarity, TEXTS, FLOATS, COUNTS, COUNTS),
        **STEP,
    ),
    "map": st.builds(
        WordMap,
        method=st.sampled_from(["pca", "tsne", "umap"]),
        rows=INTEGERS,
        points=POINTS,
        labels=st.lists(TEXTS, max_size=3).map(tuple),
        pinned=st.lists(COUNTS, max_size=3).map(tuple),
        fitted=COUNTS,
        explained=st.tuples(FLOATS, FLOATS),
        drift=FLOATS,
        **STEP,
    ),
    "found": st.builds(Found, text=TEXTS, rows=ROWS, total=COUNTS, **ADDRESS),
    "contents": st.builds(
        Contents,
        path=TEXTS,
        format=TEXTS,
        tensors=st.lists(st.builds(TensorFacts, TEXTS, COUNTS, COUNTS, TEXTS), max_size=2).map(tuple),
        has_labels=st.booleans(),
        sample=st.lists(TEXTS, max_size=3).map(tuple),
        **ADDRESS,
    ),
    "progress": st.builds(
        Progress,
        key=st.sampled_from(["reading", "drawing", "counting", "fitting", "starting"]),
        done=st.none() | st.floats(0, 1),
        **ADDRESS,
    ),
}
LABELS = ("<s>", "<img src=/x>", "", "é" * 10_000, "\u05e9\u05dc\u05d5\u05dd", "🙂‍↔️", "日本", "a\nb\u202e")


def test_every_kind_of_report_is_here():
    assert {kind.__struct_config__.tag for kind in Report.__args__} | {"progress"} == {*KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_back_bit_for_bit(kind):
    @given(KINDS[kind])
    def comes_back(report):
        (twin,) = read(encode(report))
        assert type(twin) is type(report)
        assert bits(twin) == bits(report)

    comes_back()


def test_labels_of_all_kinds_come_back_as_they_are():
    rows = tuple(NamedRow(row, label) for row, label in enumerate(LABELS))
    (twin,) = read(encode(Found(rows=rows, total=len(rows))))
    assert twin.rows == rows
    (snapshot,) = read(encode(a_snapshot(names=dict(enumerate(LABELS)), has_labels=True)))
    assert snapshot.names == dict(enumerate(LABELS))


def test_a_snapshot_tells_of_its_text_and_of_the_whole_table():
    text = TextFacts(3, 40, 10**12, 1 / 3)
    whole = a_snapshot().weight
    (twin,) = read(encode(a_snapshot(text=text, overview=whole)))
    assert twin.text == text
    assert bits(twin.overview) == bits(whole)
    (without,) = read(encode(a_snapshot()))
    assert (without.text, without.overview, without.names, without.has_labels) == (None, None, {}, False)


def test_words_travel_with_a_request():
    (twin,) = read(encode(Request(request=1, run=1, command="meaning", words=LABELS)))
    assert twin.words == LABELS


@pytest.mark.parametrize(
    "spoilt",
    [{"done": 1.5}, {"done": -0.1}, {"key": "sleeping"}, {"run": -1}],
    ids=str,
)
def test_a_progress_that_makes_no_sense_is_refused(spoilt):
    header = {"type": "progress", "run": 1, "request": 2, "key": "reading", "done": 0.5}
    (good,) = read(frame(header))
    assert good == Progress(run=1, request=2, key="reading", done=0.5)
    (error,) = read(frame({**header, **spoilt}))
    assert isinstance(error, MessageError)


def test_the_arrays_of_a_report_that_arrived_are_read_only():
    (twin,) = read(encode(WordMap(rows=np.arange(3), points=np.zeros((3, 2), np.float32))))
    for array in (twin.rows, twin.points):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
