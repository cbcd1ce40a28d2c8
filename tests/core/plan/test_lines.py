"""Each key and element of a TOML text is found at its line, however it is written."""

from __future__ import annotations

import datetime
import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from embviz.core.plan.lines import lines_of

TABLES = """\
top = 1
[a]
x = 1

[a.b.c]
y = 2  # a comment = 3
[a.d]
z = 3
"""
LIST_OF_TABLES = """\
[[run]]
lr = 1
[run.of]
it = 2
[[run.inner]]
x = 1
[[run.inner]]
x = 2

[[run]]

lr = 3
[[run.inner]]
x = 4
"""
INLINE = """\
begin = { lesson = "a, b", deep = { x = [1,
  { y = 2 }, 3] } }
next = 1
"""
LISTS = """\
one = [ # first
  "a", 'b]',
  # nothing
  [1, 2
   , 3],
]
two = []
"""
QUOTED = """\
"a b" = 1
'c."d' . e = 2
"\\u0066" = 3
["x.y"."z"]
g = 4
"""
TEXTS = '''\
one = """
# no comment
[no.table]
key = "x" \\""" """""
two = \'\'\'
it\'s 'it' \'\'\'\'
three = 'C:\\'
four = "a \\" # b"
'''


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        (TABLES, ("top",), 1),
        (TABLES, ("a",), 2),
        (TABLES, ("a", "x"), 3),
        (TABLES, ("a", "b"), 5),
        (TABLES, ("a", "b", "c"), 5),
        (TABLES, ("a", "b", "c", "y"), 6),
        (TABLES, ("a", "d", "z"), 8),
        (LIST_OF_TABLES, ("run",), 1),
        (LIST_OF_TABLES, ("run", 0, "of", "it"), 4),
        (LIST_OF_TABLES, ("run", 0, "inner", 1, "x"), 8),
        (LIST_OF_TABLES, ("run", 1), 10),
        (LIST_OF_TABLES, ("run", 1, "lr"), 12),
        (LIST_OF_TABLES, ("run", 1, "inner", 0, "x"), 14),
        (INLINE, ("begin", "lesson"), 1),
        (INLINE, ("begin", "deep", "x", 0), 1),
        (INLINE, ("begin", "deep", "x", 1, "y"), 2),
        (INLINE, ("begin", "deep", "x", 2), 2),
        (INLINE, ("next",), 3),
        (LISTS, ("one",), 1),
        (LISTS, ("one", 1), 2),
        (LISTS, ("one", 2), 4),
        (LISTS, ("one", 2, 2), 5),
        (LISTS, ("two",), 7),
        (QUOTED, ("a b",), 1),
        (QUOTED, ('c."d', "e"), 2),
        (QUOTED, ("f",), 3),
        (QUOTED, ("x.y", "z", "g"), 5),
        (TEXTS, ("one",), 1),
        (TEXTS, ("two",), 5),
        (TEXTS, ("three",), 7),
        (TEXTS, ("four",), 8),
        (TABLES.replace("\n", "\r\n"), ("a", "d", "z"), 8),
    ],
)
def test_a_key_is_found_at_its_line(text: str, path: tuple[str | int, ...], line: int) -> None:
    assert lines_of(text)[path] == line


def paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return {path}.union(*(paths(child, (*path, key)) for key, child in children))


LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-(2**60), 2**60),
        st.floats(allow_nan=False),
        LETTERS,
        st.just(datetime.date(2026, 1, 2)),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(LETTERS, VALUES, max_size=5), st.booleans())
def test_all_that_tomllib_reads_is_found_and_nothing_else(values: dict[str, Any], is_multiline: bool) -> None:
    text = tomli_w.dumps(values, multiline_strings=is_multiline)
    read = tomllib.loads(text)
    found = lines_of(text)
    assert set(found) == paths(read) - {()}
    # What is written further down stands on a later line, up to the last.
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())


@given(st.dictionaries(LETTERS, VALUES, min_size=1, max_size=4), st.integers(1, 5))
def test_lines_put_above_move_every_line_by_as_many(values: dict[str, Any], count: int) -> None:
    text = tomli_w.dumps(values)
    moved = lines_of("# above\n" * count + text)
    assert moved == {path: line + count for path, line in lines_of(text).items()}
