"""Cards: what stands in their heads is shown as it is written, and cut with an ellipsis where it must be."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.panel import Card, Chip, Panel, label

Show = Callable[..., Any]


def as_plain(text: str, like: QLabel) -> QLabel:
    """A label of Qt's own that shows plain text."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(like.font())
    made.setText(text)
    return made


def test_a_label_shows_any_text_as_it_is_written(hostile: str, show: Show, picture: Any) -> None:
    ours = label()
    ours.setText(hostile)
    assert ours.textFormat() == Qt.TextFormat.PlainText
    assert picture(show(ours, 500, 60)) == picture(show(as_plain(hostile, ours), 500, 60))


def test_a_token_that_looks_like_html_is_visible(show: Show, picture: Any) -> None:
    for text in ("<s>", "</s>", "<unk>", "<b></b>"):
        ours = label()
        ours.setText(text)
        assert picture(show(ours, 120, 30)).colours() > 3


class TestCard:
    def test_its_texts_are_plain_whatever_they_hold(self, hostile: str, show: Show, picture: Any) -> None:
        card = show(Card(), 700, 120)
        for part in (card.title, card.subtitle):
            part.setText(hostile)
        card.chip.set_text(hostile)
        assert all(part.textFormat() == Qt.TextFormat.PlainText for part in card.findChildren(QLabel))
        # A picture of a file would have colours of its own, a heading another height.
        assert card.title.sizeHint().height() < 60
        assert picture(card).colours() > 3

    def test_it_is_a_rounded_ground_with_a_line(self, theme: Theme, show: Show, picture: Any) -> None:
        card = Card()
        card.set_theme(theme)
        shown = picture(show(card, 300, 200))
        assert shown.at(150, 100) == theme.card
        assert shown.at(150, 0) == theme.line
        assert shown.at(0, 0) != theme.card

    def test_the_body_does_not_move_when_the_chip_comes(self, show: Show) -> None:
        card, body = Card(), QWidget()
        card.body.addWidget(body, 1)
        show(card, 300, 200)
        before = body.geometry()
        card.chip.set_text("stale")
        card.layout().activate()
        assert body.geometry() == before

    def test_a_subtitle_that_has_no_room_gives_way_to_title_and_chip(self, show: Show) -> None:
        card = Card()
        card.title.setText("a title")
        card.subtitle.setText("a very long subtitle " * 10)
        card.chip.set_text("accumulated × 12")
        show(card, 300, 100)
        assert card.width() == 300
        assert card.title.width() >= card.title.sizeHint().width()
        assert card.chip.width() >= card.chip.sizeHint().width()
        right = card.chip.mapTo(card, QPoint(0, 0)).x() + card.chip.width()
        assert right <= card.width()

    def test_a_cut_subtitle_ends_with_an_ellipsis_within_its_box(self, show: Show, picture: Any) -> None:
        card = Card()
        card.set_theme(LIGHT)
        card.subtitle.setText("W" * 200)
        show(card, 300, 100)
        cut = picture(card.subtitle)
        card.subtitle.setText("W" * 100)
        assert picture(card.subtitle) == cut
        assert cut.rgb[:, -1].max() == cut.rgb[:, -1].min()


class TestChip:
    def test_an_empty_text_hides_it(self, show: Show) -> None:
        card = show(Card(), 300, 100)
        assert not card.chip.isVisible()
        card.chip.set_text("fresh")
        assert card.chip.isVisible()
        card.chip.set_text("")
        assert not card.chip.isVisible()

    def test_its_ground_follows_the_look(self, theme: Theme, show: Show, picture: Any) -> None:
        chip = Chip()
        chip.set_theme(theme)
        chip.set_text("fresh")
        show(chip, 80, 24)
        shown = picture(chip)
        assert shown.at(6, 12) == theme.button
        assert shown.count(theme.ink) > 5

    def test_it_shrinks_with_its_text(self, show: Show) -> None:
        card = show(Card(), 300, 100)
        card.chip.set_text("accumulated × 12")
        wide = card.chip.width()
        card.chip.set_text("stale")
        QApplication.processEvents()
        assert card.chip.width() < wide / 2
        assert card.chip.mapTo(card, card.chip.rect().topRight()).x() > 270

    @pytest.mark.parametrize("text", ["fresh", "accumulated × 12", "1.7977e+308"])
    def test_it_is_as_wide_as_its_text(self, text: str, show: Show) -> None:
        chip = Chip()
        chip.set_text(text)
        assert chip.sizeHint().width() >= chip.fontMetrics().horizontalAdvance(text) + 18


class TestPanel:
    def test_retranslating_before_the_first_snapshot_does_nothing(self, show: Show) -> None:
        panel = show(Panel(), 300, 200)
        panel.retranslate()
        assert panel.snapshot is None

    def test_it_shows_the_last_snapshot_again_in_another_language(
        self, show: Show, make_snapshot: Any
    ) -> None:
        told = []

        class Listener(Panel):
            def set_snapshot(self, snapshot: Any) -> None:
                super().set_snapshot(snapshot)
                told.append(snapshot)

        panel, snapshot = show(Listener(), 300, 200), make_snapshot()
        panel.set_snapshot(snapshot)
        panel.retranslate()
        assert told == [snapshot, snapshot]
