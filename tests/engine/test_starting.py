"""A run starts from what was drawn or read, to the bit; what is not there, or another by now, is refused."""

import numpy as np
import pytest
import torch

from embviz.core.experiment import Corpus, Experiment, ExperimentError, VectorFile
from embviz.engine import starting
from embviz.engine.starting import StartError, devices_here, nobody, start_of
from embviz.engine.table import generator_of
from embviz.engine.text.reading import TextError
from embviz.engine.vectors.faults import LoadError
from tests.engine.vectors.makers import TABLE, WORDS, spaced


def started(tell=nobody, **fields):
    experiment = Experiment(**fields)
    return start_of(experiment, generator_of(experiment), tell)


def from_file(path, tell=nobody, **fields):
    args = {name: fields.pop(name) for name in ("tensor", "most_rows", "fingerprint") if name in fields}
    return started(tell, initial="file", file=VectorFile(str(path), **args), **fields)


@pytest.fixture
def glove(tmp_path):
    path = tmp_path / "six.txt"
    path.write_bytes(spaced())
    return path


@pytest.fixture
def poem(tmp_path):
    path = tmp_path / "poem.txt"
    path.write_text("a rose is a rose is a rose\nis it\n" * 20)
    return path


def test_a_table_that_is_drawn_is_torchs_own():
    start = started(rows=30, dim=7, seed=9)
    torch.manual_seed(9)
    assert torch.equal(start.table, torch.nn.Embedding(30, 7).weight)
    assert (start.labels, start.text) == (None, None)


def test_a_table_that_is_read_has_the_shape_the_names_and_the_numbers_of_its_file(glove):
    start = from_file(glove)
    assert (start.experiment.rows, start.experiment.dim) == TABLE.shape
    assert [start.labels[row] for row in range(len(TABLE))] == WORDS
    assert np.array_equal(start.table.numpy(), TABLE)
    assert len(start.experiment.file.fingerprint) > 9


@pytest.mark.parametrize("dtype", ["float64", "float16", "bfloat16"])
def test_it_is_rounded_to_the_dtype_as_torch_does(glove, dtype):
    start = from_file(glove, dtype=dtype)
    assert torch.equal(start.table, torch.from_numpy(TABLE).to(getattr(torch, dtype)))


def test_the_first_rows_alone_are_read_where_no_more_are_wanted(glove):
    start = from_file(glove, most_rows=4)
    assert np.array_equal(start.table.numpy(), TABLE[:4])
    assert len(start.labels) == 4


def test_a_mapped_table_is_a_copy_that_outlives_its_file(tmp_path, monkeypatch):
    monkeypatch.setattr(starting, "ROWS_AT_ONCE", 7)
    table, path = np.random.default_rng(1).normal(size=(50, 3)).astype(np.float32), tmp_path / "t.npy"
    np.save(path, table)
    told = []
    start = from_file(path, lambda *what: told.append(what))
    path.write_bytes(b"")
    assert np.array_equal(start.table.numpy(), table)
    start.table[0] = 0
    shares = [done for key, done in told if key == "reading"]
    assert len(shares) >= 50 / 7
    assert all(0 <= done <= 1 for done in shares)


def test_pairs_that_the_file_has_no_rows_for_are_refused(glove):
    with pytest.raises(ExperimentError, match="pairs"):
        from_file(glove, pairs=((0, 6),))


def test_a_file_that_is_as_it_was_starts_the_same_run_and_another_one_is_refused(glove):
    start = from_file(glove)
    mark = start.experiment.file.fingerprint
    assert torch.equal(from_file(glove, fingerprint=mark).table, start.table)
    glove.write_bytes(spaced(TABLE * np.float32(2)))
    with pytest.raises(StartError, match=r"six\.txt has changed since this run began: open it anew"):
        from_file(glove, fingerprint=mark)


def test_a_file_that_is_gone_is_refused(tmp_path):
    with pytest.raises(LoadError, match=r"gone\.npy"):
        from_file(tmp_path / "gone.npy")


def test_a_text_has_each_of_its_words_twice(poem):
    start = started(corpus=Corpus(text=str(poem), min_count=2), loss="skipgram", dim=4, initial="word2vec")
    # a and rose and is as often as each other, in the order of the text.
    assert start.text.words == ("a", "rose", "is", "it")
    assert start.experiment.rows == 8
    assert start.table.shape == (8, 4)
    assert start.labels[5] == "rose (context)"
    assert start.table[:4].abs().max() <= 0.5 / 4
    assert start.table[:4].all()
    assert not start.table[4:].any()


def test_a_text_that_is_as_it_was_starts_the_same_run_and_another_one_is_refused(poem):
    fields = {"loss": "skipgram", "dim": 4}
    first = started(corpus=Corpus(text=str(poem), min_count=2), **fields)
    again = started(corpus=first.experiment.corpus, **fields)
    assert torch.equal(first.table, again.table)
    assert again.experiment == first.experiment
    poem.write_text(poem.read_text() + "more\n")
    with pytest.raises(TextError, match=r"poem\.txt"):
        started(corpus=first.experiment.corpus, **fields)


def test_a_device_that_is_not_here_is_refused_with_those_that_are(monkeypatch):
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert devices_here() == ("cpu", "cuda")
    with pytest.raises(StartError, match=r"device = 'mps': this torch \(.*\) has cpu, cuda here"):
        started(device="mps")


@pytest.mark.parametrize("kind", ["reading", "counting", "drawing"])
def test_who_hears_of_a_start_can_end_it(kind, glove, poem, monkeypatch):
    def refuse(key, _done):
        if key == kind:
            raise InterruptedError

    monkeypatch.setattr("embviz.engine.table.DRAWN_AT_ONCE", 16)
    text = {"corpus": Corpus(text=str(poem), min_count=2), "loss": "skipgram"}
    file = {"initial": "file", "file": VectorFile(str(glove))}
    with pytest.raises(InterruptedError):
        started(refuse, dim=8, **{"reading": file, "counting": text, "drawing": {}}[kind], rows=9)
