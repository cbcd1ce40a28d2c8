"""The order in which Tab goes through the window: as it is read, not as its parts were made."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_after(first: QWidget, part: QWidget) -> None:
    """Have Tab come from `first` to what is within `part`, in the order in which that was made."""
    # Not by nextInFocusChain: what it gives is bound to the life of the widget that was asked.
    for stop in part.findChildren(QWidget):
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(first, stop)
            first = stop
