"""PanelMenu: what can be taken from a card, by a right click or the Menu key: its image and its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from embviz.core.messages import Array
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.details.inspector import InspectorView
from embviz.gui.details.lookup import LookupView
from embviz.gui.details.tabs import TabbedCard
from embviz.gui.export.figure import image
from embviz.gui.export.numbers import NO_GRAD, TAB, curve_csv, table_text
from embviz.gui.heatmap.optional import GradPanel
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.heatmap.states import StateStack
from embviz.gui.rows.view import RowsView
from embviz.gui.widgets.panel import Panel

# Pasted into slides, and shown on a wall, one pixel a px would be coarse.
COPY_SCALE = 2


class PanelMenu(QObject):
    """Gives each of `panels`, by their names, its menu. A field inside, with a menu of its own, keeps that.

    `curves` returns the numbers of the curve as `curve_csv` takes them. `copied` says in words what is on
    the clipboard now, `figure_asked` brings the name of the panel that is to be saved as a figure.
    """

    copied = Signal(str)
    figure_asked = Signal(str)

    def __init__(
        self,
        panels: Mapping[str, Panel],
        curves: Callable[[], Mapping[str, Array]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.menu: QMenu | None = None
        # Whether figures can be saved: a teacher's plan may hide that.
        self.has_figures = True
        self._names = {panel: name for name, panel in panels.items()}
        self._curves = curves
        self._panel = ""
        self._card: Panel | None = None
        for panel in panels.values():
            panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent) and isinstance(watched, Panel) and watched in self._names:
            self._open(watched, event.pos(), event.globalPos())
            return True
        return super().eventFilter(watched, event)

    def numbers(self, card: Panel) -> str | None:
        """Return what `card` shows as text, None where it shows no numbers."""
        if isinstance(card, CurvePanel):
            return curve_csv(self._curves())
        if isinstance(card, HeatmapPanel):
            return _table(card)
        view = card.views.get(card.shown) if isinstance(card, TabbedCard) else None
        return view.text if isinstance(view, InspectorView | LookupView | RowsView) else None

    def copy_image(self) -> None:
        """Put the card of the open menu on the clipboard, as it is on the screen."""
        if self._card is not None:
            QGuiApplication.clipboard().setImage(image(self._card, COPY_SCALE))
            self.copied.emit(self.tr("Copied as image: {name}").format(name=_title(self._card)))

    def copy_numbers(self) -> None:
        """Put the numbers of the card of the open menu on the clipboard."""
        numbers = None if self._card is None else self.numbers(self._card)
        if self._card is not None and numbers is not None:
            QGuiApplication.clipboard().setText(numbers)
            self.copied.emit(self.tr("Copied as numbers: {name}").format(name=_title(self._card)))

    def _open(self, panel: Panel, place: QPoint, on_screen: QPoint) -> None:
        self._panel, self._card = self._names[panel], _card_at(panel, place)
        menu = self.menu = QMenu(panel)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.destroyed.connect(self._on_closed)
        menu.addAction(self.tr("Copy as image"), self.copy_image).setObjectName("copy_image")
        if self.numbers(self._card) is not None:
            text = self.tr("Copy as text") if isinstance(panel, TabbedCard) else self.tr("Copy as numbers")
            menu.addAction(text, self.copy_numbers).setObjectName("copy_numbers")
        if self.has_figures:
            menu.addSeparator()
            menu.addAction(self.tr("Save as figure…"), self._ask_for_figure).setObjectName("save_figure")
        menu.popup(on_screen)

    def _ask_for_figure(self) -> None:
        self.figure_asked.emit(self._panel)

    def _on_closed(self) -> None:
        self.menu = None


def _card_at(panel: Panel, place: QPoint) -> Panel:
    """Return the card at `place` of a stack of cards, the panel itself of any other."""
    if not isinstance(panel, StateStack):
        return panel
    widget: QWidget | None = panel.childAt(place)
    while widget is not None and not isinstance(widget, HeatmapPanel):
        widget = widget.parentWidget()
    return widget if isinstance(widget, HeatmapPanel) else panel


def _table(card: HeatmapPanel) -> str | None:
    if card.view.tile is None and card.view.absence is None:
        # Nothing is known yet.
        return None
    reason = "" if card.view.absence is None else card.view.absence[0]
    absence = NO_GRAD if isinstance(card, GradPanel) else f"{card.name}: {reason}"
    return table_text(card.view.tile, TAB, absence)


def _title(card: Panel) -> str:
    return card.accessibleName() or card.title.text()
