"""Words of a text with their lemmas and, in Russian, their grammar.

Russian lemmas come from pymorphy3's dictionary (of the extra ``[text]``);
without it a word stands for itself, cut to its stem, and less is recognised.
English lemmas come from a few rules of spelling: what is matched here needs no
more than plurals and regular verb forms, irregular ones are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

#: A word (with inner hyphens and apostrophes), a number (with an ordinal ending), or one other sign.
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’ʼ‑][^\W\d_]+)*|\d+(?:[-‑]?[^\W\d_]{1,3}\b)?|\S")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


class Token(NamedTuple):
    """One word or sign: its letters, its lemma (lower case), and its place in the text."""

    surface: str
    lemma: str
    start: int
    end: int

    @property
    def word(self) -> bool:
        return self.surface[0].isalpha()

    @property
    def capital(self) -> bool:
        return self.surface[0].isupper()


class Grammar(NamedTuple):
    """What a Russian word is: part of speech, case, number, gender, animacy, and whether a kind of name."""

    pos: str | None
    case: str | None
    number: str | None
    gender: str | None
    name: str | None  # Name, Surn, Patr or None
    tense: str | None
    lemma: str


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``; places count from the start of ``text``."""
    return list(_tokens(text, start, len(text) if end is None else end))


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        surface = found[0]
        yield Token(surface, lemma(surface), found.start(), found.end())


@lru_cache(maxsize=60_000)
def lemma(surface: str) -> str:
    """The dictionary form in lower case, ё as е."""
    if not surface[0].isalpha():
        return surface.lower()
    if _CYRILLIC.search(surface):
        return _russian(surface)
    return english(surface)


def _russian(surface: str) -> str:
    low = surface.lower().replace("ё", "е")
    analyser = morph()
    if analyser is None:
        return low
    known = FIXED.get(low)
    if known is not None:
        return known
    return str(analyser.parse(low)[0].normal_form).replace("ё", "е")


#: Forms whose first reading in the dictionary is not the one that news of legal cooperation means.
FIXED = {
    "устав": "устав",
    "устава": "устав",
    "уставу": "устав",
    "уставом": "устав",
    "уставе": "устав",
    "первое": "первый",
    "второе": "второй",
    "третье": "третий",
    "четвертое": "четвертый",
    "прошлого": "прошлый",
    "прошлом": "прошлый",
    "стран": "страна",
    "прибыли": "прибыть",
    "вели": "вести",
    "перешли": "перейти",
    "намерен": "намеренный",
    "намерена": "намеренный",
    "намерено": "намеренный",
    "намерены": "намеренный",
    "суда": "суд",
    "судов": "суд",
    "судом": "суд",
    "суде": "суд",
    "прокуратур": "прокуратура",
    "сторон": "сторона",
    "мер": "мера",
    "визита": "визит",
    "визите": "визит",
    "визитом": "визит",
    "права": "право",
    "прав": "право",
    "правом": "право",
    "дел": "дело",
    "дела": "дело",
    "лиц": "лицо",
    "лица": "лицо",
    "вице": "вице",
    "нем": "он",
    "ходе": "ход",
    "рамках": "рамка",
    "главы": "глава",
    "главой": "глава",
    "главе": "глава",
    "главу": "глава",
    "глав": "глава",
    "главами": "глава",
    "главам": "глава",
    "совещания": "совещание",
    "данные": "данные",
    "актив": "актив",
    "активов": "актив",
    "активы": "актив",
    "встречи": "встреча",
    "встреч": "встреча",
    "подписан": "подписать",
    "подписано": "подписать",
    "подписаны": "подписать",
    "подписана": "подписать",
}


@cache
def morph() -> Any:
    """pymorphy3's analyser, or None where the extra is not installed."""
    try:
        from pymorphy3 import MorphAnalyzer
    except ImportError:
        return None
    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Grammar, ...]:
    """How a Russian word can be read, the likeliest first; empty without the dictionary."""
    analyser = morph()
    if analyser is None:
        return ()
    return tuple(
        Grammar(
            one.tag.POS,
            one.tag.case,
            one.tag.number,
            one.tag.gender,
            next((kind for kind in ("Patr", "Surn", "Name") if kind in one.tag), None),
            one.tag.tense,
            one.normal_form.replace("ё", "е"),
        )
        for one in analyser.parse(word.lower())
    )


_IRREGULAR = {
    "met": "meet",
    "held": "hold",
    "took": "take",
    "taken": "take",
    "taking": "take",
    "said": "say",
    "told": "tell",
    "led": "lead",
    "gave": "give",
    "given": "give",
    "came": "come",
    "went": "go",
    "made": "make",
    "making": "make",
    "spoke": "speak",
    "was": "be",
    "were": "be",
    "is": "be",
    "are": "be",
    "been": "be",
    "has": "have",
    "had": "have",
    "having": "have",
    "signing": "sign",
    "signed": "sign",
    "visiting": "visit",
    "visited": "visit",
    "travelled": "travel",
    "traveled": "travel",
    "travelling": "travel",
    "paid": "pay",
    "paying": "pay",
    "extended": "extend",
    "scheduled": "schedule",
    "slated": "slate",
    "planned": "plan",
    "expected": "expect",
    "represented": "represent",
    "represent": "represent",
    "headed": "head",
    "heading": "head",
    "accompanied": "accompany",
    "included": "include",
    "including": "include",
    "brought": "bring",
    "drew": "draw",
    "sat": "sit",
    "stressed": "stress",
    "noted": "note",
    "underlined": "underline",
    "highlighted": "highlight",
    "praised": "praise",
    "thanked": "thank",
    "expressed": "express",
    "called": "call",
    "raised": "raise",
    "touched": "touch",
    "joined": "join",
    "elected": "elect",
    "suggested": "suggest",
    "initiated": "initiate",
    "promised": "promise",
    "pledged": "pledge",
    "stayed": "stay",
    "toured": "tour",
    "flew": "fly",
    "saw": "see",
    "leading": "lead",
    "joining": "join",
    "addressing": "address",
    "speaking": "speak",
    "opening": "open",
    "proposing": "propose",
    "bringing": "bring",
    "representing": "represent",
    "accompanying": "accompany",
    "meeting": "meeting",
    "proceedings": "proceedings",
    "news": "news",
    "series": "series",
    "countries": "country",
    "parties": "party",
    "ministries": "ministry",
    "bodies": "body",
    "agencies": "agency",
    "authorities": "authority",
    "affairs": "affair",
    "united": "united",
    "states": "state",
    "people's": "people's",
    "inked": "ink",
    "hosted": "host",
    "hosting": "host",
    "invited": "invite",
    "inviting": "invite",
    "proposed": "propose",
    "received": "receive",
    "receiving": "receive",
    "exchanged": "exchange",
    "exchanging": "exchange",
    "arrived": "arrive",
    "arriving": "arrive",
    "chaired": "chair",
    "chairing": "chair",
    "concluded": "conclude",
    "emphasized": "emphasize",
    "emphasised": "emphasize",
    "organised": "organized",
    "attended": "attend",
    "attending": "attend",
    "participated": "participate",
    "participating": "participate",
    "discussed": "discuss",
    "discussing": "discuss",
    "adopted": "adopt",
    "agreed": "agree",
    "welcomed": "welcome",
    "convened": "convene",
    "gathered": "gather",
    "opened": "open",
    "ended": "end",
    "began": "begin",
    "kicked": "kick",
    "delegates": "delegate",
    "judges": "judge",
    "judicial": "judicial",
}


#: Regular verbs that words are matched by, in their base form.
_VERBS = frozenset(
    """add address commit comprise consider consist convey describe hail learn point state explain confer append
    consult exchange talk interact engage converse appoint elect approve endorse negotiate decide
    prepare review explore brief mention inform recall appreciate remark reiterate affirm congratulate voice
    acknowledge underscore visit host tour finish finalise finalize complete present call wrap end start
    initial seal introduce submit request urge welcome offer ask return announce launch establish create""".split()
)


def _base(low: str) -> str | None:
    """The base form of a regular past tense, where it is a verb that words are matched by."""
    for base in (low[:-2], low[:-1], low[:-3] + "y" if low.endswith("ied") else low[:-3]):
        if base in _VERBS:
            return base
    return None


def english(surface: str) -> str:
    """The dictionary form of an English word, as far as spelling tells; names stay as they are but for case."""
    low = surface.lower().replace("’", "'").replace("‑", "-")
    known = _IRREGULAR.get(low)
    if known is not None:
        return known
    if low.endswith("'s"):
        low = low[:-2]
    elif low.endswith("'"):
        low = low[:-1]
    if len(low) > 4:
        if low.endswith("ed") and (base := _base(low)) is not None:
            return base
        if low.endswith("ies"):
            return low[:-3] + "y"
        if low.endswith(("sses", "shes", "ches", "xes")):
            return low[:-2]
        if low.endswith("s") and not low.endswith(("ss", "us", "is")):
            return low[:-1]
    return low
