"""RecentMenu: the sessions that were open before, those with a name and those without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from embviz.core.outline import SessionFacts
from embviz.gui.sayings import in_words
from embviz.gui.sessions.folders import is_file
from embviz.gui.sessions.recent import RecentFiles
from embviz.gui.sessions.words import SessionWords, name_of, plain

MOST_UNTITLED = 10


class RecentMenu(QObject):
    """Fills `menu` each time that it opens. `opened` says so, `chosen` brings the path that was chosen."""

    opened = Signal()
    chosen = Signal(str)

    def __init__(self, menu: QMenu, recent: RecentFiles, words: SessionWords, parent: QObject) -> None:
        super().__init__(parent)
        self._menu = menu
        self._recent = recent
        self._words = words
        self._sessions: dict[str, SessionFacts] = {}
        self._current = ""
        self._actions: dict[str, QAction] = {}
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._on_opening)

    def set_sessions(self, sessions: Sequence[SessionFacts], current: str) -> None:
        """Tell what is known of the files, the newest first, and which one is on screen."""
        self._sessions, self._current = {facts.path: facts for facts in sessions}, current
        # While a person aims at one of them, none may come, go or move.
        if self._menu.isVisible():
            self._name_all()
        else:
            self._fill()

    def _on_opening(self) -> None:
        self._fill()
        self.opened.emit()

    def _fill(self) -> None:
        self._menu.clear()
        named = [path for path in self._recent.paths() if path != self._current]
        untitled = [path for path in self._untitled() if path not in named]
        self._actions = {path: self._added(path) for path in named}
        if named and untitled:
            self._menu.addSeparator()
        self._actions |= {path: self._added(path) for path in untitled}
        self._name_all()
        if not self._actions:
            self._menu.addAction(self.tr("Nothing yet")).setEnabled(False)
        if named:
            self._menu.addSeparator()
            self._menu.addAction(self.tr("Clear this list"), self._recent.clear)

    def _untitled(self) -> list[str]:
        """Each window begins one: those in which nothing was done are none to go back to."""
        found = [facts.path for facts in self._sessions.values() if facts.is_untitled and facts.actions]
        return [path for path in found if path != self._current][:MOST_UNTITLED]

    def _added(self, path: str) -> QAction:
        action = QAction(self._menu)
        action.triggered.connect(partial(self.chosen.emit, path))
        self._menu.addAction(action)
        return action

    def _name_all(self) -> None:
        names = Counter(name_of(path) for path in self._actions)
        for path, action in self._actions.items():
            is_there = is_file(path)
            text = self._text(path, is_alone=names[name_of(path)] == 1, is_there=is_there)
            # An ampersand would be the mark of a key, here and in the tool tip.
            action.setText(text.replace("&", "&&"))
            action.setToolTip(self._tip(path))
            action.setEnabled(is_there)

    def _text(self, path: str, is_alone: bool, is_there: bool) -> str:
        facts = self._sessions.get(path)
        if not is_there:
            return self.tr("{name} (not there)").format(name=name_of(path))
        if facts is not None and facts.is_untitled:
            return self._words.entry(facts)
        name = name_of(path) if is_alone else f"{name_of(path)} · {name_of(str(Path(path).parent))}"
        remark = "" if facts is None else self._words.remark(facts)
        return self.tr("{name} ({remark})").format(name=name, remark=remark) if remark else name

    def _tip(self, path: str) -> str:
        # Qt looks for HTML in the first line alone: whatever the folder is called, it is shown as it is.
        tip = self.tr("In the folder") + f"\n{plain(str(Path(path).parent))}"
        facts = self._sessions.get(path)
        return tip if facts is None or not facts.why else f"{tip}\n{plain(in_words(facts.why))}"
