"""What a register says of one treaty, whatever front end read it: plain values, names as written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...errors import BadInput

#: Kinds of act by which consent to be bound is expressed (VCLT art. 11).
CONSENT = frozenset(
    "ratification acceptance approval accession succession formal-confirmation definitive-signature "
    "consent-to-be-bound".split()
)
SIGNATURES = frozenset(["signature", "definitive-signature"])


@dataclass(frozen=True)
class Cell:
    """One act in the table: its kind (a class of action in kebab-case), day, and whether it has ended."""

    kind: str
    date: dt.date
    ended: bool = False
    note: str = ""


@dataclass(frozen=True)
class Participant:
    """One row: the name as written, the numbers of its footnotes, what it did."""

    name: str
    line: int
    notes: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A declaration, objection or recognition: whose, when (None: with the act of consent), what it says."""

    section: str
    participant: str
    line: int
    text: str
    date: dt.date | None = None
    heading: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """A footnote."""

    number: str
    line: int
    text: str


@dataclass
class Register:
    """One treaty's status.  ``number`` is the MTDSG number (IV-9), ``as_of`` the day of the status.

    ``parties`` and ``signatories`` are what the register itself counts, None where it does not;
    ``refused`` holds what was not understood, each with its line.
    """

    file: str
    number: str
    title: str
    as_of: dt.date
    url: str
    place: str = ""
    adopted: dt.date | None = None
    entry_into_force: dt.date | None = None
    entry_text: str = ""
    registration: str = ""
    parties: int | None = None
    signatories: int | None = None
    participants: list[Participant] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    refused: list[BadInput] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """``untc-iv-9``."""
        return "untc-" + self.number.lower()

    def counted(self) -> tuple[int, int]:
        """(parties, signatories) by the table: participants with an act that has not ended."""
        parties = signatories = 0
        for participant in self.participants:
            standing = {cell.kind for cell in participant.cells if not cell.ended}
            parties += bool(standing & CONSENT)
            signatories += bool(standing & SIGNATURES)
        return parties, signatories

    def check_sums(self) -> Iterator[BadInput]:
        """Where the page's own counts do not fit its table: something was read wrongly, or is wrong there.

        The number behind "Parties" is that of the consents without brackets; "Signatories" likewise.
        """
        parties, signatories = self.counted()
        for word, said, found in (
            ("Parties", self.parties, parties),
            ("Signatories", self.signatories, signatories),
        ):
            if said is not None and said != found:
                yield BadInput(
                    f'the page counts "{word}: {said}", but its table has {found}',
                    file=self.file,
                    field=word.lower(),
                    hint="The page is cut, has a layout that is not known, or is at odds with itself; "
                    "nothing of it was loaded.",
                )
