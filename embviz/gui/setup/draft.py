"""Draft: all that was typed into the setup form, by the names of its lines, and what that says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from embviz.core.checks import Matrix
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.recipes import Optimizer, Parameter, Schedule
from embviz.core.schedules import SCHEDULES
from embviz.core.sources import TEXTS, VectorFile
from embviz.gui.setup import rows as lines
from embviz.gui.setup.rows import CORPUS, FILE, OWN, Row, Typed, row_of, typed_as

# A choice whose arguments stand below it.
RECIPES: Mapping[str, Mapping[str, Optimizer] | Mapping[str, Schedule]] = {
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
}
# As many rows as a pair needs, until the source has told how many there are.
FEWEST_ROWS = 2


class Reading(NamedTuple):
    """What the form says: the values of an Experiment, the arguments of its recipes among them, those of its
    sources, 'file' and 'corpus', and the lines that say nothing."""

    values: dict[str, object]
    sources: dict[str, dict[str, object]]
    arguments: tuple[tuple[Parameter, object], ...]
    unreadable: list[Row]


class Draft:
    """What is typed is kept under its name while its line is folded away or belongs to another optimizer: a
    line is only how it is seen.

    `matrix`, `file` and `text_path` are kept too, while the table starts from something else.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.matrix: Matrix = ()
        self.file: VectorFile | None = None
        self.text_path = ""
        self.has_corpus = False
        self._typed: dict[str, Typed] = {}
        # What was asked of the sources when they told how large the table is, None where they have not.
        self._told: dict[str, object] | None = None
        self.take(experiment)

    def take(self, experiment: Experiment) -> None:
        """Have `experiment` in place of what was typed."""
        self._typed = {row.name: typed_as(row.value(experiment)) for row in lines.FIXED}
        self.matrix = experiment.values or self.matrix
        # No default is typed: another optimizer, or schedule, then brings its own.
        given = {**experiment.optimizer_args, **experiment.schedule_args}
        for one in self.parameters:
            if one.name in given and given[one.name] != one.default:
                self._typed[one.name] = typed_as(given[one.name])
        self._take_sources(experiment)

    def take_file(self, file: VectorFile) -> None:
        """Start the table from `file`, of which is not known yet how large a table it holds."""
        self.file = file
        self._typed[lines.INITIAL.name] = "file"
        self._typed |= {row.name: typed_as(getattr(file, row.field)) for row in lines.SOURCES[FILE]}
        self._told = None

    def take_text(self, path: str) -> None:
        """Train on the text at `path`."""
        self.text_path = path
        self._typed[lines.TEXT.name] = OWN

    def tell_shape(self, rows: int, dim: int) -> None:
        """Know from now on that what is asked of the sources gives a table of `rows` by `dim`."""
        self._typed |= {lines.ROWS.name: str(rows), lines.DIM.name: str(dim)}
        self._told = self._asked()

    def typed(self, name: str) -> Typed:
        """Return what is typed or chosen under `name`; for an argument not touched, torch's default."""
        if name in self._typed:
            return self._typed[name]
        return typed_as({one.name: one.default for one in self.parameters}[name])

    def set_typed(self, name: str, typed: Typed) -> None:
        """Have `typed` under `name`."""
        self._typed[name] = typed

    @property
    def recipes(self) -> dict[str, Optimizer | Schedule]:
        """The optimizer and the schedule that are chosen."""
        return {name: table[str(self._typed[name])] for name, table in RECIPES.items()}

    @property
    def parameters(self) -> list[Parameter]:
        """The arguments of both."""
        return [one for recipe in self.recipes.values() for one in recipe.parameters]

    @property
    def has_negatives(self) -> bool:
        """True where negative pairs are typed: a text draws its own."""
        return LOSSES[str(self._typed["loss"])].has_negatives and not self.has_corpus

    @property
    def sources(self) -> list[str]:
        """What the table starts from, or is trained on."""
        has_file = self._typed[lines.INITIAL.name] == "file" and self.file is not None
        return [name for name, is_on in ((FILE, has_file), (CORPUS, self.has_corpus)) if is_on]

    @property
    def has_own_text(self) -> bool:
        """True where the text is a file, and none of ours."""
        return self.has_corpus and self._typed[lines.TEXT.name] == OWN

    @property
    def shape(self) -> tuple[int, int]:
        """How large a table the sources give, as they stand here; zeros where they have not told yet."""
        if not self.sources or self._told != self._asked():
            return (0, 0)
        rows, dim = (int(str(self._typed[row.name])) for row in (lines.ROWS, lines.DIM))
        return (rows, dim)

    @property
    def unusual(self) -> list[str]:
        """The table options that are not as they are at first."""
        usual = Experiment()
        return [row.name for row in lines.OPTIONS if self._typed[row.name] != typed_as(row.value(usual))]

    def rows(self) -> list[Row]:
        """Return the lines that matter now."""
        rows = [row for row in lines.FIXED if row is not lines.NEGATIVES or self.has_negatives]
        rows += [row for name in self.sources for row in lines.SOURCES[name]]
        return rows + [row_of(one) for one in self.parameters]

    def read(self) -> Reading:
        """Return what the lines that matter now say."""
        read: dict[str, object] = {}
        unreadable = []
        for row in self.rows():
            try:
                read[row.name] = row.read(self.typed(row.name))
            except lines.Unreadable:
                unreadable.append(row)
        values = {row.name: read[row.name] for row in lines.FIXED if row.name in read}
        for name, recipe in self.recipes.items():
            # What is torch's own is left out: another optimizer then brings its own.
            values[f"{name}_args"] = {
                one.name: read[one.name]
                for one in recipe.parameters
                if one.name in read and read[one.name] != one.default
            }
        if values.get("initial") == "values":
            values["values"] = self.matrix
        if self.sources and not any(self.shape):
            values["rows"] = _fewest_rows(values.get("pairs"))
        arguments = tuple((one, read[one.name]) for one in self.parameters if one.name in read)
        return Reading(values, self._read_sources(read), arguments, unreadable)

    def _read_sources(self, read: Mapping[str, object]) -> dict[str, dict[str, object]]:
        sources = {
            name: {row.field: read[row.name] for row in lines.SOURCES[name] if row.name in read}
            for name in self.sources
        }
        if FILE in sources and self.file is not None:
            sources[FILE] |= {"path": self.file.path, "tensor": self.file.tensor}
        if self.has_own_text:
            sources[CORPUS]["text"] = self.text_path
        return sources

    def _take_sources(self, experiment: Experiment) -> None:
        file, corpus = experiment.file, experiment.corpus
        self.file, self.has_corpus = file or self.file, corpus is not None
        for name, source in ((FILE, self.file), (CORPUS, corpus)):
            if source is not None:
                self._typed |= {row.name: typed_as(getattr(source, row.field)) for row in lines.SOURCES[name]}
        if corpus is not None and corpus.text not in TEXTS:
            self.take_text(corpus.text)
        is_known = all(source.fingerprint for source in (file, corpus) if source is not None)
        self._told = self._asked() if is_known else None

    def _asked(self) -> dict[str, object]:
        """Return all that is asked of the sources."""
        asked: dict[str, object] = {
            row.name: self._typed[row.name] for name in self.sources for row in lines.SOURCES[name]
        }
        return {**asked, "file": self.file, "text": self.text_path}


def _fewest_rows(pairs: object) -> int:
    largest = max((row for pair in pairs for row in pair), default=0) if isinstance(pairs, tuple) else 0
    return max(FEWEST_ROWS, largest + 1)
