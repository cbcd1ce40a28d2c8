"""Allocation: freed memory of large tables is used again, and given back when a run with them ends.

glibc gives each large block back to the system at once and takes a new one of zeros for the next step, page
by page: a dense step of a large table spends most of its time on that.
"""

from __future__ import annotations

import ctypes
import sys

# mallopt(3): no block of its own for a large request, and nothing trimmed from the end of the heap.
M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
LARGEST_INT = 2**31 - 1


def keep_freed() -> None:
    """Have freed memory kept for the next request; before anything large is allocated."""
    if (library := _glibc()) is not None:
        library.mallopt(M_MMAP_MAX, 0)
        library.mallopt(M_TRIM_THRESHOLD, LARGEST_INT)


def give_back() -> None:
    """Give what is free back to the system."""
    if (library := _glibc()) is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    try:
        library.gnu_get_libc_version  # noqa: B018 - other libraries have none, and no such options
    except AttributeError:
        return None
    return library
