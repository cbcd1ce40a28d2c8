"""SettingsReader: what a plan fixes, and the experiments in it, against what torch takes and each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from copy import deepcopy
from typing import Any

from embviz.core.checks import ExperimentError, checked_argument, shown
from embviz.core.examples import EXAMPLES
from embviz.core.experiment import Experiment
from embviz.core.plan import faults as says
from embviz.core.plan.faults import Fault
from embviz.core.plan.lines import Path
from embviz.core.plan.plan import (
    FIXABLE_FIELDS,
    RECIPES,
    Known,
    Plan,
    differing,
    differing_in,
    joined,
    lacking,
    settings_of,
)
from embviz.core.recipes import Parameter, mark

_BELOW = mark("'{name}' stands under [fixed], and belongs above it")
_NO_ARGUMENT = mark("{owner} has no such argument")
_NO_FILE = mark("a plan cannot fix what comes from a file or a matrix")
_FIXED = mark("the plan fixes {name} = {value}, and this has another")
_OFFERED = mark("'{name}' has {field} = {has}, but the plan fixes it to {value}")
_NEEDED = mark("'{name}' needs {controls}, which the plan hides or fixes")
# TOML has no word for nothing.
NOTHING = "none"
MAY_BE_NOTHING = ("padding_idx", "max_norm")
# All of a plan but the name of its file.
_KEYS = Plan.__struct_fields__[1:]
_FROM_FILES = ("values", "file")
# Tables within the fields of an experiment.
_TABLES = ("optimizer_args", "schedule_args", "corpus", "file")


class SettingsReader:
    """Says in `faults` what is wrong with settings; `line` tells where a path of the file stands."""

    def __init__(self, line: Callable[[Path], int], faults: list[Fault]) -> None:
        self._line = line
        self._faults = faults

    def fixed(self, path: Path, table: Mapping[str, Any]) -> Mapping[str, object]:
        """Return the settings of `table`, which stands at `path`, that are sound."""
        names = (*FIXABLE_FIELDS, *_PARAMETERS)
        fixed: dict[str, object] = {}
        for name, value in table.items():
            if name in names:
                fixed[name] = None if value == NOTHING and name in MAY_BE_NOTHING else value
            elif name in _KEYS:
                # TOML has no end of a table but the next one's beginning.
                self._say((*path, name), _BELOW, name=name)
            else:
                self._faults.append(says.SETTING.fault(self._line((*path, name)), name, names))
        if fixed.get("initial") in _FROM_FILES:
            initial = fixed.pop("initial")
            self._say((*path, "initial"), _NO_FILE, f"initial = {shown(initial)}")
        for name in [name for name in fixed if name in _PARAMETERS]:
            if not self._takes(path, fixed, name):
                del fixed[name]
        self._find(fixed, {}, lambda field: (*path, field))
        return fixed

    def check(self, plan: Plan, known: Known) -> None:
        """Say which experiments of the `plan` torch would not take, and which have not what it fixes."""
        for index, ready in enumerate(plan.experiments):
            self._check_ready(plan, ("experiments", index, "experiment"), ready.fields)
        examples = {example.id: example for example in EXAMPLES}
        for index, one in enumerate(plan.examples or ()):
            if one in examples and differing_in(examples[one], plan.fixed):
                self._check_offered(("examples", index), one, plan, examples[one].experiment)
        for index, one in enumerate(plan.lessons or ()):
            if one in known.lessons:
                self._check_offered(("lessons", index), one, plan, known.lessons[one].experiment)
                if gone := lacking(known.lessons[one].needs, plan):
                    self._say(("lessons", index), _NEEDED, name=one, controls=", ".join(gone))

    def _check_offered(self, path: Path, id_: str, plan: Plan, experiment: Experiment) -> None:
        """Say what in the `experiment` of the lesson, or the example, `id_` the plan has fixed otherwise."""
        for name in differing(experiment, plan.fixed):
            has, value = shown(settings_of(experiment)[name]), shown(plan.fixed[name])
            self._say(path, _OFFERED, name=id_, field=name, has=has, value=value)

    def _check_ready(self, plan: Plan, path: Path, given: Mapping[str, Any]) -> None:
        for name in given:
            if name not in Experiment.__struct_fields__:
                names = Experiment.__struct_fields__
                self._faults.append(says.FIELD.fault(self._line((*path, name)), name, names))
        fields = {name: deepcopy(given[name]) for name in given if name in Experiment.__struct_fields__}
        experiment = self._find(dict(plan.fixed), fields, lambda field: _place(path, given, field))
        if experiment is not None:
            for name in differing(experiment, plan.fixed):
                self._say(_place(path, given, name), _FIXED, name=name, value=shown(plan.fixed[name]))

    def _find(
        self, fixed: MutableMapping[str, Any], given: MutableMapping[str, Any], place: Callable[[str], Path]
    ) -> Experiment | None:
        """Return the experiment of what is sound, and say what is not, which is taken out of the two."""
        while True:
            try:
                return Experiment(**joined(fixed, given))  # type: ignore[arg-type]
            except ExperimentError as error:
                subject = f"{error.field} = {shown(error.value)}"
                self._faults.append(
                    Fault(self._line(place(error.field)), error.allowed, error.details, subject)
                )
                if not _taken_out(error.field, fixed, given):
                    return None

    def _takes(self, path: Path, fixed: Mapping[str, Any], name: str) -> bool:
        """Say what is wrong with the argument `name`, if anything is."""
        owners, parameters = _owners(fixed, name)
        subject = f"{name} = {shown(fixed[name])}"
        if not parameters:
            self._say((*path, name), _NO_ARGUMENT, subject, owner=", ".join(owners))
            return False
        refusals = []
        for parameter in parameters:
            try:
                checked_argument(parameter, fixed[name])
            except ExperimentError as error:
                refusals.append(error)
        if len(refusals) < len(parameters):
            return True
        self._say((*path, name), refusals[0].allowed, subject, **refusals[0].details)
        return False

    def _say(self, path: Path, text: str, subject: str = "", **details: object) -> None:
        self._faults.append(Fault(self._line(path), text, details, subject))


def _parameters() -> dict[str, list[tuple[str, str, Parameter]]]:
    """Return who has each argument: 'optimizer' or 'schedule', its name, and what it takes."""
    found: dict[str, list[tuple[str, str, Parameter]]] = {}
    for kind, recipes in RECIPES.items():
        for recipe in recipes.values():
            for one in recipe.parameters:
                found.setdefault(one.name, []).append((kind, recipe.name, one))
    return found


_PARAMETERS = _parameters()


def _owners(fixed: Mapping[str, Any], name: str) -> tuple[list[str], list[Parameter]]:
    """Return who could have the argument `name`, and what those take that do."""
    having = _PARAMETERS[name]
    kinds = {kind for kind, _, _ in having}
    owners = [str(fixed[kind]) for kind in RECIPES if kind in kinds and kind in fixed]
    return owners, [one for kind, owner, one in having if fixed.get(kind, owner) == owner]


def _place(path: Path, given: Mapping[str, Any], field: str) -> Path:
    """Return the path of `field` among the fields `given`, or in a table within these."""
    for table in _TABLES:
        inner = given.get(table)
        if field not in given and isinstance(inner, Mapping) and field in inner:
            return (*path, table, field)
    return (*path, field)


def _taken_out(field: str, *owners: MutableMapping[str, Any]) -> bool:
    """Take `field`, and a start from it, out of what is given or fixed; tell whether it was there."""
    for owner in reversed(owners):
        tables = [owner, *(owner[name] for name in _TABLES if isinstance(owner.get(name), dict))]
        for table in tables:
            if field in table:
                del table[field]
                if owner.get("initial") == field:
                    del owner["initial"]
                return True
    return False
