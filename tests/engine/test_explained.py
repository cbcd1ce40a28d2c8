"""Every number that the inspector shows is torch's: each optimizer and loss, each cell, 20 steps.

In float64 a number is torch's to 1e-5 of itself; in float32 to 1e-5 of the largest number that it was made
from, since where two nearly equal numbers are subtracted, few of their seven digits are left.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from embviz.core.experiment import Experiment
from embviz.core.explain import Equation, explain
from embviz.core.losses import LOSSES
from embviz.core.messages import CellFacts, PairFacts, PassFacts, StepFacts
from embviz.core.optimizers import OPTIMIZERS

# torch's Adagrad makes a sparse tensor without having said whether to check it.
pytestmark = pytest.mark.filterwarnings("ignore:Sparse invariant checks")

STEPS = 20
RELATIVE = 1e-5
ROUNDING = {"float32": 1e-5, "float64": 1e-12}
DTYPES = {"float32": torch.float32, "float64": torch.float64}
PLACES = [(row, column) for row in range(3) for column in range(2)]

ARGUMENTS: dict[str, st.SearchStrategy[float]] = {
    "lr": st.sampled_from([0.0, 0.01, 0.1, 1.0]) | st.floats(1e-4, 1.0),
    "momentum": st.sampled_from([0.0, 0.5, 0.9, 1.5]),
    "dampening": st.sampled_from([0.0, 0.5, 1.0, -1.0]),
    "weight_decay": st.sampled_from([0.0, 0.1, 1.0]),
    "beta1": st.sampled_from([0.0, 0.9]) | st.floats(0.0, 0.99),
    "beta2": st.sampled_from([0.0, 0.999]) | st.floats(0.0, 0.999),
    "eps": st.sampled_from([1e-8, 1e-3]),
    # Near 0 and 1 a centered RMSprop subtracts two numbers that differ in their last digit alone.
    "alpha": st.floats(0.1, 0.99),
    "lr_decay": st.sampled_from([0.0, 0.1]),
    "initial_accumulator_value": st.sampled_from([0.0, 0.5]),
}
TAKE_SPARSE = ("SGD", "Adagrad", "SparseAdam")
# Which of torch's tables each name in a formula is.
TABLES = {
    "SGD": {"buf": "momentum_buffer"},
    "Adam": {"m": "exp_avg", "v": "exp_avg_sq", "v_max": "max_exp_avg_sq"},
    "Adagrad": {"sum": "sum"},
    "RMSprop": {"v": "square_avg", "m": "grad_avg", "buf": "momentum_buffer"},
}
TABLES |= {"AdamW": TABLES["Adam"], "SparseAdam": TABLES["Adam"]}


def dense(table: Tensor) -> list[list[float]]:
    table = table.detach()
    return (table.to_dense() if table.is_sparse else table).tolist()


def is_torchs(value: float, torchs: float, dtype: str, largest: float) -> bool:
    if math.isnan(torchs) or math.isinf(torchs):
        return value == torchs or (math.isnan(value) and math.isnan(torchs))
    relative = RELATIVE * abs(torchs) if dtype == "float64" else 0.0
    return abs(value - torchs) <= relative + ROUNDING[dtype] * largest


class Run:
    """A table and an optimizer of plain torch, and the facts of its cells, read off torch's own tensors."""

    def __init__(self, experiment: Experiment, seed: int) -> None:
        self.experiment = experiment
        torch.manual_seed(seed)
        self.embedding = torch.nn.Embedding(
            experiment.rows,
            experiment.dim,
            padding_idx=experiment.padding_idx,
            scale_grad_by_freq=experiment.scale_grad_by_freq,
            sparse=experiment.sparse,
            dtype=DTYPES[experiment.dtype],
        )
        self.weight = self.embedding.weight
        kind = getattr(torch.optim, experiment.optimizer)
        keywords = OPTIMIZERS[experiment.optimizer].keywords(experiment.arguments)
        self.optimizer = kind([self.weight], **keywords)

    def facts(self, result: list[list[float]] | None = None) -> Callable[[tuple[int, int]], StepFacts]:
        weight, grad = dense(self.weight), self.weight.grad
        grads = None if grad is None else dense(grad)
        stored = set(grad._indices()[0].tolist()) if grad is not None and grad.is_sparse else set(range(99))
        state = self.optimizer.state.get(self.weight, {})
        tables = {
            name: dense(table)
            for name, table in state.items()
            if torch.is_tensor(table) and table.shape == self.weight.shape
        }
        counters = {"step": float(state["step"])} if "step" in state else {}
        group = self.optimizer.param_groups[0]
        arguments = OPTIMIZERS[self.experiment.optimizer].flat(group)
        return lambda place: StepFacts(
            weight=weight[place[0]][place[1]],
            grad=None if grads is None else grads[place[0]][place[1]],
            state={name: table[place[0]][place[1]] for name, table in tables.items()},
            counters=counters,
            arguments=arguments,
            is_in_grad=place[0] in stored,
            result=None if result is None else result[place[0]][place[1]],
        )

    def step(self) -> Iterator[CellFacts]:
        """Let the optimizer step, and yield the facts of each cell after it."""
        before = self.facts()
        self.optimizer.step()
        after, result = self.facts(), dense(self.weight)
        for row, column in PLACES:
            place = row, column
            last = before(place)
            last = StepFacts(
                **{name: getattr(last, name) for name in last.__struct_fields__ if name != "result"},
                result=result[row][column],
            )
            yield CellFacts(step=1, place=place, now=after(place), last=last, backward=None)

    def check_step(self) -> None:
        for facts in self.step():
            check_update(self.experiment, facts)


def check_update(experiment: Experiment, facts: CellFacts) -> None:
    last = facts.last
    assert last is not None
    assert last.result is not None
    assert last.grad is not None
    update = explain(experiment, facts).update
    found = {equation.target: equation for equation in update}
    args = {name: float(value) for name, value in last.arguments.items()}
    numbers = [last.weight, last.result, last.grad, args["lr"] * last.grad, *last.state.values()]
    numbers += [facts.now.state.get(name, 0.0) for name in facts.now.state]
    numbers += [args["lr"] * number for number in numbers] + [equation.value for equation in update]
    largest = max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)
    largest *= magnified(facts.now)
    shown = {"w": last.result} | {
        symbol: facts.now.state[table]
        for symbol, table in TABLES[experiment.optimizer].items()
        if table in facts.now.state and (table != "momentum_buffer" or args["momentum"])
    }
    if not update:
        # Nothing moves, and torch agrees.
        assert not last.is_in_grad
        assert last.result == last.weight
        return
    assert update[-1].target == "w"
    for symbol, torchs in shown.items():
        assert found[symbol].torch == pytest.approx(torchs, abs=0, rel=0, nan_ok=True)
        assert is_torchs(found[symbol].value, torchs, experiment.dtype, largest), (found[symbol], last)


def magnified(now: StepFacts) -> float:
    """Return by how much RMSprop's v − m² magnifies the rounding of v, where it subtracts them."""
    v, m = now.state.get("square_avg", 0.0), now.state.get("grad_avg", 0.0)
    return abs(v / (v - m * m)) if now.arguments.get("centered") and v != m * m else 1.0


@st.composite
def optimizer_runs(draw: st.DrawFn, name: str) -> Run:
    args: dict[str, Any] = {}
    for parameter in OPTIMIZERS[name].parameters:
        args[parameter.name] = draw(st.booleans() if parameter.is_flag else ARGUMENTS[parameter.name])
    if name == "SparseAdam":
        args["lr"] = args["lr"] or 0.1
    if args.get("nesterov"):
        args |= {"momentum": args["momentum"] or 0.9, "dampening": 0.0}
    sparse = name == "SparseAdam" or (name in TAKE_SPARSE and draw(st.booleans()))
    if sparse and "weight_decay" in args:
        args["weight_decay"] = 0.0
    dtype = draw(st.sampled_from(sorted(DTYPES)))
    if name == "SparseAdam" and dtype == "float32":
        # torch makes the new mean from the old one plus a difference: a much smaller one is all rounding.
        args["beta2"] = max(args["beta2"], 0.5)
    experiment = Experiment(rows=3, dim=2, optimizer=name, optimizer_args=args, sparse=sparse, dtype=dtype)
    return Run(experiment, draw(st.integers(0, 2**31)))


@pytest.mark.parametrize("name", OPTIMIZERS)
@settings(max_examples=20)
@given(data=st.data())
def test_every_step_of_every_optimizer_is_torchs(name: str, data: st.DataObject) -> None:
    run = data.draw(optimizer_runs(name))
    schedule = torch.optim.lr_scheduler.ExponentialLR(run.optimizer, data.draw(st.sampled_from([1.0, 0.9])))
    keeps_grad = data.draw(st.booleans())
    for number in range(STEPS):
        if not keeps_grad or number % 3 == 0:
            run.optimizer.zero_grad(set_to_none=number % 2 == 0)
        # Some rows twice, some not at all, each with its own random gradient.
        indices = torch.randint(3, (3,))
        (run.embedding(indices) * torch.randn(3, 2, dtype=run.weight.dtype)).sum().backward()
        run.check_step()
        schedule.step()


def test_momentum_turned_on_and_off_in_the_middle_is_explained() -> None:
    run = Run(Experiment(rows=3, dim=2, dtype="float64", optimizer_args={"lr": 0.1}), 1)
    for momentum in (0.0, 0.9, 0.9, 0.0, 0.9):
        run.optimizer.param_groups[0]["momentum"] = momentum
        run.weight.grad = torch.randn(3, 2, dtype=torch.float64)
        run.check_step()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_step_will_do_is_what_it_does(name: str) -> None:
    run = Run(Experiment(rows=3, dim=2, dtype="float64", optimizer=name, sparse=name == "SparseAdam"), 3)
    for _ in range(3):
        run.optimizer.zero_grad()
        (run.embedding(torch.tensor([0, 0, 1])) * torch.randn(3, 2, dtype=torch.float64)).sum().backward()
        now = run.facts()
        ahead = [
            explain(run.experiment, CellFacts(step=0, place=place, now=now(place), last=None, backward=None))
            for place in PLACES
        ]
        run.optimizer.step()
        for explanation, (row, column) in zip(ahead, PLACES, strict=True):
            assert explanation.is_ahead
            assert all(equation.torch is None for equation in explanation.update)
            value = explanation.update[-1].value if explanation.update else now((row, column)).weight
            assert value == pytest.approx(run.weight[row, column].item(), rel=1e-9)


@pytest.mark.parametrize("name", ["SGD", "Adagrad", "SparseAdam"])
def test_an_empty_sparse_grad_moves_only_what_a_buffer_moves(name: str) -> None:
    run = Run(Experiment(rows=3, dim=2, dtype="float64", optimizer=name, sparse=True), 3)
    (run.embedding(torch.tensor([0, 0, 1])) ** 2).sum().backward()
    run.check_step()
    run.optimizer.zero_grad(set_to_none=False)
    run.check_step()


# The losses, written out: `a` and `b` are (pairs, dim).
OF_PAIRS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "euclidean": lambda a, b: torch.linalg.norm(a - b, dim=1).mean(),
    "squared_euclidean": lambda a, b: ((a - b) ** 2).sum(dim=1).mean(),
    "mse": lambda a, b: torch.nn.functional.mse_loss(a, b),
    "l1": lambda a, b: torch.nn.functional.l1_loss(a, b),
    "cosine_distance": lambda a, b: (1 - torch.nn.functional.cosine_similarity(a, b)).mean(),
    "negative_dot": lambda a, b: -(a * b).sum(dim=1).mean(),
    "sqrt_sum_square": lambda a, b: ((a - b) ** 2).sum(dim=1).sqrt().mean(),
}


def loss_of(name: str, a: Tensor, b: Tensor, positives: int) -> Tensor:
    if name != "skipgram":
        return OF_PAIRS[name](a, b)
    dots = (a * b).sum(dim=1)
    drawn = torch.nn.functional.logsigmoid(dots[:positives]).sum()
    pushed = torch.nn.functional.logsigmoid(-dots[positives:]).sum()
    return -(drawn + pushed) / max(positives, 1)


class Passes(Run):
    """A run whose backward passes are of the experiment's loss."""

    def backward(self) -> Iterator[CellFacts]:
        """Do a backward pass, and yield the facts of each cell after it."""
        both = [*self.experiment.pairs, *self.experiment.negatives]
        positives = len(self.experiment.pairs)
        first, second = torch.tensor(both).T
        before = None if self.weight.grad is None else dense(self.weight.grad)
        a, b = self.embedding(first), self.embedding(second)
        loss = loss_of(self.experiment.loss, a, b, positives)
        loss.backward()
        now, vectors = self.facts(), list(zip(dense(a), dense(b), strict=True))
        pairs = [
            PairFacts(
                first=i,
                second=j,
                a=tuple(vectors[index][0]),
                b=tuple(vectors[index][1]),
                label=1 if index < positives else -1,
                first_count=first.tolist().count(i),
                second_count=second.tolist().count(j),
            )
            for index, (i, j) in enumerate(both)
        ]
        for row, column in PLACES:
            held = tuple(pair for pair in pairs if row in (pair.first, pair.second))
            done = PassFacts(
                pairs=held,
                pairs_of_row=len(held),
                loss=loss.item(),
                grad_before=None if before is None else before[row][column],
                positives=positives,
                negatives=len(both) - positives,
            )
            yield CellFacts(step=1, place=(row, column), now=now((row, column)), last=None, backward=done)

    def check_backward(self) -> None:
        for facts in self.backward():
            explanation = explain(self.experiment, facts)
            check_gradient(self.experiment, facts, explanation.gradient)
            check_distance(self.experiment, facts, explanation.distance)


def check_gradient(experiment: Experiment, facts: CellFacts, gradient: tuple[Equation, ...]) -> None:
    grad, backward = gradient[-1], facts.backward
    assert backward is not None
    assert facts.now.grad is not None
    assert grad.target == "grad"
    assert grad.torch == pytest.approx(facts.now.grad, abs=0, rel=0, nan_ok=True)
    # What the cells of a pair are divided by can be small: shares are of the size of its inverse.
    lengths = [math.hypot(*vector) for pair in backward.pairs for vector in (pair.a, pair.b)]
    numbers = [1.0, backward.grad_before or 0.0, *(equation.value for equation in gradient)]
    numbers += [1 / length for length in lengths if length > 0] + lengths
    largest = max(abs(number) for number in numbers if math.isfinite(number))
    assert is_torchs(grad.value, facts.now.grad, experiment.dtype, largest), (gradient, facts)


def check_distance(experiment: Experiment, facts: CellFacts, distance: tuple[Equation, ...]) -> None:
    backward = facts.backward
    assert backward is not None
    if not backward.pairs:
        assert distance == ()
        return
    measured = [equation for equation in distance if equation.target != "NumPy"][-1]
    pair = backward.pairs[0]
    a, b = (torch.tensor([vector], dtype=DTYPES[experiment.dtype]) for vector in (pair.a, pair.b))
    torchs = loss_of(experiment.loss, a, b, positives=int(pair.label == 1)).item()
    largest = max(1.0, a.norm().item() ** 2, b.norm().item() ** 2, abs(measured.value))
    assert is_torchs(measured.value, torchs, experiment.dtype, largest), (distance, pair)
    is_all = len(experiment.pairs) + len(experiment.negatives) == 1
    torchs_loss = pytest.approx(backward.loss, abs=0, rel=0, nan_ok=True)
    assert measured.torch == torchs_loss if is_all else measured.torch is None


@st.composite
def passes(draw: st.DrawFn, loss: str) -> Passes:
    rows = st.integers(0, 2)
    # (r, r) among them. The hand-written distance makes nan of it, and of all that it meets from then on.
    pairs = st.lists(st.tuples(rows, rows), min_size=1, max_size=4)
    sparse = draw(st.booleans())
    return Passes(
        Experiment(
            rows=3,
            dim=2,
            loss=loss,
            pairs=tuple(draw(pairs)),
            negatives=tuple(draw(st.lists(st.tuples(rows, rows), max_size=3))) if loss == "skipgram" else (),
            padding_idx=draw(st.sampled_from([None, None, 0, -1])),
            scale_grad_by_freq=not sparse and draw(st.booleans()),
            sparse=sparse,
            dtype=draw(st.sampled_from(sorted(DTYPES))),
            optimizer_args={"lr": 0.05, "maximize": draw(st.booleans())},
        ),
        draw(st.integers(0, 2**31)),
    )


@pytest.mark.parametrize("loss", LOSSES)
@settings(max_examples=12)
@given(data=st.data())
def test_every_gradient_and_distance_of_every_loss_is_torchs(loss: str, data: st.DataObject) -> None:
    run = data.draw(passes(loss))
    zero_grad = data.draw(st.sampled_from(["none", "zeros", "forgotten", "every other"]))
    for number in range(STEPS):
        if zero_grad in ("none", "zeros") or (zero_grad == "every other" and number % 2):
            run.optimizer.zero_grad(set_to_none=zero_grad != "zeros")
        run.check_backward()
        run.check_step()


CORNERS = {
    "equal rows": [[1.0, 2.0], [1.0, 2.0], [0.5, 0.5]],
    "a zero row": [[0.0, 0.0], [1.0, 2.0], [0.5, 0.5]],
    "two zero rows": [[0.0, 0.0], [0.0, 0.0], [0.5, 0.5]],
    "a row shorter than torch divides by": [[3e-9, 0.0], [1.0, 2.0], [0.5, 0.5]],
    "the other row is shorter": [[1.0, 2.0], [0.0, 3e-9], [0.5, 0.5]],
    "a nan cell": [[math.nan, 1.0], [1.0, 2.0], [0.5, 0.5]],
    "an infinite cell": [[math.inf, 1.0], [1.0, 2.0], [0.5, 0.5]],
    "large products": [[300.0, -300.0], [300.0, 300.0], [0.5, 0.5]],
    "far apart in direction": [[-40.0, 1.0], [40.0, 1.0], [0.5, 0.5]],
}


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_corners_of_every_loss_are_torchs(loss: str, corner: str) -> None:
    for dtype in DTYPES:
        values = tuple(map(tuple, CORNERS[corner]))
        # (0, 1) alone, and with a pair of one row beside it.
        for pairs in (((0, 1),), ((0, 1), (2, 2))):
            experiment = Experiment(
                rows=3, dim=2, loss=loss, pairs=pairs, dtype=dtype, initial="values", values=values
            )
            run = Passes(experiment, 0)
            with torch.no_grad():
                run.weight.copy_(torch.tensor(values, dtype=run.weight.dtype))
            run.check_backward()
