"""SetupTexts: what the setup form says in words, in the language that is set now."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject

from embviz.core.losses import LOSSES
from embviz.core.recipes import Loss, Parameter
from embviz.core.sources import TEXTS
from embviz.gui.setup.rows import FILE, INITIAL, LOSS, TEXT, ZERO_GRAD, Kind, Row


class SetupTexts(QObject):
    """Hints, titles and refusals of the lines of the form."""

    def headings(self) -> Mapping[str, str]:
        """Return the heading of each section."""
        return {
            "table": self.tr("Table"),
            FILE: self.tr("File of vectors"),
            TEXT.name: self.tr("Text"),
            "loss": self.tr("Loss"),
            "optimizer": self.tr("Optimizer"),
            "schedule": self.tr("Schedule"),
        }

    def hints(self) -> Mapping[str, str]:
        """Return what each line is for, but for the arguments of optimizer and schedule."""
        return {
            "rows": self.tr("how many vectors the table holds"),
            "dim": self.tr("how many numbers a vector has"),
            "seed": self.tr("the same seed draws the same table"),
            "pairs": self.tr("the rows that are compared, such as 0, 1 or 0, 1; 2, 3"),
            "negatives": self.tr("pairs of rows that are pushed apart, such as 0, 2; 1, 3"),
            "optimizer": self.tr("how a step moves the table"),
            "zero_grad": self.tr("how a round of training clears grad: to None, to zeros, or not at all"),
            "schedule": self.tr("how lr changes after each step"),
            "initial": self.tr(
                "what the table starts from: torch's normal, zeros, uniform from -1 to 1, word2vec's small"
                " numbers, a matrix or a file"
            ),
            "dtype": self.tr("the kind of number in the table"),
            "device": self.tr("where torch computes"),
            "padding_idx": self.tr("a row that starts at 0 and gets no grad; -1 is the last one"),
            "max_norm": self.tr("a lookup shortens the longer rows that it looks up to this length"),
            "norm_type": self.tr("the norm that max_norm measures with; 2 is the length"),
            "scale_grad_by_freq": self.tr("divides the grad of a row by how often it was looked up"),
            "sparse": self.tr("grad holds only the rows that were looked up"),
            "file_most_rows": self.tr("only so many rows of the file are taken, the first; 0 takes all"),
            **self._corpus_hints(),
        }

    def _corpus_hints(self) -> Mapping[str, str]:
        return {
            "corpus_text": self.tr("what is read: a text that comes with embviz, or a file of yours"),
            "corpus_tokens": self.tr("what a word is: English words, characters, or Japanese words"),
            "corpus_lower": self.tr("The and the are one word"),
            "corpus_min_count": self.tr("rarer words are left out"),
            "corpus_most_words": self.tr("at most so many words, the most frequent"),
            "corpus_subsample": self.tr(
                "words that are more frequent than this share are left out now and then; 0 keeps all"
            ),
            "corpus_window": self.tr("a word is paired with those at most so many words away"),
            "corpus_negatives": self.tr("so many words drawn at random are pushed away for each pair"),
            "corpus_batch": self.tr("so many pairs are looked up at once"),
        }

    def watched_hint(self) -> str:
        """Return what the pairs of a run on a text are for."""
        return self.tr("the two rows whose distance is shown; what is trained, the text decides")

    def shape(self, rows: int, dim: int, tensor: str) -> str:
        """Return what there is in a file of vectors, as far as it is known."""
        size = self.tr("{rows} x {dim}").format(rows=f"{rows:,}", dim=f"{dim:,}") if rows else ""
        return ", ".join(part for part in (size, tensor) if part)

    def decided(self, source: str, rows: int) -> str:
        """Return what is to be said of how many rows a `source` gives; 0 for a number not known yet."""
        if source == FILE:
            return "" if rows else self.tr("the file decides")
        if not rows:
            return self.tr("the text decides")
        return self.tr("2 × {words} words").format(words=f"{rows // 2:,}")

    def device(self, names: str) -> str:
        """Return what is to be said of a device that is not there; `names` are."""
        return self.tr("torch has {names} on this machine").format(names=names)

    def needs_numbers(self) -> str:
        """Return why words are no pairs of a new run."""
        return self.tr("a new run takes row numbers; Set now takes words")

    def hint(self, parameter: Parameter) -> str:
        """Return what an argument of an optimizer or a schedule is for."""
        return QCoreApplication.translate("core", parameter.hint)

    def loss(self, loss: Loss) -> str:
        """Return what a person calls `loss`."""
        return QCoreApplication.translate("core", loss.title)

    def titles(self, row: Row) -> tuple[str, ...]:
        """Return how each name of a choice is shown."""
        if row is LOSS:
            return tuple(self.loss(LOSSES[name]) for name in row.names)
        own = self.tr("a file…")
        if row is TEXT:
            known = (QCoreApplication.translate("core", title) for title in TEXTS.values())
            return (*known, own)
        titles = {
            ZERO_GRAD.name: {"none": "None", "forgotten": self.tr("forgotten")},
            INITIAL.name: {"values": self.tr("matrix…"), "file": own},
        }.get(row.name, {})
        return tuple(titles.get(name, name) for name in row.names)

    def refusal(self, row: Row) -> str:
        """Return what can be typed into the line of `row`, for one who typed something else."""
        text = {
            Kind.INTEGER: self.tr("a whole number, such as 2"),
            Kind.NUMBER: self.tr("a number: 0.1, 0,1 or 1e-3"),
            Kind.ANY_NUMBER: self.tr("a number: 0.1, 0,1, 1e-3, inf or nan"),
            Kind.PAIRS: self.tr("pairs of row numbers, such as 0, 1 or 0, 1; 2, 3"),
        }[row.kind]
        return self.tr("{what}, or nothing").format(what=text) if row.may_be_empty else text

    def translated(self, template: str, details: Mapping[str, object], torch_says: str = "") -> str:
        """Return what the core refuses, in words, with torch's own where it has any."""
        text = QCoreApplication.translate("core", template).format(**details)
        return f"{text}\ntorch: {torch_says}" if torch_says else text

    def matrix(self, rows: int, dim: int) -> str:
        """Return what the button of the matrix says."""
        return self.tr("{rows} x {dim} numbers…").format(rows=rows, dim=dim)
