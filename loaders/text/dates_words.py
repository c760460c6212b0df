"""How Russian and English say days: the patterns of both, and what their words count for.

Every pattern has a kind, and named groups that :mod:`.dates` knows: ``d`` ``m``
``y`` (day, month, year), ``d1`` ``m1`` ``y1`` (of the first day of a range),
``wd`` (weekday), ``rel`` ("last", "нынешнего"), ``unit``, ``n``, ``word``.
They are tried in their order; what one has taken is not offered to the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of a language and its words, by the first letters that tell them apart."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    months: Mapping[str, int]  # by the first three letters
    weekdays: Mapping[str, int]  # by the first two or three letters; Monday is 0
    shifts: Mapping[str, int]  # "last" is -1, "this" 0, "next" 1, by their beginnings
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    words: Mapping[str, int | None]  # days from the anchor; None where the word alone does not tell
    ordinals: Mapping[str, int]


_Y = r"(?:1[89]|20)\d\d(?!\d|-?[хx]\b|-?(?:е|ые|ых)\b|s\b|'s\b)"
_D = r"(?:0?[1-9]|[12]\d|3[01])"
#: Where a number may not begin: within another one, a list of numbers, behind №.
_FREE = r"(?<![\d№/+])(?<!\d[.,:-])(?<!№ )(?<!\b(?-i:N) )(?<!\bno\. )(?<!\bNo\. )"
_DASH = r"\s?[-–—−]\s?"

_FULL = (
    "январ[ьяею]|феврал[ьяею]|марта?|марте|марту|апрел[ьяею]|ма[йяею]|июн[ьяею]|июл[ьяею]|август[ауе]?"
    "|(?:сентябр|октябр|ноябр|декабр)[ьяею]"
)
_RM = rf"(?:{_FULL}|(?:янв|февр?|мар|апр|июн|июл|авг|сент?|окт|нояб?|дек)\.?)(?![а-яё])"
_G = r"(?:\s?(?:гг?\.|гг?\b|год(?:а|у|ом|е|ы|ов|ах)?\b))"
_R_ADJ = (
    r"(?:эт|сег|текущ|нынешн|прошл|минувш|прошедш|истекш|предыдущ|следующ|будущ|наступающ|грядущ|предстоящ)"
    r"(?:ого|его|ому|ему|ом|ем|ый|ий|ой|ей|от|ую|юю|ая|яя|а|о|у)(?:\sже)?"
)
_R_YEAR = rf"(?:,?\s(?P<y>{_Y})(?:-?го)?{_G}?|,?\s(?P<rel>{_R_ADJ}\sгода|(?-i:[стп]\.\s?г\.)))"
_R_WD = (
    r"(?:понедельник\w{0,2}|вторник\w{0,2}|сред[аыуе]|четверг\w{0,2}|пятниц[аыуе]|суббот[аыуе]|воскресень[еяю])"
    r"(?![а-яё])"
)
_R_ORDINAL = (
    r"(?:двадцать\s|тридцать\s)?(?:первого|второго|третьего|четв[её]ртого|пятого|шестого|седьмого|восьмого|девятого)"
    r"|(?:десято|одиннадцато|двенадцато|тринадцато|четырнадцато|пятнадцато|шестнадцато|семнадцато|восемнадцато"
    r"|девятнадцато|двадцато|тридцато)го"
)
_R_D = rf"{_D}(?:-?(?:го|е|ое|ого))?"
_R_UNIT = r"(?:секунд\w*|минут\w*|час\w*|дн\w{1,2}|день|сут\w*|недел\w{1,2}|месяц\w*|год\w?|лет)"
_R_NUMBER = r"(?:\d{1,3}|один|одну|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|полтора|полгода)"


def _ru(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![а-яёА-ЯЁ])(?:{pattern})", re.IGNORECASE)


_RUSSIAN = (
    (
        "days",
        _ru(
            rf"{_FREE}(?:с\s)?(?P<d1>{_R_D})\s(?P<m1>{_RM})(?:\s(?P<y1>{_Y}){_G}?)?(?:{_DASH}|\s(?:по|до)\s)"
            rf"(?P<d>{_R_D})\s(?P<m>{_RM}){_R_YEAR}?"
        ),
    ),
    (
        "days",
        _ru(
            rf"{_FREE}(?:с\s)?(?P<d1>{_R_D})(?:(?:,\s{_R_D}){{0,6}}\sи\s|(?:,\s{_R_D}){{0,6}},\s|{_DASH}|\s(?:по|до)\s)"
            rf"(?P<d>{_R_D})\s(?P<m>{_RM}){_R_YEAR}?"
        ),
    ),
    ("day", _ru(rf"(?:(?:во?\s)?(?P<wd>{_R_WD}),?\s)?{_FREE}[«\"]?(?P<d>{_R_D})[»\"]?\s(?P<m>{_RM}){_R_YEAR}?")),
    ("day", _ru(rf"(?P<ord>{_R_ORDINAL})\s(?P<m>{_FULL})(?![а-яё]){_R_YEAR}?")),
    ("month", _ru(rf"(?P<m>{_RM}){_R_YEAR}")),
    (
        "month",
        _ru(
            r"(?:во?|со?|ко?|до|на|за|по|от|начал[аеоу]|середин[аеуы]|конц[аеу]|начиная с)"
            rf"\s(?P<m>(?-i:{_FULL}))(?![а-яё])"
        ),
    ),
    (
        "span",
        _ru(
            rf"(?:с\s(?P<y1>{_Y})(?:-?го)?{_G}?\s(?:по|до)\s(?P<y>{_Y})(?:-?й)?{_G}?"
            rf"|{_FREE}(?P<y1b>{_Y}){_DASH}(?P<yb>{_Y})(?![-\d/]){_G}?)"
        ),
    ),
    ("years", _ru(rf"{_FREE}(?P<list>{_Y}(?:,\s?{_Y}){{0,40}}(?:,?\sи\s{_Y}|,\s?{_Y})){_G}")),
    ("year", _ru(rf"{_FREE}(?P<y>{_Y})(?:-?(?:го|м|й|ом|ый|му))?{_G}")),
    ("year", _ru(rf"(?:(?:во?|с|до|к|после|за|на|от)\s{_FREE}|(?<=\()(?<!\d))(?P<y>{_Y})(?=\s?[,;.)»\"]|$)")),
    ("unit", _ru(rf"(?P<rel>{_R_ADJ})\s(?P<unit>год(?:а|у|ом|е)?|месяц(?:а|у|ем|е)?|недел[еюия])(?![а-яё])")),
    ("unit", _ru(r"(?P<rel>(?-i:[стп]))\.\s?(?P<unit>(?-i:г))\.")),
    ("unit", _ru(r"(?:конц[аеу]|начал[аеоу])\s(?P<unit>года|месяца|недели)(?![а-яё])")),
    (
        "weekday",
        _ru(
            rf"(?:во?\s)?(?:(?P<rel>{_R_ADJ})\s)(?P<wd>{_R_WD})"
            r"|во?\s(?P<wdb>понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)(?![а-яё])"
        ),
    ),
    (
        "word",
        _ru(
            r"(?P<word>сегодняшн\w{1,3}|сегодня|вчерашн\w{1,3}|вчера|позавчера|завтрашн\w{1,3}|завтра|послезавтра"
            r"|накануне(?=\s?[,.;:!]|\sво?\s|\sна\s|\sсостоя|\sпрош|\sвстре|\sпровел|\sприн|\sподпис|\sсообщ|\sзаяв|$)"
            r"|накануне)(?![а-яё])"
        ),
    ),
    ("ago", _ru(rf"(?:(?P<n>{_R_NUMBER})\s)?(?P<unit>{_R_UNIT})\s(?P<back>назад|тому назад)")),
    ("ago", _ru(rf"через\s(?:(?P<n>{_R_NUMBER})\s)?(?P<unit>{_R_UNIT})(?![а-яё])")),
)

_EM = (
    r"(?:January|February|(?-i:March|MARCH)|April|(?-i:May|MAY)|June|July|August|September|October|November|December"
    r"|(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)(?![a-z])"
)
_E_D = rf"{_D}(?:st|nd|rd|th)?(?![\d%:]|[.,]\d|\w)"
_E_REL = r"this|last|next|the current|current|the coming|coming|the previous|previous|the past|the following|the same"
_E_YEAR = rf"(?:,?\s(?:of\s)?(?P<y>{_Y})|,?\s(?:of\s)?(?P<rel>{_E_REL})\syear)"
_E_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_E_WD = rf"(?:{_E_WEEKDAY}|(?-i:Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)\b\.?)"
_E_TO = rf"(?:{_DASH}|\s(?:to|through|till|until|and)\s)"
_E_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_E_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"


def _en(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{pattern})", re.IGNORECASE)


_ENGLISH = (
    (
        "days",
        _en(
            rf"(?:from\s)?(?P<m1>{_EM})\s(?P<d1>{_E_D})(?:,?\s(?P<y1>{_Y}))?{_E_TO}"
            rf"(?P<m>{_EM})\s(?P<d>{_E_D}){_E_YEAR}?"
        ),
    ),
    (
        "days",
        _en(
            rf"{_FREE}(?:(?:from|between)\s)?(?:the\s)?(?P<d1>{_E_D})(?:\sof)?\s(?P<m1>{_EM})(?:,?\s(?P<y1>{_Y}))?"
            rf"{_E_TO}(?:the\s)?(?P<d>{_E_D})(?:\sof)?\s(?P<m>{_EM}){_E_YEAR}?"
        ),
    ),
    ("days", _en(rf"(?P<m>{_EM})\s(?P<d1>{_E_D})(?:,\s{_E_D}){{0,6}},?{_E_TO}(?P<d>{_E_D}){_E_YEAR}?")),
    (
        "days",
        _en(
            rf"{_FREE}(?:(?:from|between)\s)?(?:the\s)?(?P<d1>{_D}(?:st|nd|rd|th)?)(?:,\s{_E_D}){{0,6}},?{_E_TO}"
            rf"(?:the\s)?(?P<d>{_E_D})(?:\sof)?\s(?P<m>{_EM}){_E_YEAR}?"
        ),
    ),
    (
        "day",
        _en(
            rf"(?:(?P<wd>{_E_WD}),?\s)?(?:the\s)?{_FREE}(?P<d>{_E_D})(?:\sof)?(?:\s|-)(?P<m>{_EM})"
            rf"(?:-(?P<yb>{_Y})|{_E_YEAR})?"
        ),
    ),
    ("day", _en(rf"(?:(?P<wd>{_E_WD}),?\s)?(?P<m>{_EM})\s(?:the\s)?(?P<d>{_E_D}){_E_YEAR}?")),
    ("month", _en(rf"(?P<m>{_EM}){_E_YEAR}")),
    ("month", _en(rf"(?P<rel>last|next|this)\s(?P<m>{_EM})")),
    (
        "month",
        _en(
            rf"(?:in|since|by|until|till|from|during|early|late|mid|through|before|after|end of|beginning of|start of"
            rf"|to|months? of)(?:\s|-)(?P<m>{_EM})"
        ),
    ),
    (
        "span",
        _en(
            rf"(?:from\s(?P<y1>{_Y})\s(?:to|through|until|till)\s(?P<y>{_Y})|between\s(?P<y1c>{_Y})\sand\s(?P<yc>{_Y})"
            rf"|{_FREE}(?P<y1b>{_Y}){_DASH}(?P<yb>{_Y}|\d\d(?!\d))(?![-\d/]))"
        ),
    ),
    ("years", _en(rf"(?<=\sin\s){_FREE}(?P<list>{_Y}(?:,\s?{_Y}){{0,40}}(?:,?\sand\s{_Y}))")),
    (
        "year",
        _en(
            rf"(?:\b(?:in|since|by|until|till|of|from|for|during|before|after|the|early|late|mid|year|through|on|as of"
            rf"|to|and)[\s-]{_FREE}|(?<=[(,]))\s?(?P<y>{_Y})"
            r"(?!-|/|,\d|\.\d|\s?%|\s(?:people|persons|participants|delegates|prosecutors|kilomet|km|million|billion|dollars"
            r"|euros?|tons?|tonnes|cases|crimes|times|pages|items|soldiers|children|citizens|students)\b)"
        ),
    ),
    ("unit", _en(rf"\b(?P<rel>{_E_REL})\s(?P<unit>year|month|week)(?:'s)?\b")),
    ("unit", _en(r"\b(?:end|beginning|start) of the (?P<unit>year|month|week)\b")),
    (
        "weekday",
        _en(
            r"(?:\bon\s)?(?:(?P<rel>last|next|this|this past|the coming|coming)\s)?"
            rf"(?P<wd>(?-i:{_E_WEEKDAY}))(?:'s)?(?!\w)"
        ),
    ),
    (
        "word",
        _en(r"\b(?P<word>today|yesterday|tomorrow|tonight|this morning|this afternoon|this evening|on the eve of)\b"),
    ),
    ("ago", _en(rf"\b(?P<n>{_E_NUMBER})\s(?P<unit>{_E_UNIT})\s(?P<back>ago)\b")),
    ("ago", _en(rf"\bin\s(?P<n>{_E_NUMBER})\s(?P<unit>{_E_UNIT})'?\stime\b")),
)

#: Days in figures, in either language.
NUMERIC = (
    ("day", re.compile(rf"{_FREE}(?<!-)(?P<y>{_Y})(?P<s>[-./])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>{_D})(?![\d/]|[.-]\d)")),
    (
        "slash",
        re.compile(
            rf"{_FREE}(?<!-)(?P<d>{_D})(?P<s>[./-])(?P<m>0?[1-9]|[12]\d|3[01])(?P=s)(?P<y>{_Y})(?![\d/]|[.-]\d)(?:\s?г\.)?"
        ),
    ),
    (
        "slash",
        re.compile(rf"{_FREE}(?<!-)(?P<d>[0-3]\d)(?P<s>\.)(?P<m>[01]\d)\.(?P<yy>\d\d)(?![\d/]|[.-]\d)(?:\s?г\.)?"),
    ),
)
_ACT = (
    "Convention|Treaty|Agreement|Protocol|Act|Law|Charter|Constitution|Memorandum|Declaration|Statute|Covenant|Pact"
    "|Accords?"
)
#: What stands before a day that is the date of a document: "от 12 декабря 1991 года", "Convention of 22 January 1993".
OF_DOCUMENT = re.compile(
    rf"(?:\bdated\s(?:the\s)?|\b(?:{_ACT})\s(?:of|from)\s(?:the\s)?"
    r"|\b(?:programme|program|plan|strategy)\s(?:[\w-]{1,20}\s){0,4}(?:for|of)\s"
    r"|(?<![а-яё])от\s|(?:конвенци|соглашени|договор|протокол|устав|закон|кодекс|харти|указ|декрет|деклараци|меморандум"
    r"|конституци|программ|план|стратеги|концепци|пакт|резолюци|решени)[а-яё]{0,4}\s(?:(?:[\w-]{1,20}\s){0,4}на\s)?)$",
    re.IGNORECASE,
)
#: "the 1993 Minsk Convention".
DOCUMENT_BEHIND = re.compile(rf"\s(?:[A-Z][\w-]{{1,20}}\s){{0,3}}(?:{_ACT})\b")

_RU_DIGITS = "один одну два две три четыре пять шесть семь восемь девять десять".split()
RUSSIAN = Grammar(
    patterns=_RUSSIAN,
    months=dict(zip("янв фев мар апр май июн июл авг сен окт ноя дек".split(), range(1, 13), strict=True))
    | {"мая": 5, "мае": 5, "маю": 5},
    weekdays=dict(zip("по вт ср че пя су во".split(), range(7), strict=True)),
    shifts={
        **dict.fromkeys(("эт", "сег", "текущ", "нынешн", "с", "т"), 0),
        **dict.fromkeys(("прошл", "минувш", "прошедш", "истекш", "предыдущ", "п"), -1),
        **dict.fromkeys(("следующ", "будущ", "наступающ", "грядущ", "предстоящ"), 1),
    },
    units={
        **dict.fromkeys(("сек", "мин", "час"), "hour"),
        **dict.fromkeys(("дн", "ден", "сут"), "day"),
        "нед": "week",
        "мес": "month",
        **dict.fromkeys(("г", "год", "лет"), "year"),
    },
    numbers=dict(zip(_RU_DIGITS, (1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)),
    words={"сегодня": 0, "вчера": -1, "позавчера": -2, "завтра": 1, "послезавтра": 2},
    ordinals={
        stem: number
        for number, stem in enumerate(
            "перв втор трет четв пято шест седь вось девя десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат"
            " шестнадцат семнадцат восемнадцат девятнадцат двадцат".split(),
            1,
        )
    }
    | {"тридцат": 30},
)
ENGLISH = Grammar(
    patterns=_ENGLISH,
    months=dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13), strict=True)),
    weekdays=dict(zip("mo tu we th fr sa su".split(), range(7), strict=True)),
    shifts={
        **dict.fromkeys(("this", "the current", "current", "the same"), 0),
        **dict.fromkeys(("last", "this past", "the previous", "previous", "the past"), -1),
        **dict.fromkeys(("next", "the coming", "coming", "the following"), 1),
    },
    units={"sec": "hour", "min": "hour", "hou": "hour", "day": "day", "wee": "week", "mon": "month", "yea": "year"},
    numbers={"a": 1, "an": 1}
    | dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True)),
    words={
        "today": 0,
        "tonight": 0,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
        "yesterday": -1,
        "tomorrow": 1,
    },
    ordinals={},
)
