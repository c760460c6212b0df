"""Footnotes: withdrawals with two dates, predecessors, renewed accessions, territories."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.loaders.untc.notes import acts_of, not_understood
from comity.loaders.untc.register import Note

D = dt.date


def told(text: str) -> list[tuple[str, str, dt.date | None, dt.date | None]]:
    return [(act.kind, act.who, act.date, act.effective) for act in acts_of(Note("1", 1, text))]


def test_a_withdrawal_has_the_day_of_notice_and_the_day_of_effect() -> None:
    text = (
        "On 8 November 2022, the Government of Belarus notified the Secretary-General of its denunciation of the "
        "Optional Protocol with effect from 8 February 2023 in accordance with article 12(1) of the Optional Protocol."
    )
    assert told(text) == [("withdrawal", "Belarus", D(2022, 11, 8), D(2023, 2, 8))]


def test_a_withdrawal_may_lack_the_day_of_effect() -> None:
    text = (
        "On 23 October 1997, the Government of Jamaica notified the Secretary-General of its denunciation "
        "of the Protocol."
    )
    assert told(text) == [("withdrawal", "Jamaica", D(1997, 10, 23), None)]


def test_left_come_back_and_left_again() -> None:
    text = (
        "The Government of Trinidad and Tobago acceded to the Optional Protocol on 14 November 1980. On 26 May 1998 "
        "the Government of Trinidad and Tobago informed the Secretary-General of its decision to denounce the Optional "
        "Protocol with effect from 26 August 1998. On 26 August 1998, the Government of Trinidad and Tobago re-acceded "
        "to the Optional Protocol with a reservation. On 27 March 2000, the Government of Trinidad and Tobago notified "
        "the Secretary-General that it had decided to denounce the Optional Protocol for the second time with effect "
        "from 27 June 2000."
    )
    found = set(told(text))
    assert ("accession", "Trinidad and Tobago", D(1980, 11, 14), None) in found
    assert ("accession", "Trinidad and Tobago", D(1998, 8, 26), None) in found
    assert ("withdrawal", "Trinidad and Tobago", D(2000, 3, 27), D(2000, 6, 27)) in found


@pytest.mark.parametrize(
    ("text", "who", "acts"),
    [
        (
            "The former Yugoslavia had signed and ratified the Convention on 15 April 1966 and 2 October 1967, "
            "respectively.",
            "Yugoslavia",
            [("signature", D(1966, 4, 15)), ("ratification", D(1967, 10, 2))],
        ),
        (
            "The German Democratic Republic had signed and ratified the Covenant with reservations and declarations, "
            "on 23 March 1973 and 8 November 1973, respectively (See, C.N.88.1973.TREATIES-3 of 20 April 1973).",
            "German Democratic Republic",
            [("signature", D(1973, 3, 23)), ("ratification", D(1973, 11, 8))],
        ),
        (
            "Czechoslovakia acceded to the Optional Protocol on 12 March 1991. See also note 1 under “Czech Republic”.",
            "Czechoslovakia",
            [("accession", D(1991, 3, 12))],
        ),
    ],
)
def test_predecessors_instruments(text: str, who: str, acts: list[tuple[str, dt.date]]) -> None:
    assert told(text) == [(kind, who, day, None) for kind, day in acts]


def test_another_convention_denounced_is_no_withdrawal_and_is_named() -> None:
    note = Note("44", 9, "On 13 January 1989, New Zealand denounced the Convention concerning the employment of women.")
    assert not list(acts_of(note))
    assert not_understood(note)


def test_a_territory() -> None:
    (act,) = acts_of(Note("1", 1, "With a territorial application in respect of Tokelau."))
    assert (act.kind, act.territory, act.who) == ("territorial-application", "Tokelau", "")
