"""Transcript: all that was done to a run, as the PyTorch code that a learner would write."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping

import msgspec

from embviz.core.code import Lines, key, listed, literal, quoted, quoted_label, under
from embviz.core.experiment import Experiment
from embviz.core.labels import NO_NAMES
from embviz.core.messages import PAIRS, ZERO_GRAD, Action
from embviz.core.numbers import parse_pairs
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.subjects import rows_of
from embviz.core.transcript_header import NO_GRAD, Pairs, header, indices, loss, on_device

# So many rows are named in a title.
MOST_NAMED = 4

_TO_NONE = "optimizer.zero_grad()"
_TO_ZEROS = "optimizer.zero_grad(set_to_none=False)"

Titled = tuple[str, Lines]


class Transcript:
    """The code of one run of `experiment`: a `header` that makes everything, then a block for each action.

    All of it is ASCII. Run from top to bottom it leaves the weight, grad and optimizer state that the
    actions left, bit for bit. No block ends with a line break; between two of them stands an empty line.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.header = "\n".join(header(experiment))
        self.experiment = experiment
        self._writer = _Writer(experiment, experiment.pairs)
        # Each action, its block, and the pairs that are trained after it.
        self._actions: list[Action] = []
        self._blocks: list[str] = []
        self._pairs: list[Pairs] = []
        self._names: dict[int, str] = {}

    def __len__(self) -> int:
        """Return how many blocks there are beside the header; the last of them is the last action's."""
        return len(self._blocks)

    @property
    def text(self) -> str:
        """The whole program."""
        return "\n\n".join((self.header, *self._blocks)) + "\n"

    def block(self, index: int) -> str:
        """Return the code of one action, counted from 0."""
        return self._blocks[index]

    def action(self, index: int) -> Action:
        """Return the action of a block, counted from 0."""
        return self._actions[index]

    def count_until(self, number: int) -> int:
        """Return how many blocks there are up to the action with that number, with its own."""
        return bisect_right(self._actions, number, key=_number)

    def text_until(self, number: int, rounds: int = 0, is_refused: bool = True) -> str:
        """The program up to a moment: run, it leaves what was there then. See `until`."""
        return self.until(number, rounds, is_refused).text

    def until(self, number: int, rounds: int = 0, is_refused: bool = True) -> Transcript:
        """Return the transcript up to the moment that the action with that number made; 0 is the start.

        Of a train with that number only the first `rounds` are in it. One that torch refused in the round
        after them is whole unless `is_refused` is False: then that round is not in it.
        """
        part = Transcript(self.experiment)
        part._names = self._names
        past = self.count_until(number)
        kept = self.count_until(number - 1)
        part._actions, part._blocks, part._pairs = (
            self._actions[:kept],
            self._blocks[:kept],
            self._pairs[:kept],
        )
        part.merge(_cut(action, rounds, is_refused) for action in self._actions[kept:past])
        return part

    def merge(self, actions: Iterable[Action], names: Mapping[int, str] = NO_NAMES) -> int:
        """Take in what was done; return the index of the first block that is new or has changed.

        An action that is known already changes nothing, and one that has gone on since (a train in bursts)
        takes the place of what was known of it. Where nothing changed, the index is `len(self)`. `names` are
        labels of rows, for the titles of what is new.
        """
        places = [self._place(action) for action in actions if action.kind in _VERBS]
        first = min((place for place in places if place is not None), default=len(self))
        # What stands behind a late one may have told of it as missing, or be about its pairs.
        del self._blocks[first:], self._pairs[first:]
        for index in range(first, len(self._actions)):
            self._write(index, names)
        return first

    def _place(self, action: Action) -> int | None:
        index = bisect_left(self._actions, action.number, key=_number)
        if index == len(self._actions) or self._actions[index].number != action.number:
            self._actions.insert(index, action)
        elif _progress(action) > _progress(self._actions[index]):
            self._actions[index] = action
        else:
            return None
        return index

    def _write(self, index: int, names: Mapping[int, str]) -> None:
        action = self._actions[index]
        before = self._actions[index - 1].number if index else 0
        pairs = self._pairs[index - 1] if index else self.experiment.pairs
        if action.kind == "set" and action.name == PAIRS and not action.refusal:
            pairs = parse_pairs(str(action.value)) or pairs
        if pairs != self._writer.pairs:
            self._writer = _Writer(self.experiment, pairs)
        rows = list(dict.fromkeys(rows_of(action)))
        self._names |= {row: names[row] for row in rows if row in names}
        lines = self._writer.block(action, _named(rows, self._names))
        self._blocks.append("\n".join((*_gap(before + 1, action.number - 1), *lines)))
        self._pairs.append(pairs)


class _Writer:
    """The title and the lines of each action, in the names that the header has made."""

    def __init__(self, experiment: Experiment, pairs: Pairs) -> None:
        self._experiment, self.pairs = experiment, pairs
        self._packed = OPTIMIZERS[experiment.optimizer].packed
        self._loss = f"loss = {loss(experiment, pairs)}"
        self._backward = [self._loss, "loss.backward()"]
        self._step = ["optimizer.step()"]
        if experiment.schedule != "none":
            self._step.append("scheduler.step()")
        # Of a text the next batch comes once the table has moved.
        self._next = [] if experiment.corpus is None else ["k += 1"]

    def block(self, action: Action, named: str) -> Lines:
        """Return the lines of `action`; `named` tells the labels of its rows, where there are any."""
        title, body = _VERBS[action.kind](self, action)
        title = f"{title}{named}"
        if not action.refusal or not body:
            return [f"# {title}", *body]
        return [
            f"# {title}, where torch refuses: {quoted(action.refusal)}",
            *under("try:", body),
            *under("except Exception as error:", ["print(error)"]),
        ]

    def forward(self, action: Action) -> Titled:
        return "Forward", under(NO_GRAD, [self._loss, "print(loss.item())"])

    def backward(self, action: Action) -> Titled:
        return "Backward", self._backward

    def step(self, action: Action) -> Titled:
        # Without a grad torch moves nothing.
        after = under("if embedding.weight.grad is not None:", self._next) if self._next else []
        return "Step", [*self._step, *after]

    def zero_grad(self, action: Action) -> Titled:
        return "Zero grad", [_TO_ZEROS if action.name == "zeros" else _TO_NONE]

    def train(self, action: Action) -> Titled:
        title, (_, clear) = f"Train {action.rounds}", self.zero_grad(action)
        if action.name == "forgotten":
            title, clear = f"{title}, zero_grad forgotten", []
        # The refused round comes after the whole ones, and gets as far as it got in the window.
        rounds = action.rounds + bool(action.refusal)
        body = [*clear, *self._backward, *self._step, *self._next]
        return title, under(f"for _ in range({rounds}):", body)

    def lookup(self, action: Action) -> Titled:
        # Of an empty list torch.tensor makes floats, which are no indices.
        dtype = "" if action.indices else ", dtype=torch.long"
        after = f"{dtype}{on_device(self._experiment)})))"
        rows = map(str, action.indices)
        return "Lookup", under(NO_GRAD, listed("print(embedding(torch.tensor(", rows, after))

    def edit(self, action: Action) -> Titled:
        row, column = action.place or (0, 0)
        change = f"embedding.weight[{row}, {column}] = {literal(action.value)}"
        return f"Edit row {row}, column {column}", under(NO_GRAD, [change])

    def set(self, action: Action) -> Titled:
        if action.name == ZERO_GRAD:
            return f"Train clears grad another way from here on: {quoted(str(action.value))}", []
        if action.name == PAIRS:
            lines = indices(self._experiment, self.pairs)
            return "Set pairs" if lines else "Watch another pair, which changes nothing in torch", lines
        title, value = f"Set {key(action.name)[1:-1]}", literal(action.value)
        for torch_name, names in self._packed.items():
            if action.name in names:
                kept = [f'group["{torch_name}"][{index}]' for index in range(len(names))]
                kept[names.index(action.name)] = value
                change = f'group["{torch_name}"] = ({", ".join(kept)})'
                return title, ["group = optimizer.param_groups[0]", change]
        return title, [f"optimizer.param_groups[0][{key(action.name)}] = {value}"]


def _number(action: Action) -> int:
    return action.number


def _progress(action: Action) -> tuple[int, bool]:
    # A train that was refused ends with it: nothing follows under the same number.
    return action.rounds, bool(action.refusal)


def _cut(action: Action, rounds: int, is_refused: bool) -> Action:
    if action.kind != "train" or (is_refused and rounds >= action.rounds):
        return action
    return msgspec.structs.replace(action, rounds=min(rounds, action.rounds), refusal="")


def _named(rows: list[int], names: Mapping[int, str]) -> str:
    """Return the end of a title that names `rows`, nothing where none has a label."""
    if not any(row in names for row in rows):
        return ""
    told = [quoted_label(names[row]) if row in names else str(row) for row in rows[:MOST_NAMED]]
    return f": {', '.join([*told, *(['...'] if len(rows) > MOST_NAMED else [])])}"


def _gap(first: int, last: int) -> Lines:
    if first > last:
        return []
    missing = f"Action {first} is" if first == last else f"Actions {first} to {last} are"
    return [f"# {missing} missing here: from here on the window may show other numbers", ""]


_VERBS: dict[str, Callable[[_Writer, Action], Titled]] = {
    "forward": _Writer.forward,
    "backward": _Writer.backward,
    "step": _Writer.step,
    "zero_grad": _Writer.zero_grad,
    "train": _Writer.train,
    "lookup": _Writer.lookup,
    "edit": _Writer.edit,
    "set": _Writer.set,
}
