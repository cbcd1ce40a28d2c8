"""Watching paints. It imports Qt alone, so that it can watch a start without adding to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


class PaintWatch(QObject):
    """Counts the paints of `widgets`, by name. `painted` comes after each, with the picture handed to X.

    `counts` says whether a paint that begins now is one to be counted.
    """

    painted = Signal()

    def __init__(self, widgets: dict[str, QWidget], counts: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self._counts = counts
        self.window = next(iter(widgets.values())).window()
        self._names = {widget: name for name, widget in widgets.items()}
        self.paints = dict.fromkeys(widgets, 0)
        self._is_telling = False
        for widget in widgets.values():
            widget.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        for widget in self._names:
            widget.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._counts():
            assert isinstance(watched, QWidget)
            self.paints[self._names[watched]] += 1
            if not self._is_telling:
                self._is_telling = True
                # Painting and handing over are one event of Qt's: the loop comes back here after both.
                QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        self._is_telling = False
        self.painted.emit()


def views(window: QWidget) -> dict[str, QWidget]:
    """Return the widgets of `window` that draw numbers: two tables and the curve."""
    found: dict[str, QWidget] = {}
    for name in ("view_weight", "view_grad"):
        table = window.findChild(QWidget, name)
        assert table is not None
        found[name] = table
    plot = window.findChild(QAbstractScrollArea, "plot_distance")
    assert plot is not None
    return found | {"curve": plot.viewport()}


def moving(window: QWidget) -> dict[str, QWidget]:
    """Return those of `views` that every step changes: grad may be as it was, and is then not painted."""
    return {name: one for name, one in views(window).items() if name != "view_grad"}
