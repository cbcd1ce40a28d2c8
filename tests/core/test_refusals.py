"""Each refusal of torch is provoked, and what embviz says of it is the row that was meant."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from embviz.core import refusals
from embviz.core.refusals import REFUSALS, explained


def one_step(optimizer: str, table: dict[str, object], **args: object) -> None:
    """A lookup of two rows, their distance, its backward pass and a step."""
    torch.manual_seed(0)
    embedding = torch.nn.Embedding(4, 3, **table)  # type: ignore[arg-type]
    made = getattr(torch.optim, optimizer)(embedding.parameters(), **args)
    torch.linalg.norm(embedding(torch.tensor([0])) - embedding(torch.tensor([1]))).backward()
    made.step()


def make(optimizer: str, **args: object) -> None:
    getattr(torch.optim, optimizer)(torch.nn.Embedding(4, 3).parameters(), **args)


def look_up(index: int, **table: object) -> None:
    torch.nn.Embedding(4, 3, **table)(torch.tensor([index]))  # type: ignore[arg-type]


# torch tells once a process that it does not check what a sparse grad holds.
pytestmark = pytest.mark.filterwarnings("ignore:Sparse invariant checks")
SPARSE = {"sparse": True}
# How to provoke it, the row's piece, and a word that the remedy must name.
PROVOKED: list[tuple[Callable[[], object], str, str]] = [
    (lambda: one_step("Adam", SPARSE), "does not support sparse gradients", "SparseAdam"),
    (lambda: one_step("AdamW", SPARSE), "does not support sparse gradients", "SparseAdam"),
    (lambda: one_step("RMSprop", SPARSE), "does not support sparse gradients", "sparse off"),
    (lambda: one_step("SparseAdam", {}), "does not support dense gradients", "sparse on"),
    (lambda: one_step("SGD", SPARSE, lr=0.1, weight_decay=0.1), "add(sparse, dense)", "weight_decay"),
    (
        lambda: one_step("SGD", SPARSE, lr=0.1, momentum=0.9, weight_decay=0.1),
        "add(sparse, dense)",
        "weight_decay",
    ),
    (
        lambda: one_step("Adagrad", SPARSE, weight_decay=0.1),
        "weight_decay option is not compatible with sparse gradients",
        "weight_decay",
    ),
    (
        lambda: one_step("SGD", {**SPARSE, "scale_grad_by_freq": True}, lr=0.1),
        "scale_grad_by_freq not supported with sparse gradients",
        "scale_grad_by_freq",
    ),
    (
        lambda: one_step("SGD", {**SPARSE, "dtype": torch.float16}, lr=0.1),
        "\"cadd_sparse\" not implemented for 'Half'",
        "float32",
    ),
    (lambda: look_up(4), "index out of range in self", "rows - 1"),
    (lambda: look_up(-1), "index out of range in self", "rows - 1"),
    (lambda: look_up(4, max_norm=1.0), "select(): index", "rows - 1"),
    (lambda: torch.nn.Embedding(10**9, 10**6), "can't allocate memory", "rows"),
    (lambda: torch.nn.Embedding(2**60, 2**10), "Storage size calculation overflowed", "rows"),
    (lambda: one_step("SGD", {}, lr=1e39), "without overflow", "smaller"),
    (lambda: one_step("SGD", {"dtype": torch.float16}, lr=1e6), "without overflow", "wider dtype"),
    (lambda: make("SGD", lr=0.1, nesterov=True), "Nesterov momentum requires", "momentum"),
    (
        lambda: torch.nn.Embedding(3, 3, padding_idx=3),
        "Padding_idx must be within num_embeddings",
        "rows - 1",
    ),
    (lambda: make("Adam", betas=(1.0, 0.999)), "Invalid beta parameter", "beta"),
    (lambda: make("SGD", lr=-1.0), "Invalid ", "value"),
    (lambda: make("Adam", lr=float("nan")), "Invalid ", "value"),
    (lambda: make("RMSprop", alpha=-1.0), "Invalid ", "value"),
]
each = pytest.mark.parametrize(("provoke", "piece", "named"), PROVOKED)


@each
def test_what_torch_refuses_is_explained_by_the_row_that_was_meant(
    provoke: Callable[[], object], piece: str, named: str
) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011 - torch raises of six kinds here
        provoke()
    message = f"{type(refused.value).__name__}: {refused.value}"
    row = next(row for row in REFUSALS if row.piece == piece)
    assert explained(message) == (row.cause, row.remedy)
    assert named in row.remedy


def test_every_row_is_provoked_here() -> None:
    assert {piece for _, piece, _ in PROVOKED} == {row.piece for row in REFUSALS}


@pytest.mark.parametrize(
    "message", ["", "Trying to backward through the graph a second time", "invalid", "sparse gradients"]
)
def test_what_nobody_foresaw_is_not_explained_away(message: str) -> None:
    assert explained(message) is None


@pytest.mark.parametrize(
    "remedy",
    [
        lambda: one_step("SGD", SPARSE, lr=0.1),
        lambda: one_step("Adagrad", SPARSE),
        lambda: one_step("SparseAdam", SPARSE),
        lambda: one_step("Adam", {}, weight_decay=0.1),
        lambda: one_step("SGD", {"scale_grad_by_freq": True}, lr=0.1),
        lambda: one_step("SGD", {**SPARSE, "dtype": torch.bfloat16}, lr=0.1),
        lambda: one_step("SGD", {}, lr=0.1, momentum=0.9, nesterov=True),
        lambda: look_up(3, padding_idx=-1),
    ],
)
def test_what_the_remedies_advise_torch_takes(remedy: Callable[[], object]) -> None:
    remedy()


def test_every_text_is_marked_and_in_plain_words() -> None:
    tree = ast.parse(Path(refusals.__file__).read_text("utf-8"))
    marked = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "mark"
        if isinstance(call.args[0], ast.Constant)
    }
    for row in REFUSALS:
        assert {row.cause, row.remedy} <= marked
        for text in (row.cause, row.remedy):
            assert text[0].isupper()
            assert text.endswith(".")
            assert "!" not in text
