"""What the tests of exports share: a furnished window, and pictures of it that are compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from embviz.core.experiment import Experiment
from embviz.core.messages import Hello, Request, Snapshot
from embviz.gui import studio as studios
from embviz.gui.details.views import make_views
from embviz.gui.files import Files
from embviz.gui.studio import Studio
from embviz.gui.theme import Theme
from embviz.gui.window import MainWindow

WEIGHT = [[0.25, -0.5, 0.75, 0.0, 1.0], [-0.25, 0.5, -0.75, 0.125, -1.0]]
DISTANCES = [2.5, 2.1, 1.2, 0.4, 0.9, 0.7]
# As many times as fine a PDF is drawn before it is made as coarse as the screen: its renderer smooths less.
FINER = 4
# Further beside all that is within one pixel, in 255ths, no smoothing of an edge can put a pixel.
STRAY = 64


class FakeLink(QObject):
    """A link whose engine answers when it is told to."""

    received = Signal(object)
    lost = Signal(str)

    def __init__(self, start: object, process: object, parent: QObject) -> None:
        super().__init__(parent)
        self.is_alive = True
        self.sent: list[Request] = []

    def send(self, request: Request) -> None:
        self.sent.append(request)

    def kill(self) -> None:
        self.is_alive = False

    def restart(self) -> None:
        self.is_alive = True


@pytest.fixture
def studio(
    show: Callable[..., MainWindow],
    make_snapshot: Callable[..., Snapshot],
    monkeypatch: pytest.MonkeyPatch,
    theme: Theme,
) -> Studio:
    """The window in each look, with a table, a curve and a grad that is None."""
    monkeypatch.setattr(studios, "EngineLink", FakeLink)
    window = MainWindow(theme)
    studio = Studio(window, None, None, Experiment())  # type: ignore[arg-type]
    studio.complete(make_views())
    studio.take_up_files(Files)
    show(window, 1280, 720)
    link: Any = studio.link
    link.received.emit(Hello(torch="2.99"))
    tell(studio, make_snapshot)
    return studio


def tell(studio: Studio, make_snapshot: Callable[..., Snapshot], **what: Any) -> None:
    """Answer the last request of `studio` with a snapshot."""
    link: Any = studio.link
    request = link.sent[-1]
    usual = {"weight": WEIGHT, "step": 5, "distances": DISTANCES, "experiment": Experiment()}
    what = usual | {"command": request.command} | what
    studio._on_snapshot(make_snapshot(run=request.run, request=request.request, **what))


@pytest.fixture
def answer(studio: Studio, make_snapshot: Callable[..., Snapshot]) -> Callable[..., None]:
    """Show other numbers: `answer(weight=[[1, 2]])`."""

    def answer(**what: Any) -> None:
        tell(studio, make_snapshot, **what)

    return answer


class Sheet:
    """A picture on the ground of the window, as grey levels: what is compared."""

    def __init__(self, size: QSize, ground: QColor) -> None:
        self.image = QImage(size, QImage.Format.Format_RGB888)
        self.image.fill(ground)

    @property
    def grey(self) -> np.ndarray:
        lines = np.frombuffer(self.image.constBits(), np.uint8)
        lines = lines.reshape(self.image.height(), self.image.bytesPerLine())[:, : 3 * self.image.width()]
        return lines.reshape(self.image.height(), self.image.width(), 3).astype(float).mean(axis=2)


def on_screen(widget: QWidget) -> np.ndarray:
    """The widget as it is on the screen."""
    shown = widget.grab().toImage()
    shown.setDevicePixelRatio(1)
    sheet = Sheet(shown.size(), widget.palette().window().color())
    with QPainter(sheet.image) as painter:
        painter.drawImage(0, 0, shown)
    return sheet.grey


def in_file(path: Path, size: QSize, ground: QColor) -> np.ndarray:
    """What somebody else's program shows of the file, `size` pixels large."""
    sheet = Sheet(size, ground)
    with QPainter(sheet.image) as painter:
        DRAW[path.suffix](path, painter, sheet.image)
    return sheet.grey


def _draw_png(path: Path, painter: QPainter, page: QImage) -> None:
    painter.drawImage(page.rect(), QImage(str(path)))


def _draw_svg(path: Path, painter: QPainter, page: QImage) -> None:
    QSvgRenderer(str(path)).render(painter)


def _draw_pdf(path: Path, painter: QPainter, page: QImage) -> None:
    document = pypdfium2.PdfDocument(path)
    width_pt = document[0].get_width()
    bitmap = document[0].render(
        scale=FINER * page.width() / width_pt, fill_color=(0, 0, 0, 0), rev_byteorder=True
    )
    pixels = np.ascontiguousarray(bitmap.to_numpy())
    height, width, _ = pixels.shape
    drawn = QImage(pixels.data, width, height, QImage.Format.Format_RGBA8888)
    smooth = Qt.TransformationMode.SmoothTransformation
    painter.drawImage(0, 0, drawn.scaled(page.size(), Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    document.close()


DRAW = {".png": _draw_png, ".svg": _draw_svg, ".pdf": _draw_pdf}


def difference(screen: np.ndarray, drawn: np.ndarray) -> float:
    """The mean absolute difference of two pictures, in 255ths."""
    return float(np.abs(screen - drawn).mean())


def strays(screen: np.ndarray, drawn: np.ndarray) -> int:
    """How many pixels of either are beside all that the other has there or one pixel away.

    Smoothed edges and a line half a pixel further are none; a digit that is another one is several.
    """
    return int((np.maximum(_beside(screen, drawn), _beside(drawn, screen)) > STRAY).sum())


def _beside(there: np.ndarray, here: np.ndarray) -> np.ndarray:
    height, width = there.shape
    padded = np.pad(there, 1, mode="edge")
    near = [padded[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    return np.maximum(np.min(near, axis=0) - here, here - np.max(near, axis=0))


@pytest.fixture(scope="session")
def compare() -> Any:
    """How a file is compared with the screen: `compare.on_screen`, `.in_file`, `.difference`, `.strays`."""
    return Compare


class Compare:
    on_screen = staticmethod(on_screen)
    in_file = staticmethod(in_file)
    difference = staticmethod(difference)
    strays = staticmethod(strays)
