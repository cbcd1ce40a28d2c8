"""The list of recent sessions: ten of them, shared by all windows, and never a reason to fail."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.gui.sessions import recent as module
from embviz.gui.sessions.recent import RecentFiles, is_writable_name

FULL = OSError(28, "No space left on device")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "embviz" / "recent.json"


def test_there_is_none_at_first(path):
    files = RecentFiles(path)
    assert files.paths() == ()
    assert files.untitled == ""
    assert not path.exists()


def test_the_newest_is_first_and_each_is_there_once(path):
    files = RecentFiles(path)
    for name in "abca":
        files.add(f"/{name}")
    assert files.paths() == ("/a", "/c", "/b")


def test_ten_are_kept(path):
    files = RecentFiles(path)
    for number in range(12):
        files.add(f"/{number}")
    assert files.paths() == tuple(f"/{number}" for number in range(11, 1, -1))


def test_the_next_start_finds_them(path):
    files = RecentFiles(path)
    files.add("/lesson.embviz")
    files.add("/埋め込み 🙂.embviz")
    files.set_untitled("/data/1.embviz")
    again = RecentFiles(path)
    assert again.paths() == ("/埋め込み 🙂.embviz", "/lesson.embviz")
    assert again.untitled == "/data/1.embviz"
    assert [file.name for file in path.parent.iterdir()] == ["recent.json"]


def test_one_can_be_taken_out_and_all_can(path):
    files = RecentFiles(path)
    for name in "abc":
        files.add(f"/{name}")
    files.set_untitled("/data/1.embviz")
    files.remove("/b")
    files.remove("/never there")
    assert files.paths() == ("/c", "/a")
    files.clear()
    assert RecentFiles(path).paths() == ()
    assert RecentFiles(path).untitled == "/data/1.embviz"


def test_a_path_is_kept_from_the_root_on(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = RecentFiles(path)
    files.add("a.embviz")
    files.add("b/../a.embviz")
    assert files.paths() == (str(tmp_path / "a.embviz"),)


@pytest.mark.parametrize("name", ["", "a\0b", "\udcff.embviz"])
def test_a_name_that_cannot_be_written_is_left_out(path, name):
    files = RecentFiles(path)
    files.add("/a")
    files.add(name)
    files.set_untitled(name)
    assert not is_writable_name(name)
    assert files.paths() == ("/a",)
    assert RecentFiles(path).untitled == ""


class TestADamagedFile:
    @pytest.fixture
    def good(self, path):
        files = RecentFiles(path)
        files.add("/a.embviz")
        files.add("/b.embviz")
        return path.read_bytes()

    def test_cut_at_any_byte_it_is_an_empty_list(self, path, good):
        for length in range(len(good)):
            path.write_bytes(good[:length])
            assert RecentFiles(path).paths() == ()

    def test_with_any_bit_turned_it_is_an_empty_list_or_the_same(self, path, good):
        for bit in range(8 * len(good)):
            turned = bytearray(good)
            turned[bit // 8] ^= 1 << bit % 8
            path.write_bytes(turned)
            assert RecentFiles(path).paths() == ()

    @given(st.binary(max_size=400))
    def test_whatever_stands_in_it_is_no_error(self, tmp_path_factory, data):
        path = tmp_path_factory.mktemp("any") / "recent.json"
        path.write_bytes(data)
        assert RecentFiles(path).paths() == ()

    @pytest.mark.parametrize(
        "data", [b"[" * 100_000, b'{"sum": 1}', b"\xff\xfe{}", b"9" * 5000, b"null", b" " * (1 << 20)]
    )
    def test_nor_is_what_breaks_readers_of_json(self, path, data):
        path.parent.mkdir()
        path.write_bytes(data)
        assert RecentFiles(path).paths() == ()

    def test_it_is_written_anew(self, path, good):
        path.write_bytes(good[:-5])
        RecentFiles(path).add("/c")
        assert RecentFiles(path).paths() == ("/c",)

    def test_what_this_window_knew_is_not_lost_with_it(self, path):
        files = RecentFiles(path)
        files.add("/a")
        path.write_bytes(b"damaged by another")
        assert files.paths() == ("/a",)
        files.add("/b")
        assert RecentFiles(path).paths() == ("/b", "/a")

    def test_a_folder_in_its_place_is_no_error(self, path):
        path.mkdir(parents=True)
        files = RecentFiles(path)
        files.add("/a")
        assert files.paths() == ("/a",)


class TestADiskThatTakesNothing:
    def test_what_was_added_is_remembered_and_written_when_it_can_be(self, path, monkeypatch):
        files = RecentFiles(path)
        files.add("/a")
        kept = path.read_bytes()

        def fail(*_args):
            raise FULL

        with monkeypatch.context() as patch:
            patch.setattr(module, "write_whole", fail)
            files.add("/b")
            files.add("/c")
            files.remove("/a")
            files.set_untitled("/u")
            assert files.paths() == ("/c", "/b")
            assert path.read_bytes() == kept
        files.add("/d")
        assert RecentFiles(path).paths() == ("/d", "/c", "/b")
        assert RecentFiles(path).untitled == "/u"

    def test_a_folder_that_cannot_be_made_is_no_error(self, tmp_path):
        (tmp_path / "embviz").touch()
        files = RecentFiles(tmp_path / "embviz" / "recent.json")
        files.add("/a")
        assert files.paths() == ("/a",)
        files.clear()
        assert files.paths() == ()

    def test_the_same_again_writes_nothing(self, path, monkeypatch):
        files = RecentFiles(path)
        files.add("/a")
        written = []
        monkeypatch.setattr(module, "write_whole", lambda *args: written.append(args))
        files.add("/a")
        assert written == []


class TestSeveralWindows:
    def test_each_sees_what_the_other_adds(self, path):
        one, other = RecentFiles(path), RecentFiles(path)
        one.add("/a")
        other.add("/b")
        one.add("/c")
        assert one.paths() == other.paths() == ("/c", "/b", "/a")

    def test_what_one_takes_out_does_not_come_back_from_the_other(self, path):
        one, other = RecentFiles(path), RecentFiles(path)
        one.add("/a")
        assert other.paths() == ("/a",)
        one.remove("/a")
        other.add("/b")
        assert one.paths() == ("/b",)

    @given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from("abcdefghijklm")), max_size=40))
    def test_any_two_agree_with_a_single_one(self, tmp_path_factory, deeds):
        folder = tmp_path_factory.mktemp("two")
        two = RecentFiles(folder / "two.json"), RecentFiles(folder / "two.json")
        single = RecentFiles(folder / "one.json")
        for is_first, is_added, name in deeds:
            for files in (two[is_first], single):
                (files.add if is_added else files.remove)(f"/{name}")
            assert two[0].paths() == two[1].paths() == single.paths()

    def test_processes_that_write_at_once_lose_nothing(self, path):
        program = (
            "import sys; from pathlib import Path; from embviz.gui.sessions import recent\n"
            # A slow disk is no reason to give up here.
            "recent.LOCK_PATIENCE_MS = 20_000\n"
            "files = recent.RecentFiles(Path(sys.argv[1]))\n"
            "print('ready', flush=True)\n"
            "sys.stdin.readline()\n"
            "for n in range(3): files.add(f'/{sys.argv[2]}{n}')\n"
        )
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", program, str(path), name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for name in "abc"
        ]
        for writer in writers:
            assert writer.stdout.readline() == b"ready\n"
        for writer in writers:
            writer.stdin.write(b"go\n")
            writer.stdin.close()
        for writer in writers:
            with writer:
                writer.wait(timeout=30)
        assert [writer.returncode for writer in writers] == [0, 0, 0]
        assert sorted(RecentFiles(path).paths()) == [f"/{name}{n}" for name in "abc" for n in range(3)]
