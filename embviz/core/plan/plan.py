"""Plan: what a teacher has decided for a window, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from embviz.core.examples import EXAMPLES, Example
from embviz.core.experiment import ARTICLE_ARGS, Experiment, ExperimentError
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Optimizer, Schedule
from embviz.core.schedules import SCHEDULES

# A text by the language it is in; under ANY_LANGUAGE one for all.
Text = Mapping[str, str]
ANY_LANGUAGE = ""
# What can be hidden beside the actions: tabs of the details, lines of the setup.
TAB, FIELD = "tab:", "setup:"
LESSON, EXPERIMENT = "lesson", "experiment"
CURVES = ("distance", "loss", "gap")
# Fields of an Experiment that no single line of the form stands for, or that only a file can give.
_NO_LINES = ("values", "optimizer_args", "schedule_args", "file", "corpus")
FIXABLE_FIELDS = tuple(name for name in Experiment.__struct_fields__ if name not in _NO_LINES)
RECIPES: Mapping[str, Mapping[str, Optimizer] | Mapping[str, Schedule]] = MappingProxyType(
    {"optimizer": OPTIMIZERS, "schedule": SCHEDULES}
)
USUAL = {"optimizer": "SGD", "schedule": "none"}
_NOTHING: Mapping[str, object] = MappingProxyType({})


class Ready(msgspec.Struct, frozen=True):
    """An experiment that the plan itself holds: `fields` are those of an Experiment, as TOML has them."""

    id: str
    title: Text
    look_for: Text
    fields: Mapping[str, object] = _NOTHING
    curve: str = CURVES[0]


class Begin(NamedTuple):
    """What the window begins with: a 'lesson' or an 'experiment', by its id."""

    kind: str
    id: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a window hides, fixes and offers. None means as it is without the plan.

    `hide` has names of controls: an action's ('step'), a panel's ('panel_grad'), a tab's ('tab:map'), a line
    of the setup ('setup:seed'). `fixed` has settings by the names of their lines in the setup. `lessons` and
    `examples` are the ids of those offered, in their order; `experiments` are the teacher's own.
    `text_scale` is in percent.
    """

    name: str = ""
    language: str | None = None
    theme: str | None = None
    text_scale: int | None = None
    presenter: bool | None = None
    hide: tuple[str, ...] = ()
    fixed: Mapping[str, object] = _NOTHING
    lessons: tuple[str, ...] | None = None
    examples: tuple[str, ...] | None = None
    experiments: tuple[Ready, ...] = ()
    begin: Begin | None = None

    @property
    def first(self) -> Experiment:
        """The experiment that a window with this plan starts with. Raises ExperimentError."""
        if self.begin is None or self.begin.kind != EXPERIMENT:
            return self.usual
        own = {ready.id: ready for ready in self.experiments}
        if self.begin.id in own:
            return self.experiment_of(own[self.begin.id])
        return next(one for one in EXAMPLES if one.id == self.begin.id).experiment

    def experiment_of(self, ready: Ready) -> Experiment:
        """Return the experiment of `ready`, with what the plan fixes. Raises ExperimentError."""
        return Experiment(**joined(self.fixed, ready.fields))  # type: ignore[arg-type]

    @property
    def usual(self) -> Experiment:
        """The experiment that a window starts with, with what the plan fixes. Raises ExperimentError."""
        return Experiment(**joined(self.fixed, _NOTHING))  # type: ignore[arg-type]


class Offer(NamedTuple):
    """The ids of the lessons and of the ready experiments that a plan offers, in their order."""

    lessons: tuple[str, ...]
    experiments: tuple[str, ...]


class LessonFacts(NamedTuple):
    """What a lesson begins with, and the names of the controls that it cannot do without."""

    experiment: Experiment
    needs: frozenset[str] = frozenset()


class Known(NamedTuple):
    """What a plan can name, as the window has it: ids, and what there is to know of each lesson."""

    actions: tuple[str, ...]
    panels: tuple[str, ...]
    tabs: tuple[str, ...]
    fields: tuple[str, ...]
    lessons: Mapping[str, LessonFacts]
    languages: tuple[str, ...]
    themes: tuple[str, ...]
    text_scales: tuple[int, ...]

    @property
    def examples(self) -> tuple[str, ...]:
        """The ids of the ready experiments that come with embviz."""
        return tuple(example.id for example in EXAMPLES)

    @property
    def controls(self) -> tuple[str, ...]:
        """The names of all that can be hidden."""
        tabs = (f"{TAB}{name}" for name in self.tabs)
        return *self.actions, *self.panels, *tabs, *(f"{FIELD}{name}" for name in self.fields)


def text_in(text: Text, language: str) -> str:
    """Return `text` in `language`, or in another one where it has none in that."""
    order = (language, ANY_LANGUAGE, "en", *text)
    return next((text[one] for one in order if one in text), "")


def joined(fixed: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of an Experiment: those `given`, and those that are `fixed` where nothing is said.

    An argument that is fixed goes to the optimizer, or the schedule, that has one of that name.
    """
    fields: dict[str, object] = {name: fixed[name] for name in fixed if name in FIXABLE_FIELDS}
    fields |= given
    for kind, recipes in RECIPES.items():
        name, key = str(fields.get(kind, USUAL[kind])), f"{kind}_args"
        said = given.get(key, {})
        names = [one.name for one in recipes[name].parameters] if name in recipes else []
        args = {one: fixed[one] for one in fixed if one in names}
        if args and isinstance(said, Mapping):
            # The article's own arguments, which a fixed one would otherwise push out.
            usual = ARTICLE_ARGS if name == USUAL[kind] == "SGD" and key not in given else {}
            fields[key] = {**usual, **args, **said}
    return fields


def differing(experiment: Experiment, fixed: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of what is `fixed` and has another value in `experiment`.

    An argument that its optimizer, or its schedule, does not have differs from nothing.
    """
    has = settings_of(experiment)
    return tuple(name for name, value in fixed.items() if name in has and not _same(has[name], value))


def lacking(needs: frozenset[str], plan: Plan) -> tuple[str, ...]:
    """Return which of the controls `needs` the `plan` hides, or fixes."""
    gone = {*plan.hide, *(f"{FIELD}{name}" for name in plan.fixed)}
    return tuple(sorted(needs & gone))


def offered(plan: Plan, lessons: Mapping[str, LessonFacts]) -> Offer:
    """Return what `plan` offers of the `lessons` and of EXAMPLES.

    Where it lists none, all that have what it fixes, and need nothing that it hides.
    """
    fitting_lessons = tuple(
        id_
        for id_, one in lessons.items()
        if not differing(one.experiment, plan.fixed) and not lacking(one.needs, plan)
    )
    fitting = tuple(example.id for example in EXAMPLES if not differing_in(example, plan.fixed))
    own = tuple(ready.id for ready in plan.experiments)
    return Offer(
        fitting_lessons if plan.lessons is None else plan.lessons,
        (*own, *(fitting if plan.examples is None else plan.examples)),
    )


def differing_in(example: Example, fixed: Mapping[str, object]) -> tuple[str, ...]:
    """Return what `differing` does, and nothing for an example that this machine has no memory for."""
    if not fixed:
        return ()
    try:
        return differing(example.experiment, fixed)
    except ExperimentError:
        return ()


def settings_of(experiment: Experiment) -> dict[str, object]:
    """Return every setting of `experiment` that a plan can fix, by its name in the setup."""
    has = {name: getattr(experiment, name) for name in FIXABLE_FIELDS}
    return {**has, **experiment.arguments, **experiment.schedule_arguments}


def _same(one: object, other: object) -> bool:
    # A list of TOML, and a tuple of ours; NaN too is what was asked for.
    return repr(_plain(one)) == repr(_plain(other))


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
