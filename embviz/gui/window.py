"""MainWindow: menus and toolbar from ACTIONS, and the places where the panels stand. No logic.

It fills the Shell. It imports neither numpy nor pyqtgraph, so that it is on screen while these, and torch,
are loading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from embviz.gui.actions import (
    ACTIONS,
    EXPERIMENTS,
    MENUS,
    OPEN_ID,
    PAUSE_ICON,
    PAUSE_TEXT,
    PAUSE_TIP,
    RUN_ID,
    TRAIN_ID,
    TRAINING,
    Action,
)
from embviz.gui.banner import Banner
from embviz.gui.control.state import ALIVE, State
from embviz.gui.size import kept_fonts
from embviz.gui.status import StatusLine
from embviz.gui.theme import GAP_PX, LIGHT, Theme, icon, px
from embviz.gui.toolbar.bar import Toolbar
from embviz.gui.widgets.panel import SETUP_WIDTH_PX, Card

if TYPE_CHECKING:
    from embviz.core.examples import Example


# Columns from left to right: name, share of the width, and the empty cards of the first moment.
COLUMNS = (("setup", 0, 1), ("tables", 5, 2), ("curves", 4, 1))
GAP_BEFORE = ("action_zero_grad",)
TIMELINE_HEIGHT_PX = 52


class Strip(Protocol):
    """A widget across the whole window."""

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        ...

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        ...


class MainWindow(QMainWindow):
    """The frame. `painted` says once that it is on screen."""

    painted = Signal()

    def __init__(self, theme: Theme = LIGHT) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.theme = theme
        self.state = State.STARTING
        self.actions_by_id: dict[str, QAction] = {}
        self.toolbar = Toolbar()
        self.banner = Banner()
        self.status = StatusLine()
        self._examples: list[tuple[QAction, Example]] = []
        self.columns: dict[str, QVBoxLayout] = {}
        self._furniture: dict[str, Sequence[Card]] = {}
        self._strips: list[Strip] = []
        self._room = QWidget()
        self._stage = QWidget()
        self.aside, self._middle = QVBoxLayout(), QHBoxLayout()
        self._scroll: QScrollArea | None = None
        self.recent_menu = QMenu(self)
        self._is_painted = False
        self._menus = {name: self.menuBar().addMenu("") for name in MENUS}
        self._build_actions()
        self._build_body()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # It paints all of itself, so that the shell below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.set_state(State.STARTING)
        self.set_theme(theme)
        self.retranslate()

    def menu(self, name: str) -> QMenu:
        """Return the menu called `name`, one of MENUS."""
        return self._menus[name]

    def furnish(self, column: str, panels: Sequence[Card]) -> None:
        """Put `panels` into `column`, in the window's colours and in place of what stood there."""
        layout = self.columns[column]
        for old in self._furniture.get(column, []):
            layout.removeWidget(old)
            old.deleteLater()
        for panel in panels:
            panel.set_theme(self.theme)
            # How the height is shared, the panels say themselves.
            layout.addWidget(panel)
            if self.isVisible():
                # At once, or the layout shows it only after the next paint, which would show nothing new.
                panel.show()
        self._furniture[column] = panels

    @property
    def is_scrolling(self) -> bool:
        """True while the panels can be scrolled."""
        return self._scroll is not None

    def set_scrolling(self, is_scrolling: bool) -> None:
        """Say whether the panels can be scrolled where they have no room; else the window holds them."""
        if is_scrolling is self.is_scrolling:
            return
        with kept_fonts(self._stage.findChildren(QWidget)):
            self._put_into_scroll() if is_scrolling else self._take_out_of_scroll()
        self._stage.show()

    def _put_into_scroll(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._middle.insertWidget(self._middle.indexOf(self._stage), self._scroll, 1)
        self._scroll.setWidget(self._stage)
        self._scroll.show()

    def _take_out_of_scroll(self) -> None:
        assert self._scroll is not None
        self._middle.insertWidget(self._middle.indexOf(self._scroll), self._scroll.takeWidget(), 1)
        self._scroll.deleteLater()
        self._scroll = None

    def add_strip(self, strip: Strip, *, is_above: bool) -> None:
        """Put `strip` above the panels or below them, in the window's colours."""
        if not is_above:
            # The timeline is the first, and has been waited for.
            self._foot.removeWidget(self._room)
            self._room.hide()
        assert isinstance(strip, QWidget)
        (self._head if is_above else self._foot).addWidget(strip)
        self._strips.append(strip)
        strip.set_theme(self.theme)

    def add_overlay(self, strip: Strip) -> None:
        """Give `strip`, which lies over a part of the window, the window's colours and language."""
        self._strips.append(strip)
        strip.set_theme(self.theme)

    def add_experiments(self, examples: Sequence[Example], begin: Callable[[Example], object]) -> None:
        """Fill the menu of ready experiments; `begin` is called with the one that is chosen."""
        for before, example in zip((examples[0], *examples), examples, strict=False):
            if example.group != before.group:
                self._menus[EXPERIMENTS].addSeparator()
            action = QAction(self)
            action.setObjectName(f"example_{example.id}")
            action.triggered.connect(partial(begin, example))
            self._menus[EXPERIMENTS].addAction(action)
            self._examples.append((action, example))
        self._menus[EXPERIMENTS].setToolTipsVisible(True)
        self._translate_examples()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.theme = theme
        self.banner.set_theme(theme)
        parts: tuple[Strip, ...] = (self.toolbar, self.status, *self._strips)
        for part in parts:
            part.set_theme(theme)
        for card in self.findChildren(Card):
            card.set_theme(theme)
        for row in ACTIONS:
            self.actions_by_id[row.id].setIcon(icon(self._icon_name(row), theme))
        self.update()

    def set_state(self, state: State) -> None:
        """Enable what can be pressed in `state`, and say what Run does now."""
        was_running, self.state = self.state is State.RUNNING, state
        for row in ACTIONS:
            self.actions_by_id[row.id].setEnabled(state in row.states)
        self.toolbar.zeroing.set_enabled(state in ALIVE)
        if was_running is not (state is State.RUNNING):
            self._translate_actions()
            self.actions_by_id[RUN_ID].setIcon(
                icon(PAUSE_ICON if state is State.RUNNING else "run", self.theme)
            )
        self.status.set_state(state)

    def set_zero_grad(self, mode: str) -> None:
        """Say in what way grad is cleared now: 'none', 'zeros' or 'forgotten'."""
        if mode != self.toolbar.zeroing.mode:
            self.toolbar.set_zero_grad(mode)
            self._translate_actions()

    def retranslate(self) -> None:
        """Take all texts in the language that is set now."""
        self.setWindowTitle(self.tr("embviz: how an nn.Embedding learns"))
        for name, menu in self._menus.items():
            menu.setTitle(QCoreApplication.translate("actions", name))
        self._translate_actions()
        self._translate_examples()
        self.recent_menu.setTitle(self.tr("Open recent"))
        parts: tuple[Strip, ...] = (self.toolbar, self.status, *self._strips)
        for part in parts:
            part.retranslate()
        for card in self.findChildren(Card):
            card.retranslate()

    def event(self, event: QEvent) -> bool:
        # Space presses the button that has the focus; anywhere else it is the key of Run.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(QApplication.focusWidget(), QAbstractButton | QComboBox)
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self.theme.ground))
        if not self._is_painted:
            self._is_painted = True
            # The event loop comes back to this once the picture has been handed to the screen.
            QTimer.singleShot(0, self.painted.emit)

    def _build_actions(self) -> None:
        for row in ACTIONS:
            action = QAction(self)
            action.setObjectName(row.id)
            action.setShortcut(QKeySequence(row.shortcut))
            # A key that is held down would press Backward thirty times a second.
            action.setAutoRepeat(row.repeats)
            self.actions_by_id[row.id] = action
            self._menus[row.menu].addAction(action)
            if row.id == OPEN_ID:
                self._menus[row.menu].addMenu(self.recent_menu)
            self.addAction(action)
            if row.in_toolbar:
                self.toolbar.add(action, row.id in GAP_BEFORE, with_count=row.id == TRAIN_ID)

        self._menus[TRAINING].addSeparator()
        self.toolbar.zeroing.fill(self._menus[TRAINING])

    def _build_body(self) -> None:
        body = self.body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GAP_PX)
        stands = self.panels_box = QHBoxLayout()
        stands.setSpacing(GAP_PX)
        for name, share, cards in COLUMNS:
            column = self.columns[name] = QVBoxLayout()
            column.setSpacing(GAP_PX)
            (stands if share else body).addLayout(column, share)
            self.furnish(name, [Card() for _ in range(cards)])
            if share == 0:
                self._furniture[name][0].setFixedWidth(px(SETUP_WIDTH_PX))
        body.addLayout(stands, 1)
        page = QWidget()
        whole = self.page = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._head, self._foot = QVBoxLayout(), QVBoxLayout()
        for layout in (self._head, self._foot):
            layout.setSpacing(0)
        # For the timeline, which comes with the panels: without it they would grow and shrink again.
        self._room.setFixedHeight(px(TIMELINE_HEIGHT_PX))
        self._foot.addWidget(self._room)
        for part in (self.toolbar, self.banner):
            whole.addWidget(part)
        whole.addLayout(self._head)
        self._stage.setLayout(body)
        # A lesson stays where it is while the panels beside it are scrolled.
        self._middle.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        self._middle.setSpacing(GAP_PX)
        self._middle.addLayout(self.aside)
        self._middle.addWidget(self._stage, 1)
        whole.addLayout(self._middle, 1)
        whole.addLayout(self._foot)
        whole.addWidget(self.status)
        self.setCentralWidget(page)

    def _icon_name(self, row: Action) -> str:
        return PAUSE_ICON if row.id == RUN_ID and self.state is State.RUNNING else row.icon

    def _translate_actions(self) -> None:
        for row in ACTIONS:
            is_pause = row.id == RUN_ID and self.state is State.RUNNING
            text = QCoreApplication.translate("actions", PAUSE_TEXT if is_pause else row.text)
            tip = QCoreApplication.translate("actions", PAUSE_TIP if is_pause else row.tip)
            if not is_pause:
                tip = self.toolbar.zeroing.tips.get(row.id, tip)
            action = self.actions_by_id[row.id]
            action.setText(text)
            action.setToolTip(f"{tip} ({row.shortcut})")
            action.setStatusTip(tip)
            if row.id == RUN_ID:
                both = (QCoreApplication.translate("actions", one) for one in (row.text, PAUSE_TEXT))
                self.toolbar.buttons[row.id].reserve(*both)

    def _translate_examples(self) -> None:
        for action, example in self._examples:
            look_for = QCoreApplication.translate("core", example.look_for)
            action.setText(QCoreApplication.translate("core", example.title))
            action.setToolTip(look_for)
            action.setStatusTip(look_for)
