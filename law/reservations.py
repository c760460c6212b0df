"""Reservations and the responses to them, and other limits, between two subjects (VCLT arts. 19 to 23 and 29)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .acts import Act
from .dates import NEVER, Duration, When, add, earliest
from .proof import Proof, step
from .spans import Span
from .successions import States
from .words import CONSENTS, ActKind

#: A reservation is accepted by whoever does not object for twelve months (VCLT art. 20(5)).
_TACIT = Duration(12)


class Effect(StrEnum):
    """What a reservation does between two subjects."""

    MODIFIES = "modifies"
    NOT_APPLIED = "not-applied"


@dataclass(frozen=True, slots=True)
class Modification:
    """A reservation of ``by``, as it stands towards ``towards``.

    Parameters
    ----------
    effect: the provision is modified (VCLT art. 21(1)), or not applied to the extent of the reservation (art. 21(3)).
    response: the objection, where there is one in time; without one the reservation is accepted (art. 20(5)).
    span: from the reservation until it or the objection is taken back (art. 22).
    """

    reservation: Act
    by: str
    towards: str
    effect: Effect
    span: Span
    response: Act | None = None
    late: Act | None = None

    @property
    def article(self) -> str | None:
        """The provision that it concerns, as the source names it."""
        return self.reservation.article

    @property
    def why(self) -> Proof:
        acts = [self.reservation] if self.response is None else [self.reservation, self.response]
        rule = "reservation.modifies" if self.response is None else "reservation.objected"
        return step(
            rule,
            acts=acts,
            subject=self.by,
            other=self.towards,
            article=self.article or "-",
            response=None if self.response is None else self.response.id,
        )

    def to_dict(self) -> dict[str, object]:
        return {
            "reservation": self.reservation.id,
            "by": self.by,
            "towards": self.towards,
            "article": self.article,
            "effect": self.effect.value,
            "response": None if self.response is None else self.response.id,
            "late_objection": None if self.late is None else self.late.id,
        }


@dataclass(frozen=True, slots=True)
class Limit:
    """What else narrows a treaty between two: a territory, or matters (civil, criminal)."""

    act: Act
    by: str
    span: Span

    def to_dict(self) -> dict[str, object]:
        return {
            "act": self.act.id,
            "kind": self.act.kind.value,
            "by": self.by,
            "territory": self.act.territory,
            "matter": self.act.matter,
        }


@dataclass(frozen=True)
class Reservations:
    """The reservations to one treaty, with the objections to each, found once."""

    acts: tuple[Act, ...]
    by_actor: dict[str, tuple[Act, ...]]
    objections: dict[str, tuple[Act, ...]]
    ends: dict[str, When]

    @classmethod
    def of(cls, acts: Iterable[Act], states: States) -> Reservations:
        """Sort the acts of one treaty: which objection answers which reservation, and when each was taken back.

        An objection names the reservation (``responds_to``) or at least the
        subject (``towards``), and then answers all reservations of that subject.
        """
        acts = tuple(acts)
        reservations = tuple(act for act in acts if act.kind is ActKind.RESERVATION)
        answers: dict[str, list[Act]] = {}
        for act in acts:
            if act.kind is ActKind.OBJECTION:
                for one in reservations:
                    aimed = act.towards is not None and states.same(act.towards) == states.same(one.actor)
                    if act.responds_to == one.id or (act.responds_to is None and aimed):
                        answers.setdefault(one.id, []).append(act)
        taken_back = [act for act in acts if act.kind is ActKind.WITHDRAWAL_OF_RESERVATION]
        ends: dict[str, When] = {}
        for act in acts:
            if act.kind not in (ActKind.RESERVATION, ActKind.OBJECTION):
                continue
            days = [one.effect for one in taken_back if _takes_back(one, act, states)]
            if days:
                ends[act.id] = earliest(*days)
        by_actor: dict[str, tuple[Act, ...]] = {}
        for act in reservations:
            actor = states.same(act.actor)
            by_actor[actor] = (*by_actor.get(actor, ()), act)
        return cls(reservations, by_actor, {key: tuple(found) for key, found in answers.items()}, ends)

    def span(self, act: Act) -> Span:
        """From when a reservation or objection counts, until it was taken back."""
        return Span(act.day, self.ends.get(act.id, NEVER))

    def in_time(self, objection: Act, reservation: Act, consented: When | None) -> bool:
        """Whether an objection came within twelve months of the reservation or of the objector's consent."""
        start = reservation.day.hi if consented is None else max(reservation.day.hi, consented.hi)
        return objection.day.lo <= add(start, _TACIT)

    def between(
        self, by: str, towards: str, states: States, consented: When | None
    ) -> list[tuple[Act, Act | None, Act | None]]:
        """Reservations of ``by`` that concern ``towards``: each with the objection in time, and one that came late."""
        found = []
        other = states.same(towards)
        for act in self.by_actor.get(states.same(by), ()):
            if act.towards is not None and states.same(act.towards) != other:
                continue
            answers = [answer for answer in self.objections.get(act.id, ()) if states.same(answer.actor) == other]
            good = [answer for answer in answers if self.in_time(answer, act, consented)]
            late = [answer for answer in answers if answer not in good]
            found.append((act, good[0] if good else None, late[0] if late else None))
        return found


def _takes_back(act: Act, target: Act, states: States) -> bool:
    if states.same(act.actor) != states.same(target.actor) or act.day.hi < target.day.lo:
        return False
    if act.responds_to is not None:
        return act.responds_to == target.id
    if target.kind is ActKind.OBJECTION:
        return False
    return act.article is None or act.article == target.article


_LIMITING = CONSENTS | {ActKind.TERRITORIAL_APPLICATION, ActKind.DECLARATION, ActKind.SUSPENSION}


def limiting(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Territorial applications (VCLT art. 29), and acts that concern some matters only."""
    return tuple(act for act in acts if act.kind in _LIMITING and (act.territory is not None or act.matter is not None))


def limits(acts: Iterable[Act], by: str, towards: str, states: States) -> list[Limit]:
    """Of the limiting acts of one treaty, those of ``by`` that concern ``towards``."""
    found = []
    one, other = states.same(by), states.same(towards)
    for act in acts:
        if states.same(act.actor) == one and (act.towards is None or states.same(act.towards) == other):
            found.append(Limit(act, by, Span(act.effect, act.until or NEVER)))
    return found
