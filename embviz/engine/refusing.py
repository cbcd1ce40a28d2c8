"""Refusing: what went wrong with a request, in words for the person at the window."""

from __future__ import annotations

from embviz.core.messages import Failure, Request
from embviz.core.recipes import mark
from embviz.engine.labels import UnknownWord
from embviz.engine.past.history import NotKept
from embviz.engine.reports.layouts import LayoutError
from embviz.engine.starting import StartError
from embviz.engine.storage.session_errors import SessionFileError
from embviz.engine.text.reading import TextError
from embviz.engine.vectors.faults import LoadError
from embviz.engine.working import Cancelled

WHY_LIMIT = 1000
CANCELLED = mark("Cancelled.")
# Errors whose text is a sentence of ours, and what is said above it.
SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (NotKept, mark("That moment cannot be shown.")),
    (UnknownWord, mark("There is no such row.")),
    (LoadError, mark("The file cannot be opened.")),
    (StartError, mark("The run cannot begin.")),
    (LayoutError, mark("There is no map.")),
)


def failure(what: str, why: str, request: int | None = None, run: int | None = None) -> Failure:
    """Return a Failure, with a `why` that fits on a screen."""
    return Failure(what=what, why=_cut(why), request=request, run=run)


def refusal(error: Exception, request: Request) -> Failure:
    """Return what to tell of an `error` in doing what `request` asked."""
    number, run = request.request, request.run
    if isinstance(error, Cancelled):
        return failure(CANCELLED, "", number, run)
    if isinstance(error, SessionFileError | TextError):
        return Failure(what=error.what, why=_cut(error.why), remedy=error.remedy, request=number, run=run)
    for kind, what in SENTENCES:
        if isinstance(error, kind):
            return failure(what, str(error), number, run)
    if isinstance(error, OSError):
        why = f"{error.strerror or error}: {error.filename or request.path}"
        return failure(mark("The file cannot be written."), why, number, run)
    return failure(mark("{command} failed.").format(command=request.command), told(error), number, run)


def told(error: Exception) -> str:
    """Return torch's own words, or whoever's they are."""
    return _cut(f"{type(error).__name__}: {error}")


def _cut(text: str) -> str:
    return text if len(text) <= WHY_LIMIT else f"{text[:WHY_LIMIT]} ..."
