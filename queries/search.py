"""Finding a thing by its name: any language, any script, inflected or misspelt.

Labels and the words looked for are brought to one coarse Latin skeleton
("Краснова", "Krasnov" and "Қраснов" meet there) and compared token by token
with a tolerance for endings.  The skeleton is for matching only: it is not a
transliteration to show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

#: Longer labels are cut before they are normalised: a megabyte of combining
#: marks takes half a minute (reliability.md).
LABEL_LIMIT = 300

_CYRILLIC = dict(
    zip(
        "абвгдеёзийклмнопрстуфхыэіїєґўқғҳҷӣӯәңөұүһј",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "i",
            "e",
            "i",
            "i",
            "e",
            "g",
            "u",
            "k",
            "g",
            "h",
            "j",
            "i",
            "u",
            "a",
            "n",
            "o",
            "u",
            "u",
            "h",
            "i",
        ],
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
_FOLD = (
    (re.compile(r"[ʻʼ'’`‘´]+"), ""),
    (re.compile(r"[\"«»“”()\[\].,;:!?/\\–—_-]+"), " "),
    (re.compile("shch"), "sh"),
    (re.compile("dzh"), "j"),
    (re.compile("kh"), "h"),
    (re.compile("x"), "h"),
    (re.compile("gh"), "g"),
    (re.compile("q"), "k"),
    (re.compile("w"), "v"),
    (re.compile("ph"), "f"),
    (re.compile("y"), "i"),
    (re.compile(r"(?<=[aeou])i(?=[aeou])"), ""),
    (re.compile(r"i(?=[aeou])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"\s+"), " "),
)
_MARKS = {"ı": "i", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ə": "a", "đ": "d", "þ": "th", "œ": "oe"}


def skeleton(text: str) -> str:
    """The coarse Latin form of a name; other scripts stay as they are, case-folded."""
    text = unicodedata.normalize("NFKC", text[:LABEL_LIMIT]).casefold()
    # Letters such as ў and й are mapped before their marks are taken off.
    text = "".join(_CYRILLIC.get(char, _MARKS.get(char, char)) for char in text)
    decomposed = unicodedata.normalize("NFD", text)
    text = "".join(char for char in decomposed if not unicodedata.combining(char))
    for pattern, replacement in _FOLD:
        text = pattern.sub(replacement, text)
    return text.strip()


#: Titles of these mention other things by name: the thing itself comes first.
_MENTIONS = frozenset("source session meeting visit conference signing proposal commitment invitation assessment".split())


@dataclass(frozen=True)
class Hit:
    """One thing found: its address, the label that matched, and how well (0 to 100)."""

    iri: str
    label: str
    score: float

    @property
    def kind(self) -> str:
        """``state``, ``official`` …: the folder of its address."""
        parts = self.iri.split("/id/", 1)
        return parts[1].split("/", 1)[0] if len(parts) == 2 else ""


def rank(words: str, labels: Iterable[tuple[str, str]], *, limit: int = 10, cutoff: float = 72.0) -> list[Hit]:
    """The best hits for ``words`` among ``(iri, label)`` pairs, one a thing.

    A label equal to the words scores 100; equal in skeleton 99; then tokens are
    paired with their closest counterpart, so that word order and endings matter
    little and extra words in the label a little.
    """
    from rapidfuzz import fuzz, process

    wanted = skeleton(words)
    if not wanted:
        return []
    pairs = list(labels)
    bare = words.strip().casefold()
    skeletons = [skeleton(label) for _, label in pairs]
    best: dict[str, Hit] = {}

    def note(index: int, score: float) -> None:
        iri, label = pairs[index]
        if score < 99 and iri.split("/id/")[-1].split("/")[0] in _MENTIONS:
            score -= 8
        known = best.get(iri)
        if known is None or score > known.score:
            best[iri] = Hit(iri, label, score)

    tokens = wanted.split()
    for index, (_, label) in enumerate(pairs):
        if label.casefold() == bare:
            note(index, 100.0)
        elif skeletons[index] == wanted:
            note(index, 99.0)
        elif len(bare) > 1 and bare in label.casefold() and not label.isascii():
            note(index, 85.0 + 10.0 * len(bare) / max(len(label), 1))
    rough = process.extract(wanted, skeletons, scorer=fuzz.token_set_ratio, limit=max(200, limit * 10), score_cutoff=50)
    partial = process.extract(wanted, skeletons, scorer=fuzz.WRatio, limit=max(200, limit * 10), score_cutoff=55)
    for index in {index for _, _, index in rough} | {index for _, _, index in partial}:
        score = _token_score(tokens, skeletons[index].split(), fuzz.ratio)
        if score >= cutoff:
            note(index, min(score, 98.0))
    return sorted(best.values(), key=lambda hit: (-round(hit.score, 3), len(hit.label), hit.iri))[:limit]


def _token_score(wanted: list[str], found: list[str], ratio: object) -> float:
    """Mean of the best counterpart of each wanted token, less a little for extra words."""
    if not found:
        return 0.0
    total = 0.0
    for token in wanted:
        total += max(_token(token, other, ratio) for other in found)
    mean = total / len(wanted)
    extra = max(0, len(found) - len(wanted))
    return mean - min(extra, 8) * 1.5


def _token(wanted: str, found: str, ratio: object) -> float:
    score: float = ratio(wanted, found)  # type: ignore[operator]
    # An inflected form shares its stem: Узбекистана, prosecutors.
    stem = min(len(wanted), len(found))
    if stem >= 4 and abs(len(wanted) - len(found)) <= 3 and wanted[: stem - 1] == found[: stem - 1]:
        score = max(score, 93.0)
    # A word typed so far: "uzbek" for "uzbekistan".
    elif len(wanted) >= 4 and found.startswith(wanted):
        score = max(score, 86.0)
    return score
