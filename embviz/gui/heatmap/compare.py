"""Stage: where the tables of a card stand: one alone, two moments beside each other, or their difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from embviz.core.messages import Moment, Other, Tile
from embviz.gui.compare.words import Pair
from embviz.gui.heatmap.colours import Scale
from embviz.gui.heatmap.view import HeatmapView
from embviz.gui.widgets.panel import Elided

BETWEEN_PX = 10
CAPTION_PX = 11


class Scales(NamedTuple):
    """What is coloured by while a moment is compared with another: both alike, and their difference."""

    other: Moment | None
    both: Scale
    difference: Scale


class Stage(QHBoxLayout):
    """The views of one card.

    `view` shows the moment on screen. `beside`, which `make` brings when it is first needed, shows the other
    moment beside it, or the difference of the two in its place.
    """

    def __init__(self, view: HeatmapView, make: Callable[[], HeatmapView]) -> None:
        super().__init__()
        self.view = view
        self.beside: HeatmapView | None = None
        self.shown: tuple[HeatmapView, ...] = (view,)
        self._make = make
        self._captions: tuple[Elided, ...] = ()
        self._scales = Scales(None, Scale(), Scale())
        self._halves = (QVBoxLayout(), QVBoxLayout())
        self.setSpacing(BETWEEN_PX)
        for half in self._halves:
            half.setSpacing(0)
            self.addLayout(half)
        self.setStretch(0, 1)
        self._halves[0].addWidget(view, 1)

    @property
    def views(self) -> tuple[HeatmapView, ...]:
        """All that have been made, shown or not."""
        return (self.view,) if self.beside is None else (self.view, self.beside)

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands above the views."""
        return tuple(caption.text() for caption in self._captions if not caption.isHidden())

    def scales(self, other: Moment) -> Scales:
        """Return the scales to compare with `other` by: new ones whenever that is a new one."""
        if self._scales.other != other:
            self._scales = Scales(other, Scale(), Scale())
        return self._scales

    def show_alone(self) -> None:
        """Show the moment on screen, and nothing else."""
        self._arrange(self.view)

    def show_both(self, captions: Pair) -> HeatmapView:
        """Show two moments beside each other under `captions`. Returns the view of the other one."""
        beside = self._made()
        for caption, text in zip(self._captions, captions, strict=True):
            caption.setText(text)
        self._arrange(self.view, beside)
        return beside

    def show_difference(self) -> HeatmapView:
        """Show one view, for the difference of two moments, and return it."""
        beside = self._made()
        if self.view.edit is not None:
            self.view.edit.close_edit()
        self._arrange(beside)
        return beside

    def _made(self) -> HeatmapView:
        if self.beside is None:
            self.beside = self._make()
            self._captions = (Elided(CAPTION_PX), Elided(CAPTION_PX))
            for half, caption in zip(self._halves, self._captions, strict=True):
                half.insertWidget(0, caption)
            self._halves[1].addWidget(self.beside, 1)
        return self.beside

    def _arrange(self, *shown: HeatmapView) -> None:
        if shown == self.shown:
            return
        self.shown = shown
        are_both = len(shown) > 1
        had_focus = self._take_focus()
        for caption in self._captions:
            caption.setVisible(are_both)
        for index, view in enumerate(self.views):
            view.is_half = are_both
            # A half may be narrower than a view alone.
            view.updateGeometry()
            # An empty half with a share of the room would keep it.
            self.setStretch(index, 1 if view in shown else 0)
            if view not in shown:
                view.hide()
        # Once what goes has made room, so that nothing is laid out smaller than it will be.
        for view in shown:
            view.show()
        # At once, or what is there now is drawn where it was.
        self.activate()
        if had_focus:
            shown[0].setFocus()

    def _take_focus(self) -> bool:
        # A view that hides with the focus hands it on as if Tab had been pressed.
        focused = [view for view in self.views if view.hasFocus()]
        for view in focused:
            view.clearFocus()
        return bool(focused)


def other_tile(other: Other, name: str) -> Tile | None:
    """Return the table called `name`, 'weight', 'grad' or one of the optimizer's, of the other moment."""
    return {"weight": other.weight, "grad": other.grad, **other.state}.get(name)


def differing(this: Tile, other: Tile) -> int:
    """Return how many cells of two tables of one shape differ; NaN does not differ from NaN."""
    are_nan = np.isnan(this.values) & np.isnan(other.values)
    return int(((this.values != other.values) & ~are_nan).sum())
