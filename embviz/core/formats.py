"""FORMATS: the endings of the files that can be taken away, and what each of them holds."""

from __future__ import annotations

import importlib.util
from typing import Literal

Kind = Literal["figure", "curve", "table", "animation"]

FORMATS: dict[str, Kind] = {
    ".png": "figure",
    ".svg": "figure",
    ".pdf": "figure",
    ".csv": "curve",
    ".npy": "table",
    ".safetensors": "table",
    ".pt": "table",
    ".tsv": "table",
    ".gif": "animation",
    ".apng": "animation",
    ".mp4": "animation",
    ".webm": "animation",
}
ANIMATIONS = tuple(ending for ending, kind in FORMATS.items() if kind == "animation")
VIDEO_PACKAGE, VIDEO_ENDINGS = "av", (".mp4", ".webm")
INSTALL_VIDEO = "pip install 'embviz[video]'"
# Browsers show a GIF of more frames a second at a crawl.
MOST_FPS = 50
DEFAULT_FPS = 15
DEFAULT_FRAMES, MOST_FRAMES = 90, 10_000
DEFAULT_HOLD_S, LONGEST_HOLD_S = 0.0, 60.0


def animation_problem(ending: str) -> str | None:
    """Return why no animation with that ending, such as '.mp4', can be written here, or None."""
    if ending in VIDEO_ENDINGS and importlib.util.find_spec(VIDEO_PACKAGE) is None:
        return f"{ending} needs PyAV: {INSTALL_VIDEO}"
    return None
