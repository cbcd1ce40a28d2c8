"""The language: which one it begins with, and that all in the window changes with it, at once."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from embviz.core import resources
from embviz.core.examples import EXAMPLES
from embviz.core.experiment import Experiment
from embviz.core.messages import Snapshot
from embviz.core.optimizers import OPTIMIZERS
from embviz.core.schedules import SCHEDULES
from embviz.gui import geometry, language
from embviz.gui.classroom import Classroom
from embviz.gui.control.process import end_engine, start_engine
from embviz.gui.control.state import State
from embviz.gui.details.views import make_views
from embviz.gui.files import Files
from embviz.gui.studio import Studio
from embviz.gui.window import MainWindow
from tests.gui.scene import Scene
from tests.gui.wide import painted, said, speak_wide

LIMIT_MS = 30_000
LETTERS = re.compile(r"[A-Za-z][A-Za-z_0-9]+")
# A key behind a tip: (Ctrl+Shift+O)
KEY = re.compile(r" \((?:[A-Za-z]+\+)*[^ ()]+\)$")
# In a list of keys: Ctrl+Shift+O: what it does
LISTED_KEY = re.compile(r"(?m)^[^\s:]+: ")
CALLS = re.compile(r"[a-z_]+(?:\.[a-z_]+)*\(.*\)")
# torch's own words, and what else is the same in all languages.
OWN_WORDS = frozenset({
    "None", "NumPy", "PCA", "SNE", "Table", "UMAP", "article", "batch", "bfloat16", "buf", "cpu", "device",
    "dim", "distance", "dtype", "emb", "embedding", "embviz", "file", "float16", "float32", "float64",
    "format", "grad", "initial", "labels", "linalg", "log", "loss", "lower", "lr", "max", "max_norm",
    "mean", "min", "min_count", "momentum_buffer", "most_words", "negatives", "none", "norm", "norm_type",
    "normal", "one_hot", "optimizer", "padding_idx", "pair", "pairs", "path", "rows", "scale_grad_by_freq",
    "schedule", "seed", "skipgram", "sparse", "step", "subsample", "table", "tensor", "tokens", "torch",
    "uniform", "values", "weight", "window", "words", "xavier_uniform", "zero_grad", "zeros",
})  # fmt: skip
# What pyqtgraph or a menu that fills itself when it opens has in store, and nobody sees.
OUT_OF_SIGHT = frozenset({"Export", "Export...", "Nothing yet"})
ARGUMENTS = frozenset(
    {one.name for row in (*OPTIMIZERS.values(), *SCHEDULES.values()) for one in row.parameters}
    | {*OPTIMIZERS, *SCHEDULES}
)
NO_TYPEFACE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
DRAW = """
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout
from PySide6.QtWidgets import QApplication
from embviz.gui import language, theme

application = QApplication([])
theme.load_fonts()
theme.apply(application, theme.LIGHT)
language.speak("en")
before = language.JAPANESE_FAMILIES[0] in QFontDatabase.families()
language.speak("ja")
for text in ("埋め込みの重み", "step 3 の勾配", "鑢の表"):
    for weight in (QFont.Weight.Normal, QFont.Weight.DemiBold):
        layout = QTextLayout(text, theme.font(13, weight))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        runs = layout.glyphRuns()
        is_missing = 0 in [glyph for run in runs for glyph in run.glyphIndexes()]
        styles = {f"{run.rawFont().familyName()} {run.rawFont().styleName()}" for run in runs}
        print(before, is_missing, *sorted(styles), sep=", ")
"""


@pytest.fixture(autouse=True)
def _english_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    language.speak(language.ENGLISH)
    geometry.settings().remove("language")


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def system_speaks(monkeypatch: pytest.MonkeyPatch, *languages: str) -> None:
    class System:
        @staticmethod
        def system() -> "System":
            return System()

        def uiLanguages(self) -> list[str]:  # noqa: N802 - Qt names it
            return list(languages)

    monkeypatch.setattr(language, "QLocale", System)


class TestFirst:
    @pytest.mark.parametrize(
        ("wanted", "chosen", "system", "spoken"),
        [
            (None, None, ["ja-JP", "en-US"], "ja"),
            (None, None, ["en-GB"], "en"),
            (None, None, ["de-DE", "ja-JP"], "ja"),
            (None, None, ["C"], "en"),
            (None, None, [], "en"),
            (None, "en", ["ja-JP"], "en"),
            (None, "ja", ["en-US"], "ja"),
            (None, "klingon", ["ja-JP"], "ja"),
            ("en", "ja", ["ja-JP"], "en"),
            ("ja", "en", ["en-US"], "ja"),
        ],
    )
    def test_it_is_the_one_wanted_or_chosen_before_or_the_system_s(
        self,
        wanted: str | None,
        chosen: str | None,
        system: list[str],
        spoken: str,
        store: QSettings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        system_speaks(monkeypatch, *system)
        if chosen is not None:
            store.setValue("language", chosen)
        assert language.first(wanted, store) == spoken


class TestSpeak:
    def test_texts_are_translated_from_then_on_and_no_more_after_english(self) -> None:
        assert language.spoken() == "en"
        language.speak("ja")
        assert language.spoken() == "ja"
        assert QCoreApplication.translate("actions", "Undo") not in ("", "Undo")
        language.speak("en")
        assert language.spoken() == "en"
        assert QCoreApplication.translate("actions", "Undo") == "Undo"

    def test_a_language_is_loaded_once_however_often_it_is_spoken(self, qapp: QApplication) -> None:
        for _ in range(3):
            language.speak("ja")
        assert len(language._translators()) <= 2

    def test_qt_s_own_menus_speak_it_too(self) -> None:
        language.speak("ja")
        assert QCoreApplication.translate("QWidgetTextControl", "&Copy") != "&Copy"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no such file names the typefaces")
def test_japanese_is_drawn_where_no_typeface_for_it_is_installed(tmp_path: Path) -> None:
    """And its typeface is not loaded before it is needed."""
    config = tmp_path / "fonts.conf"
    fonts = resources.path("fonts", "LICENSE-Inter.txt").parent / "none"
    config.write_text(NO_TYPEFACE.format(fonts=fonts, cache=tmp_path), encoding="utf-8")
    environ = {**os.environ, "FONTCONFIG_FILE": str(config), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", DRAW], env=environ, capture_output=True, text=True, check=True
    )
    thin, bold = "Noto Sans JP Subset Regular", "Noto Sans JP Subset Bold"
    rare = "Noto Sans JP Rare Regular"
    assert done.stdout.splitlines() == [
        f"False, False, {thin}",
        f"False, False, {bold}",
        f"False, False, Inter Regular, {thin}",
        f"False, False, Inter Semi Bold, {bold}",
        f"False, False, {rare}, {thin}",
        f"False, False, {rare}, {bold}",
    ]


class TestLabels:
    @pytest.mark.parametrize(
        ("texts", "needed"),
        [((), False), (("king", "Köln", "π", "→"), False), (("king", "王"), True), (("カナ",), True)],
    )
    def test_the_typeface_is_needed_for_japanese_alone(self, texts: tuple[str, ...], needed: bool) -> None:
        assert language.is_japanese(texts) is needed

    def test_it_is_loaded_with_the_first_japanese_label(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        loaded: list[None] = []
        monkeypatch.setattr(language, "load_japanese_font", lambda: loaded.append(None))
        scene.studio.take_up_classroom(Classroom)
        scene.press("s")
        scene.answer(names={0: "king", 1: "queen"})
        assert loaded == []
        for _ in range(2):
            scene.press("s")
            scene.answer(names={0: "王", 1: "女王"})
        assert loaded == [None]


class TestSwitch:
    def test_its_key_changes_all_at_once_and_the_choice_is_kept(self, scene: Scene) -> None:
        status = scene.window.status.text
        assert scene.window.actions_by_id["action_undo"].text() == "Undo"
        QTest.keyClick(
            scene.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        assert language.spoken() == "ja"
        assert language.first(None, geometry.settings()) == "ja"
        assert scene.window.actions_by_id["action_undo"].text() != "Undo"
        assert scene.window.status.text != status
        QTest.keyClick(
            scene.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        assert (language.spoken(), scene.window.status.text) == ("en", status)
        assert language.first("", geometry.settings()) == "en"

    def test_its_menu_has_a_mark_at_what_is_spoken(self, scene: Scene) -> None:
        scene.studio.take_up_classroom(Classroom)
        entries = [scene.window.actions_by_id[f"action_{name}"] for name in ("english", "japanese")]
        assert [entry.isChecked() for entry in entries] == [True, False]
        language.switch(scene.studio, "ja")
        assert [entry.isChecked() for entry in entries] == [False, True]
        entries[0].trigger()
        assert [entry.isChecked() for entry in entries] == [True, False]

    def test_a_switch_that_is_not_chosen_is_not_kept(self, scene: Scene) -> None:
        language.switch(scene.studio, "ja")
        assert language.spoken() == "ja"
        assert geometry.settings().value("language") is None

    def test_what_the_banner_says_changes_too(self, scene: Scene) -> None:
        scene.studio.begin_example(EXAMPLES[0])
        before = scene.window.banner.text
        language.switch(scene.studio, "ja")
        assert scene.window.banner.text not in ("", before)
        language.switch(scene.studio, "en")
        assert scene.window.banner.text == before

    def test_a_refusal_in_the_banner_changes_as_a_whole(self, starting: Scene, tmp_path: Path) -> None:
        """Of a file that cannot be opened, since the engine is not there yet."""
        starting.studio.take_up_files(Files)
        starting.studio.files.opening.open(str(tmp_path / "vectors.txt"))
        before = starting.window.banner.text
        assert before.startswith("vectors.txt cannot be opened: PyTorch is not running")
        language.switch(starting.studio, "ja")
        assert not re.search(
            "[a-z]", starting.window.banner.text.replace("vectors.txt", "").replace("PyTorch", "")
        )
        language.switch(starting.studio, "en")
        assert starting.window.banner.text == before

    def test_it_changes_while_the_engine_is_starting_or_has_ended(self, starting: Scene) -> None:
        label = starting.window.toolbar.engine
        for _ in range(2):
            english = label.text()
            language.choose(starting.studio, "ja")
            assert label.text() != english
            language.choose(starting.studio, "en")
            assert label.text() == english
            starting.die()


class TestAll:
    """In wide letters, whatever has ordinary ones was not translated, or does not follow the language."""

    @pytest.fixture
    def live(
        self, show: Callable[..., QWidget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Studio]:
        # Names of files that somebody had open are the same in all languages.
        monkeypatch.setattr("embviz.gui.files.recent_file", lambda: tmp_path / "recent.json")
        window = MainWindow()
        studio = Studio(window, start_engine, start_engine(), Experiment())
        studio.complete(make_views())
        studio.take_up_files(Files)
        studio.take_up_classroom(Classroom)
        show(window, 1280, 720)
        yield studio
        process = studio.release()
        if process is not None:
            end_engine(process)

    def test_every_text_follows_the_language(self, live: Studio, qtbot: QtBot) -> None:
        done = partial(self._done, live, qtbot)
        done(lambda: None)
        done(lambda: live.begin_example(EXAMPLES[0]))
        for verb in (live.controller.backward, live.controller.step, lambda: live.controller.train(3)):
            done(verb)
        live.controller.lookup((0, 1, 1))
        snapshot = live.controller.snapshot
        assert snapshot is not None
        done(lambda: live.controller.bookmark(snapshot.moment, "7"))
        for name in live.details.views:
            live.details.show_view(name)
            qtbot.waitUntil(partial(self._is_told, live), timeout=LIMIT_MS)
        translator = speak_wide()
        live.retranslate()
        try:
            assert self._ordinary(said(live.window)) == []
            # The code is Python, and the same for everybody.
            for name in sorted(live.details.views.keys() - {"code"}):
                live.details.show_view(name)
                qtbot.waitUntil(partial(self._is_told, live), timeout=LIMIT_MS)
                assert self._ordinary((name, text) for text in painted(live.window)) == []
        finally:
            QCoreApplication.removeTranslator(translator)

    @staticmethod
    def _done(studio: Studio, qtbot: QtBot, verb: Callable[[], object]) -> Snapshot:
        """Do `verb`, and wait until it is answered."""
        before = studio.controller.snapshot
        verb()
        qtbot.waitUntil(
            lambda: (
                studio.controller.state is State.IDLE and studio.controller.snapshot not in (None, before)
            ),
            timeout=LIMIT_MS,
        )
        assert studio.controller.snapshot is not None
        return studio.controller.snapshot

    @staticmethod
    def _is_told(studio: Studio) -> bool:
        return studio.controller.state is State.IDLE

    @staticmethod
    def _ordinary(texts: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
        known = OWN_WORDS | ARGUMENTS
        found = []
        for where, text in texts:
            words = set(LETTERS.findall(CALLS.sub("", KEY.sub("", LISTED_KEY.sub("", text)))))
            if words - known and text not in OUT_OF_SIGHT:
                found.append((where, text))
        return found
