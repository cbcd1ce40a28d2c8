"""The desk leads through a lesson: it begins its run, sees goals reached, and keeps how far somebody came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.core.lessons.lesson import Lesson
from embviz.core.lessons.record import LessonRecord
from embviz.gui import language
from embviz.gui.actions import LESSONS
from embviz.gui.lessons.desk import LessonDesk
from tests.gui.lessons.conftest import GRAD, settle
from tests.gui.scene import WEIGHT, Scene

MOVED = [[9.0, *WEIGHT[0][1:]], WEIGHT[1]]


def test_opening_a_lesson_begins_its_experiment_in_the_place_of_the_form(
    scene: Scene, begun: LessonDesk
) -> None:
    assert [one.command for one in scene.link.sent if one.run == 2] == ["begin", "snapshot"]
    assert scene.studio.controller.experiment.arguments["lr"] == 0.5
    assert scene.studio.curve.choice.segments[scene.studio.curve.choice.index].objectName() == "loss"
    assert begun.panel is not None
    assert begun.panel.isVisible()
    assert not scene.studio.setup.isVisible()
    assert begun.panel.texts == ("A small lesson", "Read this.")


def test_the_text_is_there_before_the_engine_answers(desk: LessonDesk) -> None:
    desk.open("small")
    assert desk.panel is not None
    assert "Read this." in desk.panel.texts
    assert not desk.panel.on.isEnabled()


def test_next_is_live_once_the_goal_was_reached(begun: LessonDesk, do_backward: Callable[[], None]) -> None:
    panel = begun.panel
    assert panel is not None
    panel.on.click()
    assert panel.place.text() == "Step 2 of 3"
    assert "Press Backward." not in panel.texts
    panel.predict.options[1].click()
    assert "Press Backward." in panel.texts
    assert not panel.on.isEnabled()
    do_backward()
    assert panel.done.text() == "Done"
    assert panel.on.isEnabled()
    assert panel.predict.said.text() == "You said: minus"
    assert panel.predict.verdict.text == "PyTorch: plus · not as you said"
    assert panel.predict.explain.text() == "So it is."


def test_a_hint_is_given_on_demand(begun: LessonDesk) -> None:
    panel = begun.panel
    assert panel is not None
    begun.go_on()
    begun.walk.answer(0)
    assert panel.hint.isHidden()
    panel.hint_button.click()
    assert panel.hint.text == "The key B."
    assert panel.hint_button.isHidden()


def test_cells_are_predicted_by_clicking_them(
    scene: Scene, begun: LessonDesk, do_backward: Callable[[], None]
) -> None:
    _go_to_step(begun, do_backward)
    panel = begun.panel
    assert panel is not None
    for cell in ((0, 0), (1, 1), (1, 1)):
        scene.studio.weight.cell_pressed.emit(cell)
    begun.outlines.place()
    assert sum(ring.isVisible() for ring in begun.outlines.rings) == 1
    panel.predict.button.click()
    scene.window.actions_by_id["action_step"].trigger()
    settle(scene, weight=MOVED, grad=[[1.0] * 5] * 2, grad_status="stale", step=1)
    assert panel.predict.verdict.text == "PyTorch: row 0, column 0 · as you said"
    begun.outlines.place()
    assert not any(ring.isVisible() for ring in begun.outlines.rings)


def test_what_was_reached_is_kept_and_the_menu_tells_it(
    scene: Scene, begun: LessonDesk, do_backward: Callable[[], None], lesson: Lesson, store: QSettings
) -> None:
    records: list[LessonRecord] = []
    begun.recorded.connect(records.append)
    _go_to_step(begun, do_backward)
    assert begun.record_of(lesson) == records[-1]
    assert [step.is_reached for step in records[-1].steps] == [True, True, False]
    menu = scene.window.menu(LESSONS)
    menu.aboutToShow.emit()
    entries = [action.text() for action in menu.actions()[:2]]
    assert entries == ["1  A small lesson\tstep 3 of 3", "2  A small lesson"]
    begun.walk.answer(frozenset())
    scene.window.actions_by_id["action_step"].trigger()
    settle(scene, weight=MOVED, grad=[[1.0] * 5] * 2, step=1)
    menu.aboutToShow.emit()
    assert [action.isChecked() for action in menu.actions()[:2]] == [True, False]
    assert begun.panel is not None
    assert begun.panel.on.text() == "Next lesson"
    begun.panel.on.click()
    assert begun.lesson is not None
    assert begun.lesson.id == "later"


def test_a_lesson_is_gone_on_with_where_it_was_left(
    scene: Scene, begun: LessonDesk, do_backward: Callable[[], None], qtbot: QtBot
) -> None:
    _go_to_step(begun, do_backward)
    begun.close()
    begun.open("small")
    assert begun.panel is not None
    assert begun.panel.place.text() == "Step 3 of 3"
    assert "And this." in begun.panel.texts
    assert begun.walk.is_busy
    pressed = scene.commands.count("backward")
    qtbot.waitUntil(lambda: settle(scene, grad=GRAD) or not begun.walk.is_busy)
    # The solution of the step before was played.
    assert scene.commands.count("backward") == pressed + 1
    assert begun.panel.place.text() == "Step 3 of 3"
    assert not begun.panel.predict.isHidden()


def test_who_strays_is_told_so_and_led_back(
    scene: Scene, begun: LessonDesk, do_backward: Callable[[], None]
) -> None:
    begun.go_on()
    begun.walk.answer(0)
    panel = begun.panel
    assert panel is not None
    assert panel.again.isHidden()
    scene.studio.controller.reset()
    settle(scene)
    assert "Another run" in panel.astray.text
    assert panel.again.isVisible()
    runs = scene.studio.controller.snapshot.run  # type: ignore[union-attr]
    panel.again.click()
    settle(scene)
    assert scene.studio.controller.snapshot is not None
    assert scene.studio.controller.snapshot.run > runs
    assert panel.astray.isHidden()
    do_backward()
    assert panel.done.text() == "Done"


def test_ending_a_lesson_brings_the_form_back_and_leaves_the_run(scene: Scene, begun: LessonDesk) -> None:
    runs = scene.commands.count("begin")
    assert begun.panel is not None
    begun.panel.close_button.click()
    assert begun.lesson is None
    assert scene.studio.setup.isVisible()
    assert not begun.panel.isVisible()
    assert scene.commands.count("begin") == runs
    assert scene.studio.controller.experiment.arguments["lr"] == 0.5


def test_who_had_no_form_before_a_lesson_has_none_after_it(scene: Scene, desk: LessonDesk) -> None:
    scene.studio.setup.hide()
    desk.open("small")
    desk.close()
    assert not scene.studio.setup.isVisible()


def test_the_keys_of_a_lesson_are_there_while_there_is_one(scene: Scene, desk: LessonDesk) -> None:
    action = scene.window.actions_by_id["action_lesson_next"]
    assert not action.isVisible()
    desk.open("small")
    settle(scene)
    assert action.isVisible()
    QTest.keyClicks(scene.window, "n")
    assert desk.panel is not None
    assert desk.panel.place.text() == "Step 2 of 3"
    desk.close()
    assert not action.isVisible()


def test_the_form_is_a_press_away(scene: Scene, begun: LessonDesk) -> None:
    assert begun.panel is not None
    begun.panel.setup.click()
    assert scene.studio.setup.isVisible()
    begun.panel.setup.click()
    assert not scene.studio.setup.isVisible()


def test_the_card_speaks_the_language_that_is_set(scene: Scene, begun: LessonDesk) -> None:
    try:
        language.switch(scene.studio, "ja")
        assert begun.panel is not None
        assert begun.panel.texts == ("小さなレッスン", "読む。")
    finally:
        language.switch(scene.studio, "en")
    assert begun.panel.texts == ("A small lesson", "Read this.")


def test_a_file_that_holds_no_lesson_is_told_and_the_others_are_there(
    scene: Scene, desk: LessonDesk, tmp_path: Path
) -> None:
    (tmp_path / "03-broken.toml").write_text("id = 3")
    assert [lesson.id for lesson in desk.lessons] == ["small", "later"]
    assert "03-broken.toml" in scene.window.banner.text


@pytest.mark.parametrize("text", ["{", '{"lesson": "small", "at": 99}'])
def test_what_somebody_wrote_into_the_settings_is_a_lesson_not_begun(
    desk: LessonDesk, store: QSettings, text: str, lesson: Lesson
) -> None:
    store.setValue("lessons/small", text)
    assert not desk.record_of(lesson).is_begun


def _go_to_step(desk: LessonDesk, do_backward: Callable[[], None]) -> None:
    desk.go_on()
    desk.walk.answer(0)
    do_backward()
    desk.go_on()
