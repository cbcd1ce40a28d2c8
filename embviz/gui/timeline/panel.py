"""Timeline: the bar under the panels in which a person goes through the run, and what can be done there."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from embviz.core.outline import Moment
from embviz.gui.control.state import READY, State
from embviz.gui.theme import GAP_PX, LIGHT, Theme, px
from embviz.gui.timeline import lanes, standing
from embviz.gui.timeline.buttons import SIDE_PX, FlatButton
from embviz.gui.timeline.chronicle import Chronicle
from embviz.gui.timeline.lanes import Lanes
from embviz.gui.timeline.menu import MoreMenu
from embviz.gui.timeline.naming import NamePopup
from embviz.gui.timeline.paint import TRACK_Y_PX
from embviz.gui.timeline.phrases import Phrases, grouped
from embviz.gui.timeline.standing import Standing

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot

# From these widths of the window on, buttons have their words.
FORK_WORDED_FROM_PX = 1000
MARK_WORDED_FROM_PX = 1400
SPACE_PX = 2
GROUP_GAP_PX = 6
LEAST_CANVAS_PX = 120
NO_MODIFIER, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


class Timeline(QWidget):
    """The bar. It shows snapshots, and says what is asked for.

    `moment_asked` brings a Moment of the branch that is shown, `branch_asked` one of another, `forked` the
    one to continue from, `bookmark_named` one and its name, empty to take it away, `compare_asked` one or
    None to stop comparing, `budget_asked` the MB that the history may hold.
    """

    moment_asked = Signal(object)
    branch_asked = Signal(object)
    forked = Signal(object)
    bookmark_named = Signal(object, str)
    compare_asked = Signal(object)
    budget_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        # It paints all of itself, so that the window below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumWidth(10 * px(SIDE_PX) + px(LEAST_CANVAS_PX))
        self.chronicle = Chronicle()
        self.phrases = Phrases(self)
        self._theme = LIGHT
        self._state = State.STARTING
        # The index that was asked for and is not yet shown: the next key goes on from there.
        self._wished: int | None = None
        self._named = Moment()
        self._standing_width = 0
        self.canvas = Lanes(self.chronicle, self.phrases, self)
        self.standing = Standing(self)
        self.menu = MoreMenu(self.chronicle, self.phrases, self)
        self.popup = NamePopup(self)
        self._build_buttons()
        self._connect()
        self.set_state(State.STARTING)
        self.retranslate()
        self.setFixedHeight(px(lanes.HEIGHT_PX))

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show `snapshot`. Showing the same one twice is the same as once."""
        is_other_run = snapshot.run != self.chronicle.run
        self.chronicle.merge(snapshot)
        self.menu.compared = None if snapshot.other is None else snapshot.other.moment
        if is_other_run or snapshot.command != "go" or snapshot.moment.index == self._wished:
            self._wished = None
        if is_other_run:
            self.canvas.drop()
        self.canvas.follow()
        self._tell()

    def give_up(self) -> None:
        """Forget the moment that was asked for: it may not come any more."""
        self._wished = None
        self.canvas.follow()
        self._tell()

    def set_state(self, state: State) -> None:
        """Be inert while the run goes on by itself, or cannot be asked for anything."""
        self._state = state
        if state not in READY:
            self._wished = None
        is_live = state in READY
        self.canvas.set_live(is_live)
        self.menu.is_live = is_live
        self.more.setEnabled(state in READY or state is State.RUNNING)
        self._show_verbs()

    def set_budget(self, budget_mb: int) -> None:
        """Say how many MB the history may hold."""
        self.menu.budget_mb = budget_mb

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        for part in (self.canvas, self.standing, self.popup, *self.buttons):
            part.set_theme(theme)
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        for button, text, tip, key in self._texts():
            button.set_texts(text, tip, key)
        self.canvas.setAccessibleName(self.tr("Timeline of the run"))
        self.standing.retranslate()
        self.popup.retranslate()
        self._tell()
        self._arrange()
        self.canvas.update()

    def go_previous_action(self) -> None:
        """Ask for the moment at which the action before ended."""
        self._ask(self.chronicle.previous_action(self._here))

    def go_next_action(self) -> None:
        """Ask for the moment at which the next action ended."""
        self._ask(self.chronicle.next_action(self._here))

    def go_previous_moment(self) -> None:
        """Ask for the moment before."""
        self._ask(self.chronicle.previous_moment(self._here))

    def go_next_moment(self) -> None:
        """Ask for the moment after."""
        self._ask(self.chronicle.next_moment(self._here))

    def go_first(self) -> None:
        """Ask for the start of the run."""
        self._ask(0)

    def go_last(self) -> None:
        """Ask for the last moment of the run."""
        self._ask(self.chronicle.last)

    def fork(self) -> None:
        """Say that the run is to go on from the moment shown; nothing while that is the last one."""
        if self._state in READY and self._here < self.chronicle.last:
            self.forked.emit(Moment(self.chronicle.moment.branch, self._here))

    def ask_bookmark(self) -> None:
        """Open the field in which the moment shown is given a name."""
        if self._state not in READY:
            return
        bookmark = self.chronicle.bookmark_at(self._here)
        self._named = Moment(self.chronicle.moment.branch, self._here)
        text = self.tr("step {step}").format(step=grouped(self.chronicle.words(self._here).step))
        if bookmark is not None:
            self._named, text = bookmark.moment, bookmark.name
        place = QPoint(round(self.canvas.axis.x(self._here)), 0)
        self.popup.open_above(self.canvas.mapToGlobal(place), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        go = {
            (Qt.Key.Key_Left, NO_MODIFIER): self.go_previous_action,
            (Qt.Key.Key_Right, NO_MODIFIER): self.go_next_action,
            (Qt.Key.Key_Left, SHIFT): self.go_previous_moment,
            (Qt.Key.Key_Right, SHIFT): self.go_next_moment,
            (Qt.Key.Key_Home, NO_MODIFIER): self.go_first,
            (Qt.Key.Key_End, NO_MODIFIER): self.go_last,
        }.get((Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
        if go is None:
            super().keyPressEvent(event)
        else:
            go()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.ground))

    @property
    def _here(self) -> int:
        return self.chronicle.index if self._wished is None else self._wished

    def _build_buttons(self) -> None:
        self.first = FlatButton("timeline_first", "first", self)
        self.previous = FlatButton("timeline_previous", "previous", self)
        self.next = FlatButton("timeline_next", "next", self)
        self.last = FlatButton("timeline_last", "last", self)
        self.fork_button = FlatButton("timeline_fork", "branch", self)
        self.mark = FlatButton("timeline_bookmark", "bookmark", self)
        self.more = FlatButton("timeline_more", "more", self)
        self.transport = (self.first, self.previous, self.next, self.last)
        self.buttons = (*self.transport, self.fork_button, self.mark, self.more)
        # Tab goes from left to right.
        order = (*self.transport, self.canvas, self.fork_button, self.mark, self.more)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.first.clicked.connect(self.go_first)
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self.last.clicked.connect(self.go_last)
        self.fork_button.clicked.connect(self.fork)
        self.mark.clicked.connect(self.ask_bookmark)
        self.more.clicked.connect(self._open_menu)
        self.canvas.index_asked.connect(self._ask)
        self.canvas.branch_asked.connect(self.branch_asked)
        self.popup.accepted.connect(self._on_named)
        self.menu.go_asked.connect(self._on_go)
        self.menu.compare_asked.connect(self.compare_asked)
        self.menu.removal_asked.connect(self._on_removal)
        self.menu.budget_asked.connect(self._on_budget)

    def _texts(self) -> tuple[tuple[FlatButton, str, str, str], ...]:
        return (
            (self.first, self.tr("First moment"), self.tr("Show the start of the run"), "Home"),
            (
                self.previous,
                self.tr("Action before"),
                self.tr("Show the moment before this action; with Shift, one moment back"),
                "Left",
            ),
            (
                self.next,
                self.tr("Action after"),
                self.tr("Show the moment after the next action; with Shift, one moment on"),
                "Right",
            ),
            (self.last, self.tr("Last moment"), self.tr("Show where the run has come to"), "End"),
            (
                self.fork_button,
                self.tr("Continue from here"),
                self.tr("Go on from this moment on a branch of its own; nothing is lost"),
                "",
            ),
            (self.mark, self.tr("Bookmark"), self.tr("Give this moment a name"), ""),
            (self.more, self.tr("More"), self.tr("Go to, compare with, bookmarks, memory"), ""),
        )

    def _ask(self, index: int | None) -> None:
        if index is None or self._state not in READY or index == self._here:
            return
        self._wished = index
        self.canvas.put(index)
        self._show_verbs()
        self.moment_asked.emit(Moment(self.chronicle.moment.branch, index))

    def _tell(self) -> None:
        chronicle = self.chronicle
        step = chronicle.words(chronicle.index).step
        last_step = chronicle.words(chronicle.last).step if chronicle.is_past else step
        self.standing.show_step(step, last_step, chronicle.is_past)
        self.canvas.setAccessibleDescription(
            f"{self.standing.text} · {self.phrases.moment(chronicle.words(chronicle.index))}"
        )
        self._show_verbs()
        if self.canvas.wanted_height != self.height():
            self.setFixedHeight(self.canvas.wanted_height)
        if self._standing_width != self._wanted_standing():
            self._arrange()

    def _show_verbs(self) -> None:
        is_live, here, last = self._state in READY, self._here, self.chronicle.last
        for button, is_enabled in (
            (self.first, here > 0),
            (self.previous, here > 0),
            (self.next, here < last),
            (self.last, here < last),
            (self.fork_button, here < last),
            (self.mark, True),
        ):
            button.setEnabled(is_live and is_enabled)
        self.fork_button.set_filled(here < last)

    def _arrange(self) -> None:
        # By hand: a layout would have the whole window laid out anew for each text that changes.
        top = px(TRACK_Y_PX) - px(SIDE_PX) // 2
        left, right = GAP_PX, self.width() - GAP_PX
        # A teacher's plan may have put some of them away.
        for button in filter(self.isAncestorOf, self.transport):
            button.setGeometry(left, top, px(SIDE_PX), px(SIDE_PX))
            left += px(SIDE_PX) + SPACE_PX
        for button, worded_from in (
            (self.more, None),
            (self.mark, px(MARK_WORDED_FROM_PX)),
            (self.fork_button, px(FORK_WORDED_FROM_PX)),
        ):
            if not self.isAncestorOf(button):
                continue
            button.set_worded(worded_from is not None and self.width() >= worded_from)
            width = button.sizeHint().width()
            right -= width
            button.setGeometry(right, top, width, px(SIDE_PX))
            right -= GROUP_GAP_PX
        self._standing_width = self._wanted_standing()
        right -= self._standing_width
        height = px(standing.HEIGHT_PX)
        self.standing.setGeometry(right, px(TRACK_Y_PX) - height // 2, self._standing_width, height)
        self.canvas.setGeometry(left, 0, max(0, right - left), self.height())

    def _wanted_standing(self) -> int:
        return self.standing.width_at(is_short=self.width() < px(FORK_WORDED_FROM_PX))

    def _open_menu(self) -> None:
        self.menu.fill()
        above = QPoint(0, -self.menu.sizeHint().height())
        self.menu.popup(self.more.mapToGlobal(above))

    def _on_previous(self) -> None:
        if QApplication.keyboardModifiers() & SHIFT:
            self.go_previous_moment()
        else:
            self.go_previous_action()

    def _on_next(self) -> None:
        if QApplication.keyboardModifiers() & SHIFT:
            self.go_next_moment()
        else:
            self.go_next_action()

    def _on_named(self, name: str) -> None:
        self.bookmark_named.emit(self._named, name)

    def _on_go(self, moment: Moment) -> None:
        index = self.chronicle.tree.index_on_line(moment)
        if index is None:
            self.branch_asked.emit(moment)
        else:
            self._ask(index)

    def _on_removal(self, moment: Moment) -> None:
        self.bookmark_named.emit(moment, "")

    def _on_budget(self, budget_mb: int) -> None:
        self.set_budget(budget_mb)
        self.budget_asked.emit(budget_mb)
