"""The checks of an Experiment: each field against what torch takes, and what to say where it does not."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Mapping
from typing import NoReturn

from embviz.core import memory
from embviz.core.recipes import Optimizer, Parameter, Schedule, Value, mark

DTYPES = {"float32": 4, "float64": 8, "bfloat16": 2, "float16": 2}
INITIALS = ("normal", "zeros", "uniform", "word2vec", "values", "file")
DEVICES = ("cpu", "cuda", "mps")
ZERO_GRADS = ("none", "zeros", "forgotten")
LARGEST_SEED = 2**32 - 1
MOST_PAIRS = 10_000
# They travel in the header of a frame.
MOST_VALUES = 20_000

Pair = tuple[int, int]
Matrix = tuple[tuple[float, ...], ...]

_INTEGER_FROM = mark("must be a whole number, at least {minimum}")
_INTEGER_BETWEEN = mark("must be a whole number from {minimum} to {maximum}")
_ONE_OF = mark("must be one of {names}")
_FLAG = mark("must be true or false")
_NUMBER = mark("must be a number from {minimum} to {maximum}")
_NUMBER_FROM = mark("must be a number, at least {minimum}")
_NUMBER_ABOVE = mark("must be a number above 0 and at most {maximum}")
_NUMBER_BELOW = mark("must be a number, at least {minimum} and below {maximum}")
_WHOLE_NUMBER = mark("must be a whole number from {minimum} to {maximum}")
_FINITE = mark("must be a finite number")
_KNOWN_ARGUMENT = mark("{owner} has no such argument; it has {names}")
_PAIRS = mark("must be pairs of row numbers, such as 0, 1")
_SOME_PAIRS = mark("must be at least one pair of row numbers, such as 0, 1")
_FEW_PAIRS = mark("must be at most {limit} pairs")
_ROW = mark("must be row numbers from 0 to {maximum}, as the table has {rows} rows")
_NO_NEGATIVES = mark("only the loss skipgram has negative pairs")
_MEMORY = mark("the table is too large: a quarter of the memory available holds {limit} cells")
_PADDING = mark("must be a row from {minimum} to {maximum}")
_VALUES = mark("must be {rows} rows of {dim} numbers each, as the table")
_FEW_VALUES = mark("must be at most {limit} numbers")
_NEEDS_VALUES = mark("needs a matrix: paste or load one")
_NEEDS_FILE = mark("needs a file of vectors")
_UNUSED_FILE = mark("must be left out where initial is not 'file'")
_ONE_SOURCE = mark("cannot go together with a file of vectors")
_NEEDS_SKIPGRAM = mark("a text is trained with the loss skipgram")
_UNUSED_VALUES = mark("must be left out where initial is not 'values'")


class ExperimentError(ValueError):
    """A value that an experiment cannot have: which field, which value, and what is allowed.

    `allowed` is a template in English that the window translates; `details` are its blanks. `torch_says` is
    torch's own message, where it has one.
    """

    def __init__(
        self, field: str, value: object, allowed: str, torch_says: str = "", **details: object
    ) -> None:
        self.field, self.value, self.allowed, self.details = field, value, allowed, details
        self.torch_says = torch_says
        says = f" (torch: {torch_says})" if torch_says else ""
        super().__init__(f"{field} = {shown(value)}: {allowed.format(**details)}{says}")


def check_integer(field: str, value: object, minimum: int, maximum: int | None = None) -> None:
    """Raise ExperimentError unless `value` is a whole number from `minimum` to `maximum`."""
    if type(value) is not int or value < minimum or (maximum is not None and value > maximum):
        allowed = _INTEGER_FROM if maximum is None else _INTEGER_BETWEEN
        raise ExperimentError(field, value, allowed, minimum=minimum, maximum=maximum)


def check_name(field: str, value: object, names: Mapping[str, object] | tuple[str, ...]) -> None:
    """Raise ExperimentError unless `value` is one of `names`."""
    if not isinstance(value, str) or value not in names:
        raise ExperimentError(field, value, _ONE_OF, names=", ".join(names))


def check_flag(field: str, value: object) -> None:
    """Raise ExperimentError unless `value` is True or False."""
    if not isinstance(value, bool):
        raise ExperimentError(field, value, _FLAG)


def check_memory(rows: int, dim: int, dtype: str) -> None:
    """Raise ExperimentError where the table would take more than a quarter of the memory."""
    limit = memory.available_bytes() // 4 // DTYPES[dtype]
    if rows * dim > limit:
        field, value = ("rows", rows) if rows >= dim else ("dim", dim)
        raise ExperimentError(field, value, _MEMORY, limit=f"{limit:,}")


def checked_padding(value: object, rows: int) -> int | None:
    """Return the row that is left out of training, or None; -1 is the last one, as in torch."""
    if value is None:
        return None
    if type(value) is not int or not -rows <= value < rows:
        says = "Padding_idx must be within num_embeddings" if type(value) is int else ""
        raise ExperimentError("padding_idx", value, _PADDING, says, minimum=-rows, maximum=rows - 1)
    return value


def checked_norm(field: str, value: object, minimum: float = -math.inf) -> float:
    """Return `value` as a number of at least `minimum`; infinity is one where a minimum is given."""
    number = _as_float(value)
    if number is None or math.isnan(number) or number < minimum:
        allowed = _FINITE if math.isinf(minimum) else _NUMBER_FROM
        raise ExperimentError(field, value, allowed, minimum=minimum)
    if math.isinf(number) and math.isinf(minimum):
        raise ExperimentError(field, value, _FINITE)
    return number


def checked_pairs(field: str, pairs: object, rows: int) -> tuple[Pair, ...]:
    """Return `pairs` as a tuple of pairs of rows of the table."""

    def refuse(allowed: str, **details: object) -> NoReturn:
        raise ExperimentError(field, pairs, allowed, "", **details)

    if not isinstance(pairs, tuple | list):
        refuse(_PAIRS)
    if field == "pairs" and not pairs:
        refuse(_SOME_PAIRS)
    if len(pairs) > MOST_PAIRS:
        refuse(_FEW_PAIRS, limit=MOST_PAIRS)
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            refuse(_PAIRS)
        if any(type(index) is not int for index in pair):
            refuse(_PAIRS)
        if not all(0 <= index < rows for index in pair):
            refuse(_ROW, maximum=rows - 1, rows=rows)
    return tuple((pair[0], pair[1]) for pair in pairs)


def checked_negatives(pairs: object, rows: int, is_used: bool) -> tuple[Pair, ...]:
    """Return the negative pairs, of which only a loss with `is_used` may have any."""
    checked = checked_pairs("negatives", pairs, rows)
    if checked and not is_used:
        raise ExperimentError("negatives", pairs, _NO_NEGATIVES)
    return checked


def checked_values(values: object, initial: str, rows: int, dim: int) -> Matrix:
    """Return the matrix that the table starts from: rows x dim numbers, or none where it is drawn."""
    if initial != "values":
        if values:
            raise ExperimentError("values", values, _UNUSED_VALUES)
        return ()
    if not values or not isinstance(values, tuple | list):
        raise ExperimentError("values", values, _NEEDS_VALUES)
    if rows * dim > MOST_VALUES:
        raise ExperimentError("values", values, _FEW_VALUES, limit=MOST_VALUES)
    if len(values) != rows or any(not isinstance(row, tuple | list) or len(row) != dim for row in values):
        raise ExperimentError("values", values, _VALUES, rows=rows, dim=dim)
    if {type(values), *map(type, values)} == {tuple} and all(
        type(one) is float for row in values for one in row
    ):
        # Checked before: a form asks at every key.
        return values  # type: ignore[return-value]  # it is one
    numbers = tuple(tuple(_as_float(value) for value in row) for row in values)
    if any(number is None for row in numbers for number in row):
        raise ExperimentError("values", values, _VALUES, rows=rows, dim=dim)
    return numbers  # type: ignore[return-value]  # no None is left


def checked_arguments(field: str, recipe: Optimizer | Schedule, args: object) -> dict[str, Value]:
    """Return `args` as numbers and flags that torch takes for `recipe`."""
    known = {parameter.name: parameter for parameter in recipe.parameters}
    if not isinstance(args, Mapping):
        raise ExperimentError(field, args, mark("must be arguments by name, such as lr = 0.1"))
    for name in args:
        if name not in known:
            names = ", ".join(known) or "none"
            raise ExperimentError(str(name), args[name], _KNOWN_ARGUMENT, owner=recipe.name, names=names)
    return {name: checked_argument(known[name], value) for name, value in args.items()}


def check_rules(recipe: Optimizer, complete: Mapping[str, Value]) -> None:
    """Raise ExperimentError where arguments do not go together, with torch's own words."""
    for rule in recipe.rules:
        if not rule.holds(complete):
            raise ExperimentError(rule.field, complete[rule.field], rule.allowed, rule.torch_says)


def check_sources(initial: str, file: object, corpus: object, loss: str) -> None:
    """Raise ExperimentError where a file or a text does not go together with the rest."""
    if initial == "file" and file is None:
        raise ExperimentError("initial", initial, _NEEDS_FILE)
    if initial != "file" and file is not None:
        raise ExperimentError("file", file, _UNUSED_FILE)
    if file is not None and corpus is not None:
        raise ExperimentError("corpus", corpus, _ONE_SOURCE)
    if corpus is not None and loss != "skipgram":
        raise ExperimentError("loss", loss, _NEEDS_SKIPGRAM)


def checked_argument(parameter: Parameter, value: object) -> Value:
    """Return `value` as `parameter` takes it. Raises ExperimentError."""
    if parameter.is_flag:
        check_flag(parameter.name, value)
        return bool(value)
    number = _as_float(value)
    if number is not None and parameter.takes(number):
        return number
    bounds = {"minimum": f"{parameter.minimum:.2g}", "maximum": f"{parameter.maximum:.2g}"}
    if parameter.is_integer:
        bounds = {"minimum": f"{parameter.minimum:.0f}", "maximum": f"{parameter.maximum:.0f}"}
        raise ExperimentError(parameter.name, value, _WHOLE_NUMBER, **bounds)
    allowed = _NUMBER_BELOW if parameter.excludes_maximum else _NUMBER
    if parameter.minimum == math.ulp(0.0):
        allowed = _NUMBER_ABOVE
    raise ExperimentError(parameter.name, value, allowed, **bounds)


def shown(value: object) -> str:
    """Return `value` for a message, shortened."""
    try:
        return reprlib.repr(value)
    except ValueError:
        return "(a number too long to write)"


def _as_float(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
