"""A text gives each batch by its number: the same whenever it is asked for, of words that stood together."""

import hashlib
from collections import Counter
from itertools import pairwise, product
from random import Random

import numpy as np
import pytest
import torch

from embviz.core import resources
from embviz.core.sources import TEXTS, Corpus
from embviz.engine.text.reading import TextError
from embviz.engine.text.text import Text

# Of the batch 123 with the seed 7: a change here needs another version of the session's file.
DIGEST = "b1d0bcd3ff58fefa5d99c258c7e56b55c89fbae288bddbd8283cbcc77181e22f"
TOY = Corpus(text="toy-en", min_count=2, subsample=1e-2, window=2, negatives=3, batch=16)


@pytest.fixture
def text_of(tmp_path):
    """Make the Text of some lines."""

    def text_of(lines, **fields):
        path = tmp_path / "some.txt"
        path.write_text(lines, encoding="utf-8")
        return Text.of(Corpus(text=str(path), **{"min_count": 1, "subsample": 0.0, **fields}))

    return text_of


def same(batch, other):
    return all(torch.equal(one, two) for one, two in zip(batch, other, strict=True))


@pytest.mark.parametrize(("name", "least"), [("toy-en", 200), ("toy-ja", 200), ("web", 2500)])
def test_the_texts_that_come_with_embviz_are_read(name, least):
    text = Text.of(Corpus(text=name, min_count=5 if name == "web" else 1))
    assert len(text.words) >= least
    assert (np.diff(text.counts) <= 0).all()
    assert text.counts.sum() == text.tokens
    assert text.fingerprint == hashlib.sha256(resources.data("texts", f"{name}.txt")).hexdigest()
    assert name in TEXTS


def test_the_licence_says_which_bytes_it_is_of():
    fingerprint = hashlib.sha256(resources.data("texts", "web.txt")).hexdigest()
    assert fingerprint in resources.text("texts", "LICENSE-texts.txt")


def test_a_batch_is_centers_contexts_and_negatives():
    centers, contexts = Text.of(TOY).batch(seed=1, k=0)
    assert (centers.shape, contexts.shape) == ((16,), (16, 4))
    assert centers.dtype == contexts.dtype == torch.int64


@pytest.mark.parametrize("fields", [{}, {"batch": 1}, {"batch": 20_000}, {"negatives": 1, "subsample": 0.0}])
def test_a_batch_depends_on_seed_and_number_alone(fields):
    corpus = Corpus(**{name: getattr(TOY, name) for name in TOY.__struct_fields__} | fields)
    text = Text.of(corpus)
    last = 3 * text.batches_a_pass
    wanted = {(seed, k): Text.of(corpus).batch(seed, k) for seed in (1, 2) for k in (0, 1, last // 2, last)}
    asked = [*wanted, *product((1, 2), range(0, last, 1 + last // 20))] * 2
    Random(0).shuffle(asked)
    for seed, k in asked:
        batch = text.batch(seed, k)
        assert (seed, k) not in wanted or same(batch, wanted[seed, k])


def test_what_is_done_to_a_batch_does_not_change_it():
    text = Text.of(TOY)
    first = text.batch(1, 5)
    before = [tensor.clone() for tensor in first]
    for tensor in first:
        tensor.zero_()
    assert same(text.batch(1, 5), before)


def test_other_seeds_numbers_and_passes_have_other_pairs():
    text = Text.of(TOY)
    batches = [text.batch(1, 0), text.batch(1, 1), text.batch(2, 0), text.batch(1, text.batches_a_pass)]
    assert not any(same(one, other) for one, other in pairwise(batches))


def test_a_batch_is_what_it_was_when_sessions_were_saved_with_it():
    """Whatever numpy, torch or embviz is installed: a session that is opened goes on as it would have."""
    centers, contexts = Text.of(TOY).batch(7, 123)
    digest = hashlib.sha256(torch.cat([centers[:, None], contexts], dim=1).numpy().astype("<i8").tobytes())
    assert digest.hexdigest() == DIGEST


def test_a_pair_stood_within_the_window_in_one_line(text_of):
    lines = ["the king sees the old queen", "a dog", "the cat and the dog sleep in the garden"]
    text = text_of("\n".join(lines), window=3, negatives=1, batch=500)
    near = set()
    for words in map(str.split, lines):
        for at, other in product(range(len(words)), repeat=2):
            if 0 < abs(at - other) <= 3:
                near.add((words[at], words[other]))
    centers, contexts = text.batch(3, 0)
    drawn = {(text.words[a], text.words[b]) for a, b in zip(centers, contexts[:, 0], strict=True)}
    assert drawn == near


def test_no_negative_is_the_context():
    text = Text.of(TOY)
    for k in range(200):
        _, contexts = text.batch(1, k)
        assert (contexts[:, 1:] != contexts[:, :1]).all()


def test_a_pass_brings_each_word_as_often_as_word2vec_would(text_of):
    words = Random(1).choices("abcdefgh", weights=range(1, 9), k=4000)
    lines = "\n".join(" ".join(words[at : at + 8]) for at in range(0, 4000, 8))
    text = text_of(lines, window=4, batch=100)
    centers = torch.cat([text.batch(5, k)[0] for k in range(text.batches_a_pass)])
    found = np.bincount(centers.numpy(), minlength=8)
    expected: Counter = Counter()
    for line in map(str.split, lines.split("\n")):
        for at, word in enumerate(line):
            expected[word] += sum(
                (4 - abs(at - other) + 1) / 4 for other in range(8) if 0 < abs(at - other) <= 4
            )
    assert text.pairs_a_pass == round(sum(expected.values()))
    wanted = np.array([expected[word] for word in text.words]) * len(centers) / text.pairs_a_pass
    assert (np.abs(found - wanted) <= 5 * np.sqrt(wanted)).all()


def test_frequent_words_are_drawn_less_often_where_they_are_thinned_out(text_of):
    lines = "\n".join(["the the the the the king"] * 300)
    share = {}
    for subsample in (0.0, 1e-2):
        text = text_of(lines, subsample=subsample, batch=500, window=1)
        centers = torch.cat([text.batch(1, k)[0] for k in range(text.batches_a_pass)])
        share[subsample] = (centers == text.words.index("king")).double().mean().item()
    assert share[1e-2] > 2 * share[0.0]


def test_progress_is_told():
    told: list[float] = []
    Text.of(Corpus(text="web"), told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_changed_text_is_refused():
    with pytest.raises(TextError, match="has changed"):
        Text.of(Corpus(text="toy-en", fingerprint="0" * 64))


@pytest.mark.parametrize(
    ("lines", "fields", "why"),
    [
        ("one two three", {"min_count": 2}, "0 of its words occur 2 times or more; two are needed"),
        ("one one", {}, "1 of its words"),
        ("...\n\n", {}, "0 of its words"),
        ("one\ntwo\none", {}, "No two of its words stand in the same line"),
    ],
)
def test_a_text_that_gives_no_pairs_is_refused(text_of, lines, fields, why):
    with pytest.raises(TextError, match=why) as caught:
        text_of(lines, **fields)
    assert caught.value.what == "The text some.txt cannot be trained on."


def test_a_text_of_too_many_words_is_refused(text_of, monkeypatch):
    monkeypatch.setattr("embviz.engine.text.vocabulary.MOST_DIFFERENT", 3)
    with pytest.raises(TextError, match="different words"):
        text_of("one two three four")


def test_a_mask_that_leaves_nothing_of_a_short_text_does_not_stop_it(text_of):
    text = text_of("one two", subsample=1e-9, batch=4, negatives=1)
    for k in range(10):
        centers, contexts = text.batch(1, k)
        assert (centers != contexts[:, 0]).all()
