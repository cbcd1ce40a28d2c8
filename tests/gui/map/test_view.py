"""The view of the map: what it asks for, what it shows, and what it says of it."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from embviz.core.messages import Progress, Snapshot
from embviz.core.reports import Meaning, Method, WordMap
from embviz.gui.control.wishes import Wish
from embviz.gui.map.controls import METHODS
from embviz.gui.map.hues import pin_colours
from embviz.gui.map.view import MapView
from embviz.gui.theme import DARK, LIGHT
from tests.gui.map.scene import HOSTILE_LABELS, axes_of, clusters, map_of, training, words

MakeSnapshot = Callable[..., Snapshot]
changed = msgspec.structs.replace
nan = float("nan")


def press(view: MapView, method: Method) -> None:
    QTest.mouseClick(view.controls.methods.segments[list(METHODS).index(method)], Qt.MouseButton.LeftButton)


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def ways(view: MapView) -> dict[int, int]:
    """How many points the trail of each pinned row has."""
    return {index: len(way) for index, way in view.plot.scene.trails.items()}


class TestAsking:
    def test_nothing_is_asked_before_the_first_snapshot(self) -> None:
        assert MapView().wish() is None

    def test_the_principal_components_are_asked_for_all_the_time_with_the_pinned_rows(
        self, view: MapView
    ) -> None:
        told: list[bool] = []
        view.wish_changed.connect(lambda: told.append(True))
        assert view.wish() == Wish("map", name="pca")
        view.set_pins((3, 5))
        assert told == [True]
        assert view.wish() == Wish("map", name="pca", indices=(3, 5))
        view.set_report(map_of(clusters(20), step=4))
        assert view.wish() == Wish("map", name="pca", indices=(3, 5))

    def test_refit_is_asked_for_until_the_new_axes_are_there(self, view: MapView) -> None:
        table = clusters(20)
        view.set_report(map_of(table, step=4, fitted=0))
        click(view.controls.refit_button)
        refit = view.wish()
        assert refit is not None
        assert refit.value is True
        # One that was on its way is on the old axes.
        view.set_report(map_of(table, step=5, fitted=0))
        assert view.wish() == refit
        view.set_report(map_of(table, step=5, fitted=5))
        assert view.wish() == Wish("map", name="pca")

    @pytest.mark.parametrize("method", ["tsne", "umap"])
    def test_the_others_are_asked_for_once_by_a_press(self, view: MapView, method: Method) -> None:
        view.set_report(map_of(clusters(20), step=4))
        view.set_pins((3, 5))
        press(view, method)
        wish = view.wish()
        assert wish is not None
        assert (wish.command, wish.name, wish.indices) == ("map", method, (3, 5))
        # What is on its way is not another question because a word was pinned meanwhile.
        view.set_pins((3,))
        assert view.wish() == wish
        view.set_report(map_of(clusters(20), step=6, method=method))
        assert view.wish() is None
        assert view.plot.scene.points.shape == (20, 2)
        view.set_report(map_of(clusters(30), step=7))
        assert len(view.plot.scene.points) == 20, "the result stays"

    def test_each_press_is_a_question_of_its_own(self, view: MapView) -> None:
        """The same question is not asked twice of the same table; a person who presses again wants it."""
        press(view, "tsne")
        first = view.wish()
        view.set_report(map_of(clusters(20), method="tsne"))
        click(view.controls.refit_button)
        assert view.wish() not in (None, first)

    def test_the_map_of_each_method_is_kept(self, view: MapView) -> None:
        view.set_report(map_of(clusters(20), step=4))
        press(view, "tsne")
        view.set_report(map_of(clusters(21), step=4, method="tsne"))
        press(view, "pca")
        assert len(view.plot.scene.points) == 20
        assert view.wish() == Wish("map", name="pca")
        press(view, "tsne")
        assert len(view.plot.scene.points) == 21
        assert view.wish() is None

    def test_the_map_before_stays_and_moves_until_the_other_is_there(self, view: MapView) -> None:
        view.set_report(map_of(clusters(20), step=4))
        press(view, "umap")
        assert len(view.plot.scene.points) == 20
        view.set_report(map_of(clusters(22), step=5))
        assert len(view.plot.scene.points) == 22

    def test_cancel_ends_the_work_and_goes_back(self, view: MapView) -> None:
        ended: list[bool] = []
        view.cancelled.connect(lambda: ended.append(True))
        view.set_report(map_of(clusters(20), step=4))
        press(view, "umap")
        assert view.controls.cancel_button.isVisible()
        click(view.controls.cancel_button)
        assert ended == [True]
        assert view.wish() == Wish("map", name="pca")
        assert view.controls.method == "pca"
        assert not view.controls.cancel_button.isVisible()

    def test_another_method_ends_the_work_on_the_first(self, view: MapView) -> None:
        ended: list[bool] = []
        view.cancelled.connect(lambda: ended.append(True))
        press(view, "umap")
        press(view, "tsne")
        wish = view.wish()
        assert wish is not None
        assert wish.name == "tsne"
        assert ended == [True]

    def test_progress_is_told_while_there_is_work_of_the_map(self, view: MapView) -> None:
        view.set_progress(Progress(key="fitting", done=0.9))
        assert view.controls.progress.text() == ""
        press(view, "tsne")
        view.set_progress(Progress(key="fitting", done=0.4))
        assert "40" in view.controls.progress.text()
        # It comes with each answer, and is not about the map.
        view.set_progress(None)
        assert "40" in view.controls.progress.text()
        view.set_report(map_of(clusters(20), method="tsne"))
        assert view.controls.progress.text() == ""

    def test_a_refusal_is_told_beside_and_the_map_before_stays(self, view: MapView) -> None:
        view.set_report(map_of(clusters(20), step=4))
        press(view, "umap")
        view.set_failure("UMAP is not installed: <b>pip</b>")
        assert view.message.isVisible()
        assert view.message.text() == "UMAP is not installed: <b>pip</b>"
        assert view.message.textFormat() is Qt.TextFormat.PlainText
        assert view.controls.method == "pca"
        assert view.wish() == Wish("map", name="pca")
        press(view, "tsne")
        assert not view.message.isVisible()

    def test_what_a_person_has_cancelled_is_no_failure(self, view: MapView) -> None:
        view.set_report(map_of(clusters(20), step=4))
        press(view, "tsne")
        click(view.controls.cancel_button)
        view.set_failure("Cancelled.")
        assert not view.message.isVisible()
        press(view, "tsne")
        view.set_failure("There is no t-SNE.")
        assert view.message.isVisible()

    def test_the_refusal_of_one_method_does_not_end_the_next(self, view: MapView) -> None:
        press(view, "tsne")
        press(view, "umap")
        asked = view.wish()
        view.set_failure("Cancelled.")
        assert view.wish() == asked
        assert view.controls.method == "umap"

    def test_a_live_map_that_is_shown_needs_no_excuse_and_one_that_is_not_does(self, view: MapView) -> None:
        view.set_failure("There is no room\nfor a map.")
        assert view.message.text() == "There is no room for a map."
        view.set_report(map_of(clusters(20), step=4))
        assert not view.message.isVisible()
        view.set_failure("Something else was refused.")
        assert not view.message.isVisible()

    def test_another_run_begins_with_nothing(self, view: MapView, make_snapshot: MakeSnapshot) -> None:
        view.set_pins((1,))
        press(view, "tsne")
        view.set_report(map_of(clusters(20), method="tsne"))
        view.set_snapshot(make_snapshot(run=2))
        assert view.plot.message
        assert view.wish() == Wish("map", name="pca", indices=(1,))
        assert view.controls.method == "pca"
        assert len(view.plot.scene.points) == 0

    def test_a_map_of_another_run_and_other_reports_are_left_alone(self, view: MapView) -> None:
        view.set_report(map_of(clusters(20), run=7))
        view.set_report(Meaning(run=1))
        assert len(view.plot.scene.points) == 0


class TestTrails:
    def test_they_grow_with_each_step_for_the_pinned_rows_alone(self, view: MapView) -> None:
        maps = training(40, 30)
        view.set_report(maps[0])
        view.set_pins((7, 2))
        for one in maps[1:]:
            view.set_report(one)
        assert ways(view) == {7: 30, 2: 30}
        assert view.plot.scene.trails[7][-1] == pytest.approx(maps[-1].points[7])

    def test_in_the_past_they_end_at_the_step_shown(self, view: MapView) -> None:
        maps = training(40, 30)
        view.set_pins((7,))
        for one in maps:
            view.set_report(one)
        view.set_report(maps[9])
        assert ways(view) == {7: 10}
        assert view.plot.scene.trails[7][-1] == pytest.approx(maps[9].points[7])
        view.set_report(maps[29])
        assert ways(view) == {7: 30}

    def test_showing_the_same_twice_is_the_same_as_once(self, view: MapView, picture: Any) -> None:
        maps = training(40, 5)
        view.set_pins((7,))
        for one in maps:
            view.set_report(one)
        shown = picture(view)
        view.set_report(maps[-1])
        assert picture(view) == shown

    def test_refit_another_method_and_another_run_clear_them(
        self, view: MapView, make_snapshot: MakeSnapshot
    ) -> None:
        maps = training(40, 5)
        view.set_pins((7,))

        def fill() -> None:
            for one in maps:
                view.set_report(one)
            assert ways(view) == {7: 5}

        fill()
        view.set_report(changed(maps[-1], fitted=5))
        assert ways(view) == {7: 1}
        fill()
        press(view, "tsne")
        view.set_report(changed(maps[-1], method="tsne"))
        assert ways(view) == {}
        press(view, "pca")
        view.set_snapshot(make_snapshot(run=2))
        view.set_report(changed(maps[0], run=2))
        assert ways(view) == {7: 1}

    def test_a_pinned_row_keeps_its_colour_while_others_come_and_go(self, view: MapView) -> None:
        view.set_report(map_of(clusters(20)))
        view.set_pins((7, 2))
        colours = pin_colours(LIGHT)
        assert view.plot.scene.pins == {7: colours[0], 2: colours[1]}
        view.set_pins((2, 9, 9))
        assert view.plot.scene.pins == {2: colours[1], 9: colours[0]}
        view.set_theme(DARK)
        assert view.plot.scene.pins == {2: pin_colours(DARK)[1], 9: pin_colours(DARK)[0]}

    def test_a_pinned_row_without_a_place_is_in_nobodys_way(self, view: MapView) -> None:
        points = np.array([[0, 0], [nan, 1], [1, 1]], dtype=np.float32)
        view.set_pins((1, 2, 99))
        view.set_report(map_of(np.ones((3, 2)), points=points))
        view.set_report(map_of(np.ones((3, 2)), points=points, step=1))
        assert set(view.plot.scene.pins) == {2}
        assert set(ways(view)) == {2}

    def test_more_pins_than_colours_take_them_again(self, view: MapView) -> None:
        view.set_report(map_of(clusters(60)))
        view.set_pins(tuple(range(50)))
        assert len(view.plot.scene.pins) == 50


class TestSaying:
    def test_the_note_tells_of_the_axes(self, view: MapView) -> None:
        view.set_report(map_of(clusters(20), step=150, fitted=120, explained=(0.314, 0.12)))
        assert view.note.text() == "fitted at step 120 · axes hold 31 % + 12 % of the variance"
        assert not view.note.is_urgent

    @pytest.mark.parametrize(("drift", "is_told"), [(0.05, False), (0.1, False), (0.14, True), (nan, False)])
    def test_a_large_drift_is_said_with_what_helps(self, view: MapView, drift: float, is_told: bool) -> None:
        view.set_report(map_of(clusters(20), drift=drift))
        assert ("Refit would show 14 % more" in view.note.text()) is is_told
        assert view.note.is_urgent is is_told

    def test_numbers_that_are_none_are_counted_and_not_drawn(self, view: MapView) -> None:
        points = np.array([[0, 0], [nan, 1], [1, 1]], dtype=np.float32)
        view.set_report(map_of(np.ones((3, 2)), points=points))
        assert "1 rows with nan or inf left out" in view.note.text()

    def test_the_map_of_a_part_of_the_rows_says_so(self, view: MapView, make_snapshot: MakeSnapshot) -> None:
        view.set_snapshot(make_snapshot(np.ones((50, 3)), run=1))
        view.set_report(map_of(clusters(20)))
        assert view.note.text().endswith("20 of 50 rows")

    @pytest.mark.parametrize("count", [1, 2])
    def test_very_small_tables_have_a_map(self, view: MapView, count: int) -> None:
        table = np.array([[0.3, -0.2, 0.9, 0.1, 0.4], [-0.5, 0.6, 0.1, -0.3, 0.2]])[:count]
        view.set_report(map_of(table))
        assert not view.plot.message
        view.plot.places()
        assert sorted(view.plot.picture.named) == list(range(count))
        assert view.plot.scene.names == ("0", "1")[:count]

    def test_a_table_of_one_column_is_a_line(self, view: MapView) -> None:
        view.set_report(map_of(np.linspace(-1, 1, 9)[:, None]))
        assert np.ptp(view.plot.places()[:, 1]) == 0
        assert np.ptp(view.plot.places()[:, 0]) > 300

    def test_what_is_no_map_says_why(self, view: MapView, make_snapshot: MakeSnapshot) -> None:
        texts = [view.plot.message]
        view.set_report(map_of(np.ones((2, 2)), points=np.full((2, 2), nan, np.float32)))
        texts.append(view.plot.message)
        # The engine leaves rows out that cannot be drawn.
        view.set_report(WordMap(run=1))
        assert view.plot.message == texts[-1]
        view.set_snapshot(make_snapshot(np.empty((0, 3)), run=1))
        view.set_report(WordMap(run=1))
        texts.append(view.plot.message)
        assert len(set(texts)) == 3
        assert all(texts)
        view.set_report(map_of(clusters(5)))
        assert view.plot.message == ()

    def test_labels_are_shown_as_they_are_on_one_line(self, view: MapView, picture: Any) -> None:
        count = len(HOSTILE_LABELS)
        view.set_pins(tuple(range(count)))
        view.set_report(map_of(clusters(count), labels=HOSTILE_LABELS))
        names = view.plot.scene.names
        assert {"<s>", "</s>", "<img src=/etc/hostname>", "&amp; &File", "{step} %1"} <= set(names)
        assert all(name and len(name) <= 28 and name.isprintable() for name in names if "👩" not in name)
        # All are pinned: all are drawn, each in a box as wide as its text, and no higher than a line.
        picture(view)
        assert len(view.plot.picture.named) == count
        assert all(box.width() > 8 for box in view.plot.picture.named.values())

    def test_pointing_tells_label_row_and_coordinates(self, view: MapView) -> None:
        labels = ("king", "queen", "two\nlines", "x" * 10_000)
        table = clusters(4)
        view.set_report(map_of(table, labels=labels, points=np.array([[0, 1], [-2, 0.25], [1, 1], [3, 3]])))
        whole = view.note.text()
        QTest.mouseMove(view.plot, QPointF(*view.plot.places()[1]).toPoint())
        assert view.note.text() == "queen · row 1 · (−2.0000, 0.2500)"
        QTest.mouseMove(view.plot, QPointF(*view.plot.places()[3]).toPoint())
        assert len(view.note.text()) < 200
        assert view.note.text().endswith("row 3 · (3.0000, 3.0000)")
        QTest.mouseMove(view.plot, QPoint(5, 5))
        assert view.note.text() == whole

    def test_a_click_tells_the_row_not_the_place_in_the_list(self, view: MapView) -> None:
        rows: list[int] = []
        view.row_chosen.connect(rows.append)
        view.set_report(map_of(clusters(4), rows=np.array([10, 20, 30, 40])))
        QTest.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=QPointF(*view.plot.places()[2]).toPoint())
        assert rows == [30]

    def test_what_is_shown_is_told_to_screen_readers(self, view: MapView) -> None:
        assert view.plot.accessibleName()
        view.set_pins((3,))
        view.set_report(map_of(clusters(20), labels=words(20), step=4, fitted=4))
        told = view.plot.accessibleDescription()
        assert "20 rows by PCA" in told
        assert f"pinned: {words(20)[3]}" in told
        assert "fitted at step 4" in told

    def test_all_can_be_shown_again_when_there_is_more_than_is_seen(self, view: MapView) -> None:
        view.set_report(map_of(clusters(20)))
        assert not view.controls.whole_button.isEnabled()
        QTest.keyClick(view.plot, Qt.Key.Key_Plus)
        assert view.controls.whole_button.isEnabled()
        click(view.controls.whole_button)
        assert view.plot.plane.is_whole
        assert not view.controls.whole_button.isEnabled()

    def test_both_languages_and_looks_are_taken_at_once(self, view: MapView, picture: Any) -> None:
        view.set_pins((1,))
        view.set_report(map_of(clusters(20), labels=words(20)))
        light = picture(view)
        view.set_theme(DARK)
        assert picture(view).count(DARK.card) > 50_000
        view.retranslate()
        view.set_theme(LIGHT)
        assert picture(view) == light


class TestEnlarging:
    @pytest.fixture
    def told(self, view: MapView) -> list[bool]:
        made: list[bool] = []
        view.enlarged.connect(made.append)
        return made

    def test_it_is_told_and_taken_back(self, view: MapView, told: list[bool]) -> None:
        click(view.controls.enlarge_button)
        click(view.controls.enlarge_button)
        assert told == [True, False]

    def test_it_holds_only_while_the_map_is_seen(
        self, view: MapView, told: list[bool], show: Callable[..., QWidget]
    ) -> None:
        stack = QStackedWidget()
        stack.addWidget(view)
        stack.addWidget(QWidget())
        show(stack, 450, 320)
        click(view.controls.enlarge_button)
        del told[:]
        stack.setCurrentIndex(1)
        assert told == [False]
        stack.setCurrentIndex(0)
        assert told == [False, True]

    def test_a_row_that_was_hidden_while_it_became_narrow_is_no_wider(
        self, view: MapView, qtbot: QtBot
    ) -> None:
        row = view.controls
        view.hide()
        view.resize(220, 300)
        row.set_busy(False)
        view.show()
        qtbot.waitUntil(lambda: row.width() == 220 and row.methods.width() == row.methods.sizeHint().width())
        assert row.refit_button.isVisible()
        assert not row.enlarge_button.isVisible()

    def test_what_is_enlarged_can_be_made_small_in_a_narrow_row_too(self, view: MapView) -> None:
        click(view.controls.enlarge_button)
        view.resize(220, 300)
        view.grab()
        assert view.controls.enlarge_button.isVisible()
        assert not view.controls.refit_button.isVisible()
        view.resize(420, 300)
        view.grab()
        assert view.controls.refit_button.isVisible()

    @pytest.mark.parametrize("width", [150, 200, 260, 300, 420, 700])
    def test_a_narrow_row_leaves_the_last_buttons_out(self, view: MapView, width: int) -> None:
        view.resize(width, 300)
        press(view, "umap")
        view.set_progress(Progress(done=0.5))
        view.grab()
        row = view.controls
        shown = [row.methods, row.cancel_button, row.whole_button, row.enlarge_button]
        shown = [widget for widget in shown if widget.isVisible()]
        rights = [widget.geometry().right() for widget in shown]
        assert rights == sorted(rights)
        if width >= 260:
            assert rights[-1] < width
        assert row.enlarge_button.isVisible() is (width >= 420)


def test_axes_of_a_table_are_its_principal_components() -> None:
    """The maps of these tests are what they say: against the eigenvectors of the covariance."""
    table = clusters(50)
    _, vectors = np.linalg.eigh(np.cov(table.T))
    for place in (0, 1):
        assert abs(axes_of(table)[:, place] @ vectors[:, -1 - place]) == pytest.approx(1)
