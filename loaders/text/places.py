"""States, their adjectives and cities in a text, with the state of each.

States have the names that the graph gives; what the press calls them beside
that, and the cities, stand in ``words/states.yaml`` and ``words/cities.yaml``.
Names are matched as written, in all case forms, so no dictionary is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from .declension import adjective_forms, forms
from .lexicon import words
from .tokens import Token

PlaceKind = Literal["state", "adjective", "city"]
#: Runs a query of the graph and gives its rows (terms with ``value``).
Ask = Callable[[str], Iterable[Sequence[Any]]]

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+|\S")
_ALIKE = str.maketrans({**dict.fromkeys("’ʼ‘ʻ`", "'"), **dict.fromkeys("‑–", "-"), "ё": "е"})
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
#: After these a doubtful name is a place.
_BEFORE = frozenset("в во из под до через близ г гор город города городе городу in at to from near".split())
_CITY = frozenset("г гор город города городе городу city town".split())
#: A city before one of these is part of the name of an instrument or a series of talks.
_TITLES = frozenset("convention statute protocol agreement accord accords declaration charter treaty format".split())
#: Houses and streets called after a city: "Hyderabad House" stands in Delhi.
_HOUSES = frozenset("house street avenue square hotel".split())
#: English words that a state's name stands beside without being a person's.
_BESIDE = frozenset(
    """and or of the in to from with for at on by as is was has will would between a an prime foreign interior justice
    supreme chief attorney general prosecutor president prosecutors procurators attorneys ministers minister
    ministry king kingdom republic state police national central public court embassy ambassador delegation
    government parliament officials authorities""".split()
)
_OPENING = frozenset("yesterday today earlier meanwhile however moreover both also while when since today's".split())
#: Words that may close a hyphened English word after a place ("Vienna-based").
_TAILS = frozenset("based led backed born led-by hosted".split())
_LABELS = """SELECT ?code ?name WHERE {
  ?state a <https://w3id.org/comity/ontology#State> ; <https://w3id.org/comity/ontology#isoAlpha2> ?code ;
    <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#altLabel> ?name
  FILTER(LANG(?name) IN ("en", "ru")) }"""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: where (code points, and token indexes ``first`` up to ``last``), and of which state.

    ``name`` is the nominative in the language and spelling of the text ("Сиане":
    "Сиань"; "Нур-Султане": "Нур-Султан").  ``city`` is set on a state that is a
    city as well ("Singapore"), and is the name itself of a city.
    """

    kind: PlaceKind
    state: str
    name: str
    start: int
    end: int
    first: int
    last: int
    city: str | None = None


class _Entry(NamedTuple):
    kind: PlaceKind
    state: str | None  # None: no place at all
    name: str
    doubtful: bool


@dataclass(slots=True)
class Places:
    """The names, ready to be matched: all forms in one flat dictionary, the longest tried first."""

    _entries: dict[str, list[_Entry]]
    _longest: dict[str, int]
    _written: dict[str, list[_Entry]]
    _halves: dict[str, str | None]
    _formal: frozenset[str]

    def find(self, tokens: Sequence[Token]) -> list[Mention]:
        """The places that the tokens name, none inside another, in order."""
        keys = [_key(token.surface) for token in tokens]
        found: list[Mention] = []
        i = 0
        while i < len(tokens):
            mentions, after = self._at(tokens, keys, i)
            found += mentions
            i = after
        return found

    def _at(self, tokens: Sequence[Token], keys: Sequence[str], i: int) -> tuple[list[Mention], int]:
        """What starts at token ``i``, and the index after it."""
        for length in range(min(self._longest.get(keys[i], 0), len(tokens) - i), 0, -1):
            last = i + length
            entries = [
                *self._written.get(" ".join(token.surface for token in tokens[i:last]), ()),
                *self._entries.get(" ".join(keys[i:last]), ()),
            ]
            if any(one.state is None for one in entries):
                return [], last
            entries = [one for one in entries if _fits(one, tokens, keys, i, last)]
            if entries:
                mention = self._mention(entries, tokens, keys, i, last)
                return [mention], mention.last
        if "-" in keys[i]:
            return self._parts(tokens, keys, i), i + 1
        return [], i + 1

    def _mention(
        self, entries: Sequence[_Entry], tokens: Sequence[Token], keys: Sequence[str], i: int, last: int
    ) -> Mention:
        city = next((one for one in entries if one.kind == "city"), None)
        named_city = city is not None and _before(keys, i) in _CITY
        one = city if city is not None and named_city else min(entries, key=lambda entry: entry.kind == "city")
        kind = one.kind
        if kind == "adjective" and (after := self._formal_end(keys, last)) > last:
            kind, last = "state", after
        also = city.name if city is not None and (one is city or one.state in _CITY_STATES) else None
        return Mention(kind, one.state or "", one.name, tokens[i].start, tokens[last - 1].end, i, last, also)

    def _formal_end(self, keys: Sequence[str], last: int) -> int:
        """The index after a formal name that an adjective before ``last`` begins ("Kyrgyz Republic"), or ``last``."""
        for k in range(last, min(last + 4, len(keys))):
            if keys[k] in self._formal:
                return k + 1
            if not keys[k].endswith(_ADJECTIVE_ENDS) and keys[k] not in _FORMAL_WORDS:
                break
        return last

    def _parts(self, tokens: Sequence[Token], keys: Sequence[str], i: int) -> list[Mention]:
        """The states of a hyphened word ("российско-узбекский", "Russia-China", "Vienna-based")."""
        found, at, surface = [], 0, tokens[i].surface
        parts = keys[i].split("-")
        if sum(map(len, parts)) + len(parts) - 1 != len(surface):
            return []
        for n, part in enumerate(parts):
            start = tokens[i].start + at
            at += len(part) + 1
            entries = [
                one
                for one in self._entries.get(part, ())
                if one.state is not None and not (one.doubtful and one.kind == "city")
            ]
            if part in self._halves:
                state = self._halves[part]
                if state is not None:
                    found.append(Mention("adjective", state, part, start, start + len(part), i, i + 1))
            elif entries and (_CYRILLIC.match(part) or surface[at - len(part) - 1].isupper()):
                one = entries[0]
                city = one.name if one.kind == "city" else None
                found.append(Mention(one.kind, one.state or "", one.name, start, start + len(part), i, i + 1, city))
            elif not (n and part in _TAILS):
                return []
        return found


_LEAVING = frozenset("leave leaves left leaving depart departs departed departing headed heading bound".split())
_CITY_STATES = frozenset({"SG", "MC", "SM", "VA"})
_ADJECTIVE_ENDS = ("ая", "ой", "ую", "ое", "ого", "ому", "ом", "ским", "ным")
_FORMAL_WORDS = frozenset("people democratic socialist arab islamic federal federative".split())


def _fits(one: _Entry, tokens: Sequence[Token], keys: Sequence[str], i: int, last: int) -> bool:
    """Whether the words are this place here: names need a capital, doubtful ones a word beside them."""
    russian = _CYRILLIC.match(tokens[i].surface) is not None
    if one.kind == "adjective":
        return russian or tokens[i].capital
    if not (tokens[i].capital or (last - i > 1 and tokens[last - 1].capital)):
        return False
    after = keys[last] if last < len(keys) else ""
    if one.kind == "city":
        if after in _TITLES or (after in _HOUSES and tokens[last].capital):
            return False
        if one.name == "Washington" and after == "post":
            return False
    if not one.doubtful:
        return True
    before = _before(keys, i)
    if one.kind == "city":
        two_before = keys[i - 2] if i > 1 else ""
        named = (before == "of" and two_before in _CITY) or (before == "for" and two_before in _LEAVING)
        return before in _BEFORE or named or _shown(tokens, last)
    if russian:
        return i > 0 and (tokens[i - 1].word or tokens[i - 1].surface in ",(")
    if before in ("of", "from"):
        return True  # "Chief Justice of India D.Y. Chandrachud"
    person_before = i > 0 and tokens[i - 1].word and tokens[i - 1].capital and before not in _BESIDE | _OPENING
    person_after = last < len(tokens) and tokens[last].word and tokens[last].capital and after not in _BESIDE
    possessive = tokens[last - 1].surface.lower().endswith(("'s", "’s"))
    return not (person_before or (person_after and not possessive))


def _before(keys: Sequence[str], i: int) -> str:
    """The word before token ``i``; the stop of an abbreviation is passed over ("г. Ош")."""
    if i > 1 and keys[i - 1] == "." and keys[i - 2] in _CITY:
        return keys[i - 2]
    return keys[i - 1] if i else ""


def _shown(tokens: Sequence[Token], last: int) -> bool:
    """Whether another name in capitals follows after a comma or bracket ("Nice, France"; "Ош (Кыргызстан)")."""
    return last + 1 < len(tokens) and tokens[last].surface in ",(" and tokens[last + 1].capital


def _key(surface: str) -> str:
    """Lower case without accents, apostrophes and hyphens made one kind, the English genitive cut off."""
    low = surface.lower()
    if not low.isascii():
        low = low.translate(_ALIKE)
        if not _CYRILLIC.search(low):
            low = "".join(sign for sign in unicodedata.normalize("NFD", low) if not unicodedata.combining(sign))
    return low[:-2] if low.endswith("'s") else low.removesuffix("'")


class _Maker:
    """Fills the dictionaries of :class:`Places`."""

    def __init__(self) -> None:
        self.entries: dict[str, list[_Entry]] = {}
        self.longest: dict[str, int] = {}
        self.written: dict[str, list[_Entry]] = {}

    def add(self, name: str, entry: _Entry) -> None:
        for form in forms(name) if _CYRILLIC.search(name) else {name}:
            self._put(self.entries, [_key(word) for word in _WORD.findall(form)], entry)

    def add_adjective(self, name: str, state: str) -> None:
        entry = _Entry("adjective", state, name, False)
        for form in adjective_forms(name) if _CYRILLIC.search(name) else {name}:
            self._put(self.entries, [_key(word) for word in _WORD.findall(form)], entry)

    def add_written(self, name: str, entry: _Entry) -> None:
        self._put(self.written, _WORD.findall(name), entry)

    def _put(self, where: dict[str, list[_Entry]], words: Sequence[str], entry: _Entry) -> None:
        known = where.setdefault(" ".join(words), [])
        if not any((one.kind, one.state) == (entry.kind, entry.state) for one in known):
            known.append(entry)
        first = _key(words[0])
        self.longest[first] = max(self.longest.get(first, 0), len(words))


def places_of(names: Iterable[tuple[str, str]]) -> Places:
    """Places whose states have the given names (pairs of an ISO code and a name) beside the listed ones."""
    states, cities = words("states"), words("cities")
    made = _Maker()
    for phrases in states["never"].values():
        for phrase in phrases:
            made.add(phrase, _Entry("state", None, phrase, False))
    doubtful = {name for listed in states["doubtful"].values() for name in listed}
    for code, told in states["states"].items():
        for name in (*told.get("also_en", ()), *told.get("also_ru", ())):
            made.add(name, _Entry("state", code, name, name in doubtful))
        for name in (*told["ru"], *told["en"]):
            made.add_adjective(name, code)
        for name in told.get("abbr", ()):
            made.add_written(name, _Entry("state", code, name, False))
    for code, listed in states["parts"].items():
        for name in (one for spellings in listed for one in spellings):
            made.add(name, _Entry("state", code, name, False))
    for code, name in names:
        if not re.search(r"[,()\[\]*]| о-ва", name):
            made.add(name, _Entry("state", code, name, name in doubtful))
    for entry in _cities(states["states"], cities):
        made.add(entry.name, entry)
    halves: dict[str, str | None] = {
        f"{adjective[:-2]}о": code for code, told in states["states"].items() for adjective in told["ru"]
    }
    halves.update({**states["halves"]["ru"], **states["halves"]["en"]})
    formal = {form for noun in states["formal"]["ru"] for form in forms(noun)} | set(states["formal"]["en"])
    return Places(made.entries, made.longest, made.written, halves, frozenset(formal))


@cache
def parts_of_states() -> dict[str, str]:
    """The English name of a part of a state by each of its names."""
    return {name: one[0] for listed in words("states")["parts"].values() for one in listed for name in one}


def _cities(states: Mapping[str, Any], cities: Mapping[str, Any]) -> Iterator[_Entry]:
    """Capitals first, so that they win over a namesake."""
    unsure = {name for listed in cities["doubtful"].values() for name in listed}
    for code, told in states.items():
        for name, language in zip(told["capital"], ("en", "ru"), strict=True):
            for one in (name, *cities["capitals"][language].get(name, ())):
                yield _Entry("city", code, one, name in unsure)
    for code, listed in cities["cities"].items():
        for line in listed:
            english, russian = line.split(" = ")
            for spellings in (english, russian):
                # A mark before the whole line or before all spellings of a language holds for each of them.
                marked = line.startswith("~") or spellings.startswith("~")
                for one in spellings.split("|"):
                    yield _Entry("city", code, one.strip().lstrip("~"), marked or one.startswith("~"))


def places_from(ask: Ask) -> Places:
    """Places with the names that the graph gives to the states."""
    return places_of((str(code.value), str(name.value)) for code, name in ask(_LABELS))


@cache
def places() -> Places:
    """Places with the names that Unicode CLDR gives to the states: what the shipped graph has too."""
    from babel import Locale

    listed = words("states")["states"]
    languages = [Locale.parse(language).territories for language in ("en", "ru")]
    return places_of((code, name) for names in languages for code, name in names.items() if code in listed)
