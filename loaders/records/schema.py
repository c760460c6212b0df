"""The record tables: which columns each has, what they hold, and what they become in RDF.

One description serves the reading of rows (a pydantic model a table), the
quads, and ``records/README.md``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .columns import Address, Aliases, Concept, Date, Days, Integer, Kind, Ref, Slug, Text, Wikidata, YesNo

if TYPE_CHECKING:
    from pydantic import BaseModel

#: Words a quote may have: enough to find the place, not enough to stand in for the source.
QUOTE = 15

AGENTS = ("state", "organisation", "agency")
SPEAKERS = ("official", "agency", "state", "body", "organisation")
ENCOUNTERS = ("session", "meeting", "visit", "conference", "signing")
INSTRUMENTS = ("treaty", "instrument")
LEDGER = ("proposal", "commitment", "invitation", "assessment")


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind, whether a row must fill it, and what it means."""

    name: str
    kind: Kind
    note: str
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its rows become ``of`` (a class, or the column that names one)."""

    name: str
    of: str
    note: str
    columns: tuple[Column, ...]
    evidence: bool = True

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Its own columns and those that every sourced row has."""
        return (*self.columns, *EVIDENCE) if self.evidence else self.columns


def _id(*kinds: str) -> Column:
    return Column("id", Slug(kinds=kinds), "never changes: others refer to it", required=True)


def _ref(name: str, prop: str, *kinds: str, many: bool = False, required: bool = False, note: str = "") -> Column:
    return Column(name, Ref(prop, kinds, many), note or f"the {name.replace('_', ' ')}", required)


def _concept(
    name: str, prop: str, scheme: str, *, many: bool = False, required: bool = False, note: str = ""
) -> Column:
    return Column(name, Concept(prop, scheme, many), note or f"the {name.replace('_', ' ')}", required)


def _names(*, required: bool = True, formal: bool = False, short: bool = True) -> tuple[Column, ...]:
    columns = [
        Column("name_en", Text("label", "en"), "the name in English", required),
        Column("name_ru", Text("label", "ru"), "the name in Russian"),
    ]
    if formal:
        columns += [
            Column("formal_en", Text("formalName", "en"), "the formal name in English"),
            Column("formal_ru", Text("formalName", "ru"), "the formal name in Russian"),
        ]
    if short:
        columns += [
            Column("abbr_en", Text("abbreviation", "en"), "the abbreviation in English"),
            Column("abbr_ru", Text("abbreviation", "ru"), "the abbreviation in Russian"),
        ]
    return tuple(columns)


_START = Column("start", Date("start", "startEarliest", "startLatest"), "the first day, as far as known")
_END = Column("end", Date("end", "endEarliest", "endLatest"), "the day on which it no longer holds")
_STATUS = _concept("end_status", "endStatus", "interval-status", note="where no end is given: ongoing or unknown")
_ATTESTED = Column("attested", Days("attestedOn", many=True), "days on which a source shows it to hold")
_DATE = Column("date", Date("date", "earliest", "latest"), "when, as far as known")
_EFFECTIVE = Column("effective", Date("effective", "effectiveEarliest", "effectiveLatest"), "when it takes effect")
_WIKIDATA = Column("wikidata", Wikidata("exactMatch"), "the same thing in Wikidata")
_WEBSITE = Column("website", Address("website"), "its own pages")
_ALIASES = Column("aliases", Aliases(), "other names")
_NATIVE = (
    Column("name_native", Kind(), "the name in its own language"),
    Column("native_language", Kind(), "which language that is (BCP 47)"),
)
_CONTENT_EN = Column("content_en", Text("content", "en"), "in our own words, in English")
_CONTENT_RU = Column("content_ru", Text("content", "ru"), "in our own words, in Russian")
_TOPICS = _concept("topics", "topic", "topic", many=True, note="what it is about")
_PLACE = (
    Column("place_en", Text("place", "en"), "the city or site, in English"),
    Column("place_ru", Text("place", "ru"), "the city or site, in Russian"),
    _ref("place_state", "placeState", "state", note="the state it lies in"),
)

EVIDENCE = (
    Column("source", Ref("", ("source",), many=True), "the sources, the most important first", required=True),
    Column("locator", Kind(), "where in each source, separated by |"),
    Column("quote", Kind(), f"exact words of each source, at most {QUOTE}, separated by |"),
    _concept("confidence", "confidence", "confidence", required=True, note="how sure"),
    Column("checked", Days("checkedOn"), "the day on which the source was looked at", required=True),
    Column("note", Text("note"), "what a reader should know, above all why it is not sure"),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "sources",
            "Source",
            "Documents and datasets that facts rest on.",
            (
                _id("source"),
                _concept("kind", "sourceKind", "source-kind", required=True),
                Column("title", Text("title"), "its title", required=True),
                Column("language", Text("language"), "its language (BCP 47)"),
                Column("url", Address("url"), "where it can be opened"),
                Column("publisher", Text("publisher"), "who published it"),
                Column("issued", Text("issued"), "when it was published, as far as known (EDTF)"),
                Column("retrieved", Days("retrieved"), "the day on which it was read"),
                Column("sha256", Text("sha256"), "of the bytes that were read"),
                Column("note", Text("note"), "what a reader should know"),
            ),
            evidence=False,
        ),
        Table(
            "states",
            "State",
            "States whose names are kept by hand, and historic states. The others come from ISO 3166 and CLDR.",
            (
                _id("state"),
                Column("kind", Kind(), "state or historic", required=True),
                *_names(formal=True),
                Column("adjective_en", Text("adjective", "en"), "the adjective in English"),
                Column("adjective_ru", Text("adjective", "ru"), "the adjective in Russian, masculine nominative"),
                _START,
                _END,
                _WIKIDATA,
            ),
        ),
        Table(
            "successions",
            "StateSuccession",
            "Which state took the place of which.",
            (
                _id("succession"),
                _concept("kind", "successionKind", "succession-kind", required=True),
                _ref("predecessor", "predecessor", "state", required=True),
                _ref("successor", "successor", "state", required=True),
                _DATE,
            ),
        ),
        Table(
            "organisations",
            "InternationalOrganisation",
            "International organisations.",
            (_id("organisation"), *_names(), _START, _END, _WIKIDATA, _WEBSITE),
        ),
        Table(
            "memberships",
            "Membership",
            "Who belongs to an organisation or body, as what and when.",
            (
                _id("membership"),
                _ref("member", "member", *AGENTS, required=True),
                _ref("organisation", "organisation", "organisation", "body", required=True),
                _concept("role", "membershipRole", "membership-role", required=True),
                _START,
                _END,
                _STATUS,
                _ATTESTED,
            ),
        ),
        Table(
            "agencies",
            "Agency",
            "Organs of states and organisations.",
            (
                _id("agency"),
                _ref("organ_of", "organOf", "state", "organisation", required=True),
                _concept("kind", "agencyKind", "agency-kind", required=True),
                *_names(),
                *_NATIVE,
                _START,
                _END,
                _WEBSITE,
                _WIKIDATA,
            ),
        ),
        Table(
            "posts",
            "Post",
            "Offices that officials hold.",
            (
                _id("post"),
                _ref("in", "postIn", "agency", "body", "organisation", required=True, note="the agency or body"),
                _concept("kind", "postKind", "post-kind", required=True),
                *_names(short=False),
                Column("single_holder", YesNo("singleHolder"), "whether it admits one holder", required=True),
                _WIKIDATA,
            ),
        ),
        Table(
            "officials",
            "Official",
            "People who hold public office; nothing beyond that office.",
            (_id("official"), *_names(short=False), *_NATIVE, _ALIASES, _WIKIDATA),
        ),
        Table(
            "tenures",
            "Tenure",
            "An official's time in a post.",
            (
                _id("tenure"),
                _ref("official", "holder", "official", required=True),
                _ref("post", "post", "post", required=True),
                _START,
                _END,
                _STATUS,
                Column("acting", YesNo("acting"), "whether it is an acting one"),
                _ATTESTED,
            ),
        ),
        Table(
            "bodies",
            "Body",
            "Standing mechanisms of cooperation.",
            (
                _id("body"),
                _concept("kind", "bodyKind", "body-kind", required=True),
                _ref("organisation", "withinFrameworkOf", "organisation"),
                *_names(),
                _ALIASES,
                _START,
                _ref("established_by", "establishedBy", *INSTRUMENTS, many=True),
                _ref("guided_by", "guidedBy", *INSTRUMENTS, many=True),
                _WEBSITE,
                _WIKIDATA,
            ),
        ),
        Table(
            "aims",
            "Aim",
            "What a body says it is for.",
            (
                _id("aim"),
                _ref("body", "aimOf", "body", required=True),
                Column("letter", Text("letter"), "its letter or number in the source"),
                _CONTENT_EN,
                _CONTENT_RU,
                _TOPICS,
                _ref("cites", "cites", *INSTRUMENTS, many=True, note="instruments it cites"),
            ),
        ),
        Table(
            "rules",
            "WorkingRule",
            "The rhythm and the rotation that a body declares.",
            (
                _id("rule"),
                _ref("body", "ruleOf", "body", required=True),
                _concept("kind", "ruleKind", "rule-kind", required=True),
                Column("value", Kind(), "a concept of the vocabulary that kind names", required=True),
                _START,
                _END,
            ),
        ),
        Table(
            "encounters",
            "id",
            "Sessions, meetings, visits, conferences and signings.",
            (
                _id(*ENCOUNTERS),
                _ref("body", "sessionOf", "body"),
                Column("ordinal", Integer("ordinal"), "the number of a session"),
                *_names(required=False, short=False),
                _DATE,
                *_PLACE,
                _concept("format", "encounterFormat", "encounter-format"),
                _ref("host_state", "hostState", "state"),
                _ref("chair_state", "chairState", "state"),
                _ref("part_of", "partOf", *ENCOUNTERS),
                _concept("modality", "modality", "modality", required=True),
                _TOPICS,
            ),
        ),
        Table(
            "participations",
            "Participation",
            "Who took part in an encounter.",
            (
                _id("participation"),
                _ref("encounter", "participationIn", *ENCOUNTERS, required=True),
                _ref("participant", "participant", *SPEAKERS, required=True),
                _ref("capacity", "inCapacity", "tenure", "post"),
                _ref("on_behalf_of", "onBehalfOf", *AGENTS),
                _concept("role", "participationRole", "participation-role"),
                _concept("attendance", "attendance", "attendance"),
            ),
        ),
        Table(
            "instruments",
            "class",
            "Treaties, inter-agency agreements and non-binding instruments.",
            (
                _id(*INSTRUMENTS),
                _concept("class", "", "instrument-kind", required=True, note="which class of instrument"),
                *_names(),
                _ALIASES,
                _DATE,
                *_PLACE,
                _ref("depositary", "depositary", *AGENTS),
                Column(
                    "entry_into_force",
                    Date("entryIntoForce", "entryIntoForceEarliest", "entryIntoForceLatest"),
                    "as published",
                ),
                Column("untc_number", Text("untcNumber"), "in the UN Treaty Collection (XVIII-12)"),
                Column("ets_number", Text("etsNumber"), "in the European Treaty Series"),
                Column("register_number", Text("registerNumber"), "in another register"),
                Column("text_at", Address("textAt"), "where its text can be read"),
                _ref("protocol_to", "protocolTo", *INSTRUMENTS),
                _ref("amends", "amends", *INSTRUMENTS, many=True),
                _ref("parties", "party", *AGENTS, many=True),
                _ref("signed_at", "signedAt", *ENCOUNTERS),
                _TOPICS,
                _WIKIDATA,
            ),
        ),
        Table(
            "clauses",
            "FinalClause",
            "Final clauses as data.",
            (
                _id("clause"),
                _ref("treaty", "clauseOf", "treaty", required=True),
                _concept("kind", "clauseKind", "clause-kind", required=True),
                Column("article", Text("article"), "the article"),
                _concept("trigger", "trigger", "trigger", note="what counts"),
                Column("threshold", Integer("threshold"), "how many"),
                _concept("threshold_kind", "thresholdKind", "threshold-kind"),
                _ref("named_states", "namedState", "state", many=True),
                Column("predicate", Text("predicate"), "a further condition, in words"),
                Column("qualified", Integer("qualifiedThreshold"), "how many of them by members of qualified_by"),
                _ref("qualified_by", "qualifiedBy", "organisation", note="the organisation that qualified counts"),
                Column("not_counted", Text("notCounted"), "what is not counted"),
                Column("delay", Text("delay"), "an ISO 8601 duration (P30D)"),
                _concept("rounding", "rounding", "rounding"),
                _concept("counts_from", "countsFrom", "counts-from"),
                _ref("floor_treaty", "floorInstrument", "treaty", note="not before this treaty is in force"),
                Column("floor_date", Date("floorDate"), "not before this day"),
                Column("not_before_general", YesNo("lateJoinerNotBeforeGeneral"), "never before general entry"),
                _concept("accession_rule", "accessionRule", "accession-rule"),
                Column("notice", Text("notice"), "an ISO 8601 duration"),
                _concept("withdrawal_rule", "withdrawalRule", "withdrawal-rule", note="when a notice takes effect"),
                Column("window", Text("window"), "when withdrawal is possible"),
                Column("duration", Text("duration"), "an ISO 8601 duration"),
                Column("renewal", Text("renewal"), "an ISO 8601 duration: by how much it goes on each time"),
                _ref("supersedes", "supersedes", *INSTRUMENTS, many=True),
                _concept("supersession_scope", "supersessionScope", "supersession-scope"),
                _concept("reservation_rule", "reservationRule", "reservation-rule"),
            ),
        ),
        Table(
            "actions",
            "type",
            "What states do to treaties.",
            (
                _id("action"),
                _ref("actor", "actor", "state", "organisation", required=True),
                _ref("instrument", "instrument", *INSTRUMENTS, required=True),
                Column("type", Kind(), "the class of action, in kebab-case (ratification)", required=True),
                _DATE,
                _EFFECTIVE,
                _ref("towards", "towards", "state", note="only towards this state"),
                _ref("responds_to", "respondsTo", "action"),
                Column("article", Text("article"), "the article it concerns"),
                _concept("matter", "matter", "matter"),
                Column("territory", Text("territory"), "the territory it concerns"),
                _CONTENT_EN,
            ),
        ),
        Table(
            "provisions",
            "Provision",
            "Which article of which instrument serves which kind of request, and by which channel requests go.",
            (
                _id("provision"),
                _ref("instrument", "provisionOf", *INSTRUMENTS, required=True),
                Column("article", Text("article"), "the article or part, as the text counts it", required=True),
                _concept("measures", "measure", "measure", many=True, required=True, note="what it serves"),
                _concept("channels", "channel", "channel", many=True, note="the ways that it gives; none where silent"),
            ),
        ),
        Table(
            "designations",
            "Designation",
            "Whom to write to: an agency named for requests under an article.",
            (
                _id("designation"),
                _ref("state", "designatedBy", "state", required=True),
                _ref("instrument", "instrument", *INSTRUMENTS),
                Column("article", Text("article"), "the article"),
                _concept("measure", "measure", "measure", required=True),
                _ref("agency", "agency", "agency", required=True),
                _concept("channel", "channel", "channel"),
                Column("languages", Text("requestLanguage"), "languages of requests"),
                _START,
                _END,
                Column("urgent", YesNo("urgent"), "whether for urgent requests"),
            ),
        ),
        Table(
            "ledger",
            "id",
            "What was said and not yet done: proposals, commitments, invitations, assessments.",
            (
                _id(*LEDGER),
                _ref("by", "by", *SPEAKERS, many=True, note="who said it"),
                _ref("by_capacity", "byCapacity", "tenure", "post"),
                _ref("on_behalf_of", "onBehalfOf", *AGENTS),
                _ref("to", "to", *SPEAKERS, many=True, note="to whom"),
                _CONTENT_EN,
                _CONTENT_RU,
                _TOPICS,
                _ref("said_at", "saidAt", *ENCOUNTERS),
                _DATE,
                Column("due", Date("due", "dueEarliest", "dueLatest"), "by when"),
                _concept("status", "ledgerStatus", "ledger-status", required=True, note="what became of it"),
                _ref("realised_by", "realisedBy", many=True, note="what made it real"),
                _ref("concerns", "concerns", many=True, note="what it is about"),
            ),
        ),
        Table(
            "divergences",
            "DivergentStatement",
            "What another source says of a fact, where it differs.",
            (
                _id("divergence"),
                _ref("about", "about", required=True, note="the fact"),
                Column("field", Text("field"), "the property (local name) that differs", required=True),
                Column("value", Text("value"), "what the other source says", required=True),
            ),
        ),
        Table(
            "names",
            "Name",
            "Further names, with language, script and scheme.",
            (
                _id("name"),
                _ref("entity", "nameOf", required=True, note="whose name"),
                Column("form", Text("form"), "the name", required=True),
                Column("language", Text("nameLanguage"), "its language (BCP 47)"),
                Column("script", Text("script"), "its script (ISO 15924)"),
                Column("scheme", Text("scheme"), "how it was written over (native, BGN/PCGN, press)"),
            ),
        ),
    )
}


@functools.cache
def model(name: str) -> type[BaseModel]:
    """The pydantic model of a table's rows: a cell that is empty is None."""
    from typing import Annotated, Any

    from pydantic import BeforeValidator, ConfigDict, create_model

    fields: dict[str, Any] = {}
    for column in TABLES[name].all_columns:
        fields[column.name] = (Annotated[Any, BeforeValidator(_reader(column))], ...)
    base: type[BaseModel] = create_model(
        f"{name.capitalize()}Row", __config__=ConfigDict(extra="forbid", frozen=True), **fields
    )
    return base


def _reader(column: Column):  # type: ignore[no-untyped-def]  # a closure that pydantic calls
    def read(cell: str) -> object:
        if cell == "":
            if column.required:
                raise ValueError(f"expected {column.kind.words}, found nothing")
            return None
        return column.kind.read(cell)

    return read
