"""Transcript: all that was done to a run, as the PyTorch code that a learner would write."""

from __future__ import annotations

import math
import re
import textwrap
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from embviz.core.checks import Pair
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.messages import PAIRS, ZERO_GRAD, Action
from embviz.core.numbers import parse_pairs
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.schedules import SCHEDULES

LINE_WIDTH = 88
# What has no default in torch, and the learning rate, which a reader asks for first.
ALWAYS_WRITTEN = frozenset({"lr", "step_size", "gamma"})
TABLE_DEFAULTS: Mapping[str, object] = {
    "padding_idx": None,
    "max_norm": None,
    "norm_type": 2.0,
    "scale_grad_by_freq": False,
    "sparse": False,
}

_TO_NONE = "optimizer.zero_grad()"
_TO_ZEROS = "optimizer.zero_grad(set_to_none=False)"
_NO_GRAD = "with torch.no_grad():"
_ROW_NAMES = {"a": "embedding(i)", "b": "embedding(j)"}

Lines = list[str]
Pairs = tuple[Pair, ...]
Titled = tuple[str, Lines]


class Transcript:
    """The code of one run: a `header` that makes everything, then one block for each action, in order.

    All of it is ASCII. Run from top to bottom it leaves the weight, grad and optimizer state that the
    actions left, bit for bit. No block ends with a line break; between two of them stands an empty line.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.header = "\n".join(_header(experiment))
        self._experiment = experiment
        self._writer = _Writer(experiment, experiment.pairs)
        # Each action, its block, and the pairs that are trained after it.
        self._actions: list[Action] = []
        self._blocks: list[str] = []
        self._pairs: list[Pairs] = []

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
        part = Transcript(self._experiment)
        past = self.count_until(number)
        kept = self.count_until(number - 1)
        part._actions, part._blocks, part._pairs = (
            self._actions[:kept],
            self._blocks[:kept],
            self._pairs[:kept],
        )
        part.merge(_cut(action, rounds, is_refused) for action in self._actions[kept:past])
        return part

    def merge(self, actions: Iterable[Action]) -> int:
        """Take in what was done; return the index of the first block that is new or has changed.

        An action that is known already changes nothing, and one that has gone on since (a train in bursts)
        takes the place of what was known of it. Where nothing changed, the index is `len(self)`.
        """
        places = [self._place(action) for action in actions if action.kind in _VERBS]
        first = min((place for place in places if place is not None), default=len(self))
        # What stands behind a late one may have told of it as missing, or be about its pairs.
        del self._blocks[first:], self._pairs[first:]
        for index in range(first, len(self._actions)):
            self._write(index)
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

    def _write(self, index: int) -> None:
        action = self._actions[index]
        before = self._actions[index - 1].number if index else 0
        pairs = self._pairs[index - 1] if index else self._experiment.pairs
        if action.kind == "set" and action.name == PAIRS and not action.refusal:
            pairs = parse_pairs(str(action.value)) or pairs
        if pairs != self._writer.pairs:
            self._writer = _Writer(self._experiment, pairs)
        lines = self._writer.block(action)
        self._blocks.append("\n".join((*_gap(before + 1, action.number - 1), *lines)))
        self._pairs.append(pairs)


class _Writer:
    """The title and the lines of each action, in the names that the header has made."""

    def __init__(self, experiment: Experiment, pairs: Pairs) -> None:
        self._experiment, self.pairs = experiment, pairs
        self._packed = OPTIMIZERS[experiment.optimizer].packed
        self._loss = f"loss = {_loss(experiment, pairs)}"
        self._backward = [self._loss, "loss.backward()"]
        self._step = ["optimizer.step()"]
        if experiment.schedule != "none":
            self._step.append("scheduler.step()")

    def block(self, action: Action) -> Lines:
        title, body = _VERBS[action.kind](self, action)
        if not action.refusal or not body:
            return [f"# {title}", *body]
        return [
            f"# {title}, where torch refuses: {_quoted(action.refusal)}",
            *_under("try:", body),
            *_under("except Exception as error:", ["print(error)"]),
        ]

    def forward(self, action: Action) -> Titled:
        return "Forward", _under(_NO_GRAD, [self._loss, "print(loss.item())"])

    def backward(self, action: Action) -> Titled:
        return "Backward", self._backward

    def step(self, action: Action) -> Titled:
        return "Step", self._step

    def zero_grad(self, action: Action) -> Titled:
        return "Zero grad", [_TO_ZEROS if action.name == "zeros" else _TO_NONE]

    def train(self, action: Action) -> Titled:
        title, (_, clear) = f"Train {action.rounds}", self.zero_grad(action)
        if action.name == "forgotten":
            title, clear = f"{title}, zero_grad forgotten", []
        # The refused round comes after the whole ones, and gets as far as it got in the window.
        rounds = action.rounds + bool(action.refusal)
        body = [*clear, *self._backward, *self._step]
        return title, _under(f"for _ in range({rounds}):", body)

    def lookup(self, action: Action) -> Titled:
        # Of an empty list torch.tensor makes floats, which are no indices.
        after = ")))" if action.indices else ", dtype=torch.long)))"
        indices = map(str, action.indices)
        return "Lookup", _under(_NO_GRAD, _listed("print(embedding(torch.tensor(", indices, after))

    def edit(self, action: Action) -> Titled:
        row, column = action.place or (0, 0)
        change = f"embedding.weight[{row}, {column}] = {literal(action.value)}"
        return f"Edit row {row}, column {column}", _under(_NO_GRAD, [change])

    def set(self, action: Action) -> Titled:
        if action.name == ZERO_GRAD:
            return f"Train clears grad another way from here on: {_quoted(str(action.value))}", []
        if action.name == PAIRS:
            return "Set pairs", _indices(self._experiment, self.pairs)
        title, value = f"Set {_key(action.name)[1:-1]}", literal(action.value)
        for torch_name, names in self._packed.items():
            if action.name in names:
                kept = [f'group["{torch_name}"][{index}]' for index in range(len(names))]
                kept[names.index(action.name)] = value
                change = f'group["{torch_name}"] = ({", ".join(kept)})'
                return title, ["group = optimizer.param_groups[0]", change]
        return title, [f"optimizer.param_groups[0][{_key(action.name)}] = {value}"]


def literal(value: object) -> str:
    """Return Python code for `value`: numbers by repr, nan and infinity by float(), texts in ASCII."""
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))})"
    if isinstance(value, float):
        number = float(value)
        return repr(number) if math.isfinite(number) else f'float("{number}")'
    return ascii(value)


def _number(action: Action) -> int:
    return action.number


def _progress(action: Action) -> tuple[int, bool]:
    # A train that was refused ends with it: nothing follows under the same number.
    return action.rounds, bool(action.refusal)


def _cut(action: Action, rounds: int, is_refused: bool) -> Action:
    if action.kind != "train" or (is_refused and rounds >= action.rounds):
        return action
    return msgspec.structs.replace(action, rounds=min(rounds, action.rounds), refusal="")


def _gap(first: int, last: int) -> Lines:
    if first > last:
        return []
    missing = f"Action {first} is" if first == last else f"Actions {first} to {last} are"
    return [f"# {missing} missing here: from here on the window may show other numbers", ""]


def _header(experiment: Experiment) -> Lines:
    lines = ["import torch"]
    if "F." in LOSSES[experiment.loss].code:
        lines.append("import torch.nn.functional as F")
    lines += ["", f"torch.manual_seed({experiment.seed})", f"embedding = {_table(experiment)}"]
    return [*lines, *_initial(experiment), *_optimizer(experiment), *_indices(experiment, experiment.pairs)]


def _table(experiment: Experiment) -> str:
    options = {name: getattr(experiment, name) for name in TABLE_DEFAULTS}
    words = [str(experiment.rows), str(experiment.dim), *_differing(options, TABLE_DEFAULTS)]
    return f"torch.nn.Embedding({', '.join(words)}{_dtype(experiment)})"


def _initial(experiment: Experiment) -> Lines:
    if experiment.initial == "normal":
        return []
    if experiment.initial == "zeros":
        return _under(_NO_GRAD, ["embedding.weight.zero_()"])
    if experiment.initial == "uniform":
        padding = experiment.padding_idx
        again = [] if padding is None else [f"embedding.weight[{padding}] = 0"]
        return _under(_NO_GRAD, ["embedding.weight.uniform_(-1, 1)", *again])
    rows = [line for row in experiment.values for line in _listed("", map(literal, row), ",")]
    tensor = ["values = torch.tensor([", *_indented(rows), f"]{_dtype(experiment)})"]
    return [*tensor, *_under(_NO_GRAD, ["embedding.weight.copy_(values)"])]


def _optimizer(experiment: Experiment) -> Lines:
    recipe = OPTIMIZERS[experiment.optimizer]
    arguments, defaults = (recipe.keywords(args) for args in (experiment.arguments, recipe.complete({})))
    words = ["embedding.parameters()", *_differing(arguments, defaults)]
    return [f"optimizer = torch.optim.{recipe.name}({', '.join(words)})", *_schedule(experiment)]


def _schedule(experiment: Experiment) -> Lines:
    if experiment.schedule == "none":
        return []
    recipe, arguments = SCHEDULES[experiment.schedule], experiment.schedule_arguments
    for row in recipe.parameters:
        if row.is_integer:
            arguments[row.name] = int(arguments[row.name])
    words = ["optimizer", *_differing(arguments, recipe.complete({}))]
    return [f"scheduler = torch.optim.lr_scheduler.{recipe.name}({', '.join(words)})"]


def _indices(experiment: Experiment, pairs: Pairs) -> Lines:
    i, j = ([str(pair[side]) for pair in (*pairs, *experiment.negatives)] for side in (0, 1))
    together = f"i, j = torch.tensor([{', '.join(i)}]), torch.tensor([{', '.join(j)}])"
    if len(together) <= LINE_WIDTH:
        lines = [together]
    else:
        lines = [*_listed("i = torch.tensor(", i, ")"), *_listed("j = torch.tensor(", j, ")")]
    if "labels" in _loss(experiment, pairs):
        labels = ["1.0"] * len(pairs) + ["-1.0"] * len(experiment.negatives)
        lines += _listed("labels = torch.tensor(", labels, f"{_dtype(experiment)})")
    return lines


def _loss(experiment: Experiment, pairs: Pairs) -> str:
    row = LOSSES[experiment.loss]
    is_one = len(pairs) == 1 and not experiment.negatives
    code = row.code_of_one if is_one and row.code_of_one else row.code
    code = code.format(positives=len(pairs))
    return re.sub(r"\b[ab]\b", lambda name: _ROW_NAMES[name[0]], code)


def _dtype(experiment: Experiment) -> str:
    return "" if experiment.dtype == "float32" else f", dtype=torch.{experiment.dtype}"


def _differing(arguments: Mapping[str, object], defaults: Mapping[str, object]) -> Iterator[str]:
    for name, value in arguments.items():
        # By their text: 0.0 and -0.0 are equal, but are not the same bits.
        if name in ALWAYS_WRITTEN or literal(value) != literal(defaults[name]):
            yield f"{name}={literal(value)}"


def _indented(lines: Iterable[str]) -> Lines:
    return [f"    {line}" for line in lines]


def _under(head: str, lines: Iterable[str]) -> Lines:
    return [head, *_indented(lines)]


def _listed(before: str, items: Iterable[str], after: str) -> Lines:
    """Return a list of `items` as code, on one line where it fits."""
    text = ", ".join(items)
    if len(before) + len(text) + len(after) + 2 <= LINE_WIDTH:
        return [f"{before}[{text}]{after}"]
    wrapped = textwrap.wrap(text, LINE_WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return [f"{before}[", *_indented(wrapped), f"]{after}"]


def _quoted(text: str) -> str:
    return ascii(textwrap.shorten(text, LINE_WIDTH, placeholder=" ..."))


def _key(name: str) -> str:
    return f'"{name}"' if name.isascii() and name.isidentifier() else ascii(name)


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
