"""Sheet: paragraphs and small figures in one widget that scrolls, painted fast enough to follow the mouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from embviz.gui.theme import LIGHT, Theme, exact_font, font, px

SCROLL_BAR_PX = 10
TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
LINE_EM = 1.42
# A line of a formula ends before one of these, never between it and what it takes.
OPERATORS = frozenset("+-−·*×/=≈<>")
# Japanese has no blanks: a line may end beside each of its letters, but not before what closes or goes on
# with a word, nor after what opens one.
_LETTERS = "\u2e80-\u9fff\uff00-\uffef"
_CLOSING = "、。，．・：；？！）」』】ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
_JOINT = re.compile(
    rf"(?<=[{_LETTERS}])(?<![（「『【])(?![{_CLOSING}\s])|(?<![（「『【\s])(?=[{_LETTERS}])(?![{_CLOSING}])"
)


class Style(NamedTuple):
    """How a piece of text looks; `colour` picks one of the theme's."""

    size_px: int = 13
    weight: QFont.Weight = QFont.Weight.Normal
    colour: Callable[[Theme], str] = attrgetter("ink")


class Span(NamedTuple):
    """A piece of plain text in one style."""

    text: str
    style: Style = Style()


class Laid(NamedTuple):
    """A block that has been given its width: its height in px, and what paints it with its top at y."""

    height: float
    paint: Callable[[QPainter, float, Theme], None]


class Block(Protocol):
    """What a sheet is made of: `text` is what is copied of it."""

    @property
    def text(self) -> str: ...

    def laid(self, width: float) -> Laid:
        """Return the block as it is at `width` px."""
        ...


class Paragraph(NamedTuple):
    """Text that wraps at blanks, and within a word only where the word is wider than the sheet.

    `above_px` is kept free above it; lines after the first are indented by `hang_px`.
    """

    spans: tuple[Span, ...]
    above_px: int = 0
    hang_px: int = 0

    @property
    def text(self) -> str:
        """The words, without their looks."""
        return "".join(span.text for span in self.spans)

    def laid(self, width: float) -> Laid:
        """Return the lines at `width` px."""
        lines = _lines(self, width)
        heights = [LINE_EM * px(max(span.style.size_px for span in line)) for line in lines]

        def paint(painter: QPainter, top: float, theme: Theme) -> None:
            y = top + self.above_px
            for index, (line, height) in enumerate(zip(lines, heights, strict=True)):
                _paint_line(painter, line, QPointF(self.hang_px if index else 0, y + 0.74 * height), theme)
                y += height

        return Laid(self.above_px + sum(heights), paint)


class Sheet(QScrollArea):
    """Blocks below each other, as wide as there is room; Ctrl+C copies their text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks: tuple[Block, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = _Page()
        self.setWidget(self._page)

    @property
    def text(self) -> str:
        """All that the sheet says, as it is copied."""
        return "\n".join(block.text for block in self.blocks)

    def set_blocks(self, blocks: Sequence[Block]) -> None:
        """Show `blocks`."""
        self.blocks = tuple(blocks)
        self._lay_out()
        self._page.setAccessibleDescription(self.text)

    def line_box(self, index: int) -> QRect:
        """Return where block `index` is, in the viewport."""
        above = sum(one.height for one in self._page.laid[:index])
        height = self._page.laid[index].height if index < len(self._page.laid) else 0
        return QRect(self._page.x(), round(self._page.y() + above), self._page.width(), round(height))

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._page.theme = theme
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring(event.reason() in TAB_REASONS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring(False)

    def _ring(self, is_ringed: bool) -> None:
        """Mark that the keyboard is here; who came with the mouse knows."""
        self._page.is_ringed = is_ringed
        self._page.update()

    def _lay_out(self) -> None:
        # The bar has its room at all times, so that nothing wraps anew where it comes and goes.
        width = max(1, self.width() - SCROLL_BAR_PX)
        self._page.laid = [block.laid(width) for block in self.blocks]
        self._page.resize(width, round(sum(one.height for one in self._page.laid)))
        self._page.update()


class _Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT
        self.laid: list[Laid] = []
        self.is_ringed = False
        # It paints its own ground, so that nothing below need be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self.theme.card))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            top, seen = 0.0, event.rect()
            for block in self.laid:
                if top + block.height >= seen.top() and top <= seen.bottom():
                    block.paint(painter, top, self.theme)
                top += block.height
            if self.is_ringed:
                painter.setPen(QPen(QColor(self.theme.accent), 2))
                painter.drawRect(self.rect())


def text_width(text: str, size_px: int, weight: QFont.Weight) -> float:
    """Return the width in px of `text` on one line, at the size that text has now."""
    return _exact_width(text, px(size_px), weight)


@cache
def _metrics(size_px: int, weight: QFont.Weight) -> QFontMetricsF:
    return QFontMetricsF(exact_font(size_px, weight, tabular=True))


@lru_cache(maxsize=8192)
def _exact_width(text: str, size_px: int, weight: QFont.Weight) -> float:
    return _metrics(size_px, weight).horizontalAdvance(text)


def _width(span: Span) -> float:
    return text_width(span.text, span.style.size_px, span.style.weight)


def _lines(paragraph: Paragraph, width: float) -> list[list[Span]]:
    """Return the spans of each line: as many words as fit, at least one, or a part of one."""
    lines: list[list[Span]] = [[]]
    left = width
    for word in _words(paragraph.spans):
        needed = sum(map(_width, word))
        if lines[-1] and needed - _trailing_blank(word) > left:
            lines.append([])
            left = width - paragraph.hang_px
        if needed - _trailing_blank(word) <= left:
            lines[-1] += word
            left -= needed
            continue
        for letter in (Span(letter, span.style) for span in word for letter in span.text):
            if lines[-1] and _width(letter) > left:
                lines.append([])
                left = width - paragraph.hang_px
            lines[-1].append(letter)
            left -= _width(letter)
    return [line for line in map(_joined, lines) if line]


def _words(spans: tuple[Span, ...]) -> Iterator[list[Span]]:
    """Yield what is not to be parted: a word in all its styles and its blank, an operator and its operand."""
    word: list[Span] = []
    for span in spans:
        pieces = _JOINT.sub("\n", span.text).replace(" ", " \n").split("\n")
        for number, piece in enumerate(pieces, 1):
            if piece:
                word.append(Span(piece, span.style))
            if word and number < len(pieces) and piece.strip() not in OPERATORS:
                yield word
                word = []
    if word:
        yield word


def _trailing_blank(word: list[Span]) -> float:
    last = word[-1]
    if not last.text.endswith(" "):
        return 0.0
    return text_width(" ", last.style.size_px, last.style.weight)


def _joined(line: list[Span]) -> list[Span]:
    """Return `line` with neighbours of one style as one span: each is one call of the painter."""
    joined: list[Span] = []
    for span in line:
        if joined and joined[-1].style == span.style:
            joined[-1] = Span(joined[-1].text + span.text, span.style)
        else:
            joined.append(span)
    return joined


def _paint_line(painter: QPainter, line: list[Span], start: QPointF, theme: Theme) -> None:
    x = start.x()
    for span in line:
        painter.setFont(font(span.style.size_px, span.style.weight, tabular=True))
        painter.setPen(QColor(span.style.colour(theme)))
        painter.drawText(QPointF(x, start.y()), span.text)
        x += _width(span)
