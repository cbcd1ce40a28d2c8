"""Figures: a widget as it is on the screen, in a PNG, SVG or PDF file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QMarginsF,
    QPoint,
    QRect,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPaintDevice, QPainter, QPdfWriter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from embviz.core.files import write_whole
from embviz.gui.export.canvas import DPI, MM_PER_INCH, Canvas

TITLE = "embviz"
LARGEST_SCALE = 4
POINTS_PER_INCH = 72
Flag = QWidget.RenderFlag
# As QWidget.grab() paints.
FLAGS = Flag.DrawWindowBackground | Flag.DrawChildren | Flag.IgnoreMask


def write_figure(widget: QWidget, path: Path, scale: int = 1) -> None:
    """Write `widget`, as it is on the screen, to `path`: a PNG, or an SVG or PDF of shapes, by its ending.

    A PNG has `scale` pixels, 1 to 4, for each of the widget's px; the others have no pixels to count. The
    file is whole or as it was. Raises OSError where it cannot be written, ValueError for another ending, a
    wrong scale, a widget without a size or a name that no file can have.
    """
    make = FORMATS.get(path.suffix.lower())
    if make is None:
        text = QCoreApplication.translate("export", "A figure is a file that ends in {endings}.")
        raise ValueError(text.format(endings=", ".join(FORMATS)))
    write_whole(path, make(widget, scale))


def image(widget: QWidget, scale: int = 1) -> QImage:
    """Return `widget`, as it is on the screen, with `scale` pixels (1 to 4) for each of its px.

    Raises ValueError for another scale, and for a widget without a size.
    """
    _check(widget, scale)
    made = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    if made.isNull():
        raise ValueError(QCoreApplication.translate("export", "The figure is too large for this computer."))
    dots_per_metre = round(scale * DPI / MM_PER_INCH * 1000)
    made.setDotsPerMeterX(dots_per_metre)
    made.setDotsPerMeterY(dots_per_metre)
    made.setText("Title", TITLE)
    made.fill(Qt.GlobalColor.transparent)
    if scale == widget.devicePixelRatioF():
        made.setDevicePixelRatio(scale)
        _paint(widget, made)
        return made
    # Not by the image's own ratio: Qt would leave cosmetic lines, such as the curve, as thin as they are.
    with QPainter(made) as target:
        target.setRenderHint(QPainter.RenderHint.Antialiasing)
        target.scale(scale, scale)
        _render(widget, target, keeps_text=True)
    made.setDevicePixelRatio(scale)
    return made


def _png(widget: QWidget, scale: int) -> bytes:
    content, buffer = _open_buffer()
    QImageWriter(buffer, QByteArray(b"PNG")).write(image(widget, scale))
    return bytes(content.data())


def _svg(widget: QWidget, scale: int) -> bytes:
    _check(widget, scale)
    content, buffer = _open_buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(TITLE)
    generator.setDescription("")
    # Else the width in mm is that of a screen of 72 dots per inch, and what is 1280 px wide shows as 1707.
    generator.setResolution(DPI)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(), widget.size()))
    with QPainter(generator) as target:
        _render(widget, target, keeps_text=False)
    return bytes(content.data())


def _pdf(widget: QWidget, scale: int) -> bytes:
    _check(widget, scale)
    content, buffer = _open_buffer()
    writer = QPdfWriter(buffer)
    writer.setTitle(TITLE)
    writer.setCreator(TITLE)
    # A px is a point here: of a page Qt counts whole points, and would cut or grow one of 0.75 a px.
    writer.setResolution(POINTS_PER_INCH)
    size = QSizeF(widget.size())
    exactly = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, TITLE, exactly))
    writer.setPageMargins(QMarginsF())
    with QPainter(writer) as target:
        _render(widget, target, keeps_text=True)
    return bytes(content.data())


FORMATS: dict[str, Callable[[QWidget, int], bytes]] = {".png": _png, ".svg": _svg, ".pdf": _pdf}


def _render(widget: QWidget, target: QPainter, keeps_text: bool) -> None:
    canvas = Canvas(widget.size(), target, keeps_text, widget.devicePixelRatioF())
    _paint(widget, canvas)
    canvas.check()


def _paint(widget: QWidget, device: QPaintDevice) -> None:
    # Not its own: a QGraphicsView has another `render`, of its scene alone.
    QWidget.render(widget, device, QPoint(), QRegion(), FLAGS)


def _check(widget: QWidget, scale: int) -> None:
    if not 1 <= scale <= LARGEST_SCALE:
        text = QCoreApplication.translate("export", "The scale of a figure is from 1 to {largest}.")
        raise ValueError(text.format(largest=LARGEST_SCALE))
    if widget.size().isEmpty():
        raise ValueError(QCoreApplication.translate("export", "There is nothing on the screen to export."))


def _open_buffer() -> tuple[QByteArray, QBuffer]:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return content, buffer
