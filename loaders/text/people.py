"""Names of persons in a text, and who they are there: the posts beside their names, one person for all mentions.

Russian names come from the recogniser of :mod:`.ner`, in both languages from
runs of capitalised words beside a post.  A surname alone, later in the text,
is the person introduced before.  Names are given in the nominative, as full as
the text has them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .lexicon import word_set
from .naming import PARTICLES, common
from .post_senses import is_verb
from .posts import Near, Post
from .tokens import Token, readings

_INITIAL = re.compile(r"[A-ZА-ЯЁ]\Z")
#: How the last part of an Arabic name begins.
_ARABIC = ("al-", "el-", "аль-", "эль-", "bin-", "ал-", "ас-", "аш-", "ad-", "as-", "ar-", "an-", "ash-", "ад-", "ан-")


def _set(entry: str) -> frozenset[str]:
    return word_set("names", entry)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name at tokens ``first`` up to ``last`` of a sentence."""

    first: int
    last: int


@dataclass(slots=True)
class Mention:
    """A person mentioned in sentence ``sentence``: the name's tokens, and the post beside it."""

    sentence: int
    first: int
    last: int
    start: int
    end: int
    name: str
    surname: str
    post: Post | None = None
    case: str | None = None
    state: str | None = None  # "Abdulhamit Gül of Turkey"
    written: str = ""  # the name as it stands, in whichever case

    @property
    def opens(self) -> int:
        """The token at which the name begins, or the post where that stands before it."""
        return self.first if self.post is None else min(self.first, self.post.first)


@dataclass(slots=True)
class Figure:
    """One person of the text with all mentions."""

    name: str
    surname: str
    mentions: list[Mention] = field(default_factory=list)
    post: Post | None = None
    post_sentence: int = -1
    official: str | None = None
    state: str | None = None
    inferred: bool = False
    derived: bool = False  # the post is the graph's, not the text's


#: After a word with a capital these make a place of it.
_REGIONS = frozenset("область район край округ губерния республика улица район area region province district".split())


def names_in(
    tokens: Sequence[Token], near: Sequence[Near], posts: Sequence[Post], spans: Sequence[tuple[int, int]]
) -> list[Name]:
    """Names in one sentence: recognised spans (code points), and capitalised runs beside posts."""
    taken: set[int] = set()
    for post in posts:
        taken.update(range(post.first, post.last))
    blocked = taken | {k for one in near if one.kind in ("organisation", "body") for k in range(one.first, one.last)}
    found: list[Name] = []

    def add(first: int, last: int, recognised: bool = False) -> None:
        first = _past_excellency(tokens, first)
        if any(
            a.lemma in _NATIONAL and b.lemma in ("лидер", "leader")
            for a, b in itertools.pairwise(tokens[max(0, first - 9) : first])
        ):
            return  # "the National Leader N.": somebody of memory, who takes part in nothing
        while first < last and (first in blocked or not _namely(tokens[first])):
            first += 1
        while first < last and (
            last - 1 in blocked or not _namely(tokens[last - 1]) or tokens[last - 1].lemma in PARTICLES
        ):
            last -= 1
        first, last = _without_neighbours(tokens, first, last, near)
        if first >= last or any(one.first < last and first < one.last for one in found):
            return
        words = [token for token in tokens[first:last] if token.word and len(token.surface) > 1]
        if words and not recognised and (common(words[0].surface) or (common(words[-1].surface) and len(words) > 1)):
            return
        if (
            len(words) == 1
            and not recognised
            and all(one.pos == "ADJF" and one.name is None for one in readings(words[0].surface)[:1])
        ):
            return
        if (
            first
            and tokens[first - 1].surface.lower().endswith(("'s", "’s"))
            and words
            and words[0].surface.lower().startswith("off")
        ):
            return
        if last < len(tokens) and tokens[last].lemma in _REGIONS and len(words) == 1:
            return  # "прокурор Мангистауской области"
        if len(words) == 1 and not recognised and any(one.kind == "state" and one.first == first for one in near):
            return  # "CJI India will hold a meeting with CJI Nepal"
        if not words or all(word.surface.isupper() and len(word.surface) <= 4 for word in words):
            return
        if all(word.surface.lower() in _set("titles") for word in words):
            return  # "H.E. Dr." of somebody else
        found.append(Name(first, last))

    for start, end in spans:
        inside = [k for k, token in enumerate(tokens) if token.start < end and start < token.end]
        if inside:
            first, last = inside[0], inside[-1] + 1
            if (other := _second_person(tokens, first, last)) is not None:
                add(first, other, recognised=True)
                first = other
            add(*_widened(tokens, first, last, blocked), recognised=True)
    for one in list(found):
        # "Путин и Жапаров поставили подписи": who opens a sentence beside somebody is somebody too
        if one.first == 2 and tokens[1].lemma in ("и", "and") and tokens[0].capital and not _known_word(tokens[0]):
            add(0, 1)
    headline = _headline(tokens)
    for post in posts:
        run = _run_after(tokens, post.last, blocked, near)
        if run is not None and headline and _with_verb(tokens[run[0] : run[1]]):
            continue
        if run is not None:
            add(*run)
            if post.plural:
                k = _past_bracket(tokens, run[1])
                while k + 1 < len(tokens) and tokens[k].lemma in ("и", "and", ","):
                    more = _run_after(tokens, k + 1, blocked, near)
                    if more is None:
                        break
                    add(*more)
                    k = _past_bracket(tokens, more[1])
        else:
            run = _run_before(tokens, post.first, blocked, near)
            if run is not None:
                add(*run)
    for k, token in enumerate(tokens):
        if token.lemma.rstrip(".") in (
            "mr",
            "mrs",
            "ms",
            "г-н",
            "господин",
            "г-жа",
            "госпожа",
            "dr",
        ) and token.capital | (not token.surface.isascii()):
            run = _run_after(tokens, k, blocked, near)
            if run is not None:
                add(*run)
    for k in _after_state(tokens, near):
        run = _run_after(tokens, k, blocked, near)
        if run is not None and run[1] - run[0] >= 2:
            add(*run)
    for first, last in english_runs(tokens, blocked, near):
        add(first, last)
    return sorted(found, key=lambda one: one.first)


#: Names of states that are given names or surnames as well.
_BOTH = frozenset("georgia jordan chad israel".split())
#: Names of states that nobody is called by, though a surname may follow them: "Department of Justice China Liu N.".
_NO_GIVEN = frozenset("China Germany Oman Sudan Togo Benin Cuba Britain".split())


def _without_neighbours(tokens: Sequence[Token], first: int, last: int, near: Sequence[Near]) -> tuple[int, int]:
    """A name without the state, the verb or the preposition with a capital that stands beside it: "the Vice Minister of
    China Liu Zhenyu", "Welcoming Nguyen Huy Tien", "CJI Chandrachud On Bhutan Visit"."""
    if last - first < 2:
        return first, last
    states = [one for one in near if one.kind == "state" and one.first == first and one.last <= last - 2]
    if states and tokens[first].surface.lower() not in _BOTH:
        first = states[0].last
    elif tokens[first].surface in _NO_GIVEN and last - first >= 3:
        first += 1
    low = tokens[first].surface.lower()
    if last - first >= 3 and low.endswith("ing") and tokens[first].lemma in _set("said"):
        first += 1
    while last - first >= 2 and tokens[last - 1].surface in ("On", "In", "At", "To", "For", "With"):
        last -= 1
    return first, last


def _known_word(token: Token) -> bool:
    """Whether a word is in the dictionary as anything but a surname."""
    if token.surface.isascii():
        return common(token.surface)
    known = readings(token.surface)
    return not known or known[0].name != "Surn"


_NATIONAL = frozenset("национальный общенациональный national".split())


def _second_person(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Where a second person's name begins in what was taken for one: "на переговорах с Нурсултаном Назарбаевым Рахмон
    отметил", the first two words in a case in which the last, a man's surname, is not."""
    if last - first not in (3, 4) or tokens[first].surface.isascii():
        return None
    if last - first == 4:
        cases = [{found.case for found in readings(token.surface) if found.case} for token in tokens[first:last]]
        shared = cases[0] & cases[1]
        apart = bool(shared) and "nomn" not in cases[0] and "nomn" in cases[2] and not shared & cases[2]
        return first + 2 if apart else None
    one, two, three = ({found.case for found in readings(token.surface) if found.case} for token in tokens[first:last])
    shared = one & two
    if not shared or "nomn" in one | two or shared & three or "nomn" not in three:
        return None
    return last - 1 if tokens[last - 1].surface[-1].lower() in "бвгджзклмнпрстфхцчшщ" else None


def _past_excellency(tokens: Sequence[Token], k: int) -> int:
    """Past "H.E." or "H E" before a name: no initials, but "His Excellency"."""
    letters = [(j, token.surface) for j, token in enumerate(tokens[k : k + 4], k) if token.surface != "."]
    if [letter for _, letter in letters[:2]] == ["H", "E"]:
        k = letters[1][0] + 1
        return k + 1 if k < len(tokens) and tokens[k].surface == "." else k
    return k


def _past_bracket(tokens: Sequence[Token], k: int) -> int:
    """Past what a bracket says of a person in a list: "Commissioners A (Justice, Consumers), B (Migration) and C"."""
    if k < len(tokens) and tokens[k].surface == "(":
        close = next((n for n in range(k, min(k + 12, len(tokens))) if tokens[n].surface == ")"), None)
        return k if close is None else close + 1
    return k


def _after_state(tokens: Sequence[Token], near: Sequence[Near]) -> list[int]:
    """Where a name may follow whose state stands before it: "Узбекистан представлял А. Т., Казахстан — А. Е."."""
    states = {one.last for one in near if one.kind == "state"}
    out = []
    for k in range(1, len(tokens)):
        spoke = tokens[k].lemma in ("представлять", "представить") and any(j in states for j in range(k - 2, k + 1))
        item = tokens[k].surface in ("–", "—") and k in states
        if spoke or item:
            out.append(k + 1)
    return out


def _headline(tokens: Sequence[Token]) -> bool:
    """Whether an English line is written in capitals throughout, as headlines are: capitals tell no name there."""
    words = [token for token in tokens if token.word]
    return (
        len(words) >= 4
        and tokens[-1].surface not in (".", "!", "?")
        and all(word.surface.isascii() for word in words)
        and sum(word.capital for word in words) > 0.7 * len(words)
    )


def _with_verb(tokens: Sequence[Token]) -> bool:
    """Whether a run of a headline begins with what is said of somebody: "Talk Judicial Ties"."""
    words = [token for token in tokens if token.word]
    return len(words) >= 3 or any(is_verb(word) or word.lemma in _set("said") for word in words)


def english_runs(tokens: Sequence[Token], blocked: set[int], near: Sequence[Near]) -> list[tuple[int, int]]:
    """Runs of two or more capitalised words in English text that are no place, body or known word."""
    places = {k for one in near for k in range(one.first, one.last)}
    if _headline(tokens):
        return []
    out = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if (
            not (token.word and token.capital and token.surface.isascii() | _latin(token.surface))
            or i in blocked
            or i in places
            or token.surface.lower() in _set("address")
        ):
            i += 1
            continue
        run = _run(tokens, i, blocked, places)
        if run is None:
            i += 1
            continue
        words = [one for one in tokens[run[0] : run[1]] if one.word and len(one.surface) > 1]
        following = tokens[run[1]].surface if run[1] < len(tokens) else ""
        if (
            len(words) >= 2
            and not any(word.surface.isupper() for word in _told_apart(words))
            and not (following[:1].isupper() and following.lower() in _set("not_names"))
        ):
            out.append(run)
        i = run[1]
    return out


def _told_apart(words: Sequence[Token]) -> Sequence[Token]:
    """The words of a run that tell an abbreviation from a name; a surname may stand in capitals: "Musa Fazil TESTA"."""
    shouted = len(words[-1].surface) >= 5 and words[-1].surface.isupper() and not words[0].surface.isupper()
    rest = words[:-1] if shouted else words
    return rest[1:] if len(words) == 2 else rest


def _latin(text: str) -> bool:
    return all(letter < "\u0250" or letter in "-'’" for letter in text)


def _namely(token: Token) -> bool:
    low = token.surface.lower()
    return (token.word and token.capital) or low in PARTICLES or low.startswith(_ARABIC) or token.surface == "."


def _widened(tokens: Sequence[Token], first: int, last: int, blocked: set[int]) -> tuple[int, int]:
    """Initials before a recognised surname belong to it."""
    while first >= 2 and tokens[first - 1].surface == "." and _INITIAL.match(tokens[first - 2].surface):
        first -= 2
    while (
        last < len(tokens)
        and last not in blocked
        and tokens[last].word
        and (
            tokens[last].surface.lower() in PARTICLES
            or tokens[last].surface.lower().startswith(_ARABIC)
            or (tokens[last].capital and tokens[last - 1].surface.lower() in PARTICLES)
        )
    ):
        last += 1
    return first, last


def _run_after(tokens: Sequence[Token], i: int, blocked: set[int], near: Sequence[Near]) -> tuple[int, int] | None:
    """A run of capitalised words that begins at most a title after token ``i``."""
    places = {k for one in near if one.kind in ("state", "adjective", "city") for k in range(one.first, one.last)}
    j = i
    steps = 0
    while j < len(tokens) and steps < 6:
        low = tokens[j].surface.lower().rstrip(".")
        titled = low in _set("titles") or tokens[j].lemma in _set("titles")
        if titled or (tokens[j].surface in (".", "–", "-", "—", ",", "«") and steps < 4):
            if tokens[j].surface in (",",) and steps:
                break
            j += 1
            steps += 1
            continue
        break
    return _run(tokens, j, blocked, places)


def _run(tokens: Sequence[Token], j: int, blocked: set[int], places: set[int]) -> tuple[int, int] | None:
    first, words, initials = j, 0, 0
    while j < len(tokens) and j not in blocked and words < 8:
        token = tokens[j]
        if (
            token.word
            and len(token.surface) == 1
            and token.capital
            and j + 1 < len(tokens)
            and tokens[j + 1].surface == "."
        ):
            j += 2
            initials += 1
            continue
        if token.word and len(token.surface) == 1 and token.capital and not words and _initials_go_on(tokens, j):
            j += 1  # "Chief Justice D Y Chandrachud"
            initials += 1
            continue
        low = token.surface.lower()
        if low in PARTICLES and words + initials and j + 1 < len(tokens) and tokens[j + 1].capital:
            j += 1
            continue
        arabic = low.startswith(_ARABIC)
        # "Minister of Public Security To Lam": a capital inside a sentence, and a name goes on
        given = (
            low in _set("given") and token.surface.istitle() and j > 0 and j + 1 < len(tokens) and tokens[j + 1].capital
        )
        opens = (
            arabic
            and not words
            and j + 1 < len(tokens)
            and (tokens[j + 1].capital or tokens[j + 1].surface.lower().startswith(_ARABIC))
        )
        if (
            not (token.word and (token.capital or (arabic and words) or opens))
            or (low in _set("not_names") and not given)
            or (j in places and words == 0)
        ):
            break
        if j in places and low not in PARTICLES and not (words == 1 and _surname_place(tokens, j)):
            break
        following = tokens[j + 1].surface if j + 1 < len(tokens) else ""
        shouted = 1 < len(token.surface) < 5 and token.surface.isupper()
        if shouted and not words and not following[:1].isupper():
            break
        j += 1
        words += 1
        if token.surface.lower().endswith(("'s", "’s")):
            break
    if not words or (words == 1 and not initials and len(tokens[j - 1].surface) < 2):
        return None
    return first, j


def _surname_place(tokens: Sequence[Token], j: int) -> bool:
    """Whether a place right after a given name is the surname: "Secretary-General Patricia Scotland."."""
    given = tokens[j - 1].surface
    return given.istitle() and given.lower() in _set("given_before_place") and tokens[j].surface.istitle()


def _initials_go_on(tokens: Sequence[Token], j: int) -> bool:
    """Whether a single capital without a stop is an initial: more of them, then a word with a capital."""
    k = j
    while k < len(tokens) and len(tokens[k].surface) == 1 and tokens[k].capital:
        k += 1
    return k < len(tokens) and tokens[k].word and tokens[k].surface.istitle() and tokens[j].surface not in ("A", "I")


def _run_before(tokens: Sequence[Token], i: int, blocked: set[int], near: Sequence[Near]) -> tuple[int, int] | None:
    """A run of capitalised words up to a comma, bracket or dash before ``i``: "Igor Krasnov, Prosecutor General"."""
    j = i - 1
    while j >= 0 and tokens[j].lemma in ("the", "в", "a", "country's"):
        j -= 1
    k = j
    while k > 0 and j - k < 2 and tokens[k].word and tokens[k].capital and tokens[k].surface.isascii():
        k -= 1
    if k < j and tokens[k].surface == "," and k > 1:
        j = k  # "Viola Onwuliri, Supervisory Minister of Foreign Affairs"
    if j < 1 or tokens[j].surface not in (",", "(", "–", "-", "—"):
        return None
    places = {k for one in near if one.kind in ("state", "adjective", "city") for k in range(one.first, one.last)}
    last = j
    first = last
    while first > 0:
        token = tokens[first - 1]
        low = token.surface.lower()
        initial = token.surface == "." and first >= 2 and _INITIAL.match(tokens[first - 2].surface)
        if first - 1 in blocked or first - 1 in places or low in _set("not_names"):
            break
        if not initial and not (token.word and token.capital) and low not in PARTICLES:
            break
        first -= 1
    words = [token for token in tokens[first:last] if token.word and len(token.surface) > 1]
    return (first, last) if len(words) >= 2 or (words and last - first >= 3) else None
