"""TabbedCard: a card with several views, of which one is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from embviz.core.messages import Snapshot
from embviz.gui.details.tab_row import TabRow
from embviz.gui.theme import Theme
from embviz.gui.widgets.order import put_after
from embviz.gui.widgets.panel import Panel

ROW_DISTANCE_PX = 6


class View(Protocol):
    """A widget that stands in a tab. One that `needs_every_snapshot` gets them while it is hidden too."""

    needs_every_snapshot: bool

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show `snapshot`. Showing the same one twice is the same as once."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        ...

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        ...


class TabbedCard(Panel):
    """Views by name, of which one is shown under its title; they may be added after the card is on screen.

    `painted` says once that it is. The view that is shown gets each snapshot at once; a hidden one gets the
    latest when it is shown, or every one where it says that it needs them. Of a past moment `past` says so,
    for all the views.
    """

    painted = Signal()

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views: dict[str, View] = {}
        self._is_painted = False
        self._late: set[str] = set()
        self._stack = QStackedWidget()
        # What a tab shows whose view has not come yet.
        self._stack.addWidget(QWidget())
        self._row = TabRow(names)
        self.tabs, self.past = self._row.tabs, self._row.past
        for part in (self.title, self.subtitle, self.chip):
            part.hide()
        self.body.setSpacing(0)
        self.body.addWidget(self._row)
        self.body.addSpacing(ROW_DISTANCE_PX)
        self.body.addWidget(self._stack, 1)
        for tab in self.tabs.values():
            tab.toggled.connect(self._on_toggled)
        self.show_view(names[0])
        self.retranslate()

    def add_views(self, views: Mapping[str, View]) -> None:
        """Put `views` into their tabs, by name, with the latest snapshot."""
        for name, view in views.items():
            assert isinstance(view, QWidget)
            self.views[name] = view
            view.set_theme(self.theme)
            self._stack.addWidget(view)
        # They came after what is read after them.
        put_after(list(self.tabs.values())[-1], self._stack)
        if self.snapshot is not None:
            self.set_snapshot(self.snapshot)
        self._show_chosen()

    def set_hidden(self, names: Sequence[str]) -> None:
        """Have no tabs for the views `names`, and show none of these."""
        self._row.set_hidden(names)

    @property
    def hidden(self) -> frozenset[str]:
        """The names of the views that have no tab."""
        return self._row.hidden

    @property
    def shown(self) -> str:
        """The name of the view that is shown."""
        return self._row.chosen

    def show_view(self, name: str) -> None:
        """Show the view called `name`, with the latest snapshot; one whose tab is hidden stays so."""
        if name not in self._row.hidden:
            self.tabs[name].setChecked(True)

    def show_beside(self, by: int) -> None:
        """Show the view `by` tabs after the one shown, before it where that is negative; in a ring."""
        names = [name for name in self.tabs if name not in self._row.hidden]
        if self.shown in names:
            self.show_view(names[(names.index(self.shown) + by) % len(names)])

    def set_snapshot(self, snapshot: Snapshot) -> None:
        super().set_snapshot(snapshot)
        self._tell_past(snapshot)
        for name, view in self.views.items():
            if self.tabs[name].isChecked() or view.needs_every_snapshot:
                view.set_snapshot(snapshot)
            else:
                self._late.add(name)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._row.set_theme(theme)
        for view in self.views.values():
            view.set_theme(theme)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("details"))
        self._row.set_titles(self._titles())
        if self.snapshot is not None:
            self._tell_past(self.snapshot)
        for view in self.views.values():
            view.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            # The event loop comes back to this once the picture has been handed to the screen.
            QTimer.singleShot(0, self.painted.emit)
        with QPainter(self) as painter:
            row = self._row.geometry()
            painter.fillRect(row.left(), row.bottom() + 1, row.width(), 1, QColor(self.theme.line))

    def _tell_past(self, snapshot: Snapshot) -> None:
        text = short = ""
        if snapshot.is_past:
            text = self.tr("the past · step {step}").format(step=snapshot.step)
            short = self.tr("past · {step}").format(step=snapshot.step)
        if text != self.past.text():
            self._row.set_past(text, short)
            self.setAccessibleDescription(text)

    def _titles(self) -> dict[str, str]:
        return {
            "inspector": self.tr("Inspector"),
            "lookup": self.tr("Lookup"),
            "code": self.tr("Code"),
            "gap": self.tr("Gap"),
            "rows": self.tr("Rows"),
            "words": self.tr("Words"),
            "map": self.tr("Map"),
        }

    def _on_toggled(self, is_checked: bool) -> None:
        if is_checked:
            self._show_chosen()

    def _show_chosen(self) -> None:
        name = self.shown
        view = self.views.get(name)
        if view is None:
            self._stack.setCurrentIndex(0)
            return
        assert isinstance(view, QWidget)
        # First what it shows: whoever asks for reports when it appears goes by that.
        if name in self._late and self.snapshot is not None:
            self._late.discard(name)
            view.set_snapshot(self.snapshot)
        self._stack.setCurrentWidget(view)
