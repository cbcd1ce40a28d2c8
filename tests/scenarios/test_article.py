"""The article's demonstration, as a person does it: the real window and engine on a screen, and real keys."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
import torch

if TYPE_CHECKING:
    from conftest import Driven

PICTURES = Path(__file__).resolve().parents[2] / ".pictures"
TOOLS = ("Xvfb", "xdotool")
WAIT_S = 30
LEFT_BUTTON = "1"

# What the article prints.
FIRST_WEIGHT = "0.3367 0.1288 0.2345 0.2303 -1.1229 -0.1863 2.2082 -0.6380 0.4617 0.2674"
FIRST_GRAD = "0.1930 -0.7673 0.3219 -0.0854 -0.5130 -0.1930 0.7673 -0.3219 0.0854 0.5130"
SECOND_WEIGHT = "0.3174 0.2055 0.2023 0.2389 -1.0716 -0.1670 2.1315 -0.6058 0.4531 0.2161"


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A screen of 1280 x 720 that nobody sees; its name for DISPLAY."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing and os.environ.get("EMBVIZ_REQUIRE_SCENARIO"):
        pytest.fail(f"the scenario is required, but there is no {' and no '.join(missing)}")
    if missing:
        pytest.skip(f"there is no {' and no '.join(missing)}")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    # Else it begins anew whenever its last window has gone, and refuses the next one meanwhile.
    command.append("-noreset")
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            ready, _, _ = select.select([reading], [], [], WAIT_S)
            number = os.read(reading, 16).strip().decode() if ready else ""
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            os.close(reading)
            server.terminate()


class Person:
    """Eyes, keyboard and mouse before the real window."""

    def __init__(self, program: Driven, display: str) -> None:
        self.program = program
        self._display = display
        program.until("'controller' in program.names")
        self.wait_for("controller.state.name == 'IDLE' and controller.snapshot is not None")
        # Without a window manager nobody gives a window the keyboard.
        self._xdotool("windowfocus", "--sync", str(program.ask("int(window.winId())")))

    def press(self, *keys: str) -> None:
        self._xdotool("key", "--delay", "20", *keys)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "20", text)

    def click(self, widget: str, times: int = 1) -> None:
        centre = f"(lambda widget: widget.mapToGlobal(widget.rect().center()).toTuple())({widget})"
        x, y = self.program.ask(centre)
        self._xdotool("mousemove", "--sync", str(x), str(y))
        self._xdotool("click", "--repeat", str(times), "--delay", "20", LEFT_BUTTON)

    def wait_for(self, expression: str) -> None:
        self.program.until(expression)

    def wait_for_step(self, step: int) -> None:
        self.wait_for(f"controller.state.name == 'IDLE' and controller.snapshot.step == {step}")

    def numbers(self, table: str) -> str:
        """Read the numbers that stand in the cells of a heatmap."""
        painted = self.program.ask(f"window.repaint() or painted('{table}')")
        return " ".join(text for text in painted if re.fullmatch(r"-?\d+\.\d{4}", text))

    def distance(self) -> str:
        """Read the distance beside the curve's title."""
        return str(self.program.ask("studio.panels['panel_curve'].chip.text()"))

    def grad_is_absent(self) -> bool:
        return "None" in self.program.ask("window.repaint() or painted('grad')")

    def says(self, text: str) -> bool:
        """Read the line at the foot of the window."""
        return text in self.program.ask("studio.window.status.text")

    def keep_picture(self, name: str) -> None:
        """Keep what is on the screen under .pictures/."""
        PICTURES.mkdir(exist_ok=True)
        path = str(PICTURES / name)
        assert self.program.ask(f"window.screen().grabWindow(0).save({path!r})")

    def _xdotool(self, *arguments: str) -> None:
        environ = {**os.environ, "DISPLAY": self._display}
        subprocess.run(["xdotool", *arguments], env=environ, check=True, timeout=WAIT_S)


@pytest.fixture
def person(screen: str, launch: Callable[..., Driven]) -> Person:
    """Somebody before the window, which is ready."""
    return Person(launch(DISPLAY=screen, QT_QPA_PLATFORM="xcb"), screen)


def printed(table: torch.Tensor) -> str:
    return " ".join(f"{number:.4f}" for number in table.flatten().tolist())


def test_backward_step_and_train_show_the_article_s_numbers(person: Person) -> None:
    assert person.numbers("weight") == FIRST_WEIGHT
    assert person.grad_is_absent()
    assert person.distance() == "2.7101"

    person.press("b")
    person.wait_for("controller.state.name == 'IDLE' and controller.snapshot.grad is not None")
    assert person.numbers("weight") == FIRST_WEIGHT
    assert person.numbers("grad") == FIRST_GRAD
    assert person.says("press Step")

    person.press("s")
    person.wait_for_step(1)
    assert person.numbers("weight") == SECOND_WEIGHT
    assert person.numbers("grad") == FIRST_GRAD
    assert person.distance() == "2.5101"
    assert person.says("grad is stale")

    person.press("t")
    person.wait_for_step(11)
    embedding, distances = article(steps=11)
    assert person.numbers("weight") == printed(embedding.weight)
    assert embedding.weight.grad is not None
    assert person.numbers("grad") == printed(embedding.weight.grad)
    assert person.distance() == f"{distances[-1]:.4f}" == "1.6808"
    curve = person.program.ask("studio.panels['panel_curve'].series.numbers.tolist()")
    assert curve == distances
    person.keep_picture("article.png")


def article(steps: int) -> tuple[torch.nn.Embedding, list[float]]:
    """The article's listing: the table after `steps` steps, and the distance at each of them."""
    torch.manual_seed(42)
    embedding = torch.nn.Embedding(2, 5)
    optimizer = torch.optim.SGD(embedding.parameters(), lr=0.1, momentum=0.9)
    distances = []
    for step in range(steps + 1):
        loss = torch.linalg.norm(embedding(torch.tensor(0)) - embedding(torch.tensor(1)))
        distances.append(loss.item())
        if step < steps:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return embedding, distances


def test_fast_typing_loses_no_press(person: Person) -> None:
    person.type("bsst")
    person.wait_for_step(12)


def test_space_runs_and_pauses_r_begins_again_and_ctrl_q_quits(person: Person) -> None:
    person.press("space")
    person.wait_for("controller.snapshot.step > 300")
    assert person.program.ask("studio.window.actions_by_id['action_run'].text()") == "Pause"
    person.press("space")
    person.wait_for("controller.state.name == 'IDLE'")
    step = person.program.ask("controller.snapshot.step")
    assert person.says(f"step {step}")
    person.keep_picture("paused.png")
    person.press("r")
    person.wait_for_step(0)
    assert person.numbers("weight") == FIRST_WEIGHT
    assert person.grad_is_absent()
    person.press("ctrl+q")
    assert person.program.process.wait(WAIT_S) == 0


def test_what_is_typed_in_the_fields_is_what_is_trained(person: Person) -> None:
    person.click("studio.window.toolbar.count", times=2)
    person.type("25")
    person.press("t")
    person.wait_for_step(25)
    person.click("studio.setup.fields['lr'].editor", times=2)
    person.press("ctrl+a")
    person.type("0,5")
    person.press("Return")
    person.wait_for("controller.experiment.arguments['lr'] == 0.5")
    person.wait_for_step(0)
    # The keyboard is the window's again.
    person.press("b")
    person.press("s")
    person.wait_for_step(1)
    assert person.distance() == f"{2.7101278 - 2 * 0.5:.4f}"


def test_after_the_engine_is_killed_a_click_on_restart_brings_the_run_back(person: Person) -> None:
    person.type("bst")
    person.wait_for_step(11)
    before = person.numbers("weight")
    (engine,) = psutil.Process(person.program.process.pid).children()
    engine.kill()
    person.wait_for("studio.window.banner.isVisible()")
    assert person.says("press Restart")
    assert person.numbers("weight") == before
    person.keep_picture("killed.png")
    person.click("studio.window.banner.button")
    person.wait_for_step(11)
    assert person.numbers("weight") == before
    person.press("t")
    person.wait_for_step(21)
    embedding, _ = article(steps=21)
    assert person.numbers("weight") == printed(embedding.weight)
