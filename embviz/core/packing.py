"""Packing: a value with arrays in it as a header in MessagePack, which has nan and infinity, and raw arrays.

The header names each array's dtype, shape and place in the body; the arrays are little-endian, each at a
multiple of 8 bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

import msgspec
import numpy as np

from embviz.core.units import Count

ALIGNMENT_BYTES = 8

Value = TypeVar("Value")
Body = list[bytes | memoryview]


class PackingError(ValueError):
    """Bytes that hold no such value."""


class _ArrayPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dtype: Literal["<f4", "<f8", "<i8", "|b1", "<f2", "<i2", "|u1"]
    shape: Annotated[tuple[Count, ...], msgspec.Meta(max_length=3)]
    place: Count


def pack(value: object) -> tuple[bytes, Body, int]:
    """Return the header, the body in pieces, and the body's length in bytes."""
    body: Body = []
    place = 0

    def describe(value: object) -> object:
        nonlocal place
        if isinstance(value, Mapping):
            return dict(value)
        if not isinstance(value, np.ndarray):
            raise TypeError(f"{type(value)} does not travel")
        array = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
        described = {"dtype": array.dtype.str, "shape": value.shape, "place": place}
        padding = -array.nbytes % ALIGNMENT_BYTES
        # An empty array of more than one dimension has no view in bytes.
        body.extend([array.data if array.size else b"", bytes(padding)])
        place += array.nbytes + padding
        return described

    return msgspec.msgpack.encode(value, enc_hook=describe), body, place


def unpack(header: bytes, body: bytes, kind: type[Value]) -> Value:
    """Return the value that was packed; its arrays are read-only views of `body`. Raises PackingError."""

    def build(kind: type, value: object) -> object:
        if kind is not np.ndarray:
            raise TypeError(f"{kind} does not travel")
        array = msgspec.convert(value, type=_ArrayPlace)
        count = math.prod(array.shape)
        if array.place + count * np.dtype(array.dtype).itemsize > len(body):
            raise ValueError("an array reaches past the end of its frame")
        values = np.frombuffer(body, array.dtype, count, array.place).reshape(array.shape)
        if values.dtype == np.bool_ and (values.view(np.uint8) > 1).any():
            raise ValueError("a mask has a byte that is neither 0 nor 1")
        return values

    try:
        return msgspec.msgpack.decode(header, type=kind, dec_hook=build)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackingError(str(error)) from error
