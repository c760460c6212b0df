"""The states of the world, by ISO 3166 (pycountry) and CLDR (Babel), at load time.

Every state that the membership table makes a member or observer of the UN gets
its names in many languages.  What the hand table says of a state comes first:
a name in a language that it gives is not repeated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from ..ontology.namespaces import COMITY, ID, OWL, PROV, RDF, RDFS, SKOS, VOCABULARY, XSD

if TYPE_CHECKING:
    from pyoxigraph import Quad

LANGUAGES = (
    "en",
    "ru",
    "uz",
    "kk",
    "ky",
    "tg",
    "zh",
    "fa",
    "az",
    "hy",
    "be",
    "tk",
    "uk",
    "ka",
    "fr",
    "es",
    "ar",
    "tr",
    "mn",
    "hi",
)
ISO, CLDR = "iso-3166", "cldr"
#: The day on which the sources were compared with what the libraries give.
CHECKED = "2026-11-23"


def is_state(code: str) -> bool:
    """Whether ISO 3166-1 has the alpha-2 code."""
    import pycountry

    return len(code) == 2 and pycountry.countries.get(alpha_2=code) is not None


def state_quads(codes: Collection[str], by_hand: Mapping[str, frozenset[str]]) -> Iterator[Quad]:
    """Codes and names of the states; ``by_hand`` maps a code to languages it has a label in already."""
    import pycountry
    from babel import Locale
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

    facts = DefaultGraph()
    territories = {language: Locale.parse(language).territories for language in LANGUAGES}

    def node(address: str) -> NamedNode:
        return NamedNode(address)

    for code in sorted(codes):
        country = pycountry.countries.get(alpha_2=code)
        if country is None:
            continue
        state = node(f"{ID}state/{code}")
        if code not in by_hand:
            yield Quad(state, node(RDF + "type"), node(COMITY + "State"), facts)
            yield Quad(state, node(RDF + "type"), node(OWL + "NamedIndividual"), facts)
            yield Quad(state, node(COMITY + "confidence"), node(VOCABULARY + "confidence/high"), facts)
            yield Quad(state, node(COMITY + "checkedOn"), Literal(CHECKED, datatype=node(XSD + "date")), facts)
        yield Quad(state, node(COMITY + "isoAlpha2"), Literal(country.alpha_2), facts)
        yield Quad(state, node(COMITY + "isoAlpha3"), Literal(country.alpha_3), facts)
        yield Quad(state, node(COMITY + "m49"), Literal(country.numeric), facts)
        for source in (ISO, CLDR):
            passage = node(f"{ID}passage/{source}-{code.lower()}")
            yield Quad(state, node(PROV + "wasDerivedFrom"), passage, facts)
            yield Quad(passage, node(RDF + "type"), node(COMITY + "Passage"), facts)
            yield Quad(passage, node(RDF + "type"), node(OWL + "NamedIndividual"), facts)
            yield Quad(passage, node(COMITY + "source"), node(f"{ID}source/{source}"), facts)
            yield Quad(passage, node(COMITY + "locator"), Literal(f"territory {code}"), facts)
        for language in LANGUAGES:
            name = territories[language].get(code)
            if name and language not in by_hand.get(code, frozenset()):
                yield Quad(state, node(RDFS + "label"), Literal(name, language=language), facts)
        # Registers write the short and formal names of ISO 3166, which CLDR shortens ("Moldova, Republic of").
        english = {country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")}
        for name in sorted(english - {"", territories["en"].get(code)}):
            yield Quad(state, node(SKOS + "altLabel"), Literal(name, language="en"), facts)
