"""Finding a thing by its name: any language, any script, inflected or misspelt.

Labels and the words looked for are brought to one coarse Latin skeleton
("Краснова", "Krasnov" and "Қраснов" meet there) and compared token by token
with a tolerance for endings.  The skeleton is for matching only: it is not a
transliteration to show.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Longer labels are cut before they are normalised: a megabyte of combining
#: marks takes half a minute (reliability.md).
LABEL_LIMIT = 300

_CYRILLIC = dict(
    zip(
        "абвгдеёзийклмнопрстуфхыэіїєґўқғҳҷӣӯәңөұүһј",
        "a b v g d e e z i i k l m n o p r s t u f h i e i i e g u k g h j i u a n o u u h i".split(),
        strict=True,
    )
) | {
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ъ": "",
    "ь": "",
    "ю": "iu",
    "я": "ia",
    "ћ": "ch",
    "џ": "j",
    "ӑ": "a",
}
_MARKS = {"ı": "i", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ə": "a", "đ": "d", "þ": "th", "œ": "oe"}
#: One letter that Arabic, Persian and Uyghur write in several ways.
_ARABIC = {"ک": "ك", "ی": "ي", "ى": "ي", "ة": "ه", "ە": "ه", "ۇ": "و", "\u0640": "", "\u200c": ""}
_SIGNS = dict.fromkeys("ʻʼ'’`‘´", "") | dict.fromkeys('"«»“”()[].,;:!?/\\–—_-', " ")
_LETTERS = str.maketrans(_CYRILLIC | _MARKS | _ARABIC | _SIGNS)
#: Uzbek oʻ is the Cyrillic ў; written without its sign it is any o.
_UZBEK_O = re.compile(r"o[ʻʼ'’`‘´]")
#: Spellings that differ by habit of transliteration, in the order in which they are folded;
#: the last are words that Russian puts together.
_HABITS = (
    ("shch", "sh"), ("dzh", "j"), ("kh", "h"), ("x", "h"), ("gh", "g"), ("q", "k"), ("w", "v"), ("ph", "f"), ("y", "i"),
    ("genprok", "generalni prok"), ("miniust", "ministerstvo iust"),
)  # fmt: skip
_GLIDE = re.compile(r"i(?=[aeou])")
_TWICE = re.compile(r"(.)\1+")
#: What inflection puts after a stem, in skeleton form: Russian cases, Uzbek and Kazakh cases, plurals.
_ENDINGS = tuple(
    "a e i o u s oi ei om em im am ah ih ov ev es ogo ego omu emu imi ami oiu eiu ga ni da dan ning nin lar".split()
)
_STEM = 4
#: Words, in skeleton form, that say little of what is meant; a single letter is one too.
_SMALL = frozenset("the of and for in on with va ve so na po ot do iz za dlia pri ob mezhdu".split())

#: Titles of these mention other things by name: the thing itself comes first.
_MENTIONS = frozenset(
    "source session meeting visit conference signing proposal commitment invitation assessment".split()
)


def skeleton(text: str) -> str:
    """The coarse Latin form of a name; other scripts stay as they are, case-folded."""
    text = text[:LABEL_LIMIT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold()
        text = _UZBEK_O.sub("u", text).translate(_LETTERS)
        if not text.isascii():
            # Letters such as ў and й were mapped above, before marks are taken off.
            decomposed = unicodedata.normalize("NFD", text)
            text = "".join(char for char in decomposed if not unicodedata.combining(char))
    else:
        text = _UZBEK_O.sub("u", text.lower()).translate(_LETTERS)
    for spelling, folded in _HABITS:
        if spelling in text:
            text = text.replace(spelling, folded)
    return " ".join(_TWICE.sub(r"\1", _GLIDE.sub("", text)).split())


@dataclass(frozen=True)
class Hit:
    """One thing found: its address, the label that matched, and how well (0 to 100)."""

    iri: str
    label: str
    score: float

    @property
    def kind(self) -> str:
        """``state``, ``official`` …: the folder of its address."""
        return _kind(self.iri)


class Names:
    """The names of a graph, made ready for many look-ups."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = list(pairs)
        self._skeletons = [skeleton(label) for _, label in self.pairs]
        self._lengths = [len(form.split()) for form in self._skeletons]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for index, form in enumerate(self._skeletons):
            for token in dict.fromkeys(form.split()):
                self._holders[token].append(index)
        self._tokens = list(self._holders)

    def find(self, words: str, *, kinds: Iterable[str] = (), limit: int = 10, cutoff: float = 72.0) -> list[Hit]:
        """The best hits for ``words``, one a thing, best first.

        A name equal to the words scores 100, equal in skeleton 99; then tokens are
        paired with their closest counterpart.  A rare word weighs more than a
        frequent one, word order not at all, extra words in the name a little.
        """
        wanted = skeleton(words)
        if not wanted:
            return []
        bare = words.strip()[:LABEL_LIMIT].casefold()
        admitted = frozenset(kinds)
        best: dict[str, Hit] = {}

        def note(index: int, score: float) -> None:
            iri, label = self.pairs[index]
            if admitted and _kind(iri) not in admitted:
                return
            if score < 99 and not admitted and _kind(iri) in _MENTIONS:
                score -= 8
            known = best.get(iri)
            if known is None or (score, -len(label)) > (known.score, -len(known.label)):
                best[iri] = Hit(iri, label, score)

        for index, (_, label) in enumerate(self.pairs):
            if label.casefold() == bare:
                note(index, 100.0)
            elif self._skeletons[index] == wanted and len(wanted) > 1:
                note(index, 99.0)
            elif len(bare) > 1 and not label.isascii() and bare in label.casefold():
                note(index, 85.0 + 10.0 * len(bare) / max(len(label), 1))
        # One letter, or one letter many times over, is like too much.
        tokens = [] if len(wanted) == 1 and wanted.isascii() else wanted.split()
        for index, score in self._by_tokens(tokens):
            if score >= cutoff:
                note(index, min(score, 98.0))
        return sorted(best.values(), key=lambda hit: (-round(hit.score, 3), len(hit.label), hit.iri))[:limit]

    def _by_tokens(self, wanted: Sequence[str]) -> Iterable[tuple[int, float]]:
        """Each name that holds a counterpart of some wanted token, with its score."""
        wanted = list(dict.fromkeys(wanted))[:24]
        total = 0.0
        reached: dict[int, float] = defaultdict(float)
        for token in wanted:
            near = self._near(token)
            alike = sum(len(self._holders[other]) for other, score in near.items() if score >= 90)
            weight = math.log(2 + len(self.pairs) / max(alike, 1)) * (0.1 if token in _SMALL or len(token) == 1 else 1)
            total += weight
            here: dict[int, float] = {}
            for other, score in near.items():
                for index in self._holders[other]:
                    if score > here.get(index, 0.0):
                        here[index] = score
            for index, score in here.items():
                reached[index] += weight * score
        for index, summed in reached.items():
            extra = max(0, self._lengths[index] - len(wanted))
            yield index, summed / total - min(extra, 8) * 1.5

    def _near(self, token: str) -> dict[str, float]:
        """Tokens of names that may be this one: alike, of one stem, begun by it, or what it abbreviates."""
        from rapidfuzz import fuzz, process

        # Of three letters every word is like some other: they are taken as they stand.
        least = 60 if len(token) > 3 else 100
        near = {
            other: score
            for other, score, _ in process.extract(
                token, self._tokens, scorer=fuzz.ratio, limit=None, score_cutoff=least
            )
        }
        stems = _stems(token)
        for other in self._tokens:
            if other[:3] == token[:3]:
                score = _related(token, stems, other)
                if score > near.get(other, 0.0):
                    near[other] = score
        if len(token) <= 4:
            for meant in self._spelt_out(token):
                meant_stems = _stems(meant)
                for other in self._tokens:
                    if other[:3] == meant[:3] and (other == meant or _related(meant, meant_stems, other) >= 90):
                        near[other] = max(near.get(other, 0.0), 90.0)
        return near

    def _spelt_out(self, token: str) -> set[str]:
        """Of an abbreviation of a state or organisation (РФ, КНР), the words of its one-word names."""
        meant = {
            self.pairs[index][0]
            for index in self._holders.get(token, ())
            if self._skeletons[index] == token and _kind(self.pairs[index][0]) in ("state", "organisation")
        }
        if len(meant) != 1:
            return set()
        iri = meant.pop()
        return {
            form
            for (other, label), form in zip(self.pairs, self._skeletons, strict=True)
            if other == iri and len(form) > 4 and " " not in form and _is_latin_or_cyrillic(label)
        }


def rank(words: str, labels: Iterable[tuple[str, str]], *, limit: int = 10) -> list[Hit]:
    """The best hits for ``words`` among ``(iri, label)`` pairs, one a thing."""
    return Names(labels).find(words, limit=limit)


def _is_latin_or_cyrillic(label: str) -> bool:
    return label.isascii() or "а" <= label[0].lower() <= "я"


def _kind(iri: str) -> str:
    return iri.split("/id/", 1)[-1].split("/", 1)[0]


def _stems(token: str) -> frozenset[str]:
    cut = {token.removesuffix(ending) for ending in _ENDINGS}
    return frozenset(stem for stem in cut | {token} if len(stem) >= _STEM)


def _related(token: str, stems: frozenset[str], other: str) -> float:
    """How surely two words are forms of one: by stem, by a shared beginning, by what was typed so far."""
    if stems & _stems(other):
        return 95.0
    shorter = min(len(token), len(other))
    if shorter >= 5 and abs(len(token) - len(other)) <= 3 and token[: shorter - 1] == other[: shorter - 1]:
        return 93.0
    if len(token) >= 4 and other.startswith(token):
        return 86.0
    return 0.0
