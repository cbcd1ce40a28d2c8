"""Row: what each line of the setup form takes. Tables, from which the form, its hints and Tab are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple

from embviz.core.checks import DEVICES, DTYPES, INITIALS, ZERO_GRADS
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.numbers import parse_any_number, parse_integer, parse_number, parse_pairs, typed_number
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Parameter
from embviz.core.schedules import SCHEDULES
from embviz.core.sources import TEXTS, TOKENS

Typed = str | bool


class Kind(Enum):
    """What can be typed or chosen in a field."""

    INTEGER = "integer"
    NUMBER = "number"
    ANY_NUMBER = "any number"
    PAIRS = "pairs"
    FLAG = "flag"
    CHOICE = "choice"


PARSERS: Mapping[Kind, Callable[[str], object | None]] = {
    Kind.INTEGER: parse_integer,
    Kind.NUMBER: parse_number,
    Kind.ANY_NUMBER: parse_any_number,
    Kind.PAIRS: parse_pairs,
}
EMPTY_WORDS = ("", "none")


class Unreadable(ValueError):
    """What is typed says nothing that the field takes."""


class Row(NamedTuple):
    """One line of the form. `names` are those of a choice; where `may_be_empty`, that means `empty`.

    What belongs to a `source`, the experiment's 'file' or 'corpus', has that before its own name.
    """

    name: str
    kind: Kind
    names: tuple[str, ...] = ()
    may_be_empty: bool = False
    empty: object = None
    source: str = ""

    @property
    def field(self) -> str:
        """The field of the experiment, or of its source, that the line is for."""
        return self.name.removeprefix(f"{self.source}_") if self.source else self.name

    def read(self, typed: Typed) -> object:
        """Return what `typed` means. Raises Unreadable."""
        if isinstance(typed, bool) or self.kind is Kind.CHOICE:
            return typed
        if self.may_be_empty and typed.strip().lower() in EMPTY_WORDS:
            return self.empty
        value = PARSERS[self.kind](typed)
        if value is None:
            raise Unreadable(typed)
        return value

    def value(self, experiment: Experiment) -> object:
        """Return what `experiment` has for the line, None where it has no such source."""
        owner = getattr(experiment, self.source) if self.source else experiment
        return None if owner is None else getattr(owner, self.field)


ROWS, DIM, SEED = TABLE = tuple(Row(name, Kind.INTEGER) for name in ("rows", "dim", "seed"))
LOSS = Row("loss", Kind.CHOICE, tuple(LOSSES))
PAIRS = Row("pairs", Kind.PAIRS)
NEGATIVES = Row("negatives", Kind.PAIRS, may_be_empty=True, empty=())
OPTIMIZER = Row("optimizer", Kind.CHOICE, tuple(OPTIMIZERS))
ZERO_GRAD = Row("zero_grad", Kind.CHOICE, ZERO_GRADS)
SCHEDULE = Row("schedule", Kind.CHOICE, tuple(SCHEDULES))
INITIAL = Row("initial", Kind.CHOICE, INITIALS)
DEVICE = Row("device", Kind.CHOICE, DEVICES)
OPTIONS = (
    INITIAL,
    Row("dtype", Kind.CHOICE, tuple(DTYPES)),
    DEVICE,
    Row("padding_idx", Kind.INTEGER, may_be_empty=True),
    Row("max_norm", Kind.NUMBER, may_be_empty=True),
    Row("norm_type", Kind.ANY_NUMBER),
    Row("scale_grad_by_freq", Kind.FLAG),
    Row("sparse", Kind.FLAG),
)
# All but the arguments of optimizer and schedule, and what belongs to a source.
FIXED = (*TABLE, LOSS, PAIRS, NEGATIVES, OPTIMIZER, ZERO_GRAD, SCHEDULE, *OPTIONS)

FILE, CORPUS = "file", "corpus"
# What a choice says for a file of one's own.
OWN = "file"
TEXT = Row("corpus_text", Kind.CHOICE, (*TEXTS, OWN), source=CORPUS)
# What a file, and a text, is asked for; the first line of a text is its heading.
SOURCES: Mapping[str, tuple[Row, ...]] = {
    FILE: (Row("file_most_rows", Kind.INTEGER, may_be_empty=True, empty=0, source=FILE),),
    CORPUS: (
        TEXT,
        Row("corpus_tokens", Kind.CHOICE, TOKENS, source=CORPUS),
        Row("corpus_lower", Kind.FLAG, source=CORPUS),
        Row("corpus_min_count", Kind.INTEGER, source=CORPUS),
        Row("corpus_most_words", Kind.INTEGER, source=CORPUS),
        Row("corpus_subsample", Kind.NUMBER, source=CORPUS),
        Row("corpus_window", Kind.INTEGER, source=CORPUS),
        Row("corpus_negatives", Kind.INTEGER, source=CORPUS),
        Row("corpus_batch", Kind.INTEGER, source=CORPUS),
    ),
}
# What a source decides of the table.
DECIDED: Mapping[str, tuple[Row, ...]] = {FILE: (ROWS, DIM), CORPUS: (ROWS,)}
# The choices for which something else has to be given first, and what that is.
MATRIX, VECTORS, OWN_TEXT = "matrix", "vectors", "text"
WANTED: Mapping[tuple[str, str], str] = {
    (INITIAL.name, "values"): MATRIX,
    (INITIAL.name, "file"): VECTORS,
    (TEXT.name, OWN): OWN_TEXT,
}


def row_of(parameter: Parameter) -> Row:
    """Return the line in which an argument of an optimizer or a schedule is typed."""
    if parameter.is_flag:
        return Row(parameter.name, Kind.FLAG)
    if parameter.is_integer:
        return Row(parameter.name, Kind.INTEGER)
    takes_any = parameter.takes_inf or parameter.takes_nan
    return Row(parameter.name, Kind.ANY_NUMBER if takes_any else Kind.NUMBER)


def typed_as(value: object) -> Typed:
    """Return how a person would type `value`: `0.1`, `2`, an empty text for None, `0, 1; 2, 3` for pairs."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, tuple):
        return "; ".join(f"{first}, {second}" for first, second in value)
    if isinstance(value, float):
        return typed_number(value)
    return "" if value is None else repr(value)
