"""Type, icons and style of the window, in the colours of looks.py."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from embviz.core import resources
from embviz.gui import size
from embviz.gui.looks import CONTRAST as CONTRAST
from embviz.gui.looks import DARK as DARK
from embviz.gui.looks import LIGHT as LIGHT
from embviz.gui.looks import THEMES as THEMES
from embviz.gui.looks import Theme as Theme
from embviz.gui.size import px as px

FAMILY = "Inter"
FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
TEXT_PX = 13
GAP_PX = 12
CARD_RADIUS_PX = 10
CELL_RADIUS_PX = 4
ICON_PX = 16
ICON_RATIO = 3


def chosen(name: str, system: Qt.ColorScheme) -> Theme:
    """Return the theme called `name`, or for 'system' the one that the desktop asks for."""
    if name == "system":
        return DARK if system == Qt.ColorScheme.Dark else LIGHT
    return THEMES[name]


def following(theme: Theme) -> Theme:
    """Return the theme that one key brings after `theme`, round and round."""
    names = list(THEMES)
    return THEMES[names[(names.index(theme.name) + 1) % len(names)]]


def keeping(theme: Theme, before: Theme) -> Theme:
    """Return `theme` as large as `before`, with the colour map that was chosen in place of its own."""
    own = THEMES[before.name].colour_map
    return theme._replace(
        colour_map=theme.colour_map if before.colour_map == own else before.colour_map,
        text_scale=before.text_scale,
        curve_px=before.curve_px,
    )


def load_fonts() -> None:
    """Make the shipped typeface known to Qt."""
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))


def font(size_px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal, tabular: bool = False) -> QFont:
    """Return the window's typeface, `size_px` high where text has its usual size and else in proportion.

    `tabular` gives all digits one width, so that numbers do not dance.
    """
    return exact_font(px(size_px), weight, tabular)


@cache
def exact_font(size_px: int, weight: QFont.Weight = QFont.Weight.Normal, tabular: bool = False) -> QFont:
    """Return the typeface for a text that was fitted to its room: so high whatever the size of text is.

    Everybody gets the same one, with what Qt has looked up for it: it is not to be changed.
    """
    made = QFont(FAMILY)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def apply(application: QApplication, theme: Theme) -> None:
    """Give the whole program the colours and the size of `theme`."""
    growth = size.set_text_scale(theme.text_scale)
    if not application.styleSheet():
        application.setStyle(QStyleFactory.create("Fusion"))
    if growth != 1 or application.font() != font():
        application.setFont(font())
        size.grow(application.allWidgets(), growth)
    # Each of these looks at every widget there is.
    if application.palette() != (palette := _palette(theme)):
        application.setPalette(palette)
    if application.styleSheet() != (sheet := _style_sheet(theme)):
        with size.kept_fonts(application.allWidgets()):
            application.setStyleSheet(sheet)


def apply_to(widget: QWidget, theme: Theme) -> None:
    """Give `widget`, and all in it, the colours of `theme`, in a program that has a look of its own."""
    widget.setFont(font())
    widget.setPalette(_palette(theme))
    # Below a style sheet neither of these is inherited, and the program's own are what is found instead.
    inherited = f"""
    QLabel {{ color: {theme.ink}; }}
    QLabel#soft {{ color: {theme.soft}; }}
    #toolbar QLabel, QLineEdit {{ font-family: {FAMILY}; }}
    """
    widget.setStyleSheet(inherited + _style_sheet(theme))


def icon(name: str, theme: Theme) -> QIcon:
    """Return the icon `name` of resources/icons in the ink of `theme`; Selected is for its accent."""
    return _icon(name, theme.ink, theme.on_accent)


@cache
def _icon(name: str, ink: str, on_accent: str) -> QIcon:
    drawing = resources.text("icons", f"{name}.svg")
    made = QIcon(_drawn(drawing.replace("currentColor", ink)))
    made.addPixmap(_drawn(drawing.replace("currentColor", on_accent)), QIcon.Mode.Selected)
    return made


def _drawn(drawing: str) -> QPixmap:
    size = ICON_PX * ICON_RATIO
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ICON_RATIO)
    return pixmap


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for colour, roles in (
        (theme.ground, (role.Window, role.AlternateBase)),
        (theme.card, (role.Base, role.ToolTipBase)),
        (theme.button, (role.Button,)),
        (theme.ink, (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText)),
        (theme.soft, (role.PlaceholderText,)),
        (theme.accent, (role.Highlight, role.Link, role.Accent)),
        (theme.on_accent, (role.HighlightedText,)),
    ):
        for one in roles:
            palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(theme.soft))
    return palette


def _style_sheet(theme: Theme) -> str:
    return f"""
    QMenuBar {{ background: {theme.card}; color: {theme.ink}; padding: 1px 8px; }}
    QMenuBar::item {{ background: transparent; padding: 4px 8px; border-radius: 5px; }}
    QMenuBar::item:selected {{ background: {theme.button_hover}; }}
    QMenu {{ background: {theme.card}; color: {theme.ink}; border: 1px solid {theme.line}; padding: 5px; }}
    QMenu::item {{ padding: 6px 24px 6px 10px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {theme.button_hover}; }}
    QMenu::item:disabled {{ color: {theme.soft}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 5px 8px; }}
    QToolTip {{ background: {theme.ink}; color: {theme.card}; border: 0; padding: 6px 8px; }}
    QLineEdit, QComboBox {{ background: {theme.card}; color: {theme.ink}; border: 1px solid {theme.line};
        border-radius: 6px; padding: 4px 8px; selection-background-color: {theme.accent};
        selection-color: {theme.on_accent}; }}
    QLineEdit:focus, QComboBox:focus {{ border: 1px solid {theme.accent}; }}
    QLineEdit[wrong="true"] {{ border: 1px solid {theme.error}; }}
    QLineEdit:disabled, QComboBox:disabled {{ color: {theme.soft}; background: {theme.ground}; }}
    QComboBox::drop-down {{ border: 0; width: 16px; }}
    QComboBox QAbstractItemView {{ background: {theme.card}; color: {theme.ink};
        border: 1px solid {theme.line}; }}
    QLabel#error {{ color: {theme.error}; }}
    QLabel#caution {{ color: {theme.caution}; }}
    QLabel#soft {{ color: {theme.soft}; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
    QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
    QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {theme.line}; border-radius: 4px; min-height: 24px; }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {theme.line}; border-radius: 4px; min-width: 24px; }}
    QScrollBar::add-line:horizontal, QScrollBar::sub-line:horizontal {{ width: 0; }}
    """
