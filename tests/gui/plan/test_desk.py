"""Plans are opened, read again, saved and left; what is wrong with one is told line by line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QFileSystemWatcher, QSettings, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.plan.faults import PlanError
from embviz.core.plan.plan import Begin, Plan
from embviz.core.plan.reading import load_plan, read_plan
from embviz.gui import geometry, language
from embviz.gui.control.notice import Notice
from embviz.gui.plan.desk import PlanDesk
from embviz.gui.plan.known import known
from embviz.gui.plan.saving import planned
from tests.gui.plan.conftest import Enter
from tests.gui.scene import Scene

OWN = """\
language = "ja"
theme = "dark"
text_scale = 125
examples = ["no_momentum"]
lessons = []
begin = { experiment = "slow" }
[[experiments]]
id = "slow"
title = { en = "Slow & small", ja = "ゆっくり" }
look_for = { en = "It takes <b>long</b>.", ja = "時間がかかる。" }
curve = "gap"
[experiments.experiment]
optimizer_args = { lr = 0.01 }
"""
SLOW = Experiment(optimizer_args={"lr": 0.01})


def shown(scene: Scene) -> tuple[str, str, float, bool]:
    wall = scene.studio.classroom.wall
    return language.spoken(), scene.window.theme.name, wall.look.text_scale, wall.presenter.is_on


def entries(scene: Scene, menu: str) -> list[str]:
    return [
        one.text() for one in scene.window.menu(menu).actions() if one.isVisible() and not one.isSeparator()
    ]


def test_language_theme_and_size_are_the_plans_and_come_back(
    scene: Scene, enter: Enter, desk: PlanDesk, store: QSettings
) -> None:
    before = shown(scene)
    enter(OWN)
    assert shown(scene) == ("ja", "dark", 1.25, False)
    # What a person has chosen is kept for the next start; a plan is not.
    assert [geometry.settings().value(key) for key in ("language", "theme", "text_scale")] == [None] * 3
    desk.leave()
    assert shown(scene) == before


def test_a_plan_opens_in_presenter_mode(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    enter("presenter = true")
    assert scene.studio.classroom.wall.presenter.is_on
    desk.leave()
    assert not scene.studio.classroom.wall.presenter.is_on


def test_its_own_experiments_stand_first_and_begin(scene: Scene, enter: Enter) -> None:
    enter(OWN.replace('"ja"\n', '"en"\n', 1))
    assert entries(scene, "Experiments") == ["Slow && small", "Without momentum"]
    # The picture in another size was asked for first.
    scene.answer()
    assert [request.experiment for request in scene.link.sent if request.command == "begin"][-1] == SLOW
    assert scene.window.banner.text == "Slow & small: It takes <b>long</b>."
    language.switch(scene.studio, "ja")
    assert entries(scene, "Experiments")[0] == "ゆっくり"


def test_one_of_its_own_experiments_is_begun_from_the_menu(scene: Scene, enter: Enter) -> None:
    enter(OWN.replace('"ja"\n', '"en"\n', 1).replace('"slow" }', '"no_momentum" }', 1))
    scene.answer()
    slow = next(one for one in scene.window.menu("Experiments").actions() if one.text() == "Slow && small")
    slow.trigger()
    scene.answer()
    assert [request.experiment for request in scene.link.sent if request.command == "begin"][-1] == SLOW
    assert scene.window.banner.text == "Slow & small: It takes <b>long</b>."


SGD_ALONE = "[fixed]\noptimizer = 'SGD'\n"
ADAM = Experiment(optimizer="Adam", optimizer_args={})


def test_an_experiment_that_was_asked_for_and_is_not_allowed_is_told_of(scene: Scene, desk: PlanDesk) -> None:
    scene.studio.begin(ADAM)
    scene.answer()
    desk.enter(read_plan(SGD_ALONE, "monday.toml", known()), begins=False)
    scene.answer()
    assert scene.studio.controller.experiment == Experiment()
    assert scene.window.banner.text == "This cannot begin here: The plan monday.toml fixes optimizer = 'SGD'."
    scene.window.banner.button.click()
    assert scene.window.banner.text.startswith("Plan: monday.toml")


def test_a_run_that_a_plan_puts_an_end_to_does_not_take_the_plans_word_with_it(
    scene: Scene, desk: PlanDesk, enter: Enter
) -> None:
    scene.studio.begin(ADAM)
    scene.answer()
    enter(SGD_ALONE)
    scene.answer()
    assert scene.studio.controller.experiment == Experiment()
    assert scene.window.banner.text.startswith("Plan: monday.toml")


def test_one_that_is_on_screen_as_it_begins_is_not_begun_again(scene: Scene, enter: Enter) -> None:
    count = len(scene.link.sent)
    enter('begin = { experiment = "article" }')
    assert len(scene.link.sent) == count
    assert "The article" in scene.window.banner.text


def test_lessons_are_those_of_the_plan_in_its_order(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    lessons = scene.studio.classroom.lessons
    ids = [one.id for one in lessons.lessons]
    chosen = ids[1::-1]
    enter(f"lessons = {chosen}")
    assert [one.id for one in lessons.lessons] == chosen
    desk.leave()
    assert [one.id for one in lessons.lessons] == ids


def test_left_the_menu_has_all_experiments_again(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    before = entries(scene, "Experiments")
    enter(OWN)
    desk.leave()
    assert entries(scene, "Experiments") == before


def test_leave_is_offered_in_a_plan_alone(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    leave = scene.window.actions_by_id["action_leave_plan"]
    assert not leave.isVisible()
    enter("")
    assert leave.isVisible()
    leave.trigger()
    assert not leave.isVisible()
    enter("hide = ['leave_plan']")
    assert not leave.isVisible()
    assert scene.window.banner.text == "Plan: monday.toml: The window shows what the plan has for it."


def test_all_that_is_wrong_is_told_and_nothing_changes(scene: Scene, desk: PlanDesk, tmp_path: Path) -> None:
    path = tmp_path / "monday.toml"
    path.write_text("hide = ['stpe']\n\ntheme = 'drak'\n")
    desk.open(str(path))
    assert scene.window.banner.text == (
        "The plan cannot be used: monday.toml, line 1: 'stpe' is no control; did you mean 'step'?\n"
        "monday.toml, line 3: 'drak' is no theme; did you mean 'dark'?"
    )
    assert desk.plan is None


def test_of_many_faults_the_first_are_told_and_the_others_counted(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text("".join(f"a{n} = 1\n" for n in range(20)))
    desk.open(str(path))
    assert scene.window.banner.text.endswith("\nand 12 more")


def test_a_long_list_of_names_is_cut_in_the_window_alone(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text(f"hide = {['xx', 'yy', 'zz', 'qq', 'ww', 'vv']}\n")
    with pytest.raises(PlanError) as caught:
        load_plan(path, known())
    controls = known().controls
    assert str(caught.value).count(", ".join(controls)) == 6
    desk.open(str(path))
    faults = scene.window.banner.text.splitlines()
    assert len(faults) == 6
    first = f"{', '.join(controls[:5])} and {len(controls) - 5} more"
    assert faults[-1] == f"monday.toml, line 1: 'vv' is no control; there are {first}"


def test_a_banner_has_as_much_as_there_is_room_for(scene: Scene, desk: PlanDesk, tmp_path: Path) -> None:
    path = tmp_path / "monday.toml"
    for name, count in (("a", 8), ("の" * 40, 4), ("n\\n" * 5000, 2)):
        path.write_text("".join(f"'{name}{n}' = 1\n" for n in range(20)).replace("'", '"'))
        desk.open(str(path))
        *told, more = scene.window.banner.text.splitlines()
        assert (len(told), more) == (count, f"and {20 - count} more")
        height = scene.window.banner.heightForWidth(1280)
        assert height < 9 * scene.window.banner.fontMetrics().lineSpacing() + 40


def test_a_file_that_is_not_there_is_told_of(scene: Scene, desk: PlanDesk, tmp_path: Path) -> None:
    desk.open(str(tmp_path / "none.toml"))
    assert "The plan none.toml cannot be read: No such file" in scene.window.banner.text


def test_a_plan_that_is_changed_is_read_again(
    scene: Scene, desk: PlanDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text("hide = ['step']\n")
    desk.open(str(path))
    step, train = (scene.window.actions_by_id[f"action_{name}"] for name in ("step", "train"))
    assert (step.isVisible(), train.isVisible()) == (False, True)
    # As an editor does: another file in its place.
    other = tmp_path / "other"
    other.write_text("hide = ['train']\n")
    other.replace(path)
    qtbot.waitUntil(lambda: not train.isVisible(), timeout=5000)
    assert step.isVisible()
    path.write_text("hide = [\n")
    qtbot.waitUntil(lambda: "line 1: this is no TOML" in scene.window.banner.text, timeout=5000)
    assert not train.isVisible()
    desk.leave()


def test_a_plan_that_was_away_is_read_again_once_it_is_back(
    scene: Scene, desk: PlanDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    path = folder / "monday.toml"
    path.write_text("hide = ['step']\n")
    desk.open(str(path))
    step, train = (scene.window.actions_by_id[f"action_{name}"] for name in ("step", "train"))
    looked_for = desk.findChild(QTimer).timeout
    with qtbot.waitSignal(looked_for, timeout=5000):
        path.unlink()
    assert not step.isVisible()
    path.write_text("hide = ['train']\n")
    qtbot.waitUntil(lambda: not train.isVisible(), timeout=5000)
    assert step.isVisible()
    with qtbot.waitSignal(looked_for, timeout=5000):
        shutil.rmtree(folder)
    with qtbot.waitSignal(looked_for, timeout=5000):
        folder.mkdir()
    path.write_text("hide = ['step']\n")
    qtbot.waitUntil(train.isVisible, timeout=5000)
    path.write_text("")
    qtbot.waitUntil(step.isVisible, timeout=5000)
    desk.leave()


def test_what_else_comes_into_its_folder_has_no_plan_read_again(
    desk: PlanDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text("hide = ['step']\n")
    desk.open(str(path))
    watcher, timer = desk.findChild(QFileSystemWatcher), desk.findChild(QTimer)
    with qtbot.waitSignal(watcher.directoryChanged, timeout=5000):
        (tmp_path / "other.txt").write_text("")
    assert not timer.isActive()
    desk.leave()


def test_the_same_file_read_again_gives_back_what_it_no_longer_says(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    before = shown(scene)
    path = tmp_path / "monday.toml"
    path.write_text(OWN)
    desk.open(str(path))
    count = len(scene.link.sent)
    path.write_text("")
    desk.reload()
    assert shown(scene) == before
    assert len(scene.link.sent) == count
    desk.leave()


def test_what_somebody_has_chosen_stays_while_the_plan_says_nothing_of_it(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    before = shown(scene)
    path = tmp_path / "monday.toml"
    path.write_text("hide = ['step']\n")
    desk.open(str(path))
    wall = scene.studio.classroom.wall
    language.choose(scene.studio, "ja")
    wall.choose_theme("dark")
    wall.choose_text_scale(1.25)
    wall.choose_colour_map("CET-D7")
    wall.presenter.toggle()
    path.write_text("hide = ['step', 'train']\n")
    desk.reload()
    assert not scene.window.actions_by_id["action_train"].isVisible()
    assert (shown(scene), wall.look.colour_map) == (("ja", "dark", 1.25, True), "CET-D7")
    path.write_text("hide = ['step', 'train']\ntheme = 'contrast'\npresenter = false\n")
    desk.reload()
    assert shown(scene) == ("ja", "contrast", 1.25, False)
    desk.leave()
    assert (shown(scene), wall.look.colour_map) == (before, "")


def test_what_somebody_has_chosen_instead_of_the_plans_stays_too(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text("theme = 'dark'\ntext_scale = 125\n")
    desk.open(str(path))
    scene.studio.classroom.wall.choose_theme("contrast")
    path.write_text("theme = 'dark'\ntext_scale = 125\nhide = ['step']\n")
    desk.reload()
    assert shown(scene)[1:3] == ("contrast", 1.25)
    path.write_text("")
    desk.reload()
    assert shown(scene)[1:3] == ("contrast", 1.0)
    desk.leave()


def test_a_plan_saved_and_opened_gives_the_same_window(
    scene: Scene, desk: PlanDesk, enter: Enter, tmp_path: Path
) -> None:
    enter(OWN + "[fixed]\nloss = 'euclidean'\n")
    scene.answer()
    studio = scene.studio
    studio.classroom.wall.panels.toggle("panel_curve")
    begun = Experiment(dim=3, optimizer="Adam", optimizer_args={"lr": 0.5})
    studio.begin(begun)
    studio.setup.set_experiment(begun)
    scene.answer(weight=[[1, 2, 3], [4, 5, 6]])
    path = tmp_path / "tuesday.toml"
    desk.save(str(path))
    look, widgets = shown(scene), visible(scene)
    desk.leave()
    studio.classroom.wall.show_usual()
    studio.begin(Experiment())
    scene.answer()
    desk.open(str(path))
    scene.answer(weight=[[1, 2, 3], [4, 5, 6]])
    assert shown(scene) == look
    assert visible(scene) == widgets
    assert studio.controller.experiment == begun
    assert planned(studio, desk.plan) == desk.plan
    desk.leave()


def visible(scene: Scene) -> set[str]:
    names = {one.objectName() for one in scene.window.findChildren(QWidget) if one.isVisible()}
    return {name for name in names if not name.startswith(("banner", "qt_"))}


def test_what_is_saved_has_comments_and_names_what_is_on_screen(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    path = tmp_path / "plan.toml"
    desk.save(str(path))
    text = path.read_text()
    assert text.startswith("# A plan for embviz")
    assert "# What the window begins with" in text
    plan = load_plan(path, known())
    assert (plan.language, plan.theme, plan.text_scale, plan.presenter) == ("en", "light", 100, False)
    assert plan.begin == Begin("experiment", "now")
    assert plan.first == Experiment()
    assert f"Written: {path}" in scene.window.status.text


def test_a_folder_that_cannot_be_written_to_is_told_of(scene: Scene, desk: PlanDesk, tmp_path: Path) -> None:
    desk.save(str(tmp_path / "none" / "plan.toml"))
    assert "The plan plan.toml cannot be written: No such file" in scene.window.banner.text


def test_what_was_wrong_with_a_plan_is_told_no_longer_once_it_is_as_it_was(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text("hide = ['step']\n")
    desk.open(str(path))
    for mend in (lambda: path.write_text("hide = ['step']\n"), desk.leave):
        path.write_text("hide = ['stpe']\n")
        desk.reload()
        assert scene.window.banner.text.startswith("The plan cannot be used")
        mend()
        desk.reload()
        assert "cannot" not in scene.window.banner.text


def test_what_others_have_told_stays_while_a_plan_is_read_again(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    path = tmp_path / "monday.toml"
    path.write_text("hide = ['step']\n")
    desk.open(str(path))
    path.write_text("hide = ['stpe']\n")
    desk.reload()
    scene.studio.notices.tell(Notice("A lesson cannot be read", "it is empty", "dismiss"))
    path.write_text("hide = ['step']\n")
    desk.reload()
    assert scene.window.banner.text == "A lesson cannot be read: it is empty"
    desk.leave()
    assert scene.window.banner.text == "A lesson cannot be read: it is empty"


def test_what_could_not_be_written_is_told_no_longer_once_it_is(
    scene: Scene, desk: PlanDesk, tmp_path: Path
) -> None:
    desk.save(str(tmp_path / "none" / "plan.toml"))
    assert scene.window.banner.isVisible()
    desk.save(str(tmp_path / "plan.toml"))
    assert not scene.window.banner.isVisible()


def test_what_a_plan_did_not_allow_is_told_no_longer_once_it_is_left(
    scene: Scene, desk: PlanDesk, enter: Enter
) -> None:
    enter(SGD_ALONE)
    scene.studio.begin(ADAM)
    assert scene.window.banner.text.startswith("This cannot begin here")
    desk.leave()
    assert not scene.window.banner.isVisible()


@pytest.mark.parametrize("ask", ["ask_open", "ask_save"])
def test_the_dialogs_ask_for_toml_files(scene: Scene, desk: PlanDesk, ask: str) -> None:
    getattr(desk, ask)()
    (dialog,) = scene.window.findChildren(QFileDialog)
    assert "*.toml" in dialog.nameFilters()[0]
    dialog.reject()


def test_an_empty_plan_changes_nothing(scene: Scene, enter: Enter) -> None:
    before, widgets = shown(scene), visible(scene)
    assert enter("") == Plan(name="monday.toml")
    assert (shown(scene), visible(scene)) == (before, widgets)
