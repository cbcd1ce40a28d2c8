"""SetupTexts: what the setup form says in words, in the language that is set now."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject

from embviz.core.losses import LOSSES
from embviz.core.recipes import Loss, Parameter
from embviz.gui.setup.fields import INITIAL, LOSS, ZERO_GRAD, Kind, Row


class SetupTexts(QObject):
    """Hints, titles and refusals of the lines of the form."""

    def headings(self) -> Mapping[str, str]:
        """Return the heading of each section."""
        return {
            "table": self.tr("Table"),
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
            "initial": self.tr("what the table starts from: torch's normal, zeros, uniform from -1 to 1"),
            "dtype": self.tr("the kind of number in the table"),
            "padding_idx": self.tr("a row that starts at 0 and gets no grad; -1 is the last one"),
            "max_norm": self.tr("a lookup shortens the longer rows that it looks up to this length"),
            "norm_type": self.tr("the norm that max_norm measures with; 2 is the length"),
            "scale_grad_by_freq": self.tr("divides the grad of a row by how often it was looked up"),
            "sparse": self.tr("grad holds only the rows that were looked up"),
        }

    def hint(self, parameter: Parameter) -> str:
        """Return what an argument of an optimizer or a schedule is for."""
        return QCoreApplication.translate("recipes", parameter.hint)

    def loss(self, loss: Loss) -> str:
        """Return what a person calls `loss`."""
        return QCoreApplication.translate("recipes", loss.title)

    def titles(self, row: Row) -> tuple[str, ...]:
        """Return how each name of a choice is shown."""
        if row is LOSS:
            return tuple(self.loss(LOSSES[name]) for name in row.names)
        titles = {
            ZERO_GRAD.name: {"none": "None", "forgotten": self.tr("forgotten")},
            INITIAL.name: {"values": self.tr("matrix…")},
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
        text = QCoreApplication.translate("experiment", template).format(**details)
        return f"{text}\ntorch: {torch_says}" if torch_says else text

    def matrix(self, rows: int, dim: int) -> str:
        """Return what the button of the matrix says."""
        return self.tr("{rows} x {dim} numbers…").format(rows=rows, dim=dim)
