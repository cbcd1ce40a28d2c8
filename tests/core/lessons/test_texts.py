"""What the lessons say is so: their numbers are torch's, their questions have the answers that they give."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import torch

from embviz.core import resources
from embviz.core.lessons.lesson import Lesson, Text
from embviz.engine.trainer import Trainer
from tests.core.lessons.figures import BY_ID, FACTS, LESSONS, course, plain, sgd
from tests.core.lessons.walker import Walker

# torch tells once a process that it does not check what a sparse grad holds.
pytestmark = pytest.mark.filterwarnings("ignore:Sparse invariant checks")
each = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
PLAIN_SGD = {"lr": 0.1}
# A panel of 260 px holds so many letters, in English and in Japanese.
LONGEST = {
    "text": (320, 160),
    "ask": (110, 55),
    "hint": (110, 55),
    "question": (120, 60),
    "explain": (200, 100),
}
# What the explanation of each choice says, as the index of the option.
RIGHT = {
    "grad_none": {2: 1},
    "backward": {1: 2, 4: 1},
    "momentum": {2: 0},
    "overshoot": {1: 2, 4: 1, 5: 0, 7: 1},
    "zero_grad": {4: 2},
    "zeros_or_none": {1: 0, 4: 1},
    "optimizers": {1: 1, 5: 2},
    "options": {1: 0},
    "words": {3: 2, 5: 1},
    "time_travel": {2: 2, 5: 0},
    "not_in_the_batch": {2: 1, 4: 1},
}
# The same for questions whose answer is cells.
CELLS = {
    "options": {2: {(0, 0), (0, 1), (1, 0), (1, 1)}, 4: {(0, 0), (0, 1)}},
    "not_in_the_batch": {1: {(0, 0), (0, 1), (1, 0), (1, 1)}},
}
# Bounds that a question asks about, and nobody computes; the answers are held against torch below.
BOUNDS = {
    # The version of PyTorch from which on zero_grad sets to None.
    "grad_none": (2.0,),
    "overshoot": (0.001, 0.01),
    "words": (0.1, 0.5),
    "time_travel": (0.5,),
    "optimizers": (0.001, 0.01),
}

_DECIMAL = re.compile(r"(?<![\d.])-?\d[\d,]*\.\d+")
_SHOWN = re.compile("「([^」]*)」")


def texts(lesson: Lesson) -> Iterator[tuple[str, Text]]:
    """Yield all that `lesson` says, each with what it is."""
    yield from (("title", lesson.title), ("about", lesson.about))
    for step in lesson.steps:
        yield "text", step.text
        yield from (
            (name, text) for name, text in (("ask", step.ask), ("hint", step.hint)) if text is not None
        )
        if step.predict is not None:
            yield from (("question", step.predict.question), ("explain", step.predict.explain))
            yield from (("option", option) for option in step.predict.options)


def decimals(text: str) -> list[str]:
    """Return the numbers in `text` that have a decimal point, as they are written."""
    return _DECIMAL.findall(text)


def settings(lesson: Lesson) -> list[float]:
    """Return the numbers with which the lesson begins, and those that it has typed in."""
    words = [word for step in lesson.steps for move in step.solution for word in move.words]
    typed = [float(number) for word in words for number in re.findall(r"-?\d+\.?\d*", word)]
    return [*map(float, lesson.experiment.arguments.values()), *typed, *BOUNDS.get(lesson.id, ())]


@each
def test_every_number_that_a_lesson_states_is_one_that_torch_makes(lesson: Lesson) -> None:
    known = [*FACTS[lesson.id](), *settings(lesson)]
    for _, text in texts(lesson):
        for number in (*decimals(text.en), *decimals(text.ja)):
            places = len(number.partition(".")[2])
            size = abs(float(number.replace(",", "")))
            # With the sign of a vector's other row, and of what is taken away.
            assert any(f"{abs(fact):.{places}f}" == f"{size:.{places}f}" for fact in known), (number, text.en)


@each
def test_both_languages_state_the_same_numbers(lesson: Lesson) -> None:
    for _, text in texts(lesson):
        assert sorted(set(decimals(text.en))) == sorted(set(decimals(text.ja))), text.en


@each
def test_a_text_fits_the_panel(lesson: Lesson) -> None:
    for kind, text in texts(lesson):
        english, japanese = LONGEST.get(kind, (120, 60))
        assert len(text.en) <= english, text.en
        assert len(text.ja) <= japanese, text.ja


@each
def test_a_solution_reaches_every_goal_and_no_goal_is_reached_before(lesson: Lesson) -> None:
    walker = Walker(lesson)
    attempt = walker.attempt
    for number, step in enumerate(lesson.steps):
        assert attempt.index == number
        if step.goal is not None:
            assert not attempt.step.is_reached(attempt.before, walker.seen), step.goal.text
        if step.predict is not None:
            attempt.answer(frozenset() if step.predict.kind == "cells" else 0)
        for move in step.solution:
            walker.do(move)
        assert attempt.is_reached, step.goal
        if step.predict is not None and step.predict.kind == "choice":
            assert attempt.truth == RIGHT[lesson.id][number], step.predict.explain.en
        elif step.predict is not None and step.predict.kind == "cells":
            assert attempt.truth == CELLS[lesson.id][number], step.predict.explain.en
        elif step.predict is not None:
            assert is_told(float(str(attempt.truth)), step.predict.explain.en), (attempt.truth, step.predict)
        attempt.go_on()


def is_told(number: float, text: str) -> bool:
    """Return whether `text` tells `number`, written out or, a small whole one, as a word."""
    if number.is_integer() and re.search(rf"(?<![\d.]){number:.0f}(?![\d.]*\d)", text):
        return True
    written = [(float(one), len(one.partition(".")[2])) for one in decimals(text)]
    words = {1: "One", 2: "Two", 3: "Three"}
    return words.get(int(number), "?") in text or any(
        abs(number - one) <= 0.5 * 10**-places + 1e-6 for one, places in written
    )


@each
def test_from_the_third_lesson_on_two_things_are_predicted(lesson: Lesson) -> None:
    questions = sum(step.predict is not None for step in lesson.steps)
    assert questions >= (2 if LESSONS.index(lesson) >= 2 else 1)
    assert 4 <= len(lesson.steps) <= 8


def test_there_are_ten_lessons_or_more_and_they_begin_with_the_table() -> None:
    assert len(LESSONS) >= 10
    assert [lesson.id for lesson in LESSONS[:4]] == ["lookup", "grad_none", "backward", "step"]


def test_the_japanese_names_of_buttons_are_those_on_screen() -> None:
    root = ElementTree.parse(resources.path("translations") / "embviz_ja.ts").getroot()
    shown = {message.findtext("translation") or "" for message in root.iter("message")}
    patterns = [re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))) for text in shown if text]
    for lesson in LESSONS:
        for _, text in texts(lesson):
            for name in _SHOWN.findall(text.ja):
                assert any(pattern.fullmatch(name) for pattern in patterns), name


def test_zero_grad_sets_to_none_unless_it_is_told_otherwise() -> None:
    assert inspect.signature(torch.optim.Optimizer.zero_grad).parameters["set_to_none"].default is True


def test_the_run_ends_in_a_cycle_of_42_steps_whatever_its_lr() -> None:
    for lr in (0.1, 0.01):
        late = course(1500, optimizer_args=sgd(lr=lr, momentum=0.9))[900:]
        assert late[:500] == pytest.approx(late[42:542], abs=5e-6)
        assert max(late) > 0.3 * lr


def test_what_settles_does_so_at_the_step_that_is_told() -> None:
    squared = course(300, loss="squared_euclidean")
    shrinking = course(300, schedule="ExponentialLR")
    for distances, told in ((squared, 149), (shrinking, 199)):
        assert distances[told - 1] >= 0.001 > max(distances[told:])
    assert squared[4] == max(squared[1:])


def test_plain_sgd_jumps_to_and_fro_near_the_goal() -> None:
    distances = course(30, optimizer_args=sgd(lr=0.1))
    assert {round(one, 4) for one in distances[13:]} == {0.1101, 0.0899}


def test_the_swings_of_adam_and_of_the_article_are_where_they_are_told() -> None:
    by_adam = course(30, optimizer="Adam", optimizer_args=sgd(lr=0.1))
    assert by_adam[11] == min(by_adam[:16])
    assert by_adam[15] == max(by_adam[11:])
    assert max(course(300)[5:]) == course(300)[9]


def test_a_forgotten_zero_grad_cancels_old_gradients_until_step_8_and_swings_ever_wider() -> None:
    run = plain(zero_grad="forgotten")
    run.train(8)
    assert run.grad.abs().max() < 1e-6
    distances = course(300, zero_grad="forgotten")
    swings = [max(distances[start : start + 100]) for start in (0, 100, 200)]
    assert sorted(swings) == swings
    assert swings[2] > 5 * swings[0]


def test_the_usual_loop_gives_the_same_numbers_with_zeros_as_with_none() -> None:
    assert course(50, zero_grad="zeros") == course(50)


@pytest.mark.long
def test_king_minus_man_plus_woman_is_queen_after_6000_steps_and_the_loss_stays_above_a_half() -> None:
    run = Trainer(BY_ID["words"].experiment)
    text, labels = run.text, run.labels
    assert text is not None
    assert labels is not None
    assert (len(text.words), run.experiment.rows) == (294, 588)
    assert run.train(1000).losses[-1] < 3
    losses = run.train(5000).losses
    assert losses[-2000:].min() > 0.5
    words = torch.nn.functional.normalize(run.weight.detach()[: len(text.words)], dim=1)
    king, man, woman = (words[labels.index(word)] for word in ("king", "man", "woman"))
    nearest = (words @ (king - man + woman)).argsort(descending=True).tolist()
    asked = {"king", "man", "woman"}
    assert next(labels[row] for row in nearest if labels[row] not in asked) == "queen"


def test_max_norm_shortens_row_0_alone_in_eval_mode_too() -> None:
    torch.manual_seed(42)
    table = torch.nn.Embedding(4, 2, padding_idx=2, max_norm=0.35).eval()
    before = table.weight.detach().clone()
    with torch.no_grad():
        table(torch.tensor([0, 1, 2]))
    assert (table.weight != before).any(dim=1).tolist() == [True, False, False, False]


def test_sgd_adagrad_and_sparseadam_take_a_sparse_grad_and_adam_and_rmsprop_refuse_it() -> None:
    for name, is_taken in (("SGD", 1), ("Adagrad", 1), ("SparseAdam", 1), ("Adam", 0), ("RMSprop", 0)):
        run = plain(rows=4, dim=2, sparse=True, optimizer=name, optimizer_args={"lr": 0.1})
        run.backward()
        if is_taken:
            run.step()
        else:
            with pytest.raises(RuntimeError):
                run.step()


def moved_after_leaving(**fields: object) -> bool:
    """Return whether row 0 moves in the first round whose batch does not have it."""
    run = plain(rows=4, dim=2, **fields)
    run.train(5)
    run.set_argument("pairs", "2, 3")
    before = run.weight[0].detach().clone()
    run.round()
    return not torch.equal(before, run.weight[0])


def test_momentum_and_adam_move_a_row_that_has_left_the_batch_and_sparse_ones_do_not() -> None:
    assert moved_after_leaving()
    assert moved_after_leaving(optimizer="Adam", optimizer_args={"lr": 0.1})
    assert not moved_after_leaving(optimizer="SparseAdam", optimizer_args={"lr": 0.1}, sparse=True)
    assert not moved_after_leaving(optimizer_args=PLAIN_SGD, sparse=True)
