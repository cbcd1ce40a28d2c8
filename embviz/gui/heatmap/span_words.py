"""SpanWords: which part of a table is looked at, in words."""

from __future__ import annotations

from PySide6.QtCore import QObject

from embviz.gui.heatmap.lens import Lens, Span

# From so many on, digits stand in groups of three.
GROUPED_FROM = 10_000


class SpanWords(QObject):
    """Says it in the language that is set now."""

    def part(self, lens: Lens) -> str:
        """Return which rows and columns `lens` looks at, and of how many; the rows first."""
        texts = (
            (self.tr("{count} rows"), self.tr("row {span} of {count}"), self.tr("rows {span} of {count}")),
            (
                self.tr("{count} columns"),
                self.tr("column {span} of {count}"),
                self.tr("columns {span} of {count}"),
            ),
        )
        rows, columns = (
            _chosen(span, count, *words).format(span=spanned(span), count=counted(count))
            for words, span, count in zip(texts, (lens.rows, lens.columns), lens.shape, strict=True)
        )
        return self.tr("{rows}, {columns}").format(rows=rows, columns=columns)


def _chosen(span: Span, count: int, whole: str, one: str, several: str) -> str:
    if span == (0, count):
        return whole
    return one if span[1] - span[0] == 1 else several


def spanned(span: Span) -> str:
    """Return the numbers from the first to the last of `span`: `7`, or `499,980–500,019`."""
    first, past = span
    return counted(first) if past - first <= 1 else f"{counted(first)}–{counted(past - 1)}"


def counted(number: int) -> str:
    """Return `number` in digits, those of a large one in groups: `2`, `1,000,000`."""
    return f"{number:,}" if number >= GROUPED_FROM else f"{number}"
