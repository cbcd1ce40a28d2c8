"""SCHEDULES: how the learning rate changes from step to step, one row each."""

from __future__ import annotations

import math

from embviz.core.recipes import LARGEST_FLOAT32, Doubt, Parameter, Schedule, mark

LARGEST_STEP_SIZE = 1_000_000_000
# torch takes all above 0; much nearer to it, the rate that it works back from there is infinite.
LEAST_FACTOR = 1e-9

_GROWS = Doubt(lambda value: value > 1, mark("torch takes it, but above 1 the learning rate grows"))
_NAN = Doubt(math.isnan, mark("torch takes it: the learning rate becomes nan"))


def _gamma(default: float, hint: str) -> Parameter:
    return Parameter("gamma", default, hint, minimum=-LARGEST_FLOAT32, takes_nan=True, doubts=(_GROWS, _NAN))


SCHEDULES: dict[str, Schedule] = {
    row.name: row
    for row in (
        Schedule(name="none"),
        Schedule(
            name="ExponentialLR",
            # torch gives gamma no default here; .97 lets the article's run settle.
            parameters=(_gamma(0.97, mark("multiplies lr after each step")),),
        ),
        Schedule(
            name="StepLR",
            parameters=(
                Parameter(
                    "step_size",
                    10.0,
                    mark("after how many steps lr is multiplied"),
                    minimum=1,
                    maximum=LARGEST_STEP_SIZE,
                    is_integer=True,
                ),
                _gamma(0.1, mark("multiplies lr after every step_size steps")),
            ),
        ),
        Schedule(
            name="LinearLR",
            begins_at_once=True,
            parameters=(
                Parameter(
                    "start_factor",
                    1.0 / 3,
                    mark("multiplies lr in the first step"),
                    minimum=LEAST_FACTOR,
                    maximum=1,
                ),
                Parameter(
                    "end_factor",
                    1.0,
                    mark("multiplies lr from step total_iters on; between, it changes along a line"),
                    maximum=1,
                ),
                Parameter(
                    "total_iters",
                    5.0,
                    mark("after how many steps end_factor is reached"),
                    minimum=1,
                    maximum=LARGEST_STEP_SIZE,
                    is_integer=True,
                ),
            ),
        ),
    )
}
