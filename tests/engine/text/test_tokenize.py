"""A text becomes words, characters, or Japanese words, with its line ends."""

import builtins
import unicodedata

import pytest

from embviz.core.sources import TOKENS
from embviz.engine.text.reading import TextError
from embviz.engine.text.tokenize import tokenizer


def words(text, lower=True):
    return tokenizer("words", lower)(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The king, the queen; and 'him'.", ["the", "king", "the", "queen", "and", "him"]),
        ("Don't! The dogs' king's", ["don't", "the", "dogs", "king's"]),
        ("don’t stop", ["don't", "stop"]),
        ("one\ntwo\n", ["one", "\n", "two", "\n"]),
        ("well-known in 1984 -- yes", ["well", "known", "in", "1984", "yes"]),
        ("new_york _so_ __init__", ["new_york", "so", "init"]),
        ("Été à Łódź, Straße", ["été", "à", "łódź", "straße"]),
        ("王様 は お城 に 住む 。", ["王様", "は", "お城", "に", "住む"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("שָׁלוֹם عَرَبِيّ", ["שָׁלוֹם", "عَرَبِيّ"]),
        ("<s> <img src=/x> &amp;", ["s", "img", "src", "x", "amp"]),
        ("  \t ... ", []),
    ],
)
def test_words_are_letters_and_digits_with_an_apostrophe_between_them(text, tokens):
    assert words(text) == [unicodedata.normalize("NFC", token) for token in tokens]


def test_a_letter_with_an_accent_is_the_same_however_it_is_written():
    assert words(unicodedata.normalize("NFD", "été")) == words("été") == ["été"]


def test_an_accent_that_no_letter_has_stays_with_its_word():
    assert words("x\u0302y̌z") == ["x\u0302y̌z"]


def test_capitals_stay_where_they_are_wanted():
    assert words("The King", lower=False) == ["The", "King"]


def test_characters_are_all_but_spaces():
    assert tokenizer("characters", True)("Ab c。\n犬\u3000😀") == ["a", "b", "c", "。", "\n", "犬", "😀"]


def test_japanese_words_are_told_apart_and_lines_kept():
    pytest.importorskip("fugashi")
    tokens = tokenizer("japanese", True)("猫は庭で眠る。犬も、眠る。\n女王は冠をかぶる\n")
    assert tokens.count("\n") == 2
    assert "".join(tokens) == "猫は庭で眠る犬も眠る\n女王は冠をかぶる\n"
    assert {"猫", "は", "庭", "眠る", "犬", "女王", "冠"} <= {*tokens}


def test_a_line_of_japanese_without_an_end_is_taken_apart_too():
    pytest.importorskip("fugashi")
    assert tokenizer("japanese", True)("犬と猫と" * 5000).count("犬") == 5000


def test_without_its_tokenizer_a_person_is_told_how_to_install_it(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **options):
        if name == "fugashi":
            raise ModuleNotFoundError(name)
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(TextError, match=r"pip install 'embviz\[japanese\]'"):
        tokenizer("japanese", True)


@pytest.mark.parametrize("tokens", sorted(set(TOKENS) - {"japanese"}))
def test_every_kind_of_token_has_its_splitter(tokens):
    assert tokenizer(tokens, True)("a b\nc") == ["a", "b", "\n", "c"]
