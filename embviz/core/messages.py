"""The vocabulary of window and engine: what is asked, and what is answered. frames.py is how it travels."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from embviz.core.experiment import Experiment
from embviz.core.facts import CellFacts as CellFacts
from embviz.core.facts import PairFacts as PairFacts
from embviz.core.facts import PassFacts as PassFacts
from embviz.core.facts import StepFacts as StepFacts
from embviz.core.outline import Bookmark as Bookmark
from embviz.core.outline import Branch as Branch
from embviz.core.outline import Moment as Moment
from embviz.core.outline import Outline as Outline
from embviz.core.outline import SessionFacts as SessionFacts
from embviz.core.recipes import Value
from embviz.core.reports import Progress as Progress
from embviz.core.reports import Report as Report
from embviz.core.reports import TextFacts as TextFacts
from embviz.core.units import Count as Count
from embviz.core.units import Place as Place

PROTOCOL_VERSION = 4
# Of the past that is thinned, every so many-th moment stays, and the ends of actions; later fewer.
KEYFRAME_EVERY = 256

Array = npt.NDArray[Any]
Command = Literal[
    "begin",
    "forward",
    "backward",
    "step",
    "zero_grad",
    "train",
    "lookup",
    "edit",
    "set",
    "snapshot",
    "inspect",
    "go",
    "visit",
    "fork",
    "bookmark",
    "budget",
    "survey",
    "open",
    "save",
    "export",
    "close",
    "cancel",
    "peek",
    "find",
    "rows",
    "meaning",
    "map",
]
# What can be set in the middle of a run, beside the optimizer's arguments.
ZERO_GRAD, PAIRS = "zero_grad", "pairs"


class Viewport(msgspec.Struct, frozen=True):
    """The part of a table that is asked for, and at most how many cells may show it.

    Rows from `row_start` to `row_stop` (None: to the end), columns likewise; `height` by `width` cells
    at most come back.
    """

    height: Annotated[int, msgspec.Meta(ge=1, le=16384)]
    width: Annotated[int, msgspec.Meta(ge=1, le=16384)]
    row_start: Count = 0
    row_stop: Count | None = None
    column_start: Count = 0
    column_stop: Count | None = None


class Tile(msgspec.Struct, frozen=True, eq=False):
    """A table, or what a viewport of it looks like: `values` (2-D), one number a cell.

    float64 tables come as float64, all others as float32, which holds bfloat16 and float16 exactly. `shape`
    is the whole table's. Where more than one row or column falls on a cell, it holds the one of largest
    magnitude, with its sign: a mean would hide a gradient of one row among thousands. `changed` marks the
    cells that the last action moved. The tile makes its arrays read-only.
    """

    values: np.ndarray
    shape: tuple[int, int]
    rows: tuple[int, int]
    columns: tuple[int, int]
    changed: np.ndarray | None = None

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.dtype not in (np.float32, np.float64):
            raise ValueError("a tile holds a 2-D table of float32 or float64")
        axes = zip(self.values.shape, (self.rows, self.columns), self.shape, strict=True)
        if any(not 0 <= first <= last <= size or cells > last - first for cells, (first, last), size in axes):
            raise ValueError("a tile shows rows and columns of its table, no more cells than those")
        self.values.flags.writeable = False
        if self.changed is None:
            return
        if self.changed.shape != self.values.shape or self.changed.dtype != np.bool_:
            raise ValueError("a tile's changed cells are a mask of its values")
        self.changed.flags.writeable = False

    @property
    def is_whole(self) -> bool:
        """True where `values` is the table itself, bit for bit."""
        return self.values.shape == self.shape

    def row_span(self, row: int) -> tuple[int, int]:
        """Return the table's rows, first and past the last, that the tile's `row` stands for."""
        return span(self.rows, self.values.shape[0], row)

    def column_span(self, column: int) -> tuple[int, int]:
        """Return the table's columns, first and past the last, that the tile's `column` stands for."""
        return span(self.columns, self.values.shape[1], column)


def span(bounds: tuple[int, int], cells: int, index: int) -> tuple[int, int]:
    """Return what falls on cell `index` when `bounds` is dealt out evenly over `cells` cells."""
    start, stop = bounds
    return start + (stop - start) * index // cells, start + (stop - start) * (index + 1) // cells


class Scalars(msgspec.Struct, frozen=True, eq=False):
    """Every step's numbers: `steps` (int64), `losses`, `distances` and `gaps` (float64), equally long, 1-D.

    The numbers at step s are those that a pass finds after s steps, under max_norm of the rows as it
    shortens them. The distance is that of the first pair; its gap is the distance with a sign, along the
    line from the second row to the first at the start of the run: negative once they have passed each other.
    The arrays are made read-only.
    """

    steps: np.ndarray
    losses: np.ndarray
    distances: np.ndarray
    gaps: np.ndarray

    def __post_init__(self) -> None:
        numbers = (self.losses, self.distances, self.gaps)
        if self.steps.ndim != 1 or any(array.shape != self.steps.shape for array in numbers):
            raise ValueError("steps, losses, distances and gaps are equally long lists")
        if self.steps.dtype != np.int64 or any(array.dtype != np.float64 for array in numbers):
            raise ValueError("steps are int64, losses, distances and gaps float64")
        for array in (self.steps, *numbers):
            array.flags.writeable = False


class GradStatus(msgspec.Struct, frozen=True):
    """What `weight.grad` holds: nothing, one backward pass, several added up, or one already used by a step.

    `passes` counts the backward passes in it; `sparse_rows` how many rows a sparse one stores, repeated ones
    and all, and is None for a dense one.
    """

    kind: Literal["none", "fresh", "accumulated", "stale"]
    passes: Count = 0
    sparse_rows: Count | None = None


class Action(msgspec.Struct, frozen=True):
    """One thing that was done to the run, as the transcript tells it.

    `number` counts from 1 within the run. A train comes in bursts: those towards one goal share a number, and
    `rounds` is how many there have been under it. `indices` are those of a lookup, `place` and `value` those
    of an edited cell, `name` and `value` what was set. `name` is also how grad was cleared, by a zero_grad or
    a train: 'none', 'zeros' or 'forgotten'. `refusal` is torch's own message, where it refused in the middle.
    """

    number: Count
    kind: Command
    rounds: Count = 0
    indices: tuple[int, ...] = ()
    place: Place | None = None
    name: str = ""
    value: Value | str | None = None
    refusal: str = ""
    moment: Count = 0
    step: Count = 0


class Lookup(msgspec.Struct, frozen=True, eq=False):
    """What `embedding(torch.tensor(indices))` gave: `values`, (indices, dim).

    `difference` is the largest one from `one_hot(indices) @ weight`, None where the table is too tall to do
    that; `changed_rows` are those that max_norm rewrote in it.
    """

    indices: tuple[int, ...]
    values: np.ndarray
    difference: float | None = None
    changed_rows: tuple[int, ...] = ()


class Beads(msgspec.Struct, frozen=True):
    """Where the first pair stands on the line through its rows at the start, from their middle.

    `off_line` is the largest distance of the two from that line.
    """

    first: float
    second: float
    off_line: float


class Other(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The moment that the one on screen is compared with: its tables, and how the two differ.

    `differences` has the one on screen minus this one, for 'weight', 'grad' and each of the optimizer's
    tables that both moments have. The tiles show the same viewport as those of the snapshot.
    """

    moment: Moment
    step: Count
    weight: Tile
    grad: Tile | None
    state: dict[str, Tile]
    differences: dict[str, Tile]


class StopRule(msgspec.Struct, frozen=True):
    """When a train ends before its goal: below a distance, or at the first step that increases it."""

    distance_below: float | None = None
    first_increase: bool = False


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The first frame of either side; the engine's says which torch it runs, and on which devices it can."""

    version: int = PROTOCOL_VERSION
    torch: str = ""
    devices: tuple[str, ...] = ("cpu",)


class Snapshot(msgspec.Struct, frozen=True, eq=False, tag="snapshot", kw_only=True):
    """One moment of a run, as copies: what the panels show.

    `grad` is None exactly when torch's is. `state` holds the optimizer's own tables by torch's names,
    `counters` its own scalars, `arguments` its arguments as they are now. `trace` has every step and
    `actions` everything done since the snapshot before; `trace` ends with this moment, and `action_count` is
    the number of the last action. `pairs` are those trained now, where they are not the experiment's.
    `zero_grad` is how a round of training clears grad now. `stopped_by` says which rule ended the train.
    `cell` explains the cell that was asked for. The window's controller adds the `experiment`,
    and the `outline` where it has not changed.

    `moment` says which of the run's moments this is, and `last` the index of the last one of its branch:
    before it lies the past, all of it between 0 and `kept_from` only as every `keyframe_every`-th moment and
    bookmarks, and ends of actions where that is KEYFRAME_EVERY. Of a past moment `actions` is empty,
    `action_count` the number of the action that made it, and `rounds` how many rounds of that action, a
    train, had been done. The first snapshot of each `run` tells the whole of `trace` and `actions`, from the
    start of the run on. `outline` comes where it has changed. `other` is the moment that this one is compared
    with.

    `names` has the labels of rows that are shown, chosen, trained or looked up, by their numbers, where the
    table has labels; `has_labels` says that it has. `overview` is the whole of weight, small, where the
    viewport shows a part. `text` tells of the text that is trained on.
    """

    run: Count = 0
    request: Count = 0
    command: Command = "snapshot"
    step: Count
    weight: Tile
    grad: Tile | None
    grad_status: GradStatus
    state: dict[str, Tile]
    trace: Scalars
    counters: dict[str, float] = {}
    arguments: dict[str, Value] = {}
    zero_grad: str = "none"
    schedule_steps: Count = 0
    pairs: tuple[tuple[int, int], ...] = ()
    actions: tuple[Action, ...] = ()
    action_count: Count = 0
    stopped_by: Literal["", "distance_below", "first_increase", "after_steps"] = ""
    beads: Beads | None = None
    lookup: Lookup | None = None
    cell: CellFacts | None = None
    moment: Moment = Moment()
    last: Count = 0
    kept_from: Count = 0
    keyframe_every: Annotated[int, msgspec.Meta(ge=1)] = KEYFRAME_EVERY
    rounds: Count = 0
    outline: Outline | None = None
    other: Other | None = None
    names: dict[int, str] = {}
    has_labels: bool = False
    overview: Tile | None = None
    text: TextFacts | None = None
    experiment: Experiment | None = None

    def __post_init__(self) -> None:
        if self.trace.steps.size == 0:
            raise ValueError("a snapshot's trace ends with its own step")

    @property
    def is_past(self) -> bool:
        """True for a moment that others came after."""
        return self.moment.index < self.last

    @property
    def trained_pairs(self) -> tuple[tuple[int, int], ...]:
        """The pairs that are trained now; none where that is not known."""
        return self.pairs or (() if self.experiment is None else self.experiment.pairs)

    @property
    def distance(self) -> float:
        """The distance of the first pair at this moment."""
        return float(self.trace.distances[-1])


class Request(msgspec.Struct, frozen=True, tag="request", kw_only=True):
    """One command to the engine, answered by one message with the same number.

    That is a `Snapshot`, a `CellFacts` for `inspect`, a `Survey` for `survey`, a `Done` for `save`, `export`,
    `close` and `cancel`, a `Report` for `peek`, `find`, `rows`, `meaning` and `map`, or a `Failure`. `begin`
    takes an experiment and, after a restart, the snapshot to go on from. `train` works until `until_step` is
    reached, `stop` holds or `budget_s` is spent, whichever is first; it needs the first or the last. `lookup`
    takes `indices`, `edit` a `place` and a `value`, `set` a `name` (an argument of the optimizer, or
    'zero_grad') and a `value`. `cell` asks every snapshot to explain that cell too, `against` to bring the
    moment to compare with. The requests of one `press` (not 0) are one action.

    `go` shows a `moment` of the same run, the nearest that is kept; `visit` does so for another branch, under
    a new `run`, and `fork` begins a branch there. `bookmark` gives a `moment` a `name`, or takes it away with
    an empty one. `budget` takes a `value`, the MB that the history may hold. `survey` tells of the sessions
    that lie in `paths` and in the engine's own folder. `open` goes on with the session at `path`, or only
    reads it where `name` is 'read-only'; `save` moves the session to `path`, `export` writes the table there
    in the format `name`; `close` ends the session in good order.
    """

    request: Count
    run: Count
    command: Command
    until_step: Count | None = None
    budget_s: Annotated[float, msgspec.Meta(gt=0, le=3600)] | None = None
    viewport: Viewport | None = None
    experiment: Experiment | None = None
    resume: Snapshot | None = None
    stop: StopRule | None = None
    press: Count = 0
    cell: Place | None = None
    indices: tuple[int, ...] = ()
    place: Place | None = None
    name: str = ""
    value: Value | str | None = None
    moment: Moment | None = None
    against: Moment | None = None
    path: str = ""
    paths: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Survey(msgspec.Struct, frozen=True, tag="survey", kw_only=True):
    """The sessions that were found, the newest first."""

    run: Count = 0
    request: Count = 0
    sessions: tuple[SessionFacts, ...] = ()


class Done(msgspec.Struct, frozen=True, tag="done", kw_only=True):
    """A file has been written whole, at `path`, or the session closed."""

    run: Count = 0
    request: Count = 0
    path: str = ""
    outline: Outline | None = None


class Failure(msgspec.Struct, frozen=True, tag="failure", kw_only=True):
    """What could not be done: what happened, why, and what to do."""

    what: str
    why: str
    remedy: str = ""
    run: Count | None = None
    request: Count | None = None


Answer = Snapshot | CellFacts | Survey | Done | Report | Failure
Message = Hello | Request | Progress | Answer
