"""A file is written whole or not at all."""

import os
import stat
import sys

import pytest

from embviz.core.files import write_whole


def test_a_new_file_has_the_content(tmp_path):
    write_whole(tmp_path / "a.toml", b"rows = 2\n")
    assert (tmp_path / "a.toml").read_bytes() == b"rows = 2\n"


def test_an_old_file_is_replaced(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"a longer text than the new one")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_nothing_else_is_left_in_the_folder(tmp_path):
    write_whole(tmp_path / "a.toml", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.toml"]


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_where_writing_fails_the_old_file_stays_and_no_part_is_left(tmp_path, monkeypatch, moment):
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")

    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, moment, fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.toml": b"old"}


def test_a_missing_folder_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "a.toml", b"new")


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        write_whole(tmp_path / "a", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path):
    path = tmp_path / ("n" * 255)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_new_file_may_be_read_by_whom_the_umask_lets(tmp_path):
    old = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.toml", b"new")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.toml").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path):
    (tmp_path / "real.toml").write_bytes(b"old")
    link = tmp_path / "link.toml"
    link.symlink_to("real.toml")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.toml").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_that_leads_in_a_circle_is_replaced_by_the_file(tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to("link.toml")
    write_whole(link, b"new")
    assert link.read_bytes() == b"new"
