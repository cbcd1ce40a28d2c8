"""The report on rows is what plain torch and numpy say of the whole table, however much of it was kept."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from embviz.engine.reports.rows import RowsReporter, rows_report

ROWS, DIM = 400, 30


def name(row):
    return f"word {row}"


@pytest.fixture
def run(drawn):
    """A table in the middle of a run, and how it was at the start."""
    start = drawn(ROWS, DIM)
    run = SimpleNamespace(weight=start.clone(), before=start, asked=[])

    def start_of(rows):
        run.asked.append(rows)
        return run.before if rows is None else run.before[rows.cpu()]

    run.start = start_of
    return run


def by_norm(table):
    """Rows with a norm that is not zero, the largest first, and the norms in float64."""
    norms = torch.linalg.vector_norm(table.double(), dim=1)
    order = [row for row in norms.argsort(descending=True, stable=True).tolist() if norms[row] != 0]
    return order, norms[order]


def check_ranking(ranking, table):
    order, norms = by_norm(table)
    assert [named.row for named in ranking.top] == order[:20]
    assert [named.label for named in ranking.top] == [name(row) for row in order[:20]]
    np.testing.assert_allclose([named.value for named in ranking.top], norms[:20], rtol=1e-5)
    np.testing.assert_allclose(ranking.curve, norms, rtol=1e-5)
    assert ranking.count == len(order)


def check_histogram(histogram, table):
    values = table.double().cpu().numpy().ravel()
    finite = values[np.isfinite(values) & (values != 0)]
    # No number of these is on an edge, where numpy and we deal differently.
    assert not np.isin(finite, histogram.edges).any()
    assert np.array_equal(histogram.counts, np.histogram(finite, histogram.edges)[0])
    assert histogram.zeros == (values == 0).sum()
    assert histogram.not_finite == values.size - finite.size - histogram.zeros


def check(report, weight, before=None, grad=None):
    check_ranking(report.rankings["norm"], weight)
    check_histogram(report.histograms["weight"], weight)
    assert ("moved" in report.rankings) == (before is not None)
    if before is not None:
        check_ranking(report.rankings["moved"], weight.double() - before.double())
    assert ("grad" in report.rankings) == ("grad" in report.histograms) == (grad is not None)
    if grad is not None:
        check_ranking(report.rankings["grad"], grad)
        check_histogram(report.histograms["grad"], grad)
    assert report.took_s > 0


def test_a_table_at_the_start_has_norms_and_nothing_else(run):
    check(rows_report(run.weight, None, None, None, name), run.weight)


def test_what_moved_is_the_distance_from_the_start(run, drawn):
    run.weight += drawn(ROWS, DIM, seed=1)
    check(rows_report(run.weight, None, run.start, None, name), run.weight, run.before)
    assert run.asked == [None]


def test_of_a_table_whose_start_is_not_known_nothing_is_said_to_have_moved(run):
    report = rows_report(run.weight, None, lambda _rows: None, None, name)
    assert set(report.rankings) == {"norm"}
    assert set(rows_report(run.weight, None, lambda _rows: None, (3,), name).rankings) == {"norm"}


def test_rows_that_are_as_they_were_have_not_moved(run):
    run.weight[7] += 1
    report = rows_report(run.weight, None, run.start, (7, 8, 9), name)
    assert [named.row for named in report.rankings["moved"].top] == [7]
    assert report.rankings["moved"].count == 1


def test_only_touched_rows_are_asked_for(run):
    run.weight[3] += 1
    rows_report(run.weight, None, run.start, (3, 5), name)
    assert [rows.tolist() for rows in run.asked] == [[3, 5]]


def test_every_dtype_is_read(run, drawn, dtype, device):
    run.before = run.before.to(dtype)
    weight = run.before + drawn(ROWS, DIM, seed=1).to(dtype)
    grad = drawn(ROWS, DIM, seed=2).to(device, dtype)
    report = rows_report(weight.to(device), grad, run.start, None, str)
    moved = torch.linalg.vector_norm(weight.double() - run.before.double(), dim=1)
    # Of narrow dtypes many norms are equal but for their last digits.
    best = report.rankings["moved"].top[0]
    assert best.value == pytest.approx(moved.max().item(), rel=1e-5)
    assert best.value == pytest.approx(moved[best.row].item(), rel=1e-5)
    norms = torch.linalg.vector_norm(weight.double(), dim=1).sort(descending=True).values
    np.testing.assert_allclose(report.rankings["norm"].curve, norms, rtol=1e-5)
    counts = report.histograms["grad"].counts.sum()
    assert counts + report.histograms["grad"].zeros == grad.numel()


class TestGrad:
    def test_dense(self, run, drawn):
        grad = drawn(ROWS, DIM, seed=3)
        check(rows_report(run.weight, grad, None, None, name), run.weight, grad=grad)

    def test_of_a_dense_one_zero_rows_are_counted_and_not_ranked(self, run, drawn):
        grad = torch.zeros(ROWS, DIM)
        grad[[4, 9]] = drawn(2, DIM, seed=3)
        grad[9, 5] = 0
        report = rows_report(run.weight, grad, None, None, name)
        check(report, run.weight, grad=grad)
        assert report.rankings["grad"].count == 2
        assert report.histograms["grad"].zeros == (ROWS - 2) * DIM + 1

    def test_of_a_sparse_one_the_rows_that_it_stores_are_added_up(self, run, drawn):
        stored = drawn(4, DIM, seed=4)
        grad = torch.sparse_coo_tensor(torch.tensor([[8, 2, 8, 5]]), stored, (ROWS, DIM))
        assert not grad.is_coalesced()
        report = rows_report(run.weight, grad, None, None, name)
        check_ranking(report.rankings["grad"], grad.to_dense())
        check_histogram(report.histograms["grad"], grad.to_dense()[[2, 5, 8]])
        assert not grad.is_coalesced()

    def test_of_embedding_itself(self, drawn):
        embedding = torch.nn.Embedding(ROWS, DIM, sparse=True)
        embedding(torch.tensor([3, 3, 7])).square().sum().backward()
        report = rows_report(embedding.weight, embedding.weight.grad, None, (3, 7), name)
        check_ranking(report.rankings["grad"], embedding.weight.grad.to_dense())

    def test_an_empty_sparse_one_has_no_rows(self, run):
        grad = torch.sparse_coo_tensor(torch.empty(1, 0, dtype=torch.int64), torch.empty(0, DIM), (ROWS, DIM))
        report = rows_report(run.weight, grad, None, None, name)
        assert report.rankings["grad"].count == 0
        assert report.histograms["grad"].counts.sum() == 0

    def test_reading_a_sparse_one_leaves_it_to_torch(self, run):
        grad = torch.sparse_coo_tensor(torch.tensor([[1]]), torch.ones(1, DIM), (ROWS, DIM)).coalesce()
        rows_report(run.weight, grad, None, None, name)
        # What zero_grad(set_to_none=False) does; it fails where numpy holds the memory.
        grad.zero_()
        assert grad._nnz() == 0


def test_nan_and_infinity_are_on_top_and_counted_apart(run):
    run.weight[40, 1], run.weight[30, 2], run.weight[20, 3] = math.inf, math.nan, math.nan
    report = rows_report(run.weight, run.weight.clone(), run.start, None, name)
    for ranking in report.rankings.values():
        assert [named.row for named in ranking.top[:3]] == [20, 30, 40]
        assert [math.isnan(named.value) for named in ranking.top[:3]] == [True, True, False]
    assert report.histograms["weight"].not_finite == report.histograms["grad"].not_finite == 3


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (2, 1), (2, 5)])
def test_the_smallest_tables(drawn, shape):
    weight = drawn(*shape)
    before, grad = torch.zeros(shape), drawn(*shape, seed=1)
    report = rows_report(weight, grad, lambda _rows: before, None, name)
    check(report, weight, before, grad)


class TestAgain:
    def test_it_is_the_same_as_from_anew_at_every_step(self, run, drawn):
        reporter, touched = RowsReporter(), []
        for step in range(8):
            rows = torch.tensor([step, 3 * step, ROWS - 1 - step])
            touched = sorted({*touched, *rows.tolist()})
            run.weight[rows] += drawn(3, DIM, seed=10 + step)
            # The third comes late in the run, where the table has already changed.
            if step != 2:
                check(reporter.report(run.weight, None, run.start, touched, name), run.weight, run.before)

    def test_it_is_right_in_the_past_and_on_another_branch(self, run, drawn):
        reporter = RowsReporter()
        for touched in ((1, 2), (), (2, 50), (1, 2, 50, 90), (7,)):
            run.weight.copy_(run.before)
            # No two as far, which would be a matter of the last digit.
            run.weight[list(touched)] += torch.tensor(touched).reshape(-1, 1) + 3
            check(reporter.report(run.weight, None, run.start, touched, name), run.weight, run.before)

    def test_a_step_that_moves_all_rows_is_seen_and_what_was_kept_stays(self, run, drawn):
        reporter = RowsReporter()
        reporter.report(run.weight, None, run.start, (1,), name)
        run.weight += drawn(ROWS, DIM, seed=5)
        check(reporter.report(run.weight, None, run.start, None, name), run.weight, run.before)
        run.weight.copy_(run.before)
        run.weight[4] *= 3
        check(reporter.report(run.weight, None, run.start, (4,), name), run.weight, run.before)

    def test_without_the_start_new_rows_are_counted_from_anew(self, run):
        reporter = RowsReporter()
        for touched in ((1,), (1, 5), (5, 9)):
            run.weight[list(touched)] *= 1.5
            check(reporter.report(run.weight, None, None, touched, name), run.weight)

    def test_untouched_rows_are_not_read_again(self, run):
        reporter = RowsReporter()
        first = reporter.report(run.weight, None, run.start, (1,), name)
        run.weight[200] = 1000
        again = reporter.report(run.weight, None, run.start, (1,), name)
        assert again.rankings["norm"].top == first.rankings["norm"].top
        assert np.array_equal(again.histograms["weight"].edges, first.histograms["weight"].edges)

    def test_a_report_that_was_given_up_harms_none_after_it(self, run):
        def give_up_after(limit):
            def tell(done):
                if done >= limit:
                    raise InterruptedError

            return tell

        for limit in (0, 0.1, 0.3, 0.65, 0.9):
            reporter = RowsReporter()
            reporter.report(run.weight, None, run.start, (1,), name)
            run.weight[5] += 1
            with pytest.raises(InterruptedError):
                reporter.report(run.weight, run.weight, run.start, (1, 5), name, give_up_after(limit))
            report = reporter.report(run.weight, None, run.start, (1, 5), name)
            check_ranking(report.rankings["norm"], run.weight)
            check_histogram(report.histograms["weight"], run.weight)
            run.weight.copy_(run.before)


def test_progress_rises_from_0_to_1(drawn):
    weight, told = drawn(9000, 100), []
    rows_report(weight, weight, lambda _rows: weight, None, name, told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert len(told) > 20


def test_torch_has_its_threads_back(run):
    before = torch.get_num_threads()
    rows_report(run.weight, None, None, None, name)
    assert torch.get_num_threads() == before
