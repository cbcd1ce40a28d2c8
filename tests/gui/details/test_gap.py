"""The number line of the first pair: where its beads are, where they came from, and what is said of it."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from embviz.core.experiment import Experiment
from embviz.core.messages import Beads, Moment, Snapshot
from embviz.gui.details.gap import HEIGHT_PX, LANE_PX, LINE_Y_PX, GapView
from embviz.gui.theme import LIGHT, Theme
from tests.gui.conftest import rgb_of

MakeSnapshot = Callable[..., Snapshot]
Move = Callable[..., Snapshot]
nan, inf = float("nan"), float("inf")


@pytest.fixture
def view(show: Callable[..., GapView]) -> GapView:
    made = GapView()
    made.set_theme(LIGHT)
    return show(made, 440, HEIGHT_PX)


@pytest.fixture
def move(view: GapView, make_snapshot: MakeSnapshot) -> Move:
    """Show the beads at a step: `move(0, 1.5, -1.5)`."""

    def move(
        step: int, first: float, second: float, off_line: float = 0.0, *, run: int = 1, **others: Any
    ) -> Snapshot:
        gap = first - second
        snapshot = make_snapshot(
            step=step,
            run=run,
            distances=[abs(gap)],
            gaps=[gap],
            beads=Beads(first, second, off_line),
            **others,
        )
        view.set_snapshot(snapshot)
        return snapshot

    return move


class TestWhereTheyAre:
    def test_each_bead_is_where_the_line_says(
        self, theme: Theme, view: GapView, move: Move, picture: Any
    ) -> None:
        view.set_theme(theme)
        move(0, 1.5, -1.0)
        move(1, 1.2, -0.7)
        move(2, 1.0, -0.5)
        shown = picture(view)
        # Beside the number in the middle of the bead.
        assert shown.at(view.x_of(1.0) - 7, LINE_Y_PX - LANE_PX) == theme.accent
        assert shown.at(view.x_of(-0.5) - 7, LINE_Y_PX + LANE_PX) == theme.ink
        assert shown.at(view.x_of(-0.5) - 7, LINE_Y_PX - LANE_PX) == theme.card
        # Hollow where they started.
        assert shown.at(view.x_of(1.5), LINE_Y_PX - LANE_PX) == theme.card
        assert shown.at(view.x_of(1.5) - 6, LINE_Y_PX - LANE_PX) != theme.card

    def test_zero_is_in_the_middle_and_the_ends_within(self, view: GapView, move: Move) -> None:
        move(0, 1.3, -1.3)
        assert view.x_of(0) == view.width() / 2
        assert 0 < view.x_of(-view.limit) < view.x_of(-1.3) < view.x_of(1.3) < view.x_of(view.limit) < 440

    def test_the_bar_between_them_changes_where_they_have_passed_each_other(
        self, view: GapView, move: Move, picture: Any
    ) -> None:
        move(0, 1.5, -1.5)
        before = picture(view).at(view.x_of(0.3), LINE_Y_PX)
        move(1, -1.5, 1.5)
        after = picture(view).at(view.x_of(0.3), LINE_Y_PX)
        assert len({before, after, LIGHT.card, LIGHT.line}) == 4

    @pytest.mark.parametrize(
        ("first", "second"),
        [(1e30, -1.0), (1.7e308, -1.7e308), (5e-324, 0.0), (0.0, 0.0), (1e-9, 1e-9), (-3.0, -2.0)],
    )
    @pytest.mark.parametrize("width", [160, 440, 1600])
    def test_any_places_can_be_painted(
        self, first: float, second: float, width: int, view: GapView, move: Move, picture: Any
    ) -> None:
        view.resize(width, HEIGHT_PX)
        move(0, first, second)
        shown = picture(view)
        assert shown.count(LIGHT.accent) > 50
        assert shown.count(LIGHT.ink) > 50

    def test_rows_are_named_whatever_their_numbers(self, view: GapView, move: Move, picture: Any) -> None:
        far = Experiment(rows=2_000_000, pairs=((1_234_567, 12),))
        move(0, 1.0, -1.0, experiment=Experiment())
        short = picture(view)
        move(0, 1.0, -1.0, experiment=far)
        assert picture(view).count(LIGHT.accent) > short.count(LIGHT.accent) + 200


class TestScale:
    def test_it_grows_with_the_run_and_does_not_shrink(self, view: GapView, move: Move) -> None:
        limits = []
        for step, place in enumerate((1.3, 0.4, 0.1, 1.9, 3.0, 0.2)):
            move(step, place, -place)
            limits.append(view.limit)
        assert limits == sorted(limits)
        assert limits[0] == limits[2] >= 1.3
        assert limits[-1] >= 3.0

    def test_a_new_run_has_its_own(self, view: GapView, move: Move) -> None:
        move(0, 900.0, -900.0)
        move(0, 0.5, -0.5, run=2)
        assert view.limit < 1.0
        assert view.start == (0.5, -0.5)
        assert view.before is None


class TestMotion:
    def test_the_last_motion_is_kept_until_there_is_another(self, view: GapView, move: Move) -> None:
        move(0, 1.5, -1.5)
        assert view.before is None
        move(1, 1.0, -1.0)
        assert view.before == (1.5, -1.5)
        # A forward pass moves nothing.
        move(1, 1.0, -1.0, command="forward")
        assert view.before == (1.5, -1.5)
        move(2, 0.2, -0.2)
        assert view.before == (1.0, -1.0)
        assert view.start == (1.5, -1.5)

    def test_an_arrow_leads_from_there_to_here(
        self, theme: Theme, view: GapView, move: Move, picture: Any
    ) -> None:
        view.set_theme(theme)
        move(0, 1.8, -1.8)
        move(1, 1.5, -1.5)
        move(2, 0.0, -1.5)
        shown = picture(view)
        for place in (0.4, 0.8, 1.2):
            assert shown.at(view.x_of(place), LINE_Y_PX - LANE_PX) == theme.accent
        # The other one stood still.
        assert shown.at(view.x_of(-1.3), LINE_Y_PX + LANE_PX) == theme.card

    def test_the_same_snapshot_twice_is_the_same_picture(
        self, view: GapView, move: Move, picture: Any
    ) -> None:
        move(0, 1.5, -1.5)
        snapshot = move(1, 1.0, -1.0)
        once = picture(view)
        view.set_snapshot(snapshot)
        view.set_snapshot(msgspec.structs.replace(snapshot, request=9))
        view.retranslate()
        assert picture(view) == once

    def test_a_run_that_is_joined_late_has_no_start(self, view: GapView, move: Move, picture: Any) -> None:
        move(7, 1.5, -1.5)
        assert view.start is None
        picture(view)


class TestWords:
    def test_the_signed_distance_is_written_with_its_sign(self, view: GapView, move: Move) -> None:
        move(0, 1.0, -1.0)
        assert view.text == "signed distance 2.0000"
        move(1, -0.4279, 0.4279)
        assert view.text == "signed distance −0.8558"
        assert view.accessibleDescription() == view.text

    @pytest.mark.parametrize(("off_line", "is_said"), [(0.0, False), (1e-8, False), (0.123, True)])
    def test_a_motion_that_leaves_the_line_is_said_to(
        self, off_line: float, is_said: bool, view: GapView, move: Move
    ) -> None:
        move(0, 1.0, -1.0, off_line)
        assert bool(view.note) is is_said
        if is_said:
            assert view.note == "the motion leaves this line by 0.123; this is its projection"
            assert view.note in view.accessibleDescription()

    @pytest.mark.parametrize(
        ("beads", "distance", "pairs", "why"),
        [
            (None, 1.0, ((1, 1),), "the pair is one row with itself"),
            (
                Beads(nan, nan, nan),
                0.0,
                ((0, 1),),
                "both rows started at one place: no line leads through them",
            ),
            (Beads(nan, 0.0, nan), nan, ((0, 1),), "a row of the pair holds nan or inf"),
            (Beads(inf, 0.0, inf), inf, ((0, 1),), "a row of the pair holds nan or inf"),
        ],
    )
    def test_without_beads_a_plate_says_why(
        self,
        beads: Beads | None,
        distance: float,
        pairs: Any,
        why: str,
        view: GapView,
        make_snapshot: MakeSnapshot,
        picture: Any,
    ) -> None:
        blank = picture(view)
        experiment = Experiment(pairs=pairs)
        view.set_snapshot(make_snapshot(distances=[distance], beads=beads, experiment=experiment))
        assert view.absence == why
        assert view.text == view.note == ""
        assert view.accessibleDescription() == why
        assert picture(view) != blank

    def test_before_the_first_snapshot_nothing_is_said(self, view: GapView, picture: Any) -> None:
        assert (view.text, view.note, view.absence) == ("", "", "")
        assert picture(view).colours() == 1

    def test_numbers_that_come_back_are_shown_again(self, view: GapView, move: Move) -> None:
        move(0, 1.0, -1.0)
        move(1, nan, nan)
        assert view.absence
        move(2, 0.5, -0.5)
        assert view.absence == ""
        assert view.places == (0.5, -0.5)


class TestPast:
    def test_the_beads_are_where_they_were(self, view: GapView, move: Move) -> None:
        move(0, 1.5, -1.5, moment=Moment(0, 0), last=0)
        move(9, 0.2, -0.2, moment=Moment(0, 9), last=9)
        move(4, 1.0, -1.0, moment=Moment(0, 4), last=9, command="go")
        assert view.places == (1.0, -1.0)
        assert view.text == "signed distance 2.0000"
        assert view.start == (1.5, -1.5)

    def test_a_leap_is_no_motion_but_the_next_moment_comes_by_one(self, view: GapView, move: Move) -> None:
        for index, place in enumerate((1.5, 1.2, 0.8)):
            move(index, place, -place, moment=Moment(0, index), last=index)
        assert view.before == (1.2, -1.2)
        move(0, 1.5, -1.5, moment=Moment(0, 0), last=2, command="go")
        assert view.before is None
        move(1, 1.2, -1.2, moment=Moment(0, 1), last=2, command="go")
        assert view.before == (1.5, -1.5)
        move(0, 1.5, -1.5, moment=Moment(0, 0), last=2, command="go")
        move(2, 0.8, -0.8, moment=Moment(0, 2), last=2, command="go")
        assert view.before is None

    def test_a_branch_has_the_start_and_the_scale_of_its_run(self, view: GapView, move: Move) -> None:
        move(0, 1.5, -1.5)
        limit = view.limit
        move(4, 0.5, -0.5, run=2, command="fork")
        assert view.start == (1.5, -1.5)
        assert view.limit == limit
        assert view.before is None
        move(4, 0.5, -0.5, run=3, command="open")
        assert view.start is None
        assert view.limit < limit


class TestNames:
    LABELS = (
        "king",
        "",
        "a" * 10_000,
        "埋め込み",
        "שלום עולם",
        "👩\u200d👩\u200d👧\u200d👦",
        "<img src=/etc/passwd>",
        "a\nb",
    )

    def test_beads_have_the_labels_of_their_rows(self, view: GapView, move: Move, picture: Any) -> None:
        move(0, 1.0, -1.0, experiment=Experiment())
        numbered = picture(view)
        assert view.pair == view.toolTip() == ""
        move(0, 1.0, -1.0, experiment=Experiment(), names={0: "king", 1: "crown"})
        assert picture(view) != numbered
        assert view.pair == "king (row 0) above the line, crown (row 1) below it"
        assert view.pair in view.accessibleDescription()
        assert view.pair in view.toolTip()

    def test_a_name_that_comes_to_be_known_is_shown_though_nothing_moved(
        self, view: GapView, move: Move, picture: Any
    ) -> None:
        unnamed = move(0, 1.0, -1.0, experiment=Experiment())
        before = picture(view)
        view.set_snapshot(msgspec.structs.replace(unnamed, names={1: "crown"}))
        assert view.pair == "row 0 above the line, crown (row 1) below it"
        assert view.pair in view.accessibleDescription()
        assert picture(view) != before

    @pytest.mark.parametrize("label", LABELS, ids=ascii)
    @pytest.mark.parametrize("width", [160, 440])
    def test_any_label_is_a_bead_within_the_view(
        self, label: str, width: int, view: GapView, move: Move, picture: Any
    ) -> None:
        view.resize(width, HEIGHT_PX)
        # At the very end of the line.
        move(0, 1.0, -1.0, experiment=Experiment(), names={0: label})
        shown = picture(view)
        # The middle of the bead's height: its ends are round.
        line = shown.rgb[LINE_Y_PX - LANE_PX]
        (inside,) = (line == rgb_of(LIGHT.accent)).nonzero()
        assert 0 < inside.min() < view.x_of(1.0) < inside.max() < width - 1
        assert inside.max() - inside.min() < 150
