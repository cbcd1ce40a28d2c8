"""Refusing: what went wrong reaches a person as a sentence, with torch's own words where they are torch's."""

from pathlib import Path

import pytest

from embviz.core.messages import Failure
from embviz.engine.labels import UnknownWord
from embviz.engine.past.history import NotKept
from embviz.engine.refusing import CANCELLED, WHY_LIMIT, failure, refusal, told
from embviz.engine.reports.layouts import LayoutError
from embviz.engine.starting import StartError
from embviz.engine.storage.session_errors import SessionFileError, Words
from embviz.engine.text.reading import TextError
from embviz.engine.vectors.faults import LoadError
from embviz.engine.working import Cancelled
from tests.engine.requests import request

ASKED = request("begin", number=7, run=3, path="there.bin")
CASES = {
    "past": (NotKept("Gone."), "That moment cannot be shown.", "Gone."),
    "word": (UnknownWord("no row is called x"), "There is no such row.", "no row is called x"),
    "file": (
        LoadError("a/b.npy", "byte 3", "It is bad."),
        "The file cannot be opened.",
        "b.npy, byte 3: It is",
    ),
    "start": (StartError("Not here."), "The run cannot begin.", "Not here."),
    "map": (LayoutError("No umap."), "There is no map.", "No umap."),
    "torch": (RuntimeError("bad grad"), "begin failed.", "RuntimeError: bad grad"),
    "value": (ValueError("n = -1"), "begin failed.", "ValueError: n = -1"),
    "disk": (OSError(28, "No space left", "x.npy"), "The file cannot be written.", "No space left: x.npy"),
    "pipe": (OSError("odd"), "The file cannot be written.", "odd: there.bin"),
}


@pytest.mark.parametrize(("error", "what", "why"), CASES.values(), ids=CASES)
def test_each_kind_of_error_has_its_sentence_and_is_addressed(error, what, why):
    answer = refusal(error, ASKED)
    assert (answer.request, answer.run, answer.what) == (7, 3, what)
    assert answer.why.startswith(why)


@pytest.mark.parametrize(
    "error",
    [
        TextError("It is none.", "A byte.", "Choose another."),
        SessionFileError("It is none.", Path("x"), Words("A byte.", "Choose another.")),
    ],
    ids=["text", "session"],
)
def test_an_error_that_knows_a_remedy_tells_it(error):
    answer = refusal(error, ASKED)
    assert answer == Failure(what="It is none.", why="A byte.", remedy="Choose another.", run=3, request=7)


def test_what_was_cancelled_needs_no_reason():
    assert refusal(Cancelled(), ASKED) == Failure(what=CANCELLED, why="", run=3, request=7)


def test_a_message_of_any_length_fits_on_a_screen():
    long = "x" * 100_000
    for why in (
        failure("No.", long).why,
        told(RuntimeError(long)),
        refusal(TextError("", long, ""), ASKED).why,
    ):
        assert WHY_LIMIT <= len(why) <= WHY_LIMIT + 4
        assert why.endswith(" ...")
    exact = "y" * WHY_LIMIT
    assert failure("No.", exact).why == exact
