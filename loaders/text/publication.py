"""When a page was published, as its lines say it: a date alone on a line, behind a label, in a dateline."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

#: Longer lines are prose.
_LONGEST = 160

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "января янв january jan",
            "февраля фев february feb",
            "марта мар march mar",
            "апреля апр april apr",
            "мая май may",
            "июня июн june jun",
            "июля июл july jul",
            "августа авг august aug",
            "сентября сен сент september sep sept",
            "октября окт october oct",
            "ноября ноя нояб november nov",
            "декабря дек december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?\b|\s?h\b)?)"
_ZONE = r"(?:\s?\(?(?:мск|msk|gmt|utc|по москве|ist|est|edt|cet|z)\)?(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})"
_WEEKDAY = (
    r"(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)"
)
_DAY = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m1>{_MONTH})\.?,?(?: of)?[ -](?P<y1>(?:19|20)\d\d)"
    r"(?:\s?(?:г\.?|года))?"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>(?:19|20)\d\d)"
    r"|(?P<d3>\d{1,2})(?P<sep>[./-])(?P<m3>\d{1,2})(?P=sep)(?P<y3>(?:19|20)\d\d)(?:\s?г\.?)?"
    r"|(?P<y4>(?:19|20)\d\d)[-./](?P<m4>\d{1,2})[-./](?P<d4>\d{1,2}))"
)
_LABEL = (
    r"(?:(?:дата(?: публикации)?|опубликован[оа]?|обновлен[оа]?|изменен[оа]?|(?:last )?updated?(?: on)?|modified"
    r"|размещено|добавлено|создано|date(?: published)?|published(?: on| at)?|posted(?: on)?"
    r"|publication date|issued|новость от)\s*[:\-–]?\s*)"
)
_UPDATE = re.compile(r"(?:обновлен|изменен|updated|modified|last update)", re.IGNORECASE)
_DATE_LINE = re.compile(
    rf"{_LABEL}?(?:{_TIME}{_ZONE}?\s?[,|•·/–-]?\s?)?(?:{_WEEKDAY}\.?,?\s)?{_DAY}"
    rf"(?:T|,?\s?(?:[|•·/–-]|в|at)?\s?)?(?:{_TIME}{_ZONE}?)?"
    r"(?P<rest>\s?[|•·/,;–-].{0,60}|\s\(.{0,60}\)|\s?(?:просмотр|views).{0,20}"
    r"|(?<=:\d\d)\s[^\W\d][^.!?]{0,25}|[.,|•·]?)",
    re.IGNORECASE,
)
#: A day and a time without a year: "19 Mar. 21:30 (UTC+3 MSK)", "14:05, 18 октября".
_DAY_LINE = re.compile(
    rf"(?:{_TIME}{_ZONE}?,?\s)?(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})\.?|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}}))"
    rf"(?:,?\s?(?:в|at)?\s?{_TIME}\s?\(?{_ZONE}?(?: ?[A-Z]{{3}})?\)?)?",
    re.IGNORECASE,
)
#: An outlet, a rubric, an author before a date that has its time or a label: "Agenda.ge, 11 Sep 2019 - 11:50, Tbilisi".
_DATE_BEHIND = re.compile(
    r"(?!.{0,60}(?:начал|состо|пройд|заседан|встреч|созван|срок|meet|session|start|begin|deadline|held))"
    rf"[^!?\d:]{{2,60}}?[\s,|•·–-]+(?:{_LABEL}{_DAY}"
    rf"|{_DAY.replace('<', '<t')}(?:,?\s?(?:[|•·/–-]|в|at)?\s?){_TIME})"
    r"(?P<rest>(?:\s?[|•·/,;(–-].{0,60})?)",
    re.IGNORECASE,
)
#: "(Xinhua News Agency November 18, 2005)".
_DATE_IN_BRACKETS = re.compile(rf"\([^().!?\d]{{2,50}}[\s,]{_DAY}\)\.?", re.IGNORECASE)
_AMERICAN = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_TIMED = re.compile(_TIME, re.IGNORECASE)
_TODAY = re.compile(
    rf"\b(?:today|сегодня),?\s(?:on\s)?(?:(?:во?\s)?{_WEEKDAY}(?:[ук]|ницу|бботу)?,?\s)?{_DAY}", re.IGNORECASE
)
_LABELLED = re.compile(rf"{_LABEL}(?:{_WEEKDAY}\.?,?\s)?{_DAY}", re.IGNORECASE)
#: "МОСКВА, 25 мая – РИА Новости", "Ташкент, 21 ноября 2024. /ТАСС/", "Баку, 9 сентября, АЗЕРТАДЖ": a place, a day, an
#: agency.
_AGENCY = r"(?:[–—-]+ ?[A-ZА-ЯЁ«/\"(]|[/(][A-ZА-ЯЁ«\"]|(?<=\.)[A-ZА-ЯЁ]{4,}|(?<=[.,] )[A-ZА-ЯЁ]{4,})"
_PLACE = r"[A-ZА-ЯЁ][\w'. -]{2,40}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}[,.] (?:(?P<d1>\d{{1,2}}) (?P<m1>(?i:{_MONTH}))\.?|(?P<m2>(?i:{_MONTH}))\.? (?P<d2>\d{{1,2}}))"
    r"(?:,? (?P<y1>(?:19|20)\d\d)(?: ?(?:г\.|года))?)?"
    rf"|(?P<d3>\d{{1,2}}) (?P<m3>(?i:{_MONTH}))(?: (?P<y3>(?:19|20)\d\d)(?: ?(?:г\.|года))?)?[,.] {_PLACE}?)"
    rf"[.,]? ?{_AGENCY}"
)
#: What the project's own collections put before a page: " date 2025-10-21 ".
STAMP = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})(?=\s)")


@dataclass(frozen=True, slots=True)
class Said:
    """A day that a line says of its page; ``rank`` 0 labelled or timed, 1 a date, 2 of a change, 3 in passing."""

    day: str
    rank: int


def day_alone(line: str) -> Said | None:
    """The day of a line that is a date (with time, label, counter, a few words) and nothing else."""
    if len(line) > _LONGEST or not any(letter.isdigit() for letter in line):
        return None
    found = _DATE_LINE.fullmatch(line) or _DATE_BEHIND.fullmatch(line) or _DATE_IN_BRACKETS.fullmatch(line)
    day = None if found is None else _day(found)
    if day is None:
        return None
    return Said(day, 2 if _UPDATE.search(line) else 0 if _TIMED.search(line) or _LABELLED.match(line) else 1)


def day_without_year(line: str) -> str | None:
    """The day of a line that is a day, perhaps with a time, and nothing else: ``--03-19``."""
    found = _DAY_LINE.fullmatch(line[:_LONGEST])
    if found is None:
        return None
    day, month = int(found["d1"] or found["d2"]), _MONTHS[(found["m1"] or found["m2"]).lower()]
    return None if _valid(2000, month, day) is None else f"--{month:02}-{day:02}"


def day_labelled(line: str) -> Said | None:
    """The day behind a label such as "Опубликовано:" or "Published on" at the start of a line."""
    found = _LABELLED.match(line[:_LONGEST])
    day = None if found is None else _day(found)
    return None if day is None else Said(day, 2 if _UPDATE.match(line) else 0)


def day_of_today(line: str) -> Said | None:
    """The day of "today, May 15, 2012" and "сегодня, 25 июля 2024 года" within a paragraph."""
    found = _TODAY.search(line, 0, 600)
    day = None if found is None else _day(found)
    return None if day is None else Said(day, 3)


def dateline(line: str) -> tuple[str, bool] | None:
    """The day of a dateline and whether it has its year: ``("--05-25", False)``, ``("2024-11-21", True)``."""
    found = _DATELINE.match(line[:_LONGEST])
    if found is None:
        return None
    day = int(found["d1"] or found["d2"] or found["d3"])
    month = _MONTHS[(found["m1"] or found["m2"] or found["m3"]).lower()]
    year = found["y1"] or found["y3"]
    if year:
        said = _valid(int(year), month, day)
        return None if said is None else (said, True)
    return None if _valid(2000, month, day) is None else (f"--{month:02}-{day:02}", False)


def _day(found: re.Match[str]) -> str | None:
    parts = {name.removeprefix("t"): value for name, value in found.groupdict().items() if value is not None}
    for number in "1234":
        if f"y{number}" in parts:
            month = parts[f"m{number}"]
            numeral = int(month) if month.isdigit() else _MONTHS[month.lower()]
            day = int(parts[f"d{number}"])
            american = parts.get("sep") == "/" and _AMERICAN.search(found[0]) is not None
            if number == "3" and day <= 12 and (american or numeral > 12):
                numeral, day = day, numeral  # 10/18/2024, 10/1/2024 5:12 PM
            return _valid(int(parts[f"y{number}"]), numeral, day)
    return None


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
