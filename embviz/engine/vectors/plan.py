"""What the readers tell each other: where a table lies, what a file holds, and what is wanted of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from embviz.core.reports import TensorFacts
from embviz.core.units import Count
from embviz.engine.vectors.faults import NO_TABLE, NO_TENSOR, Fault, quoted

# Hears how much of the work is done, from 0 to 1.
Tell = Callable[[float], object]

# The tables that are taken, by the names that numpy has for them; it has none for bfloat16.
BFLOAT16 = "bf16"
NAMES = {"f2": "float16", "f4": "float32", "f8": "float64", "16": "bfloat16"}
# So many labels are shown of a file that is only looked at.
SAMPLE = 12
# Of so many names an error tells.
MOST_TOLD = 6


class Raw(msgspec.Struct, frozen=True):
    """Where the numbers of a table lie: from the byte `offset` of `file` on, as `dtype`.

    `file` is empty for the file of vectors itself, else a name in the folder for what was unpacked. A row and
    a column are `steps` numbers away from the next one. `packed` is how many bytes the numbers take in the
    file where they are compressed, 0 where they are not.
    """

    name: str
    dtype: str
    rows: Count
    dim: Count
    offset: Count
    steps: tuple[Count, Count]
    file: str = ""
    packed: Count = 0

    @property
    def item_bytes(self) -> int:
        """How many bytes a number takes."""
        return 2 if self.dtype == BFLOAT16 else np.dtype(self.dtype).itemsize

    @property
    def span_bytes(self) -> int:
        """How many bytes lie between the first number and past the last one."""
        row, column = self.steps
        return ((self.rows - 1) * row + (self.dim - 1) * column + 1) * self.item_bytes

    @property
    def is_plain(self) -> bool:
        """True where numpy can take the numbers as they lie."""
        return (
            self.steps == (self.dim, 1)
            and self.dtype.startswith("<")
            and not self.packed
            and self.offset % self.item_bytes == 0
        )

    @property
    def facts(self) -> TensorFacts:
        """What is told of it."""
        return TensorFacts(self.name, self.rows, self.dim, NAMES[self.dtype[-2:]])


class Look(NamedTuple):
    """What a file holds: its tables, and whether it names their rows; `sample` has the first names."""

    tables: Sequence[TensorFacts]
    has_labels: bool = False
    sample: Sequence[str] = ()


class Wish(NamedTuple):
    """What is to be read: of the `file` its `tensor` (empty: the only one), at most `most_rows` rows, 0 for
    all. What has to be unpacked goes to `folder`; `tell` hears how far that is, and may raise."""

    file: Path
    folder: Path
    tensor: str = ""
    most_rows: int = 0
    tell: Tell = float


class Taken(msgspec.Struct, frozen=True):
    """What was read: the table, and whether the folder has labels for it."""

    table: Raw
    has_labels: bool = False


def plain(name: str, dtype: str, rows: int, dim: int, offset: int, file: str = "") -> Raw:
    """Return a table whose rows lie one after the other."""
    return Raw(name=name, dtype=dtype, rows=rows, dim=dim, offset=offset, steps=(dim, 1), file=file)


def checked(tables: Sequence[Raw], others: Sequence[str]) -> Sequence[Raw]:
    """Return `tables`. Raises Fault where there are none, telling of the `others` that are no tables."""
    if not tables:
        raise Fault("", NO_TABLE, found=listed(others))
    return tables


def chosen(tables: Sequence[Raw], name: str) -> Raw:
    """Return the table called `name`, the first of the largest ones for no name. Raises Fault."""
    if not name:
        return max(tables, key=lambda table: table.rows * table.dim)
    for table in tables:
        if table.name == name:
            return table
    raise Fault(f"tensor {quoted(name)}", NO_TENSOR, names=listed([table.name for table in tables]))


def listed(names: Sequence[str]) -> str:
    """Return the first of `names` as a text."""
    more = f", and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
    return ", ".join(quoted(name) for name in names[:MOST_TOLD]) + more or "nothing"
