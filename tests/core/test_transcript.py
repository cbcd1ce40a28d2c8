"""The transcript's code: as a learner would write it, safe whatever it is told, and grown block by block."""

import ast
import json
import math
import random
import re
import time

import pytest

from embviz.core.code import LINE_WIDTH, literal
from embviz.core.experiment import Experiment
from embviz.core.losses import LOSSES
from embviz.core.messages import Action
from embviz.core.notebook import notebook
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.transcript import Transcript

ARTICLE = """\
import torch

torch.manual_seed(42)
embedding = torch.nn.Embedding(2, 5)
optimizer = torch.optim.SGD(embedding.parameters(), lr=0.1, momentum=0.9)
i, j = torch.tensor([0]), torch.tensor([1])

# Backward
loss = torch.linalg.norm(embedding(i) - embedding(j))
loss.backward()

# Step
optimizer.step()

# Train 10
for _ in range(10):
    optimizer.zero_grad()
    loss = torch.linalg.norm(embedding(i) - embedding(j))
    loss.backward()
    optimizer.step()
"""
EVIL = (
    "'\"); import os; os.abort()  #",
    "x\nimport os\nos.abort()",
    "x\r\nimport os",
    "\x0c\x0bimport os",
    "x\u2028import os\u2029\x85import os",
    '"""',
    "'''",
    "\\",
    "\\'",
    '\\"',
    "{0} {loss} %s",
    "\ud800 a lone surrogate",
    "埋め込み 🙂",
    "",
    " ",
    "#",
    "\x00",
)


def code_of(experiment, *actions):
    transcript = Transcript(experiment)
    transcript.merge(actions)
    return transcript.text


def program(text):
    """The syntax of `text` with every constant of it left out; comments are no part of it."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = None
    return ast.dump(tree)


def statement(text, name):
    """The one line of `text` that makes `name`."""
    (line,) = re.findall(rf"^{name} = .*$", text, re.MULTILINE)
    return line


def test_the_article_reads_as_in_the_article():
    actions = (Action(1, "backward"), Action(2, "step"), Action(3, "train", rounds=10, name="none"))
    assert code_of(Experiment(), *actions) == ARTICLE


class TestHeader:
    def test_what_torch_takes_by_itself_is_not_written_and_lr_always_is(self):
        for name in OPTIMIZERS:
            line = statement(code_of(Experiment(optimizer=name, optimizer_args={})), "optimizer")
            default = OPTIMIZERS[name].complete({})["lr"]
            assert line == f"optimizer = torch.optim.{name}(embedding.parameters(), lr={default!r})"

    def test_one_beta_that_differs_is_written_with_the_other(self):
        text = code_of(Experiment(optimizer="Adam", optimizer_args={"beta2": 0.5}))
        assert statement(text, "optimizer").endswith("lr=0.001, betas=(0.9, 0.5))")

    def test_options_of_the_table_are_written_where_they_differ(self):
        experiment = Experiment(
            padding_idx=-1, max_norm=1.0, norm_type=math.inf, scale_grad_by_freq=True, dtype="bfloat16"
        )
        assert statement(code_of(experiment), "embedding") == (
            'embedding = torch.nn.Embedding(2, 5, padding_idx=-1, max_norm=1.0, norm_type=float("inf"), '
            "scale_grad_by_freq=True, dtype=torch.bfloat16)"
        )

    def test_a_schedule_is_made_and_stepped_with_a_whole_number_of_steps(self):
        experiment = Experiment(schedule="StepLR", schedule_args={"gamma": 0.5})
        text = code_of(experiment, Action(1, "step"))
        made = "scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.5)"
        assert statement(text, "scheduler") == made
        assert text.endswith("# Step\noptimizer.step()\nscheduler.step()\n")

    def test_functional_is_imported_where_the_loss_is_in_it(self):
        for name, row in LOSSES.items():
            text = code_of(Experiment(loss=name), Action(1, "backward"))
            assert ("import torch.nn.functional as F" in text) == ("F." in row.code)

    def test_labels_are_there_for_skipgram_alone(self):
        for name in LOSSES:
            assert ("labels" in code_of(Experiment(loss=name), Action(1, "backward"))) == (name == "skipgram")

    def test_skipgram_divides_by_its_positive_pairs(self):
        experiment = Experiment(
            rows=4, loss="skipgram", pairs=((0, 1), (1, 2)), negatives=((0, 3),), dtype="float64"
        )
        text = code_of(experiment, Action(1, "backward"))
        assert "i, j = torch.tensor([0, 1, 0]), torch.tensor([1, 2, 3])" in text
        assert statement(text, "labels") == "labels = torch.tensor([1.0, 1.0, -1.0], dtype=torch.float64)"
        assert statement(text, "loss").endswith(".sum(dim=1)).sum() / 2")

    def test_one_pair_takes_the_short_form_and_several_the_mean(self):
        one = code_of(Experiment(), Action(1, "backward"))
        two = code_of(Experiment(pairs=((0, 1), (1, 0))), Action(1, "backward"))
        assert statement(one, "loss") == "loss = torch.linalg.norm(embedding(i) - embedding(j))"
        assert statement(two, "loss") == "loss = torch.linalg.norm(embedding(i) - embedding(j), dim=1).mean()"

    def test_initial_values_are_nested_lists_with_nan_and_infinity(self):
        values = ((math.nan, math.inf), (-math.inf, 0.1))
        text = code_of(Experiment(dim=2, initial="values", values=values))
        assert '    [float("nan"), float("inf")],\n    [float("-inf"), 0.1],\n' in text
        assert "    embedding.weight.copy_(values)\n" in text

    def test_no_line_is_longer_than_a_page_however_many_pairs_there_are(self):
        pairs = tuple((n % 100, (n * 7) % 100) for n in range(3000))
        text = code_of(Experiment(rows=100, loss="skipgram", pairs=pairs, negatives=pairs[:50]))
        assert max(map(len, text.splitlines())) <= LINE_WIDTH
        names: dict[str, list[float]] = {}
        for node in ast.parse(text).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.args:
                names[ast.unparse(node.targets[0])] = node.value.args[0]
        assert ast.literal_eval(names["i"]) == [first for first, _ in (*pairs, *pairs[:50])]
        assert ast.literal_eval(names["j"]) == [second for _, second in (*pairs, *pairs[:50])]
        assert ast.literal_eval(names["labels"]) == [1.0] * 3000 + [-1.0] * 50


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_a_loss_looks_each_side_up_once_and_the_first_side_first(name):
    """The code of a loss has each name replaced by a lookup; under max_norm their order counts."""
    for code in (LOSSES[name].code, LOSSES[name].code_of_one):
        assert re.findall(r"\b[ab]\b", code) in (["a", "b"], [])


class TestBlocks:
    def test_forward_and_lookup_leave_no_graph_and_print(self):
        text = code_of(Experiment(), Action(1, "forward"), Action(2, "lookup", indices=(1, 1, 0)))
        forward, lookup = text.split("\n\n")[2:]
        assert forward.startswith("# Forward\nwith torch.no_grad():\n    loss = ")
        assert lookup == ("# Lookup\nwith torch.no_grad():\n    print(embedding(torch.tensor([1, 1, 0])))\n")

    def test_each_way_to_clear_grad_has_its_line(self):
        blocks = {}
        for mode in ("none", "zeros", "forgotten"):
            text = code_of(
                Experiment(), Action(1, "zero_grad", name=mode), Action(2, "train", rounds=2, name=mode)
            )
            blocks[mode] = text.split("\n\n")[2:]
        assert all("optimizer.zero_grad()" in block for block in blocks["none"])
        assert all("optimizer.zero_grad(set_to_none=False)" in block for block in blocks["zeros"])
        assert "optimizer.zero_grad()" in blocks["forgotten"][0]
        assert "optimizer.zero_grad" not in blocks["forgotten"][1]

    def test_an_edit_writes_one_cell(self):
        text = code_of(Experiment(), Action(1, "edit", place=(1, 3), value=math.nan))
        assert text.endswith('with torch.no_grad():\n    embedding.weight[1, 3] = float("nan")\n')

    def test_a_new_lr_and_a_new_beta_go_into_the_parameter_group(self):
        text = code_of(
            Experiment(optimizer="Adam"),
            Action(1, "set", name="lr", value=math.inf),
            Action(2, "set", name="beta1", value=0.5),
        )
        assert '# Set lr\noptimizer.param_groups[0]["lr"] = float("inf")\n' in text
        assert text.endswith('group["betas"] = (0.5, group["betas"][1])\n')

    def test_another_way_to_clear_grad_changes_nothing_in_torch(self):
        text = code_of(Experiment(), Action(1, "set", name="zero_grad", value="zeros"))
        assert program(text) == program(code_of(Experiment()))
        assert "zeros" in text

    def test_other_pairs_are_looked_up_from_then_on(self):
        text = code_of(
            Experiment(rows=3),
            Action(1, "backward"),
            Action(2, "set", name="pairs", value="0, 1; 1, 2"),
            Action(3, "backward"),
        )
        before, change, after = text.split("\n\n")[2:]
        assert ".mean()" not in before
        assert change == "# Set pairs\ni, j = torch.tensor([0, 1]), torch.tensor([1, 2])"
        assert ".mean()" in after

    def test_what_torch_refused_is_tried_and_its_words_stand_above(self):
        text = code_of(Experiment(), Action(1, "step", refusal="RuntimeError: no\nsuch thing"))
        assert text.endswith(
            "# Step, where torch refuses: 'RuntimeError: no such thing'\n"
            "try:\n    optimizer.step()\nexcept Exception as error:\n    print(error)\n"
        )

    def test_a_refused_train_tries_one_round_more_than_it_did(self):
        text = code_of(Experiment(), Action(1, "train", rounds=3, name="none", refusal="no"))
        assert "# Train 3, where torch refuses" in text
        assert "    for _ in range(4):\n" in text

    def test_what_only_looks_is_no_block(self):
        transcript = Transcript(Experiment())
        assert transcript.merge([Action(1, "snapshot"), Action(1, "begin"), Action(1, "inspect")]) == 0
        assert len(transcript) == 0


class TestSafety:
    @pytest.mark.parametrize("evil", EVIL)
    def test_no_text_breaks_out_of_the_code(self, evil):
        def told(text):
            return code_of(
                Experiment(),
                Action(1, "set", name=text, value=text),
                Action(2, "set", name="lr", value=text),
                Action(3, "set", name="zero_grad", value=text),
                Action(4, "set", name="pairs", value=text),
                Action(5, "zero_grad", name=text),
                Action(6, "train", rounds=1, name=text),
                Action(7, "edit", place=(0, 0), value=text, name=text),
                Action(8, "step", name=text, refusal=f"x{text}"),
                Action(9, "set", name=text, value=text, refusal=f"x{text}"),
            )

        assert told(evil).isascii()
        assert program(told(evil)) == program(told("harmless"))

    @pytest.mark.parametrize("evil", EVIL)
    def test_a_text_is_itself_again_when_the_code_runs(self, evil):
        assert ast.literal_eval(literal(evil)) == evil

    @pytest.mark.parametrize("number", [0.1, -0.0, 1e-320, 1e308, 1 / 3, 2**60, True, None])
    def test_a_number_is_itself_again_to_the_bit(self, number):
        assert repr(ast.literal_eval(literal(number))) == repr(number)

    @pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
    def test_what_is_no_number_is_said_by_float(self, number):
        assert literal(number) == f'float("{number}")'
        assert repr(eval(literal(number))) == repr(number)


class TestGrowth:
    ACTIONS = tuple(
        Action(number, kind, rounds=3 * (kind == "train"), name="none" if kind == "train" else "")
        for number, kind in enumerate(["backward", "step", "train", "forward", "backward", "train"], 1)
    )

    def test_it_tells_from_which_block_on_it_has_changed(self):
        transcript = Transcript(Experiment())
        assert transcript.merge(self.ACTIONS[:2]) == 0
        assert transcript.merge(self.ACTIONS[2:3]) == 2
        assert transcript.merge(()) == 3 == len(transcript)

    def test_what_is_known_changes_nothing(self):
        transcript = Transcript(Experiment())
        transcript.merge(self.ACTIONS)
        before = transcript.text
        assert transcript.merge(self.ACTIONS) == len(transcript)
        assert transcript.text == before

    def test_a_train_grows_in_its_own_block(self):
        transcript = Transcript(Experiment())
        transcript.merge(self.ACTIONS[:3])
        before = [transcript.block(index) for index in range(3)]
        assert transcript.merge([Action(3, "train", rounds=8, name="none")]) == 2
        assert [transcript.block(0), transcript.block(1)] == before[:2]
        assert transcript.block(2) == before[2].replace("3", "8")
        # An older burst, shown once more, does not take back what is known.
        assert transcript.merge([Action(3, "train", rounds=5, name="none")]) == 3
        assert "range(8)" in transcript.block(2)

    def test_a_refusal_ends_a_train_that_had_gone_well(self):
        transcript = Transcript(Experiment())
        transcript.merge([Action(1, "train", rounds=3, name="none")])
        assert transcript.merge([Action(1, "train", rounds=3, name="none", refusal="no")]) == 0
        assert "range(4)" in transcript.block(0)
        assert transcript.merge([Action(1, "train", rounds=3, name="none")]) == 1

    def test_the_order_in_which_actions_come_makes_no_difference(self):
        actions = (*self.ACTIONS, Action(7, "set", name="pairs", value="1, 0; 0, 1"), Action(8, "backward"))
        whole = code_of(Experiment(), *actions)
        shuffled = random.Random(7)
        for _ in range(20):
            transcript = Transcript(Experiment())
            for action in shuffled.sample(actions, len(actions)):
                transcript.merge([action])
            assert transcript.text == whole

    def test_missing_actions_are_told_until_they_come(self):
        transcript = Transcript(Experiment())
        transcript.merge([self.ACTIONS[3]])
        assert "# Actions 1 to 3 are missing here" in transcript.block(0)
        transcript.merge(self.ACTIONS[1:3])
        assert "# Action 1 is missing here" in transcript.block(0)
        transcript.merge(self.ACTIONS[:1])
        assert "missing" not in transcript.text


class TestNotebook:
    @pytest.fixture
    def transcript(self):
        made = Transcript(Experiment(initial="zeros"))
        made.merge(TestGrowth.ACTIONS)
        made.merge([Action(7, "step", refusal="\u2028 é '''")])
        return made

    def test_it_has_what_nbformat_4_5_asks_for(self, transcript):
        """What is required, and nothing else, by the schema nbformat.v4.5: name by name and type by type."""
        book = json.loads(notebook(transcript))
        assert set(book) == {"metadata", "nbformat_minor", "nbformat", "cells"}
        assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
        assert {"name", "display_name"} <= set(book["metadata"]["kernelspec"])
        assert book["metadata"]["language_info"]["name"] == "python"
        for cell in book["cells"]:
            required = {"id", "cell_type", "metadata", "source", "outputs", "execution_count"}
            assert set(cell) == required
            assert cell["cell_type"] == "code"
            assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell["id"])
            assert cell["outputs"] == []
            assert cell["metadata"] == {}
            assert cell["execution_count"] is None
            assert all(isinstance(line, str) for line in cell["source"])
            # Jupyter joins the lines with nothing between them.
            assert all(line.endswith("\n") for line in cell["source"][:-1])
        ids = [cell["id"] for cell in book["cells"]]
        assert len(set(ids)) == len(ids)

    def test_its_cells_are_header_and_blocks(self, transcript):
        cells = ["".join(cell["source"]) for cell in json.loads(notebook(transcript))["cells"]]
        assert cells == [transcript.header, *(transcript.block(index) for index in range(len(transcript)))]
        assert "\n\n".join(cells) + "\n" == transcript.text

    def test_it_is_ascii(self, transcript):
        assert notebook(transcript).isascii()
        assert notebook(transcript).endswith("}\n")


class TestUntil:
    ACTIONS = (
        Action(1, "backward"),
        Action(2, "step"),
        Action(3, "train", rounds=10, name="none"),
        Action(4, "set", name="pairs", value="1, 0"),
        Action(5, "train", rounds=2, name="none"),
    )

    def told(self, *actions):
        transcript = Transcript(Experiment())
        transcript.merge(actions)
        return transcript

    @pytest.mark.parametrize("number", range(6))
    def test_it_is_the_program_of_the_actions_up_to_there(self, number):
        until = self.told(*self.ACTIONS).text_until(number, rounds=10)
        assert until == code_of(Experiment(), *self.ACTIONS[:number])

    @pytest.mark.parametrize("rounds", [1, 9, 10, 11])
    def test_of_a_train_it_has_the_rounds_that_were_done(self, rounds):
        text = self.told(*self.ACTIONS).text_until(3, rounds)
        assert text == code_of(
            Experiment(), *self.ACTIONS[:2], Action(3, "train", rounds=min(rounds, 10), name="none")
        )

    def test_what_a_cut_train_was_refused_for_is_not_in_it(self):
        refused = Action(1, "train", rounds=3, name="none", refusal="RuntimeError: no")
        transcript = self.told(refused, Action(2, "backward"))
        assert "except" in transcript.text_until(1, 3)
        for rounds, is_refused in ((3, False), (2, True)):
            text = transcript.text_until(1, rounds, is_refused)
            assert text == code_of(Experiment(), Action(1, "train", rounds=rounds, name="none"))

    def test_the_whole_transcript_stays_as_it_is(self):
        transcript = self.told(*self.ACTIONS)
        part = transcript.until(3, 4)
        part.merge([Action(4, "forward")])
        assert transcript.text == code_of(Experiment(), *self.ACTIONS)

    def test_what_is_missing_is_told_in_the_part_too(self):
        transcript = self.told(Action(1, "backward"), Action(4, "train", rounds=8, name="none"))
        assert "Actions 2 to 3 are missing" in transcript.text_until(4, 2)
        assert "missing" not in transcript.text_until(3, 2)

    def test_ten_thousand_actions_are_quick(self):
        started = time.perf_counter()
        transcript = self.told(*(Action(number, "backward") for number in range(1, 10_001)))
        assert transcript.text_until(5000).count("# Backward") == 5000
        # On the slowest machine; it takes a twentieth.
        assert time.perf_counter() - started < 0.5
