"""Writing a plan: as TOML, with comments that tell a teacher what each part does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

import tomli_w

from embviz.core.experiment import Experiment
from embviz.core.plan.plan import ANY_LANGUAGE, Known, Plan, Ready, Text
from embviz.core.plan.settings import NOTHING
from embviz.core.recipes import mark

# What is said above each part, as templates that the window translates.
COMMENTS: Mapping[str, str] = {
    "plan": mark(
        "A plan for embviz: what its window hides, fixes and offers.\n"
        "A line that begins with # says nothing to embviz; take the # away to use it, and save the file."
    ),
    "language": mark("The language of the window: {languages}."),
    "theme": mark("Its colours: {themes}."),
    "text_scale": mark("The size of its text in percent: {text_scales}."),
    "presenter": mark("Whether it opens in presenter mode, for the wall."),
    "hide": mark(
        "What is not there, neither as a button nor in a menu nor by its key. There are:\n{controls}"
    ),
    "lessons": mark(
        "The lessons that are offered, in this order; without this line, all are. There are:\n{lessons}"
    ),
    "examples": mark(
        "The ready experiments that are offered beside your own; without this line, all are.\n"
        "There are:\n{examples}"
    ),
    "begin": mark("What the window begins with: one lesson or one experiment, by its id."),
    "fixed": mark("Settings that nobody can change, by their names in the setup."),
    "experiments": mark(
        "An experiment of your own, for the menu Experiments: its title, what to look for, the curve that\n"
        "shows it best (distance, loss or gap), and below what differs from the window's first experiment.\n"
        'A title may be one text, or one for each language: title.en = "…" and title.ja = "…".'
    ),
}
# What stands in place of a part that is not used, so that a teacher sees how it is written.
_IDLE: Mapping[str, object] = {
    "language": "en",
    "theme": "dark",
    "text_scale": 150,
    "presenter": True,
    "hide": ["open_vectors", "tab:map", "setup:seed"],
    "lessons": [],
    "examples": ["article", "no_momentum"],
    "begin": {"experiment": "article"},
    "fixed": {"optimizer": "SGD"},
}
_WIDTH = 96


def write_plan(plan: Plan, known: Known, comments: Mapping[str, str] = COMMENTS) -> str:
    """Return `plan` as TOML, which read_plan reads back to an equal one, with `comments` on each part."""
    return "\n".join(_lines(plan, known, comments))


def fields_of(experiment: Experiment) -> dict[str, object]:
    """Return what differs in `experiment` from the one that a window starts with, as TOML has it."""
    given: dict[str, object] = tomllib.loads(experiment.to_toml())
    usual: dict[str, object] = tomllib.loads(Experiment().to_toml())
    fields = {name: value for name, value in given.items() if value != usual.get(name)}
    if experiment.optimizer != "SGD" and not experiment.optimizer_args:
        fields.pop("optimizer_args", None)
    return fields


def _lines(plan: Plan, known: Known, comments: Mapping[str, str]) -> Iterator[str]:
    blanks = {
        "languages": ", ".join(known.languages),
        "themes": ", ".join(known.themes),
        "text_scales": ", ".join(map(str, known.text_scales)),
        "controls": _wrapped(known.controls),
        "lessons": _wrapped(tuple(known.lessons)),
        "examples": _wrapped(known.examples),
    }

    def comment(name: str) -> Iterator[str]:
        for line in comments[name].format(**blanks).split("\n"):
            yield f"# {line}".rstrip()

    yield from comment("plan")
    for name, value in _parts(plan).items():
        yield ""
        yield from comment(name)
        idle = _idle(name, known)
        yield from (
            _written(name, value) if value is not None else (f"# {one}" for one in _written(name, idle))
        )
    for ready in plan.experiments:
        yield ""
        yield from comment("experiments")
        yield from _ready(ready)
    yield ""


def _parts(plan: Plan) -> dict[str, object | None]:
    """Return the value of each part as TOML has it, None where the plan says nothing."""
    fixed = {name: NOTHING if value is None else value for name, value in plan.fixed.items()}
    return {
        "language": plan.language,
        "theme": plan.theme,
        "text_scale": plan.text_scale,
        "presenter": plan.presenter,
        "hide": list(plan.hide) or None,
        "lessons": None if plan.lessons is None else list(plan.lessons),
        "examples": None if plan.examples is None else list(plan.examples),
        "begin": None if plan.begin is None else {plan.begin.kind: plan.begin.id},
        # A table ends what stands before it.
        "fixed": fixed or None,
    }


def _idle(name: str, known: Known) -> object:
    return list(known.lessons)[:2] if name == "lessons" else _IDLE[name]


def _written(name: str, value: object) -> list[str]:
    if name == "begin" and isinstance(value, Mapping):
        ((kind, id_),) = value.items()
        return [f"begin = {{ {tomli_w.dumps({kind: id_}).strip()} }}"]
    if isinstance(value, list):
        texts = ", ".join(tomli_w.dumps({"text": one}).strip().removeprefix("text = ") for one in value)
        if len(texts) < _WIDTH:
            return [f"{name} = [{texts}]"]
    return tomli_w.dumps({name: value}).rstrip("\n").split("\n")


def _ready(ready: Ready) -> Iterator[str]:
    yield "[[experiments]]"
    yield from _written("id", ready.id)
    yield from _text("title", ready.title)
    if ready.look_for:
        yield from _text("look_for", ready.look_for)
    yield from _written("curve", ready.curve)
    if ready.fields:
        yield from _written("experiments", {"experiment": dict(ready.fields)})


def _text(name: str, text: Text) -> Iterator[str]:
    if not text or ANY_LANGUAGE in text:
        yield from _written(name, text.get(ANY_LANGUAGE, ""))
    else:
        # With a dot: a table of its own would swallow what follows it.
        for language, one in text.items():
            yield f"{name}.{_written(language, one)[0]}"


def _wrapped(names: tuple[str, ...]) -> str:
    lines = [""]
    for name in names:
        if len(lines[-1]) + len(name) > _WIDTH:
            lines.append("")
        lines[-1] += f"{name}, "
    return "\n".join(line.rstrip() for line in lines).rstrip(",")
