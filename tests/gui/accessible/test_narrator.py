"""What is read out: the line at the foot as it changes, the banner at once, and a Run at its ends."""

from __future__ import annotations

from PySide6.QtGui import QAccessible

from tests.gui.accessible.conftest import Heard
from tests.gui.scene import Scene

SAID = QAccessible.Event.Announcement


def said(heard: list[Heard]) -> list[str]:
    return [one.text for one in heard if one.kind == SAID]


def test_what_a_press_has_done_is_read_out_once(scene: Scene, heard: list[Heard]) -> None:
    scene.press("F")
    scene.answer(command="forward")
    assert said(heard) == [scene.window.status.text]
    assert "Forward computed the loss" in said(heard)[0]
    scene.studio.controller.set_cell((1, 1))
    scene.answer(command="forward")
    assert len(said(heard)) == 1


def test_an_error_is_read_out_with_its_cause(scene: Scene, heard: list[Heard]) -> None:
    scene.press("B")
    scene.fail()
    assert "It failed.: for a reason" in said(heard)


def test_a_run_is_read_out_when_it_begins_and_when_it_has_ended(scene: Scene, heard: list[Heard]) -> None:
    scene.press(" ")
    for step in range(1, 50):
        scene.answer(command="train", step=step, distances=[1.0 / step])
    assert len(said(heard)) == 1
    assert "press Pause to stop" in said(heard)[0]
    scene.press(" ")
    while scene.studio.controller.requests_in_flight:
        scene.answer(command="train", step=50, distances=[0.5])
        scene.link.sent.pop()
    assert said(heard)[-1] == scene.window.status.text
    assert len(said(heard)) == 2
