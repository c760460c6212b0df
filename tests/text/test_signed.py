"""Which documents a text says were signed, and where: sentences of our own about persons of the records."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read

TWO_EN = "Prosecutor General of Russia Igor Krasnov and Prosecutor General of Uzbekistan Nigmatilla Yuldashev"
MET_EN = (
    "Prosecutor General of Russia Igor Krasnov met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in Tashkent."
)
TWO_RU = "Генеральный прокурор России Игорь Краснов и генеральный прокурор Узбекистана Нигматилла Юлдашев"


def documents(reader: Reader, text: str) -> list[str]:
    return list(only(read(reader, text)).documents)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            f"{TWO_EN} signed an agreement on legal assistance and a protocol on exchange of information in Tashkent.",
            ["agreement on legal assistance", "protocol on exchange of information"],
        ),
        (
            f"{TWO_RU} подписали в Ташкенте договор о выдаче и договор о передаче осужденных лиц.",
            ["договор о выдаче", "договор о передаче осужденных лиц"],
        ),
        (
            f"{MET_EN} The parties approved a work plan for 2024 and issued a joint statement.",
            ["work plan for 2024", "joint statement"],
        ),
        (
            "Игорь Краснов встретился с генпрокурором Узбекистана Нигматиллой Юлдашевым в Ташкенте. Встреча "
            "завершилась принятием совместного заявления и утверждением плана мероприятий на 2024 год.",
            ["совместное заявление", "план мероприятий на 2024 год"],
        ),
    ],
)
def test_documents_of_one_list_are_told_apart(reader: Reader, text: str, names: list[str]) -> None:
    assert documents(reader, text) == names


def test_the_document_may_be_named_in_the_sentence_before(reader: Reader) -> None:
    text = (
        "Russia and Uzbekistan have a deal on extradition. The document was signed at the Prosecutor General's Office "
        "of Uzbekistan by Igor Krasnov and Nigmatilla Yuldashev."
    )
    assert documents(reader, text) == ["deal on extradition"]
    assert only(read(reader, text)).place_state == "UZ"


def test_the_occasion_is_no_part_of_a_name(reader: Reader) -> None:
    text = f"{TWO_EN} signed a memorandum of understanding on the margins of a forum in Tashkent."
    assert documents(reader, text) == ["memorandum of understanding"]


def test_what_was_signed_last_summer_is_not_of_this_meeting(reader: Reader) -> None:
    text = f"{TWO_EN} signed a memorandum in Tashkent. A cooperation programme was signed by them last summer."
    front = [one for one in read(reader, text).encounters if not one.background]
    assert [list(one.documents) for one in front] == [["memorandum"]]
