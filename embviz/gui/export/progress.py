"""ProgressStrip: a line of the window that shows how far something is, with a button to stop it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from embviz.gui.theme import GAP_PX, LIGHT, Theme, px
from embviz.gui.widgets.panel import Elided, label
from embviz.gui.widgets.plates import Plate

STRIP_HEIGHT_PX = 46
BUTTON_HEIGHT_PX = 30
BAR_WIDTH_PX, BAR_HEIGHT_PX = 240, 6
PERCENT_WIDTH_PX = 44
MARGIN_PX = GAP_PX + 6
WHOLE = 100


class Bar(QWidget):
    """How much of the whole is done, painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.percent = 0
        self.setFixedSize(px(BAR_WIDTH_PX), BAR_HEIGHT_PX)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_percent(self, percent: int) -> None:
        """Show `percent`, from 0 to 100."""
        self.percent = percent
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            whole = QRectF(self.rect())
            for share, colour in ((WHOLE, self._theme.button_hover), (self.percent, self._theme.accent)):
                # Cut and not squeezed: a short bar would be a dot of another shape.
                painter.setClipRect(QRectF(0, 0, whole.width() * share / WHOLE, whole.height()))
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(whole, BAR_HEIGHT_PX / 2, BAR_HEIGHT_PX / 2)


class ProgressStrip(QWidget):
    """What is being done, a bar and Cancel; hidden until `begin`. `cancelled` says that it was pressed."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress")
        self._theme = LIGHT
        self._text = Elided(13, name="progress_text")
        self._percent = label(13, QFont.Weight.Medium, "progress_percent")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._percent.setFixedWidth(px(PERCENT_WIDTH_PX))
        self.bar = Bar()
        self.button = Plate(is_quiet=True)
        self.button.setObjectName("progress_cancel")
        self.button.setFixedHeight(px(BUTTON_HEIGHT_PX))
        self.button.clicked.connect(self._on_clicked)
        self.setFixedHeight(px(STRIP_HEIGHT_PX))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        for part in (self.bar, self._percent, self.button):
            row.addWidget(part)
        self.retranslate()
        self.hide()

    @property
    def text(self) -> str:
        """What the strip says, empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def begin(self, text: str) -> None:
        """Show the strip with `text`, at 0 %."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.button.setEnabled(True)
        self.set_percent(0)
        self.show()

    def set_percent(self, percent: int) -> None:
        """Show `percent`, from 0 to 100."""
        self.bar.set_percent(percent)
        self._percent.setText(self.tr("{percent} %").format(percent=percent))
        self.setAccessibleDescription(self._percent.text())

    def end(self) -> None:
        """Take the strip away."""
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.bar.set_theme(theme)
        self.button.set_theme(theme)
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.button.setText(self.tr("Cancel"))
        self.set_percent(self.bar.percent)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.card))
            painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.line))

    def _on_clicked(self) -> None:
        # Once is enough; and a button that hides with the focus hands it on, to a field that would swallow
        # the next key.
        self.window().setFocus()
        self.button.setEnabled(False)
        self.cancelled.emit()
