"""HandoutDesk: asks where a handout is to go, and writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QObject, QStandardPaths

from embviz.core.files import write_whole
from embviz.core.handout import Handout, to_html
from embviz.core.lessons.lesson import Lesson
from embviz.gui.control.notice import Notice, retold
from embviz.gui.export.wish import problem
from embviz.gui.handout.dialog import KINDS, PDF, HandoutDialog
from embviz.gui.handout.making import handout_of, words
from embviz.gui.handout.pdf import to_pdf
from embviz.gui.handout.pictures import Album
from embviz.gui.handout.runs import RunLog
from embviz.gui.language import spoken
from embviz.gui.panels import DETAILS

if TYPE_CHECKING:
    from embviz.gui.lessons.desk import LessonDesk
    from embviz.gui.studio import Studio
    from embviz.gui.wall.panels import PanelChoice


class HandoutDesk(QObject):
    """The handouts of the window of `studio`: of the lesson under way, or of the last one that was.

    What a plan hides, as `panels` knows, is not in them.
    """

    def __init__(self, studio: Studio, lessons: LessonDesk, panels: PanelChoice) -> None:
        super().__init__(studio)
        self._studio, self._lessons, self._panels = studio, lessons, panels
        self.album = Album(studio, lessons, panels)
        self._lesson: Lesson | None = None
        self._runs = RunLog(studio)
        # What went wrong last.
        self._told: Notice | None = None
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        lessons.opened.connect(self._on_opened)
        lessons.closed.connect(self._on_closed)

    def ask(self) -> None:
        """Ask for a file, or say that there is no lesson yet that could be written."""
        if self._lesson is None:
            self._tell(retold(self._no_lesson))
            return
        dialog = HandoutDialog(self._studio.window, self._folder, self._lesson.id)
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, path: str) -> None:
        """Write the handout to `path`, a PDF or an HTML page by its ending, or say why not."""
        target, handout = Path(path), self.handout
        if handout is None:
            return
        why = self._write(handout, target)
        if why:
            self._tell(retold(lambda: self._not_written(why)))
        else:
            self._folder = str(target.parent)
            # What went wrong before has come right.
            if self._told is not None:
                self._studio.notices.take_back_told(self._told)
            self._studio.window.status.say(self.tr("Written: {path}").format(path=path))

    def _write(self, handout: Handout, target: Path) -> str:
        """Write `handout` to `target`; return why it could not be, nothing where it was."""
        kind = KINDS.get(target.suffix.lower())
        if why := problem(target):
            return why
        if kind is None:
            return self.tr("A handout is a PDF or a web page: have its name end in .pdf or .html.")
        content = to_pdf(handout, words()) if kind == PDF else to_html(handout, words()).encode()
        try:
            write_whole(target, content)
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def _tell(self, notice: Notice) -> None:
        self._told = notice
        self._studio.notices.tell(notice)

    def _not_written(self, why: str) -> Notice:
        return Notice(self.tr("The handout was not written"), why, "dismiss")

    def _no_lesson(self) -> Notice:
        what = self.tr("There is no handout yet")
        why = self.tr("A handout is written of a lesson: begin one from the menu Lessons.")
        return Notice(what, why, "dismiss")

    @property
    def handout(self) -> Handout | None:
        """The handout of the lesson as far as it has come, in the language that is spoken; None for none."""
        lesson, lessons = self._lesson, self._lessons
        if lesson is None:
            return None
        attempt = lessons.walk.attempt
        is_on = attempt is not None and attempt.lesson.id == lesson.id
        record = attempt.record if attempt is not None and is_on else lessons.record_of(lesson)
        return handout_of(
            lesson,
            record,
            spoken(),
            self.album.pictures_of(lesson),
            "" if self._is_code_hidden else self._runs.text,
            self._studio.controller.torch_version,
            QLocale(spoken()).toString(QDate.currentDate(), QLocale.FormatType.LongFormat),
        )

    @property
    def _is_code_hidden(self) -> bool:
        """True where a plan hides the code, or the card that it stands on."""
        return DETAILS in self._panels.hidden or "code" in self._studio.details.hidden

    def _on_opened(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._runs.begin()

    def _on_closed(self) -> None:
        self._runs.end()
