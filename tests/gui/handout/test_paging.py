"""Pages of a PDF: sections follow each other, no picture is cut, and no heading stands alone at a foot."""

from __future__ import annotations

import itertools

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from embviz.core.handout import WORDS, Handout, HandoutStep, Picture
from embviz.gui.handout.paging import Part, page_begins
from embviz.gui.handout.pdf import to_pdf

IMAGE = 3


def page(*steps: HandoutStep, code: str = "x = 1\n\nif x:\n    y = 2\n") -> Handout:
    return Handout("en", "Title", "About.", steps, code, "2.13", "today")


def pdf_texts(handout: Handout) -> list[str]:
    with pypdfium2.PdfDocument(to_pdf(handout, WORDS)) as document:
        return [one.get_textpage().get_text_bounded() for one in document]


@pytest.fixture
def picture(qapp: QApplication) -> Picture:
    """A red picture, twice as wide as it is high."""
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Picture("weight", "png", bytes(content.data()))


@pytest.mark.parametrize("lines", [1, 2, 3, 5, 8, 13])
def test_steps_follow_each_other_and_every_picture_is_whole(picture: Picture, lines: int) -> None:
    text = " ".join(["A line of a step that is about as long as a page is wide."] * lines)
    steps = [HandoutStep(text, "Press.", is_reached=True, pictures=(picture,) * 3)] * 5
    heights, fills = [], []
    with pypdfium2.PdfDocument(to_pdf(page(*steps), WORDS)) as document:
        for one in document:
            boxes = [thing.get_bounds() for thing in one.get_objects() if thing.type == IMAGE]
            heights += [top - bottom for _, bottom, _, top in boxes]
            everything = [thing.get_bounds()[1] for thing in one.get_objects()]
            fills.append(1 - min(everything) / one.get_height())
            assert all(bottom > 40 and top < one.get_height() - 40 for _, bottom, _, top in boxes)
    assert len(heights) == 15
    assert max(heights) - min(heights) < 0.5
    assert min(fills[:-1]) > 0.6


def test_no_heading_stands_alone_at_the_foot_of_a_page(picture: Picture) -> None:
    for count in range(1, 30):
        texts = pdf_texts(page(HandoutStep(" ".join(["word"] * 20 * count)), HandoutStep("Here."), code=""))
        assert any("Step 2" in text and "Here." in text for text in texts)


def test_code_longer_than_a_page_goes_on_over_the_next(qapp: QApplication) -> None:
    texts = pdf_texts(page(HandoutStep("Read."), code="".join(f"x{n} = {n}\n" for n in range(200))))
    assert "Step 1" in texts[0]
    assert "x0 = 0" in texts[0]
    assert "x199 = 199" in texts[-1]


@pytest.mark.parametrize(
    "hostile", ["<img src=/etc/hostname>", "<script>x</script>", "a < b & c", "</p><h1>x"]
)
def test_a_text_is_printed_as_it_is_written(qapp: QApplication, hostile: str) -> None:
    step = HandoutStep(hostile, hostile, hostile, (hostile,), hostile, hostile, True, hostile, True)
    text = "".join(pdf_texts(page(step)._replace(title=hostile, about=hostile)))
    assert text.count(hostile) == 9


def parted(*parts: Part) -> list[int]:
    return page_begins(parts, 2, 100)


def test_a_section_that_would_leave_little_empty_begins_a_page() -> None:
    assert parted(Part(80), Part(10, 2), Part(15)) == [1]
    assert parted(Part(60), Part(10, 2), Part(20), Part(30)) == [3]
    assert parted(Part(60), Part(10, 2), Part(20)) == []


def test_a_heading_stays_with_what_comes_after_it() -> None:
    assert parted(Part(50), Part(10, 2), Part(60), Part(60)) == [1, 3]


def test_a_part_higher_than_a_page_has_its_own() -> None:
    assert parted(Part(50), Part(300), Part(50)) == [1, 2]


SECTION = st.tuples(st.floats(1, 60), st.lists(st.floats(1, 60), min_size=1))


@given(st.lists(SECTION, min_size=1))
def test_pages_are_never_too_full_and_end_with_no_heading(sections: list[tuple[float, list[float]]]) -> None:
    parts = [
        part
        for heading, texts in sections
        for part in (Part(heading / 2, 2), *(Part(height / 1.5) for height in texts))
    ]
    edges = [0, *parted(*parts), len(parts)]
    assert edges == sorted(set(edges))
    for first, past in itertools.pairwise(edges):
        assert sum(part.height for part in parts[first:past]) <= 100
        assert not parts[past - 1].heading
