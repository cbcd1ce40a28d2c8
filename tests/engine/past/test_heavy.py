"""Moments that are heavy: a train keeps some, the present is not lost, and what does not fit is let go."""

import msgspec
import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from embviz.core.experiment import Corpus, Experiment, VectorFile
from embviz.core.messages import Done, Failure, Moment, Snapshot, Viewport
from embviz.engine.past import limbs, sizes
from embviz.engine.past.history import History, NotKept
from embviz.engine.session import Session
from tests.engine.past.recorded import Recorded, cut_bits, told
from tests.engine.requests import request

WHOLE = Viewport(height=16384, width=16384)
# All of whose rows move: 40 x 16 float32, and as much of grad and of each moment.
DECAY = Experiment(rows=40, dim=16, optimizer="AdamW", pairs=((3, 7),))
# A moment of its four tables.
BYTES = 4 * 40 * 16 * 4
# Its start is not kept whole, since it is large; only two rows of it are trained at first.
TALL = Experiment(rows=3200, dim=32, optimizer="Adam", pairs=((3, 7),))
TALL_BUDGET_MB = 4


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def heavy(monkeypatch):
    """A recorded run whose moments are heavy: one is kept every 10 seconds of its clock."""
    monkeypatch.setattr(sizes, "HEAVY_BYTES", 1000)
    monkeypatch.setattr(sizes, "HEAVY_BYTES_A_SECOND", BYTES / 10)
    recorded = Recorded(DECAY)
    recorded.clock = Clock()
    recorded.history = History(clock=recorded.clock)
    recorded.begin(DECAY)
    return recorded


@pytest.fixture
def seldom(monkeypatch):
    """Moments are heavy, and but one of them is kept."""
    monkeypatch.setattr(sizes, "HEAVY_BYTES", 1000)
    monkeypatch.setattr(sizes, "HEAVY_BYTES_A_SECOND", 1)


def bursts(recorded, count, seconds=0.0, rounds=3):
    """Trains in bursts of one press, `seconds` apart; what was true at the end of each."""
    action, seen = None, {}
    for _ in range(count):
        action = (
            recorded.act("train", rounds)
            if action is None
            else recorded.do(msgspec.structs.replace(action, rounds=rounds)) or action
        )
        seen[recorded.here.index] = told(recorded.trainer)
        recorded.clock.now += seconds
    return seen


def kept(history, number=0):
    last = history.limbs[number].last
    return [index for index in range(last + 1) if history.segment(Moment(number, index)).holds(index)]


class TestSome:
    def test_a_train_keeps_one_moment_for_as_long_as_it_weighs(self, heavy):
        seen = bursts(heavy, 30, seconds=2.0)
        # Every tenth second is every fifth burst of three rounds; state comes with the first round.
        assert kept(heavy.history) == [0, 3, *range(18, 91, 15)]
        assert {*kept(heavy.history)} - {0} <= seen.keys()

    def test_each_of_them_is_to_the_bit_what_it_was(self, heavy):
        seen = bursts(heavy, 30, seconds=4.0)
        heavy.history.hold(heavy.trainer)
        for index in reversed(kept(heavy.history)[1:]):
            heavy.stand(Moment(0, index))
            assert told(heavy.trainer) == seen[index]

    def test_its_curve_is_whole_and_that_of_a_light_one(self, heavy):
        bursts(heavy, 20, seconds=1.0)
        light = Recorded(DECAY)
        light.act("train", 60)
        for name in ("steps", "losses", "distances", "gaps"):
            mine, theirs = (getattr(one.history.trace(0), name) for one in (heavy, light))
            assert mine.tobytes() == theirs.tobytes()

    def test_from_where_each_is_kept_is_true(self, heavy):
        for seconds in (0.0, 3.0, 11.0):
            bursts(heavy, 4, seconds)
            history = heavy.history
            edge, last = history.kept_from(0), history.last
            assert {*range(edge, last + 1)} <= {*kept(history)}
            assert edge > last or edge - 1 not in kept(history)

    def test_bursts_grow_together_whether_they_keep_a_moment_or_not(self, heavy):
        bursts(heavy, 30, seconds=4.0)
        assert [one.count for one in heavy.history.limb.segments] == [1, 90]

    def test_what_is_counted_is_what_is_there(self, heavy):
        bursts(heavy, 12, seconds=4.0)
        heavy.history.hold(heavy.trainer)
        segments = heavy.history.limb.segments
        there = sum(one.values.untyped_storage().nbytes() + one.numbers.nbytes for one in segments)
        assert heavy.history.memory_bytes == there


class TestPresent:
    def test_it_is_held_when_one_leaves_it_and_comes_back_to_the_bit(self, heavy):
        bursts(heavy, 7)
        history, then = heavy.history, told(heavy.trainer)
        assert not history.segment(heavy.here).holds(heavy.here.index)
        assert history.hold(heavy.trainer) == [history.segment(heavy.here)]
        assert history.hold(heavy.trainer) == []
        assert history.kept_from(0) == history.last
        heavy.stand(Moment(0, 0))
        heavy.stand(Moment(0, 21))
        assert told(heavy.trainer) == then

    def test_it_goes_on_from_there_as_if_it_had_never_been_left(self, heavy):
        bursts(heavy, 7)
        heavy.history.hold(heavy.trainer)
        heavy.stand(Moment(0, 0))
        heavy.stand(Moment(0, 21))
        heavy.act("train", 5)
        other = Recorded(DECAY)
        other.act("train", 26)
        assert told(heavy.trainer) == told(other.trainer)

    def test_a_moment_that_does_not_fit_is_not_held(self, heavy):
        bursts(heavy, 2)
        heavy.history.set_budget(BYTES)
        assert heavy.history.hold(heavy.trainer) == []

    def test_a_session_holds_it_wherever_one_goes(self, seldom):
        session = Session()
        ask(session, "begin", experiment=DECAY)
        ask(session, "train", until_step=3)
        there = ask(session, "train", until_step=9)
        assert kept(session._history) == [0, 3]
        ask(session, "go", moment=Moment(0, 0))
        assert kept(session._history) == [0, 3, 9]
        assert same(ask(session, "go", moment=Moment(0, 9)), there)


class TestFile:
    def test_the_present_of_a_heavy_train_is_in_the_file_once_it_is_closed(self, tmp_path, seldom):
        session = Session(tmp_path)
        ask(session, "begin", experiment=DECAY)
        ask(session, "train", until_step=3)
        there = ask(session, "train", until_step=9)
        path = session.answer(request("close")).path
        again = Session()
        shown = ask(again, "open", path=path, name="read-only")
        assert shown.step == 9
        assert same(shown, there)
        assert kept(again._history) == [0, 3, 9]
        assert cut_bits(again._history, Moment(0, 9)) == cut_bits(session._history, Moment(0, 9))


@pytest.fixture
def forked(monkeypatch):
    """Two branches of one run, whose start is then forgotten in a third."""
    monkeypatch.setattr(limbs, "WHOLE_CELLS", 1000)
    session = Session(history_mb=TALL_BUDGET_MB)
    ask(session, "begin", experiment=TALL)
    ask(session, "train", until_step=4)
    ask(session, "fork", run=2, moment=Moment(0, 2))
    ask(session, "train", run=2, until_step=6)
    ask(session, "visit", run=3, moment=Moment(0, 4))
    ask(session, "fork", run=4, moment=Moment(0, 1))
    return session


def decay(session):
    ask(session, "set", run=4, name="weight_decay", value=0.1)
    return ask(session, "train", run=4, until_step=8)


class TestTooLarge:
    """A table whose rows all move at once, and of which no second one has room."""

    def test_no_copy_of_it_is_made_then(self, forked):
        ask(forked, "set", run=4, name="weight_decay", value=0.1)
        trainer = forked._trainer
        with Copies(trainer.weight.numel()) as copies:
            forked._history.prepare(trainer, request("train"))
            assert copies.seen == []
            # What would be seen is seen.
            trainer.weight.detach().clone()
        assert copies.seen

    def test_the_curve_goes_on_and_the_present_is_on_screen(self, forked):
        shown = decay(forked)
        assert shown.step == 8
        assert np.array_equal(shown.trace.steps, np.arange(shown.trace.steps[0], 9))
        assert same(ask(forked, "snapshot", run=4), shown)

    def test_no_moment_of_any_branch_is_shown_that_can_no_longer_be(self, forked):
        decay(forked)
        for moment in (Moment(0, 0), Moment(0, 4), Moment(1, 2), Moment(1, 5), Moment(2, 3)):
            answer = forked.answer(request("visit", run=5, moment=moment))
            assert isinstance(answer, Failure)
            assert answer.what == "That moment cannot be shown."
            assert "give it more memory" in answer.why
            with pytest.raises(NotKept):
                forked._history.nearest(moment)
        assert all(forked._history.kept_from(limb) > forked._history.limbs[limb].last for limb in (0, 1, 2))

    def test_what_is_kept_with_more_memory_is_not_forgotten_again(self, forked):
        shown = decay(forked)
        forked.answer(request("budget", run=4, value=500))
        held = ask(forked, "snapshot", run=4)
        assert forked._history.nearest(held.moment) == held.moment
        # Less room again, and what there is not thinned yet.
        forked._history._sizes.budget_bytes = TALL_BUDGET_MB * 1_000_000
        forked._history.prepare(forked._trainer, request("train"))
        assert forked._history.nearest(held.moment) == held.moment
        assert same(held, shown)

    def test_a_start_that_was_forgotten_is_not_remembered_wrong(self, forked):
        decay(forked)
        forked.answer(request("budget", run=4, value=500))
        with Copies(forked._trainer.weight.numel()) as copies:
            forked._history.prepare(forked._trainer, request("backward"))
        assert copies.seen == []
        assert not forked._history.limb.base.is_known
        report = forked.answer(request("rows", run=4))
        assert "moved" not in report.rankings

    def test_another_run_is_left_as_it_is(self, forked):
        session = forked
        decay(session)
        ask(session, "begin", run=9, experiment=DECAY)
        there = ask(session, "train", run=9, until_step=3)
        ask(session, "go", run=9, moment=Moment(3, 0))
        assert same(ask(session, "go", run=9, moment=Moment(3, 3)), there)


class TestRefusedRound:
    def test_only_the_rows_that_are_kept_are_put_aside_for_its_numbers(self, monkeypatch):
        monkeypatch.setattr(limbs, "WHOLE_CELLS", 1000)
        schedule = {"schedule": "ExponentialLR", "schedule_args": {"gamma": 1e10}}
        args = {"optimizer_args": {"lr": 1e20}, "sparse": True}
        recorded = Recorded(Experiment(rows=3200, dim=32, pairs=((3, 7),), **args, **schedule))
        with Copies(3200 * 32) as copies:
            recorded.act("train", 9)
        assert recorded.history.limb.segments[-1].action.refusal
        assert copies.seen == []


class TestSources:
    """Sessions of texts and of files of vectors."""

    @pytest.fixture
    def poem(self, tmp_path):
        path = tmp_path / "poem.txt"
        path.write_text("a rose is a rose is a rose\nis it not a rose\n" * 30)
        return path

    @pytest.fixture
    def table(self, tmp_path):
        path = tmp_path / "table.npy"
        np.save(path, np.random.default_rng(2).normal(size=(90, 6)).astype(np.float32))
        return path

    def experiment(self, kind, poem, table):
        if kind == "file":
            return Experiment(initial="file", file=VectorFile(str(table)), pairs=((3, 80),))
        corpus = Corpus(text=str(poem), min_count=2, batch=16, window=2)
        return Experiment(corpus=corpus, loss="skipgram", dim=6, sparse=True, optimizer_args={"lr": 0.5})

    @pytest.fixture(params=["text", "file"])
    def kind(self, request):
        return request.param

    @pytest.fixture
    def saved(self, kind, tmp_path, poem, table):
        session = Session()
        ask(session, "begin", experiment=self.experiment(kind, poem, table))
        shown = [ask(session, "train", until_step=step) for step in (2, 5, 9)]
        path = tmp_path / "lesson.embviz"
        assert isinstance(session.answer(request("save", path=str(path))), Done)
        session.answer(request("close"))
        return path, shown, {"text": poem, "file": table}[kind]

    def test_a_session_that_is_opened_again_is_what_it_was_and_goes_on(self, saved):
        path, shown, _ = saved
        again = Session()
        last = ask(again, "open", path=str(path))
        assert same(last, shown[-1])
        assert last.outline.branches[0].experiment.rows == shown[0].weight.shape[0]
        for one in shown:
            assert same(ask(again, "go", moment=one.moment), one)
        ask(again, "fork", run=2, moment=shown[0].moment)
        assert same(ask(again, "train", run=2, until_step=9), shown[-1])
        again.end()

    def test_a_source_that_has_changed_is_refused_in_words(self, saved):
        path, _, source = saved
        if source.suffix == ".npy":
            np.save(source, np.load(source) * 2)
        else:
            source.write_text(source.read_text() + "and more\n")
        session = Session()
        ask(session, "begin", experiment=DECAY)
        there = ask(session, "train", until_step=2)
        answer = session.answer(request("open", path=str(path)))
        assert isinstance(answer, Failure)
        assert source.name in f"{answer.what} {answer.why} {answer.remedy}"
        assert "Traceback" not in answer.why
        # The session that was open still is.
        assert same(ask(session, "snapshot"), there)

    def test_a_source_that_is_gone_is_refused_in_words(self, saved):
        path, _, source = saved
        source.unlink()
        answer = Session().answer(request("open", path=str(path)))
        assert isinstance(answer, Failure)
        assert source.name in f"{answer.what} {answer.why} {answer.remedy}"


class Copies(TorchDispatchMode):
    """Notes every operation that makes a tensor of so many numbers anew."""

    def __init__(self, numel):
        super().__init__()
        self.numel, self.seen = numel, []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        there = {one.untyped_storage().data_ptr() for one in args if is_dense(one)}
        for one in out if isinstance(out, tuple | list) else (out,):
            is_new = is_dense(one) and one.untyped_storage().data_ptr() not in there
            if is_new and one.numel() >= self.numel:
                self.seen.append(str(func))
        return out


def is_dense(thing):
    return isinstance(thing, torch.Tensor) and thing.layout is torch.strided


def ask(session, command, **fields):
    answer = session.answer(request(command, viewport=WHOLE, **fields))
    assert isinstance(answer, Snapshot), answer
    return answer


def same(one, other):
    """Two snapshots show the same moment, to the bit."""
    grads = [None if each.grad is None else each.grad.values.tobytes() for each in (one, other)]
    tables = [
        {name: tile.values.tobytes() for name, tile in {"weight": each.weight, **each.state}.items()}
        for each in (one, other)
    ]
    numbers = [[getattr(each.trace, name)[-1] for name in ("losses", "distances")] for each in (one, other)]
    return grads[0] == grads[1] and tables[0] == tables[1] and repr(numbers[0]) == repr(numbers[1])
