"""Cupboard: where widgets are put that are not to be seen, whoever says `show` to them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from embviz.gui.size import kept_fonts


class _Place(NamedTuple):
    """Where a widget stood: below which parent, and as which item of a layout, if in one."""

    parent: QWidget
    layout: QBoxLayout | None
    place: int
    stretch: int


class Cupboard(QWidget):
    """A widget of `window` that is never shown. What is put away keeps its owner, and its own word on whether
    it is to be seen, and comes back to where it stood."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("cupboard")
        self._places: dict[QWidget, _Place] = {}
        self.hide()

    def put_away(self, widget: QWidget) -> None:
        """Take `widget` out of the window, if it stands in it."""
        if widget in self._places:
            return
        parent = widget.parentWidget()
        assert parent is not None
        found = _found(parent.layout(), widget)
        self._places[widget] = _Place(parent, *found)
        if found[0] is not None:
            found[0].removeWidget(widget)
        _move(widget, self)

    def give_back(self) -> None:
        """Put everything back to where it stood."""
        # The last first: its place was told without those that had gone before.
        for widget, place in reversed(self._places.items()):
            _move(widget, place.parent, place)
        self._places.clear()


def _move(widget: QWidget, parent: QWidget, place: _Place | None = None) -> None:
    # Qt hides what gets another parent, and would forget who was to be seen.
    is_hidden = widget.isHidden()
    with kept_fonts([widget, *widget.findChildren(QWidget)]):
        if place is None or place.layout is None:
            widget.setParent(parent)
        else:
            place.layout.insertWidget(min(place.place, place.layout.count()), widget, place.stretch)
    widget.setVisible(not is_hidden)


def _found(layout: QLayout | None, widget: QWidget) -> tuple[QBoxLayout | None, int, int]:
    """Return the layout within `layout` that has `widget`, its index there and its stretch."""
    for index in range(0 if layout is None else layout.count()):
        assert layout is not None
        item = layout.itemAt(index)
        if item is not None and item.widget() is widget and isinstance(layout, QBoxLayout):
            return layout, index, layout.stretch(index)
        inner = None if item is None else item.layout()
        if inner is not None and (found := _found(inner, widget))[0] is not None:
            return found
    return None, 0, 0
