"""A table of 200,000 rows: from the whole down to single cells, along its border, while it is trained."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from embviz.core.experiment import Experiment
from tests.scenarios.person import TIMEOUT_S, Person

ROWS, DIM = 200_000, 64
EXPERIMENT = Experiment(
    rows=ROWS, dim=DIM, sparse=True, pairs=((5, 150_000),), optimizer_args={"lr": 0.1}, seed=3
)
VIEW, LENS = "studio.weight.view", "studio.sight.lens"
SETTLED = (
    "controller.state.name == 'IDLE' and not controller.requests_in_flight"
    f" and controller.snapshot.weight.rows == {LENS}.rows"
    f" and controller.snapshot.weight.columns == {LENS}.columns"
)
UP, DOWN = "4", "5"

pytestmark = pytest.mark.timeout(3 * TIMEOUT_S)


@pytest.fixture(scope="module")
def table() -> torch.Tensor:
    """The table as torch draws it from the seed."""
    torch.manual_seed(EXPERIMENT.seed)
    return torch.nn.Embedding(ROWS, DIM).weight.detach()


@pytest.fixture
def person(visitor: Person, tmp_path: Path) -> Person:
    """Somebody before the table as it begins, which was opened from a file."""
    path = tmp_path / "large.toml"
    EXPERIMENT.save(path)
    visitor.ask(f"studio.files._load({str(path)!r})")
    visitor.wait_for(f"controller.snapshot.weight.shape == ({ROWS}, {DIM}) and controller.snapshot.step == 0")
    visitor.wait_until_idle()
    return visitor


def seen(person: Person) -> torch.Tensor:
    """The numbers in view once what is looked at has come."""
    person.wait_for(SETTLED)
    return torch.tensor(person.ask("controller.snapshot.weight.values.tolist()"))


def in_view(person: Person) -> tuple[slice, slice]:
    """Which rows and columns are looked at."""
    rows, columns = person.ask(f"({LENS}.rows, {LENS}.columns)")
    return slice(*rows), slice(*columns)


def middle(person: Person) -> tuple[str, str]:
    place = f"{VIEW}.mapToGlobal({VIEW}.room.area.center()).toTuple()"
    x, y = person.ask(place)
    return str(x), str(y)


def wheel(person: Person, button: str, notches: int) -> None:
    person._xdotool("mousemove", *middle(person))
    person._xdotool("click", "--repeat", str(notches), "--delay", "20", button)


def to_single_cells(person: Person) -> None:
    wheel(person, UP, 25)
    person.wait_for(f"{LENS}.rows[1] - {LENS}.rows[0] < 30")


def test_the_wheel_goes_from_the_whole_to_single_cells_with_their_numbers(
    person: Person, table: torch.Tensor
) -> None:
    whole = seen(person)
    assert whole.abs().max() == table.abs().max()
    to_single_cells(person)
    rows, columns = in_view(person)
    assert torch.equal(seen(person), table[rows, columns])
    printed = " ".join(f"{number:.4f}" for number in table[rows, columns].flatten().tolist())
    assert person.numbers("weight") == printed
    # The mouse still rests on a cell, which is read out below the table.
    place, _, number = person.ask(f"{VIEW}.readout").partition(": ")
    row, column = (int(word) for word in place.replace(",", "").split() if word.isdecimal())
    assert torch.tensor(float(number)) == table[row, column]
    person.keep_picture("large-cells.png")
    wheel(person, DOWN, 40)
    person.wait_for(f"{LENS}.is_whole")
    assert torch.equal(seen(person), whole)


def test_the_minimap_is_dragged_to_the_border_and_the_arrows_stop_there(
    person: Person, table: torch.Tensor
) -> None:
    to_single_cells(person)
    strip = f"{VIEW}.minimap"
    person.wait_for(f"{strip}.isVisible()")
    top = person.ask(f"{strip}.mapToGlobal({strip}.frame.center().toPoint()).toTuple()")
    end = person.ask(f"{strip}.mapToGlobal({strip}.rect().bottomLeft()).toTuple()")
    person._xdotool("mousemove", str(top[0]), str(top[1]), "mousedown", "1")
    person._xdotool("mousemove", str(end[0] + 5), str(end[1] - 1))
    person._xdotool("mousemove", str(end[0] + 5), str(end[1] + 40), "mouseup", "1")
    person.wait_for(f"{LENS}.rows[1] == {ROWS}")
    rows, columns = in_view(person)
    assert torch.equal(seen(person), table[rows, columns])
    person.press("ctrl+g")
    person.wait_for("studio.sight.jump.isVisible()")
    person.type(f"{ROWS - 2}")
    person.press("Return")
    person.wait_for(f"studio.selection.selected[0] == {ROWS - 2} and {VIEW}.hasFocus()")
    person.press(*["Down"] * 4, *["Right"] * (DIM + 2))
    person.wait_for(f"studio.selection.selected == ({ROWS - 1}, {DIM - 1})")
    assert person.ask(f"({LENS}.rows[1], {LENS}.columns[1])") == [ROWS, DIM]
    rows, columns = in_view(person)
    assert torch.equal(seen(person), table[rows, columns])
    person.keep_picture("large-border.png")
    person.press(*["Up"] * 30)
    person.wait_for(f"studio.selection.selected[0] == {ROWS - 31}")
    assert person.ask(f"{LENS}.rows[0] <= {ROWS - 31} < {LENS}.rows[1]")


def test_a_run_goes_on_while_one_looks_at_its_rows(person: Person, table: torch.Tensor) -> None:
    to_single_cells(person)
    person.press("ctrl+g")
    person.wait_for("studio.sight.jump.isVisible()")
    person.type("150000")
    person.press("Return")
    person.wait_for(f"{LENS}.rows[0] <= 150000 < {LENS}.rows[1]")
    person.ask("window.setFocus()")
    person.press("space")
    person.wait_for("controller.snapshot.step > 20 and controller.state.name == 'RUNNING'")
    before = person.ask(f"{LENS}.rows[1] - {LENS}.rows[0]")
    wheel(person, DOWN, 3)
    person.wait_for(f"{LENS}.rows[1] - {LENS}.rows[0] > {2 * before}")
    person.press("ctrl+0")
    person.wait_for(f"{LENS}.is_whole")
    step = person.step()
    person.wait_for(f"controller.snapshot.step > {step}")
    person.press("space")
    person.wait_until_idle()
    person.press("ctrl+g")
    person.wait_for("studio.sight.jump.isVisible()")
    person.type("150,000")
    person.press("Return")
    person.wait_for(f"{LENS}.rows[0] <= 150000 < {LENS}.rows[1]")
    shown = seen(person)
    rows, columns = in_view(person)
    expected = trained(table, person.step())
    assert torch.equal(shown, expected[rows, columns])
    person.keep_picture("large-run.png")


def trained(table: torch.Tensor, steps: int) -> torch.Tensor:
    """Return the table after so many steps in plain torch."""
    embedding = torch.nn.Embedding(ROWS, DIM, sparse=True, _weight=table.clone())
    optimizer = torch.optim.SGD(embedding.parameters(), lr=0.1)
    first, second = (torch.tensor([row]) for row in EXPERIMENT.pairs[0])
    for _ in range(steps):
        optimizer.zero_grad()
        torch.linalg.norm(embedding(first) - embedding(second), dim=1).mean().backward()
        optimizer.step()
    return embedding.weight.detach()


def test_a_large_table_is_cancelled_and_the_run_before_stays(person: Person, tmp_path: Path) -> None:
    person.press("t")
    person.wait_for_step(10)
    before = person.tables()
    path = tmp_path / "larger.toml"
    Experiment(rows=1_000_000, dim=150, sparse=True, optimizer_args={"lr": 0.1}).save(path)
    person.ask(f"studio.files._load({str(path)!r})")
    person.wait_for("studio.work.isVisible()")
    person.keep_picture("large-drawing.png")
    person.click("studio.work.button")
    person.wait_for("not studio.work.isVisible()")
    person.wait_until_idle()
    assert person.banner() == ""
    assert person.ask("controller.snapshot.weight.shape") == [ROWS, DIM]
    assert person.tables() == before
    person.press("t")
    person.wait_for_step(20)
