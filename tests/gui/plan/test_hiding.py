"""What a plan hides can be reached neither by key nor by menu nor by button, and all of it comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from embviz.gui.actions import ACTIONS, MENUS
from embviz.gui.control.state import State
from embviz.gui.plan.desk import PlanDesk
from embviz.gui.plan.known import ACTION, PANELS, TABS, known
from tests.gui.plan.conftest import Enter
from tests.gui.scene import Scene


def visible_actions(scene: Scene) -> set[str]:
    return {name for name, action in scene.window.actions_by_id.items() if action.isVisible()}


def visible_widgets(scene: Scene) -> set[str]:
    names = {one.objectName() for one in scene.window.findChildren(QWidget) if one.isVisible()}
    # Qt's own come and go with the length of what is scrolled.
    return {name for name in names if not name.startswith("qt_")}


def visible_tabs(scene: Scene) -> list[str]:
    return [name for name, tab in scene.studio.details.tabs.items() if tab.isVisible()]


@pytest.mark.parametrize("name", known().actions)
def test_a_hidden_action_is_pressed_by_nothing(scene: Scene, enter: Enter, name: str) -> None:
    enter(f"hide = ['{name}']")
    action = scene.window.actions_by_id[f"{ACTION}{name}"]
    pressed: list[str] = []
    action.triggered.connect(lambda: pressed.append(name))
    for state in State:
        scene.window.set_state(state)
        assert not action.isVisible()
        assert not action.isEnabled()
    scene.window.set_state(State.IDLE)
    keys = QKeySequence(next(row.shortcut for row in ACTIONS if row.id == action.objectName()))
    scene.window.setFocus()
    QTest.keySequence(scene.window, keys)
    assert pressed == []
    button = scene.window.toolbar.buttons.get(action.objectName())
    assert button is None or not button.isVisible()


def test_the_sheet_of_keys_has_no_key_of_a_hidden_action(scene: Scene, enter: Enter) -> None:
    sheet = scene.studio.classroom.wall.sheet
    enter("hide = ['step']")
    sheet.toggle()
    told = {line.text for line in sheet.lines}
    assert "Step" not in told
    assert {"Backward", "Start this step again"} <= told
    sheet.toggle()


@pytest.mark.parametrize("name", ["step", "train", "run", "zero_grad"])
def test_what_stands_beside_a_hidden_button_goes_with_it(scene: Scene, enter: Enter, name: str) -> None:
    before = visible_widgets(scene)
    enter(f"hide = ['{name}']")
    gone = before - visible_widgets(scene)
    beside = {"train": "train_count", "run": "stopping", "zero_grad": "zeroing"}
    assert beside.get(name) is None or beside[name] in gone


CARD = {
    "lesson_next": "lesson_next",
    "lesson_back": "lesson_back",
    "lesson_again": "lesson_again",
    "lesson_end": "lesson_close",
    "panel_setup": "lesson_setup",
}


@pytest.mark.parametrize("name", CARD)
def test_the_card_of_a_lesson_has_no_button_of_what_is_hidden(
    scene: Scene, enter: Enter, desk: PlanDesk, name: str
) -> None:
    enter(f"hide = ['{name}']")
    lessons = scene.studio.classroom.lessons
    lessons.open(lessons.lessons[0].id)
    scene.answer()
    # It comes and goes by what is done in the lesson.
    lessons.panel.again.show()
    assert set(CARD.values()) - visible_widgets(scene) == {CARD[name]}
    desk.leave()
    lessons.panel.again.show()
    assert set(CARD.values()) <= visible_widgets(scene)
    lessons.close()


@pytest.mark.parametrize(
    ("names", "menu"),
    [(["theme"], "look_menu"), (["text_larger"], "text_menu"), (["text_smaller", "theme"], "text_menu")],
)
def test_no_menu_does_what_is_hidden(
    scene: Scene, enter: Enter, desk: PlanDesk, names: list[str], menu: str
) -> None:
    action = scene.window.findChild(QMenu, menu).menuAction()
    enter("hide = ['step']")
    assert action.isVisible()
    enter(f"hide = {names}")
    assert not action.isVisible()
    desk.leave()
    assert action.isVisible()


def test_the_speed_goes_with_the_last_that_has_one(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    toolbar = scene.window.toolbar
    for name in ("train", "run"):
        enter(f"hide = ['{name}']")
        assert toolbar.speed.isVisible()
    narrow = toolbar.minimumSizeHint().width()
    enter("hide = ['train', 'run']")
    scene.studio.classroom.wall.presenter.toggle()
    scene.studio.classroom.wall.presenter.toggle()
    assert not toolbar.speed.isVisible()
    assert toolbar.minimumSizeHint().width() < narrow - toolbar.speed.width()
    desk.leave()
    assert toolbar.speed.isVisible()


@pytest.mark.parametrize("name", PANELS)
def test_a_hidden_panel_is_shown_by_nobody(scene: Scene, enter: Enter, name: str) -> None:
    enter(f"hide = ['{name}']")
    widget = scene.window.findChild(QWidget, name)
    wall = scene.studio.classroom.wall
    for do in (widget.show, wall.show_usual, wall.presenter.toggle, wall.presenter.toggle):
        do()
        assert not widget.isVisible()
    QTest.keyClick(scene.window, "1")
    assert not widget.isVisible()


def test_a_panel_that_is_hidden_cannot_be_shown_alone(scene: Scene, enter: Enter) -> None:
    enter("hide = ['panel_grad']")
    panels = scene.studio.classroom.wall.panels
    before = panels.shown
    panels.show_alone("panel_grad")
    assert panels.shown == before
    assert scene.studio.weight.isVisible()


@pytest.mark.parametrize("name", TABS)
def test_a_hidden_tab_is_shown_by_nobody(scene: Scene, enter: Enter, name: str) -> None:
    scene.studio.details.show_view(name)
    enter(f"hide = ['tab:{name}']")
    assert visible_tabs(scene) == [one for one in TABS if one != name]
    scene.studio.details.show_view(name)
    scene.studio.weight.cell_clicked.emit((0, 1))
    assert scene.studio.details.shown != name


def test_a_menu_of_which_all_is_hidden_goes_too(scene: Scene, enter: Enter) -> None:
    history = [row.id.removeprefix(ACTION) for row in ACTIONS if row.menu == "History"]
    enter(f"hide = {history}")
    shown = [name for name in MENUS if scene.window.menu(name).menuAction().isVisible()]
    assert shown == [name for name in MENUS if name != "History"]


def test_no_session_is_dropped_where_open_is_hidden(scene: Scene, enter: Enter, tmp_path: Path) -> None:
    enter("hide = ['open', 'export']")
    path = tmp_path / "lesson.embviz"
    path.write_text("x")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(scene.window.window(), event)
    assert "no place" in scene.studio.files.drop.overlay.text
    scene.studio.files.drop.overlay.hide()
    assert not scene.window.recent_menu.menuAction().isVisible()
    assert not scene.studio.files.panel_menu.has_figures


def test_the_way_of_clearing_goes_where_it_is_fixed(scene: Scene, enter: Enter) -> None:
    enter("[fixed]\nzero_grad = 'zeros'")
    assert not any(action.isVisible() for action in scene.window.toolbar.zeroing.actions.values())
    assert "zeroing" not in visible_widgets(scene)


def test_leaving_gives_everything_back_where_it_was(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    window = scene.window
    before = visible_actions(scene), visible_widgets(scene), visible_tabs(scene)
    places = {one.objectName(): one.geometry() for one in window.toolbar.buttons.values()}
    fields = {name: field.editor.isEnabled() for name, field in scene.studio.setup.fields.items()}
    enter(
        f"hide = {[one for one in known().controls if one not in ('tab:inspector', 'panel_weight')]}\n"
        "[fixed]\nlr = 0.5\nseed = 3\noptimizer = 'SGD'"
    )
    assert visible_tabs(scene) == []
    assert visible_actions(scene) == set()
    assert not visible_widgets(scene) & {"panel_grad", "panel_setup", "timeline", "train_count"}
    desk.leave()
    window.layout().activate()
    assert visible_actions(scene) == before[0]
    assert visible_widgets(scene) == before[1]
    assert visible_tabs(scene) == before[2]
    assert {name: field.editor.isEnabled() for name, field in scene.studio.setup.fields.items()} == fields
    assert {one.objectName(): one.geometry() for one in window.toolbar.buttons.values()} == places
    assert desk.plan is None


def test_the_timeline_leaves_no_gap(scene: Scene, enter: Enter) -> None:
    timeline = scene.studio.timeline
    place = timeline.previous.geometry()
    enter("hide = ['back']")
    assert timeline.next.geometry() == place
