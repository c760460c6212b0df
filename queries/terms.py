"""Values of parameters as SPARQL terms, written by the engine so that they cannot be syntax."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import BadQuery, Usage
from ..ontology.namespaces import COMITY, ID, VOCABULARY, XSD

#: Kinds of thing that a parameter may name; each is a folder of ``…/id/``.
ENTITY_KINDS = frozenset(
    [
        "state",
        "organisation",
        "territory",
        "agency",
        "body",
        "post",
        "official",
        "treaty",
        "instrument",
        "session",
        "meeting",
        "visit",
        "conference",
        "signing",
        "source",
        "tenure",
    ]
)
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

#: Turns the name of a thing ("Игорь Краснов") into its address; kinds narrow the search.
Resolver = Callable[[str, tuple[str, ...]], str]


@dataclass(frozen=True)
class Parameter:
    """One value that a question asks for.

    ``type`` is ``date``, ``integer``, ``boolean``, ``text``, ``class``,
    ``concept SCHEME`` or one or more kinds of thing joined by ``|``.
    ``description`` is in English and Russian.  ``default`` is None where
    ``required`` or where left out means "any".
    """

    name: str
    type: str
    description: dict[str, str]
    example: str
    default: str | None
    required: bool

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of thing it may name; empty for plain values."""
        kinds = tuple(self.type.split("|"))
        return kinds if set(kinds) <= ENTITY_KINDS else ()

    def term(self, value: Any, resolve: Resolver | None = None) -> str:
        """``value`` as a SPARQL term; :class:`Usage` names the parameter and an example."""
        try:
            return _term(self, value, resolve)
        except Usage as error:
            if error.hint is not None:
                raise
            raise Usage(error.message, field=self.name, hint=f"Example: {self.name}={self.example}") from None


def date_of(value: Any) -> dt.date:
    """A day from a date, ``today`` or ``2024-11-21``; :class:`Usage` says what was expected."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    if text == "today":
        return dt.date.today()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Usage(f"there is no day {text!r}; expected a day such as 2024-11-21") from None
    raise Usage(f"expected a day such as 2024-11-21, found {shortened(text)}")


def shortened(text: str) -> str:
    """What a user typed, in quotes, with control characters shown and its length bounded."""
    return repr(text if len(text) <= 80 else text[:77] + "…")


def _term(parameter: Parameter, value: Any, resolve: Resolver | None) -> str:
    from pyoxigraph import Literal, NamedNode

    def literal(lexical: str, datatype: str) -> str:
        return str(Literal(lexical, datatype=NamedNode(XSD + datatype)))

    kind = parameter.type
    text = str(value).strip()
    if kind == "date":
        return literal(date_of(value).isoformat(), "date")
    if kind == "integer":
        if not re.fullmatch(r"-?\d{1,9}", text):
            raise Usage(f"expected a whole number, found {shortened(text)}")
        return literal(text, "integer")
    if kind == "boolean":
        if text.lower() not in {"true", "false", "yes", "no"}:
            raise Usage(f"expected true or false, found {shortened(text)}")
        return literal("true" if text.lower() in {"true", "yes"} else "false", "boolean")
    if kind == "text":
        return str(Literal(text))
    if not text:
        raise Usage(f"expected {expected(kind)}, found nothing")
    if text.startswith(("http://", "https://")):
        return _iri(text)
    if kind == "class":
        if resolve is not None:
            return _iri(resolve(text, ("class",)))
        return _iri(COMITY + _slug(text.removeprefix("comity:"), kind))
    if kind.startswith("concept "):
        scheme = kind.removeprefix("concept ")
        if resolve is not None:
            return _iri(resolve(text.removeprefix(scheme + ":"), (f"vocabulary/{scheme}",)))
        return _iri(f"{VOCABULARY}{scheme}/{_slug(text.removeprefix(scheme + ':'), kind)}")
    kinds = parameter.kinds
    if not kinds:
        raise BadQuery(f"the parameter {parameter.name} has an unknown type {kind!r}")
    head, _, tail = text.partition("/")
    if head in kinds and SLUG.fullmatch(tail):
        return _iri(f"{ID}{head}/{tail}")
    if resolve is not None:
        return _iri(resolve(text, kinds))
    return _iri(f"{ID}{kinds[0]}/{_slug(text, kind)}")


def _iri(text: str) -> str:
    from pyoxigraph import NamedNode

    try:
        return str(NamedNode(text))
    except ValueError as error:
        raise Usage(f"{shortened(text)} is not an address: {error}") from None


def expected(kind: str) -> str:
    """A type of parameter in words."""
    plain = {
        "date": "a day such as 2024-11-21",
        "integer": "a whole number",
        "boolean": "true or false",
        "text": "a text",
        "class": "the name of a class such as Session",
    }
    if kind in plain:
        return plain[kind]
    if kind.startswith("concept "):
        return f"a word of the vocabulary {kind.removeprefix('concept ')}"
    return f"the name of a thing ({' or '.join(kind.split('|'))})"


def _slug(text: str, kind: str) -> str:
    if not SLUG.fullmatch(text):
        raise Usage(f"expected {expected(kind)}, found {shortened(text)}")
    return text
