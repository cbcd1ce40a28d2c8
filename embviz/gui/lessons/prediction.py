"""PredictionBox: a question before something is seen, and afterwards what was said and what torch did."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from embviz.core.lessons.lesson import Prediction, Said
from embviz.core.numbers import parse_number
from embviz.core.units import Place
from embviz.gui.lessons.lines import IconLine, Option, paragraph
from embviz.gui.theme import LIGHT, Theme, font
from embviz.gui.widgets.editors import set_wrong
from embviz.gui.widgets.plates import Plate


class PredictionBox(QWidget):
    """The question with its options, its field or the count of cells that were clicked.

    `answered` brings the index of an option, a number, or a frozenset of cells, (row, column).
    """

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesson_predict")
        self._theme = LIGHT
        self._prediction: Prediction | None = None
        self._language = "en"
        self.cells: frozenset[Place] = frozenset()
        self.options: list[Option] = []
        self.question = IconLine("lesson_question", "question", "accent", is_strong=True)
        self.field = QLineEdit()
        self.field.setObjectName("lesson_number")
        self.field.setFont(font(13, tabular=True))
        self.field.setMinimumWidth(60)
        self.chosen = paragraph(13, name="soft")
        self.button = Plate()
        self.button.setObjectName("lesson_answer")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.field.returnPressed.connect(self._on_answer)
        self.field.textEdited.connect(self._show_live)
        self.button.clicked.connect(self._on_answer)
        self._asking = QWidget()
        self.said = paragraph(13)
        self.verdict = IconLine("lesson_verdict", "check", "accent")
        self.explain = paragraph(13)
        self.explain.setObjectName("lesson_explain")
        self._build()

    def show_question(self, prediction: Prediction, language: str) -> None:
        """Ask; what was typed or chosen for the same question stays."""
        if prediction is not self._prediction:
            self._prediction, self.cells = prediction, frozenset()
            self.field.clear()
            self._make_options(len(prediction.options))
        self._language = language
        self.question.say(prediction.question.of(language))
        for option, text in zip(self.options, prediction.options, strict=True):
            option.setText(text.of(language))
            option.setAccessibleName(text.of(language))
            option.updateGeometry()
        self.field.setVisible(prediction.kind == "number")
        self.chosen.setVisible(prediction.kind == "cells")
        self.button.setVisible(prediction.kind != "choice")
        self._asking.show()
        for part in (self.said, self.explain):
            part.hide()
        self.verdict.say("")
        self._show_live()
        self.show()

    def show_answer(
        self, prediction: Prediction, language: str, said: Said, truth: Said | None, is_right: bool
    ) -> None:
        """Say what was predicted and, once it is known, what torch did, whether that is the same, and why."""
        self._prediction, self._language = prediction, language
        self.question.say(prediction.question.of(language))
        self._asking.hide()
        self.said.setText(self.tr("You said: {answer}").format(answer=self._told(said)))
        self.said.show()
        self.explain.setVisible(truth is not None)
        self.verdict.say("")
        if truth is not None:
            self.explain.setText(prediction.explain.of(language))
            if is_right:
                told, mark = self.tr("PyTorch: {answer} · as you said"), ("check", "accent")
            else:
                told, mark = self.tr("PyTorch: {answer} · not as you said"), ("question", "caution")
            self.verdict.say(told.format(answer=self._told(truth)), *mark)
        self.show()

    def toggle(self, cell: Place) -> None:
        """Take `cell` into the answer, or out of it."""
        self.cells = self.cells ^ {cell}
        self._show_live()

    @property
    def asks_for_cells(self) -> bool:
        """True while cells are to be clicked."""
        is_open = not self.isHidden() and not self._asking.isHidden()
        return is_open and self._prediction is not None and self._prediction.kind == "cells"

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        buttons: tuple[Plate | Option, ...] = (self.button, *self.options)
        for part in (self.question, self.verdict, *buttons):
            part.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now, but for those of the lesson."""
        self.button.setText(self.tr("Answer"))
        self.button.setAccessibleName(self.tr("Answer"))
        self.field.setAccessibleName(self.tr("Your answer, a number"))
        self.field.setPlaceholderText(self.tr("a number"))

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.chosen, 1)
        row.addWidget(self.button)
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(6)
        self._places = QVBoxLayout()
        self._places.setSpacing(6)
        asking.addLayout(self._places)
        asking.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        for part in (self.question, self._asking, self.said, self.verdict, self.explain):
            whole.addWidget(part)
        self.retranslate()

    def _make_options(self, count: int) -> None:
        for option in self.options:
            option.hide()
            option.deleteLater()
        self.options = [Option(f"lesson_option_{index}") for index in range(count)]
        for index, option in enumerate(self.options):
            option.set_theme(self._theme)
            option.clicked.connect(lambda _checked=False, index=index: self.answered.emit(index))
            self._places.addWidget(option)

    def _show_live(self) -> None:
        set_wrong(self.field, bool(self.field.text().strip()) and parse_number(self.field.text()) is None)
        is_number = self._prediction is not None and self._prediction.kind == "number"
        self.button.setEnabled(not is_number or parse_number(self.field.text()) is not None)
        self.button.set_next(self.button.isEnabled())
        if self._prediction is not None and self._prediction.kind == "cells":
            how = self.tr("Click cells in the table, or press Ctrl+Space")
            self.chosen.setText(self._told(self.cells) if self.cells else how)

    def _on_answer(self) -> None:
        if self._prediction is None or not self.button.isEnabled():
            return
        is_cells = self._prediction.kind == "cells"
        answer = self.cells if is_cells else parse_number(self.field.text())
        self.window().setFocus()
        self.answered.emit(answer)

    def _told(self, said: Said) -> str:
        """Return an answer in words."""
        prediction = self._prediction
        if isinstance(said, frozenset):
            return self._told_cells(said)
        if prediction is not None and prediction.kind == "choice":
            options = prediction.options
            return options[int(said)].of(self._language) if 0 <= said < len(options) else str(said)
        # A count is whole, and nothing that was measured to four places.
        return f"{said:g}" if float(said).is_integer() else f"{said:.4f}"

    def _told_cells(self, cells: Iterable[Place]) -> str:
        chosen = sorted(cells)
        if not chosen:
            return self.tr("no cell")
        rows = sorted({row for row, _ in chosen})
        if len(chosen) == 1:
            return self.tr("row {row}, column {column}").format(row=chosen[0][0], column=chosen[0][1])
        if len(rows) == 1:
            return self.tr("{count} cells, in row {row}").format(count=len(chosen), row=rows[0])
        told = ", ".join(map(str, rows))
        return self.tr("{count} cells, in rows {rows}").format(count=len(chosen), rows=told)
