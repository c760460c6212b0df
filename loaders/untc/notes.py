"""What footnotes tell of acts that the table does not hold.

Withdrawals with their two dates, instruments of predecessors (the former
Yugoslavia, Czechoslovakia, the German Democratic Republic …), first and renewed
accessions, territories, reservations taken back.  The register writes them in
the same few sentences; what speaks of a denunciation and fits none of them is
named, never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .cells import read_date
from .register import Note

_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_WHO = r"(?:The Government of |the Government of )?(?:[Tt]he )?(?:[Ff]ormer )?(?P<who>[A-Z][\w’'.,()\- ]{2,60}?)"
_VERBS = {
    "signed and ratified": ("signature", "ratification"),
    "signed and accepted": ("signature", "acceptance"),
    "signed and approved": ("signature", "approval"),
    "signed": ("signature",),
    "ratified": ("ratification",),
    "acceded to": ("accession",),
    "re-acceded to": ("accession",),
    "accepted": ("acceptance",),
    "approved": ("approval",),
    "succeeded to": ("succession",),
}
_VERB = "|".join(sorted(_VERBS, key=len, reverse=True))
_DID = re.compile(
    rf"(?:^|(?<=[.;”\"] )|(?<=\n)){_WHO} (?:had )?(?:initially )?(?P<verb>{_VERB}) "
    rf"(?P<what>[^.;]{{0,160}}?)on (?P<first>{_DAY})(?:(?:,? and (?:on )?)(?P<second>{_DAY}))?"
)
_SAME_DAY = re.compile(rf"On (?:that same date|the same date|(?P<first>{_DAY})), {_WHO} (?P<verb>re-acceded) to ")
_LEFT = re.compile(
    rf"(?:On )?(?P<first>{_DAY}), {_WHO} (?:notified|informed) the Secretary-General "
    r"(?:of its decision to (?:denounce|withdraw from)|that it had decided to (?:denounce|withdraw from)|"
    r"of its (?:denunciation of|withdrawal from)|that it (?:was )?(?:denounced|denouncing|withdrew from)) "
    r"(?:the |this )?(?:said |above-mentioned )?(?:[A-Z][a-z]+ )?"
    r"(?P<what>Protocol|Convention|Covenant|Agreement|Treaty|Amendment)"
    r"(?! (?:concerning|relating to|on|for the (?!first|second|third))\b)"
    rf"(?:[^.]{{0,80}}?with effect (?:from|on|as from) (?P<effect>{_DAY}))?"
)
_TOOK_BACK = re.compile(
    rf"(?:On |In a communication received on )(?P<first>{_DAY}), {_WHO} (?:notified|informed) the Secretary-General "
    r"(?:of its decision to withdraw|that it (?:had decided to withdraw|withdraws?|had withdrawn)|of the withdrawal of)"
    r"[^.]{0,60}?(?P<what>reservations?|objections?)"
)
_TERRITORY = re.compile(
    rf"(?:(?:On (?P<first>{_DAY}), )?[^.]{{0,120}}?)[Tt]erritorial [Aa]pplication "
    r"(?:in respect of|to) (?P<where>[A-Z][^.;,(]{2,80})"
)
_ENDS = re.compile(r"\b(?:denounce|denounc|denunciation|withdrawal from|withdraw from)", re.IGNORECASE)


@dataclass(frozen=True)
class NoteAct:
    """An act that a footnote tells of.  ``who`` is the name as written, '' for the row that points to the note."""

    kind: str
    who: str
    date: dt.date | None
    note: Note
    sentence: str
    effective: dt.date | None = None
    territory: str = ""


def acts_of(note: Note) -> Iterator[NoteAct]:
    """The acts that one footnote tells of, in its order."""
    text = note.text
    last: dt.date | None = None
    found: list[tuple[int, NoteAct]] = []
    for match in _DID.finditer(text):
        kinds = _VERBS[match["verb"]]
        days = [read_date(match["first"]), read_date(match["second"] or "")]
        if len(kinds) == 2 and days[1] is None:
            continue  # one day for two acts: the sentence does not say which
        for kind, day in zip(kinds, days, strict=False):
            found.append((match.start(), NoteAct(kind, _name(match["who"]), day, note, _sentence(text, match))))
    for match in _LEFT.finditer(text):
        day, effect = read_date(match["first"]), read_date(match["effect"] or "")
        act = NoteAct("withdrawal", _name(match["who"]), day, note, _sentence(text, match), effective=effect)
        found.append((match.start(), act))
    for match in _SAME_DAY.finditer(text):
        day = read_date(match["first"] or "")
        if day is None:
            before = [act.date for start, act in found if start < match.start()]
            day = before[-1] if before else last
        found.append((match.start(), NoteAct("accession", _name(match["who"]), day, note, _sentence(text, match))))
    for match in _TOOK_BACK.finditer(text):
        act = NoteAct("withdrawal-of-reservation", _name(match["who"]), read_date(match["first"]), note,
                      _sentence(text, match))  # fmt: skip
        found.append((match.start(), act))
    for match in _TERRITORY.finditer(text):
        act = NoteAct("territorial-application", "", read_date(match["first"] or ""), note, _sentence(text, match),
                      territory=match["where"].strip())  # fmt: skip
        found.append((match.start(), act))
    seen = set()
    for _, act in sorted(found, key=lambda pair: pair[0]):
        key = (act.kind, act.who, act.date, act.effective, act.territory)
        if key not in seen:
            seen.add(key)
            yield act


def not_understood(note: Note) -> bool:
    """Whether a footnote speaks of leaving the treaty and no withdrawal was read from it."""
    return _ENDS.search(note.text) is not None and not any(act.kind == "withdrawal" for act in acts_of(note))


def _name(who: str) -> str:
    return re.sub(r"^(?:Although )?(?:Government of )?(?:the )?", "", who.strip())


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence in which a match begins, on one line."""
    start = max(text.rfind(". ", 0, match.start()), text.rfind("\n", 0, match.start()))
    end = text.find(".", match.end())
    return " ".join(text[start + 1 if start >= 0 else 0 : end + 1 if end >= 0 else len(text)].split()).lstrip(". ")
