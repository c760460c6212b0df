"""Synthetic graphs of legal cooperation, at any size from ten thousand triples.

States, agencies, posts, officials, tenures, bodies with sessions, treaties with
actions and clauses, encounters with participations, sources with passages: the
classes and properties of the shipped records, in about their proportions.  The
graph conforms to the shipped shapes apart from one flaw of each kind per block
of ten thousand triples; ``Cooperation.flaws`` says which node breaks what.

The same size gives the same graph.  Quads are made block by block and nothing
is kept, so a million of them take no memory.

``python benchmarks/synthetic.py 100000 graph.nt`` writes one to a file.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from sayings import CHECKED, FALSE, INTEGER, LABEL, PASSAGES, TRUE, URI, Sayings, concept, day, term, thing

from comity.ontology.namespaces import DCTERMS

#: Triples of a block, about.  A graph has ``size / BLOCK`` of them, one at least.
BLOCK = 10_000
#: Things of a kind in one block.
STATES, SOURCES, AGENCIES, POSTS, TENURES = 2, 20, 12, 24, 4
TREATIES, SESSIONS, MEETINGS, LEDGER, DESIGNATIONS = 6, 20, 52, 12, 8
#: States that stand before the first block, so that small graphs are no village.
FIRST_STATES = 12
TOPICS = ("corruption", "cybercrime", "extradition", "asset-recovery", "terrorism", "drugs", "mutual-legal-assistance")
CITIES = ("Tashkent", "Astana", "Bishkek", "Dushanbe", "Moscow", "Beijing", "Minsk", "Yerevan")
CITIES_RU = ("Ташкент", "Астана", "Бишкек", "Душанбе", "Москва", "Пекин", "Минск", "Ереван")


@dataclass(frozen=True)
class Flaw:
    """One thing put wrong on purpose: the shape it breaks, by local name, and the node."""

    shape: str
    focus: str


class Cooperation(Sayings):
    """The graph of about ``size`` triples (within 5 % from ten thousand on).

    ``flaws`` is filled while ``quads`` is read; ``flawed=False`` makes a graph
    in which the check finds nothing.
    """

    def __init__(self, size: int, *, seed: int = 7, flawed: bool = True) -> None:
        super().__init__()
        self.blocks = max(1, round(size / BLOCK))
        self.flaws: list[Flaw] = []
        self._flawed = flawed
        self._draw = random.Random(seed)  # noqa: S311  # a reproducible graph, not a secret

    def quads(self) -> Iterator[Quad]:
        """Every quad, in the default graph, block by block."""
        for block in range(self.blocks):
            self._block = block
            for part in (
                self._sources, self._states, self._agencies, self._body, self._tenures, self._treaties,
                self._meetings, self._ledger,
            ):  # fmt: skip
                part()
                yield from self._out
                self._out.clear()

    def ntriples(self, path: str) -> None:
        """Write the graph to a file."""
        serialize((quad.triple for quad in self.quads()), output=path, format=RdfFormat.N_TRIPLES)

    # Who

    def _sources(self) -> None:
        first = self._block * SOURCES
        for number in range(first, first + SOURCES):
            source = thing("source", number)
            self._type(source, "Source")
            self._add(source, NamedNode(DCTERMS + "title"), Literal(f"Report {number} on the talks of prosecutors"))
            self._add(source, NamedNode(DCTERMS + "language"), Literal("en"))
            self._add(source, NamedNode(DCTERMS + "publisher"), Literal(f"News agency {number % 40}"))
            self._add(source, NamedNode(DCTERMS + "issued"), Literal("2024-11-21"))
            self._say(source, "url", Literal(f"https://example.org/news/{number}", datatype=URI))
            self._say(source, "sourceKind", concept("source-kind", "news"))
            self._say(source, "retrieved", day(CHECKED))
        first = self._block * PASSAGES
        for number in range(first, first + PASSAGES):
            passage = thing("passage", number)
            self._type(passage, "Passage")
            if number == first + 7 and self._flaw("PassageShape", passage):
                continue  # a passage of no source
            self._say(passage, "source", thing("source", self._block * SOURCES + number % SOURCES))
            self._say(passage, "locator", Literal(f"para {number % 30}"))

    def _states(self) -> None:
        known = self._known_states()
        for number in range(known - STATES if self._block else 0, known):
            state = thing("state", f"s{number:03}")
            self._named(state, "State", f"State {number:03}", f"Государство {number:03}")
            self._add(state, LABEL, Literal(f"Davlat {number:03}", language="uz"))
            self._add(state, LABEL, Literal(f"国家 {number:03}", language="zh"))

    def _agencies(self) -> None:
        first = self._block * AGENCIES
        for number in range(first, first + AGENCIES):
            agency = thing("agency", number)
            flaw = number == first + 3 and self._flaw("EvidenceShape", agency)
            self._named(
                agency, "Agency", f"Prosecutor General's Office {number}", f"Генеральная прокуратура {number}",
                confidence="certain" if flaw else "high",
            )  # fmt: skip
            self._say(agency, "organOf", self._state_of(number))
            self._say(agency, "agencyKind", concept("agency-kind", "prosecution-office"))
        first = self._block * POSTS
        for number in range(first, first + POSTS):
            post = thing("post", number)
            self._named(post, "Post", f"Prosecutor General {number}", f"Генеральный прокурор {number}")
            self._say(post, "postIn", thing("agency", number // 2))
            self._say(post, "postKind", concept("post-kind", "prosecutor-general"))
            self._say(post, "singleHolder", TRUE)
            if number == first + 5 and self._flaw("PostShape", post):
                self._say(post, "singelHolder", TRUE)

    def _tenures(self) -> None:
        """The holders of each post one after the other, the last still in it."""
        first = self._block * POSTS
        for post in range(first, first + POSTS):
            for turn in range(TENURES):
                number = post * TENURES + turn
                official, tenure = thing("official", number), thing("tenure", number)
                flaw = post == first + 1 and turn == 0 and self._flaw("RussianLabelShape", official)
                self._named(official, "Official", f"Official {number}", None if flaw else f"Должностное лицо {number}")
                self._name(official, number)
                self._recorded(tenure, "Tenure")
                self._say(tenure, "holder", official)
                self._say(tenure, "post", thing("post", post))
                self._say(tenure, "acting", FALSE)
                begin = start_of(post, turn)
                if post == first + 2 and turn == 2:
                    # The shape names the lower of the two addresses.
                    lower = min(thing("tenure", number), thing("tenure", number - 1), key=lambda n: n.value)
                    if self._flaw("OverlappingTenuresShape", lower):
                        begin -= dt.timedelta(days=400)
                self._dates(tenure, begin, begin, "start")
                if turn + 1 < TENURES:
                    end = start_of(post, turn + 1)
                    self._dates(tenure, end, end, "end")
                else:
                    self._say(tenure, "endStatus", concept("interval-status", "ongoing"))

    def _name(self, official: NamedNode, number: int) -> None:
        name = thing("name", f"{number}-en")
        self._add(official, term("hasName"), name)
        self._recorded(name, "Name")
        self._say(name, "nameOf", official)
        for local, text in (("form", f"Official {number}"), ("nameLanguage", "en"), ("script", "Latn")):
            self._say(name, local, Literal(text))

    # Bodies

    def _body(self) -> None:
        """A body of eight members that meets each year, its members taking turns by the alphabet."""
        number = self._block
        if number % 10 == 0:
            organisation = thing("organisation", number // 10)
            self._named(organisation, "InternationalOrganisation", f"Organisation {number}", f"Организация {number}")
            self._dates(organisation, dt.date(1991, 12, 8), dt.date(1991, 12, 8), "start")
        body = thing("body", number)
        self._named(body, "Body", f"Meeting of prosecutors {number}", f"Совещание прокуроров {number}")
        self._say(body, "bodyKind", concept("body-kind", "prosecutors"))
        self._say(body, "withinFrameworkOf", thing("organisation", number // 10))
        members = sorted(self._draw.sample(range(self._known_states()), 8))
        for state in members:
            self._membership(f"{number}-{state}", state, body, dt.date(2001, 6, 15))
        twice = thing("membership", f"{number}-{members[0]}")
        if self._flaw("OverlappingMembershipsShape", twice):
            self._membership(f"{number}-{members[0]}-again", members[0], body, dt.date(2010, 1, 1))
        for kind, value in (("rhythm", "annual"), ("rotation", "russian-alphabet")):
            rule = thing("rule", f"{number}-{kind}")
            self._recorded(rule, "WorkingRule")
            self._say(rule, "ruleOf", body)
            self._say(rule, "ruleKind", concept("rule-kind", kind))
            self._say(rule, "ruleValue", concept(kind, value))
            self._dates(rule, dt.date(2003, 1, 1), dt.date(2003, 12, 31), "start", said="2003")
        for letter in "abc":
            aim = thing("aim", f"{number}-{letter}")
            self._recorded(aim, "Aim")
            self._say(aim, "aimOf", body)
            self._say(aim, "letter", Literal(letter))
            self._texts(aim, "content", f"Mutual assistance in field {letter}", f"Взаимная помощь в области {letter}")
            self._say(aim, "topic", self._topic())
        self._sessions(body, members)

    def _membership(self, slug: str, state: int, body: NamedNode, since: dt.date) -> None:
        membership = thing("membership", slug)
        self._recorded(membership, "Membership")
        self._say(membership, "member", thing("state", f"s{state:03}"))
        self._say(membership, "organisation", body)
        self._say(membership, "membershipRole", concept("membership-role", "member"))
        self._say(membership, "endStatus", concept("interval-status", "ongoing"))
        self._dates(membership, since, since, "start")

    def _sessions(self, body: NamedNode, members: Sequence[int]) -> None:
        number = self._block
        gap = self._flaw("OrdinalGapShape", thing("session", f"{number}-11"))
        missed = self._flaw("AnnualRhythmShape", thing("rule", f"{number}-rhythm"))
        for turn in range(1, SESSIONS + 1):
            session = thing("session", f"{number}-{turn}")
            ordinal = turn + (turn > 10 and gap)
            if turn == SESSIONS:
                lower = min(session, thing("session", f"{number}-{turn - 1}"), key=lambda node: node.value)
                ordinal -= self._flaw("UniqueOrdinalShape", lower)
            chair = members[(turn if turn < SESSIONS else turn - (ordinal < turn + gap)) % len(members)]
            self._named(
                session, "Session", f"Session {ordinal} of body {number}", f"Заседание {ordinal} органа {number}"
            )
            self._say(session, "sessionOf", body)
            self._say(session, "ordinal", Literal(str(ordinal), datatype=INTEGER))
            date = dt.date(2002 + turn + (turn > 5 and missed), 6 + turn % 3, 1 + turn)
            self._encounter(session, date, chair)
            self._say(session, "chairState", thing("state", f"s{chair:03}"))

    # Instruments

    def _treaties(self) -> None:
        first = self._block * TREATIES
        for number in range(first, first + TREATIES):
            treaty = thing("treaty", number)
            kind = ("Convention", "Agreement", "TreatyProtocol")[number % 3]
            self._named(treaty, kind, f"Convention {number} on legal assistance", f"Конвенция {number} о помощи")
            if number == first + 2 and self._flaw("LabelShape", treaty):
                self._add(treaty, LABEL, Literal(f"Treaty {number}", language="en"))
            adopted = dt.date(1991 + number % 25, 1 + number % 12, 1 + number % 28)
            self._dates(treaty, adopted, adopted)
            force = adopted + dt.timedelta(days=700)
            self._dates(treaty, force, force, "entryIntoForce")
            self._texts(treaty, "place", CITIES[number % len(CITIES)], CITIES_RU[number % len(CITIES)])
            self._say(treaty, "placeState", self._state_of(number))
            self._say(treaty, "depositary", self._state_of(number))
            self._say(treaty, "topic", self._topic())
            self._clauses(treaty, number)
            self._actions(treaty, number, adopted)

    def _clauses(self, treaty: NamedNode, number: int) -> None:
        for kind, article in (("entry-into-force", "40"), ("withdrawal", "42")):
            clause = thing("clause", f"{number}-{kind}")
            self._recorded(clause, "FinalClause")
            self._say(clause, "clauseOf", treaty)
            self._say(clause, "clauseKind", concept("clause-kind", kind))
            self._say(clause, "article", Literal(article))
            if kind == "entry-into-force":
                self._say(clause, "trigger", concept("trigger", "deposit"))
                self._say(clause, "threshold", Literal("3", datatype=INTEGER))
                self._say(clause, "thresholdKind", concept("threshold-kind", "number"))
                self._say(clause, "delay", Literal("P30D"))
            else:
                self._say(clause, "notice", Literal("P6M"))

    def _actions(self, treaty: NamedNode, number: int, adopted: dt.date) -> None:
        """Ten states: eight sign, six of them ratify, two accede; one reserves, one leaves."""
        first = number == self._block * TREATIES
        states = self._draw.sample(range(self._known_states()), 11)
        for place, state in enumerate(states[:8]):
            self._action(treaty, number, state, "Signature", adopted + dt.timedelta(days=place * 10))
        for place, state in enumerate(states[:6]):
            after = adopted + dt.timedelta(days=300 + place * 90)
            node = thing("action", f"{number}-s{state:03}-ratification")
            if first and place == 3 and self._flaw("RatificationBeforeSignatureShape", node):
                after = adopted + dt.timedelta(days=1)
            self._action(treaty, number, state, "Ratification", after)
            if place == 1:
                self._action(treaty, number, state, "Reservation", after)
            if place == 2:
                self._action(treaty, number, state, "Withdrawal", after + dt.timedelta(days=4000))
        for place, state in enumerate(states[8:10]):
            since = adopted + dt.timedelta(days=2000)
            node = thing("action", f"{number}-s{state:03}-accession")
            if first and place == 1 and self._flaw("ActionBeforeAdoptionShape", node):
                since = adopted - dt.timedelta(days=20)
            self._action(treaty, number, state, "Accession", since)
        node = thing("action", f"{number}-s{states[10]:03}-withdrawal")
        if first and self._flaw("WithdrawalWithoutConsentShape", node):
            self._action(treaty, number, states[10], "Withdrawal", adopted + dt.timedelta(days=3000))

    def _action(self, treaty: NamedNode, number: int, state: int, kind: str, date: dt.date) -> None:
        action = thing("action", f"{number}-s{state:03}-{kind.lower()}")
        self._recorded(action, kind)
        self._say(action, "actor", thing("state", f"s{state:03}"))
        self._say(action, "instrument", treaty)
        self._dates(action, date, date)
        if kind == "Reservation":
            self._say(action, "article", Literal("36"))
            self._texts(
                action, "content", "Does not hold itself bound by article 36", "Не считает себя связанным статьёй 36"
            )
        if kind == "Accession":
            first, last = date + dt.timedelta(days=30), date + dt.timedelta(days=60)
            if number == self._block * TREATIES + 1 and self._once("EffectBoundsShape", action):
                self._dates(action, last, first, "effective", said="")
            else:
                self._dates(action, first, last, "effective", said=f"{first}/{last}")

    # Encounters

    def _meetings(self) -> None:
        first = self._block * MEETINGS
        for number in range(first, first + MEETINGS):
            kind = "Visit" if number % 4 == 0 else "Meeting"
            meeting = thing(kind.lower(), number)
            self._named(meeting, kind, f"{kind} {number} of prosecutors", f"Встреча {number} прокуроров")
            date = dt.date(2001, 1, 10) + dt.timedelta(days=self._draw.randrange(8400))
            state = self._draw.randrange(self._known_states())
            said = None
            if number == first + 9 and self._flaw("EncounterShape", meeting):
                said = f"{date:%d.%m.%Y}"
            planned = number == first + 10 and self._flaw("PlannedInThePastShape", meeting)
            self._encounter(meeting, date, state, said=said, modality="planned" if planned else "held")
            if kind == "Meeting":
                self._say(meeting, "partOf", thing("visit", number - number % 4))
                self._say(meeting, "encounterFormat", concept("encounter-format", "in-person"))
            self._participations(meeting, number, date)

    def _encounter(
        self, encounter: NamedNode, date: dt.date, state: int, *, said: str | None = None, modality: str = "held"
    ) -> None:
        place = state % len(CITIES)
        host = thing("state", f"s{state:03}")
        self._dates(encounter, date, date, said=said)
        self._texts(encounter, "place", CITIES[place], CITIES_RU[place])
        self._say(encounter, "placeState", host)
        self._say(encounter, "hostState", host)
        self._say(encounter, "modality", concept("modality", modality))
        self._say(encounter, "topic", self._topic())

    def _participations(self, meeting: NamedNode, number: int, date: dt.date) -> None:
        first = number == self._block * MEETINGS
        for place, post in enumerate(self._draw.sample(range((self._block + 1) * POSTS), 4)):
            turn = sum(start_of(post, later) <= date for later in range(1, TENURES))
            participation = thing("participation", f"{number}-{place}")
            tenure = official = post * TENURES + turn
            if first and place == 0 and self._flaw("CapacityCoversDayShape", participation):
                tenure = official = post * TENURES + (TENURES - 1 if turn < 2 else 0)
            elif first and place == 1 and self._flaw("CapacityOfParticipantShape", participation):
                official = post * TENURES + (turn + 1) % TENURES
            self._recorded(participation, "Participation")
            self._say(participation, "participationIn", meeting)
            if first and place == 2 and self._flaw("ParticipationShape", participation):
                self._say(participation, "participant", thing("post", post))
            else:
                self._say(participation, "participant", thing("official", official))
                self._say(participation, "inCapacity", thing("tenure", tenure))
            self._say(participation, "onBehalfOf", self._state_of(post // 2))
            role = "host" if place == 0 else "delegate"
            self._say(participation, "participationRole", concept("participation-role", role))
            self._say(participation, "attendance", concept("attendance", "attended"))

    # What was said; who to write to; where sources differ

    def _ledger(self) -> None:
        first = self._block * LEDGER
        for number in range(first, first + LEDGER):
            entry = thing("proposal", number)
            self._recorded(entry, "Proposal")
            post = self._draw.randrange((self._block + 1) * POSTS)
            self._say(entry, "by", thing("official", post * TENURES + TENURES - 1))
            self._say(entry, "byCapacity", thing("tenure", post * TENURES + TENURES - 1))
            self._say(entry, "to", thing("agency", self._draw.randrange((self._block + 1) * AGENCIES)))
            self._texts(entry, "content", f"To hold joint training {number}", f"Провести совместное обучение {number}")
            self._say(entry, "topic", self._topic())
            self._say(entry, "saidAt", thing("visit", self._block * MEETINGS + number % 10 * 4))
            self._dates(entry, dt.date(2024, 11, 20), dt.date(2024, 11, 21), said="2024-11-20/2024-11-21")
            self._say(entry, "ledgerStatus", concept("ledger-status", "open"))
        first = self._block * DESIGNATIONS
        for number in range(first, first + DESIGNATIONS):
            designation = thing("designation", number)
            agency = self._draw.randrange((self._block + 1) * AGENCIES)
            self._recorded(designation, "Designation")
            self._say(designation, "designatedBy", self._state_of(agency))
            self._say(designation, "instrument", thing("treaty", self._block * TREATIES + number % TREATIES))
            self._say(designation, "article", Literal("15"))
            self._say(designation, "measure", concept("measure", "extradition"))
            self._say(designation, "agency", thing("agency", agency))
            self._say(designation, "channel", concept("channel", "central-authority"))
            self._say(designation, "requestLanguage", Literal("ru"))
            self._dates(designation, dt.date(2000, 3, 9), dt.date(2000, 3, 9), "start")
        divergence = thing("divergence", self._block)
        if self._flaw("SourcesDisagreeShape", divergence):
            self._recorded(divergence, "DivergentStatement")
            self._say(divergence, "about", thing("tenure", self._block * POSTS * TENURES))
            self._say(divergence, "field", Literal("start"))
            self._say(divergence, "value", Literal("1993"))

    # What is wrong on purpose

    def _flaw(self, shape: str, focus: NamedNode) -> bool:
        """Whether to put it wrong; noted if so."""
        if self._flawed:
            self.flaws.append(Flaw(shape, focus.value))
        return self._flawed

    def _once(self, shape: str, focus: NamedNode) -> bool:
        """As ``_flaw``, at most once a block."""
        return len([flaw for flaw in self.flaws if flaw.shape == shape]) <= self._block and self._flaw(shape, focus)

    def _topic(self) -> NamedNode:
        return concept("topic", self._draw.choice(TOPICS))

    def _known_states(self) -> int:
        return FIRST_STATES + STATES * self._block

    def _state_of(self, number: int) -> NamedNode:
        """The state that an agency or treaty belongs to: one that stands before its block."""
        known = FIRST_STATES + STATES * (number // AGENCIES)
        return thing("state", f"s{number * 7 % known:03}")


def start_of(post: int, turn: int) -> dt.date:
    """The day on which the ``turn``-th holder took the post."""
    return dt.date(1992 + 8 * turn, 1 + post % 12, 1 + (post * 5 + turn) % 28)


def main() -> None:
    """Write a graph to a file."""
    size, path = sys.argv[1:3]
    graph = Cooperation(int(size))
    graph.ntriples(path)
    print(f"{path}: {graph.blocks} blocks, {len(graph.flaws)} flaws", file=sys.stderr)


if __name__ == "__main__":
    main()
