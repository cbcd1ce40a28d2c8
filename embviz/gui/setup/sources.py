"""SourceSection: the head of the form where a table starts from a file, or is trained on a text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.gui.sessions.words import name_of
from embviz.gui.theme import Theme, px
from embviz.gui.widgets.panel import Elided, label
from embviz.gui.widgets.plates import Plate

BUTTON_HEIGHT_PX = 30
SPACING_PX, GAP_BELOW_PX = 4, 10


class SourceSection(QWidget):
    """The name of a file, what is in it, a button to choose another one, and room for lines above and below.

    `wanted` says that the button was pressed.
    """

    wanted = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"source_{name}")
        self.heading = label(13, QFont.Weight.Medium)
        self.file_name, self.facts = Elided(13, name=""), Elided()
        self.button = Plate(is_quiet=True)
        self.button.setObjectName(f"open_{name}")
        self.button.setFixedHeight(px(BUTTON_HEIGHT_PX))
        self.button.clicked.connect(self.wanted)
        self.head, self.lines = QVBoxLayout(), QVBoxLayout()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, GAP_BELOW_PX)
        page.setSpacing(SPACING_PX)
        for layout in (page, self.head, self.lines):
            layout.setSpacing(SPACING_PX)
        page.addWidget(self.heading)
        page.addLayout(self.head)
        for widget in (self.file_name, self.facts, self.button):
            page.addWidget(widget)
        page.addLayout(self.lines)
        self.heading.hide()
        # In the order of Tab.
        self.editors: list[QWidget] = [self.button]

    def add_editor(self, editor: QWidget, is_heading: bool) -> None:
        """Have Tab come to `editor`, before the button where that stands below it."""
        self.editors.insert(0 if is_heading else len(self.editors), editor)

    def set_heading(self, text: str) -> None:
        """Show `text` above all; one that stands under a line of the form has none of its own."""
        self.heading.setText(text)
        self.heading.show()

    def show_file(self, path: str, facts: str) -> None:
        """Show the name of the file at `path`, and `facts`; an empty path hides the name."""
        self.file_name.setText(name_of(path) if path else "")
        self.file_name.setVisible(bool(path))
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.button.set_theme(theme)
