"""PanelChoice: which panels are to be seen: one alone, some, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject, Signal
from PySide6.QtWidgets import QWidget

from embviz.gui.heatmap.states import StateStack
from embviz.gui.panels import CURVE, DETAILS, GRAD, STATES, WEIGHT

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

SETUP = "panel_setup"


class PanelKey(NamedTuple):
    """A panel, by its objectName, the key that shows it, and what it is called; torch's words stay."""

    id: str
    key: str
    text: str


PANEL_KEYS: tuple[PanelKey, ...] = (
    PanelKey(WEIGHT, "1", "weight"),
    PanelKey(GRAD, "2", "grad"),
    PanelKey(STATES, "3", str(QT_TRANSLATE_NOOP("wall", "optimizer's tables"))),
    PanelKey(CURVE, "4", str(QT_TRANSLATE_NOOP("wall", "curve"))),
    PanelKey(DETAILS, "5", str(QT_TRANSLATE_NOOP("wall", "details"))),
    PanelKey(SETUP, "6", str(QT_TRANSLATE_NOOP("wall", "setup"))),
)
ALL_KEY = "0"
ADDING = "Alt+"
ALL: frozenset[str] = frozenset(row.id for row in PANEL_KEYS)


class PanelChoice(QObject):
    """Shows panels by their ids. `changed` says that others are to be seen."""

    changed = Signal()

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._panels: dict[str, QWidget] = {**studio.panels, SETUP: studio.setup}
        self.shown = ALL
        # What is shown where nothing else was chosen.
        self.usual = ALL
        # What a teacher's plan hides is not to be seen alone either.
        self.hidden: frozenset[str] = frozenset()

    def show_alone(self, name: str) -> None:
        """Show the panel `name` and no other; if it is alone already, show the usual ones again."""
        self.show(self.usual if self.shown == {name} else frozenset({name}))

    def toggle(self, name: str) -> None:
        """Show the panel `name` beside the others, or show it no more; one at least stays."""
        self.show(self.shown ^ {name} or self.shown)

    def show(self, names: frozenset[str]) -> None:
        """Show the panels `names` and no other; nothing changes where all of them are hidden by a plan."""
        if names <= self.hidden:
            return
        self.shown = names
        for name, panel in self._panels.items():
            # A stack whose optimizer has no tables is not to be seen either way.
            if isinstance(panel, StateStack):
                panel.set_wanted(name in names)
            else:
                panel.setVisible(name in names)
        self.changed.emit()
