"""Segments: stretches of moments that grow together, are thinned, and tell each moment in full."""

import msgspec
import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment
from embviz.engine.past.segments import JOINED_MOMENTS
from tests.engine.past.recorded import Recorded, cut_bits

TRAIN = 20


def trained(rounds=TRAIN, **fields):
    recorded = Recorded(Experiment(**fields))
    recorded.act("train", rounds)
    return recorded, recorded.history.limb.segments[-1]


def test_a_segment_tells_which_moments_it_has():
    _, segment = trained()
    assert (segment.first, segment.last, segment.count) == (1, TRAIN, TRAIN)
    assert all(segment.holds(index) for index in range(1, TRAIN + 1))
    assert [segment.nearest(index) for index in (1, 7, TRAIN)] == [1, 7, TRAIN]


def test_a_thinned_segment_holds_what_was_kept_bit_for_bit_and_no_more():
    recorded, segment = trained()
    kept = (3, 4, 17)
    before = {index: cut_bits(recorded.history, Moment(0, index)) for index in kept}
    numbers, size = segment.numbers.tobytes(), segment.memory_bytes
    segment.thin(kept)
    assert [index for index in range(1, TRAIN + 1) if segment.holds(index)] == [*kept]
    assert {index: cut_bits(recorded.history, Moment(0, index)) for index in kept} == before
    assert [segment.nearest(index) for index in (1, 2, 3, 10, 17, 20)] == [None, None, 3, 4, 17, 17]
    # The curve stays whole.
    assert (segment.numbers.tobytes(), segment.count) == (numbers, TRAIN)
    assert segment.memory_bytes < size / 2


def test_thinning_frees_the_memory_and_does_not_only_look_at_less_of_it():
    _, segment = trained()
    segment.thin({5})
    assert segment.values.untyped_storage().nbytes() == segment.values.nbytes


def test_to_thin_twice_keeps_what_both_kept():
    recorded, segment = trained(sparse=True)
    before = cut_bits(recorded.history, Moment(0, 9))
    segment.thin({2, 9, 11})
    segment.thin({3, 9})
    assert [index for index in range(1, TRAIN + 1) if segment.holds(index)] == [9]
    assert cut_bits(recorded.history, Moment(0, 9)) == before
    segment.thin(())
    assert segment.nearest(TRAIN) is None
    assert segment.memory_bytes == segment.numbers.nbytes


def test_the_action_of_a_moment_in_a_train_has_as_many_rounds_as_were_done():
    recorded, segment = trained()
    for index in range(1, TRAIN + 1):
        action = segment.action_at(index)
        assert (action.rounds, action.moment, action.step) == (index, index, index)
    assert segment.action_at(TRAIN) is segment.action
    assert recorded.history.action_at(Moment(0, 0)).kind == "begin"


@pytest.mark.parametrize("mode", ["none", "zeros", "forgotten"])
def test_passes_and_counts_of_an_earlier_round_are_what_they_were(mode):
    recorded, segment = trained(zero_grad=mode, optimizer="Adam", schedule="StepLR")
    one = Recorded(recorded.trainer.experiment)
    for index in range(1, TRAIN + 1):
        one.act("train", 1)
        now, meta = one.trainer, segment.meta_at(index)
        assert (meta.steps, meta.passes, meta.is_stale) == (now.steps, now.passes, now.is_stale)
        assert meta.counters == now.counters() == {"step": index}
        assert meta.schedule == now.schedule.state_dict()
        assert meta.group["lr"] == now.optimizer.param_groups[0]["lr"]


class TestJoining:
    """The bursts of one press grow together, up to a length; what is another kind of thing does not."""

    def bursts(self, *rounds, **fields):
        recorded = Recorded(Experiment(**fields))
        action = recorded.act("train", rounds[0])
        for more in rounds[1:]:
            recorded.do(msgspec.structs.replace(action, rounds=more))
        return recorded

    @pytest.mark.parametrize("fields", [{}, {"sparse": True}, {"optimizer": "Adam", "schedule": "StepLR"}])
    def test_bursts_of_a_press_become_one_segment_with_the_same_moments(self, fields):
        joined, whole = self.bursts(4, 1, 3, **fields), self.bursts(8, **fields)
        assert [one.count for one in joined.history.limb.segments] == [1, 8]
        assert joined.kept() == whole.kept()
        assert joined.history.memory_bytes == whole.history.memory_bytes

    def test_a_segment_grows_up_to_a_length(self):
        recorded = self.bursts(*[100] * 5)
        assert [one.count for one in recorded.history.limb.segments] == [1, 200, 200, 100]
        assert JOINED_MOMENTS == 256

    def test_another_press_is_another_segment(self):
        recorded = Recorded(Experiment())
        for _ in range(2):
            recorded.act("train", 3)
        assert [one.count for one in recorded.history.limb.segments] == [1, 3, 3]

    @pytest.mark.parametrize("is_first", [True, False])
    def test_what_is_thinned_is_not_joined(self, is_first):
        recorded = self.bursts(4)
        action = recorded.history.action_at(recorded.here)
        if is_first:
            recorded.history.limb.segments[-1].thin({4})
        recorded.do(msgspec.structs.replace(action, rounds=3))
        first, second = recorded.pieces
        if not is_first:
            other = self.bursts(4, 3)
            piece = other.pieces[-1]
            piece.thin({piece.last})
            assert not self.bursts(4).history.limb.segments[-1].join(piece)
            return
        assert (first.count, second.count) == (4, 3)
        assert recorded.history.limb.segments[-1] is second

    def test_single_moments_are_not_joined(self):
        recorded = Recorded(Experiment())
        for _ in range(3):
            recorded.act("backward")
        assert [one.count for one in recorded.history.limb.segments] == [1, 1, 1, 1]


def test_a_round_that_torch_refused_is_a_moment_of_its_own_after_the_whole_ones():
    schedule = {"schedule": "ExponentialLR", "schedule_args": {"gamma": 1e10}}
    recorded = Recorded(Experiment(optimizer="Adam", **schedule))
    recorded.act("train", 9)
    begun, whole, half = recorded.history.limb.segments
    assert (whole.action.refusal, bool(half.action.refusal)) == ("", True)
    assert half.count == 1
    # Adam has counted the step that was refused then.
    assert whole.meta.counters == {"step": whole.count}
    assert half.meta.counters == {"step": whole.count + 1}
    assert (whole.meta.is_stale, half.meta.is_stale) == (True, False)
    assert begun.count == 1


def test_the_numbers_of_the_last_whole_round_are_not_of_what_torch_left_half_done():
    # AdamW has shortened the table when torch refuses the rest of the step.
    schedule = {"schedule": "ExponentialLR", "schedule_args": {"gamma": 1e10}}
    recorded = Recorded(Experiment(optimizer="AdamW", optimizer_args={"weight_decay": 0.5}, **schedule))
    recorded.act("train", 9)
    _, whole, _ = recorded.history.limb.segments
    then = recorded.trainer.weight.detach().clone()
    recorded.stand(Moment(0, whole.last))
    assert not torch.equal(recorded.trainer.weight, then)
    now = recorded.trainer.moment()
    assert np.array_equal(whole.numbers[-1], [now.losses[0], now.distances[0], now.gaps[0]], equal_nan=True)
