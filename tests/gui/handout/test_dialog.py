"""The dialog of a handout: whatever is typed, the file's ending says what is in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QWidget

from embviz.gui.handout.dialog import HandoutDialog


@pytest.fixture
def dialog(show: Callable[..., QWidget], tmp_path: Path) -> HandoutDialog:
    """The dialog, open in an empty folder, as Qt draws it."""
    made = HandoutDialog(show(QWidget()), str(tmp_path), "sign")
    made.setOption(QFileDialog.Option.DontUseNativeDialog)
    made.open()
    return made


def accept(dialog: HandoutDialog, name: str, filter_index: int = 0) -> list[str]:
    """Type `name`, choose a filter and press Save; return what was chosen."""
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    dialog.selectNameFilter(dialog.nameFilters()[filter_index])
    dialog.filterSelected.emit(dialog.nameFilters()[filter_index])
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(name)
    dialog.accept()
    return [Path(path).name for path in chosen]


@pytest.mark.parametrize(
    ("name", "filter_index", "expected"),
    [
        ("sign", 0, "sign.pdf"),
        ("sign", 1, "sign.html"),
        ("lesson.v2", 0, "lesson.v2.pdf"),
        ("y.txt", 1, "y.txt.html"),
        ("y.pdf", 1, "y.pdf"),
        ("y.HTM", 0, "y.HTM"),
    ],
)
def test_a_name_without_an_ending_of_its_own_gets_that_of_the_filter(
    dialog: HandoutDialog, name: str, filter_index: int, expected: str
) -> None:
    assert accept(dialog, name, filter_index) == [expected]


def test_a_file_is_not_written_over_unasked_whatever_was_typed(dialog: HandoutDialog, tmp_path: Path) -> None:
    (tmp_path / "lesson.v2.pdf").write_bytes(b"mine")
    asked: list[str] = []

    def refuse() -> None:
        box = dialog.findChild(QMessageBox)
        assert box is not None
        asked.append(box.text())
        box.button(QMessageBox.StandardButton.No).click()

    QTimer.singleShot(0, refuse)
    assert accept(dialog, "lesson.v2") == []
    assert "lesson.v2.pdf" in asked[0]
    assert dialog.isVisible()
    dialog.reject()
