"""The window: built from ACTIONS and PANELS, usable by keys alone, and on screen before numpy is there."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QAccessible, QAction, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot
from embviz.gui.actions import ACTIONS, HISTORY, MENUS, OPEN_ID, PAUSE_TEXT, RUN_ID, VIEW
from embviz.gui.compare.strip import CompareStrip
from embviz.gui.control.state import State
from embviz.gui.panels import PANELS
from embviz.gui.setup.panel import SetupPanel
from embviz.gui.shell import Shell
from embviz.gui.theme import DARK, LIGHT, Theme
from embviz.gui.timeline.panel import Timeline
from embviz.gui.widgets.panel import Card, Panel
from embviz.gui.window import COLUMNS, MainWindow

MakeSnapshot = Callable[..., Snapshot]
HEAVY = ("numpy", "pyqtgraph", "msgspec", "torch", "psutil")


def furnished(theme: Theme = LIGHT) -> MainWindow:
    """A window with all its panels, and no engine."""
    window = MainWindow()
    columns: dict[str, list[QWidget]] = {"setup": [SetupPanel(Experiment())]}
    for row in PANELS:
        panel = row.make()
        panel.setObjectName(row.id)
        columns.setdefault(row.column, []).append(panel)
    for name, widgets in columns.items():
        window.furnish(name, widgets)
    window.set_theme(theme)
    return window


@pytest.fixture
def window(show: Callable[..., MainWindow]) -> MainWindow:
    return show(furnished(), 1280, 720)


@pytest.fixture
def pressed(window: MainWindow) -> list[str]:
    """The actions that were triggered so far."""
    told = listened(window)
    window.set_state(State.IDLE)
    window.activateWindow()
    window.setFocus()
    return told


def listened(window: MainWindow) -> list[str]:
    """A list that takes the name of each action as it is triggered."""
    told: list[str] = []

    def teller(name: str) -> Callable[[], None]:
        return lambda: told.append(name)

    for name, action in window.actions_by_id.items():
        action.triggered.connect(teller(name))
    return told


class TestActions:
    def test_every_action_is_in_its_menu(self, window: MainWindow) -> None:
        menus = {
            menu.title(): menu for menu in (action.menu() for action in window.menuBar().actions()) if menu
        }
        assert list(menus) == list(MENUS)
        for row in ACTIONS:
            assert window.actions_by_id[row.id] in menus[row.menu].actions()

    def test_every_action_for_the_toolbar_has_a_button_there_in_order(self, window: MainWindow) -> None:
        assert list(window.toolbar.buttons) == [row.id for row in ACTIONS if row.in_toolbar]

    def test_each_has_text_icon_tip_and_key(self, window: MainWindow) -> None:
        for row in ACTIONS:
            action = window.findChild(QAction, row.id)
            assert action is window.actions_by_id[row.id]
            assert action.text() == row.text
            assert not action.icon().isNull()
            tip = window.toolbar.zeroing.tips.get(row.id, row.tip)
            assert action.toolTip() == f"{tip} ({row.shortcut})"
            assert action.shortcut() == QKeySequence(row.shortcut)

    @pytest.mark.parametrize("state", State)
    def test_each_is_enabled_by_state(self, state: State, window: MainWindow) -> None:
        window.set_state(state)
        for row in ACTIONS:
            assert window.actions_by_id[row.id].isEnabled() is (state in row.states)
        for name, button in window.toolbar.buttons.items():
            assert button.isEnabled() is window.actions_by_id[name].isEnabled()

    def test_run_is_pause_while_it_runs(self, window: MainWindow, picture: Any) -> None:
        run = window.actions_by_id[RUN_ID]
        window.set_state(State.IDLE)
        before = run.text(), run.toolTip(), picture(window.toolbar.buttons[RUN_ID])
        window.set_state(State.RUNNING)
        assert run.text() == PAUSE_TEXT
        assert run.toolTip() != before[1]
        assert picture(window.toolbar.buttons[RUN_ID]) != before[2]
        window.set_theme(window.theme)
        assert run.text() == PAUSE_TEXT
        window.set_state(State.IDLE)
        assert (run.text(), run.toolTip(), picture(window.toolbar.buttons[RUN_ID])) == before

    @pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.id)
    def test_each_key_triggers_its_action_once(
        self, row: Any, window: MainWindow, pressed: list[str]
    ) -> None:
        QTest.keySequence(window, QKeySequence(row.shortcut))
        assert pressed == [row.id]

    def test_a_key_that_is_held_down_triggers_once_unless_it_goes_through_the_history_or_zooms(
        self, window: MainWindow
    ) -> None:
        repeated = {name for name, action in window.actions_by_id.items() if action.autoRepeat()}
        assert repeated == {row.id for row in ACTIONS if row.repeats}
        assert {row.menu for row in ACTIONS if row.repeats} == {HISTORY, VIEW}

    def test_a_key_of_an_action_that_waits_does_nothing(self, window: MainWindow, pressed: list[str]) -> None:
        window.set_state(State.STARTING)
        QTest.keyClicks(window.toolbar.count, "tbs")
        assert pressed == []
        assert window.toolbar.count.text() == "10"


class TestSpace:
    def test_space_presses_the_button_that_has_the_focus(
        self, window: MainWindow, pressed: list[str]
    ) -> None:
        button = window.toolbar.buttons["action_step"]
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert pressed == ["action_step"]

    def test_space_flips_the_switch_that_has_the_focus(self, window: MainWindow, pressed: list[str]) -> None:
        switch = window.findChild(QCheckBox, "field_nesterov")
        assert switch is not None
        switch.setFocus()
        QTest.keyClick(switch, Qt.Key.Key_Space)
        assert switch.isChecked()
        assert pressed == []

    def test_space_applies_where_apply_has_the_focus(self, window: MainWindow, pressed: list[str]) -> None:
        panel = window.findChild(SetupPanel)
        assert panel is not None
        applied: list[object] = []
        panel.applied.connect(lambda experiment: applied.append(experiment))
        panel.apply_button.setFocus()
        QTest.keyClick(panel.apply_button, Qt.Key.Key_Space)
        assert pressed == []
        assert applied == [Experiment()]

    def test_elsewhere_space_is_the_key_of_run(self, window: MainWindow, pressed: list[str]) -> None:
        for widget in (window, window.toolbar.count):
            widget.setFocus()
            QTest.keyClick(widget, Qt.Key.Key_Space)
        assert pressed == [RUN_ID, RUN_ID]


class TestFurniture:
    def test_before_the_panels_come_empty_cards_stand_there(
        self, show: Callable[..., MainWindow], theme: Theme, picture: Any
    ) -> None:
        window = MainWindow()
        window.set_theme(theme)
        show(window, 1280, 720)
        assert len(window.findChildren(Card)) == sum(cards for _, _, cards in COLUMNS)
        shown = picture(window)
        assert shown.at(110, 400) == theme.card
        assert shown.at(5, 400) == theme.ground
        assert window.status.text == "Starting PyTorch"

    def test_strips_stand_above_and_below_the_panels_in_the_look_of_the_window(
        self, window: MainWindow, picture: Any, qtbot: QtBot
    ) -> None:
        above, below = CompareStrip(), Timeline()
        window.add_strip(above, is_above=True)
        window.add_strip(below, is_above=False)
        above.show()
        card = window.findChild(Card, "panel_weight")
        assert card is not None
        qtbot.waitUntil(lambda: below.y() > card.mapTo(window, QPoint()).y())

        def top(widget: QWidget) -> int:
            return widget.mapTo(window, QPoint()).y()

        assert top(window.toolbar) < top(above) < top(card) < top(below) < top(window.status)
        for theme in (DARK, LIGHT):
            window.set_theme(theme)
            assert picture(below).at(2, 2) == theme.ground
            assert picture(above).at(2, 2) == theme.card

    def test_the_room_that_was_kept_for_the_timeline_is_taken_by_it(
        self, window: MainWindow, qtbot: QtBot
    ) -> None:
        card = window.findChild(Card, "panel_weight")
        assert card is not None
        before = card.geometry()
        timeline = Timeline()
        window.add_strip(timeline, is_above=False)
        qtbot.waitUntil(lambda: timeline.y() > 0)
        assert card.geometry() == before

    def test_the_sessions_opened_last_stand_below_open(self, window: MainWindow) -> None:
        (file, *_) = window.menuBar().actions()
        menu = file.menu()
        assert isinstance(menu, QMenu)
        entries = menu.actions()
        before = entries.index(window.recent_menu.menuAction()) - 1
        assert entries[before] is window.actions_by_id[OPEN_ID]
        assert window.recent_menu.title() == "Open recent"

    def test_panels_take_the_place_of_the_cards(self, window: MainWindow, qtbot: QtBot) -> None:
        expected = {row.id for row in PANELS} | {"panel_setup"}
        qtbot.waitUntil(
            lambda: {card.objectName() for card in window.findChildren(Card)} == expected, timeout=2000
        )
        assert {panel.objectName() for panel in window.findChildren(Panel)} == {row.id for row in PANELS}
        assert {"panel_weight", "panel_grad", "panel_curve", "panel_setup"} <= expected

    def test_the_cards_stood_where_the_panels_stand(self, show: Callable[..., MainWindow]) -> None:
        bare, full = show(MainWindow(), 1280, 720), show(furnished(), 1280, 720)
        for name in bare.columns:
            before, after = bare.columns[name].geometry(), full.columns[name].geometry()
            assert abs(before.left() - after.left()) <= 2
            assert abs(before.width() - after.width()) <= 4


class Foreign(QTranslator):
    """A language of which every word is the English one in angle marks."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return f"«{source}»"

    def isEmpty(self) -> bool:  # noqa: N802
        return False


class TestLanguage:
    @pytest.fixture
    def foreign(self, qapp: QApplication) -> Iterator[None]:
        translator = Foreign()
        qapp.installTranslator(translator)
        yield
        qapp.removeTranslator(translator)

    def texts(self, window: MainWindow) -> dict[str, str]:
        """All that a reader can see, by where it is."""
        setup = window.findChild(SetupPanel)
        assert setup is not None
        found = {f"text of {name}": action.text() for name, action in window.actions_by_id.items()}
        found |= {f"tip of {name}": action.toolTip() for name, action in window.actions_by_id.items()}
        found |= {f"menu {action.text()}": action.text() for action in window.menuBar().actions()}
        found |= {
            "window": window.windowTitle(),
            "count": window.toolbar.count.toolTip(),
            "status": window.status.text,
            "setup": setup.title.text(),
            "apply": setup.apply_button.text(),
            "apply's tip": setup.apply_button.toolTip(),
            "hint of lr": setup.fields["lr"].editor.toolTip(),
            "refusal": setup.fields["lr"].message.text(),
        }
        for panel in window.findChildren(Panel):
            shown = panel.title.text() + panel.subtitle.text() + panel.chip.text()
            found[panel.objectName()] = shown or panel.accessibleName()
        return found

    @pytest.mark.usefixtures("foreign")
    def test_another_language_reaches_every_part(
        self, window: MainWindow, qapp: QApplication, make_snapshot: MakeSnapshot
    ) -> None:
        self.fill(window, make_snapshot)
        window.retranslate()
        untranslated = {place for place, text in self.texts(window).items() if "«" not in text}
        assert untranslated == set()

    def test_a_change_of_language_reaches_what_is_on_screen(
        self, window: MainWindow, make_snapshot: MakeSnapshot, request: pytest.FixtureRequest
    ) -> None:
        self.fill(window, make_snapshot)
        before = self.texts(window)
        assert not any("«" in text for text in before.values())
        request.getfixturevalue("foreign")
        window.retranslate()
        after = self.texts(window)
        assert {place for place in before if before[place] == after.get(place)} == set()

    def fill(self, window: MainWindow, make_snapshot: MakeSnapshot) -> None:
        snapshot = make_snapshot(grad=[[1.0] * 3] * 2)
        for panel in window.findChildren(Panel):
            panel.set_snapshot(snapshot)
        window.set_state(State.IDLE)
        window.status.set_snapshot(snapshot)
        lr = window.findChild(QLineEdit, "field_lr")
        assert lr is not None
        lr.setText("abc")


class TestLayout:
    @pytest.mark.parametrize("size", [(1280, 720), (1024, 600), (800, 600), (1920, 1080)])
    def test_no_part_sticks_out_and_none_overlap(
        self, size: tuple[int, int], window: MainWindow, make_snapshot: MakeSnapshot, qtbot: QtBot
    ) -> None:
        window.resize(*size)
        for panel in window.findChildren(Panel):
            panel.set_snapshot(make_snapshot())
        qtbot.waitUntil(lambda: window.size().toTuple() == size, timeout=2000)
        cards = [card for card in window.findChildren(Card) if card.objectName()]
        boxes = [card.rect().translated(card.mapTo(window, QPoint(0, 0))) for card in cards]
        for box in boxes:
            assert window.rect().contains(box)
            assert not any(box.intersects(other) for other in boxes if other is not box)
        assert window.status.geometry().bottom() <= window.height()

    def test_it_fits_a_small_projector(self, window: MainWindow) -> None:
        hint = window.minimumSizeHint()
        assert hint.width() <= 800
        assert hint.height() <= 600

    def test_the_heatmaps_have_the_most_of_the_usual_window(self, window: MainWindow) -> None:
        areas = {panel.objectName(): panel.width() for panel in window.findChildren(Panel)}
        assert areas["panel_weight"] == areas["panel_grad"] > areas["panel_curve"] > 350

    def test_no_text_is_cut_at_the_usual_size(self, window: MainWindow, make_snapshot: MakeSnapshot) -> None:
        for panel in window.findChildren(Panel):
            panel.set_snapshot(make_snapshot(grad=[[1.0] * 3] * 2, grad_status="accumulated"))
        window.set_state(State.IDLE)
        for label in window.findChildren(QLabel):
            if label.isVisible() and label.text() and not label.wordWrap():
                assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()


class TestEveryoneCanUseIt:
    def test_everything_that_takes_keys_has_a_name(self, window: MainWindow) -> None:
        kinds = (QAbstractButton, QLineEdit, QComboBox)
        for kind in kinds:
            for widget in window.findChildren(kind):
                if widget.isVisible() and not isinstance(widget.parent(), QComboBox):
                    assert name_of(widget), widget

    def test_every_panel_has_a_name(self, window: MainWindow) -> None:
        for card in window.findChildren(Card):
            if card.objectName():
                assert card.accessibleName(), card.objectName()
        for panel_id, view in (("panel_weight", "view_weight"), ("panel_grad", "view_grad")):
            assert window.findChild(QWidget, panel_id).findChild(QWidget, view).accessibleName()

    def test_the_tab_key_reaches_every_button_and_field_and_comes_round(
        self, window: MainWindow, pressed: list[str]
    ) -> None:
        reached: list[QWidget] = []
        window.toolbar.buttons["action_forward"].setFocus()
        for _ in range(60):
            widget = QApplication.focusWidget()
            if widget in reached:
                break
            reached.append(widget)
            QTest.keyClick(widget, Qt.Key.Key_Tab)
        names = {widget.objectName() for widget in reached}
        assert names >= {"train_count", "field_rows", "field_lr", "field_nesterov", "field_pairs", "apply"}
        assert sum(isinstance(widget, QToolButton) for widget in reached) >= len(window.toolbar.buttons)

    def test_every_label_is_plain_text(self, window: MainWindow) -> None:
        for label in window.findChildren(QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name))


class TestBanner:
    def test_after_its_button_the_keys_are_the_window_s(
        self, window: MainWindow, pressed: list[str], qtbot: QtBot
    ) -> None:
        window.banner.answered.connect(window.banner.hide)
        window.banner.say("PyTorch's process has ended", "killed", "Restart")
        qtbot.waitUntil(window.banner.isVisible, timeout=2000)
        window.banner.button.setFocus()
        QTest.mouseClick(window.banner.button, Qt.MouseButton.LeftButton)
        assert not window.banner.isVisible()
        assert not isinstance(QApplication.focusWidget(), QLineEdit)


class TestShell:
    def test_it_is_painted_in_the_ground_and_says_so_once(
        self, theme: Theme, show: Callable[..., Shell], qtbot: QtBot, picture: Any
    ) -> None:
        shell = Shell(theme.ground)
        painted: list[None] = []
        shell.painted.connect(lambda: painted.append(None))
        show(shell, 400, 300)
        qtbot.waitUntil(lambda: painted == [None], timeout=2000)
        shell.update()
        shown = picture(shell)
        assert shown.colours() == 1
        assert shown.at(200, 150) == theme.ground
        assert painted == [None]

    def test_it_takes_its_title_from_what_fills_it(self, show: Callable[..., Shell]) -> None:
        shell, content = Shell(LIGHT.ground), QMainWindow()
        content.setWindowTitle("first")
        shell.fill(content)
        show(shell, 400, 300)
        assert shell.windowTitle() == "first"
        content.setWindowTitle("second")
        assert shell.windowTitle() == "second"
        assert content.isVisible()

    def test_it_tells_that_it_is_closed(self, show: Callable[..., Shell], qtbot: QtBot) -> None:
        shell = show(Shell(LIGHT.ground), 400, 300)
        with qtbot.waitSignal(shell.closed, timeout=2000):
            shell.close()

    def test_the_keys_work_inside_it(self, show: Callable[..., Shell]) -> None:
        shell, window = Shell(LIGHT.ground), furnished()
        shell.fill(window)
        show(shell, 1280, 720)
        told = listened(window)
        window.set_state(State.IDLE)
        shell.activateWindow()
        shell.setFocus()
        QTest.keyClicks(shell, "bst")
        QTest.keyClick(shell, Qt.Key.Key_Space)
        assert told == ["action_backward", "action_step", "action_train", RUN_ID]


class TestInAProcessOfItsOwn:
    def run(self, code: str, **environ: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            env={**os.environ, **environ},
            capture_output=True,
            text=True,
            timeout=50,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @pytest.mark.parametrize("module", ["embviz.gui.window", "embviz.gui.shell", "embviz.gui.app"])
    def test_the_window_is_there_before_numpy_is(self, module: str) -> None:
        loaded = self.run(f"import sys, {module}; print(*sys.modules)").split()
        assert module in loaded
        assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)

    def test_at_twice_the_scale_it_is_the_same_picture_with_more_pixels(self, tmp_path: Path) -> None:
        code = """
import sys
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from embviz.core.messages import GradStatus, Scalars, Snapshot, Tile
from embviz.gui import theme
from embviz.gui.heatmap.panels import HeatmapPanel
application = QApplication([])
theme.load_fonts()
theme.apply(application, theme.LIGHT)
panel = HeatmapPanel("weight", lambda snapshot: snapshot.weight)
values = np.array([[0.5, -0.25, 1.0], [0.0, 0.75, -1.0]], np.float32)
tile = Tile(values=values, shape=(2, 3), rows=(0, 2), columns=(0, 3), changed=values > 0.6)
one = np.array([1.0])
trace = Scalars(steps=np.array([0]), losses=one, distances=one.copy(), gaps=one.copy())
panel.resize(600, 300)
panel.show()
panel.set_snapshot(
    Snapshot(step=0, weight=tile, grad=None, grad_status=GradStatus("none"), state={}, trace=trace)
)
viewport = panel.view.viewport()
image = panel.grab().toImage()
image.save(PATH)
print(image.width(), image.height(), image.devicePixelRatio(), viewport.height, viewport.width)
"""
        sizes, images = {}, {}
        for scale in ("1", "2"):
            path = tmp_path / f"{scale}.png"
            sizes[scale] = self.run(f"PATH = {str(path)!r}\n{code}", QT_SCALE_FACTOR=scale).split()
            images[scale] = QImage(str(path))
        assert sizes["1"][:3] == ["600", "300", "1.0"]
        assert sizes["2"][:3] == ["1200", "600", "2.0"]
        # A viewport of twice the pixels, so that a large table is as sharp as the screen.
        assert int(sizes["2"][3]) > 1.8 * int(sizes["1"][3])
        assert int(sizes["2"][4]) > 1.8 * int(sizes["1"][4])
        small = images["2"].scaled(600, 300, mode=Qt.TransformationMode.SmoothTransformation)
        far = sum(
            abs(small.pixelColor(x, y).lightness() - images["1"].pixelColor(x, y).lightness()) > 100
            for x in range(0, 600, 3)
            for y in range(0, 300, 3)
        )
        assert far < 0.02 * 200 * 100
        # What is painted is sharper than the small picture made larger.
        grown = images["1"].scaled(1200, 600)
        assert grown.convertToFormat(QImage.Format.Format_RGB32) != images["2"].convertToFormat(
            QImage.Format.Format_RGB32
        )
