"""Room: how a heatmap of one size is divided between its cells and what stands around them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF

from embviz.core.messages import Viewport
from embviz.gui.heatmap import gutter
from embviz.gui.heatmap.minimap import WIDTH_PX
from embviz.gui.size import px, text_scale

# Of a low view the cells get what the labels and the bar can spare.
LOW_BELOW_PX = 130
BARE_BELOW_PX = 72
BARE_MARGIN_PX = 3
LABEL_HEIGHT_PX = 20
LOW_LABEL_HEIGHT_PX = 15
FOOTER_PX = 26
LOW_FOOTER_PX = 16
# Of two tables beside each other, neither has room for more than its cells.
NARROW_BELOW_PX = 360
BEFORE_MAP_PX = 6
VIEWPORT_GRAIN = 16
# So large a cell is where its number is read with ease.
READABLE_WIDTH_PX = 52
READABLE_HEIGHT_PX = 20


class Room(NamedTuple):
    """A view of `width` x `height` px whose rows have numbers of so many `digits`.

    Their names want `name_px`, 0 for none, the word beside the padding row `word_px`. `is_part` says that a
    part of the table is looked at: a narrow view has no map of the whole all the same.
    """

    width: int
    height: int
    digits: int
    name_px: int = 0
    word_px: int = 0
    is_part: bool = False

    @property
    def is_low(self) -> bool:
        """True where labels and footer are small."""
        return self.height < px(LOW_BELOW_PX)

    @property
    def is_bare(self) -> bool:
        """True where large text would leave the cells less room than what stands around them."""
        return text_scale() > 1 and self.height < px(BARE_BELOW_PX)

    @property
    def is_narrow(self) -> bool:
        """True where there is no room for words."""
        return self.width < px(NARROW_BELOW_PX)

    @property
    def has_map(self) -> bool:
        """True where the strip of the whole table stands at the right."""
        return self.is_part and not self.is_narrow

    @property
    def named_px(self) -> int:
        """How wide the names are, 0 where there are none."""
        return min(self.name_px, px(gutter.NARROW_NAME_PX) if self.is_narrow else px(gutter.MOST_NAME_PX))

    @property
    def number_px(self) -> int:
        """How wide the numbers beside the names are, 0 where the names stand alone."""
        if not self.name_px or self.is_narrow:
            return 0
        return px(gutter.DIGIT_PX) * self.digits + self.word_px

    @property
    def area(self) -> QRect:
        """Where the cells are."""
        left, above = self._gutter_px, px(LOW_LABEL_HEIGHT_PX if self.is_low else LABEL_HEIGHT_PX)
        above = BARE_MARGIN_PX if self.is_bare else above
        right = 2 + (WIDTH_PX + BEFORE_MAP_PX if self.has_map else 0)
        return QRect(left, above, self.width - left - right, self.height - above - self._footer_px)

    @property
    def map_box(self) -> QRect:
        """Where the strip of the whole table is."""
        area = self.area
        return QRect(area.right() + 1 + BEFORE_MAP_PX, area.top(), WIDTH_PX, area.height())

    @property
    def footer(self) -> QRectF:
        """What is left below the cells."""
        gap = 2 if self.is_low else 6
        return QRectF(0, self.height - self._footer_px + gap, self.width - 2, self._footer_px - gap)

    @property
    def plate(self) -> QRectF:
        """Where the plate stands that says why there are no cells."""
        return QRectF(0, 0, self.width, self.height).adjusted(1, 4, -1, -4 if self.is_low else -8)

    @property
    def readable(self) -> tuple[int, int]:
        """How many rows and columns have room for their numbers."""
        area = self.area
        return max(1, area.height() // px(READABLE_HEIGHT_PX)), max(1, area.width() // px(READABLE_WIDTH_PX))

    def viewport(self, ratio: float) -> Viewport:
        """Return the viewport of the whole table of which every cell has a pixel, of `ratio` in a px."""
        area = self.area
        height, width = (max(1, int(size * ratio)) for size in (area.height(), area.width()))
        return Viewport(height=_grained(height), width=_grained(width))

    @property
    def _gutter_px(self) -> int:
        if not self.name_px:
            return px(gutter.MARGIN_PX) + px(gutter.DIGIT_PX) * self.digits + self.word_px
        beside = self.number_px + gutter.GAP_PX if self.number_px else 0
        return px(gutter.MARGIN_PX) + beside + self.named_px

    @property
    def _footer_px(self) -> int:
        if self.is_bare:
            return BARE_MARGIN_PX
        return px(LOW_FOOTER_PX if self.is_low else FOOTER_PX)


def _grained(size: int) -> int:
    # Never more cells than pixels, or rows would be left out; grained, so that a drag of the border does
    # not ask for a new picture at every pixel.
    return size if size < VIEWPORT_GRAIN else size - size % VIEWPORT_GRAIN
