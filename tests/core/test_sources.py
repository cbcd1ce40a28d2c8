"""Sources: a text and a file of vectors as values that are checked, and written in an experiment's TOML."""

import math

import msgspec
import pytest

from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.sources import MOST_WORDS, TEXTS, Corpus, VectorFile, checked_source

CORPUS = Corpus(
    text="a b.txt",
    tokens="characters",
    lower=False,
    min_count=1,
    most_words=2,
    subsample=0.0,
    window=64,
    negatives=64,
    batch=65_536,
    fingerprint="0f",
)
FILE = VectorFile("vectors.npz", "weight", 7, "ab")


def test_a_text_is_word2vecs_own_unless_asked_otherwise():
    usual = Corpus()
    assert usual.text in TEXTS
    assert (usual.min_count, usual.subsample, usual.window, usual.negatives) == (5, 1e-3, 5, 5)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": 3},
        {"text": "a\0b"},
        {"tokens": "letters"},
        {"lower": 1},
        {"min_count": 0},
        {"min_count": 1.5},
        {"most_words": 1},
        {"most_words": MOST_WORDS + 1},
        {"subsample": -1e-9},
        {"subsample": math.nan},
        {"subsample": "1e-3"},
        {"window": 0},
        {"window": 65},
        {"negatives": 0},
        {"negatives": 65},
        {"batch": 0},
        {"batch": 65_537},
    ],
    ids=str,
)
def test_a_text_whose_numbers_are_out_of_range_is_refused_by_the_name_of_the_field(fields):
    ((field, value),) = fields.items()
    with pytest.raises(ExperimentError) as error:
        Corpus(**fields)
    assert error.value.field == field
    assert str(error.value).startswith(f"{field} = {value!r}: must be ")


@pytest.mark.parametrize("fields", [{"path": ""}, {"path": 3}, {"path": "a\0b"}, {"most_rows": -1}], ids=str)
def test_a_file_whose_values_are_out_of_range_is_refused_by_the_name_of_the_field(fields):
    ((field, _),) = fields.items()
    with pytest.raises(ExperimentError) as error:
        VectorFile(**{"path": "a.npy", **fields})
    assert error.value.field == field


@pytest.mark.parametrize("source", [CORPUS, FILE], ids=["text", "file"])
def test_its_fields_by_name_are_itself(source):
    kind = type(source)
    fields = msgspec.structs.asdict(source)
    assert checked_source("it", fields, kind) == source
    assert checked_source("it", source, kind) is source
    assert checked_source("it", None, kind) is None


@pytest.mark.parametrize(
    ("value", "field", "said"),
    [
        (3, "file", "must be a table, such as path = ..."),
        ({}, "file", "must be a table, such as path = ..."),
        ({"path": "a", "pth": "b"}, "pth", "has no such field; it has path, tensor, most_rows, fingerprint"),
        ({"path": "a", "most_rows": -1}, "most_rows", "must be a whole number"),
    ],
)
def test_what_is_no_file_in_toml_is_refused_in_words(value, field, said):
    with pytest.raises(ExperimentError, match=said) as error:
        checked_source("file", value, VectorFile)
    assert error.value.field == field


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(rows=4, loss="skipgram", corpus=CORPUS, initial="word2vec"),
        Experiment(rows=4, initial="file", file=FILE, pairs=((0, 3),)),
    ],
    ids=["text", "file"],
)
def test_an_experiment_with_one_comes_back_from_toml(experiment):
    again = Experiment.from_toml(experiment.to_toml())
    assert again == experiment
    assert (again.corpus, again.file) == (experiment.corpus, experiment.file)
    assert experiment.anew() != experiment
    for source in (experiment.anew().corpus, experiment.anew().file):
        assert source is None or source.fingerprint == ""


def test_the_rows_of_a_source_bound_pairs_once_it_has_been_read():
    unread = msgspec.structs.replace(FILE, fingerprint="")
    assert Experiment(rows=4, initial="file", file=unread, pairs=((0, 400_000),)).pairs == ((0, 400_000),)
    with pytest.raises(ExperimentError, match="pairs"):
        Experiment(rows=4, initial="file", file=FILE, pairs=((0, 4),))
