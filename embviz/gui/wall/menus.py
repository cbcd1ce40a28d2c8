"""WallMenus: the look, the colours, the size of text and the panels, each as a menu within View."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from embviz.gui import language
from embviz.gui.actions import VIEW
from embviz.gui.looks import Theme
from embviz.gui.wall.look import COLOUR_MAPS, SYSTEM, TEXT_SCALES
from embviz.gui.wall.panels import ADDING, ALL_KEY, PANEL_KEYS

if TYPE_CHECKING:
    from embviz.gui.wall.desk import Wall
    from embviz.gui.window import MainWindow

Value = TypeVar("Value", str, float)

THEME_NAMES: dict[str, str] = {
    SYSTEM: str(QT_TRANSLATE_NOOP("wall", "As the system")),
    "light": str(QT_TRANSLATE_NOOP("wall", "Light")),
    "dark": str(QT_TRANSLATE_NOOP("wall", "Dark")),
    "contrast": str(QT_TRANSLATE_NOOP("wall", "High contrast")),
}
LOOK = str(QT_TRANSLATE_NOOP("wall", "Look"))
COLOURS = str(QT_TRANSLATE_NOOP("wall", "Colours of the tables"))
TEXT = str(QT_TRANSLATE_NOOP("wall", "Size of text"))
PANELS = str(QT_TRANSLATE_NOOP("wall", "Panels"))
ALONE = str(QT_TRANSLATE_NOOP("wall", "{panel} alone"))
BESIDE = str(QT_TRANSLATE_NOOP("wall", "{panel} beside the others, or not"))
EVERYTHING = str(QT_TRANSLATE_NOOP("wall", "All"))
PERCENT = str(QT_TRANSLATE_NOOP("wall", "{percent} %"))


class WallMenus(QObject):
    """The menus. What is chosen has a mark, which `refresh` sets."""

    def __init__(self, wall: Wall, window: MainWindow) -> None:
        super().__init__(wall)
        self._wall, self._window = wall, window
        # Each with its text and what stands in that.
        self._texts: list[tuple[QAction, str, dict[str, str]]] = []
        self._menus: list[tuple[QMenu, str]] = []
        window.menu(VIEW).addSeparator()
        self._themes = self._choice(LOOK, "look", THEME_NAMES, wall.choose_theme)
        self._maps = self._choice(COLOURS, "colours", COLOUR_MAPS, wall.choose_colour_map)
        percents = dict.fromkeys(TEXT_SCALES, PERCENT)
        self._scales = self._choice(TEXT, "text", percents, wall.choose_text_scale)
        self._fill_panels()
        self._languages = self._language_choice()
        self.retranslate()
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Mark what is chosen: a menu has no colours of its own."""
        self.refresh()

    def refresh(self) -> None:
        """Mark what is chosen."""
        look = self._wall.look
        self._themes[look.theme].setChecked(True)
        self._maps[look.colour_map].setChecked(True)
        self._scales[look.text_scale].setChecked(True)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        for menu, text in self._menus:
            menu.setTitle(_told(text))
        for action, text, parts in self._texts:
            action.setText(_told(text).format(**{name: _told(part) for name, part in parts.items()}))
        self._languages[language.spoken()].setChecked(True)

    def _choice(
        self, title: str, name: str, texts: dict[Value, str], choose: Callable[[Value], object]
    ) -> dict[Value, QAction]:
        menu, group = self._menu(title), QActionGroup(self)
        menu.setObjectName(f"{name}_menu")
        actions = {}
        for value, text in texts.items():
            action = actions[value] = group.addAction("")
            action.setObjectName(f"{name}_{value}")
            action.setCheckable(True)
            action.triggered.connect(partial(choose, value))
            parts = {"percent": f"{100 * value:.0f}"} if isinstance(value, float) else dict[str, str]()
            self._texts.append((action, text, parts))
            menu.addAction(action)
        return actions

    def _language_choice(self) -> dict[str, QAction]:
        group, actions = QActionGroup(self), self._window.actions_by_id
        languages = {
            language.ENGLISH: actions["action_english"],
            language.JAPANESE: actions["action_japanese"],
        }
        for action in languages.values():
            action.setCheckable(True)
            # It would stand where the mark does.
            action.setIconVisibleInMenu(False)
            group.addAction(action)
        return languages

    def _fill_panels(self) -> None:
        menu, panels = self._menu(PANELS), self._wall.panels
        for row in PANEL_KEYS:
            self._add(menu, f"alone_{row.id}", row.key, (ALONE, row.text), partial(panels.show_alone, row.id))
        everything = self._add(menu, "all_panels", ALL_KEY, (EVERYTHING, ""), self._wall.show_usual)
        menu.insertSeparator(everything)
        menu.addSeparator()
        for row in PANEL_KEYS:
            keys = ADDING + row.key
            self._add(menu, f"beside_{row.id}", keys, (BESIDE, row.text), partial(panels.toggle, row.id))

    def _add(
        self, menu: QMenu, name: str, keys: str, text: tuple[str, str], do: Callable[[], object]
    ) -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _is_checked: do())
        self._texts.append((action, text[0], {"panel": text[1]}))
        menu.addAction(action)
        # In presenter mode there are no menus, and the keys are still there.
        self._window.addAction(action)
        return action

    def _menu(self, title: str) -> QMenu:
        menu = self._window.menu(VIEW).addMenu("")
        self._menus.append((menu, title))
        return menu


def _told(text: str) -> str:
    return QCoreApplication.translate("wall", text) if text else ""
