"""Lines of a text as paragraphs: furniture left out, hard-wrapped lines joined, days of publication noted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .boilerplate import OTHERS, is_boilerplate
from .mapped import Edit, Mapped
from .publication import STAMP, Said, dateline, day_alone, day_labelled, day_of_today, day_without_year

#: The widest line that a program or a person who wraps lines leaves; longer ones are whole paragraphs.
_WIDEST = 132
#: Characters of a line that are looked at; longer ones are prose.
_LOOK = 400
#: A headline of another page is shorter than this.
_HEADLINE = 140
#: Non-empty lines from the start, and from the end, that may carry the day of publication.
_HEAD, _FOOT = 15, 6
#: Paragraphs from the start that may be the title: a section, a kicker and the site's name may stand before it.
_TITLES = 4

_LINE = re.compile(r"[^\n]+")  # a cleaned text has no spaces at the ends of lines
_ITEM = re.compile(r"(?:[-–—•●◦▪■*·»>+]\s|\(?(?:[а-яёa-z]|\d{1,2}|[ivx]{1,4})[).]\s|(?:[IVX]{1,5})\.\s)")
_ADDRESS = re.compile(r"\d{5,6}|@|\bул\.|\bстр\.")
_ENDS = re.compile(r"[.!?…:;][\"»”')\]]*$")
#: A word with which no line ends that is a line of its own, and one with which none begins.
_OPEN = re.compile(
    r"(?:^|(?<=\s))(?:of|the|an?|and|in|on|at|to|for|by|with|from|between|и|во?|на|со?|по|об?|для|от|ко?|из|между|при)\Z"
)
_GOES_ON = re.compile(r"(?:of|and|in|to|at|for|by|with|from|и|в|на|с|со|по)\s[^\n]|,\s")
_MIDDLE = re.compile(r"[a-zа-яё,(]")


@dataclass(slots=True)
class Lines:
    """What the lines of a text gave: the text with its paragraphs, one a line, and what their furniture said."""

    mapped: Mapped
    title: str | None = None
    published: str | None = None
    dateline: str | None = None
    left_out: list[tuple[int, int]] = field(default_factory=list)  # ranges of the original


def paragraphs_of(mapped: Mapped, *, wrapped: bool = True) -> Lines:
    """The paragraphs of a cleaned text, each a line of its own in the result.

    ``wrapped``: whether the whole text may have been wrapped to a width (not the
    lines of a page, whose markup gives paragraphs).
    """
    result = Lines(mapped)
    stamp = STAMP.match(mapped.text)
    skip = stamp.end() + 1 if stamp else 0
    spans = [found.span() for found in _LINE.finditer(mapped.text, skip)]
    kept, days = _kept(mapped, spans, result)
    if stamp:
        days.insert(0, stamp[1])
    result.published = days[0] if days else None
    others = _headlines_of_others(mapped.text, kept)
    result.left_out += [mapped.place(start, end) for start, end in kept[len(kept) - others :]]
    kept = kept[: len(kept) - others]
    width = _width(mapped.text, kept) if wrapped else None
    ragged = wrapped and width is None and _ragged(mapped.text, kept)
    edits: list[Edit] = []
    at = 0
    before: tuple[int, int] | None = None
    for start, end in kept:
        if before is None:
            glue = ""
        elif _joined(mapped.text, before, (start, end), width) or (
            ragged and _goes_on(mapped.text, before, (start, end))
        ):
            hyphen = mapped.text[before[1] - 1] == "-" and mapped.text[before[1] - 2 : before[1] - 1].isalpha()
            glue = "" if hyphen else " "
        else:
            glue = "\n"
        if mapped.text[at:start] != glue:
            edits.append((at, start, glue))
        at = end
        before = (start, end)
    if at < len(mapped.text):
        edits.append((at, len(mapped.text), ""))
    result.mapped = mapped.edited(edits)
    result.title = _title(result.mapped.text)
    return result


def _kept(mapped: Mapped, spans: list[tuple[int, int]], result: Lines) -> tuple[list[tuple[int, int]], list[str]]:
    """The lines that are text, and the days of publication, the likeliest first."""
    kept: list[tuple[int, int]] = []
    days: list[Said] = []
    others = 0
    previous = ""
    for number, (start, end) in enumerate(spans):
        line = mapped.text[start : min(end, start + _LOOK)]
        short = end - start < _LOOK
        at_edge = number < _HEAD or number >= len(spans) - _FOOT
        alone = day_alone(line) if short else None
        if short and OTHERS.match(line) and end - start <= _HEADLINE and not _ENDS.search(line.rstrip(":")):
            others = 6
        elif others and end - start <= _HEADLINE and not _ENDS.search(line) and not _ITEM.match(line):
            others -= 1
        elif alone and at_edge:
            days.append(alone)
        elif short and alone is None and is_boilerplate(line):
            others = 0
            days += filter(None, (day_labelled(line),))
        elif line == previous:
            pass  # a title said twice
        elif at_edge and short and (partial := day_without_year(line)):
            result.dateline = result.dateline or partial
        else:
            others = 0
            kept.append((start, end))
            previous = line
            if at_edge:
                days += filter(None, (day_labelled(line), day_of_today(mapped.text[start : start + 600])))
            said = dateline(line) if number < _HEAD else None
            if said and result.dateline is None:
                day, whole = said
                result.dateline = f"-{day[4:]}" if whole else day
                if whole:
                    days.append(Said(day, 1))
            continue
        result.left_out.append(mapped.place(start, end))
    days.sort(key=lambda said: said.rank)
    return kept, [said.day for said in days]


def _headlines_of_others(text: str, kept: list[tuple[int, int]]) -> int:
    """How many lines at the end are headlines of other pages: four and more without a stop after a whole paragraph."""
    count = 0
    for start, end in reversed(kept):
        line = text[start : min(end, start + _LOOK)]
        if end - start > _HEADLINE or _ENDS.search(line) or _ITEM.match(line) or not line[0].isupper():
            break
        count += 1
    if count < 4 or count == len(kept):
        return 0
    before = text[kept[-count - 1][0] : kept[-count - 1][1]]
    tail = [text[start:end] for start, end in kept[-count:]]
    listed = sum(len(line.split()) < 4 or _DOCUMENT.match(line) is not None for line in tail)
    return count if before.endswith((".", "!", ".»", '."')) and len(before) > 80 and not listed else 0


#: How a line begins that names a document, or who signed it.
_DOCUMENT = re.compile(
    r"(?i:agreement|memorand|protocol|treaty|declaration|program|plan|joint|mou|соглашен|меморандум|протокол|договор|"
    r"деклараци|программ|план|совместн|дорожн|межведомств|межправит|photo|фото)"
)


def _width(text: str, kept: list[tuple[int, int]]) -> int | None:
    """The length of full lines where the text was wrapped; None where it was not."""
    if len(kept) < 3:
        return None
    widest = max(end - start for start, end in kept)
    if widest > _WIDEST:
        return None
    full = within = 0
    for (start, end), following in pairwise(kept):
        word = len(text[following[0] : following[0] + 40].split(" ", 1)[0])
        if _is_full(end - start, word, widest):
            full += 1
            within += not _ENDS.search(text[max(start, end - 4) : end])
    return widest if within >= 2 and full >= len(kept) * 0.3 else None


def _ragged(text: str, kept: list[tuple[int, int]]) -> bool:
    """Whether a text is broken inside its sentences at no fixed width: a third of its lines begin in small letters
    after a line without a stop."""
    if len(kept) < 5 or max(end - start for start, end in kept) > _WIDEST:
        return False
    inside = sum(
        text[b[0]].islower() and not _ENDS.search(text[max(a[0], a[1] - 4) : a[1]])
        for a, b in pairwise(kept)
        if text[a[1] : b[0]].count("\n") == 1
    )
    return inside >= 3 and inside >= len(kept) * 0.3


def _goes_on(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a line of such a text goes on in the next: in a small letter, after a comma, or inside a name."""
    if text[before[1] : after[0]].count("\n") > 1 or _ITEM.match(text[after[0] : after[0] + 40]):
        return False
    last = text[before[0] : before[1]].rsplit(" ", 1)
    if _ENDS.search(last[-1]):
        return False
    start = text[after[0]]
    return start.islower() or last[-1].endswith(",") or (start.isupper() and len(last) > 1 and last[-1][0].isupper())


def _is_full(length: int, word: int, width: int) -> bool:
    """Whether the next word would not have fitted; wrapping programs count marks that are gone by now."""
    return length >= width * 0.6 and length + 1 + word > width * 0.93


def _joined(text: str, before: tuple[int, int], after: tuple[int, int], width: int | None) -> bool:
    """Whether the line break between two lines was put in by wrapping."""
    between = text[before[1] : after[0]]
    if between.count("\n") > 1:
        return False
    start = text[after[0] : after[0] + 40]
    if _ITEM.match(start):
        return False
    last = text[max(before[0], before[1] - 4) : before[1]]
    length = before[1] - before[0]
    if _OPEN.search(text, max(before[0], before[1] - 12), before[1]) or _GOES_ON.match(start):
        return not _ENDS.search(last)  # a link on a line of its own, a line cut after "of the"
    if width is not None:
        word = len(start.split(" ", 1)[0])
        if _is_full(length, word, width):
            return last[-1] not in ":;"
        # a word of two lines that is too long for the one before, or a line that an editor broke
        return length >= 30 and (last[-1] == "," or not _ENDS.search(last)) and _MIDDLE.match(start) is not None
    # Not a wrapped text: only a break inside a sentence is none.
    return (
        length >= 45
        and not _ENDS.search(last)
        and start[0].islower()
        and not _ITEM.match(text[before[0] : before[0] + 6])
    )


def _title(text: str) -> str | None:
    """The longest of the first paragraphs that look like a title: short, without a final stop, and not all there is."""
    best: str | None = None
    at = 0
    for _ in range(_TITLES):
        end = text.find("\n", at, at + 230)
        line = text[at:end]
        if end < 0 or not line or _ITEM.match(line) or dateline(line):
            break
        if line[0] == "(" or _ADDRESS.search(line):
            at = end + 1
            continue
        if line[-1] in ".;:,…!" and not line.endswith(("г.", "гг.", "U.S.", "...")):
            break
        if len(line) >= 8 and (best is None or len(line) > len(best)):
            best = line
        at = end + 1
    return best
