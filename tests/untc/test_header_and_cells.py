"""Headers name the letter codes, in any order and different for each treaty; cells use them."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.loaders.untc.cells import read_cell, read_header


@pytest.mark.parametrize(
    ("header", "cell", "kind"),
    [
        ("Accession(a), Succession(d), Ratification", "14 Feb 1972", "ratification"),
        ("Accession(a), Succession(d), Ratification", "6 Jul 1983 a", "accession"),
        ("Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)", "1 Sep 1993 AA", "approval"),
        ("Succession(d), Consent to be bound(P)", "9 Aug 2017 P", "consent-to-be-bound"),
        ("Definitive signature(s), Acceptance(A), Succession(d)", "7 Apr 1948 s", "definitive-signature"),
        ("Formal confirmation(c), Accession(a), Ratification", "23 Dec 2010 c", "formal-confirmation"),
        ("Signature, Succession to signature(d)", "12 Mar 2001 d", "signature"),
        ("Provisional application(n)", "29 Dec 1992 n", "provisional-application"),
        ("Simplified procedure(p), Accession(a), Ratification", "28 Jul 1995 p", "consent-to-be-bound"),
        ("Definitive signature of the Protocol, Acceptance of the Protocol", "3 Oct 1951", "consent-to-be-bound"),
        (
            "Ratification of the Convention as amended, Accession to the Convention as amended(a)",
            "1 May 1980",
            "ratification",
        ),
    ],
)
def test_a_cell_means_what_its_header_says(header: str, cell: str, kind: str) -> None:
    found = read_cell(cell, read_header(header))
    assert found is not None
    assert found.kind == kind


def test_square_brackets_are_a_participation_that_has_ended() -> None:
    found = read_cell("[ \xa03 Oct\t 1975 ]", read_header("Ratification, Accession(a)"))
    assert found is not None
    assert (found.date, found.ended) == (dt.date(1975, 10, 3), True)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("31 Feb 1990", "day is out of range"),
        ("1990", "expected a date"),
        ("[3 Oct 1975", "expected a date"),
        ("3 Oct 1975 x", "the header names"),
        ("23, 24, 25", "expected a date"),
        ("3 Oct 1975 d", "the header names (a, no letter)"),
    ],
)
def test_what_is_no_act_is_named(cell: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected.replace("(", r"\(").replace(")", r"\)")) as caught:
        read_cell(cell, read_header("Ratification, Accession(a)"))
    assert str(caught.value)


def test_a_column_that_is_no_act_is_unknown_and_not_guessed() -> None:
    column = read_header("Notification of non-provisional application under article 7 (1) (b)")
    assert not column.codes
    assert column.unknown == {"": "Notification of non-provisional application under article 7 (1) (b)"}
