"""The row of buttons at the top: the actions that train, each with its icon and its key."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from embviz.gui.actions import RUN_ID, ZERO_GRAD_ID
from embviz.gui.control.state import State
from embviz.gui.theme import GAP_PX, ICON_PX, LIGHT, Theme, font, px
from embviz.gui.toolbar.speed import Speed
from embviz.gui.toolbar.stopping import Stopping
from embviz.gui.toolbar.zeroing import Zeroing, ZeroingArrow
from embviz.gui.widgets.editors import IntegerEdit

HEIGHT_PX = 54
BUTTON_HEIGHT_PX = 36
PADDING_PX = 12
KEY_PADDING_PX = 6
KEY_HEIGHT_PX = 19
SPACE_PX = 7
SPACING_PX = 8
SNUG_PX = 2
SIDE_PX = GAP_PX + 4
DISABLED_OPACITY = 0.45


class Fullness(IntEnum):
    """How much of itself a button shows, from the narrowest window to the widest."""

    ICON = 0
    TEXT = 1
    KEY = 2


class ActionButton(QToolButton):
    """A QAction as a button: icon, text and key. The next one to press is painted in the accent colour."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._is_next = False
        self._reserved: tuple[str, ...] = ()
        self._fullness = Fullness.KEY
        self.setDefaultAction(action)
        self.setFont(font(weight=QFont.Weight.Medium))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_fullness(self, fullness: Fullness) -> None:
        """Show as much as `fullness` says."""
        if fullness is not self._fullness:
            self._fullness = fullness
            self.updateGeometry()
            self.update()

    def reserve(self, *texts: str) -> None:
        """Keep room for each of `texts`, so that the buttons beside do not move when this one changes."""
        self._reserved = texts
        self.updateGeometry()

    def width_at(self, fullness: Fullness) -> int:
        """Return the width in px that the button needs to show as much as `fullness` says."""
        width = 2 * PADDING_PX + px(ICON_PX)
        if fullness >= Fullness.TEXT:
            width += SPACE_PX + self._text_width()
        if fullness >= Fullness.KEY:
            width += SPACE_PX + self._key_width()
        return width

    @property
    def is_next(self) -> bool:
        """True for the button that the reader is asked to press next."""
        return self._is_next

    def set_next(self, is_next: bool) -> None:
        """Say whether this is the button to press next."""
        if is_next != self._is_next:
            self._is_next = is_next
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width_at(self._fullness), px(BUTTON_HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1.0 if self.isEnabled() else DISABLED_OPACITY)
            is_next = self._is_next and self.isEnabled()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._background(is_next))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._theme.on_accent if is_next else self._theme.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
            ink = QColor(self._theme.on_accent if is_next else self._theme.ink)
            self._paint_face(painter, ink)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.updateGeometry()

    def _background(self, is_next: bool) -> QColor:
        base = QColor(self._theme.accent if is_next else self._theme.button)
        if not self.isEnabled():
            return base
        if self.isDown():
            return base.darker(112)
        if self.underMouse():
            return base.lighter(112) if is_next else QColor(self._theme.button_hover)
        return base

    def _paint_face(self, painter: QPainter, ink: QColor) -> None:
        height = self.height()
        mode = QIcon.Mode.Selected if self._is_next and self.isEnabled() else QIcon.Mode.Normal
        pixmap = self.icon().pixmap(QSize(px(ICON_PX), px(ICON_PX)), self.devicePixelRatioF(), mode)
        painter.drawPixmap(PADDING_PX, (height - px(ICON_PX)) // 2, px(ICON_PX), px(ICON_PX), pixmap)
        if self._fullness < Fullness.TEXT:
            return
        left = PADDING_PX + px(ICON_PX) + SPACE_PX
        painter.setPen(ink)
        painter.setFont(self.font())
        text_width = self._text_width()
        painter.drawText(
            QRectF(left, 0, text_width + 2, height),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )
        if self._fullness >= Fullness.KEY and self._key():
            self._paint_key(painter, ink, left + text_width + SPACE_PX)

    def _paint_key(self, painter: QPainter, ink: QColor, left: float) -> None:
        high = px(KEY_HEIGHT_PX)
        box = QRectF(left + 0.5, (self.height() - high) / 2 + 0.5, self._key_width() - 1, high - 1)
        frame = QColor(ink)
        frame.setAlphaF(0.28)
        painter.setPen(QPen(frame, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.setFont(font(11))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key())

    def _text_width(self) -> int:
        return max(self.fontMetrics().horizontalAdvance(text) for text in (self.text(), *self._reserved))

    def _key(self) -> str:
        return self.defaultAction().shortcut().toString()

    def _key_width(self) -> int:
        # A fixed width a letter keeps the hint independent of the font's own metrics being loaded.
        return 2 * px(KEY_PADDING_PX) + px(7 * len(self._key())) if self._key() else 0


class Toolbar(QWidget):
    """Name of the program, the buttons in the order of ACTIONS, what the engine is, and the speed.

    N stands beside Train, `stopping` beside Run, and the ways to clear grad beside Zero grad.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setFixedHeight(px(HEIGHT_PX))
        self.buttons: dict[str, ActionButton] = {}
        self.count = IntegerEdit(10, parent=self)
        self.count.setObjectName("train_count")
        self.count.setFixedSize(px(52), px(28))
        self.stopping = Stopping(self)
        self.zeroing = Zeroing(self)
        self._arrow = ZeroingArrow(self.zeroing, self)
        for companion in (self.stopping, self._arrow):
            companion.hide()
        self.speed = Speed(self)
        self.engine = QLabel(self)
        self.engine.setTextFormat(Qt.TextFormat.PlainText)
        self.engine.setObjectName("soft")
        self._engine_state, self._version = State.STARTING, ""
        self._name = QLabel("embviz", self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setFont(font(16, QFont.Weight.DemiBold))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SIDE_PX, 0, SIDE_PX, 0)
        self._row.setSpacing(SPACING_PX)
        # The buttons themselves shrink to the width there is.
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.addWidget(self._name)
        self._row.addSpacing(SPACING_PX)
        self._row.addStretch()
        self._row.addWidget(self.engine)
        self._row.addWidget(self.speed)
        self._last_stop: QWidget | None = None
        self._gaps = 1
        self._is_bare = False
        self._theme = LIGHT
        self.retranslate()

    def add(self, action: QAction, gap_before: bool = False, with_count: bool = False) -> None:
        """Add a button for `action` to the right of those there are, and what belongs beside it."""
        button = ActionButton(action, self)
        self.buttons[action.objectName()] = button
        if gap_before:
            self._gaps += 1
            self._row.insertSpacing(self._end(), SPACING_PX)
        self._row.insertWidget(self._end(), button)
        self._stop_at(button)
        if with_count:
            self._row.insertWidget(self._end(), self.count)
            self._stop_at(self.count)
        if action.objectName() == RUN_ID:
            self._row.insertWidget(self._end(), self.stopping)
            self.stopping.show()
            self._stop_at(self.stopping)
        if action.objectName() == ZERO_GRAD_ID:
            self._join(button, self._arrow)
            self._stop_at(self._arrow)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_at(Fullness.ICON), px(HEIGHT_PX))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # A text has changed: Run is Pause now, or the engine has told its version.
            self._fit()
        return super().event(event)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        for button in self.buttons.values():
            button.set_theme(theme)
        for part in (self.stopping, self._arrow, self.speed):
            part.set_theme(theme)
        self.update()

    def set_bare(self, is_bare: bool) -> None:
        """Leave away what a wall does not need, so that the buttons have room for their words."""
        self._is_bare = is_bare
        for part in (self._name, self.stopping, self.speed):
            part.setVisible(not is_bare)
        self._fit()

    def set_next(self, action_id: str | None) -> None:
        """Paint the button of `action_id` as the next one to press."""
        for name, button in self.buttons.items():
            button.set_next(name == action_id)

    def set_zero_grad(self, mode: str) -> None:
        """Show `mode` ('none', 'zeros' or 'forgotten') as the way in which grad is cleared now."""
        if mode != self.zeroing.mode:
            self.zeroing.set_mode(mode)
            self._arrow.update()

    def tell_engine(self, state: State, version: str) -> None:
        """Say what there is of PyTorch: that it is starting, its `version`, or that it has ended."""
        self._engine_state, self._version = state, version
        texts = {
            State.STARTING: self.tr("Starting PyTorch…"),
            State.STOPPED: self.tr("PyTorch has ended"),
        }
        self.engine.setText(texts.get(state, self.tr("PyTorch {version}")).format(version=version))

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.tell_engine(self._engine_state, self._version)
        self.count.setToolTip(self.tr("N: how many rounds one press of Train does"))
        self.count.setAccessibleName(self.tr("Number of rounds"))
        for part in (self.stopping, self.zeroing, self._arrow, self.speed):
            part.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.card))
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._theme.line))

    def _join(self, button: ActionButton, arrow: ZeroingArrow) -> None:
        both = QHBoxLayout()
        both.setSpacing(SNUG_PX)
        self._row.removeWidget(button)
        both.addWidget(button)
        both.addWidget(arrow)
        self._row.insertLayout(self._end(), both)
        arrow.show()

    def _stop_at(self, widget: QWidget) -> None:
        """Have Tab come to `widget` after those that were there before, and to the speed after it."""
        if self._last_stop is not None:
            QWidget.setTabOrder(self._last_stop, widget)
        QWidget.setTabOrder(widget, self.speed)
        self._last_stop = widget

    def _end(self) -> int:
        # Behind the buttons stand the stretch, the engine's word and the speed.
        return self._row.count() - 3

    def _fit(self) -> None:
        fitting = [fullness for fullness in Fullness if self._width_at(fullness) <= self.width()]
        fullness = max(fitting, default=Fullness.ICON)
        for button in self.buttons.values():
            button.set_fullness(fullness)
        self.stopping.set_wide(fullness >= Fullness.TEXT)
        self.speed.set_short(fullness < Fullness.TEXT)
        rest = self.width() - self._width_at(fullness) - SPACING_PX
        self.engine.setVisible(not self._is_bare and self.engine.sizeHint().width() <= rest)

    def _width_at(self, fullness: Fullness) -> int:
        is_wide = fullness >= Fullness.TEXT
        # A teacher's plan may have put some of it away.
        widths = [self.count.width()] if self.isAncestorOf(self.count) else []
        if not self._is_bare:
            widths.append(self._name.sizeHint().width())
        if not self._is_bare and self.isAncestorOf(self.speed):
            widths.append(self.speed.width_at(not is_wide))
        widths += [one.width_at(fullness) for one in self.buttons.values() if self.isAncestorOf(one)]
        if not self.stopping.isHidden() and self.isAncestorOf(self.stopping):
            widths.append(self.stopping.width_at(is_wide))
        if not self._arrow.isHidden() and self.isAncestorOf(self._arrow):
            widths.append(self._arrow.sizeHint().width() + SNUG_PX - SPACING_PX)
        # Between each two of these stands a space; a stretch and each gap bring one more, of its own width.
        spaces = len(widths) + 1 + 2 * self._gaps
        return sum(widths) + spaces * SPACING_PX + 2 * SIDE_PX
