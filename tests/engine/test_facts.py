"""What is told of a cell is what torch used: held against plain torch, written down step by step."""

import copy
import math
from random import Random

import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine import facts as facts_module
from embviz.engine.facts import MOST_PAIRS_EXPLAINED, cell_of
from embviz.engine.trainer import Trainer
from tests.engine.plain import Plain
from tests.engine.sequences import apply, sequences
from tests.engine.trainers import is_refused_beforehand, quiet_trainer


def dense(table):
    return None if table is None else table.detach().to_dense().clone()


class Recorded(Plain):
    """Plain torch that writes down what each step and each pass finds, and what changes weight after it."""

    def __init__(self, experiment):
        super().__init__(experiment)
        self.experiment = experiment
        self.last = self.passed = None
        self.edited, self.renormed = set(), set()

    def moment(self):
        state = self.optimizer.state_dict()["state"].get(0, {})
        tables = {name: one for name, one in state.items() if torch.is_tensor(one) and one.dim() == 2}
        counters = {name: one for name, one in state.items() if name not in tables and one is not None}
        grad = self.grad
        return {
            "weight": dense(self.weight),
            "grad": dense(grad),
            "rows": None if grad is None or not grad.is_sparse else set(grad._indices()[0].tolist()),
            "state": {name: dense(table) for name, table in tables.items()},
            "counters": {name: float(one) for name, one in counters.items()},
            "arguments": OPTIMIZERS[self.experiment.optimizer].flat(self.group),
        }

    def step(self):
        before, self.last = self.moment(), None if self.grad is not None else self.last
        try:
            super().step()
        except Exception:
            self.last = None
            raise
        finally:
            if self.grad is not None:
                self.edited, self.renormed = set(), set()
        if self.grad is not None:
            self.last = {**before, "result": dense(self.weight)}

    def noting(self, act):
        before = dense(self.weight)
        given = act()
        after = dense(self.weight)
        is_changed = (after != before) & ~(after.isnan() & before.isnan())
        self.renormed |= set(is_changed.any(dim=1).nonzero().flatten().tolist())
        return given

    def loss(self):
        a, b = self.noting(lambda: (self.embedding(self.i), self.embedding(self.j)))
        self.vectors = (dense(a), dense(b))
        return self.loss_of(a, b, self.labels, self.n)

    def lookup(self, indices):
        return self.noting(lambda: Plain.lookup(self, indices))

    def edit(self, place, value):
        super().edit(place, value)
        self.edited.add(place)

    def backward(self):
        before = dense(self.grad)
        loss = super().backward()
        self.passed = self.as_pass(before, loss)
        return loss

    def zero_grad(self, set_to_none=True):
        super().zero_grad(set_to_none)
        self.passed = None

    def as_pass(self, before, loss):
        return {
            "before": before,
            "loss": loss,
            "vectors": self.vectors,
            "i": self.i,
            "j": self.j,
            "n": self.n,
        }

    def ahead(self):
        """The pass that Backward would do now, done to a copy."""
        other = copy.copy(self)
        other.embedding = copy.deepcopy(self.embedding)
        other.renormed = set()
        return other.as_pass(dense(self.grad), other.forward())

    def changed_by(self, place):
        if place in self.edited:
            return "edit"
        return "max_norm" if place[0] in self.renormed else ""


def number(table, place):
    return None if table is None else table[place].item()


def same(ours, theirs, is_sparse=False):
    """To the bit but for the sign of 0, which max_norm may turn without a change; where a sparse table stores
    a row twice, to rounding: the order of a sum is its own."""
    if ours is None or theirs is None:
        return ours is theirs
    if not is_sparse:
        return repr(ours + 0.0) == repr(theirs + 0.0)
    return ours == pytest.approx(theirs, rel=0.02, abs=1e-6, nan_ok=True)


def assert_step(ours, theirs, place, experiment):
    is_sparse = experiment.sparse
    assert same(ours.weight, number(theirs["weight"], place))
    assert same(ours.grad, number(theirs["grad"], place), is_sparse)
    assert ours.state.keys() == theirs["state"].keys()
    for name, table in theirs["state"].items():
        assert same(ours.state[name], number(table, place), is_sparse)
    assert repr(ours.counters) == repr(theirs["counters"])
    assert repr(ours.arguments) == repr(theirs["arguments"])
    assert ours.is_in_grad is (theirs["rows"] is None or place[0] in theirs["rows"])
    assert same(ours.result, number(theirs.get("result"), place))


def assert_pass(ours, theirs, place, experiment):
    i, j, (a, b) = theirs["i"].tolist(), theirs["j"].tolist(), theirs["vectors"]
    holding = [k for k in range(len(i)) if place[0] in (i[k], j[k])]
    assert ours.pairs_of_row == len(holding)
    assert len(ours.pairs) == min(len(holding), MOST_PAIRS_EXPLAINED)
    for k, pair in zip(holding, ours.pairs, strict=False):
        assert (pair.first, pair.second, pair.label) == (i[k], j[k], 1 if k < theirs["n"] else -1)
        assert (repr(pair.a), repr(pair.b)) == (repr(tuple(a[k].tolist())), repr(tuple(b[k].tolist())))
        assert (pair.first_count, pair.second_count) == (i.count(i[k]), j.count(j[k]))
    assert same(ours.loss, theirs["loss"])
    assert same(ours.grad_before, number(theirs["before"], place), experiment.sparse)
    assert (ours.positives, ours.negatives) == (theirs["n"], len(i) - theirs["n"])


def assert_true(trainer, plain, place, may_have_forgotten=False):
    """Hold all that the trainer tells of the cell at `place` against what was written down."""
    told = trainer.cell_facts(place)
    assert (told.step, told.place) == (plain.steps, place)
    assert_step(told.now, plain.moment(), place, plain.experiment)
    assert (told.last is None) is (plain.last is None)
    if told.last is not None:
        assert_step(told.last, plain.last, place, plain.experiment)
        assert told.changed_by == plain.changed_by(place)
    is_ahead = plain.passed is None or (may_have_forgotten and told.backward.is_ahead)
    assert told.backward.is_ahead is is_ahead
    assert_pass(told.backward, plain.ahead() if is_ahead else plain.passed, place, plain.experiment)


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_whatever_was_done_every_number_told_of_a_cell_is_torchs(optimizer):
    random = Random(7)
    for experiment, actions in sequences(25, optimizer):
        trainer, plain = quiet_trainer(experiment), Recorded(experiment)
        may_have_forgotten = False
        for action in actions:
            if is_refused_beforehand(trainer, action):
                continue
            done = apply(plain, action)
            assert apply(trainer, action) == done
            # Of a train that torch refused in the middle, nobody kept the passes.
            may_have_forgotten |= action.kind == "train" and bool(done.refusal)
            may_have_forgotten &= plain.passed is not None and action.kind != "backward"
            place = random.randrange(experiment.rows), random.randrange(experiment.dim)
            assert_true(trainer, plain, place, may_have_forgotten)


def test_before_anything_was_done_there_is_no_last_step_and_the_pass_is_ahead(trainer):
    told = trainer.cell_facts((0, 0))
    assert (told.last, told.changed_by, told.now.grad) == (None, "", None)
    assert told.backward.is_ahead
    assert told.backward.loss == trainer.forward()


def test_a_look_makes_no_optimizer_and_leaves_max_norm_to_the_pass():
    trainer = Trainer(Experiment(max_norm=0.5))
    before = trainer.weight.detach().clone()
    told = trainer.cell_facts((0, 0))
    assert torch.equal(trainer.weight, before)
    assert "optimizer" not in vars(trainer)
    assert math.hypot(*told.backward.pairs[0].a) == pytest.approx(0.5)
    trainer.backward()
    assert trainer.cell_facts((0, 0)).backward.pairs[0].a == told.backward.pairs[0].a


def test_after_a_train_the_facts_are_of_its_last_step(trainer):
    plain = Recorded(Experiment())
    for run in (trainer, plain):
        run.train(50)
    assert_true(trainer, plain, (1, 3))
    assert trainer.cell_facts((1, 3)).last.result == trainer.weight[1, 3].item()


def test_an_edit_is_told_and_the_steps_own_result_stays(trainer):
    trainer.train(2)
    result = trainer.weight[0, 1].item()
    trainer.edit((0, 1), 7.0)
    told = trainer.cell_facts((0, 1))
    assert (told.changed_by, told.now.weight, told.last.result) == ("edit", 7.0, result)
    assert trainer.cell_facts((0, 2)).changed_by == ""
    trainer.train(1)
    assert trainer.cell_facts((0, 1)).changed_by == ""


def test_an_edit_that_torch_refuses_is_not_told(trainer):
    trainer.train(1)
    with pytest.raises(RuntimeError, match="overflow"):
        trainer.edit((0, 0), 1e300)
    assert trainer.cell_facts((0, 0)).changed_by == ""


def test_a_lookup_under_max_norm_is_told_for_the_rows_that_it_changed():
    trainer = Trainer(Experiment(rows=3, max_norm=1.0, optimizer_args={"lr": 2.0}))
    trainer.train(1)
    result = trainer.weight[1, 0].item()
    assert trainer.cell_facts((1, 0)).changed_by == ""
    trainer.lookup([1])
    told = trainer.cell_facts((1, 0))
    assert (told.changed_by, told.last.result) == ("max_norm", result)
    assert trainer.cell_facts((0, 0)).changed_by == ""


@pytest.mark.parametrize("resume", [False, True])
def test_after_going_back_nothing_is_known_of_the_last_step(trainer, resume):
    trainer.train(3)
    trainer.edit((0, 0), 1.0)
    if resume:
        trainer.resume(trainer.snapshot())
    else:
        trainer.restore(trainer.checkpoint())
    told = trainer.cell_facts((0, 0))
    assert (told.last, told.changed_by, told.backward.is_ahead) == (None, "", True)


def test_a_step_that_torch_refuses_is_no_last_step():
    trainer = Trainer(Experiment(optimizer_args={"lr": 0.1}))
    trainer.train(1)
    trainer.set_argument("lr", 3e38)
    trainer.optimizer.param_groups[0]["lr"] = 1e300
    trainer.backward()
    with pytest.raises(RuntimeError, match="overflow"):
        trainer.step()
    told = trainer.cell_facts((0, 0))
    assert told.last is None
    assert not told.backward.is_ahead


OVERFLOWS = Experiment(
    optimizer_args={"lr": 1e30, "momentum": 0.9},
    schedule="StepLR",
    schedule_args={"step_size": 2, "gamma": 1e10},
    loss="l1",
)


@pytest.mark.parametrize(("zero_grad", "passes"), [("none", 1), ("zeros", 1), ("forgotten", 3)])
def test_a_train_that_torch_refuses_in_the_middle_leaves_a_grad_that_no_step_has_used(zero_grad, passes):
    trainer, plain = quiet_trainer(OVERFLOWS), Recorded(OVERFLOWS)
    for run in (trainer, plain):
        run.set_argument("zero_grad", zero_grad)
        with pytest.raises(RuntimeError, match="overflow"):
            run.train(9)
    assert (trainer.steps, trainer.rounds.steps.tolist()) == (2, [0, 1])
    assert trainer.grad_status.passes == passes
    assert trainer.grad_status.kind == ("accumulated" if passes > 1 else "fresh")
    assert trainer.cell_facts((0, 0)).last is None
    assert_true(trainer, plain, (0, 0), may_have_forgotten=True)


def test_of_many_pairs_the_first_few_are_told_and_how_many_there_are():
    pairs = tuple((0, 1 + k % 3) for k in range(20))
    trainer = Trainer(Experiment(rows=5, pairs=pairs))
    trainer.backward()
    told = trainer.cell_facts((0, 0)).backward
    assert (len(told.pairs), told.pairs_of_row, told.positives) == (MOST_PAIRS_EXPLAINED, 20, 20)
    assert trainer.cell_facts((4, 0)).backward.pairs == ()


class TestALargeTable:
    """Of a table above KEPT_CELLS the row that is looked at is kept, and no other."""

    @pytest.fixture(autouse=True)
    def _small_limit(self, monkeypatch):
        monkeypatch.setattr(facts_module, "KEPT_CELLS", 14)

    @pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
    def test_the_watched_row_is_told_as_of_a_small_one(self, optimizer):
        experiment = Experiment(rows=3, optimizer=optimizer, sparse=optimizer == "SparseAdam", max_norm=1.5)
        trainer, plain = Trainer(experiment), Recorded(experiment)
        trainer.cell_facts((1, 0))
        for run in (trainer, plain):
            run.backward()
            run.step()
            run.backward()
            run.backward()
            run.step()
            run.train(3)
            run.backward()
        for column in range(5):
            assert_true(trainer, plain, (1, column))

    def test_nothing_is_known_of_a_row_that_nobody_looked_at(self):
        trainer = Trainer(Experiment(rows=3))
        trainer.backward()
        trainer.backward()
        trainer.step()
        told = trainer.cell_facts((0, 0))
        assert (told.last, told.backward) == (None, None)
        assert told.now.weight == trainer.weight[0, 0].item()

    def test_a_row_is_known_from_the_first_step_after_the_look(self):
        trainer, plain = Trainer(Experiment(rows=3)), Recorded(Experiment(rows=3))
        trainer.train(2)
        plain.train(2)
        assert trainer.cell_facts((0, 0)).last is None
        for run in (trainer, plain):
            run.train(1)
        assert_true(trainer, plain, (0, 0))

    def test_no_more_than_the_row_is_copied(self):
        trainer = Trainer(Experiment(rows=3))
        trainer.cell_facts((1, 0))
        inputs = trainer.facts.inputs(trainer.weight, {}, {}, {})
        assert inputs.weight.table.shape == (5,)


@pytest.mark.parametrize("place", [(2, 0), (0, 5), (-1, 0), (0, -1)])
def test_a_place_outside_the_table_is_refused(trainer, place):
    with pytest.raises(IndexError, match="the table of 2 x 5 has no cell"):
        trainer.cell_facts(place)


def test_a_cell_of_a_sparse_table_is_the_sum_of_what_is_stored_for_it():
    table = torch.sparse_coo_tensor([[1, 1, 0]], torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), (3, 2))
    cells = [[cell_of(table, (row, column)) for column in range(2)] for row in range(3)]
    assert cells == table.to_dense().tolist()
