"""What torch makes of each lesson's run: every number that its texts state, in plain torch."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

import torch
from torch import Tensor

from embviz.core.experiment import Experiment
from embviz.core.lessons.reading import lesson_files, read_lesson
from embviz.engine.trainer import Trainer
from tests.engine.plain import Plain

LESSONS = tuple(read_lesson(path) for path in lesson_files())
BY_ID = {lesson.id: lesson for lesson in LESSONS}


def plain(**fields: object) -> Plain:
    """Return a run of the article's experiment, or one that differs from it, in plain torch."""
    return Plain(Experiment(**fields))  # type: ignore[arg-type]


def gap_of(run: Plain) -> float:
    """Return the distance of rows 0 and 1."""
    return float(torch.linalg.norm(run.weight[0].detach() - run.weight[1].detach()))


@cache
def course(rounds: int, **fields: object) -> tuple[float, ...]:
    """Return the distance at the start and after each of `rounds` rounds."""
    named = {name: dict(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    run = plain(**named)
    distances = [gap_of(run)]
    for _ in range(rounds):
        run.round()
        distances.append(gap_of(run))
    return tuple(distances)


def sgd(**args: float) -> tuple[tuple[str, float], ...]:
    """Return arguments of an optimizer, so that they can be remembered by."""
    return tuple(args.items())


def cells(*tables: Tensor | None) -> list[float]:
    """Return every number of `tables`."""
    return [number for table in tables if table is not None for number in table.detach().flatten().tolist()]


def one_round(**fields: object) -> Plain:
    """Return the run after one backward and one step."""
    run = plain(**fields)
    run.backward()
    run.step()
    return run


def buffer_of(run: Plain) -> Tensor:
    """Return the momentum_buffer."""
    buffer = run.optimizer.state[run.weight]["momentum_buffer"]
    assert isinstance(buffer, Tensor)
    return buffer


# Every number that a lesson states, made by torch as the lesson says that it is made.


def lookup_facts() -> list[float]:
    return [*cells(plain().weight), gap_of(plain())]


def backward_facts() -> list[float]:
    run = plain()
    run.backward()
    return [*lookup_facts(), *cells(run.grad)]


def step_facts() -> list[float]:
    run, double = one_round(), one_round(optimizer_args={"lr": 0.2, "momentum": 0.9})
    moves = 0.1 * run.grad.abs()
    return [*backward_facts(), *cells(run.weight, moves), gap_of(run), gap_of(double)]


def momentum_facts() -> list[float]:
    run = one_round()
    by_hand = run.weight.detach() - 0.1 * run.grad
    run.round()
    second = cells(run.weight, buffer_of(run), 0.1 * buffer_of(run), buffer_of(run) / run.grad)
    run.round()
    third = cells(buffer_of(run) / run.grad)
    without = course(5, optimizer_args=sgd(lr=0.1))
    return [*step_facts(), *cells(by_hand), *second, *third, *course(5), *without, without[0] - without[1]]


def overshoot_facts() -> list[float]:
    run = plain()
    run.train(5)
    late = course(1500)[900:]
    slow = course(1500, optimizer_args=sgd(lr=0.01, momentum=0.9))[900:]
    squared = course(5, loss="squared_euclidean")
    return [
        *(*course(10), *squared, max(late), max(slow)),
        *torch.linalg.norm(buffer_of(run), dim=1).tolist(),
        *(course(2)[0], 0.97),
    ]


def zero_grad_facts() -> list[float]:
    once, twice, thrice = plain(), plain(), plain(zero_grad="forgotten")
    once.backward()
    twice.backward()
    twice.backward()
    thrice.train(3)
    return [*cells(once.grad, twice.grad, thrice.grad), *course(11, zero_grad="forgotten"), *course(11)]


def zeros_facts() -> list[float]:
    run = one_round()
    distances = [gap_of(run)]
    run.zero_grad(set_to_none=False)
    for _ in range(2):
        run.step()
        distances.append(gap_of(run))
    return [*distances, *(before - after for before, after in pairwise(distances))]


def optimizers_facts() -> list[float]:
    adam, rmsprop = (
        one_round(optimizer=name, optimizer_args={"lr": lr})
        for name, lr in (("Adam", 0.1), ("RMSprop", 0.01))
    )
    moves = [cells((run.weight - plain().weight).abs()) for run in (adam, rmsprop)]
    plain_sgd = course(30, optimizer_args=sgd(lr=0.1))
    by_adam = course(30, optimizer="Adam", optimizer_args=sgd(lr=0.1))
    start = cells(plain().weight)
    return [
        *backward_facts(),
        *step_facts(),
        *moves[0],
        *moves[1],
        *plain_sgd,
        *by_adam,
        *course(10),
        *start,
        0.2,
    ]


def options_facts() -> list[float]:
    run = Plain(BY_ID["options"].experiment)
    return torch.linalg.norm(run.weight.detach(), dim=1).tolist()


def words_facts() -> list[float]:
    run = Trainer(BY_ID["words"].experiment)
    return [math.log(2), run.forward()]


def travel_facts() -> list[float]:
    run = plain()
    run.train(5)
    five, length = cells(buffer_of(run)), torch.linalg.norm(buffer_of(run), dim=1).tolist()
    again = plain()
    again.train(5)
    again.set_argument("lr", 0.01)
    again.train(5)
    run.train(5)
    return [*course(10), *five, *length, *cells(buffer_of(run)), gap_of(again)]


def batch_facts() -> list[float]:
    size = {"rows": 4, "dim": 2}
    return cells(
        plain(**size).weight, one_round(**size, optimizer_args={"lr": 0.1, "weight_decay": 0.1}).weight
    )


FACTS = {
    "lookup": lookup_facts,
    "grad_none": lookup_facts,
    "backward": backward_facts,
    "step": step_facts,
    "momentum": momentum_facts,
    "overshoot": overshoot_facts,
    "zero_grad": zero_grad_facts,
    "zeros_or_none": zeros_facts,
    "optimizers": optimizers_facts,
    "options": options_facts,
    "words": words_facts,
    "time_travel": travel_facts,
    "not_in_the_batch": batch_facts,
}
