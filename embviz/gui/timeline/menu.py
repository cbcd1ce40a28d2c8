"""MoreMenu: where to go, what to compare with, bookmarks to remove, and how much the history may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from embviz.core.outline import Bookmark, Moment
from embviz.gui.timeline.chronicle import Chronicle
from embviz.gui.timeline.phrases import Phrases, grouped, one_line

# The MB that the history may hold; the middle one is the usual.
BUDGETS_MB = (128, 512, 2048)
USUAL_MB = 512
LONGEST_TITLE = 80


class Place(NamedTuple):
    """A moment that has a title: a bookmark, or the end of a branch."""

    title: str
    moment: Moment


class MoreMenu(QMenu):
    """Offers what there is when it is filled.

    The signals bring a Moment, `compare_asked` None to stop comparing, and `budget_asked` MB.
    """

    go_asked = Signal(object)
    compare_asked = Signal(object)
    removal_asked = Signal(object)
    budget_asked = Signal(int)

    def __init__(self, chronicle: Chronicle, phrases: Phrases, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_menu")
        self.budget_mb = USUAL_MB
        self.compared: Moment | None = None
        self.is_live = True
        self._chronicle, self._phrases = chronicle, phrases
        # What each entry says, once it is picked.
        self._offers: dict[QAction, tuple[SignalInstance, object]] = {}
        self.triggered.connect(self._on_triggered)

    def fill(self) -> None:
        """Offer what there is now."""
        for submenu in self.findChildren(QMenu):
            submenu.deleteLater()
        self._offers.clear()
        self.clear()
        start = Place(self.tr("the start of the run"), Moment(self._chronicle.moment.branch, 0))
        marks = [Place(self._named(mark), mark.moment) for mark in self._chronicle.outline.bookmarks]
        places = [start, *marks, *self._branches()]
        self._add_places(self.tr("Go to"), places, self.go_asked)
        self._add_places(self.tr("Compare with"), places, self.compare_asked, self.compared)
        stop = self._offer(self, self.tr("Stop comparing"), self.compare_asked, None)
        stop.setEnabled(self.compared is not None)
        self.addSeparator()
        self._add_places(self.tr("Remove bookmark"), marks, self.removal_asked)
        self.addSeparator()
        self._add_memory()

    def _add_places(
        self, title: str, places: Iterable[Place], signal: SignalInstance, chosen: Moment | None = None
    ) -> None:
        submenu = self.addMenu(title)
        for place in places:
            action = self._offer(submenu, place.title, signal, place.moment)
            if chosen is not None:
                action.setCheckable(True)
                action.setChecked(place.moment == chosen)
        submenu.setEnabled(self.is_live and not submenu.isEmpty())

    def _add_memory(self) -> None:
        submenu = self.addMenu(self.tr("Memory for history"))
        for budget_mb in BUDGETS_MB:
            text = self.tr("{mb} MB (usual)") if budget_mb == USUAL_MB else self.tr("{mb} MB")
            text = text.format(mb=grouped(budget_mb))
            action = self._offer(submenu, text, self.budget_asked, budget_mb)
            action.setCheckable(True)
            action.setChecked(budget_mb == self.budget_mb)

    def _offer(self, menu: QMenu, text: str, signal: SignalInstance, value: object) -> QAction:
        # An ampersand would underline the letter after it.
        action = menu.addAction(one_line(text, LONGEST_TITLE).replace("&", "&&"))
        self._offers[action] = (signal, value)
        return action

    def _named(self, mark: Bookmark) -> str:
        name = self._phrases.bookmark(mark.name)
        return self.tr("{bookmark}, step {step}").format(bookmark=name, step=grouped(mark.step))

    def _branches(self) -> Iterator[Place]:
        for lane in self._chronicle.tree.lanes:
            title = self.tr("{branch}, its end").format(branch=self._phrases.lane(lane, self._chronicle))
            yield Place(title, Moment(lane.branch.number, lane.stop))

    def _on_triggered(self, action: QAction) -> None:
        signal, value = self._offers[action]
        signal.emit(value)
