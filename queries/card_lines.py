"""How the facts of each class are told on a card: what leads, what follows, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ..ontology.namespaces import COMITY, SKOS, WD
from .labels import rank_language
from .result import is_iri, python_value
from .words import heading, is_russian, say, spoken

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TITLE = "http://purl.org/dc/terms/title"

#: What leads a line, in this order, without the names of the properties.
LEADS: Mapping[str, str] = {
    "Tenure": "holder post",
    "Membership": "member organisation membershipRole",
    "Participation": "participant participationIn inCapacity participationRole",
    "Action": "actor instrument",
    "LedgerEntry": "content",
    "Aim": "letter content",
    "WorkingRule": "ruleKind ruleValue",
    "FinalClause": "clauseOf clauseKind article",
    "Designation": "designatedBy measure agency",
    "DivergentStatement": "about field value",
    "StateSuccession": "predecessor successor successionKind",
    "PartyStatus": "subject treaty",
}
#: Section headings; a class that is not here has its own label.
HEADINGS: Mapping[str, tuple[str, str]] = {
    "Office": ("In office on {day}", "Занимают должности на {day}"),
    "Tenure": ("Tenures", "Пребывание в должностях"),
    "Post": ("Posts", "Должности"),
    "Membership": ("Memberships", "Членство"),
    "Encounter": ("Encounters", "Встречи"),
    "Participation": ("Took part", "Участие"),
    "LedgerEntry": ("Proposed, promised, assessed", "Предложено, обещано, оценено"),
    "Aim": ("Aims", "Задачи"),
    "WorkingRule": ("Working rules", "Правила работы"),
    "Action": ("Acts towards treaties", "Действия в отношении договоров"),
    "FinalClause": ("Final clauses", "Заключительные положения"),
    "Instrument": ("Instruments", "Документы"),
    "Designation": ("Designations", "Назначенные органы"),
    "Agency": ("Agencies", "Ведомства"),
    "Body": ("Bodies", "Механизмы"),
    "StateSuccession": ("Succession", "Правопреемство"),
    "DivergentStatement": ("Other sources say", "Другие источники сообщают"),
    "PartyStatus": ("Party status", "Статус участника"),
    "InForceBetween": ("In force between", "Действует между"),
}
#: The classes under which narrower ones are gathered.
_BROAD = ("Encounter", "Instrument", "Action", "LedgerEntry")
#: Classes that say little beside a narrower one (derived/types adds them).
_GENERAL = frozenset({*_BROAD, "Treaty", "NonBindingInstrument", "TreatySubject", "Recorded"})
DATES = frozenset(COMITY + name for name in ("date", "start", "end", "endStatus", "attestedOn"))
#: Not shown: bounds of a date that is shown, shortcuts of facts that are shown, and what the card says elsewhere.
HIDDEN = frozenset(
    COMITY + name
    for name in (
        "earliest latest startEarliest startLatest endEarliest endLatest dueEarliest dueLatest "
        "entryIntoForceEarliest entryIntoForceLatest effectiveEarliest effectiveLatest "
        "checkedOn confidence basis note nameOf hasName about sha256 "
        "holdsPost memberOf metWith attended representedAt prosecutorGeneralOf partyTo"
    ).split()
)
#: Not shown on a line: the line's heading or name says it.
_HIDDEN_ON_LINES = frozenset(
    COMITY + name
    for name in (
        "sessionOf ordinal attendance onBehalfOf byCapacity toCapacity placeState hostState chairState organOf "
        "agencyKind postKind postIn singleHolder signedAt clauseOf website abbreviation formalName depositary "
        "registerNumber untcNumber etsNumber textAt party"
    ).split()
)
#: Values that go without saying.
_USUAL = frozenset(
    {
        (COMITY + "modality", "held"),
        (COMITY + "encounterFormat", "in-person"),
        (COMITY + "attendance", "attended"),
        (COMITY + "acting", "false"),
        (COMITY + "rounding", "none"),
    }
)
_NAME_PROPERTIES = frozenset({SKOS + "altLabel", COMITY + "abbreviation", COMITY + "formalName"})

#: What comes first on a card or line; the rest follows by name.
_ORDER = (
    "sessionOf ordinal partOf by to due ledgerStatus realisedBy saidAt party place placeState hostState chairState "
    "encounterFormat modality"
).split()

Properties = Mapping[str, Sequence[Any]]


class Teller:
    """Tells the facts of a graph in one language, with the labels it was given."""

    def __init__(self, labels: Mapping[str, str], lang: str, posts: Mapping[str, str] | None = None) -> None:
        self.labels = labels
        self.lang = lang
        #: The label of the post of each tenure: a capacity is named by it, its holder stands beside it.
        self._posts = posts or {}

    def words(self, term: Any) -> str:
        """One value as a reader wants it."""
        if is_iri(term):
            iri = str(term.value)
            if iri.startswith(WD):
                return f"Wikidata {iri.removeprefix(WD)}"
            return self.labels.get(iri) or end(iri)
        value = python_value(term)
        if isinstance(value, bool):
            return say("yes" if value else "no", self.lang)
        return spoken(str(term.value), self.lang)

    def name(self, property: str) -> str:
        """The label of a property."""
        if property == SKOS + "exactMatch":
            return "то же, что" if is_russian(self.lang) else "same as"
        if property == COMITY + "modality":
            return heading("modality", self.lang)
        return self.labels.get(property, end(property))

    def values(
        self, properties: Properties, *, on_line: bool, leave_out: Collection[str] = ()
    ) -> list[tuple[str, str]]:
        """(property, value) pairs in the language; ``leave_out`` are addresses and properties said already."""
        shown = []
        for name in sorted(properties, key=lambda one: (_rank(one), self.name(one))):
            if name in HIDDEN or name in DATES or name in leave_out or name in _NAME_PROPERTIES:
                continue
            if on_line and name in _HIDDEN_ON_LINES:
                continue
            if name == COMITY + "ledgerStatus" and _is_a(properties, "Assessment"):
                continue  # an opinion has no outcome
            if not name.startswith((COMITY, SKOS)):
                continue
            told = self._told(name, properties[name], leave_out)
            if told:
                shown.append((self.name(name), ", ".join(told)))
        return shown

    def _told(self, name: str, values: Sequence[Any], leave_out: Collection[str] = ()) -> list[str]:
        terms = [
            term
            for term in in_language(values, self.lang)
            if term.value not in leave_out and (name, end(term.value)) not in _USUAL
        ]
        if name.endswith("Capacity"):
            return sorted({self._posts.get(term.value) or self.words(term) for term in terms})
        return sorted({self.words(term) for term in terms})

    def lead(self, kind: str, properties: Properties, thing: str) -> tuple[str, set[str]]:
        """What a line says first, and the properties it uses; ``thing`` is what the card is of."""
        named = properties.get(LABEL) or properties.get(TITLE)
        if named:
            return str(best(named, self.lang).value), set()
        used = {COMITY + name for name in LEADS.get(kind, "").split() if COMITY + name in properties}
        parts = {
            name: ", ".join(self._told(COMITY + name, properties[COMITY + name]))
            for name in LEADS.get(kind, "").split()
            if COMITY + name in properties and not any(term.value == thing for term in properties[COMITY + name])
        }
        if kind == "StateSuccession":
            parts = {
                name: ", ".join(self._told(COMITY + name, properties.get(COMITY + name, ())))
                for name in LEADS[kind].split()
            }
            return f"{parts['predecessor']} → {parts['successor']}, {parts['successionKind']}", used
        return self._joined(kind, parts), used

    def _joined(self, kind: str, parts: Mapping[str, str]) -> str:
        told = [part for part in parts.values() if part]
        if kind == "Membership" and "membershipRole" in parts:
            role = parts["membershipRole"]
            return ", ".join([part for name, part in parts.items() if name != "membershipRole"] + [role])
        if kind == "Participation":
            where = [part for name, part in parts.items() if name in ("participant", "participationIn")]
            how = [part for name, part in parts.items() if name not in ("participant", "participationIn")]
            return ": ".join(where) + (f" ({', '.join(how)})" if how else "")
        if kind in ("Aim", "WorkingRule"):
            return ": ".join(told)
        return ", ".join(told)

    def when(self, properties: Properties) -> str:
        """The date of a fact as people say it."""
        date = last(properties.get(COMITY + "date"))
        if date:
            return spoken(date, self.lang, point=_is_a(properties, "Action"))
        start, stop = last(properties.get(COMITY + "start")), last(properties.get(COMITY + "end"))
        status = last(properties.get(COMITY + "endStatus"))
        if not start and not stop:
            return ""
        if not stop and not status:
            return say("since", self.lang, date=spoken(start, self.lang, point=True))
        open_end = {"ongoing": say("now", self.lang), "unknown": "?"}.get(status, "")
        first = spoken(start, self.lang, point=True) or "?"
        final = spoken(stop, self.lang, point=True) or open_end
        return f"{first} – {final}"

    def heading(self, section: str, day: str = "") -> str:
        """The heading of a section."""
        if section in HEADINGS:
            return HEADINGS[section][is_russian(self.lang)].format(day=day)
        label = self.labels.get(COMITY + section, section)
        return label[:1].upper() + label[1:]


def _rank(property: str) -> int:
    name = end(property)
    return _ORDER.index(name) if name in _ORDER else len(_ORDER) + (name == "topic")


def _is_a(properties: Properties, name: str) -> bool:
    return any(term.value == COMITY + name for term in properties.get(RDF_TYPE, ()))


def order_of(section: str) -> int:
    """Where a section stands on a card."""
    return list(HEADINGS).index(section) if section in HEADINGS else len(HEADINGS)


def section_of(types: Sequence[Any]) -> str:
    """The class under which a fact is gathered: the broad one for encounters, instruments, acts, the ledger."""
    own = {end(term.value) for term in types if is_iri(term) and term.value.startswith(COMITY)}
    for broad in _BROAD:
        if broad in own:
            return broad
    return narrowest(types)


def narrowest(types: Sequence[Any]) -> str:
    """The local name of the most telling class."""
    own = sorted(end(term.value) for term in types if is_iri(term) and term.value.startswith(COMITY))
    narrow = [name for name in own if name not in _GENERAL] or own
    return narrow[0] if narrow else ""


def in_language(values: Sequence[Any], lang: str) -> list[Any]:
    """Of texts in several languages the best one; everything else as it is."""
    tagged = [value for value in values if getattr(value, "language", None)]
    rest = [value for value in values if not getattr(value, "language", None)]
    return [*rest, best(tagged, lang)] if tagged else rest


def best(values: Sequence[Any], lang: str) -> Any:
    """The text in the language, or the next one of the fall-back chain."""
    rank: Callable[[Any], tuple[int, str]] = lambda term: (  # noqa: E731  # mypy infers no type for a key function
        rank_language(getattr(term, "language", None), lang),
        term.value,
    )
    return min(values, key=rank)


def last(values: Sequence[Any] | None) -> str:
    """The value, or the last part of the address, of a property that has one value; '' without."""
    if not values:
        return ""
    return end(values[0].value) if is_iri(values[0]) else str(values[0].value)


def end(iri: str) -> str:
    """The last part of an address."""
    return str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
