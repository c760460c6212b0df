"""The posts that a text names, in sentences of our own.

The persons are made up (Testa, Sampler, Probst, Testov …), unless they are of the records.
"""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import read

#: By a part of each name: the post and the state.
Held = dict[str, tuple[str, str | None] | None]

SENTENCES: list[tuple[str, Held]] = [
    (
        "Chief Justice of Pakistan Mian Testa met President of the Turkish Constitutional Court, Dr Zuhtu Sampler.",
        {"Sampler": ("chief_justice", "TR")},
    ),
    (
        "Commonwealth Secretary-General Patricia Scotland met Attorney General of Kenya Jane Testa.",
        {"Scotland": ("secretary_general", None)},
    ),
    (
        "Acting Prosecutor General Borislav Testa had bilateral talks with the Deputy Prosecutor General of Poland, "
        "Jacek Sampler. The subjects were the cooperation of the Bulgarian and Polish Prosecutors' Offices. The Polish "
        "Prosecutor General was invited to come.",
        {"Testa": ("prosecutor_general", "BG"), "Sampler": ("deputy_prosecutor_general", "PL")},
    ),
    (
        "Премьер-министр Никол Тестов встретился с делегацией, которую возглавляет председатель Федерального "
        "верховного суда Республики Ирак Джассим Пробст. Тестов вспомнил встречи с премьер-министром Ирака и отметил "
        "важность сотрудничества Армении и Ирака.",
        {"Тестов": ("prime_minister", "AM"), "Пробст": ("chief_justice", "IQ")},
    ),
    (
        "В Польшу ездили замгенерального прокурора Украины Анна Тестова и министр юстиции Украины Иван Пробст.",
        {"Тестов": ("deputy_prosecutor_general", "UA")},
    ),
    (
        "President of Laos Thong Testa and President of the Lao National Assembly Xay Sampler met Chief Justice of "
        "the Supreme People's Court of Vietnam Nguyen Probst.",
        {"Testa": ("president", "LA"), "Sampler": ("speaker", "LA"), "Probst": ("chief_justice", "VN")},
    ),
    (
        "Law Minister of India Arun Testa met Chairman of the National Assembly's Law Committee Tung Sampler of "
        "Vietnam.",
        {"Sampler": ("other", "VN")},
    ),
    (
        "He was met by the Minister of Justice and head of the federal judiciary in the United Arab Emirates Abdullah "
        "bin Sultan Al-Testa, President of the Federal Supreme Court, Mohammed bin Hamad Al-Sampler, and the Iraqi "
        "ambassador to Abu Dhabi, Dr. Muzaffar Probst.",
        {
            "Al-Testa": ("minister_justice", "AE"),
            "Al-Sampler": ("chief_justice", "AE"),
            "Probst": ("ambassador", "IQ"),
        },
    ),
    (
        "The following attended: Hon. Justin Testa, Attorney-General, Antigua and Barbuda; Hon. Ian Sampler, "
        "Attorney-General and Minister of Legal Affairs, Immigration and Labour, Dominica; Hon. Delano Probst, S.C., "
        "Attorney-General and Minister of Justice and Legal Affairs, St. Kitts and Nevis.",
        {
            "Testa": ("prosecutor_general", "AG"),
            "Sampler": ("prosecutor_general", "DM"),
            "Probst": ("prosecutor_general", "KN"),
        },
    ),
    (
        "Ministers of internal affairs of Kazakhstan Yerlan Testa, Tajikistan – Ramazon Sampler and Uzbekistan – Pulat "
        "Probst, representative of the Kyrgyz MIA Aziz Muster met in Almaty.",
        {"Probst": ("minister_interior", "UZ"), "Muster": ("other", "KG")},
    ),
    (
        "The Director of Public Prosecutions of the Republic of Kenya, Noordin Testa, played host to the AG of the "
        "Republic of Mozambique, Beatriz da Consolacao Sampler.",
        {"Testa": ("prosecutor_general", "KE"), "Sampler": ("prosecutor_general", "MZ")},
    ),
    (
        "The opening remark was made by Union Minister and Attorney General of the Union, H.E. Dr. Thi Da Testa.",
        {"Testa": ("prosecutor_general", None)},  # Myanmar, not India: the sentence does not say
    ),
    (
        "The Prosecutor General of Turkiye's Supreme Court of Appeal, Muhsin Testa, met the European Commissioner for "
        "Democracy, Justice, the Rule of Law and Consumer Protection, Michael Sampler.",
        {"Testa": ("prosecutor_general", "TR"), "Sampler": ("other", None)},
    ),
    (
        "Minister of Internal Security of Rwanda Musa Fazil TESTA met Kenyan Interior Minister Ann Sampler.",
        {"TESTA": ("minister_interior", "RW")},
    ),
    (
        "Состоялась встреча прокурора области Серика Тестова с главой Генерального консульства Турецкой Республики "
        "в г.Актау Сабри Пробстом.",
        {"Пробст": ("other", "TR")},
    ),
    (
        "Меморандумы подписаны уполномоченным по правам человека в России Татьяной Пробиной и омбудсменом Мали.",
        {"Татьяна Пробина": ("ombudsman", "RU")},
    ),
    (
        "The Director of Public Prosecutions (DPP), Noor Testa, met Tanzania's DPP Sylvester "
        "Sampler in Nairobi, Kenya.",
        {"Sampler": ("prosecutor_general", "TZ")},
    ),
    (
        "DPPs Sylvestre Testa (Burundi), Masau Sampler (Malawi) and Gilbert Probst (Zambia) attended the meeting.",
        {
            "Testa": ("prosecutor_general", "BI"),
            "Sampler": ("prosecutor_general", "MW"),
            "Probst": ("prosecutor_general", "ZM"),
        },
    ),
    (
        "Kosovo's Ambassador to Montenegro, Ariana Testa, met Minister of Justice of Montenegro Andrej Sampler.",
        {"Testa": ("ambassador", "XK"), "Sampler": ("minister_justice", "ME")},
    ),
    (
        "Malaysia's High Commissioner to Brunei, Mohd Aini Testa, met Attorney General of Brunei Nor Sampler.",
        {"Testa": ("ambassador", "MY"), "Sampler": ("prosecutor_general", "BN")},
    ),
    (
        "Indian High Commissioner Vikram Testa met Prime Minister of Singapore Lee Sampler.",
        {"Testa": ("ambassador", "IN"), "Sampler": ("prime_minister", "SG")},
    ),
    (
        "UN High Commissioner for Human Rights Volker Testa met President of Kenya William Sampler.",
        {"Testa": ("other", None), "Sampler": ("president", "KE")},
    ),
    (
        "Mexican Atty. Gen. Diego Testa met U.S. Atty. Gen. Janet Sampler in Washington.",
        {"Testa": ("prosecutor_general", "MX"), "Sampler": ("prosecutor_general", "US")},
    ),
    (
        "Prime Minister Imran Testa of Pakistan met his Malaysian opposite number, Matir Sampler.",
        {"Testa": ("prime_minister", "PK"), "Sampler": ("prime_minister", "MY")},
    ),
    (
        "Pakistani Premier Imran Testa met Malaysian Premier Matir Sampler.",
        {"Testa": ("prime_minister", "PK"), "Sampler": ("prime_minister", "MY")},
    ),
    (
        "Arzu Testov, who heads the Ministry of Justice of Azerbaijan, met Georgian Justice Minister Rati Sampler.",
        {"Testov": ("minister_justice", "AZ"), "Sampler": ("minister_justice", "GE")},
    ),
    (
        "Fikrat Testov, Azerbaijan's justice chief, met Georgian Justice Minister Rati Sampler.",
        {"Testov": ("minister_justice", "AZ")},
    ),
    (
        "Justice Minister of Georgia Rati Sampler met Speaker of the Parliament of Azerbaijan Sahiba Testova.",
        {"Testova": ("speaker", "AZ")},
    ),
    (
        "Vietnam's top judge Nguyen Hoa Testa met Lao Chief Judge Kham Sampler.",
        {"Testa": ("chief_justice", "VN"), "Sampler": ("chief_justice", "LA")},
    ),
    (
        "Secretary of Justice Jesus Testa of the Philippines met Attorney-General of Australia Mark Sampler.",
        {"Testa": ("minister_justice", "PH"), "Sampler": ("prosecutor_general", "AU")},
    ),
    (
        "British Home Secretary Yvette Testa met French Interior Minister Bruno Sampler.",
        {"Testa": ("minister_interior", "GB"), "Sampler": ("minister_interior", "FR")},
    ),
    (
        "German Federal Minister of Justice Marco Probst met Polish Justice Minister Adam Sampler.",
        {"Probst": ("minister_justice", "DE"), "Sampler": ("minister_justice", "PL")},
    ),
    (
        "Vice Minister of Justice of Japan Hiro Testa met Minister of Justice of Vietnam Le Thanh Sampler.",
        {"Testa": ("deputy_minister_justice", "JP"), "Sampler": ("minister_justice", "VN")},
    ),
    (
        "Acting Prosecutor General of Moldova Ion Testa met Romania's Prosecutor General Alex Sampler.",
        {"Testa": ("prosecutor_general", "MD"), "Sampler": ("prosecutor_general", "RO")},
    ),
    (
        "Minister for Public Security of Vietnam To Testa met Cuban Interior Minister Lazaro Sampler.",
        {"Testa": ("minister_interior", "VN"), "Sampler": ("minister_interior", "CU")},
    ),
    (
        "Gen. To Testa, Vietnam's Minister of Public Security, received US Ambassador Marc Sampler.",
        {"Testa": ("minister_interior", "VN"), "Sampler": ("ambassador", "US")},
    ),
    (
        "The President of the Supreme Court of Justice of Moldova, Stela Testa, met the Chief Justice "
        "of Georgia Nino Sampler.",
        {"Testa": ("chief_justice", "MD"), "Sampler": ("chief_justice", "GE")},
    ),
    (
        "Zhang Testa, President of China's Supreme People's Court, met Chief Justice of Pakistan Yahya Sampler.",
        {"Testa": ("chief_justice", "CN"), "Sampler": ("chief_justice", "PK")},
    ),
    (
        "Head of the General Prosecutor's Office of Lithuania Nida Testa met Latvian Prosecutor General Juris Sampler.",
        {"Testa": ("prosecutor_general", "LT"), "Sampler": ("prosecutor_general", "LV")},
    ),
    (
        "Deputy Attorney General of Mexico Miguel Testa met Colombia's Attorney General Francisco Sampler.",
        {"Testa": ("deputy_prosecutor_general", "MX"), "Sampler": ("prosecutor_general", "CO")},
    ),
    (
        "Secretary-General of ASEAN Kao Kim Testa met Minister in the Prime Minister's Department of "
        "Malaysia Alina Sampler.",
        {"Testa": ("secretary_general", None)},
    ),
    (
        "Генпрокурор России Игорь Краснов встретился с лидером КНДР Пак Чен Тестовым.",
        {"Краснов": ("prosecutor_general", "RU"), "Тестов": ("other", "KP")},
    ),
    (
        "Генпрокурор России Игорь Краснов и глава Минюста Армении Србуи Галян обсудили сотрудничество.",
        {"Галян": ("minister_justice", "AM")},
    ),
    (
        "Министр общественной безопасности Вьетнама Лам Тестов принял посла США Марка Пробста.",
        {"Тестов": ("minister_interior", "VN"), "Пробст": ("ambassador", "US")},
    ),
    (
        "Сотир Тестов, возглавляющий прокуратуру Болгарии, встретился с министром юстиции Грузии Тэей Тестиани.",
        {"Тестов": ("prosecutor_general", "BG"), "Тестиани": ("minister_justice", "GE")},
    ),
    (
        "Глава болгарской прокуратуры Сотир Тестов встретился с министром юстиции Грузии Тэей Тестиани.",
        {"Тестов": ("prosecutor_general", "BG")},
    ),
    (
        "Председатель Верховного суда Казахстана Асламбек Тестов принял главу Верховного суда "
        "Азербайджана Инама Пробина.",
        {"Тестов": ("chief_justice", "KZ"), "Пробин": ("chief_justice", "AZ")},
    ),
    (
        "Премьер Грузии Ираклий Тестидзе принял вице-премьера Армении Тиграна Тестяна.",
        {"Тестидзе": ("prime_minister", "GE"), "Тестян": ("other", "AM")},
    ),
    (
        "Министр внутренних дел Украины Денис Тестовский встретился с главой МВД Польши Мариушем Пробским.",
        {"Тестовский": ("minister_interior", "UA"), "Пробск": ("minister_interior", "PL")},
    ),
    (
        "Замглавы Минюста РФ Андрей Тестов встретился с послом Кубы Хулио Пробстом.",
        {"Тестов": ("deputy_minister_justice", "RU")},
    ),
    (
        "Заместитель министра юстиции России Андрей Тестов и замминистра юстиции Белоруссии Николай "
        "Пробин провели встречу.",
        {"Тестов": ("deputy_minister_justice", "RU"), "Пробин": ("deputy_minister_justice", "BY")},
    ),
    (
        "И.о. генпрокурора Молдавии Ион Тестяну встретился с генпрокурором Румынии Алексом Пробстом.",
        {"Тестяну": ("prosecutor_general", "MD")},
    ),
    (
        "Первый замгенпрокурора РФ Анатолий Тестов встретился с генпрокурором Сербии Загоркой Пробац.",
        {"Тестов": ("first_deputy_prosecutor_general", "RU"), "Пробац": ("prosecutor_general", "RS")},
    ),
    (
        "Министр юстиции ФРГ Марко Пробст встретился с украинским коллегой Денисом Тестуськой.",
        {"Пробст": ("minister_justice", "DE"), "Тестуськ": ("minister_justice", "UA")},
    ),
    (
        "Глава Следственного комитета России Александр Тестин встретился с генпрокурором Кубы Ямилой Тестья Пробеда.",
        {"Тестин": ("ic_chair", "RU")},
    ),
    (
        "Генсек ШОС Чжан Тест встретился с генпрокурором Киргизии Курманкулом Зулушевым.",
        {"Тест": ("secretary_general", None), "Зулушев": ("prosecutor_general", "KG")},
    ),
    (
        "Министр права и внутренних дел Сингапура Касивисванатан Тестугам принял генпрокурора Брунея.",
        {"Тестугам": ("minister_justice", "SG")},
    ),
    ("Генпрокурор России Игорь Краснов встретился с главой ЦАР Фостеном Тестерой.", {"Фостен": ("president", "CF")}),
    (
        "Witnessing the ceremony in Lusaka, Zambia, were Defence Minister Edgar Testa and Public "
        "Service Commission chairperson Kawaye Sampler.",
        {"Testa": ("other", "ZM"), "Sampler": ("other", "ZM")},
    ),
    (
        "Договоры подписали генпрокурор России Юрий Чайка и министр юстиции ОАЭ Султан бен Саид аль-Тести.",
        {"аль-Тести": ("minister_justice", "AE")},
    ),
    (
        "Проект разработан в Генеральной прокуратуре РФ. О нем рассказал ее глава Игорь Краснов на "
        "встрече с генпрокурором ЮАР Шамилой Тестойи.",
        {"Краснов": ("prosecutor_general", "RU")},
    ),
    (
        "Работу открыл первый заместитель министра внутренних дел Кыргызской Республики, полковник "
        "милиции Адылбек Тестов.",
        {"Тестов": ("first_deputy_minister_interior", "KG")},
    ),
    (
        "The delegation met with Daniel Testa, chief prosecutor of the Directorate for Investigating Organised Crime "
        "of Romania, and with Chief Prosecutor of Mongolia Bat Sampler.",
        {"Testa": ("other", "RO"), "Sampler": ("prosecutor_general", "MN")},
    ),
    (
        "Главный прокурор Антикоррупционной прокуратуры Молдовы Вероника Тестова встретилась с главным прокурором "
        "Турции Мехметом Пробстом.",
        {"Тестова": ("other", "MD"), "Пробст": ("prosecutor_general", "TR")},
    ),
    (
        "Chief Justice of Kenya Jane Testa met with Fuzuli Sampler, President of the Council of Judges of Türkiye.",
        {"Testa": ("chief_justice", "KE"), "Sampler": ("other", "TR")},
    ),
    (
        "Inam Testa, Chairman of the Judicial Council of Azerbaijan and Chief Justice of the Supreme Court, received "
        "the Chief Justice of Kazakhstan Aslan Sampler.",
        {"Testa": ("chief_justice", "AZ"), "Sampler": ("chief_justice", "KZ")},
    ),
    (
        "Заместитель председателя исполкома – исполнительного секретаря СНГ Ерлан Тестов встретился с министром "
        "юстиции Грузии Паатой Пробстом.",
        {"Тестов": ("deputy_exec_secretary", None), "Пробст": ("minister_justice", "GE")},
    ),
    (
        "Sheikh Saif bin Testa, Deputy Prime Minister and Minister of Interior of the UAE, was received by Tunisian "
        "President Kais Sampler.",
        {"Testa": ("minister_interior", "AE"), "Sampler": ("president", "TN")},
    ),
    (
        "ABU DHABI, (UrduPoint / Pakistan Point News / WAM - 31st May, 2023) Minister of Justice of the UAE Awad Testa "
        "received the Attorney-General of Switzerland Stefan Sampler. Murad Probst, Acting Under-Secretary for Legal "
        "Affairs, attended the meeting.",
        {"Testa": ("minister_justice", "AE"), "Probst": ("other", "AE")},
    ),
    (
        "Do Manh Testa, Chief Prosecutor of the Ho Chi Minh City People's Procuracy, received visiting Prosecutor "
        "General of Laos Xayxana Sampler.",
        {"Testa": ("other", "VN"), "Sampler": ("prosecutor_general", "LA")},
    ),
    (
        "Japan and South Korea will sign an extradition treaty on Monday. Justice Minister Mayumi Testa will sign it "
        "during a visit to South Korea that starts on Sunday.",
        {"Testa": ("minister_justice", "JP")},
    ),
    (
        "The partners will be the Supreme Court of the Philippines (SCP) and the Federal Court of Australia (FCA). "
        "Chief Justice Debra Testa signed the MoU for the FCA and Chief Justice Alexander Sampler for the SCP.",
        {"Testa": ("chief_justice", "AU"), "Sampler": ("chief_justice", "PH")},
    ),
    (
        "Deputy Prime Minister and Minister of Interior of Kuwait Fahad Testa met Chief Justice of Kuwait's neighbour "
        "Iraq Faiq Sampler.",
        {"Testa": ("minister_interior", "KW")},
    ),
    (
        "В официальном визите в Республику Армения министра внутренних дел Грузии Вахтанга Тестова сопровождают первый "
        "заместитель министра — Шалва Пробст, заместители министра — Иосеб Вымыслов и Георгий Ломакин.",
        {
            "Пробст": ("first_deputy_minister_interior", "GE"),
            "Вымыслов": ("deputy_minister_interior", "GE"),
            "Ломакин": ("deputy_minister_interior", "GE"),
        },
    ),
    (
        "Minister of Justice of Cambodia Koeut Sampler received the Singaporean Ambassador H.E. Ms. Teo Lay Testa. "
        "During his talks with the envoy Dara Probst, the minister stressed the importance of mediation.",
        {"Testa": ("ambassador", "SG"), "Probst": None},
    ),
    (
        "KUALA LUMPUR: A memorandum has been signed by the Malaysian Anti-Corruption Commission (MACC) and the "
        "Independent Authority Against Corruption (IAAC) of Mongolia. IAAC director Dashdavaa Sampler and MACC chief "
        "commissioner Azam Testa signed it in Ulaanbaatar.",
        {"Testa": ("other", "MY"), "Sampler": ("director", "MN")},
    ),
    (
        "JAKARTA (JP): Minister of Justice Oetojo Testa said that the extradition treaty with Australia is the fourth "
        "that Indonesia has concluded.",
        {"Testa": ("minister_justice", "ID")},
    ),
    (
        "New Delhi: Home Minister Sushil Testa said that he headed an Indian delegation to Russia, where he met "
        "Minister of Internal Security Vladimir Sampler and Minister for Emergency Situation Oleg Probst.",
        {"Sampler": ("minister_interior", "RU"), "Probst": ("other", "RU")},
    ),
    (
        "Attorney General Anil Testa met with a delegation led by Mr Rob W. Sampler, Trial Attorney, US Department of "
        "Justice. The meeting strengthens relations between the Government of Guyana and that of the United States, "
        "with attention to extradition from Guyana.",
        {"Testa": ("prosecutor_general", "GY"), "Sampler": ("other", "US")},
    ),
    (
        "Минск. Генпрокурор Беларуси Андрей Тестов встретился с премьер-министром. Присутствовал председатель кабмина "
        "Киргизии Адылбек Пробст.",
        {"Пробст": ("prime_minister", "KG")},
    ),
    (
        "Баку, 9 сентября, АЗЕРТАДЖ\n26-е заседание Координационного совета генеральных прокуроров СНГ прошло 7 "
        "сентября в Минске. Нашу страну представляла делегация во главе с заместителем генерального прокурора Кямраном "
        "Тестовым.",
        {"Тестов": ("deputy_prosecutor_general", "AZ")},
    ),
    (
        "Present at the meeting of Minister of Justice of the UAE Awad Testa with Prosecutor-General of Russia Igor "
        "Krasnov were Mohammed Sampler, UAE Ambassador to Russia, Murad Probst, Director of the International "
        "Cooperation Department, and Ali Muster, Head of the Agreements Department.",
        {"Probst": ("director", "AE"), "Muster": ("other", "AE")},
    ),
]


@pytest.mark.parametrize(("text", "held"), SENTENCES)
def test_who_holds_which_post(reader: Reader, text: str, held: Held) -> None:
    reading = read(reader, text)
    persons = [one for told in (*reading.encounters, *reading.planned) for one in told.participants]
    persons += reading.others
    told = {part: next((one for one in persons if one.name and part in one.name), None) for part in held}
    assert {part: one and (one.post_id, one.state) for part, one in told.items()} == held
