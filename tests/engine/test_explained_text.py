"""The arithmetic told of a cell that a batch of a text trains comes to torch's own grad."""

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name

from embviz.core.experiment import Corpus, Experiment
from embviz.core.explain import explain
from embviz.core.messages import CellFacts, PairFacts, PassFacts, StepFacts

WORDS, DIM, NEGATIVES = 4, 3, 2
# Word 0 is twice a center, and its own context once; 2 is never one.
CENTERS = torch.tensor([0, 1, 0])
CONTEXTS = torch.tensor([[1, 3, 3], [0, 2, 1], [3, 0, 1]])


def passed(scale, max_norm):
    """One pass over the batch in plain torch: the table after it, its vectors and its loss."""
    torch.manual_seed(3)
    embedding = torch.nn.Embedding(
        2 * WORDS, DIM, scale_grad_by_freq=scale, max_norm=max_norm, dtype=torch.float64
    )
    a, b = embedding(CENTERS), embedding(WORDS + CONTEXTS)
    labels = torch.tensor([1.0] + [-1.0] * NEGATIVES, dtype=torch.float64)
    loss = -F.logsigmoid(labels * (b @ a.unsqueeze(2)).squeeze(2)).sum() / len(CENTERS)
    loss.backward()
    return embedding.weight, a.detach(), b.detach(), loss.item()


def pairs_of(row, a, b):
    """The pairs of the batch that hold `row`: first those that belong together."""
    contexts = WORDS + CONTEXTS
    for column in range(1 + NEGATIVES):
        for place in range(len(CENTERS)):
            first, second = int(CENTERS[place]), int(contexts[place, column])
            if row in (first, second):
                yield PairFacts(
                    first=first,
                    second=second,
                    a=tuple(a[place].tolist()),
                    b=tuple(b[place, column].tolist()),
                    label=-1 if column else 1,
                    first_count=int((first == CENTERS).sum()),
                    second_count=int((contexts == second).sum()),
                )


@pytest.mark.parametrize(("scale", "max_norm"), [(False, None), (True, None), (False, 1.0)])
@pytest.mark.parametrize("row", range(2 * WORDS))
def test_the_shares_of_a_batch_add_up_to_torchs_grad(row, scale, max_norm):
    weight, a, b, loss = passed(scale, max_norm)
    experiment = Experiment(
        rows=2 * WORDS,
        dim=DIM,
        dtype="float64",
        loss="skipgram",
        scale_grad_by_freq=scale,
        max_norm=max_norm,
        corpus=Corpus(batch=len(CENTERS), negatives=NEGATIVES),
    )
    held = tuple(pairs_of(row, a, b))
    done = PassFacts(held, len(held), loss, positives=len(CENTERS), negatives=NEGATIVES * len(CENTERS))
    for column in range(DIM):
        grad = weight.grad[row, column].item()
        now = StepFacts(weight[row, column].item(), grad, {}, {}, {})
        facts = CellFacts(step=0, place=(row, column), now=now, last=None, backward=done)
        last = explain(experiment, facts).gradient[-1]
        assert last.target == "grad"
        assert last.torch == grad
        assert last.value == pytest.approx(grad, rel=1e-12, abs=1e-15)
