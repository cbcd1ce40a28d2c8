"""A Trainer is plain torch: everything it does is held against torch written out here, bit for bit.

The article: `torch.manual_seed(42)`, `nn.Embedding(2, 5)`, `SGD(lr=0.1, momentum=0.9)`, the distance of row 0
and row 1.
"""

import math
import warnings
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from embviz import Trainer as PublicTrainer
from embviz.core.experiment import Experiment
from embviz.core.messages import GradStatus
from embviz.engine import lean
from embviz.engine import trainer as trainer_module
from embviz.engine.trainer import ExperimentWarning, Trainer

# The article's listing, as it prints.
FIRST_WEIGHT = [[0.3367, 0.1288, 0.2345, 0.2303, -1.1229], [-0.1863, 2.2082, -0.6380, 0.4617, 0.2674]]
FIRST_GRAD = [[0.1930, -0.7673, 0.3219, -0.0854, -0.5130], [-0.1930, 0.7673, -0.3219, 0.0854, 0.5130]]
SECOND_WEIGHT = [[0.3174, 0.2055, 0.2023, 0.2389, -1.0716], [-0.1670, 2.1315, -0.6058, 0.4531, 0.2161]]
FIRST_LOSS = 2.7101
LOOP_DISTANCES = [
    2.5101, 2.1301, 1.5881, 0.9003, 0.0813, 0.8558, 1.4992, 1.8783, 2.0194, 1.9465, 1.6808, 1.2417, 0.6465,
    0.0891, 0.5512, 0.7671,
]  # fmt: skip


def rounded(tensor):
    return [[round(value, 4) for value in row] for row in tensor.tolist()]


def poke(trainer, row, column, value):
    with torch.no_grad():
        trainer.weight[row, column] = value


def test_it_is_public():
    assert PublicTrainer is Trainer


def test_it_holds_torchs_own_embedding_and_optimizer(trainer):
    assert type(trainer.embedding) is torch.nn.Embedding
    assert type(trainer.optimizer) is torch.optim.SGD
    assert trainer.optimizer.param_groups[0]["params"] == [trainer.embedding.weight]
    assert type(trainer.weight) is torch.nn.Parameter
    assert trainer.weight.is_leaf
    assert trainer.weight.requires_grad


class TestTheArticle:
    """The listing, number by number."""

    def test_the_first_weights_are_printed(self, both):
        trainer, plain = both()
        assert rounded(trainer.weight) == FIRST_WEIGHT
        assert trainer.weight[0].tolist() == pytest.approx(
            [0.33669037, 0.12880941, 0.23446237, 0.23033303, -1.12285638], abs=5e-9
        )
        assert torch.equal(trainer.weight, plain.weight)

    def test_the_first_loss_is_2_7101(self, both):
        trainer, plain = both()
        assert trainer.forward() == plain.forward() == pytest.approx(2.7101278, abs=5e-8)
        assert round(trainer.forward(), 4) == FIRST_LOSS

    def test_grad_is_none_before_the_first_backward(self, trainer):
        assert trainer.grad is None

    def test_forward_leaves_weight_and_grad(self, both, everything):
        trainer, plain = both()
        trainer.forward()
        assert trainer.grad is None
        assert everything(trainer) == everything(plain)

    def test_backward_fills_grad_and_leaves_weight(self, both, everything):
        trainer, plain = both()
        assert round(trainer.backward(), 4) == FIRST_LOSS
        plain.backward()
        assert rounded(trainer.grad) == FIRST_GRAD
        assert rounded(trainer.weight) == FIRST_WEIGHT
        assert everything(trainer) == everything(plain)

    def test_each_row_of_the_gradient_has_length_1_and_the_rows_cancel(self, trainer):
        trainer.backward()
        assert trainer.grad.norm(dim=1).tolist() == pytest.approx([1, 1])
        assert trainer.grad.sum(dim=0).tolist() == [0, 0, 0, 0, 0]

    def test_step_moves_weight_and_leaves_grad(self, both, everything):
        trainer, plain = both()
        for each in (trainer, plain):
            each.backward()
            each.step()
        assert rounded(trainer.weight) == SECOND_WEIGHT
        assert rounded(trainer.grad) == FIRST_GRAD
        assert everything(trainer) == everything(plain)

    def test_the_hand_check_holds_for_the_first_step(self, trainer):
        before = trainer.weight.detach().clone()
        trainer.backward()
        trainer.step()
        assert torch.equal(trainer.weight, before.add(trainer.grad, alpha=-0.1))
        assert round(0.3367 - 0.1930 * 0.1, 4) == round(trainer.weight[0, 0].item(), 4) == 0.3174

    def test_the_hand_check_holds_for_no_later_step_where_the_buffer_moves_the_weight(self, trainer):
        trainer.train(1)
        buffer = trainer.snapshot().state["momentum_buffer"].values
        before = trainer.weight.detach().clone()
        trainer.train(1)
        buffer = np.float32(0.9) * buffer + trainer.grad.numpy()
        assert (trainer.weight - (before - trainer.grad * 0.1)).abs().max() > 0.01
        assert trainer.weight.detach().numpy() == pytest.approx(before.numpy() - 0.1 * buffer, abs=1e-6)

    def test_ten_rounds_after_the_first_step_are_the_articles_loop(self, both, everything):
        trainer, plain = both()
        for each in (trainer, plain):
            each.backward()
            each.step()
        losses = trainer.train(10).losses.tolist()
        assert losses == plain.train(10)
        assert [round(loss, 4) for loss in losses] == LOOP_DISTANCES[:10]
        assert round(trainer.forward(), 4) == LOOP_DISTANCES[10]
        assert everything(trainer) == everything(plain)

    def test_the_loop_overshoots_and_comes_back(self, trainer):
        distances = trainer.train(17).distances
        assert [round(distance, 4) for distance in distances] == [FIRST_LOSS, *LOOP_DISTANCES]
        assert distances[5:17].argmax() == 4
        assert distances[5] == pytest.approx(0.0813, abs=5e-5)

    def test_until_the_crossing_the_distance_follows_the_formula(self, trainer):
        signed = trainer.train(7).distances * [1, 1, 1, 1, 1, 1, -1]
        formula = [2.7101278 - 2 * (n - 9 * (1 - 0.9**n)) for n in range(7)]
        assert signed == pytest.approx(formula, abs=5e-6)

    def test_in_float32_it_follows_the_same_run_in_float64_for_1000_steps(self, trainer):
        distances, velocity, expected = [], 0.0, trainer.forward()
        for _ in range(1000):
            distances.append(abs(expected))
            velocity = 0.9 * velocity + 2 * math.copysign(1, expected)
            expected -= 0.1 * velocity
        assert trainer.train(1000).distances == pytest.approx(distances, abs=5e-6)

    def test_it_never_settles_but_cycles_every_42_steps(self, trainer):
        trainer.train(2000)
        cycle = trainer.train(84).distances
        assert cycle[:42] == pytest.approx(cycle[42:], abs=5e-6)
        assert cycle.max() == pytest.approx(0.76871, abs=5e-5)
        assert cycle.mean() == pytest.approx(0.274, abs=1e-3)

    def test_the_mean_of_the_rows_is_conserved(self, trainer):
        before = trainer.weight.detach().mean(dim=0)
        trainer.train(2000)
        assert (trainer.weight.detach().mean(dim=0) - before).abs().max() < 2e-6

    def test_without_momentum_it_ends_in_a_cycle_of_two(self):
        trainer = Trainer(Experiment(optimizer_args={"lr": 0.1}))
        distances = trainer.train(100).distances
        assert distances[:14] == pytest.approx([abs(2.7101278 - 0.2 * n) for n in range(14)], abs=5e-6)
        assert sorted(distances[-2:]) == pytest.approx([0.0899, 0.1101], abs=5e-5)
        assert distances[-2:] == pytest.approx(distances[-4:-2], abs=1e-6)


class TestTheLifeOfGrad:
    """None, filled, accumulated, used, cleared."""

    def test_second_backward_adds_to_grad_in_the_same_tensor(self, trainer):
        trainer.backward()
        kept = trainer.grad
        once = kept.clone()
        trainer.backward()
        assert trainer.grad is kept
        assert torch.equal(kept, 2 * once)

    def test_step_without_backward_does_nothing_and_does_not_count(self, both, everything):
        trainer, plain = both()
        trainer.step()
        plain.step()
        assert everything(trainer) == everything(plain)
        assert trainer.optimizer.state_dict()["state"] == {}
        assert trainer.steps == 0

    def test_second_step_after_one_backward_moves_1_9_times_as_far(self, trainer):
        weights = [trainer.weight.detach().clone()]
        trainer.backward()
        for _ in range(2):
            trainer.step()
            weights.append(trainer.weight.detach().clone())
        first, second = (after - before for before, after in pairwise(weights))
        assert second.numpy() == pytest.approx(1.9 * first.numpy(), rel=1e-5)
        assert trainer.steps == 2

    def test_after_zero_grad_a_step_moves_nothing_momentum_included(self, trainer):
        trainer.train(1)
        trainer.zero_grad()
        before = trainer.weight.detach().clone()
        trainer.step()
        assert trainer.grad is None
        assert torch.equal(trainer.weight, before)
        assert trainer.steps == 1

    def test_a_grad_of_zeros_lets_the_weight_coast_on(self, trainer):
        distances = []
        trainer.train(1)
        for _ in range(3):
            distances.append(round(trainer.forward(), 4))
            trainer.optimizer.zero_grad(set_to_none=False)
            trainer.step()
        assert distances == [2.5101, 2.3301, 2.1681]

    def test_rows_not_in_the_pair_have_a_gradient_of_zero(self):
        trainer = Trainer(Experiment(rows=3))
        trainer.backward()
        assert trainer.grad[2].tolist() == [0, 0, 0, 0, 0]

    def test_weight_decay_moves_rows_that_are_not_in_the_pair(self):
        trainer = Trainer(Experiment(rows=3, optimizer_args={"lr": 0.1, "weight_decay": 0.5}))
        before = trainer.weight[2].detach().clone()
        trainer.train(1)
        assert trainer.weight[2].detach().numpy() == pytest.approx((before - 0.1 * 0.5 * before).numpy())

    def test_momentum_moves_rows_that_have_left_the_pair(self):
        trainer = Trainer(Experiment(rows=3))
        trainer.backward()
        with torch.no_grad():
            trainer.grad[2] = 1
        trainer.step()
        before = trainer.weight[2].detach().clone()
        trainer.train(1)
        assert (trainer.weight[2] - before).tolist() == pytest.approx([-0.09] * 5, abs=1e-6)

    def test_a_status_says_what_grad_holds(self, trainer):
        lived = [trainer.grad_status]
        for verb in ("backward", "backward", "backward", "step", "step", "backward", "step", "zero_grad"):
            getattr(trainer, verb)()
            lived.append(trainer.grad_status)
        assert lived == [
            GradStatus("none"),
            GradStatus("fresh", 1),
            GradStatus("accumulated", 2),
            GradStatus("accumulated", 3),
            GradStatus("stale", 3),
            GradStatus("stale", 3),
            GradStatus("accumulated", 4),
            GradStatus("stale", 4),
            GradStatus("none"),
        ]

    def test_a_step_without_grad_leaves_the_status(self, trainer):
        trainer.step()
        assert trainer.grad_status == GradStatus("none")

    def test_a_grad_cleared_by_other_hands_is_seen(self, trainer):
        trainer.backward()
        trainer.embedding.zero_grad()
        assert trainer.grad_status == GradStatus("none")
        trainer.backward()
        assert trainer.grad_status == GradStatus("fresh", 1)

    def test_after_training_grad_is_that_of_the_last_round_and_used(self, trainer):
        for _ in range(3):
            trainer.backward()
        trainer.train(2)
        assert trainer.grad_status == GradStatus("stale", 1)


class TestTheCorners:
    """Values at which the loss is odd."""

    def equal_rows(self, **args):
        trainer = Trainer(Experiment(optimizer_args=args))
        with torch.no_grad():
            trainer.weight[1] = trainer.weight[0]
        return trainer

    def test_equal_rows_have_a_gradient_of_zero_and_stay(self):
        trainer = self.equal_rows(lr=0.1)
        assert trainer.train(1).losses.tolist() == [0]
        assert trainer.grad.eq(0).all()
        assert torch.equal(trainer.weight[0], trainer.weight[1])

    @pytest.mark.parametrize(("value", "loss"), [(1e30, math.inf), (1e-30, 0.0)])
    def test_cells_beyond_float32s_squares_have_a_gradient_of_zero(self, value, loss):
        trainer = self.equal_rows(lr=0.1)
        with torch.no_grad():
            trainer.weight[0] = value
            trainer.weight[1] = 0
        assert trainer.backward() == loss
        assert trainer.grad.eq(0).all()

    def test_one_nan_spreads_over_both_rows_even_at_learning_rate_0(self):
        trainer = Trainer(Experiment(rows=3, optimizer_args={"lr": 0}))
        poke(trainer, 0, 0, math.nan)
        trainer.train(1)
        assert trainer.weight.isnan().all(dim=1).tolist() == [True, True, False]

    def test_a_row_is_at_no_distance_from_itself(self, both, everything):
        trainer, plain = both(Experiment(rows=1, dim=1, pairs=((0, 0),)))
        assert trainer.train(3).losses.tolist() == plain.train(3) == [0, 0, 0]
        assert everything(trainer) == everything(plain)


class TestTrain:
    """`train` is `zero_grad, forward, backward, step`, n times."""

    def test_no_rounds_change_nothing_and_return_nothing(self, trainer, everything):
        trainer.backward()
        before, status = everything(trainer), trainer.grad_status
        passes = trainer.train(0, budget_s=0)
        assert passes.steps.size == passes.losses.size == passes.distances.size == 0
        assert (everything(trainer), trainer.grad_status, trainer.steps) == (before, status, 0)

    def test_each_pass_is_told_with_the_step_that_it_started_from(self, trainer):
        trainer.train(3)
        passes = trainer.train(2)
        assert passes.steps.tolist() == [3, 4]
        assert (passes.losses == passes.distances).all()
        assert trainer.steps == 5

    def test_it_stops_early_once_the_budget_is_spent(self, trainer, monkeypatch):
        now = iter(range(1000))
        clock = SimpleNamespace(perf_counter=lambda: next(now))
        monkeypatch.setattr(lean, "time", clock)
        monkeypatch.setattr(trainer_module, "time", clock)
        # The clock is read before and after the first round and before each of the others; the last one,
        # which keeps the facts of its step, comes after that.
        assert trainer.train(100, budget_s=7).steps.tolist() == list(range(7))
        assert trainer.steps == 7
        assert trainer.cell_facts((0, 0)).last is not None

    def test_a_budget_of_nothing_is_enough_for_one_round(self, trainer):
        assert trainer.train(100, budget_s=0).steps.tolist() == [0]

    def test_a_budget_not_spent_changes_nothing(self, both, everything):
        trainer, plain = both()
        assert trainer.train(20, budget_s=3600).losses.tolist() == plain.train(20)
        assert everything(trainer) == everything(plain)

    def test_bursts_are_the_same_as_one_long_run(self, everything):
        trainer, whole = Trainer(Experiment()), Trainer(Experiment())
        losses = [loss for n in (1, 2, 0, 5, 12) for loss in trainer.train(n).losses]
        assert losses == whole.train(20).losses.tolist()
        assert everything(trainer) == everything(whole)

    def test_fewer_than_no_rounds_are_refused(self, trainer):
        with pytest.raises(ValueError, match="n = -1: allowed is 0 or more"):
            trainer.train(-1)

    @pytest.mark.parametrize("n", [2.5, "3", None])
    def test_what_is_no_number_of_rounds_is_refused(self, trainer, n):
        with pytest.raises(TypeError):
            trainer.train(n)

    def test_a_learning_rate_changed_on_the_optimizer_counts_from_the_next_round(self, both, everything):
        trainer, plain = both()
        for each in (trainer, plain):
            each.train(3)
            each.optimizer.param_groups[0]["lr"] = 0.5
            each.train(3)
            each.optimizer.param_groups[0]["momentum"] = 0
            each.train(3)
        assert everything(trainer) == everything(plain)


class TestCautions:
    """What torch takes in silence is said before it runs."""

    @pytest.mark.parametrize("momentum", [1, 1.5])
    def test_a_momentum_from_1_on_warns_and_runs(self, momentum):
        with pytest.warns(ExperimentWarning, match=r"momentum = 1\.\d: torch takes it, but"):
            trainer = Trainer(Experiment(optimizer_args={"lr": 0.1, "momentum": momentum}))
        assert trainer.optimizer.param_groups[0]["momentum"] == momentum

    def test_the_warning_points_at_the_callers_line(self):
        with pytest.warns(ExperimentWarning) as caught:
            Trainer(Experiment(optimizer_args={"momentum": 1}))
        assert caught[0].filename == __file__

    def test_the_article_runs_without_a_warning(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            Trainer(Experiment()).train(1)
