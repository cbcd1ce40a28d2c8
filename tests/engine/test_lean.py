"""The lean loop does what the article's loop does, bit for bit, and stops when its time is spent."""

import math
from types import SimpleNamespace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from embviz.engine import lean
from embviz.engine.batch import Batch
from embviz.engine.tape import Line, Tape


def table(rows, dim, seed, **args):
    generator = torch.Generator().manual_seed(seed)
    embedding = torch.nn.Embedding.from_pretrained(torch.randn(rows, dim, generator=generator), freeze=False)
    return embedding, torch.optim.SGD(embedding.parameters(), **args)


def articles_loop(embedding, optimizer, pair, count):
    losses = []
    for _ in range(count):
        optimizer.zero_grad()
        loss = torch.linalg.norm(embedding(torch.tensor([pair[0]])) - embedding(torch.tensor([pair[1]])))
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return losses


def lean_loop(embedding, optimizer, pair, count, deadline=math.inf, clear=None):
    """The loop as the Trainer drives it: what moves the table is asked for anew when its state is made."""
    tape = Tape(Line(*embedding.weight.detach()[list(pair)]), loss_is_distance=True)
    batch = Batch((pair,), (), "euclidean", torch.float32)
    weight = embedding.weight
    for part in (min(count, 1), max(count - 1, 0)):
        lean.train(
            tape,
            clear=clear or lean.clearing(embedding, "none"),
            forward=lean.one_lookup(embedding, batch),
            move=lean.lean_step(weight, optimizer, None) or optimizer.step,
            count=part,
            deadline=deadline,
        )
    return tape.scalars(0).losses.tolist()


def bits(tensor):
    return tensor.detach().view(torch.int32)


def assert_same(ours, theirs):
    (embedding, optimizer), (plain, plain_optimizer) = ours, theirs
    assert torch.equal(bits(embedding.weight), bits(plain.weight))
    assert torch.equal(bits(embedding.weight.grad), bits(plain.weight.grad))
    state, plain_state = optimizer.state_dict()["state"], plain_optimizer.state_dict()["state"]
    assert state.keys() == plain_state.keys()
    for parameter, values in plain_state.items():
        assert state[parameter].keys() == values.keys()
        assert torch.equal(bits(state[parameter]["momentum_buffer"]), bits(values["momentum_buffer"]))


FRACTIONS = st.sampled_from([0.0, 0.1, 0.9]) | st.floats(0, 2)
ARGS = st.fixed_dictionaries(
    {
        "lr": FRACTIONS,
        "momentum": FRACTIONS,
        "dampening": st.sampled_from([0.0, 0.0, 0.5, -1.0]),
        "weight_decay": FRACTIONS,
        "maximize": st.booleans(),
        "nesterov": st.booleans(),
    }
).map(lambda args: {**args, "nesterov": args["nesterov"] and args["momentum"] > 0 == args["dampening"]})


INDICES = st.integers(0, 8)
BURSTS = st.lists(st.integers(0, 8), max_size=3)


@given(st.tuples(INDICES, INDICES), st.integers(1, 70), st.integers(0, 99), ARGS, BURSTS)
def test_any_table_any_arguments_any_bursts_are_bit_equal_to_the_articles_loop(pair, dim, seed, args, bursts):
    rows = max(pair) + 1
    ours, theirs = table(rows, dim, seed, **args), table(rows, dim, seed, **args)
    for count in [*bursts, 1]:
        # As text, in which NaN is equal to NaN, and no other number to another.
        assert repr(lean_loop(*ours, pair, count)) == repr(articles_loop(*theirs, pair, count))
    assert_same(ours, theirs)


@pytest.mark.parametrize(("rows", "dim"), [(1000, 64), (300, 1000)])
def test_a_larger_table_is_bit_equal_too(rows, dim):
    ours, theirs = (table(rows, dim, 7, lr=0.1, momentum=0.9, weight_decay=0.01) for _ in range(2))
    assert lean_loop(*ours, (3, 200), 30) == articles_loop(*theirs, (3, 200), 30)
    assert_same(ours, theirs)


def test_an_optimizer_that_it_does_not_know_steps_by_itself():
    def adam():
        embedding, _ = table(2, 5, 42, lr=0.1)
        return embedding, torch.optim.Adam(embedding.parameters(), lr=0.1)

    ours, theirs = adam(), adam()
    assert lean_loop(*ours, (0, 1), 20) == articles_loop(*theirs, (0, 1), 20)
    assert torch.equal(ours[0].weight, theirs[0].weight)


def test_without_momentum_the_optimizer_keeps_no_state():
    embedding, optimizer = table(2, 5, 42, lr=0.1)
    lean_loop(embedding, optimizer, (0, 1), 5)
    assert len(optimizer.state) == 0


def test_the_momentum_buffer_stays_the_optimizers_own_tensor():
    embedding, optimizer = table(2, 5, 42, lr=0.1, momentum=0.9)
    lean_loop(embedding, optimizer, (0, 1), 1)
    buffer = optimizer.state[embedding.weight]["momentum_buffer"]
    lean_loop(embedding, optimizer, (0, 1), 5)
    assert optimizer.state[embedding.weight]["momentum_buffer"] is buffer


def test_autograd_knows_that_the_weight_was_moved():
    embedding, optimizer = table(2, 5, 42, lr=0.1)
    loss = (embedding.weight**2).sum()
    lean_loop(embedding, optimizer, (0, 1), 3)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


@pytest.mark.parametrize(("ticks", "rounds"), [(0, 0), (1, 1), (2, 2), (5, 5), (99, 9)])
def test_no_round_begins_after_the_deadline(monkeypatch, ticks, rounds):
    now = iter(range(1000))
    monkeypatch.setattr(lean, "time", SimpleNamespace(perf_counter=lambda: next(now)))
    assert len(lean_loop(*table(2, 5, 42, lr=0.1), (0, 1), 9, deadline=ticks)) == rounds


def test_no_rounds_change_nothing():
    embedding, optimizer = table(2, 5, 42, lr=0.1)
    embedding.weight.grad = torch.ones(2, 5)
    before = embedding.weight.detach().clone()
    assert lean_loop(embedding, optimizer, (0, 1), 0) == []
    assert torch.equal(embedding.weight, before)
    assert torch.equal(embedding.weight.grad, torch.ones(2, 5))


@pytest.mark.parametrize(
    ("options", "pairs"),
    [
        ({"max_norm": 1.0}, ((0, 1),)),
        ({"scale_grad_by_freq": True}, ((0, 1),)),
        ({"sparse": True}, ((0, 1),)),
        ({}, ((0, 1), (0, 2))),
        ({}, ((0, 1), (2, 1))),
    ],
    ids=[
        "max_norm",
        "counted rows",
        "sparse",
        "a row twice on the first side",
        "a row twice on the second side",
    ],
)
def test_one_lookup_is_not_done_where_it_would_change_a_bit(options, pairs):
    embedding = torch.nn.Embedding(3, 5, **options)
    assert lean.one_lookup(embedding, Batch(pairs, (), "euclidean", torch.float32)) is None


def test_a_refused_round_is_not_on_the_tape():
    embedding, _ = table(2, 5, 42, lr=0.1)

    def refuse():
        raise RuntimeError("torch says no")

    tape = Tape(Line(*embedding.weight.detach()), loss_is_distance=True)
    batch = Batch(((0, 1),), (), "euclidean", torch.float32)
    with pytest.raises(RuntimeError, match="torch says no"):
        lean.train(tape, list, lean.one_lookup(embedding, batch), refuse, 3, math.inf)
    assert tape.rounds == 0
    assert embedding.weight.grad is not None
