"""Footer: what stands below the cells of a heatmap: the cell under the mouse, or a legend, and the bar."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from embviz.core.labels import ELLIPSIS, FIRST_STRONG_ISOLATE, POP_ISOLATE
from embviz.core.messages import Array
from embviz.gui.heatmap.colours import colour_table
from embviz.gui.heatmap.trim import paint_bar, paint_legend
from embviz.gui.theme import Theme, font, px

BAR_WIDTH_PX = 230
LOW_BAR_WIDTH_PX = 88


class Footer(NamedTuple):
    """The `box` below the cells, which begin at `left`. In a low view all is smaller; in a narrow one the
    bar gives way to what is read out."""

    box: QRectF
    left: int
    is_low: bool
    is_narrow: bool

    def paint(self, painter: QPainter, theme: Theme, values: Array, limit: float, readout: str) -> None:
        """Paint the `readout`, or what there is to tell of `values`, and the scale up to `limit`."""
        box = self.box
        room = QRectF(self.left, box.top(), box.right() - self.left, box.height())
        if not (readout and self.is_narrow):
            width = min(px(LOW_BAR_WIDTH_PX) if self.is_low else px(BAR_WIDTH_PX), box.width())
            bar = QRectF(box.right() - width, box.top(), width, box.height())
            table = colour_table(theme.colour_map)
            paint_bar(painter, bar, limit, table, theme, with_numbers=not self.is_low)
            room.setRight(bar.left() - 8)
        painter.setFont(font(11 if self.is_low else 12, tabular=True))
        painter.setPen(QColor(theme.ink))
        if not readout:
            paint_legend(painter, room, values, theme)
            return
        # What is too long for the room below the cells begins below the labels.
        wanted = painter.fontMetrics().horizontalAdvance(readout)
        room.setLeft(max(2.0, min(room.left(), room.right() - wanted)))
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
            elided(readout, painter.fontMetrics(), int(room.width())),
        )


def elided(text: str, metrics: QFontMetrics, room_px: int) -> str:
    """Return `text` without its middle, where it does not fit in `room_px`: its number stays.

    A name from right to left that loses its end does not turn around what follows.
    """
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room_px)
    if shown.count(FIRST_STRONG_ISOLATE) > shown.count(POP_ISOLATE):
        shown = shown.replace(ELLIPSIS, ELLIPSIS + POP_ISOLATE, 1)
    return shown
