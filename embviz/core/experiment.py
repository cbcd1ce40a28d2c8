"""Experiment: what is trained and how, as one frozen and validated value that is saved as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from embviz.core import checks
from embviz.core.checks import ExperimentError as ExperimentError
from embviz.core.checks import Matrix, Pair
from embviz.core.files import write_whole
from embviz.core.losses import LOSSES
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Parameter, Value, mark
from embviz.core.schedules import SCHEDULES
from embviz.core.sources import Corpus as Corpus
from embviz.core.sources import VectorFile as VectorFile
from embviz.core.sources import checked_source

# The largest experiment, with all its values and pairs, is written in less.
FILE_LIMIT_BYTES = 3_000_000
MOST_ROWS = 2**31
ARTICLE_ARGS: Mapping[str, Value] = MappingProxyType({"lr": 0.1, "momentum": 0.9})

_SMALL_FILE = mark("must have at most {limit} bytes")
_KNOWN_FIELD = mark("an experiment has no such field; it has {names}")
_MAPPINGS = ("optimizer_args", "schedule_args")
_TABLES = (*_MAPPINGS, "file", "corpus")
_ZERO_MAX_NORM = mark("torch takes it: a lookup makes the rows that it looks up zero")
_NEGATIVE_MAX_NORM = mark("torch takes it: a lookup turns the rows that it looks up around")
_SPARSE_FREQ = mark("torch refuses it at Backward: no sparse grad is scaled by frequency")
_SPARSE_HALF = mark("torch refuses it at Backward: it cannot add sparse grads of float16")


class Caution(msgspec.Struct, frozen=True):
    """What torch takes without a word, or refuses only later, although a person would want to know."""

    field: str
    value: object
    text: str

    def __str__(self) -> str:
        return f"{self.field} = {self.value!r}: {self.text}"


class Experiment(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    """An `nn.Embedding(rows, dim)` drawn from `seed`, a loss of the rows in `pairs`, and an optimizer.

    The defaults are the article's demonstration. Arguments left out take torch's own defaults; two
    experiments are equal where they ask torch for the same.

    `initial` is 'normal' (torch's own), 'zeros', 'uniform' (from -1 to 1), 'word2vec' (from -1 / (2 dim) to
    1 / (2 dim), and zeros for the contexts of a corpus), 'file', or 'values', the matrix in `values`,
    (rows, dim). `padding_idx`, `max_norm`, `norm_type`, `scale_grad_by_freq` and `sparse` are those
    of `nn.Embedding`. `negatives` are the negative pairs of the loss 'skipgram'. `zero_grad` says how a round
    of training clears grad: to None ('none'), to zeros ('zeros'), or not at all ('forgotten').

    `device` is where torch computes: 'cpu', 'cuda' or 'mps'. With a `file` the table starts from the vectors
    in it, and with a `corpus` skip-gram is trained on a text instead of the pairs, of which the first is the
    one whose distance is shown. The engine sets the shape and the fingerprint of both when the run begins.

    Raises:
        ExperimentError: for a value out of range; it names the field, the value and what is allowed.
    """

    rows: int = 2
    dim: int = 5
    seed: int = 42
    dtype: str = "float32"
    initial: str = "normal"
    values: Matrix = ()
    padding_idx: int | None = None
    max_norm: float | None = None
    norm_type: float = 2.0
    scale_grad_by_freq: bool = False
    sparse: bool = False
    optimizer: str = "SGD"
    optimizer_args: Mapping[str, Value] = ARTICLE_ARGS
    schedule: str = "none"
    schedule_args: Mapping[str, Value] = MappingProxyType({})
    loss: str = "euclidean"
    pairs: tuple[Pair, ...] = ((0, 1),)
    negatives: tuple[Pair, ...] = ()
    zero_grad: str = "none"
    device: str = "cpu"
    file: VectorFile | None = None
    corpus: Corpus | None = None

    def __post_init__(self) -> None:
        checks.check_integer("rows", self.rows, 1)
        checks.check_integer("dim", self.dim, 1)
        checks.check_integer("seed", self.seed, 0, checks.LARGEST_SEED)
        for field, names in (
            ("dtype", checks.DTYPES),
            ("initial", checks.INITIALS),
            ("optimizer", OPTIMIZERS),
            ("schedule", SCHEDULES),
            ("loss", LOSSES),
            ("zero_grad", checks.ZERO_GRADS),
            ("device", checks.DEVICES),
        ):
            checks.check_name(field, getattr(self, field), names)
        checks.check_memory(self.rows, self.dim, self.dtype)
        for field in ("scale_grad_by_freq", "sparse"):
            checks.check_flag(field, getattr(self, field))
        for field, value in self._checked():
            msgspec.structs.force_setattr(self, field, value)
        checks.check_rules(OPTIMIZERS[self.optimizer], self.arguments)
        checks.check_sources(self.initial, self.file, self.corpus, self.loss)

    def _checked(self) -> Iterator[tuple[str, object]]:
        recipe = OPTIMIZERS[self.optimizer]
        yield "file", (file := checked_source("file", self.file, VectorFile))
        yield "corpus", (corpus := checked_source("corpus", self.corpus, Corpus))
        # How many rows a source has is not known before it has been read.
        is_unread = any(one is not None and not one.fingerprint for one in (file, corpus))
        rows = MOST_ROWS if is_unread else self.rows
        yield "values", checks.checked_values(self.values, self.initial, self.rows, self.dim)
        yield "padding_idx", checks.checked_padding(self.padding_idx, rows)
        if self.max_norm is not None:
            yield "max_norm", checks.checked_norm("max_norm", self.max_norm)
        yield "norm_type", checks.checked_norm("norm_type", self.norm_type, minimum=0)
        yield "pairs", checks.checked_pairs("pairs", self.pairs, rows)
        yield "negatives", checks.checked_negatives(self.negatives, rows, LOSSES[self.loss].has_negatives)
        # Another optimizer, without a word about its arguments, is torch's as it comes.
        is_left_out = self.optimizer_args is ARTICLE_ARGS and recipe.name != "SGD"
        args = checks.checked_arguments("optimizer_args", recipe, {} if is_left_out else self.optimizer_args)
        yield "optimizer_args", MappingProxyType(args)
        args = checks.checked_arguments("schedule_args", SCHEDULES[self.schedule], self.schedule_args)
        yield "schedule_args", MappingProxyType(args)

    def __reduce__(self) -> tuple[object, ...]:
        values = [getattr(self, name) for name in self.__struct_fields__]
        return Experiment, tuple(dict(value) if isinstance(value, Mapping) else value for value in values)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Experiment) or self._asked() != other._asked():
            return False
        # A form asks at every key, and a large matrix is long to write out.
        return self.values is other.values or repr(self.values) == repr(other.values)

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
    def schedule_arguments(self) -> dict[str, Value]:
        """Every argument of the schedule, with the default for those not given."""
        return SCHEDULES[self.schedule].complete(self.schedule_args)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What torch takes in silence, or refuses only later, and a person should hear of before it runs."""
        return (*self._doubts(), *self._refusals())

    def _doubts(self) -> Iterator[Caution]:
        for recipe, args in (
            (OPTIMIZERS[self.optimizer], self.arguments),
            (SCHEDULES[self.schedule], self.schedule_arguments),
        ):
            for parameter in recipe.parameters:
                yield from doubts(parameter, args[parameter.name])
        if self.max_norm is not None and self.max_norm <= 0:
            yield Caution("max_norm", self.max_norm, _NEGATIVE_MAX_NORM if self.max_norm else _ZERO_MAX_NORM)

    def _refusals(self) -> Iterator[Caution]:
        values = {"optimizer": self.optimizer, **self.arguments}
        for refusal in OPTIMIZERS[self.optimizer].refusals:
            if refusal.holds(self.sparse, self.arguments):
                yield Caution(refusal.field, values[refusal.field], refusal.text)
        if self.sparse and self.scale_grad_by_freq:
            yield Caution("scale_grad_by_freq", True, _SPARSE_FREQ)
        elif self.sparse and self.dtype == "float16":
            yield Caution("dtype", self.dtype, _SPARSE_HALF)

    def anew(self) -> Experiment:
        """Return the same for a new run: its file, or its text, may be another one by now."""
        file, corpus = self.file, self.corpus
        return msgspec.structs.replace(
            self,
            file=None if file is None else msgspec.structs.replace(file, fingerprint=""),
            corpus=None if corpus is None else msgspec.structs.replace(corpus, fingerprint=""),
        )

    def to_toml(self) -> str:
        """Return the experiment as TOML; `from_toml` gives back an equal one."""
        values: dict[str, Any] = {}
        for name in self.__struct_fields__:
            value = getattr(self, name)
            # TOML has no word for nothing: what is left out is as it was at the start.
            if value is not None and (value != () or name == "pairs"):
                values[name] = dict(value) if isinstance(value, Mapping) else value
        # Tables come last: what follows one in TOML belongs to it.
        for name in _TABLES:
            if name in values:
                values[name] = values.pop(name)
        if not values["schedule_args"]:
            del values["schedule_args"]
        return msgspec.toml.encode(values).decode()

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
        # By their text, so that NaN is equal to NaN.
        names = [name for name in self.__struct_fields__ if name not in (*_MAPPINGS, "values")]
        args = (*self.arguments.items(), *self.schedule_arguments.items())
        return *(getattr(self, name) for name in names), repr(args)


def doubts(parameter: Parameter, value: Value) -> Iterator[Caution]:
    """Yield what a person should hear of `value` for `parameter` before it runs."""
    for doubt in parameter.doubts:
        if doubt.holds(value):
            yield Caution(parameter.name, value, doubt.text)
