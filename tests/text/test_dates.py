"""Days that sentences say, Russian and English, read against a day of publication (Friday, 22 November 2024)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.loaders.text.dates import DateFound, find_dates
from comity.loaders.text.document import read_document

FRIDAY = dt.date(2024, 11, 22)


def found(text: str, language: str, anchor: dt.date | None = FRIDAY, *, future: bool = False) -> list[DateFound]:
    return list(find_dates(text, language, anchor, future=future))


def only(text: str, language: str, anchor: dt.date | None = FRIDAY, *, future: bool = False) -> DateFound:
    (one,) = found(text, language, anchor, future=future)
    return one


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Президент 21 ноября 2024 года принял гостя.", "21 ноября 2024 года", "2024-11-21"),
        ("Закон подписан 5 мая 2003 г. в Минске.", "5 мая 2003 г.", "2003-05-05"),
        ("Заседание прошло 21.11.2024 в Баку.", "21.11.2024", "2024-11-21"),
        ("Заседание прошло 21/11/2024.", "21/11/2024", "2024-11-21"),
        ("Дата: 2024-11-21.", "2024-11-21", "2024-11-21"),
        ("Приглашён в июне 2025 года на форум.", "июне 2025 года", "2025-06"),
        ("Следующая встреча пройдёт осенью 2026 года.", "2026 года", "2026"),
        ("Создана в 2001 году.", "2001 году", "2001"),
        ("Двадцать первого октября 2024 года открылся форум.", "Двадцать первого октября 2024 года", "2024-10-21"),
        ("Орган работает с 2002 года.", "2002 года", "2002"),
    ],
)
def test_a_russian_date_is_as_exact_as_its_words(text: str, words: str, value: str) -> None:
    one = only(text, "ru")
    assert (text[one.start : one.end], one.value, one.relative, one.assumed_year) == (words, value, False, False)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met on October 18, 2024 in Tashkent.", "October 18, 2024", "2024-10-18"),
        ("They met on the 18th of October, 2024.", "18th of October, 2024", "2024-10-18"),
        ("It was signed on 1 July 2023.", "1 July 2023", "2023-07-01"),
        ("It was signed in April 2022.", "April 2022", "2022-04"),
        ("The office exists since 2002.", "2002", "2002"),
        ("On Wednesday, March 5, 2020, they met.", "Wednesday, March 5, 2020", "2020-03-05"),
        ("Dated 10/18/2024.", "10/18/2024", "2024-10-18"),
    ],
)
def test_an_english_date_is_as_exact_as_its_words(text: str, words: str, value: str) -> None:
    one = only(text, "en")
    assert (text[one.start : one.end], one.value, one.relative, one.assumed_year) == (words, value, False, False)


@pytest.mark.parametrize(
    ("text", "language", "first", "last"),
    [
        ("прошло 18-19 сентября 2014 года", "ru", "2014-09-18", "2014-09-19"),
        ("с 3 по 5 июня 2023 года", "ru", "2023-06-03", "2023-06-05"),
        ("29 ноября – 1 декабря 2016 года", "ru", "2016-11-29", "2016-12-01"),
        ("29 декабря 2019 г. - 3 января 2020 г.", "ru", "2019-12-29", "2020-01-03"),
        ("12—14 сентября прошлого года", "ru", "2023-09-12", "2023-09-14"),
        ("April 24-26, 2023", "en", "2023-04-24", "2023-04-26"),
        ("from 3 to 5 June 2023", "en", "2023-06-03", "2023-06-05"),
        ("September 29 – October 2, 2024", "en", "2024-09-29", "2024-10-02"),
        ("between 10 and 12 March 2023", "en", "2023-03-10", "2023-03-12"),
    ],
)
def test_a_range_has_its_last_day(text: str, language: str, first: str, last: str) -> None:
    one = only(text, language)
    assert (one.value, one.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Сегодня в Минске открылся форум.", "ru", "2024-11-22"),
        ("На вчерашней встрече.", "ru", "2024-11-21"),
        ("Накануне в Баку прошла встреча.", "ru", "2024-11-21"),
        ("Завтра откроется форум.", "ru", "2024-11-23"),
        ("В среду они встретились.", "ru", "2024-11-20"),
        ("В минувшую пятницу они встретились.", "ru", "2024-11-15"),
        ("6 часов назад", "ru", "2024-11-22"),
        ("Два дня назад.", "ru", "2024-11-20"),
        ("Обмен начнётся со следующего года.", "ru", "2025"),
        ("В текущем году подписаны три договора.", "ru", "2024"),
        ("В прошлом месяце.", "ru", "2024-10"),
        ("Визит прошёл 25 июля с. г.", "ru", "2024-07-25"),
        ("Визит прошёл 26 марта этого года.", "ru", "2024-03-26"),
        ("They met yesterday.", "en", "2024-11-21"),
        ("They met on Wednesday.", "en", "2024-11-20"),
        ("They met three days ago.", "en", "2024-11-19"),
        ("In February this year they met.", "en", "2024-02"),
        ("They met last month.", "en", "2024-10"),
        ("They will meet next year.", "en", "2025"),
        ("They met last October.", "en", "2024-10"),
        ("The session of last December.", "en", "2023-12"),
    ],
)
def test_a_relative_date_counts_from_the_day_of_publication(text: str, language: str, value: str) -> None:
    one = only(text, language)
    assert (one.value, one.relative) == (value, True)


def test_last_week_is_from_monday_to_sunday() -> None:
    one = only("На прошлой неделе они встретились.", "ru")
    assert (one.value, one.last) == ("2024-11-11", "2024-11-17")


@pytest.mark.parametrize(
    ("text", "language"),
    [("Вчера они встретились.", "ru"), ("В среду они встретились.", "ru"), ("two years ago", "en")],
)
def test_a_relative_date_without_a_day_of_publication_is_told_and_has_no_value(text: str, language: str) -> None:
    one = only(text, language, None)
    assert one.relative
    assert one.value is None


def test_the_eve_of_something_is_no_day_by_itself() -> None:
    assert only("Накануне визита он дал интервью.", "ru").value is None
    assert only("On the eve of the summit they met.", "en").value is None


@pytest.mark.parametrize(
    ("text", "language", "said", "past", "coming"),
    [
        ("Заседание 21 октября.", "ru", "--10-21", "2024-10-21", "2025-10-21"),
        ("Форум пройдёт 5 июня.", "ru", "--06-05", "2024-06-05", "2025-06-05"),
        ("Встреча в мае.", "ru", "--05", "2024-05", "2025-05"),
        ("The meeting of September 16.", "en", "--09-16", "2024-09-16", "2025-09-16"),
        ("The meeting in March.", "en", "--03", "2024-03", "2025-03"),
    ],
)
def test_a_day_without_a_year_keeps_what_was_said(text: str, language: str, said: str, past: str, coming: str) -> None:
    assert only(text, language, None).value == said
    one = only(text, language)
    assert (one.value, one.said, one.assumed_year) == (past, said, True)
    ahead = only(text, language, future=True)
    assert (ahead.value, ahead.said, ahead.assumed_year) == (coming, said, True)


def test_a_day_soon_after_publication_is_still_to_come() -> None:
    assert only("Форум откроется 2 декабря.", "ru").value == "2024-12-02"


def test_the_weekday_tells_the_year() -> None:
    # 27 August was a Thursday in 2015 and in 2020.
    assert only("В четверг, 27 августа, они встретились.", "ru", dt.date(2015, 9, 1)).value == "2015-08-27"
    assert only("В четверг, 27 августа, они встретились.", "ru", dt.date(2021, 3, 1)).value == "2020-08-27"


def test_a_list_of_years_is_a_year_each() -> None:
    text = "Казахстана в 2004, 2011, 2015, 2022 гг.; Китая в 2002 г."
    assert [one.value for one in found(text, "ru")] == ["2004", "2011", "2015", "2022", "2002"]


def test_a_span_of_years_is_one_date() -> None:
    one = only("Подписана программа сотрудничества на 2024-2026 годы.", "ru")
    assert (one.value, one.last, one.span_of_years, one.of_document) == ("2024", "2026", True, True)
    english = only("A Cooperation Program for 2024-2026 was signed.", "en")
    assert (english.value, english.last, english.span_of_years, english.of_document) == ("2024", "2026", True, True)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Минская конвенция 1993 года действует.", "ru", "1993"),
        ("Соглашение от 12 декабря 1991 года.", "ru", "1991-12-12"),
        ("The 1993 Minsk Convention is in force.", "en", "1993"),
        ("The Convention of 22 January 1993.", "en", "1993-01-22"),
    ],
)
def test_the_date_of_an_instrument_is_marked(text: str, language: str, value: str) -> None:
    one = only(text, language)
    assert (one.value, one.of_document) == (value, True)


def test_the_day_of_an_encounter_is_not_marked_as_an_instruments() -> None:
    assert not only("Встреча состоялась 8 ноября 2023 года.", "ru").of_document
    assert not only("On the morning of 5 May 2024 they met.", "en").of_document


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("тел. 8-800-2024-555, № 2024-11, ст. 2024", "ru"),
        ("За 20 лет приняли 2024 человека.", "ru"),
        ("В 1990-х годах.", "ru"),
        ("Он может, и Марта Петрова тоже.", "ru"),
        ("С.Г. Петров и А.С.Г. Иванов.", "ru"),
        ("They may march.", "en"),
        ("The 5th Meeting, Article 2004, 2000 people.", "en"),
    ],
)
def test_other_numbers_and_names_are_no_dates(text: str, language: str) -> None:
    assert found(text, language) == []


def test_a_day_that_does_not_exist_is_not_made_up() -> None:
    assert [one.value for one in found("31 июня 2024 года", "ru")] == ["2024-06"]


def test_a_day_in_figures_that_can_be_read_twice_gives_both() -> None:
    one = only("It was signed on 03/04/2024.", "en")
    assert {one.value, one.other} == {"2024-04-03", "2024-03-04"}


def test_the_dates_of_the_first_seed(shared: Path) -> None:
    document = read_document(shared / "seeds" / "000_267b657fa412c9e2.txt")
    values = [
        one.value
        for start, end in document.sentences
        for one in find_dates(document.text[start:end], "ru", dt.date(2024, 11, 21))
    ]
    assert values == ["2024-11-21", "2024-11-20", "2025", "2025-06"]
