"""CompareStrip: the line above the panels that says which two moments are compared, and how."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from embviz.core.messages import Snapshot
from embviz.gui.compare.words import MODES, MomentWords
from embviz.gui.theme import GAP_PX, LIGHT, Theme, px
from embviz.gui.widgets.panel import Elided
from embviz.gui.widgets.plates import Plate
from embviz.gui.widgets.segments import Segments

HEIGHT_PX = 38
BUTTON_HEIGHT_PX = 26


class CompareStrip(QWidget):
    """Which moments are compared, in plain words; hidden while none are.

    `mode_chosen` brings one of MODES, `stopped` says that nothing is to be compared any more.
    """

    mode_chosen = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_strip")
        self._theme = LIGHT
        self._snapshot: Snapshot | None = None
        self._words = MomentWords(self)
        self.sentence = Elided(13, name="compare_sentence")
        self.modes = Segments(MODES)
        self.modes.chosen.connect(self._on_chosen)
        self.stop = Plate(is_quiet=True)
        self.stop.setObjectName("compare_stop")
        self.stop.setFixedHeight(px(BUTTON_HEIGHT_PX))
        self.stop.clicked.connect(self._on_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_PX + 4, 0, GAP_PX, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.modes)
        row.addWidget(self.stop)
        self.setFixedHeight(px(HEIGHT_PX))
        self.retranslate()
        self.hide()

    @property
    def mode(self) -> str:
        """In which way the two are shown: one of MODES."""
        return MODES[self.modes.index]

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Say what is compared in `snapshot`, or hide where nothing is."""
        self._snapshot = snapshot
        self._words.see(snapshot.outline)
        self._show_sentence()
        self.setVisible(snapshot.other is not None)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.modes.set_theme(theme)
        self.stop.set_theme(theme)
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.setAccessibleName(self.tr("Comparing two moments"))
        self.modes.set_texts(
            [
                (self.tr("side by side"), self.tr("Both moments beside each other, in the same colours")),
                (self.tr("difference"), self.tr("The moment on screen minus the other one")),
            ]
        )
        self.stop.setText(self.tr("Stop comparing"))
        self._show_sentence()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.card))
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._theme.accent))

    def _show_sentence(self) -> None:
        if self._snapshot is not None and self._snapshot.other is not None:
            self.sentence.setText(self._words.sentence(self._snapshot, self._snapshot.other))

    def _on_chosen(self, index: int) -> None:
        self.mode_chosen.emit(MODES[index])

    def _on_stop(self) -> None:
        # A button that hides with the focus hands it on, to a field that would swallow the next key.
        self.window().setFocus()
        self.stopped.emit()
