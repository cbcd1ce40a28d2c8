"""A teacher's evening: a run, the way back, a branch, names, a file, a crash, and pictures to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
import torch
from PIL import Image, ImageChops, ImageStat

from embviz.core.experiment import Experiment
from tests.engine.plain import Plain
from tests.scenarios.alike import Expected, assert_shows, same, tables_of
from tests.scenarios.killing import kill
from tests.scenarios.person import DIALOG, PICTURES, TIMEOUT_S, TITLE, WAIT_S, Person

SINGLES, TRAINED = 2, 12
OTHER_LR = 0.02
FIRST_TRY, LOWER_LR = "first try", "lower lr"
GIF_SECONDS, GIF_FPS = 1, 12
# Letters are a little bolder on paper.
ALIKE = 2.0


Deed = tuple[Any, ...]


class Still(NamedTuple):
    """How the run in plain torch was at one moment."""

    steps: int
    lr: float
    tables: Expected


class Course:
    """The same in plain torch: what was done, one moment each, and how it was at each of them."""

    def __init__(self, done: Iterable[Deed] = ()) -> None:
        self.plain = Plain(Experiment())
        self.done: list[Deed] = []
        self.stills = [self._still()]
        for verb, *arguments in done:
            self.do(verb, *arguments)

    @property
    def last(self) -> int:
        return len(self.done)

    def __getitem__(self, index: int) -> Still:
        return self.stills[index]

    def do(self, verb: str, *arguments: Any, times: int = 1) -> None:
        for _ in range(times):
            getattr(self.plain, verb)(*arguments)
            self.done.append((verb, *arguments))
            self.stills.append(self._still())

    def branch(self, index: int) -> Course:
        return Course(self.done[:index])

    def _still(self) -> Still:
        return Still(self.plain.steps, self.plain.group["lr"], tables_of(self.plain))


@pytest.mark.timeout(3 * TIMEOUT_S)
def test_what_a_teacher_did_in_an_evening_is_there_after_a_crash(
    sit_down: Callable[..., Person], home: Path
) -> None:
    lesson, person = home / "lesson.embviz", sit_down()
    first = train_for_a_while(person)
    scrub_with_the_mouse(person, first)
    scrub_with_keys(person, first)
    second = continue_with_another_lr(person, first)
    name_both_ends(person, first, second)
    compare_them(person, first, second)
    person.save_as(lesson)
    kill(person)

    # By the name that it has seen from where the program is started.
    person = sit_down(lesson.relative_to(home.parent))
    find_everything(person, first, second, lesson)
    export_a_film(person, home / "lesson.gif")
    export_the_window(person, home / "lesson.pdf")
    person.press("ctrl+q")
    assert person.program.process.wait(WAIT_S) == 0
    assert person.program.complaints == []
    assert {each.name for each in home.glob("lesson*")} == {"lesson.embviz", "lesson.gif", "lesson.pdf"}


def train_for_a_while(person: Person) -> Course:
    """Backward, Step, Train and Run, one moment after the other."""
    person.type("bst")
    person.wait_for_moment(TRAINED)
    person.ask("studio.window.toolbar.speed.set_rate(200.0)")
    person.press("space")
    person.wait_for(f"controller.snapshot.moment.index > {TRAINED + 60}")
    person.press("space")
    person.wait_until_idle()
    course = Course()
    course.do("backward")
    course.do("step")
    course.do("round", times=person.ask("controller.snapshot.moment.index") - SINGLES)
    assert_shows(person, course[-1].tables)
    person.keep_picture("evening-run.png")
    return course


def scrub_with_the_mouse(person: Person, course: Course) -> None:
    with person.holding(course.last):
        for index in (course.last - 20, TRAINED + 10, TRAINED, 5, 1):
            person.drag_to(index)
            person.wait_for_moment(index)
            assert_shows(person, course[index].tables)
            assert person.says(f"the past: step {course[index].steps:,}")
    person.keep_picture("evening-past.png")


def scrub_with_keys(person: Person, course: Course) -> None:
    for key, index in (
        ("End", course.last),
        ("Left", TRAINED),
        ("shift+Left", TRAINED - 1),
        ("Left", SINGLES),
        ("Left", 1),
        ("Right", SINGLES),
        ("Home", 0),
        ("ctrl+shift+z", 1),
        ("End", course.last),
        ("ctrl+z", TRAINED),
        ("ctrl+z", SINGLES),
        ("ctrl+shift+z", TRAINED),
    ):
        person.press(key)
        person.wait_for_moment(index)
        assert_shows(person, course[index].tables)


def continue_with_another_lr(person: Person, first: Course) -> Course:
    """Go on from the moment on screen, the end of Train, as a branch."""
    person.click("studio.timeline.fork_button")
    person.wait_for_moment(TRAINED, branch=1)
    person.retype("studio.setup.fields['lr'].editor", str(OTHER_LR))
    person.click("studio.setup.set_button")
    person.wait_for_moment(TRAINED + 1, branch=1)
    person.press("t")
    person.wait_for_moment(TRAINED + 11, branch=1)
    second = first.branch(TRAINED)
    second.do("set_argument", "lr", OTHER_LR)
    second.do("round", times=10)
    assert_shows(person, second[-1].tables)
    person.keep_picture("evening-branch.png")
    return second


def name_both_ends(person: Person, first: Course, second: Course) -> None:
    """Visit the old branch by its lane, and come back; name where each has come to."""
    for branch, course, name in ((0, first, FIRST_TRY), (1, second, LOWER_LR)):
        visit_end(person, branch, course)
        person.press("m")
        person.wait_for("studio.timeline.popup.isVisible()")
        person.type(name)
        person.press("Return")
        person.wait_for(f"{name!r} in [mark.name for mark in controller.outline.bookmarks]")


def visit_end(person: Person, branch: int, course: Course) -> None:
    if person.ask("controller.snapshot.moment.branch") != branch:
        person.click_moment(course.last, branch)
    person.wait_for_moment(course.last, branch)
    assert_shows(person, course[-1].tables)
    assert person.ask("controller.snapshot.arguments['lr']") == course[-1].lr


def compare_them(person: Person, first: Course, second: Course) -> None:
    person.click("studio.timeline.more")
    # A name stands between marks that keep its letters from turning others around.
    person.pick("Compare with", f"\u2068{FIRST_TRY}\u2069, step {first[-1].steps:,}")
    person.wait_for("studio.compare.isVisible()")
    person.wait_for("len(beside()) == 3")
    assert_shows(person, second[-1].tables)
    assert same(person.beside(), first[-1].tables)
    person.keep_picture("evening-side-by-side.png")
    person.click("studio.compare.modes.segments[1]")
    person.wait_for("not studio.weight.view.isVisible()")
    assert same(person.beside(), differences(second[-1].tables, first[-1].tables))
    person.keep_picture("evening-difference.png")
    person.click("studio.compare.stop")
    person.wait_for("not studio.compare.isVisible()")


def differences(this: Expected, other: Expected) -> Expected:
    return {name: (torch.tensor(this[name]) - torch.tensor(other[name])).double().tolist() for name in this}


def find_everything(person: Person, first: Course, second: Course, lesson: Path) -> None:
    """All that was there is on screen again, to the last bit, and nothing is offered to be restored."""
    person.wait_for(f"len(surveys) > 0 and {TITLE} == 'lesson.embviz · embviz'")
    assert person.banner() == ""
    assert person.ask("controller.outline.path") == str(lesson)
    marks = person.ask("[(m.name, m.moment.branch, m.moment.index) for m in controller.outline.bookmarks]")
    assert marks == [[FIRST_TRY, 0, first.last], [LOWER_LR, 1, second.last]]
    forks = person.ask("[b.fork and [b.fork.branch, b.fork.index] for b in controller.outline.branches]")
    assert forks == [None, [0, TRAINED]]
    visit_end(person, 1, second)
    visit_end(person, 0, first)
    for key, index in (("Home", 0), ("Right", 1), ("Right", SINGLES), ("Right", TRAINED)):
        person.press(key)
        person.wait_for_moment(index)
        assert_shows(person, first[index].tables)
    visit_end(person, 1, second)
    person.keep_picture("evening-restored.png")


def export_a_film(person: Person, path: Path) -> None:
    person.press("ctrl+e")
    person.wait_for(f"{DIALOG} is not None")
    with person.at(DIALOG):
        person.click(f"{DIALOG}.what")
        person.press("End", "Return")
        person.wait_for(f"{DIALOG}.wish.what == 'animation'")
        person.retype(f"{DIALOG}.seconds", str(GIF_SECONDS))
        person.retype(f"{DIALOG}.fps", str(GIF_FPS))
        person.retype(f"{DIALOG}.file", str(path))
        person.keep_picture("evening-export.png")
        person.press("Return")
        person.wait_for(f"{DIALOG} is None")
    person.wait_for(f"'Written: {path}' in studio.window.status.text")
    with Image.open(path) as film:
        assert film.n_frames == GIF_SECONDS * GIF_FPS
        assert list(film.size) == person.ask("studio.window.size().toTuple()")
        first = film.convert("RGB")
        film.seek(film.n_frames - 1)
        assert ImageChops.difference(first, film.convert("RGB")).getbbox() is not None


def export_the_window(person: Person, path: Path) -> None:
    person.keep_picture("evening-window.png")
    person.press("ctrl+e")
    person.wait_for(f"{DIALOG} is not None")
    with person.at(DIALOG):
        person.click(f"{DIALOG}.formats['figure'].segments[2]")
        person.retype(f"{DIALOG}.file", str(path))
        person.press("Return")
        person.wait_for(f"{DIALOG} is None")
    person.wait_for(f"'Written: {path}' in studio.window.status.text")
    screen = Image.open(PICTURES / "evening-window.png").convert("RGB")
    with pypdfium2.PdfDocument(path) as document:
        (page,) = document
        # A px of the window is a point of the page.
        assert page.get_size() == screen.size
        drawn = page.render(scale=1).to_pil().convert("RGB")
    assert unlikeness(drawn, screen) < ALIKE < unlikeness(Image.new("RGB", screen.size, "white"), screen) / 4


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures are apart on average, 0 to 255."""
    return float(sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3)
