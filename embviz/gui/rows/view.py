"""RowsView: the rows that moved most, the longest ones, those with the largest gradient, and histograms."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from embviz.core.labels import shown
from embviz.core.messages import Report, Snapshot
from embviz.core.reports import Ranking, RowsReport
from embviz.gui.control.wishes import Wish
from embviz.gui.heatmap.trim import paint_plate
from embviz.gui.rows.histogram import HistogramPlot
from embviz.gui.rows.list import RowList
from embviz.gui.rows.sorted_curve import SortedCurve
from embviz.gui.rows.texts import LONGEST, grouped
from embviz.gui.theme import LIGHT, Theme
from embviz.gui.widgets.panel import Elided
from embviz.gui.widgets.segments import Segment, Segments

RANKINGS = ("moved", "norm", "grad")
HISTOGRAM = "histogram"
TABLES = ("weight", "grad")
SPACING_PX = 4
LIST, PLOTS, PLATE = range(3)


class _Plate(QWidget):
    """Stands where there is nothing to list: what there is instead, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.what = self.why = ""
        self.theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def say(self, what: str, why: str) -> None:
        self.what, self.why = what, why
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.what:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = self.rect().adjusted(1, 4, -1, -2)
            paint_plate(painter, box.toRectF(), self.theme, self.what, self.why)


class RowsView(QWidget):
    """A list of rows by what is chosen above it, with the curve of all, or the histograms.

    `row_chosen` brings the number of a row that is to be looked at. It wants the report of the rows for as
    long as it is visible.
    """

    needs_every_snapshot = False
    row_chosen = Signal(int)
    wish_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = Segments([f"rows_{name}" for name in (*RANKINGS, HISTOGRAM)])
        self.log = Segment()
        self.log.setObjectName("rows_log")
        self.note = Elided()
        self.list = RowList()
        self.list.setObjectName("rows_list")
        self.curve = SortedCurve()
        self.plots = {name: HistogramPlot(name) for name in TABLES}
        self.plate = _Plate()
        self._report: RowsReport | None = None
        self._snapshot: Snapshot | None = None
        self._pages = QStackedWidget()
        self._build()
        self.kinds.chosen.connect(self._show)
        self.log.toggled.connect(self._show)
        self.list.row_chosen.connect(self.row_chosen)
        self.retranslate()

    @property
    def kind(self) -> str:
        """What is chosen: 'moved', 'norm', 'grad' or 'histogram'."""
        return (*RANKINGS, HISTOGRAM)[self.kinds.index]

    def wish(self) -> Wish | None:
        """Return what is to be asked for: the report of the rows."""
        return None if self._snapshot is None else Wish("rows")

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Take `snapshot` for what the next report is of; what is shown stays until then, but not of another
        run."""
        before, self._snapshot = self._snapshot, snapshot
        if before is None or before.run != snapshot.run:
            self._report = None
            self._show()
            self.wish_changed.emit()

    def set_report(self, report: Report) -> None:
        """Show `report`, one of the rows."""
        assert isinstance(report, RowsReport)
        self._report = report
        self._show()

    def set_failure(self, text: str) -> None:
        """Say why there is no report, where none is shown."""
        if self._report is None:
            self._say(self.tr("not known"), shown(text, LONGEST))

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self.kinds.set_theme(theme)
        self.log.set_theme(theme)
        self.list.set_theme(theme)
        self.curve.set_theme(theme)
        for plot in self.plots.values():
            plot.set_theme(theme)
        self.plate.theme = theme
        self.plate.update()

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.kinds.set_texts(
            (
                (self.tr("Moved"), self.tr("rows by how far they are from where they started")),
                (self.tr("Norm"), self.tr("rows by the norm of their weight")),
                (self.tr("Grad"), self.tr("rows by the norm of their gradient")),
                (self.tr("Histogram"), self.tr("how often each number occurs in weight and grad")),
            )
        )
        self.log.set_text(self.tr("log"))
        self.log.setToolTip(self.tr("the counts by their magnitude, so that few are seen beside many"))
        self.list.setAccessibleName(self.tr("rows by rank; Enter shows one in the table"))
        self._show()

    @property
    def text(self) -> str:
        """All that is shown, in words."""
        shown = {
            LIST: f"{self.list.text}\n{self.curve.text}",
            PLOTS: "\n".join(f"{name}: {plot.text}" for name, plot in self.plots.items()),
            PLATE: f"{self.plate.what}\n{self.plate.why}",
        }
        return shown[self._pages.currentIndex()]

    def _build(self) -> None:
        header = QHBoxLayout()
        header.setSpacing(8)
        header.addWidget(self.kinds)
        header.addWidget(self.note, 1)
        header.addWidget(self.log)
        ranking, plots = QWidget(), QWidget()
        for page, parts in ((ranking, ((self.list, 5), (self.curve, 2))), (plots, self._equal())):
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(14)
            for part, share in parts:
                row.addWidget(part, share)
        for page in (ranking, plots, self.plate):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 2, 0, 0)
        whole.setSpacing(SPACING_PX)
        whole.addLayout(header)
        whole.addWidget(self._pages, 1)

    def _equal(self) -> tuple[tuple[QWidget, int], ...]:
        return tuple((plot, 1) for plot in self.plots.values())

    def _show(self) -> None:
        self.log.setVisible(self.kind == HISTOGRAM)
        self.note.setText("" if self._report is None else self._said(self._report))
        if self._report is None:
            self._say(self.tr("…"), self.tr("the rows are being looked through"))
        elif self.kind == HISTOGRAM:
            self._show_histograms(self._report)
        else:
            self._show_ranking(self._report.rankings.get(self.kind))

    def _said(self, report: RowsReport) -> str:
        return self.tr("at step {step}").format(step=grouped(report.step))

    def _show_ranking(self, ranking: Ranking | None) -> None:
        if ranking is None or not ranking.count:
            self._say(*self._absence(ranking is not None))
            return
        self.list.set_rows(ranking.top)
        self.curve.set_ranking(ranking)
        self._pages.setCurrentIndex(LIST)

    def _absence(self, is_known: bool) -> tuple[str, str]:
        """Return what there is instead of a list, and why; it may be known that no row belongs there."""
        absences = {
            "moved": (self.tr("no row has moved yet"), self.tr("Step and Train move them")),
            "norm": (self.tr("no rows"), self.tr("the table is empty")),
            "grad": (self.tr("no row has a gradient"), self.tr("grad is zero, or holds no row")),
        }
        if is_known:
            return absences[self.kind]
        if self.kind == "grad":
            return self._no_grad()
        return self.tr("not known"), self.tr("where the rows started is not kept")

    def _no_grad(self) -> tuple[str, str]:
        return self.tr("None"), self.tr("grad is None: Backward fills it")

    def _show_histograms(self, report: RowsReport) -> None:
        self.plots["weight"].set_absence(self.tr("not known"), "")
        self.plots["grad"].set_absence(*self._no_grad())
        for name, plot in self.plots.items():
            plot.set_histogram(report.histograms.get(name), is_log=self.log.isChecked())
        self._pages.setCurrentIndex(PLOTS)

    def _say(self, what: str, why: str) -> None:
        self.plate.say(what, why)
        self._pages.setCurrentIndex(PLATE)
