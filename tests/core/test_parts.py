"""Large files take their places whole, alone or in pairs, and a part that is left can be found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from embviz.core.parts import part_of, written_whole


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write(*paths: Path) -> None:
    with written_whole(*paths) as parts:
        for part in parts:
            part.write_bytes(b"new")


def test_a_file_is_there_after_the_block_and_not_before(tmp_path: Path) -> None:
    target = tmp_path / "a.gif"
    target.write_bytes(b"old")
    with written_whole(target) as (part,):
        part.write_bytes(b"new")
        assert target.read_bytes() == b"old"
        assert part == part_of(target, os.getpid())
    assert contents(tmp_path) == {"a.gif": b"new"}


def test_where_the_block_fails_the_old_file_stays_and_no_part_is_left(tmp_path: Path) -> None:
    target = tmp_path / "a.gif"
    target.write_bytes(b"old")

    def fail() -> None:
        with written_whole(target) as (part,):
            part.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert contents(tmp_path) == {"a.gif": b"old"}


def test_a_pair_is_replaced_together(tmp_path: Path) -> None:
    one, two = tmp_path / "a.tsv", tmp_path / "b.tsv"
    one.write_bytes(b"old")
    write(one, two)
    assert contents(tmp_path) == {"a.tsv": b"new", "b.tsv": b"new"}


@pytest.mark.parametrize("is_there", [True, False])
def test_where_the_second_of_a_pair_cannot_be_replaced_the_first_is_as_before(
    is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "a.tsv", tmp_path / "b.tsv"
    before = {"a.tsv": b"old"} if is_there else {}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == two:
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        write(one, two)
    assert contents(tmp_path) == before


def test_a_folder_is_refused_and_nothing_moved(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").mkdir()
    with pytest.raises(IsADirectoryError):
        write(tmp_path / "a.tsv", tmp_path / "b.tsv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.tsv"]


def test_a_part_that_was_never_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), written_whole(tmp_path / "a.gif"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.gif").write_bytes(b"old")
    link = tmp_path / "link.gif"
    link.symlink_to("real.gif")
    with written_whole(link) as (part,):
        part.write_bytes(b"new")
    assert link.is_symlink()
    assert link.read_bytes() == b"new"


@pytest.mark.parametrize("name", ["n" * 255, os.fsdecode(b"\xff.gif"), "埋め込み.gif"])
def test_any_name_that_the_system_allows_can_be_written(name: str, tmp_path: Path) -> None:
    with written_whole(tmp_path / name) as (part,):
        part.write_bytes(b"new")
    assert (tmp_path / name).read_bytes() == b"new"


def test_each_process_has_a_part_of_its_own(tmp_path: Path) -> None:
    assert part_of(tmp_path / "a.gif", 1) != part_of(tmp_path / "a.gif", 2)
    assert part_of(tmp_path / "a.gif", 1) != part_of(tmp_path / "b.gif", 1)
