"""Conditions: the small language in which a lesson says what is to be reached, and what is true.

It has numbers, strings, comparisons, and/or/not, arithmetic, a choice (`1 if step > 3 else 0`), the functions
of FUNCTIONS and the names of seen.py: `step`, `lr`, `weight[0, 3]`, `state.momentum_buffer[0, 1]`,
`changed.grad`, each with `before.` in front of it too. It is parsed by Python's own parser into a tree of
which only these nodes are taken; nothing of it is ever run as Python. What is not there is None, arithmetic
with None is None, and a comparison of size with None is False: asking never raises.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import NamedTuple

from embviz.core.lessons.seen import ARGUMENTS, FACTS, STATES, Fact, Seen

MOST_LETTERS = 500
# In a condition a power is a root or a square.
MOST_POWER = 8
TABLES = ("weight", "grad")
_TUPLES = ("lookup", "selected")
_CLOSE = 5e-5


class ConditionError(ValueError):
    """What stands in a condition and cannot; the text says what and what can."""


class Condition:
    """An expression that was read. Raises ConditionError where it is none."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tree = _parsed(text)
        _check(self._tree)

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def value(self, before: Seen, now: Seen) -> Fact:
        """Return what the expression is worth `now`, given the moment at which the step began."""
        return _value(self._tree, _Pair(before, now))

    def holds(self, before: Seen, now: Seen) -> bool:
        """Return whether the condition is true."""
        return bool(self.value(before, now))


class _Pair(NamedTuple):
    before: Seen
    now: Seen


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _is_close(one: float, other: float, within: float = _CLOSE) -> bool:
    return one == other or abs(one - other) <= within


def _power(base: float, exponent: float) -> float | None:
    is_real = abs(exponent) <= MOST_POWER and (base >= 0 or exponent == int(exponent))
    return float(base) ** exponent if is_real else None


class _Function(NamedTuple):
    fewest: int
    most: int
    call: Callable[..., Fact]


FUNCTIONS: Mapping[str, _Function] = {
    "abs": _Function(1, 1, abs),
    "min": _Function(1, 9, lambda *values: min(values)),
    "max": _Function(1, 9, lambda *values: max(values)),
    "sign": _Function(1, 1, _sign),
    "sqrt": _Function(1, 1, lambda value: math.sqrt(value) if value >= 0 else math.nan),
    "isnan": _Function(1, 1, math.isnan),
    "close": _Function(2, 3, _is_close),
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[float, float], Fact]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
_ORDER: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ALIKE: Mapping[type[ast.cmpop], bool] = {ast.Eq: True, ast.Is: True, ast.NotEq: False, ast.IsNot: False}
_AMONG: Mapping[type[ast.cmpop], bool] = {ast.In: True, ast.NotIn: False}


def _parsed(text: str) -> ast.expr:
    if len(text) > MOST_LETTERS:
        raise ConditionError(f"a condition has at most {MOST_LETTERS} letters")
    try:
        return ast.parse(text.strip(), mode="eval").body
    # Whatever the parser finds wrong: it says so in one of these.
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConditionError(f"{text!r} is no expression: {error}") from error


def _check(node: ast.expr) -> None:
    if _path(node) or isinstance(node, ast.Subscript):
        _check_name(node)
        return
    if type(node) not in _VALUES:
        raise ConditionError(f"{ast.unparse(node)!r} is nothing that a condition has")
    if isinstance(node, ast.Call):
        _check_call(node)
        children: list[ast.expr] = node.args
    else:
        children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    for operation in ast.iter_child_nodes(node):
        if isinstance(operation, ast.operator | ast.cmpop) and type(operation) not in _OPERATIONS:
            raise ConditionError(f"{ast.unparse(node)!r}: this operator is not known in a condition")
    for child in children:
        _check(child)


def _check_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
    if name == "len":
        function = _Function(1, 1, lambda value: value)
    elif name in FUNCTIONS:
        function = FUNCTIONS[name]
    else:
        raise ConditionError(f"there is no function {name!r}; there are {', '.join((*FUNCTIONS, 'len'))}")
    if node.keywords or not function.fewest <= len(node.args) <= function.most:
        raise ConditionError(
            f"{ast.unparse(node)!r}: {name} takes {function.fewest} to {function.most} values"
        )


def _check_name(node: ast.expr) -> None:
    inner = node.value if isinstance(node, ast.Subscript) else node
    path = _bare(_path(inner))
    if isinstance(node, ast.Subscript):
        is_table = path[:1] == ("state",) and len(path) == 2 and path[1] in STATES
        is_cell = (is_table or path in {(name,) for name in TABLES}) and _cell(node) is not None
        is_item = path in {(name,) for name in _TUPLES} and _item(node) is not None
        is_known = is_cell or is_item
    elif len(path) == 2:
        is_known = path[0] == "changed" and path[1] in TABLES
    else:
        is_known = len(path) == 1 and (path[0] in FACTS or path[0] in ARGUMENTS)
    if not is_known:
        raise ConditionError(
            f"there is no {ast.unparse(node)!r}; there are {', '.join(sorted({*FACTS, *ARGUMENTS}))},"
            " weight[row, column], grad[row, column],"
            f" state.NAME[row, column] (NAME one of {', '.join(sorted(STATES))}),"
            " changed.weight, changed.grad, and before. in front of any"
        )


def _path(node: ast.expr) -> tuple[str, ...]:
    """Return the names that dots join in `node`, none where it is something else."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute) and (path := _path(node.value)):
        return (*path, node.attr)
    return ()


def _bare(path: tuple[str, ...]) -> tuple[str, ...]:
    return path[1:] if path[:1] == ("before",) else path


def _cell(node: ast.Subscript) -> tuple[int, int] | None:
    if not isinstance(node.slice, ast.Tuple):
        return None
    places = [_index(one) for one in node.slice.elts]
    return (places[0], places[1]) if len(places) == 2 and None not in places else None  # type: ignore[return-value]


def _item(node: ast.Subscript) -> int | None:
    return _index(node.slice)


def _index(node: ast.expr) -> int | None:
    # True is an int in Python, and no place.
    is_place = isinstance(node, ast.Constant) and type(node.value) is int
    return node.value if is_place else None  # type: ignore[attr-defined]


def _value(node: ast.expr, pair: _Pair) -> Fact:
    if _path(node) or isinstance(node, ast.Subscript):
        return _named(node, pair)
    return _VALUES[type(node)](node, pair)


def _named(node: ast.expr, pair: _Pair) -> Fact:
    path = _path(node.value if isinstance(node, ast.Subscript) else node)
    seen, path = (pair.before if path[0] == "before" else pair.now), _bare(path)
    if isinstance(node, ast.Subscript):
        cell = _cell(node)
        if cell is not None:
            return seen.cell(path[-1], *cell)
        values, item = FACTS[path[0]](seen), _item(node)
        assert isinstance(values, tuple)
        assert item is not None
        return values[item] if item < len(values) else None  # type: ignore[return-value]
    if len(path) == 2:
        return seen.changed(path[1])
    if path[0] in FACTS:
        return FACTS[path[0]](seen)
    return seen.snapshot.arguments.get(path[0])


def _constant(node: ast.Constant, _pair: _Pair) -> Fact:
    value = node.value
    return value if isinstance(value, str) or _is_number(value) else None  # type: ignore[return-value]


def _tuple(node: ast.Tuple | ast.List, pair: _Pair) -> Fact:
    return tuple(_value(one, pair) for one in node.elts)


def _logic(node: ast.BoolOp, pair: _Pair) -> Fact:
    every = isinstance(node.op, ast.And)
    return (
        all(_value(one, pair) for one in node.values)
        if every
        else any(_value(one, pair) for one in node.values)
    )


def _unary(node: ast.UnaryOp, pair: _Pair) -> Fact:
    value = _value(node.operand, pair)
    if isinstance(node.op, ast.Not):
        return not value
    if not _is_number(value):
        return None
    return -value if isinstance(node.op, ast.USub) else value  # type: ignore[operator]


def _binary(node: ast.BinOp, pair: _Pair) -> Fact:
    return _applied(_ARITHMETIC[type(node.op)], [_value(node.left, pair), _value(node.right, pair)])


def _call(node: ast.Call, pair: _Pair) -> Fact:
    assert isinstance(node.func, ast.Name)
    values = [_value(one, pair) for one in node.args]
    if node.func.id == "len":
        return len(values[0]) if isinstance(values[0], str | tuple) else None
    return _applied(FUNCTIONS[node.func.id].call, values)


def _applied(function: Callable[..., Fact], values: list[Fact]) -> Fact:
    if not all(_is_number(value) for value in values):
        return None
    try:
        return function(*values)
    except (ZeroDivisionError, OverflowError):
        return math.nan


def _compared(node: ast.Compare, pair: _Pair) -> Fact:
    left = _value(node.left, pair)
    for operation, right_node in zip(node.ops, node.comparators, strict=True):
        right = _value(right_node, pair)
        if not _holds(type(operation), left, right):
            return False
        left = right
    return True


def _holds(operation: type[ast.cmpop], left: Fact, right: Fact) -> bool:
    if operation in _ALIKE:
        return (left == right) is _ALIKE[operation]
    if operation in _AMONG:
        return (isinstance(right, tuple) and left in right) is _AMONG[operation]
    return _is_number(left) and _is_number(right) and _ORDER[operation](left, right)  # type: ignore[arg-type]


def _chosen(node: ast.IfExp, pair: _Pair) -> Fact:
    return _value(node.body if _value(node.test, pair) else node.orelse, pair)


_OPERATIONS = {*_ARITHMETIC, *_ORDER, *_ALIKE, *_AMONG}
_VALUES: Mapping[type[ast.expr], Callable[..., Fact]] = {
    ast.Constant: _constant,
    ast.Tuple: _tuple,
    ast.List: _tuple,
    ast.BoolOp: _logic,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Call: _call,
    ast.Compare: _compared,
    ast.IfExp: _chosen,
}
