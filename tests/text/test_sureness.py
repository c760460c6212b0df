"""Confidence is how often such values were right, and says so from the sentence to the reviewer."""

from __future__ import annotations

import datetime as dt

import pytest
from pyoxigraph import Store

from comity.loaders.text import sureness
from comity.loaders.text.claims import claims_of
from comity.loaders.text.document import document_of
from comity.loaders.text.known import Known
from comity.loaders.text.lexicon import words
from comity.loaders.text.reading import Basis, Encounter, Person, Reading, Span

TODAY = dt.date(2026, 11, 25)

TABLE: dict[str, dict[str, tuple[int, int]]] = {
    "parts": {"date": (80, 100), "encounter": (9, 10), "planned": (1, 2), "participant": (3, 4)},
    "rules": {"date:date": (92, 92), "date:date inferred": (0, 92), "visit": (0, 2)},
}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sureness, "_table", lambda: TABLE)


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("rule", "basis", "expected"),
    [
        # (92 right + 8 × 0.80) of 92 + 8
        ("date:date", "stated", 0.984),
        ("date:date", "inferred", 0.064),
        # Never counted: its part alone.
        ("publication-date:date", "stated", 0.8),
        # (0 right + 8 × 0.9) of 2 + 8: two mistakes do not make a rule worthless.
        ("visit", "stated", 0.72),
        ("planned:visit", "stated", 0.5),
        # No annotated page judges aims: what the reader says itself.
        ("body:aims", "stated", 0.66),
    ],
)
def test_a_rule_is_as_sure_as_it_was_right(rule: str, basis: Basis, expected: float) -> None:
    assert sureness.sure(rule, basis, 0.66) == pytest.approx(expected)


@pytest.mark.usefixtures("counted")
def test_claims_and_the_json_say_the_same_confidence(facts: Store) -> None:
    text = "21 ноября 2024 года Икс Иксов принял Тест Тестова."
    people = [Person("Икс Иксов", "Министр юстиции", "minister_justice", None, "AM")]
    people.append(Person("Тест Тестов", "Генеральный прокурор", "prosecutor_general", None, "UZ"))
    met = Encounter("visit", Span(0, len(text)), rule="visit", date="2024-11-21", participants=people)
    reading = Reading("ru", [met])
    claims = claims_of(reading, document_of(text, name="article.txt"), Known(facts), today=TODAY).claims
    (event,) = reading.told()["events"]
    assert {claim.score for claim in claims if claim.table == "encounters" and not claim.field} == {0.72}
    assert event["confidence"] == 0.72
    assert {claim.score for claim in claims if claim.rule == "visit:participant"} == {0.75}
    assert [person["confidence"] for person in event["participants"]] == [0.75, 0.75]


def test_the_shipped_table_counts_and_knows_its_parts() -> None:
    table = words("sureness", folder=".")
    for right, count in [*table["parts"].values(), *table["rules"].values()]:
        assert 0 <= right <= count
        assert count > 0
    assert {sureness.part_of(rule) for rule in table["rules"]} <= set(table["parts"])
