"""TranscriptPanel: the PyTorch code of all that was done, to read, to copy and to save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from embviz.core.files import write_whole
from embviz.core.notebook import notebook
from embviz.core.transcript import Transcript
from embviz.gui.details.code import CodeView
from embviz.gui.theme import LIGHT, Theme, font
from embviz.gui.widgets.panel import Panel, label

if TYPE_CHECKING:
    from embviz.core.messages import Action, Snapshot

FILE_NAME = "embedding"
SUFFIXES = ("py", "ipynb")
SEPARATOR = "\n\n"


class _Outcome(NamedTuple):
    """What became of the last Copy or Save: done, or why not. Of a copy there is no file's name."""

    file: str = ""
    why: str = ""


class _Past(NamedTuple):
    """A moment that others came after: its index in the run, its step, and what made it."""

    moment: int
    step: int
    number: int
    rounds: int


class TranscriptView(QWidget):
    """The code with its two buttons. `set_snapshot` is the only way in; a new run begins new code.

    At a past moment what came after it is quiet, and Copy and Save take the program up to there.
    """

    needs_every_snapshot = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = -1
        self._transcript: Transcript | None = None
        # Where in the text the header ends, then each block that is shown: what comes after is not shown yet.
        self._ends: list[int] = []
        self._past: _Past | None = None
        self._marked_past: _Past | None = None
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

    @property
    def transcript(self) -> Transcript | None:
        """The run's, which is never another run's; None before the first snapshot."""
        return self._transcript

    @property
    def taken(self) -> Transcript | None:
        """What Copy and Save take: all of it, or up to the past moment that is shown."""
        if self._transcript is None or self._past is None:
            return self._transcript
        action = self._past_action()
        # A train that torch refused has a moment after its last whole round, and one after the refusal.
        is_refused = action is None or self._past.moment >= action.moment
        return self._transcript.until(self._past.number, self._past.rounds, is_refused)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Take in what `snapshot` tells was done. The same one twice is the same as once."""
        if snapshot.experiment is None:
            return
        if self._transcript is None or snapshot.run != self._run:
            self._run, self._transcript = snapshot.run, Transcript(snapshot.experiment)
            self._ends = []
            self._tell(None)
        first = self._transcript.merge(snapshot.actions, snapshot.names)
        del self._ends[first + 1 :]
        self._go_to(_past(snapshot))
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
        """Put the program on the clipboard."""
        taken = self.taken
        QGuiApplication.clipboard().setText("" if taken is None else taken.text)
        self._tell(_Outcome())

    def save(self, path: str | Path) -> None:
        """Write the program to `path`, as a notebook where that ends in `.ipynb`.

        What goes wrong is told beside the buttons; the old file, if there is one, is then as it was.
        """
        path, taken = Path(path), self.taken
        if taken is None:
            return
        content = notebook(taken) if path.suffix.lower() == ".ipynb" else taken.text
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

    def _go_to(self, past: _Past | None) -> None:
        if past == self._past:
            return
        self._past = past
        # What was copied or saved is another program now. What went wrong stays until the next try.
        is_wrong = self._outcome is not None and self._outcome.why
        self._tell(self._outcome if is_wrong else None)

    def _past_action(self) -> Action | None:
        """Return the action that made the past moment."""
        if self._transcript is None or self._past is None:
            return None
        count = self._transcript.count_until(self._past.number)
        return self._transcript.action(count - 1) if count else None

    def _write(self) -> None:
        transcript = self._transcript
        if transcript is None:
            return
        is_whole = len(self._ends) == len(transcript) + 1
        if is_whole and self._past == self._marked_past:
            return
        if not is_whole:
            self._append(transcript)
        self._mark(transcript)

    def _append(self, transcript: Transcript) -> None:
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
        # With the empty line at its end: Qt's scroll bar may end a few px early, and cuts that one.
        self.code.write(start, "".join(parts) + "\n")
        # What was copied or saved is no longer all.
        if self._outcome is not None and not self._outcome.why:
            self._tell(None)

    def _mark(self, transcript: Transcript) -> None:
        past, self._marked_past = self._past, self._past
        count = len(transcript) if past is None else transcript.count_until(past.number)
        first = self._ends[count - 1] + len(SEPARATOR) if count else None
        self.code.mark(first, self._ends[count], past is not None)

    def _tell(self, outcome: _Outcome | None) -> None:
        self._outcome = outcome
        until = self._until()
        done, wrong = until, ""
        if outcome == _Outcome():
            done = self.tr("Copied {until}").format(until=until) if until else self.tr("Copied")
        elif outcome is not None and outcome.why:
            wrong = self.tr("{file} was not saved: {why}").format(file=outcome.file, why=outcome.why)
        elif outcome is not None:
            done = self.tr("Saved as {file}").format(file=outcome.file)
            if until:
                done = self.tr("Saved as {file}, {until}").format(file=outcome.file, until=until)
        for one, text in ((self.note, done), (self.error, wrong)):
            one.setText(text)
            one.setVisible(bool(text))
        for button in (self.copy_button, self.save_button):
            button.setEnabled(self._transcript is not None)

    def _until(self) -> str:
        """Return up to where the program is taken, empty where it is all of it."""
        past, action = self._past, self._past_action()
        if past is None:
            return ""
        if action is None or action.kind != "train" or past.rounds >= action.rounds:
            return self.tr("up to step {step}").format(step=past.step)
        return self.tr("up to step {step}, round {round} of Train {rounds}").format(
            step=past.step, round=past.rounds, rounds=action.rounds
        )


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


def _past(snapshot: Snapshot) -> _Past | None:
    if not snapshot.is_past:
        return None
    return _Past(snapshot.moment.index, snapshot.step, snapshot.action_count, snapshot.rounds)


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
