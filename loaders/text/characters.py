"""Characters made equal for matching: composed letters, plain spaces, one alphabet a word, proper Roman numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .mapped import Edit, Mapped

#: Latin letters that look like a Cyrillic one, and the reverse.
_TO_CYRILLIC = dict(zip("ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху", strict=True))
_TO_LATIN = dict(zip("АВСЕНІКМОРТХУасеіорху", "ABCEHIKMOPTXYaceiopxy", strict=True))
_LATIN, _CYRILLIC = "A-Za-z", "\u0400-\u04ff"
_MIXED = re.compile(rf"[{_LATIN}][{_CYRILLIC}]|[{_CYRILLIC}][{_LATIN}]")
_WORD = re.compile(r"[^\W\d_]+")
_NUMERAL = re.compile(r"(?=.)X{0,4}(?:IX|IV|V?I{0,3})")
#: What could be a Roman numeral typed with Cyrillic letters; a single Х only before a word, as "Х заседание".
_NUMERAL_TYPED = re.compile(r"(?<![\w.])(?:[ХІ]{2,8}(?!\w)|(?:І|Х(?=[ -][а-яёА-ЯЁ]))(?![\w.]))")

#: Soft hyphens, zero-width and bidirectional controls, byte order marks, variation selectors, control characters.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f"
_ODD = re.compile(
    rf"(?P<line>\r\n?|[\x0b\x0c\x85\u2028\u2029])|(?P<gone>[{_INVISIBLE}{_CONTROLS}\U000e0000-\U000e0fff]+)"
    r"|(?P<space>[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])|(?P<hyphen>[\u2010\u2011])"
    r"|(?P<quote>[\u201c-\u201f\uff02])|(?P<tick>(?<=[^\W\d_])[\u2018\u2019\u02bb-\u02bd\u02b9`\u00b4](?=[^\W\d_])"
    r"|(?<=[^\W\d_])[\u2019\u02bc])|(?P<form>[\u2160-\u2188\ufb00-\ufb06])"
)
#: An abbreviation, or the end of a sentence, with the next word typed right behind its stop.
_GLUED = re.compile(
    r"(?<![\w.])(?:гг?|им|ул|пос|обл|пр|просп|тов|гр)\.(?=[А-ЯЁ«\"][а-яё])"
    r"|(?<=\d)гг?\.(?=[А-ЯЁ])|(?<=[а-яё]{4})[.!?](?=[А-ЯЁ][а-яё])"
)
_SPACES = re.compile(r"(?m) {2,}| +$|^ +")
#: Marks that one letter may carry before they are no language: composing a long row of them takes quadratic time.
_MARKS = 20


def cleaned(mapped: Mapped) -> Mapped:
    """The text with its characters made equal; lines are kept."""
    mapped = mapped.edited(_odd(mapped.text))
    mapped = mapped.edited(_composed(mapped.text))
    mapped = mapped.edited(_alphabets(mapped.text))
    mapped = mapped.edited((found.end(), found.end(), " ") for found in _GLUED.finditer(mapped.text))
    return mapped.edited(_spaces(mapped.text))


def _odd(text: str) -> Iterator[Edit]:
    same = {"line": "\n", "gone": "", "space": " ", "hyphen": "-", "quote": '"', "tick": "'"}
    for found in _ODD.finditer(text):
        kind = found.lastgroup or ""
        words = same[kind] if kind in same else unicodedata.normalize("NFKC", found[0])
        yield found.start(), found.end(), words


def _composed(text: str) -> Iterator[Edit]:
    """Letters and their marks as one character (NFC), a letter at a time."""
    letters = set(text)
    marks = "".join(sorted(letter for letter in letters if unicodedata.combining(letter)))
    other = "".join(
        sorted(letter for letter in letters if letter not in marks and unicodedata.normalize("NFC", letter) != letter)
    )
    if marks:
        pattern = rf"[^{re.escape(marks)}]?[{re.escape(marks)}]{{1,{_MARKS}}}"
        if other:
            pattern += f"|[{re.escape(other)}]"
    elif other:
        pattern = f"[{re.escape(other)}]"
    else:
        return
    for found in re.finditer(pattern, text, re.DOTALL):
        words = unicodedata.normalize("NFC", found[0])
        if words != found[0]:
            yield found.start(), found.end(), words


def _alphabets(text: str) -> list[Edit]:
    """Words in one alphabet."""
    edits: dict[int, Edit] = {}
    done = 0
    for found in _MIXED.finditer(text):
        if found.start() < done:
            continue
        start = found.start()
        while start > done and text[start - 1].isalpha():
            start -= 1
        whole = _WORD.match(text, start)
        assert whole is not None
        done = whole.end()
        words = _one_alphabet(whole[0])
        if words != whole[0]:
            edits[start] = (start, done, words)
    for found in _NUMERAL_TYPED.finditer(text):
        words = "".join(_TO_LATIN[letter] for letter in found[0])
        if found.start() not in edits and _NUMERAL.fullmatch(words):
            edits[found.start()] = (found.start(), found.end(), words)
    return [edits[start] for start in sorted(edits)]


def _one_alphabet(word: str) -> str:
    """The word in the alphabet that all its letters can be read in; as it is where there is none."""
    latin = "".join(_TO_LATIN.get(letter, letter) for letter in word)
    if _NUMERAL.fullmatch(latin):
        return latin
    cyrillic = "".join(_TO_CYRILLIC.get(letter, letter) for letter in word)
    if not _has_latin(cyrillic):
        return cyrillic
    return word if any("\u0400" <= letter <= "\u04ff" for letter in latin) else latin


def _has_latin(word: str) -> bool:
    return any("A" <= letter <= "Z" or "a" <= letter <= "z" for letter in word)


def _spaces(text: str) -> Iterator[Edit]:
    """One space between words, none at the ends of lines."""
    for found in _SPACES.finditer(text):
        start, end = found.span()
        inside = start > 0 and text[start - 1] != "\n" and end < len(text) and text[end] != "\n"
        yield start, end, " " if inside else ""
