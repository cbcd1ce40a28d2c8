"""The gate before anything is drawn: arrays that would crash or fool the painter stop here."""

from __future__ import annotations

import numpy as np

from embviz.core.messages import Array


class GateError(TypeError):
    """An array that must not reach the painter."""


def picture(values: Array) -> Array:
    """Return `values` as a 2-D C-order array, fit to be drawn as a heatmap: float64 as it is, others float32.

    A 1-D array crashes pyqtgraph's image, objects and complex numbers fail in every paint. An array that its
    owner could write to would change on screen, and is copied; a tile's is read-only, and is not.

    Raises:
        GateError: for anything but a 2-D array of real numbers.
    """
    if not isinstance(values, np.ndarray) or values.ndim != 2 or values.dtype.kind not in "fiu":
        raise GateError(f"a heatmap takes a 2-D array of real numbers, not {_named(values)}")
    wanted = np.float64 if values.dtype.kind == "f" and values.dtype.itemsize >= 8 else np.float32
    with np.errstate(over="ignore"):
        return np.array(values, dtype=wanted, order="C", copy=values.flags.writeable or None)


def line(values: Array) -> Array:
    """Return `values` as a private 1-D float64 copy, fit to be drawn as a curve.

    Raises:
        GateError: for anything but a 1-D array of real numbers (pyqtgraph crashes on texts).
    """
    if not isinstance(values, np.ndarray) or values.ndim != 1 or values.dtype.kind not in "fiu":
        raise GateError(f"a curve takes a 1-D array of real numbers, not {_named(values)}")
    return np.array(values, dtype=np.float64, order="C")


def _named(values: object) -> str:
    if isinstance(values, np.ndarray):
        return f"{values.ndim}-D {values.dtype}"
    return type(values).__name__
