"""Size and place of the window: kept, and brought back onto a screen that exists."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings, QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from embviz.gui import geometry
from embviz.gui.geometry import SMALLEST_SIZE, USUAL_SIZE, fitted

ONE = [QRect(0, 0, 1920, 1040)]
TWO = [QRect(0, 0, 1920, 1040), QRect(1920, -200, 2560, 1440)]
LEFT = [QRect(0, 0, 1920, 1040), QRect(-1280, 0, 1280, 1024)]
LARGEST = 2**31 - 1
COORDINATES = st.integers(-LARGEST - 1, LARGEST)


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


class TestFitted:
    @pytest.mark.parametrize("screens", [ONE, TWO, LEFT])
    def test_a_window_on_its_screen_stays_where_it_was(self, screens: list[QRect]) -> None:
        for screen in screens:
            wanted = QRect(screen.topLeft() + QPoint(30, 40), QSize(1000, 700))
            assert fitted(wanted, screens) == wanted

    @pytest.mark.parametrize(
        "wanted",
        [
            QRect(5000, 5000, 1280, 720),
            QRect(-5000, -5000, 1280, 720),
            QRect(1900, 1030, 1280, 720),
            QRect(0, 0, 100_000, 100_000),
            QRect(-50_000, -50_000, 100_000, 100_000),
            QRect(100, 100, 1, 1),
            QRect(LARGEST - 10, 0, 800, 600),
            QRect(-LARGEST, -LARGEST, LARGEST, LARGEST),
        ],
    )
    def test_what_is_off_the_screens_or_too_large_is_brought_back(self, wanted: QRect) -> None:
        for screens in (ONE, TWO, LEFT):
            place = fitted(wanted, screens)
            assert any(screen.contains(place) for screen in screens)
            assert place.width() >= min(SMALLEST_SIZE.width(), 1920)
            assert place.height() >= SMALLEST_SIZE.height()

    def test_a_window_across_two_screens_goes_where_most_of_it_is(self) -> None:
        assert TWO[1].contains(fitted(QRect(1800, 100, 1280, 720), TWO))
        assert TWO[0].contains(fitted(QRect(800, 100, 1280, 720), TWO))

    def test_a_screen_that_is_gone_gives_the_first_one(self) -> None:
        assert ONE[0].contains(fitted(QRect(2500, 100, 1280, 720), ONE))

    def test_a_screen_smaller_than_the_smallest_window_is_filled(self) -> None:
        small = [QRect(0, 0, 320, 240)]
        assert fitted(QRect(50, 50, 1280, 720), small) == small[0]

    @given(COORDINATES, COORDINATES, st.integers(1, LARGEST), st.integers(1, LARGEST))
    def test_any_rectangle_ends_on_a_screen(self, left: int, top: int, width: int, height: int) -> None:
        wanted = QRect(left, top, width, height)
        place = fitted(wanted, TWO)
        assert any(screen.contains(place) for screen in TWO)

    @given(st.integers(-3000, 6000), st.integers(-3000, 3000), st.integers(1, 5000), st.integers(1, 5000))
    def test_fitting_twice_is_fitting_once(self, left: int, top: int, width: int, height: int) -> None:
        once = fitted(QRect(left, top, width, height), TWO)
        assert fitted(once, TWO) == once


class TestRestore:
    def test_the_first_time_it_has_the_usual_size_as_far_as_the_screen_goes(
        self, window: QWidget, store: QSettings, qapp: QApplication
    ) -> None:
        geometry.restore(window, store)
        assert window.size() == USUAL_SIZE.boundedTo(qapp.primaryScreen().availableGeometry().size())

    def test_it_comes_back_where_it_was(self, window: QWidget, store: QSettings, qtbot: QtBot) -> None:
        window.setGeometry(60, 70, 720, 500)
        geometry.save(window, store)
        again = QWidget()
        qtbot.addWidget(again)
        geometry.restore(again, store)
        assert again.geometry() == QRect(60, 70, 720, 500)

    def test_it_comes_back_from_a_file(self, window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
        path = str(tmp_path / "kept.ini")
        first = QSettings(path, QSettings.Format.IniFormat)
        window.setGeometry(60, 70, 720, 500)
        geometry.save(window, first)
        first.sync()
        again = QWidget()
        qtbot.addWidget(again)
        geometry.restore(again, QSettings(path, QSettings.Format.IniFormat))
        assert again.geometry() == QRect(60, 70, 720, 500)

    def test_a_maximized_window_comes_back_maximized_and_remembers_its_own_size(
        self, window: QWidget, store: QSettings, qtbot: QtBot
    ) -> None:
        window.setGeometry(60, 70, 720, 500)
        window.showMaximized()
        qtbot.waitUntil(window.isMaximized, timeout=2000)
        geometry.save(window, store)
        again = QWidget()
        qtbot.addWidget(again)
        geometry.restore(again, store)
        assert again.isMaximized()
        again.showNormal()
        qtbot.waitUntil(lambda: again.size() == QSize(720, 500), timeout=2000)

    @pytest.mark.parametrize(
        "saved", ["", "abc", 7, [1, 2], QPoint(1, 2), QByteArray(b"\0\1"), None, QRect()]
    )
    @pytest.mark.parametrize("maximized", ["maybe", 3, None])
    def test_what_makes_no_sense_is_forgotten(
        self, saved: object, maximized: object, window: QWidget, store: QSettings
    ) -> None:
        store.setValue("geometry", saved)
        store.setValue("maximized", maximized)
        geometry.restore(window, store)
        assert window.width() >= SMALLEST_SIZE.width()
        assert not window.isMaximized()

    @pytest.mark.parametrize("content", [b"", b"\0\0\0", b"[General]\ngeometry=@Rect(1 2", b"\xff\xfe\x00["])
    def test_a_broken_file_is_no_hindrance(self, content: bytes, window: QWidget, tmp_path: Path) -> None:
        path = tmp_path / "broken.ini"
        path.write_bytes(content)
        geometry.restore(window, QSettings(str(path), QSettings.Format.IniFormat))
        assert window.width() >= SMALLEST_SIZE.width()

    def test_a_place_far_off_is_brought_back(
        self, window: QWidget, store: QSettings, qapp: QApplication
    ) -> None:
        store.setValue("geometry", QRect(9000, 9000, 100_000, 100_000))
        geometry.restore(window, store)
        assert qapp.primaryScreen().availableGeometry().contains(window.geometry())


def test_the_settings_are_kept_in_the_user_s_folder_and_never_the_real_one(
    tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> None:
    name = geometry.settings().fileName()
    assert name.endswith("embviz/window.ini")
    assert "embviz-tests-" in name


class TestTheMemoryForHistory:
    def test_nobody_has_said_anything_at_first(self, store: QSettings) -> None:
        assert geometry.history_mb(store) is None

    def test_it_is_kept(self, store: QSettings) -> None:
        geometry.save_history_mb(128, store)
        store.sync()
        assert geometry.history_mb(QSettings(store.fileName(), QSettings.Format.IniFormat)) == 128

    @pytest.mark.parametrize("nonsense", ["", "many", "-5", "0", "1.5", "99999999", [1, 2]])
    def test_what_makes_no_sense_is_forgotten(self, nonsense: object, store: QSettings) -> None:
        store.setValue("history_mb", nonsense)
        assert geometry.history_mb(store) is None
