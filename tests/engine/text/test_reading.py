"""A text is read whole and in UTF-8, in pieces that end between two words, or a person is told why not."""

import hashlib
import os

import pytest

from embviz.engine.text import reading
from embviz.engine.text.reading import Reading, TextError


@pytest.fixture
def read(tmp_path):
    """Write bytes to a file, and read it as a text."""

    def read(content, **fields):
        path = tmp_path / "some.txt"
        path.write_bytes(content)
        return "".join(piece for piece, _ in Reading(str(path), **fields).pieces())

    return read


@pytest.mark.parametrize("size", [4, 7, 16, 1000])
def test_the_pieces_together_are_the_text(read, monkeypatch, size):
    monkeypatch.setattr(reading, "PIECE_BYTES", size)
    text = "one two\nthree été 王様 は 男だ。女王は女だ。猫も犬も馬も牛もいる 😀😀😀 end\n\n last"
    assert read(text.encode()) == text


def test_no_piece_ends_within_a_word(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "PIECE_BYTES", 16)
    (tmp_path / "some.txt").write_text("seven words of one and some letters " * 20)
    pieces = [piece for piece, _ in Reading(str(tmp_path / "some.txt")).pieces()]
    assert len(pieces) > 10
    assert all(piece[-1:] in ("", " ") for piece in pieces)


def test_progress_rises_to_one(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "PIECE_BYTES", 16)
    (tmp_path / "some.txt").write_text("a few words " * 20)
    told = [done for _, done in Reading(str(tmp_path / "some.txt")).pieces()]
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] == 1


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_kind_of_line_end_is_one(read, end):
    assert read(end.join([b"one two", b"three"])) == "one two\nthree"


def test_the_mark_that_some_editors_write_first_is_no_part_of_the_text(read):
    assert read(b"\xef\xbb\xbfone") == "one"


def test_the_fingerprint_is_the_sha256_of_the_bytes(tmp_path):
    path = tmp_path / "some.txt"
    path.write_bytes(b"one\r\ntwo")
    text = Reading(str(path))
    list(text.pieces())
    assert text.fingerprint == hashlib.sha256(b"one\r\ntwo").hexdigest()
    assert list(Reading(str(path), fingerprint=text.fingerprint).pieces())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "It is empty."),
        (b"one two \xff three", "The byte 0xff at position 8 is not text in UTF-8."),
        (b"one " + "été".encode("latin-1"), "The byte 0xe9 at position 4 "),
        (b"cut \xe3\x81", "The byte 0xe3 at position 4 "),
        (b"PK\x03\x04\x00\x01", "There is a byte 0 at position 4: it is no plain text."),
        ("one two".encode("utf-16"), "It is text in UTF-16."),
    ],
)
def test_what_is_no_text_is_refused_with_the_place_and_what_to_do(read, content, why):
    with pytest.raises(TextError) as caught:
        read(content)
    assert caught.value.what == "The text some.txt cannot be read."
    assert caught.value.why.startswith(why)
    assert caught.value.remedy.endswith(".")


@pytest.mark.parametrize("size", [8, 16, 64])
def test_the_place_of_a_bad_byte_is_that_in_the_file(read, monkeypatch, size):
    monkeypatch.setattr(reading, "PIECE_BYTES", size)
    with pytest.raises(TextError, match="0xff at position 90 "):
        read(b"two words " * 9 + b"\xff\xff")


def test_a_text_that_has_changed_since_the_run_began_is_refused(read):
    with pytest.raises(TextError, match="It has changed since the run began"):
        read(b"one two", fingerprint=hashlib.sha256(b"one").hexdigest())


def test_a_text_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(reading.LARGEST_TEXT_BYTES + 2**20)
    with pytest.raises(TextError, match="It has 257 MB; 256 MB is the most"):
        next(Reading(str(tmp_path / "large.txt")).pieces())


def test_a_file_that_grows_while_it_is_read_has_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "PIECE_BYTES", 16)
    monkeypatch.setattr(reading, "LARGEST_TEXT_BYTES", 100)
    path = tmp_path / "growing.txt"
    path.write_bytes(b"word " * 10)
    read = 0
    for piece, _ in Reading(str(path)).pieces():
        read += len(piece)
        with path.open("ab") as file:
            file.write(b"word " * 10)
    assert read == 100


def test_a_folder_and_a_pipe_and_a_file_that_is_not_there_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("", "folder"), ("pipe", "device"), ("none.txt", "no such"), ("none/one", "no such")):
        with pytest.raises(TextError, match=why):
            next(Reading(str(tmp_path / name)).pieces())


def test_an_odd_name_is_told_in_letters_that_can_be_read(tmp_path):
    with pytest.raises(TextError, match=r"The text a\?b\.txt cannot be read\."):
        next(Reading(str(tmp_path / "a\nb.txt")).pieces())
