"""Reading a plan: a TOML file to a Plan, or to all that is wrong with it, each with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from embviz.core.plan.faults import Fault, PlanError
from embviz.core.plan.lines import lines_of
from embviz.core.plan.parts import PartReader
from embviz.core.plan.plan import Known, Plan
from embviz.core.recipes import mark

FILE_LIMIT_BYTES = 1_000_000

_SMALL_FILE = mark("a plan has at most {limit} bytes")
_UTF8 = mark("a plan is text in UTF-8")
_TOML = mark("this is no TOML: {why}")
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")
_LONG_NUMBER = re.compile(r"\d[\d_]{4299}")


def load_plan(path: Path, known: Known) -> Plan:
    """Read the plan at `path`. Raises OSError where it cannot be read, and PlanError."""
    with path.open("rb") as file:
        content = file.read(FILE_LIMIT_BYTES + 1)
    if len(content) > FILE_LIMIT_BYTES:
        raise PlanError(path.name, [Fault(1, _SMALL_FILE, {"limit": FILE_LIMIT_BYTES})])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanError(path.name, [Fault(content.count(b"\n", 0, error.start) + 1, _UTF8)]) from error
    return read_plan(text, path.name, known)


def read_plan(text: str, name: str, known: Known) -> Plan:
    """Read the plan `text`, whose file is called `name`, for a window that has what is `known`.

    Raises PlanError with everything that is wrong with it.
    """
    try:
        values = tomllib.loads(text)
        lines = lines_of(text)
    # A plain ValueError too: Python reads no number of more than 4,300 digits.
    except (ValueError, RecursionError) as error:
        raise PlanError(name, [_syntax(text, error)]) from error
    reader = PartReader(lines, known)
    plan = reader.read(values, name)
    if reader.faults:
        raise PlanError(name, reader.faults)
    return plan


def _syntax(text: str, error: Exception) -> Fault:
    told = str(error) or type(error).__name__
    place, long = _PLACE.search(told), _LONG_NUMBER.search(text)
    line = text.rstrip().count("\n") + 1
    if place is not None and place[1]:
        line = int(place[1])
    elif place is None:
        line = 1 if long is None else text.count("\n", 0, long.start()) + 1
    return Fault(line, _TOML, {"why": _PLACE.sub("", told)})
