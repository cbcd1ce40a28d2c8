"""Labels: rows by their names, in the language that is set now."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from embviz.core.labels import row_texts


def named(row: int, names: Mapping[int, str]) -> str:
    """Return 'king (row 12)', or 'row 12' where `names`, the labels of rows, have none for it.

    It stands within a sentence, and is shown as plain text.
    """
    text, blanks = row_texts(row, names)
    return QCoreApplication.translate("core", text).format(**blanks)
