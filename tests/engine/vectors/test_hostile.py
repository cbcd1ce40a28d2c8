"""Broken files and files that mean harm are refused, by one kind of error, at once, and none of them runs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from embviz.engine.vectors import reading
from embviz.engine.vectors.reading import LoadError
from tests.engine.vectors import hostile
from tests.engine.vectors.hostile import HOSTILE
from tests.engine.vectors.makers import spaced

MOST_S = 0.5
MOST_MB = 50
PLACES = {
    "few numbers.txt": "line 2",
    "many numbers.txt": "line 2",
    "no number.txt": "line 2",
    "blank line.txt": "line 2",
    "small header.vec": "line 7",
    "header.vec": "the end",
    "cut.bin": "row 5 (byte 94)",
    "stride 0.pt": "tensor weight",
    "overlap.safetensors": "tensor b",
    "complex.npy": "header",
    "forged shape.npz": "tensor w, byte 71",
    "odd quote.csv": "line 2",
}
WAS_HERE = Path("/tmp/embviz-was-here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    hostile.write_all(folder)
    (folder / "good.txt").write_bytes(spaced() * 1000)
    return folder


@pytest.fixture(scope="module")
def told(folder):
    """What a process like the child tells of each file: kind of the error, its text, seconds, MB."""
    command = [sys.executable, str(Path(__file__).with_name("measuring.py")), str(folder)]
    home = str(Path(__file__).parents[3])
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": home}, timeout=50)
    assert done.returncode == 0, done.stderr
    return {name: rest for name, *rest in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_refused_in_half_a_second_and_50_mb(name, told):
    kind, text, took_s, grown_mb = told[name]
    assert kind == "LoadError"
    assert text.startswith(name)
    assert re.search(HOSTILE[name][1], text), text
    assert took_s < MOST_S
    assert grown_mb < MOST_MB


def test_a_good_file_is_not_refused_beside_them(told):
    assert told["good.txt"][0] == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_the_door_says_the_same(name, folder, in_process):
    with pytest.raises(LoadError) as caught:
        reading.read(str(folder / name))
    error = caught.value
    assert Path(error.file).name == name
    assert "\n" not in str(error)
    assert len(str(error)) < 500
    assert name not in PLACES or error.place == PLACES[name]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_look_refuses_them_too_or_does_not_come_so_far(name, folder, in_process):
    try:
        reading.contents(str(folder / name))
    except LoadError:
        return
    assert not name.endswith((".pt", ".npy", ".safetensors"))


@pytest.mark.parametrize("name", ["evil.pt", "bomb.npz", "gzip bomb.txt.gz"])
def test_a_real_child_refuses_them_as_well(name, folder):
    with pytest.raises(LoadError, match=HOSTILE[name][1]):
        reading.read(str(folder / name))


def test_nothing_of_any_file_was_run(told):
    assert not WAS_HERE.exists()
