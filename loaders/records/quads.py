"""A row of a record table as quads: the node, its labels, dates, sources and origin."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...ontology.namespaces import COMITY, ID, ORIGIN, OWL, PROV, RDF, RDFS, VOCABULARY, XSD
from ..report import quoted
from .columns import LANGUAGE
from .schema import QUOTE, Table

if TYPE_CHECKING:
    from pyoxigraph import Quad

_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "CJK": "Hani",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva",
    "GREEK": "Grek",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
}


def class_of(table: Table, values: Mapping[str, Any]) -> str:
    """The local name of the class that a row becomes."""
    if table.of == "id":
        return str(values["id"].partition("/")[0].capitalize())
    if table.of == "class":
        return camel(values["class"][0])
    if table.of == "type":
        return camel(values["type"])
    return table.of


def camel(slug: str) -> str:
    """``domestic-approval`` as ``DomesticApproval``."""
    return "".join(part.capitalize() for part in slug.split("-"))


def check_row(table: Table, values: Mapping[str, Any], classes: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What one cell cannot tell: (field, what was expected) for each thing wrong across cells."""
    from .vocabulary import concepts

    if table.of in ("class", "type"):
        name = class_of(table, values)
        if name not in classes:
            yield table.of, f"expected a class of the ontology in kebab-case, found {quoted(values[table.of])}"
    if table.name == "rules" and values["kind"] and values["value"] not in concepts()[values["kind"][0]]:
        scheme = values["kind"][0]
        known = ", ".join(sorted(concepts()[scheme]))
        yield "value", f"expected a concept of the vocabulary {scheme} ({known}), found {quoted(values['value'])}"
    if table.name == "states" and values["kind"] not in ("state", "historic"):
        yield "kind", f"expected state or historic, found {quoted(values['kind'])}"
    if "name_native" in values:
        if bool(values["name_native"]) != bool(values["native_language"]):
            yield "native_language", "expected the language of name_native, and only with it"
        elif values["native_language"] and not LANGUAGE.fullmatch(values["native_language"]):
            yield (
                "native_language",
                f"expected a language tag such as uz, found {quoted(values['native_language'])}",
            )
    if table.evidence:
        count = len(values["source"])
        for field in ("locator", "quote"):
            parts = (values[field] or "").split("|")
            if values[field] and len(parts) != count:
                yield field, f"expected {count} parts separated by |, one for each source, found {len(parts)}"
        for quote in (values["quote"] or "").split("|"):
            if len(quote.split()) > QUOTE:
                yield "quote", f"expected at most {QUOTE} words, found {len(quote.split())}"


def quads_of(table: Table, values: Mapping[str, Any], file: str, line: int) -> Iterator[Quad]:
    """The quads of one row that has been read and checked."""
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

    facts = DefaultGraph()
    node = NamedNode(ID + values["id"])

    def fact(subject: NamedNode, property: str, value: Any) -> Quad:
        return Quad(subject, NamedNode(property), value, facts)

    yield fact(node, RDF + "type", NamedNode(COMITY + class_of(table, values)))
    yield fact(node, RDF + "type", NamedNode(OWL + "NamedIndividual"))
    for column in table.all_columns:
        value = values[column.name]
        if value is None or column.name == "id":
            continue
        for property, term in column.kind.say(value):
            yield fact(node, property, term)
    if table.name == "rules":
        yield fact(node, COMITY + "ruleValue", NamedNode(f"{VOCABULARY}{values['kind'][0]}/{values['value']}"))
    if values.get("name_native"):
        language = values["native_language"]
        # One label a language: a native name in English or Russian is the name already.
        if language not in ("en", "ru"):
            yield fact(node, RDFS + "label", Literal(values["name_native"], language=language))
    if table.name == "officials":
        yield from _names(values, facts)
    if table.name == "names":
        yield fact(NamedNode(ID + values["entity"][0]), COMITY + "hasName", node)
    if table.evidence:
        yield from _passages(node, values, facts)
    yield Quad(node, NamedNode(COMITY + "recordFile"), Literal(file), NamedNode(ORIGIN))
    yield Quad(
        node,
        NamedNode(COMITY + "recordRow"),
        Literal(str(line), datatype=NamedNode(XSD + "integer")),
        NamedNode(ORIGIN),
    )


def _passages(node: Any, values: Mapping[str, Any], facts: Any) -> Iterator[Quad]:
    from pyoxigraph import Literal, NamedNode, Quad

    count = len(values["source"])
    locators = (values["locator"] or "").split("|") + [""] * count
    quotes = (values["quote"] or "").split("|") + [""] * count
    for source, locator, quote in zip(values["source"], locators, quotes, strict=False):
        locator, quote = locator.strip(), quote.strip()
        key = hashlib.sha256(f"{locator}\0{quote}".encode()).hexdigest()[:10]
        slug = source.removeprefix("source/")
        passage = NamedNode(f"{ID}passage/{slug}-{key}")
        yield Quad(node, NamedNode(PROV + "wasDerivedFrom"), passage, facts)
        yield Quad(passage, NamedNode(RDF + "type"), NamedNode(COMITY + "Passage"), facts)
        yield Quad(passage, NamedNode(RDF + "type"), NamedNode(OWL + "NamedIndividual"), facts)
        yield Quad(passage, NamedNode(COMITY + "source"), NamedNode(ID + source), facts)
        if locator:
            yield Quad(passage, NamedNode(COMITY + "locator"), Literal(locator), facts)
        if quote:
            yield Quad(passage, NamedNode(COMITY + "exact"), Literal(quote), facts)


def _names(values: Mapping[str, Any], facts: Any) -> Iterator[Quad]:
    """The name nodes of an official: each written form with its language and script."""
    from pyoxigraph import Literal, NamedNode, Quad

    official = NamedNode(ID + values["id"])
    slug = values["id"].removeprefix("official/")
    forms = [(values["name_en"], "en", "press"), (values["name_ru"], "ru", "press")]
    forms.append((values["name_native"], values["native_language"], "native"))
    forms += [(text, language, "press") for text, language in values["aliases"] or ()]
    seen = set()
    for form, language, scheme in forms:
        if not form or (form, language) in seen:
            continue
        seen.add((form, language))
        key = hashlib.sha256(f"{language}\0{form}".encode()).hexdigest()[:8]
        name = NamedNode(f"{ID}name/{slug}-{language.lower()}-{key}")
        said = {
            "form": form,
            "nameLanguage": language,
            "script": script_of(form),
            "scheme": scheme,
        }
        yield Quad(name, NamedNode(RDF + "type"), NamedNode(COMITY + "Name"), facts)
        yield Quad(name, NamedNode(RDF + "type"), NamedNode(OWL + "NamedIndividual"), facts)
        yield Quad(name, NamedNode(COMITY + "nameOf"), official, facts)
        yield Quad(official, NamedNode(COMITY + "hasName"), name, facts)
        for property, value in said.items():
            yield Quad(name, NamedNode(COMITY + property), Literal(value), facts)
        level = f"{VOCABULARY}confidence/{values['confidence'][0]}"
        checked = Literal(values["checked"][0].isoformat(), datatype=NamedNode(XSD + "date"))
        yield Quad(name, NamedNode(COMITY + "confidence"), NamedNode(level), facts)
        yield Quad(name, NamedNode(COMITY + "checkedOn"), checked, facts)
        yield from _passages(name, values, facts)


def script_of(text: str) -> str:
    """The ISO 15924 code of the first letter's script; Zyyy where it is none of ours."""
    for char in text:
        if char.isalpha():
            return _SCRIPTS.get(unicodedata.name(char, "").split(" ", 1)[0].split("-", 1)[0], "Zyyy")
    return "Zyyy"
