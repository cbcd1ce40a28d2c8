"""How large text is in the whole program, and what it stands in: lengths are told as they are at 100 %."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget

# Qt's word for a widget that may grow without end.
NO_LIMIT = (1 << 24) - 1


class _Now:
    text_scale = 1.0


def px(length: float) -> int:
    """Return `length`, in px where text has its usual size, as it is at the size that text has now."""
    return round(length * _Now.text_scale)


def text_scale() -> float:
    """Return how large text is: 1 where it has its usual size."""
    return _Now.text_scale


def set_text_scale(scale: float) -> float:
    """Have text `scale` times its usual size from now on; return how many times that is what it was."""
    growth, _Now.text_scale = scale / _Now.text_scale, scale
    return growth


@contextmanager
def kept_fonts(widgets: Iterable[QWidget]) -> Iterator[None]:
    """Have `widgets` keep their typefaces while another style sheet, or another parent, is given to them.

    Qt would put back those that they had when they first came below a style sheet.
    """
    before = [(widget, widget.font()) for widget in widgets]
    yield
    for widget, own in before:
        if widget.font() != own:
            widget.setFont(own)


def grow(widgets: Iterable[QWidget], growth: float) -> None:
    """Make the typefaces and the fixed sizes of `widgets` `growth` times as large."""
    if growth == 1:
        return
    before = _Now.text_scale / growth
    # Under a style sheet Qt hands no typeface down to what stands on screen; elsewhere it does, so that
    # all sizes are to be known before the first is changed. By way of 100 %, or the rounding would add up.
    sizes = [(widget, px(round(widget.font().pixelSize() / before))) for widget in widgets]
    for widget, size_px in sizes:
        _grow_bounds(widget, before)
        own = widget.font()
        if 0 < size_px != own.pixelSize():
            own.setPixelSize(size_px)
            widget.setFont(own)


def _grow_bounds(widget: QWidget, before: float) -> None:
    if widget.isWindow():
        # What stands in it says how small it can be.
        return
    lowest, highest = widget.minimumSize(), widget.maximumSize()
    least, most = (
        [bound if bound in (0, NO_LIMIT) else px(round(bound / before)) for bound in size.toTuple()]
        for size in (lowest, highest)
    )
    if (least, most) != (list(lowest.toTuple()), list(highest.toTuple())):
        widget.setMinimumSize(*least)
        widget.setMaximumSize(*most)
