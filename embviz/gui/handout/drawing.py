"""Drawing: tables and the curve for paper, off screen: whole and of one size, whatever the window shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter

from embviz.core.messages import Outline, Place, Snapshot
from embviz.gui import size
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.export.figure import image
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.theme import LIGHT, Theme, apply_to, keeping
from embviz.gui.widgets.panel import Panel

# Two beside each other on a page are read without a glass.
SIZE_PX = QSize(420, 184)
# Sharp on paper, at the size that a page has for it.
SCALE = 2


class Sitting(NamedTuple):
    """What tables are drawn of: a moment, the outline of its run, and the cell that is chosen."""

    snapshot: Snapshot
    outline: Outline
    cell: Place


def on_paper(theme: Theme) -> Theme:
    """Return the light look at its usual size, with the colours of numbers that `theme` has by choice."""
    return keeping(LIGHT, theme)._replace(text_scale=LIGHT.text_scale, curve_px=LIGHT.curve_px)


def drawn_table(make: Callable[[], HeatmapPanel], sitting: Sitting, theme: Theme) -> bytes:
    """Return the table whose card `make` makes, at the moment of `sitting` and in `theme`, as a PNG."""

    def made() -> HeatmapPanel:
        panel = make()
        panel.see_outline(sitting.outline)
        panel.set_snapshot(sitting.snapshot)
        panel.select(sitting.cell)
        return panel

    return _drawn(made, theme)


def drawn_curve(curve: CurvePanel, theme: Theme) -> bytes:
    """Return what `curve` shows of its whole run, in `theme`, as a PNG."""

    def made() -> CurvePanel:
        panel = CurvePanel()
        panel.take_after(curve)
        return panel

    return _drawn(made, theme)


def _drawn(make: Callable[[], Panel], theme: Theme) -> bytes:
    # A wall has larger text: what is made now is made for paper.
    before = size.text_scale()
    size.set_text_scale(theme.text_scale)
    try:
        panel = make()
        apply_to(panel, theme)
        panel.set_theme(theme)
        panel.resize(SIZE_PX)
        drawn = image(panel, SCALE)
        panel.deleteLater()
    finally:
        size.set_text_scale(before)
    return _png(drawn)


def _png(drawn: QImage) -> bytes:
    """Return `drawn` as a PNG without anything transparent: a PDF would have black corners."""
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(LIGHT.card)
    drawn.setDevicePixelRatio(1)
    with QPainter(paper) as painter:
        painter.drawImage(0, 0, drawn)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    paper.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())
