"""What begins with a file: as much of a table as fits, in a way that torch can move, or a text's words."""

from __future__ import annotations

import pytest

from embviz.core import memory
from embviz.core.examples import ALPHA
from embviz.core.experiment import Experiment
from embviz.core.reports import TensorFacts
from embviz.core.sources import Corpus, VectorFile
from embviz.gui.opening.start import LARGE_ROWS, with_text, with_vectors

ENGLISH, JAPANESE = ("the", "king", "wears"), ("王様は", "冠を", "かぶる")


def table(rows: int, dim: int = 50, dtype: str = "float32", name: str = "") -> TensorFacts:
    return TensorFacts(name, rows, dim, dtype)


def test_a_small_table_is_trained_as_the_article_does() -> None:
    start = with_vectors("/a/v.npy", table(100, name="emb"), 20_128)
    assert start.experiment == Experiment(
        rows=100, dim=50, initial="file", file=VectorFile("/a/v.npy", "emb")
    )
    assert not start.is_large
    assert not start.is_cut


def test_a_table_of_one_row_is_paired_with_itself() -> None:
    assert with_vectors("/a/v.npy", table(1), 400).experiment.pairs == ((0, 0),)


@pytest.mark.parametrize("rows", [LARGE_ROWS + 1, 400_000, 0])
def test_a_large_table_or_one_of_unknown_size_gets_sparse_grads_and_no_momentum(rows: int) -> None:
    start = with_vectors("/a/glove.txt", table(rows), 171_350_079)
    assert start.is_large
    assert start.experiment.sparse
    assert start.experiment.arguments["momentum"] == 0
    assert start.experiment.cautions == ()


@pytest.mark.parametrize(("path", "size_bytes"), [("/a/glove.txt", 4_000_000), ("/a/glove.txt.gz", 400_000)])
def test_a_file_without_room_for_many_rows_begins_as_the_article_does(path: str, size_bytes: int) -> None:
    start = with_vectors(path, table(0), size_bytes)
    assert not start.is_large
    assert start.experiment.arguments["momentum"] == 0.9
    assert with_vectors(path, table(0), 30 * size_bytes).is_large


@pytest.mark.parametrize(
    ("dtype", "rows", "kept"),
    [
        ("float64", 10, "float64"),
        ("bfloat16", 10, "bfloat16"),
        ("float16", 10, "float16"),
        ("float16", 200_000, "float32"),
        ("int8", 10, "float32"),
    ],
)
def test_the_dtype_of_the_file_is_kept_where_torch_can_train_it(dtype: str, rows: int, kept: str) -> None:
    experiment = with_vectors("/a/v.pt", table(rows, dtype=dtype), 10_000).experiment
    assert experiment.dtype == kept
    assert experiment.cautions == ()


def test_of_a_table_that_does_not_fit_the_first_rows_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 4 * 4 * 300 * 1_234_567)
    start = with_vectors("/a/news.bin", table(3_000_000, 300), 3_600_000_000)
    assert start.is_cut
    assert start.experiment.file == VectorFile("/a/news.bin", "", 1_234_000)
    assert start.experiment.rows == 1_234_000


def test_a_text_is_split_as_its_script_asks_for() -> None:
    for sample, tokens in ((ENGLISH, "words"), (JAPANESE, "characters"), ((), "words")):
        corpus = with_text("/a/text.txt", sample, 1_000_000).experiment.corpus
        assert corpus is not None
        assert corpus.tokens == tokens


def test_a_shorter_text_has_rarer_words_and_fewer_dimensions() -> None:
    starts = [with_text("/a/t.txt", ENGLISH, size).experiment for size in (3_000, 50_000, 5_000_000)]
    counts = [one.corpus.min_count for one in starts if one.corpus is not None]
    assert counts == [1, 2, Corpus().min_count]
    assert starts[0].dim < starts[2].dim


def test_a_text_is_trained_sparsely_with_a_step_that_grows_with_the_batch() -> None:
    experiment = with_text("/a/t.txt", ENGLISH, 1_000_000).experiment
    assert experiment.corpus is not None
    assert experiment.loss == "skipgram"
    assert experiment.initial == "word2vec"
    assert experiment.sparse
    assert experiment.arguments["momentum"] == 0
    assert experiment.arguments["lr"] == pytest.approx(ALPHA * experiment.corpus.batch)
