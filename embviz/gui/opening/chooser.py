"""TensorChooser: asks which of several tables in a file is to be opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from embviz.core.labels import shown
from embviz.core.reports import TensorFacts
from embviz.gui.sessions.words import name_of
from embviz.gui.theme import Theme, font, px
from embviz.gui.widgets.panel import label
from embviz.gui.widgets.plates import Plate

SIZE_PX = (620, 380)
MARGIN_PX, LINE_PX = 16, 30
SIZE_WIDTH_PX, DTYPE_WIDTH_PX = 140, 84
LONGEST = 120
Index = QModelIndex | QPersistentModelIndex


class Tensors(QAbstractTableModel):
    """The tables of a file: name, rows x dim, dtype."""

    def __init__(self, tensors: Sequence[TensorFacts], parent: QWidget) -> None:
        super().__init__(parent)
        self._tensors = tensors

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self._tensors)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tensor = self._tensors[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        # An unknown number of rows is the one thing that a table may not tell.
        rows = f"{tensor.rows:,}" if tensor.rows else "?"
        return (shown(tensor.name, LONGEST), f"{rows} x {tensor.dim:,}", tensor.dtype)[index.column()]


class TensorChooser(QDialog):
    """Asks for one of the `tensors` in the file at `path`. `chosen` brings its TensorFacts."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, path: str, tensors: Sequence[TensorFacts]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setObjectName("tensor_chooser")
        self.setWindowTitle(self.tr("Choose a table"))
        self.resize(*SIZE_PX)
        self._tensors = tensors
        self.intro = label(13, name="soft")
        self.intro.setText(
            self.tr("{name} holds {count} tables.").format(name=name_of(path), count=f"{len(tensors):,}")
        )
        self.list = _ListView(self)
        self.list.setModel(Tensors(tensors, self))
        self.list.setAccessibleName(self.tr("Tables"))
        self.open_button, self.cancel_button = Plate(), Plate(is_quiet=True)
        self.open_button.setText(self.tr("Open"))
        self.cancel_button.setText(self.tr("Cancel"))
        self._lay_out()
        self.list.doubleClicked.connect(self.accept)
        self.open_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.list.selectRow(0)
        self.list.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        for button in (self.open_button, self.cancel_button):
            button.set_theme(theme)
        self.setStyleSheet(f"#tensor_chooser {{ background: {theme.ground}; }}")
        self.list.setStyleSheet(
            f"QTableView {{ background: {theme.card}; border: 1px solid {theme.line}; border-radius: 6px;"
            "outline: 0; }"
            f"QTableView:focus {{ border: 1px solid {theme.accent}; }}"
            f"QTableView::item {{ padding: 0 8px; border: 0; color: {theme.ink}; }}"
            f"QTableView::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}"
        )

    def accept(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            super().accept()
            self.chosen.emit(self._tensors[index.row()])

    def _lay_out(self) -> None:
        self.open_button.setDefault(True)
        self.open_button.set_next(True)
        self.cancel_button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.open_button)
        body = QVBoxLayout(self)
        body.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        body.setSpacing(10)
        body.addWidget(self.intro)
        body.addWidget(self.list, 1)
        body.addLayout(buttons)


class _ListView(QTableView):
    """Lines of three columns, of which the first has all the room that is left; Tab leaves it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(font(13, tabular=True))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(LINE_PX))
        self.horizontalHeader().hide()

    def setModel(self, model: Tensors | None) -> None:  # type: ignore[override]  # noqa: N802 - Qt names it
        super().setModel(model)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, px(SIZE_WIDTH_PX)), (2, px(DTYPE_WIDTH_PX))):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # It would be told of twice: by the view, and by the dialog's own button.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # A table would go to the ends of the line.
            self.selectRow(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)
