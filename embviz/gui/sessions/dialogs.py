"""The dialogs that ask which session, vectors or text to open, and under which name to keep a session."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from embviz.gui.opening.endings import TEXTS, VECTORS, patterns
from embviz.gui.sessions.folders import is_folder

SUFFIX = "embviz"


class OpenDialog(QFileDialog):
    """Asks for a session in or below `folder`; `fileSelected` brings it."""

    def __init__(self, parent: QWidget, folder: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Open a session"))
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.setNameFilters([self.tr("Sessions (*.embviz)"), self.tr("All files (*)")])
        self.setDirectory(folder)


class VectorsDialog(QFileDialog):
    """Asks for a file of vectors in or below `folder`; `fileSelected` brings it."""

    def __init__(self, parent: QWidget, folder: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Open vectors"))
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = self.tr("Vectors ({patterns})").format(patterns=patterns(VECTORS))
        self.setNameFilters([kinds, self.tr("All files (*)")])
        self.setDirectory(folder)


class TextDialog(QFileDialog):
    """Asks for a text in or below `folder`; `fileSelected` brings it."""

    def __init__(self, parent: QWidget, folder: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Open a text"))
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = self.tr("Texts ({patterns})").format(patterns=patterns(TEXTS))
        self.setNameFilters([kinds, self.tr("All files (*)")])
        self.setDirectory(folder)


class SaveDialog(QFileDialog):
    """Asks for the name of a session's file, at first `name` in `folder`; without an ending it gets ours."""

    def __init__(self, parent: QWidget, folder: str, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save the session as"))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters([self.tr("Sessions (*.embviz)")])
        self.setDefaultSuffix(SUFFIX)
        self.setDirectory(folder)
        self.selectFile(name or self.tr("lesson"))


def first_place(path: str, recent: Sequence[str]) -> str:
    """Return the folder to begin in: that of the file at `path`, of a `recent` one, or of documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folders = [str(Path(one).parent) for one in (path, *recent) if one]
    return next((folder for folder in (*folders, documents) if is_folder(folder)), str(Path.home()))
