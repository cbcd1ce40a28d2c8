"""The transcript, run as a program, leaves what plain torch leaves that did the same, bit for bit."""

import contextlib
import io
import json
import math
from itertools import pairwise
from random import Random
from types import SimpleNamespace

import msgspec
import pytest

from embviz.core.checks import DTYPES
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.messages import Action
from embviz.core.notebook import notebook
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.schedules import SCHEDULES
from embviz.core.transcript import Transcript
from tests.engine.plain import Plain, everything
from tests.engine.sequences import apply, sequences

SEQUENCES = 300


def executed(*codes):
    """Run `codes` one after the other in one empty namespace, and read what they left, and printed."""
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        for code in codes:
            exec(compile(code, "<transcript>", "exec"), names)
    weight = names["embedding"].weight
    run = SimpleNamespace(
        weight=weight, grad=weight.grad, optimizer=names["optimizer"], schedule=names.get("scheduler")
    )
    return everything(run), printed.getvalue()


def done(experiment, actions):
    """What plain torch holds after `actions`, and the transcript of them as they happened."""
    plain, transcript = Plain(experiment), Transcript(experiment)
    transcript.merge([apply(plain, action) for action in actions])
    return everything(plain), transcript


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_any_sequence_of_actions_is_bit_equal_to_plain_torch(optimizer):
    for experiment, actions in sequences(SEQUENCES // len(OPTIMIZERS), optimizer):
        left, transcript = done(experiment, actions)
        assert executed(transcript.text)[0] == left, transcript.text


def test_the_cells_of_the_notebook_are_bit_equal_to_plain_torch():
    for experiment, actions in sequences(48):
        left, transcript = done(experiment, actions)
        cells = json.loads(notebook(transcript))["cells"]
        codes = ["".join(cell["source"]) for cell in cells]
        assert executed(*codes)[0] == left, transcript.text


def test_the_sequences_reach_what_they_are_for():
    """Most of them move the table and keep its numbers, and every kind of refusal is among them."""
    names, moved, finite, refused = set(), 0, 0, set()
    for experiment, actions in sequences(SEQUENCES):
        plain = Plain(experiment)
        happened = [apply(plain, action) for action in actions]
        names |= {experiment.optimizer, experiment.loss, experiment.schedule, experiment.dtype}
        moved += plain.steps > 0
        finite += bool(plain.embedding.weight.isfinite().all())
        refused |= {action.kind for action in happened if action.refusal}
    assert names == {*OPTIMIZERS, *LOSSES, *SCHEDULES, *DTYPES}
    assert moved > SEQUENCES / 2
    assert finite > SEQUENCES / 2
    assert refused >= {"backward", "step", "train", "edit"}


def refused_by(experiment, *actions):
    """Do `actions`, of which torch refuses one; return that one, the transcript, and what was printed."""
    plain, transcript = Plain(experiment), Transcript(experiment)
    happened = [apply(plain, action) for action in actions]
    transcript.merge(happened)
    left, printed = executed(transcript.text)
    assert left == everything(plain)
    (refused,) = (action for action in happened if action.refusal)
    return refused, transcript, printed


def test_a_train_that_torch_refuses_in_a_later_round_has_done_the_rounds_before_and_half_of_that_one():
    experiment = Experiment(
        optimizer_args={"lr": 1e30, "momentum": 0.9},
        schedule="StepLR",
        schedule_args={"step_size": 2, "gamma": 1e10},
        loss="l1",
    )
    refused, transcript, printed = refused_by(
        experiment, Action(1, "train", rounds=9, name="none"), Action(2, "forward")
    )
    assert refused.rounds == 2
    assert "range(3)" in transcript.block(0)
    assert "without overflow" in printed
    # The backward of the refused round was done: its grad is there, and Forward goes on after it.
    assert printed.count("\n") == 2


def test_adam_refuses_a_sparse_grad_at_the_first_step_and_the_program_goes_on():
    experiment = Experiment(optimizer="Adam", sparse=True)
    refused, transcript, printed = refused_by(
        experiment, Action(1, "backward"), Action(2, "step"), Action(3, "zero_grad", name="none")
    )
    assert refused.kind == "step"
    assert "SparseAdam" in printed
    assert "try" not in transcript.block(0)
    assert "try" not in transcript.block(2)


def test_a_refused_backward_is_refused_in_the_program_too():
    experiment = Experiment(sparse=True, scale_grad_by_freq=True)
    refused, _, printed = refused_by(experiment, Action(1, "backward"), Action(2, "step"))
    assert refused.kind == "backward"
    assert "scale_grad_by_freq" in printed


def test_an_edit_that_float32_cannot_hold_is_refused_and_changes_nothing():
    refused, _, printed = refused_by(Experiment(), Action(1, "edit", place=(0, 0), value=1e300))
    assert refused.kind == "edit"
    assert "overflow" in printed


def test_an_argument_that_torch_finds_no_table_for_is_refused_at_step():
    refused, _, _ = refused_by(
        Experiment(optimizer="Adam"),
        Action(1, "train", rounds=2, name="none"),
        Action(2, "set", name="amsgrad", value=True),
        Action(3, "step"),
    )
    assert refused.kind == "step"


@pytest.mark.parametrize("initial", ["normal", "zeros", "uniform", "word2vec", "values"])
@pytest.mark.parametrize("dtype", sorted(DTYPES))
def test_every_start_in_every_dtype_is_torchs(initial, dtype):
    odd = (math.nan, math.inf, -math.inf, -0.0, 1e300, 1 / 3)
    values = (odd, tuple(-value for value in odd)) if initial == "values" else ()
    experiment = Experiment(dim=6, initial=initial, dtype=dtype, values=values, padding_idx=-1)
    left, transcript = done(experiment, ())
    assert executed(transcript.text)[0] == left


def test_what_the_forward_pass_prints_is_the_loss():
    _, transcript = done(Experiment(), [Action(1, "forward")])
    assert executed(transcript.text)[1] == f"{Plain(Experiment()).loss().item()}\n"


def test_a_lookup_prints_the_rows_and_under_max_norm_rewrites_them():
    experiment = Experiment(max_norm=1.0)
    left, transcript = done(experiment, [Action(1, "lookup", indices=(1, 1))])
    assert executed(transcript.text)[0] == left != done(experiment, ())[0]


def test_bursts_of_one_train_are_one_loop():
    experiment, transcript = Experiment(), Transcript(Experiment())
    for rounds in (3, 17, 40):
        transcript.merge([Action(1, "train", rounds=rounds, name="none")])
    plain = Plain(experiment)
    plain.train(40)
    assert executed(transcript.text)[0] == everything(plain)


def moments(happened):
    """Each moment of a run: the number of the action that made it, its rounds, and whether it refused."""
    yield 0, 0, True
    for action in happened:
        if action.kind == "train":
            yield from ((action.number, rounds, False) for rounds in range(1, action.rounds + 1))
        if action.kind != "train" or action.refusal:
            yield action.number, action.rounds, True


def at(experiment, happened, number, rounds, is_refused):
    """What plain torch holds at a moment."""
    plain = Plain(experiment)
    for action in happened[:number]:
        if action.number == number and action.kind == "train" and not is_refused:
            plain.train(rounds)
        elif action.kind == "train" and action.refusal:
            # It is to be refused once more, in the round after the whole ones.
            apply(plain, msgspec.structs.replace(action, rounds=action.rounds + 1))
        else:
            apply(plain, action)
    return everything(plain)


def test_the_program_up_to_any_moment_is_bit_equal_to_plain_torch_then():
    random = Random("moments")
    for experiment, actions in sequences(SEQUENCES // 2):
        plain, transcript = Plain(experiment), Transcript(experiment)
        happened = [apply(plain, action) for action in actions]
        transcript.merge(happened)
        for moment in random.sample(list(moments(happened)), 3):
            assert executed(transcript.text_until(*moment))[0] == at(experiment, happened, *moment)


def test_a_refused_train_has_a_moment_after_each_whole_round_and_one_in_the_middle_of_the_last():
    experiment = Experiment(
        optimizer_args={"lr": 1e30, "momentum": 0.9},
        schedule="StepLR",
        schedule_args={"step_size": 2, "gamma": 1e10},
        loss="l1",
    )
    plain, transcript = Plain(experiment), Transcript(experiment)
    happened = [apply(plain, Action(1, "train", rounds=9, name="none")), apply(plain, Action(2, "forward"))]
    transcript.merge(happened)
    left = [executed(transcript.text_until(*moment))[0] for moment in moments(happened)]
    assert left == [at(experiment, happened, *moment) for moment in moments(happened)]
    # The start, two rounds, the refusal; Forward left what it found.
    assert len(left) == 5
    assert all(before != after for before, after in pairwise(left[:4]))
    assert left[3] == left[4]
