"""OPTIMIZERS: the optimizers of torch.optim that embviz knows, one row each.

Parameters, defaults and what is refused are those of torch 2.13's source (torch/optim/sgd.py, adam.py,
adamw.py, adagrad.py, rmsprop.py, sparse_adam.py); the arithmetic of each row's step stands in updates.py.
"""

from __future__ import annotations

import math

from embviz.core.recipes import LARGEST_FLOAT32, Doubt, Optimizer, Parameter, Refusal, Rule, mark
from embviz.core.updates import UPDATES

_NAN_LR = Doubt(math.isnan, mark("torch takes it: the first step makes every number that it moves nan"))
_INFINITE_LR = Doubt(math.isinf, mark("torch takes it: the first step makes the table infinite, or nan"))
_LR_HINT = mark("learning rate: the length of a step")
_DECAY_HINT = mark("adds this multiple of weight to its gradient")
_MAXIMIZE = Parameter("maximize", False, mark("climb the loss instead of descending"))
_EPS = Parameter("eps", 1e-8, mark("added to the divisor, so that nothing is divided by zero"))
_MOMENTUM_DOUBT = Doubt(
    lambda value: value >= 1,
    mark("torch takes it, but from 1 on no gradient fades: the run cannot settle"),
)
# Their checks read `not 0.0 <= lr`, which refuses NaN; SGD's reads `lr < 0.0`, which does not.
_LR = Parameter("lr", 0.001, _LR_HINT, takes_inf=True, doubts=(_INFINITE_LR,))
_BETAS = (
    Parameter("beta1", 0.9, mark("how slowly the mean of grad fades"), maximum=1.0, excludes_maximum=True),
    Parameter("beta2", 0.999, mark("how slowly the mean of grad² fades"), maximum=1.0, excludes_maximum=True),
)
_PACKED = {"betas": ("beta1", "beta2")}
_DENSE_ONLY = Refusal(
    "optimizer",
    lambda is_sparse, _args: is_sparse,
    mark("torch refuses it at Step: it takes no sparse grad"),
)


def _adam(name: str, weight_decay: float, decay_hint: str) -> Optimizer:
    return Optimizer(
        name=name,
        parameters=(
            _LR,
            *_BETAS,
            _EPS,
            Parameter("weight_decay", weight_decay, decay_hint),
            Parameter("amsgrad", False, mark("divide by the largest mean of grad² so far")),
            _MAXIMIZE,
        ),
        packed=_PACKED,
        refusals=(_DENSE_ONLY,),
        update=UPDATES[name].lines,
        partings=UPDATES[name].partings,
        tables=lambda args: (
            "exp_avg",
            "exp_avg_sq",
            *(("max_exp_avg_sq",) if args["amsgrad"] else ()),
        ),
    )


OPTIMIZERS: dict[str, Optimizer] = {
    row.name: row
    for row in (
        Optimizer(
            name="SGD",
            parameters=(
                Parameter(
                    "lr", 0.001, _LR_HINT, takes_inf=True, takes_nan=True, doubts=(_NAN_LR, _INFINITE_LR)
                ),
                Parameter(
                    "momentum",
                    0.0,
                    mark("how much of the last step is carried on into this one"),
                    doubts=(_MOMENTUM_DOUBT,),
                ),
                Parameter(
                    "dampening",
                    0.0,
                    mark("how much of a new gradient is kept out of the buffer"),
                    minimum=-LARGEST_FLOAT32,
                ),
                Parameter("weight_decay", 0.0, _DECAY_HINT),
                Parameter("nesterov", False, mark("look ahead along the buffer")),
                _MAXIMIZE,
            ),
            rules=(
                Rule(
                    "nesterov",
                    lambda args: not args["nesterov"] or (args["momentum"] > 0 and args["dampening"] == 0),
                    mark("nesterov needs a momentum above 0 and a dampening of 0"),
                    "Nesterov momentum requires a momentum and zero dampening",
                ),
            ),
            refusals=(
                Refusal(
                    "weight_decay",
                    lambda is_sparse, args: is_sparse and args["weight_decay"] != 0,
                    mark("torch refuses it at Step: a decay touches all rows, a sparse grad only some"),
                ),
            ),
            update=UPDATES["SGD"].lines,
            partings=UPDATES["SGD"].partings,
            tables=lambda args: ("momentum_buffer",) if args["momentum"] else (),
        ),
        _adam("Adam", 0.0, _DECAY_HINT),
        _adam("AdamW", 0.01, mark("shrinks weight by this share of lr, apart from the gradient")),
        Optimizer(
            name="Adagrad",
            parameters=(
                Parameter("lr", 0.01, _LR_HINT, takes_inf=True, doubts=(_INFINITE_LR,)),
                Parameter("lr_decay", 0.0, mark("divides lr by 1 + lr_decay · (step - 1)")),
                Parameter("weight_decay", 0.0, _DECAY_HINT),
                Parameter("initial_accumulator_value", 0.0, mark("what the sum of grad² starts from")),
                Parameter("eps", 1e-10, _EPS.hint),
                _MAXIMIZE,
            ),
            refusals=(
                Refusal(
                    "weight_decay",
                    lambda is_sparse, args: is_sparse and args["weight_decay"] != 0,
                    mark("torch refuses it at Step: a decay touches all rows, a sparse grad only some"),
                ),
            ),
            update=UPDATES["Adagrad"].lines,
            partings=UPDATES["Adagrad"].partings,
            tables=lambda _args: ("sum",),
        ),
        Optimizer(
            name="RMSprop",
            parameters=(
                Parameter("lr", 0.01, _LR_HINT, takes_inf=True, doubts=(_INFINITE_LR,)),
                Parameter(
                    "alpha",
                    0.99,
                    mark("how slowly the mean of grad² fades"),
                    doubts=(
                        Doubt(
                            lambda value: value > 1,
                            mark("torch takes it, but above 1 the mean turns negative and its root is nan"),
                        ),
                    ),
                ),
                _EPS,
                Parameter("weight_decay", 0.0, _DECAY_HINT),
                Parameter(
                    "momentum",
                    0.0,
                    mark("how much of the last step is carried on into this one"),
                    doubts=(_MOMENTUM_DOUBT,),
                ),
                Parameter("centered", False, mark("divide by the standard deviation of grad, not its size")),
                _MAXIMIZE,
            ),
            refusals=(_DENSE_ONLY,),
            update=UPDATES["RMSprop"].lines,
            partings=UPDATES["RMSprop"].partings,
            tables=lambda args: (
                "square_avg",
                *(("momentum_buffer",) if args["momentum"] > 0 else ()),
                *(("grad_avg",) if args["centered"] else ()),
            ),
        ),
        Optimizer(
            name="SparseAdam",
            parameters=(
                # Its check reads `0.0 < lr`: a rate of 0, which the others take, is refused.
                Parameter("lr", 0.001, _LR_HINT, minimum=5e-324, takes_inf=True, doubts=(_INFINITE_LR,)),
                *_BETAS,
                Parameter("eps", 1e-8, _EPS.hint, minimum=5e-324),
                _MAXIMIZE,
            ),
            packed=_PACKED,
            refusals=(
                Refusal(
                    "optimizer",
                    lambda is_sparse, _args: not is_sparse,
                    mark("torch refuses it at Step: it takes a sparse grad only; switch sparse on"),
                ),
            ),
            update=UPDATES["SparseAdam"].lines,
            partings=UPDATES["SparseAdam"].partings,
            tables=lambda _args: ("exp_avg", "exp_avg_sq"),
        ),
    )
}
