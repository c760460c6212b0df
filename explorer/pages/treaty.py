"""The page of a treaty: its standing on a day, parties with the acts and sources they rest on, and what modifies it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...graph.export.order import kind_of, natural
from ...graph.standings import STANDINGS
from ...law.horizon import coming
from ...law.published import proof_of_computed, proof_of_published
from ...law.words import BOUND, CONSENTS, ActKind
from ...ontology.namespaces import COMITY, ID, VOCABULARY
from ...queries.words import spoken
from ..desk import alternates
from .facts import Fact, Reader, Thing, day_or_today, paged, reader, slug
from .proofs import Node, naming_of, node_of

if TYPE_CHECKING:
    from ...law.acts import Act
    from ...law.answers import Participant, TreatyStatus
    from ...queries.naming import Naming
    from ...queries.result import Evidence
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Parties on one page, declarations on one page: 190 parties and their declarations would weigh a megabyte.
PARTIES, DECLARATIONS = 50, 20
#: What is shown of a text before it unfolds.
SHOWN = 500
DAYS = 366
#: Answers to answers are shown so deep.
_DEEPEST = 4
#: What a state says beside its consent.
_SAID = frozenset({ActKind.RESERVATION, ActKind.DECLARATION, ActKind.OBJECTION, ActKind.WITHDRAWAL_OF_RESERVATION,
                   ActKind.TERRITORIAL_APPLICATION, ActKind.ACCEPTANCE_OF_ACCESSION})  # fmt: skip
#: Mentions that stand elsewhere on the page.
_SHOWN_ELSEWHERE = frozenset(
    COMITY + name for name in "instrument clauseOf provisionOf supersedes protocolTo amends about".split()
)


@dataclass(frozen=True)
class Done:
    """One act of a party: what, when, with what effect; ``ended`` where the register shows it as over."""

    iri: str
    kind: str
    date: str
    effective: str
    ended: bool


@dataclass(frozen=True)
class Row:
    """One participant on the day."""

    state: Thing
    standing: str
    word: str
    certain: bool
    since: str
    until: str
    acts: Sequence[Done]
    notes: Sequence[int]
    others: int


@dataclass(frozen=True)
class Saying:
    """A reservation, declaration or objection, with the answers to it."""

    fact: Fact
    kind: str
    actor: Thing
    towards: Sequence[Thing]
    article: str
    text: str
    answers: list[Saying] = field(default_factory=list)

    @property
    def long(self) -> bool:
        """Whether the text unfolds."""
        return len(self.text) > SHOWN

    @property
    def start(self) -> str:
        """The beginning of a long text."""
        return self.text[:SHOWN].rsplit(" ", 1)[0] + " …"


def treaty(desk: Desk, ask: Ask, iri: str) -> Reply:
    """The page of one treaty, ``?on=`` a day."""
    read, day = reader(desk, ask), day_or_today(ask)
    law, asked = desk.graph.treaty_law, iri.removeprefix(ID)
    naming = naming_of(desk, ask)
    status = law.law.status(asked, on=day) if asked in law.law.treaties else None
    values: dict[str, Any] = {} if status is None else _standing(ask, read, naming, status)
    acts = law.law.derived(asked).acts if status is not None else ()
    sayings, answers = _sayings(acts, naming, day)
    shown, page = paged(ask, sayings, DECLARATIONS, "said")
    clauses = sorted(read.facts.subjects("clauseOf", iri), key=lambda one: (_article(read, one), natural(one)))
    return desk.page(
        "treaty.html",
        ask,
        alternates=alternates(ask),
        iri=iri,
        slug=slug(iri),
        fact=read.fact(iri),
        kind=read.kind(iri),
        names=read.other_names(iri),
        head=read.values(iri, ("entryIntoForce",)),
        day=day.isoformat(),
        standing_on=status,
        **values,
        sayings=[_saying(read, act, answers) for act in shown],
        said_page=page,
        said_size=DECLARATIONS,
        said_total=len(sayings),
        clauses=[
            (read.fact(one), read.concept(one, "clauseKind"), _article(read, one), _clause(read, one))
            for one in clauses
        ],
        provisions=_provisions(read, iri),
        authorities=_authorities(read, iri),
        related=_related(read, iri),
        mentions=_mentions(read, iri),
        coming=[] if status is None else _coming(desk, read, naming, asked, day),
        checked=read.findings([iri, *clauses, *(ID + act.id for act in acts)])[:20],
    )


def _standing(ask: Ask, read: Reader, naming: Naming, status: TreatyStatus) -> dict[str, Any]:
    """Counts, entry into force with its proofs, and one page of participants."""
    entry = status.entry
    published, computed = proof_of_published(entry), proof_of_computed(entry)
    # Who only objected to what another did takes no part in it; its words stand with what it objects to.
    taking = [one for one in status.participants if one.stays or any(act.kind not in _SAID for act in one.acts)]
    everyone = sorted(taking, key=lambda one: naming.thing(one.subject).casefold())
    counts = Counter(_now(one) for one in everyone)
    wanted, sought = ask.get("standing"), ask.get("q").casefold()
    chosen = [
        one
        for one in everyone
        if (not wanted or _now(one) == wanted) and (not sought or sought in naming.thing(one.subject).casefold())
    ]
    shown, page = paged(ask, chosen, PARTIES)
    notes: dict[Evidence, int] = {}
    day = status.on or dt.date.today()
    rows = [_row(read, naming, one, day, notes) for one in shown]
    in_force = entry.day is not None and entry.day.hi <= day.toordinal()
    return {
        "in_force": in_force,
        "entry_day": "" if entry.day is None else spoken(str(entry.day), read.lang, point=True),
        "published": None if published is None else node_of(read, naming, published),
        "published_day": "" if entry.published is None else spoken(str(entry.published), read.lang, point=True),
        "computed": None if entry.clause is None else node_of(read, naming, computed),
        "computed_day": "" if entry.computed is None else spoken(str(entry.computed), read.lang, point=True),
        "findings": [one.proofs[0].sentence(read.lang, naming) for one in status.findings],
        "standings": [
            (name, read.word(f"{VOCABULARY}standing/{name}"), counts[name]) for name in STANDINGS if counts[name]
        ],
        "wanted": wanted,
        "sought": ask.get("q"),
        "rows": rows,
        "notes": list(notes),
        "page": page,
        "size": PARTIES,
        "total": len(chosen),
        "everyone": len(everyone),
    }


def _now(one: Participant) -> str:
    return one.stays[-1].standing.value if one.stays else ""


def _row(read: Reader, naming: Naming, one: Participant, day: dt.date, notes: dict[Evidence, int]) -> Row:
    stay = one.stays[-1] if one.stays else None
    acts = [act for act in one.acts if act.kind not in _SAID]
    found = dict.fromkeys(evidence for act in acts for evidence in read.sources(ID + act.id))
    over = stay is not None and stay.standing not in BOUND
    return Row(
        state=Thing(ID + one.subject, naming.thing(one.subject)),
        standing="" if stay is None else stay.standing.value,
        word="—" if stay is None else naming.concept("standing", stay.standing.value),
        certain=stay is None or stay.span.certain_on(day.toordinal()),
        since="" if stay is None else spoken(str(stay.since), read.lang, point=True),
        until="" if stay is None or stay.until is None else spoken(str(stay.until), read.lang, point=True),
        acts=[_done(read, naming, act, ended=over and act.kind in CONSENTS) for act in acts],
        notes=[notes.setdefault(evidence, len(notes) + 1) for evidence in found],
        others=len(one.acts) - len(acts),
    )


def _done(read: Reader, naming: Naming, act: Act, *, ended: bool) -> Done:
    def said(day: object) -> str:
        return "" if day is None else spoken(str(day), read.lang, point=True)

    own = read.facts.value(ID + act.id, "date")
    date = said(act.date) if own is None else spoken(own, read.lang, point=True)
    return Done(ID + act.id, naming.kind(act), date, said(act.effective), ended)


def _sayings(acts: Sequence[Act], naming: Naming, day: dt.date) -> tuple[list[Act], dict[str, list[Act]]]:
    """What states said by the day, by actor; and under the id of each the answers to it.

    From the engine's acts, which lie in memory: to read each from the store takes a second where there are 600.
    """
    said = {act.id: act for act in acts if act.kind in _SAID and act.day.lo <= day.toordinal()}
    answers: dict[str, list[Act]] = defaultdict(list)
    top: list[Act] = []
    for act in said.values():
        target = act.responds_to
        # An answer to itself, or in a circle, would be shown nowhere.
        if target in said and target is not None and said[target].responds_to != act.id and target != act.id:
            answers[target].append(act)
        else:
            top.append(act)
    return sorted(top, key=lambda act: (naming.thing(act.actor).casefold(), act.order)), answers


def _saying(read: Reader, act: Act, answers: Mapping[str, Sequence[Act]], depth: int = 0) -> Saying:
    """One of them as the page shows it."""
    iri = ID + act.id
    below = [_saying(read, one, answers, depth + 1) for one in answers.get(act.id, ())] if depth < _DEEPEST else []
    return Saying(
        read.fact(iri),
        read.kind(iri),
        read.thing(ID + act.actor),
        read.things(iri, "towards"),
        act.article or "",
        read.facts.text(iri, "content") or "",
        below,
    )


def _article(read: Reader, thing: str) -> str:
    return read.facts.value(thing, "article") or ""


def _clause(read: Reader, clause: str) -> list[tuple[str, list[Thing]]]:
    return read.values(clause, ("clauseOf", "clauseKind", "article"))


def _provisions(read: Reader, iri: str) -> list[tuple[Fact, str, list[Thing], list[Thing]]]:
    """What the articles are good for: article, measures, channels."""
    found = sorted(read.facts.subjects("provisionOf", iri), key=lambda one: natural(_article(read, one)))
    return [
        (read.fact(one), _article(read, one), read.things(one, "measure"), read.things(one, "channel")) for one in found
    ]


def _authorities(read: Reader, iri: str) -> list[tuple[Fact, Thing, Thing, list[Thing], list[Thing]]]:
    """Whom to write to under the treaty: state, authority, measures, channels."""
    told = []
    for fact in read.facts.subjects("instrument", iri):
        if kind_of(fact) != "designation":
            continue
        state, agency = read.facts.object(fact, "designatedBy"), read.facts.object(fact, "agency")
        if state is not None and agency is not None:
            told.append(
                (read.fact(fact), read.thing(state), read.thing(agency), read.things(fact, "measure"),
                 read.things(fact, "channel"))
            )  # fmt: skip
    return sorted(told, key=lambda row: (row[1].name.casefold(), row[0].iri))


def _related(read: Reader, iri: str) -> list[tuple[str, list[Thing]]]:
    """Instruments that it amends, adds to or replaces, and those that do so to it; each group under a word's key."""
    facts = read.facts
    own = [one for clause in facts.subjects("clauseOf", iri) for one in facts.objects(clause, "supersedes")]
    others = [one for clause in facts.subjects("supersedes", iri) for one in facts.objects(clause, "clauseOf")]
    found = [
        ("treaty replaces", own),
        ("treaty replaced by", others),
        ("treaty protocols", facts.subjects("protocolTo", iri)),
        ("treaty amended by", facts.subjects("amends", iri)),
    ]
    return [(key, read.named(set(things))) for key, things in found if things]


def _mentions(read: Reader, iri: str) -> list[tuple[str, list[Thing], int]]:
    """What else points at it: property, the first few things, and how many there are."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in read.facts.quads(None, None, iri):
        name, thing = quad.predicate.value, str(getattr(quad.subject, "value", ""))
        if name.startswith(COMITY) and name not in _SHOWN_ELSEWHERE and kind_of(thing) not in ("", "passage"):
            found[name].append(thing)
    told = [(read.word(name), read.named(things), len(things)) for name, things in found.items()]
    return [(word, things[:12], n) for word, things, n in sorted(told, key=lambda row: row[0])]


def _coming(desk: Desk, read: Reader, naming: Naming, treaty: str, day: dt.date) -> list[tuple[str, Node]]:
    """What takes effect for it within a year."""
    events = coming([desk.graph.treaty_law.law.derived(treaty)], day, DAYS)
    return [(spoken(str(event.day), read.lang, point=True), node_of(read, naming, event.why)) for event in events]
