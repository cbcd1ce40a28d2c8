"""The watch over Qt is itself watched: each of these little tests must fail, and for the reason it names."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

LITTLE_TESTS = """
import os, sys, threading
import pytest
from PySide6.QtCore import QProcess, QSettings, QThread, QTimer, qWarning
from PySide6.QtWidgets import QApplication, QLabel

kept = []

def test_widget(qapp):
    kept.append(QLabel("kept", objectName="kept_label"))

def test_timer(qapp):
    timer = QTimer(objectName="kept_timer")
    timer.start(10_000)
    kept.append(timer)

def test_process(qapp):
    process = QProcess(objectName="kept_process")
    process.start(sys.executable, ["-c", "input()"])
    assert process.waitForStarted()
    kept.append(process)

def test_thread_object(qapp):
    thread = QThread(objectName="kept_thread")
    thread.start()
    kept.append(thread)

def test_slot(qtbot):
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: 1 / 0)
    with qtbot.waitSignal(timer.timeout):
        timer.start(0)

def test_python_thread(qtbot):
    thread = threading.Thread(target=lambda: [][1])
    thread.start()
    thread.join()

def test_qt_warning(qapp):
    qWarning("a remark of Qt")

def test_qt_warning_at_the_end(qapp, request):
    request.addfinalizer(lambda: qWarning("a last remark"))

def test_python_warning():
    import warnings
    warnings.warn("a remark of Python")

def test_offscreen_remark_is_allowed(qapp):
    qWarning("This plugin does not support raise()")

def test_clean(qtbot, qapp):
    label = QLabel("gone")
    qtbot.addWidget(label)
    cycle = [QLabel("a cycle")]
    cycle.append(cycle)
    process = QProcess(qapp)
    process.finished.connect(process.deleteLater)
    process.start(sys.executable, ["-c", "input()"])
    assert process.waitForStarted()
    process.kill()

def test_settings_are_not_the_user_s(qapp):
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "embviz", "window")
    assert store.fileName().startswith(os.environ["XDG_CONFIG_HOME"])
    assert QApplication.platformName() == os.environ["QT_QPA_PLATFORM"]

@pytest.mark.long
def test_campaign():
    pass

def teardown_module():
    for thing in kept:
        if isinstance(thing, QThread):
            thing.quit()
            thing.wait()
        if isinstance(thing, QProcess):
            thing.kill()
            thing.waitForFinished()
"""

EXPECTED = {
    "widget": "left behind: QLabel 'kept_label'",
    "timer": "left behind: QTimer 'kept_timer'",
    "process": "left behind: QProcess 'kept_process'",
    "thread_object": "left behind: QThread 'kept_thread'",
    "slot": "ZeroDivisionError",
    "python_thread": "IndexError",
    "qt_warning": "a remark of Qt",
    "qt_warning_at_the_end": "a last remark",
    "python_warning": "a remark of Python",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the little tests, with this folder's conftest and the project's settings."""
    folder = tmp_path_factory.mktemp("little")
    (folder / "conftest.py").write_text((HERE / "conftest.py").read_text("utf-8"), "utf-8")
    (folder / "test_little.py").write_text(LITTLE_TESTS, "utf-8")
    arguments = [
        "-c",
        str(HERE.parent / "pyproject.toml"),
        "--rootdir",
        str(folder),
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=50,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", EXPECTED)
def test_what_goes_wrong_fails_its_test(report: str, name: str) -> None:
    headline = rf"_{{3,}} (ERROR at teardown of )?test_{name} _{{3,}}"
    section = re.split(r"\n_{3,} ", re.split(headline, report, maxsplit=1)[-1], maxsplit=1)[0]
    assert re.search(headline, report), report
    assert EXPECTED[name] in section
    assert re.search(rf"^(FAILED|ERROR) \S*test_little.py::test_{name}\b", report, re.MULTILINE)


def test_nothing_else_fails(report: str) -> None:
    failed = {line.split("::test_")[1].split(" ")[0] for line in report.splitlines() if "::test_" in line}
    assert failed == EXPECTED.keys(), report


def test_a_long_campaign_is_skipped_with_the_reason(report: str) -> None:
    assert "1 skipped" in report
    assert "--long runs it" in report
