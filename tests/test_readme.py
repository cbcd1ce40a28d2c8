"""What README says is so: its commands are those that CI takes, and its listing prints what it says."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

from embviz import Experiment, display
from embviz.core.checks import DTYPES
from embviz.core.examples import EXAMPLES
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.schedules import SCHEDULES

CHECKOUT = Path(__file__).resolve().parents[1]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    """The fenced block that follows a marker, as .ci/run finds it."""
    script = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    function = re.search(r"^block\(\) \{\n.*?^\}\n", script, re.MULTILINE | re.DOTALL)
    assert function is not None
    done = subprocess.run(
        ["bash", "-c", f"{function[0]} block {shlex.quote(marker)}"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def test_run_and_tests_are_one_command_each() -> None:
    make = "python3 -m venv .venv && .venv/bin/pip install torch==2.13.0"
    assert block("run") == f"{make} . && .venv/bin/embviz"
    assert block("tests") == f"{make} '.[test]' && .venv/bin/pytest"


def test_debian_s_line_names_every_library_that_is_looked_for() -> None:
    wanted = [*display.QT_LIBRARIES.values(), *display.PLATFORM_LIBRARIES["xcb"].values()]
    assert block("debian").split() == ["apt-get", "install", *wanted]


def test_the_python_listing_prints_what_its_comments_say() -> None:
    listing = block("python")
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, timeout=50)
    assert done.stdout.splitlines() == re.findall(r"^print.*  # (.*)$", listing, re.MULTILINE)


def test_the_experiment_file_is_one() -> None:
    (text,) = re.findall(r"(?<!-->\n)```toml\n(.*?)```", README, re.DOTALL)
    experiment = Experiment.from_toml(text)
    assert (experiment.rows, experiment.dim, experiment.pairs) == (100, 16, ((3, 42), (3, 17)))
    values = tomllib.loads(text)
    assert dict(experiment.optimizer_args) == values["optimizer_args"]
    assert dict(experiment.schedule_args) == values["schedule_args"]


def test_the_table_of_what_there_is_names_every_optimizer_schedule_and_dtype() -> None:
    for names in (OPTIMIZERS, SCHEDULES, DTYPES):
        assert f"| {', '.join(names)} |" in README
    assert ("has twenty runs" in README) == (len(EXAMPLES) == 20)


def test_links_within_the_repository_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (CHECKOUT / target).is_file(), target
