"""Keeps the translations in step with the sources.

    python .ci/translations.py [--drop]

It takes new texts of the sources into every .ts of resources/translations, and compiles each into the .qm
beside it, which the window loads. What is new is unfinished. What stands in a .ts and in no source any more
is kept as vanished, for whoever translates a text that only changed its words; `--drop` takes it out.
pyside6-lupdate is not enough: it knows no `mark()`, by which core/ and engine/, which never meet Qt, mark
what the window is to translate.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "embviz"
FOLDER = ROOT / "resources" / "translations"
ENGINE_LIST = FOLDER / "engine.txt"
# The texts of `mark()` have the context of the process that says them.
MARK_CONTEXTS = {"core": "core", "engine": "engine", "gui": "core"}
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


class Text(NamedTuple):
    """One text of the program, as Qt finds its translation: by context and source."""

    context: str
    source: str


class Entry(NamedTuple):
    """What a .ts has of a text: its translation, and 'unfinished' or 'vanished', or '' where it is done."""

    translation: str = ""
    state: str = "unfinished"
    note: str = ""


class _Reader(ast.NodeVisitor):
    """Collects the texts of one module."""

    def __init__(self, mark_context: str) -> None:
        self.texts: list[Text] = []
        self._mark_context = mark_context
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if name == "tr" and words:
            self.texts.append(Text(self._classes[-1], str(words[0])))
        elif name in ("QT_TRANSLATE_NOOP", "translate") and len(words) == 2:
            self.texts.append(Text(str(words[0]), str(words[1])))
        elif name == "mark" and words:
            self.texts.append(Text(self._mark_context, str(words[0])))
        self.generic_visit(node)


def texts_of_sources(folder: Path = SOURCES) -> dict[Text, list[str]]:
    """Return every text that is marked for translation, with the files in which it stands."""
    found: dict[Text, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        floor = path.relative_to(folder).parts[0]
        reader = _Reader(MARK_CONTEXTS.get(floor, "core"))
        reader.visit(ast.parse(path.read_text(encoding="utf-8")))
        name = path.relative_to(folder.parent).as_posix()
        for text in reader.texts:
            files = found.setdefault(text, [])
            if name not in files:
                files.append(name)
    return found


def sayings(texts: Iterable[Text]) -> str:
    """Return the engine's own sentences, a line each, by which the window knows them again."""
    return "".join(f"{text.source}\n" for text in texts if text.context == MARK_CONTEXTS["engine"])


def read(path: Path) -> dict[Text, Entry]:
    """Return what the .ts at `path` holds. Raises ElementTree.ParseError."""
    found: dict[Text, Entry] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            text = Text(context.findtext("name", ""), message.findtext("source", ""))
            kind = "" if translation is None else translation.get("type", "")
            done = "" if translation is None else translation.text or ""
            found[text] = Entry(done, kind, message.findtext("translatorcomment", ""))
    return found


def refreshed(old: dict[Text, Entry], texts: dict[Text, list[str]]) -> dict[Text, Entry]:
    """Return `old` with all of `texts`: new ones unfinished, those that are nowhere any more vanished."""
    entries = {text: _again(old.get(text, Entry())) for text in texts}
    lost = {text: one._replace(state="vanished") for text, one in old.items() if text not in texts}
    return entries | {text: one for text, one in lost.items() if one.translation}


def without_vanished(entries: dict[Text, Entry]) -> dict[Text, Entry]:
    """Return `entries` without those of no source."""
    return {text: one for text, one in entries.items() if one.state != "vanished"}


def written(entries: dict[Text, Entry], texts: dict[Text, list[str]], language: str) -> str:
    """Return the .ts of `entries`, in the order of the contexts' names and of the texts in the sources."""
    return "".join(
        (HEAD, f'<TS version="2.1" language="{language}">\n', *_contexts(entries, texts), "</TS>\n")
    )


def compile_one(source: Path, target: Path) -> None:
    """Write the .qm of a .ts, of its finished texts alone. Raises CalledProcessError."""
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run(
        [tool, "-silent", "-nounfinished", source, "-qm", target], check=True, capture_output=True, text=True
    )


def main(drops: bool) -> None:
    """Refresh and compile all languages, and say how many texts each still lacks; may drop what vanished."""
    texts = texts_of_sources()
    ENGINE_LIST.write_text(sayings(texts), encoding="utf-8")
    for path in sorted(FOLDER.glob("embviz_*.ts")):
        language = path.stem.removeprefix("embviz_")
        entries = refreshed(read(path), texts)
        entries = without_vanished(entries) if drops else entries
        path.write_text(written(entries, texts, language), encoding="utf-8")
        compile_one(path, path.with_suffix(".qm"))
        states = [entry.state for entry in entries.values()]
        left, lost = states.count("unfinished"), states.count("vanished")
        print(f"{path.name}: {len(texts)} texts, {left} unfinished, {lost} vanished")


def _again(entry: Entry) -> Entry:
    return entry._replace(state="unfinished") if not entry.translation else _not_vanished(entry)


def _not_vanished(entry: Entry) -> Entry:
    return entry._replace(state="") if entry.state in ("vanished", "obsolete") else entry


def _contexts(entries: dict[Text, Entry], texts: dict[Text, list[str]]) -> Iterator[str]:
    for context in sorted({text.context for text in entries}):
        yield f"<context>\n    <name>{escape(context)}</name>\n"
        for text, entry in entries.items():
            if text.context == context:
                yield _message(text, entry, texts.get(text, []))
        yield "</context>\n"


def _message(text: Text, entry: Entry, files: list[str]) -> str:
    # Without line numbers: each edit of a source would change them all.
    places = "".join(f'        <location filename="../../{escape(name)}"/>\n' for name in files)
    note = f"        <translatorcomment>{escape(entry.note)}</translatorcomment>\n" if entry.note else ""
    kind = f' type="{entry.state}"' if entry.state else ""
    done = f"        <translation{kind}>{escape(entry.translation)}</translation>\n"
    return (
        f"    <message>\n{places}        <source>{escape(text.source)}</source>\n{note}{done}    </message>\n"
    )


if __name__ == "__main__":
    main(drops="--drop" in sys.argv)
