"""What a screen reader finds of drawings: the curve's last number, a slider of the run, lines of a sheet."""

# ruff: noqa: N802 - Qt names them

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueInterface

from embviz.core.numbers import short
from embviz.gui.accessible.parts import Found, Leaf, WidgetPart
from embviz.gui.accessible.weakly import weakly
from embviz.gui.curve.plot import CurvePlot
from embviz.gui.details.sheet import Sheet
from embviz.gui.heatmap.minimap import Minimap
from embviz.gui.heatmap.span_words import SpanWords
from embviz.gui.timeline.lanes import Lanes


class CurvePart(WidgetPart):
    """The curve: its value is its number at the step on screen."""

    kind = QAccessible.Role.Chart

    def __init__(self, plot: CurvePlot) -> None:
        super().__init__(plot)
        self._plot = weakly(plot)

    def value(self) -> str:
        if (plot := self._plot()) is None:
            return ""
        step, number = plot.shown
        text = QCoreApplication.translate("accessible", "step {step}: {number}")
        return text.format(step=step, number=short(number))


class StatusPart(WidgetPart):
    """The line at the foot of the window: what it says is its name."""

    kind = QAccessible.Role.StatusBar


class MinimapPart(WidgetPart):
    """The strip of the whole table: its value is what is looked at."""

    kind = QAccessible.Role.ScrollBar

    def __init__(self, minimap: Minimap) -> None:
        super().__init__(minimap)
        self._minimap = weakly(minimap)

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return QCoreApplication.translate("accessible", "map of the whole table")
        return super().text(kind)

    def value(self) -> str:
        minimap = self._minimap()
        lens = None if minimap is None else minimap.lens
        return "" if lens is None else SpanWords().part(lens)


class Position(QAccessibleValueInterface):
    """The moment at which the playhead of `lanes` stands, as a number that can be set."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__()
        self._lanes = weakly(lanes)

    def currentValue(self) -> int:
        lanes = self._lanes()
        return 0 if lanes is None else lanes.here

    def setCurrentValue(self, value: int) -> None:
        if (lanes := self._lanes()) is not None:
            lanes.go(int(value))

    def minimumValue(self) -> int:
        return 0

    def maximumValue(self) -> int:
        lanes = self._lanes()
        return 0 if lanes is None else lanes.last

    def minimumStepSize(self) -> int:
        return 1


class TimelinePart(WidgetPart):
    """The track of the run: a slider over its moments."""

    kind = QAccessible.Role.Slider

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._position = Position(lanes)

    def value(self) -> str:
        return self.text(QAccessible.Text.Description)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Found:
        is_value = kind == QAccessible.InterfaceType.ValueInterface
        return self._position if is_value else super().interface_cast(kind)


class Line(QObject):
    """A line of `sheet`, by its number."""

    def __init__(self, sheet: Sheet, number: int) -> None:
        super().__init__(sheet)
        self.sheet = sheet
        self.number = number

    @property
    def text(self) -> str:
        """What the line says, nothing once there is no such line."""
        blocks = self.sheet.blocks
        return blocks[self.number].text if self.number < len(blocks) else ""


class LinePart(Leaf):
    """A line of a sheet, read by itself."""

    def __init__(self, line: Line) -> None:
        super().__init__(line, line.sheet)
        self._line = weakly(line)

    def name(self) -> str:
        line = self._line()
        return "" if line is None else line.text

    def box(self) -> QRect:
        line = self._line()
        return QRect() if line is None else line.sheet.line_box(line.number)


class SheetPart(WidgetPart):
    """A sheet of formulas: each of its lines is a child."""

    kind = QAccessible.Role.Document

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._sheet = weakly(sheet)

    def value(self) -> str:
        sheet = self._sheet()
        return "" if sheet is None else sheet.text

    def childCount(self) -> int:
        sheet = self._sheet()
        return 0 if sheet is None else len(sheet.blocks)

    def child(self, index: int) -> Found:
        sheet = self._sheet()
        if sheet is None or not 0 <= index < self.childCount():
            return None
        made = {line.number: line for line in sheet.findChildren(Line)}
        line = made.get(index) or Line(sheet, index)
        return QAccessible.queryAccessibleInterface(line)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        thing = child.object()
        return thing.number if isinstance(thing, Line) else -1
