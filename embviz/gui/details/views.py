"""The views of the card with tabs. They come last: before torch answers they have nothing to show."""

from __future__ import annotations

from typing import NamedTuple

from embviz.gui.details.gap import GapView
from embviz.gui.details.inspector import InspectorView
from embviz.gui.details.lookup import LookupView
from embviz.gui.details.transcript import TranscriptView
from embviz.gui.map.view import MapView
from embviz.gui.rows.view import RowsView
from embviz.gui.words.view import WordsView


class DetailViews(NamedTuple):
    """One of each, in the order of the tabs."""

    inspector: InspectorView
    lookup: LookupView
    code: TranscriptView
    gap: GapView
    rows: RowsView
    words: WordsView
    map: MapView


def make_views() -> DetailViews:
    """Return the views of one window."""
    return DetailViews(
        InspectorView(), LookupView(), TranscriptView(), GapView(), RowsView(), WordsView(), MapView()
    )
