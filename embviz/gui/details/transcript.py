"""TranscriptPanel: the PyTorch code of all that was done, to read, to copy and to save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from embviz.core.files import write_whole
from embviz.core.notebook import notebook
from embviz.core.transcript import Transcript
from embviz.gui.details.highlight import Highlighter
from embviz.gui.theme import LIGHT, TEXT_PX, Theme, font
from embviz.gui.widgets.panel import Panel, label

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot

FILE_NAME = "embedding"
SUFFIXES = ("py", "ipynb")
BAR_WIDTH_PX = 3
MARGIN_PX = 6
# More, and a comment would be too faint on it.
MARK_OPACITY = 0.06
SEPARATOR = "\n\n"


class _Outcome(NamedTuple):
    """What became of the last Copy or Save: done, or why not. Of a copy there is no file's name."""

    file: str = ""
    why: str = ""


class TranscriptView(QWidget):
    """The code with its two buttons. `set_snapshot` is the only way in; a new run begins new code."""

    needs_every_snapshot = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = -1
        self._transcript: Transcript | None = None
        # Where in the text the header ends, then each block that is shown: what comes after is not shown yet.
        self._ends: list[int] = []
        self._outcome: _Outcome | None = None
        self.code = CodeView()
        self.copy_button, self.save_button = _button("copy"), _button("save")
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.ask_where)
        self.note, self.error = _note("soft"), _note("error")
        self._lay_out()
        self.set_theme(LIGHT)
        self.retranslate()

    @property
    def text(self) -> str:
        """The whole program, empty before the first snapshot."""
        return "" if self._transcript is None else self._transcript.text

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Take in what `snapshot` tells was done. The same one twice is the same as once."""
        if snapshot.experiment is None:
            return
        if self._transcript is None or snapshot.run != self._run:
            self._run, self._transcript = snapshot.run, Transcript(snapshot.experiment)
            self._ends = []
            self._tell(None)
        first = self._transcript.merge(snapshot.actions)
        del self._ends[first + 1 :]
        # Behind another tab nobody reads it: a run would write it sixty times a second for nothing.
        if self.isVisible():
            self._write()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.code.set_theme(theme)
        self.setStyleSheet(
            f"QPushButton {{ background: {theme.button}; color: {theme.ink}; padding: 2px 10px;"
            f" border: 1px solid {theme.button}; border-radius: 6px; }}"
            f" QPushButton:hover {{ background: {theme.button_hover}; }}"
            f" QPushButton:focus {{ border: 1px solid {theme.accent}; }}"
            f" QPushButton:disabled {{ color: {theme.soft}; }}"
        )

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.copy_button.setText(self.tr("Copy"))
        self.save_button.setText(self.tr("Save…"))
        self.code.setAccessibleName(self.tr("PyTorch code of all that was done"))
        self._tell(self._outcome)

    def copy(self) -> None:
        """Put the whole program on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)
        self._tell(_Outcome())

    def save(self, path: str | Path) -> None:
        """Write the program to `path`, as a notebook where that ends in `.ipynb`.

        What goes wrong is told beside the buttons; the old file, if there is one, is then as it was.
        """
        path = Path(path)
        if self._transcript is None:
            return
        is_notebook = path.suffix.lower() == ".ipynb"
        content = notebook(self._transcript) if is_notebook else self.text
        try:
            write_whole(path, content.encode("ascii"))
        except OSError as error:
            self._tell(_Outcome(path.name, error.strerror or str(error)))
        # A name that no file can have.
        except ValueError as error:
            self._tell(_Outcome(path.name, str(error)))
        else:
            self._tell(_Outcome(path.name))

    def ask_where(self) -> None:
        """Open the dialog that asks for a file, and save there."""
        dialog = _SaveDialog(self)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._write()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.error, 1)
        foot.addStretch()
        foot.addWidget(self.copy_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.code, 1)
        column.addLayout(foot)

    def _write(self) -> None:
        transcript = self._transcript
        if transcript is None or len(self._ends) == len(transcript) + 1:
            return
        start = self._ends[-1] if self._ends else 0
        parts = [] if self._ends else [transcript.header]
        parts += [
            SEPARATOR + transcript.block(index)
            for index in range(max(len(self._ends) - 1, 0), len(transcript))
        ]
        end = start
        for part in parts:
            end += len(part)
            self._ends.append(end)
        marked = self._ends[-2] + len(SEPARATOR) if len(transcript) else None
        # With the empty line at its end: Qt's scroll bar may end a few px early, and cuts that one.
        self.code.write(start, "".join(parts) + "\n", marked)
        # What was copied or saved is no longer all.
        if self._outcome is not None and not self._outcome.why:
            self._tell(None)

    def _tell(self, outcome: _Outcome | None) -> None:
        self._outcome = outcome
        done = wrong = ""
        if outcome == _Outcome():
            done = self.tr("Copied")
        elif outcome is not None and outcome.why:
            wrong = self.tr("{file} was not saved: {why}").format(file=outcome.file, why=outcome.why)
        elif outcome is not None:
            done = self.tr("Saved as {file}").format(file=outcome.file)
        for one, text in ((self.note, done), (self.error, wrong)):
            one.setText(text)
            one.setVisible(bool(text))
        for button in (self.copy_button, self.save_button):
            button.setEnabled(self._transcript is not None)


class CodeView(QPlainTextEdit):
    """Code that can be read and selected, with a mark on its last part but for the empty line at the end.

    It stays at the end of the code, unless the reader has scrolled away from it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._marked_line: int | None = None
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
        if self._marked_line is None:
            return ""
        return "\n".join(self.toPlainText().split("\n")[self._marked_line : -1])

    def write(self, start: int, text: str, marked: int | None) -> None:
        """Put `text` in the place of all from character `start` on; mark all from character `marked` on."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self._marked_line = None if marked is None else self.document().findBlock(marked).blockNumber()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self._highlighter.set_theme(theme)
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
        if self._marked_line is None:
            return
        width, height = self.viewport().width(), self.viewport().height()
        ground, accent = QColor(self._theme.accent), QColor(self._theme.accent)
        ground.setAlphaF(MARK_OPACITY)
        line, end = self.firstVisibleBlock(), self.document().lastBlock()
        while line != end:
            box = self.blockBoundingGeometry(line).translated(self.contentOffset())
            if box.top() > height:
                break
            if line.blockNumber() >= self._marked_line:
                top, bottom = round(box.top()), round(box.bottom())
                painter.fillRect(0, top, width, bottom - top, ground)
                painter.fillRect(0, top, BAR_WIDTH_PX, bottom - top, accent)
            line = line.next()

    def _on_scrolled(self, value: int) -> None:
        self._is_at_end = value >= self.verticalScrollBar().maximum()

    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        if self._is_at_end:
            self.verticalScrollBar().setValue(maximum)


class TranscriptPanel(Panel):
    """The transcript on a card of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = TranscriptView()
        self.body.addWidget(self.view, 1)
        self.retranslate()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        super().set_snapshot(snapshot)
        self.view.set_snapshot(snapshot)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.view.set_theme(theme)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Code"))
        self.view.retranslate()
        super().retranslate()


class _SaveDialog(QFileDialog):
    """Asks for the name of a program or a notebook; what is typed without an ending gets the filter's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save the code"))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters([self.tr("Python program (*.py)"), self.tr("Jupyter notebook (*.ipynb)")])
        self.filterSelected.connect(self._on_filter)
        self.setDefaultSuffix(SUFFIXES[0])
        self.selectFile(FILE_NAME)

    def _on_filter(self, name: str) -> None:
        self.setDefaultSuffix(SUFFIXES[self.nameFilters().index(name)])


def _button(name: str) -> QPushButton:
    made = QPushButton()
    made.setObjectName(f"transcript_{name}")
    made.setFont(font(12))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _note(name: str) -> QLabel:
    made = label(12, name=name)
    made.setWordWrap(True)
    # A long name of a file must not widen the card.
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made
