"""TabbedCard: a card with several views, of which one is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from embviz.core.messages import Snapshot
from embviz.gui.theme import LIGHT, Theme, font
from embviz.gui.widgets.keys import SIDEWAYS, is_claimed
from embviz.gui.widgets.panel import Elided, Panel
from embviz.gui.widgets.tints import mixed

TAB_HEIGHT_PX = 28
TAB_GAP_PX = 16
UNDERLINE_PX = 2
PAST_HEIGHT_PX = 20
PAST_PADDING_PX = 9
PAST_STRENGTH = 0.16


class View(Protocol):
    """A widget that stands in a tab. One that `needs_every_snapshot` gets them while it is hidden too."""

    needs_every_snapshot: bool

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show `snapshot`. Showing the same one twice is the same as once."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        ...

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        ...


class Tab(QAbstractButton):
    """The word above a view, with a line below it while the view is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setCheckable(True)
        self.setFont(font(13, QFont.Weight.Medium))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

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
        return QSize(bold.horizontalAdvance(self.text()) + 2, TAB_HEIGHT_PX)

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
    """Says, on a rounded ground at the right of its room, which past moment is shown; nothing at the last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(12, "caution", parent)
        self._theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        metrics, theme = self.fontMetrics(), self._theme
        text = metrics.elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - 2 * PAST_PADDING_PX
        )
        width = metrics.horizontalAdvance(text) + 2 * PAST_PADDING_PX
        top = (self.height() - PAST_HEIGHT_PX) // 2
        box = QRectF(self.width() - width, top, width, PAST_HEIGHT_PX)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mixed(QColor(theme.caution), QColor(theme.card), PAST_STRENGTH))
            painter.drawRoundedRect(box, PAST_HEIGHT_PX / 2, PAST_HEIGHT_PX / 2)
            painter.setPen(QColor(theme.caution))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class TabbedCard(Panel):
    """Views by name, of which one is shown under its title; they may be added after the card is on screen.

    `painted` says once that it is. The view that is shown gets each snapshot at once; a hidden one gets the
    latest when it is shown, or every one where it says that it needs them. Of a past moment `past` says so,
    for all the views.
    """

    painted = Signal()

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views: dict[str, View] = {}
        self._is_painted = False
        self.tabs: dict[str, Tab] = {}
        self._late: set[str] = set()
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(TAB_GAP_PX)
        for part in (self.title, self.subtitle, self.chip):
            part.hide()
        for name in names:
            self._add_tab(name)
        self.past = PastNote()
        self._row.addWidget(self.past, 1)
        self.body.setSpacing(0)
        self.body.addLayout(self._row)
        self.body.addSpacing(6)
        self.body.addWidget(self._stack, 1)
        self.retranslate()
        self.show_view(names[0])

    def add_views(self, views: Mapping[str, View]) -> None:
        """Put `views` into their tabs, by name, with the latest snapshot."""
        for name, view in views.items():
            assert isinstance(view, QWidget)
            self.views[name] = view
            view.set_theme(self.theme)
            self._stack.addWidget(view)
        if self.snapshot is not None:
            self.set_snapshot(self.snapshot)
        self._show_chosen()

    @property
    def shown(self) -> str:
        """The name of the view that is shown."""
        return next(name for name, tab in self.tabs.items() if tab.isChecked())

    def show_view(self, name: str) -> None:
        """Show the view called `name`, with the latest snapshot."""
        self.tabs[name].setChecked(True)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        super().set_snapshot(snapshot)
        self._tell_past(snapshot)
        for name, view in self.views.items():
            if self.tabs[name].isChecked() or view.needs_every_snapshot:
                view.set_snapshot(snapshot)
            else:
                self._late.add(name)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.past.set_theme(theme)
        for tab in self.tabs.values():
            tab.set_theme(theme)
        for view in self.views.values():
            view.set_theme(theme)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("details"))
        titles = self._titles()
        for name, tab in self.tabs.items():
            tab.setText(titles[name])
            tab.updateGeometry()
        if self.snapshot is not None:
            self._tell_past(self.snapshot)
        for view in self.views.values():
            view.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            # The event loop comes back to this once the picture has been handed to the screen.
            QTimer.singleShot(0, self.painted.emit)
        with QPainter(self) as painter:
            row = self._row.geometry()
            painter.fillRect(row.left(), row.bottom() + 1, row.width(), 1, QColor(self.theme.line))

    def _tell_past(self, snapshot: Snapshot) -> None:
        text = self.tr("the past · step {step}").format(step=snapshot.step) if snapshot.is_past else ""
        if text != self.past.text():
            self.past.setText(text)
            self.setAccessibleDescription(text)

    def _titles(self) -> dict[str, str]:
        return {
            "inspector": self.tr("Inspector"),
            "lookup": self.tr("Lookup"),
            "code": self.tr("Code"),
            "gap": self.tr("Gap"),
        }

    def _add_tab(self, name: str) -> None:
        tab = self.tabs[name] = Tab()
        tab.setObjectName(f"tab_{name}")
        tab.toggled.connect(self._on_toggled)
        self._group.addButton(tab)
        self._row.addWidget(tab)

    def _on_toggled(self, is_checked: bool) -> None:
        if is_checked:
            self._show_chosen()

    def _show_chosen(self) -> None:
        name = self.shown
        if name not in self.views:
            return
        view = self.views[name]
        assert isinstance(view, QWidget)
        self._stack.setCurrentWidget(view)
        if name in self._late and self.snapshot is not None:
            self._late.discard(name)
            self.views[name].set_snapshot(self.snapshot)
