"""The tabbed card: one view is shown and up to date, the others catch up when they are shown."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

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
        underlined = [
            one for one, tab in card.tabs.items() if picture(card).count(theme.accent, tab.geometry()) > 30
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
        assert picture(card).count(theme.caution, card.past.geometry()) > 10
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
