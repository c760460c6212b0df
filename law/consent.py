"""One subject's consents to a treaty: from when each binds it, and until when (VCLT arts. 24, 54, 56; succession)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from .acts import Act
from .clauses import Clause, FinalClauses
from .dates import NEVER, Duration, When, add, after, latest
from .entry import Entry
from .findings import Finding, FindingKind
from .phrases import after_own_act
from .proof import Proof, Said, step
from .successions import States
from .words import CONSENTS, ActKind, Trigger, WithdrawalRule

_TWELVE_MONTHS = Duration(12)


@dataclass(frozen=True, slots=True)
class Period:
    """One consent and what became of it.

    Parameters
    ----------
    done: from when the subject is a contracting one.
    own: from when the treaty is in force for it; None where it is not.
    end: from when it has left again; NEVER where it has not.
    why, why_end: proofs of the two days.
    """

    consent: Act
    done: When
    own: When | None
    why: Proof
    end: When = NEVER
    leaving: Act | None = None
    why_end: Proof | None = None


@dataclass
class Consents:
    """Reads the consents of all subjects of one treaty, and collects what it finds on the way.

    ``floors`` holds the entry into force of the treaties that its clauses name;
    ``accepted`` the last acceptance of each accession, by who acceded.
    """

    treaty: str
    clauses: FinalClauses
    entry: Entry
    states: States
    floors: dict[str, When | None] = field(default_factory=dict)
    accepted: dict[str, Act] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def _terms_of_later(self) -> Said:
        assert self.clauses.later is not None
        return after_own_act(self.clauses.later)

    def periods(self, acts: Iterable[Act], consented: frozenset[str]) -> list[Period]:
        """The consents of one subject of law, in order.

        ``acts`` are sorted; ``consented`` are all subjects that ever consented
        to the treaty (a successor takes over from one of them).  A second
        instrument while the first one stands changes nothing; after notice of
        withdrawal it is a new consent.
        """
        kinds = CONSENTS
        if self.clauses.entry is not None and self.clauses.entry.trigger is Trigger.SIGNATURE:
            kinds = kinds | {ActKind.SIGNATURE}
        found: list[Period] = []
        for act in acts:
            standing = bool(found) and found[-1].end == NEVER
            if act.kind in kinds and not standing:
                found.append(self._begin(act, consented))
            elif act.kind is ActKind.WITHDRAWAL and act.towards is None and standing:
                found[-1] = self._leave(found[-1], act)
        return [self._ended(period) for period in found]

    def _ended(self, period: Period) -> Period:
        """A consent that the register shows as ended, and of whose end no act is recorded."""
        act = period.consent
        if period.end != NEVER or act.until is None:
            return period
        why = step("ended.stated", acts=[act], subject=act.actor, treaty=self.treaty, day=act.until)
        return replace(period, end=act.until, why_end=why)

    def _begin(self, act: Act, consented: frozenset[str]) -> Period:
        if act.kind is ActKind.SUCCESSION:
            return self._succeed(act, consented)
        day, rule, clause = self._rule_day(act)
        if act.effective is None:
            if day is None:
                why = step("contracting", acts=[act], subject=act.actor, treaty=self.treaty)
            else:
                why = self._by_rule(act, day, rule, clause)
            return Period(act, act.day, day, why)
        why = step("party.stated", acts=[act], subject=act.actor, day=act.effective)
        if day is not None and (day.hi < act.effective.lo or day.lo > act.effective.hi):
            other = self._by_rule(act, day, rule, clause)
            self._find(
                FindingKind.OWN_DATE_DIFFERS, act, why, other, rule="published.own-differs",
                published=act.effective, day=day,
            )  # fmt: skip
        return Period(act, act.day, act.effective, why)

    def _by_rule(self, act: Act, day: When, rule: str, clause: Clause | None) -> Proof:
        if rule != "party.later" or clause is None:
            return step(rule, acts=[act], clause=clause, subject=act.actor, day=day)
        return step(rule, acts=[act], clause=clause, subject=act.actor, day=day, terms=self._terms_of_later)

    def _rule_day(self, act: Act) -> tuple[When | None, str, Clause | None]:
        """From when a consent binds by the rules alone, and the rule (VCLT art. 24).

        Who consented in time to be counted is bound with the general entry into
        force; whoever consents later has a day of its own, which is never
        earlier than the general one.
        """
        general, entry = self.entry.day, self.clauses.entry
        if general is None:
            return None, "contracting", None
        in_time = act.day if entry is None else after(act.day, entry.delay, entry.rounding, entry.counts_from)
        if in_time.hi <= general.lo:
            return general, "party.original", entry
        later = self.clauses.later
        answer = self.accepted.get(act.actor) if act.kind is ActKind.ACCESSION else None
        if answer is not None and (joining := self.clauses.accession) is not None:
            day = answer.effective or after(answer.day, joining.delay, joining.rounding, joining.counts_from)
            return latest(day, act.day, general), "party.accepted", joining
        if later is None:
            own, rule = latest(act.day, general), "party.later-silent"
        else:
            own, rule = latest(after(act.day, later.delay, later.rounding, later.counts_from), general), "party.later"
            if later.floor_date is not None:
                own = latest(own, later.floor_date)
            if later.floor_treaty is not None:
                own = latest(own, self.floors.get(later.floor_treaty) or NEVER)
        if in_time.lo <= general.hi:
            own = When(min(own.lo, general.lo), own.hi)
        return (None if own == NEVER else own), rule, later

    def _succeed(self, act: Act, consented: frozenset[str]) -> Period:
        """Succession binds from the succession of states, whenever it is notified (1978 convention arts. 22, 23)."""
        general = self.entry.day
        ways = [one for one in self.states.into(act.actor) if one.date.lo <= act.day.hi]
        heirs = [one for one in ways if self.states.same(one.predecessor) in consented] or ways
        rule, day = "party.succession", act.effective
        sources: tuple[str, ...] = ()
        if day is None and heirs:
            day, sources = heirs[-1].date, heirs[-1].sources
        elif day is None:
            rule, day = "party.succession-day-unknown", act.day
            self._find(FindingKind.SUCCESSION_DAY_UNKNOWN, act, rule="finding.succession-day-unknown")
        if general is None:
            return Period(act, day, None, step("contracting", acts=[act], subject=act.actor, treaty=self.treaty))
        own = latest(day, general)
        return Period(act, day, own, step(rule, acts=[act], sources=sources, subject=act.actor, day=own))

    def _leave(self, period: Period, act: Act) -> Period:
        """When notice of withdrawal takes effect (VCLT arts. 54 and 56); never before it was given."""
        clause = self.clauses.withdrawal
        if period.own is None or act.day.hi < period.own.lo:
            day, rule = act.effect, "withdrawal.before-entry"
        elif act.effective is not None:
            day, rule = act.effect, "withdrawal.stated"
        elif clause is None or clause.withdrawal_rule is WithdrawalRule.SILENT:
            day, rule = after(act.day, _TWELVE_MONTHS), "withdrawal.silent"
            self._find(FindingKind.WITHDRAWAL_SILENT, act, rule="finding.withdrawal-silent")
        else:
            return self._leave_by(clause, period, act)
        why = step(rule, acts=[act], subject=act.actor, treaty=self.treaty, day=day)
        return replace(period, end=day, leaving=act, why_end=why)

    def _leave_by(self, clause: Clause, period: Period, act: Act) -> Period:
        notice = clause.notice if clause.notice is not None else _TWELVE_MONTHS
        first, more = self._terms()
        base = self.entry.day
        if clause.withdrawal_rule is WithdrawalRule.END_OF_PERIOD and first is not None and base is not None:
            day = When(
                _period_end(base.lo, first, more, add(act.day.lo, notice)),
                _period_end(base.hi, first, more, add(act.day.hi, notice)),
            )
            why = step(
                "withdrawal.period", acts=[act], clause=clause, subject=act.actor, day=day, notice=notice, period=first
            )
        else:
            day = after(act.day, notice, clause.rounding, clause.counts_from)
            why = step("withdrawal.notice", acts=[act], clause=clause, subject=act.actor, day=day, notice=notice)
        return replace(period, end=day, leaving=act, why_end=why)

    def _terms(self) -> tuple[Duration | None, Duration]:
        """The first period for which the treaty runs, and those by which it goes on."""
        clauses = [clause for clause in (self.clauses.duration, self.clauses.withdrawal) if clause is not None]
        first = next((clause.duration for clause in clauses if clause.duration is not None), None)
        more = next((clause.renewal for clause in clauses if clause.renewal is not None), first)
        return first, more or Duration()

    def _find(self, kind: FindingKind, act: Act, *proofs: Proof, rule: str, **values: When) -> None:
        said = step(rule, acts=[act], clause=None, sources=(), subject=act.actor, treaty=self.treaty, **values)
        self.findings.append(Finding(kind, self.treaty, (said, *proofs), act.actor))


def _period_end(base: int, first: Duration, more: Duration, needed: int) -> int:
    """The end of the first period since ``base`` that is not before ``needed``."""
    number = 0
    while (end := add(base, Duration(first.months + more.months * number, first.days + more.days * number))) < needed:
        if more == Duration():
            return needed
        number += 1
    return end
