"""Sentences of a paragraph, Russian and English: abbreviations, initials and ordinals do not end one."""

from __future__ import annotations

import re

#: A stop, what closes behind it, spaces, and what opens the next word.
_STOP = re.compile(
    r"(?P<stop>[.!?…]{1,6})(?P<close>[\"»”')\]]{0,4})\s+(?P<opens>[\"«„“'(\[–—-]{0,3}\s?)(?P<next>[^\W_])"
)
#: "…; б) …": an item of a list within a line.
_ITEM = re.compile(r";\s+(?=\(?(?:[а-яёa-z]|\d{1,2})\)\s)")
_LAST_WORD = re.compile(r"[\w'-]{1,30}$")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d\s*$")

#: Abbreviations behind which a sentence goes on, whatever comes.
_GOES_ON = frozenset(
    """
    им ст стр рис ул просп пер кв обл пос гл пп проф акад доц чл корр ген полк подп тов гр св напр см ср ред сост изд
    зам зав нач пом отв исп адм мин ком рес респ нар г-н г-жа гос
    mr mrs ms dr prof st gen col lt sgt hon rev messrs vs para pp dept gov sen rep maj capt cmdr adm amb e.g i.e viz
    mt ft asst atty insp supt pres yu ya ye zh kh ts brig lieut hrh he eng dir gov det sq cdr comdr cpt
    """.split()
)
#: Abbreviations behind which a sentence goes on before a number.
_BEFORE_NUMBER = frozenset(
    "п ч д с т гг no nos art arts fig vol sec ch cl reg doc jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
#: Words that start a sentence behind "U.S.", "a.m." and the like.
_STARTERS = frozenset(
    """
    The In On At He She It They We This That These Those During According For With From By As But And However Earlier
    Both A An After Before Also There Its His Her Their
    В На По Он Она Они Это Как При За С К О Об От Для До После Стороны Также Кроме Ранее Участники Напомним Было Были
    """.split()
)
#: Words before "г." and the year that only open a sentence: "В 2023 г. Казахстан ..." goes on.
_OPENING = 26


def sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]``, which is one paragraph, as half-open ranges of ``text``."""
    found: list[tuple[int, int]] = []
    first = start
    cuts = [(match.end("close"), match) for match in _STOP.finditer(text, start, end)]
    cuts += [(match.start() + 1, None) for match in _ITEM.finditer(text, start, end)]  # type: ignore[misc]
    for cut, match in sorted(cuts, key=lambda pair: pair[0]):
        if match is not None and not _ends(text, first, match):
            continue
        if cut > first:
            found.append((first, cut))
        first = cut
        while first < end and text[first].isspace():
            first += 1
    if first < end:
        found.append((first, end))
    return found


def _ends(text: str, first: int, match: re.Match[str]) -> bool:
    following = match["next"]
    if following.islower():
        return False
    stop = match["stop"]
    if stop != ".":
        return following.isupper() or following.isdigit()
    at = match.start()
    word_found = _LAST_WORD.search(text, max(first, at - 30), at)
    if word_found is None:
        return True  # a bracket or a quotation mark before the stop
    word = word_found[0]
    if match["close"]:
        return not (len(word) == 1 and word.isupper() and word_found.start() == first)
    low = word.lower()
    before = text[max(first, word_found.start() - 12) : word_found.start()]
    if low in _GOES_ON:
        return False
    if following.isdigit() and low in _BEFORE_NUMBER:
        return False
    if low in ("г", "гг"):
        year = _YEAR_BEFORE.search(before)
        if year is None:
            return False  # г. Москва
        return word_found.start() - first > _OPENING or _next_word(text, match) in _STARTERS
    if word.isdigit() and word_found.start() == first:
        return False  # 1. An item
    if len(word) == 1 and word.isalpha():
        if word.isupper():  # an initial, or U.S.
            return before.endswith(".") and _next_word(text, match) in _STARTERS
        if before.endswith((".", ". ")):  # т.д., т. е., a.m.
            return low in "дпm" or _next_word(text, match) in _STARTERS
        return low not in "гдсупчт"
    return True


def _next_word(text: str, match: re.Match[str]) -> str:
    at = match.start("next")
    end = at
    while end < len(text) and end < at + 30 and text[end].isalpha():
        end += 1
    return text[at:end]
