"""HandoutDialog: asks where a handout is to go, and as what."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

PDF, HTML = "pdf", "html"
# What a handout is, by the ending of its file.
KINDS = {".pdf": PDF, ".html": HTML, ".htm": HTML}
# What Qt calls the field of the name in its own dialog.
QT_FIELD = "fileNameEdit"


class HandoutDialog(QFileDialog):
    """Asks for a file in `folder`, at first called `name`; `fileSelected` brings it, with an ending.

    A name without one of a handout's own, such as `lesson.v2`, gets that of the filter that is chosen.
    """

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

    def accept(self) -> None:
        # Qt takes whatever follows a dot for an ending. In its field, so that it asks before it writes over a
        # file that is called so; a desktop's own dialog has none.
        field = self.findChild(QLineEdit, QT_FIELD)
        path = Path(next(iter(self.selectedFiles()), ""))
        if field is not None and path.suffix.lower() not in KINDS and not path.is_dir():
            field.setText(f"{path}.{self.defaultSuffix()}")
        super().accept()

    def _on_filter(self, name: str) -> None:
        self.setDefaultSuffix(self._endings.get(name, PDF))
