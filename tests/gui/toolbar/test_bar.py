"""The row of buttons: each shows its action, and the next one to press is the one in the accent colour."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QIcon, QKeySequence, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from embviz.gui.theme import LIGHT, Theme
from embviz.gui.toolbar.bar import ActionButton, Fullness, Toolbar
from embviz.gui.toolbar.zeroing import ZeroingArrow

Show = Callable[..., Any]


def action(name: str = "action_step", text: str = "Step", key: str = "S") -> QAction:
    made = QAction()
    made.setObjectName(name)
    made.setText(text)
    made.setShortcut(QKeySequence(key))
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.red)
    made.setIcon(QIcon(pixmap))
    return made


@pytest.fixture
def toolbar(show: Show) -> Toolbar:
    bar = Toolbar()
    bar.set_theme(LIGHT)
    bar.actions_kept = [  # type: ignore[attr-defined]
        action(f"action_{name}", name.capitalize().replace("_", " "), name[0].upper())
        for name in ("forward", "backward", "step", "train", "run", "zero_grad", "reset")
    ]
    for one in bar.actions_kept:  # type: ignore[attr-defined]
        bar.add(one, gap_before=one.text() == "Zero grad", with_count=one.text() == "Train")
    bar.engine.setText("PyTorch 2.13.0")
    return show(bar, 1280, 54)


class TestButton:
    def test_the_next_one_has_the_accent_and_others_do_not(
        self, theme: Theme, show: Show, picture: Any
    ) -> None:
        step = action()
        button = ActionButton(step)
        button.set_theme(theme)
        show(button, 120, 36)
        assert picture(button).at(8, 18) == theme.button
        button.set_next(True)
        assert button.is_next
        assert picture(button).at(8, 18) == theme.accent
        button.set_next(False)
        assert picture(button).at(8, 18) == theme.button

    def test_one_that_waits_is_pale_even_if_it_is_next(self, theme: Theme, show: Show, picture: Any) -> None:
        step = action()
        button = ActionButton(step)
        button.set_theme(theme)
        show(button, 120, 36)
        button.set_next(True)
        bright = picture(button)
        step.setEnabled(False)
        pale = picture(button)
        assert pale != bright
        assert pale.count(theme.accent) == 0

    def test_it_shows_icon_text_and_key(self, show: Show, picture: Any) -> None:
        step = action()
        button = show(ActionButton(step), 120, 36)
        with_all = picture(button)
        for change in (lambda: step.setText("Stop"), lambda: step.setShortcut(QKeySequence("X"))):
            change()
            assert picture(button) != with_all
            with_all = picture(button)
        assert with_all.count("#ff0000") > 100

    def test_a_press_triggers_the_action(self, show: Show) -> None:
        step = action()
        pressed: list[bool] = []
        step.triggered.connect(lambda checked: pressed.append(checked))
        button = show(ActionButton(step), 120, 36)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert pressed == [False]
        step.setEnabled(False)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert pressed == [False]

    def test_it_tells_a_screen_reader_its_text(self, show: Show) -> None:
        step = action(text="Zero grad")
        button = show(ActionButton(step), 120, 36)
        interface = QAccessible.queryAccessibleInterface(button)
        assert interface.text(QAccessible.Text.Name) == "Zero grad"

    def test_the_focus_is_seen(self, theme: Theme, show: Show, picture: Any) -> None:
        step = action()
        button = ActionButton(step)
        button.set_theme(theme)
        show(button, 120, 36)
        button.clearFocus()
        without = picture(button)
        button.activateWindow()
        button.setFocus()
        assert picture(button) != without

    def test_a_longer_text_makes_it_wider(self, show: Show) -> None:
        step = action()
        button = show(ActionButton(step), 120, 36)
        before = button.sizeHint().width()
        step.setText("Step by step by step")
        assert button.sizeHint().width() > before

    def test_any_text_is_shown_as_it_is_written(self, hostile: str, show: Show, picture: Any) -> None:
        button = show(ActionButton(action(text=hostile)), 700, 36)
        assert picture(button).colours() > 3
        assert button.sizeHint().width() >= button.fontMetrics().horizontalAdvance(hostile)


class TestToolbar:
    def visible_right_of(self, toolbar: Toolbar) -> list[tuple[int, int]]:
        widgets: list[QWidget] = [
            *toolbar.buttons.values(),
            toolbar.count,
            toolbar.stopping,
            toolbar.speed,
            *toolbar.findChildren(ZeroingArrow),
            *toolbar.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly),
        ]
        spans = [
            (
                widget.mapTo(toolbar, QPoint(0, 0)).x(),
                widget.mapTo(toolbar, QPoint(0, 0)).x() + widget.width(),
            )
            for widget in widgets
            if widget.isVisible()
        ]
        return sorted(spans)

    @pytest.mark.parametrize("width", [330, 400, 500, 640, 800, 1000, 1216, 1280, 1430, 1600, 2560])
    def test_nothing_overlaps_and_nothing_is_cut_at_any_width(self, width: int, toolbar: Toolbar) -> None:
        toolbar.resize(max(width, toolbar.minimumSizeHint().width()), 54)
        toolbar.layout().activate()
        spans = self.visible_right_of(toolbar)
        assert spans[0][0] >= 0
        assert spans[-1][1] <= toolbar.width()
        for (_, right), (left, _) in pairwise(spans):
            assert right <= left
        for part in (*toolbar.buttons.values(), toolbar.stopping, toolbar.speed):
            assert part.width() == part.sizeHint().width()

    def test_in_the_usual_window_every_button_has_its_text(self, toolbar: Toolbar) -> None:
        toolbar.buttons["action_run"].reserve("Run", "Pause")
        toolbar.resize(1280, 54)
        toolbar.layout().activate()
        for button in toolbar.buttons.values():
            assert button.width() >= button.width_at(Fullness.TEXT)
        assert toolbar.stopping.width() == toolbar.stopping.width_at(is_wide=True)
        assert toolbar.speed.width() == toolbar.speed.width_at(is_short=False)

    def test_the_speed_stands_at_the_right_end(self, toolbar: Toolbar) -> None:
        for width in (700, 1280, 2000):
            toolbar.resize(width, 54)
            toolbar.layout().activate()
            assert toolbar.speed.geometry().right() == width - 17

    def test_stopping_stands_beside_run_and_the_ways_to_clear_beside_zero_grad(
        self, toolbar: Toolbar
    ) -> None:
        (arrow,) = toolbar.findChildren(ZeroingArrow)
        run, zero_grad = toolbar.buttons["action_run"], toolbar.buttons["action_zero_grad"]
        assert 0 < toolbar.stopping.x() - run.geometry().right() <= 9
        assert 0 < arrow.x() - zero_grad.geometry().right() <= 3

    def test_without_their_buttons_they_are_not_there(self, show: Show) -> None:
        bar = show(Toolbar(), 600, 54)
        assert not bar.stopping.isVisible()
        assert not any(arrow.isVisible() for arrow in bar.findChildren(ZeroingArrow))
        assert bar.speed.isVisible()

    def test_what_the_engine_says_of_zero_grad_is_seen(self, toolbar: Toolbar, picture: Any) -> None:
        usual = picture(toolbar)
        toolbar.set_zero_grad("zeros")
        assert toolbar.zeroing.actions["zeros"].isChecked()
        assert picture(toolbar) != usual
        toolbar.set_zero_grad("none")
        assert picture(toolbar) == usual

    def test_the_engine_s_word_appears_where_there_is_room_and_is_whole(self, toolbar: Toolbar) -> None:
        for text in ("Starting PyTorch…", "PyTorch 2.13.0+cpu", "PyTorch 2.13.0+cpu with a much longer name"):
            toolbar.engine.setText(text)
            toolbar.resize(1281, 54)
            toolbar.layout().activate()
            if toolbar.engine.isVisible():
                assert toolbar.engine.width() >= toolbar.engine.sizeHint().width()

    def test_buttons_stand_in_the_order_they_came_and_n_beside_train(self, toolbar: Toolbar) -> None:
        places = {name: button.x() for name, button in toolbar.buttons.items()}
        assert sorted(places, key=places.__getitem__) == list(places)
        assert places["action_train"] < toolbar.count.x() < places["action_run"]
        assert toolbar.count.x() - (places["action_train"] + toolbar.buttons["action_train"].width()) <= 8

    def test_one_at_a_time_is_next(self, toolbar: Toolbar) -> None:
        for name in ("action_step", "action_run", None):
            toolbar.set_next(name)
            assert [button for button, shown in toolbar.buttons.items() if shown.is_next] == (
                [name] if name else []
            )

    def test_it_has_names_for_tests_and_screen_readers(self, toolbar: Toolbar) -> None:
        assert toolbar.objectName() == "toolbar"
        assert toolbar.count.objectName() == "train_count"
        assert toolbar.count.accessibleName()
        assert toolbar.count.toolTip()
        assert toolbar.count.value == 10

    def test_its_labels_are_plain_text(self, toolbar: Toolbar, hostile: str, picture: Any) -> None:
        assert all(part.textFormat() == Qt.TextFormat.PlainText for part in toolbar.findChildren(QLabel))
        toolbar.engine.setText(hostile)
        assert toolbar.height() == 54

    def test_a_line_parts_it_from_the_body(self, theme: Theme, toolbar: Toolbar, picture: Any) -> None:
        toolbar.set_theme(theme)
        shown = picture(toolbar)
        assert shown.at(1270, 20) == theme.card
        assert shown.at(1270, 53) == theme.line

    def test_the_tab_key_walks_through_it(self, toolbar: Toolbar) -> None:
        def is_reached(widget: QWidget) -> bool:
            return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)

        assert all(is_reached(button) for button in toolbar.buttons.values())
        assert all(is_reached(part) for part in (toolbar.count, toolbar.stopping, toolbar.speed))
