"""What the engine says, in the language of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from embviz.core import resources
from embviz.core.messages import Failure
from embviz.gui.control.notice import notice_of, words_of
from embviz.gui.sayings import in_words
from tests.gui.wide import BLANK, speak_wide, wide

TEMPLATES = resources.text("translations", "engine.txt").splitlines()


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[None]:
    translator = speak_wide()
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.mark.usefixtures("qapp")
def test_in_english_all_is_said_as_the_engine_says_it() -> None:
    assert in_words("There is no such file.") == "There is no such file."
    assert in_words("") == ""


@pytest.mark.usefixtures("spoken")
class TestKnown:
    @pytest.mark.parametrize("template", TEMPLATES)
    def test_each_sentence_is_known_again_whatever_stands_in_its_blanks(self, template: str) -> None:
        # A blank may hold blanks and points, as a file's name does.
        said = BLANK.sub("7 b.5", template)
        assert in_words(said) == BLANK.sub("7 b.5", wide(template))

    def test_sentences_that_follow_each_other_are_known_one_by_one(self) -> None:
        first, second = "It is empty.", "Take a part of it."
        assert in_words(f"{first} {second}") == f"{wide(first)} {wide(second)}"

    def test_the_place_in_a_file_stays_before_the_reason(self) -> None:
        assert in_words("a: b.txt, line 3: It is empty.") == f"a: b.txt, line 3: {wide('It is empty.')}"

    def test_torch_s_own_words_stay_as_they_are(self) -> None:
        text = "RuntimeError: index out of range in self"
        assert in_words(text) == text

    def test_a_text_of_many_lines_is_no_work(self) -> None:
        text = "RuntimeError: " + "a: b. " * 300
        assert in_words(text).rstrip() == text.rstrip()

    def test_a_failure_is_told_in_it(self) -> None:
        failure = Failure(what="step failed.", why="RuntimeError: Invalid x", remedy="Take a part of it.")
        notice = notice_of(failure)
        assert notice.what == "step" + wide(" failed.")
        assert notice.why.startswith("RuntimeError: Invalid x\n")
        assert notice.why.endswith(wide("Take a part of it."))
        assert words_of(failure) == f"{notice.what} {notice.why}"


def test_a_notice_is_made_again_in_the_language_that_is_set_then(qapp: QApplication) -> None:
    failure = Failure(what="The file cannot be opened.", why="It is empty.")
    notice = notice_of(failure)
    assert notice.what == failure.what
    translator = speak_wide()
    assert notice.again is not None
    assert notice.again().what == wide(failure.what)
    QCoreApplication.removeTranslator(translator)
