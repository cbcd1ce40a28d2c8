"""Allocation: freed memory of large tables stays with the process until it is given back."""

import subprocess
import sys

import pytest

CHILD = """
import sys, psutil, torch
from embviz.engine import allocation
if sys.argv[1] == "keep":
    allocation.keep_freed()
MEGABYTES = 64
def resident():
    return psutil.Process().memory_info().rss / 2**20
small = [torch.ones(1000) for _ in range(10)]
before = resident()
table = torch.ones(MEGABYTES << 18)
with_table = resident()
del table
freed = resident()
allocation.give_back()
print(with_table - before, freed - before, resident() - before)
"""


def megabytes(mode):
    """What a table of 64 MB takes while it is there, once it is freed, and once memory is given back."""
    child = subprocess.run([sys.executable, "-c", CHILD, mode], capture_output=True, text=True, timeout=60)
    assert child.returncode == 0, child.stderr
    return map(float, child.stdout.split())


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc is told")
def test_what_is_freed_is_kept_for_the_next_table_until_it_is_given_back():
    there, freed, given_back = megabytes("keep")
    assert there == pytest.approx(64, abs=8)
    assert freed == pytest.approx(there, abs=8)
    assert given_back < 8


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc is told")
def test_a_process_that_was_not_told_so_gives_it_back_at_once():
    there, freed, _ = megabytes("usual")
    assert there == pytest.approx(64, abs=8)
    assert freed < 8
