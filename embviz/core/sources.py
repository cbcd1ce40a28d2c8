"""Sources: where a table comes from, or what it is trained on: a file of vectors, a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from embviz.core.checks import ExperimentError, check_flag, check_integer, check_name, checked_norm
from embviz.core.recipes import mark

# The texts that come with embviz, by the names that a Corpus has for them.
TEXTS: Mapping[str, str] = {
    "toy-en": mark("A toy text in English"),
    "toy-ja": mark("A toy text in Japanese"),
    "web": mark("The World English Bible (excerpt)"),
}
TOKENS = ("words", "characters", "japanese")
MOST_NEGATIVES = 64
MOST_PAIRS_A_BATCH = 65_536
LARGEST_WINDOW = 64
MOST_WORDS = 2_000_000

_TEXT = mark("must be the path of a file, or one of {names}")
_PATH = mark("must be the path of a file")
_TABLE = mark("must be a table, such as {example}")
_KNOWN = mark("has no such field; it has {names}")

Source = TypeVar("Source", bound=msgspec.Struct)


class Corpus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text to train skip-gram with negative sampling on, as word2vec does.

    `text` is the path of a UTF-8 text, or one of TEXTS. It is split into `tokens`: English words by a regular
    expression, characters, or Japanese words by a tokenizer that is installed on its own. Tokens that occur
    `min_count` times or more are the vocabulary, at most the `most_words` most frequent. A token of the
    frequency f is left out of a pass with the probability 1 - sqrt(subsample / f); 0 keeps all. A pair is a
    token and one at most `window` tokens away in the same line, the nearer the likelier, `batch` of them at
    once, each with `negatives` tokens drawn by their frequency to the power of 0.75.

    The table has two rows for each word: V words as they are looked up, in rows 0 to V - 1 by falling
    frequency, then the same as contexts, in rows V to 2 V - 1. `fingerprint` says which bytes the text had
    when the run began; it is empty until then.

    Raises:
        ExperimentError: for a value out of range.
    """

    text: str = "toy-en"
    tokens: str = "words"
    lower: bool = True
    min_count: int = 5
    most_words: int = 50_000
    subsample: float = 1e-3
    window: int = 5
    negatives: int = 5
    batch: int = 512
    fingerprint: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.text, str) or not self.text or "\0" in self.text:
            raise ExperimentError("text", self.text, _TEXT, names=", ".join(TEXTS))
        check_name("tokens", self.tokens, TOKENS)
        check_flag("lower", self.lower)
        check_integer("min_count", self.min_count, 1)
        check_integer("most_words", self.most_words, 2, MOST_WORDS)
        check_integer("window", self.window, 1, LARGEST_WINDOW)
        check_integer("negatives", self.negatives, 1, MOST_NEGATIVES)
        check_integer("batch", self.batch, 1, MOST_PAIRS_A_BATCH)
        msgspec.structs.force_setattr(self, "subsample", checked_norm("subsample", self.subsample, minimum=0))


class VectorFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that the table starts from, and the name of the tensor in it where it holds several.

    Only its first `most_rows` rows are taken, all of them for 0. `fingerprint` says which bytes the file had
    when the run began; it is empty until then.

    Raises:
        ExperimentError: for a value out of range.
    """

    path: str
    tensor: str = ""
    most_rows: int = 0
    fingerprint: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.path, str) or not self.path or "\0" in self.path:
            raise ExperimentError("path", self.path, _PATH)
        check_integer("most_rows", self.most_rows, 0)


def checked_source(field: str, value: object, kind: type[Source]) -> Source | None:
    """Return `value`, a `kind` or its fields by name as TOML has them, as a `kind`; None stays None."""
    if value is None or isinstance(value, kind):
        return value
    names = kind.__struct_fields__
    if not isinstance(value, Mapping):
        raise ExperimentError(field, value, _TABLE, example=f"{names[0]} = ...")
    for name in value:
        if name not in names:
            raise ExperimentError(str(name), value[name], _KNOWN, names=", ".join(names))
    try:
        return kind(**value)
    except TypeError as error:
        raise ExperimentError(field, dict(value), _TABLE, example=f"{names[0]} = ...") from error
