"""A language for tests, in wide letters: an ordinary letter on the screen is then no translation.

Unlike a mark around the text, it is seen in the cut and wrapped pieces that are painted, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QPointF, QSize, QTranslator
from PySide6.QtGui import QAction, QPaintDevice, QPaintEngine, QPaintEngineState, QTextItem
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QMenu, QWidget

TO_WIDE = {letter: letter + 0xFEE0 for letter in range(ord("!"), ord("~") + 1)}
BLANK = re.compile(r"(\{[^{}]*\})")
Metric = QPaintDevice.PaintDeviceMetric


def wide(text: str) -> str:
    """Return `text` in wide letters, but for its blanks."""
    return "".join(
        piece if BLANK.fullmatch(piece) else piece.translate(TO_WIDE) for piece in BLANK.split(text)
    )


class Wide(QTranslator):
    """Says every text in wide letters."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt names it
        return False

    def translate(self, context: str, text: str, *_args: object) -> str:
        # Qt's own texts have blanks of another kind, and are Qt's to translate.
        return text if context.startswith("Q") else wide(text)


class Paper(QPaintDevice):
    """Keeps the texts that are painted on it."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._size = size
        self._engine = _Reader()

    @property
    def texts(self) -> list[str]:
        return self._engine.texts

    def paintEngine(self) -> QPaintEngine:  # noqa: N802 - Qt names it
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return {
            Metric.PdmWidth: self._size.width(),
            Metric.PdmHeight: self._size.height(),
            Metric.PdmNumColors: 1 << 24,
            Metric.PdmDepth: 32,
            Metric.PdmDevicePixelRatio: 1,
            Metric.PdmDevicePixelRatioScaled: round(QPaintDevice.devicePixelRatioFScale()),
        }.get(metric, 96)


class _Reader(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[str] = []

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802 - Qt names it
        pass

    def drawTextItem(self, place: QPointF, item: QTextItem) -> None:  # type: ignore[override] # noqa: N802
        self.texts.append(item.text())

    def drawPixmap(self, *_args: object) -> None:  # noqa: N802 - Qt names it
        pass

    def drawImage(self, *_args: object) -> None:  # noqa: N802 - Qt names it
        pass

    def drawPath(self, path: object) -> None:  # noqa: N802 - Qt names it
        pass

    def drawPolygon(self, *_args: object) -> None:  # noqa: N802 - Qt names it
        pass


def painted(widget: QWidget) -> list[str]:
    """Return the texts that `widget` and what stands in it paint."""
    paper = Paper(widget.size())
    widget.render(paper)
    return paper.texts


def said(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Yield the texts of all that stands in `widget`, each with where it stands, seen or hidden."""
    for one in (widget, *widget.findChildren(QWidget)):
        name = f"{one.__class__.__name__}#{one.objectName()}"
        for kind, text in _texts_of(one):
            yield f"{name}.{kind}", text
    for action in widget.findChildren(QAction):
        name = f"action#{action.objectName()}"
        yield f"{name}.text", action.text()
        yield f"{name}.tip", action.toolTip()
        yield f"{name}.status", action.statusTip()


def _texts_of(one: QWidget) -> Iterator[tuple[str, str]]:
    yield "tip", one.toolTip()
    yield "accessible", one.accessibleName()
    yield "described", one.accessibleDescription()
    yield "title", one.windowTitle()
    if isinstance(one, QLabel | QAbstractButton):
        yield "text", one.text()
    if isinstance(one, QLineEdit):
        yield "placeholder", one.placeholderText()
    if isinstance(one, QComboBox):
        for index in range(one.count()):
            yield f"item{index}", one.itemText(index)
    if isinstance(one, QMenu):
        yield "menu", one.title()


def speak_wide() -> Wide:
    """Say everything in wide letters from now on; the caller takes the translator back."""
    translator = Wide()
    QCoreApplication.installTranslator(translator)
    return translator
