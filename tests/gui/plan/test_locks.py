"""A setting that is fixed stays, says why, and no experiment begins with another."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from embviz.core.examples import EXAMPLES
from embviz.core.experiment import Experiment
from embviz.gui import language
from embviz.gui.lessons.lines import IconLine
from embviz.gui.plan.desk import PlanDesk
from embviz.gui.setup.rows import OPTIONS
from tests.gui.plan.conftest import Enter
from tests.gui.scene import Scene

LOCKED = "[fixed]\nlr = 0.5\nloss = 'squared_euclidean'\nseed = 7"


def test_a_fixed_field_has_its_value_and_says_why(scene: Scene, enter: Enter) -> None:
    enter(LOCKED)
    for name, typed in (("lr", "0.5"), ("seed", "7"), ("loss", "squared_euclidean")):
        field = scene.studio.setup.fields[name]
        assert field.typed == typed
        assert not field.editor.isEnabled()
        line = scene.window.findChild(IconLine, f"lock_{name}")
        assert line.text == "fixed by the plan monday.toml"
    assert scene.studio.setup.fields["momentum"].editor.isEnabled()


def test_the_run_begins_anew_with_what_is_fixed(scene: Scene, enter: Enter) -> None:
    enter(LOCKED)
    sent = scene.link.sent[-1]
    assert sent.command == "begin"
    assert sent.experiment == Experiment(
        seed=7, loss="squared_euclidean", optimizer_args={"lr": 0.5, "momentum": 0.9}
    )


def test_a_run_that_has_what_is_fixed_goes_on(scene: Scene, enter: Enter) -> None:
    count = len(scene.link.sent)
    enter("[fixed]\nlr = 0.1")
    assert len(scene.link.sent) == count


@pytest.mark.parametrize("optimizer", ["Adam", "RMSprop", "Adagrad"])
def test_another_optimizer_has_the_lr_that_is_fixed(scene: Scene, enter: Enter, optimizer: str) -> None:
    enter("[fixed]\nlr = 0.5")
    scene.answer()
    scene.studio.setup.fields["optimizer"].editor.choose(optimizer)
    field = scene.studio.setup.fields["lr"]
    assert (field.typed, field.editor.isEnabled()) == ("0.5", False)
    scene.studio.setup.apply_button.click()
    begun = scene.link.sent[-1].experiment
    assert (begun.optimizer, begun.optimizer_args["lr"]) == (optimizer, 0.5)


def test_another_experiment_in_the_form_has_what_is_fixed(scene: Scene, enter: Enter) -> None:
    enter("[fixed]\nlr = 0.5\ndtype = 'float64'")
    scene.studio.setup.set_experiment(Experiment(dim=3, optimizer="Adam", optimizer_args={"lr": 0.2}))
    setup = scene.studio.setup
    assert (setup.fields["lr"].typed, setup.form.typed("dtype")) == ("0.5", "float64")
    setup.form.fold.setChecked(True)
    assert not setup.fields["dtype"].editor.isEnabled()
    assert setup.fields["sparse"].editor.isEnabled()


def test_hidden_fields_stay_hidden(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    enter("hide = ['setup:momentum', 'setup:seed', 'setup:dtype']")
    setup = scene.studio.setup
    setup.set_experiment(Experiment(optimizer="RMSprop"))
    setup.form.fold.setChecked(True)
    assert not any(setup.fields[name].editor.isVisibleTo(setup) for name in ("momentum", "seed", "dtype"))
    assert setup.fields["lr"].editor.isVisibleTo(setup)
    desk.leave()
    assert all(setup.fields[name].editor.isVisibleTo(setup) for name in ("momentum", "seed", "dtype"))


def test_where_all_options_are_hidden_their_fold_is_too(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    enter(f"hide = {[f'setup:{row.name}' for row in OPTIONS]}")
    assert not scene.studio.setup.form.fold.isVisible()
    desk.leave()
    assert scene.studio.setup.form.fold.isVisible()


@pytest.mark.parametrize("experiment", [Experiment(), Experiment(optimizer_args={"lr": 0.2})])
def test_an_experiment_with_another_value_is_refused_in_words(
    scene: Scene, enter: Enter, experiment: Experiment
) -> None:
    enter("[fixed]\nlr = 0.5")
    scene.answer()
    count = len(scene.link.sent)
    scene.studio.begin(experiment)
    assert len(scene.link.sent) == count
    assert "The plan monday.toml fixes lr = 0.5." in scene.window.banner.text


def test_ready_experiments_with_another_value_are_not_offered(scene: Scene, enter: Enter) -> None:
    enter("[fixed]\nmomentum = 0.0")
    menu = scene.window.menu("Experiments")
    offered = {action.objectName() for action in menu.actions() if action.isVisible()}
    fitting = {
        f"example_{one.id}" for one in EXAMPLES if one.experiment.arguments.get("momentum", 0.0) == 0.0
    }
    assert offered - {""} == fitting
    assert "example_article" not in offered


def test_the_words_follow_the_language(scene: Scene, enter: Enter) -> None:
    enter("[fixed]\nlr = 0.5")
    line = scene.window.findChild(IconLine, "lock_lr")
    english = line.text
    language.switch(scene.studio, "ja")
    assert "monday.toml" in line.text
    language.switch(scene.studio, "en")
    assert line.text == english


def test_left_the_form_takes_anything_again(scene: Scene, enter: Enter, desk: PlanDesk) -> None:
    enter("[fixed]\nlr = 0.5")
    scene.answer()
    desk.leave()
    field = scene.studio.setup.fields["lr"]
    field.editor.setFocus()
    field.editor.selectAll()
    QTest.keyClicks(field.editor, "0.25")
    assert field.typed == "0.25"
    assert not any(line.isVisible() for line in scene.window.findChildren(IconLine, "lock_lr"))
    scene.studio.setup.apply_button.click()
    assert scene.link.sent[-1].experiment.optimizer_args["lr"] == 0.25
