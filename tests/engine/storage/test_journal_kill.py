"""kill -9 and disks that fail: what was acknowledged is in the file, and what was not is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.storage.journal_faults import UNREACHABLE
from tests.engine.storage.journals import ROOT, WAIT_S, quick_folder

KILLS = 150
MANY_KILLS = 1000
MANY_KILLS_WAIT_S = 600.0


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with quick_folder(tmp_path) as folder:
        yield folder


def said_by(module: str, *arguments: object, wait_s: float = WAIT_S) -> tuple[int, list[dict[str, object]]]:
    """Run a program of these tests, and return its status and the lines that it said."""
    command = [sys.executable, "-m", f"tests.engine.storage.{module}", *map(str, arguments)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=wait_s)
    assert result.stderr == ""
    return result.returncode, [json.loads(line) for line in result.stdout.splitlines()]


def assert_nothing_lost(kills: int, folder: Path, seed: int, wait_s: float) -> None:
    status, (result,) = said_by("journal_killer", kills, seed, folder, wait_s=wait_s)
    assert (status, result["faults"]) == (0, [])
    # They were killed while they wrote, and some before that; how many depends on the disk.
    assert result["acknowledged"] > kills
    assert 0 < result["silent"] < 0.9 * kills


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork and no SIGKILL")
def test_nothing_acknowledged_is_lost_when_its_process_is_killed(folder: Path) -> None:
    assert_nothing_lost(KILLS, folder, seed=4, wait_s=2 * WAIT_S)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork and no SIGKILL")
def test_nothing_acknowledged_is_lost_in_a_thousand_kills(folder: Path) -> None:
    assert_nothing_lost(MANY_KILLS, folder, seed=5, wait_s=MANY_KILLS_WAIT_S)


def failing(scene: str, how: str, folder: Path) -> list[dict[str, object]]:
    """Return what became of a session for each k whose k-th write failed."""
    status, results = said_by("journal_faults", scene, how, folder)
    if status == UNREACHABLE:
        pytest.skip("Python's SQLite is part of its module here; its calls cannot be reached")
    assert status == 0
    *failed, last = results
    assert not last["has_failed"]
    assert all(each["has_failed"] for each in failed)
    assert len(failed) > 30
    return failed


@pytest.mark.parametrize("how", ["once", "lasting"])
def test_what_was_acknowledged_is_read_whichever_write_fails(how: str, folder: Path) -> None:
    begun = 0
    for each in failing("write", how, folder):
        if "is_there" in each:
            # It was never made, which was told.
            assert not each["is_there"]
            continue
        begun += 1
        assert (each["is_kept"], each["damage"], each["goes_on"]) == (True, "", True)
        assert each["is_whole"] or any(each["told"])
        if how == "once":
            # The next commit brings what the failed one did not.
            assert each["is_whole"]
            assert sum(map(bool, each["told"])) <= 1
    assert begun > 30


@pytest.mark.parametrize("how", ["once", "lasting"])
def test_a_save_is_whole_or_not_at_all_whichever_write_fails(how: str, folder: Path) -> None:
    results = failing("save", how, folder)
    for each in results:
        assert (each["is_right"], each["is_whole"], each["parts"], each["last"]) == (True, True, [], "")
        assert each["is_moved"] or each["told"][0]
    assert {True, False} == {each["is_moved"] for each in results}
