"""REFUSALS: torch's own messages, each with its cause in plain words and what to change."""

from __future__ import annotations

from typing import NamedTuple

from embviz.core.recipes import mark


class Refusal(NamedTuple):
    """Messages of torch that hold `piece`: why it refuses, and what can be changed so that it does not."""

    piece: str
    cause: str
    remedy: str


_TOUCHES_ALL = mark("A weight decay changes every row, but a sparse grad holds only the rows of the batch.")
_NO_DECAY = mark("Set weight_decay to 0, or switch sparse off.")
_TOO_MUCH_MEMORY = mark("The table asks for more memory than there is.")
_SMALLER_TABLE = mark("Make rows or dim smaller.")
_OUTSIDE = mark("An index is no row of the table: rows count from 0, and negative ones do not wrap around.")
_INSIDE = mark("Use indices from 0 to rows - 1.")

# The first row whose piece stands in the message is the one: the more special come first.
REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "does not support sparse gradients",
        mark("This optimizer reads every row of grad, but a sparse one holds only the rows of the batch."),
        mark("Switch sparse off, or take SparseAdam, SGD or Adagrad."),
    ),
    Refusal(
        "does not support dense gradients",
        mark("SparseAdam works only on the rows that a sparse grad holds, and this grad is dense."),
        mark("Switch sparse on, or take Adam."),
    ),
    Refusal("add(sparse, dense)", _TOUCHES_ALL, _NO_DECAY),
    Refusal("weight_decay option is not compatible with sparse gradients", _TOUCHES_ALL, _NO_DECAY),
    Refusal(
        "scale_grad_by_freq not supported with sparse gradients",
        mark("PyTorch divides by how often a row is looked up only where it makes a dense grad."),
        mark("Switch scale_grad_by_freq or sparse off."),
    ),
    Refusal(
        "\"cadd_sparse\" not implemented for 'Half'",
        mark("Two lookups make two sparse grads, and PyTorch cannot add these in float16."),
        mark("Switch sparse off, or take float32 or bfloat16."),
    ),
    Refusal("index out of range in self", _OUTSIDE, _INSIDE),
    # With max_norm the lookup first selects the rows that it may rewrite, and stumbles there.
    Refusal("select(): index", _OUTSIDE, _INSIDE),
    Refusal("can't allocate memory", _TOO_MUCH_MEMORY, _SMALLER_TABLE),
    Refusal("Storage size calculation overflowed", _TOO_MUCH_MEMORY, _SMALLER_TABLE),
    Refusal(
        "without overflow",
        mark("A number is larger than the table's dtype can hold."),
        mark("Take a smaller number, or a wider dtype."),
    ),
    Refusal(
        "Nesterov momentum requires",
        mark("Nesterov looks ahead along the momentum, so there must be one, undampened."),
        mark("Set momentum above 0 and dampening to 0, or switch nesterov off."),
    ),
    Refusal(
        "Padding_idx must be within num_embeddings",
        mark("The padding_idx names a row that the table does not have."),
        mark("Use a row from 0 to rows - 1, or a negative one that counts from the end."),
    ),
    Refusal(
        "Invalid beta parameter",
        mark("A beta is the share of the past that is kept: from 0 to below 1."),
        mark("Change the beta."),
    ),
    Refusal(
        "Invalid ",
        mark("PyTorch checks this argument when it makes the optimizer, and does not take its value."),
        mark("Change the value that it names."),
    ),
)


def explained(message: str) -> tuple[str, str] | None:
    """Return why torch refused with `message` and what to change, or None where that is not known.

    Both are sentences in English, marked for translation.
    """
    for refusal in REFUSALS:
        if refusal.piece in message:
            return refusal.cause, refusal.remedy
    return None
