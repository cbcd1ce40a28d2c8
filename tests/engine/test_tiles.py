"""Pictures of large tables, of which only the changed rows are drawn anew, are those of the whole table."""

import numpy as np
import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment, Snapshot, Viewport
from embviz.engine import tiles
from embviz.engine.detail import tensor_tile
from embviz.engine.session import Session
from tests.engine.requests import request

RUNS = {
    "momentum": {},
    "Adam": {"optimizer": "Adam"},
    "Adagrad": {"optimizer": "Adagrad", "optimizer_args": {"initial_accumulator_value": 0.1}},
    "all rows": {"optimizer_args": {"lr": 0.1, "weight_decay": 0.1}},
    "sparse": {"sparse": True},
}
VIEWPORTS = (Viewport(height=16, width=8), Viewport(height=5, width=3, row_start=90, row_stop=301))


@pytest.fixture(params=RUNS)
def session(request, monkeypatch):
    monkeypatch.setattr(tiles, "LARGE_CELLS", 0)
    made = Session()
    experiment = Experiment(rows=300, dim=10, pairs=((3, 142), (299, 0)), **RUNS[request.param])
    ask(made, "begin", experiment=experiment)
    return made


def ask(session, command, **what):
    """Ask for both viewports, one after the other, and hold each against the table as it is then."""
    for viewport in VIEWPORTS if command == "snapshot" else VIEWPORTS[:1]:
        shown = session.answer(request(command, viewport=viewport, **what))
        assert isinstance(shown, Snapshot), shown
        trainer = session._trainer
        tables = {"weight": trainer.weight, **trainer.tables()}
        told = {"weight": shown.weight, **shown.state}
        if trainer.grad is not None:
            tables["grad"], told["grad"] = trainer.grad, shown.grad
        assert tables.keys() == told.keys()
        for name, table in tables.items():
            whole = tensor_tile(table, viewport)
            assert np.array_equal(told[name].values, whole.values), name
            assert (told[name].rows, told[name].columns) == (whole.rows, whole.columns)


def test_whatever_is_done_and_wherever_one_goes_the_picture_is_that_of_the_whole_table(session):
    ask(session, "snapshot")
    ask(session, "train", until_step=4)
    ask(session, "edit", place=(200, 4), value=9.0)
    ask(session, "set", name="pairs", value="17, 18")
    ask(session, "backward")
    ask(session, "step")
    ask(session, "snapshot")
    for index in (0, 7, 3, 5, 1, 8, 0):
        ask(session, "go", moment=Moment(0, index))
        ask(session, "snapshot")


def test_only_the_rows_that_can_differ_are_drawn_again(session, monkeypatch):
    ask(session, "train", until_step=2)
    drawn = []
    monkeypatch.setattr(
        tiles, "tensor_tile", lambda table, viewport: drawn.append(viewport) or tensor_tile(table, viewport)
    )
    session.answer(request("snapshot", viewport=VIEWPORTS[0]))
    is_partial = session._history.rows is not None and not session._trainer.experiment.sparse
    assert all(one.height == 1 for one in drawn) == is_partial
