"""planned: what is on screen now, as a plan that brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication

from embviz.core.examples import EXAMPLES
from embviz.core.lessons.needs import needs
from embviz.core.plan.plan import ANY_LANGUAGE, EXPERIMENT, LESSON, Begin, Plan, Ready, differing
from embviz.core.plan.writing import fields_of
from embviz.gui.curve.panel import QUANTITIES
from embviz.gui.language import spoken
from embviz.gui.plan.known import PANELS

if TYPE_CHECKING:
    from embviz.core.experiment import Experiment
    from embviz.gui.studio import Studio

NOW = "now"
SHOWABLE = PANELS[:-1]


def planned(studio: Studio, plan: Plan | None) -> Plan:
    """Return what the window of `studio` shows now, on top of the `plan` that it goes by, if there is one.

    The lesson that is under way, or else the experiment, is what it begins with.
    """
    base = Plan() if plan is None else plan
    wall, lesson = studio.classroom.wall, studio.classroom.lessons.lesson
    experiment = studio.controller.experiment.anew()
    is_different = differing(experiment, base.fixed)
    made = msgspec.structs.replace(
        base,
        language=spoken(),
        theme=studio.window.theme.name,
        text_scale=round(100 * wall.look.text_scale),
        presenter=wall.presenter.is_on,
        hide=(*base.hide, *_not_shown(studio, base)),
        # Of a session that was opened the plan's word does not hold, and a plan is true of what it saves.
        fixed={name: value for name, value in base.fixed.items() if name not in is_different},
    )
    if lesson is not None:
        # Where the form has made room for the lesson, it is not to be gone for good.
        hide = tuple(name for name in made.hide if name not in needs(lesson))
        is_offered = made.lessons is None or lesson.id in made.lessons
        lessons = made.lessons if is_offered else (*(made.lessons or ()), lesson.id)
        return msgspec.structs.replace(made, hide=hide, lessons=lessons, begin=Begin(LESSON, lesson.id))
    return _beginning(made, experiment, QUANTITIES[studio.curve.choice.index].kind.name)


def _not_shown(studio: Studio, plan: Plan) -> list[str]:
    wall = studio.classroom.wall
    # In presenter mode others are gone for its own reasons, and come back with it.
    shown = wall.panels.shown if not wall.presenter.is_on else frozenset(SHOWABLE)
    return [name for name in SHOWABLE if name not in shown and name not in plan.hide]


def _beginning(plan: Plan, experiment: Experiment, curve: str) -> Plan:
    """Return `plan` that begins with `experiment`: with the one it has already, or with one of its own."""
    for ready in plan.experiments:
        if plan.experiment_of(ready) == experiment:
            return msgspec.structs.replace(plan, begin=Begin(EXPERIMENT, ready.id))
    taken = {*(one.id for one in plan.experiments), *(one.id for one in EXAMPLES)}
    id_ = next(id_ for id_ in (NOW, *(f"{NOW}_{n}" for n in range(2, len(taken) + 3))) if id_ not in taken)
    title = QCoreApplication.translate("PlanDesk", "As it was saved")
    ready = Ready(id_, {ANY_LANGUAGE: title}, {}, fields_of(experiment), curve)
    return msgspec.structs.replace(
        plan, experiments=(*plan.experiments, ready), begin=Begin(EXPERIMENT, ready.id)
    )
