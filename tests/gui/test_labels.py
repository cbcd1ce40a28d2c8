"""Rows in sentences of the window, named by their labels."""

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from embviz.gui.labels import named


def test_a_row_has_its_label_and_its_number() -> None:
    assert named(12, {12: "king"}) == "king (row 12)"
    assert named(7, {12: "king"}) == "row 7"


@pytest.fixture
def japanese() -> object:
    class Translator(QTranslator):
        def translate(self, context: str, text: str, *_args: object) -> str:
            known = {"{label} (row {row})": "{label}（{row}行）", "row {row}": "{row}行"}
            return known.get(text, "") if context == "core" else ""

    translator = Translator()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


@pytest.mark.usefixtures("qapp", "japanese")
def test_it_is_said_in_the_language_that_is_set_now(hostile: str) -> None:
    assert named(7, {}) == "7行"
    line = hostile.replace("\n", "\\n")
    cut = line if len(line) <= 40 else line[:39] + "…"
    assert named(12, {12: hostile}) == f"{cut}（12行）"
