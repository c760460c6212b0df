"""Queries made to kill an engine: things nested, chained and listed, at sizes under, at and over every limit.

``killers`` gives them in a fixed order, each with a name; mutations of them come
from a seeded generator, so that a failure can be run again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

SEED = 20261126
#: Characters that a query may have, with a margin for what is around the repeated part.
ROOM = 99_000
SIZES = (8, 15, 16, 17, 31, 62, 63, 64, 65, 199, 390, 400, 401, 1_000, 3_000, 20_000, ROOM)


def _around(before: str, opens: str, inner: str, closes: str, after: str) -> Callable[[int], str]:
    return lambda n: before + opens * n + inner + closes * n + after


def _listed(before: str, item: str, between: str, after: str) -> Callable[[int], str]:
    """Items side by side; ``#`` in an item is its number."""
    if "#" in item:
        return lambda n: before + between.join(item.replace("#", str(k)) for k in range(n)) + after
    return lambda n: before + between.join([item] * n) + after


FAMILIES: dict[str, Callable[[int], str]] = {
    "brackets": _around("ASK { FILTER(", "(", "1", ")", ") }"),
    "brackets and sums": _around("ASK { FILTER(", "(1+", "1", ")", ") }"),
    "groups": _around("ASK ", "{", "", "}", ""),
    "groups with patterns": _around("ASK ", "{ ?s ?p ?o . ", "", "}", ""),
    "not": _around("ASK { FILTER(", "!", "true", "", ") }"),
    "not with spaces": _around("ASK { FILTER(", "! ", "true", "", ") }"),
    "minus": _around("ASK { FILTER(", "- ", "1", "", ") }"),
    "plus": _listed("ASK { FILTER(", "1", "+", ") }"),
    "signed numbers": _listed("ASK { FILTER(1", "+1", "", ") }"),
    "negative numbers": _listed("ASK { FILTER(1", "-1", " ", ") }"),
    "decimals": _listed("ASK { FILTER(1", "+.1e1", "", ") }"),
    "times": _listed("ASK { FILTER(", "1", "*", ") }"),
    "or": _listed("ASK { FILTER(", "true", "||", ") }"),
    "and": _listed("ASK { FILTER(", "true", "&&", ") }"),
    "equal": _listed("ASK { FILTER(", "(1=1)", "=", ") }"),
    "path": _listed("ASK { ?s ", "<x:a>", "/", " ?o }"),
    "path of names": _listed("PREFIX x: <x:> ASK { ?s ", "x:a", "/", " ?o }"),
    "path of types": _listed("ASK { ?s ", "a", "/", " ?o }"),
    "alternatives": _listed("ASK { ?s ", "<x:a>", "|", " ?o }"),
    "inverse": _around("ASK { ?s ", "^", "<x:a>", "", " ?o }"),
    "inverse in brackets": _around("ASK { ?s ", "^(", "<x:a>", ")", " ?o }"),
    "path brackets": _around("ASK { ?s ", "(", "<x:a>", ")*", " ?o }"),
    "optional path brackets": _around("ASK { ?s ", "(", "<x:a>", ")?", " ?o }"),
    "path sequence of stars": _listed("ASK { ?s ", "<x:a>*", "/", " ?o }"),
    "negated set": _listed("ASK { ?s !(", "<x:a>", "|", ") ?o }"),
    "in": _listed("ASK { FILTER(1 IN (", "#", ",", ")) }"),
    "in of sums": _listed("ASK { FILTER(1 IN (", "1+1", ",", ")) }"),
    "not in": _listed("ASK { FILTER(1 NOT IN (", "#", ",", ")) }"),
    "in in in": _around("ASK { FILTER(", "1 IN (", "1", ")", ") }"),
    "long name": _around("PREFIX x: <x:> ASK { ?s x:", "a", "", "", " ?o }"),
    "long name of dots": _around("PREFIX x: <x:> ASK { ?s x:", "a.", "", "", "a ?o }"),
    "long name of escapes": _around("PREFIX x: <x:> ASK { ?s x:", "\\-", "", "", " ?o }"),
    "long address": _around("ASK { ?s <x:", "a", "", "", "> ?o }"),
    "long path in an address": _around("BASE <http://x.example/> ASK { ?s <", "../", "", "", "> ?o }"),
    "long string": _around("ASK { ?s ?p '", "a", "", "", "' }"),
    "long language": _around("ASK { ?s ?p 'a'@en-", "a", "", "", " }"),
    "language of parts": _around("ASK { ?s ?p 'a'@en", "-aa", "", "", " }"),
    "long number": _around("ASK { ?s ?p ", "9", "", "", " }"),
    "long exponent": _around("ASK { FILTER(1e", "9", "", "", " > 1) }"),
    "unions": _listed("ASK { ", "{ ?s ?p ?o }", " UNION ", " }"),
    "unions in unions": _around("ASK { ", "{ {} UNION ", "{}", "}", " }"),
    "optionals": _listed("ASK { ", "OPTIONAL { ?s ?p ?o# }", " ", " }"),
    "optionals in optionals": _around("ASK { ", "OPTIONAL { ?s ?p ?o ", "", "}", " }"),
    "minuses": _listed("ASK { ?s ?p ?o ", "MINUS { ?s ?p ?o }", " ", " }"),
    "minuses in minuses": _around("ASK { ?s ?p ?o ", "MINUS { ?s ?p ?o ", "", "}", " }"),
    "filters": _listed("ASK { ", "FILTER(1=1)", " ", " }"),
    "filters in filters": _around("ASK { ", "FILTER EXISTS { ?s ?p ?o ", "", "}", " }"),
    "not exists": _listed("ASK { ", "FILTER NOT EXISTS { ?s ?p ?o }", " ", " }"),
    "exists in expressions": _listed("ASK { FILTER(", "EXISTS { ?s ?p ?o }", " && ", ") }"),
    "groups side by side": _listed("ASK { ", "{ ?s ?p ?o }", " ", " }"),
    "binds": _listed("ASK { BIND(1 AS ?a) ", "BIND(1 AS ?a#x)", " ", " }"),
    "bind chain": lambda n: "ASK { BIND(1 AS ?a0) " + " ".join(f"BIND(?a{k} AS ?a{k + 1})" for k in range(n)) + " }",
    "sums of binds": lambda n: (
        "SELECT * { BIND(1 AS ?a0) " + " ".join(f"BIND(?a{k}+?a{k} AS ?a{k + 1})" for k in range(n)) + " }"
    ),
    "graphs in graphs": _around("ASK { ", "GRAPH ?g { ", "", "}", " }"),
    "sub-selects": _around("ASK { ", "{ SELECT * { ", "", "} }", " }"),
    "sub-selects with limits": _around("ASK { ", "{ SELECT DISTINCT * { ", "?s ?p ?o", "} LIMIT 1 }", " }"),
    "columns": _listed("SELECT ", "(1 AS ?a#)", " ", " {}"),
    "variables": _listed("SELECT ", "?a#", " ", " {}"),
    "patterns of many variables": _listed("ASK { ", "?a# ?b# ?c#", " . ", " }"),
    "order": _listed("SELECT * { ?s ?p ?o } ORDER BY ", "?s", " ", " LIMIT 1"),
    "group": _listed("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ", "?s", " ", " LIMIT 1"),
    "having": _listed("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING ", "(1=1)", " ", " LIMIT 1"),
    "having and": _listed("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (", "COUNT(*) > 1", " && ", ")"),
    "predicates": _listed("ASK { ?s ", "<x:a> ?o", " ; ", " }"),
    "objects": _listed("ASK { ?s <x:a> ", "?o", " , ", " }"),
    "semicolons": _around("ASK { ?s ?p ?o ", "; ", "", "", " }"),
    "triples": _listed("ASK { ", "?s <x:#> ?o#", " . ", " }"),
    "nested lists": _around("ASK { ?s ?p ", "(", "", ")", " }"),
    "list": _listed("ASK { ?s ?p (", "1", " ", ") }"),
    "nested blank nodes": _around("ASK { ", "[ <x:p> ", "1", " ]", " }"),
    "blank nodes and lists": _around("ASK { ", "[ <x:p> ( ", "1", " ) ]", " }"),
    "blank nodes": _listed("ASK { ?s ?p ", "[]", " , ", " }"),
    "triple terms": _around("ASK { ?s ?p ", "<<( ?s ?p ", "?o", " )>>", " }"),
    "reified triples": _around("ASK { ", "<< ?s ?p ", "?o", " >>", " ?p ?o }"),
    "annotations": _around("ASK { ?s ?p ?o ", "{| ?p ?o ", "", "|}", " }"),
    "reifiers": _listed("ASK { ?s ?p ?o ", "~ ?r#", " ", " }"),
    "functions of triples": _around("ASK { BIND(", "TRIPLE(<x:a>, <x:b>, ", "1", ")", " AS ?t) }"),
    "values": _listed("SELECT * { VALUES ?a { ", "#", " ", " } } LIMIT 1"),
    "values of triples": _around("SELECT * { VALUES ?a { ", "<<( <x:a> <x:b> ", "1", ")>>", " } }"),
    "wide values": lambda n: (
        f"SELECT * {{ VALUES ({' '.join(f'?a{k}' for k in range(n))}) {{ ({' '.join(['1'] * n)}) }} }}"
    ),
    "undefined values": lambda n: "SELECT * { VALUES (?a ?b) { " + "(UNDEF UNDEF) " * n + "} } LIMIT 1",
    "values side by side": _listed("SELECT * { ", "VALUES ?a# { 1 2 }", " ", " } LIMIT 1"),
    "comments": _around("ASK {", "#\n", "", "", "}"),
    "comment": _around("ASK {", "#", "", "", "\n}"),
    "spaces": _around("ASK {", " ", "", "", "}"),
    "escaped brackets": _around("ASK { FILTER(", "\\u0028", "1", "\\u0029", ") }"),
    "escapes in a name": _around("ASK { ?s <x:", "\\u0061", "", "", "> ?o }"),
    "escapes in a string": _around("ASK { ?s ?p '", "\\u0027", "", "", "' }"),
    "functions": _around("ASK { FILTER(", "STR(", "1", ")", ") }"),
    "if in if": _around("ASK { FILTER(", "IF(true, ", "1", ", 2)", ") }"),
    "if in condition": _around("ASK { FILTER(", "IF(", "1", ", 1, 2)", ") }"),
    "coalesce in coalesce": _around("ASK { FILTER(", "COALESCE(1/0, ", "1", ")", ") }"),
    "coalesce": _listed("ASK { FILTER(COALESCE(", "1/0", ", ", ", 1)) }"),
    "concat": _listed("ASK { FILTER(STRLEN(CONCAT(", "'a'", ", ", "))) }"),
    "custom functions": _around("ASK { FILTER(", "<x:f>(", "1", ")", ") }"),
    "casts": _around("ASK { FILTER(", "<http://www.w3.org/2001/XMLSchema#string>(", "1", ")", ") }"),
    "aggregates": _listed("SELECT ", "(COUNT(?s) AS ?a#)", " ", " { ?s ?p ?o }"),
    "aggregate of aggregates": _around("SELECT (", "COUNT(", "?s", ")", " AS ?n) { ?s ?p ?o }"),
    "prefixes": _listed("", "PREFIX a#: <x:#>", " ", " ASK {}"),
    "bases": _listed("", "BASE <http://x.example/#>", " ", " ASK {}"),
    "from": _listed("SELECT * ", "FROM <x:#>", " ", " { ?s ?p ?o }"),
    "from named": _listed("SELECT * ", "FROM NAMED <x:#>", " ", " { GRAPH ?g { ?s ?p ?o } }"),
    "template": _listed("CONSTRUCT { ", "?s ?p ?o#", " . ", " } WHERE { ?s ?p ?o } LIMIT 1"),
    "nested template": _around("CONSTRUCT { ?s ?p ", "[ ?p ", "?o", " ]", " } WHERE { ?s ?p ?o } LIMIT 1"),
    "describe": _listed("DESCRIBE ", "<x:#>", " ", ""),
    "regular expression": _around("ASK { FILTER(REGEX('a', '", "(", "a", ")", "')) }"),
    "repeated repeats": _around("ASK { FILTER(REGEX('a', 'a", "{9}", "", "", "')) }"),
    "replace": _around("ASK { FILTER(REPLACE('a', '", "(a?)", "", "", "', '$1')) }"),
    "strings of quotes": _around("ASK { ?s ?p '''", "''\\'", "", "", "''' }"),
    "lateral": _around("ASK { ", "LATERAL { ", "?s ?p ?o", "}", " }"),
    "open groups": _around("ASK ", "{", "", "", ""),
    "open brackets": _around("ASK { FILTER(", "(", "", "", ""),
    "closing brackets": _around("ASK { FILTER(1", ")", "", "", ") }"),
    "keywords": _around("", "SELECT ", "", "", ""),
    "noise": _around("", "\x01", "", "", ""),
}  # fmt: skip


def killers(count: int) -> Iterator[tuple[str, str]]:
    """Each family at each size that fits into a query, then mutations, until there are ``count``."""
    whole = [
        (f"{name} x {size}", text)
        for name, make in FAMILIES.items()
        for size in dict.fromkeys(_fitting(make, size) for size in SIZES)
        if len(text := make(size)) <= ROOM + 1_000
    ]
    rng = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    chosen = whole if count >= len(whole) else rng.sample(whole, count * 9 // 10)
    yield from chosen
    for number in range(count - len(chosen)):
        name, text = rng.choice(whole)
        yield f"mutation {number} of {name}", mutated(text, rng)


def _fitting(make: Callable[[int], str], size: int) -> int:
    """The size, or the largest that a query has room for."""
    while size > 1 and len(make(size)) > ROOM:
        size = min(size - 1, int(size * ROOM / len(make(size))))
    return size


_WORDS = (
    "{", "}", "(", ")", "[", "]", "<<(", ")>>", "!", "^", "/", "|", "*", "+", "-", ",", ";", ".", "'", '"', "\\u0028",
    " UNION ", " OPTIONAL ", " FILTER(", " EXISTS { ", " SELECT * { ", " GRAPH ?g { ", " AS ", " a ", "?x", "\x00", "#",
    "\n", "\ufeff", "\U0001f600", "\u202e", "1e999", "<x:", "@", "^^",
)  # fmt: skip


def mutated(text: str, rng: random.Random) -> str:
    """A text cut, doubled, stirred, and with things of SPARQL put into it."""
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text) + 1)
        to = min(len(text), at + rng.choice((1, 2, 5, 50, 5_000)))
        part = text[at:to]
        change = rng.randrange(5)
        if change == 0:
            text = text[:at] + text[to:]
        elif change == 1:
            text = text[:at] + part * rng.choice((2, 3, 40)) + text[to:]
        elif change == 2:
            text = text[:at] + rng.choice(_WORDS) * rng.choice((1, 1, 2, 70, 500)) + text[to:]
        elif change == 3:
            text = text[:at] + part[::-1] + text[to:]
        else:
            text = text[:at] + rng.choice(_WORDS) + text[to:]
        text = text[:ROOM] or "ASK {}"
    return text
