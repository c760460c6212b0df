"""What an institutional page says of a body, as rows: aims, members, rules, hosts by year, instruments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .ids import concept, digest, slug, tail
from .known import Known, Met
from .matching import matched
from .reading import BodyTold, Span

#: What a page says of itself in a list is read by one rule each.
SCORE = 0.9
#: The letter or number that an item of a list begins with.
_MARK = re.compile(r"^\(?(?:[^\W\d_]|\d{1,2})[.)]\s+")
_LETTERS = {letter: "abcdefghijklmnopqrstuvwxyz"[at] for at, letter in enumerate("абвгдежзиклмнопрстуфхцчшэюя"[:26])}


@dataclass(frozen=True, slots=True)
class Row:
    """One row or value, and where it is told."""

    table: str
    thing: str
    cells: Mapping[str, str]
    span: Span
    rule: str
    field: str = ""
    score: float = SCORE


def body_rows(told: BodyTold, known: Known, language: str, words: Callable[[Span], str]) -> Iterator[Row]:
    """The rows of what is told of a body; of the body itself where the graph does not know it.

    ``words`` gives the text at a place.
    """
    found = told.body_thing or known.named("body", told.body)
    body = found or unknown_body(told.body)
    if found is None:
        yield Row("bodies", body, {"kind": "other", "name_en": told.body}, told.span, "body")
    content = "content_ru" if language == "ru" else "content_en"
    spans = {}
    for letter, span in told.aims:
        spans[letter] = span
        plain = letter.strip(" .)(").casefold()
        cells = {
            "body": tail(body),
            "letter": _LETTERS.get(plain, plain),
            content: _MARK.sub("", " ".join(words(span).split())).rstrip(" ;."),
            "topics": "|".join(dict.fromkeys(map(concept, told.aim_topics.get(letter, ())))),
        }
        yield Row("aims", _aim(body, letter), cells, span, "body:aim")
    for code, span in told.members:
        cells = {"member": f"state/{code}", "organisation": body, "role": "member"}
        thing = f"membership/{tail(body)}-{code.lower()}"
        yield Row("memberships", _membership(known, body, code) or thing, cells, span, "body:member")
    for kind, pair in (("rhythm", told.rhythm), ("rotation", told.rotation)):
        if pair is not None:
            cells = {"body": tail(body), "kind": kind, "value": concept(pair[0])}
            if told.since is not None:
                cells["start"] = told.since[0]  # the page gives one beginning for both
            yield Row("rules", f"rule/{tail(body)}-{kind}", cells, pair[1], f"body:{kind}")
    for year, state, span in told.hosts:
        yield from _host(known, body, year, state, span)
    for _, instrument, span in told.instruments:
        if instrument is None:
            continue
        inside = next((at for at, aim in spans.items() if aim.start <= span.start and span.end <= aim.end), None)
        if inside is None:
            yield Row("bodies", body, {"guided_by": instrument}, span, "body:guided", field="guided_by")
        else:
            yield Row("aims", _aim(body, inside), {"cites": instrument}, span, "body:cites", field="cites")


def unknown_body(name: str) -> str:
    """The id of a body that the graph does not know."""
    made = slug(name) or "body"
    return f"body/{made}-{digest(made, size=6)}"


def _aim(body: str, letter: str) -> str:
    plain = letter.strip(" .)(").casefold()
    return f"aim/{tail(body)}-{_LETTERS.get(plain, slug(plain) or digest(plain, size=4))}"


def _membership(known: Known, body: str, code: str) -> str | None:
    from ...ontology.namespaces import COMITY, ID

    for thing in known.subjects("member", f"state/{code}"):
        if known.holds(thing, COMITY + "organisation", ID + body):
            return thing
    return None


def _host(known: Known, body: str, year: str, state: str, span: Span) -> Iterator[Row]:
    """The session of that year: a known one of the body, else one of its own."""
    told = Met("session/?", claimed=True, body=body)
    told.dated(year)
    thing = matched(told, known, frozenset({"session"}))
    cells = {"modality": "held", "body": tail(body)}
    made = thing or f"session/{tail(body)}-{year}"
    yield Row("encounters", made, cells, span, "body:hosts")
    yield Row("encounters", made, {"date": year}, span, "body:hosts:date", field="date")
    yield Row("encounters", made, {"host_state": state}, span, "body:hosts:host_state", field="host_state")
