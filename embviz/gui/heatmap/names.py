"""Names: what the rows of one table are called, as far as it is known, and how much room that takes."""

from __future__ import annotations

from collections.abc import Mapping

from embviz.core.labels import NO_NAMES
from embviz.gui.heatmap.gutter import MOST_NAME_PX, MOST_NAMED, name_room
from embviz.gui.heatmap.lens import Span
from embviz.gui.size import px


class Names:
    """The labels of rows, `by_row`, and in `width_px` the width of the widest that was in view.

    That grows and does not shrink while rows move by, until the names are those of another table.
    """

    def __init__(self) -> None:
        self.by_row: Mapping[int, str] = NO_NAMES
        self.width_px = 0
        self._measured: tuple[Mapping[int, str], Span] | None = None

    def set(self, by_row: Mapping[int, str]) -> bool:
        """Take in the labels that are known now; return whether they are others."""
        if by_row is self.by_row or by_row == self.by_row:
            return False
        self.by_row = by_row
        return True

    def begin(self) -> None:
        """Forget how wide the names of another table were."""
        self.width_px, self._measured = 0, None

    def measure(self, rows: Span) -> None:
        """Find room for the names of `rows`, where these are few enough for their names to be known."""
        is_same = (
            self._measured is not None and self._measured[0] is self.by_row and self._measured[1] == rows
        )
        if is_same or not self.is_near(rows):
            return
        self._measured = self.by_row, rows
        self.width_px = max(self.width_px, name_room(self.by_row, range(*rows), px(MOST_NAME_PX)))

    @staticmethod
    def is_near(rows: Span) -> bool:
        """Return whether `rows` are few enough for their names to be known."""
        return rows[1] - rows[0] <= MOST_NAMED
