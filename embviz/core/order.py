"""Order: what `embviz render` is asked for, as one value and as the arguments that ask for it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from embviz.core.formats import DEFAULT_FPS, DEFAULT_FRAMES, DEFAULT_HOLD_S

# The panels by the names that a person types.
PANEL_NAMES = ("weight", "grad", "state", "curve", "details")
DEFAULT_SIZE = (1280, 800)
DEFAULT_THEME = "light"


class Order(NamedTuple):
    """What is drawn and written. The defaults are the experiment of the start, before its first step.

    Of a `session`, or else of an `experiment` after `steps` steps, the moment called `bookmark`, or the one
    numbered `moment` of `branch`, counted from 1; without these the last one. `outs` are the files to write,
    each by its ending; `panel` is the one panel that is drawn, without one the window of `size`, `scale`
    pixels for each of its px. An animation has at most `frames` frames, `fps` a second, and shows its last
    one for `hold_s` seconds more.
    """

    session: Path | None = None
    experiment: Path | None = None
    steps: int = 0
    moment: int | None = None
    bookmark: str | None = None
    branch: int | None = None
    outs: tuple[Path, ...] = ()
    as_json: bool = False
    panel: str | None = None
    size: tuple[int, int] = DEFAULT_SIZE
    theme: str = DEFAULT_THEME
    scale: int = 1
    frames: int = DEFAULT_FRAMES
    fps: int = DEFAULT_FPS
    hold_s: float = DEFAULT_HOLD_S
    tells_progress: bool = False

    def arguments(self) -> list[str]:
        """Return the arguments of `embviz render` that ask for this."""
        given = [
            ("--experiment", self.experiment),
            ("--steps", self.steps or None),
            ("--moment", self.moment),
            ("--bookmark", self.bookmark),
            ("--branch", self.branch),
            *(("--out", out) for out in self.outs),
            ("--panel", self.panel),
            ("--size", "{}x{}".format(*self.size)),
            ("--theme", self.theme),
            ("--scale", self.scale),
            ("--frames", self.frames),
            ("--fps", self.fps),
            ("--hold", self.hold_s),
        ]
        # In one word each: a name may begin with a dash.
        words = [f"{option}={value}" for option, value in given if value is not None]
        words += ["--json"] if self.as_json else []
        words += ["--progress"] if self.tells_progress else []
        return words if self.session is None else [*words, "--", str(self.session)]
