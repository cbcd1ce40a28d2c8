"""Which rows are pinned: those to begin with, and what becomes of them in another run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from embviz.core.messages import Snapshot
from embviz.core.reports import NamedRow
from embviz.core.sources import Corpus

MOST_PINS = 12
AT_FIRST = 3
# The most frequent words of a text are shorter, and mean little.
LEAST_LETTERS = 4


def first_pins(snapshot: Snapshot) -> tuple[NamedRow, ...]:
    """Return the rows to pin in a new run: its most frequent words that mean something, or the first rows."""
    rows, names = row_count(snapshot), snapshot.names
    # Words stand by falling frequency. What is named far down is on show by chance.
    frequent = list(takewhile(names.__contains__, range(rows)))
    telling = [row for row in frequent if len(names[row]) >= LEAST_LETTERS]
    others = [row for row in range(min(rows, AT_FIRST)) if row not in telling]
    return tuple(NamedRow(row, names.get(row, "")) for row in sorted([*telling, *others][:AT_FIRST]))


def row_count(snapshot: Snapshot) -> int:
    """Return how many rows can be pinned: of a text's table the words, but not the same as contexts."""
    rows = snapshot.weight.shape[0]
    return rows if snapshot.text is None else min(rows, snapshot.text.words)


def kept_pins(pins: Sequence[NamedRow], snapshot: Snapshot) -> tuple[NamedRow, ...]:
    """Return those of `pins` that the table still has, in a run in which rows are called as before."""
    rows = row_count(snapshot)
    return tuple(named(pin, snapshot.names) for pin in pins if pin.row < rows)


def named(pin: NamedRow, names: Mapping[int, str]) -> NamedRow:
    """Return `pin` with the label that `names` has for it, if that is news."""
    return NamedRow(pin.row, names.get(pin.row, pin.label))


def renamed_pins(
    pins: Sequence[NamedRow], snapshot: Snapshot
) -> tuple[tuple[NamedRow, ...], tuple[str, ...]]:
    """Return `pins` as rows of a table that is called otherwise, as far as that is known, and the labels of
    which it is not."""
    rows: dict[str, int] = {}
    for row, label in sorted(snapshot.names.items()):
        rows.setdefault(label, row)
    known = tuple(NamedRow(rows[pin.label], pin.label) for pin in pins if pin.label in rows)
    return known, tuple(pin.label for pin in pins if pin.label and pin.label not in rows)


def vocabulary(snapshot: Snapshot) -> tuple[object, ...]:
    """Return what tells one naming of rows from another: two equal ones name the rows alike."""
    experiment = snapshot.experiment
    if experiment is None or not snapshot.has_labels:
        return (snapshot.has_labels,)
    return (True, experiment.file, _words(experiment.corpus))


def _words(corpus: Corpus | None) -> tuple[object, ...]:
    """Return what decides which words of a text there are, and in which order."""
    if corpus is None:
        return ()
    source = (corpus.text, corpus.fingerprint, corpus.tokens, corpus.lower)
    return (*source, corpus.min_count, corpus.most_words)
