"""What the machine has left is what psutil says, where psutil is not asked."""

import psutil
import pytest

from embviz.core import memory


def test_the_memory_available_is_that_of_psutil() -> None:
    assert memory.available_bytes() == pytest.approx(psutil.virtual_memory().available, rel=0.1)
