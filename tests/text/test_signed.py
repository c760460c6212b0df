"""Which documents a text says were signed, and where: sentences of our own about persons of the records."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read

TWO_EN = "Prosecutor General of Russia Igor Krasnov and Prosecutor General of Uzbekistan Nigmatilla Yuldashev"
MET_EN = (
    "Prosecutor General of Russia Igor Krasnov met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in Tashkent."
)
MET_EN_ON = MET_EN.replace("in Tashkent.", "in Tashkent on 12 May 2023.")
MET_RU_ON = (
    "Генеральный прокурор России Игорь Краснов встретился в Ташкенте с генеральным прокурором Узбекистана Нигматиллой "
    "Юлдашевым 12 мая 2023 года."
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


DONE = [
    ("The meeting ended with the signing of a memorandum of understanding.", ["memorandum of understanding"]),
    (
        "At the close of the talks a cooperation programme for 2024-2025 was signed.",
        ["cooperation programme for 2024-2025"],
    ),
    ("Also signed was an agreement on mutual legal assistance.", ["agreement on mutual legal assistance"]),
    ("The talks culminated in the inking of a joint action plan.", ["joint action plan"]),
    (
        "The two officials put their names to a protocol on the exchange of information.",
        ["protocol on the exchange of information"],
    ),
    ("Both appended their signatures to the extradition treaty.", ["extradition treaty"]),
    ("A memorandum was signed following the talks.", ["memorandum"]),
    ("The parties adopted a joint communique.", ["joint communique"]),
    ("A joint statement was issued after the meeting.", ["joint statement"]),
    ("The signing of the memorandum took place in the presence of the ambassador.", ["memorandum"]),
    ("Following the meeting, the two prosecutors signed a work plan and exchanged gifts.", ["work plan"]),
    ("An agreement between the two offices was initialled.", ["agreement between the two offices"]),
    (
        "The delegations witnessed the signing of an agreement on the training of prosecutors.",
        ["agreement on the training of prosecutors"],
    ),
    ("The visit saw the two offices conclude a memorandum of cooperation.", ["memorandum of cooperation"]),
    (
        "They signed a Memorandum of Understanding (MoU) on combating cybercrime, aimed at closer cooperation.",
        ["Memorandum of Understanding (MoU) on combating cybercrime"],
    ),
    ("Krasnov and Yuldashev signed an agreement that will facilitate extradition.", ["agreement"]),
    ("The prosecutors exchanged signed copies of a programme of cooperation.", ["programme of cooperation"]),
    (
        "The document they signed, a memorandum of understanding, provides for exchanges.",
        ["memorandum of understanding"],
    ),
    ("Having signed a plan of action for 2024, the officials visited the academy.", ["plan of action for 2024"]),
    ("The result of the talks was a memorandum, signed by both prosecutors.", ["memorandum"]),
    ("Krasnov said the sides had signed a memorandum of cooperation.", ["memorandum of cooperation"]),
    ("The two sides entered into an agreement on asset recovery.", ["agreement on asset recovery"]),
    ("A declaration on the fight against corruption was approved.", ["declaration on the fight against corruption"]),
    ("They signed a cooperation plan and agreed to prepare an agreement on extradition.", ["cooperation plan"]),
    ("They agreed to prepare a treaty on extradition and signed a memorandum.", ["memorandum"]),
    ("The talks resulted in a memorandum of understanding.", ["memorandum of understanding"]),
    ("The outcome was a joint declaration.", ["joint declaration"]),
    (
        "По итогам переговоров подписана программа сотрудничества на 2024–2025 годы.",
        ["программа сотрудничества на 2024–2025 годы"],
    ),
    ("Встреча завершилась подписанием меморандума о взаимопонимании.", ["меморандум о взаимопонимании"]),
    ("Стороны скрепили подписями соглашение о сотрудничестве.", ["соглашение о сотрудничестве"]),
    ("Состоялась церемония подписания межведомственного соглашения.", ["межведомственное соглашение"]),
    ("Главы ведомств поставили подписи под планом мероприятий на 2024 год.", ["план мероприятий на 2024 год"]),
    ("Подписав меморандум о сотрудничестве, стороны обменялись памятными подарками.", ["меморандум о сотрудничестве"]),
    ("Итогом встречи стал подписанный сторонами протокол.", ["протокол"]),
    ("Меморандум, подписанный по итогам встречи, предусматривает обмен опытом.", ["меморандум"]),
    (
        "Между ведомствами заключено соглашение о взаимодействии в борьбе с коррупцией.",
        ["соглашение о взаимодействии в борьбе с коррупцией"],
    ),
    ("Одобрен совместный план работы.", ["совместный план работы"]),
    ("Принято совместное заявление.", ["совместное заявление"]),
    ("Участники приняли Ташкентскую декларацию.", ["Ташкентская декларация"]),
    ("По окончании переговоров стороны обнародовали совместное коммюнике.", ["совместное коммюнике"]),
    (
        "Стороны парафировали договор о правовой помощи по гражданским делам.",
        ["договор о правовой помощи по гражданским делам"],
    ),
    ("Стороны утвердили дорожную карту и договорились подготовить соглашение о возврате активов.", ["дорожная карта"]),
    (
        "В торжественной обстановке подписано Соглашение о сотрудничестве между прокуратурами России и Узбекистана.",
        ["Соглашение о сотрудничестве между прокуратурами России и Узбекистана"],
    ),
    (
        "Документ, подписанный сегодня, – это программа сотрудничества на два года.",
        ["программа сотрудничества на два года"],
    ),
    ("Стороны обсудили план взаимодействия. Документ был подписан в тот же день.", ["план взаимодействия"]),
    (
        "Удалось подписать протокол о сотрудничестве в сфере цифровизации.",
        ["протокол о сотрудничестве в сфере цифровизации"],
    ),
    (
        "Переговоры увенчались подписанием двух документов – соглашения о сотрудничестве и плана обучения кадров.",
        ["соглашение о сотрудничестве", "план обучения кадров"],
    ),
    ("Стороны обменялись подписанными экземплярами программы взаимодействия.", ["программа взаимодействия"]),
    ("После подписания меморандума гости осмотрели музей.", ["меморандум"]),
    ("Заседание завершилось Ташкентской декларацией.", ["Ташкентская декларация"]),
    ("Итогом переговоров стало соглашение о правовой помощи.", ["соглашение о правовой помощи"]),
    (
        "Соглашением о сотрудничестве в борьбе с терроризмом завершились переговоры.",
        ["соглашение о сотрудничестве в борьбе с терроризмом"],
    ),
    (
        "The fruit of the talks is a cooperation programme, to which both put their signatures.",
        ["cooperation programme"],
    ),
    ("What they put their names to is a roadmap for 2024-2025.", ["roadmap for 2024-2025"]),
    ("With the signing of the action plan the visit came to an end.", ["action plan"]),
    ("The joint communique issued at the end of the visit calls for closer ties.", ["joint communique"]),
    ("Speaking after a programme of cooperation had been signed, he praised his host.", ["programme of cooperation"]),
    ("An agreement, meant as a premise for projects to be carried out later, was signed by both sides.", ["agreement"]),
    (
        "Two documents were signed: a cooperation agreement and a programme for 2024.",
        ["cooperation agreement", "programme for 2024"],
    ),
    ("Достигнутые договорённости закреплены в подписанном сторонами протоколе.", ["протокол"]),
    ("Подписи под соглашением о правовой помощи поставили Краснов и Юлдашев.", ["соглашение о правовой помощи"]),
    ("На церемонии подписания меморандума присутствовал посол.", ["меморандум"]),
]
NOT_DONE = [
    "The treaty awaits signature.",
    "The conclusion of a treaty on extradition is under consideration.",
    "It was agreed that a memorandum of understanding would be drawn up.",
    "The officials exchanged views on the agreement concluded last month.",
    "Между сторонами нет договора о выдаче, и его предстоит заключить.",
    "Достигнута договорённость о подписании меморандума.",
    "Проект соглашения готов к подписанию.",
    "They discussed the draft agreement on extradition and agreed to sign it next year.",
    "They discussed the possibility of signing a memorandum.",
    "The sides agreed to speed up the signing of an agreement on legal assistance.",
    "Yuldashev proposed concluding a memorandum of understanding.",
    "They noted that a memorandum had already been signed.",
    "Two agreements have already been signed by the two states.",
    "He recalled that a cooperation agreement was signed in 2018.",
    "The two sides reviewed implementation of the memorandum signed last year.",
    "The agreement has not been signed yet.",
    "A treaty on extradition is to be signed in the autumn.",
    "The officials stressed the importance of the early conclusion of a treaty on the transfer of prisoners.",
    "He suggested that a memorandum be signed.",
    "Work is under way on an agreement, whose signing is expected later this year.",
    "The signing of the memorandum will take place in Moscow.",
    "In conclusion, the sides thanked each other for the agreement.",
    "Under the agreement signed by the sides, experts will be exchanged.",
    "Cooperation rests on the treaty signed in 1998.",
    "The agreement was not signed because of differences.",
    "If signed, the memorandum would open a new chapter.",
    "The parties are negotiating a treaty, and hope to sign it soon.",
    "Earlier he had been to Bishkek, where a cooperation programme was signed.",
    "The visit is expected to end with the signing of a treaty.",
    "The visit will conclude with a joint statement.",
    "Стороны договорились ускорить подписание соглашения о выдаче.",
    "Обсуждена возможность заключения меморандума.",
    "Краснов предложил подписать программу сотрудничества.",
    "Стороны обсудили реализацию подписанного в прошлом году меморандума.",
    "Ранее между ведомствами был подписан меморандум о сотрудничестве.",
    "Соглашение о сотрудничестве между прокуратурами подписано в 2012 году.",
    "Соглашение пока не подписано.",
    "Договор о передаче осужденных планируется подписать до конца года.",
    "Подписание договора о выдаче ожидается осенью.",
    "Стороны подчеркнули важность скорейшего заключения договора о выдаче.",
    "Подготовлен к подписанию проект соглашения.",
    "Юлдашев высказался за подписание меморандума.",
    "Юлдашев предложил, чтобы стороны подписали меморандум.",
    "Ведомства сотрудничают на основе соглашения, подписанного в 2001 году.",
    "В соответствии с подписанным меморандумом стороны обменяются опытом.",
    "Обсудили вопрос о подписании соглашения.",
    "Он отметил, что проект договора согласован и будет подписан в Москве.",
    "Если меморандум подпишут, обмен информацией ускорится.",
    "Накануне подписания соглашения о выдаче эксперты провели консультации.",
    "Стороны выразили готовность к подписанию соглашения.",
    "Встреча завершилась обсуждением плана работы.",
]


def _told(reader: Reader, text: str) -> list[str]:
    """The documents of the encounters in the foreground, in lower case."""
    told = read(reader, text, "2023-05-13").encounters
    return [words.lower() for one in told if not one.background for words in one.documents]


def _after_a_meeting(sentence: str) -> str:
    return f"{MET_EN_ON if sentence[0].isascii() else MET_RU_ON} {sentence}"


@pytest.mark.parametrize(("sentence", "names"), DONE)
def test_what_the_meeting_came_to(reader: Reader, sentence: str, names: list[str]) -> None:
    assert _told(reader, _after_a_meeting(sentence)) == [one.lower() for one in names]


@pytest.mark.parametrize("sentence", NOT_DONE)
def test_what_was_wished_or_done_before_is_no_document_of_the_meeting(reader: Reader, sentence: str) -> None:
    assert _told(reader, _after_a_meeting(sentence)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            f"Russia, Uzbekistan Sign MoU on Extradition\n\n{MET_EN_ON} The document covers the exchange of data.",
            ["MoU on Extradition"],
        ),
        (
            f"Russia and Uzbekistan ink legal aid pact\n\n{TWO_EN} inked a legal aid pact in Tashkent on Friday.",
            ["legal aid pact"],
        ),
        (
            f"A memorandum of cooperation was signed in Tashkent on Monday by {TWO_EN}.",
            ["memorandum of cooperation"],
        ),
        (
            f"{TWO_EN} met in Tashkent, signing a roadmap for 2024.",
            ["roadmap for 2024"],
        ),
        (
            f"Краснов и Юлдашев подписали меморандум\n\n{TWO_RU} встретились в Ташкенте.",
            ["меморандум"],
        ),
        (
            "Меморандум о сотрудничестве подписали в Ташкенте генпрокурор России Игорь Краснов и генпрокурор "
            "Узбекистана Нигматилла Юлдашев.",
            ["меморандум о сотрудничестве"],
        ),
    ],
)
def test_documents_of_headlines_and_first_sentences(reader: Reader, text: str, names: list[str]) -> None:
    assert _told(reader, text) == [one.lower() for one in names]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        (
            "Baku hosted the 3rd meeting of the heads of judicial councils of the Organization of Turkic States, at "
            "which the Regulation on the establishment of the Network of Judicial Councils was signed.",
            ["Regulation on the establishment of the Network of Judicial Councils"],
        ),
        (
            "Attorney General of the United States Janet Testa and South African Minister of Justice Penuell Sampler "
            "today signed two new treaties. The treaties deal with extradition and mutual legal assistance.",
            ["treaty on extradition", "treaty on mutual legal assistance"],
        ),
        (
            "US Attorney General William Testa and Croatia's Minister of Justice Drazen Sampler signed the extradition "
            "and mutual legal assistance treaties in Washington.",
            ["extradition treaty", "mutual legal assistance treaty"],
        ),
        (
            "Attorney General of Malaysia Idrus Testa signed the MoU with Mongolia's Minister of Justice Bat Sampler.",
            ["MoU"],
        ),
        (
            "Документ подписали министр юстиции Молдовы Вероника Тестова и министр юстиции Румынии Раду Пробст. "
            "Соглашение о сотрудничестве позволит наладить обмен информацией.",
            ["Соглашение о сотрудничестве"],
        ),
        (
            "Attorney General of Palestine Akram Testa met with Attorney General of Jordan Nayef Sampler. The two "
            "sides agreed to develop the memorandum of cooperation between the two offices signed on 27/06/2019.",
            [],
        ),
        (
            "27 ноября министр юстиции Армении Сурен Тестов и министр юстиции Грузии Паата Пробст подписали протокол "
            "на полях встречи Организации Договора о коллективной безопасности.",
            ["протокол"],
        ),
    ],
)
def test_which_documents_were_signed(reader: Reader, text: str, documents: list[str]) -> None:
    assert only(read(reader, text)).documents == documents


def test_the_day_of_a_document_described_is_not_of_the_meeting(reader: Reader) -> None:
    met = only(
        read(
            reader,
            "Attorney General of Palestine Akram Testa met with Attorney General of Jordan Nayef Sampler. The two "
            "sides agreed to develop the memorandum of cooperation between the two offices signed on 27/06/2019.",
        )
    )
    assert met.date is None
