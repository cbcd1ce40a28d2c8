"""The keeper begins a session's file with the first action, follows the history, and tells what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment
from embviz.core.sources import VectorFile
from embviz.engine.past import archive
from embviz.engine.storage import keeper as keepers
from embviz.engine.storage.keeper import ENDING, UNTITLED_KEPT, Keeper
from embviz.engine.storage.session_errors import SessionFileError
from embviz.engine.storage.session_file import read
from tests.engine.past.recorded import Recorded

IS_WINDOWS = sys.platform == "win32"


class Kept(Recorded):
    """A run whose history a keeper writes as it goes."""

    def __init__(self, folder, experiment=None):
        super().__init__(experiment or Experiment())
        self.keeper = Keeper(folder)

    def do(self, action):
        count = len(self.pieces)
        super().do(action)
        last = self.history.limb.segments[-1]
        made = [archive_made(piece, last) for piece in self.pieces[count:]]
        self.keeper.keep(self.history, made)
        self.keeper.thinned(self.history, self.history.thin())

    def on_disk(self):
        """The history that the file holds now."""
        return archive.history_of(read(Path(self.keeper.path)).records)


def archive_made(piece, last):
    return keepers.Made(piece, last if last.last == piece.last else piece)


def is_same(one, other):
    def told(history):
        moments = [
            Moment(number, index) for number, limb in history.limbs.items() for index in range(limb.last + 1)
        ]
        held = {moment: history.segment(moment).holds(moment.index) for moment in moments}
        tables = [
            {name: table.tolist() for name, table in history.cut(moment).tables.items()}
            for moment in moments
            if held[moment]
        ]
        return repr((tables, held, history.outline(), [history.actions(number) for number in history.limbs]))

    return told(one) == told(other)


@pytest.fixture
def kept(tmp_path):
    kept = Kept(tmp_path / "sessions")
    yield kept
    kept.keeper.close(is_finished=True)


class TestBeginning:
    def test_there_is_no_file_before_the_first_action(self, kept, tmp_path):
        assert (kept.keeper.path, kept.keeper.is_written, kept.keeper.is_untitled) == ("", False, True)
        assert not (tmp_path / "sessions").exists()
        kept.act("backward")
        assert [Path(kept.keeper.path)] == list((tmp_path / "sessions").glob(f"*{ENDING}"))
        assert (kept.keeper.is_written, kept.keeper.is_untitled, kept.keeper.problem) == (True, True, "")

    @pytest.mark.skipif(IS_WINDOWS, reason="there are no such modes")
    def test_nobody_else_may_look_into_the_folder_that_it_makes(self, kept, tmp_path):
        kept.act("backward")
        assert (tmp_path / "sessions").stat().st_mode & 0o077 == 0

    def test_a_name_given_before_any_action_begins_it_too(self, kept):
        kept.history.bookmark(Moment(0, 0), "start")
        kept.keeper.bookmark(kept.history, Moment(0, 0), "start")
        assert kept.on_disk().bookmarks == {Moment(0, 0): "start"}

    def test_without_a_folder_nothing_is_written_and_nothing_is_wrong(self):
        kept = Kept(None)
        kept.act("backward")
        assert (kept.keeper.path, kept.keeper.problem, kept.keeper.is_written) == ("", "", False)

    def test_a_folder_that_cannot_be_made_is_told_and_the_run_goes_on(self, tmp_path):
        (tmp_path / "file").write_text("")
        kept = Kept(tmp_path / "file" / "sessions")
        for _ in range(3):
            kept.act("backward")
        assert kept.keeper.problem
        assert (kept.keeper.is_written, kept.history.last) == (False, 3)


class TestFollowing:
    """What is committed is the history, whatever becomes of it."""

    def test_after_each_action_all_of_it_is_in_the_file(self, kept):
        for kind in ("backward", "step", "train", "edit"):
            fields = {"place": (0, 1), "value": 0.5} if kind == "edit" else {}
            kept.act(kind, 4, **fields)
            assert is_same(kept.on_disk(), kept.history)

    def test_bursts_that_have_joined_are_read_joined(self, kept):
        action = kept.act("train", 3)
        for _ in range(5):
            kept.do(msgspec.structs.replace(action, rounds=3))
        assert [one.count for one in kept.history.limb.segments] == [1, 18]
        assert is_same(kept.on_disk(), kept.history)
        assert [one.count for one in kept.on_disk().limb.segments] == [1, 18]

    def test_branches_and_names_are_written_when_they_are_made(self, kept):
        kept.act("train", 6)
        kept.stand(Moment(0, 3))
        kept.keeper.branch(kept.history, kept.history.fork())
        assert [limb.fork for limb in kept.on_disk().limbs.values()] == [None, Moment(0, 3)]
        kept.act("backward")
        for name in ("a", "b", ""):
            kept.history.bookmark(Moment(0, 2), name)
            kept.keeper.bookmark(kept.history, Moment(0, 2), name)
            assert is_same(kept.on_disk(), kept.history)

    def test_what_is_thinned_is_written_anew_and_joined_records_become_one(self, kept):
        action = kept.act("train", 100)
        kept.do(msgspec.structs.replace(action, rounds=100))
        for _ in range(10):
            kept.act("train", 100)
        kept.keeper.thinned(kept.history, kept.history.set_budget(60_000))
        kept.act("backward")
        assert kept.history.kept_from(0) > 0
        assert is_same(kept.on_disk(), kept.history)

    def test_a_burst_too_heavy_for_a_disk_is_written_by_its_last_moment(self, kept, monkeypatch):
        monkeypatch.setattr(keepers, "HEAVY_BYTES", 5_000)
        action = kept.act("train", 5)
        kept.do(msgspec.structs.replace(action, rounds=100))
        kept.do(msgspec.structs.replace(action, rounds=5))
        found = kept.on_disk()
        held = [index for index in range(111) if found.nearest(Moment(0, index)).index == index]
        assert held == [*range(6), *range(105, 111)]
        # In memory all of them are.
        assert kept.history.kept_from(0) == 0
        assert kept.on_disk().trace(0).losses.tolist() == kept.history.trace(0).losses.tolist()

    def test_the_note_tells_where_the_session_stands(self, kept):
        kept.act("train", 6)
        kept.act("backward")
        note = msgspec.msgpack.decode(read(Path(kept.keeper.path)).note, type=archive.Note)
        assert note == archive.Note(branch=0, steps=6, actions=2, branches=1)


class TestOpening:
    def test_a_closed_session_is_gone_on_with_in_its_own_file(self, kept, tmp_path):
        kept.act("train", 6)
        path = Path(kept.keeper.path)
        kept.keeper.close(is_finished=True)
        other = Keeper(tmp_path / "sessions")
        history, note = other.open(path, is_read_only=False)
        assert is_same(history, kept.history)
        assert (note.steps, other.is_read_only, Path(other.path), other.is_untitled) == (6, False, path, True)
        other.close(is_finished=True)

    def test_one_that_holds_no_history_is_refused_and_the_open_one_stays(self, kept, tmp_path):
        kept.act("train", 6)
        strange = tmp_path / "strange.embviz"
        journal = keepers.Journal.create(strange)
        journal.append(archive.Record(b"not ours", b""))
        journal.close(is_finished=True)
        before = strange.read_bytes()
        with pytest.raises(SessionFileError, match="makes no sense"):
            kept.keeper.open(strange, is_read_only=False)
        kept.act("backward")
        assert is_same(kept.on_disk(), kept.history)
        assert read(strange).is_finished
        assert len(before) == len(strange.read_bytes())

    def test_a_session_that_is_saved_from_a_read_only_one_is_written_anew(self, kept, tmp_path):
        kept.act("train", 6)
        path = Path(kept.keeper.path)
        kept.keeper.close(is_finished=True)
        other, target = Keeper(tmp_path / "sessions"), tmp_path / "copy.embviz"
        history, _ = other.open(path, is_read_only=True)
        other.save_as(target, history)
        assert (other.is_read_only, other.is_written, Path(other.path)) == (False, True, target)
        assert is_same(archive.history_of(read(target).records), kept.history)
        assert path.exists()
        assert sorted(one.name for one in tmp_path.iterdir() if not one.is_dir()) == sorted(
            one.name for one in tmp_path.glob("copy.embviz*")
        )
        other.close(is_finished=True)

    def test_an_ending_is_added_where_there_is_none(self, kept, tmp_path):
        kept.act("backward")
        kept.keeper.save_as(tmp_path / "my lesson", kept.history)
        assert Path(kept.keeper.path) == tmp_path / "my lesson.embviz"
        assert not kept.keeper.is_untitled


class TestSurvey:
    def test_old_untitled_sessions_that_were_closed_in_good_order_go(self, tmp_path):
        folder, paths = tmp_path / "sessions", []
        for number in range(UNTITLED_KEPT + 3):
            paths.append(folder / f"{number}{ENDING}")
            folder.mkdir(exist_ok=True)
            journal = keepers.Journal.create(paths[-1])
            journal.close(is_finished=number != 0)
        named = tmp_path / f"named{ENDING}"
        keepers.Journal.create(named).close(is_finished=True)
        found = Keeper(folder).survey([str(named)])
        # The one that was not closed and the one that has a name stay whatever their age.
        assert {str(paths[0]), str(named)} <= {one.path for one in found}
        assert len(found) == UNTITLED_KEPT + 2
        assert len(list(folder.glob(f"*{ENDING}"))) == UNTITLED_KEPT + 1
        assert named.exists()

    def test_a_folder_that_is_not_there_holds_none(self, tmp_path):
        assert Keeper(tmp_path / "none").survey([]) == ()
        assert Keeper(None).survey([]) == ()

    def test_what_cannot_be_read_is_told_and_never_removed(self, tmp_path):
        for number in range(UNTITLED_KEPT + 3):
            (tmp_path / f"{number}{ENDING}").write_text("no session")
        found = Keeper(tmp_path).survey([])
        assert len(found) == UNTITLED_KEPT + 3
        assert all(one.why for one in found)


def test_a_run_whose_file_is_another_one_by_now_is_refused_in_its_own_words(kept, tmp_path):
    vectors, session = tmp_path / "v.npy", tmp_path / "run.embviz"
    np.save(vectors, np.ones((3, 2), np.float32))
    made = Kept(tmp_path / "others", Experiment(3, 2, initial="file", file=VectorFile(str(vectors))))
    made.act("backward")
    made.keeper.save_as(session, made.history)
    made.keeper.close(is_finished=True)
    np.save(vectors, np.zeros((3, 2), np.float32))
    kept.act("backward")
    before = kept.keeper.path
    # Twice: the first time must not leave the file in use.
    for _ in range(2):
        with pytest.raises(SessionFileError) as refused:
            kept.keeper.open(session, is_read_only=False)
        assert refused.value.why.startswith(f"{vectors} has changed since this run began: open it anew")
        assert (kept.keeper.path, kept.keeper.is_read_only) == (before, False)
    np.save(vectors, np.ones((3, 2), np.float32))
    history, _ = kept.keeper.open(session, is_read_only=False)
    assert history.limbs[0].last == 1
    assert not kept.keeper.is_read_only
