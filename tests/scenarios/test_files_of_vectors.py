"""Vectors of one's own: found and trained by name, saved and there again; and files that break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embviz.core.experiment import Experiment
from tests.engine.plain import Plain
from tests.scenarios.person import DIALOG, TIMEOUT_S, WAIT_S, Person

DIM = 4
LONG = "z" * 10_000
# What people and other programs put into such files; none of it may be taken for markup, or be lost.
WORDS = (
    *("the", "king", "queen", "<s>", "<img src=/etc/passwd>", "\u200b", LONG, "\u0645\u0644\u0643"),
    *("👑", "女王", "10", "a,b", "%s", "{0}", "<b>bold</b>"),
)
TABLE = np.random.default_rng(5).normal(size=(len(WORDS), DIM)).astype(np.float32)
JUMP, LOOKUP = "studio.sight.jump", "studio.views.lookup"
LISTED = f"[{JUMP}.matches.item(at).text() for at in range({JUMP}.matches.count())]"

pytestmark = pytest.mark.timeout(3 * TIMEOUT_S)


@pytest.fixture
def vectors(home: Path) -> Path:
    """A file as GloVe has it. A name with a blank in it is one that word2vec tells apart by its header."""
    path = home / "own.txt"
    path.write_bytes(glove(WORDS, TABLE))
    return path


def glove(words: tuple[str, ...], table: np.ndarray) -> bytes:
    """Return `words` with the numbers of each, a line each."""
    rows = (" ".join([word, *map(repr, map(float, row))]) for word, row in zip(words, table, strict=True))
    return ("\n".join(rows) + "\n").encode()


def ask_for(person: Person, path: Path) -> None:
    """Have a file of vectors opened: where it is is typed into the dialog of the menu File."""
    person.press("ctrl+shift+o")
    person.wait_for(f"{DIALOG} is not None")
    with person.at(DIALOG):
        person.press("ctrl+a")
        person.type(str(path))
        person.press("Return")
        person.wait_for(f"'Open vectors' not in getattr({DIALOG}, 'windowTitle', str)()")


def begun(person: Person, path: Path) -> None:
    """Wait until the run that begins with the file is on screen."""
    person.wait_for(f"getattr(controller.snapshot.experiment.file, 'path', '') == {str(path)!r}")
    person.wait_until_idle()


def plain_run(person: Person) -> Plain:
    """The same run in plain torch, which has the table from the test and no file."""
    is_sparse, arguments = person.ask(
        "(lambda run: (run.sparse, dict(run.optimizer_args)))(controller.snapshot.experiment)"
    )
    values = tuple(map(tuple, TABLE.astype(float).tolist()))
    return Plain(
        Experiment(
            rows=len(WORDS),
            dim=DIM,
            initial="values",
            values=values,
            sparse=is_sparse,
            optimizer_args=arguments,
        )
    )


def shown(person: Person) -> list[list[float]]:
    """The numbers of weight in the window."""
    table = person.tables()["weight"]
    assert table is not None
    return table


def test_rows_go_by_their_words_whatever_these_are(sit_down: Callable[..., Person], vectors: Path) -> None:
    person = sit_down()
    ask_for(person, vectors)
    begun(person, vectors)
    assert repr(shown(person)) == repr(TABLE.astype(float).tolist())
    assert person.ask("controller.snapshot.names") == {str(row): word for row, word in enumerate(WORDS)}
    person.keep_picture("vectors-light.png")
    for row, typed in ((2, "queen"), (4, "<img src=/etc/passwd>"), (3, "<s>"), (9, "女王"), (5 + 5, '"10"')):
        look_up(person, typed, row)
    for row, typed in ((4, "<img"), (10, "10"), (2, "que")):
        jump_to(person, typed, row)
    person.press("ctrl+g")
    person.wait_for(f"{JUMP}.isVisible()")
    person.type("nobody of this name")
    person.press("Return")
    person.wait_for(f"'no row is called' in {JUMP}.message.text()")
    person.press("Escape")
    person.wait_for(f"not {JUMP}.isVisible()")
    person.press("ctrl+d")
    person.keep_picture("vectors-dark.png")
    assert person.program.complaints == []


def look_up(person: Person, typed: str, row: int) -> None:
    person.click("studio.details.tabs['lookup']")
    person.ask(f"{LOOKUP}.field.setText({typed!r})")
    person.click(f"{LOOKUP}.field")
    person.press("Return")
    person.wait_for(f"'torch.tensor([{row}])' in {LOOKUP}.text")
    found = person.ask("controller.snapshot.lookup.values.tolist()")
    assert repr(found) == repr(TABLE[[row]].astype(float).tolist())


def jump_to(person: Person, typed: str, row: int) -> None:
    person.ask("window.setFocus()")
    person.press("ctrl+g")
    person.wait_for(f"{JUMP}.isVisible()")
    person.type(typed)
    person.wait_for(f"{JUMP}.field.text() == {typed!r}")
    person.press("Return")
    person.wait_for(f"not {JUMP}.isVisible() and studio.selection.selected[0] == {row}")


def test_two_words_are_trained_and_all_is_there_again(
    sit_down: Callable[..., Person], vectors: Path, home: Path
) -> None:
    person, lesson = sit_down(), home / "own.embviz"
    ask_for(person, vectors)
    begun(person, vectors)
    plain = plain_run(person)
    person.retype("studio.setup.fields['pairs'].editor", "king, <s>")
    person.click("studio.setup.set_button")
    person.wait_for("controller.snapshot.pairs == ((1, 3),)")
    person.ask("window.setFocus()")
    person.press("t")
    person.wait_for_step(10)
    plain.use(((1, 3),))
    plain.train(10)
    assert repr(shown(person)) == repr(plain.weight.detach().double().tolist())
    person.save_as(lesson)
    person.press("ctrl+q")
    assert person.program.process.wait(WAIT_S) == 0

    person = sit_down(lesson)
    person.wait_for_step(10)
    assert repr(shown(person)) == repr(plain.weight.detach().double().tolist())
    assert person.ask("controller.snapshot.names") == {str(row): word for row, word in enumerate(WORDS)}
    person.press("t")
    person.wait_for_step(20)
    plain.train(10)
    assert repr(shown(person)) == repr(plain.weight.detach().double().tolist())
    person.press("Home")
    person.wait_for_moment(0)
    assert repr(shown(person)) == repr(TABLE.astype(float).tolist())
    person.press("ctrl+q")
    assert person.program.process.wait(WAIT_S) == 0
    assert person.program.complaints == []

    vectors.write_bytes(glove(WORDS, TABLE + 1))
    person = sit_down(lesson)
    person.wait_for("studio.window.banner.isVisible()")
    assert lesson.name in person.banner()
    assert f"{vectors.name} has changed since this run began" in person.banner()
    assert person.ask("controller.snapshot.experiment.file is None")
    person.keep_picture("vectors-changed.png")


def test_a_file_with_two_tables_asks_which(sit_down: Callable[..., Person], home: Path) -> None:
    path = home / "two.npz"
    np.savez(path, small=np.ones((3, 2), dtype=np.float32), large=TABLE)
    person = sit_down()
    ask_for(person, path)
    person.wait_for(f"getattr({DIALOG}, 'objectName', str)() == 'tensor_chooser'")
    person.keep_picture("vectors-choose.png")
    with person.at(DIALOG):
        person.press("Escape")
        person.wait_for(f"{DIALOG} is None")
    assert person.ask("controller.snapshot.experiment.file is None")
    ask_for(person, path)
    person.wait_for(f"getattr({DIALOG}, 'objectName', str)() == 'tensor_chooser'")
    assert person.ask(f"[{DIALOG}.list.model().index(row, 0).data() for row in (0, 1)]") == ["small", "large"]
    with person.at(DIALOG):
        person.press("Down", "Return")
        person.wait_for(f"{DIALOG} is None")
    begun(person, path)
    assert repr(shown(person)) == repr(TABLE.astype(float).tolist())
    assert person.program.complaints == []


def test_a_file_that_is_broken_is_refused_and_the_run_stays(
    sit_down: Callable[..., Person], vectors: Path
) -> None:
    lines = vectors.read_bytes().split(b"\n")
    lines[6] = lines[6].rpartition(b" ")[0]
    vectors.write_bytes(b"\n".join(lines))
    person = sit_down()
    person.press("t")
    person.wait_for_step(10)
    before = person.tables()
    ask_for(person, vectors)
    person.wait_for("studio.window.banner.isVisible()")
    person.wait_until_idle()
    told = person.banner()
    assert vectors.name in told
    assert "line 7" in told
    person.keep_picture("vectors-broken.png")
    assert person.tables() == before
    person.press("t")
    person.wait_for_step(20)
    plain = Plain(Experiment())
    plain.train(20)
    assert repr(shown(person)) == repr(plain.weight.detach().double().tolist())
    assert person.program.complaints == []
