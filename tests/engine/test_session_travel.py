"""A session's past: each moment is shown and explained as it was, branched, named, kept and compared."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Done, Failure, Moment, Request, Snapshot, Survey, Viewport
from embviz.core.optimizers import OPTIMIZERS
from embviz.engine.past.history import USUAL_BUDGET_MB
from embviz.engine.session import Session
from tests.engine.plain import Plain
from tests.engine.requests import begun, request
from tests.engine.sequences import random_actions, sequences

SEQUENCES = 14


def bits_of(snapshot):
    """All tables and numbers of a snapshot, every NaN alike."""
    tables = {"weight": snapshot.weight, "grad": snapshot.grad, **snapshot.state}
    shown = {name: None if tile is None else repr(tile.values.tolist()) for name, tile in tables.items()}
    numbers = [getattr(snapshot.trace, name)[-1].item() for name in ("steps", "losses", "distances", "gaps")]
    others = (snapshot.step, snapshot.grad_status, snapshot.counters, snapshot.arguments, snapshot.zero_grad)
    more = (snapshot.schedule_steps, snapshot.pairs, snapshot.beads)
    return repr((shown, numbers, others, more))


def facts_of(snapshot):
    return repr(snapshot.cell)


def go(session, index, branch=0, **fields):
    return session.answer(request("go", moment=Moment(branch, index), **fields))


def sent(action, place):
    """The request that asks for `action`, with the cell at `place` explained."""
    return Request(
        request=action.number,
        run=1,
        command=action.kind,
        cell=place,
        place=action.place,
        indices=action.indices,
        name=action.name if action.kind == "set" else "",
        value=action.value,
        press=action.number if action.kind == "train" else None,
        until_step=None,
    )


def ask(session, action, place):
    fields = sent(action, place)
    if action.kind == "train":
        now = session.answer(request("snapshot")).step
        fields = msgspec.structs.replace(fields, until_step=now + action.rounds)
    return session.answer(fields)


class TestEachMoment:
    """What `go` shows is what was shown when that moment was the present."""

    @pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
    def test_it_is_shown_and_explained_as_it_was(self, optimizer):
        explained = 0
        for experiment, actions in sequences(SEQUENCES, optimizer):
            session, random = begun(experiment), Random(repr(experiment.seed))
            place = random.randrange(experiment.rows), random.randrange(experiment.dim)
            shown = {0: session.answer(request("snapshot", cell=place))}
            for action in actions:
                ask(session, action, place)
                # After a refusal, what there is now.
                now = session.answer(request("snapshot", cell=place))
                shown[now.moment.index] = now
            is_refused = is_train_refused(session)
            for index in random.sample(sorted(shown), len(shown)):
                past, then = go(session, index, cell=place), shown[index]
                assert past.moment == then.moment
                assert bits_of(past) == bits_of(then), (experiment, index)
                if not is_refused:
                    explained += 1
                    assert facts_of(past) == facts_of(then), (experiment, index)
        assert explained > 3 * SEQUENCES

    def test_grad_that_was_summed_up_by_several_passes_is_explained_by_the_last(self):
        session, cell = begun(Experiment()), (1, 2)
        then = [session.answer(request("backward", cell=cell)) for _ in range(4)]
        for index in (4, 2, 1, 3):
            past = go(session, index, cell=cell)
            assert facts_of(past) == facts_of(then[index - 1])
            assert past.grad_status.passes == index
            assert past.cell.backward.grad_before == (
                then[index - 2].grad.values[cell] if index > 1 else None
            )

    def test_a_step_without_a_gradient_leaves_the_explanation_of_the_one_before(self):
        session, cell = begun(Experiment()), (0, 0)
        for command in ("backward", "step", "zero_grad", "step", "backward"):
            then = session.answer(request(command, cell=cell))
        assert then.cell.last is not None
        go(session, 1)
        assert facts_of(go(session, 5, cell=cell)) == facts_of(then)

    def test_a_refused_pass_leaves_the_explanation_of_the_one_before(self):
        session, cell = begun(Experiment(optimizer="Adam", sparse=True)), (0, 0)
        for command in ("backward", "step", "lookup"):
            session.answer(request(command))
        then = session.answer(request("snapshot", cell=cell))
        go(session, 0)
        assert facts_of(go(session, 3, cell=cell)) == facts_of(then)

    def test_each_round_of_a_train_marks_what_it_changed(self):
        session = begun(Experiment(rows=3))
        session.answer(request("train", until_step=9))
        before = go(session, 0)
        assert before.weight.changed is None
        for index in range(1, 10):
            past = go(session, index)
            moved = past.weight.values != before.weight.values
            assert np.array_equal(past.weight.changed, moved)
            assert moved[:2].all()
            assert not moved[2].any()
            before = past

    def test_a_moment_inside_a_train_is_what_plain_torch_held(self):
        session, plain = begun(Experiment()), Plain(Experiment())
        session.answer(request("train", until_step=30))
        held = [plain.weight.detach().numpy().copy()]
        for _ in range(30):
            plain.round()
            held.append(plain.weight.detach().numpy().copy())
        for index in Random(1).sample(range(31), 31):
            past = go(session, index)
            assert past.weight.values.tobytes() == held[index].tobytes()
            assert (past.step, past.rounds, past.is_past) == (index, index, index < 30)

    def test_a_table_too_large_to_be_trained_again_is_shown_too(self):
        session = begun(Experiment(rows=20_001, optimizer_args={"lr": 0.1}))
        then = [session.answer(request("train", until_step=index)) for index in range(1, 5)]
        for index in (2, 4, 1, 3):
            past = go(session, index)
            assert bits_of(past) == bits_of(then[index - 1])
            assert past.weight.changed is None

    def test_a_viewport_looks_at_the_past_as_at_the_present(self):
        session = begun(Experiment(rows=100, dim=30))
        then = session.answer(request("train", viewport=Viewport(5, 4)))
        session.answer(request("backward"))
        assert np.array_equal(go(session, 3, viewport=Viewport(5, 4)).weight.values, then.weight.values)


def is_train_refused(session):
    """A lean round that torch refuses keeps no facts; done again alone, it explains the pass that it did."""
    whole = session.answer(request("visit", run=10, moment=Moment(0, 0)))
    return any(action.kind == "train" and action.refusal for action in whole.actions)


class TestGoing:
    def test_the_past_says_that_it_is_past_and_how_far_its_action_had_come(self):
        session = begun(Experiment())
        session.answer(request("backward"))
        session.answer(request("train", until_step=5))
        past = go(session, 4)
        assert (past.moment, past.last, past.is_past) == (Moment(0, 4), 6, True)
        assert (past.rounds, past.action_count, past.actions) == (3, 2, ())
        assert past.trace.steps.tolist() == [3]
        present = go(session, 6)
        assert (present.is_past, present.rounds) == (False, 5)

    def test_beyond_the_last_moment_is_the_last(self):
        session = begun(Experiment())
        session.answer(request("train", until_step=5))
        assert go(session, 10**9).moment == Moment(0, 5)

    def test_nothing_can_be_done_in_the_past_and_nothing_is(self):
        session = begun(Experiment())
        then = session.answer(request("train", until_step=5))
        past = go(session, 2)
        for command in ("forward", "backward", "step", "zero_grad", "train", "lookup", "edit", "set"):
            answer = session.answer(request(command))
            assert isinstance(answer, Failure)
            assert "the run stands in the past" in answer.why
        assert bits_of(session.answer(request("snapshot"))) == bits_of(past)
        assert bits_of(go(session, 5)) == bits_of(then)

    def test_back_in_the_present_the_run_goes_on_as_if_nobody_had_looked(self):
        session, other = begun(Experiment()), begun(Experiment())
        for one in (session, other):
            one.answer(request("train", until_step=5))
        for index in (0, 3, 5):
            go(session, index)
        ends = [one.answer(request("train", until_step=9)) for one in (session, other)]
        assert bits_of(ends[0]) == bits_of(ends[1])
        assert ends[0].last == ends[1].last == 9

    @pytest.mark.parametrize("command", ["go", "visit", "fork", "bookmark"])
    def test_no_branch_is_a_failure_in_words_and_no_moment_too(self, command):
        session = begun(Experiment())
        before = session.answer(request("train"))
        answer = session.answer(request(command, moment=Moment(7, 0)))
        assert isinstance(answer, Failure)
        assert "there is no branch 7" in answer.why
        answer = session.answer(request(command))
        assert isinstance(answer, Failure)
        assert "needs a moment" in answer.why
        assert bits_of(session.answer(request("snapshot"))) == bits_of(before)

    def test_before_there_is_a_run_every_command_fails_in_words(self):
        for command in ("go", "visit", "fork", "bookmark", "budget"):
            answer = Session().answer(request(command, moment=Moment(0, 0), value=8.0))
            assert isinstance(answer, Failure)
            assert answer.why


class TestBranches:
    def forked(self):
        session = begun(Experiment())
        session.answer(request("train", until_step=8, press=1))
        fork = session.answer(request("fork", run=2, moment=Moment(0, 5)))
        return session, fork

    def test_a_fork_is_a_run_of_its_own_with_all_that_led_to_it(self):
        _, fork = self.forked()
        assert (fork.run, fork.moment, fork.last, fork.is_past) == (2, Moment(1, 5), 5, False)
        assert fork.trace.steps.tolist() == [0, 1, 2, 3, 4, 5]
        ((action),) = fork.actions
        assert (action.kind, action.rounds, action.moment, action.step) == ("train", 5, 5, 5)
        assert [(one.number, one.fork) for one in fork.outline.branches] == [(0, None), (1, Moment(0, 5))]

    def test_the_branch_goes_its_own_way_and_the_parent_stays(self):
        session, _ = self.forked()
        parent = session.answer(request("visit", run=3, moment=Moment(0, 8)))
        session.answer(request("visit", run=4, moment=Moment(1, 5)))
        session.answer(request("set", run=4, name="lr", value=0.01))
        own = session.answer(request("train", run=4, until_step=8, press=2))
        assert (own.moment, own.last) == (Moment(1, 9), 9)
        plain = Plain(Experiment())
        plain.train(5)
        plain.set_argument("lr", 0.01)
        plain.train(3)
        assert own.weight.values.tobytes() == plain.weight.detach().numpy().tobytes()
        again = session.answer(request("visit", run=5, moment=Moment(0, 8)))
        assert bits_of(again) == bits_of(parent)
        assert len(again.trace.steps) == 9
        outline = session.answer(request("visit", run=6, moment=Moment(1, 9))).outline
        assert outline.branch(1).settings == {"lr": 0.01}
        assert (outline.branch(1).step, outline.branch(1).last_step) == (5, 8)

    def test_a_visit_tells_the_whole_trace_and_all_actions_whatever_was_told_before(self):
        session, _ = self.forked()
        session.answer(request("backward", run=2))
        for run, branch, last, kinds in ((3, 0, 8, ["train"]), (4, 1, 6, ["train", "backward"])):
            visit = session.answer(request("visit", run=run, moment=Moment(branch, last)))
            assert [action.kind for action in visit.actions] == kinds
            assert len(visit.trace.steps) == last + 1
        # Told once.
        assert session.answer(request("snapshot", run=4)).actions == ()

    def test_another_run_is_visited_too(self):
        session = begun(Experiment())
        then = session.answer(request("train", until_step=4))
        session.answer(request("begin", run=2, experiment=Experiment(rows=9, dim=3, optimizer="Adam")))
        other = session.answer(request("train", run=2, until_step=4))
        back = session.answer(request("visit", run=3, moment=Moment(0, 4)))
        assert bits_of(back) == bits_of(then)
        forth = session.answer(request("visit", run=4, moment=Moment(1, 4)))
        assert bits_of(forth) == bits_of(other)
        assert [one.experiment.rows for one in forth.outline.branches] == [2, 9]

    def test_a_branch_of_another_run_is_begun_from_there(self):
        session = begun(Experiment())
        then = session.answer(request("train", until_step=4))
        session.answer(request("begin", run=2, experiment=Experiment(rows=9)))
        session.answer(request("train", run=2))
        fork = session.answer(request("fork", run=3, moment=Moment(0, 4)))
        assert fork.moment == Moment(2, 4)
        assert bits_of(fork) == bits_of(then)

    def test_a_run_in_which_nothing_was_done_is_no_branch(self):
        session = begun(Experiment())
        again = session.answer(request("begin", run=2, experiment=Experiment(seed=1)))
        assert [one.experiment.seed for one in again.outline.branches] == [1]

    def test_a_named_run_stays_though_nothing_was_done_in_it(self):
        session = begun(Experiment())
        session.answer(request("bookmark", moment=Moment(0, 0), name="start"))
        again = session.answer(request("begin", run=2, experiment=Experiment(seed=1)))
        assert [one.experiment.seed for one in again.outline.branches] == [42, 1]
        assert again.outline.bookmarks[0].moment == Moment(0, 0)

    def test_to_begin_while_the_start_is_shown_forgets_no_branch(self):
        session = begun(Experiment())
        session.answer(request("fork", run=2, moment=Moment(0, 0)))
        session.answer(request("train", run=2))
        session.answer(request("visit", run=3, moment=Moment(0, 0)))
        again = session.answer(request("begin", run=4, experiment=Experiment(seed=1)))
        assert [(one.number, one.last) for one in again.outline.branches] == [(0, 0), (1, 3), (2, 0)]


class TestBookmarks:
    def test_a_moment_gets_a_name_another_and_none(self):
        session = begun(Experiment())
        session.answer(request("train", until_step=5))
        told = []
        for name in ("before", "after", ""):
            outline = session.answer(request("bookmark", moment=Moment(0, 3), name=name)).outline
            told.append([(one.name, one.moment, one.step) for one in outline.bookmarks])
        assert told == [[("before", Moment(0, 3), 3)], [("after", Moment(0, 3), 3)], []]

    def test_a_shared_moment_has_one_name_by_whichever_branch_it_is_named(self):
        session = begun(Experiment())
        session.answer(request("train", until_step=5))
        session.answer(request("fork", run=2, moment=Moment(0, 4)))
        for branch in (1, 0):
            outline = session.answer(
                request("bookmark", run=2, moment=Moment(branch, 2), name=f"by {branch}")
            ).outline
        assert [(one.name, one.moment) for one in outline.bookmarks] == [("by 0", Moment(0, 2))]

    def test_a_moment_that_is_not_kept_takes_no_name(self):
        session = begun(Experiment(rows=100, dim=50, optimizer="AdamW"))
        session.answer(request("train", until_step=100))
        session.answer(request("train", until_step=200, press=2))
        thinned = session.answer(request("budget", value=1.0))
        assert 0 < thinned.kept_from < thinned.last
        answer = session.answer(request("bookmark", moment=Moment(0, 3), name="x"))
        assert isinstance(answer, Failure)
        assert "not kept any more" in answer.why
        assert go(session, 3).moment == Moment(0, 0)


class TestOutline:
    def test_it_is_told_when_it_has_changed_and_only_then(self):
        session = begun(Experiment())
        commands = ["backward", "step", "snapshot", "zero_grad", "train"]
        assert [session.answer(request(command)).outline for command in commands] == [None] * 5
        assert session.answer(request("bookmark", moment=Moment(0, 1), name="a")).outline is not None
        assert session.answer(request("snapshot")).outline is None
        assert session.answer(request("fork", run=2, moment=Moment(0, 1))).outline is not None
        assert session.answer(request("set", run=2)).outline is not None
        assert session.answer(request("backward", run=2)).outline is None

    def test_a_new_run_is_told_it_though_it_has_not_changed(self):
        session = begun(Experiment())
        session.answer(request("train"))
        session.answer(request("fork", run=2, moment=Moment(0, 1)))
        assert session.answer(request("visit", run=3, moment=Moment(0, 2))).outline is not None


class TestBudget:
    @pytest.mark.parametrize("value", [None, 0.0, -1.0, math.nan, math.inf, "much"])
    def test_what_is_no_number_of_megabytes_is_refused_in_words(self, value):
        session = begun(Experiment())
        answer = session.answer(request("budget", value=value))
        assert isinstance(answer, Failure)
        assert answer.why

    def test_a_table_whose_moments_do_not_fit_says_so_in_words(self):
        session = begun(Experiment(rows=2000, dim=100, optimizer="AdamW"))
        session.answer(request("budget", value=1.0))
        session.answer(request("train", until_step=3))
        told = session.answer(request("train", until_step=6, press=2))
        assert (told.last, told.kept_from) == (6, 7)
        assert len(told.trace.steps) == 4
        for command in ("bookmark", "go", "fork"):
            answer = session.answer(
                request(command, run=2, moment=Moment(0, 0 if command != "bookmark" else 6))
            )
            assert isinstance(answer, Failure)
            assert answer.why
        # Nothing was lost by asking.
        assert bits_of(session.answer(request("snapshot"))) == bits_of(told)

    def test_the_usual_one_keeps_all_of_a_lesson(self):
        session = begun(Experiment())
        session.answer(request("train", until_step=2000))
        assert session.answer(request("snapshot")).kept_from == 0
        assert USUAL_BUDGET_MB == 512


class TestComparing:
    def test_another_moment_is_laid_beside_the_one_shown(self):
        session = begun(Experiment())
        early = session.answer(request("train", until_step=2, press=1))
        late = session.answer(request("train", until_step=6, press=2, against=Moment(0, 2)))
        other = late.other
        assert (other.moment, other.step) == (Moment(0, 2), 2)
        assert other.weight.values.tobytes() == early.weight.values.tobytes()
        assert np.array_equal(other.differences["weight"].values, late.weight.values - early.weight.values)
        assert other.differences.keys() == {"weight", "grad", "momentum_buffer"}
        # The run itself stands where it stood.
        assert late.moment == Moment(0, 6)
        assert session.answer(request("snapshot")).other is None

    def test_two_branches_are_laid_side_by_side_and_the_past_too(self):
        session = begun(Experiment())
        session.answer(request("train", until_step=6))
        session.answer(request("fork", run=2, moment=Moment(0, 3)))
        session.answer(request("set", run=2, name="lr", value=0.01))
        own = session.answer(request("train", run=2, until_step=6, against=Moment(0, 6)))
        assert (own.other.differences["weight"].values != 0).all()
        past = go(session, 2, branch=1, run=2, against=Moment(0, 2))
        assert (past.other.differences["weight"].values == 0).all()

    def test_no_branch_to_compare_with_is_a_failure_in_words(self):
        session = begun(Experiment())
        answer = session.answer(request("snapshot", against=Moment(3, 0)))
        assert isinstance(answer, Failure)
        assert "there is no branch 3" in answer.why


class TestFiles:
    """Save, open, survey, export and close, through the session."""

    def worked(self, folder):
        session = Session(folder)
        session.answer(request("begin"))
        session.answer(request("train", until_step=8, press=1))
        session.answer(request("bookmark", moment=Moment(0, 3), name="here"))
        session.answer(request("fork", run=2, moment=Moment(0, 5)))
        session.answer(request("set", run=2, name="lr", value=0.01))
        return session, session.answer(request("train", run=2, until_step=9, press=2))

    def test_a_session_that_was_closed_is_opened_as_it_was(self, tmp_path):
        session, last = self.worked(tmp_path)
        shown = [
            go(session, index, branch, run=2) for branch, end in ((0, 8), (1, 10)) for index in range(end)
        ]
        done = session.answer(request("close", run=2))
        assert isinstance(done, Done)
        assert [one.name for one in tmp_path.iterdir()] == [path_of(done).name]
        other = Session(tmp_path)
        opened = other.answer(request("open", run=7, path=done.path))
        assert isinstance(opened, Snapshot)
        assert (opened.run, opened.moment, opened.last) == (7, last.moment, last.last)
        assert bits_of(opened) == bits_of(last)
        assert [one.name for one in opened.outline.bookmarks] == ["here"]
        assert (opened.outline.path, opened.outline.is_untitled) == (done.path, True)
        again = [go(other, index, branch, run=7) for branch, end in ((0, 8), (1, 10)) for index in range(end)]
        assert list(map(bits_of, again)) == list(map(bits_of, shown))
        go(other, last.last, 1, run=7)
        assert other.answer(request("train", run=7, until_step=12)).last == last.last + 3
        other.end()

    def test_to_save_where_no_folder_is_fails_in_words_and_harms_nothing(self, tmp_path):
        session, last = self.worked(tmp_path / "own")
        answer = session.answer(request("save", run=2, path=str(tmp_path / "none" / "x.embviz")))
        assert isinstance(answer, Failure)
        assert answer.what == "The session cannot be saved as x.embviz."
        assert answer.why
        assert answer.remedy
        assert bits_of(session.answer(request("snapshot", run=2))) == bits_of(last)
        session.end()

    def test_a_saved_session_is_at_its_new_place_alone(self, tmp_path):
        session, _ = self.worked(tmp_path / "own")
        done = session.answer(request("save", run=2, path=str(tmp_path / "lesson")))
        assert (path_of(done), done.outline.is_untitled) == (tmp_path / "lesson.embviz", False)
        assert list((tmp_path / "own").iterdir()) == []
        told = session.answer(request("backward", run=2))
        assert told.outline.path == done.path
        session.end()

    def test_what_cannot_be_opened_leaves_the_session_that_is_open(self, tmp_path):
        session, last = self.worked(tmp_path / "own")
        wrong = tmp_path / "notes.embviz"
        wrong.write_text("no session")
        for path in (wrong, tmp_path / "none.embviz", tmp_path):
            assert isinstance(session.answer(request("open", run=5, path=str(path))), Failure)
        assert bits_of(session.answer(request("snapshot", run=2))) == bits_of(last)
        assert session.answer(request("backward", run=2)).last == last.last + 1
        session.end()

    def test_a_survey_tells_of_what_lies_there_but_not_of_what_is_open(self, tmp_path):
        session, _ = self.worked(tmp_path)
        done = session.answer(request("close", run=2))
        other = Session(tmp_path)
        other.answer(request("begin"))
        other.answer(request("backward"))
        survey = other.answer(request("survey", paths=(str(tmp_path / "none.embviz"),)))
        assert isinstance(survey, Survey)
        found, missing = survey.sessions
        assert (found.path, found.steps, found.actions, found.branches) == (done.path, 9, 3, 2)
        assert (found.is_unfinished, found.is_untitled, found.why) == (False, True, "")
        assert missing.why
        other.end()

    def test_a_session_whose_process_is_gone_without_a_word_is_unfinished(self, tmp_path):
        session, last = self.worked(tmp_path)
        session.end()
        other = Session(tmp_path)
        (found,) = other.answer(request("survey")).sessions
        assert found.is_unfinished
        assert bits_of(other.answer(request("open", path=found.path))) == bits_of(last)
        other.end()

    def test_a_session_opened_to_look_only_is_not_written(self, tmp_path):
        session, last = self.worked(tmp_path)
        path = path_of(session.answer(request("close", run=2)))
        content = path.read_bytes()
        other = Session(tmp_path / "other")
        opened = other.answer(request("open", path=str(path), name="read-only"))
        assert opened.outline.is_read_only
        assert other.answer(request("backward")).last == last.last + 1
        other.end()
        assert path.read_bytes() == content

    def test_the_session_that_is_open_can_be_opened_again(self, tmp_path):
        session, last = self.worked(tmp_path)
        path = session.answer(request("visit", run=3, moment=last.moment)).outline.path
        opened = session.answer(request("open", run=4, path=path))
        assert isinstance(opened, Snapshot)
        assert (opened.outline.is_read_only, opened.outline.problem) == (False, "")
        assert bits_of(opened) == bits_of(last)
        assert session.answer(request("backward", run=4)).outline is None
        session.answer(request("close", run=4))
        assert [one.suffix for one in tmp_path.iterdir()] == [".embviz"]
        again = Session(tmp_path).answer(request("open", path=path))
        assert again.last == last.last + 1

    @pytest.mark.parametrize("kind", ["npy", "safetensors", "pt", "tsv"])
    def test_the_table_of_the_moment_shown_is_exported(self, kind, tmp_path):
        session, _ = self.worked(tmp_path)
        past = go(session, 3, 1, run=2)
        path = tmp_path / f"table.{kind}"
        done = session.answer(request("export", run=2, path=str(path), name=kind))
        assert isinstance(done, Done)
        assert path.stat().st_size > 0
        if kind == "npy":
            assert np.array_equal(np.load(path), past.weight.values)
        session.end()


def path_of(done):
    return Path(done.path)


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_a_session_written_whatever_is_done_in_it_is_read_whole(optimizer, tmp_path):
    for number, (experiment, actions) in enumerate(sequences(6, optimizer)):
        folder = tmp_path / str(number)
        session, random = Session(folder), Random(number)
        session.answer(request("begin", experiment=experiment))
        run = 1
        for action in (*actions, *random_actions(random, experiment)):
            if random.random() < 0.2:
                run += 1
                last = session.answer(request("snapshot", run=run)).last
                session.answer(request("fork", run=run, moment=Moment(0, random.randint(0, last))))
            ask(session, action, (0, 0))
        now = session.answer(request("snapshot", run=99))
        path = session.answer(request("close", run=99)).path
        if not path:
            assert now.last == 0
            continue
        other = Session(folder)
        opened = other.answer(request("open", run=99, path=path))
        assert bits_of(opened) == bits_of(now)
        for branch in range(now.moment.branch + 1):
            one = [
                s.answer(request("visit", run=200 + branch, moment=Moment(branch, 0)))
                for s in (session, other)
            ]
            assert repr(one[0].actions) == repr(one[1].actions)
            for index in range(one[0].last + 1):
                pair = [go(each, index, branch, run=200 + branch, cell=(0, 0)) for each in (session, other)]
                assert bits_of(pair[0]) == bits_of(pair[1])
                assert facts_of(pair[0]) == facts_of(pair[1])
        other.end()
