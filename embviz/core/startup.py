"""What slows a start down and can be left out of it: collections of garbage, and threads for algebra."""

from __future__ import annotations

import gc
import os


def begin() -> None:
    """Prepare for the imports of a start; to be called before numpy's.

    What imports make lives to the end: looking through it for garbage would take a tenth of the start.
    """
    gc.disable()
    # numpy starts one thread a core, which spin for a tenth of a second; nothing here multiplies matrices
    # with numpy, and torch has threads of its own.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def end() -> None:
    """Collect garbage again, but never among what is there now. Without a `begin`, nothing changes."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
