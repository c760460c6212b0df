"""Ids of what a document tells and the graph does not know: made from names, never from the order of reading."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ў": "u", "қ": "q", "ғ": "gh", "ҳ": "h", "ә": "a", "і": "i", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u",
    "һ": "h", "ї": "yi", "є": "ye", "ґ": "g", "ӣ": "i", "ӯ": "u", "ҷ": "j",
}  # fmt: skip
_MARKS = {"ı": "i", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ə": "a", "đ": "d", "þ": "th", "œ": "oe"}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def latin(text: str) -> str:
    """A name in Latin letters, as far as its script is known: ``Игорь Краснов`` as ``Igor Krasnov``."""
    out = []
    for char in text:
        low = char.lower()
        put = _CYRILLIC.get(low, _MARKS.get(low))
        if put is None:
            put = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
        elif char != low:
            put = put[:1].upper() + put[1:]
        out.append(put)
    return "".join(out)


def slug(text: str, *, most: int = 48) -> str:
    """Lower-case letters, digits and hyphens; empty where the text has no letter that can be written so."""
    made = _NOT_SLUG.sub("-", latin(text).lower().replace("'", "").replace("’", "")).strip("-")
    return made if len(made) <= most else made[:most].rpartition("-")[0] or made[:most]


def digest(*parts: object, size: int = 8) -> str:
    """The first hexadecimal digits of the SHA-256 of the parts."""
    text = "\0".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:size]


def tail(thing: str) -> str:
    """The slug of ``kind/slug``."""
    return thing.rpartition("/")[2]


def thing_of(kind: str, cell: str) -> str:
    """``kind/slug`` for a cell that holds that, or the slug alone."""
    return cell if "/" in cell else f"{kind}/{cell}"


def concept(word: str) -> str:
    """The slug of a concept: readings may write ``asset_recovery``, vocabularies write ``asset-recovery``."""
    return word.replace("_", "-")
