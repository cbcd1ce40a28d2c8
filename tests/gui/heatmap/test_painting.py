"""What is kept from one paint to the next: nothing but what is still to be seen."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from embviz.core.messages import Snapshot
from embviz.gui.heatmap.paint import ROUNDED_ALONE, Cells
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.gui.theme import DARK
from tests.gui.conftest import Show

MakeSnapshot = Callable[..., Snapshot]
nan = float("nan")


@pytest.fixture
def show_panel(show: Show) -> Callable[[], Any]:
    return lambda width=900: show(HeatmapPanel("weight", lambda snapshot: snapshot.weight), width, 420)


def numbers(shape: tuple[int, int], seed: int = 0) -> np.ndarray:
    table = np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)
    table[0, 0] = 1.0
    return table


def mask(shape: tuple[int, int], *rows: int) -> np.ndarray:
    found = np.zeros(shape, bool)
    found[list(rows)] = True
    return found


@pytest.mark.parametrize("shape", [(2, 5), (6, 6), (12, 12), (19, 20), (30, 40), (200, 300)])
def test_after_any_frames_the_picture_is_that_of_the_last_one(
    shape: tuple[int, int], show_panel: Any, make_snapshot: MakeSnapshot, picture: Any
) -> None:
    """A row changes, another, a number is none and comes back, all change: as if nothing had been before."""
    first = numbers(shape)
    second, third = first.copy(), first.copy()
    second[1] *= 0.5
    third[-1, 0] = nan
    frames = [
        (first, None),
        (second, mask(shape, 1)),
        (second, None),
        (third, mask(shape, 1, shape[0] - 1)),
        (first, mask(shape, shape[0] - 1)),
        (numbers(shape, 1), mask(shape, *range(shape[0]))),
        (first, mask(shape, 0)),
    ]
    panel = show_panel()
    for values, changed in frames:
        panel.set_snapshot(make_snapshot(values, changed=changed))
        fresh = show_panel()
        fresh.set_snapshot(make_snapshot(values, changed=changed))
        assert picture(panel.view) == picture(fresh.view)


def test_what_is_not_another_is_not_painted_again(
    show_panel: Any, make_snapshot: MakeSnapshot, picture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int | None] = []
    paint = Cells.paint

    def noted(cells: Cells, painter: Any, grid: Any, theme: Any, only: Any = None) -> None:
        painted.append(None if only is None else int(only.sum()))
        paint(cells, painter, grid, theme, only)

    monkeypatch.setattr(Cells, "paint", noted)
    panel, values = show_panel(), numbers((10, 12))
    panel.set_snapshot(make_snapshot(values))
    picture(panel.view)
    panel.mark((3, 3))
    panel.select((4, 4))
    panel.light((2,))
    picture(panel.view)
    assert painted == [None]
    values[5, :3] = 0.0
    panel.set_snapshot(make_snapshot(values))
    picture(panel.view)
    assert painted == [None, 3]
    panel.set_theme(DARK)
    picture(panel.view)
    assert painted == [None, 3, None]


def test_many_rounded_cells_look_like_few(show_panel: Any, make_snapshot: MakeSnapshot, picture: Any) -> None:
    """Painted one by one or all at once: the same corners, to the pixel."""
    shape = (7, 13)
    assert shape[0] * shape[1] > ROUNDED_ALONE
    # Too narrow for numbers.
    panel = show_panel(500)
    panel.set_snapshot(make_snapshot(numbers(shape)))
    at_once, grid = picture(panel.view), panel.view.grid()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("embviz.gui.heatmap.paint.ROUNDED_ALONE", 400)
        other = show_panel(500)
        other.set_snapshot(make_snapshot(numbers(shape)))
        assert (picture(other.view).within(grid.area) == at_once.within(grid.area)).all()
