"""RDF of every syntax loads whole or not at all, pulls nothing in, and says the same when it comes again."""

from __future__ import annotations

import gzip
import itertools
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, serialize

from comity.errors import BadInput, ComityError, Usage
from comity.loaders.rdf import BASE, load_rdf, syntax_of
from comity.ontology.namespaces import GRAPH

FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
FACTS = """
@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a rdfs:label "Генеральная прокуратура"@ru , "a << b, said \\"c\\"" ; :n 1.5 , 7 ; :at "2024-11-21"^^xsd:date .
:b :knows :a , [ :name "nobody" ; :knows :b ] .
"""


def facts() -> list[Quad]:
    store = Store()
    store.load(FACTS.encode(), format=RdfFormat.TURTLE)
    return list(store)


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def triples(store: Store) -> set[str]:
    """What a store holds, blank nodes aside."""
    return {" ".join("_:" if str(term).startswith("_:") else str(term) for term in quad.triple) for quad in store}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("syntax", FORMATS)
def test_every_syntax_loads_plain_and_packed(tmp_path: Path, syntax: str, packed: bool) -> None:
    data = serialize((quad.triple for quad in facts()), format=FORMATS[syntax])
    assert data is not None
    path = written(tmp_path / f"f.{syntax}{'.gz' if packed else ''}", gzip.compress(data) if packed else data)
    store = Store()
    report = load_rdf(path, store)
    expected = Store()
    expected.extend(facts())
    assert triples(store) == triples(expected)
    assert len(store) == report.loaded == 9
    assert report.remarks == []
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("syntax", FORMATS)
def test_a_file_that_is_loaded_twice_says_nothing_new(tmp_path: Path, syntax: str) -> None:
    data = serialize((quad.triple for quad in facts()), format=FORMATS[syntax])
    assert data is not None
    path = written(tmp_path / f"f.{syntax}", data)
    store = Store()
    load_rdf(path, store)
    before = set(store)
    load_rdf(path, store)
    assert set(store) == before


def test_blank_nodes_of_two_files_never_merge(tmp_path: Path) -> None:
    store = Store()
    for number in (1, 2):
        for syntax in ("nt", "ttl", "nq"):
            text = f'_:a <https://example.org/p> "{number} {syntax}" .\n'
            load_rdf(written(tmp_path / f"{number}.{syntax}", text), store)
    assert len({quad.subject for quad in store}) == 6


def test_relative_addresses_belong_to_their_file(tmp_path: Path) -> None:
    store = Store()
    for name in ("one.ttl", "two files.ttl"):
        load_rdf(written(tmp_path / name, "<#me> <https://example.org/p> 1 ."), store)
    assert {str(quad.subject) for quad in store} == {f"<{BASE}one.ttl#me>", f"<{BASE}two%20files.ttl#me>"}


def test_named_graphs_stay_and_are_told(tmp_path: Path) -> None:
    path = written(tmp_path / "f.trig", "@prefix : <https://example.org/> . :g { :a :b :c , :d } :a :b :e .")
    store = Store()
    report = load_rdf(path, store)
    assert len(list(store.quads_for_pattern(None, None, None, NamedNode("https://example.org/g")))) == 2
    assert len(list(store.quads_for_pattern(None, None, None, DefaultGraph()))) == 1
    assert "2 of 3 statements lie in graphs of their own (<https://example.org/g>)" in str(report.remarks[0])


def test_everything_goes_aside_where_a_graph_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "f.trig", "@prefix : <https://example.org/> . :g { :a :b :c } :a :b [] .")
    store = Store()
    load_rdf(path, store, graph="https://example.org/aside")
    assert {str(quad.graph_name) for quad in store} == {"<https://example.org/aside>"}
    assert len(store) == 2


@pytest.mark.parametrize("name", ["ontology", "origin", "findings", "derived/types", "derived/mine", "claims/other"])
def test_nobody_writes_into_the_graphs_of_comity(tmp_path: Path, name: str) -> None:
    graph = f"https://w3id.org/comity/graph/{name}"
    for path in (
        written(tmp_path / "f.nq", f"<https://x.org/a> <https://x.org/b> <https://x.org/c> <{graph}> .\n"),
        written(
            tmp_path / "g.nq",
            f"<https://x.org/a> <https://x.org/b> <https://x.org/c> <{graph.replace('g', chr(92) + 'u0067', 1)}> .\n",
        ),
        written(tmp_path / "f.trig", f"<{graph}> {{ <https://x.org/a> <https://x.org/b> 1 }}"),
        written(tmp_path / "f.jsonld", f'{{"@id": "{graph}", "@graph": [{{"@id": "x:a", "x:b": 1}}]}}'),
    ):
        store = Store()
        with pytest.raises(BadInput, match="which Comity keeps for itself"):
            load_rdf(path, store)
        assert len(store) == 0


TRIPLE = "<x:a> <x:b> <x:c> ."
RDF = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
ENTITIES = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in itertools.pairwise("abcdefghi"))
ATTRIBUTES = " ".join(f"x:a{number}='1'" for number in range(501))
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "truncated.ttl": ("<https://x.org/a> <https://x.org/b> ", "a statement is never finished"),
    "prefix.ttl": ("x:a x:b x:c .", "prefix"),
    "encoding.ttl": (b'<https://x.org/a> <https://x.org/b> "\xff\xfe" .', "UTF-8"),
    "utf16.ttl": (FACTS.encode("utf-16"), "UTF-8"),
    "utf16.rdf": (f"<rdf:RDF {RDF}><rdf:Description/></rdf:RDF>".encode("utf-16"), ""),
    "quotes.nt": ('<https://x.org/a> <https://x.org/b> "open .\n', ""),
    "relative.nt": ("<a> <b> <c> .\n", "IRI"),
    "nested.ttl": ("<x:a> <x:b> " + "[ <x:b> " * 200_000, "a statement is never finished"),
    "lists.ttl": ("<x:a> <x:b> " + "(" * 200_000, "a statement is never finished"),
    "nested.jsonld": ('{"x:b":' * 100_000, ""),
    "arrays.jsonld": ("[" * 200_000, ""),
    "nested.rdf": (f"<rdf:RDF {RDF} xmlns:x='x:'>" + "<x:a><x:b>" * 50_000, "nests more than 500 elements deep"),
    "tags.rdf": (f"<rdf:RDF {RDF} xmlns:x='x:'><x:a></x:b></rdf:RDF>", "is not well-formed XML: mismatched tag"),
    "triples.nt": ("<x:a> <x:b> " + "<<( <x:a> <x:b> " * 20_000, "triple term"),
    "triples.ttl": ("<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .", "triple term"),
    "deep-triples.ttl": ("<x:a> <x:b> " + "<<( <x:a> <x:b> " * 100_000, ""),
    "deep-triples.nq": ("<x:a> <x:b> " + "<<( <x:a> <x:b> " * 100_000 + "<x:c> " + ")>> " * 100_000 + ".\n", ""),
    "reified.ttl": ("<< <x:a> <x:b> <x:c> >> <x:d> 1 .", "triple term"),
    "bomb.rdf": (f"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>{ENTITIES}]><rdf:RDF {RDF}>&i;</rdf:RDF>", "DOCTYPE"),
    "bomb16.rdf": (f"<!DOCTYPE r [{ENTITIES}]><rdf:RDF {RDF}>&i;</rdf:RDF>".encode("utf-16"), "DOCTYPE"),
    "xxe.rdf": ("<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>", "DOCTYPE"),
    "context.jsonld": ('{"@context": "https://example.org/c.jsonld", "@id": "x:a"}', "remote JSON-LD context"),
    "file-context.jsonld": ('{"@context": "file:///etc/passwd", "@id": "x:a"}', "remote JSON-LD context"),
    "import.jsonld": ('{"@context": {"@import": "https://example.org/c"}, "@id": "x:a"}', ""),
    "blank-graph.trig": ("_:g { <x:a> <x:b> <x:c> }", "a graph without an address"),
    "literal.ttl": ('<x:a> <x:b> "' + "a" * (2 << 20) + '" .', "literal longer than 1,048,576 bytes"),
    "literal.nt": ('<x:a> <x:b> "' + "a" * (3 << 20) + '" .\n', "literal longer than 1,048,576 bytes"),
    "line.nt": ("a" * (9 << 20), "too long"),
    "binary.ttl": (bytes(range(256)) * 100, ""),
    "gzip-cut.ttl.gz": (gzip.compress(FACTS.encode() * 100)[:-20], "not whole gzip"),
    "gzip-bad.ttl.gz": (gzip.compress(FACTS.encode())[:30] + b"\0" * 40, "not whole gzip"),
    "gzip-bomb.nt.gz": (gzip.compress(b"#" * (300 << 20), compresslevel=9), "more than 200 times its size"),
    "gzip-twice.ttl.gz": (gzip.compress(gzip.compress(FACTS.encode())), "packed twice"),
    "pieces.ttl.gz": (gzip.compress(b"") * 20_000, "packed pieces"),
    "zip.ttl": (b"PK\x03\x04" + bytes(100), "a ZIP archive"),
    "zip.ttl.gz": (gzip.compress(b"PK\x03\x04" + bytes(100)), "a ZIP archive"),
    "prefixes.ttl": (f"@prefix a: <x:{'a' * 10_000}> .\n" + "a:b a:c a:d .\n" * 100, "an address of more than 8,192"),
    "prefixes.nt": (f"<x:{'a' * 10_000}> <x:b> <x:c> .\n", "an address of more than 8,192"),
    "growing.ttl": (f"@prefix a: <x:{'a' * 8_000}> .\n" + "a:b a:c a:d .\n" * 20_000, "grows to more than 200 times"),
    "number.ttl": (f"<x:a> <x:b> {'9' * 5_000} .", "more than 4,096 characters that is no text"),
    "number.nt": (
        f'<x:a> <x:b> "{"9" * 10_000}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
        "more than 4,096 characters that is no text",
    ),
    "attributes.rdf": (
        f"<rdf:RDF {RDF} xmlns:x='x:'><rdf:Description {ATTRIBUTES}/></rdf:RDF>",
        "more than 500 attributes",
    ),
    "tag.rdf": (f"<rdf:RDF {RDF} xmlns:x='{'x' * (5 << 20)}'></rdf:RDF>", "a tag or a remark of more than 2 MiB"),
    "endless.ttl": (b'<x:a> <x:b> 1 .\n<x:a> <x:b> "' + b"a" * (17 << 20), "a quote may not be closed"),
    "encoding.rdf": (f"<?xml version='1.0' encoding='{'U' * 50}TF-8'?><rdf:RDF {RDF}/>", "unknown encoding"),
    "encoding-wide.rdf": (
        f"<?xml version='1.0' encoding='shift_jis'?><rdf:RDF {RDF}>\u3042</rdf:RDF>",
        "not well-formed",
    ),
    "page.ttl": ("<!DOCTYPE html><html><body>404</body></html>", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    data, said = HOSTILE[name]
    path = written(tmp_path / name, data)
    store = Store()
    store.extend(facts())
    before = set(store)
    with pytest.raises(BadInput) as caught:
        load_rdf(path, store, scratch=tmp_path)
    assert set(store) == before
    assert said in caught.value.message
    assert str(caught.value).startswith(str(path))
    assert len(caught.value.message) <= 310
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 2
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_data_reach_no_network_and_no_file(tmp_path: Path, canary: tuple[int, list[bytes]]) -> None:
    port, heard = canary
    url = f"http://127.0.0.1:{port}/c"
    secret = written(tmp_path / "secret.ttl", "<x:secret> <x:b> <x:c> .")
    for name, text in {
        "a.jsonld": f'{{"@context": "{url}", "@id": "x:a", "x:b": 1}}',
        "b.jsonld": f'{{"@context": {{"@import": "{url}"}}, "@id": "x:a", "x:b": 1}}',
        "c.rdf": f"<!DOCTYPE r SYSTEM '{url}'><r/>",
        "d.rdf": f"<?xml-stylesheet href='{url}'?><rdf:RDF {RDF} xml:base='{url}'><rdf:Description rdf:about=''>"
        f"<rdf:value rdf:resource='{secret.as_uri()}'/></rdf:Description></rdf:RDF>",
        "e.ttl": f"@base <{url}> . <> <http://www.w3.org/2002/07/owl#imports> <{url}> , <{secret.as_uri()}> .",
    }.items():
        store = Store()
        try:
            load_rdf(written(tmp_path / name, text), store)
        except BadInput:
            assert len(store) == 0
        assert "x:secret" not in "".join(map(str, store))
    assert heard == []


def test_a_text_of_a_mebibyte_loads_and_may_look_like_a_triple_term(tmp_path: Path) -> None:
    store = Store()
    long = "я" * (1 << 19)
    load_rdf(written(tmp_path / "a.nt", f'<x:a> <x:b> "{long[:-100]}" .\n<x:a> <x:c> "a <<b>> c" .\n'), store)
    load_rdf(written(tmp_path / "a.ttl", f'<x:a> <x:d> "{long}" .\n'), store)
    assert len(store) == 3


def test_a_flood_of_blank_nodes_loads(tmp_path: Path) -> None:
    store = Store()
    load_rdf(
        written(tmp_path / "a.ttl", "".join(f"[] <x:b> [ <x:c> {number} ] .\n" for number in range(20_000))), store
    )
    assert len(store) == 40_000


GOOD = FACTS.rstrip()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("quote.ttl", f'{GOOD}\n<x:a> <x:b> """open .\n{GOOD}'),
        ("endless.ttl", f'{GOOD}\n<x:a> <x:b> "{"a" * (17 << 20)}'),
        ("triple.ttl", f"{GOOD}\n<x:a> <x:b> <<( <x:a> <x:b> 1 )>> .\n{GOOD}"),
        ("blank.trig", f"{GOOD}\n_:g {{ <x:a> <x:b> 1 }}\n{GOOD}"),
        ("literal.ttl", f'{GOOD}\n<x:a> <x:b> "{"a" * (2 << 20)}" .\n{GOOD}'),
        ("graph.nq", f"{TRIPLE}\n<x:a> <x:b> <x:c> <{GRAPH}derived/x> .\n{TRIPLE}"),
        ("cut.jsonld", '{\n\n"x:a": ['),
    ],
)
def test_the_line_of_what_is_refused_is_named(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_rdf(written(tmp_path / name, text), Store())
    before = {"ttl": GOOD, "trig": GOOD, "nq": TRIPLE, "jsonld": "\n"}[name.partition(".")[2]]
    assert caught.value.line == before.count("\n") + 2, caught.value


def test_a_child_that_fails_by_itself_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.loaders.rdf._CHILD", written(tmp_path / "child.py", "import sys; sys.exit(9)"))
    with pytest.raises(
        ComityError, match=r"the process that reads files failed \(exit 9\); nothing was loaded"
    ) as caught:
        load_rdf(written(tmp_path / "a.ttl", FACTS), Store())
    assert not isinstance(caught.value, BadInput)


@pytest.mark.parametrize("said", ["[]", "[" * 10_000, "no json", '{"at": 1}', '{"whole": 1}'])
def test_a_child_that_says_what_is_no_answer_has_refused_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr("comity.loaders.rdf._CHILD", written(tmp_path / "child.py", f"print({said!r}, flush=True)"))
    with pytest.raises(BadInput, match="is nested too deep or grows too large"):
        load_rdf(written(tmp_path / "a.ttl", FACTS), Store())


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    line = "<https://example.org/{}> <https://example.org/property> <https://example.org/value> .\n"
    for syntax in ("nt", "ttl"):
        told: list[tuple[str, int, int | None]] = []
        path = written(tmp_path / f"a.{syntax}", "".join(line.format(number) for number in range(40_000)))
        load_rdf(path, Store(), progress=lambda *step, told=told: told.append(step))
        size = path.stat().st_size
        assert {total for _, _, total in told} == {size}
        for what in (f"reading {path.name}", f"loading {path.name}"):
            done = [step for name, step, _ in told if name == what]
            assert done == sorted(done)
            assert done[0] == 0
            assert len(done) > 3
        assert told[-1][1] == size


def test_a_parser_that_stands_still_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = written(tmp_path / "child.py", "import time; time.sleep(60)")
    monkeypatch.setattr("comity.loaders.rdf._CHILD", child)
    monkeypatch.setattr("comity.loaders.apart.STILL", 0.3)
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def spawn(*args: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr("comity.loaders.apart.subprocess.Popen", spawn)
    with pytest.raises(BadInput, match="was not read on for"):
        load_rdf(written(tmp_path / "a.ttl", FACTS), Store())
    assert started[0].poll() is not None


def test_a_name_that_tells_no_syntax(tmp_path: Path) -> None:
    path = written(tmp_path / "facts.data", FACTS)
    with pytest.raises(Usage, match="the name does not tell the syntax"):
        load_rdf(path, Store())
    assert load_rdf(path, Store(), format="ttl").loaded == 9
    assert syntax_of(Path("A.TTL.GZ")) == "ttl"
