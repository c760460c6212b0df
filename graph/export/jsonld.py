"""JSON-LD that reads as plain JSON: short keys, one object a thing, the context inside.

The context stands in the file, never behind an address: nothing has to be
fetched to read it, and nothing can be changed behind the reader's back.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from ...errors import ComityError
from ...ontology.namespaces import RDF, XSD, context_file
from .order import RDF_TYPE
from .scope import GraphName, Scope

_STRING = XSD + "string"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")


@dataclass
class Context:
    """The shipped context, turned round: from addresses to the words that stand for them."""

    words: dict[str, Any]
    prefixes: dict[str, str] = field(default_factory=dict)
    #: property address -> (word, how its values are read: "@id", "@language", a datatype, or "")
    properties: dict[str, tuple[str, str]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word, meaning in self.words.items():
            if isinstance(meaning, str) and meaning.endswith(("/", "#")):
                self.prefixes[word] = meaning
        for word, meaning in self.words.items():
            if isinstance(meaning, dict) and "@id" in meaning:
                how = "@language" if meaning.get("@container") == "@language" else meaning.get("@type", "")
                self.properties[self.full(meaning["@id"])] = (word, self.full(how))
            elif isinstance(meaning, str) and word not in self.prefixes and not meaning.startswith("@"):
                self.classes[self.full(meaning)] = word

    def full(self, short: str) -> str:
        """The address that ``prov:Entity`` stands for."""
        prefix, colon, rest = short.partition(":")
        return self.prefixes[prefix] + rest if colon and prefix in self.prefixes else short

    def short(self, iri: str) -> str:
        """``entity:state/UZ`` where a prefix fits, else the address."""
        best = max((p for p in self.prefixes if iri.startswith(self.prefixes[p])),
                   key=lambda p: len(self.prefixes[p]), default=None)  # fmt: skip
        if best is not None and not iri.startswith("//", len(self.prefixes[best])):
            return f"{best}:{iri[len(self.prefixes[best]) :]}"
        scheme = _SCHEME.match(iri)
        if scheme and scheme[0] in self.words:
            raise ComityError(
                f"JSON-LD would read the address <{iri}> as a short name of Comity's own",
                hint="Turtle (-f ttl) and N-Triples (-f nt) can hold it.",
            )
        return iri


def shipped_context() -> Context:
    """The context of ``ontology/context.jsonld``."""
    return Context(json.loads(context_file().read_text(encoding="utf-8"))["@context"])


def write_jsonld(scope: Scope, out: BinaryIO) -> None:
    """One object a thing, grouped by class; further graphs as objects that hold theirs."""
    context = shipped_context()
    head = json.dumps(context.words, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    out.write(f'{{\n  "@context": {head},\n  "@graph": ['.encode())
    first = True
    for graph in scope.graphs:
        if isinstance(graph, DefaultGraph):
            first = _nodes(scope, graph, context, out, "    ", first)
            continue
        name = json.dumps(_address(scope.named(graph), context), ensure_ascii=False)
        out.write(f'{"" if first else ","}\n    {{\n      "@id": {name},\n      "@graph": ['.encode())
        _nodes(scope, graph, context, out, "        ", True)
        out.write(b"\n      ]\n    }")
        first = False
    out.write(b"\n  ]\n}\n")


def _nodes(scope: Scope, graph: GraphName, context: Context, out: BinaryIO, indent: str, first: bool) -> bool:
    for _, subject in scope.subjects(graph):
        node: dict[str, Any] = {"id": _address(scope.named(subject), context)}
        for predicate, objects in scope.facts(subject, graph):
            _say(node, predicate, objects, context)
        text = json.dumps(node, ensure_ascii=False, indent=2).replace("\n", "\n" + indent)
        out.write(f"{'' if first else ','}\n{indent}{text}".encode())
        first = False
    return first


def _say(node: dict[str, Any], predicate: str, objects: list[Any], context: Context) -> None:
    """Put the objects of a predicate under the word that reads them right, the others under its address."""
    if predicate == RDF_TYPE and all(isinstance(o, NamedNode | BlankNode) for o in objects):
        _put(node, "type", [context.classes.get(o.value) or _address(o, context) for o in objects])
        return
    word, how = context.properties.get(predicate, ("", ""))
    rest: list[Any] = []
    plain: list[Any] = []
    by_language: dict[str, list[str]] = {}
    for term in objects:
        if how == "@language" and isinstance(term, Literal) and term.language and not _directed(term):
            by_language.setdefault(term.language, []).append(term.value)
        elif how == "@id" and isinstance(term, NamedNode | BlankNode):
            plain.append(_address(term, context))
        elif how and how[0] != "@" and isinstance(term, Literal) and term.datatype.value == how:
            plain.append(_native(term))
        elif word and not how:
            plain.append(_value(term, context))
        else:
            rest.append(_value(term, context))
    if by_language:
        node[word] = {tag: texts[0] if len(texts) == 1 else texts for tag, texts in by_language.items()}
    if plain:
        _put(node, word, plain)
    if rest:
        short = context.short(predicate)
        # A key such as "label" would be read by the context; an address never is.
        _put(node, short if ":" in short else predicate, rest)


def _value(term: Any, context: Context) -> Any:
    if isinstance(term, NamedNode | BlankNode):
        return {"id": _address(term, context)}
    if isinstance(term, Triple):
        raise ComityError(
            "JSON-LD has no way to write a statement about a statement",
            hint="Turtle (-f ttl) and N-Triples (-f nt) can hold it.",
        )
    if term.language:
        value = {"@value": term.value, "@language": term.language}
        if _directed(term):
            value["@direction"] = str(term.direction).lower()
        return value
    if term.datatype.value == _STRING:
        return term.value
    if term.datatype.value == RDF + "JSON":
        # Written as text of that type: as @json it would be parsed and respelt.
        return {"@value": term.value, "@type": RDF + "JSON"}
    return {"@value": term.value, "@type": context.short(term.datatype.value)}


def _native(term: Literal) -> Any:
    """Numbers and truth values as JSON's own, where reading them gives the same spelling back."""
    if term.datatype.value == XSD + "integer" and _INTEGER.fullmatch(term.value):
        return int(term.value)
    if term.datatype.value == XSD + "boolean" and term.value in ("true", "false"):
        return term.value == "true"
    return term.value


def _address(term: Any, context: Context) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else context.short(term.value)


def _put(node: dict[str, Any], key: str, values: list[Any]) -> None:
    node[key] = values[0] if len(values) == 1 else values


def _directed(term: Literal) -> bool:
    return bool(getattr(term, "direction", None))
