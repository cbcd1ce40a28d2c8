"""The dialogs that ask which plan to open, and where to save one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

SUFFIX = "toml"


class OpenPlanDialog(QFileDialog):
    """Asks for a plan in or below `folder`; `fileSelected` brings it."""

    def __init__(self, parent: QWidget, folder: str) -> None:
        super().__init__(parent)
        self.setObjectName("open_plan_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Open a plan"))
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.setNameFilters([self.tr("Plans (*.toml)"), self.tr("All files (*)")])
        self.setDirectory(folder)


class SavePlanDialog(QFileDialog):
    """Asks for the name of a plan's file, at first `name` in `folder`; without an ending it gets ours."""

    def __init__(self, parent: QWidget, folder: str, name: str) -> None:
        super().__init__(parent)
        self.setObjectName("save_plan_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save this as a plan"))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters([self.tr("Plans (*.toml)")])
        self.setDefaultSuffix(SUFFIX)
        self.setDirectory(folder)
        self.selectFile(name or self.tr("plan"))
