"""HandoutDialog: asks where a handout is to go, and as what."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

PDF, HTML = "pdf", "html"


class HandoutDialog(QFileDialog):
    """Asks for a file in `folder`, at first called `name`; `fileSelected` brings it, with an ending."""

    def __init__(self, parent: QWidget, folder: str, name: str) -> None:
        super().__init__(parent)
        self.setObjectName("handout_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save a handout of the lesson"))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._endings = {self.tr("PDF (*.pdf)"): PDF, self.tr("Web page (*.html)"): HTML}
        self.setNameFilters(list(self._endings))
        self.filterSelected.connect(self._on_filter)
        self.setDefaultSuffix(PDF)
        self.setDirectory(folder)
        self.selectFile(name)

    def _on_filter(self, name: str) -> None:
        self.setDefaultSuffix(self._endings.get(name, PDF))
