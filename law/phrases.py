"""Final clauses in words, English and Russian."""

from __future__ import annotations

from .clauses import Clause
from .dates import Duration
from .proof import Said
from .words import CountsFrom, Rounding, ThresholdKind, Trigger

_ACTS = {
    Trigger.DEPOSIT: Said("instrument", "документа"),
    Trigger.NOTIFICATION: Said("notification", "уведомления"),
    Trigger.SIGNATURE: Said("signature", "подписания"),
    Trigger.CONSENT: Said("consent", "согласия"),
}


def ordinal(number: int) -> str:
    """``1st``, ``22nd``, ``113th``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def delay(clause: Clause) -> Said:
    """The time that a clause lets pass: ``30 days after``, with the rounding."""
    if clause.delay == Duration():
        said = Said("on the day of", "в день")
    elif clause.counts_from is CountsFrom.THE_DAY:
        said = Said(f"{clause.delay.words()} counting from the day of", f"{clause.delay.words('ru')}, считая со дня")
    else:
        said = Said(f"{clause.delay.words()} after", f"через {clause.delay.words('ru')} после")
    if clause.rounding is Rounding.FIRST_OF_NEXT_MONTH:
        return Said(
            f"the first day of the month following {said.en}", f"первый день месяца, следующего за сроком: {said.ru}"
        )
    return said


def after_own_act(clause: Clause) -> Said:
    """When a clause binds a later party: ``30 days after its act``."""
    said = delay(clause)
    return Said(f"{said.en} its act", f"{said.ru} своего акта")


def rule(clause: Clause) -> Said:
    """What general entry into force takes: ``30 days after the 20th instrument``."""
    time = delay(clause)
    if clause.trigger is Trigger.FIXED_DATE:
        return Said(f"{time.en} {clause.floor_date}", f"{time.ru} {clause.floor_date}")
    if clause.trigger is Trigger.ENTRY_OF:
        return Said(
            f"{time.en} the entry into force of {clause.floor_treaty}",
            f"{time.ru} вступления в силу {clause.floor_treaty}",
        )
    act = _ACTS.get(clause.trigger or Trigger.CONSENT, _ACTS[Trigger.CONSENT])
    number = clause.threshold
    if clause.threshold_kind is ThresholdKind.ALL_NAMED:
        what = Said(
            f"the last {act.en} of the {len(clause.named_states)} states that it names",
            f"последнего {act.ru} {len(clause.named_states)} названных государств",
        )
    elif clause.threshold_kind is ThresholdKind.ALL_SIGNATORIES or number is None:
        what = Said(f"the last {act.en} of all signatories", f"последнего {act.ru} всех подписавших")
    else:
        what = Said(f"the {ordinal(number)} {act.en}", f"{number}-го {act.ru}")
        if clause.qualified is not None:
            what = Said(
                f"{what.en}, {clause.qualified} of them by members of {clause.qualified_by}",
                f"{what.ru}, из них {clause.qualified} - членов {clause.qualified_by}",
            )
    return Said(f"{time.en} {what.en}", f"{time.ru} {what.ru}")
