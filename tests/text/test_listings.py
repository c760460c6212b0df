"""Documents that a page lists once it has said that documents were signed; made-up persons, real kinds of documents."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read

MET = "Президент Казахстана Тест Пробин и президент Киргизии Образец Вымыслов провели переговоры в Бишкеке."
MET_EN = "President of Kazakhstan Test Probin and President of Kyrgyzstan Sampler Testov held talks in Bishkek."
FIRST = "Соглашение между министерствами юстиции о сотрудничестве"
SECOND = "Программа сотрудничества генеральных прокуратур на 2024 год"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"{MET}\n\nПо итогам подписаны документы:\n\n— {FIRST};\n— {SECOND}.\n\nГости уехали.", [FIRST, SECOND]),
        (f"{MET}\n\nПо итогам подписаны:\n\n1. {FIRST}.\n2. {SECOND}.", [FIRST, SECOND]),
        (f"{MET} В их присутствии подписаны: {FIRST}; {SECOND}.", [FIRST, SECOND]),
        (f"{MET}\n\nСостоялся обмен подписанными документами. Среди них:\n\n{FIRST};\n\n{SECOND};", [FIRST, SECOND]),
        (f"{MET} Подписан ряд документов. В их числе договор о выдаче и {FIRST}.", ["договор о выдаче", FIRST]),
        (
            f"{MET} Подписаны два документа. Первый – договор о выдаче. Второй – {SECOND}.",
            ["договор о выдаче", SECOND],
        ),
        (f"{MET} Стороны подписали совместное заявление и несколько соглашений.", ["совместное заявление"]),
        (
            f"{MET_EN} A number of documents were signed. They include an agreement on extradition and a protocol on "
            "exchange of information.",
            ["agreement on extradition", "protocol on exchange of information"],
        ),
        (
            f"{MET_EN} The ministers signed treaties on extradition and mutual legal assistance.",
            ["treaty on extradition", "treaty on mutual legal assistance"],
        ),
        (
            f"{MET} Заключены договоры о выдаче преступников и о передаче осужденных лиц.",
            ["договор о выдаче преступников", "договор о передаче осужденных лиц"],
        ),
    ],
)
def test_what_was_signed_is_listed(reader: Reader, text: str, names: list[str]) -> None:
    assert only(read(reader, text)).documents == names


@pytest.mark.parametrize(
    "text",
    [
        f"{MET}\n\nОбсуждались:\n\n— {FIRST};\n— {SECOND}.",
        f"{MET} Стороны готовятся подписать ряд документов. В их числе договор о выдаче.",
        f"{MET_EN} A number of documents may be signed next year. They include an agreement on extradition.",
    ],
)
def test_a_list_of_what_was_not_signed_is_none(reader: Reader, text: str) -> None:
    assert only(read(reader, text)).documents == []


def test_the_other_side_is_no_part_of_the_name(reader: Reader) -> None:
    text = (
        "Генеральный прокурор Казахстана Тест Пробин в ходе визита в Душанбе подписал соглашение о сотрудничестве с "
        "таджикским коллегой Образцом Вымысловым."
    )
    assert only(read(reader, text)).documents == ["соглашение о сотрудничестве"]


def test_a_sitting_has_the_joint_statement_that_a_page_speaks_of(reader: Reader) -> None:
    # The XIII meeting was on 25 May 2018 in Beijing: eng.sectsco.org/news/20180525/435019.html
    text = (
        "Совместное заявление по итогам XIII Совещания председателей Верховных судов государств – членов ШОС\n\n"
        "XIII Совещание председателей Верховных судов государств – членов ШОС прошло 25 мая 2018 года в Пекине."
    )
    assert only(read(reader, text)).documents == ["Совместное заявление"]


def test_a_caption_tells_in_the_present_what_was_signed(reader: Reader) -> None:
    text = (
        "Prosecutor General of Kazakhstan Test Probin met Prosecutor General of Laos Sampler Testov in Astana.\n\n"
        "Probin and Testov ink a new Memorandum of Understanding on Cooperation between the two offices."
    )
    assert only(read(reader, text)).documents == ["Memorandum of Understanding on Cooperation between the two offices"]


def test_what_a_programme_is_said_not_to_be_is_no_second_document(reader: Reader) -> None:
    text = (
        "Farid Sampler, Justice Minister of Azerbaijan, and Azam Probst, Law Minister of Pakistan, met in Baku. At the "
        "meeting, a Cooperation Program, which is not an international agreement, was signed."
    )
    assert read(reader, text).encounters[0].documents == ["Cooperation Program"]


def test_matters_after_the_verb_are_agreements_of_their_own(reader: Reader) -> None:
    text = (
        "President of Azerbaijan Ilham Sampler and President of Tajikistan Emomali Probst held talks in Baku. "
        "Intergovernmental agreements were also inked on the protection of industrial property, on cooperation in the "
        "sphere of migration and on the technical protection of information."
    )
    assert [one.split(" on ")[1] for one in only(read(reader, text)).documents] == [
        "the protection of industrial property",
        "cooperation in the sphere of migration",
        "the technical protection of information",
    ]


@pytest.mark.parametrize(
    ("said", "documents"),
    [
        (
            "The key event of the meeting was the signing of an agreement on the provision of legal assistance.",
            ["agreement on the provision of legal assistance"],
        ),
        (
            "Probin said on Monday that he had concluded a cooperation agreement on prosecution with his colleague.",
            ["cooperation agreement on prosecution"],
        ),
        (
            "They inked a number of bilateral documents, including a plan of joint activities for the next year.",
            ["plan of joint activities"],
        ),
        (
            "Memoranda of understanding were inked between the Ministry of Transport of Laos and the Ministry of "
            "Industry of Kazakhstan, and also between the environmental departments of the two states.",
            [
                "Memoranda of understanding between the Ministry of Transport of Laos and the Ministry of Industry of "
                "Kazakhstan",
                "Memoranda of understanding between the environmental departments of the two states",
            ],
        ),
        ("Testov said that the signing of the Vientiane Declaration has raised the partnership to a new level.", []),
        ("They agreed to approve the signed agreement on civil affairs soon.", []),
    ],
)
def test_what_a_page_says_was_signed_at_this_meeting(reader: Reader, said: str, documents: list[str]) -> None:
    text = (
        "Prosecutor General of Kazakhstan Test Probin met Prosecutor General of Laos Sampler Testov in Astana.\n\n"
        + said
    )
    assert read(reader, text).encounters[0].documents == documents


def test_a_list_is_taken_up_again(reader: Reader) -> None:
    text = (
        "Presidents Test Probin of Belarus and Sampler Testov of Mongolia held talks in Minsk. They inked a treaty on "
        "friendly relations.\n\nThe most important one is the roadmap until 2026.\n\nThe other documents include a "
        "memorandum of cooperation between the Security Councils; agreements on recognition of driving licenses, on "
        "recognition of education certificates."
    )
    assert only(read(reader, text)).documents == [
        "treaty on friendly relations",
        "memorandum of cooperation between the Security Councils",
        "agreement on recognition of driving licenses",
        "agreement on recognition of education certificates",
    ]


def test_what_is_said_of_an_agreement_is_no_part_of_its_name(reader: Reader) -> None:
    text = (
        "Министры юстиции Молдовы и Румынии Тест Пробин и Образец Вымыслов заключили соглашение о сотрудничестве. "
        "Вымыслов отметил, что дата подписания этого соглашения весьма символична."
    )
    assert only(read(reader, text)).documents == ["соглашение о сотрудничестве"]


def test_documents_after_talks_with_the_years_of_a_plan(reader: Reader) -> None:
    text = (
        "Prosecutor General of Russia Test Probin met Chief Prosecutor of the DPRK Sampler Testov in Pyongyang on 22 "
        "July 2024. After the talks an agreement on cooperation between the two offices and a 2024-2026 plan for "
        "cooperation between them were signed."
    )
    assert only(read(reader, text)).documents == [
        "agreement on cooperation between the two offices",
        "plan for cooperation between them",
    ]
