"""Album: what the tables and the curve showed at the end of each step of a lesson, drawn for paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer
from PySide6.QtGui import QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from embviz.core.handout import Picture
from embviz.gui.export.figure import image
from embviz.gui.panels import CURVE, GRAD, WEIGHT
from embviz.gui.theme import LIGHT, apply_to

if TYPE_CHECKING:
    from embviz.core.lessons.lesson import Lesson
    from embviz.gui.lessons.desk import LessonDesk
    from embviz.gui.studio import Studio
    from embviz.gui.widgets.panel import Panel

SHOWN = (WEIGHT, GRAD, CURVE)
# Sharp on paper, at the size that a page has for it.
SCALE = 2


class Album(QObject):
    """Takes pictures in the window of `studio` while a lesson is under way, of each step in which something
    was to be done.

    `pages` has them by the lesson's id, then by the index of the step; a new walk begins an empty one.
    """

    def __init__(self, studio: Studio, lessons: LessonDesk) -> None:
        super().__init__(studio)
        self._studio, self._lessons = studio, lessons
        self.pages: dict[str, dict[int, tuple[Picture, ...]]] = {}
        self._due: int | None = None
        # Once what has been reached is painted: a picture takes longer than a frame.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._take)
        lessons.opened.connect(self._begin_page)
        lessons.walk.changed.connect(self._look)
        # While solutions lead to a step again, nothing else tells of what is reached.
        studio.controller.snapshot_changed.connect(self._look)

    def _begin_page(self, lesson: Lesson) -> None:
        self.pages[lesson.id] = {}
        self._due = None
        self._look()

    def _look(self) -> None:
        attempt = self._lessons.walk.attempt
        if attempt is None or not attempt.is_reached or attempt.step.goal is None:
            return
        if attempt.index not in self.pages.get(attempt.lesson.id, {}) and self._due is None:
            self._due = attempt.index
            self._timer.start()

    def _take(self) -> None:
        lesson, due = self._lessons.lesson, self._due
        self._due = None
        if lesson is not None and due is not None:
            pictures = tuple(picture_of(self._studio.panels[name]) for name in SHOWN)
            self.pages.setdefault(lesson.id, {})[due] = pictures


def picture_of(panel: Panel) -> Picture:
    """Return what `panel` shows, in the colours of paper whatever the window has."""
    worn = panel.theme
    paper = LIGHT._replace(text_scale=worn.text_scale, curve_px=worn.curve_px)
    fonts = [(one, one.font()) for one in panel.findChildren(QWidget)]
    if worn.name != LIGHT.name:
        # Its labels have the colours of the program, and not its own.
        apply_to(panel, paper)
        panel.set_theme(paper)
    try:
        content = _on_paper(image(panel, SCALE))
    finally:
        if worn.name != LIGHT.name:
            panel.setStyleSheet("")
            panel.setPalette(QPalette())
            panel.setFont(QFont())
            panel.set_theme(worn)
            _put_back(fonts)
    return Picture(panel.accessibleName() or panel.title.text(), "png", content)


def _put_back(fonts: Iterable[tuple[QWidget, QFont]]) -> None:
    # With the style sheet goes the size that larger text had given to what stands in the panel.
    for widget, before in fonts:
        if widget.font() != before:
            widget.setFont(before)


def _on_paper(drawn: QImage) -> bytes:
    """Return `drawn` as a PNG without anything transparent: a PDF would have black corners."""
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(LIGHT.card)
    drawn.setDevicePixelRatio(1)
    with QPainter(paper) as painter:
        painter.drawImage(0, 0, drawn)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    paper.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())
