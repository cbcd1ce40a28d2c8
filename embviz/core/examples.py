"""EXAMPLES: experiments that are ready to be run, each with one sentence on what to look for."""

from __future__ import annotations

from typing import NamedTuple

from embviz.core.experiment import Experiment
from embviz.core.recipes import mark


class Example(NamedTuple):
    """One experiment that shows one thing: `title` and `look_for` are texts to be translated.

    `curve` says which curve shows it best: 'distance', 'loss' or 'gap'.
    """

    id: str
    title: str
    look_for: str
    experiment: Experiment
    curve: str = "distance"


_PLAIN = {"lr": 0.1}
_ROW = (0.5, -0.25, 1.0, 0.0, -1.0)
_OTHER_ROW = (-0.5, 1.0, 0.25, -0.75, 0.5)
_ONES = (1.0, 1.0, 1.0, 1.0, 1.0)
_MINUS_ONES = (-1.0, -1.0, -1.0, -1.0, -1.0)

EXAMPLES: tuple[Example, ...] = (
    Example(
        "article",
        mark("The article"),
        mark(
            "Press Train: the distance falls to 0.0813 at step 5, then momentum carries the rows past each"
            " other, and it never settles."
        ),
        Experiment(),
    ),
    Example(
        "no_momentum",
        mark("Without momentum"),
        mark(
            "Press Run: the distance falls by 0.2 a step and from step 13 on jumps between 0.1101 and"
            " 0.0899 for ever, since the gradient is as long near the goal as far away."
        ),
        Experiment(optimizer_args=_PLAIN),
    ),
    Example(
        "forgotten_zero_grad",
        mark("Forgotten zero_grad"),
        mark(
            "Press Train twice: grad is the sum of all passes so far, and the distance swings out to"
            " 13.4208 at step 11 instead of 2.0194 at step 9."
        ),
        Experiment(zero_grad="forgotten"),
    ),
    Example(
        "zeros_instead_of_none",
        mark("Zeros instead of None"),
        mark(
            "Press Backward, Step, Zero grad and Step: grad holds zeros, and momentum still takes the"
            " distance from 2.5101 to 2.3301, where with None the second Step changes nothing."
        ),
        Experiment(zero_grad="zeros"),
    ),
    Example(
        "row_outside_the_batch",
        mark("A row that is not in the batch still moves"),
        mark(
            "Press Train, type 2, 3 into pairs, press Set now and Train again: rows 0 and 1 have left the"
            " batch and their grad is 0, yet their momentum carries them on."
        ),
        Experiment(rows=4),
    ),
    Example(
        "adam_outside_the_batch",
        mark("Adam moves it too"),
        mark(
            "Press Train, type 2, 3 into pairs, press Set now and Train again: rows 0 and 1 have left the"
            " batch and their grad is 0, yet exp_avg remembers their past grads and Adam moves them on."
        ),
        Experiment(rows=4, optimizer="Adam", optimizer_args={"lr": 0.1}),
    ),
    Example(
        "padding_and_weight_decay",
        mark("Padding row and weight decay"),
        mark(
            "Press Backward and Step: the padding row 2 is in a pair and gets no grad, yet weight decay"
            " moves it from 1 to 0.99."
        ),
        Experiment(
            rows=3,
            padding_idx=2,
            initial="values",
            values=(_ROW, _OTHER_ROW, _ONES),
            pairs=((0, 1), (0, 2)),
            optimizer_args={"lr": 0.1, "weight_decay": 0.1},
        ),
    ),
    Example(
        "max_norm",
        mark("max_norm rewrites in forward"),
        mark(
            "Press Forward: the lookup alone shortens both rows to length 1 in the table itself, and the"
            " loss is 1.4436, where without max_norm it is 2.7101."
        ),
        Experiment(max_norm=1.0),
    ),
    Example(
        "scale_grad_by_freq",
        mark("scale_grad_by_freq"),
        mark(
            "Press Backward: row 0 is looked up three times and its grad is divided by 3; without"
            " scale_grad_by_freq it is three times as large, and the other rows' is the same."
        ),
        Experiment(rows=4, scale_grad_by_freq=True, pairs=((0, 1), (0, 2), (0, 3))),
    ),
    Example(
        "sparse_refused",
        mark("A sparse grad that Adam refuses"),
        mark(
            "Press Backward and Step: Backward stores only the rows of the batch, and Adam refuses such a"
            " grad with torch's own words, while SparseAdam would take it."
        ),
        Experiment(rows=4, sparse=True, optimizer="Adam", optimizer_args=_PLAIN),
    ),
    Example(
        "bfloat16_stands_still",
        mark("bfloat16 that never moves"),
        mark(
            "Press Train: each step asks for 0.001, which is less than half of what bfloat16 can tell"
            " apart just below 1, so the weights stay 1 and -1, while in float32 100 steps take them to"
            " 0.9 and -0.9."
        ),
        Experiment(
            dtype="bfloat16",
            initial="values",
            values=(_ONES, _MINUS_ONES),
            loss="l1",
            optimizer_args={"lr": 0.005},
        ),
    ),
    Example(
        "nan_by_hand",
        mark("NaN by a hand-written distance"),
        mark(
            "Press Backward and Step: the rows are equal and the loss is 0, but the slope of a root at 0"
            " is infinite, so grad is nan and then so is the table; the Euclidean loss gives a grad of 0"
            " here."
        ),
        Experiment(initial="values", values=(_ROW, _ROW), loss="sqrt_sum_square"),
    ),
    Example(
        "squared_loss",
        mark("The squared loss settles"),
        mark(
            "Press Run: the distance is all but 0 at step 2, swings back to 2.1952 at step 4 and stays"
            " below 0.001 from step 149 on, since this gradient shrinks with the distance."
        ),
        Experiment(loss="squared_euclidean"),
    ),
    Example(
        "lr_decay",
        mark("Learning-rate decay settles"),
        mark(
            "Press Run: the article's run with lr multiplied by 0.97 after each step stays below 0.001"
            " from step 199 on."
        ),
        Experiment(schedule="ExponentialLR", schedule_args={"gamma": 0.97}),
    ),
    Example(
        "runaway_dot_product",
        mark("A dot product that runs away"),
        mark(
            "Press Run: the negative dot product has no least value, so the rows grow for ever and the"
            " loss is -inf from step 463 on."
        ),
        Experiment(loss="negative_dot", optimizer_args=_PLAIN),
        curve="loss",
    ),
    Example(
        "skipgram",
        mark("Skip-gram on five words"),
        mark(
            "Press Train: after 10 rounds the dot products of the pairs 0, 1 and 2, 3 are positive and"
            " those of all six negative pairs negative, though rows 0 and 1 are still 3.2 apart: it is"
            " directions that count."
        ),
        Experiment(
            rows=5,
            loss="skipgram",
            pairs=((0, 1), (2, 3)),
            negatives=((0, 2), (0, 3), (1, 2), (1, 3), (4, 0), (4, 1)),
            optimizer_args=_PLAIN,
        ),
        curve="loss",
    ),
)
