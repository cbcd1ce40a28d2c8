"""On another device a run is what it is on the CPU, but for rounding, and its past is kept to the bit."""

import numpy as np
import pytest
import torch

from embviz.core.experiment import Corpus, Experiment
from embviz.core.messages import Failure, Moment, Viewport
from embviz.engine.session import Session
from embviz.engine.trainer import Trainer
from tests.engine.requests import request

THERE = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
LARGE = Experiment(rows=40_000, dim=64, sparse=True, pairs=((0, 39_999),), optimizer_args={"lr": 0.1})
TEXT = Experiment(corpus=Corpus(), loss="skipgram", dim=8, sparse=True, optimizer_args={"lr": 1.0})
RUNS = {
    "article": Experiment(),
    "Adam": Experiment(rows=20, optimizer="Adam", optimizer_args={"lr": 0.1}),
    "sparse": Experiment(rows=20, sparse=True, optimizer_args={"lr": 0.1}),
    "large": LARGE,
    "text": TEXT,
}

devices = pytest.mark.parametrize(
    "device",
    [
        pytest.param(name, marks=pytest.mark.skipif(not is_there, reason=f"this torch has no {name} here"))
        for name, is_there in THERE.items()
    ],
)
runs = pytest.mark.parametrize("experiment", RUNS.values(), ids=RUNS)


def on(experiment, device):
    return Experiment.from_toml(experiment.to_toml().replace('device = "cpu"', f'device = "{device}"'))


@devices
@runs
def test_a_run_is_that_of_the_cpu_but_for_rounding(device, experiment):
    here, there = Trainer(experiment), Trainer(on(experiment, device))
    assert there.weight.device.type == device
    assert torch.equal(here.weight, there.weight.cpu())
    # The distance amplifies rounding once the rows have met.
    assert there.train(4).losses == pytest.approx(here.train(4).losses, rel=1e-4)
    assert torch.allclose(there.weight.cpu(), here.weight, atol=1e-4)


@devices
@runs
def test_every_moment_comes_back_to_the_bit(device, experiment):
    session, viewport = Session(), Viewport(height=64, width=64)
    session.answer(request("begin", number=1, experiment=on(experiment, device), viewport=viewport))
    shown = {}
    for number, step in enumerate((1, 2, 3, 5), start=2):
        snapshot = session.answer(request("train", number=number, until_step=step, viewport=viewport))
        shown[snapshot.moment.index] = snapshot
    for number, (index, snapshot) in enumerate(sorted(shown.items()), start=10):
        again = session.answer(request("go", number=number, moment=Moment(0, index), viewport=viewport))
        assert again.step == snapshot.step
        assert np.array_equal(again.weight.values, snapshot.weight.values)
        assert np.array_equal(again.grad.values, snapshot.grad.values)


@devices
def test_reports_and_lookups_are_those_of_the_cpu(device):
    answers = {}
    for name in ("cpu", device):
        session = Session()
        session.answer(request("begin", number=1, experiment=on(TEXT, name)))
        session.answer(request("train", number=2, until_step=3))
        answers[name] = [
            session.answer(request("meaning", number=3, indices=(5, 6))),
            session.answer(request("map", number=4, name="pca")),
            session.answer(request("rows", number=5)),
            session.answer(request("lookup", number=6, indices=(1, 2))),
        ]
    for here, there in zip(answers["cpu"], answers[device], strict=True):
        assert type(here) is type(there)
        assert not isinstance(there, Failure), there


@pytest.mark.parametrize("device", [name for name, is_there in THERE.items() if not is_there])
def test_a_device_that_is_not_there_is_refused_in_words(device):
    answer = Session().answer(request("begin", experiment=Experiment(device=device)))
    assert isinstance(answer, Failure)
    assert device in answer.why
    assert "cpu" in answer.why
