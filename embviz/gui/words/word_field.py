"""WordField: where a row is asked for by its label or its number, with those that match below it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QModelIndex, QPoint, QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from embviz.core.labels import meant, shown, told
from embviz.core.reports import Found, NamedRow
from embviz.gui.reporter import Search
from embviz.gui.rows.texts import name_of
from embviz.gui.theme import font, px
from embviz.gui.widgets.editors import set_wrong

MOST_SHOWN = 40
VISIBLE_ITEMS = 8
LIST_PX, LIST_MARGIN_PX = 200, 12
LIST_STYLE = """
QListView { background: palette(base); color: palette(text); border: 1px solid palette(placeholder-text); }
QListView::item { padding: 3px 6px; }
QListView::item:selected { background: palette(highlight); color: palette(highlighted-text); }
"""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WordField(QLineEdit):
    """A field for one row. `chosen` brings it as a NamedRow, with Enter, a click on a match, or when the
    keyboard leaves the field; `asked` brings a Search, whose Found is to come by `set_found`.

    A whole number is the row of that number, in quotation marks it is a label. `row` is the one chosen last,
    None once something else is typed, which `row_dropped` says. `problem_changed` brings why there is none,
    and nothing once that has passed.
    """

    asked = Signal(object)
    chosen = Signal(object)
    row_dropped = Signal()
    problem_changed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFont(font(12, tabular=True))
        self.row: NamedRow | None = None
        self.problem = ""
        self._rows, self._has_labels = 0, False
        self._matches: tuple[NamedRow, ...] = ()
        self._found: Found | None = None
        self._is_accepting = False
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setFont(self.font())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet(LIST_STYLE)
        self.list.clicked.connect(self._on_picked)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(VISIBLE_ITEMS)
        # Not as the field's own completer, which would write into the field what is only looked at.
        self._completer.setWidget(self)
        self._completer.setPopup(self.list)
        self.textEdited.connect(self._on_edited)

    def set_table(self, rows: int, has_labels: bool) -> None:
        """Take one of the first `rows` rows, which have labels or have not."""
        self._rows, self._has_labels = rows, has_labels

    def set_row(self, row: NamedRow | None) -> None:
        """Have `row` stand in the field, or nothing."""
        self.row = row
        self.setText("" if row is None else row.label or str(row.row))
        self.setCursorPosition(0)
        self._found = None
        self._is_accepting = False
        self._say("")

    def set_found(self, found: Found) -> None:
        """Offer what was found, if it is what stands in the field now."""
        if self.row is not None or not self._typed or found.text != self._sought:
            return
        rows = tuple(row for row in found.rows if row.row < self._rows)
        self._found = msgspec.structs.replace(found, rows=rows)
        if self._is_accepting:
            self._accept()
        elif self.hasFocus():
            self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_open = self.list.isVisible()
        if event.key() in ENTER and is_open and self.list.currentIndex().isValid():
            self._on_picked(self.list.currentIndex())
        elif event.key() in ENTER:
            self._accept()
        elif event.key() == Qt.Key.Key_Down and not is_open and self._found is not None:
            self._offer()
        elif event.key() == Qt.Key.Key_Escape and not is_open:
            self.window().setFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self._typed and self.row is None:
            self._accept()

    @property
    def _typed(self) -> str:
        return self.text().strip()

    @property
    def _sought(self) -> str:
        """The label that is looked for; digits may begin one too."""
        return str(meant(self._typed))

    def _on_edited(self) -> None:
        had_row = self.row is not None
        self.row, self._found, self._is_accepting = None, None, False
        self._say("")
        if self._typed and self._has_labels:
            self.asked.emit(Search(self._sought, self.objectName()))
        else:
            self.list.hide()
        if had_row:
            self.row_dropped.emit()

    def _offer(self) -> None:
        """Show what matches below the field, the best of it chosen."""
        rows = list(() if self._found is None else self._found.rows)
        number = meant(self._typed)
        if isinstance(number, int) and number < self._rows:
            named = next((row for row in rows if row.row == number), NamedRow(number))
            rows = [named, *(row for row in rows if row.row != number)]
        self._matches = tuple(rows)
        self._model.setStringList([self._told(row, number) for row in rows])
        if not rows:
            self.list.hide()
            return
        self._completer.complete(self._room())
        self.list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _room(self) -> QRect:
        """Return above what the list stands: wider than a narrow field, but within the window."""
        width = max(self.width(), px(LIST_PX))
        over = self.mapTo(self.window(), QPoint(width, 0)).x() + LIST_MARGIN_PX - self.window().width()
        return QRect(-max(over, 0), 0, width, self.height())

    def _told(self, row: NamedRow, number: int | str) -> str:
        name = name_of(row.row, row.label)
        if row.row != number or not row.label:
            return name
        # Digits may be a label too: which of the two is meant has to be seen.
        return self.tr("row {row}: {name}").format(row=row.row, name=name)

    def _on_picked(self, index: QModelIndex) -> None:
        self._choose(self._matches[index.row()])

    def _accept(self) -> None:
        """Take what is typed for the row that it means, once it is known which."""
        if not self._typed or self.row is not None:
            return
        word = meant(self._typed)
        if isinstance(word, int):
            self._take_number(word)
        elif not self._has_labels:
            self._say(
                self.tr("The rows have no names: type a number from 0 to {last}").format(last=self._rows - 1)
            )
        elif self._found is None:
            self._is_accepting = True
        elif self._found.rows:
            exact = [row for row in self._found.rows if row.label == word]
            self._choose((exact or list(self._found.rows))[0])
        else:
            self._say(self.tr("No row is called {word}").format(word=told(word, MOST_SHOWN)))

    def _take_number(self, number: int) -> None:
        if number < self._rows:
            labels = {row.row: row.label for row in (self._found.rows if self._found else ())}
            self._choose(NamedRow(number, labels.get(number, "")))
        else:
            self._say(
                self.tr("There is no row {row}: type a number from 0 to {last}").format(
                    row=shown(str(number), MOST_SHOWN), last=self._rows - 1
                )
            )

    def _choose(self, row: NamedRow) -> None:
        self.list.hide()
        self.set_row(row)
        self.chosen.emit(row)

    def _say(self, problem: str) -> None:
        self._is_accepting = False
        if problem == self.problem:
            return
        self.problem = problem
        self.problem_changed.emit(problem)
        self.setAccessibleDescription(problem)
        self.setToolTip(problem)
        set_wrong(self, bool(problem))
