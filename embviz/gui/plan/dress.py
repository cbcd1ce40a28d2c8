"""Dress: how a window is, of all that a plan can say of it: what it speaks, its look, presenter mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from embviz.core.plan.plan import Plan
from embviz.gui import language
from embviz.gui.wall.look import Look

if TYPE_CHECKING:
    from embviz.gui.studio import Studio


class Dress(NamedTuple):
    """What is spoken, the look by its parts, and whether it is presenting."""

    language: str
    theme: str
    colour_map: str
    text_scale: float
    is_presenting: bool = False

    @classmethod
    def of(cls, studio: Studio) -> Dress:
        """Return how the window of `studio` is now."""
        wall = studio.classroom.wall
        return cls(language.spoken(), *wall.look, wall.presenter.is_on)

    @property
    def look(self) -> Look:
        """The part of it that a Look has."""
        return Look(self.theme, self.colour_map, self.text_scale)

    def by(self, plan: Plan) -> Dress:
        """Return this as `plan` has it."""
        return self._replace(**_said(plan))

    def changed(self, old: Plan, new: Plan, before: Dress) -> Dress:
        """Return this, worn by the plan `old`, as `new` has it, which was read from the same file.

        What the two say alike, and what `new` does not say, stays as somebody has chosen it since; what only
        `old` says is again as it was `before`, unless something else was chosen.
        """
        had, has = _said(old), _said(new)
        told = {name: value for name, value in has.items() if value != had.get(name)}
        gone = [name for name in had if name not in has and getattr(self, name) == had[name]]
        return self._replace(**{name: getattr(before, name) for name in gone}, **told)

    def put_on(self, studio: Studio) -> None:
        """Have the window of `studio` so; what of it is chosen is not kept for the next start."""
        wall = studio.classroom.wall
        language.switch(studio, self.language)
        if self.look != wall.look:
            wall.wear(self.look)
        if wall.presenter.is_on is not self.is_presenting:
            wall.presenter.toggle()


def _said(plan: Plan) -> Mapping[str, Any]:
    """Return what `plan` says of a Dress."""
    told = {
        "language": plan.language,
        "theme": plan.theme,
        "text_scale": None if plan.text_scale is None else plan.text_scale / 100,
        "is_presenting": plan.presenter,
    }
    return {name: value for name, value in told.items() if value is not None}
