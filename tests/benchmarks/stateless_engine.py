"""The engine, but that its snapshots leave out the optimizer's tables while the file FILE exists.

`python stateless_engine.py FILE`, with a window at its ends.
"""

from __future__ import annotations

import sys
from pathlib import Path

from torch import Tensor

from embviz.__main__ import main
from embviz.core.messages import CellFacts, Place, Scalars, Snapshot, Viewport
from embviz.engine import session
from embviz.engine.trainer import Trainer

SWITCH = Path(sys.argv[1])


class StatelessTrainer(Trainer):
    """A Trainer that says, while it makes a snapshot, that its optimizer has no tables."""

    _is_silent = False

    def snapshot(
        self, viewport: Viewport | None = None, place: Place | None = None, moment: Scalars | None = None
    ) -> Snapshot:
        self._is_silent = SWITCH.exists()
        try:
            return super().snapshot(viewport, place, moment)
        finally:
            self._is_silent = False

    def cell_facts(self, place: Place) -> CellFacts:
        # The facts need the tables, and are no part of what is left out.
        was_silent, self._is_silent = self._is_silent, False
        try:
            return super().cell_facts(place)
        finally:
            self._is_silent = was_silent

    def tables(self) -> dict[str, Tensor]:
        return {} if self._is_silent else super().tables()


if __name__ == "__main__":
    session.Trainer = StatelessTrainer  # type: ignore[attr-defined]
    sys.exit(main(["engine"]))
