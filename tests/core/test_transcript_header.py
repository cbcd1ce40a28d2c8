"""The first lines of a transcript, for tables from files, for texts and for other devices."""

import ast

import pytest

from embviz.core.code import LINE_WIDTH
from embviz.core.experiment import Corpus, Experiment, VectorFile
from embviz.core.messages import Action
from embviz.core.transcript import Transcript
from tests.core.test_transcript import EVIL, code_of, program, statement

SKIPGRAM = Experiment(
    rows=82,
    dim=16,
    initial="word2vec",
    loss="skipgram",
    optimizer_args={"lr": 0.5},
    corpus=Corpus(window=2, negatives=3, fingerprint="1f"),
)
TEXT = """\
import torch
import torch.nn.functional as F
from embviz import Corpus, Text

text = Text.of(Corpus(text='toy-en', window=2, negatives=3))
V = len(text.words)

torch.manual_seed(42)
embedding = torch.nn.Embedding(2 * V, 16)
with torch.no_grad():
    embedding.weight.uniform_(-0.5 / 16, 0.5 / 16)
    embedding.weight[V:] = 0
optimizer = torch.optim.SGD(embedding.parameters(), lr=0.5)
labels = torch.tensor([1.0] + [-1.0] * 3)
k = 0

def loss_of(k):
    centers, contexts = text.batch(42, k)
    rows = torch.cat([centers.unsqueeze(1), V + contexts], dim=1)
    a, b = embedding(rows).split([1, contexts.shape[1]], dim=1)
    return -F.logsigmoid(labels * (a * b).sum(dim=2)).sum() / len(centers)

# Forward
with torch.no_grad():
    loss = loss_of(k)
    print(loss.item())

# Backward
loss = loss_of(k)
loss.backward()

# Step
optimizer.step()
if embedding.weight.grad is not None:
    k += 1

# Train 10
for _ in range(10):
    optimizer.zero_grad()
    loss = loss_of(k)
    loss.backward()
    optimizer.step()
    k += 1
"""


def from_file(*file, **fields):
    return Experiment(initial="file", file=VectorFile(*file), **fields)


class TestText:
    def test_it_reads_as_one_would_write_word2vec(self):
        train = Action(4, "train", rounds=10, name="none")
        actions = (Action(1, "forward"), Action(2, "backward"), Action(3, "step"), train)
        assert code_of(SKIPGRAM, *actions) == TEXT

    def test_the_next_batch_comes_after_the_schedule_has_stepped(self):
        experiment = Experiment(loss="skipgram", corpus=Corpus(), schedule="ExponentialLR")
        train = code_of(experiment, Action(1, "train", rounds=2, name="forgotten")).split("\n\n")[-1]
        assert train.endswith("    optimizer.step()\n    scheduler.step()\n    k += 1\n")

    def test_a_refused_step_does_not_go_on_to_the_next_batch(self):
        text = code_of(SKIPGRAM, Action(1, "step", refusal="RuntimeError: no"))
        assert text.endswith(
            "try:\n    optimizer.step()\n    if embedding.weight.grad is not None:\n        k += 1\n"
            "except Exception as error:\n    print(error)\n"
        )

    def test_other_pairs_to_watch_change_nothing(self):
        actions = (Action(1, "backward"), Action(2, "set", name="pairs", value="3, 4"), Action(3, "backward"))
        text = code_of(SKIPGRAM, *actions)
        assert "# Watch another pair, which changes nothing in torch\n" in text
        assert program(text) == program(code_of(SKIPGRAM, actions[0], Action(2, "backward")))

    def test_what_differs_from_the_defaults_is_written_whatever_it_is(self):
        corpus = Corpus("/data/" + "x" * 60 + ".txt", "characters", False, 1, 90, 0.0, 9, 8, 7, "1f")
        text = code_of(Experiment(loss="skipgram", corpus=corpus))
        (made,) = (node for node in ast.parse(text).body if ast.unparse(node).startswith("text = "))
        words = made.value.args[0].keywords
        written = Corpus(**{word.arg: ast.literal_eval(word.value) for word in words})
        assert written == Corpus(*(getattr(corpus, name) for name in corpus.__struct_fields__[:-1]))

    def test_the_padding_row_is_zero_after_the_table_is_filled(self):
        experiment = Experiment(initial="word2vec", padding_idx=1)
        filled = "    embedding.weight.uniform_(-0.5 / 5, 0.5 / 5)\n    embedding.weight[1] = 0\n"
        assert filled in code_of(experiment)
        assert "V" not in code_of(experiment)

    def test_labels_are_of_the_tables_dtype(self):
        experiment = Experiment(loss="skipgram", corpus=Corpus(), dtype="float64")
        line = statement(code_of(experiment), "labels")
        assert line == "labels = torch.tensor([1.0] + [-1.0] * 5, dtype=torch.float64)"


class TestFile:
    @pytest.mark.parametrize(
        ("file", "needed", "reads"),
        [
            (("v.npy",), "import numpy", "torch.from_numpy(numpy.load('v.npy').astype(\"float32\"))"),
            (
                ("v.NPY", "", 9),
                "import numpy",
                "torch.from_numpy(numpy.load('v.NPY')[:9].astype(\"float32\"))",
            ),
            (
                ("v.npz", "w"),
                "import numpy",
                "torch.from_numpy(numpy.load('v.npz')['w'].astype(\"float32\"))",
            ),
            (
                ("m.safetensors", "wte"),
                "from safetensors.torch import load_file",
                "load_file('m.safetensors')['wte']",
            ),
            (
                ("glove.txt",),
                "from embviz import read_vectors",
                "torch.tensor(read_vectors('glove.txt').values)",
            ),
            (
                ("w.pt", "emb.weight", 5),
                "from embviz import read_vectors",
                "torch.tensor(read_vectors('w.pt', tensor='emb.weight', most_rows=5).values)",
            ),
            (("v.npz",), "from embviz import read_vectors", "torch.tensor(read_vectors('v.npz').values)"),
            (
                ("v.npy.gz",),
                "from embviz import read_vectors",
                "torch.tensor(read_vectors('v.npy.gz').values)",
            ),
        ],
    )
    def test_it_is_read_by_a_line_and_copied_into_the_table(self, file, needed, reads):
        text = code_of(from_file(*file))
        assert needed in text.splitlines()
        assert f"values = {reads}\nwith torch.no_grad():\n    embedding.weight.copy_(values)\n" in text

    def test_numbers_for_a_table_of_float64_keep_all_their_digits(self):
        assert "numpy.load('v.npy').astype(\"float64\")" in code_of(from_file("v.npy", dtype="float64"))
        assert "numpy.load('v.npy').astype(\"float32\")" in code_of(from_file("v.npy", dtype="bfloat16"))

    def test_a_long_path_has_its_lines(self):
        path = "/data/" + "x" * LINE_WIDTH + ".vec"
        text = code_of(from_file(path, "", 7))
        assert f"read_vectors(\n    {path!r},\n    most_rows=7,\n).values)\n" in text

    @pytest.mark.parametrize("evil", [one for one in EVIL if one and "\0" not in one])
    def test_no_path_and_no_name_breaks_out_of_the_code(self, evil):
        def told(text):
            corpus = Experiment(loss="skipgram", corpus=Corpus(text))
            file = from_file(f"{text}.npz", text)
            other = from_file(f"{text}.txt", text)
            return "\n".join(map(code_of, (corpus, file, other)))

        assert told(evil).isascii()
        assert program(told(evil)) == program(told("harmless"))


class TestDevice:
    def test_the_table_is_drawn_before_it_is_moved(self):
        text = code_of(Experiment(initial="uniform", device="cuda"))
        drawn, moved, optimized = (
            text.index(part) for part in ("uniform_(-1, 1)", 'embedding.to("cuda")\n', "torch.optim.SGD")
        )
        assert drawn < moved < optimized

    def test_every_tensor_is_made_where_the_table_is(self):
        experiment = Experiment(rows=9, loss="skipgram", negatives=((0, 2),), device="mps", dtype="float16")
        text = code_of(
            experiment,
            Action(1, "lookup", indices=(1, 0)),
            Action(2, "lookup"),
            Action(3, "set", name="pairs", value="0, 1; 1, 2"),
        )
        made = [line for line in text.splitlines() if "torch.tensor(" in line]
        assert len(made) == 6
        assert all(line.count('device="mps"') == line.count("torch.tensor(") for line in made)

    def test_a_batch_is_drawn_on_the_cpu_and_moved(self):
        experiment = Experiment(loss="skipgram", corpus=Corpus(), device="cuda")
        text = code_of(experiment)
        assert '    centers, contexts = centers.to("cuda"), contexts.to("cuda")\n' in text
        assert 'labels = torch.tensor([1.0] + [-1.0] * 5, device="cuda")' in text

    def test_the_cpu_is_not_written(self):
        assert "device" not in code_of(SKIPGRAM, Action(1, "lookup", indices=(1,)))


NAMES = {1: "king", 2: "女王", 3: "x" * 300, 5: "five"}


class TestTitles:
    def told(self, *actions):
        transcript = Transcript(Experiment(rows=9))
        transcript.merge(actions, NAMES)
        return [transcript.block(index).split("\n")[0] for index in range(len(transcript))]

    def test_rows_are_named_where_their_labels_are_known(self):
        assert self.told(
            Action(1, "lookup", indices=(1, 1, 0)),
            Action(2, "edit", place=(2, 3), value=0.5),
            Action(3, "set", name="pairs", value="5, 1"),
            Action(4, "lookup", indices=(0, 4)),
            Action(5, "lookup", indices=(0, 1, 2, 4, 5)),
            Action(6, "backward"),
        ) == [
            "# Lookup: 'king', 0",
            "# Edit row 2, column 3: '\\u5973\\u738b'",
            "# Set pairs: 'five', 'king'",
            "# Lookup",
            "# Lookup: 0, 'king', '\\u5973\\u738b', 4, ...",
            "# Backward",
        ]

    def test_a_long_label_is_cut(self):
        (title,) = self.told(Action(1, "lookup", indices=(3,)))
        assert title == f"# Lookup: '{'x' * 24}...'"

    @pytest.mark.parametrize("evil", EVIL)
    def test_no_label_breaks_out_of_its_title(self, evil):
        transcript = Transcript(Experiment())
        transcript.merge([Action(1, "lookup", indices=(1,)), Action(2, "backward")], {1: evil})
        assert transcript.text.isascii()
        plain = code_of(Experiment(), Action(1, "lookup", indices=(1,)), Action(2, "backward"))
        assert program(transcript.text) == program(plain)

    def test_a_label_that_is_known_stays_known(self):
        transcript = Transcript(Experiment())
        transcript.merge([Action(2, "lookup", indices=(1,))], NAMES)
        # What stands before it comes late, and it is written anew.
        transcript.merge([Action(1, "backward")])
        assert "# Lookup: 'king'" in transcript.block(1)
        assert "# Lookup: 'king'" in transcript.text_until(2)
