"""DropTarget: a file that is dropped on the window to be opened, and what is shown meanwhile."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from embviz.gui.control.notice import Notice
from embviz.gui.opening.endings import EXPERIMENT, SESSION, TABLE, kind_of
from embviz.gui.sessions.folders import is_file, is_folder
from embviz.gui.sessions.words import name_of, plain, shortened
from embviz.gui.theme import CARD_RADIUS_PX, GAP_PX, font

EDGE_PX, INSET_PX = 2, 4
PLATE_PADDING_PX = 20
VEIL_OPACITY = 0.72
# While something is dragged a window hears of no mouse: it was let go where nobody told us.
IS_OVER = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress)


class Load(NamedTuple):
    """What is being dragged: a file of a `kind` that can be opened, or else `why` not."""

    path: str = ""
    kind: str = ""
    why: str = ""


class DropTarget(QObject):
    """Lets one file be dropped on `window`, wherever it is let go.

    `session_dropped`, `experiment_dropped` and `table_dropped`, for vectors and texts, bring its path,
    `refused` a Notice that says why not.
    """

    session_dropped = Signal(str)
    experiment_dropped = Signal(str)
    table_dropped = Signal(str)
    refused = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._load = Load()
        # The kinds of files that a teacher's plan has no place for.
        self.closed: frozenset[str] = frozenset()
        self._takers = {
            SESSION: self.session_dropped,
            EXPERIMENT: self.experiment_dropped,
            TABLE: self.table_dropped,
        }
        self.overlay = DropOverlay(window)
        for part in (window, self.overlay):
            part.setAcceptDrops(True)
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QDropEvent) and event.mimeData().hasUrls():
            return self._on_drag(event)
        if kind == QEvent.Type.DragLeave:
            # It also leaves the window for the overlay, which shows itself again as it is entered.
            self.overlay.hide()
        elif watched is self.overlay and kind in IS_OVER:
            self.overlay.hide()
        elif watched is self._window and kind == QEvent.Type.Resize:
            self.overlay.resize(self._window.size())
        return super().eventFilter(watched, event)

    def _on_drag(self, event: QDropEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragEnter:
            self._load = self._read(event.mimeData())
            self.overlay.say(self._words(), is_welcome=bool(self._load.kind))
        # A file that is moved here would be gone from where it was.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if kind == QEvent.Type.Drop:
            self.overlay.hide()
            # What is dragged was read as it came: by now its program may have let go of it.
            self._take(self._load)
        return True

    def _take(self, load: Load) -> None:
        if load.kind:
            self._takers[load.kind].emit(load.path)
        else:
            self.refused.emit(Notice(self.tr("This cannot be opened here"), load.why, "dismiss"))

    def _words(self) -> str:
        texts = {
            SESSION: self.tr("Open {name}"),
            EXPERIMENT: self.tr("Begin the experiment {name}"),
            TABLE: self.tr("Begin a run with {name}"),
        }
        text = texts.get(self._load.kind, self._load.why)
        return text.format(name=name_of(self._load.path)) if self._load.kind else text

    def _read(self, dragged: QMimeData) -> Load:
        urls = dragged.urls()
        if not urls:
            return Load(why=self.tr("it is no file"))
        if len(urls) > 1:
            why = self.tr("{count} files at once; drop a single one").format(count=f"{len(urls):,}")
            return Load(why=why)
        if not urls[0].isLocalFile():
            where = shortened(plain(urls[0].host() or urls[0].scheme()))
            return Load(why=self.tr("{where} is not a file of this computer").format(where=where))
        return self._read_file(urls[0].toLocalFile())

    def _read_file(self, path: str) -> Load:
        name, kind = name_of(path), kind_of(path)
        if is_folder(path):
            return Load(why=self.tr("{name} is a folder").format(name=name))
        if not kind:
            why = self.tr("{name} is no session, no experiment, and neither vectors nor a text")
            return Load(why=why.format(name=name))
        if kind in self.closed:
            return Load(why=self.tr("the plan of this window has no place for {name}").format(name=name))
        if not is_file(path):
            return Load(why=self.tr("{name} is not there any more").format(name=name))
        return Load(path, kind)


class DropOverlay(QWidget):
    """Lies over all of `window` while a file is dragged over it, and says what letting go would do."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("drop_overlay")
        self.setMouseTracking(True)
        self.setFont(font(20, QFont.Weight.DemiBold))
        self.text = ""
        self._window = window
        self._is_welcome = True
        self.hide()

    def say(self, text: str, is_welcome: bool) -> None:
        """Show `text`, in the accent colour where the file is `is_welcome`."""
        self.text, self._is_welcome = text, is_welcome
        self.setAccessibleName(text)
        self.resize(self._window.size())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, role = self.palette(), QPalette.ColorRole
        veil = QColor(palette.color(role.Window))
        veil.setAlphaF(VEIL_OPACITY)
        edge = palette.color(role.Accent if self._is_welcome else role.PlaceholderText)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), veil)
            painter.setPen(QPen(edge, EDGE_PX))
            painter.drawRoundedRect(_inset(QRectF(self.rect()), INSET_PX), CARD_RADIUS_PX, CARD_RADIUS_PX)
            text = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideMiddle, self._room())
            plate = self._plate(self.fontMetrics(), text)
            painter.setBrush(palette.color(role.Base))
            painter.drawRoundedRect(plate, CARD_RADIUS_PX, CARD_RADIUS_PX)
            painter.setPen(palette.color(role.WindowText))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _room(self) -> int:
        return self.width() - 2 * (2 * GAP_PX + PLATE_PADDING_PX)

    def _plate(self, metrics: QFontMetrics, text: str) -> QRectF:
        plate = QRectF(0, 0, metrics.horizontalAdvance(text), metrics.height())
        plate.adjust(-PLATE_PADDING_PX, -PLATE_PADDING_PX, PLATE_PADDING_PX, PLATE_PADDING_PX)
        plate.moveCenter(QRectF(self.rect()).center())
        return plate


def _inset(box: QRectF, by: float) -> QRectF:
    return box.adjusted(by, by, -by, -by)
