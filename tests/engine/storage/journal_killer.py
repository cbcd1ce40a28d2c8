"""A campaign of kill -9: `python -m tests.engine.storage.journal_killer KILLS SEED FOLDER`.

Processes write sessions, replace records, save under other names, close and open again, and say what has been
acknowledged. Each is killed at some moment; then all that it was told to be safe must be in its file. It is a
program of its own because it forks, which nobody may do who has threads.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from embviz.engine.storage.journal import Contents, Journal, SessionFileError, read
from tests.engine.storage.journals import record

TOGETHER = 4
LONGEST_S = 0.06
MOST_AT_ONCE = 5


class Writer:
    """A process that writes until it is killed, and says after each flush how often each was replaced."""

    def __init__(self, folder: Path, pipe: int, chance: random.Random) -> None:
        self._folder, self._pipe, self._chance = folder, pipe, chance
        self._versions: list[int] = []
        self._names = 0
        self._journal = Journal.create(self._name())

    def run(self) -> None:
        verbs: dict[Callable[[], None], int] = {
            self._append: 60,
            self._replace: 25,
            self._save: 8,
            self._reopen: 7,
        }
        while True:
            (verb,) = self._chance.choices([*verbs], [*verbs.values()])
            verb()
            self._journal.set_note(str(len(self._versions)).encode())
            self._journal.flush()
            if self._journal.problem:
                os.write(self._pipe, f"!{self._journal.problem}\n".encode())
            else:
                os.write(self._pipe, (json.dumps(self._versions) + "\n").encode())

    def _append(self) -> None:
        for _ in range(self._chance.randint(1, MOST_AT_ONCE)):
            self._versions.append(0)
            self._journal.append(record(len(self._versions)))

    def _replace(self) -> None:
        for _ in range(self._chance.randint(1, MOST_AT_ONCE) if self._versions else 0):
            number = self._chance.randint(1, len(self._versions))
            self._versions[number - 1] += 1
            self._journal.replace(number, record(number, version=self._versions[number - 1]))

    def _save(self) -> None:
        self._journal.save_as(self._name(), remove_old=self._chance.random() < 0.5)

    def _reopen(self) -> None:
        self._journal.close(is_finished=self._chance.random() < 0.5)
        self._journal, _ = Journal.open(self._journal.path)

    def _name(self) -> Path:
        self._names += 1
        return self._folder / f"{self._names}.embviz"


class Victim(NamedTuple):
    pid: int
    pipe: int
    folder: Path
    dies_s: float


def campaign(kills: int, seed: int, folder: Path) -> dict[str, object]:
    chance = random.Random(seed)
    acknowledged, silent, faults = 0, 0, []
    for first in range(0, kills, TOGETHER):
        numbers = range(first, min(first + TOGETHER, kills))
        victims = sorted(
            (_started(folder / str(each), chance) for each in numbers), key=lambda one: one.dies_s
        )
        for victim in victims:
            time.sleep(max(0.0, victim.dies_s - time.monotonic()))
            os.kill(victim.pid, signal.SIGKILL)
        for victim in victims:
            lines = _last_words(victim)
            silent += not lines
            acknowledged += len(lines)
            faults += [f"{victim.folder}: {fault}" for fault in _faults(victim.folder, lines)]
    return {"acknowledged": acknowledged, "silent": silent, "faults": faults}


def _started(folder: Path, chance: random.Random) -> Victim:
    folder.mkdir()
    seed = chance.random()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            Writer(folder, writer, random.Random(seed)).run()
        finally:
            # Only an error ends it, and nothing of the campaign's own may run in it.
            os.write(writer, f"!{sys.exc_info()[1]!r}\n".encode())
            os._exit(1)
    os.close(writer)
    return Victim(pid, reader, folder, time.monotonic() + chance.uniform(0.0, LONGEST_S))


def _last_words(victim: Victim) -> list[str]:
    """Return the lines that it has finished."""
    with os.fdopen(victim.pipe, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(victim.pid, 0)
    return said.splitlines() if said.endswith("\n") else said.splitlines()[:-1]


def _faults(folder: Path, lines: list[str]) -> list[str]:
    told = [line for line in lines if line.startswith("!")]
    versions = json.loads(lines[-1]) if lines and not told else []
    wrong = {}
    for path in folder.glob("*.embviz"):
        try:
            wrong[path] = _missing(read(path), versions)
        except SessionFileError as error:
            wrong[path] = str(error)
    right = [path for path, fault in wrong.items() if not fault]
    if versions and not right:
        return [*told, *wrong.values()] or ["there is no file"]
    return [*told, *(fault for path in right if (fault := _cannot_go_on(path)))]


def _missing(contents: Contents, versions: list[int]) -> str:
    if contents.damage or contents.is_owned:
        return contents.damage or "it counts as open"
    if len(contents.records) < len(versions):
        return f"{len(contents.records)} of {len(versions)} records"
    if int(contents.note or 0) > len(contents.records):
        return "the note is ahead of the records"
    for number, found in enumerate(contents.records, start=1):
        version = int(found.header.split(b".")[1])
        least = versions[number - 1] if number <= len(versions) else 0
        if found != record(number, version) or not least <= version <= least + MOST_AT_ONCE:
            return f"record {number} is {found.header!r}, and was replaced {least} times"
    return ""


def _cannot_go_on(path: Path) -> str:
    journal, before = Journal.open(path)
    number = journal.append(record(len(before.records) + 1))
    journal.close(is_finished=True)
    left = [each.name for each in path.parent.glob(f"{path.name}-*")]
    is_there = read(path).records == (*before.records, record(number))
    return "" if is_there and not journal.problem and not left else f"{journal.problem} {left}"


if __name__ == "__main__":
    print(json.dumps(campaign(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
