"""A history keeps every moment, within a budget; what has to go, goes in order, and what is kept is told."""

import subprocess
import sys
from random import Random

import msgspec
import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.messages import KEYFRAME_EVERY, Moment
from embviz.engine.past import archive, travel
from embviz.engine.past.history import History, NotKept
from tests.engine.past.recorded import Recorded, cut_bits, told

# The article's table with its gradient and its buffer.
MOMENT_BYTES = 3 * 40 + 24
BIG = {"rows": 1000, "dim": 64, "pairs": ((3, 7),)}


def trained(*rounds, **fields):
    recorded = Recorded(Experiment(**fields))
    for number in rounds:
        recorded.act("train", number)
    return recorded


def kept(recorded, number=0):
    """The indices of the moments of a branch that can be shown."""
    history = recorded.history
    last = history.limbs[number].last
    return [index for index in range(last + 1) if history.nearest(Moment(number, index)).index == index]


def kept_from_is_right(history):
    """From there on each moment is kept, of every branch."""
    for number, limb in history.limbs.items():
        first = history.kept_from(number)
        for index in range(first, limb.last + 1):
            if history.nearest(Moment(number, index)) != Moment(number, index):
                return False
    return True


class TestThinning:
    def test_within_the_budget_every_moment_is_kept(self):
        recorded = trained(1000)
        assert recorded.history.memory_bytes == pytest.approx(1000 * MOMENT_BYTES, rel=0.01)
        assert recorded.history.thin() == []
        assert len(kept(recorded)) == 1001
        assert recorded.history.kept_from(0) == 0

    def test_first_last_keyframes_ends_and_names_stay(self):
        recorded = trained(*[100] * 20)
        recorded.history.bookmark(Moment(0, 333), "here")
        recorded.history.set_budget(200_000)
        found, edge = kept(recorded), recorded.history.kept_from(0)
        ends, keyframes = set(range(100, 2001, 100)), set(range(0, 2001, KEYFRAME_EVERY))
        assert 300 < edge < 2000
        assert {0, 333, 2000} | ends | keyframes <= {*found}
        assert [index for index in found if index < edge] == sorted(
            index for index in ends | keyframes | {333} if index < edge
        )
        assert found[-(2001 - edge) :] == list(range(edge, 2001))
        assert recorded.history.memory_bytes <= 200_000

    def test_the_moment_of_a_branch_stays_and_the_branch_goes_on_from_it(self):
        recorded = trained(500, 500)
        recorded.stand(Moment(0, 123))
        then = told(recorded.trainer)
        recorded.history.fork()
        recorded.act("train", 500)
        recorded.history.set_budget(60_000)
        assert 123 in kept(recorded, 1)
        assert kept_from_is_right(recorded.history)
        recorded.stand(Moment(1, 123))
        assert told(recorded.trainer) == then

    def test_what_is_kept_is_what_it_was(self):
        recorded = trained(*[150] * 8, optimizer="Adam")
        before = {index: cut_bits(recorded.history, Moment(0, index)) for index in range(1201)}
        recorded.history.set_budget(100_000)
        found = kept(recorded)
        assert len(found) < 600
        assert {index: cut_bits(recorded.history, Moment(0, index)) for index in found} == {
            index: before[index] for index in found
        }

    def test_where_keyframes_are_too_many_half_of_them_go_and_names_never(self):
        recorded = trained(*[300] * 20)
        recorded.history.bookmark(Moment(0, 77), "here")
        numbers = 6001 * 24
        recorded.history.set_budget(numbers + 330 * 120)
        found = kept(recorded)
        assert recorded.history.memory_bytes <= numbers + 330 * 120
        assert {0, 77, 6000} <= {*found}
        assert 256 not in found
        assert kept_from_is_right(recorded.history)

    def test_a_budget_that_nothing_fits_ends_all_the_same(self):
        recorded = trained(300, 300, 300)
        recorded.history.bookmark(Moment(0, 77), "here")
        recorded.history.set_budget(1)
        assert {0, 77} <= {*kept(recorded)}
        recorded.history.set_budget(1)
        assert kept_from_is_right(recorded.history)

    def test_more_memory_brings_nothing_back_and_keeps_what_comes(self):
        recorded = trained(400, 400)
        recorded.history.set_budget(70_000)
        found, edge = kept(recorded), recorded.history.kept_from(0)
        recorded.history.set_budget(10_000_000)
        assert (kept(recorded), recorded.history.kept_from(0)) == (found, edge)
        recorded.act("train", 400)
        assert recorded.history.thin() == []
        assert kept(recorded) == found + list(range(801, 1201))

    def test_what_was_thinned_is_told_so_that_it_can_be_written_anew(self):
        recorded = trained(400, 400, 400)
        thinned = recorded.history.set_budget(100_000)
        assert thinned
        assert all(one.kept is not None for one in thinned)
        others = [one for one in recorded.history.limb.segments if one not in thinned]
        assert all(one.kept is None for one in others)

    @pytest.mark.parametrize("seed", range(8))
    def test_whatever_is_done_every_moment_from_kept_from_on_is_kept(self, seed):
        random = Random(seed)
        recorded = Recorded(Experiment(rows=random.choice([2, 40])))
        history = recorded.history
        for _ in range(60):
            chance = random.random()
            if chance < 0.6:
                recorded.act("train", random.randint(1, 80))
            elif chance < 0.8:
                recorded.act(random.choice(["backward", "step", "zero_grad"]))
            elif chance < 0.9:
                branch = random.choice([*history.limbs])
                index = random.randint(0, history.limbs[branch].last)
                recorded.stand(history.nearest(Moment(branch, index)))
                history.fork()
            else:
                history.bookmark(history.nearest(recorded.here), str(chance))
            history.set_budget(random.choice([30_000, 100_000, 400_000]))
            assert kept_from_is_right(history)
        marked = [*history.bookmarks, *(one.fork for one in history.limbs.values() if one.fork is not None)]
        assert all(history.nearest(moment) == moment for moment in marked)
        for number, limb in history.limbs.items():
            assert {0, limb.last} <= {*kept(recorded, number)}
            assert len(history.trace(number).steps) == limb.last + 1


class TestNearest:
    def test_it_is_the_last_one_kept_up_to_there(self):
        recorded = trained(*[100] * 10)
        recorded.history.set_budget(40_000)
        found = kept(recorded)
        for index in range(0, 1001, 7):
            wanted = max(one for one in found if one <= index)
            assert recorded.history.nearest(Moment(0, index)) == Moment(0, wanted)

    def test_no_branch_is_told(self):
        with pytest.raises(NotKept, match="no branch 3"):
            trained(3).history.nearest(Moment(3, 0))

    def test_a_resumed_table_whose_moments_do_not_fit_is_told(self):
        recorded, history = trained(3, rows=300, dim=50), History()
        history.set_budget(1000)
        snapshot = recorded.trainer.snapshot()
        history.begin(recorded.trainer, snapshot)
        with pytest.raises(NotKept, match="give it more memory"):
            history.nearest(Moment(0, 0))


class TestTooLarge:
    """A table of which a moment takes much of the budget: its curve is whole, its moments are not kept."""

    def too_large(self):
        recorded = Recorded(Experiment(rows=300, dim=50, optimizer="AdamW"))
        recorded.history.set_budget(100_000)
        recorded.act("train", 5)
        recorded.act("backward")
        return recorded

    def test_its_curve_is_whole_and_its_start_is_kept(self):
        recorded = self.too_large()
        assert kept(recorded) == [0]
        assert (recorded.history.kept_from(0), recorded.history.last) == (7, 6)
        assert recorded.history.trace(0).steps.tolist() == [0, 1, 2, 3, 4, 5, 5]
        assert recorded.history.memory_bytes < 10_000

    def test_the_present_is_not_left_for_it_would_be_lost(self):
        recorded = self.too_large()
        with pytest.raises(NotKept, match="to leave it would be to lose it"):
            travel.leave(recorded.history)
        recorded.history.set_budget(10_000_000)
        recorded.act("backward")
        travel.leave(recorded.history)
        then = told(recorded.trainer)
        recorded.stand(Moment(0, 0))
        recorded.stand(Moment(0, 7))
        assert told(recorded.trainer) == then

    def test_with_more_memory_what_comes_is_kept(self):
        recorded = self.too_large()
        recorded.history.set_budget(10_000_000)
        recorded.act("train", 5)
        assert kept(recorded) == [0, *range(7, 12)]
        assert recorded.history.kept_from(0) == 7


class TestTelling:
    def test_the_trace_is_that_of_a_run_that_nobody_interrupted(self):
        recorded, other = trained(4), trained(6)
        recorded.act("train", 3)
        recorded.stand(Moment(0, 2))
        recorded.history.fork()
        recorded.act("train", 4)
        for name in ("steps", "losses", "distances", "gaps"):
            mine, theirs = (
                getattr(one.history.trace(branch), name) for one, branch in ((recorded, 1), (other, 0))
            )
            assert mine.tobytes() == theirs.tobytes()
        assert recorded.history.trace(0).steps.tolist() == list(range(8))

    def test_actions_of_a_branch_are_those_that_led_to_it_the_last_as_far_as_it_had_come(self):
        recorded = trained(4)
        recorded.act("edit", place=(0, 1), value=0.5)
        recorded.act("train", 4)
        recorded.stand(Moment(0, 7))
        recorded.history.fork()
        recorded.act("backward")
        found = [(one.kind, one.rounds, one.moment, one.step) for one in recorded.history.actions(1)]
        assert found == [("train", 4, 4, 4), ("edit", 0, 5, 4), ("train", 2, 7, 6), ("backward", 0, 8, 6)]
        assert [one.rounds for one in recorded.history.actions(0)] == [4, 0, 4]

    def test_a_branch_of_a_branch_in_which_nothing_was_done_is_one_of_its_parent(self):
        recorded = trained(6)
        recorded.stand(Moment(0, 3))
        recorded.history.fork()
        recorded.history.fork()
        recorded.act("backward")
        assert [limb.fork for limb in recorded.history.limbs.values()] == [None, Moment(0, 3), Moment(0, 3)]
        assert [limb.last for limb in recorded.history.limbs.values()] == [6, 3, 4]

    def test_the_version_is_another_one_for_each_other_outline(self):
        recorded = trained(6)
        history, seen = recorded.history, [recorded.history.version]
        history.bookmark(Moment(0, 3), "a")
        seen.append(history.version)
        history.fork()
        seen.append(history.version)
        recorded.act("set", name="lr", value=0.2)
        seen.append(history.version)
        assert len(set(seen)) == 4
        recorded.act("train", 3)
        assert history.version == seen[-1]


class TestMemory:
    """What the moments take is what their numbers take, and no more than the budget."""

    def test_ten_thousand_steps_of_one_pair_of_a_large_table_take_15_mb(self):
        recorded = self.ten_thousand({"lr": 0.1})
        # Two rows of weight and grad each, and the numbers of the curve.
        assert recorded.history.memory_bytes == pytest.approx(10_000 * (4 * 256 + 24), rel=0.01)
        assert recorded.history.memory_bytes < 15_000_000
        assert self.file_bytes(recorded) < 15_000_000

    def test_with_momentum_they_take_two_rows_more(self):
        recorded = self.ten_thousand({"lr": 0.1, "momentum": 0.9})
        assert recorded.history.memory_bytes == pytest.approx(10_000 * (6 * 256 + 24), rel=0.01)
        assert self.file_bytes(recorded) < 16_000_000

    def ten_thousand(self, args):
        recorded = Recorded(Experiment(**BIG, optimizer_args=args))
        action = recorded.act("train", 500)
        for _ in range(19):
            recorded.do(msgspec.structs.replace(action, rounds=500))
        assert recorded.history.last == 10_000
        return recorded

    def file_bytes(self, recorded):
        return sum(len(one.header) + len(one.body) for one, _ in archive.records_of(recorded.history))

    def test_what_is_counted_is_what_is_there(self):
        recorded = trained(500, 500, optimizer="Adam", rows=40)
        recorded.stand(Moment(0, 700))
        recorded.history.fork()
        recorded.act("train", 100)
        recorded.history.set_budget(500_000)
        segments = [one for limb in recorded.history.limbs.values() for one in limb.segments]
        there = sum(one.values.untyped_storage().nbytes() + one.numbers.nbytes for one in segments)
        assert recorded.history.memory_bytes == there

    def test_single_moments_share_the_state_of_their_generator(self):
        recorded = Recorded(Experiment())
        for _ in range(5):
            recorded.act("backward")
        states = {one.meta.random.data_ptr() for one in recorded.history.limb.segments}
        assert len(states) == 1

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no resource module")
    def test_a_hundred_thousand_steps_take_no_more_than_the_budget_and_5_mb(self):
        told_by_child = subprocess.run(
            [sys.executable, "-c", HUNDRED_THOUSAND], capture_output=True, text=True, timeout=50
        )
        assert told_by_child.returncode == 0, told_by_child.stderr
        grown, counted = map(float, told_by_child.stdout.split())
        assert counted <= 4
        assert grown <= 4 + 5


HUNDRED_THOUSAND = """
import gc, psutil
from embviz.core.experiment import Experiment
from embviz.core.messages import Request
from embviz.engine.session import Session

session, step, press = Session(), 0, 0
def train(steps):
    global step, press
    for _ in range(steps // 250):
        step, press = step + 250, press + 1
        answer = session.answer(
            Request(request=press, run=1, command="train", until_step=step, press=press // 100)
        )
        assert answer.step == step
session.answer(Request(request=0, run=1, command="begin", experiment=Experiment()))
session.answer(Request(request=0, run=1, command="budget", value=4))
# What torch and Python take for themselves at first.
train(1000)
gc.collect()
before = psutil.Process().memory_info().rss
train(99_000)
gc.collect()
print((psutil.Process().memory_info().rss - before) / 1e6, session._history.memory_bytes / 1e6)
"""


def test_what_is_kept_is_never_what_a_step_writes_into():
    recorded = trained(20, optimizer="Adam", rows=300)
    before = recorded.kept()
    for index in (20, 3, 11, 3):
        recorded.stand(Moment(0, index))
        recorded.history.fork()
        recorded.act("train", 5)
        with torch.no_grad():
            recorded.trainer.weight.fill_(7.0)
            recorded.trainer.grad.fill_(7.0)
            for table in recorded.trainer.tables().values():
                table.fill_(7.0)
        after = recorded.kept()
        assert {moment: after[moment] for moment in before} == before
    assert np.isfinite(recorded.history.trace(0).losses).all()
