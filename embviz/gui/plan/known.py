"""known: all that a plan can name in this window."""

from __future__ import annotations

from functools import cache

from embviz.core.lessons.needs import needs
from embviz.core.lessons.reading import LessonError, lesson_files, read_lesson
from embviz.core.plan.plan import RECIPES, Known, LessonFacts
from embviz.gui.actions import ACTIONS
from embviz.gui.language import LANGUAGES
from embviz.gui.looks import THEMES
from embviz.gui.setup import rows as lines
from embviz.gui.wall.look import TEXT_SCALES

ACTION = "action_"
TABS = ("inspector", "lookup", "code", "gap", "rows", "words", "map")
TIMELINE = "timeline"
PANELS = (
    "panel_weight",
    "panel_grad",
    "panel_states",
    "panel_curve",
    "panel_details",
    "panel_setup",
    TIMELINE,
)


@cache
def known() -> Known:
    """Return what a plan can name; read once, for the lessons are files."""
    return Known(
        actions=tuple(row.id.removeprefix(ACTION) for row in ACTIONS),
        panels=PANELS,
        tabs=TABS,
        fields=_fields(),
        lessons=_lessons(),
        languages=LANGUAGES,
        themes=tuple(THEMES),
        text_scales=tuple(round(100 * scale) for scale in TEXT_SCALES),
    )


def _fields() -> tuple[str, ...]:
    rows = [*lines.FIXED, *(row for source in lines.SOURCES.values() for row in source)]
    recipes = [recipe for table in RECIPES.values() for recipe in table.values()]
    arguments = [one.name for recipe in recipes for one in recipe.parameters]
    return tuple(dict.fromkeys([*(row.name for row in rows), *arguments]))


def _lessons() -> dict[str, LessonFacts]:
    found = {}
    for path in lesson_files():
        try:
            lesson = read_lesson(path)
        # The window tells of it where it shows the lessons; here there is one fewer.
        except LessonError:
            continue
        found[lesson.id] = LessonFacts(lesson.experiment, needs(lesson))
    return found
