"""A pickle read as a list of opcodes: plain containers and tensors' descriptions, and nothing is ever run.

Python's own unpickler imports and calls whatever a file names. This one has a table of the few names that a
state_dict holds; each stands for one of the values below. There is no other way to a call.
"""

from __future__ import annotations

import io
import pickletools
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from embviz.core.recipes import mark
from embviz.engine.vectors.faults import DAMAGED, Fault, quoted

MOST_OPCODES = 150_000
_LARGEST = 2**60

_CODE = mark(
    "It asks to run {name}, so it is more than a table of numbers. Save no more than model.state_dict(), with"
    " its tensors dense and on the CPU."
)
_TOO_MUCH = mark("It has more than {most:,} steps, as no state_dict has. Choose another file.")


class Storage(NamedTuple):
    """`length` numbers of the type `kind`, such as 'FloatStorage', that lie in the file under `key`."""

    kind: str
    key: str
    length: int


class Tensor(NamedTuple):
    """A view into a storage; offset and steps are counted in numbers."""

    storage: Storage
    offset: int
    size: tuple[int, ...]
    steps: tuple[int, ...]


class Name(NamedTuple):
    """What a pickle names, as 'module.name'."""

    name: str


class Other:
    """A value of no interest, such as a device."""


OTHER = Other()
_MARK = Other()


def values(data: bytes) -> tuple[Any, int]:
    """Return what the pickle at the beginning of `data` holds, and how many bytes it takes.

    Containers are dict, list and tuple, numbers and texts are Python's; other values are OTHER.

    Raises:
        Fault: for a pickle that is damaged, or holds anything else.
    """
    machine = _Machine()
    file = io.BytesIO(data)
    place = 0
    try:
        for count, (opcode, argument, at) in enumerate(pickletools.genops(file)):
            if count >= MOST_OPCODES:
                raise Fault("", _TOO_MUCH, most=MOST_OPCODES)
            place = at or 0
            step = _STEPS.get(opcode.name)
            if step is None:
                raise Fault(f"byte {place}", _CODE, name=f"the opcode {opcode.name}")
            step(machine, argument)
        (value,) = machine.stack
    except (ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
        # All that a stack does where the opcodes do not fit together.
        raise Fault(f"byte {place}", DAMAGED, detail="its pickle is broken") from error
    return value, file.tell()


class _Machine:
    """The stack of a pickle, and what it remembers by number."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def top(self, count: int) -> list[Any]:
        """Take the last `count` values."""
        if len(self.stack) < count:
            raise IndexError
        taken = self.stack[-count:]
        del self.stack[-count:]
        if any(value is _MARK for value in taken):
            raise ValueError
        return taken

    def since_mark(self) -> list[Any]:
        """Take all values since the last mark, and the mark."""
        at = len(self.stack) - 1
        while self.stack[at] is not _MARK:
            at -= 1
            if at < 0:
                raise IndexError
        taken = self.stack[at + 1 :]
        del self.stack[at:]
        return taken

    def put(self, key: int) -> None:
        self.memo[key] = self.stack[-1]

    def set_items(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, dict) or len(items) % 2:
            raise TypeError
        for key, value in zip(items[::2], items[1::2], strict=True):
            # Numbers of more bits can be made to collide.
            if type(key) is not str and not (type(key) is int and -_LARGEST < key < _LARGEST):
                raise TypeError
            target[key] = value

    def append(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, list):
            raise TypeError
        target += items

    def persistent(self) -> None:
        (fields,) = self.top(1)
        tag, kind, key, _device, count = fields[:5]
        if tag != "storage" or type(kind) is not Name or type(key) is not str or type(count) is not int:
            raise TypeError
        self.push(Storage(kind.name.removeprefix("torch."), key, count))

    def call(self) -> None:
        name, arguments = self.top(2)
        if type(name) is not Name or type(arguments) is not tuple:
            raise TypeError
        made = CALLS.get(name.name)
        if made is None:
            raise Fault("", _CODE, name=quoted(name.name))
        self.push(made(*arguments))


def _named(machine: _Machine, argument: str) -> None:
    # genops parts module and name by a space.
    name = argument.replace(" ", ".", 1)
    if name in DTYPES:
        machine.push(OTHER)
    elif name in CALLS or (name.startswith("torch.") and name.removeprefix("torch.") in STORAGES):
        machine.push(Name(name))
    else:
        raise Fault("", _CODE, name=quoted(name))


def _ordered_dict(*pairs: Any) -> dict[Any, Any]:
    machine = _Machine()
    machine.push({})
    for key, value in pairs[0] if pairs else ():
        machine.set_items([key, value])
    made: dict[Any, Any] = machine.stack[0]
    return made


def _tensor(storage: Any, offset: Any, size: Any, steps: Any, *_: Any) -> Tensor:
    if type(storage) is not Storage or type(offset) is not int:
        raise TypeError
    for numbers in (size, steps):
        if type(numbers) is not tuple or any(type(one) is not int for one in numbers):
            raise TypeError
    return Tensor(storage, offset, size, steps)


def _first(value: Any, *_: Any) -> Any:
    return value


def _other(*_: Any) -> Other:
    return OTHER


# How many bytes a number of each kind takes.
STORAGES: Mapping[str, int] = {
    "FloatStorage": 4,
    "DoubleStorage": 8,
    "HalfStorage": 2,
    "BFloat16Storage": 2,
    "LongStorage": 8,
    "IntStorage": 4,
    "ShortStorage": 2,
    "CharStorage": 1,
    "ByteStorage": 1,
    "BoolStorage": 1,
    "ComplexFloatStorage": 8,
    "ComplexDoubleStorage": 16,
    "UntypedStorage": 1,
}
CALLS: Mapping[str, Callable[..., Any]] = {
    "collections.OrderedDict": _ordered_dict,
    "torch._utils._rebuild_tensor_v2": _tensor,
    # Of the types that came later none is a float of ours.
    "torch._utils._rebuild_tensor_v3": _other,
    "torch._utils._rebuild_parameter": _first,
    "torch._utils._rebuild_parameter_with_state": _first,
    "torch.Size": _other,
    "torch.device": _other,
    "torch.storage.UntypedStorage": _other,
    "builtins.set": _other,
    "__builtin__.set": _other,
}
_TYPES = (
    "float float16 float32 float64 double half bfloat16 int8 int16 int32 int64 uint8 bool"
    " complex64 complex128"
)
DTYPES = frozenset(f"torch.{name}" for name in _TYPES.split())

_Step = Callable[[_Machine, Any], object]


def _pushes(value: Any) -> _Step:
    return lambda machine, _: machine.push(value)


def _packs(count: int) -> _Step:
    return lambda machine, _: machine.push(tuple(machine.top(count)))


def _passes(machine: _Machine, argument: Any) -> None:
    """Do nothing."""


def _keep(machine: _Machine, argument: Any) -> None:
    machine.push(argument)


_STEPS: Mapping[str, _Step] = {
    **dict.fromkeys(("PROTO", "FRAME", "STOP"), _passes),
    "MARK": _pushes(_MARK),
    "NONE": _pushes(None),
    "NEWTRUE": _pushes(True),
    "NEWFALSE": _pushes(False),
    **dict.fromkeys(("BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"), _keep),
    **dict.fromkeys(("BINUNICODE", "SHORT_BINUNICODE"), _keep),
    **dict.fromkeys(("BINBYTES", "SHORT_BINBYTES", "BINSTRING", "SHORT_BINSTRING"), _pushes(OTHER)),
    "EMPTY_DICT": lambda machine, _: machine.push({}),
    "EMPTY_LIST": lambda machine, _: machine.push([]),
    "EMPTY_TUPLE": _pushes(()),
    "TUPLE": lambda machine, _: machine.push(tuple(machine.since_mark())),
    "TUPLE1": _packs(1),
    "TUPLE2": _packs(2),
    "TUPLE3": _packs(3),
    "SETITEM": lambda machine, _: machine.set_items(machine.top(2)),
    "SETITEMS": lambda machine, _: machine.set_items(machine.since_mark()),
    "APPEND": lambda machine, _: machine.append(machine.top(1)),
    "APPENDS": lambda machine, _: machine.append(machine.since_mark()),
    "BINPUT": lambda machine, key: machine.put(key),
    "LONG_BINPUT": lambda machine, key: machine.put(key),
    "MEMOIZE": lambda machine, _: machine.put(len(machine.memo)),
    "BINGET": lambda machine, key: machine.push(machine.memo[key]),
    "LONG_BINGET": lambda machine, key: machine.push(machine.memo[key]),
    "GLOBAL": _named,
    "BINPERSID": lambda machine, _: machine.persistent(),
    "REDUCE": lambda machine, _: machine.call(),
    # The version of each module, which a state_dict has as an attribute.
    "BUILD": lambda machine, _: machine.top(1),
}
