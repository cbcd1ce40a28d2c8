"""The table at the start is torch's own, for every shape, seed, dtype and way to fill it."""

import math
import threading

import numpy as np
import pytest
import torch

from embviz.core.checks import DTYPES, LARGEST_SEED
from embviz.core.experiment import Experiment
from embviz.engine.table import drawn, embedding_of, generator_of
from embviz.engine.trainer import Trainer
from tests.engine.plain import Plain, bits


class TestTheTable:
    """What the first weights depend on, and what they do not."""

    @pytest.mark.parametrize("seed", [0, 1, 42, LARGEST_SEED])
    @pytest.mark.parametrize("shape", [(1, 1), (2, 5), (3, 5), (4, 4), (17, 1), (100, 300)])
    def test_the_first_weights_are_torchs_for_every_shape_and_seed(self, shape, seed):
        rows, dim = shape
        torch.manual_seed(seed)
        expected = torch.nn.Embedding(rows, dim).weight
        trainer = Trainer(Experiment(rows=rows, dim=dim, seed=seed, pairs=((0, 0),)))
        assert torch.equal(trainer.weight, expected)

    def test_the_callers_random_numbers_are_untouched(self):
        torch.manual_seed(7)
        expected = torch.rand(3), np.random.get_state()[1].tolist()
        torch.manual_seed(7)
        trainer = Trainer(Experiment())
        trainer.train(3)
        trainer.restore(trainer.checkpoint())
        trainer.snapshot()
        assert torch.equal(torch.rand(3), expected[0])
        assert np.random.get_state()[1].tolist() == expected[1]

    def test_random_numbers_drawn_by_another_thread_change_nothing(self):
        stop = threading.Event()

        def draw():
            while not stop.is_set():
                torch.rand(1)

        thread = threading.Thread(target=draw)
        thread.start()
        try:
            tables = [Trainer(Experiment(rows=100, dim=50)).weight for _ in range(20)]
        finally:
            stop.set()
            thread.join()
        assert all(torch.equal(table, tables[0]) for table in tables)

    def test_the_callers_default_dtype_changes_nothing(self, everything, make_plain):
        torch.set_default_dtype(torch.float64)
        try:
            trainer = Trainer(Experiment())
            trainer.train(3)
        finally:
            torch.set_default_dtype(torch.float32)
        plain = make_plain(Experiment())
        plain.train(3)
        assert everything(trainer) == everything(plain)

    @pytest.mark.parametrize("threads", [1, 2])
    def test_the_number_of_threads_changes_no_bit(self, threads, both, everything):
        trainer, plain = both(Experiment(rows=2000, dim=64))
        plain.train(5)
        before = torch.get_num_threads()
        torch.set_num_threads(threads)
        try:
            trainer.train(5)
        finally:
            torch.set_num_threads(before)
        assert everything(trainer) == everything(plain)


ODD = (math.nan, math.inf, -math.inf, -0.0, 1e300, 1 / 3)


class TestTheStart:
    """Normal, zeros, uniform or given, in four dtypes."""

    @pytest.mark.parametrize("padding_idx", [None, 0, -1])
    @pytest.mark.parametrize("initial", ["normal", "zeros", "uniform", "values"])
    @pytest.mark.parametrize("dtype", sorted(DTYPES))
    @pytest.mark.parametrize("rows", [2, 40])
    def test_it_is_torchs_to_the_bit(self, rows, dtype, initial, padding_idx):
        values = (ODD, ODD[::-1]) * (rows // 2) if initial == "values" else ()
        experiment = Experiment(
            rows=rows, dim=6, dtype=dtype, initial=initial, values=values, padding_idx=padding_idx
        )
        assert bits(_embedding(experiment).weight) == bits(Plain(experiment).weight)

    def test_the_padding_row_starts_at_zero_but_for_given_values(self):
        values = ((1.0, 2.0), (3.0, 4.0))
        for initial, expected in (("normal", [0, 0]), ("uniform", [0, 0]), ("values", [3, 4])):
            given = values if initial == "values" else ()
            experiment = Experiment(dim=2, initial=initial, values=given, padding_idx=1)
            assert drawn(experiment, generator_of(experiment))[1].tolist() == expected

    def test_the_embedding_has_torchs_options(self):
        options = {
            "padding_idx": -1,
            "max_norm": 0.5,
            "norm_type": 1.0,
            "scale_grad_by_freq": True,
            "sparse": True,
        }
        embedding, torchs = _embedding(Experiment(**options)), torch.nn.Embedding(2, 5, **options)
        assert {name: getattr(embedding, name) for name in options} == {
            name: getattr(torchs, name) for name in options
        }
        assert repr(embedding) == repr(torchs)
        assert embedding.weight.requires_grad


def _embedding(experiment):
    return embedding_of(experiment, drawn(experiment, generator_of(experiment)))
