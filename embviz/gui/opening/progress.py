"""WorkStrip: what the engine has been at for longer than a moment, how far it is, and a button to end it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from embviz.core.reports import Progress
from embviz.gui.control.notice import Notice
from embviz.gui.export.progress import Bar
from embviz.gui.sayings import in_words
from embviz.gui.theme import GAP_PX, LIGHT, Theme, px
from embviz.gui.widgets.panel import Elided
from embviz.gui.widgets.plates import Plate

# Less than this is over before it is read.
SHOW_AFTER_MS = 300
BUTTON_HEIGHT_PX = 28
MARGIN_PX = GAP_PX + 6
WHOLE = 100
# How the engine begins what it says of work that was cancelled.
CANCELLED = "Cancelled"


class WorkStrip(QWidget):
    """Lies over `below`, the line at the foot of the window, while there is work: nothing else moves.

    `subject` gives the name of the file that is read now, or the text, and how many numbers are drawn, 0
    where that is not known. `cancelled` says that the button was pressed.
    """

    cancelled = Signal()

    def __init__(self, below: QWidget, subject: Callable[[], tuple[str, int]]) -> None:
        super().__init__(below)
        self.setObjectName("work")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._below = below
        self._subject = subject
        self._theme = LIGHT
        self._progress: Progress | None = None
        self._is_cancelling = False
        self._text = Elided(14, name="")
        self.bar, self.button = Bar(), Plate(is_quiet=True)
        self.button.setObjectName("work_cancel")
        self.button.setFixedHeight(px(BUTTON_HEIGHT_PX))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._on_clicked)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        self._lay_out()
        self.retranslate()
        self.hide()

    @property
    def text(self) -> str:
        """What the strip says, empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def set_progress(self, progress: Progress | None) -> None:
        """Show how far the work has come, once it is no short one; None where it has ended."""
        self._progress = progress
        if progress is None:
            self._end()
            return
        if self.isHidden() and not self._timer.isActive():
            self._timer.start(SHOW_AFTER_MS)
        self._show_progress()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.bar.set_theme(theme)
        self.button.set_theme(theme)
        self.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.button.setText(self.tr("Cancel"))
        self._show_progress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._below and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._below.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.card))
            painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.line))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, 1, MARGIN_PX, 0)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self.bar)
        row.addWidget(self.button)
        self.setGeometry(self._below.rect())
        self._below.installEventFilter(self)

    def _appear(self) -> None:
        self.button.setEnabled(True)
        self.raise_()
        self.show()

    def _end(self) -> None:
        self._timer.stop()
        self._is_cancelling = False
        if self.button.hasFocus():
            # To whom Qt would hand it on is a field, which would swallow the next key.
            self.window().setFocus()
        self.hide()

    def _show_progress(self) -> None:
        progress = self._progress
        if progress is None:
            return
        self.bar.setVisible(progress.done is not None)
        text = self.tr("Cancelling…") if self._is_cancelling else self._words(progress)
        if progress.done is not None:
            percent = int(progress.done * WHOLE)
            self.bar.set_percent(percent)
            text = self.tr("{text} {percent} %").format(text=text, percent=percent)
        self._text.setText(text)
        self.setAccessibleName(text)

    def _words(self, progress: Progress) -> str:
        name, count = self._subject()
        texts = {
            "reading": self.tr("Reading {name} …") if name else self.tr("Reading …"),
            "drawing": self.tr("Drawing {count} numbers …") if count else self.tr("Drawing the table …"),
            "counting": self.tr("Counting the words of {name} …") if name else self.tr("Counting words …"),
            "fitting": self.tr("Fitting …"),
            "starting": self.tr("Starting …"),
        }
        return texts[progress.key].format(name=name, count=f"{count:,}")

    def _on_clicked(self) -> None:
        # Once is enough.
        self._is_cancelling = True
        self.window().setFocus()
        self.button.setEnabled(False)
        self._show_progress()
        self.cancelled.emit()


def is_cancelled(notice: Notice) -> bool:
    """Tell whether `notice` only says that work was cancelled, as a person has just asked for."""
    return notice.what.startswith((CANCELLED, in_words(f"{CANCELLED}.")))
