"""GradPanel and StatePanel: the cards of tables that torch may not have made yet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from embviz.core.messages import Snapshot, Tile
from embviz.gui.heatmap.panels import HeatmapPanel


class GradPanel(HeatmapPanel):
    """The card of `weight.grad`: it tells None from zeros, and a fresh gradient from a used one."""

    def _overview(self, snapshot: Snapshot) -> Tile | None:
        return None

    def _absence(self, snapshot: Snapshot) -> tuple[str, str]:
        return "None", self.tr("Backward fills it")

    def _other_absence(self) -> tuple[str, str]:
        return "None", self.tr("no gradient then")

    def _missing(self, moments: str) -> str:
        return self.tr("grad is None at {moments}").format(moments=moments)

    def _what(self, snapshot: Snapshot) -> str:
        rows = snapshot.grad_status.sparse_rows
        if rows is None:
            return "d loss / d weight"
        if rows == 1:
            return self.tr("d loss / d weight · sparse, 1 row stored")
        return self.tr("d loss / d weight · sparse, {rows} rows stored").format(rows=rows)

    def _state(self, snapshot: Snapshot) -> str:
        status = snapshot.grad_status
        return {
            "none": "None",
            "fresh": self.tr("fresh"),
            "stale": self.tr("stale"),
            "accumulated": self.tr("accumulated × {passes}").format(passes=status.passes),
        }[status.kind]


class StatePanel(HeatmapPanel):
    """The card of one of the optimizer's own tables, from before torch has made it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, lambda snapshot: snapshot.state.get(name), parent)

    def _overview(self, snapshot: Snapshot) -> Tile | None:
        return None

    def _absence(self, snapshot: Snapshot) -> tuple[str, str]:
        return self.tr("not created yet"), self.tr("the first Step makes it")

    def _other_absence(self) -> tuple[str, str]:
        return self.tr("not created"), self.tr("the optimizer had none then")

    def _what(self, snapshot: Snapshot) -> str:
        if snapshot.experiment is None:
            return self.tr("optimizer state")
        return self.tr("{optimizer} state").format(optimizer=snapshot.experiment.optimizer)
