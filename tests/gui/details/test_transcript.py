"""The transcript on screen: it grows at its end, can be read, copied and saved, and says what goes wrong."""

import json
import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QRegion, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from embviz.core.experiment import Experiment
from embviz.core.messages import Action, Moment
from embviz.core.notebook import notebook
from embviz.core.transcript import Transcript
from embviz.gui.details.code import AFTER_STRENGTH, BAR_WIDTH_PX, MARK_OPACITY
from embviz.gui.details.highlight import TOKENS, Highlighter
from embviz.gui.details.transcript import TranscriptPanel, TranscriptView
from embviz.gui.theme import DARK, LIGHT

BACKWARD, STEP = Action(1, "backward"), Action(2, "step")
MANY = tuple(Action(number, "backward" if number % 2 else "step") for number in range(1, 61))
# The last line of a Step, which Qt counts as changed by what comes after it.
MANY_ENDS = "optimizer.step()"
BUDGET_MS = 5.0


def train(number, rounds):
    return Action(number, "train", rounds=rounds, name="none")


def program(*actions, experiment=None):
    transcript = Transcript(experiment or Experiment())
    transcript.merge(actions)
    return transcript.text


@pytest.fixture
def tell(make_snapshot):
    """Tell a view of actions: `tell(view, BACKWARD, STEP)`."""

    def tell(view, *actions, run=1, experiment=None):
        view.set_snapshot(make_snapshot(actions=actions, run=run, experiment=experiment or Experiment()))

    return tell


@pytest.fixture
def view(show):
    """A view as small as it is in the window."""
    return show(TranscriptView(), 440, 250)


def writes_of(view):
    """What is written into the document from now on: (start, removed, added), in characters."""
    written = []
    view.code.document().contentsChange.connect(lambda *change: written.append(change))
    return written


class TestText:
    def test_before_the_first_snapshot_there_is_nothing_to_copy_or_to_save(self, view, tmp_path):
        assert view.text == view.code.toPlainText() == ""
        assert not view.copy_button.isEnabled()
        assert not view.save_button.isEnabled()
        view.save(tmp_path / "nothing.py")
        assert list(tmp_path.iterdir()) == []

    def test_it_shows_the_program_of_all_that_was_done(self, view, tell):
        tell(view)
        tell(view, BACKWARD, STEP)
        tell(view, train(3, 10))
        assert view.text == program(BACKWARD, STEP, train(3, 10))
        assert view.code.toPlainText() == view.text

    def test_the_same_snapshot_twice_is_the_same_as_once(self, view, tell):
        tell(view, BACKWARD, STEP)
        written, before = writes_of(view), view.text
        tell(view, BACKWARD, STEP)
        assert view.text == before
        assert written == []

    def test_a_new_run_begins_new_code(self, view, tell):
        tell(view, BACKWARD, STEP)
        other = Experiment(rows=7, optimizer="Adam")
        tell(view, run=2, experiment=other)
        assert view.code.toPlainText() == view.text == program(experiment=other)
        assert view.code.marked_text == ""

    def test_a_snapshot_without_its_experiment_changes_nothing(self, view, tell, make_snapshot):
        tell(view, BACKWARD)
        view.set_snapshot(make_snapshot(actions=(STEP,), run=2))
        assert view.text == program(BACKWARD)

    def test_a_new_action_writes_after_the_end_and_nowhere_else(self, view, tell):
        tell(view, *MANY[:40])
        length, written = len(view.code.toPlainText()), writes_of(view)
        tell(view, MANY[40])
        ((start, _, _),) = written
        assert start >= length - len(MANY_ENDS) - 2
        assert view.code.toPlainText() == program(*MANY[:41])

    def test_a_train_that_goes_on_writes_its_own_block_and_no_other(self, view, tell):
        tell(view, *MANY[:10], train(11, 3))
        start, written = view.text.index("# Train 3"), writes_of(view)
        tell(view, train(11, 250))
        assert [change[0] >= start - len(f"\n\n{MANY_ENDS}") - 1 for change in written] == [True]
        assert view.code.toPlainText() == program(*MANY[:10], train(11, 250))

    def test_nothing_that_was_written_is_kept_to_be_undone(self, view, tell):
        for rounds in range(1, 20):
            tell(view, train(1, rounds))
        assert view.code.document().availableUndoSteps() == 0

    def test_an_action_that_comes_late_takes_its_place(self, view, tell):
        tell(view, BACKWARD, MANY[2])
        tell(view, STEP)
        assert view.code.toPlainText() == program(*MANY[:3])

    def test_what_is_hidden_is_written_when_it_is_shown(self, view, tell):
        tell(view, BACKWARD)
        view.hide()
        written = writes_of(view)
        tell(view, STEP)
        tell(view, train(3, 5))
        tell(view, train(3, 9))
        assert written == []
        assert view.text == program(BACKWARD, STEP, train(3, 9))
        view.show()
        assert view.code.toPlainText() == view.text

    def test_a_hidden_view_forgets_the_run_before(self, view, tell):
        tell(view, BACKWARD, STEP)
        view.hide()
        tell(view, run=2)
        tell(view, BACKWARD, run=2)
        view.show()
        assert view.code.toPlainText() == program(BACKWARD)

    def test_texts_are_shown_as_they_are_written(self, view, tell, hostile):
        tell(view, Action(1, "step", refusal=hostile))
        assert view.code.toPlainText() == program(Action(1, "step", refusal=hostile))
        assert view.code.isReadOnly()

    def test_the_thousandth_action_takes_less_than_the_budget(self, view, tell, qapp):
        for number in range(1, 1001):
            tell(view, train(number, 3) if number % 3 else Action(number, "backward"))
        view.repaint()
        spent_ms = []
        for number in range(1001, 1032):
            started = time.perf_counter()
            tell(view, train(number, 10))
            view.code.viewport().repaint()
            spent_ms.append((time.perf_counter() - started) * 1000)
        assert sorted(spent_ms)[len(spent_ms) // 2] < BUDGET_MS


class TestMark:
    def test_the_block_of_the_last_action_is_marked(self, view, tell):
        tell(view, BACKWARD)
        assert view.code.marked_text == block_of(BACKWARD)
        tell(view, STEP)
        assert view.code.marked_text == "# Step\noptimizer.step()"
        tell(view, train(3, 4))
        assert view.code.marked_text.startswith("# Train 4\n")
        tell(view, train(3, 5))
        assert view.code.marked_text.startswith("# Train 5\n")

    def test_it_has_a_ground_and_a_bar_in_the_accent_colour(self, view, tell, theme, picture):
        view.set_theme(theme)
        tell(view, BACKWARD, STEP)
        viewport = view.code.viewport()
        shown, width = picture(viewport), viewport.width()
        last = view.code.document().lastBlock().previous()
        box = view.code.blockBoundingGeometry(last).translated(view.code.contentOffset())
        ground = mixed(theme.accent, theme.card, MARK_OPACITY)
        assert shown.at(1, box.center().y()) == theme.accent
        assert is_near(shown.at(width - 3, box.center().y()), ground)
        assert shown.at(BAR_WIDTH_PX + 1, box.top() - box.height() * 1.5) == theme.card

    def test_the_block_before_is_unmarked_again(self, view, tell, picture):
        tell(view, BACKWARD)
        tell(view, STEP)
        first = view.code.document().findBlockByNumber(view.code.document().blockCount() - 5)
        box = view.code.blockBoundingGeometry(first).translated(view.code.contentOffset())
        assert first.text() == "loss.backward()"
        assert picture(view.code.viewport()).at(1, box.center().y()) == LIGHT.card

    def test_the_screen_is_painted_anew_where_the_mark_was(self, view, tell, qapp, qtbot):
        # Room for all: what scrolls is painted anew in any case.
        view.resize(700, 500)
        tell(view, BACKWARD)
        # What this paints is over before the watch begins.
        qapp.processEvents()
        watch = Paints()
        view.code.viewport().installEventFilter(watch)
        tell(view, STEP)
        line = view.code.document().findBlockByNumber(view.code.document().blockCount() - 5)
        box = view.code.blockBoundingGeometry(line).translated(view.code.contentOffset())
        qtbot.waitUntil(lambda: watch.region.contains(QPoint(1, round(box.center().y()))), timeout=2000)


class TestScrolling:
    def bar(self, view):
        return view.code.verticalScrollBar()

    def test_it_follows_the_end(self, view, tell):
        tell(view, *MANY[:20])
        assert self.bar(view).value() == self.bar(view).maximum() > 0
        tell(view, MANY[20])
        assert self.bar(view).value() == self.bar(view).maximum()

    @pytest.mark.parametrize("height", range(196, 270, 7))
    def test_the_last_line_is_whole_however_much_there_is(self, height, show, tell, qapp):
        for count in range(1, 14):
            # A new one each time: its scroll bar, when it comes, has the lines wrap anew.
            view = show(TranscriptView(), 440, height)
            tell(view, *MANY[:count])
            # The bar comes, and the lines wrap anew, in the event loop.
            qapp.processEvents()
            assert self.bar(view).value() == self.bar(view).maximum()
            last = view.code.document().lastBlock().previous()
            box = view.code.blockBoundingGeometry(last).translated(view.code.contentOffset())
            assert 0 < box.bottom() <= view.code.viewport().height()

    def test_it_stays_where_the_reader_has_scrolled_to(self, view, tell):
        tell(view, *MANY[:20])
        self.bar(view).setValue(3)
        tell(view, MANY[20])
        tell(view, train(22, 5))
        tell(view, train(22, 50))
        assert self.bar(view).value() == 3

    def test_it_follows_again_once_the_reader_is_back_at_the_end(self, view, tell):
        tell(view, *MANY[:20])
        self.bar(view).setValue(3)
        self.bar(view).setValue(self.bar(view).maximum())
        tell(view, *MANY[20:30])
        assert self.bar(view).value() == self.bar(view).maximum()

    def test_a_window_that_is_made_smaller_does_not_leave_the_end(self, view, tell):
        tell(view, *MANY[:20])
        view.resize(440, 120)
        assert self.bar(view).value() == self.bar(view).maximum()
        view.resize(300, 400)
        assert self.bar(view).value() == self.bar(view).maximum()

    def test_a_new_run_is_followed_to_its_end_again(self, view, tell):
        tell(view, *MANY)
        self.bar(view).setValue(3)
        tell(view, run=2)
        tell(view, *MANY, run=2)
        assert self.bar(view).value() == self.bar(view).maximum() > 100

    def test_a_selection_outlives_what_is_written_after_it(self, view, tell):
        tell(view, *MANY[:5])
        cursor = view.code.textCursor()
        cursor.setPosition(0)
        cursor.movePosition(cursor.MoveOperation.EndOfLine, cursor.MoveMode.KeepAnchor)
        view.code.setTextCursor(cursor)
        tell(view, *MANY[5:9])
        assert view.code.textCursor().selectedText() == "import torch"


class TestColours:
    def tokens(self, text):
        return [(token.lastgroup, token[0]) for token in TOKENS.finditer(text)]

    def test_what_is_a_keyword_a_number_a_text_and_a_comment(self):
        assert self.tokens("for _ in range(10):") == [("keyword", "for"), ("keyword", "in"), ("number", "10")]
        assert self.tokens("lr=1e-08, x=0.5  # 3 is for 'x'") == [
            ("number", "1e-08"),
            ("number", "0.5"),
            ("comment", "# 3 is for 'x'"),
        ]
        assert self.tokens(r"""f["a # \" 1"] = 'it\'s' """) == [
            ("string", r'"a # \" 1"'),
            ("string", r"'it\'s'"),
        ]
        assert self.tokens("torch.float32, information, e1") == []

    def test_each_has_the_theme_s_colour_and_another_theme_repaints_all(self, view, tell):
        tell(view, Action(1, "set", name="lr", value=0.5))
        for theme in (LIGHT, DARK):
            view.set_theme(theme)
            assert colours_in(view, "import torch") == {theme.accent}
            assert colours_in(view, "torch.manual_seed") == {theme.caution}
            assert colours_in(view, "optimizer.param") == {theme.caution, theme.error}
            assert colours_in(view, "# Set lr") == {theme.soft}

    @pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
    def test_all_of_it_is_legible_on_the_card_and_on_the_mark(self, theme, contrast):
        for ground in (theme.card, mixed(theme.accent, theme.card, MARK_OPACITY)):
            for ink in (theme.ink, theme.accent, theme.caution, theme.error, theme.soft):
                assert contrast(ink, ground) >= 4.5

    def test_its_letters_are_all_equally_wide(self, view):
        metrics = view.code.fontMetrics()
        assert metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("WWWW")


class TestCopy:
    def test_the_whole_program_is_on_the_clipboard(self, view, tell):
        tell(view, *MANY)
        QTest.mouseClick(view.copy_button, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == program(*MANY)
        assert view.note.text() == "Copied"
        assert view.note.isVisible()

    def test_what_is_copied_is_no_longer_all_once_more_is_done(self, view, tell):
        tell(view, BACKWARD)
        view.copy()
        tell(view, BACKWARD)
        assert view.note.text() == "Copied"
        tell(view, STEP)
        assert not view.note.isVisible()


class TestSave:
    def test_a_py_file_holds_the_program(self, view, tell, tmp_path):
        tell(view, BACKWARD, STEP)
        view.save(tmp_path / "run.py")
        assert (tmp_path / "run.py").read_text("ascii") == view.text
        assert view.note.text() == "Saved as run.py"
        assert not view.error.isVisible()

    @pytest.mark.parametrize("name", ["run.ipynb", "RUN.IPYNB"])
    def test_an_ipynb_file_is_a_notebook(self, name, view, tell, tmp_path):
        tell(view, BACKWARD, STEP)
        view.save(str(tmp_path / name))
        transcript = Transcript(Experiment())
        transcript.merge([BACKWARD, STEP])
        assert (tmp_path / name).read_text("ascii") == notebook(transcript)
        assert len(json.loads((tmp_path / name).read_text())["cells"]) == 3

    def test_a_missing_folder_is_told_beside_the_buttons(self, view, tell, tmp_path):
        tell(view, BACKWARD)
        view.save(tmp_path / "missing" / "run.py")
        assert view.error.isVisible()
        assert view.error.text() == f"run.py was not saved: {os.strerror(2)}"
        assert not view.note.isVisible()
        view.save(tmp_path / "run.py")
        assert not view.error.isVisible()

    def test_a_folder_is_not_written_over(self, view, tell, tmp_path):
        tell(view, BACKWARD)
        (tmp_path / "run.py").mkdir()
        view.save(tmp_path / "run.py")
        assert "run.py was not saved" in view.error.text()
        assert [path.name for path in tmp_path.iterdir()] == ["run.py"]

    def test_a_name_that_no_file_can_have_is_told_too(self, view, tell, tmp_path):
        tell(view, BACKWARD)
        view.save(tmp_path / "a\0b.py")
        assert "was not saved" in view.error.text()

    def test_an_error_stays_until_the_next_try(self, view, tell, tmp_path):
        tell(view, BACKWARD)
        view.save(tmp_path / "missing" / "run.py")
        tell(view, STEP)
        assert view.error.isVisible()

    def test_a_file_s_name_is_shown_as_it_is_written_and_widens_nothing(self, view, tell, hostile, tmp_path):
        tell(view, BACKWARD)
        name = hostile.replace("/", "-").replace("\n", "") * 3
        view.save(tmp_path / "missing" / f"{name}.py")
        assert name in view.error.text()
        assert all(part.textFormat() == Qt.TextFormat.PlainText for part in view.findChildren(QLabel))
        view.layout().activate()
        assert view.width() == 440
        assert view.save_button.geometry().right() < view.width()

    @pytest.mark.parametrize(("index", "ending"), [(0, "py"), (1, "ipynb")])
    def test_the_dialog_adds_the_ending_of_its_filter(self, index, ending, view, tell, tmp_path, qtbot):
        tell(view, BACKWARD)
        QTest.mouseClick(view.save_button, Qt.MouseButton.LeftButton)
        (dialog,) = view.findChildren(QFileDialog)
        name = dialog.nameFilters()[index]
        assert f"*.{ending}" in name
        dialog.selectNameFilter(name)
        dialog.filterSelected.emit(name)
        dialog.selectFile(str(tmp_path / "mine"))
        with qtbot.waitSignal(dialog.destroyed, timeout=5000):
            dialog.accept()
        assert [path.name for path in tmp_path.iterdir()] == [f"mine.{ending}"]
        assert view.note.text() == f"Saved as mine.{ending}"

    def test_a_cancelled_dialog_saves_nothing_and_is_gone(self, view, tell, tmp_path, qtbot, monkeypatch):
        monkeypatch.chdir(tmp_path)
        tell(view, BACKWARD)
        view.ask_where()
        (dialog,) = view.findChildren(QFileDialog)
        with qtbot.waitSignal(dialog.destroyed, timeout=5000):
            dialog.reject()
        assert list(Path().iterdir()) == []
        assert not view.note.isVisible()


class TestWindow:
    def test_letters_pass_through_to_the_window_s_shortcuts(self, show, tell, qtbot):
        window, view, pressed = QWidget(), TranscriptView(), []
        QVBoxLayout(window).addWidget(view)
        for key in ("T", "Space", "Shift+B"):
            QShortcut(QKeySequence(key), window).activated.connect(lambda key=key: pressed.append(key))
        show(window, 500, 300)
        tell(view, BACKWARD)
        view.code.setFocus()
        qtbot.waitUntil(view.code.hasFocus, timeout=2000)
        QTest.keyClick(view.code, Qt.Key.Key_T)
        QTest.keyClick(view.code, Qt.Key.Key_Space)
        QTest.keyClick(view.code, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
        assert pressed == ["T", "Space", "Shift+B"]

    def test_the_code_has_nearly_all_the_room(self, view, tell):
        tell(view, BACKWARD)
        assert view.code.height() > 250 * 0.8
        assert view.code.mapTo(view, QPoint(0, 0)) == QPoint(0, 0)
        assert view.code.width() == 440

    def test_its_texts_are_taken_anew_in_another_language(self, view, tell, monkeypatch):
        tell(view, BACKWARD)
        view.copy()
        monkeypatch.setattr(TranscriptView, "tr", lambda _self, text: f"«{text}»")
        view.retranslate()
        assert view.copy_button.text() == "«Copy»"
        assert view.save_button.text() == "«Save…»"
        assert view.note.text() == "«Copied»"


class TestPanel:
    def test_it_is_the_view_on_a_card(self, show, tell, theme, picture):
        panel = show(TranscriptPanel(), 440, 300)
        panel.set_theme(theme)
        tell(panel, BACKWARD)
        tell(panel, STEP)
        assert panel.view.code.toPlainText() == program(BACKWARD, STEP)
        panel.retranslate()
        assert panel.view.text == program(BACKWARD, STEP)
        assert panel.title.text() == "Code"
        assert picture(panel).at(220, 4) == theme.card
        assert colours_in(panel.view, "import torch") == {theme.accent}


class Paints(QObject):
    """Keeps all that a widget paints."""

    def __init__(self):
        super().__init__()
        self.region = QRegion()

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.region |= event.region()
        return False


def block_of(action):
    transcript = Transcript(Experiment())
    transcript.merge([action])
    return transcript.block(0)


def colours_in(view, beginning):
    """The colours of the first line of the code that begins so, the palette's ink left out."""
    line = view.code.document().begin()
    while not line.text().startswith(beginning):
        line = line.next()
    return {span.format.foreground().color().name() for span in line.layout().formats()}


def mixed(over, under, opacity):
    one, other = QColor(over), QColor(under)
    parts = [
        round(a * opacity + b * (1 - opacity))
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    ]
    return QColor(*parts).name()


def is_near(one, other):
    pairs = zip(QColor(one).getRgb(), QColor(other).getRgb(), strict=True)
    return all(abs(a - b) <= 1 for a, b in pairs)


class TestPast:
    ACTIONS = (
        Action(1, "backward", moment=1, step=0),
        Action(2, "step", moment=2, step=1),
        Action(3, "train", rounds=10, name="none", moment=12, step=11),
        Action(4, "zero_grad", name="none", moment=13, step=11),
    )

    @pytest.fixture
    def go(self, view, make_snapshot):
        """Show the moment that an action made: `go(3, rounds=4)`."""

        def go(number, rounds=0, *, index=None, view=view):
            moment = index if index is not None else self.ACTIONS[number - 1].moment if number else 0
            snapshot = make_snapshot(
                step=7,
                experiment=Experiment(),
                command="go",
                action_count=number,
                rounds=rounds,
                moment=Moment(0, moment),
                last=13,
            )
            view.set_snapshot(snapshot)

        return go

    @pytest.fixture
    def done(self, view, make_snapshot):
        snapshot = make_snapshot(
            step=11, experiment=Experiment(), actions=self.ACTIONS, moment=Moment(0, 13), last=13
        )
        view.set_snapshot(snapshot)
        return view

    def test_all_of_the_code_stays_and_what_came_after_is_quiet(self, done, go):
        go(2)
        assert done.code.toPlainText() == done.text == program(*self.ACTIONS)
        assert done.code.marked_text == "# Step\noptimizer.step()"
        assert done.code.quiet_text.startswith("# Train 10\n")
        assert done.code.quiet_text.endswith("optimizer.zero_grad()")
        go(4)
        assert done.code.marked_text == "# Zero grad\noptimizer.zero_grad()"
        assert done.code.quiet_text == ""

    def test_at_the_start_all_but_the_header_is_quiet(self, done, go):
        go(0)
        assert done.code.marked_text == ""
        assert done.code.quiet_text.startswith("# Backward")

    def test_quiet_code_has_one_colour_that_is_still_legible(self, done, go, theme, picture, contrast):
        done.set_theme(theme)
        done.resize(700, 500)
        go(2)
        quiet = mixed(theme.soft, theme.card, AFTER_STRENGTH)
        assert 2.5 < contrast(quiet, theme.card) < contrast(theme.soft, theme.card)
        viewport, document = done.code.viewport(), done.code.document()
        last = document.lastBlock().previous()
        box = done.code.blockBoundingGeometry(last).translated(done.code.contentOffset())
        shown = picture(viewport)
        assert shown.count(quiet, box) > 10
        assert shown.count(theme.accent, box) == shown.count(theme.ink, box) == 0
        go(4)
        assert picture(viewport).count(quiet, box) == 0

    def test_no_line_is_highlighted_anew_when_another_moment_is_shown(self, done, go, monkeypatch):
        highlighted = []
        monkeypatch.setattr(Highlighter, "highlightBlock", lambda _self, text: highlighted.append(text))
        written = writes_of(done)
        for number in (1, 3, 0, 2, 4):
            go(number)
        assert highlighted == written == []

    @pytest.mark.parametrize(
        ("number", "rounds", "said"),
        [
            (0, 0, "up to step 7"),
            (2, 0, "up to step 7"),
            (3, 4, "up to step 7, round 4 of Train 10"),
            (3, 10, "up to step 7"),
        ],
    )
    def test_it_says_up_to_where_the_program_is_taken(self, number, rounds, said, done, go):
        go(number, rounds, index=number)
        assert done.note.text() == said
        assert done.note.isVisible()
        done.copy()
        assert done.note.text() == f"Copied {said}"
        go(4)
        assert not done.note.isVisible()

    def test_copy_and_save_take_the_program_up_to_there(self, done, go, tmp_path):
        go(3, 4, index=6)
        expected = program(*self.ACTIONS[:2], train(3, 4))
        done.copy()
        assert QGuiApplication.clipboard().text() == expected
        done.save(tmp_path / "run.py")
        assert (tmp_path / "run.py").read_text("ascii") == expected
        assert done.note.text() == "Saved as run.py, up to step 7, round 4 of Train 10"
        done.save(tmp_path / "run.ipynb")
        cells = json.loads((tmp_path / "run.ipynb").read_text())["cells"]
        assert len(cells) == 4
        go(4)
        done.copy()
        assert QGuiApplication.clipboard().text() == program(*self.ACTIONS)

    def test_a_refused_train_is_taken_without_its_refusal_at_the_moment_before_it(
        self, view, make_snapshot, go
    ):
        refused = Action(1, "train", rounds=2, name="none", refusal="RuntimeError: no", moment=3, step=2)
        told = make_snapshot(
            experiment=Experiment(), actions=(refused, Action(2, "step")), moment=Moment(0, 13), last=13
        )
        view.set_snapshot(told)
        go(1, 2, index=2)
        assert view.taken.text == program(train(1, 2))
        go(1, 2, index=3)
        assert view.taken.text == program(refused)

    def test_the_block_of_the_moment_is_scrolled_into_view_and_the_end_at_the_last_one(
        self, view, make_snapshot, qapp
    ):
        def show(number):
            view.set_snapshot(
                make_snapshot(
                    experiment=Experiment(),
                    actions=MANY,
                    action_count=number,
                    moment=Moment(0, number),
                    last=len(MANY),
                )
            )

        show(len(MANY))
        qapp.processEvents()
        code, bar = view.code, view.code.verticalScrollBar()
        for number in (50, 20, 3, 31):
            show(number)
            line = code.document().findBlockByNumber(code._marked.start)
            box = code.blockBoundingGeometry(line).translated(code.contentOffset())
            assert 0 <= box.top() < box.bottom() <= code.viewport().height()
        show(len(MANY))
        assert bar.value() == bar.maximum()

    def test_what_is_hidden_shows_the_moment_when_it_is_shown(self, done, go):
        done.hide()
        go(2)
        assert done.code.quiet_text == ""
        done.show()
        assert done.code.marked_text == "# Step\noptimizer.step()"
        assert done.code.quiet_text.startswith("# Train 10")

    def test_what_went_wrong_stays_said_in_the_past(self, done, go, tmp_path):
        done.save(tmp_path / "missing" / "run.py")
        go(2)
        assert done.error.isVisible()
        assert done.note.text() == "up to step 7"

    def test_ten_thousand_actions_at_once_are_quick_and_so_is_each_moment_of_them(self, view, make_snapshot):
        actions = tuple(Action(number, "backward", moment=number) for number in range(1, 10_001))
        view.hide()

        def show(number, *told):
            started = time.perf_counter()
            view.set_snapshot(
                make_snapshot(
                    experiment=Experiment(),
                    actions=told,
                    action_count=number,
                    moment=Moment(0, number),
                    last=10_000,
                )
            )
            return (time.perf_counter() - started) * 1000

        # What is not on screen is not written.
        assert show(10_000, *actions) < 250
        view.show()
        spent_ms = sorted(show(number) for number in range(9_900, 9_000, -30))
        assert spent_ms[len(spent_ms) // 2] < BUDGET_MS


def test_titles_name_rows_by_their_labels(view, make_snapshot):
    actions = (Action(1, "lookup", indices=(1, 0)), Action(2, "edit", place=(1, 2), value=0.5))
    names = {1: "<img src=/etc/passwd>", 0: "王"}
    view.set_snapshot(make_snapshot(actions=actions, experiment=Experiment(), names=names))
    told = "# Lookup: '<img src=/etc/passwd>', '\\u738b'"
    assert told in view.code.toPlainText()
    assert "# Edit row 1, column 2: '<img src=/etc/passwd>'" in view.code.toPlainText()
    # Of later snapshots, which do not name them, it stays.
    view.set_snapshot(make_snapshot(actions=(Action(3, "backward"),), experiment=Experiment()))
    assert told in view.text
