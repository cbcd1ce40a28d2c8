"""A transcript as a Jupyter notebook (nbformat 4.5), one cell for each block."""

from __future__ import annotations

import json

from embviz.core.transcript import Transcript

# The words that a notebook of any Python has for its kernel.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(transcript: Transcript) -> str:
    """Return the notebook as JSON, in ASCII. Its cells, run in their order, are the transcript's program."""
    blocks = [transcript.header, *(transcript.block(index) for index in range(len(transcript)))]
    cells = [_cell(f"block-{number}", text) for number, text in enumerate(blocks)]
    content = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1) + "\n"


def _cell(cell_id: str, text: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": {},
        "outputs": [],
        "source": text.splitlines(keepends=True),
    }
