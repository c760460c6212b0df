"""Findings: where sources disagree, where a rule and the records do not fit, what rests on little, what is lacking."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import Usage
from ...graph.export.order import natural
from ...graph.reading import Facts
from ...ontology.namespaces import COMITY, FINDINGS, ID, PROV, RDF, SH, VOCABULARY, shape_files
from ...queries.result import Evidence
from ...queries.words import spoken
from ..desk import Links
from .facts import Reader, Thing, paged, reader, slug, slug_of
from .gathered import LAW, asked, of_kind, title

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Lines on a page.
SIZE = 30
_CONFIDENCE = VOCABULARY + "confidence/"
_UNKNOWN = ("date", "place", "participants", "documents")


@dataclass(frozen=True)
class Item:
    """One finding, before it is put in words: what it is about, its part of the group, what else tells it."""

    iri: str
    part: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One finding as the page shows it; ``proofs`` are sources, each with what they are sources of."""

    about: Thing
    said: str
    links: Sequence[tuple[str, str]] = ()
    proofs: Sequence[tuple[str, Sequence[Evidence]]] = ()
    note: str = ""
    badge: str = ""


@dataclass(frozen=True)
class Group:
    """A kind of findings: its items, how one becomes a line, what its parts are called, the question that asks it."""

    name: str
    items: Callable[[Desk], Sequence[Item]]
    line: Callable[[Reader, Item, Desk, Ask], Line]
    part: Callable[[Reader, str], str]
    question: str = ""


def findings(desk: Desk, ask: Ask) -> Reply:
    """All groups with their counts, or the lines of ``?group=``, narrowed by ``of``."""
    name, part = ask.get("group"), ask.get("of")
    if name and name not in GROUPS:
        raise Usage(f"there is no group {name[:40]!r}", field="group", hint=f"One of {', '.join(GROUPS)}.")
    read = reader(desk, ask)
    if not name:
        groups = [(group, len(items(desk, group)), _parts(desk, read, group)) for group in GROUPS.values()]
        return desk.page("findings.html", ask, group=None, groups=groups)
    group = GROUPS[name]
    every, parts = items(desk, group), _parts(desk, read, group)
    if part and part not in {one for one, _, _ in parts}:
        raise Usage(
            f"nothing in {name} is of {part[:40]!r}",
            field="of",
            hint=f"One of {', '.join(one for one, _, _ in parts)}.",
        )
    chosen = [one for one in every if not part or one.part == part]
    shown, page = paged(ask, chosen, SIZE)
    return desk.page(
        "findings.html",
        ask,
        group=group,
        groups=[(one, len(items(desk, one)), ()) for one in GROUPS.values()],
        parts=parts,
        part=part,
        lines=[group.line(read, one, desk, ask) for one in shown],
        page=page,
        size=SIZE,
        total=len(chosen),
        every=len(every),
    )


def items(desk: Desk, group: Group) -> Sequence[Item]:
    """The items of a group; found once a generation and day."""
    key = ("findings", group.name, dt.date.today())
    if key not in desk.kept:
        desk.kept[key] = group.items(desk)
    kept: Sequence[Item] = desk.kept[key]
    return kept


def _parts(desk: Desk, read: Reader, group: Group) -> list[tuple[str, str, int]]:
    """``(value of "of", words, how many)``, the most frequent first."""
    counts = Counter(one.part for one in items(desk, group) if one.part)
    found = [(part, group.part(read, part), count) for part, count in counts.items()]
    return sorted(found, key=lambda one: (-one[2], one[1].casefold()))


def _facts(desk: Desk, graph: str | None = None) -> Facts:
    return Facts(desk.store, "en", graph)


def _thing(read: Reader, iri: str) -> Thing:
    return Thing(iri, title(read, iri))


def _class_word(read: Reader, part: str) -> str:
    return read.word(COMITY + part)


# Sources disagree


def _disagreements(desk: Desk) -> list[Item]:
    facts = _facts(desk)
    found = []
    for one in of_kind(desk, "divergence"):
        about = facts.object(one, "about")
        if about is not None:
            found.append(Item(one, facts.value(one, "field") or "", (about,)))
    return sorted(found, key=lambda item: (natural(item.more[0]), item.part))


def _disagreement(read: Reader, item: Item, desk: Desk, ask: Ask) -> Line:
    say, facts = desk.say(ask), read.facts
    (about,) = item.more
    held = facts.objects(about, item.part)
    kept = ", ".join(title(read, one) for one in held) or ", ".join(
        spoken(value, read.lang, point=True) for value in facts.values(about, item.part)
    )
    said = say(
        "findings differs",
        field=read.word(COMITY + item.part),
        held=kept or say("findings nothing held"),
        value=spoken(facts.value(item.iri, "value") or "", read.lang, point=True),
    )
    proofs = [(say("findings kept"), read.sources(about)), (say("findings other"), read.sources(item.iri))]
    links = [(say("findings statement"), Links(ask).thing(item.iri))]
    return Line(_thing(read, about), said, links, proofs, facts.text(item.iri, "note") or "")


# What the check found


def _checked(desk: Desk) -> list[Item]:
    from pyoxigraph import BlankNode, Literal, NamedNode

    store = desk.store
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, NamedNode(FINDINGS)):
        if isinstance(quad.subject, BlankNode | NamedNode):
            term = quad.object
            text = (
                f"{term.language or ''} {term.value}" if isinstance(term, Literal) else str(getattr(term, "value", ""))
            )
            said[quad.subject.value][quad.predicate.value.removeprefix(SH)].append(text)
    found = []
    for one in said.values():
        if one["focusNode"]:
            severity = slug_of(one["resultSeverity"][0]).rpartition("#")[2] if one["resultSeverity"] else ""
            shape = one["sourceShape"][0].rpartition("#")[2] if one["sourceShape"] else ""
            found.append(Item(one["focusNode"][0], shape, (severity, *sorted(one["resultMessage"]))))
    return sorted(found, key=lambda item: (item.part, natural(item.iri), item.more))


def _check(read: Reader, item: Item, desk: Desk, ask: Ask) -> Line:
    say = desk.say(ask)
    severity, *texts = item.more
    by_language = dict(text.split(" ", 1) for text in texts)
    said = next((by_language[lang] for lang in (read.lang, "en", "ru", "") if lang in by_language), "")
    about = Facts(read.facts.store, read.lang, LAW).objects(item.iri, "about")
    # A finding of treaty law is computed: it rests on what its treaty rests on.
    proofs = [(say("findings rests"), evidence) for one in (item.iri, *about) if (evidence := read.sources(one))]
    key = f"findings severity {severity}"
    return Line(_thing(read, item.iri), said, (), proofs, "", say(key) if key in say else severity)


def _rule(read: Reader, shape: str) -> str:
    """The name that the shapes give a rule."""
    return _rules(read.lang).get(shape, shape)


@functools.cache
def _rules(lang: str) -> Mapping[str, str]:
    """Names of the shapes; they come with the program, not with a generation."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    names: dict[str, dict[str, str]] = defaultdict(dict)
    for file in shape_files():
        for quad in parse(file.read_bytes(), RdfFormat.TURTLE):
            named = quad.predicate.value == SH + "name" and isinstance(quad.subject, NamedNode)
            if named and isinstance(quad.object, Literal):
                names[quad.subject.value.rpartition("#")[2]][quad.object.language or ""] = quad.object.value
    return {shape: said.get(lang) or said.get("en", shape) for shape, said in names.items()}


# Register against clause


def _against(desk: Desk) -> list[Item]:
    facts = _facts(desk, LAW)
    found = [(one, facts.object(one, "about")) for one in of_kind(desk, "finding")]
    return sorted(
        (Item(one, "", (about,)) for one, about in found if about is not None), key=lambda item: natural(item.more[0])
    )


def _register(read: Reader, item: Item, desk: Desk, ask: Ask) -> Line:
    say, to = desk.say(ask), Links(ask)
    (about,) = item.more
    said = Facts(read.facts.store, read.lang, LAW).text(item.iri, "content") or ""
    links = [
        (say("findings why"), to("/explain", treaty=slug(about))),
        (say("findings statement"), to.thing(item.iri)),
    ]
    return Line(_thing(read, about), said, links, [(say("findings rests"), read.sources(about))])


# Years without a session


def _idle(desk: Desk) -> list[Item]:
    rows = asked(desk, "years-without-session", "en")
    return [Item(str(row["body"]), slug(str(row["body"])), (str(row["year"]), str(row["fact"]))) for row in rows]


def _year(read: Reader, item: Item, desk: Desk, ask: Ask) -> Line:
    say = desk.say(ask)
    year, rule = item.more
    links = [(title(read, rule), Links(ask).thing(rule))]
    proofs = [(say("findings rests"), read.sources(rule))]
    return Line(_thing(read, item.iri), say("findings idle", year=year), links, proofs)


def _body(read: Reader, part: str) -> str:
    return read.name(f"{ID}body/{part}")


# What is not known of sessions


def _unknown(desk: Desk) -> list[Item]:
    """As the question what-is-not-known has it, of all bodies at once."""
    facts = _facts(desk)
    online, planned = VOCABULARY + "encounter-format/online", VOCABULARY + "modality/planned"
    attended = {encounter for _, encounter in facts.links("participationIn")}
    signed = {encounter for _, encounter in facts.links("signedAt")}
    found = []
    for one in of_kind(desk, "session"):
        if facts.object(one, "modality") == planned:
            continue
        first, last = facts.value(one, "earliest"), facts.value(one, "latest")
        lacking = {
            "date": first is None or last is None or first[:7] != last[:7],
            "place": facts.value(one, "place") is None and facts.object(one, "encounterFormat") != online,
            "participants": one not in attended,
            "documents": one not in signed,
        }
        if any(lacking.values()):
            body = slug(facts.object(one, "sessionOf") or "")
            found.append(Item(one, body, tuple(name for name in _UNKNOWN if lacking[name])))
    return sorted(found, key=lambda item: (item.part, natural(item.iri)))


def _not_known(read: Reader, item: Item, desk: Desk, ask: Ask) -> Line:
    say = desk.say(ask)
    said = say("findings unknown", what=", ".join(say(f"findings missing {name}") for name in item.more))
    return Line(
        _thing(read, item.iri), said, (), [(say("findings rests"), read.sources(item.iri))], read.when(item.iri)
    )


# Facts that rest on little


def _classes(facts: Facts, fact: str) -> Iterator[str]:
    for one in facts.objects(fact, RDF + "type"):
        if one.startswith(COMITY):
            yield one.removeprefix(COMITY)


def _to_confirm(desk: Desk) -> list[Item]:
    facts = _facts(desk)
    found = [
        Item(one, part) for one in facts.subjects("confidence", _CONFIDENCE + "low") for part in _classes(facts, one)
    ]
    return sorted(found, key=lambda item: (item.part, natural(item.iri)))


def _single(desk: Desk) -> list[Item]:
    """As the question single-source-facts has it, which takes seconds: here two walks over the store."""
    from pyoxigraph import NamedNode

    facts = _facts(desk)
    source = {
        quad.subject: quad.object.value for quad in facts.quads(None, "source") if isinstance(quad.object, NamedNode)
    }
    resting: dict[str, set[str]] = defaultdict(set)
    for quad in facts.quads(None, PROV + "wasDerivedFrom"):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode) and quad.object in source:
            resting[quad.subject.value].add(source[quad.object])
    found = [
        Item(fact, part) for fact, sources in resting.items() if len(sources) == 1 for part in _classes(facts, fact)
    ]
    return sorted(found, key=lambda item: (item.part, natural(item.iri)))


def _resting(read: Reader, item: Item, desk: Desk, ask: Ask) -> Line:
    say, fact = desk.say(ask), read.fact(item.iri)
    said = read.word(COMITY + item.part)
    if fact.when:
        said += f", {fact.when}"
    return Line(_thing(read, item.iri), said, (), [(say("findings rests"), fact.evidence)], fact.note, fact.confidence)


GROUPS: Mapping[str, Group] = {
    group.name: group
    for group in (
        Group("disagreements", _disagreements, _disagreement, _class_word, "disagreements"),
        Group("check", _checked, _check, _rule),
        Group("register-against-clause", _against, _register, _class_word, "register-against-clause"),
        Group("years-without-session", _idle, _year, _body, "years-without-session"),
        Group("what-is-not-known", _unknown, _not_known, _body),
        Group("facts-to-confirm", _to_confirm, _resting, _class_word, "facts-to-confirm"),
        Group("single-source-facts", _single, _resting, _class_word, "single-source-facts"),
    )
}
