"""Reach tells which rows a request may change: never fewer than those that it does change."""

import pytest

from embviz.core.experiment import Corpus, Experiment
from embviz.engine.past.reach import SMALL_CELLS, Reach
from tests.engine.requests import request
from tests.engine.trainers import quiet_trainer

LARGE = {"rows": 300, "dim": 4, "pairs": ((3, 7), (200, 7)), "optimizer_args": {"lr": 0.1}}


def reached(command, before=(), request_fields=None, **fields):
    trainer = quiet_trainer(Experiment(**{**LARGE, **fields}))
    return Reach().rows_after(trainer, request(command, **(request_fields or {})), before)


CASES = {
    "a pass": (("backward",), {}, (3, 7, 200)),
    "a train": (("train",), {}, (3, 7, 200)),
    "negatives": (("train",), {"loss": "skipgram", "negatives": ((3, 299),)}, (3, 7, 200, 299)),
    "a step of nothing": (("step",), {}, ()),
    "a look": (("forward",), {}, ()),
    "a look that shortens": (("forward",), {"max_norm": 1.0}, (3, 7, 200)),
    "rows that were reached": (("backward", (0, 7, 250)), {}, (0, 3, 7, 200, 250)),
    "every row by decay": (("step",), {"optimizer_args": {"lr": 0.1, "weight_decay": 0.1}}, None),
    "every row once": (("backward", None), {}, None),
    "a lookup": (("lookup", (), {"indices": (5, 6)}), {}, ()),
    "a lookup that shortens": (("lookup", (), {"indices": (5, 6, 300, -1)}), {"max_norm": 1.0}, (5, 6)),
    "an edit": (("edit", (), {"place": (299, 0)}), {}, (299,)),
    "an edit outside": (("edit", (), {"place": (300, 0)}), {}, ()),
    "more than half": (("backward", tuple(range(150))), {}, None),
    "just half": (("backward", tuple(range(148))), {}, (*range(148), 200)),
}


@pytest.mark.parametrize(("asked", "fields", "rows"), CASES.values(), ids=CASES)
def test_the_rows_of(asked, fields, rows):
    assert reached(*asked, **fields) == rows


def test_a_small_table_is_kept_whole():
    assert reached("edit", (), {"place": (0, 0)}, rows=SMALL_CELLS // 4, pairs=((0, 1),)) is None
    assert reached("edit", (), {"place": (0, 0)}, rows=SMALL_CELLS // 4 + 1, pairs=((0, 1),)) == (0,)


def test_a_text_reaches_all_of_its_words():
    text = {"corpus": Corpus(min_count=2), "loss": "skipgram", "dim": 8, "pairs": ((0, 1),)}
    assert reached("forward", (), **text) is None


@pytest.mark.parametrize("command", ["forward", "backward", "step", "train", "lookup", "edit"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"max_norm": 0.5},
        {"optimizer": "Adam"},
        {"sparse": True},
        {"optimizer": "AdamW", "optimizer_args": {"weight_decay": 0.1}},
    ],
    ids=["SGD", "max_norm", "Adam", "sparse", "AdamW"],
)
def test_no_row_changes_that_was_not_told(command, fields):
    trainer = quiet_trainer(Experiment(**{**LARGE, **fields}))
    trainer.backward()
    told = Reach().rows_after(trainer, request(command, indices=(9, 11), place=(17, 1)), (3, 7, 200))
    before = trainer.weight.detach().clone()
    acts = {
        "forward": trainer.forward,
        "backward": trainer.backward,
        "step": trainer.step,
        "train": lambda: trainer.train(3),
        "lookup": lambda: trainer.lookup((9, 11)),
        "edit": lambda: trainer.edit((17, 1), 5.0),
    }
    acts[command]()
    changed = (before != trainer.weight).any(dim=1).nonzero().flatten().tolist()
    assert told is None or {*changed} <= {*told}
