"""A session does what is asked in torch, tells it in snapshots, and survives what torch refuses."""

import subprocess
import sys

import msgspec
import numpy as np
import pytest
import torch

from embviz.core.experiment import Experiment
from embviz.core.frames import HEADER_LIMIT_BYTES
from embviz.core.messages import CellFacts, Failure, GradStatus, Moment, Snapshot, Viewport
from embviz.engine import facts
from embviz.engine.session import Session
from embviz.engine.trainer import Trainer
from tests.engine.requests import ARTICLE, COMMANDS, acted, begun, request

# With the session's file, as the window's engine has it.
FIRST_PICTURE = """
import sys
from pathlib import Path
from embviz.engine.session import Session
from tests.engine.requests import request
session = Session(Path(sys.argv[1]))
session.answer(request("begin"))
print("torch._dynamo" in sys.modules)
session.warm_up()
print("torch._dynamo" in sys.modules)
"""


class TestARun:
    """Requests are done in torch, and told in snapshots."""

    def test_begin_shows_the_articles_table_before_anything_was_done(self):
        snapshot = Session().answer(request("begin"))
        assert snapshot.weight.values.tobytes() == Trainer(ARTICLE).weight.detach().numpy().tobytes()
        assert (snapshot.step, snapshot.grad, snapshot.state) == (0, None, {})
        assert snapshot.weight.changed is None
        assert round(snapshot.distance, 4) == 2.7101

    @pytest.mark.parametrize("command", COMMANDS)
    def test_each_answer_carries_request_run_and_command(self, session, command):
        answer = session.answer(request(command, number=71, run=9))
        assert (answer.request, answer.run, answer.command) == (71, 9, command)

    def test_commands_are_what_the_trainer_does(self, session):
        trainer = Trainer(ARTICLE)
        for command in ("forward", "backward", "backward", "step", "zero_grad", "step", "backward"):
            answer = session.answer(request(command))
            getattr(trainer, command)()
            expected = trainer.snapshot()
            assert answer.weight.values.tobytes() == expected.weight.values.tobytes()
            assert (answer.grad is None) is (expected.grad is None)
            assert (answer.step, answer.grad_status) == (expected.step, expected.grad_status)

    def test_train_tells_every_pass_and_then_this_moment(self, session):
        answer = session.answer(request("train", until_step=5))
        trainer = Trainer(ARTICLE)
        distances = [*trainer.train(5).distances, trainer.snapshot().distance]
        assert answer.trace.steps.tolist() == [0, 1, 2, 3, 4, 5]
        assert answer.trace.distances.tolist() == answer.trace.losses.tolist() == distances
        assert (answer.step, answer.grad_status) == (5, GradStatus("stale", 1))

    def test_train_goes_on_to_the_step_asked_for(self, session):
        session.answer(request("train", until_step=2))
        assert session.answer(request("train", until_step=4)).trace.steps.tolist() == [2, 3, 4]

    def test_train_stops_at_its_budget(self, session):
        assert session.answer(request("train", until_step=2**62, budget_s=1e-9)).step == 1
        assert session.answer(request("train", until_step=None, budget_s=1e-9)).step == 2

    def test_train_without_an_end_is_refused(self, session):
        answer = session.answer(request("train", until_step=None))
        assert isinstance(answer, Failure)
        assert "never end" in answer.why

    def test_a_viewport_is_answered_with_a_part(self, session):
        answer = session.answer(request("backward", viewport=Viewport(height=1, width=2)))
        assert answer.weight.values.shape == answer.grad.values.shape == (1, 2)

    def test_begin_again_starts_afresh(self, session):
        session.answer(request("train"))
        answer = session.answer(request("begin", run=2, experiment=Experiment(rows=3)))
        assert (answer.run, answer.step, answer.grad, answer.weight.shape) == (2, 0, None, (3, 5))
        assert answer.weight.changed is None

    def test_a_run_goes_on_from_a_snapshot_in_another_engine(self, session):
        shown = session.answer(request("train", until_step=5))
        other = Session()
        resumed = other.answer(request("begin", resume=shown))
        assert (resumed.step, resumed.grad_status) == (5, GradStatus("stale", 1))
        ends = [each.answer(request("train", until_step=15)) for each in (session, other)]
        assert ends[0].weight.values.tobytes() == ends[1].weight.values.tobytes()
        assert ends[0].trace.losses.tolist() == ends[1].trace.losses.tolist()

    def test_torch_has_one_thread_for_a_table_below_100_000_cells_and_its_own_number_above(self):
        torch.set_num_threads(3)
        session = Session()
        for rows, threads in ((1000, 3), (999, 1), (1000, 3), (2, 1)):
            session.answer(request("begin", experiment=Experiment(rows=rows, dim=100)))
            assert torch.get_num_threads() == threads

    def test_warming_up_makes_the_optimizer_and_changes_nothing(self, session):
        before = session.answer(request("snapshot"))
        session.warm_up()
        assert session.answer(request("snapshot")).weight.values.tobytes() == before.weight.values.tobytes()
        Session().warm_up()

    def test_the_first_picture_waits_for_no_optimizer_which_would_import_torchs_compiler(self, tmp_path):
        told = subprocess.run(
            [sys.executable, "-c", FIRST_PICTURE, tmp_path], capture_output=True, check=True
        )
        assert told.stdout.split() == [b"False", b"True"]

    @pytest.mark.parametrize("is_warm", [True, False])
    def test_the_start_is_restored_with_the_arguments_that_the_optimizer_was_made_with(self, is_warm):
        session = Session()
        session.answer(request("begin", experiment=Experiment()))
        if is_warm:
            session.warm_up()
        session.answer(request("set", name="lr", value=0.5))
        session.answer(request("set", name="momentum", value=0.0))
        shown = session.answer(request("go", moment=Moment(0, 0)))
        assert (shown.arguments["lr"], shown.arguments["momentum"]) == (0.1, 0.9)


class TestMarks:
    """The cells that the last action changed are marked, until the next action."""

    def test_a_step_marks_the_weights_that_it_moved(self):
        session = Session()
        session.answer(request("begin", experiment=Experiment(rows=3)))
        session.answer(request("backward"))
        answer = session.answer(request("step"))
        assert answer.weight.changed.all(axis=1).tolist() == [True, True, False]
        assert not answer.grad.changed.any()
        assert answer.state["momentum_buffer"].changed.any(axis=1).tolist() == [True, True, False]

    def test_a_first_backward_marks_the_rows_of_the_pair(self):
        session = Session()
        session.answer(request("begin", experiment=Experiment(rows=3)))
        answer = session.answer(request("backward"))
        assert answer.grad.changed.any(axis=1).tolist() == [True, True, False]
        assert not answer.weight.changed.any()

    def test_forward_changes_nothing(self, session):
        session.answer(request("train"))
        answer = session.answer(request("forward"))
        assert not any(tile.changed.any() for tile in (answer.weight, answer.grad, *answer.state.values()))

    def test_a_second_look_keeps_the_marks(self, session):
        for command in ("backward", "step", "snapshot", "snapshot"):
            answer = session.answer(request(command))
        assert answer.weight.changed.all()
        assert not answer.grad.changed.any()

    def test_training_to_a_step_already_reached_changes_nothing_and_keeps_the_marks(self, session):
        session.answer(request("backward"))
        stepped = session.answer(request("step"))
        for until_step in (1, 0):
            answer = session.answer(request("train", until_step=until_step))
            assert answer.weight.values.tobytes() == stepped.weight.values.tobytes()
            assert answer.grad_status == stepped.grad_status
            assert (answer.weight.changed == stepped.weight.changed).all()
            assert (answer.grad.changed == stepped.grad.changed).all()
            assert answer.trace.steps.tolist() == [1]

    def test_the_bursts_towards_one_goal_are_one_action(self, session):
        for _ in range(3):
            answer = session.answer(request("train", until_step=9, budget_s=1e-9))
        assert answer.step == 3
        # The gradient points the same way as in the burst before; before the action there was none.
        assert answer.grad.changed.all()
        assert not session.answer(request("train", until_step=4)).grad.changed.all()

    def test_a_look_through_another_viewport_has_no_marks_and_the_next_action_has(self, session):
        session.answer(request("train"))
        viewport = Viewport(height=1, width=5)
        assert session.answer(request("snapshot", viewport=viewport)).weight.changed is None
        assert session.answer(request("train", until_step=9, viewport=viewport)).weight.changed.all()

    def test_a_failed_request_keeps_the_marks(self, session):
        session.answer(request("train"))
        session.answer(request("train", until_step=None))
        assert session.answer(request("snapshot")).weight.changed.all()


class TestFailures:
    """What goes wrong is told with the request's own numbers, and the run goes on."""

    @pytest.mark.parametrize("command", COMMANDS)
    def test_without_a_run_there_is_nothing_to_do(self, command):
        answer = Session().answer(request(command, number=4, run=2))
        assert isinstance(answer, Failure)
        assert (answer.request, answer.run) == (4, 2)
        assert "send begin first" in answer.why

    def test_begin_needs_an_experiment(self):
        answer = Session().answer(request("begin", number=4, run=2, experiment=None))
        assert (type(answer), answer.request, answer.run) == (Failure, 4, 2)
        assert "begin needs an experiment" in answer.why

    def test_a_begin_that_fails_leaves_the_run_and_its_threads(self, session):
        before = session.answer(request("train"))
        threads = torch.get_num_threads()
        large = Experiment(rows=1000, dim=100)
        answer = session.answer(request("begin", number=7, run=2, experiment=large, resume=before))
        assert (type(answer), answer.request, answer.run) == (Failure, 7, 2)
        assert "whole table of 1000 x 100" in answer.why
        after = session.answer(request("snapshot"))
        assert (after.step, after.weight.values.tobytes()) == (3, before.weight.values.tobytes())
        assert torch.get_num_threads() == threads

    def test_an_error_of_torch_is_told_in_its_words(self, session, monkeypatch):
        def fail(_trainer):
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

        monkeypatch.setattr(Trainer, "backward", fail)
        answer = session.answer(request("backward", number=5))
        assert answer.what == "backward failed."
        assert answer.why == "RuntimeError: DefaultCPUAllocator: can't allocate memory"
        assert isinstance(session.answer(request("step")), Snapshot)

    def test_an_endless_error_is_cut(self, session, monkeypatch):
        def fail(_trainer):
            raise RuntimeError("x" * 10 * HEADER_LIMIT_BYTES)

        monkeypatch.setattr(Trainer, "backward", fail)
        assert len(session.answer(request("backward")).why) < 2000


class TestCommands:
    """Lookups, edits, settings and questions."""

    def test_a_lookup_is_torchs_and_changes_nothing(self, session):
        before = session.answer(request("snapshot"))
        answer = session.answer(request("lookup", indices=(1, 0, 1)))
        rows = Trainer(ARTICLE).lookup([1, 0, 1])
        assert answer.lookup.indices == (1, 0, 1)
        assert answer.lookup.values.tobytes() == rows.numpy().tobytes()
        assert answer.lookup.difference == 0
        assert answer.weight.values.tobytes() == before.weight.values.tobytes()
        assert session.answer(request("snapshot")).lookup is None

    def test_a_lookup_under_max_norm_marks_the_rows_that_it_rewrites(self):
        session = begun(Experiment(rows=3, max_norm=0.5))
        answer = session.answer(request("lookup", indices=(2,)))
        assert answer.lookup.changed_rows == (2,)
        assert answer.weight.changed.any(axis=1).tolist() == [False, False, True]

    @pytest.mark.parametrize(("indices", "culprit"), [((2,), 2), ((0, -1), -1), ((2**64 - 1, -1), 2**64 - 1)])
    def test_a_lookup_outside_the_table_names_the_index_and_is_no_action(self, session, indices, culprit):
        answer = session.answer(request("lookup", indices=indices))
        assert isinstance(answer, Failure)
        assert f"index {culprit} is outside the table: its 2 rows are 0 to 1" in answer.why
        assert "torch: index out of range in self" in answer.why
        assert acted(session, "snapshot") == [()]

    def test_an_edit_writes_one_cell_and_marks_it(self, session):
        answer = session.answer(request("edit", place=(1, 2), value=9.5))
        assert answer.weight.values[1, 2] == 9.5
        assert answer.weight.changed.sum() == answer.weight.changed[1, 2] == 1

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"place": None}, "needs a place"),
            ({"value": None}, "needs a number"),
            ({"value": "1"}, "needs a number"),
            ({"place": (2, 0)}, "the table of 2 x 5 has no cell 2, 0"),
            ({"value": 1e300}, "overflow"),
        ],
        ids=repr,
    )
    def test_an_edit_that_cannot_be_done_is_refused_and_is_no_action(self, session, fields, why):
        answer = session.answer(request("edit", **fields))
        assert isinstance(answer, Failure)
        assert why in answer.why
        assert acted(session, "snapshot") == [()]

    def test_what_is_set_counts_from_the_next_step(self, session):
        assert session.answer(request("set", name="lr", value=0.5)).arguments["lr"] == 0.5
        assert session.answer(request("set", name="zero_grad", value="zeros")).zero_grad == "zeros"
        answer = session.answer(request("train", until_step=2))
        trainer = Trainer(ARTICLE)
        trainer.set_argument("lr", 0.5)
        trainer.set_argument("zero_grad", "zeros")
        trainer.train(2)
        assert answer.weight.values.tobytes() == trainer.weight.detach().numpy().tobytes()

    def test_pairs_are_told_where_they_are_not_the_experiments(self):
        session = begun(Experiment(rows=4))
        assert session.answer(request("set", name="pairs", value="2, 3")).pairs == ((2, 3),)
        assert session.answer(request("set", name="pairs", value="0, 1")).pairs == ()

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"value": None}, "set needs a value"),
            ({"value": -1.0}, "lr = -1.0: must be a number"),
            ({"name": "colour"}, "SGD has no such argument; it has lr, momentum"),
            ({"name": "zero_grad", "value": "never"}, "must be one of none, zeros, forgotten"),
            ({"name": "pairs", "value": "0, 7"}, "must be row numbers from 0 to 1"),
        ],
        ids=repr,
    )
    def test_a_setting_that_is_refused_changes_nothing_and_is_no_action(self, session, fields, why):
        answer = session.answer(request("set", **fields))
        assert isinstance(answer, Failure)
        assert why in answer.why
        after = session.answer(request("snapshot"))
        assert (after.actions, after.arguments["lr"], after.zero_grad) == ((), 0.1, "none")

    def test_zero_grad_clears_as_the_mode_says(self, session):
        session.answer(request("backward"))
        session.answer(request("set", name="zero_grad", value="zeros"))
        assert not session.answer(request("zero_grad")).grad.values.any()
        session.answer(request("set", name="zero_grad", value="forgotten"))
        assert session.answer(request("zero_grad")).grad is None

    def test_a_question_about_a_cell_is_answered_and_is_no_action(self, session):
        session.answer(request("train"))
        answer = session.answer(request("inspect", number=8, run=5, place=(1, 4)))
        trainer = Trainer(ARTICLE)
        trainer.train(3)
        expected = msgspec.structs.replace(trainer.cell_facts((1, 4)), run=5, request=8)
        assert isinstance(answer, CellFacts)
        assert answer == expected
        assert acted(session, "snapshot") == [()]

    @pytest.mark.parametrize("place", [None, (2, 0), (0, 5)])
    def test_a_question_about_no_cell_is_refused(self, session, place):
        assert isinstance(session.answer(request("inspect", place=place)), Failure)


class TestCells:
    """A snapshot explains the cell that is asked for."""

    def test_the_cell_is_explained_as_by_the_trainer(self, session):
        answer = session.answer(request("train", cell=(0, 2)))
        trainer = Trainer(ARTICLE)
        trainer.train(3)
        assert answer.cell == trainer.cell_facts((0, 2))
        assert session.answer(request("snapshot")).cell is None

    @pytest.mark.parametrize("cell", [(2, 0), (0, 5), (2**62, 2**62)])
    def test_a_cell_that_the_table_does_not_have_is_no_reason_to_refuse(self, session, cell):
        for command in ("begin", "train", "step"):
            answer = session.answer(request(command, cell=cell))
            assert isinstance(answer, Snapshot)
            assert answer.cell is None

    def test_of_a_large_table_the_watched_row_is_explained_by_the_step_it_was_asked_with(self, monkeypatch):
        monkeypatch.setattr(facts, "KEPT_CELLS", 14)
        session = begun(Experiment(rows=3))
        answer = session.answer(request("train", cell=(1, 0)))
        assert answer.cell.last.result == answer.weight.values[1, 0]
        assert session.answer(request("inspect", place=(1, 4))).last is not None
        assert session.answer(request("inspect", place=(0, 0))).last is None


@pytest.mark.parametrize("command", ["go", "visit", "fork"])
def test_a_present_that_does_not_fit_into_the_history_is_not_left_for_the_past(command):
    session = begun(Experiment(rows=800, dim=50, optimizer="AdamW"))
    session.answer(request("budget", value=1))
    trained = session.answer(request("train"))
    refused = session.answer(request(command, run=2, moment=Moment(0, 0)))
    assert isinstance(refused, Failure)
    assert refused.what == "That moment cannot be shown."
    assert "to leave it would be to lose it" in refused.why
    shown = session.answer(request("snapshot"))
    assert (shown.step, shown.moment, shown.is_past) == (3, Moment(0, 3), False)
    assert np.array_equal(shown.weight.values, trained.weight.values)
    session.answer(request("budget", value=512))
    session.answer(request("backward"))
    assert session.answer(request(command, run=2, moment=Moment(0, 0))).step == 0
