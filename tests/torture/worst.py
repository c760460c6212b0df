"""The forty worst queries: short, let in by the guard, without end in time, memory or rows; and generated ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

from comity.tests.torture.killers import SEED

_P = "PREFIX comity: <https://w3id.org/comity/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
_GROWS = " ".join(f"BIND(CONCAT({', '.join([f'?a{n}'] * 8)}) AS ?a{n + 1})" for n in range(9))
_ALL = "?a ?b ?c"
_PRODUCT = "?a ?b ?c . ?d ?e ?f"
WORST = {
    "product of three": f"SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} . ?g ?h ?i }}",
    "product as rows": f"SELECT * {{ {_PRODUCT} }}",
    "product without a row": f"SELECT * {{ {_PRODUCT} FILTER(?a = ?d && ?a != ?d) }}",
    "product, nothing wanted": f"SELECT * {{ {_PRODUCT} . ?g ?h ?i FILTER(false || ?c != ?c) }} LIMIT 0",
    "product, far offset": f"SELECT * {{ {_PRODUCT} }} OFFSET 1000000000000 LIMIT 1",
    "product, distinct": f"SELECT DISTINCT ?a ?f {{ {_PRODUCT} }}",
    "product, distinct, all of it": f"SELECT DISTINCT * {{ {_PRODUCT} }}",
    "product, ordered": f"SELECT * {{ {_PRODUCT} }} ORDER BY DESC(?f) ?a LIMIT 10",
    "product, grouped": f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {_PRODUCT} }} GROUP BY ?a ?f",
    "product, all texts in one": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {_PRODUCT} }}",
    "product, counted distinct": f"SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?f))) AS ?n) {{ {_PRODUCT} }}",
    "product, sampled": f"SELECT (SAMPLE(?c) AS ?x) (MAX(STR(?f)) AS ?y) {{ {_PRODUCT} . ?g ?h ?i }}",
    "product, asked": f"ASK {{ {_PRODUCT} . ?g ?h ?i FILTER(?a = ?d && ?d = ?g && ?a != ?g) }}",
    "product, constructed": f"CONSTRUCT {{ ?a ?e ?i . ?d ?h ?c . ?g ?b ?f }} WHERE {{ {_PRODUCT} . ?g ?h ?i }}",
    "product of sub-selects": f"SELECT * {{ {{ SELECT * {{ {_ALL} }} }} {{ SELECT * {{ ?d ?e ?f }} }} }} "
    "ORDER BY ?c ?f",
    "everything described": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f }",
    "any path": "SELECT (COUNT(*) AS ?n) { ?s (!<x:>)* ?o }",
    "any path, once or more": "SELECT * { ?s (!<x:>)+ ?o }",
    "any path both ways": "SELECT (COUNT(*) AS ?n) { ?s (!<x:>|^(!<x:>))* ?o }",
    "path of paths": "SELECT (COUNT(*) AS ?n) { ?s ((!<x:>)*/(!<x:>)*)* ?o }",
    "path in sequence": "SELECT (COUNT(*) AS ?n) { ?s (!<x:>)/(!<x:>)/(!<x:>)/(!<x:>)/(!<x:>) ?o }",
    "path counted": "SELECT ?o (COUNT(?s) AS ?n) { ?s (!<x:>)+ ?o } GROUP BY ?o ORDER BY DESC(?n)",
    "path from everything to everything": "SELECT * { ?a ?b ?s . ?s (!<x:>)* ?o . ?o (!<x:>)* ?t . ?t ?y ?z }",
    "optional in optional": "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i OPTIONAL { ?j ?k ?l } } } }",
    "optionals side by side": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"OPTIONAL {{ ?s{n} ?p{n} ?o{n} }}" for n in range(6))
    + " }",
    "minus of everything": f"SELECT * {{ {_PRODUCT} MINUS {{ ?a ?b ?c . ?d ?e ?x . ?g ?h ?i }} }}",
    "not exists": f"SELECT * {{ {_ALL} FILTER NOT EXISTS {{ ?d ?e ?f FILTER(STR(?f) = CONCAT(STR(?c), 'x')) }} }}",
    "exists in exists": "SELECT * { ?a ?b ?c FILTER EXISTS { ?d ?e ?f FILTER(?f > ?c) FILTER EXISTS { ?g ?h ?i "
    "FILTER(?i > ?f && STR(?i) = 'x') } } }",
    "unions": "SELECT (COUNT(*) AS ?n) { " + " ".join(["{ ?a ?b ?c } UNION { ?c ?b ?a }"] * 1) + " "
    + " ".join(f"{{ ?a{n} ?b{n} ?c{n} }} UNION {{ ?c{n} ?b{n} ?a{n} }}" for n in range(12))
    + " }",
    "expression on a product": f"SELECT * {{ {_PRODUCT} FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '(a|b|c)*x{{9}}$')) }}",
    "regular expression, large": "SELECT * { BIND(REPLACE('" + "a" * 30_000 + "', '(a*)*(b|(a*)*)', '$1$2$1') AS ?x) "
    + _PRODUCT + " FILTER(REGEX(?x, '((a{1,50}){1,50}b)')) }",
    "text that grows": f"SELECT (STRLEN(?a9) AS ?n) {{ BIND('aaaaaaaaaaaaaaaa' AS ?a0) {_GROWS} }}",
    "text that grows on every row": f"SELECT ?a6 {{ ?x ?y ?a0 {_GROWS} }}",
    "texts encoded": f"SELECT (SHA512(ENCODE_FOR_URI(CONCAT(STR(?a), STR(?f)))) AS ?h) {{ {_PRODUCT} }} ORDER BY ?h",
    "chance": f"SELECT (UUID() AS ?u) (RAND() AS ?r) (BNODE() AS ?n) {{ {_PRODUCT} }} ORDER BY ?r",
    "types made": f"SELECT DISTINCT (STRDT(STR(?c), IRI(CONCAT('x:', STR(?f)))) AS ?t) {{ {_PRODUCT} }}",
    "values crossed": "SELECT (SUM(?a * ?b * ?c * ?d) AS ?n) { "
    + " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(1500)))} }}" for name in "abcd")
    + " }",
    "sub-selects, deep": "SELECT * { " + "{ SELECT DISTINCT * { ?x ?y ?z . " * 20 + _PRODUCT + " } }" * 20 + " }",
    "labels compared": _P + "SELECT * { ?a rdfs:label|<http://www.w3.org/2004/02/skos/core#prefLabel> ?x . "
    "?b rdfs:label|<http://www.w3.org/2004/02/skos/core#prefLabel> ?y . ?c ?p ?z FILTER(CONTAINS(?x, ?y) && "
    "CONTAINS(?z, ?x) && ?x != ?y && STRLEN(?z) > 1000000) }",
    "every graph": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }",
}  # fmt: skip


def generated(count: int) -> Iterator[tuple[str, str]]:
    """Queries from a grammar of heavy parts; the same in every run."""
    rng = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    for number in range(count):
        yield f"generated {number}", _query(rng)


def _query(rng: random.Random) -> str:
    where = _group(rng, 3)
    tail = rng.choice(("", "", " LIMIT 0", " LIMIT 7", " ORDER BY ?a DESC(?c)", " ORDER BY RAND()", " OFFSET 99999999"))
    kind = rng.randrange(8)
    if kind == 0:
        return f"ASK {where}"
    if kind == 1:
        return f"CONSTRUCT {{ ?a ?b ?c . ?c <x:p> ?a }} WHERE {where}{tail}"
    if kind == 2:
        return f"SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?{_name(rng)}) AS ?m) WHERE {where}"
    if kind == 3:
        return (
            f"SELECT ?{(name := _name(rng))} (GROUP_CONCAT(STR(?{_name(rng)}z)) AS ?n) WHERE {where} GROUP BY ?{name}"
        )
    return f"SELECT {rng.choice(('', 'DISTINCT ', 'REDUCED '))}* WHERE {where}{tail}"


def _name(rng: random.Random) -> str:
    return rng.choice("abcdefgh")


def _group(rng: random.Random, depth: int) -> str:
    return "{ " + " ".join(_part(rng, depth) for _ in range(rng.randint(1, 4))) + " }"


def _part(rng: random.Random, depth: int) -> str:
    a, b, c = (_name(rng) for _ in range(3))
    kind = rng.randrange(12 if depth else 6)
    if kind < 3:
        return f"?{a} ?{b} ?{c} ."
    if kind == 3:
        path = rng.choice(("(!<x:>)*", "(!<x:>)+", "(!<x:>)?/(!<x:>)", "^(!<x:>)/(!<x:>)*", "(a|!a)*"))
        return f"?{a} {path} ?{c} ."
    if kind == 4:
        test = rng.choice(
            (
                f"STR(?{a}) < STR(?{b})", f"REGEX(STR(?{a}), '(a|e)+.*{rng.randrange(99)}$')",
                f"CONTAINS(CONCAT(STR(?{a}), STR(?{b})), STR(?{c}))", f"?{a} != ?{b}", f"SHA256(STR(?{a})) > 'f'",
            )
        )  # fmt: skip
        return f"FILTER({test})"
    if kind == 5:
        return f"VALUES ?{a}v {{ {' '.join(map(str, range(rng.choice((3, 50, 800)))))} }}"
    inner = _group(rng, depth - 1)
    if kind == 6:
        return f"OPTIONAL {inner}"
    if kind == 7:
        return f"{inner} UNION {_group(rng, depth - 1)}"
    if kind == 8:
        return f"MINUS {inner}"
    if kind == 9:
        return f"FILTER {rng.choice(('', 'NOT '))}EXISTS {inner}"
    if kind == 10:
        return f"{{ SELECT {rng.choice(('', 'DISTINCT '))}* WHERE {inner} }}"
    return f"GRAPH ?g{a} {inner}"
