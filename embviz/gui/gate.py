"""The gate before anything is drawn: arrays that would crash or fool the painter stop here."""

from __future__ import annotations

import numpy as np

from embviz.core.messages import Array


class GateError(TypeError):
    """An array that must not reach the painter."""


def picture(values: Array) -> Array:
    """Return `values` as a private 2-D float32 C-order copy, fit to be drawn as a heatmap.

    A 1-D array crashes pyqtgraph's image, objects and complex numbers fail in every paint, and an array
    that is not copied changes on screen when its owner writes to it.

    Raises:
        GateError: for anything but a 2-D array of real numbers.
    """
    if not isinstance(values, np.ndarray) or values.ndim != 2 or values.dtype.kind not in "fiu":
        raise GateError(f"a heatmap takes a 2-D array of real numbers, not {_named(values)}")
    with np.errstate(over="ignore"):
        return np.array(values, dtype=np.float32, order="C")


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
