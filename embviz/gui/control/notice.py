"""Notice: what the reader has to know of, with torch's own words, their cause and what to change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from PySide6.QtCore import QCoreApplication

from embviz.core.examples import Example
from embviz.core.experiment import ExperimentError
from embviz.core.messages import Failure, Snapshot
from embviz.core.refusals import explained
from embviz.gui.sayings import in_words


@dataclass(frozen=True)
class Notice:
    """Something that the reader has to know of, and what can be done: restart, cancel, or only read it.

    A refusal and a hint are about the run, and gone with it; a hint is no error. 'restore' offers a session
    that was not closed, 'save' asks for another file for one that cannot be written any more.
    `again` makes the same notice in the language that is set then. `topic` is what it is about, where that
    can pass while other notices of its remedy stay.
    """

    what: str
    why: str
    remedy: Literal["restart", "cancel", "dismiss", "refusal", "hint", "restore", "save"]
    again: Callable[[], Notice] | None = field(default=None, compare=False)
    topic: str = field(default="", compare=False)


def retold(make: Callable[[], Notice]) -> Notice:
    """Return the notice that `make` makes, which it makes again whenever another language is set."""
    return replace(make(), again=partial(retold, make))


def notice_of(failure: Failure) -> Notice:
    """Return what to tell of `failure`: torch's own words, and below them the cause and what to change."""
    return Notice(in_words(failure.what), _why(failure), "refusal", partial(notice_of, failure))


def notice_of_loss(why: str, resumed: Snapshot | None, is_in_file: bool) -> Notice:
    """Return what to tell of an engine that has ended, after which a new one goes on from `resumed`.

    A session that `is_in_file` is opened again, whose last moment need not be the one on screen.
    """
    outlook = QCoreApplication.translate("notice", "Restart begins a new run")
    if is_in_file:
        outlook = QCoreApplication.translate("notice", "Restart goes on with what the session's file has")
    elif resumed is not None:
        outlook = QCoreApplication.translate("notice", "Restart goes on from step {step}")
        outlook = outlook.format(step=resumed.step)
    what = QCoreApplication.translate("notice", "PyTorch's process has ended")
    again = partial(notice_of_loss, why, resumed, is_in_file)
    both = QCoreApplication.translate("notice", "{why}. {outlook}.").format(why=why, outlook=outlook)
    return Notice(what, both, "restart", again)


def notice_of_example(example: Example) -> Notice:
    """Return what to look for in a ready experiment."""
    title, look_for = (QCoreApplication.translate("core", text) for text in (example.title, example.look_for))
    return Notice(title, look_for, "hint", partial(notice_of_example, example))


def notice_of_unusable(example: Example, error: ExperimentError) -> Notice:
    """Return why a ready experiment cannot be had here."""
    title, why = (QCoreApplication.translate("core", text) for text in (example.title, error.allowed))
    again = partial(notice_of_unusable, example, error)
    return Notice(title, why.format(**error.details), "dismiss", again)


def words_of(failure: Failure) -> str:
    """Return all that there is to say of `failure`, for a place that has no headline."""
    return f"{in_words(failure.what)} {_why(failure)}".strip()


def _why(failure: Failure) -> str:
    lines = [in_words(failure.why)]
    known = explained(failure.why)
    if known is not None:
        cause, remedy = (QCoreApplication.translate("core", text) for text in known)
        lines.append(f"{cause} {in_words(failure.remedy) or remedy}")
    elif failure.remedy:
        lines.append(in_words(failure.remedy))
    return "\n".join(lines)
