"""Errors that nobody foresaw are logged and counted, and the first of them is told."""

from __future__ import annotations

import sys
import threading

import pytest

from embviz.gui.errors import ErrorLog


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> tuple[ErrorLog, list[str]]:
    """A log in place of the hooks, and what it has told."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made, told = ErrorLog(), []
    made.tell = told.append
    made.install()
    return made, told


def fall(why: str) -> None:
    """Bring an exception to the hook, as Qt does with a slot's."""
    try:
        raise ValueError(why)
    except ValueError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]


def test_an_error_is_counted_told_and_its_traceback_is_on_stderr(
    log: tuple[ErrorLog, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    errors, told = log
    fall("too few rows")
    assert errors.count == 1
    assert told == ["ValueError: too few rows"]
    traceback = capsys.readouterr().err
    assert traceback.startswith("Traceback")
    assert traceback.endswith("ValueError: too few rows\n")


def test_only_the_first_error_is_told_but_all_are_counted(
    log: tuple[ErrorLog, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    errors, told = log
    for number in range(100):
        fall(f"number {number}")
    assert (errors.count, told) == (100, ["ValueError: number 0"])
    assert "number 99" in capsys.readouterr().err


def test_an_error_while_telling_does_not_tell_of_itself(
    log: tuple[ErrorLog, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    errors, _ = log
    errors.tell = lambda _text: fall("the banner is gone")
    fall("first")
    assert errors.count == 2


def test_an_error_of_another_thread_is_counted_but_no_widget_is_touched_from_there(
    log: tuple[ErrorLog, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    errors, told = log
    thread = threading.Thread(target=fall_of_a_thread)
    thread.start()
    thread.join()
    assert (errors.count, told) == (1, [])
    assert "in a thread" in capsys.readouterr().err


def fall_of_a_thread() -> None:
    raise KeyError("in a thread")


def test_with_nobody_to_tell_an_error_is_still_counted(
    log: tuple[ErrorLog, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    errors, _ = log
    errors.tell = None
    fall("early")
    assert errors.count == 1
    assert "early" in capsys.readouterr().err
