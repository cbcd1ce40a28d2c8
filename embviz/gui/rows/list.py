"""RowList: rows by their rank, each with its label and number, and a bar for the number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from embviz.core.reports import NamedRow
from embviz.gui.rows.paint import RIGHT, paint_bar, paint_text
from embviz.gui.rows.texts import grouped, name_of, told
from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.keys import is_claimed

ROW_PX = 22
RANK_PX = 24
# Of the room between rank and number, what labels take at most.
LABEL_SHARE = 0.55
NUMBER_PX = 74
GAP_PX = 8
BAR_PX = 8
KEYS = frozenset(
    {
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp),
        *(Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space),
    }
)
_Index = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractListModel):
    """The rows of the list; what screen readers say of one is its text."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[NamedRow, ...] = ()
        self.largest = 0.0
        self.name_px = 0

    def set_rows(self, rows: Sequence[NamedRow]) -> None:
        # As few resets as can be: one takes the current row and the place of the scroll bar away.
        is_reset = len(rows) != len(self.rows)
        if is_reset:
            self.beginResetModel()
        self.rows = tuple(rows)
        self.largest = max((row.value for row in rows if math.isfinite(row.value)), default=0.0)
        metrics = QFontMetrics(font(12, tabular=True))
        names = (f"{name_of(row.row, row.label)} {_number_of(row)}" for row in rows)
        self.name_px = max((metrics.horizontalAdvance(name) for name in names), default=0) + GAP_PX
        if is_reset:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        row = self.rows[index.row()]
        return self.tr("{rank}. {name}, row {row}: {value}").format(
            rank=index.row() + 1, name=name_of(row.row, row.label), row=row.row, value=told(row.value)
        )


def _number_of(row: NamedRow) -> str:
    """Return what stands behind the label: the row's number, which an unlabelled one is called by anyway."""
    return grouped(row.row) if row.label else ""


class _Painter(QStyledItemDelegate):
    """Paints one row: rank, label and row number, bar, number."""

    def __init__(self, rows: _Rows, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box, state = QRectF(option.rect), option.state
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.fillRect(box, QColor(self.theme.button))
        self._paint(painter, box, index.row())

    def _paint(self, painter: QPainter, box: QRectF, place: int) -> None:
        row, theme = self._rows.rows[place], self.theme
        painter.setFont(font(12, tabular=True))
        rank = QRectF(box.left(), box.top(), px(RANK_PX), px(ROW_PX))
        paint_text(painter, rank, str(place + 1), theme.soft, RIGHT)
        left = box.left() + px(RANK_PX) + GAP_PX
        number_px = min(px(NUMBER_PX), box.width() / 3)
        room_px = box.right() - left - number_px
        name_px = min(self._rows.name_px, LABEL_SHARE * room_px)
        self._paint_name(painter, QRectF(left, box.top(), name_px, px(ROW_PX)), row)
        bar = QRectF(left + name_px + GAP_PX, box.center().y() - BAR_PX / 2, 0, BAR_PX)
        bar.setRight(max(bar.left(), box.right() - number_px))
        paint_bar(painter, bar, row.value / self._rows.largest if self._rows.largest else 0.0, theme)
        number = QRectF(box.right() - number_px, box.top(), number_px - 2, px(ROW_PX))
        paint_text(painter, number, told(row.value), theme.ink, RIGHT)

    def _paint_name(self, painter: QPainter, box: QRectF, row: NamedRow) -> None:
        name, number = name_of(row.row, row.label), _number_of(row)
        metrics = painter.fontMetrics()
        number_px = metrics.horizontalAdvance(number) + GAP_PX if number else 0
        # A label that has just room goes without its number; one that is cut anyway does not.
        if metrics.horizontalAdvance(name) <= box.width() < metrics.horizontalAdvance(name) + number_px:
            number, number_px = "", 0
        width = paint_text(painter, box.adjusted(0, 0, -number_px, 0), name, self.theme.ink)
        if number:
            paint_text(painter, box.adjusted(width + GAP_PX / 2, 0, 0, 0), number, self.theme.soft)


class RowList(QListView):
    """Rows, the first of a ranking first; `row_chosen` brings the number of one that is clicked, or chosen
    with Enter."""

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self._painter = _Painter(self._rows, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._on_chosen)

    @property
    def rows(self) -> tuple[NamedRow, ...]:
        """The rows that are shown."""
        return self._rows.rows

    @property
    def text(self) -> str:
        """One line for each row, as a screen reader says it."""
        return "\n".join(self._rows.data(self._rows.index(place)) or "" for place in range(len(self.rows)))

    def set_rows(self, rows: Sequence[NamedRow]) -> None:
        """Show `rows`."""
        if tuple(rows) != self._rows.rows:
            self._rows.set_rows(rows)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._painter.theme = theme
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 2 * px(ROW_PX))

    def event(self, event: QEvent) -> bool:
        # Up, Home and Space are keys of the window elsewhere.
        return is_claimed(event, KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_chosen(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(self._rows.rows[index.row()].row)
