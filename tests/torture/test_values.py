"""Hostile values in every parameter, part of an address and option: the look-up of that very text, and nothing else.

Every page is asked with each of its parameters, every verb with each of its
options.  What reaches the engine is compared with what honest values of the
same parameters lead to: the same query but for its terms, or none.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
import pytest
from click.testing import CliRunner

from comity.cli import cli
from comity.explorer.asking import Ask
from comity.explorer.desk import Desk
from comity.explorer.pages import made
from comity.explorer.routes import ROUTES
from comity.loaders.build import Outcome
from comity.queries.session import Graph
from comity.tests.cli.test_hostile import ends_well

from .measure import note, times
from .serving import SHORT, serving

SEED = 20261126
#: What each part of a query could be closed, opened, commented out or named with.
SYNTAX = (
    "'", '"', '"""', "'''", "\\", '\\"', "\\u0022", "\\u003e", ">", "<", "} #", "}}", "{", "} UNION { ?s ?p ?o }",
    ") #", "?x", "$x",
    "x> } INSERT DATA { <a:a> <b:b> <c:c> } #", '" } ; DROP ALL #', "UZ' || '1'='1", 'UZ" OR "1"="1',
    "<urn:a> ?p ?o .", "%s", "{0}",
    "{thing}", "{x!r}", "${x}", "{{7*7}}", "{%x%}", "$(id)", "`id`", ";id", "| id", "&& id", "%22%3E", "UNDEF",
    "VALUES ?x { 1 }",
    "SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }", "FROM <file:///etc/passwd>", "*", "?", "_", "%", ".*", "(a+)+$",
    "[", "(?R)", "^UZ$",
)  # fmt: skip
PLACES = (
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd", "//evil.example/x",
    "%2e%2e%2f", "..%2f",
    "....//", "C:\\", "\\\\evil.example\\share", "http://127.0.0.1:1/", "javascript:alert(1)", "data:text/html,x",
    "urn:x:y", "_:b0",
    "https://w3id.org/comity/id/state/UZ> ?p ?o . <urn:x", "https://w3id.org/comity/id/state/UZ#x",
    "https://w3id.org/comity/id/",
    "https://w3id.org/comity/id/../ontology", "state/UZ/../RU", "state/UZ?x", "state//UZ", "UZ.ttl", ".", "..", "-",
    "--", "-o", "--help",
    "/dev/stdin", "/dev/zero", "/proc/self/environ", "CON", "nul", "~root", "$HOME",
)  # fmt: skip
DAYS = (
    "0000-00-00", "0000-01-01", "9999999-01-01", "-0001-01-01", "2024-02-30", "2023-02-29", "2024-13-01",
    "2024-00-10", "2024-1-1", "24-01-01",
    "2024-11-21T00:00:00Z", "2024-11-21+01:00", "20241121", "2024-W47", "2024-11", "2024", "9999-12-31", "0001-01-01",
    "٢٠٢٤-١١-٢١",
    "２０２４-11-21", "2024–11–21", "2024-11-21 ", "today", "now", "21.11.2024",
    "2024-11-21~", "2024-11-2X", "1e3-01-01",
)  # fmt: skip
NUMBERS = (
    "NaN", "inf", "-inf", "-1", "0", "-0", "1e309", "1e9", "0x10", "1_000", "１２", "٣", "²", "½", "9" * 9, "9" * 19,
    "9" * 400, "+5", "5.0",
    "2147483648", "4294967296", "18446744073709551616", "true", "null", "None", "[]", "{}", "1;2", "1,2",
)  # fmt: skip
TEXTS = (
    "", " ", "\t", "\n", "\r\n", "\0", "a\0b", "\x1b[31m", "\x1b]52;c;AAAA\x07", "\x9b2J", "\ud800", "\udfff\ud800",
    "\ufffe", "\uffff", "\ufeffUZ",
    "\u202eZU", "\u2066UZ\u2069", "\u200bUZ", "U\u200dZ", "UZ\u00ad", "ＵＺ", "UΖ", "ՍZ", "𝐔𝐙", "🇺🇿", "👩‍👩‍👧‍👦" * 20,
    "🏴" * 100, "العربية", "עברית", "ไทย",
    "ქართული", "Ўзбекистон", "Ö" * 500, "ß" * 500, "ﷺ" * 300, "İ" * 500, "a" + "\u0301" * 1500, "\u0301" * 500,
    "한" * 500, "\U0010ffff" * 50,
    "x" * 1999, "x" * 2000, "x" * 2001, "x" * 20_000, "слово " * 300, "a b " * 400, "-" * 1500, "." * 1500,
    "'" * 1500, "(" * 1500, "<b>x</b>",
    "&amp;", "&lt;", "&#0;", "&#x110000;", "%", "%%", "%0", "%zz", "%00", "%ff", "%c0%af", "%ed%a0%80", "%u0041",
    "a+b", "a%20b", "=1+1", "@x", "a=b&c=d",
    "constructor", "__proto__", "__class__", "toString", "prototype", "self", "True", "undefined", "NULL", "en", "ru",
    "xx", "en-US", "i-klingon",
)  # fmt: skip
#: What honest people ask for: each kind of name, a day, a number, a form, a word of the vocabularies.
HONEST = (
    "", "UZ", "RU", "sco", "igor-krasnov", "Krasnov", "untoc", "sco-prosecutors-general", "ru-prosecutor-general",
    "cybercrime", "extradition",
    "2024-11-21", "10", "json", "met", "encounters", "official", "state/UZ", "topic", "treaty", "nobody of that name",
    "in force", "criminal",
    "sco-prosecutors-general-21", "ksgp", "Prosecutor General of Russia", "minsk-convention-1993", "Session",
    "represented", "bilateral",
)  # fmt: skip
PARAMETERS = re.compile(r'ask(?:\.(?:get|all|number|day)\(|, )"(\w+)"')


def hostile() -> list[str]:
    """Five hundred of them: what is written above, and pieces of it joined at random."""
    every = [*SYNTAX, *PLACES, *DAYS, *NUMBERS, *TEXTS]
    chance = random.Random(SEED)  # noqa: S311
    while len(every) < 500:
        parts = [chance.choice((*SYNTAX, *PLACES, *TEXTS[:30], *HONEST)) for _ in range(chance.randint(2, 4))]
        every.append("".join(parts)[:3000])
    return every


VALUES = hostile()


def parameters(page: str) -> list[str]:
    """Every parameter that the module of a page reads,
    found in its source; those of the questions for what asks them."""
    from comity.explorer import pages
    from comity.explorer.pages.table import PAGES
    from comity.queries.catalogue import catalogue

    module = PAGES[page].partition(":")[0]
    source = (Path(pages.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    own = {name for question in catalogue().values() for name in question.parameters} if "question" in source else set()
    return sorted({*PARAMETERS.findall(source), "on", "lang", *own})


def requests() -> list[tuple[str, dict[str, str], str | None]]:
    """Every page with each parameter, and with each part of its address (None: the value stands there)."""
    good = {
        "ending": "ttl", "name": "holders-of-post", "service": "suggest", "what": "entity", "a": "UZ", "b": "RU",
        "scheme": "topic", "slug": "UZ", "kind": "state",
    }  # fmt: skip
    found: list[tuple[str, dict[str, str], str | None]] = []
    for path, page in ROUTES:
        parts = {part.partition(":")[0]: good[part.partition(":")[0]] for part in re.findall(r"\{([^}]+)\}", path)}
        found += [(page, {**parts, part: "?"}, None) for part in parts]
        names = (
            ["between", "route", "show", "status", "explain", "horizon", "question", "search"]
            if page == "api"
            else [""]
        )
        for name in names:
            found += [(page, {**parts, "name": name} if name else parts, parameter) for parameter in parameters(page)]
    return found


@pytest.fixture(scope="module")
def desk(graph: Graph) -> Desk:
    return Desk().use(graph)


class Spy:
    """Every query that reaches the engine, without its terms."""

    _TERM = re.compile(
        r'<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n\r]|\\.)*"(?:\^\^X|@[A-Za-z-]+)?|\b\d{4}-\d\d-\d\d\b|\b\d+(?:\.\d+)?\b'
    )

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: set[str] = set()
        original = Graph.run

        def run(graph: Graph, text: str, **more: Any) -> Any:
            self.seen.add(self.bare(text))
            return original(graph, text, **more)

        monkeypatch.setattr(Graph, "run", run)

    def bare(self, text: str) -> str:
        """The query with every term as X, and lists of them as one."""
        terms = self._TERM.sub("X", self._TERM.sub("X", text))
        terms = re.sub(r"\(\s*X(?:\s+X)*\s*\)", "X", terms)
        return re.sub(r"X(?:[\s,]+X)+", "X", " ".join(terms.split()))


def asked(desk: Desk, page: str, path: dict[str, str], parameter: str | None, value: str) -> int:
    """The status of a page of which one thing is the value."""
    parts = {name: value if part == "?" else part for name, part in path.items()}
    base = {
        "a": "UZ",
        "b": "RU",
        "q": "a",
        "treaty": "untoc",
        "for": "extradition",
        "name": "UZ",
        "of": "sco",
        "around": "state/UZ",
    }
    pairs = tuple((name, said) for name, said in base.items() if page in _NEEDS and name != parameter)
    pairs = tuple(pair for pair in pairs if pair[0] in _NEEDS.get(page, ()))
    query = (*pairs, (parameter, value)) if parameter is not None else pairs
    lang = "ru" if len(value) % 2 else "en"
    status: int = made(desk, Ask(page, parts, query, lang, "/x", "http://localhost:8620")).status
    return status


_NEEDS = {
    "between": ("a", "b"), "route": ("a", "b", "for"), "explain": ("a", "b", "treaty"), "status-matrix": ("of",),
    "relations": ("around",), "timeline": ("of",), "search": ("q",), "edge": ("a", "b"), "picture.timeline": ("of",),
    "picture.relations": ("around",), "picture.status-matrix": ("of",), "api": ("a", "b", "treaty", "for", "name", "q"),
}  # fmt: skip


def test_every_parameter_takes_every_value_as_it_stands(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    print("seed", SEED)
    spy = Spy(monkeypatch)
    every = requests()
    chance = random.Random(SEED)  # noqa: S311
    # Honest values first, of the same pages: what they lead to is what there is to be led to.
    # Half a character cannot come in an address (the server refuses it there); as an escape in JSON it can.
    sent = [value for value in VALUES if not re.search(r"[\ud800-\udfff]", value)]
    tries = [(*one, value) for one in every for value in chance.sample(sent, times(1, 25))]
    tries = chance.sample(tries, min(len(tries), times(45, 10_000)))
    pages = {(page, tuple(path.items()), parameter) for page, path, parameter, _ in tries}
    for page, path_items, parameter in sorted(pages, key=str):
        for value in chance.sample(HONEST, times(2, 12)):
            asked(desk, page, dict(path_items), parameter, value)
    honest, spy.seen = spy.seen, set()
    wrong: list[str] = []
    for page, path, parameter, value in tries:
        status = asked(desk, page, path, parameter, value)
        if status >= 500:
            wrong.append(f"{page} {path} {parameter}={value!r}: {status}")
    strange = sorted(spy.seen - honest)
    said = capfd.readouterr().err
    assert "comity: " not in said, said[:2000]
    assert wrong == []
    assert strange == []
    note("hostile-values-web", values=len(VALUES), places=len(every), tries=len(tries), failures=len(wrong))


@pytest.fixture(scope="module")
def addressed(built: tuple[Path, Outcome]) -> Iterator[Any]:
    with serving(built[0], **SHORT) as running:
        yield running


@pytest.mark.parametrize(
    "sent",
    [
        r'queries={"q0":{"query":"a\ud800b"}}', r'queries={"\ud800":{"query":"UZ"}}',
        r'queries={"q":{"query":"UZ","type":"\udfff"}}',
        r'queries={"q":{"query":"UZ","properties":[{"pid":"\ud800","v":"\ud800"}]}}',
        r'extend={"ids":["\ud800"],"properties":[]}',
        r'extend={"ids":["state/UZ"],"properties":[{"id":"\ud800"}]}', "queries=" + "[" * 5000,
        'queries={"q":{"query":NaN}}',
        'queries={"q":{"query":"UZ","limit":1e999}}', 'queries={"q":{"query":["UZ"],"properties":{}}}',
        'queries={"q":null}', "extend=[]",
    ],
)  # fmt: skip
def test_json_takes_no_half_characters_and_no_nonsense(addressed: Any, sent: str) -> None:
    name, _, value = sent.partition("=")
    form = f"{name}={quote(value)}".encode()
    answer = addressed.get("/reconcile", "POST", form, content_type="application/x-www-form-urlencoded")
    assert answer.status in (200, 400), answer.text[:300]


def test_every_part_of_an_address_takes_every_value_over_the_wire(addressed: Any) -> None:
    """Percent-encoded, as a browser would: 200, a page that says what is wrong, or a sentence; never 500."""
    chance = random.Random(SEED)  # noqa: S311
    places = ["/{}", "/state/{}", "/state/{}.ttl", "/concept/topic/{}", "/pair/UZ/{}", "/api/{}", "/api/show?name={}",
    "/id/{}",
              "/search?q={}", "/search?{}=x", "/questions/{}", "/graph-store?graph={}", "/graph/{}", "/sparql?query={}",
              "/sparql?query=ASK%7B%7D&format={}", "/sparql?query=ASK%7B%7D&default-graph-uri={}",
              "/static/{}/comity.css",
              "/reconcile?queries={}", "/reconcile/suggest/entity?prefix={}", "/vocabulary/{}"]  # fmt: skip
    every = list(itertools.product(places, VALUES))
    wrong = []
    for place, value in chance.sample(every, times(40, 4000)):
        path = place.format(quote(value.encode("utf-8", "surrogatepass"), safe=""))
        answer = addressed.get(path)
        if answer.status == 500 or b"Traceback" in answer.body or b"mistake of its own" in answer.body:
            wrong.append(f"{path[:300]}: {answer.status}")
    assert wrong == []
    note("hostile-values-wire", places=len(places), tries=times(40, 4000), failures=len(wrong))


#: A value for each argument that a verb needs, so that only one thing is wrong at a time; verbs that write get a file
#: that is not there, so that they end before they do.
ARGUMENTS = {
    "query": ("rules-of-body", "-p", "body=ksgp"), "sparql": ("ASK { }",), "show": ("ksgp",), "search": ("ksgp",),
    "check": (), "between": ("UZ", "RU"), "status": ("untoc",), "route": ("UZ", "RU", "--for", "extradition"),
    "explain": ("untoc", "UZ", "RU"), "horizon": (), "export": ("--around", "ksgp"), "draw": ("ksgp",),
        "store": ("list",),
    "load": ("no-such-file.csv",), "read": ("no-such-file.txt",), "review": (), "serve": ("--port", "70000"),
}  # fmt: skip


def test_every_option_of_every_verb_takes_every_value(
    built: tuple[Path, Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_GRAPH", str(built[0]))
    assert set(ARGUMENTS) | {"build"} == set(cli.commands)  # build takes places only: it would build
    chance = random.Random(SEED)  # noqa: S311
    every = [
        (verb, max(option.opts, key=len))
        for verb in ARGUMENTS
        for option in cli.commands[verb].params
        if isinstance(option, click.Option) and not option.is_flag
    ]
    every += [
        (verb, "") for verb in ("query", "sparql", "show", "search", "between", "status", "explain", "draw", "store")
    ]
    tries = [(verb, option, value) for verb, option in every for value in chance.sample(VALUES, times(2, 60))]
    wrong = []
    for verb, option, value in chance.sample(tries, times(30, len(tries))):
        # Only its own arguments are wrong: "between VALUE RU".
        words = [verb, *ARGUMENTS[verb], option, value] if option else [verb, "--", value, *ARGUMENTS[verb][1:2]]
        result = CliRunner().invoke(cli, words)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            wrong.append(f"{words!r}: {result.exception!r}")
            continue
        try:
            ends_well(result)
        except AssertionError:
            wrong.append(f"{words!r}: {result.exit_code}, {result.stderr[:500]!r}")
    assert wrong == []
    note("hostile-values-verbs", options=len(every), tries=min(len(tries), times(30, len(tries))), failures=0)


def test_the_comparison_sees_another_query(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Spy(monkeypatch).bare
    meant = bare('SELECT * { VALUES ?x { <urn:a> } ?x ?p "text" }')
    assert meant == bare('SELECT * { VALUES ?x { <urn:b> <urn:c> } ?x ?p "} UNION { ?s ?p ?o"@en }')
    assert meant != bare('SELECT * { VALUES ?x { <urn:a> } UNION { ?s ?p ?o } ?x ?p "text" }')
