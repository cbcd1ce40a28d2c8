"""LessonPanel: one step of a lesson as a card: what to read, to predict and to do, and how to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QScrollArea, QWidget

from embviz.core.lessons.attempt import Attempt, Straying
from embviz.gui.lessons.lines import IconLine, Page, paragraph
from embviz.gui.lessons.prediction import PredictionBox
from embviz.gui.theme import Theme, px
from embviz.gui.timeline.buttons import FlatButton
from embviz.gui.widgets.panel import PADDING_PX, Card, Chip, Elided
from embviz.gui.widgets.plates import Plate

WIDTH_PX = 300
# The scroll bar stands in the card's padding.
SCROLL_BAR_GAP_PX = 3
TEXT_WIDTH_PX = WIDTH_PX - 2 * PADDING_PX


class LessonPanel(Card):
    """The card of the step that an Attempt stands at; whoever leads through the lesson hears what is pressed.

    `answered` brings the answer to a question, `setup_wanted` whether the form is to be seen.
    """

    went_on = Signal()
    went_back = Signal()
    started_again = Signal()
    closed = Signal()
    answered = Signal(object)
    setup_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel_lesson")
        self.setFixedWidth(px(WIDTH_PX))
        self._attempt: Attempt | None = None
        self._language = "en"
        self._is_busy = self._is_hinted = self._has_next_lesson = self._is_at_end = False
        self._shown: object = None
        self.place = Elided(12)
        self.setup = FlatButton("lesson_setup", "setup")
        self.setup.setCheckable(True)
        self.close_button = FlatButton("lesson_close", "close")
        self.heading = paragraph(15, QFont.Weight.DemiBold, "lesson_title")
        self.text = paragraph(13, name="lesson_text")
        self.predict = PredictionBox()
        self.ask = IconLine("lesson_ask", "do", has_ground=True)
        self.hint_button = FlatButton("lesson_hint", "hint")
        self.hint = IconLine("lesson_hint_text", "hint", "soft")
        self.done = Chip()
        self.done.setObjectName("lesson_done")
        self.astray = IconLine("lesson_astray", "reset", "caution")
        self.again = FlatButton("lesson_again", "reset")
        self.back, self.on = Plate(is_quiet=True), Plate()
        self._page = Page(TEXT_WIDTH_PX)
        self._area = QScrollArea()
        self._build()
        self._connect()
        self.retranslate()

    def show_attempt(self, attempt: Attempt, language: str, *, is_busy: bool, has_next_lesson: bool) -> None:
        """Show the step at which `attempt` stands; `is_busy` while the run is being brought there."""
        if (attempt, attempt.index) != self._shown:
            self._shown, self._is_hinted = (attempt, attempt.index), False
            self._area.verticalScrollBar().setValue(0)
        self._attempt, self._language = attempt, language
        self._is_busy, self._has_next_lesson = is_busy, has_next_lesson
        self._show()

    def forget(self) -> None:
        """Show nothing of the lesson that has ended."""
        self._attempt = self._shown = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is told of the step now, from above to below."""
        lines = (self.ask, self.hint, self.astray)
        told = (self.heading.text(), self.text.text(), *(line.text for line in lines if not line.isHidden()))
        return tuple(text for text in told if text)

    @property
    def cut(self) -> tuple[str, ...]:
        """What is told and has not the room that it needs: nothing, where all is well."""
        shown = [one for one in self._page.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
        short = [one.text() for one in shown if one.height() < one.heightForWidth(one.width())]
        options = [one for one in self.predict.options if one.isVisible()]
        short += [one.text() for one in options if one.height() < one.heightForWidth(one.width())]
        buttons = [one for one in self.findChildren(QAbstractButton) if one.isVisible()]
        return (*short, *(one.text() for one in buttons if one.width() < one.minimumSizeHint().width()))

    @property
    def is_whole(self) -> bool:
        """True where all of the step is seen without scrolling."""
        return self._area.verticalScrollBar().maximum() == 0

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        buttons = (self.setup, self.close_button, self.hint_button, self.again, self.back, self.on)
        for part in (*buttons, self.ask, self.hint, self.done, self.astray, self.predict):
            part.set_theme(theme)

    def retranslate(self) -> None:
        super().retranslate()
        self.setAccessibleName(self.tr("Lesson"))
        self.setup.set_texts(self.tr("Setup"), self.tr("Show or hide the setup of the experiment"))
        self.close_button.set_texts(
            self.tr("End the lesson"), self.tr("End the lesson; the run stays as it is")
        )
        self.hint_button.set_texts(self.tr("Hint"), self.tr("Say more of what to do"))
        self.again.set_texts(
            self.tr("Start this step again"), self.tr("Back to where this step begins; nothing is lost")
        )
        self.back.setText(self.tr("Back"))
        self.predict.retranslate()
        if self._attempt is not None:
            self._show()

    def _build(self) -> None:
        self.back.setObjectName("lesson_back")
        self.on.setObjectName("lesson_next")
        for button in (self.back, self.on):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for part in (self.title, self.subtitle, self.chip):
            part.hide()
        self.body.setContentsMargins(PADDING_PX, 8, SCROLL_BAR_GAP_PX, 12)
        self.body.setSpacing(6)
        self.body.addLayout(_row(self.place, self.done, self.setup, self.close_button, right=6))
        self._fill_page()
        self._area.setWidgetResizable(True)
        # Qt's own least height would make the window taller than a screen on which text is large.
        self._area.setMinimumHeight(1)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._page)
        self.body.addWidget(self._area, 1)
        self.body.addLayout(_row(self.back, self.on, right=PADDING_PX - SCROLL_BAR_GAP_PX))

    def _fill_page(self) -> None:
        lines = self._page.lines
        # Of a card as wide as this the lines are narrower: the scroll bar stands in what is left.
        lines.setContentsMargins(0, 0, 0, 4)
        for part in (self.heading, self.text, self.predict, self.ask, self.hint, self.astray):
            lines.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.hint_button, self.again):
            button.set_worded(True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        lines.addStretch(1)
        self._page.setMaximumWidth(px(TEXT_WIDTH_PX))

    def _connect(self) -> None:
        self.on.clicked.connect(self.went_on)
        self.back.clicked.connect(self.went_back)
        self.again.clicked.connect(self.started_again)
        self.close_button.clicked.connect(self.closed)
        self.setup.toggled.connect(self.setup_wanted)
        self.setup.toggled.connect(self.setup.set_filled)
        self.predict.answered.connect(self.answered)
        self.hint_button.clicked.connect(self._on_hint)
        self._area.verticalScrollBar().rangeChanged.connect(self._on_range)

    def _show(self) -> None:
        attempt, language = self._attempt, self._language
        assert attempt is not None
        step, count = attempt.step, len(attempt.lesson.steps)
        self.place.setText(self.tr("Step {n} of {count}").format(n=attempt.index + 1, count=count))
        self.heading.setText(attempt.lesson.title.of(language))
        self.text.setText(step.text.of(language))
        self._show_prediction(attempt)
        is_open = attempt.question is None
        mark = ("check", "accent") if attempt.is_reached else ("do", "ink")
        # Once what was predicted is known, why it came so is what is to be read.
        is_asked = is_open and not (attempt.is_reached and step.predict is not None)
        self.ask.say(step.ask.of(language) if step.ask is not None and is_asked else "", *mark)
        has_hint = step.hint is not None and is_open and not attempt.is_reached
        self.hint_button.setVisible(has_hint and not self._is_hinted)
        self.hint.say(
            step.hint.of(language) if step.hint is not None and has_hint and self._is_hinted else ""
        )
        self._show_done(attempt)
        self._show_way(attempt)
        self._page.updateGeometry()

    def _show_done(self, attempt: Attempt) -> None:
        is_done = attempt.step.ask is not None and attempt.is_reached
        self.done.set_text(self.tr("Done") if is_done else "")
        # What was said and what torch did stand below the text, and are what is to be read now.
        self._is_at_end = is_done
        self._area.verticalScrollBar().setValue(self._area.verticalScrollBar().maximum() if is_done else 0)

    def _on_range(self, _lowest: int, highest: int) -> None:
        if self._is_at_end:
            self._area.verticalScrollBar().setValue(highest)

    def _show_prediction(self, attempt: Attempt) -> None:
        prediction = attempt.step.predict
        if prediction is None:
            self.predict.hide()
        elif attempt.said is None:
            self.predict.show_question(prediction, self._language)
        else:
            self.predict.show_answer(
                prediction, self._language, attempt.said, attempt.truth, attempt.is_right
            )

    def _show_way(self, attempt: Attempt) -> None:
        """Show how to go on, and how to get back where something else was done."""
        straying = None if self._is_busy else attempt.straying
        said = self.tr("Bringing the run to this step…") if self._is_busy else ""
        self.astray.say(said if straying is None else self._straying(straying))
        is_open = not self._is_busy and attempt.question is None and not attempt.is_reached
        self.again.setVisible(is_open and attempt.is_touched)
        self.again.set_filled(straying is not None)
        is_live = attempt.is_reached and not self._is_busy
        self.back.setEnabled(not attempt.is_first and not self._is_busy)
        self.on.setEnabled(is_live)
        self.on.set_next(is_live)
        last = self.tr("Next lesson") if self._has_next_lesson else self.tr("Finish")
        self.on.setText(last if attempt.is_last else self.tr("Next"))

    def _straying(self, straying: Straying) -> str:
        return {
            Straying.ELSEWHERE: self.tr("Another run is on screen. Look around; this button leads back."),
            Straying.PAST: self.tr(
                "A past moment is on screen. End leads to the present, this button to the step."
            ),
            Straying.AHEAD: self.tr("The run is not where this step begins; this button brings it there."),
        }[straying]

    def _on_hint(self) -> None:
        self._is_hinted = True
        self._show()


def _row(*widgets: QWidget, right: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.setContentsMargins(0, 0, right, 0)
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, FlatButton | Chip) else 1)
    return row
