"""MatrixDialog: where the first values of a table are pasted, or loaded from a file."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from embviz.core.checks import Matrix
from embviz.core.matrix import MOST_CHARACTERS, MatrixError, parse_matrix, read_matrix_text
from embviz.gui.setup.fields import show_message
from embviz.gui.theme import Theme
from embviz.gui.widgets.panel import label
from embviz.gui.widgets.plates import Plate

SIZE_PX = (520, 380)
MARGIN_PX = 16
PATTERNS = "*.csv *.tsv *.txt *.npy"


class MatrixEdit(QPlainTextEdit):
    """Text as it is; what is far too long to be a matrix is not taken in, and `refused` tells its length."""

    refused = Signal(int)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt names it
        text = source.text()
        if len(text) > MOST_CHARACTERS:
            self.refused.emit(len(text))
        else:
            self.insertPlainText(text)


class MatrixDialog(QDialog):
    """Asks for a matrix. `taken` brings it once it was confirmed."""

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matrix_dialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*SIZE_PX)
        self.edit = MatrixEdit()
        self.use_button, self.load_button = Plate(), Plate(is_quiet=True)
        self.cancel_button = Plate(is_quiet=True)
        self.intro, self.feedback = label(13, name="soft"), label(12, name="soft")
        self._matrix: Matrix | None = None
        self._rows = self._dim = ""
        self._files: QFileDialog | None = None
        self._lay_out()
        self.edit.textChanged.connect(self._check)
        self.edit.refused.connect(self._on_refused)
        self.use_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.load_button.clicked.connect(self._choose_file)
        self.retranslate()

    @property
    def matrix(self) -> Matrix | None:
        """The matrix that stands in the text, None while there is none."""
        return self._matrix

    def set_table(self, rows: str, dim: str) -> None:
        """Say which rows and dim stand in the form, to tell where they will change."""
        self._rows, self._dim = rows, dim
        self._check()

    def set_text(self, text: str) -> None:
        """Have `text` in place of what is there."""
        self.edit.setPlainText(text)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        for button in (self.use_button, self.load_button, self.cancel_button):
            button.set_theme(theme)
        self.edit.setStyleSheet(
            f"QPlainTextEdit {{ background: {theme.card}; border: 1px solid {theme.line};"
            " border-radius: 6px; padding: 4px; }"
            f"QPlainTextEdit:focus {{ border: 1px solid {theme.accent}; }}"
        )

    def load(self, path: Path) -> None:
        """Show the matrix in the file at `path`, or say why there is none; what was typed then stays."""
        try:
            self.set_text(read_matrix_text(path))
        except OSError as error:
            why = error.strerror or str(error)
            self._say(self.tr("{name} cannot be read: {why}").format(name=path.name, why=why), True)
        except MatrixError as error:
            self._say(_words(error), True)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.setWindowTitle(self.tr("First values of the table"))
        self.intro.setText(
            self.tr("Paste rows of numbers, one row a line, or what Python, NumPy or torch print.")
        )
        self.edit.setPlaceholderText("0.5  -0.25   1\n0    0.75  -1")
        self.edit.setAccessibleName(self.tr("Matrix"))
        self.use_button.setText(self.tr("Use"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.load_button.setText(self.tr("Load…"))
        self.load_button.setToolTip(self.tr("Load a .csv, .tsv, .txt or .npy file"))
        self._check()

    def accept(self) -> None:
        if self._matrix is not None:
            super().accept()
            self.taken.emit(self._matrix)

    def _lay_out(self) -> None:
        self.intro.setWordWrap(True)
        self.feedback.setWordWrap(True)
        self.edit.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        # A row is a line, however long.
        self.edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.edit.setTabChangesFocus(True)
        for button in (self.load_button, self.cancel_button):
            button.setAutoDefault(False)
        self.use_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.load_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.use_button)
        body = QVBoxLayout(self)
        body.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        body.setSpacing(10)
        for widget in (self.intro, self.edit, self.feedback):
            body.addWidget(widget)
        body.addLayout(buttons)
        self.setTabOrder(self.edit, self.load_button)
        self.setTabOrder(self.load_button, self.cancel_button)
        self.setTabOrder(self.cancel_button, self.use_button)

    def _check(self) -> None:
        text = self.edit.toPlainText()
        try:
            self._matrix = parse_matrix(text)
        except MatrixError as error:
            self._matrix = None
            self._say(_words(error), is_wrong=bool(text.strip()))
        else:
            self._say(self._taken_over(len(self._matrix), len(self._matrix[0])))
        self.use_button.setEnabled(self._matrix is not None)
        self.use_button.set_next(self._matrix is not None)

    def _taken_over(self, rows: int, dim: int) -> str:
        parts = [self.tr("{rows} x {dim} numbers").format(rows=rows, dim=dim)]
        for name, before, now in (("rows", self._rows, rows), ("dim", self._dim, dim)):
            if before != str(now):
                parts.append(self.tr("{name} becomes {value}").format(name=name, value=now))
        both = self.tr("{first}; {second}")
        return reduce(lambda first, second: both.format(first=first, second=second), parts)

    def _say(self, text: str, is_wrong: bool = False) -> None:
        show_message(self.feedback, text, "error" if is_wrong else "soft")

    def _on_refused(self, length: int) -> None:
        text = self.tr("Not pasted: {length} characters; a matrix has at most {limit}")
        self._say(text.format(length=f"{length:,}", limit=f"{MOST_CHARACTERS:,}"), is_wrong=True)

    def _choose_file(self) -> None:
        if self._files is None:
            self._files = QFileDialog(self, self.tr("Load a matrix"))
            self._files.setFileMode(QFileDialog.FileMode.ExistingFile)
            self._files.fileSelected.connect(lambda name: self.load(Path(name)))
        kinds = self.tr("Matrices ({patterns})").format(patterns=PATTERNS)
        self._files.setNameFilters([kinds, self.tr("All files (*)")])
        self._files.open()


def _words(error: MatrixError) -> str:
    return QCoreApplication.translate("core", error.refused).format(**error.details)
