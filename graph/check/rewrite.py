"""SPARQL texts of shapes, token by token: what SHACL forbids is refused, what can run over all focus nodes at
once is rewritten to do so.

SHACL defines a SPARQL constraint node by node: the text runs once for each
focus node with ``$this`` replaced by it everywhere.  Joining the focus nodes'
pattern into every group that mentions ``$this`` has the same meaning and needs
one run.  What counts across solutions (LIMIT, an aggregate over no group) does
not survive that, and is told apart here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...errors import BadInput
from .terms import Term

TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                  |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<var>[?$]\w+)
      | (?P<name>[\w.-]*:[\w.:%\\-]*)
      | (?P<word>@?[^\W\d][\w-]*)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; ``key`` is upper case for words, bare for variables."""

    kind: str
    text: str
    key: str


@dataclass(slots=True)
class Group:
    """A ``{ ... }``: where it opens, what opens it, and what stands directly inside."""

    start: int
    opener: str
    inside: Group | None
    uses: bool = False
    binds: bool = False
    selects: bool = False


def tokens(text: str) -> list[Token]:
    """The tokens of a SPARQL text, comments dropped to a space."""
    found = []
    for match in TOKEN.finditer(text):
        kind, piece = match.lastgroup or "other", match.group()
        if kind == "space":
            found.append(Token(kind, " " if piece.startswith("#") else piece, ""))
        else:
            found.append(Token(kind, piece, piece[1:] if kind == "var" else piece.upper()))
    return found


def significant(pieces: Sequence[Token]) -> list[int]:
    """The places of the tokens that are not space."""
    return [place for place, token in enumerate(pieces) if token.kind != "space"]


def refuse(pieces: Sequence[Token], bound: Iterable[str], required: Iterable[str]) -> None:
    """Raise BadInput for what SHACL forbids in a text with pre-bound variables (SHACL, appendix A).

    ``bound`` may not be assigned; ``required`` must be returned by each inner SELECT.
    """
    taken = set(bound)
    words = [token for token in pieces if token.kind != "space"]
    inner = next((token.key for token in words if token.key in {"SELECT", "ASK"}), "") == "ASK"
    for index, token in enumerate(words):
        if token.kind != "word":
            continue
        if token.key in FORBIDDEN:
            raise BadInput(f"{token.key} may not be used in the SPARQL text of a shape")
        if token.key == "AS" and index + 1 < len(words):
            after = words[index + 1]
            if after.kind == "var" and after.key in taken:
                raise BadInput(f"{after.text} is bound before the query runs and may not be assigned")
        if token.key == "SELECT":
            listed = {name.key for name in _projection(words, index) if name.kind == "var"}
            missing = [name for name in required if name not in listed]
            if inner and missing:
                raise BadInput(f"an inner SELECT must return ${missing[0]}, which is bound before the query runs")
            inner = True


def _projection(words: Sequence[Token], start: int) -> list[Token]:
    """The tokens between a SELECT and its WHERE or ``{``."""
    out = []
    for token in words[start + 1 :]:
        if token.text == "{" or token.key == "WHERE":
            break
        out.append(token)
    return out


def put(pieces: Sequence[Token], values: Mapping[str, str]) -> list[Token]:
    """Replace variables by terms or paths, also where SPARQL wants a variable: BOUND and projections."""
    places = significant(pieces)
    out = list(pieces)
    projecting = grouping = False
    depth = 0
    for index, place in enumerate(places):
        token = pieces[place]
        if token.kind == "word" and token.key == "SELECT":
            projecting, depth = True, 0
        elif token.kind == "word" and token.key in {"GROUP", "HAVING", "ORDER"}:
            grouping = token.key == "GROUP"
        elif token.text == "{" or (token.kind == "word" and token.key == "WHERE"):
            projecting = grouping = False
        elif projecting and token.text in "()":
            depth += 1 if token.text == "(" else -1
        if token.kind != "var" or token.key not in values:
            continue
        value = values[token.key]
        before = [pieces[p].key for p in places[max(0, index - 2) : index]]
        if before == ["BOUND", "("]:
            out[places[index - 2]] = Token("word", "", "")
            value = "true"
        elif projecting and depth == 0:
            value = f"({value} AS ?{token.key})"
        elif grouping:
            value = f"({value})"
        out[place] = Token("term", value, value)
    return out


def joined(pieces: Sequence[Token]) -> str:
    """The text of the tokens."""
    return "".join(token.text for token in pieces)


def over_all(pieces: Sequence[Token], pattern: str) -> str | None:
    """The text for all focus nodes at once, or None when its meaning would change.

    ``pattern`` binds ``?this``; it is put into the outer group and into every
    inner one whose filters or assignments mention ``$this``.
    """
    words = [token for token in pieces if token.kind != "space"]
    keys = {token.key for token in words if token.kind == "word"}
    if keys & {"LIMIT", "OFFSET"} or (keys & AGGREGATES and "GROUP" not in keys):
        return None
    groups = _groups(pieces)
    place = _return_this(pieces)
    if not groups or (place is not None and "GROUP" in keys):
        return None
    inserts: dict[int, str] = {} if place is None else {place: " ?this "}
    for number, group in enumerate(groups):
        if number == 0 or _needs(group):
            if _under(group, "GRAPH"):
                return None
            inserts[group.start] = f" {pattern} "
    return "".join(token.text + inserts.get(place, "") for place, token in enumerate(pieces))


def _return_this(pieces: Sequence[Token]) -> int | None:
    """After which token to add ``?this`` to the outer SELECT; None if it returns it already."""
    places = significant(pieces)
    start = next(index for index, place in enumerate(places) if pieces[place].key == "SELECT")
    projection = _projection([pieces[place] for place in places], start)
    if any(token.text == "*" or (token.kind == "var" and token.key == "this") for token in projection):
        return None
    modified = bool(projection) and projection[0].key in {"DISTINCT", "REDUCED"}
    return places[start + 1 if modified else start]


def _groups(pieces: Sequence[Token]) -> list[Group]:
    """Every group of the text in order, the outer one first."""
    found: list[Group] = []
    current: Group | None = None
    before: list[str] = []
    for place, token in enumerate(pieces):
        if token.kind == "space":
            continue
        if token.text == "{":
            opener = "GRAPH" if before[-2:-1] == ["GRAPH"] else (before[-1] if before else "")
            current = Group(place, opener, current)
            found.append(current)
        elif token.text == "}":
            current = None if current is None else current.inside
        elif current is not None:
            current.uses = current.uses or (token.kind == "var" and token.key == "this")
            current.binds = current.binds or token.key == "BIND"
            current.selects = current.selects or token.key == "SELECT"
        before.append(token.key)
    return found


def _needs(group: Group) -> bool:
    """Whether a group has to see ``$this`` by itself.

    A group that holds an inner SELECT does not, but the SELECT's own group
    does.  The group of an EXISTS sees it from outside; so does the filter of
    an OPTIONAL, as long as nothing in it assigns.
    """
    if group.selects or _under(group, "EXISTS"):
        return False
    if group.inside is not None and group.inside.selects:
        return True
    return group.uses and (group.opener != "OPTIONAL" or group.binds)


def _under(group: Group | None, opener: str) -> bool:
    while group is not None:
        if group.opener == opener:
            return True
        group = group.inside
    return False


def constants(parameters: Iterable[tuple[str, Term]]) -> dict[str, str]:
    """Parameters of a component as they are written in a query."""
    return {name: str(term) for name, term in parameters}
