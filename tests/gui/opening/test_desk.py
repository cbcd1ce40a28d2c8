"""Opening in the window: a file is looked into by the engine, and a run begins with what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from embviz.core import memory
from embviz.core.examples import EXAMPLES
from embviz.core.experiment import Experiment
from embviz.core.messages import Branch, Done, Failure, Hello, Outline, Request
from embviz.core.reports import Contents, Progress, TensorFacts, TextFacts
from embviz.core.sources import Corpus, VectorFile
from embviz.gui.control.state import State
from embviz.gui.opening import progress as strips
from embviz.gui.opening.chooser import TensorChooser
from tests.gui.scene import Scene

GLOVE, TEXT = "/home/pat/glove.6B.50d.txt", "/home/pat/moby.txt"
ONE = (TensorFacts("", 400_000, 50, "float32"),)
TWO = (TensorFacts("in", 10, 4, "float32"), TensorFacts("out", 20, 4, "float32"))
BY_ID = {example.id: example for example in EXAMPLES}


def look(scene: Scene, path: str, tensors: tuple[TensorFacts, ...] = (), **others: Any) -> None:
    """Drop the file at `path`, and have the engine tell what is in it."""
    scene.studio.files.opening.open(path)
    request = scene.link.sent[-1]
    assert (request.command, request.path) == ("peek", path)
    scene.tell(Contents, path=path, tensors=tensors, **others)


def dialog(scene: Scene) -> QFileDialog:
    (found,) = scene.window.findChildren(QFileDialog)
    return found


def choose(scene: Scene, path: str) -> None:
    """Choose `path` in the dialog that is open."""
    found = dialog(scene)
    found.fileSelected.emit(path)
    found.done(QFileDialog.DialogCode.Accepted)


def begun(scene: Scene) -> Experiment:
    request = scene.link.sent[-1]
    assert request.command == "begin"
    assert request.experiment == scene.studio.controller.experiment
    return request.experiment


def banner(scene: Scene) -> str:
    return scene.window.banner.text


def last_set(scene: Scene) -> Request:
    """What was set, once the pictures before it have come."""
    while all(request.command != "set" for request in scene.link.sent):
        count = len(scene.link.sent)
        for request in scene.link.sent[-2:]:
            scene.link.received.emit(
                scene._make_snapshot(request=request.request, run=request.run, command=request.command)
            )
        assert len(scene.link.sent) > count
    (request,) = (one for one in scene.link.sent if one.command == "set")
    return request


class TestVectors:
    def test_a_table_becomes_a_run_of_its_own_with_a_hint(self, scene: Scene) -> None:
        run = scene.link.sent[-1].run
        look(scene, GLOVE, ONE, format="glove", has_labels=True)
        experiment = begun(scene)
        assert scene.link.sent[-1].run == run + 1
        assert experiment.file == VectorFile(GLOVE)
        assert (experiment.rows, experiment.dim, experiment.sparse) == (400_000, 50, True)
        assert banner(scene).startswith("glove.6B.50d.txt: 400,000 x 50: sparse is on and momentum is 0")
        assert scene.studio.setup.form.typed("initial") == "file"

    def test_one_of_several_is_chosen(self, scene: Scene) -> None:
        look(scene, "/a/model.pt", TWO, format="pt")
        assert scene.commands[-1] == "peek"
        (chooser,) = scene.window.findChildren(TensorChooser)
        QTest.keyClick(chooser.list, Qt.Key.Key_Down)
        QTest.keyClick(chooser.list, Qt.Key.Key_Return)
        assert begun(scene).file == VectorFile("/a/model.pt", "out")

    def test_none_chosen_begins_nothing(self, scene: Scene) -> None:
        look(scene, "/a/model.pt", TWO, format="pt")
        (chooser,) = scene.window.findChildren(TensorChooser)
        QTest.keyClick(chooser.list, Qt.Key.Key_Escape)
        assert scene.commands == ["begin", "peek"]

    def test_a_file_without_a_table_is_refused(self, scene: Scene) -> None:
        look(scene, "/a/model.pt", (), format="pt")
        assert banner(scene) == "model.pt cannot be opened: there is no table of numbers in it"
        assert scene.commands == ["begin", "peek"]

    def test_what_the_engine_refuses_is_told_in_its_words_and_the_run_stays(self, scene: Scene) -> None:
        scene.studio.files.opening.open(GLOVE)
        what, why = "glove.6B.50d.txt cannot be read", "line 7 has 49 numbers where the others have 50"
        scene.tell(Failure, what=what, why=why)
        assert banner(scene) == f"{what}: {why}"
        assert scene.studio.controller.experiment == Experiment()
        assert scene.studio.files.opening.path == ""

    def test_a_table_of_which_not_one_row_fits_is_refused(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(memory, "available_bytes", lambda: 100)
        look(scene, GLOVE, ONE, format="glove")
        assert banner(scene).startswith("glove.6B.50d.txt cannot be opened: the table is too large")
        assert scene.commands == ["begin", "peek"]

    def test_another_report_is_not_taken_for_it(self, scene: Scene) -> None:
        scene.link.received.emit(Contents(run=1, request=99, path="/x", tensors=ONE))
        assert scene.commands == ["begin"]


class TestTexts:
    @pytest.mark.parametrize("way", ["drop", "menu"])
    def test_a_text_is_trained_on(self, scene: Scene, way: str) -> None:
        if way == "menu":
            scene.window.actions_by_id["action_open_text"].trigger()
            choose(scene, TEXT)
            scene.tell(Contents, path=TEXT, format="glove", tensors=ONE)
        else:
            look(scene, TEXT, format="text", sample=("call", "me"))
        corpus = begun(scene).corpus
        assert corpus is not None
        assert (corpus.text, corpus.tokens) == (TEXT, "words")
        assert banner(scene).startswith("moby.txt is trained as a text: Press Run.")
        assert scene.studio.setup.fields["corpus_text"].editor.isVisibleTo(scene.window)

    def test_its_loss_is_the_curve(self, scene: Scene) -> None:
        look(scene, TEXT, format="text")
        choice = scene.studio.curve.choice
        assert choice.segments[choice.index].objectName() == "loss"


class TestDialogs:
    def test_the_menu_asks_for_vectors(self, scene: Scene) -> None:
        scene.window.actions_by_id["action_open_vectors"].trigger()
        assert "*.safetensors" in dialog(scene).nameFilters()[0]
        choose(scene, GLOVE)
        assert scene.link.sent[-1].path == GLOVE

    def test_the_next_one_begins_in_the_same_folder(self, scene: Scene, tmp_path: Path) -> None:
        look(scene, str(tmp_path / "v.npy"), ONE)
        scene.answer()
        scene.window.actions_by_id["action_open_vectors"].trigger()
        assert dialog(scene).directory().path() == str(tmp_path)
        dialog(scene).reject()

    def test_a_file_that_is_dropped_is_looked_into(self, scene: Scene, tmp_path: Path) -> None:
        path = tmp_path / "v.NPY"
        path.touch()
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(path))])
        for make, spot in ((QDragEnterEvent, QPoint(9, 9)), (QDropEvent, QPointF(9, 9))):
            copy, left, none = (
                Qt.DropAction.CopyAction,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.sendEvent(scene.window.windowHandle(), make(spot, copy, dragged, left, none))
        assert (scene.link.sent[-1].command, scene.link.sent[-1].path) == ("peek", str(path))

    def test_without_an_engine_it_is_told_and_nothing_waits(self, scene: Scene) -> None:
        scene.die()
        scene.studio.files.opening.open(GLOVE)
        assert "PyTorch is not running" in banner(scene)
        assert scene.studio.files.opening.path == ""


class TestForTheForm:
    """`initial` = file in the form: the run on screen goes on until Apply is pressed."""

    def want(self, scene: Scene) -> None:
        scene.studio.setup.form.fold.setChecked(True)
        scene.studio.setup.fields["initial"].editor.choose("file")  # type: ignore[union-attr]

    def test_a_file_fills_the_form_alone(self, scene: Scene) -> None:
        self.want(scene)
        choose(scene, GLOVE)
        scene.tell(Contents, path=GLOVE, tensors=ONE)
        assert scene.commands == ["begin", "peek"]
        reading = scene.studio.setup.form.read()
        assert (reading.values["rows"], reading.values["dim"]) == (400_000, 50)
        QTest.mouseClick(scene.studio.setup.apply_button, Qt.MouseButton.LeftButton)
        assert begun(scene).file == VectorFile(GLOVE)

    def test_no_file_takes_the_choice_back(self, scene: Scene) -> None:
        self.want(scene)
        dialog(scene).reject()
        assert scene.studio.setup.form.typed("initial") == "normal"

    def test_nor_does_one_that_is_refused_keep_it(self, scene: Scene) -> None:
        self.want(scene)
        choose(scene, GLOVE)
        scene.fail()
        assert scene.studio.setup.form.typed("initial") == "normal"

    def test_nor_a_text(self, scene: Scene) -> None:
        self.want(scene)
        choose(scene, TEXT)
        scene.tell(Contents, path=TEXT, format="text")
        assert scene.studio.setup.form.typed("initial") == "normal"
        assert "to train on it, use File, Open text…" in banner(scene)

    def test_another_text_needs_no_look_into_it(self, scene: Scene) -> None:
        scene.studio.begin_example(BY_ID["toy_english"])
        scene.answer()
        scene.studio.setup.fields["corpus_text"].editor.choose("file")  # type: ignore[union-attr]
        choose(scene, TEXT)
        assert scene.studio.setup.form.read().sources["corpus"]["text"] == TEXT
        assert scene.commands == ["begin", "begin"]


class TestLongWork:
    def begin_production(self, scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(strips, "SHOW_AFTER_MS", 1)
        monkeypatch.setattr(memory, "available_bytes", lambda: 1 << 40)
        scene.studio.begin_example(BY_ID["production_table"])
        scene.tell(Progress, key="drawing", done=0.12)
        qtbot.waitUntil(scene.studio.work.isVisible, timeout=2000)

    def test_after_cancel_the_run_before_is_there_and_no_error(
        self, scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.begin_production(scene, qtbot, monkeypatch)
        begin = scene.link.sent[-1]
        assert scene.studio.work.text == "Drawing 300,000,000 numbers … 12 %"
        QTest.mouseClick(scene.studio.work.button, Qt.MouseButton.LeftButton)
        assert scene.commands[-1] == "cancel"
        scene.link.received.emit(
            Failure(
                what="Cancelled.", why="What was there before still is.", run=begin.run, request=begin.request
            )
        )
        scene.link.received.emit(Done(request=scene.link.sent[-1].request))
        assert banner(scene) == ""
        assert not scene.studio.work.isVisible()
        assert "Cancelled" in scene.window.status.text
        assert scene.studio.controller.experiment == Experiment()
        assert scene.studio.controller.state is State.IDLE

    def test_what_was_said_of_it_stays_as_the_window_is_laid_out_anew(
        self, scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.begin_production(scene, qtbot, monkeypatch)
        begin = scene.link.sent[-1]
        scene.link.received.emit(Failure(what="Cancelled.", why="", run=begin.run, request=begin.request))
        before = scene.studio.controller.snapshot
        assert before is not None
        for command, is_said in (("snapshot", True), ("backward", False)):
            trace = msgspec.structs.replace(before.trace)
            again = msgspec.structs.replace(before, trace=trace, command=command)
            scene.window.status.set_snapshot(again)
            assert ("Cancelled" in scene.window.status.text) is is_said

    def test_cancel_while_a_file_is_looked_into_begins_nothing_with_it(self, scene: Scene) -> None:
        scene.studio.files.opening.open(GLOVE)
        scene.studio.work.cancelled.emit()
        assert scene.commands == ["begin", "peek", "cancel"]
        scene.link.received.emit(Contents(run=1, request=scene.link.sent[1].request, path=GLOVE, tensors=ONE))
        assert scene.commands == ["begin", "peek", "cancel"]

    def test_a_machine_with_too_little_memory_is_told_so(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(memory, "available_bytes", lambda: 1 << 30)
        scene.studio.begin_example(BY_ID["production_table"])
        assert scene.commands == ["begin"]
        assert "the table is too large" in banner(scene)

    def test_the_text_that_is_counted_is_named(
        self, scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(strips, "SHOW_AFTER_MS", 1)
        scene.studio.begin_example(BY_ID["world_english_bible"])
        scene.tell(Progress, key="counting")
        qtbot.waitUntil(scene.studio.work.isVisible, timeout=2000)
        assert scene.studio.work.text == "Counting the words of The World English Bible (excerpt) …"


class TestWords:
    """A table whose rows have names: the pair is set by them."""

    @pytest.fixture
    def bible(self, scene: Scene) -> Scene:
        scene.studio.begin_example(BY_ID["world_english_bible"])
        experiment = BY_ID["world_english_bible"].experiment
        assert isinstance(experiment.corpus, Corpus)
        known = msgspec.structs.replace(
            experiment, rows=2000, corpus=msgspec.structs.replace(experiment.corpus, fingerprint="a1")
        )
        scene.answer(
            names={0: "the", 1: "and"},
            has_labels=True,
            pairs=((0, 1),),
            arguments=known.arguments,
            text=TextFacts(1000, 200_000, 614_400, 0.42),
            step=1200,
            losses=[2.314],
            outline=Outline(branches=(Branch(0, None, 0, 0, 1200, known),)),
        )
        return scene

    def test_the_form_knows_the_shape_that_the_engine_found(self, bible: Scene) -> None:
        setup = bible.studio.setup
        assert setup.form.read().values["rows"] == 2000
        assert not setup.set_button.isEnabled()
        assert setup.fields["rows"].editor.text() == "2,000"  # type: ignore[union-attr]

    def test_two_words_are_set_as_words(self, bible: Scene) -> None:
        setup = bible.studio.setup
        setup.fields["pairs"].editor.setText("king, queen")  # type: ignore[union-attr]
        QTest.mouseClick(setup.set_button, Qt.MouseButton.LeftButton)
        request = last_set(bible)
        assert (request.name, request.words, request.value) == ("pairs", ("king", "queen"), "king, queen")

    def test_two_numbers_are_set_as_numbers(self, bible: Scene) -> None:
        setup = bible.studio.setup
        setup.fields["pairs"].editor.setText("3, 4")  # type: ignore[union-attr]
        QTest.mouseClick(setup.set_button, Qt.MouseButton.LeftButton)
        request = last_set(bible)
        assert (request.name, request.value, request.words) == ("pairs", "3, 4", ())

    def test_the_status_line_counts_pairs_and_passes(self, bible: Scene) -> None:
        said = "step 1,200 · loss 2.31 · 614,400 pairs, 0.42 passes of the text"
        assert bible.window.status.text.startswith(said)


def test_the_ready_experiments_are_set_apart_by_group(scene: Scene) -> None:
    menu = scene.window._menus["Experiments"]
    groups: list[list[str]] = [[]]
    for action in menu.actions():
        if action.isSeparator():
            groups.append([])
        else:
            groups[-1].append(action.objectName().removeprefix("example_"))
    assert [len(group) for group in groups] == [16, 3, 1]
    assert [one for group in groups for one in group] == list(BY_ID)


def test_once_torch_starts_again_a_file_can_be_opened(scene: Scene) -> None:
    scene.die()
    scene.studio.controller.restart()
    scene.link.received.emit(Hello(torch="2.99"))
    scene.answer()
    look(scene, GLOVE, ONE)
    assert begun(scene).file == VectorFile(GLOVE)
