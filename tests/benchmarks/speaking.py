"""From one language to the other, in the furnished window.

`python speaking.py SWITCHES`, on a screen. The clock starts with the choice and stops when the menus, the
form and the line at the foot were painted with the new texts and the X server has the pixels.
"""

from __future__ import annotations

import sys
from typing import Any

from driving import measure, rest, train, until_painted
from watching import PaintWatch

from embviz.gui import language
from embviz.gui.app import Program
from embviz.gui.studio import Studio

ROUNDS = 10
# The tabs that have been looked at change their texts too.
LOOK_S = 0.3


def speak(program: Program, studio: Studio, switches: int) -> dict[str, Any]:
    """Return the seconds of each switch; the first one loads the texts and the typeface."""
    train(studio, ROUNDS)
    for name in studio.details.views:
        studio.details.show_view(name)
        rest(LOOK_S)
    return {"seconds": [_switch(studio, index) for index in range(switches)]}


def _switch(studio: Studio, index: int) -> float:
    code = (language.JAPANESE, language.ENGLISH)[index % 2]
    window = studio.window
    watch = PaintWatch({"menus": window.menuBar(), "form": studio.setup, "status": window.status})
    seconds = until_painted(watch, lambda: language.switch(studio, code))
    watch.stop()
    assert language.spoken() == code
    rest(LOOK_S)
    return seconds


if __name__ == "__main__":
    sys.exit(measure(lambda program, studio: speak(program, studio, int(sys.argv[1]))))
