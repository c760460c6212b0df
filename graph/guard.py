"""Looks at SPARQL text before the engine does, in one pass.

Threat: twenty kilobytes of nested brackets, of ``!!!``, ``1+1+`` or ``a/b/c``,
or of triples and terms in one row overflow the engine's native stack and end
the process; SERVICE and LOAD connect to any address; an update would write
(reliability.md).

It also tells which graphs a query names, since facts and pending claims must
not mix by chance.

Limits: the guard counts, it does not parse.  A query that is small and slow
passes: for that there are workers with a time limit.  What it refuses by
mistake would have to be a query of more than 64 levels, a thousand triples or
100 kB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import BadQuery

TEXT = 100_000
DEPTH = 64
EXISTS = 16
CHAIN = 400
KEYWORDS = 400
PATTERNS = 1_000
#: Terms in a row where no comma parts them: in brackets, or outside of all.
TERMS = 2_000

_TOKEN = re.compile(
    r"""
      (?P<string>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<name>[?$]\w+|@[A-Za-z][\w-]*|_:[\w.-]+|(?:[^\W\d_][\w-]{0,200}(?:\.+[\w-]{1,200}){0,8})?:(?:[\w.:%-]|\\.)*)
    | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_][\w-]*)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<end>[.;,~])
    | (?P<operator>\|\||&&|\^\^|!=|<=|>=|[!+\-*/|^=<>])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset(["INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "LOAD", "WITH"])
_CHAINED = frozenset(["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "SELECT", "AS"])
#: Codepoint escapes (SPARQL 1.1, 19.2): an engine may read them before anything else, or in strings only.
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
#: How a query says that it wants claims: it names their address, in full or through a prefix.
_CLAIMS = re.compile(r"/graph/claims/|\bclaims\\/")


@dataclass(frozen=True)
class Asked:
    """The graphs a query asks for.  ``dataset``: it has FROM or FROM NAMED; ``claims``: it names claims."""

    dataset: bool = False
    claims: bool = False


def guard(text: str) -> Asked:
    """Raise :class:`BadQuery`, with line and column, for what the engine must not be given."""
    if len(text) > TEXT:
        raise BadQuery(
            f"the query has {len(text):,} characters; at most {TEXT:,} are read",
            hint="Split it, or load the data it lists and join with them.",
        )
    asked = _look(text)
    if _ESCAPE.search(text):
        _look(_ESCAPE.sub(_character, text))
    return asked


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 else match[0]


def _look(text: str) -> Asked:
    exists = chain = chained = patterns = 0
    open_, terms = [""], [0]  # brackets around, and terms in a row in each
    in_prologue = True
    dataset = claims = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "comment":
            continue
        token = match[0]
        if kind in ("string", "iri", "name", "number", "word", "open"):
            terms[-1] += 1
            if terms[-1] > TERMS and open_[-1] in ("", "("):
                raise _at(text, match, f"more than {TERMS:,} terms stand in a row")
        if kind in ("string", "iri", "name"):
            claims = claims or _CLAIMS.search(token) is not None
        elif kind == "open":
            open_.append(token)
            terms.append(0)
            in_prologue = False
            if token == "{":
                chain = 0
            if len(open_) - 1 > DEPTH:
                raise _at(text, match, f"brackets are nested more than {DEPTH} deep")
        elif kind == "close":
            if len(open_) > 1:
                open_.pop()
                terms.pop()
            if token == "}":
                chain = 0
        elif kind == "end":
            if token == "," and open_[-1] == "(":  # arguments, or what IN lists
                terms[-1] = 0
                continue
            patterns += 1
            if patterns > PATTERNS:
                raise _at(text, match, f"more than {PATTERNS:,} triples are asked for")
            if token in ".;":
                chain = 0
        elif kind == "operator":
            chain += 1
            if chain > CHAIN:
                raise _at(text, match, f"more than {CHAIN} operators stand in one expression or path")
        elif kind == "word":
            word = token.upper()
            if word == "SERVICE":
                raise _at(text, match, "SERVICE asks another server, which Comity does not do")
            if in_prologue and word in _UPDATES:
                raise _at(text, match, f"{word} is an update; queries only read")
            if word in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
                in_prologue = False
            if word in {"FROM", "WHERE"}:
                terms[-1] = 0
            if word == "FROM":
                dataset = True
            if word == "EXISTS":
                exists += 1
                if exists > EXISTS:
                    raise _at(text, match, f"EXISTS stands more than {EXISTS} times")
            if word in _CHAINED:
                chained += 1
                if chained > KEYWORDS:
                    raise _at(text, match, f"more than {KEYWORDS} patterns are joined")
    return Asked(dataset, claims)


def _at(text: str, match: re.Match[str], message: str) -> BadQuery:
    before = text[: match.start()]
    line = before.count("\n") + 1
    column = match.start() - (before.rfind("\n") + 1) + 1
    return BadQuery(message, file="query", line=line, column=column)
