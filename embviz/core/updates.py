"""UPDATES: the arithmetic of one cell in one step of each optimizer, line by line, and what parts it from
the hand check w - lr · grad.

Each follows the single-tensor function of torch 2.13 (torch/optim/sgd.py, adam.py, adagrad.py, rmsprop.py,
_functional.py for SparseAdam); a term that falls away has a line of its own without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from embviz.core.recipes import Line, Parting, mark

Numbers = Mapping[str, float]


class Update(NamedTuple):
    """The lines of a step, and why it is not w - lr · grad."""

    lines: tuple[Line, ...]
    partings: tuple[Parting, ...]


def _where(*names: str, unset: tuple[str, ...] = ()) -> Callable[[Numbers], bool]:
    """Return what holds where none of `names` is 0, and all of `unset` are."""
    return lambda numbers: (
        all(numbers[name] != 0 for name in names) and all(numbers[name] == 0 for name in unset)
    )


def _always(_numbers: Numbers) -> bool:
    return True


def _decays_lr(numbers: Numbers) -> bool:
    return numbers["lr_decay"] != 0 and numbers["t"] > 1


_IN_GRAD = _where("is_in_grad")
_NEGATED = Line("g", "-grad", _where("maximize", "is_in_grad"))
_DECAYED = (
    Line("g", "grad + weight_decay * weight", _where("weight_decay", unset=("maximize",))),
    Line("g", "-grad + weight_decay * weight", _where("weight_decay", "maximize")),
    Line("g", "-grad", _where("maximize", "is_in_grad", unset=("weight_decay",))),
)
_DECAYS = Parting(
    _where("weight_decay"),
    mark("A weight_decay adds {weight_decay} · w to the gradient, which pulls w towards 0."),
)
_SHRINKS = Parting(
    _where("weight_decay"),
    mark("The weight_decay first shrinks w by the share lr · {weight_decay}, whatever its gradient."),
)
_CLIMBS = Parting(
    _where("maximize"), mark("With maximize on, PyTorch turns the sign of the gradient: the step climbs.")
)
_CARRIES = mark("Momentum carries {momentum} of the buffer on, and in it the gradients of earlier steps.")
_MEANS = Parting(
    _always,
    mark("The step is a mean of the gradients, divided by the root of a mean of their squares."),
)
_FROM_ZERO = mark("The mean before the first step is 0.")

_SGD = Update(
    (
        *_DECAYED,
        Line(
            "momentum_buffer",
            "g",
            _where("momentum", "is_first", "is_in_grad"),
            mark("The first buffer is the gradient itself; from the next step on it carries earlier ones."),
        ),
        Line(
            "momentum_buffer",
            "momentum * momentum_buffer + g",
            _where("momentum", "is_in_grad", unset=("is_first", "dampening")),
        ),
        Line(
            "momentum_buffer",
            "momentum * momentum_buffer + (1 - dampening) * g",
            _where("momentum", "is_in_grad", "dampening", unset=("is_first",)),
        ),
        # What a sparse grad does not store still has its buffer, and coasts.
        Line(
            "momentum_buffer",
            "momentum * momentum_buffer",
            _where("momentum", unset=("is_first", "is_in_grad")),
        ),
        Line("weight", "weight - lr * g", _where("is_in_grad", unset=("momentum",))),
        Line(
            "weight",
            "weight - lr * (g + momentum * momentum_buffer)",
            _where("momentum", "is_in_grad", "nesterov"),
        ),
        Line(
            "weight",
            "weight - lr * momentum * momentum_buffer",
            _where("momentum", "nesterov", unset=("is_first", "is_in_grad")),
        ),
        Line(
            "weight", "weight - lr * momentum_buffer", _where("momentum", "is_in_grad", unset=("nesterov",))
        ),
        Line(
            "weight",
            "weight - lr * momentum_buffer",
            _where("momentum", unset=("is_first", "is_in_grad", "nesterov")),
        ),
    ),
    (
        Parting(_where("momentum", unset=("is_first",)), _CARRIES),
        Parting(
            _where("momentum", "dampening", "is_in_grad", unset=("is_first",)),
            mark("Dampening keeps {dampening} of the gradient out of the buffer."),
        ),
        Parting(
            _where("momentum", "nesterov"),
            mark("With nesterov on, SGD looks ahead: it adds {momentum} of the buffer to the gradient."),
        ),
        _DECAYS,
        _CLIMBS,
    ),
)


def _means(*also: str) -> tuple[Line, ...]:
    first, later = _where("is_first", *also), _where(*also, unset=("is_first",))
    return (
        Line("exp_avg", "(1 - beta1) * g", first, _FROM_ZERO),
        Line("exp_avg", "beta1 * exp_avg + (1 - beta1) * g", later),
        Line("exp_avg_sq", "(1 - beta2) * g**2", first),
        Line("exp_avg_sq", "beta2 * exp_avg_sq + (1 - beta2) * g**2", later),
    )


_ADAM_LINES = (
    *_means(),
    Line("max_exp_avg_sq", "exp_avg_sq", _where("amsgrad", "is_first")),
    Line("max_exp_avg_sq", "max(max_exp_avg_sq, exp_avg_sq)", _where("amsgrad", unset=("is_first",))),
    Line("m_hat", "exp_avg / (1 - beta1**t)"),
    Line("v_hat", "exp_avg_sq / (1 - beta2**t)", _where(unset=("amsgrad",))),
    Line("v_hat", "max_exp_avg_sq / (1 - beta2**t)", _where("amsgrad")),
    Line("weight", "weight - lr * m_hat / (sqrt(v_hat) + eps)"),
)
_ADAM = Update((*_DECAYED, *_ADAM_LINES), (_MEANS, _DECAYS, _CLIMBS))
_ADAMW = Update(
    (
        _NEGATED,
        Line("weight", "weight * (1 - lr * weight_decay)", _where("weight_decay")),
        *_ADAM_LINES,
    ),
    (_MEANS, _SHRINKS, _CLIMBS),
)
_SPARSE_ADAM = Update(
    (
        _NEGATED,
        *_means("is_in_grad"),
        Line("rate", "lr * sqrt(1 - beta2**t) / (1 - beta1**t)", _IN_GRAD),
        Line("weight", "weight - rate * exp_avg / (sqrt(exp_avg_sq) + eps)", _IN_GRAD),
    ),
    (_MEANS, _CLIMBS),
)
_ADAGRAD = Update(
    (
        *_DECAYED,
        Line("sum", "sum + g**2", _IN_GRAD),
        Line(
            "rate",
            "lr / (1 + (t - 1) * lr_decay)",
            lambda numbers: _decays_lr(numbers) and numbers["is_in_grad"] != 0,
        ),
        Line(
            "weight",
            "weight - rate * g / (sqrt(sum) + eps)",
            lambda numbers: _decays_lr(numbers) and numbers["is_in_grad"] != 0,
        ),
        Line(
            "weight",
            "weight - lr * g / (sqrt(sum) + eps)",
            lambda numbers: not _decays_lr(numbers) and numbers["is_in_grad"] != 0,
        ),
    ),
    (
        Parting(_always, mark("Adagrad divides by the root of the sum of all squared gradients so far.")),
        Parting(_decays_lr, mark("The lr_decay has made lr smaller, step by step.")),
        _DECAYS,
        _CLIMBS,
    ),
)


def _rmsprop(divisor: str, *names: str, unset: tuple[str, ...] = ()) -> tuple[Line, ...]:
    return (
        Line(
            "momentum_buffer",
            f"g / ({divisor})",
            _where("momentum", "is_first", *names, unset=unset),
            mark("The buffer before the first step is 0."),
        ),
        Line(
            "momentum_buffer",
            f"momentum * momentum_buffer + g / ({divisor})",
            _where("momentum", *names, unset=("is_first", *unset)),
        ),
        Line("weight", f"weight - lr * g / ({divisor})", _where(*names, unset=("momentum", *unset))),
    )


_RMSPROP = Update(
    (
        *_DECAYED,
        Line("square_avg", "(1 - alpha) * g**2", _where("is_first"), _FROM_ZERO),
        Line("square_avg", "alpha * square_avg + (1 - alpha) * g**2", _where(unset=("is_first",))),
        Line("grad_avg", "(1 - alpha) * g", _where("centered", "is_first")),
        Line("grad_avg", "alpha * grad_avg + (1 - alpha) * g", _where("centered", unset=("is_first",))),
        *_rmsprop("sqrt(square_avg) + eps", unset=("centered",)),
        *_rmsprop("sqrt(square_avg - grad_avg**2) + eps", "centered"),
        Line("weight", "weight - lr * momentum_buffer", _where("momentum")),
    ),
    (
        Parting(
            _where(unset=("centered",)),
            mark("RMSprop divides by the root of a mean of the squared gradients."),
        ),
        Parting(
            _where("centered"),
            mark("Centered RMSprop divides by the standard deviation of the gradients."),
        ),
        Parting(_where("momentum", unset=("is_first",)), _CARRIES),
        _DECAYS,
        _CLIMBS,
    ),
)

UPDATES: dict[str, Update] = {
    "SGD": _SGD,
    "Adam": _ADAM,
    "AdamW": _ADAMW,
    "Adagrad": _ADAGRAD,
    "RMSprop": _RMSPROP,
    "SparseAdam": _SPARSE_ADAM,
}
