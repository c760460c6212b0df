"""The words of final clauses and acts.  Each value is the slug under which the graph's vocabularies give it.

``tests/law/test_words.py`` holds these lists against ``ontology/vocabularies``
and ``ontology/actions.ttl``, one to one.
"""

from __future__ import annotations

from enum import StrEnum


class ClauseKind(StrEnum):
    """What a final clause rules on."""

    ENTRY = "entry-into-force"
    LATER_PARTY = "later-party"
    ACCESSION = "accession"
    WITHDRAWAL = "withdrawal"
    DURATION = "duration"
    SUPERSESSION = "supersession"
    RESERVATIONS = "reservations"
    PROVISIONAL = "provisional-application"


class Trigger(StrEnum):
    """The act that sets a clause going."""

    DEPOSIT = "deposit"
    NOTIFICATION = "notification"
    SIGNATURE = "signature"
    CONSENT = "consent"
    FIXED_DATE = "fixed-date"
    ENTRY_OF = "entry-into-force-of"
    CONSENT_OF_PARTIES = "consent-of-parties"


class ThresholdKind(StrEnum):
    """Whose acts a threshold counts."""

    NUMBER = "number"
    ALL_NAMED = "all-named"
    ALL_SIGNATORIES = "all-signatories"
    PREDICATE = "predicate"


class Rounding(StrEnum):
    """Whether a day moves to the first of a month."""

    NONE = "none"
    FIRST_OF_NEXT_MONTH = "first-of-next-month"


class CountsFrom(StrEnum):
    """Which day is the first of a time in days: that of the act, or the one after (see :func:`law.dates.after`)."""

    THE_DAY = "the-day"
    THE_DAY_AFTER = "the-day-after"


class AccessionRule(StrEnum):
    """Who may accede, and when (VCLT art. 15)."""

    OPEN = "open"
    AFTER_ENTRY = "after-entry-into-force"
    CONSENT_OF_ALL = "consent-of-all"
    INVITATION = "invitation"
    PAIRWISE = "pairwise-acceptance"
    CLOSED = "closed"


class WithdrawalRule(StrEnum):
    """When notice of withdrawal takes effect (VCLT arts. 54 and 56)."""

    AFTER_NOTICE = "after-notice"
    END_OF_PERIOD = "end-of-period"
    SILENT = "silent"


class SupersessionScope(StrEnum):
    """Between whom a replaced treaty ceases (VCLT arts. 30(4) and 59)."""

    COMMON_PARTIES = "between-common-parties"
    KEEPS_WITH_THIRD = "keeps-with-third"


class ReservationRule(StrEnum):
    """Whether reservations may be made (VCLT art. 19)."""

    ALLOWED = "allowed"
    PROHIBITED = "prohibited"
    LISTED = "listed"
    SILENT = "silent"


class SuccessionKind(StrEnum):
    """How one state took the place of another (1978 convention, art. 2)."""

    CONTINUATION = "continuation"
    DISSOLUTION = "dissolution"
    SEPARATION = "separation"
    UNIFICATION = "unification"


class ActKind(StrEnum):
    """What a state does to a treaty; the class of the action in kebab-case."""

    SIGNATURE = "signature"
    DEFINITIVE_SIGNATURE = "definitive-signature"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    FORMAL_CONFIRMATION = "formal-confirmation"
    SUCCESSION = "succession"
    PROVISIONAL_APPLICATION = "provisional-application"
    CONSENT_TO_BE_BOUND = "consent-to-be-bound"
    NOTIFICATION_OF_COMPLETION = "notification-of-completion"
    RESERVATION = "reservation"
    DECLARATION = "declaration"
    OBJECTION = "objection"
    ACCEPTANCE_OF_ACCESSION = "acceptance-of-accession"
    TERRITORIAL_APPLICATION = "territorial-application"
    WITHDRAWAL = "withdrawal"
    WITHDRAWAL_OF_RESERVATION = "withdrawal-of-reservation"
    SUSPENSION = "suspension"
    TERMINATION = "termination"
    DOMESTIC_APPROVAL = "domestic-approval"


#: Acts by which a subject consents to be bound (VCLT arts. 11 to 15); a domestic law is none of them.
CONSENTS = frozenset(
    {
        ActKind.DEFINITIVE_SIGNATURE,
        ActKind.RATIFICATION,
        ActKind.ACCEPTANCE,
        ActKind.APPROVAL,
        ActKind.ACCESSION,
        ActKind.FORMAL_CONFIRMATION,
        ActKind.SUCCESSION,
        ActKind.CONSENT_TO_BE_BOUND,
        ActKind.NOTIFICATION_OF_COMPLETION,
    }
)


class Standing(StrEnum):
    """What a subject is to a treaty during some time (VCLT art. 2(1)(f) and (g))."""

    SIGNATORY = "signatory"
    CONTRACTING = "contracting"
    PROVISIONAL = "provisional"
    PARTY = "party"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    CEASED = "ceased"


#: Standings in which a treaty binds: a suspended treaty stays in force (VCLT art. 72(1)(b)).
BOUND = frozenset({Standing.PARTY, Standing.SUSPENDED, Standing.PROVISIONAL})
