"""PlanWords: what the window says of a plan: why something is fixed, and what is wrong with a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import accumulate
from unicodedata import east_asian_width

from PySide6.QtCore import QCoreApplication, QObject

from embviz.core.checks import shown
from embviz.core.plan.faults import PLACED, PlanError
from embviz.gui.control.notice import Notice

# A banner of more lines would leave no room for the window; as many letters stand in one of a small window.
MOST_LINES, LETTERS_A_LINE = 8, 120
# A name may be as long as its file.
MOST_LETTERS = 3 * LETTERS_A_LINE
# Of a longer list the first few show what kind of names there are.
MOST_NAMES, FIRST_NAMES = 8, 5


class PlanWords(QObject):
    """The sentences, each in the language that is spoken when it is asked for."""

    def why(self, name: str) -> str:
        """Return why a setting cannot be changed under the plan called `name`."""
        return self.tr("fixed by the plan {name}").format(name=name)

    def entered(self, name: str, *, can_be_left: bool) -> Notice:
        """Return that the window goes by the plan called `name` now, and how it is left, if it `can_be`."""
        text = self.tr("The window shows what the plan has for it.")
        if can_be_left:
            text = self.tr("The window shows what the plan has for it; Leave the plan gives all back.")
        again = partial(self.entered, name, can_be_left=can_be_left)
        return Notice(self.tr("Plan: {name}").format(name=name), text, "hint", again)

    def unusable(self, error: PlanError) -> Notice:
        """Return what is wrong with a plan, line by line, as far as there is room for it."""
        told = [
            self._placed(error.file, fault.line, fault.told(_core(fault.text), self._listed))
            for fault in error.faults
        ]
        lines = _fitting(told)
        if len(told) > len(lines):
            lines.append(self.tr("and {count} more").format(count=len(told) - len(lines)))
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

    def _listed(self, names: Sequence[str]) -> str:
        """Return `names`, of many the first few and how many more there are."""
        if len(names) <= MOST_NAMES:
            return ", ".join(names)
        first, count = ", ".join(names[:FIRST_NAMES]), len(names) - FIRST_NAMES
        return self.tr("{names} and {count} more").format(names=first, count=count)

    def _placed(self, file: str, line: int, what: str) -> str:
        told = _core(PLACED).format(file=file, line=line, what=what)
        # What somebody has written may have lines of its own.
        one_line = " ".join(told.split())
        return one_line if len(one_line) <= MOST_LETTERS else f"{one_line[: MOST_LETTERS - 1]}…"


def _fitting(told: Sequence[str]) -> list[str]:
    """Return the first of `told` that a banner has room for, at least one."""
    heights = accumulate(1 + (_width(text) - 1) // LETTERS_A_LINE for text in told)
    fitting = [text for text, height in zip(told, heights, strict=True) if height <= MOST_LINES]
    return fitting or [told[0]]


def _width(text: str) -> int:
    """Return how wide `text` is, in letters as narrow as a Latin one."""
    return sum(2 if east_asian_width(letter) in ("W", "F") else 1 for letter in text)


def _core(text: str) -> str:
    return QCoreApplication.translate("core", text)
