"""Fault and PlanError: what is wrong with a plan, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple

from embviz.core.recipes import mark

NO_DETAILS: Mapping[str, object] = MappingProxyType({})
# A place and what is wrong there, in a window and on stderr.
PLACED = mark("{file}, line {line}: {what}")


class Fault(NamedTuple):
    """One thing that is wrong, at a `line` counted from 1.

    `text` is a template in English that the window translates; `details` are its blanks, and so are the
    `names` that there are; `subject`, such as `lr = -1`, is what it is said of where it does not say so.
    """

    line: int
    text: str
    details: Mapping[str, object] = NO_DETAILS
    subject: str = ""
    names: tuple[str, ...] = ()

    def told(self, template: str, listed: Callable[[Sequence[str]], str] = ", ".join) -> str:
        """Return what is wrong by `template`, which is `text` or its translation, the names `listed`."""
        what = template.format(**{"names": listed(self.names), **self.details})
        return f"{self.subject}: {what}" if self.subject else what

    def __str__(self) -> str:
        return self.told(self.text)


class PlanError(ValueError):
    """A plan that cannot be used: the name of its `file`, and all its `faults` by their lines."""

    def __init__(self, file: str, faults: Iterable[Fault]) -> None:
        self.file = file
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(PLACED.format(file=file, line=one.line, what=one) for one in self.faults))


class Unknown(NamedTuple):
    """What is said of a name that is none of those known; where one of these is near it, `meant` is."""

    text: str
    meant: str

    def fault(self, line: int, name: str, names: Sequence[str]) -> Fault:
        """Return the fault that `name`, at `line`, is none of `names`."""
        near = get_close_matches(name, names, n=1)
        if near:
            return Fault(line, self.meant, {"name": name, "nearest": near[0]})
        return Fault(line, self.text, {"name": name}, names=tuple(names))


KEY = Unknown(
    mark("'{name}' is no part of a plan; it has {names}"),
    mark("'{name}' is no part of a plan; did you mean '{nearest}'?"),
)
READY_KEY = Unknown(
    mark("'{name}' is no part of an experiment of a plan; it has {names}"),
    mark("'{name}' is no part of an experiment of a plan; did you mean '{nearest}'?"),
)
CONTROL = Unknown(
    mark("'{name}' is no control; there are {names}"),
    mark("'{name}' is no control; did you mean '{nearest}'?"),
)
LESSON = Unknown(
    mark("'{name}' is no lesson; there are {names}"),
    mark("'{name}' is no lesson; did you mean '{nearest}'?"),
)
EXAMPLE = Unknown(
    mark("'{name}' is no ready experiment; there are {names}"),
    mark("'{name}' is no ready experiment; did you mean '{nearest}'?"),
)
LANGUAGE = Unknown(
    mark("'{name}' is no language of embviz; there are {names}"),
    mark("'{name}' is no language of embviz; did you mean '{nearest}'?"),
)
THEME = Unknown(
    mark("'{name}' is no theme; there are {names}"),
    mark("'{name}' is no theme; did you mean '{nearest}'?"),
)
CURVE = Unknown(
    mark("'{name}' is no curve; there are {names}"),
    mark("'{name}' is no curve; did you mean '{nearest}'?"),
)
SETTING = Unknown(
    mark("'{name}' is no setting that can be fixed; there are {names}"),
    mark("'{name}' is no setting that can be fixed; did you mean '{nearest}'?"),
)
FIELD = Unknown(
    mark("an experiment has no '{name}'; it has {names}"),
    mark("an experiment has no '{name}'; did you mean '{nearest}'?"),
)
