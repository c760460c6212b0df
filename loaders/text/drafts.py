"""An encounter in the making: the cues that tell it, who is in it, whether it is told in passing or still to come."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from .cues import CIRCLE, Cue
from .people import Figure
from .posts import Post
from .scene import Sentence
from .signed import Signed


@dataclass(slots=True)
class Draft:
    """An encounter in the making."""

    cues: list[Cue]
    figures: list[Figure] = field(default_factory=list)
    unnamed: list[Post] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    background: bool = False
    planned: bool = False
    documents: list[Signed] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)

    @property
    def session(self) -> bool:
        return self.cues[0].kind == "session"

    @property
    def circle(self) -> bool:
        """Whether many office-holders met whose states are told elsewhere."""
        return self.cues[0].rule == CIRCLE

    @property
    def gathered(self) -> bool:
        """Whether many came: a sitting of a body, or a conference."""
        return self.session or self.cues[0].kind == "conference"

    @property
    def kinds(self) -> set[str]:
        return {cue.kind for cue in self.cues}

    @property
    def dates(self) -> list[str]:
        """The dates that the cues give."""
        return [cue.date.value for cue in self.cues if cue.date is not None and cue.date.value]

    @property
    def date(self) -> str | None:
        """The first date that a cue gives."""
        return next(iter(self.dates), None)

    def tells(self, sentence: Sentence) -> bool:
        """Whether one of the cues stands in a sentence."""
        return any(cue.sentence is sentence for cue in self.cues)


def head_of_state(figure: Figure) -> bool:
    """Whether somebody is a president, king or emir."""
    return figure.post is not None and figure.post.post_id in ("president", "emir", "king")


def overlap(a: str, b: str) -> bool:
    """Whether two dates may be of one day: one is the other, or a part of it ("2024" and "2024-05-18")."""
    a, b = a.removeprefix("--"), b.removeprefix("--")
    return a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)


def abs_days(a: str, b: str) -> int:
    """Days between two days; a large number where one is no whole day."""
    try:
        return abs((dt.date.fromisoformat(a) - dt.date.fromisoformat(b)).days)
    except ValueError:
        pass
    found = [re.fullmatch(r"(?:--|\d{4}-)(\d\d)-(\d\d)", one) for one in (a, b)]
    if found[0] and found[1]:
        x, y = ((int(one[1]) * 31 + int(one[2])) for one in found if one)
        return abs(x - y)
    return 9999


def earlier(a: str, b: str) -> bool:
    """Whether ``a`` tells of another, earlier happening than ``b``: by more than a journey's days."""
    if b.startswith("--") and len(a) == 4:
        return True  # a year is told because it is another one
    if a.startswith("--") and len(a) == 4:
        # "в мае": of a text of October; what has no year and no day is of the months before
        month = b.removeprefix("--")[:2] if b.startswith("--") else b[5:7]
        return bool(month) and month != a[2:4]
    if a.startswith("--") or b.startswith("--"):
        return abs_days(a, b) > 20 and abs_days(a, b) < 9999
    width = min(len(a), len(b))
    if width >= 10:
        return a < b and abs_days(a, b) > 10
    return a[:width] < b[:width]
