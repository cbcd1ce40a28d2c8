"""Texts of the window, read from its source: all can be translated, and none is guessed to be HTML."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import embviz.gui
from embviz.core import (
    examples,
    experiment,
    losses,
    optimizers,
    refusals,
    schedules,
)
from embviz.gui import actions

FOLDER = Path(embviz.gui.__file__).parent
SOURCES = sorted(FOLDER.rglob("*.py"))
TRANSLATORS = ("tr", "translate", "QT_TRANSLATE_NOOP", "QT_TR_NOOP", "mark")
# `translate(context, text)` of a table's text, marked in one of the context's modules.
MARKED = {
    "actions": (actions,),
    "core": (examples, experiment, losses, optimizers, refusals, schedules),
    # Sentences that come from the engine's process, which are known again by a list of them.
    "engine": (),
    "keys": (),
    "wall": (),
}
RICH = ("QTextEdit", "QTextBrowser", "QMessageBox", "QErrorMessage", "setHtml", "insertHtml")
# A document that we write ourselves, with every text escaped, and that nobody but a printer reads.
WRITTEN_AS_HTML = [("pdf.py", "setHtml")]

each = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)


def calls(source: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr, node
            elif isinstance(function, ast.Name):
                yield function.id, node


def is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@each
def test_tr_takes_a_text_and_nothing_that_is_made_at_run_time(source: Path) -> None:
    """lupdate reads the source: `tr(f"...")`, `tr(a + b)` and `tr(variable)` it leaves out without a word."""
    for name, call in calls(source):
        if name in ("tr", "QT_TRANSLATE_NOOP", "QT_TR_NOOP"):
            assert call.args, f"line {call.lineno}"
            assert all(is_literal(argument) for argument in call.args), f"line {call.lineno}"
            assert not call.keywords, f"line {call.lineno}"


@each
def test_a_variable_is_translated_only_from_a_table_that_is_marked(source: Path) -> None:
    for name, call in calls(source):
        if name == "translate":
            context, *texts = call.args
            assert is_literal(context), f"line {call.lineno}"
            assert isinstance(context, ast.Constant)
            assert len(texts) == 1
            # What reads the sources finds a text that stands there; one of a table has to be marked in it.
            assert is_literal(texts[0]) or context.value in MARKED, f"line {call.lineno}"


@each
def test_no_translator_goes_by_another_name(source: Path) -> None:
    tree = ast.parse(source.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            assert not [
                name for name in node.names if name.asname and name.name.split(".")[-1] in TRANSLATORS
            ]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute):
            assert node.value.attr not in TRANSLATORS, f"line {node.lineno}"


@each
def test_blanks_are_filled_after_translating(source: Path) -> None:
    """`tr("step {n}").format(n=n)`: a text that was filled before is in no dictionary."""
    for name, call in calls(source):
        if name == "tr":
            for argument in call.args:
                assert not any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(argument))


@each
def test_no_widget_that_guesses_html_is_used(source: Path) -> None:
    for name, call in calls(source):
        assert name not in RICH or (source.name, name) in WRITTEN_AS_HTML, f"line {call.lineno}"


@each
def test_every_label_is_told_to_show_plain_text(source: Path) -> None:
    """A label is made by panel.label(), or is told on the spot."""
    text = source.read_text("utf-8")
    made = [call.lineno for name, call in calls(source) if name == "QLabel"]
    subclasses = text.count("(QLabel):")
    assert text.count("setTextFormat(Qt.TextFormat.PlainText)") >= len(made) + subclasses, f"lines {made}"


@each
def test_a_painter_is_ended_even_where_painting_fails(source: Path) -> None:
    """An exception while a painter is at work on a widget takes the whole process with it."""
    tree = ast.parse(source.read_text("utf-8"))
    guards = [
        item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items
    ]
    guarded = {(guard.lineno, guard.col_offset) for guard in guards}
    for name, call in calls(source):
        on_widget = bool(call.args) and isinstance(call.args[0], ast.Name) and call.args[0].id == "self"
        if name == "QPainter" and on_widget:
            assert (call.lineno, call.col_offset) in guarded, f"line {call.lineno}"


def test_every_text_of_the_tables_is_marked_where_it_stands() -> None:
    marked = {
        call.args[1].value
        for source in sorted((FOLDER / "actions").glob("*.py"))
        for name, call in calls(source)
        if name == "QT_TRANSLATE_NOOP" and isinstance(call.args[1], ast.Constant)
    }
    used = {text for action in actions.ACTIONS for text in (action.text, action.tip, action.menu)}
    used |= {actions.PAUSE_TEXT, actions.PAUSE_TIP, *actions.MENUS}
    assert used == marked


def marked_in(context: str) -> set[object]:
    """The texts that lupdate finds for `context`."""
    return {
        call.args[0].value
        for module in MARKED[context]
        for name, call in calls(Path(str(module.__file__)))
        if name == "mark" and isinstance(call.args[0], ast.Constant)
    }


def test_every_text_of_the_recipes_is_marked() -> None:
    used = {loss.title for loss in losses.LOSSES.values()}
    for recipe in (*optimizers.OPTIMIZERS.values(), *schedules.SCHEDULES.values()):
        for parameter in recipe.parameters:
            used |= {parameter.hint, *(doubt.text for doubt in parameter.doubts)}
    for optimizer in optimizers.OPTIMIZERS.values():
        used |= {refusal.text for refusal in optimizer.refusals}
    assert used <= marked_in("core")
    rules = {rule.allowed for row in optimizers.OPTIMIZERS.values() for rule in row.rules}
    assert rules <= marked_in("core")


def test_every_text_of_the_examples_and_of_the_refusals_is_marked() -> None:
    shown = {text for example in examples.EXAMPLES for text in (example.title, example.look_for)}
    assert shown <= marked_in("core")
    told = {text for row in refusals.REFUSALS for text in (row.cause, row.remedy)}
    assert told <= marked_in("core")


def test_every_text_that_a_person_reads_is_in_plain_words() -> None:
    """No exclamation, no blame, no 'Error:' and no trailing blank."""
    for source in SOURCES:
        for name, call in calls(source):
            if name in ("tr", "QT_TRANSLATE_NOOP"):
                text = call.args[-1]
                assert isinstance(text, ast.Constant)
                assert "!" not in text.value
                assert not text.value.lower().startswith("error")
                assert text.value == text.value.strip()
                assert text.value
