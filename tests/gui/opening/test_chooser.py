"""The chooser of tables: one is chosen with the keys or the mouse, and told once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from embviz.core.reports import TensorFacts
from embviz.gui.opening.chooser import TensorChooser
from embviz.gui.theme import Theme

TENSORS = (
    TensorFacts("input", 50_257, 768, "bfloat16"),
    TensorFacts("position", 0, 768, "float32"),
    TensorFacts("output", 768, 768, "float32"),
)
Key = Qt.Key


class Desk:
    """A window with a chooser over it, and what was chosen."""

    def __init__(self, window: QWidget, tensors: tuple[TensorFacts, ...]) -> None:
        self.chosen: list[TensorFacts] = []
        self.rejections: list[None] = []
        self.chooser = TensorChooser(window, "/home/pat/model.safetensors", tensors)
        self.chooser.chosen.connect(self.chosen.append)
        self.chooser.rejected.connect(lambda: self.rejections.append(None))
        self.chooser.open()

    def press(self, *keys: Key) -> None:
        for key in keys:
            QTest.keyClick(self.chooser.list, key)

    def texts(self, row: int) -> list[str]:
        model = self.chooser.list.model()
        return [str(model.index(row, column).data()) for column in range(3)]


@pytest.fixture
def window(show: Callable[..., QWidget]) -> QWidget:
    return show(QWidget(), 700, 500)


@pytest.fixture
def desk(window: QWidget) -> Desk:
    return Desk(window, TENSORS)


def test_each_table_has_its_name_size_and_dtype(desk: Desk) -> None:
    assert desk.texts(0) == ["input", "50,257 x 768", "bfloat16"]
    assert desk.texts(1) == ["position", "? x 768", "float32"]
    assert desk.chooser.intro.text() == "model.safetensors holds 3 tables."


@pytest.mark.parametrize(("keys", "row"), [((), 0), ((Key.Key_Down, Key.Key_Down), 2), ((Key.Key_End,), 2)])
def test_return_opens_the_one_that_is_marked_once(desk: Desk, keys: tuple[Key, ...], row: int) -> None:
    desk.press(*keys, Key.Key_Return)
    assert desk.chosen == [TENSORS[row]]
    assert desk.rejections == []


def test_escape_and_cancel_choose_nothing(desk: Desk) -> None:
    desk.press(Key.Key_Escape)
    assert desk.chosen == []
    assert len(desk.rejections) == 1


def test_a_double_click_opens_it(desk: Desk) -> None:
    view = desk.chooser.list
    spot = view.visualRect(view.model().index(2, 0)).center()
    for click in (QTest.mouseClick, QTest.mouseDClick):
        assert desk.chosen == []
        click(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert desk.chosen == [TENSORS[2]]


def test_tab_leaves_the_list_for_the_buttons(desk: Desk) -> None:
    desk.chooser.activateWindow()
    desk.press(Key.Key_Tab)
    assert not desk.chooser.list.hasFocus()


def test_a_name_is_shown_as_it_is_written_on_one_line(window: QWidget, hostile: str) -> None:
    desk = Desk(window, (TensorFacts(hostile, 2, 3, "float32"), *TENSORS))
    assert desk.texts(0)[0] == hostile.replace("\n", "\\n")
    desk.press(Key.Key_Escape)


def test_a_hundred_thousand_tables_are_no_hundred_thousand_widgets(window: QWidget) -> None:
    desk = Desk(window, tuple(TensorFacts(f"t{number}", 2, 3, "float32") for number in range(100_000)))
    desk.press(Key.Key_End, Key.Key_Return)
    assert desk.chosen[0].name == "t99999"


def test_it_has_the_colours_of_the_window(theme: Theme, desk: Desk, picture: Any) -> None:
    desk.chooser.set_theme(theme)
    shown = picture(desk.chooser)
    assert shown.count(theme.accent) > 5000
    assert shown.count(theme.card) > 20_000
    assert shown.count(theme.ground) > 5000
