"""Lines of a page that are not its text: menus, buttons, credits, counters, ages, dates, headlines of other pages."""

from __future__ import annotations

import datetime as dt
import re

#: Longer lines are prose, whatever they begin with.
_LONGEST = 160
_CAPTION = 300

_MENU = """
войти | вход | войти в почту | регистрация | зарегистрироваться | выйти | личный кабинет | главная | на главную
| меню | поиск | найти | новости | все новости | последние новости | лента новостей | новости дня
| главные новости | главное | популярное | самое читаемое | политика | экономика | общество | в мире | мир
| происшествия | спорт | культура | наука | технологии | авто | туризм | религия | регионы | мнения | аналитика
| интервью | видео | фото | фотогалерея | фоторепортаж | инфографика | подкасты | радио | спецпроекты | проекты
| архив | архив новостей | рубрики | темы | теги | о нас | о редакции | о проекте | о компании | контакты
| реклама | реклама на сайте | вакансии | правила использования | политика конфиденциальности
| пользовательское соглашение | обратная связь | рус | eng | ру | en | ru | kz | кыр | қаз | uzb | o'zbekcha
| ўзбекча | русский | english | версия для слабовидящих | версия для печати | печать | распечатать | скачать
| поделиться | поделиться в соцсетях | поделиться новостью | отправить | копировать ссылку | ссылка скопирована
| скопировать ссылку | подписаться | подпишитесь | подписаться на новости | комментарии | комментировать
| оставить комментарий | нет комментариев | добавить комментарий | нравится | читать далее | читать полностью
| подробнее | далее | назад | вперед | вверх | наверх | показать еще | показать ещё | загрузить еще | закрыть
| принять | принимаю | согласен | хорошо | понятно | ок | редакция сайта тасс | whatsapp | telegram | телеграм
| вконтакте | одноклассники | facebook | twitter | x | viber | youtube | instagram | мой мир | дзен | rss | home
| menu | search | login | log in | sign in | sign up | register | subscribe | subscribe now | newsletter | share
| share this | share this article | share on facebook | tweet | email | e-mail | print | print this page
| copy link | comments | comment | leave a comment | no comments | read more | more | related | back | next
| previous | top | back to top | skip to content | skip to main content | accept | accept all | accept cookies
| close | privacy policy | terms of use | terms and conditions | contact us | contacts | about us | about
| advertisement | advertising | news | latest news | all news | politics | economy | society | world | business
| sport | sports | culture | opinion | video | photo | photos | gallery | multimedia | archive | linkedin
| pinterest | reddit | messenger | font size | a\\+ | a- | aa | newsfeed | news feed | фото с сайта
| press releases | press release | пресс-релизы | анонсы | события
"""
_WHOLE = re.compile(rf"(?:{'|'.join(part.strip() for part in _MENU.split('|'))})[.:!»>→]*", re.IGNORECASE)
_COUNTS = re.compile(
    r"(?:(?:просмотр\w*|опубликован[оа]?|прочитан\w*|комментари\w*|поделил\w*|лайк\w*|views?|shares?|comments?|likes?|hits?|read)"
    r"\s*[:\-–]?\s*)?[\d\s.,]+[kкm]?"
    r"(?:\s*(?:просмотр\w*|раз\w*|комментари\w*|лайк\w*|views?|shares?|comments?|likes?|min(?:ute)?s? read"
    r"|мин\w* (?:на )?чтени\w*))?|(?:время (?:на )?чтени\w*|reading time)\W.*|\W+",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d\.?")
_STARTS = re.compile(
    r"(?:©"
    r"|\(c\)"
    r"|copyright\b"
    r"|все права защищены"
    r"|all rights reserved"
    r"|(?:при )?(?:использовани|перепечатк|копировани)\w+ (?:материал|текст|информаци)"
    r"|(?:фото|photo|снимок|изображение|image|иллюстрация|видео|картинка)"
    r"(?:граф\w*| credits?| by| courtesy\w*| с сайта)?\s*[:©]"
    r"|(?:getty images|reuters|shutterstock|afp|ap photo|пресс-служба [^.]{3,60}/)"
    r"|(?:мы|этот сайт|наш сайт|сайт|we|this (?:web)?site|our (?:web)?site)\b[^.]{0,60}\b(?:cookies?|куки)\b"
    r"|(?:нажимая|продолжая)\b[^.]{0,80}(?:соглаша|cookie)"
    r"|by (?:clicking|continuing|using)\b"
    r"|(?:подпис(?:ывай|ат|ыва)\w+|подпишитесь|читайте нас|следите за нами|мы в|присоединяйтесь)\b[^.]{0,60}"
    r"(?:telegram|телеграм|whatsapp|вконтакте|дзен|facebook|канал|рассылк|новост)"
    r"|(?:follow|subscribe to|join) (?:us|our)\b"
    r"|(?:теги|тэги|метки|ключевые слова|рубрика|категория|раздел)\s*:"
    r"|(?:tags?|keywords|categor(?:y|ies)|topics?|filed under)\s*:"
    r"|(?:автор|текст|корреспондент|редактор|author|written by|editor)\s*:"
    r"|(?:нашли|заметили|увидели) (?:ошибку|опечатку)"
    r"|выделите (?:её|ее|текст|ошибку)"
    r"|(?:главная|home)\s*[|/>»›→])",
    re.IGNORECASE,
)
#: A caption and who took the picture, the agency that is credited, an address of the web.
_CREDIT = re.compile(
    r"[^©]{0,220}©[^©.!?]{2,70}"
    r"|(?:https?://)?[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}(?:/\S*)?"
    r"|.{0,60}(?:/|©\s?)\s?(?:тасс|риа «?новости»?|риа|reuters|afp|ap|getty images|sputnik|xinhua|epa)[.»]?",
    re.IGNORECASE,
)
#: What comes below is a list of headlines of other pages.
OTHERS = re.compile(
    r"(?:читайте (?:также|ещ[её])|читать также|смотрите также|read also|also read|see also)\b.*"
    r"|(?:также по теме|по теме|похожие (?:новости|материалы|статьи)|другие новости|ещ[её] по теме|материалы по теме"
    r"|новости по теме|рекомендуем|вам может быть интересно|связанные новости|ранее по теме"
    r"|related (?:news|articles|stories|posts|content|topics)|more (?:news|stories)|you may also like"
    r"|recommended(?: for you)?|latest stories|most (?:read|popular))(?:\s*[:»→>].*|\W*$)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:опубликовано |обновлено |published |updated |posted )?"
    r"(?:(?:\d+|an?|one)\s(?:секунд|минут|мин|час|ч|дн|день|дня|недел|месяц|год|лет"
    r"|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\w*\.?\s(?:назад|ago)|только что|just now)",
    re.IGNORECASE,
)

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
_TIME = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?)"
_ZONE = r"(?:\s?\(?(?:мск|msk|gmt|utc|по москве|ist|est|edt|cet|z)\)?(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})"
_WEEKDAY = (
    r"(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)"
)
_DAY = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m1>{_MONTH})\.?,?[ -](?P<y1>(?:19|20)\d\d)"
    r"(?:\s?(?:г\.?|года))?"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>(?:19|20)\d\d)"
    r"|(?P<d3>\d{1,2})(?P<sep>[./-])(?P<m3>\d{1,2})(?P=sep)(?P<y3>(?:19|20)\d\d)(?:\s?г\.?)?"
    r"|(?P<y4>(?:19|20)\d\d)[-./](?P<m4>\d{1,2})[-./](?P<d4>\d{1,2}))"
)
_LABEL = (
    r"(?:(?:дата(?: публикации)?|опубликован[оа]?|обновлен[оа]?|изменен[оа]?|(?:last )?updated?(?: on)?|modified"
    r"|размещено|добавлено|создано|date(?: published)?|published(?: on| at)?|posted(?: on)?"
    r"|publication date|issued)\s*[:\-–]?\s*)"
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
_LABELLED = re.compile(rf"{_LABEL}(?:{_WEEKDAY}\.?,?\s)?{_DAY}", re.IGNORECASE)
#: "МОСКВА, 25 мая – РИА Новости", "Ташкент, 21 ноября 2024. /ТАСС/": a place, a day, an agency.
_AGENCY = r"(?:[–—-]+ ?[A-ZА-ЯЁ«/\"(]|[/(][A-ZА-ЯЁ«\"]|(?<=\.)[A-ZА-ЯЁ]{4,}|(?<=\. )[A-ZА-ЯЁ]{4,})"
_PLACE = r"[A-ZА-ЯЁ][\w'. -]{2,40}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}[,.] (?:(?P<d1>\d{{1,2}}) (?P<m1>(?i:{_MONTH}))\.?|(?P<m2>(?i:{_MONTH}))\.? (?P<d2>\d{{1,2}}))"
    r"(?:,? (?P<y1>(?:19|20)\d\d)(?: ?(?:г\.|года))?)?"
    rf"|(?P<d3>\d{{1,2}}) (?P<m3>(?i:{_MONTH}))(?: (?P<y3>(?:19|20)\d\d)(?: ?(?:г\.|года))?)?[,.] {_PLACE}?)"
    rf"[.,]? ?{_AGENCY}"
)
#: What the project's own collections put before a page: " date 2025-10-21 ".
STAMP = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})(?=\s)")


def is_boilerplate(line: str) -> bool:
    """Whether the line is furniture of the page and no text; dates are asked for by :func:`day_alone`."""
    if len(line) > _LONGEST:
        return len(line) <= _CAPTION and line[-1] not in ".!?" and _CREDIT.fullmatch(line) is not None
    return bool(
        _WHOLE.fullmatch(line)
        or (_COUNTS.fullmatch(line) and not _YEAR.fullmatch(line))
        or _STARTS.match(line)
        or _AGE.fullmatch(line)
        or (line[-1:] not in ".!?" and _CREDIT.fullmatch(line))
    )


def day_alone(line: str) -> str | None:
    """The day of a line that is a date (with time, label, counter) and nothing else, as EDTF."""
    if len(line) > _LONGEST or not any(letter.isdigit() for letter in line):
        return None
    found = _DATE_LINE.fullmatch(line)
    return None if found is None else _day(found)


def day_without_year(line: str) -> str | None:
    """The day of a line that is a day, perhaps with a time, and nothing else: ``--03-19``."""
    found = _DAY_LINE.fullmatch(line[:_LONGEST])
    if found is None:
        return None
    day, month = int(found["d1"] or found["d2"]), _MONTHS[(found["m1"] or found["m2"]).lower()]
    return None if _valid(2000, month, day) is None else f"--{month:02}-{day:02}"


def is_update(line: str) -> bool:
    """Whether the date in the line is when the page was changed."""
    return _UPDATE.match(line) is not None


def day_labelled(line: str) -> str | None:
    """The day behind a label such as "Опубликовано:" or "Published on" at the start of a line."""
    found = _LABELLED.match(line[:_LONGEST])
    return None if found is None else _day(found)


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
    parts = found.groupdict()
    for number in "1234":
        if parts.get(f"y{number}"):
            month = parts[f"m{number}"]
            numeral = int(month) if month.isdigit() else _MONTHS[month.lower()]
            day = int(parts[f"d{number}"])
            if number == "3" and numeral > 12 >= day:
                numeral, day = day, numeral  # 10/18/2024
            return _valid(int(parts[f"y{number}"]), numeral, day)
    return None


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
