"""Labels: a list of texts in little memory, with an index."""

import sys

import numpy as np
import pytest

from embviz.engine.vectors.labels import Labels

TEXTS = ["b", "", "日本", "a", "b", "🙂", "\x00"]


def test_labels_are_a_sequence_of_texts():
    labels = Labels.of(TEXTS)
    assert list(labels) == TEXTS
    assert [labels[index] for index in range(-len(TEXTS), len(TEXTS))] == TEXTS + TEXTS
    assert [list(labels[part]) for part in (slice(1, 4), slice(None, None, -2))] == [TEXTS[1:4], TEXTS[::-2]]
    for index in (len(TEXTS), -len(TEXTS) - 1):
        with pytest.raises(IndexError):
            labels[index]


def test_each_label_is_found_in_its_first_row_and_no_other():
    labels = Labels.of(TEXTS)
    assert [labels.find(text) for text in TEXTS] == [TEXTS.index(text) for text in TEXTS]
    assert [labels.find(text) for text in ("c", "B", "日", "\ud800", None, 3)] == [None] * 6
    assert ("日本" in labels, "日" in labels) == (True, False)
    assert labels.index("b") == 0
    assert labels.index("b", 1) == 4
    with pytest.raises(ValueError, match="no label"):
        labels.index("zzz")


def test_no_labels_hold_nothing():
    assert Labels.of([]).find("") is None
    assert list(Labels.of([])) == []


def test_lone_surrogates_become_text():
    assert list(Labels.of(["a\ud800"])) == ["a?"]


def test_so_many_labels_and_their_index_stay_small():
    count = 100_000
    labels = Labels.of(f"word{row}" for row in range(count))
    assert labels.find("word99999") == 99_999
    held = sum(sys.getsizeof(one) if isinstance(one, bytes) else one.nbytes for one in vars(labels).values())
    assert held < 32 * count
    assert isinstance(labels._order, np.ndarray)
