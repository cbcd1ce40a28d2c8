"""What a screen reader finds in the real window: names, roles and values, as Qt hands them on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from embviz.core.messages import Snapshot
from embviz.core.outline import Moment
from embviz.gui.details.sheet import Sheet
from embviz.gui.heatmap.view import HeatmapView
from tests.gui.scene import WEIGHT, Scene

NAME, VALUE, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description
Role = QAccessible.Role
MakeSnapshot = Callable[..., Snapshot]


def read(thing: QObject) -> QAccessibleInterface:
    """Return what a screen reader finds of `thing`."""
    found = QAccessible.queryAccessibleInterface(thing)
    assert found is not None
    return found


def children(part: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [part.child(index) for index in range(part.childCount())]


def everything(part: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Walk through `part` and all in it that is on screen."""
    yield part
    for child in children(part):
        assert child is not None
        if not child.state().invisible:
            yield from everything(child)


def test_everything_that_can_have_the_keyboard_has_a_name(scene: Scene) -> None:
    nameless = []
    for tab in scene.studio.details.tabs.values():
        tab.click()
        for widget in scene.window.findChildren(QWidget):
            can_have = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            # What hands the keyboard on is never where it is.
            if not can_have or widget.focusProxy() is not None:
                continue
            name = read(widget).text(NAME)
            if not name or name == type(widget).__name__:
                nameless.append((type(widget).__name__, widget.objectName(), name))
    assert nameless == []


def test_each_part_of_the_tree_knows_where_it_is_in_it(scene: Scene) -> None:
    for part in everything(read(scene.window)):
        for index, child in enumerate(children(part)):
            if child.object() is not None and not child.state().invisible:
                assert child.parent().object() is part.object(), (child.role(), child.text(NAME))
                assert part.indexOfChild(child) == index, (child.role(), child.text(NAME))


def test_choices_are_told_as_what_they_are(scene: Scene) -> None:
    tabs = [read(tab) for tab in scene.studio.details.tabs.values()]
    assert {tab.role() for tab in tabs} == {Role.PageTab}
    assert [tab.text(NAME) for tab in tabs if tab.state().selected] == ["Inspector"]
    words = [read(word) for word in scene.studio.curve.choice.segments]
    assert {word.role() for word in words} == {Role.RadioButton}
    assert [word.state().checked for word in words] == [True, False, False]
    assert read(scene.studio.curve.log_button).role() == Role.CheckBox


def test_a_screen_reader_can_press_a_tab_and_give_it_the_keyboard(scene: Scene) -> None:
    tab = scene.studio.details.tabs["code"]
    actions = read(tab).actionInterface()
    actions.doAction(QAccessibleActionInterface.pressAction())
    assert scene.studio.details.shown == "code"
    actions.doAction(QAccessibleActionInterface.setFocusAction())
    assert tab.hasFocus()


def test_each_choice_of_the_form_is_called_by_its_label(scene: Scene) -> None:
    form = scene.studio.setup
    labels = {
        label.buddy().objectName(): label.text() for label in form.findChildren(QLabel) if label.buddy()
    }
    names = ("field_loss", "field_optimizer", "field_zero_grad", "field_schedule")
    assert [labels[name] for name in names] == ["Loss", "Optimizer", "zero_grad", "Schedule"]


def test_the_curve_tells_its_last_number(scene: Scene) -> None:
    curve = read(scene.studio.curve.plot)
    assert curve.role() == Role.Chart
    assert curve.text(NAME) == "distance at each step"
    assert curve.text(VALUE) == "step 0: 1.5000"
    scene.studio.controller.step()
    scene.answer(step=1, distances=[0.25])
    assert curve.text(VALUE) == "step 1: 0.2500"


def test_the_timeline_is_a_slider_over_the_moments_that_can_be_set(scene: Scene) -> None:
    scene.press("B")
    scene.answer(step=3, distances=[4.0, 3.0, 2.0, 1.0], moment=Moment(0, 3), last=3)
    timeline = read(scene.studio.timeline.canvas)
    value = timeline.valueInterface()
    assert timeline.role() == Role.Slider
    assert (value.minimumValue(), value.currentValue(), value.maximumValue()) == (0, 3, 3)
    value.setCurrentValue(1)
    assert scene.commands[-1] == "go"
    assert scene.link.sent[-1].moment.index == 1


def test_the_line_at_the_foot_is_its_own_name(scene: Scene) -> None:
    status = read(scene.window.status)
    assert (status.role(), status.text(NAME)) == (Role.StatusBar, scene.window.status.text)


def test_each_line_of_the_arithmetic_is_read_by_itself(scene: Scene) -> None:
    (sheet,) = (one for one in scene.studio.details.findChildren(Sheet) if one.isVisible())
    part = read(sheet)
    assert part.role() == Role.Document
    assert [line.text(NAME) for line in children(part)] == [block.text for block in sheet.blocks]
    assert {line.role() for line in children(part)} == {Role.StaticText}
    boxes = [line.rect() for line in children(part)]
    assert all(one.bottom() <= other.top() + 1 for one, other in pairwise(boxes))


def test_what_is_gone_answers_with_nothing(qapp: QApplication, make_snapshot: MakeSnapshot) -> None:
    view = HeatmapView()
    view.set_tile(make_snapshot(WEIGHT).weight, 1)
    view.resize(400, 200)
    part = read(view)
    cell = part.child(0)
    assert (part.childCount(), cell.text(NAME)) == (10, ", row 0, column 0, 0.2500")
    number = QAccessible.uniqueId(cell)
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert QAccessible.accessibleInterface(number) is None
