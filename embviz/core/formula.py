"""Formulas: one text of Python's arithmetic, shown in symbols, shown in numbers, and computed in float64."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from embviz.core.numbers import short

Vector = npt.NDArray[np.float64]
Names = Mapping[str, "float | Vector"]

# How tightly a piece of a formula holds together; one that holds less than its place asks for is bracketed.
SUM, PRODUCT, POWER, ATOM = range(4)
MINUS = "−"
# A sum of more terms than this shows its first few and its last.
MOST_TERMS = 8
FIRST_TERMS = 3
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Text(NamedTuple):
    """A piece of a formula as it is shown, and how tightly it holds together."""

    text: str
    level: int

    def at_least(self, level: int) -> str:
        """Return the text, in brackets where it holds less tightly than `level`."""
        return self.text if self.level >= level else f"({self.text})"

    def behind_operator(self, level: int) -> str:
        """Return the text as it stands after an operator, where a sign of its own needs brackets."""
        return f"({self.text})" if self.text.startswith(MINUS) else self.at_least(level)


class Style(Protocol):
    """How names and sums are shown."""

    def name(self, name: str) -> Text: ...

    def total(self, operand: Node) -> Text: ...


class Node(Protocol):
    """A piece of a parsed formula."""

    def value(self, names: Names) -> Any:
        """Return what it comes to, by IEEE's rules; the caller keeps NumPy from warning."""
        ...

    def text(self, style: Style) -> Text: ...


class Formula:
    """A parsed expression; `parse` makes one."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def value(self, names: Names) -> float:
        """Return what it comes to in float64.

        Division by zero gives inf or nan, and nan and inf flow through; nothing raises but a name that is
        not in `names` (KeyError).
        """
        with np.errstate(all="ignore"):
            return float(self._node.value(names))

    def symbolic(self, symbols: Mapping[str, str]) -> str:
        """Return it with each name's symbol, or the name itself where it has none."""
        return self._node.text(_Symbols(symbols)).text

    def numeric(self, names: Names, plain_names: Collection[str] = ()) -> str:
        """Return it with numbers put in: 4 decimals, but as people write them for `plain_names`."""
        return self._node.text(_Numbers(names, plain_names)).text


@lru_cache(maxsize=1024)
def parse(expression: str) -> Formula:
    """Return the formula that `expression` says.

    It is Python's + - * / ** and unary minus over names, numbers and calls of the functions in FUNCTIONS;
    `sum(...)` adds up what stands in it over the cells of the vectors in it.

    Raises:
        ValueError: for anything else.
    """
    try:
        return Formula(_node(ast.parse(expression, mode="eval").body))
    except SyntaxError as error:
        raise ValueError(f"{expression!r} is no expression") from error


def symbol(name: str, symbols: Mapping[str, str]) -> str:
    """Return how `name` is shown: by its symbol or as it is, with its digits as subscripts."""
    return symbols.get(name, name).translate(_SUBSCRIPTS)


def decimals(value: float) -> str:
    """Return `value` with 4 decimals and a true minus sign: `−0.1863`."""
    return short(value).replace("-", MINUS)


def plain(value: float) -> str:
    """Return `value` as people write it, to 6 digits at most: `0.9`, `1`, `1e−8`."""
    mantissa, exponent_sign, exponent = f"{float(value):.6g}".partition("e")
    return (mantissa + (f"e{int(exponent)}" if exponent_sign else "")).replace("-", MINUS)


class _Constant(NamedTuple):
    number: float

    def value(self, names: Names) -> Any:
        return np.float64(self.number)

    def text(self, style: Style) -> Text:
        return _number(plain(self.number))


class _Name(NamedTuple):
    name: str

    def value(self, names: Names) -> Any:
        return np.float64(names[self.name])

    def text(self, style: Style) -> Text:
        return style.name(self.name)


class _Negative(NamedTuple):
    operand: Node

    def value(self, names: Names) -> Any:
        return -self.operand.value(names)

    def text(self, style: Style) -> Text:
        return Text(MINUS + self.operand.text(style).behind_operator(PRODUCT), PRODUCT)


class _Operator(NamedTuple):
    compute: Callable[[Any, Any], Any]
    sign: str
    level: int
    right_level: int


class _Binary(NamedTuple):
    operator: _Operator
    left: Node
    right: Node

    def value(self, names: Names) -> Any:
        return self.operator.compute(self.left.value(names), self.right.value(names))

    def text(self, style: Style) -> Text:
        _, sign, level, right_level = self.operator
        left = self.left.text(style).at_least(level)
        return Text(left + sign + self.right.text(style).behind_operator(right_level), level)


class _Power(NamedTuple):
    base: Node
    exponent: Node

    def value(self, names: Names) -> Any:
        return np.power(self.base.value(names), self.exponent.value(names))

    def text(self, style: Style) -> Text:
        base, exponent = self.base.text(style).at_least(ATOM), self.exponent.text(style)
        if isinstance(self.exponent, _Constant) and exponent.text.isdigit():
            return Text(base + exponent.text.translate(_SUPERSCRIPTS), POWER)
        return Text(f"{base}^{exponent.behind_operator(ATOM)}", POWER)


class Function(NamedTuple):
    """A function of the language: what it computes, and how it is shown around its arguments.

    Where `brackets` is False the argument stands bare if it can.
    """

    compute: Callable[..., Any]
    shown: str
    level: int = ATOM
    brackets: bool = True


class _Call(NamedTuple):
    function: Function
    arguments: tuple[Node, ...]

    def value(self, names: Names) -> Any:
        return self.function.compute(*(argument.value(names) for argument in self.arguments))

    def text(self, style: Style) -> Text:
        function, level = self.function, SUM if self.function.brackets else ATOM
        shown = ", ".join(argument.text(style).at_least(level) for argument in self.arguments)
        if not function.brackets and shown.startswith(MINUS):
            shown = f"({shown})"
        return Text(function.shown.format(shown), function.level)


class _Total(NamedTuple):
    operand: Node

    def value(self, names: Names) -> Any:
        return np.sum(self.operand.value(names))

    def text(self, style: Style) -> Text:
        return style.total(self.operand)


class _Symbols(NamedTuple):
    symbols: Mapping[str, str]

    def name(self, name: str) -> Text:
        return Text(symbol(name, self.symbols), ATOM)

    def total(self, operand: Node) -> Text:
        return Text(f"Σ {operand.text(self).behind_operator(PRODUCT)}", PRODUCT)


class _Numbers(NamedTuple):
    names: Names
    plain_names: Collection[str]
    cell: int = 0

    def name(self, name: str) -> Text:
        number = self.names[name]
        if isinstance(number, np.ndarray):
            number = number[self.cell]
        return _number((plain if name in self.plain_names else decimals)(number))

    def total(self, operand: Node) -> Text:
        with np.errstate(all="ignore"):
            size = np.size(operand.value(self.names))
        cells: list[int] = list(range(size if size <= MOST_TERMS else FIRST_TERMS))
        terms = [operand.text(self._replace(cell=cell)) for cell in cells]
        if size <= MOST_TERMS:
            return _added(terms)
        return _added([*terms, Text("…", ATOM), operand.text(self._replace(cell=size - 1))])


def _added(terms: list[Text]) -> Text:
    if len(terms) == 1:
        return terms[0]
    return Text(" + ".join([terms[0].text, *(term.behind_operator(SUM) for term in terms[1:])]), SUM)


def _number(text: str) -> Text:
    if text.startswith(MINUS):
        return Text(text, PRODUCT)
    # 1.0000e+30² would read as a power of the exponent.
    return Text(text, POWER if "e" in text else ATOM)


def _sign(x: Any) -> Any:
    # As torch's: the sign of nan is 0, where NumPy's is nan.
    return np.float64(x > 0) - np.float64(x < 0)


def _logsigmoid(x: Any) -> Any:
    return -np.logaddexp(0.0, -x)


def _sigmoid(x: Any) -> Any:
    return np.exp(_logsigmoid(x))


FUNCTIONS: dict[str, Function] = {
    "sqrt": Function(np.sqrt, "√{}", POWER, brackets=False),
    "abs": Function(np.abs, "|{}|"),
    "max": Function(np.maximum, "max({})"),
    "sign": Function(_sign, "sign({})"),
    "sigmoid": Function(_sigmoid, "σ({})"),
    "logsigmoid": Function(_logsigmoid, "log σ({})", POWER),
    "exp": Function(np.exp, "exp({})"),
    "log": Function(np.log, "log({})"),
}

# What is subtracted or divided by needs its brackets even where it holds as tightly as its operator.
_OPERATORS: dict[type[ast.operator], _Operator] = {
    ast.Add: _Operator(np.add, " + ", SUM, SUM),
    ast.Sub: _Operator(np.subtract, f" {MINUS} ", SUM, PRODUCT),
    ast.Mult: _Operator(np.multiply, " · ", PRODUCT, PRODUCT),
    ast.Div: _Operator(np.divide, " / ", PRODUCT, POWER),
}


def _node(tree: ast.expr) -> Node:
    match tree:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return _Constant(float(number))
        case ast.Name(id=name):
            return _Name(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _Negative(_node(operand))
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            return _Power(_node(base), _node(exponent))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            return _Binary(_OPERATORS[type(operator)], _node(left), _node(right))
        case ast.Call(func=ast.Name(id="sum"), args=[operand], keywords=[]):
            return _Total(_node(operand))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            return _Call(FUNCTIONS[name], tuple(map(_node, arguments)))
    raise ValueError(f"{ast.unparse(tree)!r} has no place in a formula")
