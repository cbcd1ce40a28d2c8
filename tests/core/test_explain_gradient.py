"""What the inspector says of a gradient and of a distance: how it is written, and the sentences beside it."""

import math
from types import MappingProxyType

import numpy as np
import pytest

from embviz.core.experiment import Corpus, Experiment
from embviz.core.explain import explain
from embviz.core.labels import NO_NAMES
from embviz.core.messages import PassFacts
from tests.core.cells import (
    ARTICLE,
    DISTANCE,
    FIRST,
    GRAD,
    SECOND,
    facts,
    gradient_of,
    lines,
    pair,
    sentences,
    step,
    told,
)


def test_the_gradient_of_the_articles_cell_is_the_difference_over_the_distance() -> None:
    explanation = gradient_of(pair(), loss=DISTANCE)
    assert lines(explanation.gradient) == [
        "grad = (a − b) / distance = (0.3367 − (−0.1863)) / 2.7101 = 0.1930"
    ]
    assert explanation.gradient[0].torch == GRAD


def test_the_second_row_has_the_sign_turned() -> None:
    explanation = gradient_of(pair(), place=(1, 0), now=step(grad=-GRAD))
    assert lines(explanation.gradient) == [
        "grad = (b − a) / distance = (−0.1863 − 0.3367) / 2.7101 = -0.1930"
    ]


def test_norms_change_places_with_the_rows() -> None:
    held = pair(a=(3.0, 4.0), b=(0.0, 2.0))
    experiment = Experiment(rows=2, dim=2, loss="cosine_distance")
    (first,) = gradient_of(held, experiment=experiment).gradient
    (second,) = gradient_of(held, experiment=experiment, place=(1, 0)).gradient
    assert first.symbolic == "dot · a / (‖a‖³ · ‖b‖) − b / (‖a‖ · ‖b‖)"
    assert first.numeric == "8.0000 · 3.0000 / (5.0000³ · 2.0000) − 0.0000 / (5.0000 · 2.0000)"
    assert second.symbolic == "dot · b / (‖b‖³ · ‖a‖) − a / (‖b‖ · ‖a‖)"
    assert second.numeric == "8.0000 · 0.0000 / (2.0000³ · 5.0000) − 3.0000 / (2.0000 · 5.0000)"


def test_shares_are_added_divided_by_the_pairs_and_added_to_what_was_there() -> None:
    experiment = Experiment(rows=3, dim=5, pairs=((0, 1), (2, 0)), loss="squared_euclidean")
    held = (pair(0, 1), pair(2, 0, a=SECOND, b=FIRST))
    explanation = gradient_of(*held, experiment=experiment, grad_before=0.5)
    assert [one.symbolic for one in explanation.gradient] == [
        "2 · (a − b)",
        "2 · (b − a)",
        "grad + (share₁ + share₂) / pairs",
    ]
    assert explanation.gradient[-1].numeric == "0.5000 + (1.0460 + 1.0460) / 2"
    text = sentences(explanation.gradient_notes)
    assert "share₁ is of the pair 0, 1." in text
    assert "share₂ is of the pair 2, 0." in text
    assert "grad held 0.5000 before this pass" in text


def test_a_pair_of_one_row_has_two_shares_that_take_each_other_away() -> None:
    explanation = gradient_of(pair(0, 0, b=FIRST), experiment=Experiment(loss="mse"))
    assert [one.target for one in explanation.gradient] == ["share₁", "share₂", "grad"]
    assert explanation.gradient[-1].value == 0


@pytest.mark.parametrize("scale", [True, False])
def test_counts_divide_only_where_the_table_asks_for_it(scale: bool) -> None:
    experiment = Experiment(loss="negative_dot", scale_grad_by_freq=scale)
    explanation = gradient_of(pair(first_count=3), experiment=experiment)
    assert explanation.gradient[-1].symbolic == ("share / count" if scale else "−b")
    assert ("divides by how often" in sentences(explanation.gradient_notes)) is scale


@pytest.mark.parametrize("padding_idx", [0, -2])
def test_the_padding_row_has_no_gradient(padding_idx: int) -> None:
    experiment = Experiment(padding_idx=padding_idx)
    explanation = gradient_of(pair(), now=step(grad=0.0), experiment=experiment)
    assert [(one.value, one.torch) for one in explanation.gradient] == [(0.0, 0.0)]
    assert "padding row" in sentences(explanation.gradient_notes)


def test_a_row_in_no_pair_has_no_gradient_of_this_pass() -> None:
    explanation = gradient_of(now=step(grad=0.75), place=(0, 0), grad_before=0.75)
    assert [(one.symbolic, one.value, one.torch) for one in explanation.gradient] == [("grad", 0.75, 0.75)]
    assert "No pair holds this row" in sentences(explanation.gradient_notes)
    assert explanation.distance == ()


def test_a_pass_that_is_still_to_come_is_compared_with_nothing() -> None:
    explanation = gradient_of(pair(), now=step(grad=0.0), is_ahead=True)
    assert explanation.gradient[-1].torch is None
    assert "Backward has not been done yet" in sentences(explanation.gradient_notes)


def test_where_only_some_pairs_are_known_no_sum_is_claimed() -> None:
    experiment = Experiment(pairs=((0, 1),) * 9, loss="negative_dot")
    explanation = gradient_of(pair(), pair(), count=9, experiment=experiment)
    assert [one.target for one in explanation.gradient] == ["share₁", "share₂"]
    assert {one.torch for one in explanation.gradient} == {None}
    assert "The row is in 9 pairs; the shares of 2 of them" in sentences(explanation.gradient_notes)


def test_a_pass_that_was_not_kept_is_not_made_up() -> None:
    explanation = told(ARTICLE, step(), backward=None)
    assert explanation.gradient == explanation.distance == ()
    assert "not kept" in sentences(explanation.gradient_notes)


@pytest.mark.parametrize(
    ("loss", "value", "words"),
    [
        ("euclidean", 0.0, "takes the gradient of the distance as 0"),
        ("sqrt_sum_square", math.nan, "0 / 0 is nan"),
    ],
)
def test_equal_rows_have_a_word_of_their_own(loss: str, value: float, words: str) -> None:
    explanation = gradient_of(pair(b=FIRST), now=step(grad=value), experiment=Experiment(loss=loss))
    assert explanation.gradient[-1].value == pytest.approx(value, nan_ok=True)
    assert sentences(explanation.gradient_notes).count(words) == 1


def test_the_cosine_of_a_row_without_a_length_has_a_word_of_its_own() -> None:
    held = pair(a=(0.0, 0.0), b=(1.0, 2.0))
    experiment = Experiment(rows=2, dim=2, loss="cosine_distance")
    explanation = gradient_of(held, now=step(grad=-44721360.0), experiment=experiment, loss=1.0)
    assert explanation.gradient[0].value == pytest.approx(-44721360.0)
    assert "PyTorch divides by 1e-8" in sentences(explanation.gradient_notes)
    assert explanation.distance[-1].value == 1


# The distance


def test_the_distance_has_all_its_terms_and_numpys_word_on_the_printed_digits() -> None:
    explanation = gradient_of(pair(), loss=DISTANCE)
    distance, numpy = explanation.distance
    assert distance.symbolic == "√(Σ (a − b)²)"
    assert distance.numeric.startswith("√((0.3367 − (−0.1863))² + (0.1288 − 2.2082)² + ")
    assert distance.torch == DISTANCE
    assert f"{distance.value:.4f}" == "2.7101"
    printed = [[float(f"{cell:.4f}") for cell in vector] for vector in (FIRST, SECOND)]
    assert numpy.value == np.linalg.norm(np.subtract(*printed))
    assert f"{numpy.value:.4f}" == "2.7102"
    assert "NumPy gives 2.7102 from the printed digits and PyTorch 2.7101" in sentences(
        explanation.distance_notes
    )


def test_numpy_may_agree() -> None:
    explanation = gradient_of(pair(a=(3.0, 0.0), b=(0.0, 4.0)), loss=5.0)
    assert explanation.distance[-1].value == 5
    assert "the same 4 decimals" in sentences(explanation.distance_notes)


@pytest.mark.parametrize(("dim", "dots"), [(8, 0), (9, 1)])
def test_a_long_sum_shows_its_first_terms_and_its_last(dim: int, dots: int) -> None:
    a, b = np.arange(2.0 * dim).reshape(2, dim)
    explanation = gradient_of(pair(a=a, b=b))
    distance, numpy = explanation.distance
    assert distance.numeric.count("…") == dots
    assert numpy.numeric.count("…") == 2 * dots
    assert f"({dim - 1}.0000 − {2 * dim - 1}.0000)²" in distance.numeric


@pytest.mark.parametrize(
    ("loss", "symbols"),
    [
        ("squared_euclidean", ["Σ (a − b)²"]),
        ("mse", ["Σ (a − b)² / dim"]),
        ("l1", ["Σ |a − b| / dim"]),
        ("cosine_distance", ["Σ a · b", "√(Σ a²)", "√(Σ b²)", "1 − dot / (‖a‖ · ‖b‖)"]),
        ("negative_dot", ["Σ a · b", "−dot"]),
        ("skipgram", ["Σ a · b", "−log σ(dot)"]),
    ],
)
def test_each_loss_has_what_it_measures(loss: str, symbols: list[str]) -> None:
    explanation = gradient_of(pair(), experiment=Experiment(loss=loss))
    assert [one.symbolic for one in explanation.distance] == symbols


def test_a_negative_pair_is_pushed_away() -> None:
    experiment = Experiment(loss="skipgram", negatives=((0, 1),))
    explanation = gradient_of(pair(label=-1), experiment=experiment)
    assert explanation.distance[-1].symbolic == "−log σ(−dot)"
    assert explanation.gradient[-1].symbolic == "σ(dot) · b"
    # The loss is that of the positive pair too, which is no number to compare with.
    assert explanation.distance[-1].torch is None


def test_of_several_pairs_the_first_is_measured() -> None:
    experiment = Experiment(rows=3, pairs=((0, 1), (2, 0)))
    explanation = gradient_of(pair(0, 1), pair(2, 0), experiment=experiment)
    assert explanation.distance[0].torch is None
    assert "of the pair 0, 1, the first of 2" in sentences(explanation.distance_notes)


class TestText:
    """A batch of a text: words are rows 0 to 2, the same as contexts rows 3 to 5."""

    EXPERIMENT = Experiment(rows=6, dim=5, loss="skipgram", corpus=Corpus(batch=2, negatives=2))
    NAMES = MappingProxyType({0: "king", 3: "king (context)", 4: "crown (context)"})

    def told(self, *pairs, names=NO_NAMES, count=None, place=(0, 0), **others):
        done = PassFacts(
            pairs=pairs,
            pairs_of_row=len(pairs) if count is None else count,
            loss=1.0,
            positives=2,
            negatives=4,
            **others,
        )
        return explain(self.EXPERIMENT, facts(step(grad=GRAD), backward=done, place=place), names)

    def test_the_share_of_each_pair_is_told_with_its_label_and_divided_by_the_pairs_alone(self):
        held = (pair(0, 4), pair(0, 3, label=-1), pair(0, 5, label=-1))
        explanation = self.told(*held, names=self.NAMES)
        assert explanation.gradient[-1].symbolic == "(share₁ + share₂ + share₃) / pairs"
        assert explanation.gradient[-1].numeric.endswith(") / 2")
        told = sentences(explanation.gradient_notes)
        assert "share₁ is of the pair king × crown (context), label +1." in told
        assert "share₂ is of the negative pair king × king (context), label −1." in told
        assert "share₃ is of the negative pair king × 5, label −1." in told
        assert "divided by the 2 pairs of the batch; their 4 negatives are not counted" in told

    def test_the_only_pair_of_a_row_is_told_too_since_each_batch_has_others(self):
        explanation = self.told(pair(1, 3, label=-1), place=(3, 0), names=self.NAMES)
        assert explanation.gradient[-1].symbolic == "share / pairs"
        told = sentences(explanation.gradient_notes)
        assert "share is of the negative pair 1 × king (context), label −1." in told
        told = sentences(explanation.distance_notes)
        assert "This is of the pair 1 × king (context). It is a negative pair: its label is −1." in told

    def test_of_many_pairs_the_first_is_measured(self):
        held = [pair(0, 4)] * 8
        explanation = self.told(*held, count=231, names=self.NAMES)
        assert "king × crown (context), the first of 231 that hold the row" in sentences(
            explanation.distance_notes
        )
        told = sentences(explanation.gradient_notes)
        assert "The row is in 231 pairs; the shares of 8 of them are shown" in told

    def test_a_word_that_is_not_in_the_batch_is_not_said_to_be_in_none(self):
        explanation = self.told(names=self.NAMES, place=(2, 0))
        assert "No pair of this batch holds this row" in sentences(explanation.gradient_notes)
        assert "divided" not in sentences(explanation.gradient_notes)


def test_labels_are_told_without_a_text_too():
    experiment = Experiment(rows=3, pairs=((0, 1), (2, 0)), loss="mse")
    held = (pair(0, 1), pair(2, 0))
    done = PassFacts(pairs=held, pairs_of_row=2, loss=1.0, positives=2)
    explanation = explain(experiment, facts(step(grad=GRAD), backward=done), {0: "<s>", 1: "שלום"})
    told = sentences(explanation.gradient_notes)
    assert "share₁ is of the pair <s> × \u2068שלום\u2069." in told
    assert "share₂ is of the pair 2 × <s>." in told
    assert "label" not in told
