"""The ontology at its own address: an overview of all words, a page for each subject, and the whole as data."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import NotFound
from ...ontology.namespaces import COMITY, DCTERMS, OWL, ontology_files, vocabulary_files
from ..asking import Reply
from ..desk import page_of
from .terms import SUBJECTS, Term, about_ontology, short, terms, text_in, vocabularies

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk, Links

#: Ending -> media type of the forms the whole comes in.
FORMS = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
}
_USES = """
SELECT ?term (COUNT(*) AS ?n) (MIN(STR(?x)) AS ?one) WHERE {{
  VALUES ?term {{ {terms} }}
  {pattern}
}} GROUP BY ?term
"""


def ontology(desk: Desk, ask: Ask) -> Reply:
    """All words in short, by subject, each with an anchor; ``?subject=`` has one subject in full."""
    subject = ask.get("subject")
    about = about_ontology()
    common: dict[str, Any] = {
        "subjects": [name for name in SUBJECTS if _of(name)],
        "subject": subject,
        "in_lang": lambda texts: text_in(texts, ask.lang),
        "short": short,
        "alternates": [(media, f"/ontology{ending}") for ending, media in FORMS.items()],
    }
    if not subject:
        return desk.page(
            "ontology.html",
            ask,
            **common,
            title=_said(about, DCTERMS + "title", ask.lang),
            description=_said(about, DCTERMS + "description", ask.lang),
            version=_said(about, OWL + "versionInfo", ask.lang),
            license=_said(about, DCTERMS + "license", ask.lang),
            groups=[(name, *_split(_of(name))) for name in SUBJECTS if _of(name)],
            schemes=vocabularies(),
        )
    if subject == "vocabularies":
        return desk.page("ontology.html", ask, **common, groups=[], schemes=vocabularies())
    if not _of(subject):
        raise NotFound(f"the ontology has no subject {subject[:80]}", hint=f"It has: {', '.join(SUBJECTS)}.")
    return desk.page(
        "ontology.html",
        ask,
        **common,
        groups=[(subject, *_split(_of(subject)))],
        schemes=[],
        uses=_uses(desk, subject),
        properties_of=_properties_of(),
        where=_where,
    )


def ontology_data(desk: Desk, ask: Ask) -> Reply:
    """The ontology with its vocabularies, whole, in the form that the ending names."""
    ending = "." + ask.path["ending"]
    if ending not in FORMS:
        raise NotFound(f"the ontology comes not as {ending}", hint=f"It comes as one of: {', '.join(FORMS)}.")
    key = ("ontology", ending)
    if key not in desk.kept:
        from pyoxigraph import RdfFormat, Triple, parse

        from ...graph.export.write import export

        triples = [
            Triple(quad.subject, quad.predicate, quad.object)
            for file in (*ontology_files(), *vocabulary_files())
            for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
        body = io.BytesIO()
        export(triples, body, ending.removeprefix("."))
        desk.kept[key] = body.getvalue()
    link = f'<{COMITY.rstrip("#")}>; rel="describes", </ontology>; rel="alternate"; type="text/html"'
    return Reply(desk.kept[key], FORMS[ending], headers={"Link": link})


def _of(subject: str) -> list[Term]:
    return [term for term in terms().values() if term.subject == subject]


def _split(found: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """Classes, then properties."""
    return [term for term in found if term.is_class], [term for term in found if not term.is_class]


def _said(about: Mapping[str, Sequence[tuple[str, str]]], name: str, lang: str) -> str:
    return text_in(dict(about.get(name, [])), lang)


def _where(iri: str, to: Links) -> str:
    """Where a term is told in full: on the page of its subject; terms of others stand at their own address."""
    known = terms().get(iri)
    if known is not None:
        return to("/ontology", subject=known.subject) + f"#{known.name}"
    return to.thing(iri) if page_of(iri) else iri


def _properties_of() -> dict[str, list[Term]]:
    """Class -> properties that its things may have by their own domain."""
    found: dict[str, list[Term]] = {}
    for term in terms().values():
        for name in term.domain:
            found.setdefault(name, []).append(term)
    return found


def _uses(desk: Desk, subject: str) -> Mapping[str, tuple[int, str, str]]:
    """Term -> how often the graph uses it, and one thing that does, with its label's address."""
    from pyoxigraph import NamedNode

    key = ("uses", subject)
    if key not in desk.kept:
        found: dict[str, tuple[int, str, str]] = {}
        classes, properties = _split(_of(subject))
        for group, pattern in (
            (classes, "?x a ?term FILTER(ISIRI(?x))"),
            (properties, "?x ?term ?y FILTER(ISIRI(?x))"),
        ):
            if not group:
                continue
            text = _USES.format(terms=" ".join(str(NamedNode(term.iri)) for term in group), pattern=pattern)
            for term, n, one in desk.graph.run(text).rows():
                if one is not None and not one.value.startswith(COMITY):
                    found[term.value] = (int(n.value), one.value, short(one.value))
        desk.kept[key] = found
    uses: Mapping[str, tuple[int, str, str]] = desk.kept[key]
    return uses
