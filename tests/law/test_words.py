"""The engine's words are the graph's words, one to one."""

from __future__ import annotations

import re
from enum import StrEnum
from importlib.resources import files

import pytest

from comity.law import words

ONTOLOGY = files("comity.ontology")


@pytest.mark.parametrize(
    ("scheme", "enum"),
    [
        ("clause-kind", words.ClauseKind),
        ("trigger", words.Trigger),
        ("threshold-kind", words.ThresholdKind),
        ("rounding", words.Rounding),
        ("counts-from", words.CountsFrom),
        ("accession-rule", words.AccessionRule),
        ("withdrawal-rule", words.WithdrawalRule),
        ("supersession-scope", words.SupersessionScope),
        ("reservation-rule", words.ReservationRule),
        ("succession-kind", words.SuccessionKind),
    ],
)
def test_each_value_is_a_concept_of_its_vocabulary(scheme: str, enum: type[StrEnum]) -> None:
    text = (ONTOLOGY / "vocabularies" / f"{scheme}.ttl").read_text(encoding="utf-8")
    concepts = set(re.findall(rf"^{scheme}:([a-z-]+) a ", text, re.M))
    assert {value.value for value in enum} == concepts


def test_each_kind_of_act_is_a_class_of_action() -> None:
    text = (ONTOLOGY / "actions.ttl").read_text(encoding="utf-8")
    classes = set(re.findall(r"^comity:(\w+) a owl:Class", text, re.M)) - {"Action"}
    kebab = {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower() for name in classes}
    assert {kind.value for kind in words.ActKind} == kebab


def test_a_domestic_law_is_no_consent() -> None:
    assert words.ActKind.DOMESTIC_APPROVAL not in words.CONSENTS
