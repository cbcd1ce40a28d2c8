"""Zeroing: the three ways in which grad is cleared, as entries of a menu and behind a small arrow."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from embviz.gui.actions import RUN_ID, TRAIN_ID, ZERO_GRAD_ID
from embviz.gui.theme import LIGHT, Theme

# What an Experiment calls them, in the order of the menu.
NONE, ZEROS, FORGOTTEN = "none", "zeros", "forgotten"
MODES = (NONE, ZEROS, FORGOTTEN)
SIZE = QSize(22, 36)


class Zeroing(QObject):
    """Three actions of which one is checked. `chosen` brings the mode that a person has picked."""

    chosen = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode = NONE
        self._group = QActionGroup(self)
        self.actions: dict[str, QAction] = {}
        for mode in MODES:
            action = self.actions[mode] = QAction(self._group)
            action.setObjectName(f"action_zero_grad_{mode}")
            action.setCheckable(True)
            action.setData(mode)
        self._group.triggered.connect(self._on_triggered)
        self.set_mode(NONE)
        self.retranslate()

    @property
    def tips(self) -> dict[str, str]:
        """What Zero grad, Train and Run do about grad now, by the ids of their actions."""
        clear, train, run = {
            NONE: (
                self.tr("optimizer.zero_grad(): grad becomes None"),
                self.tr("N times: zero_grad, forward, backward, step"),
                self.tr("zero_grad, forward, backward, step, over and over, until Pause"),
            ),
            ZEROS: (
                self.tr("optimizer.zero_grad(set_to_none=False): grad is filled with zeros"),
                self.tr("N times: zero_grad(set_to_none=False), forward, backward, step"),
                self.tr("zero_grad(set_to_none=False), forward, backward, step, until Pause"),
            ),
            FORGOTTEN: (
                self.tr("optimizer.zero_grad(): grad becomes None; in Train and Run it is forgotten"),
                self.tr("N times: forward, backward, step; zero_grad is forgotten, so grad adds up"),
                self.tr("forward, backward, step, until Pause; zero_grad is forgotten, so grad adds up"),
            ),
        }[self.mode]
        return {ZERO_GRAD_ID: clear, TRAIN_ID: train, RUN_ID: run}

    def set_mode(self, mode: str) -> None:
        """Show `mode` as the one that holds."""
        self.mode = mode
        self.actions[mode].setChecked(True)

    def set_enabled(self, is_enabled: bool) -> None:
        """Say whether another mode can be picked now."""
        self._group.setEnabled(is_enabled)

    def fill(self, menu: QMenu) -> None:
        """Add the three to `menu`."""
        menu.addActions(list(self.actions.values()))

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        for mode, text, tip in (
            (NONE, self.tr("Clear grad to None"), self.tr("As optimizer.zero_grad() does by default")),
            (
                ZEROS,
                self.tr("Clear grad to zeros"),
                self.tr("As optimizer.zero_grad(set_to_none=False) does"),
            ),
            (FORGOTTEN, self.tr("Forget zero_grad"), self.tr("Train and Run add each gradient to grad")),
        ):
            self.actions[mode].setText(text)
            self.actions[mode].setStatusTip(tip)
            self.actions[mode].setToolTip(tip)

    def _on_triggered(self, action: QAction) -> None:
        picked = str(action.data())
        # What holds is what the engine says: the mark moves when its answer comes.
        self.set_mode(self.mode)
        if picked != self.mode:
            self.chosen.emit(picked)


class ZeroingArrow(QToolButton):
    """A small arrow beside Zero grad that opens the three ways; a dot says that it is not the usual one."""

    def __init__(self, zeroing: Zeroing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("zeroing")
        self._theme = LIGHT
        self._zeroing = zeroing
        self._menu = QMenu(self)
        zeroing.fill(self._menu)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.setAccessibleName(self.tr("How grad is cleared"))
        self.setToolTip(self.tr("How grad is cleared: to None, to zeros, or not at all"))
        self.update()

    def sizeHint(self) -> QSize:
        return SIZE

    def minimumSizeHint(self) -> QSize:
        return SIZE

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_lit = self.isEnabled() and (self.underMouse() or self.isDown())
            painter.setPen(QPen(QColor(self._theme.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.button_hover if is_lit else self._theme.button))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
            painter.setPen(QPen(QColor(self._theme.ink if self.isEnabled() else self._theme.soft), 1.5))
            tip = QPointF(self.width() / 2, self.height() / 2 + 2)
            painter.drawPolyline([tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)])
            if self._zeroing.mode != NONE:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.accent))
                painter.drawEllipse(QPointF(self.width() - 5, 6), 3, 3)
