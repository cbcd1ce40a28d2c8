"""AnalogyLine: a − b + c = …: three fields, and the rows that are nearest to what they make."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from embviz.core.reports import Found, NamedRow
from embviz.gui.rows.paint import paint_text
from embviz.gui.rows.texts import cosine, name_of
from embviz.gui.theme import LIGHT, Theme, font
from embviz.gui.widgets.panel import label
from embviz.gui.words.word_field import WordField

FIELD_PX = (52, 110)
NAMES = ("a", "b", "c")
SIGNS = ("−", "+", "=")
APART_PX = 12
BETWEEN_PX = 4


class Answers(QWidget):
    """The best answers in their order, each with its cosine, as many as have room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[NamedRow, ...] = ()
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_rows(self, rows: tuple[NamedRow, ...]) -> None:
        """Show `rows`."""
        self.rows = rows
        self.setAccessibleName(self.tr("answers"))
        self.setAccessibleDescription(
            ", ".join(f"{name_of(row.row, row.label)} {cosine(row.value)}" for row in rows)
        )
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(70, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(font(12, tabular=True))
            left = 0.0
            for row in self.rows:
                width = painter.fontMetrics().horizontalAdvance(name_of(row.row, row.label))
                number = painter.fontMetrics().horizontalAdvance(cosine(row.value)) + 1
                if left and left + width + BETWEEN_PX + number > self.width():
                    return
                left = self._paint(painter, row, left, number)

    def _paint(self, painter: QPainter, row: NamedRow, left: float, number_px: int) -> float:
        """Paint one answer from `left` on, and return where the next begins."""
        room = QRectF(left, 0, self.width() - left - number_px - BETWEEN_PX, self.height())
        is_best = left == 0
        colour = self._theme.accent if is_best else self._theme.ink
        left += paint_text(painter, room, name_of(row.row, row.label), colour) + BETWEEN_PX
        number = QRectF(left, 0, number_px, self.height())
        paint_text(painter, number, cosine(row.value), self._theme.soft)
        return left + number_px + APART_PX


class AnalogyLine(QWidget):
    """Three rows and the answers. `changed` says that `words` are others now; `asked` brings a Search, and
    `problem_changed` what is wrong with what is typed, or nothing."""

    asked = Signal(object)
    changed = Signal()
    problem_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(WordField(f"analogy_{name}") for name in NAMES)
        self.answers = Answers()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for field, sign in zip(self.fields, SIGNS, strict=True):
            field.setMinimumWidth(FIELD_PX[0])
            field.setMaximumWidth(FIELD_PX[1])
            field.asked.connect(self.asked)
            field.chosen.connect(self._on_chosen)
            field.row_dropped.connect(self._on_changed)
            field.problem_changed.connect(self.problem_changed)
            row.addWidget(field, 2)
            between = label(13, name="soft")
            between.setText(sign)
            row.addWidget(between)
        row.addWidget(self.answers, 3)
        self.retranslate()

    def words(self) -> tuple[str, ...]:
        """Return a, b and c as the engine is asked, or nothing while one of them is missing."""
        rows = [field.row for field in self.fields]
        chosen = tuple(row.label or str(row.row) for row in rows if row is not None)
        return chosen if len(chosen) == len(rows) else ()

    def set_found(self, found: Found) -> None:
        """Offer what was found in the field that it was looked for."""
        for field in self.fields:
            field.set_found(found)

    def set_answers(self, rows: tuple[NamedRow, ...]) -> None:
        """Show the answers."""
        self.answers.set_rows(rows)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.answers.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        names = (
            self.tr("analogy: from this word"),
            self.tr("analogy: without this word"),
            self.tr("analogy: with this word"),
        )
        for field, name, letter in zip(self.fields, names, NAMES, strict=True):
            field.setAccessibleName(name)
            field.setPlaceholderText(letter)
        self.answers.set_rows(self.answers.rows)

    def _on_chosen(self, row: NamedRow) -> None:
        self._on_changed()

    def _on_changed(self) -> None:
        self.set_answers(())
        self.changed.emit()
