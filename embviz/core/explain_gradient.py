"""The gradient of one cell, pair by pair, and what the loss measures of the first pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec
import numpy as np

from embviz.core.arithmetic import SYMBOLS, Arithmetic, Equation, Note, differences
from embviz.core.experiment import Experiment
from embviz.core.formula import FIRST_TERMS, MINUS, MOST_TERMS, decimals, symbol
from embviz.core.labels import NO_NAMES, pair_named
from embviz.core.losses import LOSSES
from embviz.core.messages import CellFacts, PairFacts, PassFacts
from embviz.core.numbers import short
from embviz.core.recipes import Line, mark

# The cells and norms of a pair, as they change places for its second row.
_MIRROR = {"a": "b", "b": "a", "norm_a": "norm_b", "norm_b": "norm_a"}
_PLAIN_NAMES = frozenset({"dim", "label", "pairs"})

_UNKNOWN = mark("The backward pass behind this grad was not kept.")
_AHEAD = mark("Backward has not been done yet: this is what it would give.")
_PADDING = mark("This is the padding row: nn.Embedding gives it no gradient.")
_NO_PAIR = mark("No pair holds this row: its gradient is 0.")
_NO_PAIR_OF_BATCH = mark("No pair of this batch holds this row: its gradient is 0.")
_SHARE = mark("{share} is of the pair {pair}.")
_POSITIVE_SHARE = mark("{share} is of the pair {pair}, label +1.")
_NEGATIVE_SHARE = mark("{share} is of the negative pair {pair}, label −1.")
_BATCH = mark(
    "The sum of the shares is divided by the {pairs} pairs of the batch; their {negatives} negatives are not "
    "counted."
)
_PARTIAL = mark(
    "The row is in {count} pairs; the shares of {shown} of them are shown, and not their sum, which would be "
    "another number than PyTorch's."
)
_SUMMED = mark("grad held {before} before this pass: Backward adds to it.")
_COUNTED = mark("scale_grad_by_freq divides by how often that lookup held the row.")
_FIRST_PAIR = mark("This is of the pair {pair}, the first of {count} that hold the row.")
_ONLY_PAIR = mark("This is of the pair {pair}.")
_IS_NEGATIVE = mark("It is a negative pair: its label is −1.")
_NUMPY_PARTS = mark(
    "NumPy gives {numpy} from the printed digits and PyTorch {torch}: the printed digits are rounded to 4 "
    "decimals, and PyTorch has all of them."
)
_NUMPY_AGREES = mark("NumPy gives the same 4 decimals here, though the printed digits are rounded.")


class Explained(NamedTuple):
    """Equations and the notes on them."""

    equations: tuple[Equation, ...] = ()
    notes: tuple[Note, ...] = ()


class _Share(NamedTuple):
    """What one side of one pair gives to the cell's gradient.

    `suffix` tells its names from those of other shares; `divisor` is what scale_grad_by_freq divides it by.
    """

    pair: PairFacts
    arithmetic: Arithmetic
    divisor: int
    suffix: str

    @property
    def term(self) -> str:
        """The share as it stands in the sum."""
        return f"share{self.suffix}" + (f" / count{self.suffix}" if self.divisor != 1 else "")


def explain_gradient(
    experiment: Experiment, facts: CellFacts, names: Mapping[int, str] = NO_NAMES
) -> Explained:
    """Return how the grad of the cell comes from the loss, share by share."""
    backward = facts.backward
    if backward is None:
        return Explained(notes=(Note(_UNKNOWN),))
    torch = None if backward.is_ahead else facts.now.grad
    shares = _shares(experiment, facts.place, backward)
    expression = _expression(backward, shares)
    # Where nothing is done to the only share, it is the grad.
    is_whole = _is_whole(backward, shares)
    is_grad = is_whole and expression == "share"
    equations = _run(experiment, shares, {"grad": torch} if is_grad else None)
    sources = [share.arithmetic for share in shares]
    if is_whole and not is_grad:
        sources.append(_summing(backward, shares))
        equations += sources[-1].run([Line("grad", expression)], {"grad": torch})
    notes = (
        *_notes(experiment, facts.place[0], backward),
        *_pair_notes(experiment, backward, shares, names),
        *_share_notes(shares),
        *differences(equations, experiment.dtype, *sources),
    )
    return Explained(equations, notes)


def explain_distance(
    experiment: Experiment, facts: CellFacts, names: Mapping[int, str] = NO_NAMES
) -> Explained:
    """Return what the loss measures of the first pair that holds the cell's row, and NumPy's word on it."""
    backward = facts.backward
    if backward is None or not backward.pairs:
        return Explained()
    pair = backward.pairs[0]
    arithmetic, lines = _measuring(pair), LOSSES[experiment.loss].measure
    is_all = backward.positives + backward.negatives == 1
    equations = arithmetic.run(lines, {lines[-1].target: backward.loss if is_all else None})
    notes = [
        *_measured_notes(experiment, backward, names),
        *arithmetic.notes,
        *differences(equations, experiment.dtype, arithmetic),
    ]
    if equations[-1].target == "distance":
        numpy = _numpys_distance(pair)
        equations, notes = (*equations, numpy), [*notes, _numpys_note(equations[-1], numpy)]
    return Explained(equations, tuple(notes))


def _is_padding(experiment: Experiment, row: int) -> bool:
    padding = experiment.padding_idx
    return padding is not None and padding % experiment.rows == row


def _measuring(pair: PairFacts) -> Arithmetic:
    vectors = {"a": np.array(pair.a), "b": np.array(pair.b)}
    return Arithmetic({**vectors, "label": pair.label, "dim": len(pair.a)}, _PLAIN_NAMES)


def _shares(experiment: Experiment, place: tuple[int, int], backward: PassFacts) -> list[_Share]:
    if _is_padding(experiment, place[0]):
        return []
    found = [
        (pair, is_first)
        for pair in backward.pairs
        for is_first, row in ((True, pair.first), (False, pair.second))
        if row == place[0]
    ]
    suffixes = [str(number + 1) for number in range(len(found))] if len(found) > 1 else [""]
    return [
        _share(experiment, pair, place[1], is_first, suffix)
        for (pair, is_first), suffix in zip(found, suffixes, strict=False)
    ]


def _share(experiment: Experiment, pair: PairFacts, column: int, is_first: bool, suffix: str) -> _Share:
    measuring = _measuring(pair)
    measuring.run(LOSSES[experiment.loss].measure)
    numbers = measuring.numbers | {"a": pair.a[column], "b": pair.b[column]}
    count = (pair.first_count if is_first else pair.second_count) if experiment.scale_grad_by_freq else 1
    if is_first:
        return _Share(pair, Arithmetic(numbers, _PLAIN_NAMES), count, suffix)
    mirrored = {_MIRROR.get(name, name): number for name, number in numbers.items()}
    symbols = {name: SYMBOLS.get(other, other) for name, other in _MIRROR.items()}
    return _Share(pair, Arithmetic(mirrored, _PLAIN_NAMES, symbols), count, suffix)


def _expression(backward: PassFacts, shares: list[_Share]) -> str:
    before = ["grad"] if backward.grad_before else []
    if not shares:
        return "".join(before) or "0"
    total = " + ".join(share.term for share in shares)
    if backward.positives > 1:
        total = f"({total}) / pairs"
    return " + ".join([*before, total])


def _is_whole(backward: PassFacts, shares: list[_Share]) -> bool:
    """Return whether all shares of the row are there, so that their sum is its gradient."""
    return not shares or len(backward.pairs) == backward.pairs_of_row


def _run(
    experiment: Experiment, shares: list[_Share], torch: dict[str, float | None] | None
) -> tuple[Equation, ...]:
    equations: tuple[Equation, ...] = ()
    for share in shares:
        target = f"share{share.suffix}" if torch is None else "grad"
        lines = (msgspec.structs.replace(one, target=target) for one in LOSSES[experiment.loss].gradient)
        equations += share.arithmetic.run(lines, torch)
    return equations


def _summing(backward: PassFacts, shares: list[_Share]) -> Arithmetic:
    numbers: dict[str, float] = {"pairs": backward.positives, "grad": backward.grad_before or 0.0}
    for share in shares:
        name = f"share{share.suffix}"
        numbers |= {name: share.arithmetic.numbers[name], f"count{share.suffix}": share.divisor}
    counts = {f"count{share.suffix}" for share in shares}
    return Arithmetic(numbers, _PLAIN_NAMES | counts)


def _notes(experiment: Experiment, row: int, backward: PassFacts) -> Iterator[Note]:
    if backward.is_ahead:
        yield Note(_AHEAD)
    if not backward.pairs_of_row:
        yield Note(_NO_PAIR if experiment.corpus is None else _NO_PAIR_OF_BATCH)
    elif _is_padding(experiment, row):
        yield Note(_PADDING)
    elif len(backward.pairs) < backward.pairs_of_row:
        yield Note(_PARTIAL, {"count": backward.pairs_of_row, "shown": len(backward.pairs)})
    if backward.grad_before:
        yield Note(_SUMMED, {"before": decimals(backward.grad_before)})


def _pair_notes(
    experiment: Experiment, backward: PassFacts, shares: list[_Share], names: Mapping[int, str]
) -> Iterator[Note]:
    is_batch = experiment.corpus is not None
    if is_batch and shares:
        yield Note(_BATCH, {"pairs": backward.positives, "negatives": backward.negatives})
    # Each batch has other pairs: there the only one of the row is news.
    for share in shares if len(shares) > 1 or is_batch else ():
        text = {1: _POSITIVE_SHARE, -1: _NEGATIVE_SHARE}[share.pair.label] if backward.negatives else _SHARE
        yield Note(
            text, {"share": symbol(f"share{share.suffix}", SYMBOLS), "pair": _named(share.pair, names)}
        )


def _measured_notes(experiment: Experiment, backward: PassFacts, names: Mapping[int, str]) -> Iterator[Note]:
    """Yield which pair it is that the loss is measured of."""
    pair, count = backward.pairs[0], backward.pairs_of_row
    if count > 1:
        yield Note(_FIRST_PAIR, {"pair": _named(pair, names), "count": count})
    elif experiment.corpus is not None:
        yield Note(_ONLY_PAIR, {"pair": _named(pair, names)})
    if pair.label < 0:
        yield Note(_IS_NEGATIVE)


def _named(pair: PairFacts, names: Mapping[int, str]) -> str:
    return pair_named(pair.first, pair.second, names)


def _share_notes(shares: list[_Share]) -> Iterator[Note]:
    if any(share.divisor != 1 for share in shares):
        yield Note(_COUNTED)
    # A note that several shares have is said once.
    yield from {note.text: note for share in shares for note in share.arithmetic.notes}.values()


def _numpys_distance(pair: PairFacts) -> Equation:
    a, b = ([float(short(cell)) for cell in vector] for vector in (pair.a, pair.b))
    with np.errstate(all="ignore"):
        value = float(np.linalg.norm(np.array(a) - np.array(b)))
    return Equation("NumPy", "norm(a − b)", f"norm({_printed(a)} {MINUS} {_printed(b)})", value)


def _printed(vector: list[float]) -> str:
    cells = [decimals(cell) for cell in vector]
    if len(cells) > MOST_TERMS:
        cells = [*cells[:FIRST_TERMS], "…", cells[-1]]
    return f"[{', '.join(cells)}]"


def _numpys_note(distance: Equation, numpy: Equation) -> Note:
    torch = decimals(distance.value if distance.torch is None else distance.torch)
    if decimals(numpy.value) == torch:
        return Note(_NUMPY_AGREES)
    return Note(_NUMPY_PARTS, {"numpy": decimals(numpy.value), "torch": torch})
