"""Asking: which map is wanted, and what the engine is asked for because of it."""

from __future__ import annotations

from embviz.core.reports import Method, WordMap
from embviz.gui.control.wishes import Wish

# On axes that stay, points are cheap: this one is asked for again and again. The others take their time.
LIVE: Method = "pca"


class Asking:
    """PCA is asked for at every step, the others once by a press; what came of a method is kept in a run.

    `method` is the one that is chosen, `shown` the map that stands for it now: that of the method before
    while the one that was asked for is on its way.
    """

    def __init__(self) -> None:
        self.method: Method = LIVE
        self.shown: WordMap | None = None
        self._pins: tuple[int, ...] = ()
        self._kept: dict[Method, WordMap] = {}
        self._once: Wish | None = None
        self._presses = 0
        self._is_refit = False

    @property
    def is_waiting(self) -> bool:
        """True from the press until the map that was asked for once is there."""
        return self._once is not None

    def wish(self) -> Wish | None:
        """Return what is to be asked now: the same until it has been answered."""
        if self._once is not None or self.method != LIVE:
            return self._once
        return Wish("map", indices=self._pins, name=LIVE, value=True if self._is_refit else None)

    def set_pins(self, rows: tuple[int, ...]) -> None:
        """Have `rows` among the points from the next question on."""
        self._pins = rows

    def choose(self, method: Method) -> None:
        """Show the map of `method`: the one that is kept, or else it is asked for."""
        self.method, self._once = method, None
        kept = self._kept.get(method)
        if kept is not None:
            self.shown = kept
        elif method != LIVE:
            self.refit()

    def refit(self) -> None:
        """Ask for the map of the chosen method anew: for PCA, on new axes."""
        if self.method == LIVE:
            self._is_refit = True
        else:
            # With the pins of the press, or another wish would be asked beside it; and with its number, or it
            # would be the question that has been answered, or refused, before.
            self._presses += 1
            self._once = Wish("map", indices=self._pins, name=self.method, value=float(self._presses))

    def take(self, report: WordMap) -> bool:
        """Take `report` in; return whether it is to be shown."""
        if report.method == LIVE and report.fitted == report.step:
            # One that was on its way when Refit was pressed is on the old axes still.
            self._is_refit = False
        self._kept[report.method] = report
        is_wanted = report.method == self.method
        if is_wanted:
            self._once = None
        elif not (self.is_waiting and report.method == (self.shown or report).method):
            return False
        self.shown = report
        return True

    def give_up(self) -> None:
        """Ask no more for what was asked once; the map before stays, and its method is chosen again."""
        self._once, self._is_refit = None, False
        self.method = LIVE if self.shown is None else self.shown.method

    def forget(self) -> None:
        """Begin with another run: no map of it is known, and only PCA comes by itself."""
        self.give_up()
        self.method, self.shown = LIVE, None
        self._kept.clear()
