"""A lookup is `embedding(torch.tensor(indices))` with better errors, and the same as one-hot times weight."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.experiment import Experiment
from embviz.engine import lookup as lookup_module
from embviz.engine.lookup import MOST_INDICES, lookup_of
from embviz.engine.trainer import Trainer
from tests.engine.plain import Plain, bits
from tests.engine.trainers import quiet_trainer


class TestLookup:
    """`lookup` is `embedding(torch.tensor(indices))`, with better errors."""

    @pytest.mark.parametrize(
        "indices", [0, 1, [0], [1, 0, 1], (1,), [], [[0, 1], [1, 1]], np.int64(1), np.uint8([0])], ids=repr
    )
    def test_rows_are_torchs(self, trainer, indices):
        expected = trainer.embedding(torch.tensor(indices, dtype=torch.long))
        assert torch.equal(trainer.lookup(indices), expected)
        assert trainer.lookup(indices).shape == expected.shape

    def test_a_tensor_of_indices_is_taken(self, trainer):
        assert torch.equal(trainer.lookup(torch.tensor([1], dtype=torch.int32)), trainer.weight[[1]])

    def test_rows_are_copies(self, trainer):
        before = trainer.weight.detach().clone()
        trainer.lookup([0, 1]).fill_(7)
        assert torch.equal(trainer.weight, before)
        assert not trainer.lookup(0).requires_grad

    @pytest.mark.parametrize(
        ("indices", "culprit"), [(2, 2), ([0, -1], -1), ([[1], [10**9]], 10**9), (10**70, 10**70)]
    )
    def test_an_index_outside_the_table_is_named(self, trainer, indices, culprit):
        with pytest.raises(IndexError, match=f"index {culprit} is outside the table: its 2 rows are 0 to 1"):
            trainer.lookup(indices)

    @pytest.mark.parametrize("indices", [0.0, 1.5, True, "0", None, [0, None], [0.0]], ids=repr)
    def test_what_is_no_index_is_refused(self, trainer, indices):
        with pytest.raises(TypeError):
            trainer.lookup(indices)

    @pytest.mark.parametrize("indices", [(-1, 2**63), (2**64 - 1, -1), (2**64, 0)])
    def test_indices_that_no_one_type_holds_are_named_too(self, trainer, indices):
        with pytest.raises(IndexError, match=f"index {max(indices, key=abs)} is|index -1 is"):
            trainer.lookup(indices)

    @pytest.mark.parametrize("index", [2, -1, 10**9])
    def test_the_error_carries_torchs_own_words(self, trainer, index):
        with pytest.raises(IndexError) as ours:
            trainer.lookup([0, index])
        with pytest.raises(IndexError) as torchs:
            trainer.embedding(torch.tensor([0, index]))
        assert f"(torch: {torchs.value})" in str(ours.value)


def shown(trainer, *indices):
    return lookup_of(trainer.embedding, indices, trainer.facts)


class TestWhatIsShown:
    """The values, the same by one-hot, and the rows that max_norm rewrote."""

    @pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16", "float16"])
    def test_values_are_torchs_exactly_in_every_dtype(self, dtype):
        experiment = Experiment(rows=5, dtype=dtype)
        trainer, plain = Trainer(experiment), Plain(experiment)
        looked_up = shown(trainer, 4, 0, 4)
        expected = plain.lookup((4, 0, 4)).to(torch.float64 if dtype == "float64" else torch.float32)
        assert looked_up.values.tobytes() == expected.numpy().tobytes()
        assert looked_up.difference == 0

    def test_the_difference_is_that_from_one_hot_times_weight(self, trainer, monkeypatch):
        def twice(indices, rows):
            return 2 * torch.eye(rows, dtype=torch.long)[indices]

        monkeypatch.setattr(lookup_module.F, "one_hot", twice)
        # With a false one-hot the difference is that of the product, so it was really done.
        assert shown(trainer, 0).difference == trainer.weight[0].abs().max().item()

    def test_one_hot_times_a_table_with_a_nan_is_nan(self):
        trainer = Trainer(Experiment(dim=1, initial="values", values=((math.nan,), (1.0,))))
        assert math.isnan(shown(trainer, 1).difference)

    def test_a_table_too_tall_for_one_hot_has_no_difference(self, monkeypatch, trainer):
        monkeypatch.setattr(lookup_module, "MOST_ONE_HOT_ROWS", 1)
        assert shown(trainer, 0).difference is None

    def test_no_indices_give_no_rows(self, trainer):
        looked_up = shown(trainer)
        assert (looked_up.values.shape, looked_up.difference, looked_up.changed_rows) == ((0, 5), None, ())

    def test_more_indices_than_can_be_shown_are_refused(self, trainer):
        with pytest.raises(ValueError, match="1,001 indices are more than can be shown: 1,000"):
            shown(trainer, *[0] * (MOST_INDICES + 1))

    def test_what_is_shown_does_not_change_with_the_table(self, trainer):
        looked_up = shown(trainer, 0)
        before = looked_up.values.copy()
        trainer.train(3)
        assert (looked_up.values == before).all()

    @given(
        st.lists(st.integers(0, 4), max_size=6).map(tuple),
        st.sampled_from([None, 0.0, 0.5, 1.5, 1e9, -1.0]),
        st.sampled_from([1.0, 2.0, math.inf]),
    )
    def test_under_max_norm_the_rows_that_changed_are_named_and_torchs(self, indices, max_norm, norm_type):
        experiment = Experiment(rows=5, max_norm=max_norm, norm_type=norm_type)
        trainer, plain = quiet_trainer(experiment), Plain(experiment)
        before = plain.weight.detach().clone()
        looked_up = shown(trainer, *indices)
        assert looked_up.values.tobytes() == plain.lookup(indices).numpy().tobytes()
        assert bits(trainer.weight) == bits(plain.weight)
        changed = (plain.weight != before).any(dim=1).nonzero().flatten().tolist()
        assert list(looked_up.changed_rows) == changed
