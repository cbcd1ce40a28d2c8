"""embviz shows how a PyTorch nn.Embedding learns: a desktop program, and names to use from Python."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from embviz.core.experiment import Experiment
    from embviz.core.sources import Corpus, VectorFile
    from embviz.engine.text.text import Text
    from embviz.engine.trainer import Trainer
    from embviz.engine.vectors.reading import read as read_vectors
    from embviz.gui.embedding_view import EmbeddingView

__version__ = "0.5.0"
__all__ = [
    "Corpus",
    "EmbeddingView",
    "Experiment",
    "Text",
    "Trainer",
    "VectorFile",
    "__version__",
    "read_vectors",
]

# Imported on first use: the command line and the window must never pay for torch.
_HOMES = {
    "Corpus": ("embviz.core.sources", "Corpus"),
    # The one name that needs Qt: `import embviz` does not.
    "EmbeddingView": ("embviz.gui.embedding_view", "EmbeddingView"),
    "Experiment": ("embviz.core.experiment", "Experiment"),
    "Text": ("embviz.engine.text.text", "Text"),
    "Trainer": ("embviz.engine.trainer", "Trainer"),
    "VectorFile": ("embviz.core.sources", "VectorFile"),
    "read_vectors": ("embviz.engine.vectors.reading", "read"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, named = _HOMES[name]
    value = globals()[name] = getattr(import_module(home), named)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
