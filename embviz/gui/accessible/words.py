"""What a screen reader finds of words to choose from: tabs, one of several. For Qt they are check boxes."""

# ruff: noqa: N802 - Qt names them

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QAbstractButton

from embviz.gui.accessible.parts import FocusAction, Found, WidgetPart
from embviz.gui.accessible.weakly import weakly
from embviz.gui.details.tab_row import Tab
from embviz.gui.widgets.segments import Segment


class PressAction(FocusAction):
    """Presses `button`, or gives it the keyboard."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = weakly(button)

    def actionNames(self) -> list[str]:
        button = self._button()
        can_press = button is not None and button.isEnabled()
        return [QAccessibleActionInterface.pressAction(), *super().actionNames()] if can_press else []

    def doAction(self, name: str) -> None:
        button = self._button()
        is_press = name == QAccessibleActionInterface.pressAction() and name in self.actionNames()
        if button is not None and is_press:
            button.click()
        else:
            super().doAction(name)


class WordPart(WidgetPart):
    """A word that is chosen or not."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = weakly(button)
        self._pressing = PressAction(button)

    def text(self, kind: QAccessible.Text) -> str:
        told, button = super().text(kind), self._button()
        is_unnamed = kind == QAccessible.Text.Name and not told
        return button.text() if is_unnamed and button is not None else told

    def state(self) -> QAccessible.State:
        state, button = super().state(), self._button()
        if button is not None:
            state.checkable = state.selectable = button.isCheckable()
            state.checked = state.selected = button.isChecked()
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Found:
        is_action = kind == QAccessible.InterfaceType.ActionInterface
        return self._pressing if is_action else super().interface_cast(kind)


class TabPart(WordPart):
    """The word above a view."""

    kind = QAccessible.Role.PageTab

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab)


class SegmentPart(WordPart):
    """One of several words, a word that is on or off, or one that is only pressed."""

    def __init__(self, segment: Segment) -> None:
        super().__init__(segment)

    def role(self) -> QAccessible.Role:
        button = self._button()
        if button is not None and button.group() is not None:
            return QAccessible.Role.RadioButton
        is_switch = button is not None and button.isCheckable()
        return QAccessible.Role.CheckBox if is_switch else QAccessible.Role.Button
