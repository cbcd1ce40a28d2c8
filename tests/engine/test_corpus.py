"""Skip-gram on a text is what plain torch does with the same batches, to the bit, and can be gone back in."""

import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from embviz.core.experiment import Corpus, Experiment
from embviz.core.messages import Moment, Viewport
from embviz.engine.corpus_batch import CorpusBatch
from embviz.engine.session import Session
from embviz.engine.text.text import Text
from embviz.engine.trainer import Trainer
from tests.engine.requests import request

CORPUS = Corpus(text="toy-en", batch=32, negatives=3, window=2, min_count=2)
SEED, LR = 5, 0.8


def experiment_of(**fields):
    usual = {
        "corpus": CORPUS,
        "loss": "skipgram",
        "dim": 8,
        "seed": SEED,
        "sparse": True,
        "initial": "word2vec",
    }
    args = {"optimizer_args": {"lr": LR}} if "optimizer" not in fields else {}
    return Experiment(**{**usual, **args, **fields})


class Plain:
    """The same, as a learner would write it."""

    def __init__(self, text, sparse=True, optimizer="SGD"):
        torch.manual_seed(SEED)
        self.text, self.words, self.k = text, len(text.words), 0
        self.embedding = torch.nn.Embedding(2 * self.words, 8, sparse=sparse)
        with torch.no_grad():
            self.embedding.weight.uniform_(-0.5 / 8, 0.5 / 8)
            self.embedding.weight[self.words :] = 0
        args = {"lr": LR} if optimizer == "SGD" else {}
        self.optimizer = getattr(torch.optim, optimizer)(self.embedding.parameters(), **args)

    def loss(self):
        centers, contexts = self.text.batch(SEED, self.k)
        labels = torch.tensor([1.0] + [-1.0] * (contexts.shape[1] - 1))
        rows = torch.cat([centers.unsqueeze(1), self.words + contexts], dim=1)
        a, b = self.embedding(rows).split([1, contexts.shape[1]], dim=1)
        return -F.logsigmoid(labels * (a * b).sum(dim=2)).sum() / len(centers)

    def train(self, rounds):
        losses = []
        for _ in range(rounds):
            self.optimizer.zero_grad()
            loss = self.loss()
            losses.append(loss.item())
            loss.backward()
            self.optimizer.step()
            self.k += 1
        return losses


@pytest.fixture(scope="module")
def text():
    return Text.of(CORPUS)


CASES = {
    "sparse SGD": {},
    "dense SGD": {"sparse": False},
    "dense Adam": {"sparse": False, "optimizer": "Adam"},
    "sparse Adagrad": {"optimizer": "Adagrad"},
    "SparseAdam": {"optimizer": "SparseAdam"},
}


@pytest.mark.parametrize("fields", CASES.values(), ids=CASES)
def test_a_train_is_that_of_plain_torch_to_the_bit(text, fields):
    plain = Plain(text, fields.get("sparse", True), fields.get("optimizer", "SGD"))
    trainer = Trainer(experiment_of(**fields))
    assert torch.equal(trainer.weight, plain.embedding.weight)
    rounds = trainer.train(7)
    assert rounds.losses.tolist() == plain.train(7)
    assert torch.equal(trainer.weight, plain.embedding.weight)
    assert torch.equal(trainer.grad.to_dense(), plain.embedding.weight.grad.to_dense())


def test_single_presses_take_the_same_batches_as_a_train(text):
    plain, trainer = Plain(text), Trainer(experiment_of())
    plain.train(3)
    for _ in range(3):
        trainer.zero_grad()
        trainer.backward()
        trainer.step()
    assert torch.equal(trainer.weight, plain.embedding.weight)


def test_a_second_backward_adds_the_grad_of_the_same_batch():
    trainer = Trainer(experiment_of())
    trainer.backward()
    once = trainer.grad.to_dense().clone()
    trainer.backward()
    assert torch.equal(trainer.grad.to_dense(), 2 * once)


def test_the_table_has_each_word_twice_and_names_both(text):
    trainer = Trainer(experiment_of())
    words = len(text.words)
    assert trainer.weight.shape == (2 * words, 8)
    assert trainer.experiment.rows == 2 * words
    assert (trainer.labels[3], trainer.labels[words + 3]) == (text.words[3], f"{text.words[3]} (context)")
    assert not trainer.weight[words:].any()


def test_the_distance_is_that_of_the_watched_pair_before_each_step(text):
    plain, trainer = Plain(text), Trainer(experiment_of(pairs=((2, 4),)))
    expected = []
    for _ in range(5):
        weight = plain.embedding.weight.detach()
        expected.append(torch.linalg.norm(weight[2] - weight[4]).item())
        plain.train(1)
    assert trainer.train(5).distances.tolist() == pytest.approx(expected, abs=1e-7)


def test_a_pass_is_explained_pair_by_pair(text):
    batch = CorpusBatch(text, SEED, 4, torch.float32, "cpu")
    embedding = torch.nn.Embedding(2 * len(text.words), 8)
    a, b = batch.vectors(embedding)
    pairs = [batch.pair(place) for place in range(batch.size)]
    centers, contexts = text.batch(SEED, 4)
    contexts += len(text.words)
    near = list(zip(centers.tolist(), contexts[:, 0].tolist(), strict=True))
    drawn = [
        (center, one)
        for center, line in zip(centers.tolist(), contexts.tolist(), strict=True)
        for one in line[1:]
    ]
    assert (pairs, batch.positives) == (near + drawn, len(near))
    for place, (first, second) in enumerate(pairs):
        one, other = batch.pair_vectors(place, a, b)
        assert torch.equal(one, embedding.weight[first])
        assert torch.equal(other, embedding.weight[second])
    for row in (pairs[0][0], pairs[0][1], pairs[-1][1]):
        assert batch.holding(row) == [place for place, pair in enumerate(pairs) if row in pair]
        assert batch.count(0, row) == centers.tolist().count(row)
        assert batch.count(1, row) == contexts.flatten().tolist().count(row)


def test_any_moment_that_is_kept_goes_on_as_if_it_had_never_been_left(text):
    session, viewport = Session(), Viewport(height=9999, width=99)
    session.answer(request("begin", number=1, experiment=experiment_of(), viewport=viewport))
    first = session.answer(request("train", number=2, until_step=4, viewport=viewport))
    session.answer(request("train", number=3, until_step=9, viewport=viewport))
    back = session.answer(request("go", number=4, moment=Moment(0, 1), viewport=viewport))
    assert (back.step, back.is_past) == (1, True)
    session.answer(request("fork", number=5, moment=Moment(0, 1), run=2, viewport=viewport))
    again = session.answer(request("train", number=6, until_step=4, run=2, viewport=viewport))
    assert (again.weight.values == first.weight.values).all()
    assert again.trace.losses[-1] == first.trace.losses[-1]


def test_a_snapshot_tells_how_much_of_the_text_has_been_trained(text):
    session = Session()
    session.answer(request("begin", number=1, experiment=experiment_of()))
    told = session.answer(request("train", number=2, until_step=10)).text
    assert (told.words, told.tokens, told.pairs) == (len(text.words), text.tokens, 320)
    assert told.epochs == pytest.approx(320 / text.pairs_a_pass)
