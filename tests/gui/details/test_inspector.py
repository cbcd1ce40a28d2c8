"""The inspector: each equation and each note is on screen, whole and as plain text, and follows the mouse."""

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.explain import Equation, Explanation, Note
from embviz.core.messages import CellFacts, Moment, PairFacts, PassFacts, Snapshot, StepFacts
from embviz.gui.details import inspector
from embviz.gui.details.inspector import InspectorView, agreeing
from embviz.gui.details.sheet import LINE_EM, SCROLL_BAR_PX, Paragraph, Span, Style, _lines, _width
from embviz.gui.theme import Theme, font

MakeSnapshot = Callable[..., Snapshot]
SGD = Explanation(
    update=(
        Equation("buf", "momentum · buf + grad", "0.9 · 0.5230 + 0.1930", 0.6637, 0.6637),
        Equation("w", "w − lr · buf", "0.2284 − 0.1 · 0.6637", 0.16203, 0.16204),
    ),
    update_notes=(Note("float32 keeps {digits} digits.", {"digits": 7}),),
    naive=Equation("w", "w − lr · grad", "0.2284 − 0.1 · 0.1930", 0.2091, 0.16204),
    naive_notes=(Note("right for the first step only"),),
    gradient=(Equation("grad", "(a − b) / distance", "0.3064 / 1.5881", 0.1930, 0.1930),),
    distance=(Equation("distance", "√(Σ (a − b)²)", "√(0.0939 + 2.4281)", 1.5881),),
    distance_notes=(Note("NumPy gets the same."),),
)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=30)


@pytest.fixture
def view(show: Callable[..., Any]) -> InspectorView:
    made: InspectorView = show(InspectorView(), 434, 200)
    return made


def facts(step: int = 1, place: tuple[int, int] = (0, 3)) -> CellFacts:
    now = StepFacts(weight=0.5, grad=None, state={}, counters={}, arguments={})
    return CellFacts(step=step, place=place, now=now, last=None, backward=None)


class TestWhatIsSaid:
    def test_without_a_cell_it_says_how_to_choose_one(
        self, view: InspectorView, make_snapshot: MakeSnapshot
    ) -> None:
        assert view.text == "Click a cell to see the arithmetic that made it."
        view.set_snapshot(make_snapshot(experiment=Experiment()))
        assert view.text == "Click a cell to see the arithmetic that made it."

    def test_every_equation_stands_in_symbols_and_in_numbers_with_its_result(
        self, view: InspectorView
    ) -> None:
        view.show_explanation(SGD, (0, 3))
        lines = view.text.splitlines()
        assert lines[0] == "Step did   row 0, column 3"
        assert "buf = momentum · buf + grad" in lines
        assert "buf = 0.9 · 0.5230 + 0.1930 = 0.6637" in lines
        assert "w = 0.2284 − 0.1 · 0.6637 = 0.1620" in lines
        assert "w − lr · grad = 0.2284 − 0.1 · 0.1930 = 0.2091" in lines
        assert lines.index("Gradient") < lines.index("grad = 0.3064 / 1.5881 = 0.1930")
        assert lines.index("Distance") < lines.index("distance = √(0.0939 + 2.4281) = 1.5881")
        assert {"float32 keeps 7 digits.", "right for the first step only", "NumPy gets the same."} <= {
            *lines
        }

    def test_what_is_not_done_yet_is_said_to_be_ahead(self, view: InspectorView) -> None:
        view.show_explanation(Explanation(update=SGD.update, is_ahead=True), (1, 0))
        assert view.text.startswith("Step will do   row 1, column 0")
        assert "Gradient" not in view.text
        assert "Distance" not in view.text

    def test_torch_s_value_stands_below_where_torch_has_one(self, view: InspectorView) -> None:
        view.show_explanation(SGD, (0, 3))
        checks = [line for line in view.text.splitlines() if line.startswith("PyTorch: ")]
        assert checks == [
            "PyTorch: 0.6637   difference 0",
            "PyTorch: 0.1620   difference 1.0e-05",
            # The hand check, which parts from torch here.
            "PyTorch: 0.1620   difference 4.7e-02",
            "PyTorch: 0.1930   difference 0",
        ]

    def test_a_hand_check_that_is_right_is_not_compared_again(self, view: InspectorView) -> None:
        naive = Equation("w", "w − lr · grad", "0.3367 − 0.1 · 0.1930", 0.3174, 0.3174)
        view.show_explanation(Explanation(update=SGD.update[1:], naive=naive), (0, 0))
        assert view.text.count("PyTorch") == 1
        assert "w − lr · grad = 0.3367 − 0.1 · 0.1930 = 0.3174" in view.text

    @pytest.mark.parametrize(
        ("value", "torch", "said"),
        [
            (math.nan, math.nan, "difference 0"),
            (math.inf, math.inf, "difference 0"),
            (-math.inf, math.inf, "difference inf"),
            (math.nan, 1.0, "difference nan"),
            (0.5 + 1e-9, 0.5, "difference 1.0e-09"),
            (0.0, -0.0, "difference 0"),
        ],
    )
    def test_what_is_no_number_differs_from_what_is_one_and_not_from_itself(
        self, value: float, torch: float, said: str, view: InspectorView
    ) -> None:
        view.show_explanation(Explanation(update=(Equation("w", "", "x", value, torch),)), (0, 0))
        assert said in view.text

    @pytest.mark.parametrize(
        ("value", "is_good", "is_caution"),
        [(0.5, True, False), (0.5 + 1e-8, False, False), (0.501, False, True), (math.nan, False, True)],
    )
    def test_agreement_rounding_and_contradiction_have_a_colour_each(
        self,
        value: float,
        is_good: bool,
        is_caution: bool,
        theme: Theme,
        view: InspectorView,
        picture: Any,
    ) -> None:
        view.set_theme(theme)
        view.show_explanation(Explanation(update=(Equation("w", "", "x", value, 0.5),)), (0, 0))
        shown = picture(view)
        assert (shown.count(agreeing(theme)) > 0) is is_good
        assert (shown.count(theme.caution) > 0) is is_caution

    def test_what_agrees_is_legible(self, theme: Theme, contrast: Callable[[str, str], float]) -> None:
        assert contrast(agreeing(theme), theme.card) >= 4.5

    def test_texts_are_shown_as_they_are_written(
        self, hostile: str, view: InspectorView, picture: Any
    ) -> None:
        safe = hostile.replace("{", "(").replace("}", ")")
        view.show_explanation(
            Explanation(
                update=(Equation(safe, safe, safe, 1.0),), update_notes=(Note("{it}", {"it": hostile}),)
            ),
            (0, 0),
        )
        assert hostile in view.text
        assert safe in view.text
        assert picture(view).colours() > 3


class TestFollowing:
    def test_the_cell_of_the_snapshot_is_explained_and_once_only(
        self, view: InspectorView, make_snapshot: MakeSnapshot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[tuple[Experiment, CellFacts]] = []

        def explain(experiment: Experiment, cell: CellFacts, names: object) -> Explanation:
            asked.append((experiment, cell))
            return SGD

        monkeypatch.setattr(inspector, "explain", explain)
        experiment, cell = Experiment(), facts()
        for step in (3, 4):
            view.set_snapshot(make_snapshot(step=step, experiment=experiment, cell=cell))
        assert asked == [(experiment, cell)]
        assert view.text.startswith("Step did   row 0, column 3")
        view.set_snapshot(make_snapshot(experiment=experiment, cell=facts(place=(1, 1))))
        assert view.text.startswith("Step did   row 1, column 1")
        view.set_snapshot(make_snapshot(experiment=experiment))
        assert view.text.startswith("Click a cell")

    def test_during_a_train_it_can_be_read_and_in_the_end_it_is_true(
        self,
        view: InspectorView,
        make_snapshot: MakeSnapshot,
        monkeypatch: pytest.MonkeyPatch,
        qtbot: QtBot,
    ) -> None:
        explained: list[int] = []
        monkeypatch.setattr(
            inspector,
            "explain",
            lambda _experiment, cell, _names: explained.append(cell.step) or Explanation(),
        )
        experiment = Experiment()
        for step in range(1, 60):
            view.set_snapshot(
                make_snapshot(step=step, command="train", experiment=experiment, cell=facts(step))
            )
        assert len(explained) < 10
        qtbot.waitUntil(lambda: explained[-1] == 59, timeout=2000)
        elsewhere = facts(60, place=(1, 1))
        view.set_snapshot(make_snapshot(step=60, command="train", experiment=experiment, cell=elsewhere))
        assert explained[-1] == 60
        view.set_snapshot(
            make_snapshot(step=61, command="train", experiment=experiment, cell=facts(61, place=(1, 1)))
        )
        view.catch_up()
        assert explained[-1] == 61

    def test_another_cell_costs_less_than_3_ms_of_a_frame(self, view: InspectorView) -> None:
        """Adam's update of a cell and the distance of rows of 64, as the mouse moves over 64 x 64."""
        terms = " + ".join(f"({0.01 * k:.4f} − {0.02 * k:.4f})²" for k in range(8))
        rng = np.random.default_rng(0)
        spent = []
        for k in range(60):
            numbers = rng.normal(size=12)
            update = tuple(
                Equation(
                    "exp_avg", "beta1 · exp_avg + (1 − beta1) · grad", f"0.9 · {n:.4f} + 0.1 · {-n:.4f}", n, n
                )
                for n in numbers
            )
            explanation = Explanation(
                update=update,
                naive=SGD.naive,
                naive_notes=SGD.naive_notes,
                distance=(Equation("distance", "√(Σ (a − b)²)", f"√({terms} + {k})", 1.0, 1.0),),
            )
            start = time.perf_counter()
            view.show_explanation(explanation, (k, k))
            spent.append(time.perf_counter() - start)
        assert np.median(spent) < 0.003

    def test_ctrl_c_copies_all_of_it(self, view: InspectorView) -> None:
        view.show_explanation(SGD, (0, 3))
        view.setFocus()
        QTest.keySequence(view.sheet, QKeySequence(QKeySequence.StandardKey.Copy))
        assert QGuiApplication.clipboard().text() == view.text
        assert "w = 0.2284 − 0.1 · 0.6637 = 0.1620" in QGuiApplication.clipboard().text()

    def test_what_does_not_fit_can_be_scrolled_to(self, view: InspectorView) -> None:
        view.show_explanation(SGD, (0, 3))
        page, bar = view.sheet.widget(), view.sheet.verticalScrollBar()
        assert page.height() > view.height()
        assert bar.maximum() == page.height() - view.sheet.viewport().height()
        assert page.width() <= view.width() - SCROLL_BAR_PX


@pytest.mark.usefixtures("qapp")
class TestWrapping:
    def lines(self, text: str, width: float, size_px: int = 16) -> list[str]:
        paragraph = Paragraph((Span(text, Style(size_px)),), hang_px=16)
        return ["".join(span.text for span in line) for line in _lines(paragraph, width)]

    def test_a_formula_wraps_before_its_operators(self) -> None:
        lines = self.lines("w = 0.2284 − 0.1 · 0.6637 + 0.25 · (0.1 − 0.2)² = 0.1621", 140)
        assert len(lines) > 2
        assert all(line.lstrip()[0] in "−·+=" or line.startswith("w") for line in lines)
        assert not any(line.rstrip()[-1] in "−·+=" for line in lines)

    def test_a_short_one_stays_on_its_line(self) -> None:
        assert self.lines("w = 0.2284 − 0.1 · 0.6637 = 0.1621", 434) == ["w = 0.2284 − 0.1 · 0.6637 = 0.1621"]

    @given(st.lists(WORDS | st.sampled_from("+−·="), max_size=40), st.integers(60, 500))
    def test_nothing_is_lost_and_nothing_is_wider_than_the_sheet(self, words: list[str], width: int) -> None:
        text = " ".join(words)
        paragraph = Paragraph((Span(text[:20], Style(16)), Span(text[20:], Style(13))), hang_px=16)
        lines = _lines(paragraph, width)
        assert "".join(span.text for line in lines for span in line) == text
        for index, line in enumerate(lines):
            shown = sum(_width(Span(span.text.rstrip(), span.style)) for span in line[-1:])
            shown += sum(_width(span) for span in line[:-1])
            one_letter = len("".join(span.text for span in line).strip()) <= 1
            # Kerning: a line may be a little wider than the sum of its words.
            assert shown <= width - (16 if index else 0) + 3 or one_letter

    def test_a_paragraph_is_as_high_as_its_lines(self) -> None:
        paragraph = Paragraph((Span("one two three " * 10, Style(16)),), above_px=5)
        count = len(_lines(paragraph, 200))
        assert count > 3
        assert paragraph.laid(200).height == pytest.approx(5 + count * 16 * LINE_EM)
        assert QFontMetricsF(font(16, tabular=True)).height() <= 16 * LINE_EM

    def test_an_empty_sheet_has_no_height(self) -> None:
        assert Paragraph(()).laid(100).height == 0


class TestPast:
    NOT_KNOWN = "Of this past moment it is not known how the cell was made."

    def test_what_is_not_known_of_a_past_moment_is_said_and_the_present_is_not_shown(
        self, view: InspectorView, make_snapshot: MakeSnapshot
    ) -> None:
        view.set_snapshot(make_snapshot(experiment=Experiment(), cell=facts()))
        assert view.text != self.NOT_KNOWN
        view.set_snapshot(make_snapshot(experiment=Experiment(), moment=Moment(0, 2), last=9))
        assert view.text == self.NOT_KNOWN
        view.set_snapshot(make_snapshot(experiment=Experiment(), moment=Moment(0, 9), last=9))
        assert view.text == "Click a cell to see the arithmetic that made it."

    def test_facts_of_another_step_are_not_those_of_a_past_moment(
        self, view: InspectorView, make_snapshot: MakeSnapshot
    ) -> None:
        past = {"experiment": Experiment(), "moment": Moment(0, 2), "last": 9, "step": 2}
        view.set_snapshot(make_snapshot(cell=facts(step=7), **past))
        assert view.text == self.NOT_KNOWN
        view.set_snapshot(make_snapshot(cell=facts(step=2), **past))
        assert "row 0, column 3" in view.text

    def test_in_a_scrub_it_is_explained_slowly_enough_to_be_read(
        self, view: InspectorView, make_snapshot: MakeSnapshot, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        explained: list[object] = []
        experiment = Experiment()
        monkeypatch.setattr(view, "show_explanation", lambda *args: explained.append(args))
        for index in range(8, 0, -1):
            view.set_snapshot(
                make_snapshot(
                    experiment=experiment,
                    cell=facts(step=index),
                    step=index,
                    command="go",
                    moment=Moment(0, index),
                    last=9,
                )
            )
        assert len(explained) == 1
        qtbot.waitUntil(lambda: len(explained) == 2, timeout=2000)


class TestPrediction:
    def test_while_a_cell_is_to_be_predicted_nothing_is_said_of_it(
        self, view: InspectorView, make_snapshot: MakeSnapshot
    ) -> None:
        view.set_snapshot(make_snapshot(experiment=Experiment(), cell=facts()))
        told = view.text
        view.set_veiled(True)
        assert view.text == "The arithmetic is shown once your prediction is made."
        view.set_snapshot(make_snapshot(experiment=Experiment(), cell=facts(step=2), step=2))
        view.catch_up()
        assert "row 0, column 3" not in view.text
        view.set_snapshot(make_snapshot(experiment=Experiment(), cell=facts()))
        view.set_veiled(False)
        assert view.text == told
        assert "row 0, column 3" in view.text


class TestNames:
    EXPERIMENT = Experiment(rows=3, dim=2, loss="skipgram", pairs=((0, 1),), negatives=((0, 2),))

    def explained(self, make_snapshot: MakeSnapshot, names: dict[int, str]) -> Snapshot:
        pairs = (
            PairFacts(0, 1, (0.5, 0.25), (1.0, -0.5)),
            PairFacts(0, 2, (0.5, 0.25), (-0.5, 0.75), label=-1),
        )
        done = PassFacts(pairs, 2, loss=1.0, negatives=1)
        cell = CellFacts(step=1, place=(0, 1), now=facts().now, last=None, backward=done)
        return make_snapshot(cell=cell, experiment=self.EXPERIMENT, names=names)

    def test_the_cell_and_the_pairs_are_named(self, view: InspectorView, make_snapshot: MakeSnapshot) -> None:
        view.set_snapshot(self.explained(make_snapshot, {0: "king", 1: "crown", 2: "<s>"}))
        assert view.text.startswith("Step will do   king (row 0), column 1")
        assert "share₁ is of the pair king × crown, label +1." in view.text
        assert "share₂ is of the negative pair king × <s>, label −1." in view.text
        assert "This is of the pair king × crown, the first of 2 that hold the row." in view.text

    def test_without_labels_rows_have_their_numbers(
        self, view: InspectorView, make_snapshot: MakeSnapshot
    ) -> None:
        view.set_snapshot(self.explained(make_snapshot, {}))
        assert view.text.startswith("Step will do   row 0, column 1")
        assert "share₁ is of the pair 0, 1, label +1." in view.text

    def test_any_label_is_told_on_lines_that_fit(
        self, view: InspectorView, make_snapshot: MakeSnapshot, hostile: str
    ) -> None:
        view.set_snapshot(self.explained(make_snapshot, {0: hostile, 1: "a" * 10_000, 2: "שלום"}))
        assert hostile.replace("\n", "\\n")[:39] in view.text
        assert "a" * 40 not in view.text
        room = view.sheet.width() - SCROLL_BAR_PX
        for block in view.sheet.blocks:
            assert isinstance(block, Paragraph)
            for line in _lines(block, room):
                # The blank at the end of a line is not seen.
                assert sum(map(_width, line)) <= room + 5
