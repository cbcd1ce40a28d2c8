"""Making: what the form says becomes an Experiment, and its source keeps or loses what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from embviz.core.experiment import Corpus, Experiment, ExperimentError, VectorFile
from embviz.gui.setup.draft import Reading
from embviz.gui.setup.rows import CORPUS, FILE

Source = TypeVar("Source", VectorFile, Corpus)


def experiment_of(reading: Reading, began: Experiment) -> Experiment:
    """Return what `reading` says; of a source that is also that of the run that `began`, the same is known.

    Raises:
        ExperimentError: for a value out of range; a field of a source has that before its name, as its line.
    """
    file = _source(FILE, VectorFile, reading.sources.get(FILE), began.file)
    corpus = _source(CORPUS, Corpus, reading.sources.get(CORPUS), began.corpus)
    return Experiment(**reading.values, file=file, corpus=corpus)  # type: ignore[arg-type]


def has_sources_of(reading: Reading, experiment: Experiment) -> bool:
    """Tell whether `reading` says the same file and text as `experiment`."""
    asked = {FILE: experiment.file, CORPUS: experiment.corpus}
    said = {name: {**fields, "fingerprint": ""} for name, fields in reading.sources.items()}
    return said == {
        name: {**msgspec.structs.asdict(source), "fingerprint": ""}
        for name, source in asked.items()
        if source is not None
    }


def _source(
    name: str, kind: type[Source], fields: Mapping[str, object] | None, former: Source | None
) -> Source | None:
    if fields is None:
        return None
    try:
        made = kind(**fields)  # type: ignore[arg-type]
    except ExperimentError as error:
        field = f"{name}_{error.field}"
        raise ExperimentError(field, error.value, error.allowed, error.torch_says, **error.details) from error
    if former is None:
        return made
    known = msgspec.structs.replace(made, fingerprint=former.fingerprint)
    return known if known == former else made
