"""Random messages, and what they are made of, down to the bits."""

from __future__ import annotations

import msgspec
import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz.core.checks import DTYPES, LARGEST_SEED, ZERO_GRADS
from embviz.core.experiment import Experiment
from embviz.core.frames import LENGTHS, FrameReader
from embviz.core.messages import (
    Action,
    Beads,
    CellFacts,
    Command,
    Failure,
    GradStatus,
    Hello,
    Lookup,
    PairFacts,
    PassFacts,
    Request,
    Scalars,
    Snapshot,
    StepFacts,
    StopRule,
    Tile,
    Viewport,
)

COUNTS = st.integers(0, 2**62)
SIZES = st.integers(0, 12)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
# Every NaN, both infinities, both zeros and the subnormals are among them.
FLOATS = st.floats()
FLOAT_BITS = st.integers(0, 2**32 - 1)
DOUBLE_BITS = st.integers(0, 2**64 - 1)
VALUES = FLOATS | st.booleans()
PLACES = st.tuples(COUNTS, COUNTS)
INDICES = st.lists(st.integers(-(2**63), 2**64 - 1), max_size=4).map(tuple)
COMMANDS = st.sampled_from(Command.__args__)


@st.composite
def tiles(draw):
    cells = draw(st.tuples(SIZES, SIZES))
    starts = draw(st.tuples(SIZES, SIZES))
    stops = [start + size + draw(SIZES) for start, size in zip(starts, cells, strict=True)]
    return Tile(
        values=draw(tables(cells)),
        shape=(stops[0] + draw(SIZES), stops[1] + draw(SIZES)),
        rows=(starts[0], stops[0]),
        columns=(starts[1], stops[1]),
        changed=draw(st.none() | hnp.arrays(np.bool_, cells)),
    )


def tables(shape):
    floats = hnp.arrays(np.uint32, shape, elements=FLOAT_BITS).map(lambda bits: bits.view(np.float32))
    doubles = hnp.arrays(np.uint64, shape, elements=DOUBLE_BITS).map(lambda bits: bits.view(np.float64))
    return floats | doubles


@st.composite
def scalars(draw):
    size = draw(st.integers(1, 8))
    doubles = hnp.arrays(np.uint64, size, elements=DOUBLE_BITS)
    names = ("losses", "distances", "gaps")
    numbers = {name: draw(doubles).view(np.float64) for name in names}
    return Scalars(steps=draw(hnp.arrays(np.int64, size)), **numbers)


@st.composite
def experiments(draw):
    rows, dim = draw(st.integers(2, 5)), draw(st.integers(1, 4))
    matrix = st.tuples(*[st.tuples(*[FLOATS] * dim)] * rows)
    index = st.integers(0, rows - 1)
    pairs = st.lists(st.tuples(index, index), min_size=1, max_size=4).map(tuple)
    initial = draw(st.sampled_from(["normal", "values"]))
    return Experiment(
        rows=rows,
        dim=dim,
        seed=draw(st.integers(0, LARGEST_SEED)),
        dtype=draw(st.sampled_from(sorted(DTYPES))),
        initial=initial,
        values=draw(matrix) if initial == "values" else (),
        padding_idx=draw(st.none() | index),
        max_norm=draw(st.none() | st.floats(-9, 9)),
        norm_type=draw(st.floats(min_value=0)),
        sparse=draw(st.booleans()),
        optimizer_args=draw(
            st.fixed_dictionaries({"lr": st.floats(min_value=0, max_value=1e38), "maximize": st.booleans()})
        ),
        schedule="ExponentialLR",
        schedule_args={"gamma": draw(st.floats(-9, 9) | st.just(float("nan")))},
        loss="skipgram",
        pairs=draw(pairs),
        negatives=draw(pairs),
        zero_grad=draw(st.sampled_from(ZERO_GRADS)),
    )


ACTIONS = st.builds(
    Action,
    number=COUNTS,
    kind=COMMANDS,
    rounds=COUNTS,
    indices=INDICES,
    place=st.none() | PLACES,
    name=TEXTS,
    value=st.none() | VALUES | TEXTS,
    refusal=TEXTS,
)
NUMBERS = st.dictionaries(TEXTS, FLOATS, max_size=2)
STEP_FACTS = st.builds(
    StepFacts,
    weight=FLOATS,
    grad=st.none() | FLOATS,
    state=NUMBERS,
    counters=NUMBERS,
    arguments=st.dictionaries(TEXTS, VALUES, max_size=2),
    is_in_grad=st.booleans(),
    result=st.none() | FLOATS,
)
VECTORS = st.lists(FLOATS, max_size=4).map(tuple)
PAIR_FACTS = st.builds(
    PairFacts,
    first=COUNTS,
    second=COUNTS,
    a=VECTORS,
    b=VECTORS,
    label=st.sampled_from([1, -1]),
    first_count=COUNTS,
    second_count=COUNTS,
)
PASS_FACTS = st.builds(
    PassFacts,
    pairs=st.lists(PAIR_FACTS, max_size=2).map(tuple),
    pairs_of_row=COUNTS,
    loss=FLOATS,
    grad_before=st.none() | FLOATS,
    is_ahead=st.booleans(),
    positives=COUNTS,
    negatives=COUNTS,
)
CELL_FACTS = st.builds(
    CellFacts,
    run=COUNTS,
    request=COUNTS,
    step=COUNTS,
    place=PLACES,
    now=STEP_FACTS,
    last=st.none() | STEP_FACTS,
    backward=st.none() | PASS_FACTS,
    changed_by=st.sampled_from(["", "edit", "max_norm"]),
)
LOOKUPS = st.builds(
    Lookup,
    indices=INDICES,
    values=tables((2, 3)),
    difference=st.none() | FLOATS,
    changed_rows=INDICES,
)
SNAPSHOTS = st.builds(
    Snapshot,
    run=COUNTS,
    request=COUNTS,
    command=COMMANDS,
    step=COUNTS,
    weight=tiles(),
    grad=st.none() | tiles(),
    grad_status=st.builds(
        GradStatus, st.sampled_from(["none", "fresh", "accumulated", "stale"]), COUNTS, st.none() | COUNTS
    ),
    state=st.dictionaries(TEXTS, tiles(), max_size=2),
    trace=scalars(),
    counters=NUMBERS,
    arguments=st.dictionaries(TEXTS, VALUES, max_size=2),
    zero_grad=st.sampled_from(ZERO_GRADS),
    schedule_steps=COUNTS,
    pairs=st.lists(PLACES, max_size=3).map(tuple),
    actions=st.lists(ACTIONS, max_size=3).map(tuple),
    action_count=COUNTS,
    stopped_by=st.sampled_from(["", "distance_below", "first_increase", "after_steps"]),
    beads=st.none() | st.builds(Beads, FLOATS, FLOATS, FLOATS),
    lookup=st.none() | LOOKUPS,
    cell=st.none() | CELL_FACTS,
    experiment=st.none() | experiments(),
)
VIEWPORTS = st.builds(
    Viewport,
    height=st.integers(1, 16384),
    width=st.integers(1, 16384),
    row_start=COUNTS,
    row_stop=st.none() | COUNTS,
    column_start=COUNTS,
    column_stop=st.none() | COUNTS,
)
REQUESTS = st.builds(
    Request,
    request=COUNTS,
    run=COUNTS,
    command=COMMANDS,
    until_step=st.none() | COUNTS,
    budget_s=st.none() | st.floats(0, 3600, exclude_min=True),
    viewport=st.none() | VIEWPORTS,
    experiment=st.none() | experiments(),
    resume=st.none() | SNAPSHOTS,
    stop=st.none() | st.builds(StopRule, st.none() | FLOATS, st.booleans()),
    press=COUNTS,
    cell=st.none() | PLACES,
    indices=INDICES,
    place=st.none() | PLACES,
    name=TEXTS,
    value=st.none() | VALUES | TEXTS,
)
FAILURES = st.builds(
    Failure, what=TEXTS, why=TEXTS, remedy=TEXTS, run=st.none() | COUNTS, request=st.none() | COUNTS
)
HELLOS = st.builds(Hello, version=st.integers(-(2**63), 2**63 - 1), torch=TEXTS)
MESSAGES = HELLOS | SNAPSHOTS | REQUESTS | FAILURES | CELL_FACTS


def bits(value):
    """What `value` is made of, down to the bits of its arrays and the signs of its zeros."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.tobytes()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Experiment):
        return value
    if isinstance(value, msgspec.Struct):
        return type(value), {name: bits(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: bits(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(bits(inner) for inner in value)
    return value


def a_tile(rows=2, columns=3):
    values = np.arange(rows * columns, dtype=np.float32).reshape(rows, columns)
    return Tile(values, (rows, columns), (0, rows), (0, columns))


def a_snapshot(**changes):
    trace = Scalars(np.arange(3), np.ones(3), np.full(3, 2.5), np.full(3, -2.5))
    values = {"step": 2, "weight": a_tile(), "grad": None, "grad_status": GradStatus("none"), "state": {}}
    return Snapshot(**{**values, "trace": trace, **changes})


def read(data):
    """The messages in `data`, and an error in place of each that makes no sense."""
    reader = FrameReader()
    reader.feed(data)
    return list(reader.messages())


def frame(header, body=b""):
    """A frame of any header: of bytes as they are, or of a message that nobody would send."""
    content = header if isinstance(header, bytes) else msgspec.msgpack.encode(header)
    return LENGTHS.pack(len(content), len(body)) + content + body
