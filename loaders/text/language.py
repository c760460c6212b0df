"""Which language a text is in: by script, then by the letters and the small words that only that language has."""

from __future__ import annotations

import re
from collections import Counter

#: Characters from the start that are looked at.
_SAMPLE = 20_000
_WORDS = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]")
_RUSSIAN = frozenset("и в во на с со по что для от из как к о об не при это за его также года между".split())
_ENGLISH = frozenset("the of and to in for on with by at is was from that as a an has have will be his its".split())
#: Cyrillic letters that Russian does not have.
_NOT_RUSSIAN = re.compile(r"[іїєґўәғқңөұүһӣӯҳҷҝҹјљњћђџѓќѕ]")
_ONLY_RUSSIAN = re.compile(r"[ыэё]")


def language_of(text: str) -> str:
    """``ru``, ``en`` or ``und``."""
    sample = text[:_SAMPLE].lower()
    cyrillic = len(re.findall(r"[\u0400-\u04ff]", sample))
    latin = len(re.findall(r"[a-z\u00df-\u024f]", sample))
    others = len(_LETTERS.findall(sample)) - cyrillic - latin
    if not cyrillic + latin or others > cyrillic + latin:
        return "und"
    words = Counter(_WORDS.findall(sample))
    total = sum(words.values())
    if cyrillic >= latin:
        if len(_NOT_RUSSIAN.findall(sample)) > cyrillic * 0.01:
            return "und"
        if cyrillic > 300 and len(_ONLY_RUSSIAN.findall(sample)) < cyrillic * 0.004:
            return "und"  # Bulgarian, Macedonian, Serbian: much the same small words
        small = sum(words[word] for word in _RUSSIAN)
        return "ru" if small >= total * 0.05 or total < 15 else "und"
    small = sum(words[word] for word in _ENGLISH)
    return "en" if small >= max(total * 0.12, 1) else "und"
