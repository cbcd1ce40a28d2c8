"""What one experiment does otherwise than another, in short words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

import msgspec

from embviz.core.experiment import Corpus, Experiment, VectorFile
from embviz.core.labels import shown
from embviz.core.messages import PAIRS, ZERO_GRAD, Action
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Parameter, Value, mark
from embviz.core.schedules import SCHEDULES

SAME = mark("same settings")
_IS = mark("{name} {value}")
_ON = mark("{name}")
_OFF = mark("no {name}")
_OPTIMIZER = mark("{optimizer} lr {lr}")
_SHAPE = mark("{rows} × {dim}")
_LATER = mark("then {name} {value}")
_SAME_FROM = mark("same settings from step {step}")
_IS_FROM = mark("{name} {value} from step {step}")
_ON_FROM = mark("{name} from step {step}")
_OFF_FROM = mark("no {name} from step {step}")
_PAIR = mark("pair {first}, {second}")
_PAIRS = mark("{count} pairs")
_OTHER_PAIRS = mark("other pairs")
_NEGATIVES = mark("negatives {count}")
_OTHER_NEGATIVES = mark("other negatives")
_OTHER_VALUES = mark("other values")
_CHANGED = mark("{name} changed")
# What a name and a value say, after what the optimizer, its schedule and the loss do.
_FIELDS = (
    "zero_grad",
    "seed",
    "dtype",
    "initial",
    "padding_idx",
    "max_norm",
    "norm_type",
    "scale_grad_by_freq",
    "sparse",
    "device",
)


class Difference(msgspec.Struct, frozen=True):
    """One thing that is otherwise: a text that the window translates, and what it says in its blanks."""

    text: str
    details: Mapping[str, str | int] = {}

    def __str__(self) -> str:
        return self.text.format(**self.details)


def differences(other: Experiment, current: Experiment) -> tuple[Difference, ...]:
    """Return what `other` asks for and `current` does not, the most telling first; none if equal."""
    return (
        *_optimizer(other, current),
        *_schedule(other, current),
        *_setting("loss", other.loss, current.loss),
        *(
            found
            for name in _FIELDS
            for found in _setting(name, getattr(other, name), getattr(current, name))
        ),
        *_table(other, current),
        *_source("file", "path", other.file, current.file),
        *_source("text", "text", other.corpus, current.corpus),
        *_pairs(other, current),
    )


def later(name: str, value: Value | str) -> Difference:
    """Return how to say that `name` was set to `value` in the middle of a run."""
    return Difference(_LATER, {"name": name, "value": _short(value)})


def since(
    index: int, step: int, experiment: Experiment, other: Iterable[Action], current: Iterable[Action]
) -> tuple[Difference, ...]:
    """Return what one branch of a run has set otherwise than the current one, since the two parted.

    That was at the moment `index` of the run of `experiment`, after `step` steps. `other` and `current` are
    what was set in each, from the start of the run on. What only the current one has set is told by what the
    other has kept.
    """
    other, current = tuple(other), tuple(current)
    own, theirs = (
        {(one.name, one.step): one.value for one in sets if one.moment > index} for sets in (other, current)
    )
    told = {key: value for key, value in own.items() if key not in theirs or repr(theirs[key]) != repr(value)}
    for (name, at), value in theirs.items():
        kept = _kept(name, index, experiment, other)
        is_known = any(one == name and step <= at for one, step in told | own)
        if not is_known and repr(kept) != repr(value):
            told[name, at] = kept
    in_order = sorted(told.items(), key=_step)
    return tuple(_from(name, value, at) for (name, at), value in in_order) or (
        Difference(_SAME_FROM, {"step": step}),
    )


def _step(setting: tuple[tuple[str, int], Value | str | None]) -> int:
    return setting[0][1]


def _kept(name: str, index: int, experiment: Experiment, sets: Iterable[Action]) -> Value | str | None:
    """Return what `name` was at a moment."""
    before = [one.value for one in sets if one.name == name and one.moment <= index]
    if before:
        return before[-1]
    if name == PAIRS:
        return "; ".join(f"{first}, {second}" for first, second in experiment.pairs)
    return experiment.zero_grad if name == ZERO_GRAD else experiment.arguments.get(name)


def _from(name: str, value: object, step: int) -> Difference:
    if value is None or value is False:
        return Difference(_OFF_FROM, {"name": name, "step": step})
    if value is True:
        return Difference(_ON_FROM, {"name": name, "step": step})
    return Difference(_IS_FROM, {"name": name, "value": _short(value), "step": step})


def _optimizer(other: Experiment, current: Experiment) -> Iterator[Difference]:
    parameters, args = OPTIMIZERS[other.optimizer].parameters, other.arguments
    if other.optimizer == current.optimizer:
        yield from _arguments(parameters, args, current.arguments)
        return
    yield Difference(_OPTIMIZER, {"optimizer": other.optimizer, "lr": _short(args["lr"])})
    defaults = {parameter.name: parameter.default for parameter in parameters}
    yield from _arguments(parameters, args, defaults | {"lr": args["lr"]})


def _schedule(other: Experiment, current: Experiment) -> Iterator[Difference]:
    parameters, args = SCHEDULES[other.schedule].parameters, other.schedule_arguments
    if other.schedule == current.schedule:
        yield from _arguments(parameters, args, current.schedule_arguments)
    elif other.schedule == "none":
        yield Difference(_OFF, {"name": current.schedule})
    else:
        yield Difference(_ON, {"name": other.schedule})
        for parameter in parameters:
            yield from _setting(parameter.name, args[parameter.name], None)


def _arguments(
    parameters: tuple[Parameter, ...], args: Mapping[str, Value], others: Mapping[str, Value]
) -> Iterator[Difference]:
    for parameter in parameters:
        yield from _setting(parameter.name, args[parameter.name], others[parameter.name])


def _setting(name: str, value: object, other: object) -> Iterator[Difference]:
    # By their text, so that NaN is equal to NaN.
    if repr(value) == repr(other):
        return
    if value is None or value is False:
        yield Difference(_OFF, {"name": name})
    elif value is True:
        yield Difference(_ON, {"name": name})
    else:
        yield Difference(_IS, {"name": name, "value": _short(value)})


def _table(other: Experiment, current: Experiment) -> Iterator[Difference]:
    if (other.rows, other.dim) != (current.rows, current.dim):
        yield Difference(_SHAPE, {"rows": other.rows, "dim": other.dim})
    elif other.initial == current.initial and repr(other.values) != repr(current.values):
        yield Difference(_OTHER_VALUES)


def _source(
    name: str, place: str, other: VectorFile | Corpus | None, current: VectorFile | Corpus | None
) -> Iterator[Difference]:
    """Yield what is otherwise of a source called `name`, whose field `place` says where it lies."""
    if other is None:
        yield from [Difference(_OFF, {"name": name})] if current is not None else []
        return
    own = msgspec.structs.asdict(other)
    defaults = {field.name: field.default for field in msgspec.structs.fields(other)}
    theirs = defaults | {place: None} if current is None else msgspec.structs.asdict(current)
    if own[place] != theirs[place]:
        yield Difference(_IS, {"name": name, "value": shown(PurePath(own[place]).name)})
    elif (
        "" not in (own["fingerprint"], theirs["fingerprint"]) and own["fingerprint"] != theirs["fingerprint"]
    ):
        yield Difference(_CHANGED, {"name": name})
    for field in own:
        if field not in (place, "fingerprint"):
            yield from _setting(field, own[field], theirs[field])


def _pairs(other: Experiment, current: Experiment) -> Iterator[Difference]:
    if other.pairs != current.pairs:
        if len(other.pairs) == 1:
            first, second = other.pairs[0]
            yield Difference(_PAIR, {"first": first, "second": second})
        else:
            yield _counted(_PAIRS, _OTHER_PAIRS, len(other.pairs), len(current.pairs))
    if other.negatives != current.negatives:
        yield _counted(_NEGATIVES, _OTHER_NEGATIVES, len(other.negatives), len(current.negatives))


def _counted(counted: str, same_count: str, count: int, other_count: int) -> Difference:
    return Difference(same_count) if count == other_count else Difference(counted, {"count": count})


def _short(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    digits = f"{value:g}"
    # Two numbers that differ are never printed alike.
    return digits if float(digits) == value or value != value else repr(value)
