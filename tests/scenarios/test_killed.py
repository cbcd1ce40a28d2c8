"""kill -9 of window, engine or both, while somebody is at work: what the window had shown is there again."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Done, Snapshot
from embviz.engine.past import archive
from embviz.engine.session import Session
from embviz.engine.storage import session_file
from tests.engine.plain import Plain
from tests.engine.requests import request
from tests.scenarios.alike import assert_shows, tables_of
from tests.scenarios.killing import BOTH, ENGINE, WINDOW, kill
from tests.scenarios.person import TIMEOUT_S, TITLE, WAIT_S, Person

SitDown = Callable[..., Person]

VERBS = {"f": "forward", "b": "backward", "s": "step", "z": "zero_grad"}
# Of a run that goes on, so much may be lost.
LOST_S = 1.0
# What the dead had still to tell is in the pipe.
ASHES_S = 0.2
# More than the engine does before it is killed.
LONG_TRAIN = 50_000
STEPS_A_SECOND = 1000.0
MANY_KILLS = 60
INDEX = "controller.snapshot.moment.index"


class Way(NamedTuple):
    """How a person is at work when it happens: what is pressed, `after_s` of which `victims` are killed."""

    work: str
    victims: tuple[str, ...]
    after_s: float
    seed: int
    is_named: bool = False


CI_WAYS = (
    Way("singles", (WINDOW,), 0.25, 1),
    Way("train", BOTH, 1.3, 3, is_named=True),
    Way("run", BOTH, 1.5, 4),
    Way("run", (ENGINE,), 1.3, 5),
)


def random_ways(count: int) -> list[Way]:
    chance = random.Random(7)
    return [
        Way(
            chance.choice(("singles", "train", "run")),
            chance.choice(((WINDOW,), (ENGINE,), BOTH)),
            chance.uniform(0.0, 2.5),
            seed,
            chance.random() < 0.3,
        )
        for seed in range(count)
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    # Not a test of its own: none of a scenario's may be skipped.
    if "way" in metafunc.fixturenames:
        many = random_ways(MANY_KILLS) if metafunc.config.getoption("--long") else []
        metafunc.parametrize("way", [*CI_WAYS, *many], ids=str)


@pytest.mark.timeout(2 * TIMEOUT_S)
def test_what_was_shown_before_a_kill_is_there_after_it(sit_down: SitDown, home: Path, way: Way) -> None:
    lose_nothing(sit_down, home / f"{way.seed}.embviz", way)


def lose_nothing(sit_down: SitDown, name: Path, way: Way) -> None:
    person, chance = sit_down(), random.Random(way.seed)
    letters = "".join(chance.choices("fbsz", k=12))
    person.type("bs")
    person.wait_for_moment(2)
    if way.is_named:
        person.save_as(name)
    told, killed_at_s = work_until_killed(person, way, letters, chance)
    due = due_index(told, killed_at_s)
    if WINDOW in way.victims:
        person = sit_down()
        person.wait_for("studio.window.banner.isVisible()")
        assert "A session was not closed" in person.banner()
        assert (name.name in person.banner()) is way.is_named
    else:
        person.wait_for("controller.state.name == 'STOPPED'")
    person.click("studio.window.banner.button")
    person.wait_for("controller.state.name == 'IDLE' and controller.outline.path != ''")
    find_all_of_it(person, way, "bs" + letters, due)
    person.press("ctrl+q")
    assert person.program.process.wait(WAIT_S) == 0
    assert person.program.complaints == []


def work_until_killed(
    person: Person, way: Way, letters: str, chance: random.Random
) -> tuple[list[dict[str, Any]], float]:
    """Return what the program told until its end, and when that was."""
    person.ask(f"studio.window.toolbar.count.setText('{LONG_TRAIN}')")
    person.ask(f"studio.window.toolbar.speed.set_rate({STEPS_A_SECOND})")
    typing = person.begin_to_type({"singles": letters, "train": "t", "run": " "}[way.work])
    told = person.program.told_until(time.monotonic() + way.after_s)
    killed_at_s = time.monotonic()
    kill(person, way.victims, chance)
    assert typing.wait(WAIT_S) == 0
    return told + person.program.told_until(time.monotonic() + ASHES_S), killed_at_s


def due_index(told: list[dict[str, Any]], killed_at_s: float) -> int:
    """Return up to which moment all has to be there: what had been shown as done, or long enough ago."""
    rests = [place for place, one in enumerate(told) if one.get("state") == "IDLE"]
    last_rest = max(rests, default=0)
    shown = [(place, one) for place, one in enumerate(told) if "index" in one]
    due = [
        one["index"]
        for place, one in shown
        if one["command"] != "train" or place < last_rest or one["at_s"] <= killed_at_s - LOST_S
    ]
    return max(due, default=0)


def find_all_of_it(person: Person, way: Way, pressed: str, due: int) -> None:
    """Hold what is there against what was pressed, in plain torch; scrub through it, and go on with it."""
    last = int(person.ask(INDEX))
    assert last >= max(due, 2)
    kinds = person.ask(f"[studio.timeline.chronicle.action_at(i).kind for i in range(1, {last} + 1)]")
    done = [VERBS[letter] for letter in pressed[:last]]
    if way.work != "singles":
        done = done[:2] + ["train"] * (last - 2)
    assert kinds == done
    plain = replayed(kinds)
    assert_shows(person, tables_of(plain))
    for key, index in (("Home", 0), ("Right", 1), ("shift+Right", 2)):
        person.press(key)
        person.wait_for_moment(index)
        assert_shows(person, tables_of(replayed(kinds[:index])))
    person.press("End")
    person.wait_for_moment(last)
    person.ask("studio.window.toolbar.count.setText('10')")
    person.press("t")
    person.wait_for_moment(last + 10)
    plain.train(10)
    assert_shows(person, tables_of(plain))


def replayed(kinds: list[str]) -> Plain:
    plain = Plain(Experiment())
    for kind in kinds:
        getattr(plain, "round" if kind == "train" else kind)()
    return plain


@pytest.mark.timeout(2 * TIMEOUT_S)
def test_a_second_window_looks_on_and_the_first_goes_on_writing(sit_down: SitDown, home: Path) -> None:
    lesson, own = home / "lesson.embviz", home / "own.embviz"
    first, plain = sit_down(), Plain(Experiment())
    first.press("t")
    first.wait_for_moment(10)
    first.save_as(lesson)

    second = sit_down(lesson)
    second.wait_for(f"len(surveys) > 0 and {TITLE} == 'lesson.embviz (read-only) · embviz'")
    assert "This session is read-only" in second.banner()
    second.press("Home")
    second.wait_for_moment(0)
    assert_shows(second, tables_of(plain))
    second.press("b")
    second.wait_for_moment(1, branch=1)

    first.take_keyboard()
    first.press("t")
    first.wait_for_moment(20)
    plain.train(20)
    assert_shows(first, tables_of(plain))
    assert ends(lesson) == {0: 20}

    second.take_keyboard()
    second.save_as(own)
    second.press("s")
    second.wait_for_moment(2, branch=1)
    second.press("ctrl+q")
    assert second.program.process.wait(WAIT_S) == 0
    assert ends(own) == {0: 10, 1: 2}

    first.take_keyboard()
    first.press("t")
    first.wait_for_moment(30)
    first.press("ctrl+q")
    assert first.program.process.wait(WAIT_S) == 0
    assert ends(lesson) == {0: 30}
    assert {each.name for each in home.glob("*.embviz*")} == {"lesson.embviz", "own.embviz"}
    assert first.program.complaints == second.program.complaints == []

    # Both were closed in good order: there is nothing to restore.
    third = sit_down()
    third.wait_for("len(surveys) > 0")
    found = third.ask("[one.path for one in surveys[0].sessions if not one.why]")
    assert found == [str(lesson), str(own)]
    assert third.banner() == ""


def ends(path: Path) -> dict[int, int]:
    """Return up to which moment each branch of a session's file goes."""
    history = archive.history_of(session_file.read(path).records)
    return {number: limb.last for number, limb in history.limbs.items()}


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3 :] = bytes(len(content) - len(content) // 3)
    path.write_bytes(content)


def foreign(path: Path) -> None:
    path.write_text("No session at all, but a shopping list: bread, milk")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1000")


@pytest.mark.parametrize(
    ("spoil", "words"), [(damaged, "damaged"), (foreign, "no session"), (newer, "newer")]
)
def test_a_file_that_cannot_be_opened_is_told_and_the_window_is_of_use(
    sit_down: SitDown, home: Path, spoil: Callable[[Path], None], words: str
) -> None:
    path = session_at(home)
    spoil(path)
    content = path.read_bytes()
    person = sit_down(path)
    person.wait_for("studio.window.banner.isVisible()")
    assert words in person.banner()
    assert path.name in person.banner()
    person.press("t")
    person.wait_for_moment(10)
    plain = Plain(Experiment())
    plain.train(10)
    assert_shows(person, tables_of(plain))
    person.press("ctrl+q")
    assert person.program.process.wait(WAIT_S) == 0
    assert person.program.complaints == []
    assert path.read_bytes() == content


def session_at(folder: Path) -> Path:
    session = Session(folder)
    for command in ("begin", "backward", "step"):
        assert isinstance(session.answer(request(command)), Snapshot)
    assert isinstance(session.answer(request("close")), Done)
    (path,) = folder.glob("*.embviz")
    return path


def test_a_file_that_is_not_there_is_told_on_the_command_line(home: Path) -> None:
    command = [sys.executable, "-m", "embviz", str(home / "nothing.embviz")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S)
    assert (result.returncode, result.stdout) == (2, "")
    assert "there is no file" in result.stderr
    assert "nothing.embviz" in result.stderr
