"""What lies around a thing: the facts that mention it by section, each as a row of linked things.

``queries/showing.py`` gathers the same facts as text for a terminal; here every
value that is a thing leads to its page, and a section is paged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.export.order import kind_of, natural
from ...graph.reading import Facts
from ...ontology.namespaces import COMITY, DERIVED, ID, KINDS, PROV, SKOS, WD
from ...queries.card_lines import HEADINGS, LEADS, order_of
from ...queries.words import heading, is_russian
from .facts import Fact, Reader, Thing, reader, slug

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk

#: Facts that are gathered around one thing, and those that are put in the order of their days.
MOST, DATED = 20_000, 2_000
LAW = DERIVED + "treaty-law"
#: Kind of a fact -> the class under which it is gathered.
SECTIONS: Mapping[str, str] = {
    **dict.fromkeys(("session", "meeting", "visit", "conference", "signing"), "Encounter"),
    **dict.fromkeys(("treaty", "instrument"), "Instrument"),
    **dict.fromkeys(("proposal", "commitment", "invitation", "assessment"), "LedgerEntry"),
    **{kind: "".join(part.capitalize() for part in kind.split("-")) for kind in (
        "state", "territory", "body", "agency", "post", "official", "name", "tenure", "membership", "provision",
        "action", "designation", "participation", "aim", "party-status", "source", "passage",
    )},
    "organisation": "InternationalOrganisation",
    "succession": "StateSuccession",
    "clause": "FinalClause",
    "rule": "WorkingRule",
    "divergence": "DivergentStatement",
    "finding": "LawFinding",
}  # fmt: skip
#: What a fact without a name of its own is called by.
_CALLED: Mapping[str, tuple[str, str]] = {
    "tenure": ("holder post", ", "),
    "membership": ("member organisation", " – "),
    "participation": ("participant participationIn", ": "),
    "succession": ("predecessor successor", " → "),
    "action": ("actor instrument", ", "),
    "designation": ("designatedBy measure agency", ", "),
    "rule": ("ruleOf ruleKind", ": "),
    "clause": ("clauseOf clauseKind", ": "),
    "provision": ("provisionOf article", ", "),
    "aim": ("aimOf letter", ", "),
    "name": ("form", ""),
    "party-status": ("subject treaty standing", ", "),
    "divergence": ("about field value", ": "),
    "passage": ("source locator", ", "),
    "finding": ("content", ""),
}
#: Kinds of facts, which have no name of their own.
UNNAMED = frozenset(_CALLED)
#: Said by the row's own lead, date or heading, or of no use in a row.
_QUIET = frozenset(
    (
        "sessionOf ordinal attendance byCapacity toCapacity chairState hostState agencyKind postKind singleHolder "
        "signedAt website depositary registerNumber untcNumber etsNumber textAt adjective isoAlpha2 isoAlpha3 m49 "
        "participationIn nameOf script scheme sourceKind url retrieved becauseOf inCapacity content form placeState "
        "acting"
    ).split()
)
#: Ways of pointing at a thing that the heading of the section says.
_PLAIN = frozenset(
    (
        "holder post member organisation actor instrument participant participationIn source nameOf designatedBy "
        "clauseOf provisionOf ruleOf aimOf postIn organOf sessionOf subject treaty inCapacity"
    ).split()
) | {PROV + "wasDerivedFrom"}
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "relatedMatch")


@dataclass(frozen=True)
class Row:
    """One fact about a thing: what it says first, how it points at the thing, and what else it says."""

    fact: Fact
    named: bool
    kind: str
    lead: Sequence[Thing]
    ways: Sequence[str]
    values: Sequence[tuple[str, Sequence[Thing]]]


@dataclass(frozen=True)
class Section:
    """A heading with one page of its rows."""

    name: str
    heading: str
    total: int
    rows: Sequence[Row]
    page: int = 1


class Derived(Reader):
    """Reads what treaty law derived from the facts: standings and findings; ``plain`` reads the facts."""

    def __init__(self, plain: Reader) -> None:
        super().__init__(plain.facts.store, plain.lang)
        self.plain = plain
        self.facts = Facts(plain.facts.store, plain.lang, LAW)


def derived(desk: Desk, ask: Ask) -> Derived:
    """The reader of derived facts in the language of the request."""
    key = ("derived", ask.lang)
    if key not in desk.kept:
        desk.kept[key] = Derived(reader(desk, ask))
    kept: Derived = desk.kept[key]
    return kept


def known(desk: Desk, ask: Ask, iri: str) -> Reader | None:
    """The reader that knows something of an address; None where there is nothing."""
    for read in (reader(desk, ask), derived(desk, ask)):
        if next(read.facts.quads(iri), None) is not None:
            return read
    return None


def title(read: Reader, iri: str, depth: int = 0) -> str:
    """What a thing is called; a fact by its parts: who holds which post, who did what to which treaty."""
    kind = kind_of(iri)
    if isinstance(read, Derived) and kind not in ("party-status", "finding"):
        read = read.plain
    own = read.facts.names.known(iri) or read.facts.text(iri, "content")
    if own is not None or kind not in _CALLED or depth > 2:
        return own or read.facts.names.label(iri)
    properties, between = _CALLED[kind]
    parts = [part for name in properties.split() if (part := _part(read, iri, name, depth))]
    said = between.join(parts)
    if kind == "action":
        said = f"{read.kind(iri)}: {said}"
    return said[:1].upper() + said[1:] if parts else read.facts.names.label(iri)


def _part(read: Reader, iri: str, name: str, depth: int) -> str:
    target = read.facts.object(iri, name)
    if target is not None:
        return title(read, target, depth + 1) if target.startswith(ID) else read.word(target)
    value = read.facts.text(iri, name) or ""
    if name == "field":
        return read.word(COMITY + value)
    return heading("article", read.lang) + " " + value if name == "article" and value else value


def called(read: Reader, thing: Thing) -> Thing:
    """A thing by its title: facts have no name of their own."""
    return Thing(thing.iri, title(read, thing.iri)) if kind_of(thing.iri) in _CALLED else thing


def values(read: Reader, iri: str, leave_out: Iterable[str] = ()) -> list[tuple[str, list[Thing]]]:
    """What a thing says of itself, property by property; every value that is a thing has its title."""
    told = read.values(iri, frozenset(leave_out))
    return [(word, [called(read, one) for one in things]) for word, things in told]


def matches(read: Reader, iri: str) -> list[tuple[str, str]]:
    """``(address, name)`` of the same thing elsewhere, such as in Wikidata."""
    found = {one for name in _MATCHES for one in read.facts.objects(iri, SKOS + name)}
    return [(one, f"Wikidata {one.removeprefix(WD)}" if one.startswith(WD) else one.partition("://")[2])
            for one in sorted(found, key=natural)]  # fmt: skip


def names(read: Reader, iri: str) -> list[tuple[str, list[Thing]]]:
    """Names by language, the reader's own first; a name that is a fact has its address."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for language, name in read.other_names(iri):
        found[language].setdefault(name, "")
    shown = read.name(iri)
    for form in read.facts.objects(iri, "hasName"):
        text = read.facts.value(form, "form")
        if text is not None and text != shown:
            found[read.facts.value(form, "nameLanguage") or ""][text] = form

    def rank(language: str) -> tuple[bool, bool, str]:
        return (language != read.lang, language not in ("en", "ru"), language)

    return [
        (language, [Thing(address, name) for name, address in sorted(found[language].items())])
        for language in sorted(found, key=rank)
    ]


# Facts around a thing


def around(read: Reader, iri: str) -> dict[str, dict[str, list[str]]]:
    """Section -> fact -> the properties by which it mentions the thing; of a source, what rests on it."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    seen = 0
    for fact, way in _mentions(read, iri):
        kind = kind_of(fact)
        section = SECTIONS.get(kind)
        if section is None or (kind == "name" and way == "nameOf") or way == "about" or fact == iri:
            continue
        ways = found[section].setdefault(fact, [])
        if way not in ways:
            ways.append(way)
        seen += 1
        if seen >= MOST:
            break
    return dict(sorted(found.items(), key=lambda item: (order_of(item[0]), item[0])))


def _mentions(read: Reader, iri: str) -> Iterable[tuple[str, str]]:
    if kind_of(iri) == "source":
        for passage in read.facts.quads(None, "source", iri):
            for quad in read.facts.quads(None, PROV + "wasDerivedFrom", str(getattr(passage.subject, "value", "x:"))):
                yield str(getattr(quad.subject, "value", "")), "source"
        return
    for quad in read.facts.quads(None, None, iri):
        way = quad.predicate.value.removeprefix(COMITY)
        if way != "hasName":
            yield str(getattr(quad.subject, "value", "")), way


def ordered(read: Reader, facts: Iterable[str]) -> list[str]:
    """The latest first, then what has no day by name; too many to read the days of come by address."""
    everything = list(facts)
    if len(everything) > DATED:
        return sorted(everything, key=natural)
    days = {fact: day_of(read, fact) for fact in everything}
    dated = sorted((one for one in everything if days[one] != "9999"), key=natural)
    dated.sort(key=lambda one: days[one], reverse=True)
    rest = [one for one in everything if days[one] == "9999"]
    return dated + sorted(rest, key=lambda one: (title(read, one).casefold(), one))


def day_of(read: Reader, fact: str) -> str:
    """The day of a fact to sort by; taking part has the day of the encounter."""
    encounter = read.facts.object(fact, "participationIn") if kind_of(fact) == "participation" else None
    return read.day(encounter or fact)


def section(read: Reader, iri: str, name: str, facts: Mapping[str, Sequence[str]], size: int, page: int = 1) -> Section:
    """One page of a section; a number past the end gives the last page."""
    page = min(page, max(1, -(-len(facts) // size)))
    shown = ordered(read, facts)[(page - 1) * size : page * size]
    return Section(name, head(read, name), len(facts), [row(read, iri, one, facts[one]) for one in shown], page)


def head(read: Reader, name: str) -> str:
    """The heading of a section."""
    if name in HEADINGS and name != "Office":
        return HEADINGS[name][is_russian(read.lang)]
    said = read.word(COMITY + name)
    return said[:1].upper() + said[1:]


def row(read: Reader, iri: str, fact: str, ways: Sequence[str]) -> Row:
    """A fact as a row of the page of ``iri``."""
    name = SECTIONS[kind_of(fact)]
    leads = LEADS.get(name, "").split()
    named = kind_of(fact) not in _CALLED
    lead = [read.thing(fact)] if named else [one for way in leads for one in _led(read, fact, way) if one.iri != iri]
    told = [
        (word, [one for one in things if one.iri != iri])
        for word, things in values(read, fact, [*_QUIET, *leads, *(way for way in ways if way in _PLAIN)])
    ]
    said = read.fact(fact)
    if not said.when and kind_of(fact) == "participation":
        encounter = read.facts.object(fact, "participationIn")
        said = Fact(**{**vars(said), "when": read.when(encounter) if encounter not in (None, iri) else ""})
    acting = ["acting"] if read.facts.value(fact, "acting") == "true" else []
    return Row(
        said,
        named,
        read.kind(fact),
        lead,
        [_word(read, way) for way in [*acting, *ways] if way not in _PLAIN],
        [pair for pair in told if pair[1]],
    )


def _word(read: Reader, way: str) -> str:
    return read.word(way) if "://" in way or way.isidentifier() else way


def _led(read: Reader, fact: str, way: str) -> list[Thing]:
    if way == "inCapacity":
        posts = [read.capacity(one) for one in read.facts.objects(fact, way)]
        return read.named({post for post in posts if post is not None})
    things = [called(read, one) for one in read.things(fact, way)]
    if things:
        return things
    text = _part(read, fact, way, 0)
    return [Thing("", text)] if text else []


# Days


def held(read: Reader, fact: str, day: str) -> str:
    """Whether an interval covers a day: ``certain``, ``perhaps`` where a bound is unknown, '' where it does not.

    As the questions say it (``queries/memberships-of-state.rq``): certain where
    the inner bounds cover the day, or it was seen before and after.
    """
    facts = read.facts
    if not facts.holds(fact, day):
        return ""
    seen = facts.values(fact, "attestedOn")
    start, end = facts.value(fact, "startLatest"), facts.value(fact, "endEarliest")
    began = (start is not None and start <= day) or any(one <= day for one in seen)
    ongoing = (facts.object(fact, "endStatus") or "").endswith("/ongoing")
    lasts = (end is not None and day < end) or (end is None and ongoing) or any(one >= day for one in seen)
    return "certain" if began and lasts else "perhaps"


def seen_on(read: Reader, fact: str, day: str) -> str:
    """The day on which what goes on was last looked up, where that is before ``day``."""
    checked = read.facts.value(fact, "checkedOn")
    ongoing = (read.facts.object(fact, "endStatus") or "").endswith("/ongoing")
    return checked if ongoing and checked is not None and checked < day else ""


def asked(desk: Desk, name: str, lang: str, **given: Any) -> list[dict[str, str | None]]:
    """The rows of a named question as plain text; things are given by address."""
    from ...queries.catalogue import question

    one = question(name)
    same: Callable[[str, tuple[str, ...]], str] = lambda words, kinds: words  # noqa: E731  # an address stays itself
    answer = desk.graph.run(one.fill(one.bound(given, same), lang=lang))
    return [
        {name: None if term is None else str(term.value) for name, term in zip(answer.variables, found, strict=True)}
        for found in answer.rows()
    ]


def kinds_there(desk: Desk) -> Mapping[str, int]:
    """How many things of each kind the graph has, in the order of the data model."""
    if "kinds there" not in desk.kept:
        from pyoxigraph import NamedNode

        from ...ontology.namespaces import RDF

        found: dict[str, set[str]] = defaultdict(set)
        for graph in (None, LAW):
            facts = Facts(desk.store, "en", graph)
            for quad in facts.quads(None, RDF + "type"):
                if isinstance(quad.subject, NamedNode):
                    found[kind_of(quad.subject.value)].add(quad.subject.value)
        desk.kept["things there"] = {kind: sorted(found[kind], key=natural) for kind in KINDS if kind in found}
        desk.kept["kinds there"] = {kind: len(things) for kind, things in desk.kept["things there"].items()}
    counts: Mapping[str, int] = desk.kept["kinds there"]
    return counts


def of_kind(desk: Desk, kind: str) -> Sequence[str]:
    """Every thing of a kind, by address."""
    kinds_there(desk)
    found: Sequence[str] = desk.kept["things there"].get(kind, ())
    return found


def drawable(iri: str) -> tuple[bool, bool]:
    """Whether relations around a thing can be drawn, and a timeline of it."""
    return kind_of(iri) in _RELATED, kind_of(iri) in _TIMELINES


_RELATED = frozenset(
    "state organisation agency body post official treaty instrument session meeting visit conference signing".split()
)
_TIMELINES = frozenset(("official", "body", "treaty"))


def short(iri: str) -> str:
    """``state/UZ``: how pictures and programs call a thing."""
    return f"{kind_of(iri)}/{slug(iri)}"
