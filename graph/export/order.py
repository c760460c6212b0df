"""The order in which things are written: the same for every run, the same as a reader expects.

Classes follow the data model (who, offices, instruments, encounters, what was
said, evidence last); properties go from what a thing is to what it rests on.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from ...ontology.namespaces import COMITY, DCTERMS, OWL, PROV, RDF, RDFS, SKOS, kind_and_slug

RDF_TYPE = RDF + "type"
NAMED_INDIVIDUAL = OWL + "NamedIndividual"

#: Where a class stands in a file.  A class comes before what it is a kind of, so
#: that a thing with derived types is listed under the narrowest.
# fmt: off
CLASSES: tuple[str, ...] = (
    "State", "InternationalOrganisation", "Territory", "StateSuccession", "Membership",
    "Agency", "Body", "Aim", "WorkingRule", "Post", "Official", "Name", "Tenure",
    "Convention", "Agreement", "Charter", "TreatyProtocol", "Covenant", "Statute", "Treaty",
    "InterAgencyAgreement", "Minutes", "NonBindingDeclaration", "Memorandum", "Programme",
    "NonBindingInstrument", "Provision", "FinalClause",
    "Signature", "DefinitiveSignature", "Ratification", "Acceptance", "Approval", "Accession",
    "FormalConfirmation", "Succession", "ProvisionalApplication", "ConsentToBeBound",
    "Reservation", "Declaration", "Objection", "AcceptanceOfAccession", "TerritorialApplication",
    "WithdrawalOfReservation", "Withdrawal", "Suspension", "Termination", "DomesticApproval",
    "NotificationOfCompletion", "Action", "Designation",
    "Session", "Meeting", "Visit", "Conference", "Signing", "Participation",
    "Proposal", "Commitment", "Invitation", "Assessment", "DivergentStatement",
    "PartyStatus", "InForceBetween", "Source", "Passage",
    "TreatySubject", "Instrument", "Encounter", "LedgerEntry", "Recorded",
)
#: Said first, in this order; what is in neither list stands between them by name.
_FIRST: tuple[str, ...] = (
    RDF_TYPE, RDFS + "label", SKOS + "prefLabel", DCTERMS + "title", SKOS + "altLabel",
    *(COMITY + name for name in (
        "abbreviation", "formalName", "isoAlpha2", "isoAlpha3", "m49", "adjective",
        "about", "field", "value",
        "sessionOf", "ordinal", "participationIn", "participant", "inCapacity", "onBehalfOf",
        "holder", "post", "postIn", "organOf", "member", "organisation",
        "predecessor", "successor", "actor", "instrument", "clauseOf", "clauseKind", "provisionOf",
        "aimOf", "letter", "ruleOf", "designatedBy", "agency",
        "by", "byCapacity", "to", "toCapacity", "content",
        "date", "earliest", "latest",
        "start", "startEarliest", "startLatest", "end", "endEarliest", "endLatest", "endStatus",
        "attestedOn", "effective", "effectiveEarliest", "effectiveLatest",
        "place", "placeState", "hostState", "chairState",
        "source", "locator", "prefix", "exact", "suffix", "startOffset", "endOffset",
    )),
)
_LAST: tuple[str, ...] = (
    COMITY + "website", SKOS + "exactMatch", SKOS + "closeMatch",
    COMITY + "note", COMITY + "confidence", COMITY + "basis", COMITY + "checkedOn",
    PROV + "wasDerivedFrom",
)
# fmt: on
_CLASS_RANK = {COMITY + name: rank for rank, name in enumerate(CLASSES)}
_FIRST_RANK = {iri: rank for rank, iri in enumerate(_FIRST)}
_LAST_RANK = {iri: rank for rank, iri in enumerate(_LAST)}
_LANGUAGES = {"en": 0, "ru": 1}
# At most 18 digits: int() of a hostile million of them is slow, or refused.
_DIGITS = re.compile(r"([0-9]{1,18})")

Node = NamedNode | BlankNode
Key = tuple[Any, ...]


def natural(text: str) -> Key:
    """A sort key in which 2 comes before 10."""
    # Texts and numbers alternate, so that like is compared with like.
    parts: list[Any] = _DIGITS.split(text)
    parts[1::2] = map(int, parts[1::2])
    return (parts, text)


def class_key(types: list[str]) -> Key:
    """Where a thing with these types is listed: ``(rank, class)``; the last element is ``""`` for none."""
    ranked = [(_CLASS_RANK[iri], iri) for iri in types if iri in _CLASS_RANK]
    if ranked:
        return min(ranked)
    others = sorted(iri for iri in types if iri != NAMED_INDIVIDUAL)
    if others:
        return (len(CLASSES), others[0])
    return (len(CLASSES) + 1, "")


@lru_cache(maxsize=4096)
def predicate_key(iri: str) -> Key:
    """Type, labels, who, when and where first; evidence last; the rest by name."""
    if iri in _FIRST_RANK:
        return (0, _FIRST_RANK[iri], iri)
    if iri in _LAST_RANK:
        return (2, _LAST_RANK[iri], iri)
    return (1, 0, iri)


def term_key(term: Any) -> Key:
    """Addresses by class and natural order, then literals by language (en, ru, others) and value."""
    if isinstance(term, NamedNode):
        # Comity's class before owl:NamedIndividual, concepts in natural order.
        return (0, term.value == NAMED_INDIVIDUAL, natural(term.value))
    if isinstance(term, BlankNode):
        return (1, term.value)
    if isinstance(term, Literal):
        language = term.language or ""
        rank = _LANGUAGES.get(language, 2) if language else 3
        return (2, rank, language, natural(term.value), term.datatype.value, str(term))
    return (3, str(term))


def kind_of(iri: str) -> str:
    """``state`` for ``…/id/state/UZ``; empty for an address that is not ours."""
    found = kind_and_slug(iri)
    return found[0] if found else ""
