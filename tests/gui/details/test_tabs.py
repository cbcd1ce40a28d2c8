"""The tabbed card: one view is shown and up to date, the others catch up when they are shown."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from embviz.core.messages import Moment, Snapshot
from embviz.gui.details.tabs import TabbedCard
from embviz.gui.theme import LIGHT, Theme

MakeSnapshot = Callable[..., Snapshot]


class Noting(QWidget):
    """A view that notes what it is told."""

    def __init__(self, needs_every_snapshot: bool = False) -> None:
        super().__init__()
        self.needs_every_snapshot = needs_every_snapshot
        self.steps: list[int] = []
        self.themes: list[Theme] = []
        self.retranslated = 0

    def set_snapshot(self, snapshot: Snapshot) -> None:
        self.steps.append(snapshot.step)

    def set_theme(self, theme: Theme) -> None:
        self.themes.append(theme)

    def retranslate(self) -> None:
        self.retranslated += 1


def within(card: TabbedCard, part: QWidget) -> QRect:
    """Where a part of the card is in it."""
    return part.rect().translated(part.mapTo(card, QPoint(0, 0)))


@pytest.fixture
def views() -> dict[str, Noting]:
    return {
        "inspector": Noting(),
        "lookup": Noting(),
        "code": Noting(needs_every_snapshot=True),
        "gap": Noting(),
    }


@pytest.fixture
def card(show: Callable[..., Any], views: dict[str, Noting]) -> TabbedCard:
    made: TabbedCard = show(TabbedCard(tuple(views)), 440, 250)
    made.add_views(views)
    return made


def test_the_first_view_is_shown_and_gets_each_snapshot_at_once(
    card: TabbedCard, views: dict[str, Noting], make_snapshot: MakeSnapshot
) -> None:
    for step in (1, 2, 3):
        card.set_snapshot(make_snapshot(step=step))
    assert card.shown == "inspector"
    assert views["inspector"].isVisible()
    assert views["inspector"].steps == [1, 2, 3]


def test_a_hidden_view_gets_the_latest_snapshot_when_it_is_shown_and_that_one_once(
    card: TabbedCard, views: dict[str, Noting], make_snapshot: MakeSnapshot
) -> None:
    for step in (1, 2, 3):
        card.set_snapshot(make_snapshot(step=step))
    assert views["gap"].steps == []
    card.show_view("gap")
    assert views["gap"].steps == [3]
    assert views["gap"].isVisible()
    assert not views["inspector"].isVisible()
    card.show_view("inspector")
    card.show_view("gap")
    assert views["gap"].steps == [3]
    assert views["inspector"].steps == [1, 2, 3]


def test_a_view_that_needs_every_snapshot_gets_them_hidden_or_not(
    card: TabbedCard, views: dict[str, Noting], make_snapshot: MakeSnapshot
) -> None:
    for step in (1, 2):
        card.set_snapshot(make_snapshot(step=step))
    card.show_view("code")
    card.set_snapshot(make_snapshot(step=3))
    assert views["code"].steps == [1, 2, 3]


def test_before_the_first_snapshot_nothing_is_told(card: TabbedCard, views: dict[str, Noting]) -> None:
    card.show_view("lookup")
    assert all(view.steps == [] for view in views.values())


def test_a_click_on_a_tab_shows_its_view(card: TabbedCard, views: dict[str, Noting]) -> None:
    QTest.mouseClick(card.tabs["lookup"], Qt.MouseButton.LeftButton)
    assert card.shown == "lookup"
    assert views["lookup"].isVisible()


def test_the_arrow_keys_walk_through_the_tabs(card: TabbedCard) -> None:
    card.tabs["inspector"].setFocus(Qt.FocusReason.TabFocusReason)
    walked = []
    for _ in range(3):
        focused = next(tab for tab in card.tabs.values() if tab.hasFocus())
        QTest.keyClick(focused, Qt.Key.Key_Right)
        walked.append(card.shown)
    assert walked == ["lookup", "code", "gap"]


def test_the_tab_of_the_view_that_is_shown_is_underlined_in_the_accent(
    card: TabbedCard, theme: Theme, picture: Any
) -> None:
    card.set_theme(theme)
    # The only window gives its first tab the keyboard, which has a line of its own.
    card.tabs["inspector"].clearFocus()
    for name in ("inspector", "code"):
        card.show_view(name)
        shown = picture(card)
        underlined = [
            one for one, tab in card.tabs.items() if shown.count(theme.accent, within(card, tab)) > 30
        ]
        assert underlined == [name]


def test_tabs_do_not_move_when_another_is_chosen(card: TabbedCard) -> None:
    before = [tab.geometry() for tab in card.tabs.values()]
    card.show_view("gap")
    card.body.activate()
    assert [tab.geometry() for tab in card.tabs.values()] == before


def test_views_that_come_late_get_the_latest_snapshot(
    show: Callable[..., Any], views: dict[str, Noting], make_snapshot: MakeSnapshot
) -> None:
    card: TabbedCard = show(TabbedCard(tuple(views)), 440, 250)
    snapshot = make_snapshot(step=3)
    card.set_snapshot(snapshot)
    card.add_views(views)
    assert views["inspector"].steps == views["code"].steps == [3]
    assert views["gap"].steps == []
    card.show_view("gap")
    assert views["gap"].steps == [3]


def test_looks_and_language_reach_all_views(card: TabbedCard, views: dict[str, Noting]) -> None:
    told = {name: view.retranslated for name, view in views.items()}
    card.set_theme(LIGHT)
    card.retranslate()
    # Once when they came, and once now.
    assert all(view.themes == [LIGHT, LIGHT] for view in views.values())
    assert all(view.retranslated == told[name] + 1 for name, view in views.items())
    assert [tab.text() for tab in card.tabs.values()] == ["Inspector", "Lookup", "Code", "Gap"]


def test_the_tab_that_has_the_keyboard_is_marked(card: TabbedCard, picture: Any) -> None:
    card.tabs["inspector"].clearFocus()
    before = picture(card.tabs["inspector"]).count(LIGHT.accent)
    card.tabs["inspector"].setFocus(Qt.FocusReason.TabFocusReason)
    assert picture(card.tabs["inspector"]).count(LIGHT.accent) > 1.5 * before > 0


def test_of_a_past_moment_the_card_says_so_whichever_view_is_shown(
    card: TabbedCard, make_snapshot: MakeSnapshot, theme: Theme, picture: Any
) -> None:
    card.set_theme(theme)
    card.set_snapshot(make_snapshot(step=40, moment=Moment(0, 40), last=40))
    assert card.past.text() == card.accessibleDescription() == ""
    assert picture(card).count(theme.caution) == 0
    card.set_snapshot(make_snapshot(step=12, moment=Moment(0, 12), last=40))
    for name in card.tabs:
        card.show_view(name)
        assert card.past.text() == card.accessibleDescription() == "the past · step 12"
        assert picture(card).count(theme.caution, within(card, card.past)) > 10
    card.set_snapshot(make_snapshot(step=40, moment=Moment(0, 40), last=40))
    assert card.past.text() == card.accessibleDescription() == ""


@pytest.mark.parametrize("width", [230, 300, 440])
def test_the_words_of_the_past_never_widen_the_card_or_cover_a_tab(
    width: int, card: TabbedCard, make_snapshot: MakeSnapshot
) -> None:
    before = card.minimumSizeHint().width()
    card.resize(width, 250)
    card.set_snapshot(make_snapshot(step=12_345_678, moment=Moment(0, 12), last=40))
    assert card.minimumSizeHint().width() == before
    assert not any(card.past.geometry().intersects(tab.geometry()) for tab in card.tabs.values())


def test_the_words_of_the_past_follow_the_language(
    card: TabbedCard, make_snapshot: MakeSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card.set_snapshot(make_snapshot(step=12, moment=Moment(0, 12), last=40))
    monkeypatch.setattr(TabbedCard, "tr", lambda _self, text: f"«{text}»")
    card.retranslate()
    assert card.past.text() == "«the past · step 12»"


ALL = ("inspector", "lookup", "code", "gap", "rows", "words", "map")
# The card's own width at 1280 x 720, and so on to the least.
WIDTHS = (900, 450, 420, 380, 340, 300, 260, 230)


@pytest.fixture
def full(show: Callable[..., Any]) -> TabbedCard:
    """The card with all its tabs, as wide as it is at 1280 x 720."""
    made: TabbedCard = show(TabbedCard(ALL), 450, 250)
    made.add_views({name: Noting() for name in ALL})
    return made


def whole(card: TabbedCard) -> list[str]:
    """The tabs that are seen from one end to the other; no other is seen at all."""
    row = card.tabs["inspector"].parentWidget()
    seen = {name: row.rect().intersected(tab.geometry()) for name, tab in card.tabs.items()}
    for name, box in seen.items():
        assert box.isEmpty() or box == card.tabs[name].geometry()
    return [name for name, box in seen.items() if not box.isEmpty()]


class TestSevenTabs:
    def test_at_the_usual_size_all_have_room_beside_the_word_of_the_past(
        self, full: TabbedCard, make_snapshot: MakeSnapshot
    ) -> None:
        full.set_snapshot(make_snapshot(step=26, moment=Moment(0, 26), last=40))
        assert whole(full) == list(ALL)
        assert full.past.isVisible()
        assert full.past.width() >= full.past.width_of(full.past.short)

    @pytest.mark.parametrize("step", [0, 26, 12_345_678])
    @pytest.mark.parametrize("width", WIDTHS)
    def test_no_part_of_the_row_covers_or_cuts_another_at_any_width(
        self, width: int, step: int, full: TabbedCard, make_snapshot: MakeSnapshot
    ) -> None:
        full.resize(width, 250)
        full.set_snapshot(make_snapshot(step=step, moment=Moment(0, step), last=step + bool(step)))
        for name in (*ALL, *reversed(ALL)):
            full.show_view(name)
            assert name in whole(full)
            row = full.past.parentWidget()
            parts = [one for one in row.findChildren(QWidget) if one.isVisible()]
            boxes = [one.geometry() for one in parts if row.rect().intersects(one.geometry())]
            assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
            assert all(row.rect().contains(box) for box in boxes)

    def test_the_gaps_shrink_before_the_words_of_the_past_go(
        self, full: TabbedCard, make_snapshot: MakeSnapshot
    ) -> None:
        full.set_snapshot(make_snapshot(step=26, moment=Moment(0, 26), last=40))
        told = []
        for width in WIDTHS[:5]:
            full.resize(width, 250)
            room = full.past.width() * full.past.isVisible()
            told.append(
                next(one for one in (full.past.text(), full.past.short, "") if width_of(full, one) <= room)
            )
        assert told == sorted(told, key=len, reverse=True)
        assert set(told) == {"the past · step 26", "past · 26", ""}

    def test_the_arrow_keys_reach_every_tab_where_few_have_room(self, full: TabbedCard) -> None:
        full.resize(230, 250)
        assert len(whole(full)) < len(ALL)
        full.tabs["inspector"].setFocus(Qt.FocusReason.TabFocusReason)
        walked = []
        for key in [Qt.Key.Key_Right] * 6 + [Qt.Key.Key_Left] * 6:
            QTest.keyClick(next(tab for tab in full.tabs.values() if tab.hasFocus()), key)
            walked.append(full.shown)
            assert full.shown in whole(full)
        assert walked == [*ALL[1:], *reversed(ALL[:-1])]

    def test_the_arrows_at_the_ends_and_the_wheel_bring_the_others(self, full: TabbedCard) -> None:
        full.resize(230, 250)
        back, on = (
            one
            for one in full.past.parentWidget().findChildren(QAbstractButton)
            if one not in full.tabs.values()
        )
        assert not back.isEnabled()
        clicks = 0
        while on.isEnabled() and clicks < len(ALL):
            QTest.mouseClick(on, Qt.MouseButton.LeftButton)
            clicks += 1
        assert "map" in whole(full)
        assert "inspector" not in whole(full)
        assert full.shown == "inspector"
        for _ in range(len(ALL)):
            turn(full.past.parentWidget(), 120)
        assert "inspector" in whole(full)
        assert {back.accessibleName(), on.accessibleName()} == {"tabs before these", "tabs after these"}

    def test_a_wider_card_shows_them_all_again(self, full: TabbedCard) -> None:
        full.resize(230, 250)
        full.show_view("map")
        full.resize(450, 250)
        assert whole(full) == list(ALL)


def test_a_tab_whose_view_has_not_come_yet_shows_nothing_of_another(
    show: Callable[..., Any], make_snapshot: MakeSnapshot
) -> None:
    card: TabbedCard = show(TabbedCard(ALL), 450, 250)
    views = {"inspector": Noting(), "rows": Noting()}
    card.add_views(views)
    card.set_snapshot(make_snapshot(step=2))
    card.show_view("map")
    assert not any(view.isVisible() for view in views.values())
    late = Noting()
    card.add_views({"map": late})
    assert late.isVisible()
    assert late.steps == [2]


def width_of(card: TabbedCard, text: str) -> int:
    return card.past.width_of(text) if text else 0


def turn(widget: QWidget, delta: int) -> None:
    """Turn the wheel over a widget."""
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(centre)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
