"""KeySheet: all keys on one sheet over the window: those of ACTIONS, and those that are no actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from embviz.gui.actions import ACTIONS, MENUS
from embviz.gui.actions.lessons import LESSON_ACTIONS
from embviz.gui.theme import CARD_RADIUS_PX, LIGHT, Theme, font, px
from embviz.gui.wall.cover import Cover
from embviz.gui.wall.panels import ADDING, ALL_KEY, PANEL_KEYS

if TYPE_CHECKING:
    from embviz.gui.window import MainWindow

ROW_PX, HEADING_PX, KEY_PX = 24, 34, 18
APART_PX, BESIDE_PX = 28, 10
MARGIN_PX, PADDING_PX = 28, 22
DIMNESS = 0.55
TEXT_PX, KEY_TEXT_PX = 13, 11
SCROLLING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

# Keys that belong to a place in the window, and what is done with the mouse: place, then key and text.
PLACES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        str(QT_TRANSLATE_NOOP("keys", "Panels")),
        (
            (
                f"{PANEL_KEYS[0].key} – {PANEL_KEYS[-1].key}",
                str(QT_TRANSLATE_NOOP("keys", "One panel alone")),
            ),
            (
                f"{ADDING}{PANEL_KEYS[0].key} – {PANEL_KEYS[-1].key}",
                str(QT_TRANSLATE_NOOP("keys", "Beside the others, or not")),
            ),
            (ALL_KEY, str(QT_TRANSLATE_NOOP("keys", "All panels"))),
            ("Tab", str(QT_TRANSLATE_NOOP("keys", "The next thing to press or to type in"))),
            ("Ctrl", str(QT_TRANSLATE_NOOP("keys", "Held down: a dot at the mouse, to point with"))),
            ("Esc", str(QT_TRANSLATE_NOOP("keys", "End what was begun last"))),
        ),
    ),
    (
        str(QT_TRANSLATE_NOOP("keys", "In a table")),
        (
            ("← → ↑ ↓", str(QT_TRANSLATE_NOOP("keys", "Another cell"))),
            ("0 – 9  Enter", str(QT_TRANSLATE_NOOP("keys", "Type another weight into the cell"))),
            (
                "Ctrl+Space",
                str(QT_TRANSLATE_NOOP("keys", "As a click: into an answer, or out of it")),
            ),
            ("+  −", str(QT_TRANSLATE_NOOP("keys", "Closer, farther"))),
            ("Alt++  Alt+−", str(QT_TRANSLATE_NOOP("keys", "More or fewer rows alone"))),
            ("PgUp  PgDown", str(QT_TRANSLATE_NOOP("keys", "The rows above, below"))),
        ),
    ),
    (
        str(QT_TRANSLATE_NOOP("keys", "With the mouse")),
        (
            (str(QT_TRANSLATE_NOOP("keys", "Click")), str(QT_TRANSLATE_NOOP("keys", "Choose a cell"))),
            (
                str(QT_TRANSLATE_NOOP("keys", "Double click")),
                str(QT_TRANSLATE_NOOP("keys", "Type another weight; the whole curve again")),
            ),
            (str(QT_TRANSLATE_NOOP("keys", "Wheel")), str(QT_TRANSLATE_NOOP("keys", "Closer, farther"))),
            (
                str(QT_TRANSLATE_NOOP("keys", "Ctrl+wheel")),
                str(QT_TRANSLATE_NOOP("keys", "More or fewer rows alone")),
            ),
            (str(QT_TRANSLATE_NOOP("keys", "Shift+wheel")), str(QT_TRANSLATE_NOOP("keys", "Up, down"))),
            (
                str(QT_TRANSLATE_NOOP("keys", "Drag")),
                str(QT_TRANSLATE_NOOP("keys", "Move the table; go to a moment in the timeline")),
            ),
        ),
    ),
)


class Line(NamedTuple):
    """One key and what it does; without a key, the heading of those below."""

    key: str
    text: str

    @property
    def height(self) -> int:
        """How high it is, in px."""
        return px(ROW_PX if self.key else HEADING_PX)


class KeySheet(Cover):
    """The sheet. Esc, `?` or a click takes it away, and the keyboard goes back to where it was.

    What a teacher's plan has taken out of the window is not on it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._actions = window.actions_by_id
        self.setObjectName("key_sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self._area = QScrollArea(self)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidgetResizable(True)
        self._columns = Columns()
        self._area.setWidget(self._columns)
        layout = QVBoxLayout(self)
        around = MARGIN_PX + PADDING_PX
        layout.setContentsMargins(around, around, around, around)
        layout.addWidget(self._area)
        self.retranslate()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What stands on the sheet, from top to bottom, column after column."""
        return self._columns.lines

    def toggle(self) -> None:
        """Show the sheet, or take it away."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
            # What is hidden may be another since.
            self.retranslate()
            self.cover()
            self.setFocus()
        else:
            self.hide()
            (self._before or self.window()).setFocus()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._columns.set_theme(theme)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Keys"))
        self._columns.set_lines(_lines(self._actions))
        self.setAccessibleDescription(
            "\n".join(f"{line.key}: {line.text}" for line in self.lines if line.key)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.toggle()
        elif event.key() in SCROLLING:
            QApplication.sendEvent(self._area.verticalScrollBar(), event)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.toggle()

    def paintEvent(self, event: QPaintEvent) -> None:
        dark = QColor(Qt.GlobalColor.black)
        dark.setAlphaF(DIMNESS)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), dark)
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.setBrush(QColor(self.theme.card))
            card = QRectF(self.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
            painter.drawRoundedRect(card, CARD_RADIUS_PX, CARD_RADIUS_PX)


class Columns(QWidget):
    """The lines, in as many columns as stand beside each other, none of them cut."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()
        self._theme = LIGHT

    def set_lines(self, lines: tuple[Line, ...]) -> None:
        """Show `lines`."""
        self.lines = lines
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self._fit()

    def places(self) -> list[tuple[Line, QRect]]:
        """Return each line and where it stands: columns are as alike in height as headings allow."""
        groups = _groups(self.lines)
        count = max(1, (self.width() + px(APART_PX)) // (self._widest() + px(APART_PX)))
        width = (self.width() + px(APART_PX)) // count - px(APART_PX)
        wanted = sum(line.height for line in self.lines) / count
        placed, column, top = [], 0, 0
        for group in groups:
            high = sum(line.height for line in group)
            if top and top + high / 2 > wanted and column < count - 1:
                column, top = column + 1, 0
            for line in group:
                placed.append((line, QRect(column * (width + px(APART_PX)), top, width, line.height)))
                top += line.height
        return placed

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            keys = self._key_room()
            for line, box in self.places():
                if line.key:
                    self._paint_line(painter, line, box, keys)
                else:
                    painter.setFont(font(TEXT_PX, QFont.Weight.DemiBold))
                    painter.setPen(QColor(self._theme.accent))
                    below = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
                    painter.drawText(box.adjusted(0, 0, 0, -px(6)), below, line.text)

    def _paint_line(self, painter: QPainter, line: Line, box: QRect, keys: int) -> None:
        painter.setFont(font(KEY_TEXT_PX, QFont.Weight.Medium))
        wide = painter.fontMetrics().horizontalAdvance(line.key) + px(BESIDE_PX)
        plate = QRectF(box.left(), box.center().y() - px(KEY_PX) / 2, wide, px(KEY_PX))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.button))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(QColor(self._theme.ink))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, line.key)
        painter.setFont(font(TEXT_PX))
        room = box.adjusted(keys, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line.text)

    def _key_room(self) -> int:
        metrics = QFontMetrics(font(KEY_TEXT_PX, QFont.Weight.Medium))
        widest = max((metrics.horizontalAdvance(line.key) for line in self.lines), default=0)
        return widest + 2 * px(BESIDE_PX)

    def _widest(self) -> int:
        metrics = QFontMetrics(font(TEXT_PX))
        texts = max((metrics.horizontalAdvance(line.text) for line in self.lines), default=0)
        return self._key_room() + texts + 2

    def _fit(self) -> None:
        self.setMinimumHeight(max((box.bottom() + 1 for _, box in self.places()), default=0))
        self.update()


def _lines(actions: Mapping[str, QAction]) -> tuple[Line, ...]:
    lines: list[Line] = []
    # These are hidden while there is no lesson, and are to be known before.
    told = [row for row in ACTIONS if row in LESSON_ACTIONS or actions[row.id].isVisible()]
    for menu in MENUS:
        rows = [row for row in told if row.menu == menu and row.shortcut]
        if rows:
            lines.append(Line("", QCoreApplication.translate("actions", menu)))
            lines += [
                Line(_written(row.shortcut), QCoreApplication.translate("actions", row.text)) for row in rows
            ]
    for place, keys in PLACES:
        lines.append(Line("", QCoreApplication.translate("keys", place)))
        lines += [Line(*(QCoreApplication.translate("keys", text) for text in row)) for row in keys]
    return tuple(lines)


def _written(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def _groups(lines: tuple[Line, ...]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if not line.key:
            groups.append([])
        groups[-1].append(line)
    return groups
