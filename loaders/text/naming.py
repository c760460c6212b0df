"""Names of persons as words: in the nominative, with the surname apart; which of two are of one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from .tokens import Grammar, Token, readings

#: Parts of names that are not capitalised.
PARTICLES = frozenset(
    "бин ибн бен бинт аль ал ан ас аш эль ад оглы кызы оглу заде уулу паша де да дю ди ван фон дер ла "
    "bin ibn ben bint binti binte al el as ash ad ould oglu ogly kyzy gyzy zada de da du di van von der la le dos del "
    "e".split()
)


def name_of(tokens: Sequence[Token], expected: str | None = None) -> tuple[str, str, str | None]:
    """A name in the nominative, its surname in lower case, and the case in which it stood.

    ``expected`` is the case of the post beside it, which decides between readings
    ("Президента Садыра Жапарова" is a man in the genitive).
    """
    words = [token for token in tokens if token.word]
    if not words:
        return "", "", None
    if len(words) == 3 and not words[0].surface.isascii() and _patronymic(words[2]):
        tokens = words = [words[1], words[2], words[0]]  # "Гуцан Александр Владимирович"
    cyrillic = not "".join(word.surface for word in words).isascii() and readings(words[-1].surface)
    if not cyrillic:
        text = _joined([_unpossessed(token.surface) for token in tokens])
        return text, _unpossessed(words[-1].surface).lower(), None
    case, gender = _case_of(words, expected)
    if expected == "nomn":
        case = "nomn"
    uncertain = expected not in (None, "nomn") and case not in ("nomn", expected)
    short = _shorn(words[-1].surface, expected) if uncertain else None
    if short is not None:
        out = [token.surface if token is not words[-1] else short for token in tokens]
        return _joined(out), short.lower().replace("ё", "е"), expected
    if case in (None, "nomn") and expected not in (None, "nomn") and not _may_be(words[-1], "nomn"):
        bare = _shorn(words[-1].surface, expected)
        if bare is not None:  # a foreign name whose last word alone is declined: "Лыонг Кыонгом"
            out = [token.surface if token is not words[-1] else bare for token in tokens]
            return _joined(out), bare.lower().replace("ё", "е"), expected
    stem = _foreign_stem(words[-1], expected) if case in (None, "nomn") and len(words) == 2 else None
    if stem is not None:
        out = [token.surface if token is not words[-1] else stem for token in tokens]
        return _joined(out), stem.lower().replace("ё", "е"), expected
    if case in (None, "nomn"):
        text = _joined([token.surface for token in tokens])
        return text, words[-1].surface.lower().replace("ё", "е"), case
    out = [
        _turned(token.surface, case, gender) if token.word and len(token.surface) > 1 else token.surface
        for token in tokens
    ]
    last = next((o for o, t in zip(reversed(out), reversed(tokens), strict=True) if t.word), "")
    if last == words[-1].surface and (bare := _shorn(last, case)) is not None and not readings(last)[0].name:
        out[-1], last = bare, bare  # a foreign surname that no dictionary turns: "Лыонг Кыонгом"
    return _joined(out), last.lower().replace("ё", "е"), case


def _foreign_stem(word: Token, case: str | None) -> str | None:
    """The nominative of a man's name that no dictionary has, in the case of his post: "Шэнь Дэюном", "Чжан Цзюня"."""
    from .tokens import morph

    analyser = morph()
    low = word.surface.lower()
    if case in (None, "nomn") or analyser is None or analyser.word_is_known(low):
        return None
    for one in readings(word.surface):
        fits = one.pos == "NOUN" and one.case == case and one.gender == "masc" and one.number == "sing"
        if fits and one.lemma != low and one.lemma[-1] in _CONSONANTS | {"ь"} and low.startswith(one.lemma[:-1]):
            return one.lemma.capitalize()
    return None


def _may_be(word: Token, case: str) -> bool:
    return any(one.case == case for one in readings(word.surface))


#: Tajik surnames: in Russian left as they are, or declined like "коза".
_CHILD_OF = re.compile(r"(.+зод)(?:а|ы|е|у|ой)\Z", re.IGNORECASE)

#: Endings of a man's surname after a consonant, by case.
_ENDINGS = {"gent": ("а",), "accs": ("а",), "datv": ("у",), "ablt": ("ом", "ем"), "loct": ("е",)}


def _shorn(surname: str, case: str | None) -> str | None:
    """A foreign man's surname without the ending of its case ("Ин Юном": "Юн"), where a consonant is left."""
    if _CHILD_OF.match(surname):
        return None
    for ending in _ENDINGS.get(case or "", ()):
        stem = surname[: -len(ending)]
        if surname.lower().endswith(ending) and len(stem) >= 2 and stem[-1].lower() in "бвгджзйклмнпрстфхцчшщ":
            return stem
    return None


def _patronymic(word: Token) -> bool:
    return any(one.name == "Patr" for one in readings(word.surface)[:2]) and word.surface.lower().rstrip(
        "аеуыйом"
    ).endswith(("вич", "вн", "ич", "вичем"))


def common(word: str) -> bool:
    """Whether a Russian word is of the dictionary and no name: "Совет", "Вскоре" begin no person's name."""
    from .tokens import morph

    analyser = morph()
    if analyser is None or word.isascii() or not analyser.word_is_known(word.lower()):
        return False
    return not any(one.name for one in readings(word))


def _unpossessed(word: str) -> str:
    return re.sub(r"['’]s\Z", "", word)


def _joined(parts: Sequence[str]) -> str:
    """The words of a name with spaces between, but not between initials."""
    text = ""
    for part in parts:
        if part == "." or not text or (text.endswith(".") and len(part) == 1):
            text += part
        elif text.endswith("."):
            text += (" " if len(text) > 2 else "") + part
        else:
            text += " " + part
    return text


_CONSONANTS = frozenset("бвгджзйклмнпрстфхцчшщ")
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


def _case_of(words: Sequence[Token], expected: str | None) -> tuple[str | None, str | None]:
    """The case all words of a name can have together; the nominative where it is possible for all of them."""
    possible: set[tuple[str, str]] | None = None
    for word in words:
        if len(word.surface) == 1 or word.surface.lower() in PARTICLES or _CHILD_OF.match(word.surface):
            continue
        known = [one for one in readings(word.surface) if one.case and one.number == "sing" and _like_name(one)]
        mine = {(one.case or "", gender) for one in known for gender in _genders(one)}
        if not mine:
            continue
        if possible is not None and word.surface[-1].lower() in _CONSONANTS:
            mine |= {(case, "femn") for case in _CASES}  # a woman's surname is not declined: "Алла Бодак"
        both = mine if possible is None else possible & mine
        if both:
            possible = both
    if not possible:
        return None, None
    for case in (*((expected,) if expected else ()), "nomn", "gent", "datv", "ablt", "accs", "loct"):
        genders = sorted(gender for one, gender in possible if one == case)
        if genders:
            return case, genders[-1]
    return None, None


def _like_name(one: Grammar) -> bool:
    return one.name is not None or one.pos in ("NOUN", "ADJF", None)


def _genders(one: Grammar) -> tuple[str, ...]:
    return (one.gender,) if one.gender in ("masc", "femn") else ("masc", "femn")


def _turned(surface: str, case: str, gender: str | None) -> str:
    """One word of a name from ``case`` into the nominative."""
    from .tokens import morph

    if (child := _CHILD_OF.match(surface)) is not None:
        return f"{child[1]}а"

    analyser = morph()
    if analyser is None:
        return surface
    best = None
    for one in analyser.parse(surface):
        if one.tag.case != case or one.tag.number == "plur":
            continue
        if gender and one.tag.gender in ("masc", "femn") and one.tag.gender != gender:
            continue
        named = any(mark in one.tag for mark in ("Surn", "Name", "Patr"))
        if best is None or named > best[0]:
            best = (named, one)
        if named:
            break
    if best is None:
        return surface
    wanted = {"nomn", "sing"}
    turned = best[1].inflect(wanted)
    if turned is None:
        return surface
    word = turned.word
    if not best[0] and not analyser.word_is_known(surface.lower()):
        if surface.endswith("йи"):
            return surface  # "Батойи" is no woman's name in the genitive
        if surface.endswith("ой") and word.endswith("ая"):
            return f"{surface[:-2]}а"  # "Шамилой"
    guessed = not best[0] and gender == "masc" and surface.lower().endswith(("а", "у", "ом", "ем", "е", "ю", "я"))
    stem = word.replace("ё", "е")[: max(3, len(word) - 2)]
    if guessed and not surface.lower().replace("ё", "е").startswith(stem):
        return surface  # of an unknown man's surname only the ending is changed, never the stem
    return "-".join(part.capitalize() for part in word.split("-")) if surface[0].isupper() else word


def same_person(a: str, b: str) -> bool:
    """Whether two surnames, perhaps in other cases or spellings, are of one person."""
    if a == b:
        return True
    if not a or not b or a[0] != b[0]:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.86
