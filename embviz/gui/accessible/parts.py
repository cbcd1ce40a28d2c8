"""WidgetPart: a widget as a screen reader finds it, where Qt's own account of it would say too little.

Qt has such a class of its own for widgets, but Python cannot derive from it; it can from QAccessibleObject.
Whatever is asked may be asked while the widget is being taken apart, and is answered with nothing then.
"""

# ruff: noqa: N802 - Qt names them

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface, QAccessibleObject
from PySide6.QtWidgets import QApplication, QWidget

from embviz.gui.accessible.weakly import weakly

# A QAccessibleInterface or None, which Qt takes and its types for Python leave out; of interface_cast, an
# interface of another kind, for which they say a number.
Found = Any


class WidgetPart(QAccessibleObject):
    """`widget` with the role `kind`, its name and description, and the widgets in it as children.

    A screen reader can give it the keyboard, where Tab can.
    """

    kind = QAccessible.Role.Pane

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = weakly(widget)
        self._focusing = FocusAction(widget)

    def value(self) -> str:
        """Return what it has to tell besides its name, nothing once it is gone."""
        return ""

    def role(self) -> QAccessible.Role:
        return self.kind

    def text(self, kind: QAccessible.Text) -> str:
        if (widget := self._widget()) is None:
            return ""
        told = {
            QAccessible.Text.Name: widget.accessibleName,
            QAccessible.Text.Description: widget.accessibleDescription,
            QAccessible.Text.Help: widget.toolTip,
            QAccessible.Text.Value: self.value,
        }.get(kind)
        return "" if told is None else told()

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing of it is written by a screen reader."""

    def rect(self) -> QRect:
        widget = self._widget()
        if widget is None or not widget.isVisible():
            return QRect()
        return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())

    def parent(self) -> Found:
        widget = self._widget()
        above = None if widget is None else widget.parentWidget()
        return None if above is None else QAccessible.queryAccessibleInterface(above)

    def childCount(self) -> int:
        return len(self._inner())

    def child(self, index: int) -> Found:
        inner = self._inner()
        return QAccessible.queryAccessibleInterface(inner[index]) if 0 <= index < len(inner) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        widget, inner = child.object(), self._inner()
        return inner.index(widget) if isinstance(widget, QWidget) and widget in inner else -1

    def focusChild(self) -> Found:
        focused = QApplication.focusWidget()
        is_here = focused is not None and focused in (self._widget(), *self._inner())
        return QAccessible.queryAccessibleInterface(focused) if focused is not None and is_here else None

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if (widget := self._widget()) is None:
            state.invalid = True
            return state
        state.focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        state.focused = widget.hasFocus()
        state.disabled = not widget.isEnabled()
        state.invisible = not widget.isVisible()
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Found:
        return self._focusing if kind == QAccessible.InterfaceType.ActionInterface else None

    def _inner(self) -> list[QWidget]:
        """Return the widgets in it that are on screen."""
        if (widget := self._widget()) is None:
            return []
        inside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [one for one in inside if not one.isHidden() and not one.isWindow()]


class Leaf(QAccessibleObject):
    """What has nothing in it: a small `thing` that belongs to `widget`, with the role `kind`."""

    kind = QAccessible.Role.StaticText

    def __init__(self, thing: QObject, widget: QWidget) -> None:
        super().__init__(thing)
        self._widget = weakly(widget)

    def name(self) -> str:
        """Return what is read of it, nothing once it is gone."""
        raise NotImplementedError

    def box(self) -> QRect:
        """Return where it is in its widget, null once it is gone."""
        raise NotImplementedError

    def role(self) -> QAccessible.Role:
        return self.kind

    def text(self, kind: QAccessible.Text) -> str:
        return self.name() if kind == QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing of it is written by a screen reader."""

    def rect(self) -> QRect:
        box, widget = self.box(), self._widget()
        return box if box.isNull() or widget is None else QRect(widget.mapToGlobal(box.topLeft()), box.size())

    def parent(self) -> Found:
        widget = self._widget()
        return None if widget is None else QAccessible.queryAccessibleInterface(widget)

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> Found:
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def state(self) -> QAccessible.State:
        state, widget = QAccessible.State(), self._widget()
        state.invalid = widget is None
        state.invisible = widget is None or not widget.isVisible()
        return state


class FocusAction(QAccessibleActionInterface):
    """Gives `widget` the keyboard."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget = weakly(widget)

    def actionNames(self) -> list[str]:
        widget = self._widget()
        can_focus = widget is not None and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        return [self.setFocusAction()] if widget is not None and can_focus and widget.isEnabled() else []

    def doAction(self, name: str) -> None:
        widget = self._widget()
        if widget is not None and name in self.actionNames():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []
