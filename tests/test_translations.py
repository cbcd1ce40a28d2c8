"""The translations: whole, in step with the sources, and with a letter in the typeface for all they say."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication

from embviz.core import resources
from embviz.gui.language import JAPANESE_FONTS

ROOT = Path(__file__).parents[1]
JAPANESE = ROOT / "resources" / "translations" / "embviz_ja.ts"
BLANK = re.compile(r"\{[^{}]*\}")
# What Qt takes a letter for is no letter that anybody reads.
UNSEEN = "\n\t "
SNIPPET = """
class Panel(Card):
    def retranslate(self):
        self.title.setText(self.tr("Step {n}").format(n=1))
        self.note.setText(
            self.tr("two "
                    "pieces")
        )
        QCoreApplication.translate("core", text)

TEXT = str(QT_TRANSLATE_NOOP("actions", "Open…"))
OTHER = mark("a row")
"""


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / ".ci" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A NamedTuple looks its module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool: Any = _tool()
Text, Entry = tool.Text, tool.Entry


@pytest.fixture(scope="module")
def texts() -> dict[Any, list[str]]:
    return tool.texts_of_sources()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def entries() -> dict[Any, Any]:
    return tool.read(JAPANESE)  # type: ignore[no-any-return]


class TestWhole:
    def test_no_text_of_the_sources_is_lost(self, texts: dict[Any, Any], entries: dict[Any, Any]) -> None:
        """`python .ci/translations.py` takes it into the .ts."""
        assert sorted(texts.keys() - entries.keys()) == []

    def test_no_text_is_kept_that_is_nowhere_any_more(
        self, texts: dict[Any, Any], entries: dict[Any, Any]
    ) -> None:
        assert sorted(entries.keys() - texts.keys()) == []

    def test_no_text_is_unfinished(self, entries: dict[Any, Any]) -> None:
        assert [text for text, entry in entries.items() if entry.state or not entry.translation] == []

    def test_source_and_translation_have_the_same_blanks(self, entries: dict[Any, Any]) -> None:
        for text, entry in entries.items():
            assert set(BLANK.findall(text.source)) == set(BLANK.findall(entry.translation)), text.source

    def test_no_translation_begins_or_ends_with_a_blank(self, entries: dict[Any, Any]) -> None:
        said = [entry.translation for entry in entries.values()]
        assert [text for text in said if text.strip() != text] == []

    def test_what_the_window_loads_is_made_of_what_is_written(self, tmp_path: Path) -> None:
        for source in sorted(JAPANESE.parent.glob("*.ts")):
            tool.compile_one(source, tmp_path / "made.qm")
            assert (tmp_path / "made.qm").read_bytes() == source.with_suffix(".qm").read_bytes(), source.name

    def test_the_list_of_what_the_engine_says_is_that_of_its_sources(self, texts: dict[Any, Any]) -> None:
        assert resources.text("translations", "engine.txt") == tool.sayings(texts)
        assert all("\n" not in text.source for text in texts if text.context == "engine")

    def test_each_text_is_found_by_its_context(self, qapp: QApplication, entries: dict[Any, Any]) -> None:
        translator = QTranslator(qapp)
        assert translator.load(str(JAPANESE.with_suffix(".qm")))
        for text, entry in entries.items():
            assert translator.translate(text.context, text.source) == entry.translation
        translator.deleteLater()


class TestFound:
    def test_it_is_what_lupdate_finds_and_what_is_marked(self, texts: dict[Any, Any], tmp_path: Path) -> None:
        lupdate = Path(sys.executable).with_name("pyside6-lupdate")
        sources = sorted((ROOT / "embviz").rglob("*.py"))
        subprocess.run([lupdate, "-silent", *sources, "-ts", tmp_path / "qt.ts"], check=True)
        by_mark = {text for text in texts if text.context in ("core", "engine")}
        assert set(tool.read(tmp_path / "qt.ts")) == texts.keys() - by_mark
        assert Counter(text.context for text in by_mark).keys() == {"core", "engine"}

    @pytest.mark.parametrize("floor", ["core", "engine", "gui"])
    def test_each_way_of_marking_is_known(self, floor: str, tmp_path: Path) -> None:
        folder = tmp_path / "embviz"
        (folder / floor).mkdir(parents=True)
        (folder / floor / "panel.py").write_text(SNIPPET, encoding="utf-8")
        marked = [
            Text("Panel", "Step {n}"),
            Text("Panel", "two pieces"),
            Text("actions", "Open…"),
            Text("engine" if floor == "engine" else "core", "a row"),
        ]
        assert tool.texts_of_sources(folder) == {text: [f"embviz/{floor}/panel.py"] for text in marked}


class TestRefreshed:
    OLD = Text("Panel", "Old & <plain>")
    NEW = Text("Panel", "New")
    GONE = Text("Panel", "Gone")

    def test_what_was_translated_stays_so(self) -> None:
        old = {self.OLD: Entry("古い", ""), self.GONE: Entry("消えた", "")}
        found = tool.refreshed(old, {self.OLD: ["a.py"], self.NEW: ["a.py"]})
        assert found == {
            self.OLD: Entry("古い", ""),
            self.NEW: Entry("", "unfinished"),
            self.GONE: Entry("消えた", "vanished"),
        }

    def test_what_comes_back_is_as_it_was(self) -> None:
        assert tool.refreshed({self.OLD: Entry("古い", "vanished")}, {self.OLD: ["a.py"]}) == {
            self.OLD: Entry("古い", "")
        }

    def test_what_was_never_translated_goes_with_its_text(self) -> None:
        assert tool.refreshed({self.GONE: Entry()}, {}) == {}

    def test_what_is_written_is_read_again(self, tmp_path: Path) -> None:
        entries = {self.OLD: Entry("古い & <p>\n2", "", "why"), self.NEW: Entry("", "unfinished")}
        path = tmp_path / "any.ts"
        path.write_text(tool.written(entries, {self.OLD: ["a.py"]}, "ja"), encoding="utf-8")
        assert tool.read(path) == entries


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _strings(one)]


@pytest.mark.usefixtures("qapp")
def test_the_typefaces_have_a_letter_for_all_that_is_said(entries: dict[Any, Any]) -> None:
    fonts = [
        QRawFont(str(resources.path("fonts", name)), 13.0) for name in ("Inter-Regular.otf", *JAPANESE_FONTS)
    ]
    said = [entry.translation for entry in entries.values()]
    said += [resources.text("texts", "toy-ja.txt"), resources.text("similarity", "ja.tsv")]
    for lesson in sorted((ROOT / "resources" / "lessons").glob("*.toml")):
        said += _strings(tomllib.loads(lesson.read_text(encoding="utf-8")))
    letters = set("".join(said)) - set(UNSEEN)
    missing = {one for one in letters if not any(font.supportsCharacter(ord(one)) for font in fonts)}
    assert sorted(missing) == []
    assert len(letters) > 300


def test_nothing_is_said_in_japanese_that_is_not_asked_for(qapp: QApplication) -> None:
    assert QCoreApplication.translate("actions", "Undo") == "Undo"
