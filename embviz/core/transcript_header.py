"""The first lines of a transcript: what makes the table, its optimizer, and what is trained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

import msgspec

from embviz.core.checks import Pair
from embviz.core.code import LINE_WIDTH, Lines, called, indented, listed, literal, under
from embviz.core.experiment import Corpus, Experiment, VectorFile
from embviz.core.losses import LOSSES
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.schedules import SCHEDULES

# What has no default in torch, and what a reader asks for first.
ALWAYS_WRITTEN = frozenset({"lr", "step_size", "gamma", "text"})
TABLE_DEFAULTS: Mapping[str, object] = {
    "padding_idx": None,
    "max_norm": None,
    "norm_type": 2.0,
    "scale_grad_by_freq": False,
    "sparse": False,
}
NO_GRAD = "with torch.no_grad():"

_ROW_NAMES = {"a": "embedding(i)", "b": "embedding(j)"}
_NUMPY, _TORCH = "import numpy", "import torch"
_FUNCTIONAL = "import torch.nn.functional as F"
_SAFETENSORS = "from safetensors.torch import load_file"
# Of these formats a line of torch or numpy does. The blanks are the path, of several tables the name, which
# rows, and what numpy is to make of numbers in another byte order.
_READERS: Mapping[tuple[str, bool], tuple[str, str]] = {
    (".npy", False): (_NUMPY, "torch.from_numpy(numpy.load({path}){rows}.astype({dtype}))"),
    (".npz", True): (_NUMPY, "torch.from_numpy(numpy.load({path})[{name}]{rows}.astype({dtype}))"),
    (".safetensors", True): (_SAFETENSORS, "load_file({path})[{name}]{rows}"),
}

Pairs = tuple[Pair, ...]


def header(experiment: Experiment) -> Lines:
    """Return the lines that make `embedding`, `optimizer` and what a pass looks up.

    Run, they leave torch's random state and the table as the engine draws or reads it, bit for bit.
    """
    return [
        *_imports(experiment),
        "",
        *_text(experiment),
        f"torch.manual_seed({experiment.seed})",
        f"embedding = {_table(experiment)}",
        *_initial(experiment),
        # Drawn on the CPU, so that a seed means the same table everywhere.
        *([] if experiment.device == "cpu" else [f'embedding.to("{experiment.device}")']),
        *_optimizer(experiment),
        *(indices(experiment, experiment.pairs) if experiment.corpus is None else _batches(experiment)),
    ]


def indices(experiment: Experiment, pairs: Pairs) -> Lines:
    """Return the lines that make the index tensors of `pairs` and, for skip-gram, their labels.

    A text is trained whatever the pairs are: it has none.
    """
    if experiment.corpus is not None:
        return []
    place = on_device(experiment)
    i, j = ([str(pair[side]) for pair in (*pairs, *experiment.negatives)] for side in (0, 1))
    together = f"i, j = torch.tensor([{', '.join(i)}]{place}), torch.tensor([{', '.join(j)}]{place})"
    if len(together) <= LINE_WIDTH:
        lines = [together]
    else:
        lines = [*listed("i = torch.tensor(", i, f"{place})"), *listed("j = torch.tensor(", j, f"{place})")]
    if "labels" in loss(experiment, pairs):
        labels = ["1.0"] * len(pairs) + ["-1.0"] * len(experiment.negatives)
        lines += listed("labels = torch.tensor(", labels, f"{_dtype(experiment)}{place})")
    return lines


def loss(experiment: Experiment, pairs: Pairs) -> str:
    """Return the expression of the loss of `pairs`, or of the batch that is next of a text."""
    if experiment.corpus is not None:
        return "loss_of(k)"
    row = LOSSES[experiment.loss]
    is_one = len(pairs) == 1 and not experiment.negatives
    code = row.code_of_one if is_one and row.code_of_one else row.code
    code = code.format(positives=len(pairs))
    return re.sub(r"\b[ab]\b", lambda name: _ROW_NAMES[name[0]], code)


def on_device(experiment: Experiment) -> str:
    """Return the argument that makes a tensor where the table is."""
    return "" if experiment.device == "cpu" else f', device="{experiment.device}"'


def _imports(experiment: Experiment) -> Lines:
    ours = ["Corpus", "Text"] if experiment.corpus is not None else []
    lines = [_TORCH]
    if experiment.file is not None:
        needed, _ = _reader(experiment.file)
        lines += [needed] if needed else []
        ours += [] if needed else ["read_vectors"]
    if "F." in LOSSES[experiment.loss].code:
        lines.append(_FUNCTIONAL)
    if ours:
        lines.append(f"from embviz import {', '.join(ours)}")
    # Modules come before what is taken out of them.
    return sorted(lines, key=lambda line: (line.startswith("from"), line))


def _text(experiment: Experiment) -> Lines:
    if experiment.corpus is None:
        return []
    # Which bytes the text had is no setting.
    fields = msgspec.structs.asdict(msgspec.structs.replace(experiment.corpus, fingerprint=""))
    words = differing(fields, msgspec.structs.asdict(Corpus()))
    return [*called("text = Text.of(Corpus", words, ")"), "V = len(text.words)", ""]


def _batches(experiment: Experiment) -> Lines:
    assert experiment.corpus is not None
    device, place = experiment.device, on_device(experiment)
    labels = f"[1.0] + [-1.0] * {experiment.corpus.negatives}"
    body = [f"centers, contexts = text.batch({experiment.seed}, k)"]
    if place:
        body.append(f'centers, contexts = centers.to("{device}"), contexts.to("{device}")')
    body += [
        "rows = torch.cat([centers.unsqueeze(1), V + contexts], dim=1)",
        "a, b = embedding(rows).split([1, contexts.shape[1]], dim=1)",
        "return -F.logsigmoid(labels * (a * b).sum(dim=2)).sum() / len(centers)",
    ]
    made = f"labels = torch.tensor({labels}{_dtype(experiment)}{place})"
    return [made, "k = 0", "", *under("def loss_of(k):", body)]


def _table(experiment: Experiment) -> str:
    options = {name: getattr(experiment, name) for name in TABLE_DEFAULTS}
    rows = str(experiment.rows) if experiment.corpus is None else "2 * V"
    words = [rows, str(experiment.dim), *differing(options, TABLE_DEFAULTS)]
    return f"torch.nn.Embedding({', '.join(words)}{_dtype(experiment)})"


def _initial(experiment: Experiment) -> Lines:
    if experiment.initial == "values":
        rows = [line for row in experiment.values for line in listed("", map(literal, row), ",")]
        tensor = ["values = torch.tensor([", *indented(rows), f"]{_dtype(experiment)})"]
        return [*tensor, *under(NO_GRAD, ["embedding.weight.copy_(values)"])]
    if experiment.file is not None:
        return [
            *_read(experiment.file, experiment.dtype),
            *under(NO_GRAD, ["embedding.weight.copy_(values)"]),
        ]
    fillings = {
        "zeros": ["embedding.weight.zero_()"],
        "uniform": ["embedding.weight.uniform_(-1, 1)", *_padding(experiment)],
        "word2vec": [*_as_word2vec(experiment), *_padding(experiment)],
    }
    filling = fillings.get(experiment.initial)
    return [] if filling is None else under(NO_GRAD, filling)


def _as_word2vec(experiment: Experiment) -> Lines:
    dim = experiment.dim
    contexts = [] if experiment.corpus is None else ["embedding.weight[V:] = 0"]
    return [f"embedding.weight.uniform_(-0.5 / {dim}, 0.5 / {dim})", *contexts]


def _padding(experiment: Experiment) -> Lines:
    padding = experiment.padding_idx
    return [] if padding is None else [f"embedding.weight[{padding}] = 0"]


def _reader(file: VectorFile) -> tuple[str, str]:
    """Return what to import for a file and the code that reads it; nothing where it takes our own reader."""
    return _READERS.get((PurePath(file.path).suffix.lower(), bool(file.tensor)), ("", ""))


def _read(file: VectorFile, dtype: str) -> Lines:
    _, code = _reader(file)
    if code:
        rows = f"[:{file.most_rows}]" if file.most_rows else ""
        # torch rounds to its half floats by way of float32 too.
        kept = '"float64"' if dtype == "float64" else '"float32"'
        path, name = literal(file.path), literal(file.tensor)
        return [f"values = {code.format(path=path, name=name, rows=rows, dtype=kept)}"]
    options = {"tensor": file.tensor, "most_rows": file.most_rows}
    words = [literal(file.path), *differing(options, {"tensor": "", "most_rows": 0})]
    return called("values = torch.tensor(read_vectors", words, ".values)")


def _optimizer(experiment: Experiment) -> Lines:
    recipe = OPTIMIZERS[experiment.optimizer]
    arguments, defaults = (recipe.keywords(args) for args in (experiment.arguments, recipe.complete({})))
    words = ["embedding.parameters()", *differing(arguments, defaults)]
    return [f"optimizer = torch.optim.{recipe.name}({', '.join(words)})", *_schedule(experiment)]


def _schedule(experiment: Experiment) -> Lines:
    if experiment.schedule == "none":
        return []
    recipe, arguments = SCHEDULES[experiment.schedule], experiment.schedule_arguments
    for row in recipe.parameters:
        if row.is_integer:
            arguments[row.name] = int(arguments[row.name])
    words = ["optimizer", *differing(arguments, recipe.complete({}))]
    return [f"scheduler = torch.optim.lr_scheduler.{recipe.name}({', '.join(words)})"]


def _dtype(experiment: Experiment) -> str:
    return "" if experiment.dtype == "float32" else f", dtype=torch.{experiment.dtype}"


def differing(arguments: Mapping[str, object], defaults: Mapping[str, object]) -> Iterator[str]:
    """Yield the arguments, as code, whose value is not the default one."""
    for name, value in arguments.items():
        # By their text: 0.0 and -0.0 are equal, but are not the same bits.
        if name in ALWAYS_WRITTEN or literal(value) != literal(defaults[name]):
            yield f"{name}={literal(value)}"
