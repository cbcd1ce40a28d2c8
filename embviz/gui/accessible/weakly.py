"""weakly: how what Qt keeps for screen readers knows its widget without keeping that alive.

Once Qt has taken an interface, PySide never lets go of its Python half, small as it is: what that holds would
stay for ever, a whole window with it.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

Q = TypeVar("Q", bound=QObject)


def weakly(thing: Q) -> Callable[[], Q | None]:
    """Return what gives `thing`, and None once that is gone or being taken apart."""
    reference = weakref.ref(thing)

    def get() -> Q | None:
        found = reference()
        return found if found is not None and isValid(found) else None

    return get
