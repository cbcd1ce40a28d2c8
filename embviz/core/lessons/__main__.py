"""Check lesson files: `python -m embviz.core.lessons FILE...`; without a file the shipped ones."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from embviz.core.lessons.reading import LessonError, lesson_files, read_lesson


def main(arguments: Sequence[str]) -> int:
    """Say of each file what it holds, or what is wrong. Returns the exit status: 1 where one is no lesson."""
    status = 0
    for path in [Path(one) for one in arguments] or lesson_files():
        try:
            lesson = read_lesson(path)
        except (LessonError, OSError) as error:
            sys.stderr.write(f"{error}\n")
            status = 1
        else:
            sys.stdout.write(f"{path.name}: {lesson.title.en}, {len(lesson.steps)} steps\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
