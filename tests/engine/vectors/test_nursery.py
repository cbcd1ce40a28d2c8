"""The child that reads a file: whatever becomes of it, an error tells, and nothing goes on."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from embviz.engine.vectors import nursery
from embviz.engine.vectors.faults import LoadError
from embviz.engine.vectors.plan import Wish

ANSWER = '{"seen":{"format":"npy","tables":[],"has_labels":false,"sample":[]}}'


def asked(script, monkeypatch, tmp_path, seconds=30.0, tell=float):
    """Let a child that does `script` answer, and return what is made of it."""
    monkeypatch.setattr(nursery, "COMMAND", (sys.executable, "-c", script))
    return nursery.looked(Wish(tmp_path / "file", tmp_path, tell=tell), seconds)


def test_an_answer_comes_with_how_far_it_was(monkeypatch, tmp_path):
    told = []
    seen = asked(
        f"print(0.25); print(0.125); print(2); print('{ANSWER}')", monkeypatch, tmp_path, tell=told.append
    )
    assert seen.format == "npy"
    assert [done for done in told if done] == [0.25, 0.25, 1.0]


@pytest.mark.parametrize(
    "script",
    [
        "",
        "import os; os.kill(os.getpid(), 9)",
        "import os; os.abort()",
        "raise SystemExit(1)",
        "print('{')",
        "print('{\"seen\":{}}')",
        'print(\'{"taken":{"table":{"rows":-1}}}\')',
        "print('no number')",
        "import sys; sys.stdout.buffer.write(b'\\xff\\n')",
        "print('{}')",
    ],
)
def test_a_child_that_breaks_off_or_talks_nonsense_is_an_error_of_the_file(script, monkeypatch, tmp_path):
    with pytest.raises(LoadError, match="broke off"):
        asked(script, monkeypatch, tmp_path)


def test_a_child_that_never_ends_is_ended(monkeypatch, tmp_path):
    start_s = time.monotonic()
    with pytest.raises(LoadError, match="longer than"):
        asked("import time; time.sleep(60)", monkeypatch, tmp_path, seconds=0.3)
    assert time.monotonic() - start_s < 10


def test_who_waits_is_asked_all_the_time(monkeypatch, tmp_path):
    told = []
    with pytest.raises(LoadError):
        asked("import time; time.sleep(60)", monkeypatch, tmp_path, seconds=1.0, tell=told.append)
    assert len(told) >= 4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
@pytest.mark.parametrize("script", ["x = bytearray(1 << 30)", "while True: pass"], ids=["memory", "time"])
def test_a_child_is_held_to_its_limits(script):
    home = str(Path(nursery.__file__).parents[3])
    program = f"from embviz.engine.vectors import limits\nlimits.limit(0)\n{script}"
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": home}, capture_output=True, timeout=30
    )
    assert done.returncode
    assert b"MemoryError" in done.stderr or done.returncode < 0


def test_the_child_imports_neither_torch_nor_qt():
    program = "import sys, embviz.engine.vectors.child\nprint({'torch', 'PySide6'} & {*sys.modules})"
    home = str(Path(nursery.__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": home}, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"
