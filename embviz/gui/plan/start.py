"""PlanStart: a plan that the program is started with: what the window has of it before it is furnished."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from embviz.core.plan.plan import Plan
from embviz.core.plan.reading import load_plan
from embviz.gui.plan.dress import Dress
from embviz.gui.plan.known import known

if TYPE_CHECKING:
    from embviz.gui.studio import Studio


class PlanStart(NamedTuple):
    """The `plan` in the file at `path`; where it `begins` nothing, the window does with something else.

    Without the plan the window would be as `before`; with it, it is in that `dress`.
    """

    plan: Plan
    path: Path
    before: Dress
    dress: Dress
    begins: bool

    @classmethod
    def read(cls, path: Path, before: Dress, asked: Mapping[str, str | None], *, begins: bool) -> PlanStart:
        """Read the plan at `path`, for a window that is as `before`. Raises OSError and PlanError.

        What was `asked` for of a Dress by its name, and is not None, counts for more than what the plan says.
        """
        plan = load_plan(path, known())
        said: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
        return cls(plan, path, before, before.by(plan)._replace(**said), begins)

    def enter(self, studio: Studio) -> None:
        """Have the window go by the plan."""
        path = str(self.path.absolute())
        studio.classroom.plans.enter(self.plan, path, self.before, dress=self.dress, begins=self.begins)
