"""What a session tells of what was done: one action for a press, refusals included, and why a train ended."""

import math

from embviz.core.experiment import Experiment
from embviz.core.frames import HEADER_LIMIT_BYTES, encode
from embviz.core.messages import Failure, GradStatus, StopRule
from embviz.engine.refusing import WHY_LIMIT
from embviz.engine.session import Session
from embviz.engine.trainer import Trainer
from tests.engine.requests import acted, begun, request


class TestActions:
    """One press is one action, and every action is told once, whatever becomes of its request."""

    def test_actions_are_numbered_and_told_once(self, session):
        told = acted(session, "backward", "step", "snapshot", "forward", "zero_grad", "lookup")
        kinds = [[(action.number, action.kind) for action in actions] for actions in told]
        assert kinds == [
            [(1, "backward")], [(2, "step")], [], [(3, "forward")], [(4, "zero_grad")], [(5, "lookup")]
        ]  # fmt: skip
        assert session.answer(request("inspect")).step == 1
        assert session.answer(request("snapshot")).action_count == 5

    def test_an_action_tells_what_is_needed_to_do_it_again(self, session):
        session.answer(request("set", name="zero_grad", value="zeros"))
        ((lookup,), (edit,), (setting,), (clearing,), (train,)) = acted(
            session, "lookup", "edit", "set", "zero_grad", "train"
        )
        assert lookup.indices == (0, 1)
        assert (edit.place, edit.value) == ((0, 1), 0.5)
        assert (setting.name, setting.value) == ("lr", 0.2)
        assert (clearing.name, train.name, train.rounds) == ("zeros", "zeros", 3)

    def test_bursts_towards_one_goal_share_a_number_and_their_rounds_grow(self, session):
        told = [acted(session, "train", until_step=9, budget_s=1e-9)[0][0] for _ in range(3)]
        assert [(action.number, action.rounds) for action in told] == [(1, 1), (1, 2), (1, 3)]
        (last,) = acted(session, "train", until_step=12)[0]
        assert (last.number, last.rounds) == (2, 9)

    def test_endless_bursts_share_a_number_until_something_else_is_done(self, session):
        endless = {"until_step": None, "budget_s": 1e-9}
        told = [acted(session, "train", **endless)[0][0] for _ in range(2)]
        session.answer(request("set"))
        told += acted(session, "train", **endless)[0]
        assert [(action.number, action.rounds) for action in told] == [(1, 1), (1, 2), (3, 1)]

    def test_a_press_groups_its_requests_and_another_press_is_another_action(self, session):
        presses = [(4, None), (4, None), (5, None), (5, 9), (6, 9)]
        told = [
            acted(session, "train", press=press, until_step=until, budget_s=1e-9)[0][0]
            for press, until in presses
        ]
        assert [(action.number, action.rounds) for action in told] == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)]

    def test_a_look_between_two_bursts_does_not_part_them(self, session):
        burst = request("train", until_step=9, budget_s=1e-9)
        session.answer(burst)
        session.answer(request("snapshot"))
        (action,) = session.answer(burst).actions
        assert (action.number, action.rounds) == (1, 2)

    def test_a_train_that_has_nothing_to_do_is_no_action(self, session):
        session.answer(request("train"))
        assert acted(session, "train", until_step=1) == [()]

    def test_a_run_that_goes_on_elsewhere_keeps_counting(self, session):
        session.answer(request("backward"))
        shown = session.answer(request("step"))
        other = Session()
        resumed = other.answer(request("begin", resume=shown))
        assert (resumed.actions, resumed.action_count) == ((), 2)
        assert acted(other, "forward")[0][0].number == 3

    def test_a_new_run_counts_from_1(self, session):
        session.answer(request("train"))
        assert session.answer(request("begin", run=2)).action_count == 0
        assert acted(session, "backward")[0][0].number == 1


class TestRefusals:
    """What torch refuses in the middle is told, with what was done until then."""

    def test_a_step_that_torch_refuses_is_told_by_the_next_snapshot(self):
        session = begun(Experiment(optimizer="Adam", sparse=True))
        session.answer(request("backward"))
        answer = session.answer(request("step"))
        assert isinstance(answer, Failure)
        assert "SparseAdam" in answer.why
        after = session.answer(request("snapshot"))
        (action,) = after.actions
        assert (action.number, action.kind, action.refusal) == (2, "step", answer.why)
        assert (after.step, after.grad_status.kind, after.action_count) == (0, "fresh", 2)

    def test_a_train_that_torch_refuses_tells_the_rounds_that_were_done_and_their_losses(self):
        schedule = {"schedule": "StepLR", "schedule_args": {"step_size": 2, "gamma": 1e10}}
        experiment = Experiment(optimizer_args={"lr": 1e30, "momentum": 0.9}, loss="l1", **schedule)
        session = begun(experiment)
        answer = session.answer(request("train", until_step=9))
        assert isinstance(answer, Failure)
        assert "overflow" in answer.why
        after = session.answer(request("snapshot"))
        (action,) = after.actions
        assert (action.rounds, action.refusal) == (2, answer.why)
        assert after.trace.steps.tolist() == [0, 1, 2]
        assert (after.step, after.grad_status) == (2, GradStatus("fresh", 1))

    def test_actions_of_several_refused_requests_are_told_together(self):
        session = begun(Experiment(optimizer="Adam", sparse=True))
        assert [type(session.answer(request("train"))) for _ in range(2)] == [Failure, Failure]
        (first, second) = session.answer(request("backward")).actions[:2]
        assert (first.number, first.kind, first.rounds) == (1, "train", 0)
        assert first.refusal
        assert second.refusal

    def test_a_begin_that_torch_refuses_leaves_the_run(self, session):
        before = session.answer(request("train"))
        args = {"initial_accumulator_value": 1e30}
        refused = Experiment(dtype="float16", optimizer="Adagrad", optimizer_args=args)
        answer = session.answer(request("begin", run=2, experiment=refused))
        assert isinstance(answer, Failure)
        after = session.answer(request("snapshot"))
        assert (after.step, after.action_count) == (3, 1)
        assert after.weight.values.tobytes() == before.weight.values.tobytes()

    def test_what_a_person_was_warned_of_beside_the_field_begins_without_a_word(self):
        begun(Experiment(optimizer_args={"lr": math.nan}))

    def test_an_endless_refusal_is_cut_in_the_action_too(self, session, monkeypatch):
        def fail(_trainer):
            raise RuntimeError("x" * 10 * HEADER_LIMIT_BYTES)

        monkeypatch.setattr(Trainer, "backward", fail)
        session.answer(request("backward"))
        after = session.answer(request("snapshot"))
        assert len(after.actions[0].refusal) < 2 * WHY_LIMIT
        assert encode(after)


class TestStopping:
    """A train ends by its rule, and says so."""

    def test_the_first_increase_stops_the_article_at_step_6(self, session):
        answer = session.answer(request("train", until_step=100, stop=StopRule(first_increase=True)))
        assert (answer.step, answer.stopped_by) == (6, "first_increase")
        assert answer.actions[0].rounds == 6
        assert answer.trace.distances[-1] > answer.trace.distances[-2]

    def test_a_distance_below_a_limit_stops_it_at_step_5(self, session):
        answer = session.answer(request("train", until_step=None, budget_s=60.0, stop=StopRule(0.1)))
        assert (answer.step, answer.stopped_by) == (5, "distance_below")

    def test_a_train_that_reached_its_goal_was_stopped_by_no_rule(self, session):
        answer = session.answer(request("train", until_step=3, stop=StopRule(0.1, first_increase=True)))
        assert (answer.step, answer.stopped_by) == (3, "")

    def test_the_reason_is_told_of_that_train_alone(self, session):
        session.answer(request("train", until_step=100, stop=StopRule(0.1)))
        assert session.answer(request("forward")).stopped_by == ""
