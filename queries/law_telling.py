"""How treaty law is said: a stretch of force, a participant, a proof, a way to ask, as lines and as plain values."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..law.pairs import InForce
from ..law.proof import Proof
from ..law.words import CONSENTS, ActKind, Standing
from ..ontology.namespaces import ID
from .naming import Naming
from .told import Line

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..law import Law
    from ..law.acts import Act
    from ..law.answers import Participant
    from ..law.route import Designation, Way
    from ..law.status import Stay

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
    "partial": (
        "These are the acts that the graph holds, not all that the register knows: comity load untc PAGE adds them.",
        "Это акты, которые есть в графе, а не все, что знает реестр: их добавит comity load untc СТРАНИЦА.",
    ),
    "counts": ("Parties: {parties}. Signatories: {signatories}.", "Участников: {parties}. Подписавших: {signatories}."),
    "write to": ("write to: {what}", "куда обращаться: {what}"),
    "agencies": ("Agreements between their agencies (not treaties):", "Соглашения между их органами (не договоры):"),
    "route": ("{a} asks {b} for {measure} on {day}", "{a} запрашивает у {b}: {measure}, {day}"),
    "no route": (
        "Not in the sources: no provision of the graph serves {measure} between them that day; treaties in force: {n}.",
        "Нет в источниках: ни одно положение графа не касается меры ({measure}); действует договоров: {n}.",
    ),
    "no authority": (
        "which authority {state} named is not in the sources",
        "какой орган назвало государство ({state}), в источниках нет",
    ),
    "under": ("under art. {article}", "по ст. {article}"),
    "channel": ("channel: {channel}", "канал: {channel}"),
    "languages": ("in {languages}", "языки: {languages}"),
    "urgent": ("for urgent requests", "для срочных запросов"),
    "checked": ("checked {day}", "проверено {day}"),
    "horizon": ("What takes effect from {day} within {n} days", "Что вступает в действие с {day} в течение {n} дней"),
    "quiet": ("Nothing that the graph knows of.", "Графу ничего не известно."),
    "known": ("as known on {day}", "по сведениям на {day}"),
}


class Telling:
    """Says what the engine answers, in one language."""

    def __init__(self, store: Store, law: Law, lang: str) -> None:
        self.store = store
        self.law = law
        self.lang = lang
        self.naming = Naming(store, law, lang)

    def named(self, subject: str) -> dict[str, str]:
        """A subject as plain values."""
        return {"state": subject.rpartition("/")[2], "iri": ID + subject, "name": self.naming.thing(subject)}

    def way_data(self, number: int, way: Way) -> dict[str, Any]:
        russian = self.lang == "ru"
        return {
            "order": number,
            "treaty": way.force.treaty.rpartition("/")[2],
            "name": self.naming.thing(way.force.treaty),
            "article": None if way.provision is None else way.provision.article,
            "since": str(way.force.since),
            "channel": way.channel,
            "authorities": [self.authority_data(one) for one in way.designations],
            "why": [said.ru if russian else said.en for said in way.reasons],
        }

    def way_lines(self, number: int, way: Way) -> list[Line]:
        said = self.way_data(number, way)
        facts = () if way.provision is None else (way.provision.id,)
        lines = [Line(f"{number}. {said['name']} ({'; '.join(said['why'])})", 0, facts, strong=True)]
        lines += [Line(self.authority(one), 1, (one.id,)) for one in way.designations]
        if not way.designations:
            lines.append(Line(self.say("no authority", state=self.naming.thing(way.force.other)), 1))
            if way.channel:
                lines.append(Line(self.say("channel", channel=self.naming.concept("channel", way.channel)), 1, facts))
        return lines

    def authority_data(self, one: Designation) -> dict[str, Any]:
        """An authority as plain values."""
        return {
            "agency": one.agency.rpartition("/")[2],
            "name": self.naming.thing(one.agency),
            "measure": one.measure,
            "article": one.article,
            "channel": one.channel,
            "languages": one.languages,
            "urgent": one.urgent,
            "checked": None if one.checked is None else one.checked.isoformat(),
        }

    def authority(self, one: Designation) -> str:
        """An authority that a state named, with article, channel, languages, and the day when that was checked."""
        parts = [self.naming.thing(one.agency)]
        if one.article:
            parts.append(self.say("under", article=one.article))
        if one.channel:
            parts.append(self.say("channel", channel=self.naming.concept("channel", one.channel)))
        if one.languages:
            parts.append(self.say("languages", languages=one.languages))
        if one.urgent:
            parts.append(self.say("urgent"))
        if one.checked is not None:
            parts.append(self.say("checked", day=one.checked))
        return "; ".join(parts)

    def write_to(self, one: Designation) -> Line:
        """Whom to write to, as a line under a treaty."""
        what = f"{self.naming.thing(one.state)}, {self.naming.concept('measure', one.measure)}: {self.authority(one)}"
        return Line(self.say("write to", what=what), 1, (one.id,))

    def say(self, key: str, **values: Any) -> str:
        return WORDS[key][1 if self.lang == "ru" else 0].format(**values)

    def force_lines(self, force: InForce) -> list[Line]:
        since = self.say("since", day=force.since)
        said = [since]
        if force.until is not None:
            said.append(self.say("leaves", day=force.until))
        if force.provisional:
            said.append(self.say("provisional"))
        if not force.certain:
            said.append(self.say("uncertain"))
        lines = [Line(f"{self.naming.thing(force.treaty)} ({', '.join(said)})", 0, strong=True)]
        for stay in (force.tie.one, force.tie.other):
            lines += self.proof_lines(stay.why, 1)
        if force.accepted is not None:
            lines.append(Line(self.naming.act(force.accepted), 1, (force.accepted.id,)))
        for change in force.modified_by:
            facts = tuple(act.id for act in (change.reservation, change.response) if act is not None)
            lines.append(Line(self.say("modified", what=change.why.sentence(self.lang, self.naming)), 1, facts))
        for limit in force.limits:
            what = limit.act.territory or (self.naming.concept("matter", limit.act.matter) if limit.act.matter else "")
            lines.append(
                Line(self.say("limited", what=f"{self.naming.act(limit.act)} {what}".strip()), 1, (limit.act.id,))
            )
        return lines

    def proof_lines(self, proof: Proof, depth: int) -> list[Line]:
        facts = (*proof.acts, *proof.clauses)
        lines = [Line(f"{proof.sentence(self.lang, self.naming)} [{proof.article}]", depth, facts)]
        for child in proof.children:
            lines += self.proof_lines(child, depth + 1)
        return lines

    def participant_line(self, one: Participant) -> Line:
        standing = self.naming.concept("standing", one.stays[-1].standing.value) if one.stays else "—"
        acts = [act for act in one.acts if act.kind is not ActKind.OBJECTION]
        said = "; ".join(
            f"{self.naming.kind(act)} {act.date or '?'}" + (f" → {act.effective}" if act.effective else "")
            for act in acts
        )
        others = sum(act.kind is ActKind.OBJECTION for act in one.acts)
        more = f"; {self.naming.concept('standing', 'objection')} × {others}" if others else ""
        return Line(f"{self.naming.thing(one.subject)}: {standing}. {said}{more}", 1, tuple(act.id for act in acts))

    def participant_data(self, one: Participant) -> dict[str, Any]:
        said = one.to_dict()
        over = {Standing.WITHDRAWN, Standing.TERMINATED, Standing.CEASED}
        left = bool(one.stays) and all(stay.standing in over for stay in one.stays)
        return {
            **self.named(one.subject),
            "standing": said["standing"],
            "party_from": said["party_from"] or self._first_bound(one),
            "party_until": said["party_until"] or self._last_bound(one, left),
            "actions": [self.act_data(act, left) for act in one.acts],
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

    def act_data(self, act: Act, left: bool = False) -> dict[str, Any]:
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

    def force_data(self, force: InForce) -> dict[str, Any]:
        said = force.to_dict()
        return {
            **said,
            "treaty": force.treaty.rpartition("/")[2],
            "iri": ID + force.treaty,
            "name": self.naming.thing(force.treaty),
            "because_of": [self.act_data(act) for act in force.because_of],
            "proof": force.why.to_dict(),
        }
