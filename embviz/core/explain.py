"""The arithmetic behind one cell: facts of a moment in, lines of symbols and numbers out."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from embviz.core.arithmetic import Equation as Equation
from embviz.core.arithmetic import Note as Note
from embviz.core.experiment import Experiment
from embviz.core.explain_gradient import explain_distance, explain_gradient
from embviz.core.explain_update import explain_update
from embviz.core.labels import NO_NAMES
from embviz.core.messages import CellFacts


class Explanation(msgspec.Struct, frozen=True):
    """What there is to say of one cell.

    `update` is the step that made its weight or, where `is_ahead`, the one that Step would do now. `naive` is
    the article's hand check w - lr · grad, with `naive_notes` on why it is right or parts. `gradient` is the
    cell's grad from the loss, `distance` the distance (or whatever the loss measures) with its terms.
    """

    update: tuple[Equation, ...] = ()
    is_ahead: bool = False
    update_notes: tuple[Note, ...] = ()
    naive: Equation | None = None
    naive_notes: tuple[Note, ...] = ()
    gradient: tuple[Equation, ...] = ()
    gradient_notes: tuple[Note, ...] = ()
    distance: tuple[Equation, ...] = ()
    distance_notes: tuple[Note, ...] = ()


def explain(experiment: Experiment, facts: CellFacts, names: Mapping[int, str] = NO_NAMES) -> Explanation:
    """Return the arithmetic of the cell that `facts` are about, in a run of `experiment`.

    Pairs are told by the labels that `names` have for their rows.
    """
    step = explain_update(experiment, facts)
    gradient = explain_gradient(experiment, facts, names)
    distance = explain_distance(experiment, facts, names)
    return Explanation(
        update=step.equations,
        is_ahead=facts.last is None,
        update_notes=step.notes,
        naive=step.naive,
        naive_notes=step.naive_notes,
        gradient=gradient.equations,
        gradient_notes=gradient.notes,
        distance=distance.equations,
        distance_notes=distance.notes,
    )
