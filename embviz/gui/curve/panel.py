"""CurvePanel: the distance, the loss or the signed gap at every step of the run, beside earlier runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from embviz.core.checks import Pair
from embviz.core.labels import pair_named
from embviz.core.losses import LOSSES
from embviz.core.messages import Action, Array, Outline, Scalars, Snapshot
from embviz.core.numbers import short
from embviz.gui import gate
from embviz.gui.accessible.voice import announce
from embviz.gui.curve.axis import with_minus
from embviz.gui.curve.course import Course, Parting, line_of
from embviz.gui.curve.ghosts import Ghost, ghost_of, parting_of, remembered, without
from embviz.gui.curve.plot import CurvePlot, Kind
from embviz.gui.curve.series import Series
from embviz.gui.theme import Theme
from embviz.gui.widgets.panel import Panel
from embviz.gui.widgets.segments import Segment, Segments

FORMULA = "linalg.norm(emb(i) - emb(j))"


class Quantity(NamedTuple):
    """One thing that the curve can tell, and where in a snapshot's trace its numbers are."""

    kind: Kind
    source: Callable[[Scalars], Array]


QUANTITIES = (
    Quantity(Kind("distance", has_turns=True), lambda trace: trace.distances),
    Quantity(Kind("loss"), lambda trace: trace.losses),
    Quantity(Kind("gap", is_signed=True, has_turns=True), lambda trace: trace.gaps),
)


class CurvePanel(Panel):
    """The card of the curve: a ring at the shown step, a read-out under the mouse, earlier runs as ghosts.

    The wheel zooms into the steps and a drag moves them; a double click shows the whole run again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ghosts: tuple[Ghost, ...] = ()
        self.readout = ""
        self._run: int | None = None
        self._curves = _new_curves()
        self._sets: dict[int, Action] = {}
        self._outline: Outline | None = None
        # The ghosts that are drawn, those that have something of their own to show, and where they parted.
        self._drawn: tuple[tuple[Ghost, Parting | None], ...] = ()
        self._is_anew = False
        self.plot = CurvePlot()
        self.choice = Segments([quantity.kind.name for quantity in QUANTITIES])
        self.log_button = Segment()
        self.log_button.setObjectName("log_axis")
        self._build()
        self.retranslate()

    @property
    def series(self) -> Series:
        """The distance at each step."""
        return self._curves["distance"]

    @property
    def shown(self) -> str:
        """What the curve tells: 'distance', 'loss' or 'gap'."""
        return self._quantity.kind.name

    @property
    def titles(self) -> dict[str, str]:
        """What the curve is called by what it tells, in the language that is set now."""
        return {"distance": self.tr("distance"), "loss": self.tr("loss"), "gap": self.tr("signed gap")}

    @property
    def numbers(self) -> dict[str, Array]:
        """Loss, distance and gap of every step."""
        return {name: self._curves[name].numbers for name in ("loss", "distance", "gap")}

    def set_snapshot(self, snapshot: Snapshot) -> None:
        previous = self.snapshot
        # The same moment comes again, with other facts about a cell, at every move of the mouse.
        if previous is not None and snapshot.run == self._run and snapshot.trace is previous.trace:
            super().set_snapshot(snapshot)
            return
        lines = {quantity.kind.name: gate.line(quantity.source(snapshot.trace)) for quantity in QUANTITIES}
        super().set_snapshot(snapshot)
        if snapshot.run != self._run:
            self._begin(previous, lines)
        else:
            # At the step of a past moment the curve has what came of it since.
            if not snapshot.is_past:
                self._merge(snapshot.trace.steps, lines)
            if self._take_in(snapshot):
                self._name_ghosts()
        self._show()

    def take_after(self, other: CurvePanel) -> None:
        """Show the whole run that `other` shows, with what is chosen there, and without what is pressed."""
        self._run, self._curves, self._sets = other._run, other._curves, other._sets
        self._outline, self.snapshot = other._outline, other.snapshot
        self.choice.segments[other.choice.index].setChecked(True)
        self.log_button.setChecked(other.log_button.isChecked())
        for one in (self.choice, self.log_button, self.plot.legend.clear_button):
            one.hide()
        self._set_ghosts(other.ghosts)
        self._on_chosen()

    def clear_ghosts(self) -> None:
        """Forget the earlier runs."""
        self._set_ghosts(())
        self._show()

    def begin_anew(self, quantity: str) -> None:
        """Make ready for a run about something else: `quantity` shows it, and no earlier run stays."""
        self._is_anew = True
        self.clear_ghosts()
        names = [one.kind.name for one in QUANTITIES]
        self.choice.segments[names.index(quantity)].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plot.set_theme(theme)
        self.choice.set_theme(theme)
        self.log_button.set_theme(theme)
        # The axis has given its label its own colour.
        self.plot.name_steps(self.tr("step"))

    def retranslate(self) -> None:
        names = self.titles
        words = names | {"gap": self.tr("gap")}
        self.choice.set_texts([(words[name], names[name]) for name in names])
        self.choice.setAccessibleName(self.tr("what the curve shows"))
        self.log_button.set_text(self.tr("log"))
        self.log_button.setAccessibleName(self.tr("logarithmic axis"))
        self.plot.name_steps(self.tr("step"))
        self.plot.legend.retranslate()
        self._set_ghosts(self.ghosts)
        self._on_chosen()
        super().retranslate()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice)
        row.addStretch(1)
        row.addWidget(self.log_button)
        self.body.addLayout(row)
        self.body.addWidget(self.plot, 1)
        self.choice.chosen.connect(self._on_chosen)
        self.log_button.toggled.connect(self._on_chosen)
        self.plot.step_hovered.connect(self._show_readout)
        self.plot.ghost_hovered.connect(self._show_ghost)
        self.plot.legend.cleared.connect(self.clear_ghosts)

    def _begin(self, previous: Snapshot | None, lines: dict[str, Array]) -> None:
        assert self.snapshot is not None
        is_anew, self._is_anew = self._is_anew, False
        left = None
        if previous is not None and self.series.size > 1 and not is_anew:
            left = ghost_of(self._course(previous), self._curves)
        self._run, self._curves, self._sets = self.snapshot.run, _new_curves(), {}
        # Of a past moment the whole trace is followed by its own numbers, which are not the last of its step.
        told = slice(-1) if self.snapshot.is_past else slice(None)
        self._merge(self.snapshot.trace.steps[told], {name: line[told] for name, line in lines.items()})
        self._take_in(self.snapshot)
        shown = self._course(self.snapshot)
        ghosts = self.ghosts if left is None else remembered(self.ghosts, left)
        self.plot.show_whole()
        self._set_ghosts(without(ghosts, shown, self.series))
        self._show_readout(None)

    def _merge(self, steps: Array, lines: dict[str, Array]) -> None:
        for name, numbers in lines.items():
            self._curves[name].merge(steps, numbers)

    def _take_in(self, snapshot: Snapshot) -> bool:
        """Take in which branches there are and what was set; return whether anything was."""
        if snapshot.outline is not None:
            self._outline = snapshot.outline
        sets = {action.number: action for action in snapshot.actions if action.kind == "set"}
        self._sets |= sets
        return bool(sets)

    def _course(self, snapshot: Snapshot) -> Course:
        line = line_of(self._outline, snapshot.moment.branch)
        return Course(snapshot.run, snapshot.experiment, tuple(self._sets.values()), line)

    def _set_ghosts(self, ghosts: tuple[Ghost, ...]) -> None:
        self.ghosts = ghosts
        shown = None if self.snapshot is None else self._course(self.snapshot)
        found = [
            (ghost, None if shown is None else parting_of(ghost, shown, self.series)) for ghost in ghosts
        ]
        # What a branch has in common with the one on screen is drawn already.
        self._drawn = tuple(
            (ghost, parting) for ghost, parting in found if parting is None or ghost.last_step > parting.step
        )
        self.plot.show_ghosts(
            [ghost if parting is None else ghost.since(parting.step) for ghost, parting in self._drawn]
        )
        self._name_ghosts()

    def _name_ghosts(self) -> None:
        ghosts = [ghost for ghost, _ in self._drawn]
        shown = Course(0, None) if self.snapshot is None else self._course(self.snapshot)
        told = [ghost.course.told(shown, parting) for ghost, parting in self._drawn]
        self.plot.legend.set_ghosts(ghosts, told)

    @property
    def _quantity(self) -> Quantity:
        return QUANTITIES[self.choice.index]

    @property
    def _kind(self) -> Kind:
        kind = self._quantity.kind
        return kind._replace(is_log=self.log_button.isChecked() and not kind.is_signed)

    def _on_chosen(self) -> None:
        kind = self._kind
        self.title.setText(self.titles[kind.name])
        self.setAccessibleName(self.title.text())
        self.plot.setAccessibleName(
            {
                "distance": self.tr("distance at each step"),
                "loss": self.tr("loss at each step"),
                "gap": self.tr("signed gap at each step"),
            }[kind.name]
        )
        self.log_button.setEnabled(not kind.is_signed)
        self.log_button.setToolTip(
            self.tr("The gap has negative numbers, which a log axis has no place for")
            if kind.is_signed
            else self.tr("Give each power of ten the same height; zero and negative numbers are left out")
        )
        self._show_readout(None)
        self._show()

    def _show(self) -> None:
        snapshot, kind = self.snapshot, self._kind
        shown = (0, math.nan)
        if snapshot is not None:
            shown = (snapshot.step, float(self._quantity.source(snapshot.trace)[-1]))
            self.chip.set_text(with_minus(short(shown[1])))
        is_past = snapshot is not None and snapshot.is_past
        self.plot.show_curve(self._curves[kind.name], kind, shown, is_past)
        if not self.readout:
            self.subtitle.setText(self._about())

    def _show_readout(self, step: int | None) -> None:
        self.plot.mark(step)
        if step is None:
            self._say("")
            return
        name = self._quantity.kind.name
        text = {
            "distance": self.tr("step {step}: distance {number}"),
            "loss": self.tr("step {step}: loss {number}"),
            "gap": self.tr("step {step}: signed gap {number}"),
        }[name].format(step=step, number=with_minus(f"{float(self._curves[name].numbers[step]):.9g}"))
        self._say(
            self.tr("{reading} · turning point").format(reading=text) if step in self.plot.turns else text
        )

    def _show_ghost(self, index: int | None) -> None:
        self.plot.mark(None)
        if index is None:
            self._say("")
            return
        name, (ghost, _) = self.plot.legend.names[index], self._drawn[index]
        self._say(self.tr("{name} · up to step {step}").format(name=name, step=ghost.last_step))

    def _say(self, readout: str) -> None:
        self.readout = readout
        if self.plot.hasFocus():
            announce(self.plot, readout)
        self.subtitle.setText(readout or self._about())

    def _about(self) -> str:
        snapshot = self.snapshot
        if self.plot.is_empty and self._kind.is_log and snapshot is not None:
            return self.tr("no number above zero, which a log axis needs")
        about = {"distance": self._about_distance, "loss": self._about_loss, "gap": self._about_gap}[
            self._quantity.kind.name
        ]()
        if snapshot is None or not snapshot.is_past:
            return about
        past = self.tr("the past · step {step} of {last}").format(
            step=snapshot.step, last=self.series.size - 1
        )
        return f"{past} · {about}"

    def _about_distance(self) -> str:
        return self._of_rows(FORMULA)

    def _about_gap(self) -> str:
        return self._of_rows(self.tr("negative: they passed each other"))

    def _about_loss(self) -> str:
        experiment = None if self.snapshot is None else self.snapshot.experiment
        if experiment is None:
            return ""
        loss = LOSSES[experiment.loss]
        return f"{QCoreApplication.translate('core', loss.title)} · {loss.formula}"

    def _of_rows(self, text: str) -> str:
        """Return `text` with the rows that it is about, where the loss does not say it."""
        experiment = None if self.snapshot is None else self.snapshot.experiment
        pairs = () if self.snapshot is None else self.snapshot.trained_pairs
        names = self._names_of(pairs[:1])
        is_usual = experiment is None or (experiment.loss == "euclidean" and pairs == experiment.pairs)
        if not pairs or (is_usual and len(pairs) == 1 and not names):
            return text
        first, second = pairs[0]
        if names:
            return f"{pair_named(first, second, names)} · {text}"
        return self.tr("rows {first} and {second} · {text}").format(first=first, second=second, text=text)

    def _names_of(self, pairs: tuple[Pair, ...]) -> dict[int, str]:
        """Return the labels of the rows of `pairs`, as far as they have any."""
        names = {} if self.snapshot is None else self.snapshot.names
        return {row: names[row] for pair in pairs for row in pair if row in names}


def _new_curves() -> dict[str, Series]:
    return {quantity.kind.name: Series() for quantity in QUANTITIES}
