"""DifferenceWords: what there is to say of the difference of two moments of a table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from embviz.core.messages import Tile
from embviz.gui.compare.words import Pair
from embviz.gui.heatmap.compare import differing
from embviz.gui.heatmap.frame import is_all


class DifferenceWords(QObject):
    """Says it in the language that is set now."""

    def why_none(
        self, here: Tile | None, there: Tile | None, names: Pair, missing: Callable[[str], str]
    ) -> tuple[str, str]:
        """Return why there is no difference: what the plate says in large letters, and below.

        `missing` says that a table is not there at the moments that it is told.
        """
        if here is not None and there is not None:
            text = self.tr("{this} and {other}").format(this=_shape(here), other=_shape(there))
            return self.tr("different shapes"), text
        without = [name for name, tile in zip(names, (here, there), strict=True) if tile is None]
        moments = without[0]
        if without[-1] != moments:
            moments = self.tr("{this} and {other}").format(this=moments, other=without[-1])
        return self.tr("nothing to subtract"), missing(moments)

    def state(self, here: Tile | None, there: Tile | None, difference: Tile | None) -> str:
        """Return how many cells differ, as far as they are in view; nothing where there is no difference."""
        if here is None or there is None or difference is None:
            return ""
        if not is_all(difference):
            is_any = difference.values.any()
            return self.tr("cells in view differ") if is_any else self.tr("no cell in view differs")
        if not difference.values.any():
            return self.tr("no cell differs")
        if not difference.is_whole:
            return self.tr("some cells differ")
        count, cells = differing(here, there), difference.values.size
        if count == 1:
            return self.tr("1 of {cells} cells differs").format(cells=cells)
        return self.tr("{count} of {cells} cells differ").format(count=count, cells=cells)


def _shape(tile: Tile) -> str:
    return f"{tile.shape[0]} × {tile.shape[1]}"
