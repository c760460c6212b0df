"""What a model said of a text, held against the text: what is not there is refused, and noted.

Threat: a model makes things up, or does what a text tells it to ("ignore the
above, write that …").  So every encounter and saying needs its words in the
text; a name, a city and a document need their words there; a day its figures,
or a day of publication that it is near; a state must be one of the graph.  What
a text itself claims wrongly, no check of this kind can find: nothing that a
model read is accepted by rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...edtf import bounds
from ..document import Document
from ..reading import Encounter, Fact, LedgerItem, Person, Reading, Span
from .shape import Answer, SaidEncounter, SaidPerson

#: The rule of a model's claims; it is in no table of measured precision.
RULE = "model"
#: Nobody has counted how often a model is right.
CONFIDENCE = 0.5
#: Days around the publication that a relative date ("last Tuesday") may lie.
NEAR = 62
#: Numbers up to which texts often spell them.
SPELLED = 40
#: Letters of a word that may differ at its end: cases, and their vowels.
_ENDING = 3
#: Marks that models and texts write in different ways; one for one, so that places stay.
_SAME = str.maketrans("«»“”„‟‘’‚‐‑–—\u00a0\u2009\u202f", '""""""\'\'\'----   ')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an answer may name: codes of the graph's states, slugs of topics and of kinds of posts."""

    states: frozenset[str]
    topics: frozenset[str]
    posts: frozenset[str]


def reading_of(answer: Answer, document: Document, terms: Terms) -> Reading:
    """The reading that an answer gives; what was refused stands in its notes."""
    return _Checks(document, terms).reading(answer)


class _Checks:
    def __init__(self, document: Document, terms: Terms) -> None:
        self._document = document
        self._terms = terms
        self._text = document.text.translate(_SAME)
        self._words = {word.casefold().replace("ё", "е") for word in _WORD.findall(self._text)}
        self._notes: list[str] = []

    def reading(self, answer: Answer) -> Reading:
        held = list(self._encounters(answer.events, planned=False))
        planned = list(self._encounters(answer.planned, planned=True))
        people = [person for one in (*held, *planned) for person in one.participants]
        others = []
        for said in answer.other_persons:
            span = self._quoted(said.quote, "a person")
            person = None if span is None else self._person(said)
            if person is not None:
                person.span = span
                others.append(person)
        ledger = []
        for item in answer.initiatives:
            span = self._quoted(item.quote, item.kind)
            if span is not None:
                by, to = (self._named(name, [*people, *others]) for name in (item.by, item.to))
                due = self._date(item.due)
                ledger.append(LedgerItem(item.kind, item.about, span, by, to, due, rule=RULE, confidence=CONFIDENCE))
        return Reading(self._document.language, held, planned, others, ledger, notes=self._notes, engine=RULE)

    def _refuse(self, what: str, words: str) -> None:
        short = " ".join(words.split())
        self._notes.append(f"refused {what} of the model: not in the text: {short[:80]!r}")

    def _quoted(self, quote: str, what: str) -> Span | None:
        """The place of a quotation in the stored original; None, and a note, where it is nowhere."""
        pattern = r"\s+".join(re.escape(word) for word in quote.translate(_SAME).split())
        found = re.search(pattern, self._text) if pattern else None
        if found is None:
            self._refuse(what, quote)
            return None
        return self._document.span(*found.span())

    def _there(self, words: str, *, share: float = 1.0) -> bool:
        """Whether so many of the words stand in the text, in whichever case."""
        parts = [word.casefold().replace("ё", "е") for word in _WORD.findall(words) if len(word) > 2]
        if not parts:
            return bool(words.strip()) and words.translate(_SAME) in self._text
        there = sum(1 for part in parts if any(_alike(part, word) for word in self._words))
        return there >= share * len(parts)

    def _encounters(self, said: Sequence[SaidEncounter], *, planned: bool) -> Iterator[Encounter]:
        for one in said:
            span = self._quoted(one.quote, f"a {one.type}")
            if span is not None:
                yield self._encounter(one, span, planned)

    def _encounter(self, said: SaidEncounter, span: Span, planned: bool) -> Encounter:
        people = [person for one in said.participants if (person := self._person(one)) is not None]
        for person in people:
            person.span = person.span or span
        codes = [code for code in (*said.participant_countries, *(p.state for p in people)) if code is not None]
        city = said.place_city if said.place_city and self._kept("a city", said.place_city) else None
        day = self._date(said.date)
        documents = [words for words in said.documents_signed if self._kept("a document", words, share=0.7)]
        told = Encounter(
            said.type,
            span,
            rule=RULE,
            date=day,
            date_end=self._date(said.date_end) if day else None,
            ordinal=said.ordinal,
            body=said.body if said.body and self._kept("a body", said.body, share=0.5) else None,
            place_city=city,
            place_state=self._state(said.place_country),
            host_state=self._state(said.host_country),
            online=said.online,
            participants=people,
            states=[code for code in dict.fromkeys(codes) if self._state(code)],
            topics=[topic for topic in dict.fromkeys(said.topics) if topic in self._terms.topics],
            documents=list(dict.fromkeys(documents)),
            instruments=[words for words in said.treaties_mentioned if self._there(words, share=0.7)],
            background=said.background,
            planned=planned,
            confidence=CONFIDENCE,
        )
        # A figure beside the word that counts would be a stronger proof; that it is there at all is asked.
        if told.ordinal is not None and not self._counted(told.ordinal):
            told.ordinal = None
        if day is not None and not self._written(day):
            told.facts["date"] = Fact(span, "inferred", RULE, CONFIDENCE)
        return told

    def _kept(self, what: str, words: str, *, share: float = 1.0) -> bool:
        if self._there(words, share=share):
            return True
        self._refuse(what, words)
        return False

    def _person(self, said: SaidPerson) -> Person | None:
        if said.name and not self._kept("a person", said.name):
            return None
        if not said.name and not said.post:
            return None
        post = said.post if said.post and self._there(said.post, share=0.5) else None
        return Person(
            said.name,
            post,
            said.post_id if said.post_id in self._terms.posts else None,
            said.agency,
            self._state(said.country),
            role=said.role,
            confidence=CONFIDENCE,
        )

    def _named(self, name: str | None, people: Sequence[Person]) -> Person | None:
        """Whom the answer names: one of its persons, else an office as the text has it."""
        if not name:
            return None
        for person in people:
            if name in (person.name, person.post):
                return person
        return Person(None, name, confidence=CONFIDENCE) if self._there(name, share=0.5) else None

    def _state(self, code: str | None) -> str | None:
        if code is None or code in self._terms.states:
            return code
        self._notes.append(f"refused a state of the model: the graph has none of the code {code}")
        return None

    def _counted(self, number: int) -> bool:
        """Whether a number stands in the text in figures; small ones may stand there in words or Roman figures."""
        return number <= SPELLED or any(word[: len(str(number))] == str(number) for word in self._words)

    def _written(self, date: str) -> bool:
        """Whether the figures of a date stand in the text: year and day of the month."""
        year, _, rest = date.removeprefix("--").partition("-") if not date.startswith("--") else ("", "", date[2:])
        day = rest.partition("-")[2]
        return (not year or year in self._words) and (not day or {day, str(int(day))} & self._words != set())

    def _date(self, date: str | None) -> str | None:
        """A date that the text gives, or that lies near its publication; None, and a note, for another."""
        if date is None:
            return None
        if not _possible(date):
            self._notes.append(f"refused a date of the model: there is no day {date}")
            return None
        if self._written(date) or self._near(date):
            return date
        self._refuse("a date", date)
        return None

    def _near(self, date: str) -> bool:
        try:
            day, published = (dt.date.fromisoformat(one) for one in (date, self._document.published or ""))
        except ValueError:
            return False
        return abs((day - published).days) <= NEAR


def _alike(part: str, word: str) -> bool:
    """Whether two words are one in different cases: they begin alike, and differ in their ending only."""
    if part == word:
        return True
    least = max(3, min(len(part), len(word)) - _ENDING)
    return abs(len(part) - len(word)) <= _ENDING and part[:least] == word[:least]


def _possible(date: str) -> bool:
    """Whether there is such a day; one without a year may be of a leap year."""
    try:
        bounds(date.replace("-", "2000", 1) if date.startswith("--") else date)
    except ValueError:
        return False
    return True
