"""Cells made up for tests: facts with numbers that are easy to follow, and what is said of them as text."""

from embviz.core.arithmetic import Note
from embviz.core.experiment import Experiment
from embviz.core.explain import Equation, Explanation, explain
from embviz.core.messages import CellFacts, PairFacts, PassFacts, StepFacts

# The article's table before and after its first step, as PyTorch holds it (TORCH_FACTS a01, a03).
FIRST = (
    0.33669036626815796,
    0.12880940735340118,
    0.23446236550807953,
    0.23033303022384644,
    -1.1228563785552979,
)
SECOND = (
    -0.18632829189300537,
    2.2082014083862305,
    -0.637997031211853,
    0.46165722608566284,
    0.2673508822917938,
)
GRAD = 0.19298671185970306
DISTANCE = 2.710127830505371
ARTICLE = Experiment()


def step(weight=0.5, grad=0.25, state=(), result=None, step=0, is_in_grad=True, **arguments):
    return StepFacts(weight, grad, dict(state), {"step": float(step)}, arguments, is_in_grad, result)


def pair(first=0, second=1, a=FIRST, b=SECOND, **others):
    return PairFacts(first, second, tuple(a), tuple(b), **others)


def facts(now=None, last=None, backward=None, place=(0, 0), changed_by=""):
    now = step() if now is None else now
    return CellFacts(step=1, place=place, now=now, last=last, backward=backward, changed_by=changed_by)


def told(experiment, *args, **kwargs) -> Explanation:
    return explain(experiment, facts(*args, **kwargs))


def gradient_of(*pairs, now=None, count=None, place=(0, 0), experiment=ARTICLE, loss=1.0, **others):
    done = PassFacts(
        pairs=tuple(pairs),
        pairs_of_row=len(pairs) if count is None else count,
        loss=loss,
        positives=len(experiment.pairs),
        negatives=len(experiment.negatives),
        **others,
    )
    return told(experiment, now or step(grad=GRAD), backward=done, place=place)


def lines(equations: tuple[Equation, ...]) -> list[str]:
    return [f"{one.target} = {one.symbolic} = {one.numeric} = {one.value:.4f}" for one in equations]


def sentences(notes: tuple[Note, ...]) -> str:
    return " ".join(note.text.format(**note.details) for note in notes)


def with_optimizer(name: str, **args) -> Experiment:
    return Experiment(optimizer=name, optimizer_args=args, sparse=name == "SparseAdam")
