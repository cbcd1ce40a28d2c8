"""TabRow: the titles of the views side by side, as many as have room, and the word that the past is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from embviz.gui.theme import LIGHT, Theme, font, px
from embviz.gui.widgets.keys import SIDEWAYS, is_claimed
from embviz.gui.widgets.panel import Elided
from embviz.gui.widgets.tints import mixed

TAB_HEIGHT_PX = 28
TAB_GAP_PX = 16
UNDERLINE_PX = 2
PAST_HEIGHT_PX = 20
PAST_PADDING_PX = 9
PAST_STRENGTH = 0.16
ARROW_PX = 16
LEAST_WIDTH_PX = 200
# The least gap beside the long words of the past, beside the short ones, and beside none.
LONG, SHORT, NOTHING = 10, 7, 6


class Tab(QAbstractButton):
    """The word above a view, with a line below it while the view is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setCheckable(True)
        self.setFont(font(13, QFont.Weight.Medium))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def event(self, event: QEvent) -> bool:
        # The arrows go to the next tab.
        return is_claimed(event, SIDEWAYS) or super().event(event)

    def sizeHint(self) -> QSize:
        # The chosen one is bolder: each keeps that width, so that the others do not move.
        bold = QFontMetrics(font(13, QFont.Weight.DemiBold))
        return QSize(bold.horizontalAdvance(self.text()) + 2, px(TAB_HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            theme, is_chosen, has_focus = self._theme, self.isChecked(), self.hasFocus()
            ink = theme.accent if has_focus else theme.ink if is_chosen or self.underMouse() else theme.soft
            painter.setFont(font(13, QFont.Weight.DemiBold if is_chosen else QFont.Weight.Normal))
            painter.setPen(QColor(ink))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
            # The keyboard is at the thicker line.
            height = UNDERLINE_PX * is_chosen + UNDERLINE_PX * has_focus
            painter.fillRect(0, self.height() - height, self.width(), height, QColor(theme.accent))


class PastNote(Elided):
    """Says, on a rounded ground at the right of its room, which past moment is shown; nothing at the last.

    `short` is what it says where the text has no room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(12, "caution", parent)
        self.short = ""
        self._theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def width_of(self, text: str) -> int:
        """Return the room in px that the note takes when it says `text`."""
        return self.fontMetrics().horizontalAdvance(text) + 2 * PAST_PADDING_PX + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        text = self.text() if self.width_of(self.text()) <= self.width() else self.short
        width = self.width_of(text)
        top = (self.height() - px(PAST_HEIGHT_PX)) // 2
        box = QRectF(self.width() - width, top, width, px(PAST_HEIGHT_PX))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mixed(QColor(theme.caution), QColor(theme.card), PAST_STRENGTH))
            painter.drawRoundedRect(box, px(PAST_HEIGHT_PX) / 2, px(PAST_HEIGHT_PX) / 2)
            painter.setPen(QColor(theme.caution))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class _Arrow(QAbstractButton):
    """Brings the tabs on one side that have no room; the keyboard reaches them without it."""

    def __init__(self, is_left: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._is_left = is_left
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ink = theme.line if not self.isEnabled() else theme.ink if self.underMouse() else theme.soft
            painter.setPen(QPen(QColor(ink), 1.5))
            way = -1 if self._is_left else 1
            tip = QPointF(self.width() / 2 + 2 * way, self.height() / 2)
            painter.drawPolyline([tip + QPointF(-4 * way, -4), tip, tip + QPointF(-4 * way, 4)])


class _Plan(NamedTuple):
    """How the row is laid out: the gap between tabs and the room of the note; `gap` 0 where not all fit."""

    gap: int
    note: int


class TabRow(QWidget):
    """The tabs of `names`, of which one is chosen, and the note at their right.

    The gaps become smaller before the note becomes shorter, and that before it goes. Where there is still no
    room, arrows at both ends bring the other tabs, the wheel does, and so does the keyboard.
    """

    def __init__(self, names: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = 0
        self.hidden: frozenset[str] = frozenset()
        self._group = QButtonGroup(self)
        self.tabs: dict[str, Tab] = {}
        for name in names:
            tab = self.tabs[name] = Tab(self)
            tab.setObjectName(f"tab_{name}")
            tab.installEventFilter(self)
            tab.toggled.connect(self._on_toggled)
            self._group.addButton(tab)
        self.past = PastNote(self)
        self._back, self._on = _Arrow(True, self), _Arrow(False, self)
        self._back.clicked.connect(self._go_back)
        self._on.clicked.connect(self._go_on)
        self.setFixedHeight(px(TAB_HEIGHT_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def chosen(self) -> str:
        """The name of the tab that is chosen."""
        return next(name for name, tab in self.tabs.items() if tab.isChecked())

    def set_titles(self, titles: dict[str, str]) -> None:
        """Give each tab its word, by name."""
        for name, tab in self.tabs.items():
            tab.setText(titles[name])
        self._back.setAccessibleName(self.tr("tabs before these"))
        self._on.setAccessibleName(self.tr("tabs after these"))
        self.updateGeometry()
        self._lay_out()

    def set_hidden(self, names: Iterable[str]) -> None:
        """Show the tabs of all but `names`; where the chosen one is among them, the first other is chosen."""
        self.hidden = frozenset(names)
        for name, tab in self.tabs.items():
            tab.setVisible(name not in self.hidden)
        if self.chosen in self.hidden:
            self._shown[0].setChecked(True)
        self._first = 0
        self.updateGeometry()
        self._lay_out()

    @property
    def _shown(self) -> list[Tab]:
        return [tab for name, tab in self.tabs.items() if name not in self.hidden]

    def set_past(self, text: str, short: str) -> None:
        """Have the note say `text`, or `short` where that has no room; nothing where both are empty."""
        if text != self.past.text():
            self.past.short = short
            self.past.setText(text)
            self.past.setToolTip(text)
            self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.past.set_theme(theme)
        for arrow in (self._back, self._on):
            arrow.set_theme(theme)
        for tab in self.tabs.values():
            tab.set_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(self._length(TAB_GAP_PX), px(TAB_HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._length(NOTHING), px(LEAST_WIDTH_PX)), px(TAB_HEIGHT_PX))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Tab):
            self._reveal(watched)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._reveal(self.tabs[self.chosen])

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or -event.angleDelta().x()
        if turned:
            self._scroll(-1 if turned > 0 else 1)

    def _on_toggled(self, is_checked: bool) -> None:
        if is_checked:
            self._reveal(self.tabs[self.chosen])

    def _go_back(self) -> None:
        self._scroll(-1)

    def _go_on(self) -> None:
        self._scroll(1)

    def _length(self, gap: int) -> int:
        widths = [tab.sizeHint().width() for tab in self._shown]
        return sum(widths) + gap * (len(widths) - 1)

    def _plan(self) -> _Plan:
        text = self.past.text()
        notes = [(text, LONG), (self.past.short, SHORT)] if text else []
        for told, least in (*notes, ("", NOTHING)):
            note = self.past.width_of(told) if told else 0
            gaps = len(self._shown) - 1 + bool(told)
            gap = (self.width() - self._length(0) - note) // max(gaps, 1)
            if gap >= least:
                return _Plan(min(gap, TAB_GAP_PX), note)
        return _Plan(0, 0)

    def _lay_out(self) -> None:
        plan = self._plan()
        is_all = plan.gap > 0
        for arrow in (self._back, self._on):
            arrow.setVisible(not is_all)
        self.past.setVisible(plan.note > 0)
        self.past.setGeometry(self.width() - plan.note, 0, plan.note, px(TAB_HEIGHT_PX))
        if is_all:
            self._first = 0
            self._place(0, plan.gap, len(self._shown))
        else:
            self._lay_out_part()

    def _lay_out_part(self) -> None:
        # Backwards from the end: no room stays empty there.
        while self._first > 0 and self._first + self._fitting(self._first - 1) > len(self._shown):
            self._first -= 1
        last = self._first + self._fitting(self._first)
        self._place(px(ARROW_PX), LONG, last)
        for arrow, left, is_more in (
            (self._back, 0, self._first > 0),
            (self._on, self.width() - px(ARROW_PX), last < len(self._shown)),
        ):
            arrow.setGeometry(left, 0, px(ARROW_PX), px(TAB_HEIGHT_PX))
            arrow.setEnabled(is_more)

    def _fitting(self, first: int) -> int:
        """Return how many tabs from `first` on have room between the arrows: at least one."""
        room, count = self.width() - 2 * px(ARROW_PX), 0
        for tab in self._shown[first:]:
            room -= tab.sizeHint().width()
            if room < 0:
                break
            room -= LONG
            count += 1
        return max(count, 1)

    def _place(self, left: int, gap: int, last: int) -> None:
        """Put the tabs from the first one on at `left`; those before it, and from `last` on, out of sight."""
        tabs = self._shown
        x = left - sum(tab.sizeHint().width() + gap for tab in tabs[: self._first])
        for index, tab in enumerate(tabs):
            width = tab.sizeHint().width()
            # Still in their order: the arrow keys go by where things are.
            aside = -self.width() if index < self._first else self.width() if index >= last else 0
            tab.setGeometry(x + aside, 0, width, px(TAB_HEIGHT_PX))
            x += width + gap

    def _scroll(self, by: int) -> None:
        most = len(self._shown) - 1
        self._first = max(0, min(self._first + by, most))
        self._lay_out()

    def _reveal(self, tab: Tab) -> None:
        if tab not in self._shown or self._plan().gap > 0:
            return
        place = self._shown.index(tab)
        self._first = min(self._first, place)
        while place >= self._first + self._fitting(self._first):
            self._first += 1
        self._lay_out()
