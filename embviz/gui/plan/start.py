"""PlanStart: a plan that the program is started with: what the window has of it before it is furnished."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from embviz.core.plan.plan import Plan
from embviz.core.plan.reading import load_plan
from embviz.gui.plan.desk import Before
from embviz.gui.plan.known import known
from embviz.gui.wall.look import Look

if TYPE_CHECKING:
    from embviz.gui.studio import Studio


class PlanStart(NamedTuple):
    """The `plan` in the file at `path`; where it `begins` nothing, the window does with something else."""

    plan: Plan
    path: Path
    begins: bool

    @classmethod
    def read(cls, path: Path, *, begins: bool) -> PlanStart:
        """Read the plan at `path`. Raises OSError and PlanError."""
        return cls(load_plan(path, known()), path, begins)

    def look(self, look: Look) -> Look:
        """Return `look` as the plan has it."""
        scale = look.text_scale if self.plan.text_scale is None else self.plan.text_scale / 100
        return look._replace(theme=self.plan.theme or look.theme, text_scale=scale)

    def enter(self, studio: Studio, spoken: str, look: Look) -> None:
        """Have the window go by the plan; left, it speaks `spoken` and has that `look`."""
        before = Before(spoken, look, is_presenting=False)
        studio.classroom.plans.enter(self.plan, str(self.path.absolute()), before, begins=self.begins)
