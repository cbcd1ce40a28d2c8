"""From the choice of a lesson to its first text on the screen, in the furnished window.

`python learning.py LESSONS`, on a screen. The clock stops when the text of the card and the table
that makes room for it were painted and the X server has the pixels.
"""

from __future__ import annotations

import sys
from typing import Any

from driving import is_ready, measure, rest, until_painted, wait
from watching import PaintWatch

from embviz.core.lessons.reading import lesson_files, read_lesson
from embviz.gui.app import Program
from embviz.gui.studio import Studio

PAUSE_S = 0.3
# The lessons are read, and their card is made, while nothing else is to be done.
READING_S = 4.0


def learn(program: Program, studio: Studio, lessons: int) -> dict[str, Any]:
    """Return the seconds of each opening."""
    rest(READING_S)
    ids = [read_lesson(path).id for path in lesson_files()]
    return {"seconds": [_open(studio, ids[index % len(ids)]) for index in range(lessons)]}


def _open(studio: Studio, id: str) -> float:
    desk = studio.classroom.lessons
    # Before the first lesson there is no card yet: it is painted along with the table that makes room.
    shown = {"table": studio.weight.view} | ({} if desk.panel is None else {"text": desk.panel.text})
    watch = PaintWatch(shown, counts=lambda: desk.lesson is not None and desk.lesson.id == id)
    seconds = until_painted(watch, lambda: desk.open(id))
    watch.stop()
    rest(PAUSE_S)
    wait(studio.controller.state_changed, lambda: is_ready(studio))
    desk.close()
    rest(PAUSE_S)
    return seconds


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: learn(program, studio, int(sys.argv[1]))))
