"""PlanWords: what the window says of a plan: why something is fixed, and what is wrong with a file."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject

from embviz.core.checks import shown
from embviz.core.plan.faults import PLACED, PlanError
from embviz.gui.control.notice import Notice

# A banner of more lines would leave no room for the window.
MOST_LINES = 8


class PlanWords(QObject):
    """The sentences, each in the language that is spoken when it is asked for."""

    def why(self, name: str) -> str:
        """Return why a setting cannot be changed under the plan called `name`."""
        return self.tr("fixed by the plan {name}").format(name=name)

    def entered(self, name: str) -> Notice:
        """Return that the window goes by the plan called `name` now."""
        text = self.tr("The window shows what the plan has for it; Leave the plan gives all back.")
        return Notice(self.tr("Plan: {name}").format(name=name), text, "hint", partial(self.entered, name))

    def unusable(self, error: PlanError) -> Notice:
        """Return all that is wrong with a plan, line by line."""
        told = [self._placed(error.file, fault.line, fault.told(_core(fault.text))) for fault in error.faults]
        lines = told[:MOST_LINES]
        if len(told) > MOST_LINES:
            lines.append(self.tr("and {count} more").format(count=len(told) - MOST_LINES))
        what = self.tr("The plan cannot be used")
        return Notice(what, "\n".join(lines), "dismiss", partial(self.unusable, error))

    def unreadable(self, name: str, why: str) -> Notice:
        """Return that the file called `name` cannot be read."""
        what = self.tr("The plan {name} cannot be read").format(name=name)
        return Notice(what, why, "dismiss", partial(self.unreadable, name, why))

    def unwritable(self, name: str, why: str) -> Notice:
        """Return that the file called `name` cannot be written."""
        what = self.tr("The plan {name} cannot be written").format(name=name)
        return Notice(what, why, "dismiss", partial(self.unwritable, name, why))

    def refused(self, name: str, differing: dict[str, object]) -> Notice:
        """Return that the plan called `name` fixes what an experiment has otherwise: `differing`."""
        settings = ", ".join(f"{field} = {shown(value)}" for field, value in differing.items())
        text = self.tr("The plan {name} fixes {settings}.").format(name=name, settings=settings)
        what = self.tr("This cannot begin here")
        return Notice(what, text, "dismiss", partial(self.refused, name, differing))

    def written(self, path: str) -> str:
        """Return that a plan has been written to `path`."""
        return self.tr("Written: {path}").format(path=path)

    def left(self) -> str:
        """Return that the plan has been left."""
        return self.tr("The plan is left; everything is there again")

    def _placed(self, file: str, line: int, what: str) -> str:
        return _core(PLACED).format(file=file, line=line, what=what)


def _core(text: str) -> str:
    return QCoreApplication.translate("core", text)
