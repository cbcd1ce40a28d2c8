"""Python's garbage collection around a start: held back while all is imported, and spared what was."""

from __future__ import annotations

import gc


def hold() -> None:
    """Collect nothing until `resume`. What imports make lives to the end: a tenth of a start goes into
    looking through it for garbage."""
    gc.disable()


def resume() -> None:
    """Collect again, but never look through what is there now. Without a `hold` before, nothing changes."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
