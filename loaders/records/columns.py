"""The kinds of column a record table may have: how each is read, checked and said in RDF.

A kind's ``read`` turns a cell into a value or raises :class:`ValueError` with
what was expected; its ``say`` yields the (property, term) pairs of that value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...ontology.namespaces import COMITY, DCTERMS, ID, KINDS, RDFS, SKOS, VOCABULARY, WD, XSD
from ..edtf import bounds
from ..report import quoted

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    Said = Iterator[tuple[str, NamedNode | Literal]]

SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
#: Bidirectional controls can make a name read as another; control characters never belong in a name.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
ABSOLUTE = {
    "label": RDFS + "label",
    "altLabel": SKOS + "altLabel",
    "exactMatch": SKOS + "exactMatch",
    "title": DCTERMS + "title",
    "publisher": DCTERMS + "publisher",
    "language": DCTERMS + "language",
    "issued": DCTERMS + "issued",
}


def address(name: str) -> str:
    """The IRI of a property: a few come from other vocabularies, the rest are ours."""
    return ABSOLUTE.get(name, COMITY + name)


def plain(text: str) -> str:
    """A text without hidden characters; :class:`ValueError` where it has some."""
    found = HIDDEN.search(text)
    if found:
        raise ValueError(f"expected text without hidden characters, found U+{ord(found[0]):04X}")
    return text


@dataclass(frozen=True)
class Kind:
    """What one column holds.  ``says`` is the local name of a property, '' where the table says it itself."""

    says: str = ""

    @property
    def words(self) -> str:
        """What a cell holds, for the documentation and for messages."""
        return "text"

    def read(self, cell: str) -> Any:
        return plain(cell)

    def say(self, value: Any) -> Said:
        if self.says:
            from pyoxigraph import Literal

            yield address(self.says), Literal(value)


@dataclass(frozen=True)
class Text(Kind):
    """A text, in ``language`` where that is given."""

    language: str = ""

    @property
    def words(self) -> str:
        return f"text ({self.language})" if self.language else "text"

    def say(self, value: Any) -> Said:
        if self.says:
            from pyoxigraph import Literal

            yield (
                address(self.says),
                Literal(value, language=self.language) if self.language else Literal(value),
            )


@dataclass(frozen=True)
class Slug(Kind):
    """The row's own id: a slug, or ``kind/slug`` where a table holds several kinds."""

    kinds: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return "a slug" if len(self.kinds) == 1 else "kind/slug, kind one of " + ", ".join(self.kinds)

    def read(self, cell: str) -> str:
        return reference(cell, self.kinds)


@dataclass(frozen=True)
class Ref(Kind):
    """One or several things, by slug (one possible kind) or ``kind/slug``."""

    kinds: tuple[str, ...] = ()
    many: bool = False

    @property
    def words(self) -> str:
        one = f"a {self.kinds[0]}" if len(self.kinds) == 1 else "kind/slug"
        return f"{one}, several separated by |" if self.many else one

    def read(self, cell: str) -> list[str]:
        cells = cell.split("|") if self.many else [cell]
        return [reference(part, self.kinds) for part in cells]

    def say(self, value: Any) -> Said:
        from pyoxigraph import NamedNode

        if self.says:
            for part in value:
                yield address(self.says), NamedNode(ID + part)


@dataclass(frozen=True)
class Concept(Kind):
    """One or several values of a vocabulary."""

    scheme: str = ""
    many: bool = False

    @property
    def words(self) -> str:
        one = f"a concept of the vocabulary {self.scheme}"
        return f"{one}, several separated by |" if self.many else one

    def read(self, cell: str) -> list[str]:
        from .vocabulary import concepts

        known = concepts()[self.scheme]
        parts = cell.split("|") if self.many else [cell]
        for part in parts:
            if part not in known:
                import difflib

                near = difflib.get_close_matches(part[:80], known, n=3, cutoff=0.5)
                hint = f"; near: {', '.join(near)}" if near else f": one of {', '.join(sorted(known)[:12])}"
                raise ValueError(f"expected {self.words}, found {quoted(part)}{hint}")
        return parts

    def say(self, value: Any) -> Said:
        from pyoxigraph import NamedNode

        if self.says:
            for part in value:
                yield address(self.says), NamedNode(f"{VOCABULARY}{self.scheme}/{part}")


@dataclass(frozen=True)
class Date(Kind):
    """A date as the source gives it, with the properties of its two bounds."""

    first: str = ""
    last: str = ""

    @property
    def words(self) -> str:
        return "a date as the source gives it (EDTF)"

    def read(self, cell: str) -> tuple[str, dt.date | None, dt.date | None]:
        return (cell, *bounds(cell))

    def say(self, value: Any) -> Said:
        from pyoxigraph import Literal, NamedNode

        text, first, last = value
        yield address(self.says), Literal(text)
        for name, day in ((self.first, first), (self.last, last)):
            if name and day is not None:
                yield address(name), Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


@dataclass(frozen=True)
class Days(Kind):
    """One or several whole days."""

    many: bool = False

    @property
    def words(self) -> str:
        return "days (2024-11-21), several separated by |" if self.many else "a day (2024-11-21)"

    def read(self, cell: str) -> list[dt.date]:
        try:
            return [dt.date.fromisoformat(part) for part in (cell.split("|") if self.many else [cell])]
        except ValueError:
            raise ValueError(f"expected {self.words}, found {quoted(cell)}") from None

    def say(self, value: Any) -> Said:
        from pyoxigraph import Literal, NamedNode

        for day in value:
            yield address(self.says), Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number, not negative."""

    @property
    def words(self) -> str:
        return "a whole number"

    def read(self, cell: str) -> int:
        if not re.fullmatch(r"\d{1,9}", cell):
            raise ValueError(f"expected a whole number, found {quoted(cell)}")
        return int(cell)


@dataclass(frozen=True)
class YesNo(Kind):
    """yes or no."""

    @property
    def words(self) -> str:
        return "yes or no"

    def read(self, cell: str) -> bool:
        if cell not in ("yes", "no"):
            raise ValueError(f"expected yes or no, found {quoted(cell)}")
        return cell == "yes"


@dataclass(frozen=True)
class Address(Kind):
    """A web address."""

    @property
    def words(self) -> str:
        return "a web address"

    def read(self, cell: str) -> str:
        from pyoxigraph import NamedNode

        if not re.match(r"https?://[^\s/]+", cell):
            raise ValueError(f"expected a web address (http:// or https://), found {quoted(cell)}")
        try:
            NamedNode(cell)
        except ValueError:
            raise ValueError(f"expected a web address, found characters that none may hold: {quoted(cell)}") from None
        return cell

    def say(self, value: Any) -> Said:
        from pyoxigraph import Literal, NamedNode

        yield address(self.says), Literal(value, datatype=NamedNode(XSD + "anyURI"))


@dataclass(frozen=True)
class Wikidata(Kind):
    """The Wikidata item that is the same thing."""

    @property
    def words(self) -> str:
        return "a Wikidata item (Q265)"

    def read(self, cell: str) -> str:
        if not re.fullmatch(r"Q[1-9]\d*", cell):
            raise ValueError(f"expected {self.words}, found {quoted(cell)}")
        return cell

    def say(self, value: Any) -> Said:
        from pyoxigraph import NamedNode

        yield address("exactMatch"), NamedNode(WD + value)


@dataclass(frozen=True)
class Aliases(Kind):
    """Other names, each as text@language."""

    @property
    def words(self) -> str:
        return "other names as text@language, separated by |"

    def read(self, cell: str) -> list[tuple[str, str]]:
        found = []
        for part in cell.split("|"):
            text, _, language = plain(part).rpartition("@")
            if not text or not LANGUAGE.fullmatch(language):
                raise ValueError(f"expected text@language, found {quoted(part)}")
            found.append((text, language))
        return found

    def say(self, value: Any) -> Said:
        from pyoxigraph import Literal

        for text, language in value:
            yield address("altLabel"), Literal(text, language=language)


def reference(cell: str, kinds: tuple[str, ...]) -> str:
    """``kind/slug`` for a cell that holds that, or a slug where only one kind is possible."""
    kind, slash, slug = cell.partition("/")
    if not slash:
        if len(kinds) != 1:
            raise ValueError(f"expected kind/slug (kind one of {', '.join(kinds or KINDS)}), found {quoted(cell)}")
        kind, slug = kinds[0], cell
    if kinds and kind not in kinds:
        raise ValueError(f"expected {' or '.join(kinds)}, found {quoted(cell)}")
    if kind not in KINDS or not SLUG.fullmatch(slug):
        raise ValueError(f"expected a slug of letters, digits and hyphens, found {quoted(cell)}")
    return f"{kind}/{slug}"
