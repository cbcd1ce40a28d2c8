"""The article's demonstration, as a person does it: the real window and engine on a screen, and real keys."""

from __future__ import annotations

import psutil
import torch

from tests.scenarios.person import WAIT_S, Person

# What the article prints.
FIRST_WEIGHT = "0.3367 0.1288 0.2345 0.2303 -1.1229 -0.1863 2.2082 -0.6380 0.4617 0.2674"
FIRST_GRAD = "0.1930 -0.7673 0.3219 -0.0854 -0.5130 -0.1930 0.7673 -0.3219 0.0854 0.5130"
SECOND_WEIGHT = "0.3174 0.2055 0.2023 0.2389 -1.0716 -0.1670 2.1315 -0.6058 0.4531 0.2161"


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
    assert person.says(f"step {step:,}")
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
