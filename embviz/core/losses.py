"""LOSSES: what is made small, one row each.

In `code`, `a` and `b` are the rows of the pairs, (pairs, dim) each; `labels` is 1 for a positive and -1 for
a negative pair, and F is torch.nn.functional.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from embviz.core.recipes import Line, Loss, mark

Holds = Callable[[Mapping[str, float]], bool]

# torch's cosine_similarity divides by no norm below this, but differentiates the norm itself.
_SMALLEST_NORM = 1e-8
_ANGLE_NOTE = mark(
    "A row is shorter than 1e-8: PyTorch divides by 1e-8 instead of its length, so the gradient can be huge."
)


def _are_equal(numbers: Mapping[str, float]) -> bool:
    return numbers["distance"] == 0


def _are_apart(numbers: Mapping[str, float]) -> bool:
    return not _are_equal(numbers)


def _is_tiny(numbers: Mapping[str, float]) -> bool:
    return numbers["norm_a"] < _SMALLEST_NORM or numbers["norm_b"] < _SMALLEST_NORM


def _is_plain(numbers: Mapping[str, float]) -> bool:
    return not _is_tiny(numbers)


def _label_is(label: int) -> Holds:
    return lambda numbers: numbers["label"] == label


_DISTANCE = Line("distance", "sqrt(sum((a - b)**2))")
_DOT = Line("dot", "sum(a * b)")

LOSSES: dict[str, Loss] = {
    row.name: row
    for row in (
        Loss(
            name="euclidean",
            title=mark("Euclidean distance"),
            formula="√(Σ (a - b)²)",
            code="torch.linalg.norm(a - b, dim=1).mean()",
            code_of_one="torch.linalg.norm(a - b)",
            measure=(_DISTANCE,),
            gradient=(
                Line("share", "(a - b) / distance", _are_apart),
                Line(
                    "share",
                    "0",
                    _are_equal,
                    mark("The rows are equal: PyTorch takes the gradient of the distance as 0 there."),
                ),
            ),
        ),
        Loss(
            name="squared_euclidean",
            title=mark("squared Euclidean distance"),
            formula="Σ (a - b)²",
            code="(a - b).square().sum(dim=1).mean()",
            code_of_one="(a - b).square().sum()",
            measure=(Line("loss", "sum((a - b)**2)"),),
            gradient=(Line("share", "2 * (a - b)"),),
        ),
        Loss(
            name="mse",
            title=mark("mean squared error"),
            formula="Σ (a - b)² / dim",
            code="F.mse_loss(a, b)",
            measure=(Line("loss", "sum((a - b)**2) / dim"),),
            gradient=(Line("share", "2 * (a - b) / dim"),),
        ),
        Loss(
            name="l1",
            title=mark("L1: mean absolute error"),
            formula="Σ |a - b| / dim",
            code="F.l1_loss(a, b)",
            measure=(Line("loss", "sum(abs(a - b)) / dim"),),
            gradient=(Line("share", "sign(a - b) / dim"),),
        ),
        Loss(
            name="cosine_distance",
            title=mark("cosine distance"),
            formula="1 - a·b / (‖a‖ ‖b‖)",
            code="(1 - F.cosine_similarity(a, b)).mean()",
            measure=(
                _DOT,
                Line("norm_a", "sqrt(sum(a**2))"),
                Line("norm_b", "sqrt(sum(b**2))"),
                Line("loss", "1 - dot / (norm_a * norm_b)", _is_plain),
                Line("loss", "1 - dot / (max(norm_a, 1e-8) * max(norm_b, 1e-8))", _is_tiny, _ANGLE_NOTE),
            ),
            gradient=(
                Line("share", "dot * a / (norm_a**3 * norm_b) - b / (norm_a * norm_b)", _is_plain),
                Line(
                    "share",
                    "dot * a / (max(norm_a, 1e-8)**2 * max(norm_b, 1e-8) * norm_a)"
                    " - b / (max(norm_a, 1e-8) * max(norm_b, 1e-8))",
                    lambda numbers: _is_tiny(numbers) and numbers["norm_a"] != 0,
                ),
                Line(
                    "share",
                    "-b / (1e-8 * max(norm_b, 1e-8))",
                    lambda numbers: numbers["norm_a"] == 0,
                    _ANGLE_NOTE,
                ),
            ),
        ),
        Loss(
            name="negative_dot",
            title=mark("negative dot product"),
            formula="-a·b",
            code="-(a * b).sum(dim=1).mean()",
            code_of_one="-(a * b).sum()",
            measure=(_DOT, Line("loss", "-dot")),
            gradient=(Line("share", "-b"),),
        ),
        Loss(
            name="sqrt_sum_square",
            title=mark("hand-written sqrt(sum(square))"),
            formula="√(Σ (a - b)²)",
            code="(a - b).square().sum(dim=1).sqrt().mean()",
            code_of_one="(a - b).square().sum().sqrt()",
            measure=(_DISTANCE,),
            gradient=(
                Line("share", "(a - b) / distance", _are_apart),
                Line(
                    "share",
                    "(a - b) / distance",
                    _are_equal,
                    mark("The rows are equal: the root has no slope at 0, and 0 / 0 is nan."),
                ),
            ),
        ),
        Loss(
            name="skipgram",
            title=mark("skip-gram with negative sampling"),
            formula="-log σ(a·b) - Σ log σ(-a·n)",
            code="-F.logsigmoid(labels * (a * b).sum(dim=1)).sum() / {positives}",
            has_negatives=True,
            measure=(
                _DOT,
                Line("loss", "-logsigmoid(dot)", _label_is(1)),
                Line("loss", "-logsigmoid(-dot)", _label_is(-1)),
            ),
            gradient=(
                Line("share", "-sigmoid(-dot) * b", _label_is(1)),
                Line("share", "sigmoid(dot) * b", _label_is(-1)),
            ),
        ),
    )
}
