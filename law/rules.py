"""The rules that derive facts: each with its article and its sentence in English and Russian.

A sentence has gaps for values; :mod:`law.proof` fills them.  A rule that is not
in this list cannot be used in a proof.
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """Where a rule is written, and how it is said."""

    article: str
    en: str
    ru: str


RULES: dict[str, Rule] = {
    # General entry into force.
    "entry.computed": Rule(
        "VCLT art. 24(1)",
        "{treaty} enters into force on {day}: {terms}, and that was {reached}.",
        "«{treaty}»: вступление в силу {day}: {terms}; это произошло {reached}.",
    ),
    "entry.published": Rule(
        "VCLT art. 77(1)(f)",
        "{treaty} entered into force on {day}, as its register publishes.",
        "«{treaty}»: вступление в силу {day} по данным реестра.",
    ),
    "entry.no-clause": Rule(
        "VCLT art. 24(1)",
        "No final clause on the entry into force of {treaty} is recorded, so nothing is computed.",
        "«{treaty}»: положение о вступлении в силу не внесено, поэтому дата не вычисляется.",
    ),
    "entry.missing": Rule(
        "VCLT art. 24(1)",
        "{treaty} is not in force by the acts that are known: {terms}; missing: {missing}.",
        "«{treaty}»: по известным актам не в силе: {terms}; не хватает: {missing}.",
    ),
    "entry.unknown": Rule(
        "VCLT art. 24(1)",
        "When {treaty} enters into force is not known: no clause is recorded and no date is published.",
        "«{treaty}»: когда вступает в силу, неизвестно: положение не внесено и дата не опубликована.",
    ),
    "entry.counted": Rule(
        "VCLT art. 24(1)",
        "{number} acts count; the last one needed is {act} by {subject} on {day}.",
        "Засчитано актов: {number}; последний необходимый - {act}, {subject}, {day}.",
    ),
    "entry.floor-treaty": Rule(
        "VCLT art. 24(1)",
        "{treaty} does not enter into force before {floor}, which is in force from {day}.",
        "«{treaty}»: не в силе, пока не вступит в силу «{floor}»: с {day}.",
    ),
    "entry.floor-date": Rule(
        "VCLT art. 24(1)",
        "{treaty} does not enter into force before {day}.",
        "«{treaty}»: не в силе ранее {day}.",
    ),
    # One subject and one treaty.
    "party.original": Rule(
        "VCLT art. 24(1)-(2)",
        "{subject} consented by {act} on {done}, before general entry into force, so it is bound from {day}.",
        "{subject}: согласие выражено {done} ({act}), до общего вступления в силу; договор обязателен с {day}.",
    ),
    "party.later": Rule(
        "VCLT art. 24(3)",
        "{subject} consented by {act} on {done}; a later party is bound {terms}, never before general entry into "
        "force: from {day}.",
        "{subject}: согласие выражено {done} ({act}); поздний участник связан {terms}, не ранее общего вступления "
        "в силу: с {day}.",
    ),
    "party.later-silent": Rule(
        "VCLT art. 24(3)",
        "{subject} consented by {act} on {done}; no clause on later parties is recorded, so the day of consent holds, "
        "not before general entry into force: from {day}.",
        "{subject}: согласие выражено {done} ({act}); положение о поздних участниках не внесено, поэтому действует "
        "день согласия, не ранее общего вступления в силу: с {day}.",
    ),
    "party.accepted": Rule(
        "VCLT art. 15",
        "{subject} acceded by {act} on {done} with the consent of the parties, and is bound from {day}.",
        "{subject}: присоединение {done} ({act}) с согласия участников; договор обязателен с {day}.",
    ),
    "ended.stated": Rule(
        "VCLT art. 54",
        "The register shows the participation of {subject} in {treaty} ({act}) as ended; it ended on {day}.",
        "{subject}: реестр показывает участие («{treaty}», {act}) как прекращённое; дата прекращения: {day}.",
    ),
    "party.stated": Rule(
        "VCLT art. 24",
        "{subject} consented by {act} on {done}, and the source says that it is bound from {day}.",
        "{subject}: согласие выражено {done} ({act}); по источнику договор обязателен с {day}.",
    ),
    "party.succession": Rule(
        "1978 convention arts. 17, 23 and 34",
        "{subject} notified its succession by {act} on {done} and is bound from the succession of states: from {day}.",
        "{subject}: уведомление о правопреемстве {done} ({act}); договор обязателен со дня правопреемства: с {day}.",
    ),
    "party.succession-day-unknown": Rule(
        "1978 convention arts. 17, 23 and 34",
        "{subject} notified its succession by {act} on {done}; the day of the succession of states is not recorded, "
        "so it counts as bound from {day}.",
        "{subject}: уведомление о правопреемстве {done} ({act}); день правопреемства государств не внесён, поэтому "
        "договор считается обязательным с {day}.",
    ),
    "party.continuation": Rule(
        "1978 convention art. 2",
        "{subject} is the same subject of international law as {predecessor} and goes on as the party from {day}.",
        "{subject} - тот же субъект международного права, что и {predecessor}, и продолжает участие с {day}.",
    ),
    "contracting": Rule(
        "VCLT art. 2(1)(f)",
        "{subject} has consented by {act} on {done}, but {treaty} is not yet in force for it.",
        "{subject}: согласие выражено {done} ({act}), но «{treaty}» для этого участника ещё не в силе.",
    ),
    "signatory": Rule(
        "VCLT arts. 10 and 18",
        "{subject} signed on {done} ({act}) and has not consented to be bound; it must not defeat the treaty's object.",
        "{subject}: подписание {done} ({act}), согласия нет; договор нельзя лишать его объекта и цели.",
    ),
    "provisional.act": Rule(
        "VCLT art. 25(1)",
        "{subject} applies {treaty} provisionally from {day} ({act}).",
        "{subject}: временное применение («{treaty}») с {day} ({act}).",
    ),
    "provisional.clause": Rule(
        "VCLT art. 25(1)(a)",
        "{treaty} itself provides for provisional application, so {subject} applies it from {day} ({act}).",
        "«{treaty}»: договор сам предусматривает временное применение; {subject}: с {day} ({act}).",
    ),
    "withdrawal.stated": Rule(
        "VCLT arts. 54 and 56",
        "{subject} gave notice of withdrawal on {done} ({act}); the source says that it takes effect on {day}.",
        "{subject}: уведомление о выходе {done} ({act}); по источнику выход действует с {day}.",
    ),
    "withdrawal.notice": Rule(
        "VCLT art. 54(a)",
        "{subject} gave notice of withdrawal on {done} ({act}); with the notice of {notice} it takes effect on {day}.",
        "{subject}: уведомление о выходе {done} ({act}); срок уведомления {notice}, выход действует с {day}.",
    ),
    "withdrawal.period": Rule(
        "VCLT art. 54(a)",
        "{subject} gave notice of withdrawal on {done} ({act}); it takes effect at the end of the current period of "
        "{period}, if {notice} remain: on {day}.",
        "{subject}: уведомление о выходе {done} ({act}); выход действует по истечении текущего срока ({period}), если "
        "остаётся {notice}: с {day}.",
    ),
    "withdrawal.silent": Rule(
        "VCLT art. 56(2)",
        "{subject} gave notice of withdrawal on {done} ({act}); no clause on withdrawal is recorded, so twelve months' "
        "notice counts: it takes effect on {day}.",
        "{subject}: уведомление о выходе {done} ({act}); положение о выходе не внесено, поэтому действует срок "
        "в двенадцать месяцев: с {day}.",
    ),
    "withdrawal.before-entry": Rule(
        "VCLT art. 18",
        "{subject} took back its consent on {done} ({act}) before {treaty} was in force for it.",
        "{subject}: согласие отозвано {done} ({act}), пока «{treaty}» для этого участника не в силе.",
    ),
    "suspension.all": Rule(
        "VCLT arts. 57 and 72",
        "{subject} suspended the operation of {treaty} from {day} ({act}).",
        "{subject}: действие («{treaty}») приостановлено с {day} ({act}).",
    ),
    "termination.act": Rule(
        "VCLT arts. 54 and 59",
        "{treaty} is terminated from {day} ({act}).",
        "«{treaty}»: действие прекращено с {day} ({act}).",
    ),
    "termination.duration": Rule(
        "VCLT art. 54(a)",
        "{treaty} runs for {period} and ends on {day}.",
        "«{treaty}»: срок действия: {period}; действие прекращается {day}.",
    ),
    "ceased": Rule(
        "1978 convention arts. 31 and 34",
        "{subject} ceased to exist on {day}.",
        "{subject}: существование прекращено {day}.",
    ),
    "none": Rule(
        "VCLT art. 34",
        "{subject} has done nothing towards {treaty} that binds it, as far as is known on that day.",
        "{subject}: «{treaty}»: актов, которые обязывали бы, на этот день не известно.",
    ),
    # Two subjects.
    "pair.in-force": Rule(
        "VCLT arts. 26 and 34",
        "{treaty} is in force between {subject} and {other} from {day}: both are parties.",
        "«{treaty}»: действует в отношениях «{subject} — {other}» с {day}: обе стороны — участники.",
    ),
    "pair.provisional": Rule(
        "VCLT art. 25(1)",
        "{treaty} applies provisionally between {subject} and {other} from {day}.",
        "«{treaty}»: временно применяется в отношениях «{subject} — {other}» с {day}.",
    ),
    "pair.not": Rule(
        "VCLT art. 34",
        "{treaty} is not in force between {subject} and {other} on {day}.",
        "«{treaty}»: не действует в отношениях «{subject} — {other}» на {day}.",
    ),
    "pair.never": Rule(
        "VCLT art. 34",
        "{treaty} is not in force between {subject} and {other} at any time that is known.",
        "«{treaty}»: не действует в отношениях «{subject} — {other}» ни в какое известное время.",
    ),
    "pair.objection": Rule(
        "VCLT art. 20(4)(b)",
        "{subject} objected to the reservation {reservation} of {other} and opposed the entry into force of {treaty} "
        "between the two ({act}).",
        "{subject}: возражение ({act}) против оговорки ({other}, {reservation}) и против вступления договора "
        "в силу в отношениях с этим государством: «{treaty}».",
    ),
    "pair.suspension": Rule(
        "VCLT arts. 57, 58 and 72",
        "{subject} suspended {treaty} towards {other} from {day} ({act}).",
        "{subject}: действие («{treaty}») приостановлено с {day} ({act}) в отношении одного участника: {other}.",
    ),
    "pair.termination": Rule(
        "VCLT arts. 54 and 59",
        "{subject} ended {treaty} towards {other} from {day} ({act}).",
        "{subject}: действие («{treaty}») прекращено с {day} ({act}) в отношении одного участника: {other}.",
    ),
    "pair.not-accepted": Rule(
        "VCLT art. 15",
        "The accession of {other} to {treaty} binds only towards those that accept it, and {subject} has not done so.",
        "«{treaty}»: присоединение ({other}) действует лишь в отношении принявших его; {subject}: не принято.",
    ),
    "pair.accepted": Rule(
        "VCLT art. 15",
        "{subject} accepted the accession of {other} to {treaty} with effect from {day} ({act}).",
        "«{treaty}»: присоединение ({other}) принято с {day} ({act}); кто принял: {subject}.",
    ),
    "pair.superseded": Rule(
        "VCLT arts. 30(4) and 59",
        "Between {subject} and {other}, {successor} replaces {treaty} from {day}; towards others {treaty} goes on.",
        "В отношениях «{subject} — {other}» с {day} действует «{successor}» вместо «{treaty}»; в отношении прочих "
        "прежний договор сохраняется.",
    ),
    "reservation.modifies": Rule(
        "VCLT art. 21(1)",
        "The reservation {act} of {subject} ({article}) modifies the provision between the two.",
        "Оговорка {act}, {subject} ({article}), изменяет положение между двумя сторонами.",
    ),
    "reservation.objected": Rule(
        "VCLT art. 21(3)",
        "{other} objected ({response}) to the reservation {act} of {subject} without opposing entry into force: the "
        "provision ({article}) does not apply between the two to the extent of the reservation.",
        "{other}: возражение ({response}) против оговорки ({act}, {subject}), без препятствий вступлению в силу: "
        "положение ({article}) не применяется между ними в пределах оговорки.",
    ),
    # Published and computed.
    "published.same": Rule(
        "VCLT art. 24",
        "The published day and the computed day of {treaty} are the same: {day}.",
        "«{treaty}»: опубликованный и вычисленный дни совпадают: {day}.",
    ),
    "published.differs": Rule(
        "VCLT art. 24",
        "For {treaty} the register publishes {published}, and its clause leads to {day}.",
        "«{treaty}»: реестр публикует {published}, а заключительное положение даёт {day}.",
    ),
    "published.later": Rule(
        "VCLT art. 24",
        "For {treaty} the register publishes {published}; the acts that are recorded here lead to {day} only, "
        "so some are missing.",
        "«{treaty}»: реестр публикует {published}; по внесённым актам выходит лишь {day}, значит, внесены не все.",
    ),
    "published.incomplete": Rule(
        "VCLT art. 24",
        "For {treaty} the register publishes {published}, but the acts that are recorded do not suffice: "
        "missing: {missing}.",
        "«{treaty}»: реестр публикует {published}, но внесённых актов недостаточно; не хватает: {missing}.",
    ),
    "published.own-differs": Rule(
        "VCLT art. 24(3)",
        "For {subject} and {treaty} the source says {published}, and the rule leads to {day}.",
        "{subject}, «{treaty}»: источник указывает {published}, а правило даёт {day}.",
    ),
    "finding.reservation-prohibited": Rule(
        "VCLT art. 19(a)",
        "{subject} made the reservation {act}, which {treaty} does not allow.",
        "{subject}: оговорка ({act}), которой «{treaty}» не допускает.",
    ),
    "finding.withdrawal-silent": Rule(
        "VCLT art. 56(1)",
        "{subject} gave notice of withdrawal from {treaty} ({act}), and no clause that allows it is recorded.",
        "{subject}: уведомление о выходе ({act}), «{treaty}»: допускающее это положение не внесено.",
    ),
    "finding.succession-day-unknown": Rule(
        "1978 convention art. 23",
        "{subject} notified its succession to {treaty} ({act}), and no succession of states to it is recorded.",
        "{subject}: уведомление о правопреемстве ({act}), «{treaty}»: правопреемство государств не внесено.",
    ),
}
