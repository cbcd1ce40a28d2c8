"""MapView: rows of the table as points in the plane: which lie together, and where the pinned ones move."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embviz.core.labels import isolated, shown
from embviz.core.messages import Progress, Snapshot
from embviz.core.reports import Method, Report, WordMap
from embviz.gui.control.wishes import Wish
from embviz.gui.map.asking import LIVE, Asking
from embviz.gui.map.controls import METHODS, MapControls
from embviz.gui.map.hues import pin_colours
from embviz.gui.map.note import SEPARATOR, Note, hint_of, readout_of, source_of
from embviz.gui.map.picture import Scene
from embviz.gui.map.plot import NOTHING, MapPlot
from embviz.gui.map.trails import Trails
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.panel import label

LONGEST_NAME = 28
LONGEST_FAILURE = 300


class MapView(QWidget):
    """The controls, the map and what is said of it. It shows WordMaps of the run of the last snapshot.

    `wish` says what to ask the engine for now, and `wish_changed` that this is something else; the same is to
    be asked only once the answer is there. `row_chosen` brings the row whose point was clicked, `cancelled`
    says that the work on the map is to end, `enlarged` whether the map, while it is seen, wants more room.
    """

    needs_every_snapshot = False
    wish_changed = Signal()
    row_chosen = Signal(int)
    cancelled = Signal()
    enlarged = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controls, self.plot, self.note = MapControls(), MapPlot(), Note()
        self.message = label(12, name="error")
        self.message.setWordWrap(True)
        self.message.hide()
        self._asking = Asking()
        self._trails = Trails()
        self._snapshot: Snapshot | None = None
        self._drawn: WordMap | None = None
        self._names: tuple[str, ...] = ()
        # Each pinned row keeps its colour while others come and go.
        self._slots: dict[int, int] = {}
        self._chosen: int | None = None
        self._hovered: int | None = None
        self._progress: Progress | None = None
        # Work on a map was cancelled here, which the engine will tell as a failure.
        self._is_ended = False
        self._theme = LIGHT
        self._build()
        self._connect()
        self.retranslate()

    def wish(self) -> Wish | None:
        """Return what is to be asked: the same until its answer is there; None where there is nothing."""
        return None if self._snapshot is None else self._asking.wish()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Take in which run is on screen; of another one, no map is known yet."""
        before, self._snapshot = self._snapshot, snapshot
        if before is None or before.run != snapshot.run:
            self._forget()
            self.wish_changed.emit()

    def set_report(self, report: Report) -> None:
        """Show `report`, if it is a map of this run by the method that is chosen."""
        if not isinstance(report, WordMap) or self._snapshot is None or report.run != self._snapshot.run:
            return
        was_waiting = self._asking.is_waiting
        if self._asking.shown is None:
            self._say("")
        if self._asking.take(report):
            self._show()
        self._is_ended = False
        if was_waiting and not self._asking.is_waiting:
            self._show_work()

    def set_pins(self, rows: tuple[int, ...]) -> None:
        """Make `rows` stand out, with the trails that they leave from now on."""
        self._slots = {row: slot for row, slot in self._slots.items() if row in rows}
        free = (slot for slot in range(len(rows)) if slot not in self._slots.values())
        self._slots |= {row: next(free) for row in dict.fromkeys(rows) if row not in self._slots}
        self._asking.set_pins(rows)
        self._show()
        self.wish_changed.emit()

    def set_progress(self, progress: Progress | None) -> None:
        """Show how far the work on the map is; None, which comes between its answers too, changes nothing."""
        if progress is not None and self._asking.is_waiting:
            self._progress = progress
            self._show_work()

    def set_failure(self, text: str) -> None:
        """Say why there is no map by the method that was asked for; the one before stays.

        Of a live map that is shown it says nothing: the next one comes by itself.
        """
        if self._is_ended:
            # What a person has ended needs no reason.
            self._is_ended = False
            return
        if self._asking.shown is not None and not self._asking.is_waiting:
            return
        self._asking.give_up()
        self.controls.choose(self._asking.method)
        self._say(text)
        self._show_work()
        self.wish_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        for part in (self.controls, self.plot, self.note):
            part.set_theme(theme)
        self._show()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.plot.setAccessibleName(self.tr("map of the rows"))
        self.controls.retranslate()
        self._names = ()
        self._show()
        self._show_work()

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_enlarged()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell_enlarged()

    @property
    def _rows(self) -> int:
        """How many rows the table has."""
        return 0 if self._snapshot is None else self._snapshot.weight.shape[0]

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.controls)
        whole.addWidget(self.message)
        whole.addWidget(self.plot, 1)
        whole.addWidget(self.note)

    def _connect(self) -> None:
        controls, plot = self.controls, self.plot
        controls.method_chosen.connect(self._on_method)
        controls.refit.connect(self._on_refit)
        controls.cancelled.connect(self._on_cancelled)
        controls.whole.connect(plot.fit)
        controls.enlarged.connect(self._tell_enlarged)
        plot.hovered.connect(self._on_hovered)
        plot.chosen.connect(self._on_chosen)
        plot.moved.connect(self._on_moved)

    def _forget(self) -> None:
        self._asking.forget()
        self._is_ended = False
        self._trails.clear()
        self._chosen = self._hovered = None
        self.controls.choose(LIVE)
        self._say("")
        self._show()
        self._show_work()

    def _on_method(self, method: Method) -> None:
        if method == self._asking.method:
            return
        self._end_work()
        self._asking.choose(method)
        self._say("")
        self._show()
        self._show_work()
        self.wish_changed.emit()

    def _on_refit(self) -> None:
        self._asking.refit()
        self._say("")
        self._show_work()
        self.wish_changed.emit()

    def _on_cancelled(self) -> None:
        self._end_work()
        self.controls.choose(self._asking.method)
        self._show_work()
        self.wish_changed.emit()

    def _end_work(self) -> None:
        if self._asking.is_waiting:
            self._asking.give_up()
            self._is_ended = True
            self.cancelled.emit()

    def _on_hovered(self, index: int | None) -> None:
        self._hovered = index
        self._tell()

    def _on_chosen(self, index: int) -> None:
        assert self._drawn is not None
        self._chosen = int(self._drawn.rows[index])
        self.plot.ring(index)
        self.row_chosen.emit(self._chosen)

    def _on_moved(self) -> None:
        self.controls.whole_button.setEnabled(not self.plot.plane.is_whole)

    def _tell_enlarged(self) -> None:
        self.enlarged.emit(self.isVisible() and self.controls.enlarge_button.isChecked())

    def _say(self, text: str) -> None:
        # Its lines are one paragraph here.
        self.message.setText(shown(" ".join(text.split()), LONGEST_FAILURE) if text else "")
        self.message.setVisible(bool(text))

    def _show(self) -> None:
        """Show the map that is there, with all that is known of the pinned rows."""
        report, before = self._asking.shown, self._drawn
        self._drawn = report
        if report is None:
            self.plot.set_scene(NOTHING, is_other=before is not None)
        else:
            if report is not before or not self._names:
                self._names = self._names_of(report, before)
            self._track(report)
            self.plot.set_scene(self._scene(report), is_other=_are_other_axes(report, before))
            self.plot.ring(_place_of(self._chosen, report))
        self.plot.set_message(*self._absence(report))
        self._on_moved()
        self._tell()

    def _scene(self, report: WordMap) -> Scene:
        colours = pin_colours(self._theme)
        places = {row: _place_of(row, report) for row in self._slots}
        trails = self._trails.until(report.step)
        pins: dict[int, QColor] = {}
        ways = {}
        for row, place in places.items():
            if place is not None and np.isfinite(report.points[place]).all():
                pins[place] = colours[self._slots[row] % len(colours)]
                if row in trails:
                    ways[place] = trails[row]
        return Scene(report.points.astype(np.float64), self._names, pins, ways)

    def _track(self, report: WordMap) -> None:
        if report.method != LIVE:
            self._trails.clear()
            return
        places = {row: _place_of(row, report) for row in self._slots}
        points = {
            row: (float(report.points[place, 0]), float(report.points[place, 1]))
            for row, place in places.items()
            if place is not None
        }
        self._trails.add((report.run, report.fitted), report.step, points)

    def _names_of(self, report: WordMap, before: WordMap | None) -> tuple[str, ...]:
        # Thousands of names, and nearly always those of the step before.
        if (
            self._names
            and before is not None
            and report.labels == before.labels
            and np.array_equal(report.rows, before.rows)
        ):
            return self._names
        if not any(report.labels):
            return tuple(str(row) for row in report.rows.tolist())
        return tuple(shown(text, LONGEST_NAME) for text in report.labels)

    def _absence(self, report: WordMap | None) -> tuple[str, ...]:
        if report is None:
            return (self.tr("No map yet"), self.tr("The rows stand here as points once their map is made."))
        if not len(report.rows) and not self._rows:
            return (self.tr("No rows"), self.tr("The table is empty."))
        if not np.isfinite(report.points).all(axis=1).any():
            return (self.tr("No map"), self.tr("There is no place for rows that hold nan or inf."))
        return ()

    def _tell(self) -> None:
        """Say in words what is shown: of the point under the mouse, or else of the whole."""
        report = self._drawn
        if report is None or not len(report.rows):
            self.note.tell("")
            self.plot.setAccessibleDescription("")
            return
        hint, source = hint_of(report), source_of(report, self._rows)
        whole = SEPARATOR.join(part for part in (hint, source) if part)
        if self._hovered is not None and self._hovered < len(report.rows):
            self.note.tell(readout_of(report, self._hovered), is_readout=True)
        else:
            self.note.tell(whole, is_urgent=bool(hint))
        told = self.tr("{count} rows by {method}").format(
            count=len(report.rows), method=METHODS[report.method]
        )
        if pins := ", ".join(isolated(self.plot.scene.names[index]) for index in self.plot.scene.pins):
            told += SEPARATOR + self.tr("pinned: {names}").format(names=pins)
        self.plot.setAccessibleDescription(told + SEPARATOR + whole)

    def _show_work(self) -> None:
        if not self._asking.is_waiting:
            self._progress = None
            self.controls.set_busy(False)
            return
        done = None if self._progress is None else self._progress.done
        if done is None:
            self.controls.set_busy(True, self.tr("fitting…"))
        else:
            self.controls.set_busy(True, self.tr("fitting {done} %").format(done=int(100 * done)))


def _place_of(row: int | None, report: WordMap) -> int | None:
    """Return which of the points of `report` is that of `row`, None where there is none."""
    if row is None:
        return None
    places = np.flatnonzero(report.rows == row).tolist()
    return places[0] if places else None


def _are_other_axes(report: WordMap, before: WordMap | None) -> bool:
    """Return whether two maps have nothing in common, so that the second is seen anew."""
    if before is None:
        return True
    return (report.run, report.method, report.fitted) != (before.run, before.method, before.fitted)
