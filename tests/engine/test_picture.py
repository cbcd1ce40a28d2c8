"""A picture of a trainer: what a viewport shows, the whole beside a part, and the names of what is seen."""

import numpy as np
import pytest

from embviz.core.experiment import Corpus, Experiment, VectorFile
from embviz.core.messages import Viewport
from embviz.engine.detail import tensor_tile
from embviz.engine.picture import FIRST_NAMED, MOST_NAMED_IN_VIEW, OVERVIEW, named, picture_of
from embviz.engine.trainer import Trainer

WHOLE = Viewport(height=64, width=64)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "named.tsv.txt"
    table = np.random.default_rng(0).normal(size=(1000, 3)).astype(np.float32)
    path.write_text("".join(f"w{row} {a} {b} {c}\n" for row, (a, b, c) in enumerate(table.tolist())))
    file = VectorFile(str(path))
    return Trainer(Experiment(initial="file", file=file, pairs=((700, 999),), optimizer_args={"lr": 0.1}))


def picture(trainer, viewport=WHOLE, place=None):
    return picture_of(trainer, viewport, place, None)


def test_beside_a_part_stands_the_whole_and_beside_the_whole_nothing():
    trainer = Trainer(Experiment(rows=600, dim=20, pairs=((3, 7),)))
    assert picture(trainer).overview is None
    assert picture(trainer, None).overview is None
    for part in ({"row_start": 1}, {"row_stop": 599}, {"column_start": 1}, {"column_stop": 19}):
        found = picture(trainer, Viewport(height=64, width=64, **part)).overview
        assert (found.rows, found.columns) == ((0, 600), (0, 20))
        assert np.array_equal(found.values, tensor_tile(trainer.weight, OVERVIEW).values)


def test_all_its_tables_are_copies(trainer):
    trainer.train(3)
    shown = picture(trainer)
    tables = {"weight": shown.weight, "grad": shown.grad, **shown.state}
    before = {name: tile.values.tobytes() for name, tile in tables.items()}
    assert {*before} == {"weight", "grad", "momentum_buffer"}
    trainer.train(3)
    assert {name: tile.values.tobytes() for name, tile in tables.items()} == before


def test_a_table_without_labels_has_no_names(trainer):
    shown = picture(trainer)
    assert (shown.names, shown.has_labels, shown.text) == ({}, False, None)


def test_rows_in_view_the_pairs_and_the_first_ones_are_named(labelled):
    view = Viewport(height=64, width=64, row_start=300, row_stop=300 + MOST_NAMED_IN_VIEW)
    shown = picture(labelled, view)
    assert shown.has_labels
    wanted = {*range(FIRST_NAMED), *range(300, 300 + MOST_NAMED_IN_VIEW), 700, 999}
    assert shown.names == {row: f"w{row}" for row in wanted}


def test_of_more_rows_than_can_be_read_none_is_named_for_being_in_view(labelled):
    view = Viewport(height=64, width=64, row_start=300, row_stop=301 + MOST_NAMED_IN_VIEW)
    assert picture(labelled, view).names.keys() == {*range(FIRST_NAMED), 700, 999}


def test_the_rows_of_an_explanation_are_named(labelled):
    assert picture(labelled, None, (555, 1)).names[555] == "w555"


def test_names_are_those_of_rows_that_there_are():
    assert named(("a", "b"), (-1, 0, 1, 2)) == {0: "a", 1: "b"}
    assert named(None, (0, 1)) == {}


def test_of_a_text_it_is_told_how_much_has_been_trained():
    trainer = Trainer(Experiment(corpus=Corpus(min_count=2, batch=32), loss="skipgram", dim=4, sparse=True))
    assert picture(trainer).text.pairs == 0
    trainer.train(3)
    told, text = picture(trainer).text, trainer.text
    assert (told.words, told.tokens, told.pairs) == (len(text.words), text.tokens, 96)
    assert told.epochs == 96 / text.pairs_a_pass
    assert picture(trainer).grad_status.sparse_rows == trainer.grad._nnz()


def test_what_grad_holds_is_told():
    trainer = Trainer(Experiment())
    kinds = [picture(trainer).grad_status]
    for act in (trainer.backward, trainer.backward, trainer.step, trainer.zero_grad):
        act()
        kinds.append(picture(trainer).grad_status)
    assert [(one.kind, one.passes) for one in kinds] == [
        ("none", 0),
        ("fresh", 1),
        ("accumulated", 2),
        ("stale", 2),
        ("none", 0),
    ]
