"""Where the window keeps what is its own."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from embviz.gui.sessions.folders import absolute, is_file, is_folder, made, recent_file, sessions_folder

posix = pytest.mark.skipif(sys.platform != "linux", reason="folders as the XDG has them")


@posix
def test_untitled_sessions_lie_where_the_user_keeps_data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = sessions_folder()
    assert folder == (tmp_path / "data" / "embviz" / "sessions", "")
    assert folder.path.is_dir()
    assert sessions_folder() == folder


@posix
def test_the_list_of_recent_ones_lies_where_the_user_keeps_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert recent_file() == tmp_path / "embviz" / "recent.json"
    assert list(tmp_path.iterdir()) == []


@posix
def test_nobody_else_can_read_what_is_in_it(tmp_path):
    old = os.umask(0)
    try:
        folder = made(tmp_path / "sessions")
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_where_it_cannot_be_made_the_reason_is_told(tmp_path):
    (tmp_path / "embviz").write_text("a file where the folder should be")
    path, why = made(tmp_path / "embviz" / "sessions")
    assert path is None
    assert why == "Not a directory"
    assert made(tmp_path / "embviz") == (None, "File exists")


def test_a_full_disk_is_a_reason(tmp_path, monkeypatch):
    def fail(*_args, **_others):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "mkdir", fail)
    assert made(tmp_path / "sessions") == (None, "No space left on device")


@posix
def test_a_folder_that_may_not_be_written_to_is_none(tmp_path):
    """Tried by a user who is not root, whom nothing would stop."""
    program = (
        "import os; from pathlib import Path; from embviz.gui.sessions.folders import made\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "print(*made(Path('sessions')), sep=': ')\n"
    )
    tmp_path.chmod(0o755)
    (tmp_path / "sessions").mkdir(mode=0o555)
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, timeout=30)
    assert done.stdout == b"None: Permission denied\n"


@pytest.mark.parametrize("path", ["", "\0", "a\0b", "\ud800", "x" * 5000, "/nowhere/at/all"])
def test_what_can_be_no_file_is_none_and_no_error(path):
    assert not is_file(path)
    assert path == "" or not is_folder(path)


def test_a_file_and_a_folder_are_told_apart(tmp_path):
    (tmp_path / "a").touch()
    assert is_file(str(tmp_path / "a"))
    assert not is_folder(str(tmp_path / "a"))
    assert is_folder(str(tmp_path))
    assert not is_file(str(tmp_path))


def test_a_path_is_told_from_the_root_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert absolute("a.embviz") == str(tmp_path / "a.embviz")
    assert absolute("b/../a.embviz") == str(tmp_path / "a.embviz")
    assert absolute("/x/./y") == str(Path("/x/y"))
