"""The dialog of a matrix: it says at every key what it has read, or what is wrong and where."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from embviz.core.checks import Matrix
from embviz.core.matrix import MOST_CHARACTERS
from embviz.gui.setup.matrix import MatrixDialog
from embviz.gui.theme import Theme

Taken = list[Matrix]


@pytest.fixture
def dialog(show: Callable[..., MatrixDialog]) -> MatrixDialog:
    made = show(MatrixDialog(), 520, 380)
    made.set_table("2", "5")
    return made


@pytest.fixture
def taken(dialog: MatrixDialog) -> Taken:
    told: Taken = []
    dialog.taken.connect(told.append)
    return told


def test_at_first_it_says_what_to_do(dialog: MatrixDialog) -> None:
    assert "paste rows" in dialog.feedback.text()
    assert dialog.feedback.objectName() == "soft"
    assert not dialog.use_button.isEnabled()


def test_every_key_is_read(dialog: MatrixDialog) -> None:
    dialog.edit.setFocus()
    QTest.keyClicks(dialog.edit, "1 2 3 4 5")
    assert dialog.feedback.text() == "1 x 5 numbers; rows becomes 1"
    QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.edit, "6 7 8 9 x")
    assert dialog.feedback.text() == "line 2, word 5: 'x' is no number"
    assert dialog.feedback.objectName() == "error"
    assert not dialog.use_button.isEnabled()
    QTest.keyClick(dialog.edit, Qt.Key.Key_Backspace)
    QTest.keyClicks(dialog.edit, "0")
    assert dialog.feedback.text() == "2 x 5 numbers"
    assert dialog.use_button.isEnabled()


def test_it_says_which_of_rows_and_dim_will_change(dialog: MatrixDialog) -> None:
    dialog.set_text("1 2\n3 4\n5 6")
    assert dialog.feedback.text() == "3 x 2 numbers; rows becomes 3; dim becomes 2"
    dialog.set_table("3", "2")
    assert dialog.feedback.text() == "3 x 2 numbers"


def test_use_takes_the_matrix(dialog: MatrixDialog, taken: Taken) -> None:
    dialog.set_text("tensor([[ 0.3367,  0.1288],\n        [-0.1863,  2.2082]])")
    QTest.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)
    assert taken == [((0.3367, 0.1288), (-0.1863, 2.2082))]
    assert not dialog.isVisible()


@pytest.mark.parametrize("text", ["1 x", ""])
def test_nothing_is_taken_while_there_is_no_matrix(text: str, dialog: MatrixDialog, taken: Taken) -> None:
    dialog.set_text(text)
    dialog.accept()
    assert taken == []
    assert dialog.isVisible()


def test_escape_takes_nothing_and_keeps_what_was_typed(dialog: MatrixDialog, taken: Taken) -> None:
    dialog.set_text("1 2")
    QTest.keyClick(dialog.edit, Qt.Key.Key_Escape)
    assert taken == []
    assert not dialog.isVisible()
    assert dialog.edit.toPlainText() == "1 2"


def test_a_file_is_shown_as_text(dialog: MatrixDialog, tmp_path: Path) -> None:
    table = np.array([[0.1, 2.0], [-3.5, 1e-30]])
    np.save(tmp_path / "table.npy", table)
    dialog.load(tmp_path / "table.npy")
    assert dialog.matrix == tuple(map(tuple, table.tolist()))
    (tmp_path / "table.csv").write_text("1,2\n3,4,5")
    dialog.load(tmp_path / "table.csv")
    assert dialog.edit.toPlainText() == "1,2\n3,4,5"
    assert dialog.feedback.text().startswith("line 2")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "none.csv cannot be read: No such file"),
        ("bad.txt", b"\xff\xfe", "bad.txt is no text in UTF-8"),
        ("bad.npy", b"hello", "bad.npy is no .npy file that can be read"),
        ("long.csv", b"1" * (MOST_CHARACTERS + 1), "too long"),
    ],
    ids=lambda value: str(value)[:10],
)
def test_a_file_that_cannot_be_read_is_told_and_what_was_typed_stays(
    name: str, content: bytes | None, said: str, dialog: MatrixDialog, tmp_path: Path
) -> None:
    dialog.set_text("1 2")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    dialog.load(tmp_path / name)
    assert dialog.feedback.text().startswith(said)
    assert dialog.feedback.objectName() == "error"
    assert dialog.edit.toPlainText() == "1 2"
    dialog.load(tmp_path)
    assert "cannot be read" in dialog.feedback.text()


def test_the_file_that_is_chosen_is_loaded(dialog: MatrixDialog, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "table.csv").write_text("1,2")
    QTest.mouseClick(dialog.load_button, Qt.MouseButton.LeftButton)
    files = dialog.findChild(QFileDialog)
    assert files is not None
    assert files.isVisible()
    files.fileSelected.emit(str(tmp_path / "table.csv"))
    assert dialog.matrix == ((1.0, 2.0),)
    files.reject()


def test_a_paste_far_too_long_is_refused_before_it_is_laid_out(dialog: MatrixDialog) -> None:
    dialog.set_text("1 2")
    data = QMimeData()
    data.setText("1 " * MOST_CHARACTERS)
    dialog.edit.insertFromMimeData(data)
    assert dialog.feedback.text().startswith("Not pasted")
    assert dialog.edit.toPlainText() == "1 2"


def test_what_is_pasted_is_text_and_nothing_else(dialog: MatrixDialog, hostile: str) -> None:
    data = QMimeData()
    data.setText(hostile)
    data.setHtml(hostile)
    dialog.edit.insertFromMimeData(data)
    assert dialog.edit.toPlainText() == hostile
    assert dialog.feedback.textFormat() == Qt.TextFormat.PlainText
    assert dialog.feedback.objectName() == "error"


def test_a_row_stays_a_line_however_long(dialog: MatrixDialog) -> None:
    assert dialog.edit.lineWrapMode() == QPlainTextEdit.LineWrapMode.NoWrap


def test_it_is_seen_in_both_looks(dialog: MatrixDialog, theme: Theme, picture: Any) -> None:
    dialog.set_theme(theme)
    dialog.set_text("1 2")
    assert picture(dialog.use_button).at(8, 17) == theme.accent
    dialog.set_text("1 x")
    assert picture(dialog.feedback).count(theme.error) > 5
    assert picture(dialog.use_button).at(8, 17) == theme.button
