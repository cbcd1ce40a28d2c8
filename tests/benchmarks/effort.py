"""How much is measured: in full, or to see that it works."""

from __future__ import annotations

from typing import NamedTuple


class Effort(NamedTuple):
    """How often each thing is done, and how large the largest tables, files and maps are."""

    run_rounds: int
    run_seconds: float
    presses: int
    switches: int
    starts: int
    frames: int
    moves: int
    state_rounds: int
    state_seconds: float
    actions: int
    pairs: int
    moments: int
    sessions: int
    drags: int
    drag_seconds: float
    films: int
    race_rounds: int
    race_seconds: float
    most_rows: int
    tall_frames: int
    peer_frames: int
    openings: int
    zooms: int
    file_rounds: int
    file_rows: int
    near_rounds: int
    epochs: int
    seeds: int
    loss_rounds: int
    map_rounds: int
    map_frames: int


FULL = Effort(
    run_rounds=8,
    run_seconds=4.0,
    presses=200,
    switches=20,
    starts=11,
    frames=60,
    moves=150,
    state_rounds=20,
    state_seconds=0.3,
    actions=200,
    pairs=300,
    moments=100,
    sessions=9,
    drags=5,
    drag_seconds=3.0,
    films=3,
    race_rounds=3,
    race_seconds=2.5,
    most_rows=1_000_000,
    tall_frames=20,
    peer_frames=3,
    openings=3,
    zooms=24,
    file_rounds=3,
    file_rows=400_000,
    near_rounds=10,
    epochs=5,
    seeds=2,
    loss_rounds=2,
    map_rounds=3,
    map_frames=40,
)
QUICK = Effort(
    run_rounds=2,
    run_seconds=1.5,
    presses=40,
    switches=2,
    starts=3,
    frames=12,
    moves=30,
    state_rounds=8,
    state_seconds=0.3,
    actions=40,
    pairs=40,
    moments=25,
    sessions=3,
    drags=2,
    drag_seconds=1.5,
    films=1,
    race_rounds=1,
    race_seconds=0.7,
    most_rows=10_000,
    tall_frames=6,
    peer_frames=2,
    openings=1,
    zooms=6,
    file_rounds=1,
    file_rows=10_000,
    near_rounds=3,
    epochs=1,
    seeds=1,
    loss_rounds=0,
    map_rounds=1,
    map_frames=10,
)
