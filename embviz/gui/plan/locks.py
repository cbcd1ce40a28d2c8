"""Locks: lines of the setup that a plan fixes, each with the words why, and lines that it hides."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from embviz.gui.lessons.lines import IconLine
from embviz.gui.setup import rows as lines
from embviz.gui.setup.draft import RECIPES
from embviz.gui.setup.fields import Field
from embviz.gui.setup.panel import SetupPanel
from embviz.gui.setup.rows import Typed, typed_as
from embviz.gui.theme import LIGHT, Theme

_ALWAYS = frozenset(row.name for row in lines.FIXED)


class Locks(QObject):
    """Holds the form of `setup` to what is fixed, whatever is filled in or chosen there."""

    def __init__(self, setup: SetupPanel) -> None:
        super().__init__(setup)
        self._setup, self._form = setup, setup.form
        self._typed: dict[str, Typed] = {}
        self._hidden: frozenset[str] = frozenset()
        self._why = ""
        self._theme = LIGHT
        # By the line that they stand below: another optimizer brings lines of its own.
        self._lines: dict[Field, IconLine] = {}
        self._is_on = self._is_holding = False

    def hold(self, fixed: Mapping[str, object], hidden: frozenset[str], why: str) -> None:
        """Fix the settings `fixed`, saying `why`, and hide the lines `hidden`."""
        self._typed = {name: typed_as(_tuples(value)) for name, value in fixed.items()}
        self._hidden, self._why = hidden, why
        if not self._is_on:
            self._is_on = True
            self._form.changed.connect(self._hold)
            self._form.filled.connect(self._hold)
        self._hold()

    def let_go(self) -> None:
        """Let everything be changed, and be seen, again."""
        if not self._is_on:
            return
        self._is_on = False
        self._form.changed.disconnect(self._hold)
        self._form.filled.disconnect(self._hold)
        for name, field in self._form.fields.items():
            if name in self._typed:
                field.editor.setEnabled(True)
            if name in self._hidden:
                field.set_visible(name != lines.NEGATIVES.name or self._form.draft.has_negatives)
        for line in self._lines.values():
            line.hide()
            line.deleteLater()
        self._lines.clear()
        self._form.fold.show()
        if self._form.matrix_button is not None:
            self._form.matrix_button.setEnabled(True)
        # What a file decides stays decided.
        self._form.retranslate()

    def say(self, why: str) -> None:
        """Say `why` in another language."""
        self._why = why
        for line in self._lines.values():
            line.say(why)

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        self._theme = theme
        for line in self._lines.values():
            line.set_theme(theme)

    def _hold(self) -> None:
        if self._is_holding:
            return
        self._is_holding = True
        has_typed = self._type_all()
        fields = self._form.fields
        self._lines = {field: line for field, line in self._lines.items() if field in fields.values()}
        for name, field in fields.items():
            if name in self._typed:
                self._lock(field)
            if name in self._hidden:
                field.set_visible(False)
        self._form.fold.setVisible(any(row.name not in self._hidden for row in lines.OPTIONS))
        if self._form.matrix_button is not None:
            self._form.matrix_button.setEnabled(lines.INITIAL.name not in self._typed)
        self._is_holding = False
        if has_typed:
            # Others have read the form before it was as it has to be.
            self._form.changed.emit()

    def _type_all(self) -> bool:
        """Type what is fixed wherever something else stands; tell whether it did."""
        draft = self._form.draft
        has_typed = False
        # The optimizer and the schedule first: they say which arguments there are.
        for name in sorted(self._typed, key=lambda name: name not in RECIPES):
            typed = self._typed[name]
            is_there = name in _ALWAYS or name in {one.name for one in draft.parameters}
            if is_there and draft.typed(name) != typed:
                draft.set_typed(name, typed)
                has_typed = True
        if has_typed:
            self._form.show_draft()
        return has_typed

    def _lock(self, field: Field) -> None:
        field.editor.setEnabled(False)
        field.editor.setToolTip(self._why)
        if field not in self._lines and field.row.name not in self._hidden:
            line = self._lines[field] = IconLine(f"lock_{field.row.name}", "lock", "soft")
            line.set_theme(self._theme)
            field.addWidget(line)
            line.say(self._why)


def _tuples(value: object) -> object:
    return tuple(tuple(one) for one in value) if isinstance(value, list) else value
