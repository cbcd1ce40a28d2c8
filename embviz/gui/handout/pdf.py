"""to_pdf: a Handout as a PDF file of A4 pages, with text that can be selected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from embviz.core.handout import Handout, HandoutStep, told
from embviz.gui.handout.paging import paginate
from embviz.gui.theme import exact_font

MARGIN_MM = 18
TEXT_PX = 13
# In px of the document: what an A4 page has between its margins at 96 dots an inch.
PAGE_WIDTH_PX, PAGE_HEIGHT_PX = 658, 986
PICTURE_PX, PICTURES_BESIDE = 315, 2
# Of the code, what stands below its heading at least, where a page ends.
OPEN_PX = 120
STEP_LEVEL = 2
STYLE = """
h1 { font-size: 22px; margin-bottom: 4px; } h2 { font-size: 16px; margin-top: 14px; margin-bottom: 4px; }
p { margin-top: 4px; margin-bottom: 4px; } .quiet { color: #667085; } .said { color: #1b1f27; }
.right { color: #13723a; } .wrong { color: #b42318; } pre { font-size: 11px; }
"""


def to_pdf(handout: Handout, words: Mapping[str, str]) -> bytes:
    """Return `handout` as a PDF file; its steps follow each other, and no picture is cut.

    `words` are the page's own, in its language.
    """
    document = QTextDocument()
    document.setDefaultFont(exact_font(TEXT_PX))
    document.setDefaultStyleSheet(STYLE)
    document.setPageSize(QSizeF(PAGE_WIDTH_PX, PAGE_HEIGHT_PX))
    for number, step in enumerate(handout.steps):
        for index, picture in enumerate(step.pictures):
            image = QImage.fromData(picture.content)
            document.addResource(QTextDocument.ResourceType.ImageResource, _place(number, index), image)
    document.setHtml("".join(_body(handout, words)))
    paginate(document, STEP_LEVEL, OPEN_PX)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(handout.title)
    writer.setCreator("embviz")
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    document.print_(writer)
    buffer.close()
    return bytes(content.data())


def _place(number: int, index: int) -> QUrl:
    return QUrl(f"picture:{number}-{index}")


def _body(handout: Handout, words: Mapping[str, str]) -> Iterator[str]:
    yield f"<h1>{escape(handout.title)}</h1>{_paragraph(handout.about)}"
    yield f'<p class="quiet">{escape(told(handout, words))}</p>'
    for number, step in enumerate(handout.steps):
        state = words["reached" if step.is_reached else "open"]
        title = escape(words["step"].format(n=number + 1))
        yield f'<h2>{title} <span class="quiet">{escape(state)}</span></h2>'
        yield from _step(number, step, words)
    if handout.code:
        code = escape(handout.code).replace("\n", "<br>").replace("  ", "&nbsp; ")
        yield f"<h2>{escape(words['code'])}</h2><pre>{code}</pre>"


def _step(number: int, step: HandoutStep, words: Mapping[str, str]) -> Iterator[str]:
    yield _paragraph(step.text)
    if step.question:
        yield f"<p><b>{escape(words['question'])}:</b> {escape(step.question)}</p>"
        if step.options:
            yield f"<ul>{''.join(f'<li>{escape(option)}</li>' for option in step.options)}</ul>"
        mark = ""
        if step.is_right is not None:
            name = "right" if step.is_right else "wrong"
            mark = f' <span class="{name}">({escape(words[name])})</span>'
        said = escape(step.said or words["nothing_said"])
        yield f"<p><b>{escape(words['said'])}:</b> {said}{mark}</p>"
        if step.truth and step.said:
            yield f"<p><b>{escape(words['truth'])}:</b> {escape(step.truth)}</p>{_paragraph(step.explain)}"
    if step.ask:
        yield f"<p><b>{escape(words['ask'])}:</b> {escape(step.ask)}</p>"
    # Each row is a block, so that a page may end between two.
    for first in range(0, len(step.pictures), PICTURES_BESIDE):
        row = range(first, min(first + PICTURES_BESIDE, len(step.pictures)))
        images = (f'<img src="{_place(number, index).toString()}" width="{PICTURE_PX}">' for index in row)
        yield f"<p>{' '.join(images)}</p>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""
