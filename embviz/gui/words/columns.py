"""Columns: the pinned rows side by side, each with the rows nearest to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from embviz.core.reports import NamedRow, Neighbours
from embviz.gui.rows.paint import RIGHT, paint_bar, paint_text
from embviz.gui.rows.texts import cosine, name_of
from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.words.chip import PinChip

ROW_PX, LARGEST_ROW_PX = 20, 27
BAR_PX = 3
COSINE_PX = 36
LEAST_PX, MOST_PX = 92, 260
GAP_PX = 14
SCROLL_PX = 8


class Nearest(QWidget):
    """The rows that are nearest to a pinned one, with their cosines: as many as have room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[NamedRow, ...] = ()
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def set_rows(self, name: str, rows: tuple[NamedRow, ...]) -> None:
        """Show `rows`, the nearest to the row called `name`."""
        self.rows = rows
        self.setAccessibleName(self.tr("nearest to {name}").format(name=name))
        self.setAccessibleDescription(", ".join(f"{_name(row)} {cosine(row.value)}" for row in rows))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 2 * px(ROW_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(12, tabular=True))
            shown = self.rows[: self.height() // px(ROW_PX)]
            height = min(self.height() / max(len(shown), 1), px(LARGEST_ROW_PX))
            for place, row in enumerate(shown):
                box = QRectF(0, place * height, self.width(), height - BAR_PX - 1)
                paint_text(painter, box.adjusted(0, 0, -px(COSINE_PX), 0), _name(row), theme.ink)
                paint_text(painter, box, cosine(row.value), theme.soft, RIGHT)
                bar = QRectF(0, box.bottom(), self.width(), BAR_PX)
                painter.fillRect(bar.adjusted(0, 1, 0, -1), theme.line)
                paint_bar(painter, bar, row.value, theme)


class Column(QWidget):
    """A pinned row and what is nearest to it; `removed` brings the number of the row when it is to go."""

    removed = Signal(int)

    def __init__(self, pin: NamedRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip, self.nearest = PinChip(pin), Nearest()
        self.chip.removed.connect(self._on_removed)
        self.setMinimumWidth(px(LEAST_PX))
        self.setMaximumWidth(px(MOST_PX))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(self.chip)
        whole.addWidget(self.nearest, 1)

    def set_pin(self, pin: NamedRow) -> None:
        """Call the pinned row as it is called now."""
        if pin != self.chip.row:
            self.chip.set_row(pin)

    def set_neighbours(self, rows: tuple[NamedRow, ...]) -> None:
        """Show the `rows` nearest to the pinned one."""
        self.nearest.set_rows(_name(self.chip.row), rows)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.chip.set_row(self.chip.row)
        self.nearest.set_rows(_name(self.chip.row), self.nearest.rows)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.chip.set_theme(theme)
        self.nearest.set_theme(theme)

    def _on_removed(self) -> None:
        self.removed.emit(self.chip.row.row)


class Columns(QScrollArea):
    """A column for each pinned row, in their order; more than have room are scrolled to.

    `removed` brings the number of a row that is to be pinned no more.
    """

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: dict[int, Column] = {}
        self._theme = LIGHT
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP_PX)
        self._row.addStretch()
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalScrollBar().setFixedHeight(SCROLL_PX)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        for column in self.columns.values():
            column.retranslate()

    def set_pins(self, pins: Sequence[NamedRow]) -> None:
        """Have a column for each of `pins`, and for no others."""
        wanted = [pin.row for pin in pins]
        for row in [row for row in self.columns if row not in wanted]:
            gone = self.columns.pop(row)
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, pin in enumerate(pins):
            if pin.row not in self.columns:
                self._add(pin, place)
            self.columns[pin.row].set_pin(pin)
        self.columns = {row: self.columns[row] for row in wanted}

    def set_neighbours(self, neighbours: Iterable[Neighbours]) -> None:
        """Show what is nearest to the pinned ones, of those that are told of."""
        for one in neighbours:
            if one.row in self.columns:
                self.columns[one.row].set_neighbours(one.nearest)

    def clear_neighbours(self) -> None:
        """Show none: they are those of another table."""
        for column in self.columns.values():
            column.set_neighbours(())

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        # The window's own style has none that lies.
        self.horizontalScrollBar().setStyleSheet(
            f"QScrollBar:horizontal {{ background: transparent; height: {SCROLL_PX}px; margin: 0; }}"
            f"QScrollBar::handle:horizontal {{ background: {theme.line}; border-radius: 4px; }}"
            "QScrollBar::add-line:horizontal, QScrollBar::sub-line:horizontal { width: 0; }"
        )
        for column in self.columns.values():
            column.set_theme(theme)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST_PX), 3 * px(ROW_PX))

    def _add(self, pin: NamedRow, place: int) -> None:
        column = self.columns[pin.row] = Column(pin)
        column.set_theme(self._theme)
        column.removed.connect(self.removed)
        self._row.insertWidget(place, column, 1)
        # At once, or it is shown only after the next paint, and can have no focus before.
        column.show()


def _name(row: NamedRow) -> str:
    return name_of(row.row, row.label)
