"""Who proposed what, and who invited whom: sentences of our own, after a meeting of two persons of the records."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import read

KRASNOV, YULDASHEV = "Igor Krasnov", "Nigmatilla Yuldashev"
KRASNOV_RU, YULDASHEV_RU = "Игорь Краснов", "Нигматилла Юлдашев"
MET_EN = (
    "Prosecutor General of Russia Igor Krasnov met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in Tashkent."
)
MET_RU = (
    "Генеральный прокурор России Игорь Краснов встретился в Ташкенте с генеральным прокурором Узбекистана Нигматиллой "
    "Юлдашевым."
)
Said = list[tuple[str, str | None]]

ENGLISH: list[tuple[str, Said]] = [
    ("Krasnov proposed a joint training programme.", [("proposal", KRASNOV)]),
    ("A joint training programme was proposed by Krasnov.", [("proposal", KRASNOV)]),
    ("It was proposed by Yuldashev that experts meet every year.", [("proposal", YULDASHEV)]),
    ("Yuldashev put forward a proposal to hold annual consultations.", [("proposal", YULDASHEV)]),
    ("Yuldashev made a proposal on the exchange of prosecutors.", [("proposal", YULDASHEV)]),
    ("Krasnov added that signing the proposed memorandum would strengthen the ties.", []),
    ("Krasnov said that the forum will help experts and suggest measures against crime.", []),
    ("Krasnov told of the initiative within the SCO for a just peace.", []),
    ("On Russia's initiative, a working group was set up.", [("initiative", "Russia")]),
    ("Yuldashev received an invitation from Krasnov to visit Moscow.", [("invitation", KRASNOV)]),
    ("At Krasnov's suggestion, a working group will be set up.", [("proposal", KRASNOV)]),
    ("At the suggestion of the Uzbek side, the parties considered a working group.", [("proposal", "Uzbek side")]),
    (
        "Krasnov handed his counterpart a draft agreement, suggesting that it be signed in Moscow.",
        [("proposal", KRASNOV)],
    ),
    ("He proposed to Yuldashev that a hotline be opened.", [("proposal", KRASNOV)]),
    ("Yuldashev suggested holding joint seminars.", [("proposal", YULDASHEV)]),
    ("Krasnov has been invited by Uzbekistan to the forum.", [("invitation", "Uzbekistan")]),
    (f"Invited by {YULDASHEV}, Krasnov spent two days in Tashkent.", [("invitation", YULDASHEV)]),
    (
        "Krasnov, remarking that the efforts can be combined, suggested that experts work out a programme.",
        [("proposal", KRASNOV)],
    ),
    ("The question was discussed on the initiative of the Uzbek side.", [("initiative", "Uzbek side")]),
    ("The prosecutors had met in a trilateral format at the initiative of Russia.", []),
    ("Yuldashev agreed to the proposal.", []),
    ("Krasnov recalled that Russia supports regional and economic initiatives at all times.", []),
    (
        "Deputy Minister of Justice of Russia Hans Muster handed over to Yuldashev the invitation from his Russian "
        "colleague, Minister of Justice Test Probst, to come to Moscow.",
        [("invitation", "Test Probst")],
    ),
    ("The Uzbek prosecutor general floated the idea of a joint academy.", [("proposal", YULDASHEV)]),
    ("Yuldashev came up with a proposal for joint exercises.", [("proposal", YULDASHEV)]),
    ("Yuldashev's proposal to create a working group was supported.", [("proposal", YULDASHEV)]),
    ("The proposal of the Uzbek side was welcomed.", []),
    ("Proposals were exchanged.", []),
    ("The sides discussed a number of proposals.", []),
    ("Krasnov invited Yuldashev to visit Moscow.", [("invitation", KRASNOV)]),
    ("Yuldashev was invited by Krasnov to the St Petersburg forum.", [("invitation", KRASNOV)]),
    ("Krasnov asked his counterpart to come to Moscow in the autumn.", [("invitation", KRASNOV)]),
    ("Yuldashev, who was asked to come to Moscow by Krasnov, accepted.", [("invitation", KRASNOV)]),
    ("Krasnov extended an invitation to his Uzbek counterpart to attend a conference.", [("invitation", KRASNOV)]),
    ("An invitation to visit Moscow was extended to Yuldashev by Krasnov.", [("invitation", KRASNOV)]),
    ("Yuldashev accepted Krasnov's invitation to visit Moscow.", [("invitation", KRASNOV)]),
    ("Yuldashev received an invitation from Krasnov to attend a forum.", [("invitation", KRASNOV)]),
    ("Yuldashev thanked Krasnov for the visit and invited him to Samarkand.", [("invitation", YULDASHEV)]),
    ("The host was invited to pay a return visit to Moscow.", [("invitation", None)]),
    ("In closing, he invited his host to Moscow.", [("invitation", KRASNOV)]),
    ("Krasnov handed Yuldashev an invitation to the forum.", [("invitation", KRASNOV)]),
    ("Krasnov presented his counterpart with a personal invitation to the forum.", [("invitation", KRASNOV)]),
    ("Krasnov conveyed an invitation to visit Moscow.", [("invitation", KRASNOV)]),
    ("Krasnov initiated the creation of a joint group.", [("initiative", KRASNOV)]),
    ("Yuldashev launched an initiative to create a regional centre.", [("initiative", YULDASHEV)]),
    ("Investigators discussed cases initiated by Russia.", []),
    ("The guest suggested that the two offices hold joint seminars.", [("proposal", KRASNOV)]),
    ("The host proposed opening a hotline.", [("proposal", YULDASHEV)]),
    ("Uzbekistan proposed a new format of consultations.", [("proposal", "Uzbekistan")]),
    ("Russia invited Uzbekistan to the conference.", [("invitation", "Russia")]),
    ("A candidate proposed for the post of judge was rejected.", []),
    ("Lawmakers were asked to come to the session.", []),
    (
        "Yuldashev called on his colleague to visit Samarkand and invited him to a conference.",
        [("invitation", YULDASHEV)],
    ),
    ('"I invite you to Moscow," Krasnov said.', [("invitation", KRASNOV)]),
    ('"We propose creating a joint group," Yuldashev said.', [("proposal", YULDASHEV)]),
    ("A joint group should be created, Yuldashev proposed.", [("proposal", YULDASHEV)]),
]
RUSSIAN: list[tuple[str, Said]] = [
    ("Краснов предложил создать рабочую группу.", [("proposal", KRASNOV_RU)]),
    ("Создать рабочую группу предложил Юлдашев.", [("proposal", YULDASHEV_RU)]),
    ("Юлдашевым было предложено создать рабочую группу.", [("proposal", YULDASHEV_RU)]),
    ("По предложению Юлдашева будет создана рабочая группа.", [("proposal", YULDASHEV_RU)]),
    ("По предложению узбекской стороны рассмотрен вопрос о рабочей группе.", [("proposal", "узбекская сторона")]),
    ("Краснов обратился к коллеге с предложением обменяться опытом.", [("proposal", KRASNOV_RU)]),
    ("С таким предложением выступил Краснов.", [("proposal", KRASNOV_RU)]),
    ("С этим предложением российский генпрокурор обратился к Юлдашеву.", [("proposal", KRASNOV_RU)]),
    ("Юлдашев выступил с идеей создать совместный центр.", [("proposal", YULDASHEV_RU)]),
    ("Юлдашев внёс предложение о проведении консультаций.", [("proposal", YULDASHEV_RU)]),
    ("Юлдашев озвучил ряд предложений по обмену опытом.", [("proposal", YULDASHEV_RU)]),
    ("Прозвучало предложение Юлдашева проводить ежегодные встречи.", [("proposal", YULDASHEV_RU)]),
    ("Предложение Краснова создать рабочую группу поддержано.", [("proposal", KRASNOV_RU)]),
    ("Стороны обменялись предложениями.", []),
    ("Стороны обсудили предложения по развитию сотрудничества.", []),
    ("Краснов пригласил Юлдашева на форум в Москву.", [("invitation", KRASNOV_RU)]),
    ("Юлдашев приглашён Красновым посетить Москву.", [("invitation", KRASNOV_RU)]),
    ("Краснов передал Юлдашеву приглашение посетить Москву.", [("invitation", KRASNOV_RU)]),
    (
        "Краснов рассказал коллеге о форуме и передал ему приглашение принять в нём участие.",
        [("invitation", KRASNOV_RU)],
    ),
    ("Юлдашев получил приглашение Краснова посетить Москву.", [("invitation", KRASNOV_RU)]),
    ("Юлдашев принял приглашение российского коллеги посетить Москву.", [("invitation", KRASNOV_RU)]),
    ("Приглашение посетить Москву Юлдашев принял с благодарностью.", [("invitation", None)]),
    ("На форум в Петербург Юлдашева позвал российский коллега.", [("invitation", KRASNOV_RU)]),
    ("На форум, который в следующем году примет Россия, он позвал и узбекского коллегу.", [("invitation", KRASNOV_RU)]),
    ("В завершение он пригласил узбекского коллегу в Москву.", [("invitation", KRASNOV_RU)]),
    ("Юлдашев поблагодарил Краснова за визит и пригласил его в Самарканд.", [("invitation", YULDASHEV_RU)]),
    ("Краснов вручил Юлдашеву приглашение на форум.", [("invitation", KRASNOV_RU)]),
    ("Краснов выступил с инициативой создать совместный центр.", [("initiative", KRASNOV_RU)]),
    ("Инициатором создания центра стал Юлдашев.", [("initiative", YULDASHEV_RU)]),
    ("Инициативу создать совместный центр выдвинул Юлдашев.", [("initiative", YULDASHEV_RU)]),
    ("Гость предложил проводить совместные семинары.", [("proposal", KRASNOV_RU)]),
    ("Глава российского надзорного ведомства предложил проводить совместные семинары.", [("proposal", KRASNOV_RU)]),
    ("Узбекская сторона предложила новый формат консультаций.", [("proposal", "Узбекская сторона")]),
    ("Россия предлагает расширить обмен опытом.", [("proposal", "Россия")]),
    ("Для расширения сотрудничества предложено создать представительство полиции.", [("proposal", None)]),
    ("Флаг вручили Краснову, который, получив его, пригласил участников в Москву.", [("invitation", KRASNOV_RU)]),
    ("«Предлагаю создать рабочую группу», — сказал Краснов.", [("proposal", KRASNOV_RU)]),
    ("«Приглашаю вас в Москву», — обратился Краснов к коллеге.", [("invitation", KRASNOV_RU)]),
    ("Создать центр, по предложению Юлдашева, следует в Ташкенте.", [("proposal", YULDASHEV_RU)]),
    ("Кандидатура, предложенная на должность судьи, отклонена.", []),
    ("На эту должность президент предложил новую кандидатуру.", []),
    ("Краснов высказал предложение о совместном обучении.", [("proposal", KRASNOV_RU)]),
    ("Краснов предложил коллеге подумать о присоединении к совету.", [("proposal", KRASNOV_RU)]),
    ("Краснову предложили посетить музей.", []),
    ("Как сообщил Краснов, Россия предложила узбекской стороне создать рабочую группу.", [("proposal", "Россия")]),
    ("Юлдашев пригласил российских прокуроров на стажировку.", [("invitation", YULDASHEV_RU)]),
    ("Юлдашев приехал по приглашению Краснова.", [("invitation", KRASNOV_RU)]),
]


def _said(reader: Reader, text: str) -> Said:
    told = [one for one in read(reader, text).ledger if one.kind in ("proposal", "initiative", "invitation")]
    return sorted((one.kind, None if one.by is None else one.by.name or one.by.agency) for one in told)


@pytest.mark.parametrize(("sentence", "said"), ENGLISH)
def test_who_says_it_in_english(reader: Reader, sentence: str, said: Said) -> None:
    assert _said(reader, f"{MET_EN} {sentence}") == said


@pytest.mark.parametrize(("sentence", "said"), RUSSIAN)
def test_who_says_it_in_russian(reader: Reader, sentence: str, said: Said) -> None:
    assert _said(reader, f"{MET_RU} {sentence}") == said


def test_a_person_that_no_post_names_gives_an_invitation(reader: Reader) -> None:
    text = (
        "Главы ведомств юстиции Грузии и Азербайджана — Паата Салия и Фарид Ахмедов — встретились в Баку. Паата Салия "
        "рассказал коллеге о планах и передал ему приглашение на форум."
    )  # news of the Ministry of Justice of Georgia, 13 November 2025
    assert _said(reader, text) == [("invitation", "Паата Салия")]


def test_officials_of_one_state_invite_each_other_to_nothing_of_the_ledger(reader: Reader) -> None:
    text = "Министр юстиции Беларуси Иван Тестов был приглашён Президентом Беларуси Александром Лукашенко."
    assert _said(reader, text) == []


def test_who_invited_is_told_in_another_sentence(reader: Reader) -> None:
    text = (
        "Игорь Краснов получил приглашение посетить Ташкент. Об этом рассказал сам пригласивший — генеральный прокурор "
        "Узбекистана Нигматилла Юлдашев."
    )
    assert _said(reader, text) == [("invitation", YULDASHEV_RU)]


def test_another_word_of_a_name_names_the_person_again(reader: Reader) -> None:
    text = (
        "Minister of Justice of Japan Furukawa Yoshihisa met Deputy Minister of Justice of Vietnam Nguyen Khanh Ngoc "
        "in Hanoi. Furukawa thanked the ministry, and asked Ngoc to attend a meeting in Tokyo."
    )  # Vietnam News Agency, 29 June 2022
    assert _said(reader, text) == [("invitation", "Furukawa Yoshihisa")]


def test_the_guest_of_the_sentence_before_is_whom_a_pronoun_means(reader: Reader) -> None:
    text = (
        "Minister of Justice of Vietnam Ha Hung Cuong had talks with Jeong Boo Je, Deputy Minister of Legislation of "
        "South Korea. The visitor told the Minister of his meeting. He also asked Minister Cuong to come to Seoul."
    )  # Ministry of Justice of Vietnam
    assert _said(reader, text) == [("invitation", "Jeong Boo Je")]


def test_who_is_she_is_told_before_the_sentence_that_begins_with_her(reader: Reader) -> None:
    text = (
        f"{MET_EN} Attorney General of Myanmar Thi Testa opened a session. Her thanks went to the Chair, "
        "Undersecretary of Justice of the Philippines Brigido Sampler. She suggested that the colleagues cooperate "
        "more closely."
    )
    assert _said(reader, text) == [("proposal", "Thi Testa")]
