"""Words for sessions: how a file is called, when it was last worked on, and what is told of it."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from embviz.core.outline import Outline, SessionFacts
from embviz.gui.control.notice import Notice

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
# What a name may hold and no window should show: ends of lines, marks that turn the text around.
STRANGE = "\N{REPLACEMENT CHARACTER}"
LONGEST, ENDING = 40, 14
UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Some scripts, and some emoji, are written with these.
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def plain(text: str) -> str:
    """Return `text` in one line and readable from left to right, whatever a file was called."""
    return "".join(letter if _is_shown(letter) else STRANGE for letter in text)


def name_of(path: str) -> str:
    """Return the file's own name, fit to be shown."""
    return shortened(plain(Path(path).name))


def shortened(text: str) -> str:
    """Return `text` without its middle, where it is so long that it would widen the window."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - ENDING - 1]}…{text[-ENDING:]}"


class SessionWords(QObject):
    """Says it in the language that is set now. `clock` gives seconds after 1970."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._clock = clock

    def title(self, outline: Outline) -> str:
        """Return the title of a window that shows the session of `outline`."""
        name = self.tr("Untitled") if is_nameless(outline) else name_of(outline.path)
        if outline.is_read_only:
            name = self.tr("{name} (read-only)").format(name=name)
        # Qt reads [*] as a place for its mark of unsaved changes, and two of them as one that is written out.
        return f"{name} · embviz".replace("[*]", "[*][*]")

    def entry(self, facts: SessionFacts) -> str:
        """Return how a session without a name is called in a list."""
        what = self.tr("Unfinished") if is_left(facts) else self.tr("Untitled")
        return self.tr("{what}, {when} ({steps})").format(
            what=what, when=self.when(facts.modified_s), steps=self._steps(facts.steps)
        )

    def remark(self, facts: SessionFacts) -> str:
        """Return what is to be said of a named session in a list, empty where nothing is."""
        if facts.why:
            return self.tr("cannot be opened")
        if facts.is_open:
            return self.tr("open in another window")
        if facts.is_unfinished:
            return self.tr("unfinished, {when}").format(when=self.when(facts.modified_s))
        return ""

    def offer(self, facts: SessionFacts, others: int) -> Notice:
        """Return the offer to restore a session; there are so many `others` besides."""
        what = self.tr("A session was not closed")
        why = self.tr("{steps}, {actions}, {age}").format(
            steps=self._steps(facts.steps),
            actions=self._actions(facts.actions),
            age=self.age(facts.modified_s),
        )
        if not facts.is_untitled:
            why = f"{name_of(facts.path)}: {why}"
        if others:
            more = self.tr("{count} more: File, Open recent").format(count=others)
            why = self.tr("{why}. {more}.").format(why=why, more=more)
        return Notice(what, why, "restore", partial(self.offer, facts, others))

    def age(self, moment_s: float) -> str:
        """Return how long ago that was."""
        seconds = self._clock() - moment_s
        if seconds < MINUTE_S:
            return self.tr("just now")
        if seconds < HOUR_S:
            minutes = int(seconds // MINUTE_S)
            return self.tr("1 minute ago") if minutes == 1 else self.tr("{n} minutes ago").format(n=minutes)
        if seconds < DAY_S:
            hours = int(seconds // HOUR_S)
            return self.tr("1 hour ago") if hours == 1 else self.tr("{n} hours ago").format(n=hours)
        return self.when(moment_s)

    def when(self, moment_s: float) -> str:
        """Return the local day and time of that."""
        try:
            moment, now = (datetime.fromtimestamp(one) for one in (moment_s, self._clock()))
        # No time that a calendar has: the file says so, and a file may say anything.
        except (OverflowError, ValueError, OSError):
            return self.tr("at an unknown time")
        clock_time = f"{moment:%H:%M}"
        if moment.date() == now.date():
            return self.tr("today {time}").format(time=clock_time)
        if moment.date() == now.date() - timedelta(days=1):
            return self.tr("yesterday {time}").format(time=clock_time)
        return f"{moment:%Y-%m-%d %H:%M}"

    def _steps(self, count: int) -> str:
        return self.tr("1 step") if count == 1 else self.tr("{n} steps").format(n=f"{count:,}")

    def _actions(self, count: int) -> str:
        return self.tr("1 action") if count == 1 else self.tr("{n} actions").format(n=f"{count:,}")


def is_nameless(outline: Outline) -> bool:
    """Tell whether the session of `outline` has no name that a person gave it."""
    return outline.is_untitled or not outline.path


def is_left(facts: SessionFacts) -> bool:
    """Tell whether something was done in that session, and nobody has closed it or has it open."""
    return facts.is_unfinished and not facts.is_open and not facts.why and facts.actions > 0


def _is_shown(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) not in UNSHOWN
