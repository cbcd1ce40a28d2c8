"""Picture: what the window sees of a trainer at one moment, as copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from embviz.core.messages import CellFacts, GradStatus, Place, Scalars, Snapshot, TextFacts, Tile, Viewport

if TYPE_CHECKING:
    from embviz.engine.trainer import Trainer

# Beside a part of a table, the whole of it, as large as a strip needs.
OVERVIEW = Viewport(height=256, width=8)
# Of more rows in view none can be named: a name needs some pixels.
MOST_NAMED_IN_VIEW = 256
MOST_NAMED_PAIRS = 32
# The most frequent words, among which the window chooses what to show at first.
FIRST_NAMED = 48


def picture_of(
    trainer: Trainer, viewport: Viewport | None, place: Place | None, moment: Scalars | None
) -> Snapshot:
    """Return this moment of `trainer`: whole tables, or what `viewport` shows of each.

    With a `place` it also has the facts that explain that cell. The `moment` may be known already.
    """
    weight = trainer.tile("weight", trainer.weight, viewport)
    is_part = viewport is not None and (weight.rows, weight.columns) != tuple(
        (0, size) for size in weight.shape
    )
    cell = None if place is None else trainer.cell_facts(place)
    is_usual = trainer.pairs == trainer.experiment.pairs
    return Snapshot(
        step=trainer.steps,
        weight=weight,
        grad=None if trainer.grad is None else trainer.tile("grad", trainer.grad, viewport),
        grad_status=grad_status(trainer),
        state={name: trainer.tile(name, table, viewport) for name, table in trainer.tables().items()},
        trace=moment or trainer.moment(),
        counters=trainer.counters(),
        arguments=trainer.arguments,
        zero_grad=trainer.zero_grad_mode,
        schedule_steps=trainer.schedule_steps,
        pairs=() if is_usual else trainer.pairs,
        stopped_by=trainer.stopped_by,  # type: ignore[arg-type]
        beads=trainer.line.beads(*trainer.watched_vectors()),
        cell=cell,
        names=_names(trainer, weight, cell),
        has_labels=trainer.labels is not None,
        overview=trainer.tile("weight", trainer.weight, OVERVIEW) if is_part else None,
        text=text_facts(trainer),
    )


def grad_status(trainer: Trainer) -> GradStatus:
    """Return what the gradient holds."""
    if trainer.grad is None:
        return GradStatus("none")
    rows = trainer.grad._nnz() if trainer.grad.is_sparse else None
    if trainer.is_stale:
        return GradStatus("stale", trainer.passes, rows)
    return GradStatus("accumulated" if trainer.passes > 1 else "fresh", trainer.passes, rows)


def text_facts(trainer: Trainer) -> TextFacts | None:
    """Return what there is to tell of the text that is trained on, None where there is none."""
    text, corpus = trainer.text, trainer.experiment.corpus
    if text is None or corpus is None:
        return None
    pairs = trainer.steps * corpus.batch
    return TextFacts(len(text.words), text.tokens, pairs, pairs / text.pairs_a_pass)


def rows_in(cell: CellFacts) -> set[int]:
    """Return the rows that the explanation of a cell tells of."""
    pairs = () if cell.backward is None else cell.backward.pairs
    return {cell.place[0], *(row for pair in pairs for row in (pair.first, pair.second))}


def named(labels: Sequence[str] | None, rows: Iterable[int]) -> dict[int, str]:
    """Return the labels of `rows`, nothing where the table has none."""
    return {} if labels is None else {row: labels[row] for row in rows if 0 <= row < len(labels)}


def _names(trainer: Trainer, weight: Tile, cell: CellFacts | None) -> dict[int, str]:
    if trainer.labels is None:
        return {}
    start, stop = weight.rows
    rows = {row for pair in trainer.pairs[:MOST_NAMED_PAIRS] for row in pair}
    rows.update(range(min(FIRST_NAMED, len(trainer.labels))))
    if cell is not None:
        rows.update(rows_in(cell))
    if stop - start <= MOST_NAMED_IN_VIEW:
        rows.update(range(start, stop))
    return named(trainer.labels, rows)
