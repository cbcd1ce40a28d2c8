"""Each lesson, gone through in the real window by its own solutions, reaches its goals in both languages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from embviz.core.lessons.lesson import Lesson, LessonStep
from embviz.core.lessons.reading import lesson_files, read_lesson
from tests.scenarios.person import Looker

if TYPE_CHECKING:
    from tests.conftest import Driven

LESSONS = [read_lesson(path) for path in lesson_files()]
LANGUAGES = ("en", "ja")
DESK = "studio.classroom.lessons"
WALK, PANEL = f"{DESK}.walk", f"{DESK}.panel"
ATTEMPT = f"{WALK}.attempt"
# What is said before anybody can know better.
GUESSES = {"choice": "0", "number": "0.5", "cells": "frozenset()"}
TIMEOUT_S = 60


class Learner(Looker):
    """Somebody who does what a lesson asks for, and knows its solutions."""

    def __init__(self, program: Driven, language: str) -> None:
        super().__init__(program)
        self.language = language
        self.wait_for("studio.has_files")
        self.ask("window.setGeometry(0, 0, 1280, 720)")
        for name, module in (("language", "embviz.gui.language"), ("player", "embviz.gui.lessons.player")):
            self._name(name, f"__import__({module!r}, fromlist=['x'])")
        self.ask(f"language.switch(studio, {language!r})")
        self._name("targets", "__import__('embviz.gui.lessons.targets', fromlist=['x'])")
        self._name("own", f"player.Player(studio, {WALK}.look)")

    def begin(self, lesson: Lesson) -> None:
        """Choose the lesson, and wait until its run is there."""
        self.ask(f"{DESK}.open({lesson.id!r})")
        self.wait_until_there()

    def wait_until_there(self) -> None:
        """Wait until the run is where the step begins."""
        self.wait_for(f"not {WALK}.is_busy and controller.state.name == 'IDLE'")

    def do_what_is_asked(self) -> None:
        """Play the step's solution."""
        self.ask(f"own.play({ATTEMPT}.step.solution, {ATTEMPT}.before)")
        self.wait_for("not own.is_playing")

    def is_reached(self) -> bool:
        """Look whether the lesson says that the step is done."""
        return bool(self.ask(f"{ATTEMPT}.is_reached"))

    def lost_targets(self) -> list[int]:
        """Return which of the things that the step points at are not in the window, by their places."""
        found = f"[targets.spot_of(studio, one) is not None for one in {ATTEMPT}.step.points_at]"
        return [index for index, is_found in enumerate(self.ask(found)) if not is_found]

    def rings(self) -> int:
        """Return around how many things a ring is to be seen."""
        return int(
            self.ask(f"{DESK}.outlines.place() or sum(one.isVisible() for one in {DESK}.outlines.rings)")
        )

    def texts(self) -> list[str]:
        """Read what the card tells."""
        read: list[str] = self.ask(f"list({PANEL}.texts)")
        return read

    def cut(self) -> list[str]:
        """Read what the card tells without the room for it."""
        read: list[str] = self.ask(f"list({PANEL}.cut)")
        return read

    def _name(self, name: str, expression: str) -> None:
        self.ask(f"program.names.__setitem__({name!r}, {expression})")


@pytest.fixture(scope="module", params=LANGUAGES)
def learner(request: pytest.FixtureRequest, launch_for_all: Callable[..., Driven]) -> Iterator[Learner]:
    """One window for all lessons in one language; nothing may go wrong in it."""
    learner = Learner(launch_for_all(), request.param)
    yield learner
    assert learner.program.complaints == []


def test_there_are_ten_lessons_and_more() -> None:
    assert len(LESSONS) >= 10
    assert len({lesson.id for lesson in LESSONS}) == len(LESSONS)


@pytest.mark.timeout(TIMEOUT_S)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_each_goal_is_reached_by_its_solution_and_not_before(learner: Learner, lesson: Lesson) -> None:
    learner.begin(lesson)
    for index, step in enumerate(lesson.steps):
        _go_through(learner, step)
        assert learner.ask(f"{ATTEMPT}.index") == index
        if index < len(lesson.steps) - 1:
            learner.ask(f"{DESK}.go_on()")
    assert learner.ask(f"{DESK}.record_of({DESK}.lesson).is_finished")
    learner.ask(f"{DESK}.close()")


def _go_through(learner: Learner, step: LessonStep) -> None:
    language = learner.language
    assert step.text.of(language) in learner.texts()
    assert learner.lost_targets() == []
    assert learner.rings() >= len(step.points_at)
    assert learner.cut() == []
    if step.predict is not None:
        assert not learner.is_reached()
        assert step.ask is None or step.ask.of(language) not in learner.texts()
        learner.ask(f"{WALK}.answer({GUESSES[step.predict.kind]})")
    if step.goal is not None:
        assert not learner.is_reached(), step.goal
        assert step.ask is not None
        assert step.ask.of(language) in learner.texts()
        learner.ask(f"{PANEL}.hint_button.click()")
        assert learner.cut() == []
        before = learner.tables()
        learner.do_what_is_asked()
        learner.wait_for(f"{ATTEMPT}.is_reached")
        _compare_prediction(learner, step, before)
    assert learner.is_reached()
    assert learner.cut() == []


def _compare_prediction(learner: Learner, step: LessonStep, before: Any) -> None:
    """Hold what the lesson calls the truth to what the tables in the window were and are."""
    if step.predict is None:
        return
    truth = learner.ask(
        f"(lambda truth: sorted(truth) if isinstance(truth, frozenset) else truth)({ATTEMPT}.truth)"
    )
    if step.predict.kind == "choice":
        assert truth in range(len(step.predict.options)), step.predict.answer
    elif step.predict.kind == "number":
        assert math.isfinite(truth), step.predict.answer
    else:
        assert truth == _moved(before[step.predict.table], learner.tables()[step.predict.table])
    assert learner.ask(f"{ATTEMPT}.step.predict.is_right({ATTEMPT}.truth, {ATTEMPT}.truth)")


def _moved(before: list[list[float]] | None, now: list[list[float]] | None) -> list[list[int]]:
    assert now is not None
    old = before or [[0.0] * len(row) for row in now]
    return [
        [row, column]
        for row, numbers in enumerate(now)
        for column, number in enumerate(numbers)
        if number != old[row][column]
    ]
