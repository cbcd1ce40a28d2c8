"""The form of a run that starts from a file or is trained on a text, which decide what cannot be typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from embviz.core.examples import skipgram_on
from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot
from embviz.core.sources import TEXTS, Corpus, VectorFile
from embviz.gui.setup.panel import SetupPanel
from embviz.gui.setup.rows import SOURCES
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.editors import Choice, Switch

GLOVE, MOBY = "/home/pat/glove.6B.50d.txt", "/home/pat/moby.txt"
MakeSnapshot = Callable[..., Snapshot]


def on_text(corpus: Corpus) -> Experiment:
    return Experiment(**skipgram_on(corpus, 8))  # type: ignore[arg-type]


def known(experiment: Experiment, rows: int, dim: int = 8) -> Experiment:
    """What the engine makes of it: the shape, and the fingerprint of the source."""
    change = {
        name: msgspec.structs.replace(source, fingerprint="c0ffee")
        for name, source in (("file", experiment.file), ("corpus", experiment.corpus))
        if source is not None
    }
    return msgspec.structs.replace(experiment, rows=rows, dim=dim, **change)


ON_TEXT = on_text(Corpus("toy-en", batch=64))
ON_FILE = Experiment(initial="file", file=VectorFile(GLOVE))


class Form:
    """A panel, and what was applied, set and asked for."""

    def __init__(self, panel: SetupPanel, make_snapshot: MakeSnapshot) -> None:
        self.panel = panel
        self._make_snapshot = make_snapshot
        self.applied: list[Experiment] = []
        self.set: list[dict[str, object]] = []
        self.wanted: list[str] = []
        panel.applied.connect(self.applied.append)
        panel.set_now.connect(self.set.append)
        panel.file_wanted.connect(self.wanted.append)

    def begin(self, experiment: Experiment, **others: Any) -> None:
        """Have the engine tell that the run has begun."""
        self.hear(experiment, command="begin", **others)

    def hear(self, experiment: Experiment, **others: Any) -> None:
        self.panel.set_snapshot(
            self._make_snapshot(experiment=experiment, arguments=experiment.arguments, **others)
        )

    def type(self, name: str, text: str) -> None:
        editor = self.panel.fields[name].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)

    def choose(self, name: str, value: str) -> None:
        editor = self.panel.fields[name].editor
        assert isinstance(editor, Choice)
        editor.choose(value)

    def shown(self, name: str) -> str:
        editor = self.panel.fields[name].editor
        assert isinstance(editor, QLineEdit)
        return editor.text()

    def note(self, name: str) -> str:
        note = self.panel.fields[name].note
        return note.text() if note is not None and note.isVisible() else ""

    def said(self, name: str) -> str:
        message = self.panel.fields[name].message
        return message.text() if message is not None and message.isVisible() else ""

    def apply(self) -> Experiment:
        QTest.mouseClick(self.panel.apply_button, Qt.MouseButton.LeftButton)
        return self.applied[-1]

    def press_set(self) -> None:
        QTest.mouseClick(self.panel.set_button, Qt.MouseButton.LeftButton)

    @property
    def texts(self) -> list[str]:
        """What stands in the section of the file, or the text."""
        (section,) = (one for one in self.panel.form._sections.values() if one.isVisible())
        labels = (section.heading, section.file_name, section.facts, section.button)
        return [label.text() for label in labels if label.isVisible()]


@pytest.fixture
def make(show: Callable[..., SetupPanel], make_snapshot: MakeSnapshot) -> Callable[[Experiment], Form]:
    def make(experiment: Experiment) -> Form:
        panel = SetupPanel(experiment)
        panel.set_theme(LIGHT)
        return Form(show(panel, 220, 900), make_snapshot)

    return make


@pytest.fixture
def text(make: Callable[[Experiment], Form]) -> Form:
    form = make(ON_TEXT)
    form.begin(known(ON_TEXT, 9642))
    return form


@pytest.fixture
def file(make: Callable[[Experiment], Form]) -> Form:
    form = make(ON_FILE)
    form.begin(known(ON_FILE, 400_000, 50))
    return form


class TestText:
    def test_the_lines_are_there_with_a_text_alone(self, make: Callable[[Experiment], Form]) -> None:
        form = make(Experiment())
        names = [row.name for row in SOURCES["corpus"]]
        assert not set(names) & set(form.panel.fields)
        form.panel.set_experiment(ON_TEXT)
        assert all(form.panel.fields[name].editor.isVisible() for name in names)
        form.panel.set_experiment(Experiment())
        assert not any(form.panel.fields[name].editor.isVisible() for name in names)
        assert form.apply() == Experiment()

    def test_each_line_says_what_the_run_has_and_reaches_the_next(self, text: Form) -> None:
        assert (text.shown("corpus_batch"), text.shown("corpus_subsample")) == ("64", "0.001")
        for name, typed in {
            "min_count": "2", "most_words": "900", "subsample": "0",
            "window": "3", "negatives": "7", "batch": "32",
        }.items():  # fmt: skip
            text.type(f"corpus_{name}", typed)
        text.choose("corpus_tokens", "characters")
        text.choose("corpus_text", "web")
        lower = text.panel.fields["corpus_lower"].editor
        assert isinstance(lower, Switch)
        lower.setChecked(False)
        assert text.apply().corpus == Corpus("web", "characters", False, 2, 900, 0.0, 3, 7, 32)

    def test_the_texts_go_by_their_titles(self, text: Form) -> None:
        choice = text.panel.fields["corpus_text"].editor
        assert isinstance(choice, Choice)
        titles = [choice.itemText(index) for index in range(choice.count())]
        assert titles == [*TEXTS.values(), "a file…"]

    @pytest.mark.parametrize(
        ("name", "typed"), [("window", "0"), ("negatives", "65"), ("batch", "x"), ("subsample", "-1")]
    )
    def test_what_is_refused_is_told_beside_its_line(self, text: Form, name: str, typed: str) -> None:
        text.type(f"corpus_{name}", typed)
        assert text.said(f"corpus_{name}")
        assert [one for one in text.panel.fields if text.said(one)] == [f"corpus_{name}"]
        QTest.mouseClick(text.panel.apply_button, Qt.MouseButton.LeftButton)
        assert text.applied == []

    def test_rows_and_loss_are_decided_by_the_text(self, text: Form) -> None:
        fields = text.panel.fields
        assert text.shown("rows") == "9,642"
        assert text.note("rows") == "2 × 4,821 words"
        assert not fields["rows"].editor.isEnabled()
        assert not fields["loss"].editor.isEnabled()
        assert fields["dim"].editor.isEnabled()
        assert fields["pairs"].name.text() == "watched pair"
        assert "negatives" not in fields
        text.panel.set_experiment(Experiment())
        assert fields["rows"].editor.isEnabled()
        assert fields["loss"].editor.isEnabled()
        assert (text.shown("rows"), text.note("rows")) == ("2", "")
        assert fields["pairs"].name.text() == "pairs"

    def test_of_another_text_nobody_knows_the_rows_yet(self, text: Form) -> None:
        text.choose("corpus_text", "web")
        assert (text.shown("rows"), text.note("rows")) == ("…", "the text decides")
        text.type("pairs", "30000, 2")
        assert text.said("pairs") == ""
        asked = text.apply()
        assert asked.pairs == ((30000, 2),)
        text.begin(known(asked, 50_000))
        assert (text.shown("rows"), text.note("rows")) == ("50,000", "2 × 25,000 words")

    def test_back_at_the_text_of_the_run_its_rows_are_known_again(self, text: Form) -> None:
        text.choose("corpus_text", "web")
        text.choose("corpus_text", "toy-en")
        assert text.shown("rows") == "9,642"
        text.type("lr", "0.5")
        assert text.panel.set_button.isEnabled()

    def test_what_was_typed_meanwhile_stays(self, make: Callable[[Experiment], Form]) -> None:
        form = make(ON_TEXT)
        form.type("corpus_batch", "32")
        form.begin(known(ON_TEXT, 9642))
        assert form.shown("corpus_batch") == "32"
        asked = form.apply().corpus
        assert asked is not None
        assert asked.batch == 32

    def test_set_now_goes_on_working(self, text: Form) -> None:
        assert not text.panel.set_button.isEnabled()
        text.type("lr", "0.5")
        text.press_set()
        assert text.set == [{"lr": 0.5}]
        text.type("corpus_window", "3")
        assert not text.panel.set_button.isEnabled()

    def test_escape_brings_back_the_run_with_its_shape(self, text: Form) -> None:
        text.type("corpus_window", "3")
        QTest.keyClick(text.panel.fields["corpus_window"].editor, Qt.Key.Key_Escape)
        assert (text.shown("corpus_window"), text.shown("rows")) == ("5", "9,642")

    def test_a_new_run_takes_the_text_as_it_is_by_then(self, text: Form) -> None:
        asked = text.apply()
        assert asked == msgspec.structs.replace(known(ON_TEXT, 9642), corpus=ON_TEXT.corpus)

    def test_a_text_of_ones_own_is_asked_for_and_named(self, text: Form) -> None:
        assert text.texts == ["Open…"]
        text.choose("corpus_text", "file")
        assert text.wanted == ["text"]
        text.panel.take_text(MOBY)
        assert text.texts == ["moby.txt", "Open another…"]
        asked = text.apply().corpus
        assert asked is not None
        assert asked.text == MOBY

    def test_none_chosen_leaves_the_text_of_before(self, text: Form) -> None:
        text.choose("corpus_text", "file")
        text.panel.keep_choice()
        assert text.panel.form.typed("corpus_text") == "toy-en"
        assert text.shown("rows") == "9,642"

    def test_the_button_asks_for_a_text(self, text: Form) -> None:
        section = text.panel.form._sections["corpus"]
        QTest.mouseClick(section.button, Qt.MouseButton.LeftButton)
        assert text.wanted == ["text"]

    def test_an_experiment_with_a_file_of_text_names_it(self, make: Callable[[Experiment], Form]) -> None:
        form = make(on_text(Corpus(MOBY)))
        assert form.texts == ["moby.txt", "Open another…"]
        assert form.apply() == on_text(Corpus(MOBY))


class TestFile:
    def test_it_is_named_with_its_shape_and_decides_rows_and_dim(self, file: Form) -> None:
        assert file.texts == ["File of vectors", "glove.6B.50d.txt", "400,000 x 50", "Open another…"]
        for name, shown in (("rows", "400,000"), ("dim", "50")):
            assert file.shown(name) == shown
            assert not file.panel.fields[name].editor.isEnabled()

    def test_one_that_was_looked_into_fills_the_form(self, make: Callable[[Experiment], Form]) -> None:
        form = make(Experiment())
        form.panel.form.fold.setChecked(True)
        form.choose("initial", "file")
        assert form.wanted == ["vectors"]
        assert form.said("initial")
        form.panel.take_file(VectorFile("/a/model.pt", "out"), 20, 4)
        assert form.texts == ["File of vectors", "model.pt", "20 x 4, out", "Open another…"]
        assert form.apply() == Experiment(
            rows=20, dim=4, initial="file", file=VectorFile("/a/model.pt", "out")
        )

    def test_none_chosen_takes_the_choice_back(self, make: Callable[[Experiment], Form]) -> None:
        form = make(Experiment())
        form.panel.form.fold.setChecked(True)
        form.choose("initial", "zeros")
        form.choose("initial", "file")
        form.panel.keep_choice()
        assert form.panel.form.typed("initial") == "zeros"
        assert form.apply() == Experiment(initial="zeros")

    def test_of_an_unknown_number_of_rows_none_is_shown(self, make: Callable[[Experiment], Form]) -> None:
        form = make(Experiment())
        form.panel.take_file(VectorFile(GLOVE), 0, 50)
        assert (form.shown("rows"), form.note("rows")) == ("…", "the file decides")
        form.type("pairs", "7, 300000")
        asked = form.apply()
        assert (asked.file, asked.pairs) == (VectorFile(GLOVE), ((7, 300_000),))
        form.begin(known(asked, 400_000, 50))
        assert (form.shown("rows"), form.shown("dim"), form.note("rows")) == ("400,000", "50", "")

    def test_fewer_rows_can_be_taken(self, file: Form) -> None:
        file.type("file_most_rows", "1000")
        assert file.shown("rows") == "…"
        assert file.apply().file == VectorFile(GLOVE, "", 1000)

    def test_another_beginning_gives_rows_and_dim_back(self, file: Form) -> None:
        file.panel.form.fold.setChecked(True)
        file.choose("initial", "zeros")
        assert all(file.panel.fields[name].editor.isEnabled() for name in ("rows", "dim"))
        file.type("rows", "10")
        assert file.apply() == Experiment(rows=10, dim=50, initial="zeros")

    def test_after_another_run_the_file_can_be_chosen_again(self, file: Form) -> None:
        file.panel.set_experiment(Experiment())
        file.panel.form.fold.setChecked(True)
        file.choose("initial", "file")
        assert file.wanted == ["vectors"]
        file.panel.take_file(VectorFile(GLOVE), 400_000, 50)
        assert file.apply().file == VectorFile(GLOVE)

    def test_set_now_goes_on_working(self, file: Form) -> None:
        file.type("lr", "0.5")
        file.press_set()
        assert file.set == [{"lr": 0.5}]

    def test_a_name_is_shown_as_it_is_written(self, file: Form, hostile: str) -> None:
        name = hostile.replace("/", "_").replace("\n", " ")[:30]
        file.panel.take_file(VectorFile(f"/a/{name}", name), 2, 3)
        assert file.texts[1:3] == [name, f"2 x 3, {name}"]

    def test_tab_goes_down_the_section(self, text: Form, file: Form) -> None:
        for form in (text, file):
            form.panel.window().activateWindow()
            fields, rows = form.panel.fields, (*SOURCES["file"], *SOURCES["corpus"])
            order = [fields[row.name].editor for row in rows if row.name in fields]
            order[0].setFocus()
            tops = []
            for _ in range(len(order) + 2):
                focused = form.panel.window().focusWidget()
                tops.append(focused.mapTo(form.panel.form, focused.rect().topLeft()).y())
                QTest.keyClick(focused, Qt.Key.Key_Tab)
            assert tops == sorted(tops)
            assert len(set(tops)) == len(tops)


class TestDevice:
    def test_it_is_offered_where_torch_has_more(self, make: Callable[[Experiment], Form]) -> None:
        form = make(Experiment())
        form.panel.form.fold.setChecked(True)
        device = form.panel.fields["device"].editor
        assert not device.isVisible()
        form.panel.set_devices(("cpu", "cuda"))
        assert device.isVisible()
        form.choose("device", "cuda")
        assert form.said("device") == ""
        assert form.apply() == Experiment(device="cuda")

    def test_one_that_is_not_there_is_shown_with_a_caution(self, make: Callable[[Experiment], Form]) -> None:
        form = make(Experiment(device="mps"))
        assert form.panel.fields["device"].editor.isVisible()
        assert form.said("device") == "torch has cpu on this machine"
        assert form.apply() == Experiment(device="mps")


class TestWords:
    """Where rows have names, pairs can be typed by them, for the run that is on."""

    @pytest.fixture
    def named(self, make: Callable[[Experiment], Form]) -> Form:
        form = make(ON_TEXT)
        form.begin(known(ON_TEXT, 9642), has_labels=True, names={0: "the", 1: "and"}, pairs=((0, 1),))
        return form

    def test_the_words_of_the_pair_are_noted(self, named: Form) -> None:
        assert (named.shown("pairs"), named.note("pairs")) == ("0, 1", "the, and")

    def test_words_are_set_and_then_stand_for_their_rows(self, named: Form) -> None:
        named.type("pairs", "king, queen")
        assert named.said("pairs") == ""
        named.press_set()
        assert named.set == [{"pairs": "king, queen"}]
        assert not named.panel.set_button.isEnabled()
        named.hear(
            known(ON_TEXT, 9642), has_labels=True, names={7: "king", 9: "queen"}, pairs=((7, 9),), step=1
        )
        assert not named.panel.set_button.isEnabled()
        assert (named.shown("pairs"), named.note("pairs")) == ("king, queen", "7, 9")

    def test_words_that_the_engine_refused_can_be_set_again(self, named: Form) -> None:
        named.type("pairs", "king, qeen")
        named.press_set()
        named.hear(known(ON_TEXT, 9642), has_labels=True, names={0: "the", 1: "and"}, pairs=((0, 1),))
        assert named.panel.set_button.isEnabled()

    def test_return_sets_words(self, named: Form) -> None:
        named.type("pairs", "king, queen")
        QTest.keyClick(named.panel.fields["pairs"].editor, Qt.Key.Key_Return)
        assert named.set == [{"pairs": "king, queen"}]
        assert named.applied == []

    def test_a_new_run_takes_numbers(self, named: Form) -> None:
        named.type("pairs", "king, queen")
        named.type("dim", "16")
        assert "row numbers" in named.said("pairs")
        QTest.mouseClick(named.panel.apply_button, Qt.MouseButton.LeftButton)
        assert named.applied == []

    @pytest.mark.parametrize("typed", ["king", "king, queen, rook", "king,", ""])
    def test_no_two_words_are_no_pair(self, named: Form, typed: str) -> None:
        named.type("pairs", typed)
        assert named.said("pairs")
        assert not named.panel.set_button.isEnabled()

    def test_without_labels_words_are_no_pair(self, make: Callable[[Experiment], Form]) -> None:
        form = make(Experiment())
        form.begin(Experiment())
        form.type("pairs", "king, queen")
        assert form.said("pairs")


def test_a_form_with_a_text_looks_so_in_every_theme(
    theme: Theme, text: Form, picture: Callable[..., Any]
) -> None:
    text.panel.set_theme(theme)
    shown = picture(text.panel.form._sections["corpus"].button)
    assert shown.count(theme.ink) > 10
    assert shown.count(theme.card) > 500
