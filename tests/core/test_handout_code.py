"""The code of several runs is one program: each under what it does otherwise, and nothing twice."""

from __future__ import annotations

import itertools
from typing import Any

import torch

from embviz.core.experiment import Experiment, VectorFile
from embviz.core.handout_code import told_runs
from embviz.core.messages import Action
from embviz.core.transcript import Transcript

BACKWARD, STEP, FORWARD = "backward", "step", "forward"


def run(*kinds: str, **what: Any) -> Transcript:
    made = Transcript(Experiment(**what))
    made.merge(Action(number=number, kind=kind, moment=number) for number, kind in enumerate(kinds, 1))
    return made


def headings(code: str) -> list[str]:
    return [line for line in code.split("\n") if line.startswith("# Run")]


def test_each_run_stands_under_what_it_does_otherwise_than_the_one_before() -> None:
    slow, fast = run(BACKWARD, STEP), run(BACKWARD, STEP, optimizer_args={"lr": 0.2, "momentum": 0.9})
    adam = run(BACKWARD, optimizer="Adam")
    code = told_runs([slow, fast, adam, run(FORWARD, optimizer="Adam")])
    assert headings(code) == [
        "# Run 1: SGD lr 0.1, momentum 0.9",
        "# Run 2: lr 0.2",
        "# Run 3: Adam lr 0.001",
        "# Run 4: once more",
    ]
    assert code.count("loss.backward()") == 3
    assert code.count("import torch\n") == 1


def test_a_run_alone_is_told_as_it_is_and_none_not_at_all() -> None:
    assert told_runs([run(BACKWARD)]) == run(BACKWARD).text
    assert told_runs([]) == ""


def test_what_another_run_repeats_as_a_whole_is_told_once() -> None:
    begun, whole, other = run(), run(BACKWARD, STEP), run(FORWARD)
    for order in itertools.permutations([begun, whole, run(BACKWARD), run(BACKWARD, STEP)]):
        assert told_runs(list(order)) == whole.text
    assert headings(told_runs([whole, other, whole]))[1:] == ["# Run 2: once more"]


def test_it_runs_from_top_to_bottom_and_leaves_what_the_last_run_left() -> None:
    runs = [run(BACKWARD, STEP, loss="skipgram"), run(BACKWARD, STEP, seed=7)]
    code, ours, alone = told_runs(runs), {}, {}
    exec(compile(code, "handout", "exec"), ours)
    exec(compile(runs[1].text, "run", "exec"), alone)
    assert torch.equal(ours["embedding"].weight, alone["embedding"].weight)
    assert code.startswith("import torch\nimport torch.nn.functional as F\n\n# Run 1")


def test_whatever_a_file_is_called_a_heading_is_one_line_of_ascii() -> None:
    file = VectorFile(path="a\nimport os  # 埋.npy")
    code = told_runs([run(FORWARD), run(FORWARD, initial="file", file=file)])
    assert code.isascii()
    assert "\nimport os" not in code
    assert len(headings(code)) == 2
