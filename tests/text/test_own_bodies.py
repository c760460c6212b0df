"""Bodies that no list of Comity knows: read by the name and number that a page gives to their sitting.

The bodies and sittings are public ones (the Legal Affairs Committee of CARICOM, caricom.org; the Eastern Africa
Association of Prosecutors; the meetings of China's and ASEAN's prosecutors, english.china.org.cn); the sentences are
nobody else's.
"""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read

SITTINGS = {
    "The 22nd Meeting of the Legal Affairs Committee (LAC) of CARICOM was held in Georgetown, Guyana, in May 2017.": (
        "Legal Affairs Committee",
        22,
    ),
    "The 10th Annual General Meeting of the Eastern Africa Association of Prosecutors (EAAP) was held in Kampala, "
    "Uganda, on 28 February 2023.": ("Eastern Africa Association of Prosecutors Annual General Meeting", 10),
    "The 17th meeting of Their Excellencies the Attorneys General and Public Prosecutors of the countries of the Gulf "
    "Cooperation Council (GCC) was held in Kuwait on 1 October 2025.": ("GCC Prosecutors General Meeting", 17),
    "The XIII Meeting of Presidents and Chief Justices of the Supreme Courts of the Member States of the Shanghai "
    "Cooperation Organisation was held in Beijing on 25 May 2018.": ("SCO Supreme Court Presidents Meeting", 13),
    "The 10th China-ASEAN Prosecutors-General Conference was held in Vientiane on 8 November 2016.": (
        "China-ASEAN Prosecutors General Conference",
        10,
    ),
}


@pytest.mark.parametrize("text", SITTINGS, ids=[body for body, _ in SITTINGS.values()])
def test_a_sitting_has_the_name_and_the_number_of_its_body(reader: Reader, text: str) -> None:
    one = only(read(reader, text))
    body, ordinal = SITTINGS[text]
    assert one.type == "session"
    assert one.ordinal == ordinal
    assert one.body is not None
    assert one.body.removeprefix("CARICOM ") == body


def test_an_abbreviation_in_brackets_is_the_body_from_then_on(reader: Reader) -> None:
    text = (
        "The 22nd Meeting of the Legal Affairs Committee (LAC) of CARICOM was held in Georgetown, Guyana, on 17 May "
        "2017.\n\nThe 23rd LAC meeting will be held in Suriname in May 2018."
    )
    reading = read(reader, text)
    assert [(one.ordinal, one.place_state) for one in reading.planned] == [(23, "SR")]
    assert {one.body for one in (*reading.encounters, *reading.planned)} == {only(reading).body}


def test_an_organ_of_one_state_is_no_body_of_the_page(reader: Reader) -> None:
    text = "The 12th session of the National Council adopted the budget."
    assert not any(one.type == "session" for one in read(reader, text).encounters)


def test_the_yearly_conference_of_an_association_is_its_body(reader: Reader) -> None:
    text = (
        "The 22nd annual conference and general meeting of the International Association of Prosecutors took place in "
        "Beijing on 10 September 2017."
    )
    one = only(read(reader, text))
    assert (one.body, one.ordinal, one.place_city) == ("IAP Annual Conference", 22, "Beijing")


def test_a_working_session_is_no_sitting_of_a_body(reader: Reader) -> None:
    # The 10th conference, Le Minh Tri and Khamsane Souvong in Vientiane on 8 November: vietnamnet.vn, E166689.
    text = (
        "The 10th China-ASEAN Prosecutors-General Conference was held in Vientiane on 8 November 2016.\n\n"
        "During a working session with the Prosecutor General of Laos Khamsane Souvong, Prosecutor General of Vietnam "
        "Le Minh Tri spoke of training."
    )
    sessions = [one for one in read(reader, text).encounters if one.type == "session"]
    assert len(sessions) == 1


def test_the_meeting_that_many_attended_is_the_sitting_told_before(reader: Reader) -> None:
    text = (
        "The XIII Meeting of Presidents and Chief Justices of the Supreme Courts of the Member States of the Shanghai "
        "Cooperation Organisation was held in Beijing on 25 May 2018.\n\nTaking part in the meeting were Chief Justice "
        "of the Supreme Court of the Republic of Kazakhstan Zhakip Asanov; Chief Justice of the Supreme Court of the "
        "Russian Federation Vyacheslav Lebedev; and Chief Justice of the Supreme Court of the Republic of Uzbekistan "
        "Kozimjan Kamilov."
    )
    one = only(read(reader, text))
    assert {person.name for person in one.participants} == {"Zhakip Asanov", "Vyacheslav Lebedev", "Kozimjan Kamilov"}
