"""The plane is that of numpy's singular value decomposition, and it stays where it is until another fit."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from embviz.engine.reports import projection as module
from embviz.engine.reports.projection import Plane, spread_of


def shares(table):
    """The centred table, its axes, and the share of the variance that each holds, by numpy's SVD."""
    centred = table.double().cpu().numpy()
    centred = centred - centred.mean(axis=0)
    _, singular, axes = np.linalg.svd(centred, full_matrices=False)
    return centred, axes, singular**2 / (singular**2).sum()


@pytest.fixture
def table(drawn):
    """A table that is wider along some axes than along others, and not about zero."""
    return drawn(300, 6) @ torch.diag(torch.tensor([1.0, 5, 0.5, 3, 1, 0.1])) + 7


def fitted_map(weight, pinned=(), **others):
    return Plane.fit(weight).map(weight, pinned, str, **others)


def test_it_is_numpy_s_decomposition(table, dtype, device):
    table = table.to(device, dtype)
    shown = fitted_map(table)
    centred, axes, share = shares(table)
    expected = centred @ axes[:2].T
    signs = np.sign(axes[:2][[0, 1], np.abs(axes[:2]).argmax(axis=1)])
    np.testing.assert_allclose(shown.points, expected * signs, atol=1e-5)
    assert shown.points.dtype == np.float32
    assert shown.explained == pytest.approx(share[:2])
    assert shown.drift == pytest.approx(0, abs=1e-12)
    assert shown.rows.tolist() == list(range(300))
    assert shown.labels == tuple(map(str, range(300)))
    assert shown.method == "pca"


def test_the_largest_component_of_each_axis_is_positive(table):
    for turned in (table, -table, table.flip(1)):
        axes = Plane.fit(turned).axes
        assert (axes.gather(0, axes.abs().argmax(dim=0, keepdim=True)) > 0).all()
        torch.testing.assert_close(axes.T @ axes, torch.eye(2, dtype=torch.float64))


def test_a_mirrored_table_has_the_same_axes(table):
    torch.testing.assert_close(Plane.fit(table).axes, Plane.fit(-table).axes)


def test_the_covariance_is_numpy_s(table, monkeypatch):
    monkeypatch.setattr(module, "BLOCK_CELLS", 40)
    told = []
    spread = spread_of(table, progress=told.append)
    np.testing.assert_allclose(spread.mean, table.double().numpy().mean(axis=0))
    np.testing.assert_allclose(spread.covariance, np.cov(table.double().numpy().T, bias=True), atol=1e-12)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)


def test_a_fit_far_from_zero_loses_nothing(drawn):
    table = drawn(200, 4, dtype=torch.float64)
    torch.testing.assert_close(
        spread_of(table + 1e8).covariance, spread_of(table).covariance, rtol=0, atol=1e-6
    )


def test_a_fit_with_all_threads_is_the_same(table, monkeypatch):
    expected = Plane.fit(table)
    monkeypatch.setattr(module, "FEW_PRODUCTS", 1)
    torch.testing.assert_close(Plane.fit(table).axes, expected.axes)


def test_axes_stay_until_another_fit_and_the_drift_tells_what_they_miss(table, drawn):
    plane = Plane.fit(table, step=4)
    later = table @ torch.linalg.qr(drawn(6, 6, seed=2)).Q
    shown = plane.map(later, (), str)
    centred, _, share = shares(later)
    frozen = (later.double() - plane.mean) @ plane.axes
    np.testing.assert_allclose(shown.points, frozen, atol=1e-4)
    held = (centred @ plane.axes.numpy()).var(axis=0) / centred.var(axis=0).sum()
    assert shown.explained == pytest.approx(held)
    assert shown.drift == pytest.approx(share[:2].sum() - held.sum())
    assert shown.drift > 0.1
    assert shown.fitted == 4
    again = Plane.fit(later, step=9).map(later, (), str)
    assert again.fitted == 9
    assert again.drift == pytest.approx(0, abs=1e-12)


class TestLarge:
    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch):
        monkeypatch.setattr(module, "HELD_PRODUCTS", 1)
        monkeypatch.setattr(module, "FEWEST_HELD", 60)

    def test_axes_are_those_of_all_rows(self, table):
        _, axes, _ = shares(table)
        fitted = Plane.fit(table).axes.numpy()
        np.testing.assert_allclose(np.abs(fitted.T), np.abs(axes[:2]), atol=1e-9)

    def test_right_after_a_fit_there_is_no_drift(self, table):
        shown = fitted_map(table)
        assert shown.drift == 0
        assert shown.explained == pytest.approx(shares(table)[2][:2], abs=0.1)

    def test_what_was_learned_since_is_seen(self, table):
        plane = Plane.fit(table)
        drift = plane.map(table[:, [4, 0, 1, 5, 2, 3]], (), str).drift
        assert drift == pytest.approx(shares(table)[2][:2].sum() - 2 / 37, abs=0.15)


class TestRows:
    def test_of_many_the_first_and_the_pinned_are_shown(self, table):
        shown = fitted_map(table, (290, 3, 250), most_points=10)
        assert shown.rows.tolist() == [*range(10), 250, 290]
        assert shown.rows.dtype == np.int64
        assert [shown.rows[place] for place in shown.pinned] == [290, 3, 250]
        assert shown.labels == tuple(map(str, shown.rows))
        np.testing.assert_allclose(shown.points[-1], fitted_map(table).points[290], rtol=1e-6)

    def test_pinned_rows_that_are_not_there_are_left_out(self, table):
        assert fitted_map(table, (300, 2)).pinned == (2,)

    def test_rows_that_cannot_be_drawn_are_left_out_of_fit_and_picture(self, table):
        broken = table.clone()
        broken[3, 1], broken[5, 0], broken[299] = math.nan, -math.inf, 1e35
        shown = fitted_map(broken, (3, 4, 299))
        kept = [row for row in range(300) if row not in (3, 5, 299)]
        assert shown.rows.tolist() == kept
        assert [shown.rows[place] for place in shown.pinned] == [4]
        np.testing.assert_allclose(shown.points, fitted_map(table[kept]).points, rtol=1e-4, atol=1e-5)
        assert np.isfinite(shown.points).all()


class TestSmallest:
    def test_one_row_is_a_point(self, drawn):
        shown = fitted_map(drawn(1, 5))
        assert shown.points.tolist() == [[0, 0]]
        assert (shown.explained, shown.drift) == ((0, 0), 0)

    def test_two_rows_are_on_a_line(self, drawn):
        table = drawn(2, 5)
        shown = fitted_map(table)
        assert abs(shown.points[0, 0] - shown.points[1, 0]) == pytest.approx(torch.dist(*table).item())
        np.testing.assert_allclose(shown.points[:, 1], 0, atol=1e-6)
        assert shown.explained == pytest.approx((1, 0))

    def test_one_column_is_a_line(self, drawn):
        table = drawn(20, 1)
        shown = fitted_map(table)
        np.testing.assert_allclose(shown.points[:, 0], (table - table.mean()).squeeze(1), atol=1e-6)
        assert (shown.points[:, 1] == 0).all()
        assert shown.explained == pytest.approx((1, 0))

    def test_equal_rows_are_one_point(self):
        shown = fitted_map(torch.ones(5, 3))
        assert (shown.points == 0).all()
        assert shown.explained == (0, 0)

    def test_where_no_row_can_be_drawn_there_is_none(self):
        shown = fitted_map(torch.full((3, 2), math.nan))
        assert shown.points.shape == (0, 2)
        assert shown.labels == ()


def test_a_fit_that_is_not_wanted_any_more_ends(table):
    def give_up(done):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        Plane.fit(table, progress=give_up)


def test_the_table_is_not_written_to(drawn):
    table = drawn(50, 3, dtype=torch.float64)
    before = table.clone()
    fitted_map(table)
    assert torch.equal(table, before)
