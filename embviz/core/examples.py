"""EXAMPLES: experiments that are ready to be run, each with one sentence on what to look for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from embviz.core.experiment import Experiment
from embviz.core.recipes import mark
from embviz.core.sources import Corpus

# Each pair of a batch moves its rows as far as word2vec does with its alpha.
ALPHA = 0.05
# Of a text of some thousand words a larger batch holds the same word too often.
BATCH, SMALL_BATCH = 512, 64
# Dimensions that a text of some thousand words, and one of some hundred thousand, can fill.
SMALL_DIM, LARGE_DIM = 32, 64


class Example(NamedTuple):
    """One experiment that shows one thing: `title` and `look_for` are texts to be translated.

    `fields` are those of the Experiment that differ from its defaults. `curve` says which curve shows it
    best: 'distance', 'loss' or 'gap'. One of another `group` than the one before is set apart in a list.
    """

    id: str
    title: str
    look_for: str
    fields: Mapping[str, object]
    curve: str = "distance"
    group: str = "small"

    @property
    def experiment(self) -> Experiment:
        """The experiment, made anew. Raises ExperimentError where it does not fit this machine's memory."""
        return Experiment(**self.fields)  # type: ignore[arg-type]


def skipgram_on(corpus: Corpus, dim: int) -> Mapping[str, object]:
    """Return the fields of an Experiment that learns words, `dim` numbers each, as word2vec does."""
    return MappingProxyType(
        {
            "dim": dim,
            "corpus": corpus,
            "initial": "word2vec",
            "loss": "skipgram",
            "sparse": True,
            # The loss is a mean over the batch: each of its pairs has so small a share in a step.
            "optimizer_args": {"lr": ALPHA * corpus.batch},
        }
    )


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
        {},
    ),
    Example(
        "no_momentum",
        mark("Without momentum"),
        mark(
            "Press Run: the distance falls by 0.2 a step and from step 13 on jumps between 0.1101 and"
            " 0.0899 for ever, since the gradient is as long near the goal as far away."
        ),
        {"optimizer_args": _PLAIN},
    ),
    Example(
        "forgotten_zero_grad",
        mark("Forgotten zero_grad"),
        mark(
            "Press Train twice: grad is the sum of all passes so far, and the distance swings out to"
            " 13.4208 at step 11 instead of 2.0194 at step 9."
        ),
        {"zero_grad": "forgotten"},
    ),
    Example(
        "zeros_instead_of_none",
        mark("Zeros instead of None"),
        mark(
            "Press Backward, Step, Zero grad and Step: grad holds zeros, and momentum still takes the"
            " distance from 2.5101 to 2.3301, where with None the second Step changes nothing."
        ),
        {"zero_grad": "zeros"},
    ),
    Example(
        "row_outside_the_batch",
        mark("A row that is not in the batch still moves"),
        mark(
            "Press Train, type 2, 3 into pairs, press Set now and Train again: rows 0 and 1 have left the"
            " batch and their grad is 0, yet their momentum carries them on."
        ),
        {"rows": 4},
    ),
    Example(
        "adam_outside_the_batch",
        mark("Adam moves it too"),
        mark(
            "Press Train, type 2, 3 into pairs, press Set now and Train again: rows 0 and 1 have left the"
            " batch and their grad is 0, yet exp_avg remembers their past grads and Adam moves them on."
        ),
        {"rows": 4, "optimizer": "Adam", "optimizer_args": {"lr": 0.1}},
    ),
    Example(
        "padding_and_weight_decay",
        mark("Padding row and weight decay"),
        mark(
            "Press Backward and Step: the padding row 2 is in a pair and gets no grad, yet weight decay"
            " moves it from 1 to 0.99."
        ),
        {
            "rows": 3,
            "padding_idx": 2,
            "initial": "values",
            "values": (_ROW, _OTHER_ROW, _ONES),
            "pairs": ((0, 1), (0, 2)),
            "optimizer_args": {"lr": 0.1, "weight_decay": 0.1},
        },
    ),
    Example(
        "max_norm",
        mark("max_norm rewrites in forward"),
        mark(
            "Press Forward: the lookup alone shortens both rows to length 1 in the table itself, and the"
            " loss is 1.4436, where without max_norm it is 2.7101."
        ),
        {"max_norm": 1.0},
    ),
    Example(
        "scale_grad_by_freq",
        mark("scale_grad_by_freq"),
        mark(
            "Press Backward: row 0 is looked up three times and its grad is divided by 3; without"
            " scale_grad_by_freq it is three times as large, and the other rows' is the same."
        ),
        {"rows": 4, "scale_grad_by_freq": True, "pairs": ((0, 1), (0, 2), (0, 3))},
    ),
    Example(
        "sparse_refused",
        mark("A sparse grad that Adam refuses"),
        mark(
            "Press Backward and Step: Backward stores only the rows of the batch, and Adam refuses such a"
            " grad with torch's own words, while SparseAdam would take it."
        ),
        {"rows": 4, "sparse": True, "optimizer": "Adam", "optimizer_args": _PLAIN},
    ),
    Example(
        "bfloat16_stands_still",
        mark("bfloat16 that never moves"),
        mark(
            "Press Train: each step asks for 0.001, which is less than half of what bfloat16 can tell"
            " apart just below 1, so the weights stay 1 and -1, while in float32 100 steps take them to"
            " 0.9 and -0.9."
        ),
        {
            "dtype": "bfloat16",
            "initial": "values",
            "values": (_ONES, _MINUS_ONES),
            "loss": "l1",
            "optimizer_args": {"lr": 0.005},
        },
    ),
    Example(
        "nan_by_hand",
        mark("NaN by a hand-written distance"),
        mark(
            "Press Backward and Step: the rows are equal and the loss is 0, but the slope of a root at 0"
            " is infinite, so grad is nan and then so is the table; the Euclidean loss gives a grad of 0"
            " here."
        ),
        {"initial": "values", "values": (_ROW, _ROW), "loss": "sqrt_sum_square"},
    ),
    Example(
        "squared_loss",
        mark("The squared loss settles"),
        mark(
            "Press Run: the distance is all but 0 at step 2, swings back to 2.1952 at step 4 and stays"
            " below 0.001 from step 149 on, since this gradient shrinks with the distance."
        ),
        {"loss": "squared_euclidean"},
    ),
    Example(
        "lr_decay",
        mark("Learning-rate decay settles"),
        mark(
            "Press Run: the article's run with lr multiplied by 0.97 after each step stays below 0.001"
            " from step 199 on."
        ),
        {"schedule": "ExponentialLR", "schedule_args": {"gamma": 0.97}},
    ),
    Example(
        "runaway_dot_product",
        mark("A dot product that runs away"),
        mark(
            "Press Run: the negative dot product has no least value, so the rows grow for ever and the"
            " loss is -inf from step 463 on."
        ),
        {"loss": "negative_dot", "optimizer_args": _PLAIN},
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
        {
            "rows": 5,
            "loss": "skipgram",
            "pairs": ((0, 1), (2, 3)),
            "negatives": ((0, 2), (0, 3), (1, 2), (1, 3), (4, 0), (4, 1)),
            "optimizer_args": _PLAIN,
        },
        curve="loss",
    ),
    Example(
        "toy_english",
        mark("Skip-gram on a toy text in English"),
        mark(
            "Press Run: the loss begins at 4.1589, six times ln 2, since the contexts start at 0; after some"
            " 6,000 steps king − man + woman, under Words, is queen, and the map has groups."
        ),
        skipgram_on(Corpus("toy-en", min_count=2, subsample=3e-3, batch=SMALL_BATCH), SMALL_DIM),
        curve="loss",
        group="texts",
    ),
    Example(
        "toy_japanese",
        mark("Skip-gram on a toy text in Japanese"),
        mark(
            "Press Run: the loss begins at 4.1589, and after some 5,000 steps 王様 − 男 + 女, under Words, is"
            " 女王; the words stand apart in this text, so that it needs no tokenizer."
        ),
        skipgram_on(Corpus("toy-ja", min_count=1, subsample=3e-3, batch=SMALL_BATCH), SMALL_DIM),
        curve="loss",
        group="texts",
    ),
    Example(
        "world_english_bible",
        mark("Skip-gram on the World English Bible"),
        mark(
            "Press Run and look at Words: the loss begins at 4.1589, and after five passes of the text the"
            " neighbours of a word make sense, and ρ says how far they agree with people."
        ),
        skipgram_on(Corpus("web", batch=BATCH), LARGE_DIM),
        curve="loss",
        group="texts",
    ),
    Example(
        "production_table",
        mark("A production table: 1,000,000 x 300, sparse"),
        mark(
            "Press Run: grad stores 2 of 1,000,000 rows, a step moves these alone, and the distance falls by"
            " 0.2 a step, as in the table of two rows."
        ),
        {
            "rows": 1_000_000,
            "dim": 300,
            "sparse": True,
            "pairs": ((250_000, 750_000),),
            "optimizer_args": _PLAIN,
        },
        group="large",
    ),
)
