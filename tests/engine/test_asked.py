"""Asked: words become the numbers of rows, and what a request lacks is told."""

import pytest

from embviz.core.experiment import Corpus, Experiment
from embviz.core.messages import Moment
from embviz.engine.asked import cell_of, in_numbers, is_going_on, moment_of, place_of
from embviz.engine.labels import UnknownWord
from embviz.engine.trainer import Trainer
from tests.engine.requests import request

TEXT = Experiment(corpus=Corpus(min_count=2), loss="skipgram", dim=4, sparse=True)


@pytest.fixture(scope="module")
def named():
    return Trainer(TEXT)


def test_words_to_look_up_are_rows(named):
    words = named.text.words
    asked = in_numbers(named, request("lookup", indices=(), words=(words[5], "3", f"{words[0]} (context)")))
    assert asked.indices == (5, 3, len(words))
    assert asked.words == ()


def test_words_to_pair_are_pairs_of_rows(named):
    words = named.text.words
    asked = in_numbers(named, request("set", name="pairs", words=(words[1], words[2], words[3], "0")))
    assert asked.value == "1, 2; 3, 0"
    named.set_argument("pairs", asked.value)
    assert named.pairs == ((1, 2), (3, 0))


def test_the_words_of_an_inquiry_stay_words(named):
    asked = request("meaning", words=("0", "1", "2"))
    assert in_numbers(named, asked) == asked


def test_without_words_a_request_is_as_it_was(trainer):
    asked = request("lookup", indices=(1, 0))
    assert in_numbers(trainer, asked) is asked


def test_a_word_without_a_row_is_told(named):
    with pytest.raises(UnknownWord, match="qqqq"):
        in_numbers(named, request("lookup", words=("qqqq",)))


def test_a_train_goes_on_until_its_goal_or_a_rule(trainer):
    asked = request("train", until_step=5)
    assert is_going_on(trainer, asked)
    assert is_going_on(trainer, request("train", until_step=None, budget_s=0.1))
    assert not is_going_on(trainer, request("step"))
    trainer.train(5)
    assert not is_going_on(trainer, asked)
    trainer.stopped_by = "after_steps"
    assert not is_going_on(trainer, request("train", until_step=99))


@pytest.mark.parametrize(("cell", "found"), [((1, 4), (1, 4)), ((2, 0), None), ((0, 5), None), (None, None)])
def test_a_cell_outside_the_table_is_none(trainer, cell, found):
    assert cell_of(trainer, request("step", cell=cell)) == found


def test_what_is_needed_and_missing_is_told():
    assert place_of(request("inspect", place=(0, 1))) == (0, 1)
    assert moment_of(request("go", moment=Moment(0, 3))) == Moment(0, 3)
    with pytest.raises(ValueError, match="inspect needs a place"):
        place_of(request("inspect", place=None))
    with pytest.raises(ValueError, match="go needs a moment"):
        moment_of(request("go"))
