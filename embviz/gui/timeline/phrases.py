"""Phrases: what the timeline says of moments, actions, branches and bookmarks, in the language set now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from embviz.core.differences import SAME, Difference, differences
from embviz.core.labels import FIRST_STRONG_ISOLATE, NO_NAMES, POP_ISOLATE, pair_named
from embviz.core.messages import PAIRS
from embviz.core.numbers import parse_pairs
from embviz.gui.labels import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embviz.core.experiment import Experiment
    from embviz.core.messages import Action
    from embviz.core.outline import Branch
    from embviz.gui.timeline.chronicle import Chronicle, Words
    from embviz.gui.timeline.tree import Lane

# Nobody reads more of a name, and a file may hold names of any length.
LONGEST_NAME = 60


class Phrases(QObject):
    """Plain texts, each on one line. They are made anew each time: the language may have changed."""

    def moment(self, words: Words) -> str:
        """Return what `words` tell, such as 'step 12 · Train 10, round 3'."""
        step = self.tr("step {step}").format(step=grouped(words.step))
        if words.action is None:
            return step if words.step else self.tr("step 0 · the start")
        name = self.action(words.action, words.names)
        if words.action.kind == "train" and words.action.rounds > 1:
            name = self.tr("{action}, round {round}").format(action=name, round=grouped(words.round))
        return f"{step} · {name}"

    def action(self, action: Action, names: Mapping[int, str] = NO_NAMES) -> str:
        """Return what was done, such as 'Train 10'; `names` are labels of rows."""
        row, column = action.place or (0, 0)
        text = {
            "forward": self.tr("Forward"),
            "backward": self.tr("Backward"),
            "step": self.tr("Step"),
            "zero_grad": self.tr("Zero grad"),
            "train": self.tr("Train {rounds}"),
            "lookup": self.tr("Lookup"),
            "edit": self.tr("Edit {row}, column {column}"),
            "set": self.tr("Set {name} = {value}"),
        }.get(action.kind, "")
        told = text.format(
            rounds=grouped(action.rounds),
            row=named(row, names),
            column=column,
            name=one_line(action.name),
            value=_value(action, names),
        )
        return self.tr("{action}, refused by torch").format(action=told) if action.refusal else told

    def lane(self, lane: Lane, chronicle: Chronicle) -> str:
        """Return what a branch is called, such as 'from step 12: lr = 0.01 · 30 steps'."""
        branch = lane.branch
        done = self.tr("{n} steps").format(n=grouped(branch.last_step - branch.step))
        if branch.fork is not None:
            start = self.tr("from step {step}").format(step=grouped(branch.step))
            settings = ", ".join(
                f"{name} = {one_line(str(value))}" for name, value in branch.settings.items()
            )
            return f"{start}: {settings} · {done}" if settings else f"{start} · {done}"
        if lane.is_rest:
            return self.tr("from the start · {done}").format(done=done)
        told = self._differences(branch, chronicle)
        return self.tr("another run: {differences} · {done}").format(differences=told, done=done)

    def bookmark(self, name: str) -> str:
        """Return `name` as it stands within a sentence, letters of any direction."""
        return f"{FIRST_STRONG_ISOLATE}{one_line(name)}{POP_ISOLATE}"

    def _differences(self, branch: Branch, chronicle: Chronicle) -> str:
        present = _experiment(chronicle)
        told = differences(branch.experiment, present) if present is not None else ()
        return ", ".join(
            QCoreApplication.translate("core", one.text).format(**one.details)
            for one in (told or (Difference(SAME),))
        )


def grouped(number: int) -> str:
    """Return `number` with a comma between thousands."""
    return f"{number:,}"


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """Return `text` on one line, the end of a long one as an ellipsis."""
    # Of a text of megabytes, no more is looked at than may be shown.
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest and len(text) <= 4 * longest else f"{line[: longest - 1]}…"


def _value(action: Action, names: Mapping[int, str]) -> str:
    """Return what was set, pairs by the labels of their rows."""
    pairs = parse_pairs(str(action.value)) if action.name == PAIRS and names else None
    told = (pair_named(first, second, names) for first, second in pairs or ())
    return one_line("; ".join(told) or str(action.value))


def _experiment(chronicle: Chronicle) -> Experiment | None:
    branches = chronicle.outline.branches
    return next((one.experiment for one in branches if one.number == chronicle.moment.branch), None)
