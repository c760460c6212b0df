"""Proofs: small trees that lead from a rule to acts and clauses, as text in two languages and as JSON."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from comity.law import Act, Clause, Duration, Law, Treaty, When
from comity.law.rules import RULES
from comity.law.words import ActKind, ClauseKind, ThresholdKind, Trigger


def law() -> Law:
    clauses = [
        Clause(
            "t-38-1", "t", ClauseKind.ENTRY, article="38(1)", trigger=Trigger.DEPOSIT, threshold=2,
            threshold_kind=ThresholdKind.NUMBER, delay=Duration.of("P90D"), sources=("s-clause",),
        ),
        Clause("t-38-2", "t", ClauseKind.LATER_PARTY, article="38(2)", delay=Duration.of("P30D")),
    ]  # fmt: skip
    acts = [
        Act("a", ActKind.RATIFICATION, "state/A", "t", When.of("2003-01-01"), sources=("s-page",)),
        Act("b", ActKind.ACCEPTANCE, "state/B", "t", When.of("2003-07-01"), sources=("s-page",)),
        Act("c", ActKind.ACCESSION, "state/C", "t", When.of("2010-02-01"), sources=("s-page",)),
    ]
    return Law([Treaty("t")], clauses, acts)


def test_every_rule_has_an_article_and_both_sentences_with_the_same_gaps() -> None:
    for name, rule in RULES.items():
        assert re.search(r"VCLT|1978 convention", rule.article), name
        assert set(re.findall(r"{(\w+)}", rule.en)) == set(re.findall(r"{(\w+)}", rule.ru)), name
        assert re.search("[а-я]", rule.ru), name


def test_the_text_leads_from_the_rule_to_the_acts() -> None:
    assert law().explain("t").text().splitlines() == [
        "t enters into force on 2003-09-29: 90 days after the 2nd instrument, and that was 2003-07-01. "
        "[art. 38(1); VCLT art. 24(1)]",
        "  2 acts count; the last one needed is b by state/B on 2003-07-01. [VCLT art. 24(1)]",
    ]


def test_the_text_in_russian_with_names() -> None:
    def names(one: str, language: str) -> str:
        assert language == "ru"
        return {"state/C": "Грузия", "t": "Конвенция"}.get(one, one)

    text = law().explain("t", "state/C").text("ru", names)
    assert text.startswith("Грузия: согласие выражено 2010-02-01 (c); поздний участник связан через 30 дней после")
    assert "с 2010-03-03" in text


def test_json_carries_sentences_ids_and_sources() -> None:
    shown = json.loads(json.dumps(law().explain("t").to_dict()))
    assert shown["rule"] == "entry.computed"
    assert shown["clauses"] == ["t-38-1"]
    assert shown["sources"] == ["s-clause"]
    assert set(shown["sentence"]) == {"en", "ru"}
    assert shown["children"][0]["acts"] == ["b", "a"]
    assert shown["values"]["day"] == {"earliest": "2003-09-29", "latest": "2003-09-29"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_proof_between_two_names_the_acts_of_both(language: str) -> None:
    (force,) = law().between("state/A", "state/C", on=dt.date(2010, 3, 3))
    assert force.why.all_acts == {"a", "c"}
    assert force.why.all_clauses == {"t-38-1", "t-38-2"}
    assert "{" not in force.why.text(language)
    assert json.dumps(force.to_dict())
