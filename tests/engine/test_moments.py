"""A Trainer's moments: snapshots stay as they were, and what follows a restored one is bit-equal."""

import copy
import math

import msgspec
import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.frames import FrameReader, encode
from embviz.core.messages import GradStatus, Viewport
from embviz.engine.trainer import Trainer


class TestSnapshot:
    """A snapshot is this moment, and stays it."""

    def test_it_holds_torchs_numbers(self, both, bits):
        trainer, plain = both()
        trainer.train(3)
        plain.train(3)
        snapshot = trainer.snapshot()
        assert (snapshot.step, snapshot.grad_status) == (3, GradStatus("stale", 1))
        assert snapshot.weight.values.tobytes() == bits(plain.weight)
        assert snapshot.grad.values.tobytes() == bits(plain.grad)
        (state,) = plain.optimizer.state.values()
        assert snapshot.state.keys() == {"momentum_buffer"}
        assert snapshot.state["momentum_buffer"].values.tobytes() == bits(state["momentum_buffer"])
        assert snapshot.distance == plain.forward()
        assert [numbers.tolist() for numbers in (snapshot.trace.steps, snapshot.trace.losses)] == [
            [3],
            [plain.forward()],
        ]

    def test_grad_is_none_exactly_when_torchs_is(self, trainer):
        assert trainer.snapshot().grad is None
        trainer.backward()
        assert trainer.snapshot().grad is not None
        trainer.zero_grad()
        assert trainer.snapshot().grad is None

    def test_state_is_there_only_once_torch_has_made_it(self, trainer):
        assert trainer.snapshot().state == {}
        trainer.backward()
        trainer.zero_grad()
        trainer.step()
        assert trainer.snapshot().state == {}
        trainer.train(1)
        assert list(trainer.snapshot().state) == ["momentum_buffer"]

    def test_without_momentum_there_is_never_a_buffer(self):
        trainer = Trainer(Experiment(optimizer_args={"lr": 0.1}))
        trainer.train(3)
        assert trainer.snapshot().state == {}

    def test_later_steps_do_not_change_it(self, trainer):
        trainer.train(2)
        snapshot = trainer.snapshot()
        tables = [snapshot.weight, snapshot.grad, snapshot.state["momentum_buffer"]]
        before = [table.values.tobytes() for table in tables]
        trainer.backward()
        trainer.train(5)
        trainer.optimizer.zero_grad(set_to_none=False)
        assert [table.values.tobytes() for table in tables] == before

    def test_it_can_be_written_to_by_nobody(self, trainer):
        trainer.train(1)
        snapshot = trainer.snapshot()
        tables = [snapshot.weight.values, snapshot.grad.values, snapshot.state["momentum_buffer"].values]
        for array in [*tables, snapshot.trace.steps, snapshot.trace.losses, snapshot.trace.distances]:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0

    def test_taking_it_changes_nothing(self, trainer, everything):
        trainer.backward()
        before = everything(trainer)
        trainer.snapshot(Viewport(height=1, width=1))
        assert everything(trainer) == before

    def test_taking_the_first_makes_no_optimizer_which_takes_torch_long(self, trainer):
        trainer.snapshot()
        trainer.forward()
        assert "optimizer" not in vars(trainer)

    def test_a_viewport_shows_part_of_each_table(self, bits):
        trainer = Trainer(Experiment(rows=9, dim=7))
        trainer.train(1)
        snapshot = trainer.snapshot(Viewport(height=2, width=3, row_start=1, row_stop=3, column_stop=3))
        for tile in (snapshot.weight, snapshot.grad, *snapshot.state.values()):
            assert (tile.shape, tile.rows, tile.columns) == ((9, 7), (1, 3), (0, 3))
        assert snapshot.weight.values.tobytes() == bits(trainer.weight[1:3, :3].contiguous())

    def test_nan_is_shown_and_is_no_error(self, trainer):
        with torch.no_grad():
            trainer.weight[0, 0] = math.nan
        trainer.train(1)
        assert math.isnan(trainer.snapshot().distance)


class TestCheckpoint:
    """Going back is going back in everything, as often as one likes."""

    def test_what_follows_is_bit_equal_to_what_followed_then(self, trainer, everything):
        trainer.train(3)
        checkpoint = trainer.checkpoint()
        status = trainer.grad_status
        then = trainer.train(10).losses.tolist(), everything(trainer)
        for _ in range(3):
            trainer.restore(checkpoint)
            assert (trainer.steps, trainer.grad_status) == (3, status)
            assert (trainer.train(10).losses.tolist(), everything(trainer)) == then

    def test_another_trainer_of_the_experiment_goes_on_from_it(self, trainer, everything):
        trainer.train(3)
        other = Trainer(Experiment())
        other.restore(trainer.checkpoint())
        assert other.train(10).losses.tolist() == trainer.train(10).losses.tolist()
        assert everything(other) == everything(trainer)

    def test_weights_alone_are_not_enough(self, trainer):
        trainer.train(3)
        other = Trainer(Experiment())
        with torch.no_grad():
            other.weight.copy_(trainer.weight)
        assert np.abs(other.train(11).losses - trainer.train(11).losses).max() > 0.4

    def test_a_grad_between_backward_and_step_is_kept(self, trainer, everything):
        trainer.backward()
        trainer.backward()
        checkpoint = trainer.checkpoint()
        trainer.step()
        then = everything(trainer)
        trainer.restore(checkpoint)
        assert trainer.grad_status == GradStatus("accumulated", 2)
        trainer.step()
        assert everything(trainer) == then

    def test_a_grad_that_was_none_is_none_again(self, trainer):
        checkpoint = trainer.checkpoint()
        trainer.train(2)
        trainer.restore(checkpoint)
        assert trainer.grad is None
        assert trainer.optimizer.state_dict()["state"] == {}

    def test_the_parameter_groups_are_kept(self, trainer):
        checkpoint = trainer.checkpoint()
        trainer.optimizer.param_groups[0]["lr"] = 7
        trainer.restore(checkpoint)
        assert trainer.optimizer.param_groups[0]["lr"] == 0.1

    def test_neither_taking_nor_restoring_shares_memory_with_the_run(self, trainer, bits):
        trainer.train(2)
        checkpoint = trainer.checkpoint()
        before = copy.deepcopy(checkpoint)
        for _ in range(2):
            trainer.backward()
            trainer.step()
            trainer.train(3)
            trainer.optimizer.param_groups[0]["lr"] = 7
            trainer.restore(checkpoint)
        assert bits(checkpoint.weight) == bits(before.weight)
        assert bits(checkpoint.grad) == bits(before.grad)
        buffers = [each.optimizer["state"][0]["momentum_buffer"] for each in (checkpoint, before)]
        assert bits(buffers[0]) == bits(buffers[1])
        assert checkpoint.optimizer["param_groups"] == before.optimizer["param_groups"]

    def test_restoring_keeps_the_weight_that_the_optimizer_moves(self, trainer):
        weight = trainer.weight
        trainer.restore(trainer.checkpoint())
        assert trainer.weight is weight
        assert trainer.optimizer.param_groups[0]["params"] == [weight]

    @pytest.mark.parametrize(
        "other", [{"rows": 3}, {"dim": 6}, {"pairs": ((1, 0),)}, {"optimizer_args": {"lr": 0.2}}], ids=repr
    )
    def test_a_checkpoint_of_another_experiment_is_refused_and_nothing_changed(
        self, trainer, other, everything
    ):
        trainer.train(1)
        before = everything(trainer)
        with pytest.raises(ValueError, match="the checkpoint is of Experiment"):
            trainer.restore(Trainer(Experiment(**other)).checkpoint())
        assert (everything(trainer), trainer.steps) == (before, 1)


def after(*verbs, experiment=None):
    trainer = Trainer(experiment or Experiment())
    for verb in verbs:
        trainer.train(3) if verb == "train" else getattr(trainer, verb)()
    return trainer


class TestResume:
    """A snapshot of whole tables is as good as a checkpoint."""

    @pytest.mark.parametrize(
        "verbs",
        ["", "backward", "backward backward", "train", "train backward", "train zero_grad"],
    )
    @pytest.mark.parametrize("args", [{"lr": 0.1, "momentum": 0.9}, {"lr": 0.1}], ids=repr)
    def test_what_follows_is_bit_equal(self, verbs, args, everything):
        first = after(*verbs.split(), experiment=Experiment(optimizer_args=args))
        reader = FrameReader()
        reader.feed(encode(first.snapshot()))
        second = Trainer(first.experiment)
        second.resume(*reader.messages())
        assert (second.steps, second.grad_status) == (first.steps, first.grad_status)
        assert everything(second) == everything(first)
        for trainer in (first, second):
            trainer.backward()
            trainer.step()
            trainer.train(5)
        assert everything(second) == everything(first)

    def test_the_snapshot_stays_as_it_was(self):
        snapshot = after("train").snapshot()
        tables = [snapshot.weight, snapshot.grad, snapshot.state["momentum_buffer"]]
        before = [table.values.tobytes() for table in tables]
        trainer = Trainer(Experiment())
        trainer.resume(snapshot)
        trainer.train(3)
        assert [table.values.tobytes() for table in tables] == before

    @pytest.mark.parametrize(
        "viewport", [Viewport(height=1, width=5), Viewport(height=2, width=5, column_start=1)], ids=repr
    )
    def test_a_snapshot_of_a_part_is_refused_and_nothing_changed(self, trainer, viewport, everything):
        trainer.train(1)
        before = everything(trainer)
        with pytest.raises(ValueError, match="does not hold the whole table of 2 x 5"):
            trainer.resume(after("train").snapshot(viewport))
        assert everything(trainer) == before

    def test_a_snapshot_of_another_table_is_refused(self, trainer):
        with pytest.raises(ValueError, match="whole table of 2 x 5"):
            trainer.resume(after(experiment=Experiment(rows=3)).snapshot())

    def test_a_snapshot_with_a_part_of_grad_is_refused(self, trainer):
        whole, part = after("train").snapshot(), after("train").snapshot(Viewport(height=1, width=1))
        with pytest.raises(ValueError, match="whole table"):
            trainer.resume(msgspec.structs.replace(whole, grad=part.grad))
        with pytest.raises(ValueError, match="whole table"):
            trainer.resume(msgspec.structs.replace(whole, state=part.state))
