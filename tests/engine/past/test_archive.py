"""A history is written as records and read again: every moment, to the bit, or a reason why not."""

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.core.checks import DTYPES
from embviz.core.experiment import Experiment
from embviz.core.messages import Moment
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.packing import unpack
from embviz.engine.past import archive, travel
from embviz.engine.past.archive import ArchiveError
from embviz.engine.past.limbs import WHOLE_CELLS
from embviz.engine.storage.session_store import Record
from tests.engine.past.recorded import Recorded, cut_bits, runs, told

RUNS = 8
MUTATIONS = 250


def records_of(history):
    return [record for record, _ in archive.records_of(history)]


def told_of(history):
    """All that a history holds and tells, to the bit."""
    moments = {}
    for number, limb in history.limbs.items():
        for index in range(limb.last + 1):
            moment = Moment(number, index)
            is_kept = history.segment(moment).holds(index)
            moments[moment] = cut_bits(history, moment) if is_kept else None
    branches = [
        (limb.number, limb.fork, limb.experiment, repr(trace(history, number)), history.actions(number))
        for number, limb in history.limbs.items()
    ]
    kept_from = [history.kept_from(number) for number in history.limbs]
    return moments, repr(branches), kept_from, repr(history.outline()), history.memory_bytes


def trace(history, number):
    found = history.trace(number)
    return [column.tolist() for column in (found.steps, found.losses, found.distances, found.gaps)]


def branched(random, experiment, actions):
    """A history with two branches, two bookmarks and a run of its own beside."""
    recorded = Recorded(experiment)
    for action in actions:
        recorded.do(action)
    history = recorded.history
    history.bookmark(Moment(0, random.randint(0, history.last)), "here")
    recorded.stand(Moment(0, random.randint(0, history.last)))
    history.fork()
    for action in actions[: len(actions) // 2]:
        recorded.do(action)
    history.bookmark(recorded.here, "there")
    recorded.begin(experiment)
    recorded.act("backward")
    return recorded


@pytest.mark.parametrize("is_large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_a_history_that_was_written_and_read_is_the_same(optimizer, is_large):
    for random, experiment, actions in runs(RUNS, optimizer, is_large):
        history = branched(random, experiment, actions).history
        assert told_of(archive.history_of(records_of(history))) == told_of(history)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_a_run_goes_on_from_what_was_read_bit_for_bit(dtype, sparse):
    if (sparse, dtype) == (True, "float16"):
        pytest.skip("torch adds no sparse grads of float16")
    args = {"lr": 0.1, "momentum": 0.9}
    recorded = Recorded(Experiment(rows=100, dtype=dtype, sparse=sparse, optimizer_args=args))
    recorded.act("train", 5)
    recorded.act("edit", place=(0, 1), value=float("nan"))
    recorded.act("edit", place=(7, 1), value=float("inf"))
    read = archive.history_of(records_of(recorded.history))
    trainer = travel.at_start(read, 0)
    for index in (3, 7, 5):
        travel.stand(trainer, read, Moment(0, index))
        recorded.stand(Moment(0, index))
        assert told(trainer) == told(recorded.trainer)
        trainer.train(4)
        recorded.trainer.train(4)
        assert told(trainer) == told(recorded.trainer)


def test_what_is_thinned_is_thinned_in_what_is_read():
    recorded = Recorded(Experiment())
    for _ in range(5):
        recorded.act("train", 200)
    recorded.history.bookmark(Moment(0, 77), "a")
    recorded.history.set_budget(60_000)
    read = archive.history_of(records_of(recorded.history))
    assert 0 < read.kept_from(0) == recorded.history.kept_from(0)
    assert told_of(read) == told_of(recorded.history)


def test_of_a_large_table_only_the_changed_rows_are_written():
    recorded = Recorded(Experiment(rows=WHOLE_CELLS // 5 + 1, optimizer_args={"lr": 0.1}))
    recorded.act("train", 3)
    records = records_of(recorded.history)
    assert sum(len(record.body) for record in records) < 20_000
    read = archive.history_of(records)
    trainer = travel.at_start(read, 0)
    travel.stand(trainer, read, Moment(0, 2))
    recorded.stand(Moment(0, 2))
    assert told(trainer) == told(recorded.trainer)


def test_a_table_that_is_drawn_otherwise_than_it_was_is_not_taken_for_it(monkeypatch):
    recorded = Recorded(Experiment(rows=WHOLE_CELLS // 5 + 1))
    records = records_of(recorded.history)
    drawn = archive.Trainer

    def other(experiment):
        trainer = drawn(experiment)
        trainer.weight.detach().mul_(2)
        return trainer

    monkeypatch.setattr(archive, "Trainer", other)
    with pytest.raises(ArchiveError, match="draws another table"):
        archive.history_of(records)


def test_a_burst_that_was_too_heavy_to_write_whole_is_read_after_a_light_one():
    recorded = Recorded(Experiment())
    action = recorded.act("train", 3)
    light = records_of(recorded.history)
    recorded.do(msgspec.structs.replace(action, rounds=4))
    heavy = recorded.pieces[-1]
    heavy.thin({heavy.last})
    read = archive.history_of([*light, archive.segment_record(recorded.history, heavy)])
    assert (read.limbs[0].last, read.kept_from(0)) == (7, 7)
    assert [read.nearest(Moment(0, index)).index for index in range(8)] == [0, 1, 2, 3, 3, 3, 3, 7]
    for index in (3, 7):
        assert cut_bits(read, Moment(0, index))[:2] == cut_bits(recorded.history, Moment(0, index))[:2]


def test_a_session_killed_while_joined_records_are_written_as_one_is_read_whole():
    recorded = Recorded(Experiment())
    action = recorded.act("train", 3)
    recorded.do(msgspec.structs.replace(action, rounds=4))
    history = recorded.history
    branch, begun, joined = records_of(history)
    second = archive.segment_record(history, recorded.pieces[1])
    assert history.limbs[0].segments[-1].count == 7
    # The first of the two holds all of it; that the other is gone was not written any more.
    read = archive.history_of([branch, begun, joined, second])
    assert told_of(read) == told_of(history)


class TestNonsense:
    """What is no history of ours is refused in words, whatever it is."""

    def test_nothing_is_no_history(self):
        with pytest.raises(ArchiveError, match="no run"):
            archive.history_of([])

    @pytest.mark.parametrize("header", [b"", b"{", b"\xff", b"\x81\xa4type\xa3fly", b"\xdc" * 99])
    def test_bytes_are_no_history(self, header):
        with pytest.raises(ArchiveError, match="record 1 makes no sense"):
            archive.history_of([Record(header, b"")])

    def test_records_out_of_order_are_no_history(self):
        recorded = Recorded(Experiment())
        recorded.act("train", 3)
        recorded.act("backward")
        branch, begun, train, backward = records_of(recorded.history)
        for records in (
            [begun, branch],
            [branch, branch],
            [branch, train],
            [branch, begun, backward],
            [branch, begun, backward, train],
        ):
            with pytest.raises(ArchiveError, match="makes no sense"):
                archive.history_of(records)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("names", ("weight",)),
            ("names", ("heavy", "grad", "momentum_buffer")),
            ("rows", (0, 2)),
            ("rows", (1, 1)),
            ("first", 7),
            ("branch", 1),
            ("pairs", ((0, 2),)),
            ("zero_grad", "never"),
            ("order", ("exp_avg",)),
            ("fills", {}),
            ("steps", 1),
            ("sparse", {"grad": ()}),
        ],
    )
    def test_a_segment_that_no_run_could_have_left_is_no_history(self, field, value):
        recorded = Recorded(Experiment())
        recorded.act("train", 3)
        branch, begun, train = records_of(recorded.history)
        record = msgspec.structs.replace(
            unpack(train.header, train.body, archive.AnyRecord), **{field: value}
        )
        with pytest.raises(ArchiveError):
            archive.history_of([branch, begun, archive.packed(record)])

    def test_a_bookmark_and_a_branch_of_no_moment_are_no_history(self):
        records = records_of(Recorded(Experiment()).history)
        nowhere = Moment(0, 5)
        for record in (
            archive.BookmarkRecord(nowhere, "x"),
            archive.BookmarkRecord(Moment(3, 0), "x"),
            archive.BranchRecord(1, nowhere, Experiment(), None),
            archive.BranchRecord(1, Moment(3, 0), Experiment(), None),
            archive.BranchRecord(5, None, Experiment(), None),
            archive.BranchRecord(1, None, Experiment(), None),
        ):
            with pytest.raises(ArchiveError, match="makes no sense"):
                archive.history_of([*records, archive.packed(record)])


def some_records():
    """Of each kind one: a schedule, a sparse table, a branch, a bookmark, thinned and whole segments."""
    args = {"lr": 0.1, "momentum": 0.9}
    recorded = Recorded(Experiment(sparse=True, optimizer_args=args, schedule="ExponentialLR"))
    recorded.act("train", 3)
    recorded.act("edit", place=(0, 1), value=0.5)
    recorded.history.bookmark(recorded.here, "a")
    recorded.begin(Experiment(rows=100, optimizer="Adam"))
    recorded.act("train", 4)
    recorded.history.fork()
    recorded.act("set", name="pairs", value="2, 3")
    recorded.history.limbs[1].segments[-1].thin({2})
    return records_of(recorded.history)


RECORDS = some_records()


@settings(max_examples=max(MUTATIONS, settings.default.max_examples))
@given(st.integers(0, len(RECORDS) - 1), st.integers(0, 2**16), st.integers(0, 255), st.booleans())
def test_a_changed_byte_makes_no_history_or_one_that_can_be_shown(number, place, byte, is_in_body):
    changed = list(RECORDS)
    part = bytearray(changed[number][is_in_body])
    if not part:
        return
    part[place % len(part)] = byte
    changed[number] = changed[number]._replace(**{("header", "body")[is_in_body]: bytes(part)})
    try:
        history = archive.history_of(changed)
    except ArchiveError:
        return
    history.outline()
    for branch, limb in history.limbs.items():
        trainer = travel.at_start(history, branch)
        assert len(history.trace(branch).steps) == limb.last + 1
        assert history.actions(branch) is not None
        for index in range(limb.last + 1):
            travel.stand(trainer, history, history.nearest(Moment(branch, index)))
            assert trainer.snapshot(place=(0, 0)).weight.is_whole


def test_a_sparse_table_is_read_as_torch_had_it():
    args = {"lr": 0.1, "momentum": 0.9}
    recorded = Recorded(Experiment(sparse=True, optimizer_args=args, zero_grad="forgotten"))
    recorded.act("train", 2)
    read = archive.history_of(records_of(recorded.history))
    cut, then = read.cut(Moment(0, 2)), recorded.history.cut(Moment(0, 2))
    assert cut.sparse.keys() == {"grad", "momentum_buffer"}
    for name, table in cut.sparse.items():
        assert table.is_coalesced() is then.sparse[name].is_coalesced()
        assert torch.equal(table._indices(), then.sparse[name]._indices())
