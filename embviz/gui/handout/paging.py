"""Paging: where the pages of a printed document begin, so that nothing is cut that belongs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat

# Of a page, what may stay empty for a section to stand on one page.
SPARE = 0.3
# In px: what rounding may take.
SLACK_PX = 2.0


class Part(NamedTuple):
    """A block that is not cut, and its height, with what is empty above it.

    `heading` is its level, 0 where it is none.
    """

    height: float
    heading: int = 0


def paginate(document: QTextDocument, section_level: int, open_px: float) -> None:
    """Have pages of `document`, which has a page size, begin where nothing is cut.

    A heading of `section_level` begins a section. The last block is cut where a page ends, but not within
    its first `open_px`.
    """
    size = document.pageSize()
    # Without pages first: then each block has its own height alone.
    document.setPageSize(QSizeF(size.width(), -1))
    blocks = list(_blocks(document))
    boxes = [document.documentLayout().blockBoundingRect(block) for block in blocks]
    ends = [0.0, *(box.bottom() for box in boxes)]
    parts = [
        Part(box.bottom() - end, block.blockFormat().headingLevel())
        for block, box, end in zip(blocks, boxes, ends, strict=False)
    ]
    parts[-1] = parts[-1]._replace(height=min(parts[-1].height, open_px))
    room = size.height() - 2 * document.documentMargin() - SLACK_PX
    for index in page_begins(parts, section_level, room):
        form = blocks[index].blockFormat()
        form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        QTextCursor(blocks[index]).setBlockFormat(form)
    document.setPageSize(size)


def page_begins(parts: Sequence[Part], section_level: int, room: float) -> list[int]:
    """Return the indices of the parts with which a page of height `room` begins, but for the first page.

    A section follows the one before as far as it fits. Where it does not, it begins a page if little stays
    empty for that; else it is parted, never after a heading.
    """
    begins: list[int] = []
    left = room
    for section in _sections(parts, section_level):
        height = sum(parts[index].height for index in section)
        if left < height <= room and left < SPARE * room:
            begins.append(section[0])
            left = room
        for chunk in _chunks(parts, section):
            needed = sum(parts[index].height for index in chunk)
            if needed > left and left < room:
                begins.append(chunk[0])
                left = room
            left -= needed
    return begins


def _sections(parts: Sequence[Part], section_level: int) -> Iterator[list[int]]:
    section: list[int] = []
    for index, part in enumerate(parts):
        if part.heading == section_level and section:
            yield section
            section = []
        section.append(index)
    yield section


def _chunks(parts: Sequence[Part], section: Sequence[int]) -> Iterator[list[int]]:
    """Yield the parts of `section`, a heading together with what comes after it."""
    chunk: list[int] = []
    for index in section:
        chunk.append(index)
        if not parts[index].heading:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()
