"""told_runs: the code of the runs of a lesson, one after the other, as one program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from embviz.core.differences import differences
from embviz.core.experiment import Experiment
from embviz.core.transcript import Transcript

AGAIN = "once more"


def told_runs(runs: Sequence[Transcript]) -> str:
    """Return the code of `runs` in their order, each under a comment that says what it does otherwise.

    A run whose whole code another one repeats is not told, and what is imported stands once, at the top. The
    code is ASCII, and runs from top to bottom. Of one run alone it is that run's own, of none it is empty.
    """
    told = [run for index, run in enumerate(runs) if not _is_repeated(run, index, runs)]
    if len(told) < 2:
        return told[0].text if told else ""
    parts = [_split(run) for run in told]
    imports = list(dict.fromkeys(line for head, _ in parts for line in head.split("\n")))
    # Modules come before what is taken out of them.
    top = "\n".join(sorted(imports, key=lambda line: line.startswith("from")))
    bodies = (f"# {heading}\n{body}" for heading, (_, body) in zip(_headings(told), parts, strict=True))
    return "\n\n".join((top, *bodies)) + "\n"


def _is_repeated(run: Transcript, index: int, runs: Sequence[Transcript]) -> bool:
    """Return whether another one goes on from where `run` ends; of equal ones the first is told."""
    return any(
        other.text.startswith(run.text) and (len(other.text) > len(run.text) or place < index)
        for place, other in enumerate(runs)
        if place != index
    )


def _split(run: Transcript) -> tuple[str, str]:
    head, _, body = run.text.rstrip("\n").partition("\n\n")
    return head, body


def _headings(runs: Sequence[Transcript]) -> Iterator[str]:
    before: Experiment | None = None
    for number, run in enumerate(runs, 1):
        yield f"Run {number}: {_plain(_about(run.experiment, before))}"
        before = run.experiment


def _about(experiment: Experiment, before: Experiment | None) -> str:
    if before is not None:
        return ", ".join(map(str, differences(experiment, before))) or AGAIN
    arguments = [f"{name} {value}" for name, value in experiment.optimizer_args.items()]
    return " ".join([experiment.optimizer, ", ".join(arguments)]).strip()


def _plain(text: str) -> str:
    # Whatever a file is called, it is a comment of one line.
    return ascii(text.replace("×", "x"))[1:-1]
