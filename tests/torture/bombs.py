"""Small files that are large, slow or endless to those who read them, by name; and large ones that are one line.

Each is written into a folder when it is needed.  ``said`` is what the refusal
must tell; None where the file is unusual and harmless, and is read.
"""

from __future__ import annotations

import functools
import gzip
import io
import json
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TURNED = "\u202e" * 300_000
MARKS = "a" + "\u0301" * 500_000
XML = '<?xml version="1.0"?>\n'
XML_16 = '<?xml version="1.0" encoding="utf-16"?>\n'
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/"'
BASE = "http://example.org/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
INCLUDE = "http://www.w3.org/2001/XInclude"
XSD = "http://www.w3.org/2001/XMLSchema#"
LAUGHS = "<!DOCTYPE r [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
QUADRATIC = f"<!DOCTYPE r [<!ENTITY a '{'a' * 50_000}'>]>"
OUTSIDE = "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
PARAMETER = "<!DOCTYPE r [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/a.dtd'> %a;]>"


@dataclass(frozen=True)
class Bomb:
    """``name`` of the file, what writes it, and what the refusal says."""

    name: str
    data: Callable[[], bytes | str]
    said: str | None
    length: int = 0  # the file is stretched to it, with zeros that take no room

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        made = self.data()
        with path.open("wb") as file:
            file.write(made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made)
            if self.length:
                file.truncate(self.length)
        return path


def many(count: int, line: str) -> str:
    return "".join(line.replace("@", str(number)) for number in range(count))


def archive(fill: Callable[[zipfile.ZipFile], None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        fill(file)
    return made.getvalue()


def nested_archive() -> bytes:
    """As 42.zip: archives in archives."""
    data = bytes(1_000_000)
    for depth in range(5):
        names = [f"{depth}{number}.zip" for number in range(4)]
        data = archive(functools.partial(_fill, names=names, data=data))
    return data


def _fill(file: zipfile.ZipFile, *, names: list[str], data: bytes) -> None:
    for name in names:
        file.writestr(name, data)


def links_archive() -> bytes:
    link = zipfile.ZipInfo("passwd.ttl")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    def fill(file: zipfile.ZipFile) -> None:
        file.writestr(link, "/etc/passwd")
        for name in ("../../out.ttl", "/tmp/out.ttl", "CON", "a:b.ttl", "twice.ttl", "twice.TTL"):  # noqa: S108
            file.writestr(name, "<x:a> <x:b> <x:c> .")

    return archive(fill)


def contexts(count: int) -> str:
    terms = ",".join(f'"t{n}": "{BASE}{n}"' for n in range(5_000))
    each = ",".join(f'{{"@context": {{"q": "{BASE}q"}}, "@id": "{BASE}a", "q": "x"}}' for _ in range(count))
    return f'{{"@context": {{{terms}}}, "@graph": [{each}]}}'


DEEP, LARGE = "nested too deep or grows too large", "more than 16 MiB"
GIGABYTE = 1 << 30
STATEMENT = f"<{BASE}a> <{BASE}b> "
RDF_BOMBS = (
    Bomb("laughs.rdf", lambda: f"{XML}{LAUGHS}]>{RDF}>&a9;</rdf:RDF>", "has a DOCTYPE"),
    Bomb("laughs-16.rdf", lambda: f"{LAUGHS}]>{RDF}>&a9;</rdf:RDF>".encode("utf-16"), "has a DOCTYPE"),
    Bomb("quadratic.rdf", lambda: f"{XML}{QUADRATIC}{RDF}>{'&a;' * 50_000}</rdf:RDF>", "has a DOCTYPE"),
    Bomb("outside.rdf", lambda: f"{XML}{OUTSIDE}{RDF}>&a;</rdf:RDF>", "has a DOCTYPE"),
    Bomb("parameter.rdf", lambda: f"{XML}{PARAMETER}{RDF}/>", "has a DOCTYPE"),
    Bomb("deep.rdf", lambda: f"{XML}{RDF}>" + "<rdf:Description><e:p>" * 100_000, "more than 500 elements deep"),
    Bomb("attributes.rdf", lambda: f"{XML}{RDF} " + many(300_000, 'e:p@="x" ') + "/>", "more than 2 MiB"),
    Bomb("attributes-few.rdf", lambda: f"{XML}{RDF} " + many(20_000, 'e:p@="x" ') + "/>", "more than 500 attributes"),
    Bomb("namespaces.rdf", lambda: f"{XML}{RDF} " + many(50_000, 'xmlns:p@="u:@" ') + "/>", "attributes"),
    Bomb(
        "namespace.rdf",
        lambda: (
            f"{XML}{RDF} xmlns:l='{BASE}{'a' * 1_000_000}'><rdf:Description>"
            + many(20_000, "<l:p@>x</l:p@>")
            + "</rdf:Description></rdf:RDF>"
        ),
        "more than 8,192 characters",
    ),
    Bomb("remark.rdf", lambda: f"{XML}{RDF}><!--{' a' * 4_000_000}--></rdf:RDF>", "more than 2 MiB"),
    Bomb("gigabyte.rdf", lambda: f"{XML}{RDF}><!-- ", "not well-formed", GIGABYTE),
    Bomb("lists.ttl", lambda: STATEMENT + "(" * 1_000_000, DEEP),
    Bomb("lists-more.ttl", lambda: STATEMENT + "(" * 10_000_000, DEEP),
    Bomb("blanks.ttl", lambda: STATEMENT + f"[ <{BASE}p> " * 1_000_000, DEEP),
    Bomb("triples.ttl", lambda: STATEMENT + f"<<( {STATEMENT}" * 100_000, "never finished"),
    Bomb(
        "triples.nq",
        lambda: STATEMENT + f"<<( {STATEMENT}" * 100_000 + "1" + " )>>" * 100_000 + " .\n",
        "The object of a triple must be",
    ),
    Bomb("triples.nt", lambda: STATEMENT + f"<<( {STATEMENT}" * 100_000 + " )>>" * 100_000 + " .\n", "triple term"),
    Bomb("reifiers.ttl", lambda: "<< " * 300_000, "never finished"),
    Bomb("graphs.trig", lambda: many(20_000, f"<{BASE}@> {{ <a> <b> <c> }}\n"), "more than 10,000 graphs"),
    Bomb(
        "prefix.ttl",
        lambda: f"@prefix a: <{BASE}{'a' * 1_000_000}> .\n" + many(20_000, "a:s@ a:p a:o@ .\n"),
        "more than 8,192 characters",
    ),
    Bomb(
        "prefix-short.ttl",
        lambda: f"@prefix a: <{BASE}{'a' * 8_000}> .\n" + many(50_000, "a:s@ a:p a:o@ .\n"),
        "more than 200 times its size",
    ),
    Bomb(
        "base.ttl",
        lambda: f"@base <{BASE}{'a' * 1_000_000}/> .\n" + many(20_000, "<s@> <p> <o@> .\n"),
        "more than 8,192 characters",
    ),
    Bomb("address.ttl", lambda: f"<{BASE}{'a' * 1_000_000}> <{BASE}b> 1 .", "more than 8,192 characters"),
    Bomb("address.nt", lambda: f"<{BASE}{'a' * 1_000_000}> <{BASE}b> <{BASE}c> .\n", "more than 8,192 characters"),
    Bomb("language.ttl", lambda: f'{STATEMENT}"x"@{"a" * 1_000_000} .', "eight characters"),
    Bomb("languages.ttl", lambda: f'{STATEMENT}"x"@{"-".join(["abcdefgh"] * 100_000)} .', "a language"),
    Bomb("kind.ttl", lambda: f'{STATEMENT}"x"^^<{BASE}{"a" * 1_000_000}> .', "more than 8,192 characters"),
    Bomb("number.ttl", lambda: f"{STATEMENT}{'9' * 1_000_000} .", "no text"),
    Bomb("number.nt", lambda: f'{STATEMENT}"{"9" * 1_000_000}"^^<{XSD}integer> .\n', "no text"),
    Bomb("date.ttl", lambda: f'{STATEMENT}"{"9" * 1_000_000}-01-01"^^<{XSD}date> .', "no text"),
    Bomb("literal.ttl", lambda: f'{STATEMENT}"{"a" * 2_000_000}" .', "longer than 1,048,576 bytes"),
    Bomb("quote.ttl", lambda: f'{STATEMENT}"""{"a" * 20_000_000}', LARGE),
    Bomb("quotes.ttl", lambda: f'{STATEMENT}"""' + "a\n" * 1_000_000, "never finished"),
    Bomb("gigabyte.ttl", lambda: STATEMENT + '"', LARGE, GIGABYTE),
    Bomb("remark.ttl", lambda: "#", LARGE, GIGABYTE),
    Bomb("gigabyte.trig", lambda: STATEMENT + '"', LARGE, GIGABYTE),
    Bomb("gigabyte.nt", lambda: STATEMENT + '"', "a line is too long", GIGABYTE),
    Bomb("gigabyte.nq", lambda: STATEMENT + '"', LARGE, GIGABYTE),
    Bomb("gigabyte.jsonld", lambda: '{"a": "', "too large to be read whole", GIGABYTE),
    Bomb("arrays.jsonld", lambda: "[" * 1_000_000, "Max stack size"),
    Bomb("objects.jsonld", lambda: f'{{"{BASE}a":' * 300_000, "Max stack size"),
    Bomb("nested.jsonld", lambda: f'{{"{BASE}a":' * 20_000 + "1" + "}" * 20_000, ""),
    Bomb("contexts.jsonld", lambda: contexts(20_000), "seconds of work"),
    Bomb(
        "terms.jsonld",
        lambda: (
            f'{{"@context": {{"t0": "{BASE}",'
            + ",".join(f'"t{n}": "t{n - 1}:a"' for n in range(1, 30_000))
            + '}, "t29999": "x"}'
        ),
        DEEP,
    ),
    Bomb(
        "vocabulary.jsonld",
        lambda: json.dumps(
            {"@context": {"@vocab": BASE + "a" * 1_000_000}, "@id": BASE} | {f"p{n}": 1 for n in range(20_000)}
        ),
        DEEP,
    ),
    Bomb("number.jsonld", lambda: f'{{"{BASE}a": {"9" * 1_000_000}}}', "no text"),
    Bomb("exponent.jsonld", lambda: f'{{"{BASE}a": 1e999999999}}', None),
    Bomb("marks.ttl", lambda: f'<{BASE}a> <{LABEL}> "{MARKS}" .', None),
    Bomb("bidi.ttl", lambda: f'<{BASE}a> <{LABEL}> "{TURNED}" .', None),
    Bomb("zeros.ttl.gz", lambda: gzip.compress(b"\0" * 300_000_000, 6), "more than 200 times its size"),
    Bomb("twice.ttl.gz", lambda: gzip.compress(gzip.compress(b"\n" * 100_000_000, 6)), "packed twice"),
    Bomb("pieces.ttl.gz", lambda: gzip.compress(b"") * 500_000, "packed pieces"),
    Bomb("cut.ttl.gz", lambda: gzip.compress(b"\n" * 1_000_000)[:-9], "not whole gzip"),
    Bomb("nested-zip.ttl", nested_archive, "a ZIP archive"),
    Bomb("links-zip.ttl", links_archive, "a ZIP archive"),
    Bomb("million-zip.ttl", lambda: b"PK\x03\x04" + b"\0" * 26 + b"PK\x01\x02" * 1_000_000, "a ZIP archive"),
    Bomb("links.zip", links_archive, "neither a table nor RDF"),
)


def table(*cells: tuple[str, str]) -> str:
    """One row of the table of topics of a made-up post, with these cells."""
    from comity.loaders.records.schema import TABLES

    columns = [column.name for column in TABLES["posts"].all_columns]
    row = dict.fromkeys(columns, "") | dict(cells)
    return ",".join(columns) + "\n" + ",".join(row[name] for name in columns) + "\n"


TABLE_BOMBS = (
    Bomb("posts.csv", lambda: table(("id", '"open')) + "a\n" * 100_000, "lines|never closed|cells"),
    Bomb("officials.csv", lambda: "id" + ",a" * 1_000_000 + "\n", "stands twice|longer than"),
    Bomb("agencies.csv", lambda: many(400_000, "c@,") + "\n", "longer than|unknown column"),
    Bomb("bodies.csv", lambda: "id", "longer than 1,048,576 bytes", GIGABYTE),
    Bomb("states.csv", lambda: "PK\x03\x04" + "a" * 1000, "zip archive"),
    Bomb("tenures.csv", lambda: b"\x1f\x8b" + bytes(1000), "gzip"),
)
ROW_BOMBS = (
    ("a number of a million digits", "confidence", "9" * 400_000),
    ("a day without end", "start", "9" * 400_000 + "-01-01"),
    ("a season without end", "start", "2024-" + "9" * 400_000),
    ("an interval of intervals", "start", "[" * 100_000),
    ("an id without end", "id", "a" * 400_000),
    ("marks", "name_en", MARKS[:300_000]),
    ("turned letters", "name_ru", "\u202e" * 300_000),
)
STATUS_BOMBS = (
    Bomb("laughs.xml", lambda: f"{XML}{LAUGHS}]><Treaties>&a9;</Treaties>", "has a DOCTYPE"),
    Bomb("laughs-16.xml", lambda: f"{XML_16}{LAUGHS}]><r>&a9;</r>".encode("utf-16"), ""),
    Bomb("outside.xml", lambda: f"{XML}{OUTSIDE}<Treaties>&a;</Treaties>", "has a DOCTYPE"),
    Bomb(
        "include.xml",
        lambda: f"{XML}<Treaties xmlns:x='{INCLUDE}'><x:include href='/etc/passwd'/></Treaties>",
        "TGroup",
    ),
    Bomb("deep.xml", lambda: XML + "<a>" * 1_000_000, "not well-formed"),
    Bomb("attributes.xml", lambda: f"{XML}<Treaties " + many(300_000, 'p@="x" ') + "/>", "seconds of work|TGroup"),
    Bomb("deep.html", lambda: "<html><body>" + "<div>" * 1_000_000, "tblgrid|nested"),
    Bomb("inline.html", lambda: "<html><body>" + "<b><i>" * 500_000, "tblgrid|nested"),
    Bomb("tables.html", lambda: "<html><body>" + "<table><tr><td>" * 300_000, "tblgrid|nested"),
    Bomb("attributes.html", lambda: "<html><body><p " + many(500_000, "p@=x ") + ">", "attributes"),
    Bomb("gigabyte.html", lambda: "<html><body>", "longer than 16 MiB", GIGABYTE),
    Bomb("zeros.html.gz", lambda: gzip.compress(b"a" * 300_000_000), "more than 200 times its size"),
    Bomb("zip.html", links_archive, "a ZIP archive"),
)
JSON = '<script type="application/ld+json">'
P = "<p>21 ноября 2024 года в Ташкенте прошла встреча генеральных прокуроров России и Узбекистана.</p>"
DOCUMENT_BOMBS = (
    Bomb("laughs.html", lambda: f"{LAUGHS}]><html><body>{P}<p>&a9;</p></body></html>", None),
    Bomb("outside.html", lambda: f"{OUTSIDE}<html><body>{P}<p>&a;</p></body></html>", None),
    Bomb("deep.html", lambda: "<html><body>" + "<div>" * 300_000 + P, None),
    Bomb("inline.html", lambda: "<html><body>" + "<b><i>" * 150_000 + P, None),
    Bomb("tables.html", lambda: "<html><body>" + "<table><tr><td>" * 100_000 + P, None),
    Bomb("attributes.html", lambda: "<html><body><p " + many(300_000, "p@=x ") + ">" + P, None),
    Bomb("open.html", lambda: "<html><body>" + P + "<script" * 200_000, None),
    Bomb("less.html", lambda: "<html><body>" + P + "<" * 3_000_000, "characters of text"),
    Bomb("titles.html", lambda: "<html><body>" + P + "<title>" * 300_000, None),
    Bomb("entities.html", lambda: "<html><body>" + P + "&amp;" * 500_000, None),
    Bomb("quotes.html", lambda: "<html><body>" + P + "<a b=\"'" * 200_000, None),
    Bomb(
        "scripts.html",
        lambda: "<html><body>" + P + JSON + "[" * 200_000 + "</script>",
        None,
    ),
    Bomb("marks.txt", lambda: "Встреча " + MARKS, None),
    Bomb("bidi.txt", lambda: "Встреча " + "\u202e" * 500_000, None),
    Bomb("word.txt", lambda: "а" * 2_000_000, "characters of text"),
    Bomb("words.txt", lambda: "прокурор " * 200_000, "characters of text"),
    Bomb("capitals.txt", lambda: "Иван Иванов " * 100_000, "characters of text"),
    Bomb("dates.txt", lambda: "21 ноября 2024 года " * 60_000, "characters of text"),
    Bomb("digits.txt", lambda: "9" * 2_000_000, "characters of text"),
    Bomb("stops.txt", lambda: "." * 2_000_000, "characters of text"),
    Bomb("brackets.txt", lambda: "«(" * 1_000_000, "characters of text"),
    Bomb("spaces.txt", lambda: "a" + " " * 3_000_000 + "b", "characters of text"),
    Bomb("lines.txt", lambda: "\n" * 3_000_000 + "a", None),
    Bomb("gigabyte.txt", lambda: "a", "longer than a document may be", GIGABYTE),
    Bomb("zip.txt", links_archive, "a ZIP archive"),
    Bomb("gzip.txt", lambda: gzip.compress(b"\0" * 100_000_000), "a gzip archive"),
)


def aliases(key: str) -> str:
    """Lists of ten aliases of the list before."""
    return ", ".join(f"{key.replace('@', str(n))}&a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))


BATCH_BOMBS = (
    Bomb("laughs.yaml", lambda: f"- [&a0 [x], {aliases('')}]\n", "expected one claim"),
    Bomb(
        "laughs-in.yaml", lambda: f"- {{claim: {{a: &a0 [x], {aliases('b@: ')}}}, decision: *a11}}\n", "several values"
    ),
    Bomb("merge.yaml", lambda: "- {claim: &a {x: y}, <<: [" + "*a, " * 9_000 + "*a]}\n", ""),
    Bomb("deep.yaml", lambda: "- " + "[" * 90_000 + "\n", "brackets"),
    Bomb("deep-some.yaml", lambda: "- " + "[" * 990 + "\n", "cannot be read as YAML"),
    Bomb("sixty.yaml", lambda: "- {claim: abcd, decision: " + ":".join(["1"] * 40_000) + "}\n", "expected accept"),
    Bomb("number.yaml", lambda: "- {claim: abcd, decision: 0x" + "f" * 90_000 + "}\n", "expected accept"),
    Bomb("python.yaml", lambda: "- !!python/object/apply:os.system ['touch /tmp/x']\n", "expected one claim"),
    Bomb("line.yaml", lambda: "- {claim: " + "a" * 5_000_000 + "}\n", "longer than 100,000"),
    Bomb("lines.yaml", lambda: "- [\n" * 200_000, "more lines"),
    Bomb("gigabyte.yaml", lambda: "- ", "longer than 64 MiB", GIGABYTE),
    Bomb("quote.csv", lambda: "claim,decision\n" + '"' + "a\n" * 1_000_000, "cannot be read as CSV"),
    Bomb("columns.csv", lambda: "claim,decision" + many(500_000, ",c@") + "\n", None),
    Bomb("gigabyte.csv", lambda: "claim,decision\n", "longer than 64 MiB", GIGABYTE),
)
