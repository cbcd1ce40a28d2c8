"""The small words of the vocabulary: a count, and a place in a table."""

from __future__ import annotations

from typing import Annotated

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=2**62)]
# A row and a column.
Place = tuple[Count, Count]
