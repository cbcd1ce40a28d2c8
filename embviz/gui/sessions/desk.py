"""SessionDesk: where sessions are opened, named and restored, and where the window's title comes from."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QMenu, QWidget

from embviz.core.messages import Done, Snapshot, Survey
from embviz.core.outline import Outline
from embviz.gui.control.notice import Notice, retold
from embviz.gui.noticeboard import NoticeBoard
from embviz.gui.sayings import in_words
from embviz.gui.sessions.dialogs import OpenDialog, SaveDialog, first_place
from embviz.gui.sessions.folders import absolute
from embviz.gui.sessions.menu import RecentMenu
from embviz.gui.sessions.recent import RecentFiles, is_writable_name
from embviz.gui.sessions.words import SessionWords, is_left, is_nameless, name_of

# A session without a name gets its file by the first press of a button, which must not wait for another file.
NOTE_AFTER_MS = 1000


class Sessions(Protocol):
    """What the desk asks of the controller, and hears from it."""

    @property
    def snapshot_changed(self) -> SignalInstance:
        """Brings each Snapshot."""

    @property
    def surveyed(self) -> SignalInstance:
        """Brings each Survey."""

    @property
    def saved(self) -> SignalInstance:
        """Brings the Done of each save."""

    def open(self, path: str, is_read_only: bool) -> None:
        """Go on with the session at `path`; `snapshot_changed` brings its outline."""

    def save_as(self, path: str) -> None:
        """Move the session to `path`; `saved` brings a Done."""

    def survey(self, paths: tuple[str, ...]) -> None:
        """Look at the files in `paths` and in the folder of untitled ones; `surveyed` brings a Survey."""


class SessionDesk(QObject):
    """Keeps the title of `window`, and asks `controller` for what a person wants done with a session.

    What is to be known is told to `notices`, whose answers 'restore' and 'save' are done here. `clock` gives
    seconds after 1970.
    """

    def __init__(
        self,
        window: QWidget,
        controller: Sessions,
        recent: RecentFiles,
        notices: NoticeBoard,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._recent = recent
        self._notices = notices
        self._words = SessionWords(self, clock)
        self._menu: RecentMenu | None = None
        self._outline: Outline | None = None
        self._survey = Survey()
        self._is_looking = False
        self._untitled = ""
        self._noting = QTimer(self)
        self._noting.setSingleShot(True)
        self._noting.setInterval(NOTE_AFTER_MS)
        self._noting.timeout.connect(self._note_untitled)
        # Each is offered once in this window; what was declined stays in the menu.
        self._offered: set[str] = set()
        self._offer = ""
        controller.snapshot_changed.connect(self._on_snapshot)
        controller.surveyed.connect(self._on_surveyed)
        controller.saved.connect(self._on_saved)
        notices.answered.connect(self._on_answered)

    @property
    def path(self) -> str:
        """The file of the session on screen, empty while it has none."""
        return "" if self._outline is None else self._outline.path

    def ask_open(self) -> None:
        """Ask which session to open, and open it."""
        dialog = OpenDialog(self._window, first_place(self.path, self._recent.paths()))
        dialog.fileSelected.connect(self.open)
        dialog.open()

    def ask_save(self) -> None:
        """Ask for a name where the session has none of its own; one with a name is always saved."""
        outline = self._outline
        if outline is None or is_nameless(outline) or outline.is_read_only or outline.problem:
            self.ask_save_as()
        else:
            self._tell_saved(outline.path)

    def ask_save_as(self) -> None:
        """Ask for a name, and move the session there."""
        name = "" if self._outline is None or is_nameless(self._outline) else self.path
        dialog = SaveDialog(self._window, first_place(name, self._recent.paths()), name_of(name))
        dialog.fileSelected.connect(self.save_as)
        dialog.rejected.connect(self._tell_problem)
        dialog.open()

    def save_as(self, path: str) -> None:
        """Move the session to `path`."""
        if self._is_on_screen(path) and self._outline is not None and not self._outline.problem:
            self._tell_saved(path)
        elif self._is_possible(path):
            self._controller.save_as(absolute(path))

    def open(self, path: str) -> None:
        """Open the session at `path`; the one on screen stays in its own file."""
        if self._is_on_screen(path):
            self._notices.tell(self._open_here(path))
        elif self._is_possible(path):
            # Where another window writes it, the engine opens it to be read, and says so in the outline.
            self._controller.open(absolute(path), False)

    def restore(self, path: str) -> None:
        """Open the session at `path`, which was not closed; it is not offered any more."""
        self._notices.take_back("restore")
        self.open(path)

    def look_for_unfinished(self) -> None:
        """Find out which sessions were not closed, and offer the newest of them."""
        self._is_looking = True
        self._ask_for_survey()

    def warn_of_memory(self, why: str) -> None:
        """Tell that the session is in memory alone, since there is no folder for it: `why` says why not."""
        self._notices.tell(self._only_in_memory(why))

    def fill_menu(self, menu: QMenu) -> None:
        """Keep `menu` filled with the recent sessions, from now on."""
        self._menu = RecentMenu(menu, self._recent, self._words, self)
        self._menu.chosen.connect(self.open)
        self._menu.opened.connect(self._ask_for_survey)
        self._show_survey()

    def retranslate(self) -> None:
        """Say it in the language that is set now."""
        if self._outline is not None:
            self._window.setWindowTitle(self._words.title(self._outline))

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.outline is not None and snapshot.outline is not self._outline:
            self._take(snapshot.outline)

    def _on_saved(self, done: Done) -> None:
        if done.outline is not None:
            self._take(done.outline)
        self._recent.add(done.path)
        self._notices.tell(self._saved_as(done.path))

    def _on_surveyed(self, survey: Survey) -> None:
        self._survey = survey
        self._show_survey()
        if self._is_looking:
            self._is_looking = False
            self._offer_newest()

    def _on_answered(self, remedy: str) -> None:
        if remedy == "restore":
            self.restore(self._offer)
        elif remedy == "save":
            self.ask_save_as()

    def _take(self, outline: Outline) -> None:
        before, self._outline = self._outline or Outline(), outline
        self.retranslate()
        if outline.path != before.path:
            self._on_moved(before.path)
        if (outline.path, outline.problem) != (before.path, before.problem):
            self._notices.take_back("save")
            self._tell_problem()
        is_new = outline.path != before.path or not before.is_read_only
        if outline.is_read_only and is_new and not outline.problem:
            self._tell_read_only()

    def _on_moved(self, previous: str) -> None:
        if self._outline is not None and not is_nameless(self._outline):
            self._recent.add(self.path)
        elif self.path:
            self._untitled = self.path
            self._noting.start()
        if self.path == self._offer:
            self._notices.take_back("restore")
        self._show_survey()
        if previous:
            self._ask_for_survey()

    def _note_untitled(self) -> None:
        self._recent.set_untitled(self._untitled)

    def _offer_newest(self) -> None:
        left = [
            facts
            for facts in self._survey.sessions
            if is_left(facts) and facts.path != self.path and facts.path not in self._offered
        ]
        if left:
            self._offer = left[0].path
            self._offered.update(facts.path for facts in left)
            self._notices.tell(self._words.offer(left[0], len(left) - 1))

    def _ask_for_survey(self) -> None:
        paths = dict.fromkeys((*self._recent.paths(), self._recent.untitled))
        self._controller.survey(tuple(path for path in paths if path))

    def _show_survey(self) -> None:
        if self._menu is not None:
            self._menu.set_sessions(self._survey.sessions, self.path)

    def _tell_saved(self, path: str) -> None:
        self._notices.tell(self._saved(path))

    def _tell_problem(self) -> None:
        if self._outline is not None and self._outline.problem:
            self._notices.tell(self._problem(self._outline))

    def _tell_read_only(self) -> None:
        self._notices.tell(self._read_only())

    def _only_in_memory(self, why: str) -> Notice:
        what = self.tr("This session is only in memory")
        text = self.tr("{why}: there is no folder to write it to. Save as… keeps it in a file.")
        return Notice(what, text.format(why=why), "save", partial(self._only_in_memory, why))

    def _open_here(self, path: str) -> Notice:
        what = self.tr("{name} is open here").format(name=name_of(path))
        return Notice(what, self.tr("It is the session on screen."), "hint", partial(self._open_here, path))

    def _saved_as(self, path: str) -> Notice:
        what = self.tr("Saved as {name}").format(name=name_of(path))
        why = self.tr("From now on all that is done is written there, as it is done.")
        return Notice(what, why, "hint", partial(self._saved_as, path))

    def _saved(self, path: str) -> Notice:
        what = self.tr("Everything is saved in {name}").format(name=name_of(path))
        why = self.tr("A session with a name is written as you work: there is nothing to save.")
        return Notice(what, why, "hint", partial(self._saved, path))

    def _problem(self, outline: Outline) -> Notice:
        what = self.tr("This session is not written to its file")
        text = self.tr("{why}. All that was done is in this window: Save as… puts it somewhere else.")
        if outline.is_read_only:
            text = self.tr("{why}. What could be read is in this window: Save as… puts it somewhere else.")
        why = text.format(why=in_words(outline.problem).rstrip(".。"))
        return Notice(what, why, "save", partial(self._problem, outline))

    def _read_only(self) -> Notice:
        what = self.tr("This session is read-only")
        why = self.tr(
            "It is open in another window, or its file may only be read: you can look, branch and "
            "export, but nothing is written. Save as… makes a copy of your own."
        )
        return Notice(what, why, "hint", self._read_only)

    def _is_possible(self, path: str) -> bool:
        if is_writable_name(path):
            return True
        self._notices.tell(retold(partial(self._unwritable, path)))
        return False

    def _unwritable(self, path: str) -> Notice:
        what = self.tr("{name} cannot be used").format(name=name_of(path))
        why = self.tr("its name is not text that can be written down. Give the file another name.")
        return Notice(what, why, "dismiss")

    def _is_on_screen(self, path: str) -> bool:
        try:
            return bool(self.path) and Path(path).samefile(self.path)
        # One of them is not there, or can be no file's name.
        except (OSError, ValueError):
            return False
