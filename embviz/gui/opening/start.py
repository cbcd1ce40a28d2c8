"""Start: the run that begins with a file: what of a table of vectors fits, and how a text is trained on."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from embviz.core import memory
from embviz.core.checks import DTYPES
from embviz.core.examples import BATCH, LARGE_DIM, SMALL_BATCH, SMALL_DIM, skipgram_on
from embviz.core.experiment import ARTICLE_ARGS, Experiment
from embviz.core.reports import TensorFacts
from embviz.core.sources import Corpus, VectorFile

# Above these a dense step, and a momentum of all rows, would be slow.
LARGE_ROWS = 100_000
# What stands for the rows of a file until it has been read: as many as a pair needs.
UNKNOWN_ROWS = 2
PLAIN_SGD = {"lr": 0.1}
# A table takes at most this share of the memory available, as an experiment is checked.
SHARE = 4
ROUND = 1000
# The least that a number takes in a text, with its blank; a compressed text is at most so much longer.
NUMBER_BYTES = 2
INFLATED = 10
# A shorter text has too few words that occur several times: up to so many bytes, so often.
MIN_COUNTS = ((10_000, 1), (200_000, 2))
USUAL_MIN_COUNT = 5
# Scripts that write no blanks between words.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA")


class Start(NamedTuple):
    """The experiment that begins with a file, and whether its table is large, or only partly taken."""

    experiment: Experiment
    is_large: bool = False
    is_cut: bool = False


def with_vectors(path: str, tensor: TensorFacts, size_bytes: int) -> Start:
    """Return a run on the table `tensor` in the file at `path`, of so many bytes.

    Its rows may not be known yet: then it is large where the file has room for so many.

    Raises:
        ExperimentError: where not even some rows fit the memory.
    """
    is_large = (tensor.rows or _rows_in(path, tensor.dim, size_bytes)) > LARGE_ROWS
    # torch adds no sparse grads of float16.
    is_usable = tensor.dtype in DTYPES and not (is_large and tensor.dtype == "float16")
    dtype = tensor.dtype if is_usable else "float32"
    most_rows = _most_rows(tensor, dtype)
    rows = most_rows or tensor.rows or UNKNOWN_ROWS
    experiment = Experiment(
        rows=rows,
        dim=max(1, tensor.dim),
        dtype=dtype,
        initial="file",
        file=VectorFile(path, tensor.name, most_rows),
        sparse=is_large,
        optimizer_args=PLAIN_SGD if is_large else ARTICLE_ARGS,
        pairs=((0, min(1, rows - 1)),),
    )
    return Start(experiment, is_large, bool(most_rows))


def with_text(path: str, sample: Sequence[str], size_bytes: int) -> Start:
    """Return a run on the text at `path`, of so many bytes, which begins with the words in `sample`."""
    min_count = next((count for limit, count in MIN_COUNTS if size_bytes <= limit), USUAL_MIN_COUNT)
    tokens = "characters" if _is_unspaced("".join(sample)) else "words"
    is_large = min_count == USUAL_MIN_COUNT
    corpus = Corpus(path, tokens, min_count=min_count, batch=BATCH if is_large else SMALL_BATCH)
    dim = LARGE_DIM if is_large else SMALL_DIM
    return Start(Experiment(**skipgram_on(corpus, dim)))  # type: ignore[arg-type]


def _rows_in(path: str, dim: int, size_bytes: int) -> int:
    """Return how many rows of `dim` numbers a text of `size_bytes` holds at most."""
    text_bytes = size_bytes * INFLATED if path.endswith(".gz") else size_bytes
    return text_bytes // (NUMBER_BYTES * max(1, dim))


def _most_rows(tensor: TensorFacts, dtype: str) -> int:
    """Return how many rows to take of a table that does not fit, 0 for all of one that does."""
    fitting = memory.available_bytes() // SHARE // DTYPES[dtype] // max(1, tensor.dim)
    return 0 if tensor.rows <= fitting else max(1, fitting // ROUND * ROUND)


def _is_unspaced(text: str) -> bool:
    names = [unicodedata.name(letter, "") for letter in text if letter.isalpha()]
    return 2 * sum(name.startswith(UNSPACED) for name in names) > len(names)
