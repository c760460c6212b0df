"""Findings: what a reader should know because sources and rules do not agree, each with its proofs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .proof import Proof


class FindingKind(StrEnum):
    """What is wrong, or worth a look."""

    DATE_DIFFERS = "date-differs"
    ACTS_INCOMPLETE = "acts-incomplete"
    OWN_DATE_DIFFERS = "own-date-differs"
    RESERVATION_PROHIBITED = "reservation-prohibited"
    WITHDRAWAL_SILENT = "withdrawal-without-clause"
    SUCCESSION_DAY_UNKNOWN = "succession-day-unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the first proof states it, the others are the two sides."""

    kind: FindingKind
    treaty: str
    proofs: tuple[Proof, ...]
    subject: str | None = None

    def sentence(self, language: str = "en") -> str:
        return self.proofs[0].sentence(language)

    def to_dict(self) -> dict[str, object]:
        return {
            "kind": self.kind.value,
            "treaty": self.treaty,
            "subject": self.subject,
            "sentence": {language: self.sentence(language) for language in ("en", "ru")},
            "proofs": [proof.to_dict() for proof in self.proofs],
        }
