"""A register as acts of subjects: table, footnotes and statements joined, each act once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...errors import BadInput
from .names import Subjects
from .notes import NoteAct, acts_of, not_understood
from .register import CONSENT, Participant, Register, Statement
from .statements import Meaning, meaning_of, upon_signature

#: The word that stands for a subject that the graph does not know.
UNKNOWN = "organisation"


@dataclass(frozen=True)
class Act:
    """One act.  ``subject`` is ``kind/slug``; ``key`` tells it from others of the same subject and kind."""

    subject: str
    kind: str
    key: str
    line: int
    locator: str
    date: dt.date | None = None
    effective: dt.date | None = None
    ended: bool = False
    towards: str = ""
    responds_to: str = ""
    article: str = ""
    territory: str = ""
    opposes: bool | None = None
    exact: str = ""
    note: str = ""

    @property
    def slug(self) -> str:
        """``af-accession``, without the treaty."""
        return f"{self.subject.partition('/')[2].lower()}-{self.key}"


@dataclass
class Reading:
    """The acts of one register, names that no subject answers to, and what was not understood."""

    acts: list[Act]
    unknown: dict[str, int]
    remarks: list[BadInput]


def acts_in(register: Register, subjects: Subjects) -> Reading:
    """Join the three parts of a register."""
    reading = Reading([], {}, list(register.refused))
    known: dict[str, str] = {}
    for participant in register.participants:
        found = subjects.find(participant.name)
        if found is None:
            reading.unknown[participant.name] = participant.line
            found = f"{UNKNOWN}/{slug_of(participant.name)}"
        known[participant.name] = found
    drafts = [*_from_table(register, known), *_from_notes(register, known, subjects, reading)]
    drafts += _ended_without_note(drafts, register, known)
    statements = list(_from_statements(register, known, subjects, drafts, reading))
    reading.acts = _numbered(drafts + statements)
    _link(reading.acts, register)
    return reading


def slug_of(name: str) -> str:
    """``cook-islands``."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in name.lower())
    return "-".join(part for part in plain.split("-") if part) or "unnamed"


def _from_table(register: Register, known: dict[str, str]) -> Iterator[Act]:
    for participant in register.participants:
        for cell in participant.cells:
            yield Act(
                known[participant.name],
                cell.kind,
                cell.kind,
                participant.line,
                f"table, {participant.name}",
                cell.date,
                ended=cell.ended,
                note=cell.note,
            )


def _from_notes(register: Register, known: dict[str, str], subjects: Subjects, reading: Reading) -> Iterator[Act]:
    """Acts that footnotes tell of, unless the table has them."""
    there: set[tuple[str, str, dt.date | None]] = {
        (known[p.name], cell.kind, cell.date) for p in register.participants for cell in p.cells
    }
    pointing: dict[str, list[Participant]] = defaultdict(list)
    for participant in register.participants:
        for number in participant.notes:
            pointing[number].append(participant)
    for note in register.notes:
        if not_understood(note):
            reading.remarks.append(
                BadInput(
                    f"footnote {note.number} speaks of leaving a treaty in words that were not understood: "
                    f"{note.text[:160].strip()} …",
                    file=register.file,
                    line=note.line or None,
                )
            )
        for told in acts_of(note):
            for who in _who(told, pointing[note.number], known, subjects):
                if (who, told.kind, told.date) not in there:
                    there.add((who, told.kind, told.date))
                    yield Act(
                        who,
                        told.kind,
                        told.kind,
                        note.line,
                        f"footnote {note.number}",
                        told.date,
                        told.effective,
                        territory=told.territory,
                        exact=told.sentence,
                    )


def _who(told: NoteAct, pointing: list[Participant], known: dict[str, str], subjects: Subjects) -> list[str]:
    if told.who:
        found = known.get(told.who) or subjects.find(told.who)
        # "The Convention had previously been signed and ratified": not a subject, and no act of one.
        return [] if found is None else [found]
    return [known[participant.name] for participant in pointing]


def _ended_without_note(acts: list[Act], register: Register, known: dict[str, str]) -> Iterator[Act]:
    """A participation in brackets whose end no footnote tells: it ended, and the page does not say when."""
    left = {act.subject for act in acts if act.kind == "withdrawal"}
    for act in acts:
        if act.ended and act.kind in CONSENT and act.subject not in left:
            left.add(act.subject)
            yield Act(
                act.subject,
                "withdrawal",
                "withdrawal",
                act.line,
                act.locator,
                note="in square brackets: the participation has ended; the page does not say when",
            )


def _from_statements(
    register: Register, known: dict[str, str], subjects: Subjects, acts: list[Act], reading: Reading
) -> Iterator[Act]:
    consents: dict[str, list[Act]] = defaultdict(list)
    signed: dict[str, dt.date | None] = {}
    for act in acts:
        if act.kind in CONSENT:
            consents[act.subject].append(act)
        elif act.kind == "signature":
            signed[act.subject] = act.date
    for statement in register.statements:
        who = known.get(statement.participant) or subjects.find(statement.participant)
        if who is None:
            reading.unknown[statement.participant] = statement.line
            continue
        meaning = meaning_of(statement)
        own = sorted(act.date for act in consents[who] if act.date is not None)
        date = statement.date or (signed.get(who) if upon_signature(statement) else own[-1] if own else signed.get(who))
        targets = subjects.mentioned(f"{statement.heading}\n{statement.text[:700]}", known) if _answers(meaning) else []
        # Several states answered in one text: what opposes force is said of those that its sentence names.
        barred = set(subjects.mentioned(meaning.sentence, known)) if meaning.opposes else set()
        for target in [one for one in targets if one != who] or [""]:
            yield Act(
                who,
                meaning.kind,
                meaning.kind,
                statement.line,
                _locator(statement),
                date,
                towards=target if target.startswith("state/") else "",
                article=", ".join(meaning.articles[:12]),
                opposes=None if barred & set(targets) and target not in barred else meaning.opposes,
                exact="\n".join(part for part in (statement.heading, statement.text) if part),
            )


def _answers(meaning: Meaning) -> bool:
    return meaning.kind == "objection"


def _locator(statement: Statement) -> str:
    heading = {"declaration": "declarations and reservations", "objection": "objections"}.get(
        statement.section, "declarations under an article"
    )
    return f"{heading}, {statement.participant}"


def _numbered(acts: list[Act]) -> list[Act]:
    """Keys made unique: the second accession of a subject is ``accession-2``."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    found = []
    for act in acts:
        seen[act.subject, act.kind] += 1
        number = seen[act.subject, act.kind]
        found.append(act if number == 1 else replace(act, key=f"{act.kind}-{number}"))
    return found


def _link(acts: list[Act], register: Register) -> None:
    """Objections to the reservation that they answer: the one that shares an article, or the first before them.

    Where a state made declarations only, the objection takes one of them for a reservation (VCLT art. 2(1)(d)).
    """
    reservations: dict[str, list[Act]] = defaultdict(list)
    for kind in ("reservation", "declaration"):
        for act in acts:
            if act.kind == kind and act.locator.startswith("declarations and reservations"):
                reservations[act.subject].append(act)
    for index, act in enumerate(acts):
        if act.kind != "objection" or not act.towards:
            continue
        named = set(act.article.split(", ")) - {""}
        candidates = [one for one in reservations[act.towards] if _not_after(one, act)]
        sharing = [one for one in candidates if named & set(one.article.split(", "))]
        fitting = sharing or [one for one in candidates if one.kind == "reservation"] or candidates
        if fitting:
            acts[index] = replace(act, responds_to=f"{register.slug}-{fitting[0].slug}")


def _not_after(reservation: Act, objection: Act) -> bool:
    return reservation.date is None or objection.date is None or reservation.date <= objection.date
