"""What the tests of the reports share: tables of every dtype, and every device that there is."""

from __future__ import annotations

import pytest
import torch

DTYPES = (torch.float32, torch.float64, torch.float16, torch.bfloat16)


@pytest.fixture(params=DTYPES, ids=str)
def dtype(request):
    """Each dtype that a table can have."""
    return request.param


@pytest.fixture(params=["cpu", "cuda"])
def device(request):
    """Each device that torch offers."""
    if request.param == "cuda" and not torch.cuda.is_available():
        pytest.skip("there is no GPU here")
    return request.param


@pytest.fixture(scope="session")
def drawn():
    """Draw a table: `drawn(rows, dim, seed=0, dtype=torch.float32)`."""

    def drawn(rows, dim, seed=0, dtype=torch.float32):
        return torch.randn(rows, dim, generator=torch.Generator().manual_seed(seed)).to(dtype)

    return drawn
