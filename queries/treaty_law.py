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
from typing import TYPE_CHECKING, Any

from ..errors import NotFound, Usage
from ..law.pairs import InForce
from ..law.proof import Proof
from ..law.words import ActKind, Standing
from ..ontology.namespaces import ID
from .labels import evidence_for
from .naming import Naming
from .result import Evidence
from .told import Line, Told

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

    from ..law import Law
    from ..law.acts import Act
    from ..law.answers import Participant
    from ..law.status import Stay
    from .session import Graph

_UNTC = re.compile(r"[IVXL]+(?:-[0-9A-Za-z]+)+")
SUBJECTS = ("state", "organisation")
WORDS = {
    "between": ("In force between {a} and {b} on {day}: {n}", "Между {a} и {b} на {day} действует: {n}"),
    "nothing": (
        "No treaty of the graph was in force between them that day; comity explain TREATY {a} {b} says why not.",
        "Ни один договор графа между ними в этот день не действовал; почему, говорит comity explain TREATY {a} {b}.",
    ),
    "since": ("since {day}", "с {day}"),
    "until": ("until {day}", "до {day}"),
    "provisional": ("applied provisionally", "применяется временно"),
    "uncertain": ("possibly: a date is not known to the day", "возможно: дата известна не до дня"),
    "leaves": ("known to end on {day}", "известно, что прекратится {day}"),
    "modified": ("modified: {what}", "изменено: {what}"),
    "limited": ("limited: {what}", "ограничено: {what}"),
    "status": ("{treaty}: status on {day}", "{treaty}: статус на {day}"),
    "counts": ("Parties: {parties}. Signatories: {signatories}.", "Участников: {parties}. Подписавших: {signatories}."),
    "horizon": ("What takes effect from {day} within {n} days", "Что вступает в действие с {day} в течение {n} дней"),
    "quiet": ("Nothing that the graph knows of.", "Графу ничего не известно."),
    "known": ("as known on {day}", "по сведениям на {day}"),
}


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

    def between(
        self,
        a: str,
        b: str,
        *,
        on: dt.date | None = None,
        known_on: dt.date | None = None,
        matter: str | None = None,
        lang: str = "en",
    ) -> Told:
        """Every treaty in force between two on a day, with the acts that make it so and what modifies it."""
        day = on or dt.date.today()
        one, other = self._subject(a), self._subject(b)
        if one == other:
            raise Usage(f"{a} and {b} are the same; between takes two")
        found = self.law.between(one, other, on=day, known_on=known_on, matter=matter)
        naming = Naming(self.store, self.law, lang)
        title = self._say("between", lang, a=naming.thing(one), b=naming.thing(other), day=day, n=len(found))
        if known_on is not None:
            title += ", " + self._say("known", lang, day=known_on)
        lines: list[Line] = []
        for force in sorted(found, key=lambda force: naming.thing(force.treaty)):
            lines += self._force_lines(force, naming, lang)
        if not found:
            lines.append(Line(self._say("nothing", lang, a=one.rpartition("/")[2], b=other.rpartition("/")[2])))
        data = {
            "between": [self._named(one, naming), self._named(other, naming)],
            "on": day.isoformat(),
            "as_known_on": None if known_on is None else known_on.isoformat(),
            "in_force": [self._force_data(force, naming) for force in found],
        }
        rows = [
            {
                "treaty": force.treaty.rpartition("/")[2],
                "name": naming.thing(force.treaty),
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

    def status(
        self, treaty: str, *, on: dt.date | None = None, known_on: dt.date | None = None, lang: str = "en"
    ) -> Told:
        """A treaty on a day: entry into force by the register and by the clause, parties, signatories, what comes."""
        day = on or dt.date.today()
        asked = self.treaty(treaty)
        status = self.law.status(asked, on=day, known_on=known_on)
        naming = Naming(self.store, self.law, lang)
        data = status.to_dict()
        entry = status.entry
        data |= {
            "treaty": asked.rpartition("/")[2],
            "iri": ID + asked,
            "name": naming.thing(asked),
            "as_known_on": None if known_on is None else known_on.isoformat(),
            "participants": [self._participant(one, naming, day) for one in status.participants],
            "findings": [
                {"kind": finding.kind.value, "sentence": finding.proofs[0].sentence(lang, naming)}
                for finding in status.findings
            ],
        }
        data["entry_into_force"]["because_of"] = [  # type: ignore[index]
            self._act_data(act, naming) for act in entry.counted if entry.reached is not None
        ]
        title = self._say("status", lang, treaty=naming.thing(asked), day=day)
        lines = [Line(self._say("counts", lang, parties=data["parties"], signatories=data["signatories"]), strong=True)]
        lines += self._proof_lines(self.law.explain(asked, known_on=known_on), naming, lang, 0)
        for finding in status.findings:
            lines.append(Line("! " + finding.proofs[0].sentence(lang, naming), 0))
        for one in sorted(status.participants, key=lambda one: naming.thing(one.subject)):
            lines.append(self._participant_line(one, naming))
        coming = [event for event in self.law.horizon(day, 366, known_on=known_on) if event.treaty == asked]
        for event in coming:
            lines.append(Line("→ " + event.why.sentence(lang, naming), 0, tuple(event.why.all_acts)))
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
        on: dt.date | None = None,
        known_on: dt.date | None = None,
        lang: str = "en",
    ) -> Told:
        """The proof: of a treaty's entry into force, of a subject's standing, of force between two or its absence."""
        asked = self.treaty(treaty)
        one = None if subject is None else self._subject(subject)
        two = None if other is None else self._subject(other)
        proof = self.law.explain(asked, one, two, on=on, known_on=known_on)
        naming = Naming(self.store, self.law, lang)
        lines = self._proof_lines(proof, naming, lang, 0)
        rows = [{"depth": line.depth, "sentence": line.text} for line in lines]
        return self._told(naming.thing(asked), proof.to_dict(), rows, lines, lang, [proof])

    def horizon(self, *, days: int = 365, on: dt.date | None = None, lang: str = "en") -> Told:
        """What takes effect after a day within some days, over all treaties."""
        if not 0 < days <= 36_525:
            raise Usage(f"expected 1 to 36525 days, found {days}", field="days")
        day = on or dt.date.today()
        naming = Naming(self.store, self.law, lang)
        events = self.law.horizon(day, days)
        lines = [
            Line(f"{event.day}  {event.why.sentence(lang, naming)}", 0, tuple(sorted(event.why.acts)))
            for event in events
        ] or [Line(self._say("quiet", lang))]
        rows = [
            {
                "day": str(event.day),
                "kind": event.kind.value,
                "treaty": event.treaty.rpartition("/")[2],
                "subject": None if event.subject is None else event.subject.rpartition("/")[2],
                "other": None if event.other is None else event.other.rpartition("/")[2],
                "sentence": event.why.sentence(lang, naming),
            }
            for event in events
        ]
        title = self._say("horizon", lang, day=day, n=days)
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

    def _named(self, subject: str, naming: Naming) -> dict[str, str]:
        return {"state": subject.rpartition("/")[2], "iri": ID + subject, "name": naming.thing(subject)}

    # What is said

    def _say(self, key: str, lang: str, **values: Any) -> str:
        return WORDS[key][1 if lang == "ru" else 0].format(**values)

    def _force_lines(self, force: InForce, naming: Naming, lang: str) -> list[Line]:
        since = self._say("since", lang, day=force.since)
        said = [since]
        if force.until is not None:
            said.append(self._say("leaves", lang, day=force.until))
        if force.provisional:
            said.append(self._say("provisional", lang))
        if not force.certain:
            said.append(self._say("uncertain", lang))
        lines = [Line(f"{naming.thing(force.treaty)} ({', '.join(said)})", 0, strong=True)]
        for stay in (force.tie.one, force.tie.other):
            lines += self._proof_lines(stay.why, naming, lang, 1)
        if force.accepted is not None:
            lines.append(Line(naming.act(force.accepted), 1, (force.accepted.id,)))
        for change in force.modified_by:
            facts = tuple(act.id for act in (change.reservation, change.response) if act is not None)
            lines.append(Line(self._say("modified", lang, what=change.why.sentence(lang, naming)), 1, facts))
        for limit in force.limits:
            what = limit.act.territory or (naming.concept("matter", limit.act.matter) if limit.act.matter else "")
            lines.append(
                Line(self._say("limited", lang, what=f"{naming.act(limit.act)} {what}".strip()), 1, (limit.act.id,))
            )
        return lines

    def _proof_lines(self, proof: Proof, naming: Naming, lang: str, depth: int) -> list[Line]:
        facts = (*proof.acts, *proof.clauses)
        lines = [Line(f"{proof.sentence(lang, naming)} [{proof.article}]", depth, facts)]
        for child in proof.children:
            lines += self._proof_lines(child, naming, lang, depth + 1)
        return lines

    def _participant_line(self, one: Participant, naming: Naming) -> Line:
        standing = naming.concept("standing", one.stays[-1].standing.value) if one.stays else "—"
        acts = [act for act in one.acts if act.kind is not ActKind.OBJECTION]
        said = "; ".join(
            f"{naming.kind(act)} {act.date or '?'}" + (f" → {act.effective}" if act.effective else "") for act in acts
        )
        others = sum(act.kind is ActKind.OBJECTION for act in one.acts)
        more = f"; {naming.concept('standing', 'objection')} × {others}" if others else ""
        return Line(f"{naming.thing(one.subject)}: {standing}. {said}{more}", 1, tuple(act.id for act in acts))

    def _participant(self, one: Participant, naming: Naming, day: dt.date) -> dict[str, Any]:
        said = one.to_dict()
        over = {Standing.WITHDRAWN, Standing.TERMINATED, Standing.CEASED}
        left = bool(one.stays) and all(stay.standing in over for stay in one.stays)
        return {
            **self._named(one.subject, naming),
            "standing": said["standing"],
            "party_from": said["party_from"] or self._first_bound(one),
            "party_until": said["party_until"] or self._last_bound(one, left),
            "actions": [self._act_data(act, naming, left) for act in one.acts],
        }

    def _first_bound(self, one: Participant) -> str | None:
        stay = self._bound_stay(one)
        return None if stay is None else str(stay.since)

    def _last_bound(self, one: Participant, left: bool) -> str | None:
        stay = self._bound_stay(one) if left else None
        return None if stay is None or stay.until is None else str(stay.until)

    def _bound_stay(self, one: Participant) -> Stay | None:
        """The last stretch in which the treaty bound, also where it is over by the day."""
        acts = list(one.acts)
        if not acts:
            return None
        bound = self.law.derived(acts[0].instrument).bound.get(one.subject, ())
        return bound[-1] if bound else None

    def _act_data(self, act: Act, naming: Naming, left: bool = False) -> dict[str, Any]:
        from ..law.words import CONSENTS

        return {
            "id": act.id,
            "kind": act.kind.value,
            "by": act.actor.rpartition("/")[2],
            "date": None if act.date is None else str(act.date),
            "effective": None if act.effective is None else str(act.effective),
            "towards": None if act.towards is None else act.towards.rpartition("/")[2],
            "ended": (left and act.kind in CONSENTS) or act.id in self._ended,
        }

    @cached_property
    def _ended(self) -> frozenset[str]:
        """Acts that their register shows in square brackets."""
        from pyoxigraph import NamedNode

        from ..ontology.namespaces import COMITY

        quads = self.store.quads_for_pattern(None, NamedNode(COMITY + "ended"), None, None)
        return frozenset(str(quad.subject.value).removeprefix(ID) for quad in quads)  # type: ignore[union-attr]

    def _force_data(self, force: InForce, naming: Naming) -> dict[str, Any]:
        said = force.to_dict()
        return {
            **said,
            "treaty": force.treaty.rpartition("/")[2],
            "iri": ID + force.treaty,
            "name": naming.thing(force.treaty),
            "because_of": [self._act_data(act, naming) for act in force.because_of],
            "proof": force.why.to_dict(),
        }

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

            naming = Naming(self.store, self.law, lang)
            return [triple for proof in chosen for triple in proof_triples(proof, naming)]

        columns = tuple(rows[0]) if rows else ()
        return Told(title, data, columns, rows, lines, evidence, triples)
