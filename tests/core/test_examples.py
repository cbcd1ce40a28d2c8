"""What each ready experiment tells its reader to look for is what plain torch does."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from embviz.core import examples, memory
from embviz.core.examples import EXAMPLES, Example
from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.sources import TEXTS

# torch tells once a process that it does not check what a sparse grad holds.
pytestmark = pytest.mark.filterwarnings("ignore:Sparse invariant checks")
BY_ID = {example.id: example for example in EXAMPLES}
each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
# In the order in which the menu is asked for.
ORDER = [
    "article",
    "no_momentum",
    "forgotten_zero_grad",
    "zeros_instead_of_none",
    "row_outside_the_batch",
    "adam_outside_the_batch",
    "padding_and_weight_decay",
    "max_norm",
    "scale_grad_by_freq",
    "sparse_refused",
    "bfloat16_stands_still",
    "nan_by_hand",
    "squared_loss",
    "lr_decay",
    "runaway_dot_product",
    "skipgram",
    "toy_english",
    "toy_japanese",
    "world_english_bible",
    "production_table",
]
ON_TEXTS = [example for example in EXAMPLES if example.group == "texts"]


def skipgram(a: Tensor, b: Tensor, labels: Tensor) -> Tensor:
    return -functional.logsigmoid(labels * (a * b).sum(dim=1)).sum() / (labels > 0).sum()


LOSSES = {
    "euclidean": lambda a, b, _labels: torch.linalg.norm(a - b, dim=1).mean(),
    "squared_euclidean": lambda a, b, _labels: (a - b).square().sum(dim=1).mean(),
    "l1": lambda a, b, _labels: functional.l1_loss(a, b),
    "negative_dot": lambda a, b, _labels: -(a * b).sum(dim=1).mean(),
    "sqrt_sum_square": lambda a, b, _labels: (a - b).square().sum(dim=1).sqrt().mean(),
    "skipgram": skipgram,
}


class Plain:
    """An experiment in plain torch, pressed by hand."""

    def __init__(self, name: str, **others: object) -> None:
        self.asked = asked = changed(BY_ID[name].experiment, **others)
        torch.manual_seed(asked.seed)
        self.embedding = torch.nn.Embedding(
            asked.rows,
            asked.dim,
            padding_idx=asked.padding_idx,
            max_norm=asked.max_norm,
            scale_grad_by_freq=asked.scale_grad_by_freq,
            sparse=asked.sparse,
            dtype=getattr(torch, asked.dtype),
        )
        if asked.initial == "values":
            with torch.no_grad():
                self.embedding.weight.copy_(torch.tensor(asked.values))
        kind = getattr(torch.optim, asked.optimizer)
        self.optimizer = kind(self.embedding.parameters(), **asked.optimizer_args)
        self.schedule = None
        if asked.schedule != "none":
            kind = getattr(torch.optim.lr_scheduler, asked.schedule)
            self.schedule = kind(self.optimizer, **asked.schedule_args)

    @property
    def weight(self) -> Tensor:
        return self.embedding.weight.detach()

    @property
    def grad(self) -> Tensor:
        assert self.embedding.weight.grad is not None
        return self.embedding.weight.grad

    @property
    def distance(self) -> float:
        first, second = self.asked.pairs[0]
        return torch.linalg.norm(self.weight[first] - self.weight[second]).item()

    def loss(self) -> Tensor:
        pairs = (*self.asked.pairs, *self.asked.negatives)
        firsts, seconds = (torch.tensor(rows) for rows in zip(*pairs, strict=True))
        labels = torch.ones(len(pairs))
        labels[len(self.asked.pairs) :] = -1
        return LOSSES[self.asked.loss](self.embedding(firsts), self.embedding(seconds), labels)

    def forward(self) -> float:
        with torch.no_grad():
            return self.loss().item()

    def backward(self) -> None:
        self.loss().backward()

    def step(self) -> None:
        self.optimizer.step()
        if self.schedule is not None:
            self.schedule.step()

    def zero_grad(self) -> None:
        self.optimizer.zero_grad(set_to_none=self.asked.zero_grad != "zeros")

    def train(self, rounds: int = 10) -> list[float]:
        """Return the distance after each round."""
        distances = []
        for _ in range(rounds):
            if self.asked.zero_grad != "forgotten":
                self.zero_grad()
            self.backward()
            self.step()
            distances.append(self.distance)
        return distances

    def dot(self, pair: tuple[int, int]) -> float:
        return float(self.weight[pair[0]] @ self.weight[pair[1]])


def changed(experiment: Experiment, **others: object) -> Experiment:
    values = {name: getattr(experiment, name) for name in experiment.__struct_fields__}
    return Experiment(**(values | others))


def test_all_are_there_in_their_order() -> None:
    assert [example.id for example in EXAMPLES] == ORDER


@each
def test_each_says_one_sentence_in_plain_words_and_begins_with_what_to_press(example: Example) -> None:
    assert example.look_for.startswith("Press ")
    assert example.look_for.endswith(".")
    assert ". " not in example.look_for
    assert "!" not in example.look_for
    assert len(example.title) <= 45


def test_every_text_is_marked() -> None:
    tree = ast.parse(Path(examples.__file__).read_text("utf-8"))
    marked = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "mark"
        if isinstance(call.args[0], ast.Constant)
    }
    assert {text for example in EXAMPLES for text in (example.title, example.look_for)} == marked


def test_titles_and_experiments_are_all_different() -> None:
    assert len({example.title for example in EXAMPLES}) == len(EXAMPLES)
    assert len({example.experiment for example in EXAMPLES}) == len(EXAMPLES)


@each
def test_each_can_be_saved_and_read_back(example: Example) -> None:
    assert Experiment.from_toml(example.experiment.to_toml()) == example.experiment


def test_those_of_a_group_stand_together() -> None:
    groups = [example.group for example in EXAMPLES]
    assert groups == ["small"] * 16 + ["texts"] * 3 + ["large"]


def test_they_are_listed_where_the_large_table_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 1 << 30)
    refused = []
    for example in EXAMPLES:
        try:
            assert example.experiment
        except ExperimentError as error:
            refused.append((example.id, error.field))
    assert refused == [("production_table", "rows")]


def test_only_the_one_that_is_refused_comes_with_a_caution() -> None:
    assert [example.id for example in EXAMPLES if example.experiment.cautions] == ["sparse_refused"]


def test_the_article_overshoots_and_never_settles() -> None:
    distances = Plain("article").train(1000)
    assert f"{distances[4]:.4f}" == "0.0813"
    assert distances[4] < distances[5] < distances[6]
    assert max(distances[-100:]) > 0.5


def test_without_momentum_it_jumps_between_two_distances_for_ever() -> None:
    plain = Plain("no_momentum")
    first, *others = plain.train(1000)
    assert first == pytest.approx(2.5101, abs=5e-5)
    assert others[3] - others[4] == pytest.approx(0.2, abs=1e-5)
    assert {f"{distance:.4f}" for distance in others[11::2]} == {"0.1101"}
    assert {f"{distance:.4f}" for distance in others[12::2]} == {"0.0899"}


def test_a_forgotten_zero_grad_adds_up_and_swings_wider() -> None:
    plain = Plain("forgotten_zero_grad")
    distances = plain.train(20)
    assert f"{max(distances[:13]):.4f}" == "13.4208"
    assert distances.index(max(distances[:13])) == 11 - 1
    cleared = Plain("article").train(20)
    assert f"{max(cleared[5:]):.4f}" == "2.0194"
    assert cleared.index(max(cleared[5:])) == 9 - 1


def test_grad_is_the_sum_of_all_passes_when_clearing_is_forgotten() -> None:
    plain, total = Plain("forgotten_zero_grad"), torch.zeros(2, 5)
    for _ in range(10):
        before = plain.weight.clone().requires_grad_()
        torch.linalg.norm(before[0] - before[1]).backward()
        assert before.grad is not None
        total += before.grad
        plain.train(1)
    assert torch.allclose(plain.grad, total, atol=1e-6)


def test_zeros_let_momentum_coast_and_none_does_not() -> None:
    distances = {}
    for mode in ("zeros", "none"):
        plain = Plain("zeros_instead_of_none", zero_grad=mode)
        plain.backward()
        plain.step()
        plain.zero_grad()
        assert (plain.embedding.weight.grad is None) is (mode == "none")
        before = plain.distance
        plain.step()
        distances[mode] = (f"{before:.4f}", f"{plain.distance:.4f}")
    assert distances == {"zeros": ("2.5101", "2.3301"), "none": ("2.5101", "2.5101")}


@pytest.mark.parametrize("name", ["row_outside_the_batch", "adam_outside_the_batch"])
def test_rows_that_have_left_the_batch_have_no_grad_and_move_all_the_same(name: str) -> None:
    plain = Plain(name)
    plain.train()
    plain.asked = changed(plain.asked, pairs=((2, 3),))
    for _ in range(10):
        before = plain.weight[:2].clone()
        plain.train(1)
        assert not plain.grad[:2].any()
        assert (plain.weight[:2] != before).all()


def test_the_padding_row_gets_no_grad_and_decays_all_the_same() -> None:
    plain = Plain("padding_and_weight_decay")
    assert any(2 in pair for pair in plain.asked.pairs)
    assert (plain.weight[2] == 1).all()
    plain.backward()
    assert not plain.grad[2].any()
    assert plain.grad[:2].any()
    plain.step()
    assert torch.allclose(plain.weight[2], torch.full((5,), 0.99))


def test_max_norm_shortens_the_rows_in_the_lookup_itself() -> None:
    plain = Plain("max_norm")
    assert (plain.weight.norm(dim=1) > 1.2).all()
    assert f"{plain.forward():.4f}" == "1.4436"
    assert torch.allclose(plain.weight.norm(dim=1), torch.ones(2), atol=1e-6)
    assert f"{Plain('max_norm', max_norm=None).forward():.4f}" == "2.7101"


def test_a_row_that_is_looked_up_three_times_gets_a_third_of_its_grad() -> None:
    scaled, whole = Plain("scale_grad_by_freq"), Plain("scale_grad_by_freq", scale_grad_by_freq=False)
    scaled.backward()
    whole.backward()
    assert torch.allclose(3 * scaled.grad[0], whole.grad[0], rtol=1e-5)
    assert torch.equal(scaled.grad[1:], whole.grad[1:])
    assert whole.grad[0].abs().min() > 0.01


def test_adam_refuses_the_sparse_grad_and_sparse_adam_takes_it() -> None:
    refused, taken = Plain("sparse_refused"), Plain("sparse_refused", optimizer="SparseAdam")
    refused.backward()
    assert refused.grad.is_sparse
    assert set(refused.grad.coalesce().indices()[0].tolist()) == {0, 1} != set(range(refused.asked.rows))
    with pytest.raises(RuntimeError, match="please consider SparseAdam"):
        refused.step()
    before = taken.weight.clone()
    taken.train(1)
    assert not torch.equal(taken.weight, before)


def test_bfloat16_cannot_take_a_step_of_a_thousandth_from_one() -> None:
    still, moving = Plain("bfloat16_stands_still"), Plain("bfloat16_stands_still", dtype="float32")
    start = still.weight.clone()
    still.train(100)
    assert torch.equal(still.weight, start)
    assert torch.equal(start[0], torch.ones(5, dtype=torch.bfloat16))
    assert (still.grad * 0.005).abs().float() == pytest.approx(0.001, rel=0.01)
    assert torch.finfo(torch.bfloat16).eps / 2 / 2 > 0.00101
    moving.train(100)
    assert moving.weight[0] == pytest.approx(0.9, abs=1e-5)
    assert moving.weight[1] == pytest.approx(-0.9, abs=1e-5)


def test_the_hand_written_distance_is_nan_where_the_rows_are_equal() -> None:
    plain, euclidean = Plain("nan_by_hand"), Plain("nan_by_hand", loss="euclidean")
    assert plain.forward() == 0
    plain.backward()
    assert plain.grad.isnan().all()
    plain.step()
    assert plain.weight.isnan().all()
    euclidean.backward()
    assert not euclidean.grad.any()


def test_the_squared_loss_settles() -> None:
    distances = [math.nan, *Plain("squared_loss").train(1000)]
    assert distances[2] < 1e-5
    assert f"{distances[4]:.4f}" == f"{max(distances[3:]):.4f}" == "2.1952"
    assert distances[148] >= 0.001 > max(distances[149:])


def test_a_learning_rate_that_decays_settles_the_articles_run() -> None:
    plain = Plain("lr_decay")
    assert changed(plain.asked, schedule="none", schedule_args={}) == BY_ID["article"].experiment
    assert plain.asked.schedule_arguments == {"gamma": 0.97}
    distances = [math.nan, *plain.train(1000)]
    assert distances[198] >= 0.001 > max(distances[199:])


def test_the_negative_dot_product_has_no_bottom() -> None:
    plain = Plain("runaway_dot_product")
    losses, sizes = [], []
    for _ in range(470):
        losses.append(plain.forward())
        sizes.append(plain.weight.norm().item())
        plain.train(1)
    assert math.isfinite(losses[462])
    assert set(losses[463:]) == {-math.inf}
    assert losses[:464] == sorted(losses[:464], reverse=True)
    assert sizes[20:] == sorted(sizes[20:])


def test_skipgram_parts_pairs_from_negatives_by_direction() -> None:
    plain = Plain("skipgram")
    starts = [plain.dot(pair) for pair in plain.asked.negatives]
    assert plain.dot((0, 1)) < 0 < max(starts)
    assert plain.asked.pairs == ((0, 1), (2, 3))
    assert len(plain.asked.negatives) == 6
    plain.train(10)
    assert all(plain.dot(pair) > 0 for pair in plain.asked.pairs)
    assert all(plain.dot(pair) < 0 for pair in plain.asked.negatives)
    assert f"{plain.distance:.1f}" == "3.2"
    assert {row for pair in (*plain.asked.pairs, *plain.asked.negatives) for row in pair} == set(range(5))


def test_the_texts_that_come_with_embviz_are_each_trained_on() -> None:
    texts = [example.experiment.corpus for example in ON_TEXTS]
    assert [text.text for text in texts if text is not None] == list(TEXTS)
    assert all(example.curve == "loss" for example in ON_TEXTS)


@pytest.mark.parametrize("example", ON_TEXTS, ids=lambda example: example.id)
def test_contexts_that_start_at_zero_make_the_loss_six_times_ln_2(example: Example) -> None:
    """Each pair has a dot product of 0, and so have the words that are drawn at random for it."""
    asked = example.experiment
    assert asked.corpus is not None
    assert asked.initial == "word2vec"
    torch.manual_seed(asked.seed)
    words = torch.empty(40, asked.dim).uniform_(-0.5 / asked.dim, 0.5 / asked.dim)
    drawn = asked.corpus.batch * (1 + asked.corpus.negatives)
    labels = -torch.ones(drawn)
    labels[: asked.corpus.batch] = 1
    rows = torch.randint(40, (drawn,))
    loss = skipgram(words[rows], torch.zeros(drawn, asked.dim), labels).item()
    assert f"{loss:.4f}" == "4.1589" == f"{6 * math.log(2):.4f}"
    assert "4.1589" in example.look_for


def test_a_sparse_step_moves_the_two_rows_of_the_batch_by_0_1_each() -> None:
    """In a table of fewer rows: how many there are besides is nothing to the two."""
    plain = Plain("production_table", rows=1000, pairs=((0, 1),))
    before = plain.weight.clone()
    plain.backward()
    assert plain.grad.is_sparse
    assert plain.grad.coalesce().indices().tolist() == [[0, 1]]
    far = plain.distance
    plain.step()
    assert torch.equal(plain.weight[2:], before[2:])
    assert far - plain.distance == pytest.approx(0.2, abs=1e-5)
