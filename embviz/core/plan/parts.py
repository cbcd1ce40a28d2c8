"""PartReader: takes the parts of a plan one by one, and collects what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from embviz.core.checks import shown
from embviz.core.examples import EXAMPLES
from embviz.core.plan import faults as says
from embviz.core.plan import plan as plans
from embviz.core.plan.faults import Fault, Unknown
from embviz.core.plan.lines import Path
from embviz.core.plan.plan import ANY_LANGUAGE, EXPERIMENT, LESSON, Begin, Known, Plan, Ready, Text, offered
from embviz.core.plan.settings import SettingsReader
from embviz.core.recipes import mark

_TEXT = mark("'{name}' must be a text, not {value}")
_TEXTS = mark("'{name}' must be a list of texts, not {value}")
_ELEMENT = mark("'{name}' is a list of texts, and {value} is none")
_FLAG = mark("'{name}' must be true or false, not {value}")
_TABLE = mark("'{name}' must be a table, not {value}")
_TABLES = mark("'{name}' must be a list of tables, each under [[{name}]], not {value}")
_BY_LANGUAGE = mark("'{name}' must be a text, or a table of one for each language, not {value}")
_PERCENT = mark("'{name}' must be one of {names}, not {value}")
_TWICE = mark("'{name}' stands here twice")
_MISSING = mark("'{name}' is missing here")
_EMPTY = mark("'{name}' is empty")
_TAKEN = mark("'{name}' is the id of another ready experiment already")
_ALL_TABS = mark("all tabs are hidden: hide 'panel_details' instead")
_BEGIN = mark("a plan begins with one lesson, or with one experiment")
_NOT_OFFERED = mark("the plan begins with '{name}', but does not offer it")

READY_KEYS = ("id", "title", "look_for", "curve", "experiment")
# What a control may also be called: by its name in the window, as lessons do.
_OTHER_NAMES = (("action_", ""), ("tab_", plans.TAB), ("field_", plans.FIELD))
_EXAMPLE_IDS = tuple(example.id for example in EXAMPLES)


class PartReader:
    """Makes a Plan of the values of a TOML file, whose `lines` are those of lines_of.

    It is sound where no `faults` were found.
    """

    def __init__(self, lines: Mapping[Path, int], known: Known) -> None:
        self.faults: list[Fault] = []
        self._lines = lines
        self._known = known
        self._settings = SettingsReader(self._line, self.faults)
        self._parts: Mapping[str, Callable[[str, Any], object]] = {
            "language": lambda key, value: self._one_of((key,), value, known.languages, says.LANGUAGE),
            "theme": lambda key, value: self._one_of((key,), value, known.themes, says.THEME),
            "text_scale": self._percent,
            "presenter": lambda key, value: value if self._is((key,), value, bool, _FLAG) else None,
            "hide": self._controls,
            "lessons": lambda key, value: self._ids(key, value, tuple(known.lessons), says.LESSON),
            "examples": lambda key, value: self._ids(key, value, _EXAMPLE_IDS, says.EXAMPLE),
            "begin": self._begin,
            "fixed": self._fixed,
            "experiments": self._experiments,
        }

    def read(self, values: Mapping[str, Any], name: str) -> Plan:
        """Return the plan of the file called `name`, as far as its `values` are sound."""
        self._refuse_others((), values, tuple(self._parts), says.KEY)
        read = {key: take(key, values[key]) for key, take in self._parts.items() if key in values}
        given: dict[str, Any] = {key: value for key, value in read.items() if value is not None}
        plan = Plan(name=name, **given)
        self._settings.check(plan, self._known)
        self._check_begin(plan)
        return plan

    def _line(self, path: Path) -> int:
        """Return the line of `path`, or of the nearest thing around it that has one."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _fault(self, path: Path, text: str, **details: object) -> None:
        self.faults.append(Fault(self._line(path), text, details))

    def _unknown(self, path: Path, name: str, names: Sequence[str], unknown: Unknown) -> None:
        self.faults.append(unknown.fault(self._line(path), name, names))

    def _refuse_others(
        self, path: Path, given: Iterable[str], names: Sequence[str], unknown: Unknown
    ) -> None:
        for key in given:
            if key not in names:
                self._unknown((*path, key), key, names, unknown)

    def _is(self, path: Path, value: object, kind: type, text: str, **details: object) -> bool:
        """Return whether `value` is a `kind`, and say so where it is not."""
        if type(value) is kind:
            return True
        name = next(part for part in reversed(path) if isinstance(part, str))
        self._fault(path, text, name=name, value=shown(value), **details)
        return False

    def _one_of(self, path: Path, value: Any, names: Sequence[str], unknown: Unknown) -> str | None:
        if not self._is(path, value, str, _TEXT):
            return None
        if value not in names:
            self._unknown(path, value, names, unknown)
        return str(value)

    def _percent(self, key: str, value: Any) -> int | None:
        names = ", ".join(map(str, self._known.text_scales))
        if not self._is((key,), value, int, _PERCENT, names=names):
            return None
        if value not in self._known.text_scales:
            self._fault((key,), _PERCENT, name=key, value=shown(value), names=names)
        return int(value)

    def _texts(self, path: Path, value: Any) -> dict[str, int]:
        """Return the texts of a list, each with its place there."""
        found: dict[str, int] = {}
        if not self._is(path, value, list, _TEXTS):
            return found
        for index, one in enumerate(value):
            if self._is((*path, index), one, str, _ELEMENT):
                if one in found:
                    self._fault((*path, index), _TWICE, name=one)
                found.setdefault(one, index)
        return found

    def _ids(self, key: str, value: Any, names: Sequence[str], unknown: Unknown) -> tuple[str, ...]:
        ids = self._texts((key,), value)
        for one, index in ids.items():
            if one not in names:
                self._unknown((key, index), one, names, unknown)
        return tuple(ids)

    def _controls(self, key: str, value: Any) -> tuple[str, ...]:
        hidden: dict[str, None] = {}
        controls = self._known.controls
        for one, index in self._texts((key,), value).items():
            name = control_named(one, controls)
            if name in hidden:
                self._fault((key, index), _TWICE, name=name)
            elif name not in controls:
                self._unknown((key, index), one, controls, says.CONTROL)
            hidden[name] = None
        if self._known.tabs and all(f"{plans.TAB}{tab}" in hidden for tab in self._known.tabs):
            self._fault((key,), _ALL_TABS)
        return tuple(hidden)

    def _fixed(self, key: str, value: Any) -> Mapping[str, object] | None:
        return self._settings.fixed((key,), value) if self._is((key,), value, dict, _TABLE) else None

    def _experiments(self, key: str, value: Any) -> tuple[Ready, ...]:
        if not self._is((key,), value, list, _TABLES):
            return ()
        taken = set(_EXAMPLE_IDS)
        made = []
        for index, one in enumerate(value):
            if self._is((key, index), one, dict, _TABLE):
                ready = self._ready((key, index), one)
                if ready.id in taken:
                    self._fault((key, index, "id"), _TAKEN, name=ready.id)
                taken.add(ready.id)
                made.append(ready)
        return tuple(made)

    def _ready(self, path: Path, values: Mapping[str, Any]) -> Ready:
        self._refuse_others(path, values, READY_KEYS, says.READY_KEY)
        for key in ("id", "title"):
            if key not in values:
                self._fault(path, _MISSING, name=key)
        id_ = values.get("id")
        if id_ is not None and self._is((*path, "id"), id_, str, _TEXT) and not id_:
            self._fault((*path, "id"), _EMPTY, name="id")
        self._refuse_blank((*path, "title"), values.get("title"))
        curve = self._one_of((*path, "curve"), values.get("curve", plans.CURVES[0]), plans.CURVES, says.CURVE)
        fields = values.get("experiment", {})
        if not self._is((*path, "experiment"), fields, dict, _TABLE):
            fields = {}
        return Ready(
            # One without an id is no other's.
            id=id_ if isinstance(id_, str) else str(path),
            title=self._text((*path, "title"), values.get("title", "")),
            look_for=self._text((*path, "look_for"), values.get("look_for", "")),
            fields=fields,
            curve=curve or plans.CURVES[0],
        )

    def _refuse_blank(self, path: Path, text: object) -> None:
        """Say where `text`, which may be one for each language, has nothing to read."""
        if text == {} or (isinstance(text, str) and not text.strip()):
            self._fault(path, _EMPTY, name=next(part for part in reversed(path) if part in READY_KEYS))
        for language, one in text.items() if isinstance(text, dict) else ():
            self._refuse_blank((*path, language), one)

    def _text(self, path: Path, value: Any) -> Text:
        if isinstance(value, dict):
            self._refuse_others(path, value, self._known.languages, says.LANGUAGE)
            for language, text in value.items():
                self._is((*path, language), text, str, _TEXT)
            return {language: str(text) for language, text in value.items()}
        self._is(path, value, str, _BY_LANGUAGE)
        return {ANY_LANGUAGE: str(value)} if value else {}

    def _begin(self, key: str, value: Any) -> Begin | None:
        if not self._is((key,), value, dict, _TABLE):
            return None
        self._refuse_others((key,), value, (LESSON, EXPERIMENT), says.KEY)
        if len(value) != 1:
            self._fault((key,), _BEGIN)
            return None
        ((kind, id_),) = value.items()
        return Begin(kind, id_) if self._is((key, kind), id_, str, _TEXT) else None

    def _check_begin(self, plan: Plan) -> None:
        if plan.begin is None:
            return
        kind, id_ = plan.begin
        names, unknown = tuple(self._known.lessons), says.LESSON
        if kind == EXPERIMENT:
            names, unknown = (*(ready.id for ready in plan.experiments), *_EXAMPLE_IDS), says.EXAMPLE
        offer = offered(plan, self._known.lessons)
        if id_ not in names:
            self._unknown(("begin", kind), id_, names, unknown)
        elif id_ not in (offer.lessons if kind == LESSON else offer.experiments):
            self._fault(("begin", kind), _NOT_OFFERED, name=id_)


def control_named(name: str, controls: Sequence[str]) -> str:
    """Return the name that a plan has for the control that is called `name` there, or in the window."""
    names = [other + name.removeprefix(prefix) for prefix, other in _OTHER_NAMES if name.startswith(prefix)]
    return next((one for one in (name, *names) if one in controls), name)
