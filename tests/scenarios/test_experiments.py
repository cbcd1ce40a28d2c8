"""Each ready experiment, chosen from the menu and pressed as it says, shows what plain torch does."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
import torch

from embviz.core.examples import EXAMPLES, Example
from tests.engine.plain import Plain
from tests.scenarios.alike import same, tables_of
from tests.scenarios.person import Looker

if TYPE_CHECKING:
    from tests.conftest import Driven

BY_ID = {example.id: example for example in EXAMPLES}
ROUNDS = 10
# Behind every step that an experiment which is to be run speaks of.
ENOUGH_STEPS = 480


@pytest.fixture(scope="module")
def window(launch_for_all: Callable[..., Driven]) -> Iterator[Looker]:
    """One window for all of them; nothing may go wrong in it."""
    looker = Looker(launch_for_all())
    yield looker
    assert looker.program.complaints == []


class Both:
    """An experiment in the window and the same in plain torch: what is pressed is pressed in both."""

    def __init__(self, window: Looker, example: Example) -> None:
        self.window = window
        window.choose(f"example_{example.id}")
        self.plain = Plain(example.experiment)
        self.distances = [self.distance()]
        self.refusal = ""

    def forward(self) -> None:
        self.window.choose("action_forward")
        self.plain.forward()

    def backward(self) -> None:
        self.window.choose("action_backward")
        self.plain.backward()

    def step(self) -> None:
        self.window.choose("action_step")
        before = self.plain.steps
        try:
            self.plain.step()
        except RuntimeError as error:
            self.refusal = str(error)
        if self.plain.steps > before:
            self.distances.append(self.distance())

    def zero_grad(self) -> None:
        self.window.choose("action_zero_grad")
        self.plain.zero_grad(self.plain.mode != "zeros")

    def train(self) -> None:
        self.window.choose("action_train")
        self._train(ROUNDS)

    def run(self) -> None:
        self.window.ask("press('action_run')")
        self.window.wait_for(f"controller.snapshot.step >= {ENOUGH_STEPS}")
        # The same entry of the menu is Pause now.
        self.window.choose("action_run")
        self._train(self.window.step())

    def set_pairs(self) -> None:
        self.window.ask("studio.setup.fields['pairs'].editor.setText('2, 3')")
        self.window.ask("studio.setup.set_button.click()")
        self.window.wait_until_idle()
        self.plain.use(((2, 3),))
        self.distances[-1] = self.distance()

    def distance(self) -> float:
        """The distance in plain torch of the first pair trained now, by the formula that the card shows."""
        # max_norm rewrites the rows that are looked up.
        embedding = copy.deepcopy(self.plain.embedding)
        with torch.no_grad():
            return torch.linalg.norm(embedding(self.plain.i[0]) - embedding(self.plain.j[0])).item()

    def _train(self, rounds: int) -> None:
        for _ in range(rounds):
            self.plain.round()
            self.distances.append(self.distance())


Press = Callable[[Both], None]
# What look_for says is to be pressed, and how a sentence says it.
PRESSES: dict[str, tuple[Press, ...]] = {
    "article": (Both.train,),
    "no_momentum": (Both.run,),
    "forgotten_zero_grad": (Both.train, Both.train),
    "zeros_instead_of_none": (Both.backward, Both.step, Both.zero_grad, Both.step),
    "row_outside_the_batch": (Both.train, Both.set_pairs, Both.train),
    "adam_outside_the_batch": (Both.train, Both.set_pairs, Both.train),
    "padding_and_weight_decay": (Both.backward, Both.step),
    "max_norm": (Both.forward,),
    "scale_grad_by_freq": (Both.backward,),
    "sparse_refused": (Both.backward, Both.step),
    "bfloat16_stands_still": (Both.train,),
    "nan_by_hand": (Both.backward, Both.step),
    "squared_loss": (Both.run,),
    "lr_decay": (Both.run,),
    "runaway_dot_product": (Both.run,),
    "skipgram": (Both.train,),
}
WORDS: dict[Press, str] = {
    Both.forward: "Forward",
    Both.backward: "Backward",
    Both.step: "Step",
    Both.zero_grad: "Zero grad",
    Both.train: "Train",
    Both.run: "Run",
    Both.set_pairs: "type 2, 3 into pairs, press Set now",
}


def test_what_is_pressed_here_is_what_each_experiment_asks_for() -> None:
    assert list(PRESSES) == [example.id for example in EXAMPLES if example.group == "small"]
    for example in map(BY_ID.__getitem__, PRESSES):
        asked = example.look_for.partition(":")[0].replace("Train twice", "Train and Train")
        assert re.findall("|".join(WORDS.values()), asked) == [WORDS[one] for one in PRESSES[example.id]]


@pytest.mark.parametrize("name", PRESSES)
def test_what_the_window_shows_after_each_press_is_what_plain_torch_has(window: Looker, name: str) -> None:
    example = BY_ID[name]
    both = Both(window, example)
    assert window.banner() == f"{example.title}: {example.look_for}"
    assert window.quantity() == example.curve
    assert_alike(both)
    for press in PRESSES[name]:
        press(both)
        assert_alike(both)


def assert_alike(both: Both) -> None:
    """Hold the tables to the last bit, the state of grad, the distance of each step and the loss."""
    window, plain = both.window, both.plain
    assert same(window.tables(), tables_of(plain))
    assert window.step() == plain.steps
    # Those of a whole train are computed together, and may differ in the last bit.
    assert window.distances() == pytest.approx(both.distances, rel=1e-6, abs=1e-6, nan_ok=True)
    shown = window.quantity()
    assert window.curve_tells("distance") == about(both.distances[-1])
    assert window.curve_tells("loss") == about(copy.deepcopy(plain).forward())
    window.curve_tells(shown)
    is_absent = plain.grad is None
    assert window.grad_is_absent() is is_absent
    assert (window.ask("studio.panels['panel_grad'].chip.text()") == "None") is is_absent


def about(number: float) -> object:
    """Return what is equal to `number` as four decimals, or four digits of a large one, show it."""
    if not math.isfinite(number):
        return pytest.approx(number, nan_ok=True)
    return pytest.approx(number, abs=5.1e-5, rel=5e-4)


def test_a_refusal_is_shown_in_torch_s_own_words_with_its_cause_and_a_remedy(window: Looker) -> None:
    both = Both(window, BY_ID["sparse_refused"])
    both.backward()
    both.step()
    assert "SparseAdam" in both.refusal
    assert both.refusal in window.banner()
    why = window.banner().partition(both.refusal)[2].strip()
    assert why.count(".") >= 2
    assert "SparseAdam" in why
    # Nothing is lost: the same window goes on, and the next experiment takes the refusal's place.
    both.zero_grad()
    assert_alike(both)


def test_rows_that_left_the_batch_are_seen_to_move_without_a_grad(window: Looker) -> None:
    for name in ("row_outside_the_batch", "adam_outside_the_batch"):
        both = Both(window, BY_ID[name])
        both.train()
        both.set_pairs()
        before = window.tables()["weight"]
        both.train()
        after, grad = window.tables()["weight"], window.tables()["grad"]
        assert before is not None
        assert after is not None
        assert grad is not None
        assert grad[0] == grad[1] == [0.0] * 5
        assert all(old != new for old, new in zip(before[0] + before[1], after[0] + after[1], strict=True))


def test_one_experiment_after_another_leaves_no_ghost_and_fills_the_form(window: Looker) -> None:
    for example in (BY_ID["skipgram"], BY_ID["lr_decay"]):
        window.choose(f"example_{example.id}")
        assert window.ask("len(studio.curve.ghosts)") == 0
        assert window.ask("str(studio.setup.form.typed('loss'))") == example.experiment.loss
        assert window.ask("str(studio.setup.form.typed('schedule'))") == example.experiment.schedule
        assert not window.ask("studio.setup.set_button.isEnabled()")
