"""Experiment: what is trained and how, as one frozen and validated value that is saved as text."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

import msgspec

from embviz.core import memory
from embviz.core.files import write_whole
from embviz.core.recipes import LOSSES, OPTIMIZERS, Parameter, Value, mark

LARGEST_SEED = 2**32 - 1
CELL_BYTES = 4
FILE_LIMIT_BYTES = 1_000_000

_INTEGER_FROM = mark("must be a whole number, at least {minimum}")
_INTEGER_BETWEEN = mark("must be a whole number from {minimum} to {maximum}")
_ONE_OF = mark("must be one of {names}")
_FLAG = mark("must be true or false")
_NUMBER = mark("must be a finite number, at least {minimum} and at most {maximum}")
_SMALL_FILE = mark("must have at most {limit} bytes")
_KNOWN_ARGUMENT = mark("{optimizer} has no such argument; it has {names}")
_KNOWN_FIELD = mark("an experiment has no such field; it has {names}")
_ONE_PAIR = mark("must be one pair of row numbers, such as 0, 1")
_ROW = mark("must be row numbers from 0 to {maximum}, as the table has {rows} rows")
_MEMORY = mark("the table is too large: a quarter of the memory available holds {limit} cells")


class ExperimentError(ValueError):
    """A value that an experiment cannot have: which field, which value, and what is allowed.

    `allowed` is a template in English that the window translates; `details` are its blanks.
    """

    def __init__(self, field: str, value: object, allowed: str, **details: object) -> None:
        self.field, self.value, self.allowed, self.details = field, value, allowed, details
        super().__init__(f"{field} = {_shown(value)}: {allowed.format(**details)}")


class Caution(msgspec.Struct, frozen=True):
    """What torch takes without a word although a person would want to know."""

    field: str
    value: Value
    text: str

    def __str__(self) -> str:
        return f"{self.field} = {self.value!r}: {self.text}"


class Experiment(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    """An `nn.Embedding(rows, dim)` drawn from `seed`, a loss of the rows in `pairs`, and an optimizer.

    The defaults are the article's demonstration. `optimizer_args` left out take torch's own defaults; two
    experiments are equal where they ask torch for the same.

    Raises:
        ExperimentError: for a value out of range; it names the field, the value and what is allowed.
    """

    rows: int = 2
    dim: int = 5
    seed: int = 42
    optimizer: str = "SGD"
    optimizer_args: Mapping[str, Value] = MappingProxyType({"lr": 0.1, "momentum": 0.9})
    loss: str = "euclidean"
    pairs: tuple[tuple[int, int], ...] = ((0, 1),)

    def __post_init__(self) -> None:
        _check_integer("rows", self.rows, 1)
        _check_integer("dim", self.dim, 1)
        _check_integer("seed", self.seed, 0, LARGEST_SEED)
        _check_name("optimizer", self.optimizer, OPTIMIZERS)
        _check_name("loss", self.loss, LOSSES)
        _check_memory(self.rows, self.dim)
        msgspec.structs.force_setattr(self, "pairs", _checked_pairs(self.pairs, self.rows))
        args = _checked_arguments(self.optimizer, self.optimizer_args)
        msgspec.structs.force_setattr(self, "optimizer_args", MappingProxyType(args))

    def __reduce__(self) -> tuple[object, ...]:
        values = [getattr(self, name) for name in self.__struct_fields__]
        return Experiment, tuple(dict(value) if isinstance(value, Mapping) else value for value in values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Experiment) and self._asked() == other._asked()

    def __ne__(self, other: object) -> bool:
        # msgspec's own would compare identities.
        return not self == other

    def __hash__(self) -> int:
        return hash(self._asked())

    @property
    def cells(self) -> int:
        """How many numbers the table holds."""
        return self.rows * self.dim

    @property
    def arguments(self) -> dict[str, Value]:
        """Every argument of the optimizer, with torch's default for those not given."""
        return OPTIMIZERS[self.optimizer].complete(self.optimizer_args)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What torch will take in silence but a person should hear of before it runs."""
        return tuple(
            Caution(parameter.name, value, parameter.caution)
            for parameter in OPTIMIZERS[self.optimizer].parameters
            if (value := self.arguments[parameter.name]) >= parameter.caution_from
        )

    def to_toml(self) -> str:
        """Return the experiment as TOML; `from_toml` gives back an equal one."""
        return msgspec.toml.encode(self, enc_hook=dict).decode()

    @classmethod
    def from_toml(cls, text: str) -> Experiment:
        """Read an experiment from TOML; fields left out take their defaults.

        Raises:
            ExperimentError: for text that is no TOML, an unknown field, or a value out of range.
        """
        try:
            values = msgspec.toml.decode(text)
        # A plain ValueError too: Python reads no number of more than 4,300 digits.
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise ExperimentError("file", text, mark("must be TOML: {why}"), why=error) from error
        for field, value in values.items():
            if field not in cls.__struct_fields__:
                raise ExperimentError(field, value, _KNOWN_FIELD, names=", ".join(cls.__struct_fields__))
        return cls(**values)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the experiment to `path` as TOML, whole or not at all. Raises OSError."""
        write_whole(Path(path), self.to_toml().encode())

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Experiment:
        """Read the experiment that `save` wrote.

        Raises:
            OSError: where the file cannot be read.
            ExperimentError: where it holds no experiment.
        """
        path = Path(path)
        with path.open("rb") as file:
            content = file.read(FILE_LIMIT_BYTES + 1)
        if len(content) > FILE_LIMIT_BYTES:
            raise ExperimentError("file", path.name, _SMALL_FILE, limit=FILE_LIMIT_BYTES)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ExperimentError("file", path.name, mark("must be text in UTF-8")) from error
        return cls.from_toml(text)

    def _asked(self) -> tuple[object, ...]:
        names = [name for name in self.__struct_fields__ if name != "optimizer_args"]
        return *(getattr(self, name) for name in names), *self.arguments.items()


def _check_integer(field: str, value: object, minimum: int, maximum: int | None = None) -> None:
    if type(value) is not int or value < minimum or (maximum is not None and value > maximum):
        allowed = _INTEGER_FROM if maximum is None else _INTEGER_BETWEEN
        raise ExperimentError(field, value, allowed, minimum=minimum, maximum=maximum)


def _check_name(field: str, value: object, names: Mapping[str, object]) -> None:
    if not isinstance(value, str) or value not in names:
        raise ExperimentError(field, value, _ONE_OF, names=", ".join(names))


def _check_memory(rows: int, dim: int) -> None:
    limit = memory.available_bytes() // 4 // CELL_BYTES
    if rows * dim > limit:
        field, value = ("rows", rows) if rows >= dim else ("dim", dim)
        raise ExperimentError(field, value, _MEMORY, limit=f"{limit:,}")


def _checked_pairs(pairs: object, rows: int) -> tuple[tuple[int, int], ...]:
    def refuse(allowed: str, **details: object) -> NoReturn:
        raise ExperimentError("pairs", pairs, allowed, **details)

    if not isinstance(pairs, tuple | list) or len(pairs) != 1:
        refuse(_ONE_PAIR)
    pair = pairs[0]
    if not isinstance(pair, tuple | list) or len(pair) != 2 or any(type(index) is not int for index in pair):
        refuse(_ONE_PAIR)
    if not all(0 <= index < rows for index in pair):
        refuse(_ROW, maximum=rows - 1, rows=rows)
    return ((pair[0], pair[1]),)


def _checked_arguments(optimizer: str, args: object) -> dict[str, Value]:
    recipe = OPTIMIZERS[optimizer]
    known = {parameter.name: parameter for parameter in recipe.parameters}
    if not isinstance(args, Mapping):
        raise ExperimentError("optimizer_args", args, mark("must be arguments by name, such as lr = 0.1"))
    for name in args:
        if name not in known:
            names = ", ".join(known)
            raise ExperimentError(str(name), args[name], _KNOWN_ARGUMENT, optimizer=optimizer, names=names)
    checked = {name: _checked_argument(known[name], value) for name, value in args.items()}
    complete = recipe.complete(checked)
    for rule in recipe.rules:
        if not rule.holds(complete):
            raise ExperimentError(rule.field, complete[rule.field], rule.allowed)
    return checked


def _checked_argument(parameter: Parameter, value: object) -> Value:
    if parameter.is_flag:
        if not isinstance(value, bool):
            raise ExperimentError(parameter.name, value, _FLAG)
        return value
    try:
        number = math.nan if isinstance(value, bool) or not isinstance(value, int | float) else float(value)
    except OverflowError:
        number = math.inf
    # Written so that NaN, which no comparison holds for, is refused too.
    if not parameter.minimum <= number <= parameter.maximum:
        bounds = {"minimum": f"{parameter.minimum:.2g}", "maximum": f"{parameter.maximum:.2g}"}
        raise ExperimentError(parameter.name, value, _NUMBER, **bounds)
    return number


def _shown(value: object) -> str:
    try:
        return reprlib.repr(value)
    except ValueError:
        return "(a number too long to write)"
