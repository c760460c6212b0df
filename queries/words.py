"""The words of tables and cards in English and Russian: headings, phrases, dates as people say them."""

from __future__ import annotations

import re

_HEADINGS = {
    "a": ("first state", "первое государство"),
    "about": ("about", "о чём"),
    "accessionRule": ("accession", "присоединение"),
    "acting": ("acting", "исполняет обязанности"),
    "action": ("action", "действие"),
    "actor": ("by", "кто"),
    "addressee": ("to", "кому"),
    "adopted": ("adopted", "принят"),
    "agency": ("agency", "ведомство"),
    "agency1": ("agency", "ведомство"),
    "agency2": ("with", "с кем"),
    "all": ("all members", "все члены"),
    "article": ("article", "статья"),
    "attendance": ("attendance", "присутствие"),
    "b": ("second state", "второе государство"),
    "body": ("body", "механизм"),
    "capacity": ("as", "в качестве"),
    "certain": ("certain", "достоверно"),
    "chair": ("chair", "председатель"),
    "channel": ("channel", "канал"),
    "checked": ("as checked on", "по проверке"),
    "checkedFrom": ("checked from", "проверено с"),
    "checkedTo": ("checked to", "проверено по"),
    "class": ("kind", "вид"),
    "clauseKind": ("clause", "положение"),
    "concerns": ("concerns", "касается"),
    "confidence": ("confidence", "уверенность"),
    "consent": ("consented by", "согласие не позднее"),
    "consentA": ("first consented", "согласие первого"),
    "consentB": ("second consented", "согласие второго"),
    "consented": ("consented", "дали согласие"),
    "content": ("content", "содержание"),
    "countsFrom": ("counts from", "отсчёт"),
    "date": ("date", "дата"),
    "delay": ("delay", "срок"),
    "due": ("due", "срок"),
    "effective": ("effective", "вступает в действие"),
    "encounter": ("encounter", "встреча"),
    "encounters": ("encounters", "встреч"),
    "end": ("end", "конец"),
    "endStatus": ("status", "статус"),
    "entry": ("kind", "вид"),
    "entryIntoForce": ("in force since", "вступил в силу"),
    "fact": ("fact", "факт"),
    "facts": ("facts", "фактов"),
    "field": ("field", "поле"),
    "first": ("first", "первая"),
    "held": ("the graph holds", "в графе"),
    "host": ("host", "принимает"),
    "instrument": ("instrument", "документ"),
    "kind": ("kind", "вид"),
    "language": ("language", "язык"),
    "last": ("last", "последняя"),
    "lastDate": ("held", "прошло"),
    "lastHost": ("last host", "последний хозяин"),
    "lastSession": ("last session", "последнее заседание"),
    "ledgerStatus": ("state of affairs", "состояние"),
    "letter": ("point", "пункт"),
    "locator": ("where", "где"),
    "measureNamed": ("for", "для чего"),
    "member": ("member", "член"),
    "members": ("members", "членов"),
    "met": ("met", "с кем"),
    "metCapacity": ("who was", "в качестве"),
    "missing": ("missing", "чего нет"),
    "missingBefore": ("missing before", "пропуск перед"),
    "modality": ("held?", "состоялось?"),
    "name": ("name", "имя"),
    "nextHost": ("next host", "следующий хозяин"),
    "note": ("note", "примечание"),
    "narrower": ("topic", "тема"),
    "notice": ("notice", "уведомление за"),
    "official": ("official", "должностное лицо"),
    "ordinal": ("no.", "№"),
    "organisation": ("organisation", "организация"),
    "otherFact": ("other fact", "другой факт"),
    "overdue": ("overdue", "просрочено"),
    "part": ("part", "часть"),
    "participant": ("participant", "участник"),
    "place": ("place", "место"),
    "placeState": ("state", "государство"),
    "post": ("post", "должность"),
    "predecessor": ("predecessor", "предшественник"),
    "quote": ("words", "слова"),
    "realisedBy": ("realised by", "осуществлено"),
    "relation": ("relation", "связь"),
    "represented": ("for", "от кого"),
    "requestLanguage": ("language of requests", "язык запросов"),
    "reservationRule": ("reservations", "оговорки"),
    "role": ("role", "роль"),
    "roleA": ("role of the first", "роль первого"),
    "roleB": ("role of the second", "роль второго"),
    "ruleKind": ("rule", "правило"),
    "ruleValue": ("content", "содержание"),
    "script": ("script", "письменность"),
    "session": ("session", "заседание"),
    "sessions": ("sessions", "заседаний"),
    "signed": ("signed", "подписал"),
    "since": ("since", "с"),
    "source": ("source", "источник"),
    "sources": ("sources", "источников"),
    "speaker": ("by", "кто"),
    "start": ("start", "начало"),
    "statement": ("fact", "факт"),
    "state": ("state", "государство"),
    "successor": ("successor", "преемник"),
    "supersedes": ("supersedes", "заменяет"),
    "threshold": ("threshold", "порог"),
    "thresholdKind": ("of", "чего"),
    "topic": ("topic", "тема"),
    "towards": ("towards", "в отношении"),
    "trigger": ("trigger", "основание"),
    "value": ("another source says", "другой источник"),
    "visit": ("visit", "визит"),
    "visitor": ("visitor", "гость"),
    "without": ("without consent", "без согласия"),
    "year": ("year", "год"),
    "years": ("years", "годы"),
    "slug": ("name for commands", "имя для команд"),
    "matched": ("matched", "совпало"),
    "score": ("likeness", "сходство"),
    "with": ("with", "с кем"),
    "thing": ("thing", "что это"),
    "on": ("on", "на"),
    "from": ("from", "с"),
    "until": ("until", "по"),
    "by": ("by", "кто"),
    "to": ("to", "кому"),
    "measure": ("measure", "вид содействия"),
    "treaty": ("treaty", "договор"),
    "subject": ("state or organisation", "государство или организация"),
    "standing": ("standing", "положение"),
    "says": ("finding", "замечание"),
    "finding": ("kind of finding", "вид замечания"),
    "bilateral": ("bilateral", "двусторонние"),
}
_PHRASES = {
    "yes": ("yes", "да"),
    "no": ("no", "нет"),
    "no answer": ("No answer.", "Ответа нет."),
    "no rows": ("No rows.", "Строк нет."),
    "more rows": ("… and {n} more; -f csv shows them all.", "… и ещё {n}; -f csv покажет все."),
    "more facts": ("… and {n} more (--limit)", "… и ещё {n} (--limit)"),
    "more languages": ("and in {n} more languages", "и ещё на других языках: {n}"),
    "checked": ("confidence {confidence}, checked {day}", "уверенность: {confidence}; проверено {day}"),
    "now": ("now", "по н. в."),
    "confidence": ("{confidence} confidence", "уверенность: {confidence}"),
    "name": ("name", "имя"),
    "about": ("about {date}", "около {date}"),
    "uncertain": ("{date} (uncertain)", "{date} (неточно)"),
    "by day": ("by {date}", "не позднее {date}"),
    "since": ("since {date}", "с {date}"),
    "from day": ("{date} or later", "не ранее {date}"),
    "or": (" or ", " или "),
    "between": ("between {first} and {last}", "между {first} и {last}"),
    "acting": ("acting", "и. о."),
    "perhaps": ("perhaps", "возможно"),
    "seen": ("last seen {day}", "по проверке {day}"),
    "when": ("when", "когда"),
    "note": ("note: {note}", "примечание: {note}"),
    "otherwise": ("another source: {value}", "другой источник: {value}"),
    # Why an answer is blank
    "not in the sources": (
        "Not in the sources: the graph holds nothing of the kind “{kind}” {about}. "
        "Whether it was looked for is not recorded, so this is no proof that there is none.",
        "Нет в источниках: записей вида «{kind}» {about} нет. "
        "Искали ли это, не записано: это не доказывает, что этого нет.",
    ),
    "others": ("Of others it holds {n}.", "О других записано: {n}."),
    "not checked": (
        "Not known: the graph holds {n} of the kind “{kind}” {about}; none is known to fit{conditions}. "
        "That is no proof that there is none.",
        "Неизвестно: записей вида «{kind}» {about}: {n}; ни одна не подходит{conditions}. "
        "Это не доказывает, что этого нет.",
    ),
    "checked and absent": (
        "Checked and absent: the graph holds {n} of the kind “{kind}” {about}{conditions}; {finding}.",
        "Проверено, нет: записей вида «{kind}» {about}: {n}{conditions}; {finding}.",
    ),
    "unknown thing": (
        "The graph knows nothing at the address {iri}.",
        "Граф ничего не знает об адресе {iri}.",
    ),
    "about things": ("about {things}", "({things})"),
    "at all": ("at all", "в графе"),
    "known": ("Known: {facts}", "Известно: {facts}"),
}
_UNITS = {
    "Y": (("year", "years"), ("год", "года", "лет")),
    "M": (("month", "months"), ("месяц", "месяца", "месяцев")),
    "W": (("week", "weeks"), ("неделя", "недели", "недель")),
    "D": (("day", "days"), ("день", "дня", "дней")),
}
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def is_russian(lang: str) -> bool:
    """Russian words are for Russian only; every other language falls back to English first."""
    return lang.lower().split("-")[0] == "ru"


def heading(variable: str, lang: str) -> str:
    """The heading of a column; a variable of the user's own is only taken apart."""
    if variable in _HEADINGS:
        return _HEADINGS[variable][is_russian(lang)]
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in variable)
    return words.replace("_", " ")


def say(phrase: str, lang: str, **values: object) -> str:
    """One of the phrases, filled in."""
    return _PHRASES[phrase][is_russian(lang)].format(**values)


def spoken(text: str, lang: str, *, point: bool = False) -> str:
    """A date in EDTF or a duration in ISO 8601 as people say it; any other text as it is.

    ``point`` says that the date is one moment, such as the start of something:
    of two days it was then one between, not a stretch.
    """
    if text.startswith("P") and (match := _DURATION.fullmatch(text)) and any(match.groups()):
        parts = [
            f"{int(number)} {_unit(int(number), unit, lang)}"
            for number, unit in zip(match.groups(), "YMWD", strict=True)
            if number
        ]
        return " ".join(parts)
    return _date(text, lang, point) or text


def _date(text: str, lang: str, point: bool = False) -> str | None:
    if text.startswith("[") and text.endswith("]"):
        days = [_date(part.strip(), lang) for part in text[1:-1].split(",")]
        return say("or", lang).join(day or "" for day in days) if all(days) else None
    start, slash, end = text.partition("/")
    if slash:
        if start == ".." and (day := _date(end, lang)):
            return say("by day", lang, date=day)
        if end == ".." and (day := _date(start, lang)):
            return say("from day", lang, date=day)
        first, last = _date(start, lang), _date(end, lang)
        if not (first and last):
            return None
        return say("between", lang, first=first, last=last) if point else f"{first} – {last}"
    if text[-1:] in ("~", "?") and _DAY.fullmatch(text[:-1]):
        return say("about" if text[-1] == "~" else "uncertain", lang, date=text[:-1])
    return text if _DAY.fullmatch(text) else None


def _unit(number: int, unit: str, lang: str) -> str:
    english, russian = _UNITS[unit]
    if not is_russian(lang):
        return english[number != 1]
    if number % 10 == 1 and number % 100 != 11:
        return russian[0]
    few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return russian[1] if few else russian[2]
