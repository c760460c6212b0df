"""The posts that a text names: officials as news named them in the years 1994 to 2026, in sentences of our own."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import read

#: By a part of each name: the post and the state.
Held = dict[str, tuple[str, str | None]]

SENTENCES: list[tuple[str, Held]] = [
    (
        "The Director of Public Prosecutions (DPP), Noordin Haji, met Tanzania's DPP Sylvester "
        "Mwakitalu in Nairobi, Kenya.",
        {"Mwakitalu": ("prosecutor_general", "TZ")},
    ),
    (
        "DPPs Sylvestre Nyandwi (Burundi), Masauko Chamkala (Malawi) and Gilbert Phiri (Zambia) attended the meeting.",
        {
            "Nyandwi": ("prosecutor_general", "BI"),
            "Chamkala": ("prosecutor_general", "MW"),
            "Phiri": ("prosecutor_general", "ZM"),
        },
    ),
    (
        "Kosovo's Ambassador to Montenegro, Ariana Hodza, met Minister of Justice of Montenegro Andrej Milovic.",
        {"Hodza": ("ambassador", "XK"), "Milovic": ("minister_justice", "ME")},
    ),
    (
        "Malaysia's High Commissioner to Brunei, Mohd Aini Atan, met Attorney General of Brunei Nor Hashimah.",
        {"Atan": ("ambassador", "MY"), "Hashimah": ("prosecutor_general", "BN")},
    ),
    (
        "Indian High Commissioner Vikram Misri met Prime Minister of Singapore Lee Kuan.",
        {"Misri": ("ambassador", "IN"), "Kuan": ("prime_minister", "SG")},
    ),
    (
        "UN High Commissioner for Human Rights Volker Turk met President of Kenya William Ruto.",
        {"Turk": ("other", None), "Ruto": ("president", "KE")},
    ),
    (
        "Mexican Atty. Gen. Diego Valades met U.S. Atty. Gen. Janet Reno in Washington.",
        {"Valades": ("prosecutor_general", "MX"), "Reno": ("prosecutor_general", "US")},
    ),
    (
        "Prime Minister Imran Khan of Pakistan met his Malaysian opposite number, Mahathir Mohammed.",
        {"Khan": ("prime_minister", "PK"), "Mahathir": ("prime_minister", "MY")},
    ),
    (
        "Pakistani Premier Imran Khan met Malaysian Premier Mahathir Mohammed.",
        {"Khan": ("prime_minister", "PK"), "Mahathir": ("prime_minister", "MY")},
    ),
    (
        "Arzu Nagiyev, who heads the Ministry of Justice of Azerbaijan, met Georgian Justice Minister Rati Bregadze.",
        {"Nagiyev": ("minister_justice", "AZ"), "Bregadze": ("minister_justice", "GE")},
    ),
    (
        "Fikrat Mammadov, Azerbaijan's justice chief, met Georgian Justice Minister Rati Bregadze.",
        {"Mammadov": ("minister_justice", "AZ")},
    ),
    (
        "Justice Minister of Georgia Rati Bregadze met Speaker of the Parliament of Azerbaijan Sahiba Gafarova.",
        {"Gafarova": ("speaker", "AZ")},
    ),
    (
        "Vietnam's top judge Nguyen Hoa Binh met Lao Chief Judge Khamphane Sitthidampha.",
        {"Binh": ("chief_justice", "VN"), "Sitthidampha": ("chief_justice", "LA")},
    ),
    (
        "Secretary of Justice Jesus Remulla of the Philippines met Attorney-General of Australia Mark Dreyfus.",
        {"Remulla": ("minister_justice", "PH"), "Dreyfus": ("prosecutor_general", "AU")},
    ),
    (
        "British Home Secretary Yvette Cooper met French Interior Minister Bruno Retailleau.",
        {"Cooper": ("minister_interior", "GB"), "Retailleau": ("minister_interior", "FR")},
    ),
    (
        "German Federal Minister of Justice Marco Buschmann met Polish Justice Minister Adam Bodnar.",
        {"Buschmann": ("minister_justice", "DE"), "Bodnar": ("minister_justice", "PL")},
    ),
    (
        "Vice Minister of Justice of Japan Hiroyuki Tanaka met Minister of Justice of Vietnam Le Thanh Long.",
        {"Tanaka": ("deputy_minister_justice", "JP"), "Long": ("minister_justice", "VN")},
    ),
    (
        "Acting Prosecutor General of Moldova Ion Munteanu met Romania's Prosecutor General Alex Florenta.",
        {"Munteanu": ("prosecutor_general", "MD"), "Florenta": ("prosecutor_general", "RO")},
    ),
    (
        "Minister for Public Security of Vietnam To Lam met Cuban Interior Minister Lazaro Alvarez.",
        {"Lam": ("minister_interior", "VN"), "Alvarez": ("minister_interior", "CU")},
    ),
    (
        "Gen. To Lam, Vietnam's Minister of Public Security, received US Ambassador Marc Knapper.",
        {"Lam": ("minister_interior", "VN"), "Knapper": ("ambassador", "US")},
    ),
    (
        "The President of the Supreme Court of Justice of Moldova, Stela Oprea, met the Chief Justice "
        "of Georgia Nino Kadagidze.",
        {"Oprea": ("chief_justice", "MD"), "Kadagidze": ("chief_justice", "GE")},
    ),
    (
        "Zhang Jun, President of China's Supreme People's Court, met Chief Justice of Pakistan Yahya Afridi.",
        {"Jun": ("chief_justice", "CN"), "Afridi": ("chief_justice", "PK")},
    ),
    (
        "Head of the General Prosecutor's Office of Lithuania Nida Grunskiene met Latvian Prosecutor "
        "General Juris Stukans.",
        {"Grunskiene": ("prosecutor_general", "LT"), "Stukans": ("prosecutor_general", "LV")},
    ),
    (
        "Deputy Attorney General of Mexico Miguel Mendez met Colombia's Attorney General Francisco Barbosa.",
        {"Mendez": ("deputy_prosecutor_general", "MX"), "Barbosa": ("prosecutor_general", "CO")},
    ),
    (
        "Secretary-General of ASEAN Kao Kim Hourn met Minister in the Prime Minister's Department of "
        "Malaysia Azalina Othman.",
        {"Hourn": ("secretary_general", None)},
    ),
    (
        "Генпрокурор России Игорь Краснов встретился с лидером КНДР Ким Чен Ыном.",
        {"Краснов": ("prosecutor_general", "RU"), "Ын": ("other", "KP")},
    ),
    (
        "Генпрокурор России Игорь Краснов и глава Минюста Армении Србуи Галян обсудили сотрудничество.",
        {"Галян": ("minister_justice", "AM")},
    ),
    (
        "Министр общественной безопасности Вьетнама То Лам принял посла США Марка Кнаппера.",
        {"Лам": ("minister_interior", "VN"), "Кнаппер": ("ambassador", "US")},
    ),
    (
        "Сотир Цацаров, возглавляющий прокуратуру Болгарии, встретился с министром юстиции Грузии Тэей Цулукиани.",
        {"Цацаров": ("prosecutor_general", "BG"), "Цулукиани": ("minister_justice", "GE")},
    ),
    (
        "Глава болгарской прокуратуры Сотир Цацаров встретился с министром юстиции Грузии Тэей Цулукиани.",
        {"Цацаров": ("prosecutor_general", "BG")},
    ),
    (
        "Председатель Верховного суда Казахстана Асламбек Мергалиев принял главу Верховного суда "
        "Азербайджана Инама Керимова.",
        {"Мергалиев": ("chief_justice", "KZ"), "Керимов": ("chief_justice", "AZ")},
    ),
    (
        "Премьер Грузии Ираклий Кобахидзе принял вице-премьера Армении Тиграна Хачатряна.",
        {"Кобахидзе": ("prime_minister", "GE"), "Хачатрян": ("other", "AM")},
    ),
    (
        "Министр внутренних дел Украины Денис Монастырский встретился с главой МВД Польши Мариушем Каминским.",
        {"Монастырский": ("minister_interior", "UA"), "Каминск": ("minister_interior", "PL")},
    ),
    (
        "Замглавы Минюста РФ Андрей Логинов встретился с послом Кубы Хулио Гармендией.",
        {"Логинов": ("deputy_minister_justice", "RU")},
    ),
    (
        "Заместитель министра юстиции России Андрей Логинов и замминистра юстиции Белоруссии Николай "
        "Старовойтов провели встречу.",
        {"Логинов": ("deputy_minister_justice", "RU"), "Старовойтов": ("deputy_minister_justice", "BY")},
    ),
    (
        "И.о. генпрокурора Молдавии Ион Мунтяну встретился с генпрокурором Румынии Алексом Флоренцей.",
        {"Мунтяну": ("prosecutor_general", "MD")},
    ),
    (
        "Первый замгенпрокурора РФ Анатолий Разинкин встретился с генпрокурором Сербии Загоркой Доловац.",
        {"Разинкин": ("first_deputy_prosecutor_general", "RU"), "Доловац": ("prosecutor_general", "RS")},
    ),
    (
        "Министр юстиции ФРГ Марко Бушман встретился с украинским коллегой Денисом Малюськой.",
        {"Бушман": ("minister_justice", "DE"), "Малюськ": ("minister_justice", "UA")},
    ),
    (
        "Глава Следственного комитета России Александр Бастрыкин встретился с генпрокурором Кубы Ямилой Пенья Охеда.",
        {"Бастрыкин": ("ic_chair", "RU")},
    ),
    (
        "Генсек ШОС Чжан Мин встретился с генпрокурором Киргизии Курманкулом Зулушевым.",
        {"Мин": ("secretary_general", None), "Зулушев": ("prosecutor_general", "KG")},
    ),
    (
        "Министр права и внутренних дел Сингапура Касивисванатан Шанмугам принял генпрокурора Брунея.",
        {"Шанмугам": ("minister_justice", "SG")},
    ),
    ("Генпрокурор России Игорь Краснов встретился с главой ЦАР Фостеном Туадерой.", {"Фостен": ("president", "CF")}),
    (
        "Witnessing the ceremony in Lusaka, Zambia, were Defence Minister Edgar Lungu and Public "
        "Service Commission chairperson Kawaye Kamanga.",
        {"Lungu": ("other", "ZM"), "Kamanga": ("other", "ZM")},
    ),
    (
        "Договоры подписали генпрокурор России Юрий Чайка и министр юстиции ОАЭ Султан бен Саид аль-Бади.",
        {"аль-Бади": ("minister_justice", "AE")},
    ),
    (
        "Проект разработан в Генеральной прокуратуре РФ. О нем рассказал ее глава Игорь Краснов на "
        "встрече с генпрокурором ЮАР Шамилой Батойи.",
        {"Краснов": ("prosecutor_general", "RU")},
    ),
    (
        "Работу открыл первый заместитель министра внутренних дел Кыргызской Республики, полковник "
        "милиции Адылбек Бийбосунов.",
        {"Бийбосунов": ("first_deputy_minister_interior", "KG")},
    ),
]


@pytest.mark.parametrize(("text", "held"), SENTENCES)
def test_who_holds_which_post(reader: Reader, text: str, held: Held) -> None:
    reading = read(reader, text)
    persons = [one for told in (*reading.encounters, *reading.planned) for one in told.participants]
    persons += reading.others
    told = {part: next((one for one in persons if one.name and part in one.name), None) for part in held}
    assert {part: one and (one.post_id, one.state) for part, one in told.items()} == held
