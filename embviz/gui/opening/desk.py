"""OpeningDesk: files of vectors and texts are asked for, looked into by the engine, and begun as a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.reports import Contents, Report, TensorFacts
from embviz.core.sources import VectorFile
from embviz.gui.control.notice import Notice, retold
from embviz.gui.control.state import ALIVE, State
from embviz.gui.control.wishes import Wish
from embviz.gui.opening.chooser import TensorChooser
from embviz.gui.opening.start import Start, with_text, with_vectors
from embviz.gui.sessions.dialogs import TextDialog, VectorsDialog, first_place
from embviz.gui.sessions.folders import absolute
from embviz.gui.sessions.words import name_of
from embviz.gui.theme import Theme

# What is asked for: whatever is in the file, vectors, or a text.
ANYTHING, VECTORS, TEXT = "anything", "vectors", "text"


class Engine(Protocol):
    """What the desk asks of the controller, and hears from it."""

    @property
    def state(self) -> State:
        """What the controller is doing."""

    @property
    def reported(self) -> SignalInstance:
        """Brings each Report."""

    @property
    def noticed(self) -> SignalInstance:
        """Brings each Notice, or None."""

    def inquire(self, wish: Wish) -> None:
        """Ask for a report."""


class Asked(NamedTuple):
    """A file that the engine looks into: what is hoped for in it, and whether it is for the form alone."""

    path: str
    what: str = ANYTHING
    is_for_form: bool = False


class Opening(NamedTuple):
    """A run that begins with a file: what to say of it, and which curve shows it best."""

    experiment: Experiment
    hint: Notice
    curve: str = "distance"


class ForForm(NamedTuple):
    """A table in a file that the form is to take over."""

    file: VectorFile
    rows: int
    dim: int


class OpeningDesk(QObject):
    """Asks for files over `window`, in its `theme`, and has `engine` look into them.

    `opened` brings an Opening to begin. For the form, `vectors_chosen` brings a ForForm, `text_chosen` the
    path of a text, and `given_up` says that nothing was chosen. `refused` brings a Notice.
    """

    opened = Signal(object)
    vectors_chosen = Signal(object)
    text_chosen = Signal(str)
    given_up = Signal()
    refused = Signal(object)

    def __init__(self, window: QWidget, engine: Engine, theme: Callable[[], Theme]) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._asked: Asked | None = None
        self._last_path = ""
        self._theme = theme
        engine.reported.connect(self._on_reported)
        engine.noticed.connect(self._on_noticed)

    @property
    def path(self) -> str:
        """The file that the engine looks into now, empty for none."""
        return "" if self._asked is None else self._asked.path

    def ask_vectors(self, is_for_form: bool = False) -> None:
        """Ask for a file of vectors, and begin with it, or give it to the form."""
        self._ask(VectorsDialog(self._window, first_place(self._last_path, ())), VECTORS, is_for_form)

    def ask_text(self, is_for_form: bool = False) -> None:
        """Ask for a text, and begin with it, or give it to the form."""
        self._ask(TextDialog(self._window, first_place(self._last_path, ())), TEXT, is_for_form)

    def open(self, path: str, what: str = ANYTHING, is_for_form: bool = False) -> None:
        """Have the engine look into the file at `path`, and begin with what is in it."""
        self._last_path = absolute(path)
        if self._engine.state not in ALIVE:
            self._refuse(
                self._last_path,
                lambda: self.tr("PyTorch is not running: wait until it has started, or press Restart"),
            )
        elif is_for_form and what == TEXT:
            # What it is split into, the form says.
            self.text_chosen.emit(self._last_path)
        else:
            self._asked = Asked(self._last_path, what, is_for_form)
            self._engine.inquire(Wish("peek", path=self._last_path))

    def give_up(self) -> None:
        """Let what the engine still finds in a file go: the person has cancelled."""
        asked, self._asked = self._asked, None
        if asked is not None and asked.is_for_form:
            self.given_up.emit()

    def _ask(self, dialog: VectorsDialog | TextDialog, what: str, is_for_form: bool) -> None:
        # A dialog that is deleted as it closes has told by then what was chosen.
        dialog.fileSelected.connect(lambda path: self.open(path, what, is_for_form))
        if is_for_form:
            dialog.rejected.connect(self.given_up)
        dialog.open()

    def _on_reported(self, report: Report) -> None:
        asked = self._asked
        if asked is None or not isinstance(report, Contents):
            return
        self._asked = None
        if report.format == "text" and asked.what == VECTORS:
            self._decline(
                asked,
                lambda: self.tr("its first line is no row of a table; to train on it, use File, Open text…"),
            )
        elif report.format == "text" or asked.what == TEXT:
            self._take_text(asked, report)
        elif len(report.tensors) == 1:
            self._take_tensor(asked, report, report.tensors[0])
        elif report.tensors:
            self._choose(asked, report)
        else:
            self._refuse(asked.path, lambda: self.tr("there is no table of numbers in it"))

    def _on_noticed(self, notice: Notice | None) -> None:
        # What could not be looked into has been told: here is nothing more to wait for.
        if notice is not None and notice.remedy in ("refusal", "restart"):
            self.give_up()

    def _take_text(self, asked: Asked, contents: Contents) -> None:
        if asked.is_for_form:
            self._decline(asked, lambda: self.tr("it is a text: open it with File, Open text…"))
            return
        start = with_text(asked.path, contents.sample, _size_bytes(asked.path))
        corpus = start.experiment.corpus
        assert corpus is not None
        self.opened.emit(Opening(start.experiment, self._of_text(asked.path, corpus.min_count), "loss"))

    def _of_text(self, path: str, min_count: int) -> Notice:
        what = self.tr("{name} is trained as a text").format(name=name_of(path))
        why = self.tr(
            "Press Run. Words that occur {count} times or more are the vocabulary; Setup says how it is"
            " split."
        ).format(count=min_count)
        return Notice(what, why, "hint", partial(self._of_text, path, min_count))

    def _decline(self, asked: Asked, why: Callable[[], str]) -> None:
        if asked.is_for_form:
            self.given_up.emit()
        self._refuse(asked.path, why)

    def _choose(self, asked: Asked, contents: Contents) -> None:
        chooser = TensorChooser(self._window, asked.path, contents.tensors)
        chooser.set_theme(self._theme())
        chooser.chosen.connect(lambda tensor: self._take_tensor(asked, contents, tensor))
        if asked.is_for_form:
            chooser.rejected.connect(self.given_up)
        chooser.open()

    def _take_tensor(self, asked: Asked, contents: Contents, tensor: TensorFacts) -> None:
        if asked.is_for_form:
            file = VectorFile(asked.path, tensor.name)
            self.vectors_chosen.emit(ForForm(file, tensor.rows, tensor.dim))
            return
        try:
            start = with_vectors(asked.path, tensor, _size_bytes(asked.path))
        except ExperimentError as error:
            self._refuse(asked.path, partial(_allowed, error))
        else:
            notice = self._of_vectors(asked.path, tensor, start, contents.has_labels)
            self.opened.emit(Opening(start.experiment, notice))

    def _of_vectors(self, path: str, tensor: TensorFacts, start: Start, has_labels: bool) -> Notice:
        again = partial(self._of_vectors, path, tensor, start, has_labels)
        return Notice(self._title(path, tensor), self._hint(start, has_labels), "hint", again)

    def _title(self, path: str, tensor: TensorFacts) -> str:
        size = self.tr("{rows} x {dim}").format(rows=f"{tensor.rows:,}", dim=f"{tensor.dim:,}")
        return f"{name_of(path)}: {size}" if tensor.rows else name_of(path)

    def _hint(self, start: Start, has_labels: bool) -> str:
        parts = []
        if start.is_cut:
            parts.append(
                self.tr("Its first {rows} rows are taken: no more fit the memory.").format(
                    rows=f"{start.experiment.rows:,}"
                )
            )
        if start.is_large:
            parts.append(
                self.tr(
                    "sparse is on and momentum is 0: a step then moves the rows of the pair alone, where a"
                    " dense one would move the whole table."
                )
            )
        parts.append(
            self.tr("Type two words, or row numbers, into pairs to train them.")
            if has_labels
            else self.tr("Type two row numbers into pairs to train them.")
        )
        return " ".join(parts)

    def _refuse(self, path: str, why: Callable[[], str]) -> None:
        def notice() -> Notice:
            return Notice(self.tr("{name} cannot be opened").format(name=name_of(path)), why(), "dismiss")

        self.refused.emit(retold(notice))


def _allowed(error: ExperimentError) -> str:
    return QCoreApplication.translate("core", error.allowed).format(**error.details)


def _size_bytes(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        # The engine has just read it, and will say why it cannot any more.
        return 0
