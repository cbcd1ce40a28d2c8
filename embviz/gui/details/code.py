"""CodeView: the code of a run, coloured, with a mark on the part that is told now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from embviz.gui.details.highlight import Highlighter
from embviz.gui.theme import LIGHT, TEXT_PX, Theme
from embviz.gui.widgets.tints import mixed

BAR_WIDTH_PX = 3
MARGIN_PX = 6
# More, and a comment would be too faint on it.
MARK_OPACITY = 0.06
# How quiet the code is that came after a past moment.
AFTER_STRENGTH = 0.72


class CodeView(QPlainTextEdit):
    """Code that can be read and selected, with a mark on a part of it; what comes after that may be quiet.

    It stays at the end of the code, unless the reader has scrolled away from it. A part before is brought
    into view.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        # The lines that are marked, first and past the last, and from which character on all is quiet.
        self._marked: range = range(0)
        self._quiet_from: int | None = None
        self._is_at_end = True
        self.setReadOnly(True)
        # Not by keyboard: that would claim the letters, which are the window's shortcuts.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # Else each write is kept for an undo that nobody can ask for.
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(TEXT_PX)
        self.setFont(fixed)
        self.document().setDocumentMargin(MARGIN_PX)
        self._highlighter = Highlighter(self.document())
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)

    @property
    def marked_text(self) -> str:
        """The lines that are marked."""
        return "\n".join(self.toPlainText().split("\n")[self._marked.start : self._marked.stop])

    @property
    def quiet_text(self) -> str:
        """The code that is quiet."""
        return "" if self._quiet_from is None else self.toPlainText()[self._quiet_from :].strip()

    def write(self, start: int, text: str) -> None:
        """Put `text` in the place of all from character `start` on."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)

    def mark(self, first: int | None, past: int, is_past: bool) -> None:
        """Mark the characters from `first` to `past`; None marks none. Where that `is_past`, the code after
        them is quiet."""
        was_past = self._quiet_from is not None
        start, last = (self.document().findBlock(place).blockNumber() for place in (first or 0, past))
        self._marked = range(0) if first is None else range(start, last + 1)
        self._quiet_from = past if is_past else None
        if is_past or was_past:
            self._quieten()
            self._reveal(start, last)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self._highlighter.set_theme(theme)
        self._quieten()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Lines that wrap anew move the bar, which is no scrolling of the reader's.
        was_at_end = self._is_at_end
        super().resizeEvent(event)
        if was_at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            self._paint_mark(painter)
        super().paintEvent(event)

    def _paint_mark(self, painter: QPainter) -> None:
        width, height = self.viewport().width(), self.viewport().height()
        ground, accent = QColor(self._theme.accent), QColor(self._theme.accent)
        ground.setAlphaF(MARK_OPACITY)
        line = self.firstVisibleBlock()
        while line.isValid() and line.blockNumber() < self._marked.stop:
            box = self.blockBoundingGeometry(line).translated(self.contentOffset())
            if box.top() > height:
                break
            if line.blockNumber() in self._marked:
                top, bottom = round(box.top()), round(box.bottom())
                painter.fillRect(0, top, width, bottom - top, ground)
                painter.fillRect(0, top, BAR_WIDTH_PX, bottom - top, accent)
            line = line.next()

    def _quieten(self) -> None:
        """Give what is quiet one colour. Only what is in view costs, unlike another highlighting."""
        if self._quiet_from is None:
            self.setExtraSelections([])
            return
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._quiet_from)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        quiet = QTextCharFormat()
        quiet.setForeground(mixed(QColor(self._theme.soft), QColor(self._theme.card), AFTER_STRENGTH))
        selection.cursor, selection.format = cursor, quiet
        self.setExtraSelections([selection])

    def _reveal(self, start: int, last: int) -> None:
        """Scroll so that the lines are in view, the end of the code where nothing is quiet."""
        bar = self.verticalScrollBar()
        if self._quiet_from is None:
            bar.setValue(bar.maximum())
            return
        first, past = (
            self.document().findBlockByNumber(line).firstLineNumber() for line in (start, last + 1)
        )
        if first < bar.value() or past > bar.value() + bar.pageStep():
            bar.setValue(first - max(bar.pageStep() - (past - first), 0) // 2)

    def _on_scrolled(self, value: int) -> None:
        self._is_at_end = value >= self.verticalScrollBar().maximum()

    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        if self._is_at_end:
            self.verticalScrollBar().setValue(maximum)
