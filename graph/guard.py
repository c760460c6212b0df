"""Looks at SPARQL text before the engine does, in one pass.

Threat: twenty kilobytes of nested brackets, of ``!!!``, ``1+1+`` or ``a/b/c``
overflow the engine's native stack and end the process; SERVICE and LOAD
connect to any address; an update would write (reliability.md).

Limits: the guard counts, it does not parse.  A query that is small and slow
passes: for that there are workers with a time limit.  What it refuses by
mistake would have to be a query of more than 64 levels or 100 kB.
"""

from __future__ import annotations

import re

from ..errors import BadQuery

TEXT = 100_000
DEPTH = 64
EXISTS = 16
CHAIN = 400
KEYWORDS = 400

_TOKEN = re.compile(
    r"""
      (?P<string>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<name>[?$]\w+|@[A-Za-z][\w-]*|[^\W\d][\w-]*(?:\.[\w-]+)*:[\w.:%\\-]*|:[\w.:%-]*|_:[\w.-]+)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_][\w-]*)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<end>[.;])
    | (?P<operator>\|\||&&|\^\^|!=|<=|>=|[!+\-*/|^=<>])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset(["INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "LOAD", "WITH"])
_CHAINED = frozenset(["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "SELECT"])


def guard(text: str) -> None:
    """Raise :class:`BadQuery`, with line and column, for what the engine must not be given."""
    if len(text) > TEXT:
        raise BadQuery(
            f"the query has {len(text):,} characters; at most {TEXT:,} are read",
            hint="Split it, or load the data it lists and join with them.",
        )
    depth = exists = chain = chained = 0
    in_prologue = True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind in ("string", "iri", "comment", "number"):
            continue
        token = match[0]
        if kind == "open":
            depth += 1
            in_prologue = False
            if token == "{":
                chain = 0
            if depth > DEPTH:
                raise _at(text, match, f"brackets are nested more than {DEPTH} deep")
        elif kind == "close":
            depth = max(0, depth - 1)
            if token == "}":
                chain = 0
        elif kind == "end":
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
            if word == "EXISTS":
                exists += 1
                if exists > EXISTS:
                    raise _at(text, match, f"EXISTS stands more than {EXISTS} times")
            if word in _CHAINED:
                chained += 1
                if chained > KEYWORDS:
                    raise _at(text, match, f"more than {KEYWORDS} patterns are joined")


def _at(text: str, match: re.Match[str], message: str) -> BadQuery:
    before = text[: match.start()]
    line = before.count("\n") + 1
    column = match.start() - (before.rfind("\n") + 1) + 1
    return BadQuery(message, file="query", line=line, column=column)
