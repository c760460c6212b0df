"""From what a reader typed or chose to states, organisations and treaties, and the lists that a form offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import NotFound, Usage
from ...ontology.namespaces import COMITY, ID, RDFS, SKOS, VOCABULARY
from .facts import Reader, Thing, reader, slug, slug_of

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk

SUBJECTS = ("state", "organisation")
#: Classes whose things a form offers, by kind.
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "state": ("State",),
    "organisation": ("InternationalOrganisation",),
    "treaty": ("Treaty", "Convention", "Agreement", "Charter", "TreatyProtocol", "Covenant", "Statute"),
    "body": ("Body",),
}
_NAMES = (RDFS + "label", SKOS + "altLabel", COMITY + "abbreviation", COMITY + "formalName",
          COMITY + "isoAlpha2", COMITY + "isoAlpha3")  # fmt: skip


def subject(desk: Desk, text: str, field: str = "") -> str:
    """The address of the state or organisation of a code, slug or name in any language.

    Raises :class:`Usage` for no name, :class:`NotFound` with near matches.
    """
    return resolved(desk, text, SUBJECTS, field)


def resolved(desk: Desk, text: str, kinds: Sequence[str], field: str = "") -> str:
    """The one thing of these kinds that a code, slug, address or name means."""
    words = text.strip()
    if not words:
        raise Usage("expected a name, found nothing", field=field or None)
    exact = _exact(desk, kinds).get(words.removeprefix(ID).casefold(), ())
    if len(exact) == 1:
        return str(exact[0])
    # Searching for what is like it takes time by its length; no name is longer.
    found = desk.graph.resolve(words[:300], kinds)
    if found.removeprefix(ID).partition("/")[0] not in kinds or not desk.graph.knows(found):
        raise NotFound(f"the graph knows no {' or '.join(kinds)} at {found[:200]}")
    return found


def treaty(desk: Desk, text: str) -> str:
    """The address of a treaty by slug, name or UNTC number."""
    words = text.strip()
    if not words:
        raise Usage("expected a treaty, found nothing", field="treaty")
    exact = _exact(desk, ("treaty",)).get(words.removeprefix(ID).casefold(), ())
    return str(exact[0]) if len(exact) == 1 else ID + desk.graph.treaty_law.treaty(words[:300])


def _exact(desk: Desk, kinds: Sequence[str]) -> Mapping[str, list[str]]:
    """Every code, slug and name, without case -> what it may mean."""
    key = ("exact", tuple(kinds))
    if key not in desk.kept:
        from pyoxigraph import DefaultGraph, Literal, NamedNode

        store = desk.store
        found: dict[str, dict[str, None]] = defaultdict(dict)
        prefixes = tuple(f"{ID}{kind}/" for kind in kinds)
        for predicate in _NAMES:
            for quad in store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph()):
                iri = getattr(quad.subject, "value", "")
                if iri.startswith(prefixes) and isinstance(quad.object, Literal):
                    found[quad.object.value.casefold()][iri] = None
                    found[slug(iri).casefold()][iri] = None
                    found[iri.removeprefix(ID).casefold()][iri] = None
        desk.kept[key] = {name: list(iris) for name, iris in found.items()}
    kept: dict[str, list[str]] = desk.kept[key]
    return kept


def typed(desk: Desk, iri: str, name: str, kinds: Sequence[str]) -> str:
    """What a field shows of a thing: its name where that means nothing else, else its kind and slug."""
    return name if _exact(desk, kinds).get(name.casefold()) == [iri] else iri.removeprefix(ID)


def offered(desk: Desk, ask: Ask, *kinds: str) -> list[Thing]:
    """The things of some kinds that a form offers, by name."""
    key = ("offered", ask.lang, kinds)
    if key not in desk.kept:
        read = reader(desk, ask)
        found = [thing for kind in kinds for thing in read.named(read.facts.instances(*_CLASSES[kind]))]
        desk.kept[key] = found
    kept: list[Thing] = desk.kept[key]
    return kept


def concepts(desk: Desk, ask: Ask, scheme: str) -> list[Thing]:
    """The concepts of a vocabulary, by label."""
    key = ("concepts", ask.lang, scheme)
    if key not in desk.kept:
        read = reader(desk, ask)
        desk.kept[key] = read.named(in_scheme(read, scheme))
    kept: list[Thing] = desk.kept[key]
    return kept


def in_scheme(read: Reader, scheme: str) -> list[str]:
    """The addresses of the concepts of a vocabulary."""
    return read.concepts("inScheme", VOCABULARY + scheme)


def concept_slug(desk: Desk, ask: Ask, scheme: str, field: str) -> str:
    """The slug of a concept that a parameter names; '' where it is not given; :class:`Usage` for another word."""
    said = ask.get(field)
    known = [slug_of(one.iri) for one in concepts(desk, ask, scheme)]
    if said and said not in known:
        raise Usage(
            f"expected a {scheme}, found {said[:40]!r}", field=field, hint=f"One of {', '.join(sorted(known))}."
        )
    return said


def said_of(desk: Desk, ask: Ask, iri: str) -> dict[str, Any]:
    """A thing as a form shows it: address, name, and the code or slug that links use."""
    return {"iri": iri, "name": reader(desk, ask).name(iri), "code": slug(iri)}
