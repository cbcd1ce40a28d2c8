"""InspectorView: the arithmetic that made one cell, in symbols and in numbers, beside PyTorch's own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.core.explain import Equation, Explanation, Note, explain
from embviz.core.formula import decimals
from embviz.core.labels import NO_NAMES
from embviz.core.messages import CellFacts, Place, Snapshot
from embviz.gui.details.sheet import Block, Paragraph, Sheet, Span, Style
from embviz.gui.labels import named
from embviz.gui.theme import Theme, px

FORMULA_PX = 16
SMALL_FORMULA_PX = 13
NOTE_PX = 12
HANG_PX = 16
# Nobody can read sixty explanations a second, and the numbers of a step are wanted first.
READING_MS = 120
FRAME_MS = 16
# What comes sixty times a second.
QUICK = ("train", "go")
# Beyond this share of the number, a difference is no matter of rounding.
ROUNDING = 1e-5

SOFT, CAUTION = attrgetter("soft"), attrgetter("caution")
HEADING = Style(13, QFont.Weight.DemiBold)
PLACE = Style(NOTE_PX, colour=SOFT)
NOTE = Style(NOTE_PX, colour=SOFT)


def agreeing(theme: Theme) -> str:
    """Return the colour of what is as it should be."""
    return theme.success


class InspectorView(QWidget):
    """What Step did to the cell of `snapshot.cell` or will do to it, its gradient, and the distance.

    Another cell is explained at once. The same cell is once the tables have been painted, and in a train
    slowly enough to be read; `catch_up` does not wait.
    """

    needs_every_snapshot = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self.sheet.setObjectName("inspector_sheet")
        self._snapshot: Snapshot | None = None
        self._facts: CellFacts | None = None
        self._is_late = self._is_veiled = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.catch_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sheet)
        self.retranslate()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the arithmetic of the snapshot's cell. Showing the same one twice is the same as once."""
        before, self._snapshot = self._snapshot, snapshot
        is_like_before = (
            before is not None
            and before.experiment is snapshot.experiment
            and before.is_past is snapshot.is_past
        )
        facts = _facts_of(snapshot)
        if facts is self._facts and is_like_before:
            return
        shown, self._facts = self._facts, facts
        is_same_cell = shown is not None and self._facts is not None and shown.place == self._facts.place
        if not is_same_cell:
            self._show()
        elif not self._is_late:
            self._is_late = True
            self._later.start(READING_MS if snapshot.command in QUICK else FRAME_MS)

    def catch_up(self) -> None:
        """Show the latest moment, if it is not shown yet."""
        if self._is_late:
            self._show()

    def set_veiled(self, is_veiled: bool) -> None:
        """Say nothing of the cell while somebody is to predict it, until that is no longer so."""
        if is_veiled is not self._is_veiled:
            self._is_veiled = is_veiled
            self._show()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.sheet.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.sheet.setAccessibleName(self.tr("Inspector"))
        self._show()

    def show_explanation(self, explanation: Explanation, place: Place) -> None:
        """Show `explanation` of the cell at `place`, (row, column)."""
        self.sheet.set_blocks([*self._update(explanation, place), *self._reasons(explanation)])

    @property
    def text(self) -> str:
        """All that is shown, as Ctrl+C copies it."""
        return self.sheet.text

    def _show(self) -> None:
        self._is_late = False
        self._later.stop()
        experiment = None if self._snapshot is None else self._snapshot.experiment
        if self._is_veiled:
            self._say(self.tr("The arithmetic is shown once your prediction is made."))
        elif self._facts is None or experiment is None:
            is_past = self._snapshot is not None and self._snapshot.is_past
            text = self.tr("Click a cell to see the arithmetic that made it.")
            if is_past:
                text = self.tr("Of this past moment it is not known how the cell was made.")
            self._say(text)
        else:
            self.show_explanation(explain(experiment, self._facts, self._names), self._facts.place)

    def _say(self, text: str) -> None:
        self.sheet.set_blocks([Paragraph((Span(text, Style(colour=SOFT)),), above_px=4)])

    @property
    def _names(self) -> Mapping[int, str]:
        return NO_NAMES if self._snapshot is None else self._snapshot.names

    def _update(self, explanation: Explanation, place: Place) -> Iterator[Block]:
        row = named(place[0], self._names)
        where = self.tr("{row}, column {column}").format(row=row, column=place[1])
        does = self.tr("Step will do") if explanation.is_ahead else self.tr("Step did")
        yield Paragraph((Span(does, HEADING), Span(f"   {where}", PLACE)), above_px=2)
        yield from self._equations(explanation.update, FORMULA_PX)
        yield from self._notes(explanation.update_notes)
        if explanation.naive is not None:
            yield from self._naive(explanation.naive)
            yield from self._notes(explanation.naive_notes)

    def _naive(self, naive: Equation) -> Iterator[Block]:
        # It is no line of the update: it goes by its arithmetic, not by the name of what it would be.
        equation = Equation(naive.symbolic or naive.target, "", naive.numeric, naive.value)
        yield _formula(equation, SMALL_FORMULA_PX, above_px=8)
        if naive.torch is not None and not _agrees(naive.value, naive.torch):
            yield self._check(naive.value, naive.torch)

    def _reasons(self, explanation: Explanation) -> Iterator[Block]:
        for title, equations, notes in (
            (self.tr("Gradient"), explanation.gradient, explanation.gradient_notes),
            (self.tr("Distance"), explanation.distance, explanation.distance_notes),
        ):
            if equations or notes:
                yield Paragraph((Span(title, HEADING),), above_px=10)
                yield from self._equations(equations, SMALL_FORMULA_PX)
                yield from self._notes(notes)

    def _equations(self, equations: Iterable[Equation], size_px: int) -> Iterator[Block]:
        for equation in equations:
            if equation.symbolic:
                symbols = f"{equation.target} = {equation.symbolic}"
                yield Paragraph((Span(symbols, NOTE),), above_px=3, hang_px=px(HANG_PX))
            yield _formula(equation, size_px)
            if equation.torch is not None:
                yield self._check(equation.value, equation.torch)

    def _check(self, value: float, torch: float) -> Block:
        difference = _difference(value, torch)
        colour = SOFT if _agrees(value, torch) else CAUTION
        text = self.tr("PyTorch: {value}   difference {difference}").format(
            value=decimals(torch), difference=f"{difference:.1e}" if difference else "0"
        )
        return Paragraph((Span(text, Style(NOTE_PX, colour=colour if difference else agreeing)),))

    def _notes(self, notes: Iterable[Note]) -> Iterator[Block]:
        for note in notes:
            text = QCoreApplication.translate("core", note.text).format(**note.details)
            yield Paragraph((Span(text, NOTE),), above_px=2)


def _facts_of(snapshot: Snapshot) -> CellFacts | None:
    """Return the facts about the cell, but for those of another moment than the past one shown."""
    facts = snapshot.cell
    is_other = facts is not None and snapshot.is_past and facts.step != snapshot.step
    return None if is_other else facts


def _formula(equation: Equation, size_px: int, above_px: int = 0) -> Paragraph:
    """Return the line of numbers: its name and its result are bold."""
    plain, bold = Style(size_px), Style(size_px, QFont.Weight.DemiBold)
    name, bracket, index = equation.target.partition("[")
    result = decimals(equation.value)
    numbers = "" if equation.numeric in ("", result) else f"{equation.numeric} = "
    spans = (
        Span(name, bold),
        Span(f"{bracket}{index} = {numbers}", plain),
        Span(result, bold),
    )
    return Paragraph(spans, above_px, px(HANG_PX))


def _agrees(value: float, torch: float) -> bool:
    return _difference(value, torch) <= ROUNDING * abs(torch)


def _difference(value: float, torch: float) -> float:
    """Return how far the two are apart: not at all where both are NaN, or the same infinity."""
    if value == torch or (math.isnan(value) and math.isnan(torch)):
        return 0.0
    return abs(value - torch)
