"""Notice: what the reader has to know of, with torch's own words, their cause and what to change."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

from embviz.core.messages import Failure, Snapshot
from embviz.core.refusals import explained


class Notice(NamedTuple):
    """Something that the reader has to know of, and what can be done: restart, cancel, or only read it.

    A refusal and a hint are about the run, and gone with it; a hint is no error. 'restore' offers a session
    that was not closed, 'save' asks for another file for one that cannot be written any more.
    """

    what: str
    why: str
    remedy: Literal["restart", "cancel", "dismiss", "refusal", "hint", "restore", "save"]


def notice_of(failure: Failure) -> Notice:
    """Return what to tell of `failure`: torch's own words, and below them the cause and what to change."""
    return Notice(failure.what, _why(failure), "refusal")


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
    return Notice(what, f"{why}. {outlook}.", "restart")


def words_of(failure: Failure) -> str:
    """Return all that there is to say of `failure`, for a place that has no headline."""
    return f"{failure.what} {_why(failure)}".strip()


def _why(failure: Failure) -> str:
    lines = [failure.why]
    known = explained(failure.why)
    if known is not None:
        cause, remedy = (QCoreApplication.translate("refusals", text) for text in known)
        lines.append(f"{cause} {failure.remedy or remedy}")
    elif failure.remedy:
        lines.append(failure.remedy)
    return "\n".join(lines)
