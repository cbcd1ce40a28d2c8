"""Wall: everything that helps a room full of people to see: it owns the parts, and keeps what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from embviz.gui import geometry
from embviz.gui import theme as themes
from embviz.gui.wall.laser import Laser
from embviz.gui.wall.look import SYSTEM, TEXT_SCALES, Look, keep, kept
from embviz.gui.wall.menus import WallMenus
from embviz.gui.wall.panels import PanelChoice
from embviz.gui.wall.presenter import Presenter, put_on
from embviz.gui.wall.sheet import KeySheet
from embviz.gui.wall.spotlight import Spotlight

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

PRESS = QEvent.Type.KeyPress


class Wall(QObject):
    """The looks, the size of text, presenter mode, the pointers, the panels and the sheet of keys."""

    # Told here, since the verbs of the actions speak of them.
    presenter: Presenter
    spotlight: Spotlight
    sheet: KeySheet

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._store = geometry.settings()
        self.look = self._look_now()
        self.panels = PanelChoice(studio)
        self.presenter = Presenter(studio, self.panels)
        self.laser = Laser(studio.window)
        self.spotlight = Spotlight(studio)
        self.sheet = KeySheet(studio.window)
        self.menus = WallMenus(self, studio.window)
        for part in (self.spotlight, self.sheet, self.menus):
            studio.window.add_overlay(part)
        studio.window.window().installEventFilter(self)

    def choose_theme(self, name: str) -> None:
        """Take the colours of the theme `name`, or for 'system' those that the desktop asks for."""
        self._choose(self.look._replace(theme=name))

    def choose_colour_map(self, name: str) -> None:
        """Take the colours of one of COLOUR_MAPS for the tables."""
        self._choose(self.look._replace(colour_map=name))

    def choose_text_scale(self, scale: float) -> None:
        """Have text `scale` times its usual size, one of TEXT_SCALES."""
        self._choose(self.look._replace(text_scale=scale))

    def resize_text(self, steps: int) -> None:
        """Go by so many steps to larger text, to smaller text by negative ones."""
        place = TEXT_SCALES.index(self.look.text_scale) + steps
        self.choose_text_scale(TEXT_SCALES[max(0, min(place, len(TEXT_SCALES) - 1))])

    def show_usual(self) -> None:
        """Show the panels that are to be seen where nothing else was chosen."""
        self.panels.show(self.panels.usual)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A key comes up here where nothing in the window had a use for it.
        if isinstance(event, QKeyEvent) and (event.type(), event.key()) == (PRESS, Qt.Key.Key_Escape):
            for part in (self.spotlight, self.presenter):
                if part.is_on:
                    part.toggle()
                    return True
        return False

    def _choose(self, look: Look) -> None:
        keep(look, self._store)
        self.wear(look)

    def wear(self, look: Look) -> None:
        """Take on `look`, which is not kept for the next start."""
        self.look = look
        scheme = QApplication.styleHints().colorScheme()
        theme = look.of(themes.chosen(look.theme, scheme))
        if self.presenter.is_on:
            self.presenter.set_theme_before(theme)
            self._studio.set_theme(self.presenter.dress(theme))
        else:
            put_on(self._studio, theme)
        self.menus.refresh()

    def _look_now(self) -> Look:
        """Return what was chosen before, or on the command line: what the window has is what counts."""
        theme, look = self._studio.window.theme, kept(self._store)
        of_system = themes.chosen(SYSTEM, QApplication.styleHints().colorScheme())
        name = SYSTEM if (look.theme, of_system.name) == (SYSTEM, theme.name) else theme.name
        return look._replace(theme=name, text_scale=theme.text_scale)
