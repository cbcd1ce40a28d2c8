"""Keeper: the file of a session, begun with the first action, written as the history grows, moved by Save."""

from __future__ import annotations

import copy
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from embviz.core.messages import Moment, SessionFacts
from embviz.engine.past import archive
from embviz.engine.past.archive import Note
from embviz.engine.past.history import History
from embviz.engine.past.limbs import Limb, Made
from embviz.engine.past.segments import Segment
from embviz.engine.storage import session_file
from embviz.engine.storage.journal import Journal
from embviz.engine.storage.session_errors import (
    OPEN,
    SAVE,
    DamagedSession,
    SessionFileError,
    SessionInUse,
    SessionReadOnly,
    Words,
)

ENDING = ".embviz"
# A burst of more is written by its last moment alone: no disk takes a gigabyte a second.
HEAVY_BYTES = 256_000
# Untitled sessions that were closed in good order: as many are kept.
UNTITLED_KEPT = 10


class Keeper:
    """Keeps one session in a file of `folder` until it is named; without a folder in memory alone."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._journal: Journal | None = None
        self._path: Path | None = None
        self._trouble = ""
        self.is_read_only = False

    @property
    def path(self) -> str:
        """Where the session is written, or was read from; empty where there is no file yet."""
        return "" if self._path is None else str(self._path)

    @property
    def is_untitled(self) -> bool:
        """True where nobody has named the file yet."""
        return self._path is None or self._path.parent == self._folder

    @property
    def problem(self) -> str:
        """Why nothing is written, where that is so."""
        return self._trouble or ("" if self._journal is None else self._journal.problem)

    @property
    def is_written(self) -> bool:
        """True where there is a file that is written."""
        return self._journal is not None

    def keep(self, history: History, made: Iterable[Made], is_going_on: bool = False) -> None:
        """Write what was `made`, and the note; unless it `is_going_on`, return when it is committed."""
        if not self._begin(history):
            for piece, holder in made:
                self._append(history, piece, holder)
        self._note(history)
        if not is_going_on:
            self.flush()

    def flush(self) -> None:
        """Return when all that was done is committed, or `problem` says why it is not."""
        if self._journal is not None:
            self._journal.flush()

    def branch(self, history: History, limb: Limb) -> None:
        """Write that a branch began, with what it has."""
        if self._journal is None:
            return
        self._journal.append(archive.branch_record(limb))
        self.keep(history, [Made(segment, segment) for segment in limb.segments])

    def bookmark(self, history: History, moment: Moment, name: str) -> None:
        """Write that a moment got a name."""
        if not self._begin(history) and self._journal is not None:
            self._journal.append(archive.packed(archive.BookmarkRecord(moment, name)))
        self.keep(history, ())

    def thinned(self, history: History, segments: Sequence[Segment]) -> None:
        """Write `segments` anew, of which less is kept."""
        if self._journal is None:
            return
        for segment in segments:
            first, *others = segment.records
            self._journal.replace(first, archive.segment_record(history, segment))
            for number in others:
                self._journal.replace(number, archive.packed(archive.GONE))
            segment.records = [first]

    def open(self, path: Path, is_read_only: bool) -> tuple[History, Note]:
        """Go on with the session at `path`; return it, and where it stood.

        It is read only where asked, where another window writes it, or where it is damaged. Raises
        SessionFileError; the session that is open is then as it was.
        """
        opened: Journal | None = None
        # It may be this very file.
        self.flush()
        if is_read_only:
            contents = session_file.read(path)
        else:
            try:
                opened, contents = Journal.open(path)
            except (SessionInUse, SessionReadOnly, DamagedSession):
                contents = session_file.read(path)
        try:
            history = archive.history_of(contents.records)
            note = msgspec.msgpack.decode(contents.note, type=Note) if contents.note else Note()
        except (*archive.ERRORS, msgspec.MsgspecError) as error:
            if opened is not None:
                opened.close(contents.is_finished)
            why = str(error)
            raise SessionFileError(OPEN, path, Words(why if why.endswith(".") else f"{why}.", "")) from error
        self.close(is_finished=True)
        self._journal, self._path, self.is_read_only = opened, path, opened is None
        self._trouble = contents.damage
        return history, note

    def save_as(self, path: Path, history: History) -> None:
        """Move the session to `path`. Raises SessionFileError; the session is then where it was."""
        path = path if path.suffix == ENDING else path.with_name(path.name + ENDING)
        # A file that cannot be written may not have all: what is in memory has.
        if self._journal is None or self._journal.problem:
            self._save_new(path, history)
        else:
            self._journal.save_as(path, remove_old=self.is_untitled)
        self._path, self.is_read_only, self._trouble = path, False, ""

    def survey(self, paths: Iterable[str]) -> tuple[SessionFacts, ...]:
        """Return what lies at `paths` and in the folder, the newest first."""
        found = {Path(path) for path in paths}
        if self._folder is not None and self._folder.is_dir():
            found.update(self._folder.glob(f"*{ENDING}"))
        found.discard(self._path or Path())
        facts = sorted(map(self._facts, found), key=lambda one: -one.modified_s)
        return tuple(self._without_old(facts))

    def close(self, is_finished: bool) -> None:
        """End the file in good order."""
        opened, self._journal = self._journal, None
        if opened is not None:
            opened.close(is_finished)

    def _begin(self, history: History) -> bool:
        """Begin the file with all that there is, where it has not begun; return whether that was done."""
        if self._journal is not None or self._folder is None or self.is_read_only:
            return False
        name = f"{time.strftime('%Y-%m-%d %H-%M-%S')} {os.getpid()}{ENDING}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._journal = Journal.create(self._folder / name)
        except (OSError, SessionFileError) as error:
            self._trouble = str(error)
            return False
        self._path, self._trouble = self._folder / name, ""
        self._write_all(self._journal, history)
        return True

    def _save_new(self, path: Path, history: History) -> None:
        # Of a file that is read only, or of none at all: the history is written anew.
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            made = Journal.create(part)
        except SessionFileError as error:
            raise SessionFileError(SAVE, path, Words(error.why, error.remedy)) from error
        try:
            self._write_all(made, history)
            made.flush()
            if made.problem:
                raise SessionFileError(SAVE, path, Words(made.problem, ""))
            made.save_as(path, remove_old=True)
        except SessionFileError:
            made.close(is_finished=True)
            part.unlink(missing_ok=True)
            raise
        self.close(is_finished=True)
        self._journal = made
        self._note(history)

    def _write_all(self, file: Journal, history: History) -> None:
        for record, segment in archive.records_of(history):
            number = file.append(record)
            if segment is not None:
                segment.records = [number]

    def _append(self, history: History, piece: Segment, holder: Segment) -> None:
        if self._journal is None:
            return
        if piece.memory_bytes > HEAVY_BYTES:
            piece = copy.copy(piece)
            piece.thin({piece.last})
        holder.records.append(self._journal.append(archive.segment_record(history, piece)))

    def _note(self, history: History) -> None:
        if self._journal is not None:
            action = history.action_at(Moment(history.standing.branch, history.last))
            note = Note(history.standing.branch, action.step, action.number, len(history.limbs))
            self._journal.set_note(msgspec.msgpack.encode(note))

    def _facts(self, path: Path) -> SessionFacts:
        is_untitled = path.parent == self._folder
        try:
            found = session_file.survey(path)
            note = msgspec.msgpack.decode(found.note, type=Note) if found.note else Note()
        except (SessionFileError, msgspec.MsgspecError) as error:
            return SessionFacts(path=str(path), is_untitled=is_untitled, why=str(error))
        return SessionFacts(
            path=str(path),
            modified_s=found.modified_s,
            steps=note.steps,
            actions=note.actions,
            branches=note.branches,
            is_untitled=is_untitled,
            is_unfinished=not found.is_finished,
            is_open=found.is_owned,
        )

    def _without_old(self, facts: list[SessionFacts]) -> list[SessionFacts]:
        """Delete all but the newest of the untitled sessions that were closed in good order."""
        done = [one for one in facts if one.is_untitled and not (one.is_unfinished or one.is_open or one.why)]
        old = done[UNTITLED_KEPT:]
        for one in old:
            Path(one.path).unlink(missing_ok=True)
        return [one for one in facts if one not in old]
