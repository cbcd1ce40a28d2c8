"""MapControls: by which method the map is made, what ends or repeats that, and how much of it is seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from embviz.core.reports import Method
from embviz.gui.theme import Theme, px
from embviz.gui.widgets.panel import Elided
from embviz.gui.widgets.segments import HEIGHT_PX, Segment, Segments

# As they are written by their authors, in every language.
METHODS: dict[Method, str] = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}
LEAST_PROGRESS_PX = 40
GAP_PX = 6


class MapControls(QWidget):
    """One row. `method_chosen` brings a Method, `refit`, `cancelled` and `whole` that the button was pressed,
    `enlarged` whether the map is to have more room. In a narrow row the last buttons are left out."""

    method_chosen = Signal(object)
    refit = Signal()
    cancelled = Signal()
    whole = Signal()
    enlarged = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_busy = False
        self.methods = Segments(list(METHODS))
        self.progress = Elided()
        self.refit_button, self.cancel_button = Segment(), Segment()
        self.whole_button, self.enlarge_button = Segment(), Segment()
        for button, name in (
            (self.refit_button, "refit_map"),
            (self.cancel_button, "cancel_map"),
            (self.whole_button, "whole_map"),
            (self.enlarge_button, "enlarge_map"),
        ):
            button.setObjectName(name)
            button.setCheckable(button is self.enlarge_button)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def method(self) -> Method:
        """The method that is chosen."""
        return list(METHODS)[self.methods.index]

    def choose(self, method: Method) -> None:
        """Choose `method`."""
        self.methods.segments[list(METHODS).index(method)].setChecked(True)

    def set_busy(self, is_busy: bool, text: str = "") -> None:
        """Show how far the work is, and Cancel in place of Refit, while there is some."""
        self._is_busy = is_busy
        self.progress.setText(text)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.methods.set_theme(theme)
        for button in self._buttons:
            button.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        names = {
            "pca": self.tr("principal components, live, on axes that stay"),
            "tsne": self.tr("t-SNE of this moment: neighbours stay together; far distances mean little"),
            "umap": self.tr("UMAP of this moment: neighbours stay together; far distances mean little"),
        }
        self.methods.set_texts([(text, names[method]) for method, text in METHODS.items()])
        self.methods.setAccessibleName(self.tr("how the map is made"))
        for button, text, tip in (
            (self.refit_button, self.tr("Refit"), self.tr("Make the map anew from the table as it is now")),
            (self.cancel_button, self.tr("Cancel"), self.tr("End the work on the map")),
            (self.whole_button, self.tr("Show all"), self.tr("Show all points (double click, or 0)")),
            (self.enlarge_button, self.tr("Enlarge"), self.tr("Give the map the room of the curve")),
        ):
            button.set_text(text)
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def _buttons(self) -> tuple[Segment, ...]:
        return self.refit_button, self.cancel_button, self.whole_button, self.enlarge_button

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self.methods)
        row.addWidget(self.progress, 1)
        for button in self._buttons:
            row.addWidget(button)
        self.setFixedHeight(px(HEIGHT_PX))
        # It leaves out what has no room, rather than making the whole column wider.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.methods.chosen.connect(self._on_method)
        self.refit_button.clicked.connect(self.refit)
        self.cancel_button.clicked.connect(self.cancelled)
        self.whole_button.clicked.connect(self.whole)
        self.enlarge_button.toggled.connect(self._on_enlarged)

    def _fit(self) -> None:
        """Leave out the buttons for which there is no room; what is enlarged can always be made small."""
        main, other = self.refit_button, self.cancel_button
        if self._is_busy:
            main, other = other, main
        other.hide()
        wanted = [main, self.enlarge_button, self.whole_button]
        if self.enlarge_button.isChecked():
            wanted = [self.enlarge_button, main, self.whole_button]
        room = self.width() - self.methods.sizeHint().width() - (LEAST_PROGRESS_PX if self._is_busy else 0)
        for button in wanted:
            room -= button.sizeHint().width() + GAP_PX
            button.setVisible(room >= 0 or button is wanted[0])

    def _on_enlarged(self, is_enlarged: bool) -> None:
        self._fit()
        self.enlarged.emit(is_enlarged)

    def _on_method(self, index: int) -> None:
        self.method_chosen.emit(list(METHODS)[index])
