"""Presenter: the window as a room full of people can read it: large, and without what is not to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from embviz.gui.looks import THICK, Theme
from embviz.gui.panels import CURVE, DETAILS, GRAD, PANELS, WEIGHT
from embviz.gui.wall.panels import ALL, SETUP, PanelChoice
from embviz.gui.window import COLUMNS, MainWindow

if TYPE_CHECKING:
    from embviz.gui.studio import Studio

TEXT_SCALE = 1.5
TIMELINE = "timeline"
# Of the height, where the details or the curve stand below the tables: these read well in less.
BELOW_SHARES = {"tables": 3, "curves": 4}
# With more than these the digits of a table of 2 rows are not as high as the last row of a room asks for.
USUAL = frozenset({WEIGHT, GRAD})


class Before(NamedTuple):
    """How the window was before: its look, its size, what was to be seen, and who had the keyboard."""

    theme: Theme
    size: QSize
    shown: frozenset[str]
    parts: tuple[QWidget, ...]
    focus: QWidget | None


class Presenter(QObject):
    """Turns presenter mode on and off. `toggled` says that it was."""

    toggled = Signal()

    def __init__(self, studio: Studio, panels: PanelChoice) -> None:
        super().__init__(studio)
        self._studio = studio
        self._panels = panels
        self._before: Before | None = None
        panels.changed.connect(self._arrange)

    @property
    def is_on(self) -> bool:
        """True in presenter mode."""
        return self._before is not None

    def toggle(self) -> None:
        """Begin presenter mode, or end it and have all as it was."""
        window = self._studio.window
        # One picture of it, not one of each thing that goes.
        window.setUpdatesEnabled(False)
        before = self._before
        try:
            self._begin() if before is None else self._end(before)
            self.toggled.emit()
            _settle(window)
            if before is not None:
                _shrink(window.window(), before.size)
        finally:
            window.setUpdatesEnabled(True)

    @property
    def shown_before(self) -> frozenset[str] | None:
        """The panels that are to be seen again when presenter mode ends; None where it is not on."""
        return None if self._before is None else self._before.shown

    def show(self, names: frozenset[str]) -> None:
        """Show the panels `names` and no other, with TIMELINE among them the timeline too."""
        assert self._before is not None
        window = self._studio.window
        window.setUpdatesEnabled(False)
        try:
            self._panels.show(names - {TIMELINE})
            self._studio.timeline.setVisible(TIMELINE in names)
            _settle(window)
            # What is gone and what came were for a moment there together.
            _shrink(window.window(), self._before.size)
        finally:
            window.setUpdatesEnabled(True)

    def dress(self, theme: Theme) -> Theme:
        """Return `theme` as it is on a wall."""
        return theme._replace(text_scale=max(TEXT_SCALE, theme.text_scale), curve_px=THICK)

    def set_theme_before(self, theme: Theme) -> None:
        """Have `theme` again when presenter mode ends."""
        assert self._before is not None
        self._before = self._before._replace(theme=theme)

    def _begin(self) -> None:
        window = self._studio.window
        parts: tuple[QWidget, ...] = (window.menuBar(), self._studio.timeline)
        visible = tuple(part for part in parts if not part.isHidden())
        self._before = Before(
            window.theme, window.window().size(), self._panels.shown, visible, QApplication.focusWidget()
        )
        self._panels.usual = USUAL
        # First away with what goes: the window is not to grow for it.
        for part in visible:
            part.hide()
        window.toolbar.set_bare(True)
        self._panels.show(USUAL)
        _settle(window)
        self._studio.set_theme(self.dress(window.theme))

    def _end(self, before: Before) -> None:
        window = self._studio.window
        self._before = None
        self._panels.usual = ALL
        # Only once all is as small as it was may the window have to hold it.
        self._studio.set_theme(before.theme._replace(text_scale=1.0))
        self._panels.show(before.shown)
        self._studio.timeline.hide()
        for part in before.parts:
            part.show()
        window.toolbar.set_bare(False)
        put_on(self._studio, before.theme)
        if before.focus is not None and before.focus.isVisible():
            before.focus.setFocus()

    def _arrange(self) -> None:
        """Give the room to the columns of which something is to be seen.

        On a wall the details stand below the tables, where the lines of a formula have its whole width; so
        does the curve, beside a lesson or the form.
        """
        shown, window = self._panels.shown, self._studio.window
        is_narrow = SETUP in shown or not window.aside.isEmpty()
        is_below = self.is_on and (is_narrow or (DETAILS in shown and CURVE not in shown))
        for name, share, _ in COLUMNS:
            seen = any(row.id in shown for row in PANELS if row.column == name)
            given = BELOW_SHARES.get(name, share) if is_below else share
            window.panels_box.setStretchFactor(window.columns[name], given if seen else 0)
        direction = QBoxLayout.Direction
        window.panels_box.setDirection(direction.TopToBottom if is_below else direction.LeftToRight)


def put_on(studio: Studio, theme: Theme) -> None:
    """Give the window of `studio` the look `theme`.

    Larger text may need more room than the screen has: the panels can be scrolled then.
    """
    is_larger, window = theme.text_scale > 1, studio.window
    # While text is large the window need not hold all of it: it would grow.
    if is_larger:
        window.set_scrolling(True)
    _dress(studio, theme)
    window.set_scrolling(is_larger)


def _dress(studio: Studio, theme: Theme) -> None:
    if studio.window.theme != theme:
        studio.set_theme(theme)


def _shrink(frame: QWidget, size: QSize) -> None:
    """Have `frame` no larger than `size`, as far as somebody did not make it fill the screen."""
    if not (frame.isMaximized() or frame.isFullScreen()):
        frame.resize(frame.size().boundedTo(size))


def _settle(window: MainWindow) -> None:
    """Have the layouts know at once what is gone: the frame would grow to hold it all, and stay so large."""
    for layout in (window.body, window.page, window.layout(), window.window().layout()):
        if layout is not None:
            layout.activate()
