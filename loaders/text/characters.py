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
#: What could be a Roman numeral typed with Cyrillic letters.
_NUMERAL_TYPED = re.compile(r"[ХІ]{1,8}(?!\w)")

#: Soft hyphens, zero-width and bidirectional controls, byte order marks, variation selectors, control characters.
_GONE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\U000e0000-\U000e0fff"
)
_LINE = "\r\x0b\x0c\x85\u2028\u2029"
_SPACE = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_TICKS = "\u2018\u2019\u02b9\u02bb\u02bc\u02bd`\u00b4"
_SAME = (
    (re.compile(rf"[{_LINE}]"), "\n"),
    (re.compile(rf"[{_SPACE}]"), " "),
    (re.compile("[\u2010\u2011]"), "-"),
    (re.compile("[\u201c-\u201f\uff02]"), '"'),
)
_ODD = re.compile(
    rf"\r\n|[{_GONE}]+|[{_LINE}{_SPACE}\u2010\u2011\u201c-\u201f\uff02{_TICKS}\u2160-\u2188\ufb00-\ufb06]"
)
_IS_GONE = re.compile(rf"[{_GONE}]")
#: A stop with the next word typed right behind it.
_GLUED = re.compile(r"[.!?](?=[А-ЯЁ«\"])")
#: What stands before such a stop where a space is missing: an abbreviation, or a word that ends its sentence.
_BEFORE_GLUED = re.compile(r"(?:(?<![\w.])(?:гг?|им|ул|пос|обл|пр|просп|тов|гр)|(?<=\d)гг?|(?P<word>[а-яё]{4}))$")
_SPACES = re.compile(r"(?m) {2,}| $|^ ")
#: Marks that one letter may carry before they are no language: composing a long row of them takes quadratic time.
_MARKS = 20


def cleaned(mapped: Mapped) -> Mapped:
    """The text with its characters made equal; lines are kept."""
    mapped = mapped.edited(_odd(mapped.text))
    mapped = mapped.edited(_composed(mapped.text))
    mapped = mapped.edited(_alphabets(mapped.text))
    mapped = mapped.edited(_glued(mapped.text))
    return mapped.edited(_spaces(mapped.text))


def _odd(text: str) -> Iterator[Edit]:
    known: dict[str, str | None] = {}
    for found in _ODD.finditer(text):
        odd = found[0]
        if odd not in known:
            known[odd] = _plain(odd)
        words = known[odd]
        if words is None:  # an apostrophe only between letters, or the closing one behind a letter
            before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
            if not before.isalpha() or not (after.isalpha() or odd in "\u2019\u02bc"):
                continue
            words = "'"
        yield found.start(), found.end(), words


def _plain(odd: str) -> str | None:
    if odd == "\r\n":
        return "\n"
    if _IS_GONE.match(odd):
        return ""
    if odd in _TICKS:
        return None
    for pattern, words in _SAME:
        if pattern.match(odd):
            return words
    return unicodedata.normalize("NFKC", odd)  # Roman numerals and ligatures of one character


def _glued(text: str) -> Iterator[Edit]:
    """A space behind the stop in "г.Москва" and "сторон.Участники"."""
    for found in _GLUED.finditer(text):
        at = found.end()
        before = _BEFORE_GLUED.search(text, max(0, at - 8), found.start())
        if before is None:
            continue
        following = text[at : at + 2]
        if before["word"] is None:
            if found[0] != "." or not following[-1:].isalpha():
                continue
        elif not (following[:1].isupper() and following[1:].islower()):
            continue
        yield at, at, " "


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
        before = text[found.start() - 1 : found.start()]
        if before == "." or before == "_" or before.isalnum() or found.start() in edits:
            continue
        if found[0] == "Х":
            following = text[found.end() : found.end() + 2]
            if following[:1] not in (" ", "-") or not following[1:].isalpha():
                continue  # an initial, a size, a name for nobody
        words = "".join(_TO_LATIN[letter] for letter in found[0])
        if _NUMERAL.fullmatch(words):
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
