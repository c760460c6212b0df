"""What was read as plain JSON values, and back by the types that its classes declare.

Threat: the process that reads a hostile document answers its parent, and
pickle would let such an answer run anything.  An answer in JSON can only be
wrong: what is not of the declared type is a :class:`ValueError`.

Limits: the classes may hold texts, numbers, lists, tuples, dictionaries by
text, arrays of unsigned integers, and each other; anything else is a
:class:`TypeError` where it is written.  Both processes have to be of one
version of Comity, since the fields of a class come in their order, without
their names.
"""

from __future__ import annotations

import dataclasses
import functools
import types
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Back = Callable[[Any], Any]
_SIMPLE = (str, int, float, bool, type(None))


def plain(value: Any) -> Any:
    """A value as JSON can say it."""
    if isinstance(value, _SIMPLE):
        return value
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, array):
        return b64encode(value.tobytes()).decode("ascii")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [plain(getattr(value, name)) for name in _names(type(value))]
    raise TypeError(f"a {type(value).__name__} is no plain value")


def restored(kind: type[T], said: Any) -> T:
    """The value of that type; :class:`ValueError` where what was said is none."""
    return cast("T", _back(cast("Any", kind))(said))


class _Numbers:
    """Stands for ``array`` in a declaration, which has no ``array[int]`` before Python 3.12."""

    def __class_getitem__(cls, _: Any) -> type:
        return array


@functools.cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(kind))


@functools.cache
def _back(kind: Any) -> _Back:
    """What makes a value of a declared type."""
    if kind is Any:
        return lambda said: said
    if kind in _SIMPLE:
        return functools.partial(_simple, float if kind is float else kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return functools.partial(_one_of, arguments)
    if origin in (Union, types.UnionType):
        (inner,) = (one for one in arguments if one is not type(None))  # None and one other: all that is declared
        return functools.partial(_or_none, _back(inner))
    if origin is list:
        return functools.partial(_list, _back(arguments[0]))
    if origin is tuple and arguments[1:] == (Ellipsis,):
        inner = _back(arguments[0])
        return lambda said: tuple(_list(inner, said))
    if origin is tuple:
        return functools.partial(_tuple, tuple(map(_back, arguments)))
    if origin is dict and arguments[0] is str:
        return functools.partial(_dict, _back(arguments[1]))
    if kind is array:
        return _array
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind, localns={"array": _Numbers})
        fields = tuple(_back(hints[name]) for name in _names(cast("type", kind)))
        return functools.partial(_made, cast("Any", kind), fields)
    raise TypeError(f"{kind} cannot be made of plain values")


def _simple(kind: type, said: Any) -> Any:
    if type(said) is kind or (kind is float and type(said) is int):
        return said
    raise ValueError(f"expected {kind.__name__}, found {type(said).__name__}")


def _one_of(choices: tuple[Any, ...], said: Any) -> Any:
    if isinstance(said, str) and said in choices:
        return said
    raise ValueError(f"expected one of {choices}")


def _or_none(inner: _Back, said: Any) -> Any:
    return None if said is None else inner(said)


def _list(inner: _Back, said: Any) -> list[Any]:
    if not isinstance(said, list):
        raise ValueError(f"expected a list, found {type(said).__name__}")
    return [inner(one) for one in said]


def _tuple(inner: tuple[_Back, ...], said: Any) -> tuple[Any, ...]:
    if not isinstance(said, list) or len(said) != len(inner):
        raise ValueError(f"expected {len(inner)} values")
    return tuple(back(one) for back, one in zip(inner, said, strict=True))


def _dict(inner: _Back, said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ValueError(f"expected names and values, found {type(said).__name__}")
    return {name: inner(one) for name, one in said.items()}


def _array(said: Any) -> array[int]:
    made = array("I")
    made.frombytes(b64decode(_simple(str, said), validate=True))
    return made


def _made(kind: Callable[..., Any], fields: tuple[_Back, ...], said: Any) -> Any:
    return kind(*_tuple(fields, said))
