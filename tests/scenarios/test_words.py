"""A class learns words: the toy text from the menu, its neighbours, king - man + woman, the map, the code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
import torch

from embviz.core.examples import EXAMPLES
from embviz.engine.text.similarity import load
from embviz.engine.text.text import Text
from tests.scenarios.person import TIMEOUT_S, Person

STEPS = 6000
STOPPING = "studio.window.toolbar.stopping"
WORDS, MAP, LOOKUP, CODE = (f"studio.views.{name}" for name in ("words", "map", "lookup", "code"))
(EXPERIMENT,) = (example.experiment for example in EXAMPLES if example.id == "toy_english")
ANALOGY = ("king", "man", "woman")
# For each pinned row: its number, and what is nearest to it.
COLUMNS = (
    "[[one.chip.row.row, [[row.row, row.label, row.value] for row in one.nearest.rows]]"
    f" for one in {WORDS}.columns.columns.values()]"
)
ANSWERS = f"[row.label for row in {WORDS}.analogy.answers.rows]"
TRAILS = f"[len(trail) for trail in {MAP}.plot.scene.trails.values()]"
RHO = f"{WORDS}.quality.text.text()"
LEFT = "\nimport numpy\nnumpy.save({path!r}, embedding.weight.detach().numpy())\n"

pytestmark = pytest.mark.timeout(3 * TIMEOUT_S)


@pytest.fixture(scope="module")
def trained(visitor: Person) -> Person:
    """Somebody before the toy text from the menu, trained as long as its entry says, with the map open."""
    visitor.choose("example_toy_english")
    visitor.click("studio.details.tabs['map']")
    visitor.click(STOPPING)
    visitor.wait_for(f"{STOPPING}.popup.isVisible()")
    visitor.retype(f"{STOPPING}.popup.steps.field", str(STEPS))
    visitor.press("Return", "space")
    visitor.program.until(f"controller.snapshot.step == {STEPS}", limit_s=2 * TIMEOUT_S)
    visitor.wait_until_idle()
    return visitor


@pytest.fixture(scope="module")
def weight(trained: Person) -> torch.Tensor:
    """All of weight at the last step, a picture of which each cell is one number."""
    trained.ask("controller.set_viewport(type(studio.sight.viewport)(height=1024, width=64))")
    trained.wait_for("controller.snapshot.weight.is_whole and controller.state.name == 'IDLE'")
    values = trained.ask("controller.snapshot.weight.values.tolist()")
    trained.ask("controller.set_viewport(studio.sight.viewport)")
    trained.wait_for("not controller.snapshot.weight.is_whole")
    return torch.tensor(values)


@pytest.fixture
def person(trained: Person) -> Person:
    """The same at the last step, with Words open and the keyboard nowhere."""
    trained.ask("window.setFocus()")
    trained.press("End")
    # A lookup is a moment of its own.
    trained.wait_for(f"controller.snapshot.step == {STEPS} and not controller.snapshot.is_past")
    trained.wait_until_idle()
    trained.click("studio.details.tabs['words']")
    trained.wait_for(f"{WORDS}.quality.is_known")
    return trained


@pytest.fixture(scope="module")
def text() -> Text:
    """The text and its vocabulary."""
    assert EXPERIMENT.corpus is not None
    return Text.of(EXPERIMENT.corpus)


def nearest(weight: torch.Tensor, target: torch.Tensor, without: list[int]) -> list[int]:
    """Return the words that torch finds nearest to `target`, the nearest first."""
    cosines = torch.cosine_similarity(weight[: len(weight) // 2].double(), target.double(), dim=1)
    return [row for row in cosines.argsort(descending=True).tolist() if row not in without]


def test_the_map_has_every_word_and_the_trails_of_those_pinned(trained: Person, text: Text) -> None:
    assert trained.ask(f"len({MAP}.plot.scene.points)") == len(text.words)
    assert sorted(trained.ask(f"list({MAP}.plot.scene.pins)")) == sorted(trained.ask(f"{WORDS}.pins"))
    assert min(trained.ask(TRAILS)) > 20
    trained.keep_picture("words-map.png")


def test_words_has_the_neighbours_that_torch_finds(person: Person, text: Text, weight: torch.Tensor) -> None:
    columns = person.ask(COLUMNS)
    assert [text.words[row] for row, _ in columns] == ["king", "queen", "woman"]
    for row, shown in columns:
        expected = nearest(weight, weight[row], [row])[: len(shown)]
        assert [one for one, _, _ in shown] == expected
        assert [label for _, label, _ in shown] == [text.words[one] for one in expected]
        cosines = torch.cosine_similarity(weight[expected], weight[row], dim=1)
        assert [value for _, _, value in shown] == pytest.approx(cosines.tolist(), abs=1e-4)


def test_king_without_man_with_woman_is_queen(person: Person) -> None:
    for place, word in enumerate(ANALOGY):
        person.retype(f"{WORDS}.analogy.fields[{place}]", word)
        person.press("Return")
        person.wait_for(f"getattr({WORDS}.analogy.fields[{place}].row, 'label', '') == {word!r}")
    person.wait_for(f"len({ANSWERS}) > 0")
    assert person.ask(ANSWERS)[0] == "queen"
    person.keep_picture("words-queen.png")
    person.retype(f"{WORDS}.analogy.fields[0]", "kong")
    person.press("Return")
    person.wait_for(f"'kong' in {WORDS}.message.text()")
    assert person.ask(ANSWERS) == []
    person.retype(f"{WORDS}.analogy.fields[0]", "king")
    person.press("Return")
    person.wait_for(f"len({ANSWERS}) > 0")
    assert not person.ask(f"{WORDS}.message.isVisible()")


def test_rho_is_spearman_s_of_the_numbers_in_the_table(
    person: Person, text: Text, weight: torch.Tensor
) -> None:
    rows = {word: row for row, word in enumerate(text.words)}
    known = [pair for pair in load("en") if {pair.first, pair.second} <= set(rows)]
    sides = [[rows[pair[side]] for pair in known] for side in (0, 1)]
    cosines = torch.cosine_similarity(weight[sides[0]].double(), weight[sides[1]].double(), dim=1)
    rho = scipy.stats.spearmanr(cosines.numpy(), [pair.score for pair in known]).statistic
    assert rho > 0.3
    person.wait_for(f"'Spearman ρ {rho:.2f} over {len(known)} of ' in {RHO}")


def test_a_word_is_pinned_and_taken_away_again(person: Person, text: Text, weight: torch.Tensor) -> None:
    before, row = person.ask(f"{WORDS}.pins"), text.words.index("castle")
    person.click(f"{WORDS}.field")
    person.type("castle")
    person.press("Return")
    person.wait_for(f"{WORDS}.pins == {(*before, row)} and all(one[1] for one in {COLUMNS})")
    assert person.ask(COLUMNS)[-1][1][0][0] == nearest(weight, weight[row], [row])[0]
    person.click("studio.details.tabs['map']")
    person.wait_for(f"{row} in {MAP}.plot.scene.pins")
    person.click("studio.details.tabs['words']")
    person.ask(f"{WORDS}.columns.columns[{row}].chip.setFocus()")
    person.press("Delete")
    person.wait_for(f"{WORDS}.pins == {tuple(before)}")


def test_a_word_is_looked_up_and_gone_to(person: Person, text: Text, weight: torch.Tensor) -> None:
    row = text.words.index("queen")
    person.click("studio.details.tabs['lookup']")
    person.retype(f"{LOOKUP}.field", "queen, 0")
    person.press("Return")
    person.wait_for(f"'torch.tensor([{row}, 0])' in {LOOKUP}.text")
    assert "queen" in person.ask(f"{LOOKUP}.text")
    found = person.ask("controller.snapshot.lookup.values.tolist()")
    assert repr(found) == repr(weight[[row, 0]].tolist())
    person.ask("window.setFocus()")
    person.press("ctrl+g")
    person.wait_for("studio.sight.jump.isVisible()")
    person.type("queen")
    person.press("Return")
    person.wait_for("not studio.sight.jump.isVisible() and controller.snapshot.weight.rows[1] < 588")
    assert person.ask("studio.selection.selected[0]") == row
    first, past = person.ask("controller.snapshot.weight.rows")
    assert first <= row < past
    assert repr(person.tables()["weight"]) == repr(weight[first:past].tolist())
    assert person.ask(f"controller.snapshot.names[{row}]") == "queen"
    person.press("ctrl+0")
    person.wait_for("studio.sight.lens.is_whole and not controller.snapshot.weight.is_whole")


def test_the_words_of_the_past_are_others_and_those_of_now_come_back(person: Person) -> None:
    now, rho = person.ask(COLUMNS), person.ask(RHO)
    person.press("Home")
    person.wait_for_moment(0)
    person.wait_for(f"{COLUMNS} != {now!r} and {RHO} != {rho!r}")
    assert [row for row, _ in person.ask(COLUMNS)] == [row for row, _ in now]
    person.keep_picture("words-past.png")
    person.press("End")
    person.wait_for(f"{COLUMNS} == {now!r} and {RHO} == {rho!r}")


def test_the_program_of_the_code_tab_makes_the_table_of_the_window(
    person: Person, weight: torch.Tensor, tmp_path: Path
) -> None:
    person.click("studio.details.tabs['code']")
    path = tmp_path / "weight.npy"
    program = person.ask(f"{CODE}.text") + LEFT.format(path=str(path))
    # On a busy machine two threads wait for each other longer than they work on so small a table.
    environ = {**os.environ, "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", program], env=environ, check=True, timeout=TIMEOUT_S)
    assert torch.from_numpy(np.load(path)).view(torch.int32).equal(weight.view(torch.int32))
