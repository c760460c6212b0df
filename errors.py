"""Every error a user of Comity can meet: one root, named for what is wrong.

A message says what happened; the attributes say where (file, line, column or
field) and what to do next.  The command line prints ``str(error)`` and nothing
else, so the text has to stand on its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


class ComityError(Exception):
    """The root.  ``exit_code`` is what the command line ends with.

    Parameters
    ----------
    message: one sentence, what is wrong and what was expected.
    file, line, column, field: where, as far as it is known (1-based).
    hint: the command or the change that mends it.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = None if file is None else str(file)
        self.line = line
        self.column = column
        self.field = field
        self.hint = hint

    @property
    def place(self) -> str:
        """``FILE:LINE:COLUMN (field)`` with the parts that are known."""
        parts = [self.file or ""]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        place = ":".join(part for part in parts if part)
        if self.field is not None:
            place = f"{place} ({self.field})" if place else self.field
        return place

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class Usage(ComityError):
    """The words of a command or the arguments of a call are off."""

    exit_code = 2


class BadInput(ComityError):
    """A file that was to be loaded is not what it should be."""

    exit_code = 2


class BadQuery(ComityError):
    """A query cannot be read, or asks for what Comity refuses to do."""

    exit_code = 2


class NotFound(ComityError):
    """Nothing in the graph answers to that name or address."""


class DoesNotConform(ComityError):
    """The data break a shape, so they are not published."""


class QueryTimeout(ComityError):
    """A query took longer than it was given and was stopped."""

    exit_code = 124


class StoreError(ComityError):
    """The store on disk cannot be read or written."""


class Locked(StoreError):
    """Another writer holds the store."""


class NotAStore(StoreError):
    """The directory holds something that Comity did not make."""


class Damaged(StoreError):
    """Files of a generation are missing or changed."""


#: What an error tells besides its sentence.
_PLACE = ("file", "line", "column", "field", "hint")


def as_plain(error: ComityError) -> dict[str, Any]:
    """An error as JSON carries it from one process to another."""
    return {
        "kind": type(error).__name__,
        "message": error.message,
        **{name: value for name in _PLACE if (value := getattr(error, name)) is not None},
    }


def from_plain(said: Any) -> ComityError:
    """The error again.

    The other process may have been turned by what it read: a kind is one of
    this module, a number a number, a text a line that ends.
    """
    if not isinstance(said, dict):
        said = {}
    kind = _KINDS.get(str(said.get("kind")), ComityError)
    where: dict[str, Any] = {name: said[name] for name in ("line", "column") if type(said.get(name)) is int}
    where |= {name: _shown(said[name]) for name in ("file", "field", "hint") if said.get(name) is not None}
    return kind(_shown(said.get("message", "failed without a word")), **where)


def _shown(text: Any) -> str:
    return " ".join(str(text).split())[:1000]


_ALL: list[type[ComityError]] = [ComityError, *ComityError.__subclasses__(), *StoreError.__subclasses__()]
_KINDS = {kind.__name__: kind for kind in _ALL}
