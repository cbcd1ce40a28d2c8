"""embviz shows how a PyTorch nn.Embedding learns: a desktop program, and two names to use from Python."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from embviz.core.experiment import Experiment
    from embviz.engine.trainer import Trainer

__version__ = "0.3.0"
__all__ = ["Experiment", "Trainer", "__version__"]

# Imported on first use: the command line and the window must never pay for torch.
_HOMES = {"Experiment": "embviz.core.experiment", "Trainer": "embviz.engine.trainer"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
