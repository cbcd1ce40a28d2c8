"""A run of 90 moments as a GIF, against Pillow's own with a palette for each frame, in the real window.

`python filming.py FILMS`, on a screen. Both write the same frames, which were painted before.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from driving import begin, is_ready, measure, train, wait
from PIL import Image

from embviz.core.experiment import Experiment
from embviz.core.messages import Moment
from embviz.gui.export.encoders import Encoder
from embviz.gui.export.film import SAMPLED_MOMENTS, frame_of, spread
from embviz.gui.export.writer import Frame
from embviz.gui.studio import Studio

FRAMES = 90
FPS = 25


def film(studio: Studio, films: int) -> dict[str, Any]:
    """Return the seconds in which the frames were painted, and those of each film of both sides."""
    begin(studio, Experiment())
    train(studio, FRAMES - 1)
    start = time.perf_counter()
    frames = [_frame(studio, index) for index in range(FRAMES)]
    told: dict[str, Any] = {"painted": time.perf_counter() - start, "ours": [], "pillow": []}
    sides: dict[str, Callable[[Sequence[Frame], Path], None]] = {"ours": _ours, "pillow": _pillow}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(films):
            for name, write in sides.items():
                path = Path(folder) / f"{name}.gif"
                start = time.perf_counter()
                write(frames, path)
                told[name].append(time.perf_counter() - start)
                told[f"{name}_bytes"] = path.stat().st_size
                with Image.open(path) as made:
                    assert made.n_frames > FRAMES / 2, "it is not the whole film"  # type: ignore[attr-defined]
    return told


def _frame(studio: Studio, index: int) -> Frame:
    controller = studio.controller

    def is_there() -> bool:
        snapshot = controller.snapshot
        return is_ready(studio) and snapshot is not None and snapshot.moment.index == index

    controller.go(Moment(0, index))
    wait(controller.snapshot_changed, is_there)
    return frame_of(studio.window, 1, studio.window.theme.ground)


def _ours(frames: Sequence[Frame], path: Path) -> None:
    samples = [frames[at] for at in spread(FRAMES - 1, SAMPLED_MOMENTS)]
    with Encoder(path, FPS, samples) as encoder:
        for frame in frames:
            encoder.add(frame)
        encoder.finish(0.0)


def _pillow(frames: Sequence[Frame], path: Path) -> None:
    first, *others = (Image.fromarray(frame).convert("P", palette=Image.Palette.ADAPTIVE) for frame in frames)
    first.save(path, save_all=True, append_images=others, duration=1000 // FPS, loop=0)


if __name__ == "__main__":
    sys.exit(measure(lambda _program, studio: film(studio, int(sys.argv[1]))))
