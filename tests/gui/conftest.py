"""What the tests of the window share: pictures of widgets as numbers, and widgets that are on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QCursor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from embviz.core.messages import Hello, Snapshot
from embviz.gui import studio as studios
from embviz.gui.control.state import State
from embviz.gui.window import MainWindow
from tests.gui.scene import FakeLink, Scene

W = TypeVar("W", bound=QWidget)
Show = Callable[..., QWidget]

# Texts that a label which guesses would read as HTML: pictures of local files, hidden tokens, links.
HOSTILE = (
    "<img src=/etc/hostname>",
    '<img src="file:///etc/passwd" width=400 height=400>',
    "<s>",
    "</s>",
    "<unk>",
    "<b>bold</b>",
    "<a href='https://example.org'>press</a>",
    "<h1>large</h1>",
    "<font color=red>red</font>",
    "<br><br><br>",
    "<table><tr><td>cell</td></tr></table>",
    "<!DOCTYPE html><p>page</p>",
    "<?xml version='1.0'?>",
    "<script>alert(1)</script>",
    "<style>* { color: red }</style>",
    "&lt;s&gt; &amp; &#128512;",
    "&File && &Quit",
    "a < b > c",
    "{step} {0} %1 %n",
    "<qt>rich</qt>\n<p>two lines</p>",
)


class Picture:
    """The pixels of a widget, addressed in device-independent px; two are equal where every pixel is."""

    def __init__(self, widget: QWidget) -> None:
        image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        self.ratio = image.devicePixelRatio()
        row_words = image.bytesPerLine() // 4
        words = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), row_words)
        self.rgb = words[:, : image.width()] & 0xFFFFFF

    def at(self, x: float, y: float) -> str:
        """The colour at a point, `#rrggbb`."""
        return f"#{self.rgb[int(y * self.ratio), int(x * self.ratio)]:06x}"

    def at_point(self, point: QPoint | QPointF) -> str:
        return self.at(point.x(), point.y())

    def within(self, box: QRect | QRectF) -> np.ndarray:
        """The pixels of a box, 0xRRGGBB."""
        left, top = int(box.left() * self.ratio), int(box.top() * self.ratio)
        right, bottom = left + int(box.width() * self.ratio), top + int(box.height() * self.ratio)
        return self.rgb[max(top, 0) : bottom, max(left, 0) : right]

    def count(self, colour: str, box: QRect | QRectF | None = None) -> int:
        """How many pixels have exactly this colour."""
        pixels = self.rgb if box is None else self.within(box)
        return int((pixels == rgb_of(colour)).sum())

    def colours(self, box: QRect | QRectF | None = None) -> int:
        """How many different colours there are."""
        return np.unique(self.rgb if box is None else self.within(box)).size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picture) and np.array_equal(self.rgb, other.rgb)

    __hash__ = None  # type: ignore[assignment]


def rgb_of(colour: str) -> int:
    return QColor(colour).rgb() & 0xFFFFFF


@pytest.fixture(scope="session")
def picture() -> type[Picture]:
    """Take a widget's pixels: `picture(widget).at(10, 20)`."""
    return Picture


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., W]]:
    """Put a widget on the screen at a size, and take it away after the test."""
    shown: list[QWidget] = []

    def show(widget: W, width: int = 640, height: int = 360) -> W:
        qtbot.addWidget(widget)
        shown.append(widget)
        # The mouse is where the test before left it, and what is under it looks hovered.
        QCursor.setPos(widget.screen().geometry().bottomRight())
        widget.setGeometry(20, 20, width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    yield show
    shown.clear()


@pytest.fixture
def starting(
    show: Callable[..., MainWindow], make_snapshot: Callable[..., Snapshot], monkeypatch: pytest.MonkeyPatch
) -> Scene:
    """The window while its engine is still starting."""
    monkeypatch.setattr(studios, "EngineLink", FakeLink)
    window = MainWindow()
    scene = Scene(window, make_snapshot)
    show(window, 1280, 720)
    window.setFocus()
    return scene


@pytest.fixture
def scene(starting: Scene) -> Scene:
    """The window, ready, its first snapshot shown."""
    starting.link.received.emit(Hello(torch="2.99"))
    starting.answer()
    assert starting.studio.controller.state is State.IDLE
    return starting


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """Each text in turn that must be shown as it is written."""
    return str(request.param)


@pytest.fixture(params=["C", "de_DE", "fr_FR", "ar_EG", "ja_JP"])
def locale(request: pytest.FixtureRequest) -> Iterator[QLocale]:
    """Each locale in turn, as the whole program's."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield QLocale()
    QLocale.setDefault(before)


@pytest.fixture(scope="session")
def contrast() -> Callable[[str, str], float]:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21."""

    def luminance(colour: str) -> float:
        channels = [c / 255 for c in QColor(colour).getRgb()[:3]]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        lower, higher = sorted((luminance(one), luminance(other)))
        return (higher + 0.05) / (lower + 0.05)

    return contrast
