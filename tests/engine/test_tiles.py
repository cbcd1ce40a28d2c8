"""Pictures of large tables, of which only the changed rows are drawn anew, are those of the whole table."""

import numpy as np
import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment, Snapshot, Viewport
from embviz.engine import pyramid, tiles
from embviz.engine.detail import tensor_tile
from embviz.engine.picture import OVERVIEW
from embviz.engine.session import Session
from embviz.engine.working import Working
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


ZOOMED = (
    Viewport(height=40, width=10),
    Viewport(height=7, width=4, row_start=11, row_stop=2600),
    Viewport(height=300, width=10, row_start=1290, row_stop=1410, column_start=3, column_stop=7),
    Viewport(height=1, width=1, row_start=2999),
    Viewport(height=64, width=3, row_start=1, column_start=9),
)
TALL = {
    "SGD": {"optimizer_args": {"lr": 0.3}},
    "momentum": {"optimizer_args": {"lr": 0.3, "momentum": 0.9}},
    "Adam": {"optimizer": "Adam", "optimizer_args": {"lr": 0.1}},
    "Adagrad": {"optimizer": "Adagrad", "optimizer_args": {"initial_accumulator_value": 0.25}},
    "sparse Adagrad": {"optimizer": "Adagrad", "sparse": True},
    "bfloat16": {"dtype": "bfloat16", "optimizer_args": {"lr": 0.3}},
}


class Tall:
    """A table with levels, in a session, of which each picture is held against the whole table."""

    def __init__(self, fields):
        self.session, self.run = Session(), 1
        self.ask("begin", experiment=Experiment(rows=3000, dim=10, pairs=((3, 1342), (2999, 0)), **fields))

    def ask(self, command, viewport=ZOOMED[0], **what):
        shown = self.session.answer(request(command, run=self.run, viewport=viewport, **what))
        assert isinstance(shown, Snapshot), shown
        trainer = self.session._trainer
        tables = {"weight": trainer.weight, "grad": trainer.grad, **trainer.tables()}
        told = {"weight": shown.weight, "grad": shown.grad, **shown.state}
        assert tables.keys() == told.keys()
        for name, table in tables.items():
            if table is None:
                assert told[name] is None
                continue
            whole = tensor_tile(table, viewport)
            assert np.array_equal(told[name].values, whole.values), (name, viewport)
            assert (told[name].rows, told[name].columns) == (whole.rows, whole.columns)
        return shown

    def look_everywhere(self):
        for viewport in (*ZOOMED, *ZOOMED[::-1]):
            shown = self.ask("snapshot", viewport)
        part = self.ask("snapshot", ZOOMED[1])
        expected = tensor_tile(self.session._trainer.weight, OVERVIEW).values
        assert np.array_equal(part.overview.values, expected)
        return shown


@pytest.fixture(params=TALL)
def tall(request, monkeypatch):
    monkeypatch.setattr(tiles, "LARGE_CELLS", 0)
    monkeypatch.setattr(pyramid, "SMALLEST_LEVEL", 20)
    return Tall(TALL[request.param])


def test_zoomed_anywhere_in_the_past_or_a_branch_a_tall_table_shows_what_is_in_it(tall):
    tall.look_everywhere()
    tall.ask("train", until_step=3)
    tall.ask("edit", place=(1300, 4), value=-99.0)
    tall.look_everywhere()
    tall.ask("go", moment=Moment(0, 0))
    tall.look_everywhere()
    tall.run = 2
    tall.ask("fork", moment=Moment(0, 2))
    tall.ask("edit", place=(2, 9), value=77.0)
    tall.ask("train", until_step=4)
    tall.look_everywhere()
    tall.run = 3
    tall.ask("visit", moment=Moment(0, 4))
    tall.look_everywhere()


def test_a_row_that_was_edited_is_seen_until_one_goes_back_before_that(tall):
    assert tall.ask("edit", place=(1300, 4), value=-99.0).weight.values.min() == -99.0
    assert tall.ask("go", moment=Moment(0, 0)).weight.values.min() > -99.0
    assert tall.ask("go", moment=Moment(0, 1)).weight.values.min() == -99.0


def test_a_part_that_was_first_seen_with_an_edited_row_is_right_before_that_too(tall):
    tall.ask("edit", place=(1300, 4), value=-99.0)
    assert tall.ask("snapshot", ZOOMED[2]).weight.values.min() == -99.0
    assert tall.ask("go", ZOOMED[2], moment=Moment(0, 0)).weight.values.min() > -99.0


@pytest.mark.parametrize("tall", [name for name in TALL if "sparse" not in name], indirect=True)
def test_once_every_row_moves_each_picture_is_made_anew(tall):
    tall.look_everywhere()
    tall.ask("set", name="weight_decay", value=0.1)
    tall.ask("train", until_step=2)
    tall.look_everywhere()
    tall.ask("train", until_step=4)
    tall.look_everywhere()
    tall.ask("go", moment=Moment(0, 0))
    tall.look_everywhere()


def test_a_cancel_while_the_picture_is_drawn_comes_too_late_to_end_a_begin(monkeypatch):
    monkeypatch.setattr(tiles, "LARGE_CELLS", 0)
    monkeypatch.setattr(pyramid, "SMALLEST_LEVEL", 20)
    is_wanted, reduce = [True], pyramid._reduced_whole

    def reduced(table, tell):
        is_wanted[0] = False
        return reduce(table, tell)

    monkeypatch.setattr(pyramid, "_reduced_whole", reduced)
    session = Session(working=Working(is_cancelled=lambda: not is_wanted[0]))
    asked = request("begin", experiment=Experiment(rows=300, dim=10), viewport=VIEWPORTS[0])
    # Refused now, the window would believe in the run before, which is gone.
    assert isinstance(session.answer(asked), Snapshot)
    assert not is_wanted[0]
