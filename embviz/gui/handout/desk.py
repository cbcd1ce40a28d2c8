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
from embviz.gui.handout.dialog import HandoutDialog
from embviz.gui.handout.making import handout_of, words
from embviz.gui.handout.pdf import to_pdf
from embviz.gui.handout.pictures import Album
from embviz.gui.language import spoken

if TYPE_CHECKING:
    from embviz.gui.lessons.desk import LessonDesk
    from embviz.gui.studio import Studio


class HandoutDesk(QObject):
    """The handouts of the window of `studio`: of the lesson under way, or of the last one that was."""

    def __init__(self, studio: Studio, lessons: LessonDesk) -> None:
        super().__init__(studio)
        self._studio, self._lessons = studio, lessons
        self.album = Album(studio, lessons)
        self._lesson: Lesson | None = None
        # The code of the lesson that has ended: another run may have begun since.
        self._code = ""
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        lessons.opened.connect(self._on_opened)
        lessons.closed.connect(self._on_closed)

    def ask(self) -> None:
        """Ask for a file, or say that there is no lesson yet that could be written."""
        if self._lesson is None:
            self._studio.notices.tell(retold(self._no_lesson))
            return
        dialog = HandoutDialog(self._studio.window, self._folder, self._lesson.id)
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, path: str) -> None:
        """Write the handout to `path`, a PDF or an HTML page by its ending, or say why not."""
        target, handout = Path(path), self.handout
        if handout is None:
            return
        why = problem(target)
        if not why:
            is_pdf = target.suffix.lower() == ".pdf"
            content = to_pdf(handout, words()) if is_pdf else to_html(handout, words()).encode()
            try:
                write_whole(target, content)
            except OSError as error:
                why = error.strerror or str(error)
        if why:
            self._studio.notices.tell(
                retold(lambda: Notice(self.tr("The handout was not written"), why, "dismiss"))
            )
        else:
            self._folder = str(target.parent)
            self._studio.window.status.say(self.tr("Written: {path}").format(path=path))

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
            self.album.pages.get(lesson.id, {}),
            self._code_now() if is_on else self._code,
            self._studio.controller.torch_version,
            QLocale(spoken()).toString(QDate.currentDate(), QLocale.FormatType.LongFormat),
        )

    def _code_now(self) -> str:
        views = self._studio.views
        return "" if views is None else views.code.text

    def _on_opened(self, lesson: Lesson) -> None:
        self._lesson, self._code = lesson, ""

    def _on_closed(self) -> None:
        self._code = self._code_now()
