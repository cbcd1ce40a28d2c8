"""A handout is one page that stands alone, and every text is on it as it was written."""

from __future__ import annotations

import base64
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.handout import WORDS, Handout, HandoutStep, Picture, to_html

# What HTML closes by itself.
VOID = {"meta", "img", "br"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "section", "div", "figure", "figcaption"),
    *("img", "h1", "h2", "p", "b", "br", "span", "ul", "li", "pre", "code"),
}


class Page(HTMLParser):
    """A page as a browser reads it: its tags, closed in their order, its texts and its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


PICTURE = Picture("weight & grad", "png", b"\x89PNG")
STEP = HandoutStep(
    "Read this.",
    "Press Backward.",
    "Which sign?",
    ("plus", "minus"),
    "plus",
    "minus",
    False,
    "Because.",
    True,
    (PICTURE,),
)
HANDOUT = Handout(
    "en", "Lookup", "A table.", (STEP, HandoutStep("Read on.")), "x = 1 < 2", "2.13.0", "1 May 2026"
)


def test_a_page_has_all_that_was_read_asked_predicted_and_done() -> None:
    page = Page(to_html(HANDOUT))
    read = (
        "Lookup",
        "A table.",
        "Step 1",
        "Read this.",
        "Step 2",
        "Read on.",
        "Press Backward.",
        "x = 1 < 2",
    )
    predicted = ("Which sign?", "plus", "minus", "(not so)", "Because.", "not done yet")
    for text in (*read, *predicted):
        assert text in page.text
    assert "1 of 2 steps are done. embviz · PyTorch 2.13.0 · 1 May 2026" in page.text
    assert page.tags.count("section") == 3


def test_it_stands_alone_and_runs_nothing() -> None:
    page = Page(to_html(HANDOUT))
    assert set(page.tags) <= ALLOWED
    assert {name for _, name, _ in page.attributes} <= {
        "lang",
        "charset",
        "name",
        "content",
        "class",
        "src",
        "alt",
    }
    (source,) = (value for tag, name, value in page.attributes if (tag, name) == ("img", "src"))
    kind, _, content = source.partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(content) == b"\x89PNG"


def test_what_is_still_to_be_predicted_is_not_told() -> None:
    step = HandoutStep("Read.", question="Which?", options=("one", "two"), truth="two", explain="Since.")
    text = Page(to_html(HANDOUT._replace(steps=(step,)))).text
    assert "Since." not in text
    assert "nothing yet" in text
    assert "What PyTorch did" not in text


def test_a_finished_lesson_says_so() -> None:
    assert "All 1 steps are done." in to_html(HANDOUT._replace(steps=(STEP,)))


def test_its_own_words_are_those_of_another_language() -> None:
    words = {**WORDS, "step": "ステップ {n}"}
    text = to_html(HANDOUT._replace(language="ja"), words)
    assert '<html lang="ja">' in text
    assert "ステップ 1" in text


HOSTILE = (
    "<img src=x>",
    "<script>alert(1)</script>",
    "&lt;b&gt;",
    '" onload="x',
    "</style><p>",
    "a\nb",
    "<!--",
    "]]>",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_becomes_a_tag(hostile: str) -> None:
    tags = Page(to_html(HANDOUT)).tags
    step = STEP._replace(
        text=hostile, ask=hostile, question=hostile, options=(hostile, hostile), said=hostile, truth=hostile,
        explain=hostile, pictures=(PICTURE._replace(title=hostile),),
    )  # fmt: skip
    made = HANDOUT._replace(
        title=hostile, about=hostile, steps=(step, HANDOUT.steps[1]), code=hostile, torch=hostile
    )
    page = Page(to_html(made))
    assert page.tags == tags
    assert page.text.count(hostile) >= 10
    assert ("img", "alt", hostile) in page.attributes


@given(st.text(), st.text(), st.text())
def test_any_text_stands_there_as_it_was_written(title: str, text: str, code: str) -> None:
    made = to_html(HANDOUT._replace(title=title, steps=(HandoutStep(text),), code=code))
    page = Page(made)
    assert set(page.tags) <= ALLOWED
    # HTML itself knows neither NUL nor a lone carriage return.
    if not any(letter in text for letter in "\0\r"):
        assert text in page.text
