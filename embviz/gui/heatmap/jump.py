"""Jump: the field that goes to a row by its number, or by the beginning of its label."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from embviz.core.labels import told
from embviz.core.reports import Found
from embviz.gui.heatmap.span_words import counted
from embviz.gui.theme import Theme, font, px
from embviz.gui.widgets.editors import set_wrong
from embviz.gui.widgets.panel import Card, label

WIDTH_PX = 320
ROW_PX = 26
MOST_SHOWN = 8
MOST_LETTERS = 28
LONGEST_TYPED = 1000
# Focus that leaves for these comes back: a menu of the field itself, another program.
PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_NUMBER = re.compile(r"\d{1,15}|\d{1,3}(,\d{3}){1,4}", re.ASCII)
_ROW = Qt.ItemDataRole.UserRole


class Jump(Card):
    """A field over `parent`, and the rows that match below it.

    `chosen` brings the row to go to. `wanted` brings what to find, one at a time: the next one once
    `set_found` has brought what there is, or `give_up` said that nothing will come. `closed` says that it
    has left the keyboard.
    """

    chosen = Signal(int)
    wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("jump")
        self.field = QLineEdit()
        self.field.setObjectName("field_row")
        self.field.setMaxLength(LONGEST_TYPED)
        self.message = label(12)
        self.message.setWordWrap(True)
        self.matches = QListWidget()
        self.matches.setFont(font(13))
        self.matches.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.matches.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.matches.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.matches.setUniformItemSizes(True)
        for part in (self.field, self.message, self.matches):
            self.body.addWidget(part)
        self._table = (0, 0, False)
        self._over = QRect()
        # What the engine was asked for and has not told yet, None where nothing is; and what it told last.
        self._asked: str | None = None
        self._found = Found()
        # Enter was pressed before it was known whether there is such a row.
        self._is_entered = False
        self.field.textEdited.connect(self._on_edited)
        self.field.installEventFilter(self)
        self.matches.itemClicked.connect(self._on_clicked)
        self.hide()
        self.retranslate()

    def set_table(self, run: int, rows: int, has_labels: bool) -> None:
        """Jump in the table of a run: of `rows` rows, which may have labels."""
        if (run, rows, has_labels) != self._table:
            self._table = run, rows, has_labels
            self._asked, self._found = None, Found()
            self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.matches.setStyleSheet(
            f"QListWidget {{ background: {theme.card}; color: {theme.ink}; border: 0; outline: 0; }}"
            f"QListWidget::item {{ padding: 4px 6px; border-radius: 5px; }}"
            f"QListWidget::item:hover, QListWidget::item:selected {{ background: {theme.button_hover};"
            f" color: {theme.ink}; }}"
        )

    def retranslate(self) -> None:
        self.title.setText(self.tr("Go to row"))
        hint = self.tr("0 to {last}")
        if self._has_labels:
            hint = self.tr("0 to {last}, or the beginning of a label")
        self.field.setPlaceholderText(hint.format(last=counted(self._last)))
        self.field.setAccessibleName(self.tr("Row"))
        self.matches.setAccessibleName(self.tr("Rows that match"))

    def open(self, over: QRect) -> None:
        """Open at the left of the box `over`, of the parent, with what was typed last selected."""
        self._asked, self._over = None, over
        self._on_edited()
        self.show()
        self.raise_()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_field(self) -> None:
        """Close; what is typed stays for the next time."""
        # What hides loses the focus, which closes it again.
        had_focus = self.field.hasFocus()
        self.hide()
        if had_focus:
            self.closed.emit()

    def set_found(self, found: Found) -> None:
        """Take in what there is, if it is what was asked for last."""
        if found.text != self._asked:
            return
        self._asked, self._found = None, found
        self._ask()
        self._show()
        if self._is_entered:
            self._enter()

    def give_up(self) -> None:
        """Wait no longer for what was asked for."""
        self._asked, self._is_entered = None, False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        if (
            watched is self.field
            and isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() not in PASSING
        ):
            self.close_field()
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_field()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._is_entered = True
            self._enter()
        elif key in STEPS and self.matches.count():
            row = self.matches.currentRow() + STEPS[key]
            self.matches.setCurrentRow(min(max(row, 0), self.matches.count() - 1))
        else:
            return False
        return True

    def _on_edited(self) -> None:
        self._is_entered = False
        self._ask()
        self._show()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._go(int(item.data(_ROW)))

    def _ask(self) -> None:
        text = self.field.text()
        if self._asked is None and self._has_labels and text and text != self._found.text:
            self._asked = text
            self.wanted.emit(text)

    def _enter(self) -> None:
        item = self.matches.currentItem()
        is_row = self._number is not None and self._number <= self._last
        if not is_row and not self._is_known:
            # What is listed is what was typed before.
            return
        self._is_entered = False
        if item is not None:
            self._go(int(item.data(_ROW)))
        else:
            self._say(self._problem(), is_wrong=True)

    def _go(self, row: int) -> None:
        self.close_field()
        self.chosen.emit(row)

    @property
    def _has_labels(self) -> bool:
        return self._table[2]

    @property
    def _last(self) -> int:
        return max(0, self._table[1] - 1)

    @property
    def _is_known(self) -> bool:
        """True once what there is of the text in the field has come."""
        return not self._has_labels or not self.field.text() or self._found.text == self.field.text()

    @property
    def _number(self) -> int | None:
        text = self.field.text().strip()
        return int(text.replace(",", "")) if _NUMBER.fullmatch(text) else None

    def _problem(self) -> str:
        text = self.field.text()
        if self._number is None and self._has_labels and text:
            return self.tr("no row is called {text}").format(text=told(text))
        return self.tr("rows are 0 to {last}").format(last=counted(self._last))

    def _show(self) -> None:
        is_known, number = self._is_known, self._number
        is_row = number is not None and number <= self._last
        if is_known or is_row:
            named = self._found.rows if is_known and self._has_labels and self.field.text() else ()
            rows = {one.row: one.label for one in named}
            self.matches.clear()
            if number is not None and is_row:
                self._add(number, rows.pop(number, None))
            for row, name in rows.items():
                self._add(row, name)
            self.matches.setCurrentRow(0)
            self._tell(len(named))
        self._place()

    def _add(self, row: int, name: str | None) -> None:
        number = self.tr("row {row}").format(row=counted(row))
        if name is not None:
            number = self.tr("{label}   {row}").format(label=told(name, MOST_LETTERS), row=number)
        item = QListWidgetItem(number)
        item.setSizeHint(QSize(0, px(ROW_PX)))
        item.setData(_ROW, row)
        self.matches.addItem(item)

    def _tell(self, named: int) -> None:
        """Say beside the field what is wrong with it, or that there are more rows than are listed."""
        if self.field.text() and not self.matches.count():
            self._say(self._problem(), is_wrong=True)
        elif 0 < named < self._found.total:
            text = self.tr("the first {named} of {total}")
            self._say(text.format(named=named, total=counted(self._found.total)))
        else:
            self._say("")

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        set_wrong(self.field, is_wrong)
        self.field.setAccessibleDescription(text)
        self.message.setObjectName("error" if is_wrong else "soft")
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _place(self) -> None:
        """Be as high as what there is, within the parent."""
        room = self._parent().rect().adjusted(8, 8, -8, -8)
        self.matches.setVisible(self.matches.count() > 0)
        self.matches.setFixedHeight(px(ROW_PX) * min(MOST_SHOWN, self.matches.count()) + 2)
        width = min(px(WIDTH_PX), room.width())
        # What is hidden now, or shown anew, counts at once.
        self.body.activate()
        height = max(self.body.totalHeightForWidth(width), self.body.totalMinimumSize().height())
        box = QRect(self._over.topLeft(), QSize(width, min(height, room.height())))
        box.moveLeft(max(room.left(), min(box.left(), room.right() - box.width() + 1)))
        box.moveTop(max(room.top(), min(box.top(), room.bottom() - box.height() + 1)))
        self.setGeometry(box)

    def _parent(self) -> QWidget:
        parent = self.parentWidget()
        assert parent is not None
        return parent
