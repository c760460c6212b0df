"""Treaty law asked of a graph: between, status, explain, horizon.

The engine works on plain values that are read from the facts once; answers
carry the addresses of the graph again, names in the reader's language, and the
sources of every act.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import NotFound, Usage
from ..law.proof import Proof
from ..law.words import ActKind
from ..ontology.namespaces import ID, SKOS, VOCABULARY
from .labels import evidence_for
from .law_telling import Telling
from .result import Evidence
from .told import Line, Told

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

    from ..law import Law
    from ..law.reading import Facts
    from ..law.route import Designation
    from .session import Graph

_UNTC = re.compile(r"[IVXL]+(?:-[0-9A-Za-z]+)+")
#: A day as a date or as text (2024-11-21); None for today, or for all that is known.
Day: TypeAlias = "str | dt.date | None"
SUBJECTS = ("state", "organisation")


class TreatyLaw:
    """Treaty law over one generation of a graph; days are dates, ``lang`` is the language of names and sentences."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @cached_property
    def store(self) -> Store:
        """The generation, opened for reading in this thread."""
        return self._graph.generation.read_only()

    @cached_property
    def law(self) -> Law:
        """The engine with the graph's facts."""
        from ..law.reading import read_law

        return read_law(self.store)

    @cached_property
    def _facts(self) -> Facts:
        """The graph by property; each is read once, whatever asks for it."""
        from ..law.reading import Facts

        return Facts(self.store)

    def suppose(self, acts: Sequence[str]) -> TreatyLaw:
        """The same as if more acts were done, each as ``STATE:KIND:TREATY:DATE`` (KG:ratification:untoc:2026-01-01).

        Raises :class:`Usage` with what was expected.
        """
        if not acts:
            return self
        from ..law.acts import Act
        from ..law.dates import When

        more = []
        for number, text in enumerate(acts, start=1):
            parts = text.split(":")
            if len(parts) != 4 or parts[1] not in set(ActKind):
                raise Usage(
                    f"expected STATE:KIND:TREATY:DATE such as KG:ratification:untoc:2026-01-01, found {text!r}",
                    field="--suppose",
                    hint=f"Kinds: {', '.join(kind.value for kind in ActKind)}.",
                )
            who, kind, treaty, date = parts
            try:
                when = When.of(dt.date.fromisoformat(date))
            except ValueError:
                raise Usage(f"expected a day such as 2026-01-01, found {date!r}", field="--suppose") from None
            more.append(Act(f"supposed-{number}", ActKind(kind), self._subject(who), self.treaty(treaty), when))
        supposing = TreatyLaw(self._graph)
        supposing.__dict__["store"] = self.store
        supposing.__dict__["law"] = self.law.with_acts(*more)
        return supposing

    def between(
        self,
        a: str,
        b: str,
        *,
        on: Day = None,
        known_on: Day = None,
        matter: str | None = None,
        lang: str = "en",
    ) -> Told:
        """Every treaty in force between two on a day, with the acts that make it so and what modifies it."""
        day, known_on = _day(on) or dt.date.today(), _day(known_on, "known_on")
        one, other = self._subject(a), self._subject(b)
        if one == other:
            raise Usage(f"{a} and {b} are the same; between takes two")
        found = self.law.between(one, other, on=day, known_on=known_on, matter=matter)
        tell = Telling(self.store, self.law, lang)
        title = tell.say("between", a=tell.naming.thing(one), b=tell.naming.thing(other), day=day, n=len(found))
        if known_on is not None:
            title += ", " + tell.say("known", day=known_on)
        lines: list[Line] = []
        named = self._authorities(one, other, day)
        for force in sorted(found, key=lambda force: tell.naming.thing(force.treaty)):
            lines += tell.force_lines(force)
            lines += [tell.write_to(designation) for designation in named.get(force.treaty, ())]
        agreements = self._agreements(one, other, day)
        if agreements:
            lines.append(Line(tell.say("agencies"), strong=True))
            lines += [Line(tell.naming.thing(agreement), 1, (agreement,)) for agreement in agreements]
        if not found:
            lines.append(Line(tell.say("nothing", a=one.rpartition("/")[2], b=other.rpartition("/")[2])))
        data = {
            "between": [tell.named(one), tell.named(other)],
            "on": day.isoformat(),
            "as_known_on": None if known_on is None else known_on.isoformat(),
            "in_force": [
                {
                    **tell.force_data(force),
                    "write_to": [
                        {"state": one.state.rpartition("/")[2], **tell.authority_data(one)}
                        for one in named.get(force.treaty, ())
                    ],
                }
                for force in found
            ],
            "agreements_between_agencies": [
                {"iri": ID + agreement, "name": tell.naming.thing(agreement)} for agreement in agreements
            ],
        }
        rows = [
            {
                "treaty": force.treaty.rpartition("/")[2],
                "name": tell.naming.thing(force.treaty),
                "since": str(force.since),
                "until": None if force.until is None else str(force.until),
                "provisional": force.provisional,
                "certain": force.certain,
                "because_of": [act.id for act in force.because_of],
                "modified_by": [one.reservation.id for one in force.modified_by],
            }
            for force in found
        ]
        return self._told(title, data, rows, lines, lang, [force.why for force in found])

    def status(self, treaty: str, *, on: Day = None, known_on: Day = None, lang: str = "en") -> Told:
        """A treaty on a day: entry into force by the register and by the clause, parties, signatories, what comes."""
        day, known_on = _day(on) or dt.date.today(), _day(known_on, "known_on")
        asked = self.treaty(treaty)
        status = self.law.status(asked, on=day, known_on=known_on)
        tell = Telling(self.store, self.law, lang)
        data = status.to_dict()
        entry = status.entry
        data |= {
            "treaty": asked.rpartition("/")[2],
            "iri": ID + asked,
            "name": tell.naming.thing(asked),
            "as_known_on": None if known_on is None else known_on.isoformat(),
            "complete": entry.complete,
            "participants": [tell.participant_data(one) for one in status.participants],
            "findings": [
                {"kind": finding.kind.value, "sentence": finding.proofs[0].sentence(lang, tell.naming)}
                for finding in status.findings
            ],
        }
        data["entry_into_force"]["because_of"] = [  # type: ignore[index]
            tell.act_data(act) for act in entry.counted if entry.reached is not None
        ]
        title = tell.say("status", treaty=tell.naming.thing(asked), day=day)
        lines = [Line(tell.say("counts", parties=data["parties"], signatories=data["signatories"]), strong=True)]
        if not entry.complete:
            lines.append(Line(tell.say("partial")))
        lines += tell.proof_lines(self.law.explain(asked, known_on=known_on), 0)
        for finding in status.findings:
            lines.append(Line("! " + finding.proofs[0].sentence(lang, tell.naming), 0))
        for one in sorted(status.participants, key=lambda one: tell.naming.thing(one.subject)):
            lines.append(tell.participant_line(one))
        coming = [event for event in self.law.horizon(day, 366, known_on=known_on) if event.treaty == asked]
        for event in coming:
            lines.append(Line("→ " + event.why.sentence(lang, tell.naming), 0, tuple(event.why.all_acts)))
        data["horizon"] = [event.to_dict() for event in coming]
        rows = [
            {
                "state": one["state"],
                "name": one["name"],
                "standing": one["standing"],
                "party_from": one["party_from"],
                "party_until": one["party_until"],
                "actions": [f"{act['kind']} {act['date'] or '?'}" for act in one["actions"]],
            }
            for one in data["participants"]  # type: ignore[attr-defined]
        ]
        return self._told(title, data, rows, lines, lang, [self.law.explain(asked, known_on=known_on)])

    def explain(
        self,
        treaty: str,
        subject: str | None = None,
        other: str | None = None,
        *,
        on: Day = None,
        known_on: Day = None,
        lang: str = "en",
    ) -> Told:
        """The proof: of a treaty's entry into force, of a subject's standing, of force between two or its absence."""
        asked, on, known_on = self.treaty(treaty), _day(on), _day(known_on, "known_on")
        one = None if subject is None else self._subject(subject)
        two = None if other is None else self._subject(other)
        proof = self.law.explain(asked, one, two, on=on, known_on=known_on)
        tell = Telling(self.store, self.law, lang)
        lines = tell.proof_lines(proof, 0)
        rows = [{"depth": line.depth, "sentence": line.text} for line in lines]
        return self._told(tell.naming.thing(asked), proof.to_dict(), rows, lines, lang, [proof])

    def route(self, a: str, b: str, measure: str, *, on: Day = None, known_on: Day = None, lang: str = "en") -> Told:
        """How ``a`` asks ``b`` for a measure: instruments in force, the first to try first, with authority and channel.

        ``measure`` is a slug of the vocabulary measure (extradition, evidence …).
        """
        from ..law.reading import read_designations, read_provisions
        from ..law.route import ways

        day, known_on = _day(on) or dt.date.today(), _day(known_on, "known_on")
        slug = self._measure(measure)
        one, other = self._subject(a), self._subject(b)
        if one == other:
            raise Usage(f"{a} and {b} are the same; route takes two")
        tell, facts = Telling(self.store, self.law, lang), self._facts
        forces = self.law.between(one, other, on=day, known_on=known_on)
        counts = {
            force.treaty: len(self.law.status(force.treaty, on=day, known_on=known_on).parties) for force in forces
        }
        adopted = {force.treaty: when for force in forces if (when := facts.when(force.treaty, "earliest", "latest"))}
        found = ways(
            forces, slug, other, day,
            provisions=read_provisions(facts), designations=read_designations(facts), parties=counts, adopted=adopted,
        )  # fmt: skip
        title = tell.say(
            "route",
            a=tell.naming.thing(one),
            b=tell.naming.thing(other),
            day=day,
            measure=tell.naming.concept("measure", slug),
        )
        lines: list[Line] = []
        rows: list[dict[str, Any]] = []
        for number, way in enumerate(found, start=1):
            rows.append(tell.way_data(number, way))
            lines += tell.way_lines(number, way)
        if not found:
            lines.append(Line(tell.say("no route", n=len(forces), measure=tell.naming.concept("measure", slug))))
        data = {
            "from": tell.named(one), "to": tell.named(other), "for": slug, "on": day.isoformat(),
            "as_known_on": None if known_on is None else known_on.isoformat(), "ways": rows,
        }  # fmt: skip
        return self._told(title, data, rows, lines, lang, [way.force.why for way in found])

    def horizon(self, *, days: int = 365, on: Day = None, lang: str = "en") -> Told:
        """What takes effect after a day within some days, over all treaties."""
        if not 0 < days <= 36_525:
            raise Usage(f"expected 1 to 36525 days, found {days}", field="days")
        day = _day(on) or dt.date.today()
        tell = Telling(self.store, self.law, lang)
        events = self.law.horizon(day, days)
        lines = [
            Line(f"{event.day}  {event.why.sentence(lang, tell.naming)}", 0, tuple(sorted(event.why.acts)))
            for event in events
        ] or [Line(tell.say("quiet"))]
        rows = [
            {
                "day": str(event.day),
                "kind": event.kind.value,
                "treaty": event.treaty.rpartition("/")[2],
                "subject": None if event.subject is None else event.subject.rpartition("/")[2],
                "other": None if event.other is None else event.other.rpartition("/")[2],
                "sentence": event.why.sentence(lang, tell.naming),
            }
            for event in events
        ]
        title = tell.say("horizon", day=day, n=days)
        return self._told(title, {"on": day.isoformat(), "days": days, "events": rows}, rows, lines, lang, [])

    # Names and addresses

    def treaty(self, name: str) -> str:
        """``treaty/untoc`` for a name, slug, address or UNTC number (XVIII-12)."""
        if _UNTC.fullmatch(name):
            from pyoxigraph import Literal, NamedNode

            from ..ontology.namespaces import COMITY

            numbers = self.store.quads_for_pattern(None, NamedNode(COMITY + "untcNumber"), Literal(name), None)
            for quad in numbers:
                return str(quad.subject.value).removeprefix(ID)  # type: ignore[union-attr]
        found = self._graph.resolve(name, ("treaty",)).removeprefix(ID)
        if found not in self.law.treaties:
            raise NotFound(f"{name} is no treaty of the graph", hint="comity search --kind treaty finds them.")
        return found

    def _subject(self, name: str) -> str:
        code = f"{ID}state/{name.upper()}"
        if len(name) <= 4 and name.isalpha() and self._known(code):
            return code.removeprefix(ID)
        return self._graph.resolve(name, SUBJECTS).removeprefix(ID)

    def _known(self, address: str) -> bool:
        from pyoxigraph import NamedNode

        return next(self.store.quads_for_pattern(NamedNode(address), None, None, None), None) is not None

    def _authorities(self, one: str, other: str, day: dt.date) -> dict[str, list[Designation]]:
        """What either of two named under each instrument, as far as it may hold that day."""
        from ..law.reading import read_designations

        found: dict[str, list[Designation]] = {}
        for designation in read_designations(self._facts):
            if designation.state in (one, other) and designation.instrument and designation.holds(day):
                found.setdefault(designation.instrument, []).append(designation)
        return found

    def _agreements(self, one: str, other: str, day: dt.date) -> list[str]:
        """Agreements that agencies of both concluded by that day."""
        facts = self._facts
        organs = facts.column("organOf")
        found = []
        for agreement in facts.instances("InterAgencyAgreement"):
            owners = {owner for party in facts.column("party").get(agreement, ()) for owner in organs.get(party, ())}
            made = facts.when(agreement, "earliest", "latest")
            if {one, other} <= owners and (made is None or made.lo <= day.toordinal()):
                found.append(agreement)
        return found

    def _measure(self, measure: str) -> str:
        from pyoxigraph import NamedNode

        scheme = VOCABULARY + "measure"
        quads = self.store.quads_for_pattern(None, NamedNode(SKOS + "inScheme"), NamedNode(scheme), None)
        known = sorted(str(quad.subject.value).removeprefix(scheme + "/") for quad in quads)  # type: ignore[union-attr]
        slug = measure.strip().lower().replace(" ", "-")
        if slug not in known:
            hint = f"One of {', '.join(known)}."
            raise Usage(f"expected a measure, found {measure[:40]!r}", field="--for", hint=hint)
        return slug

    def _told(
        self,
        title: str,
        data: dict[str, Any],
        rows: Sequence[dict[str, Any]],
        lines: Sequence[Line],
        lang: str,
        proofs: Iterable[Proof],
    ) -> Told:
        facts = {fact for line in lines for fact in line.facts}
        found = evidence_for(self._graph, {ID + fact for fact in facts}, lang)
        evidence: dict[str, list[Evidence]] = {iri.removeprefix(ID): known for iri, known in found.items()}
        chosen = list(proofs)

        def triples() -> list[Triple]:
            from ..law.writing import proof_triples

            tell = Telling(self.store, self.law, lang)
            return [triple for proof in chosen for triple in proof_triples(proof, tell.naming)]

        columns = tuple(rows[0]) if rows else ()
        return Told(title, data, columns, rows, lines, evidence, triples)


def _day(value: Day, field: str = "on") -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise Usage(f"expected a day such as 2024-11-21, found {value[:40]!r}", field=field) from None
