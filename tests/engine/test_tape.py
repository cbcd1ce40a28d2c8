"""The tape tells loss, distance and gap of every round; the gap is the distance with a sign."""

import math

import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.engine.tape import NO_SCALARS, Line, Tape, joined, single
from embviz.engine.trainer import Trainer
from tests.engine.plain import Plain


def moved(*vectors):
    return [torch.tensor([vector], dtype=torch.float32) for vector in vectors]


class TestTheLine:
    """Through both rows at the start, from the second to the first."""

    LINE = Line(torch.tensor([3.0, 4.0]), torch.tensor([0.0, 0.0]))

    @pytest.mark.parametrize(
        ("difference", "gap"), [([3, 4], 5), ([-3, -4], -5), ([0, 0], 0), ([4, -3], 0), ([6, 8], 10)]
    )
    def test_a_gap_is_the_signed_length_along_it(self, difference, gap):
        assert self.LINE.gaps(np.array([difference], dtype=float)) == pytest.approx([gap])

    def test_beads_stand_on_either_side_of_the_middle_at_the_start(self):
        beads = self.LINE.beads(torch.tensor([3.0, 4.0]), torch.tensor([0.0, 0.0]))
        assert (beads.first, beads.second, beads.off_line) == pytest.approx((2.5, -2.5, 0))

    def test_a_vector_off_the_line_is_told_by_how_far(self):
        beads = self.LINE.beads(torch.tensor([3.0 - 0.8, 4.0 + 0.6]), torch.tensor([0.0, 0.0]))
        assert (beads.first, beads.off_line) == pytest.approx((2.5, 1))

    @pytest.mark.parametrize("rows", [([1.0, 2.0], [1.0, 2.0]), ([math.nan, 0.0], [0.0, 0.0])])
    def test_without_a_direction_there_are_no_numbers(self, rows):
        line = Line(*map(torch.tensor, rows))
        assert np.isnan(line.gaps(np.ones((1, 2)))).all()
        assert math.isnan(line.beads(*map(torch.tensor, rows)).first)


class TestTheArticle:
    """Its motion stays on one line."""

    def test_the_gap_is_the_distance_with_a_sign_for_1000_steps(self, trainer):
        scalars = trainer.train(1000)
        assert np.abs(scalars.gaps) == pytest.approx(scalars.distances, abs=5e-6)

    def test_the_gap_follows_the_formula_past_the_crossing(self, trainer):
        position, velocity, expected = trainer.forward(), 0.0, []
        for _ in range(100):
            expected.append(position)
            velocity = 0.9 * velocity + 2 * math.copysign(1, position)
            position -= 0.1 * velocity
        assert trainer.train(100).gaps == pytest.approx(expected, abs=5e-6)

    def test_the_beads_stay_on_the_line_and_their_middle_stays(self, trainer):
        trainer.train(1000)
        beads = trainer.snapshot().beads
        assert beads.first + beads.second == pytest.approx(0, abs=5e-6)
        assert beads.first - beads.second == pytest.approx(trainer.snapshot().trace.gaps[-1], abs=1e-12)
        assert beads.off_line < 2e-5


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"loss": "mse", "dtype": "float64"},
        {"pairs": ((0, 1), (2, 3)), "dtype": "bfloat16"},
        {"pairs": ((0, 1), (2, 1)), "loss": "l1"},
        {"max_norm": 1.0, "dim": 17},
        {"sparse": True, "loss": "negative_dot"},
        {"zero_grad": "forgotten", "dtype": "float16"},
    ],
    ids=repr,
)
def test_a_step_has_the_same_numbers_wherever_it_is_told(options):
    """At the end of one train, at the start of the next, and in plain torch."""
    experiment = Experiment(**{"rows": 4, **options})
    trainer, plain = Trainer(experiment), Plain(experiment)
    whole = Trainer(experiment).train(12)
    for place, rounds in ((0, 5), (5, 1), (6, 6)):
        moment = trainer.snapshot().trace
        part = trainer.train(rounds)
        for name in ("losses", "distances", "gaps"):
            assert getattr(part, name).tolist() == getattr(whole, name)[place : place + rounds].tolist()
            assert getattr(moment, name).tolist() == getattr(whole, name)[place : place + 1].tolist()
    assert whole.losses.tolist() == plain.train(12)


def test_what_was_refused_before_it_was_done_is_not_on_the_tape():
    tape = Tape(Line(*moved([1.0], [0.0])), loss_is_distance=False)
    tape.extend([], [])
    assert (tape.rounds, tape.scalars(0).steps.size) == (0, 0)


def test_rounds_are_told_from_the_step_that_they_started_from():
    first, second = moved([3.0, 4.0], [0.0, 0.0])
    tape = Tape(Line(first[0], second[0]), loss_is_distance=False)
    tape.extend([(first, second), torch.stack([second, first])], [7.0, 8.0])
    scalars = tape.scalars(40)
    assert scalars.steps.tolist() == [40, 41]
    assert scalars.losses.tolist() == [7, 8]
    assert (scalars.distances.tolist(), scalars.gaps.tolist()) == ([5, 5], pytest.approx([5, -5]))


def test_where_the_loss_is_the_distance_it_is_taken_for_it():
    first, second = moved([3.0, 4.0], [0.0, 0.0])
    tape = Tape(Line(first[0], second[0]), loss_is_distance=True)
    tape.extend([(first, second)], [5.0])
    assert tape.scalars(0).distances.tolist() == [5]
    assert tape.scalars(0).distances is not tape.scalars(0).losses


def test_parts_are_joined_in_order():
    whole = joined([NO_SCALARS, single(1, 2.0, 3.0, -3.0), single(2, 4.0, 5.0, 5.0)])
    assert [array.tolist() for array in (whole.steps, whole.losses, whole.distances, whole.gaps)] == [
        [1, 2], [2, 4], [3, 5], [-3, 5]
    ]  # fmt: skip
