"""Lines of a page that are not its text: menus, buttons, credits, counters, ages, headlines of other pages."""

from __future__ import annotations

import re

#: Longer lines are prose, whatever they begin with.
_LONGEST = 160
_CAPTION = 300

_MENU = """
войти | вход | войти в почту | регистрация | зарегистрироваться | выйти | личный кабинет | главная | на главную
| меню | поиск | найти | новости | все новости | последние новости | лента новостей | новости дня
| главные новости | главное | популярное | самое читаемое | политика | экономика | общество | в мире | мир
| происшествия | спорт | культура | наука | технологии | авто | туризм | религия | регионы | мнения | аналитика
| интервью | видео | фото | фотогалерея | фоторепортаж | инфографика | подкасты | радио | спецпроекты | проекты
| архив | архив новостей | рубрики | темы | теги | о нас | о редакции | о проекте | о компании | контакты
| реклама | реклама на сайте | вакансии | правила использования | политика конфиденциальности
| пользовательское соглашение | обратная связь | рус | eng | ру | en | ru | kz | кыр | қаз | uzb | o'zbekcha
| ўзбекча | русский | english | версия для слабовидящих | версия для печати | печать | распечатать | скачать
| поделиться | поделиться в соцсетях | поделиться новостью | отправить | копировать ссылку | ссылка скопирована
| скопировать ссылку | подписаться | подпишитесь | подписаться на новости | комментарии | комментировать
| оставить комментарий | нет комментариев | добавить комментарий | нравится | читать далее | читать полностью
| подробнее | далее | назад | вперед | вверх | наверх | показать еще | показать ещё | загрузить еще | закрыть
| принять | принимаю | согласен | хорошо | понятно | ок | редакция сайта тасс | whatsapp | telegram | телеграм
| вконтакте | одноклассники | facebook | twitter | x | viber | youtube | instagram | мой мир | дзен | rss | home
| menu | search | login | log in | sign in | sign up | register | subscribe | subscribe now | newsletter | share
| share this | share this article | share on facebook | tweet | email | e-mail | print | print this page
| copy link | comments | comment | leave a comment | no comments | read more | more | related | back | next
| previous | top | back to top | skip to content | skip to main content | accept | accept all | accept cookies
| close | privacy policy | terms of use | terms and conditions | contact us | contacts | about us | about
| advertisement | advertising | news | latest news | all news | politics | economy | society | world | business
| sport | sports | culture | opinion | video | photo | photos | gallery | multimedia | archive | linkedin
| pinterest | reddit | messenger | font size | a\\+ | a- | aa | newsfeed | news feed | фото с сайта
| press releases | press release | пресс-релизы | анонсы | события | перейти к содержимому
| перейти к содержанию | перейти к основному содержанию | развернуть | свернуть | размер шрифта | печатать
| распечатать страницу | выполняется запрос | пресс-служба | источник | источники | оставьте комментарий
| комментариев нет | добавить в избранное | шрифт | обычная версия | мобильная версия | карта сайта | loading
| loading... | open menu | close menu | leave a reply | post a comment | post comment | text | date | end
| end item | last update | last updated | breaking news | click to listen highlighted text | cancel reply
| latest see more | see more | see all | view all | show more | load more | photo gallery | press service
| source | sources | read time | listen | listen to this article | save | translate | font | text size
| your email | name | website | search for | there are no comments so far | there are no comments yet
| be the first to comment | required fields are marked | send your feedback
"""
_WHOLE = re.compile(rf"(?:{'|'.join(part.strip() for part in _MENU.split('|'))})[.:!*»>→]*", re.IGNORECASE)
_COUNTS = re.compile(
    r"(?:(?:просмотр\w*|опубликован[оа]?|прочитан\w*|комментари\w*|поделил\w*|лайк\w*|views?|shares?|comments?|likes?|hits?|read)"
    r"\s*[:\-–]?\s*)?[\d\s.,]+[kкm]?"
    r"(?:\s*(?:просмотр\w*|раз\w*|комментари\w*|лайк\w*|views?|shares?|comments?|likes?|min(?:ute)?s? read"
    r"|мин\w* (?:на )?чтени\w*))?|(?:время (?:на )?чтени\w*|reading time)\W.*|\W+",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d\.?")
_STARTS = re.compile(
    r"(?:©"
    r"|(?:тел|tel|phone|fax|факс|e-?mail|эл\. почта)\.?\s*:|источник(?:и)?\s*:.{0,60}$|source\s*:.{0,60}$"
    r"|фото\s[А-ЯЁ«\"][^.!?]{2,70}$|by [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2}$"
    r"|no reproduction\b|required fields\b|we will not publish\b"
    r"|your (?:e-?mail|email) address\b|have you found a mistake\b"
    r"|(?:select|mark) (?:it|the text|text)\b.{0,30}ctrl"
    r"|\(c\)"
    r"|copyright\s*(?:©|\(c\)|:|\d|by\b)"
    r"|все права защищены"
    r"|all rights reserved"
    r"|(?:при )?(?:использовани|перепечатк|копировани)\w+ (?:материал\w*|текст\w*|информации)\b"
    r"(?=.{0,90}(?:сайт|портал|агентств|ссылк|запрещ|разреш|редакци))"
    r"|(?:фото|photo|снимок|изображение|image|иллюстрация|видео|картинка)"
    r"(?:граф\w*| credits?| by| courtesy\w*| с сайта)?\s*[:©]"
    r"|(?:getty images|reuters|shutterstock|afp|ap photo|пресс-служба [^./]{3,60})\s*(?:$|[/|:©].{0,60}$)"
    r"|(?:мы|этот сайт|наш сайт|сайт|we|this (?:web)?site|our (?:web)?site)\b[^.]{0,60}\b(?:cookies?|куки)\b"
    r"|(?:нажимая|продолжая)\b[^.]{0,80}(?:соглаша|cookie)"
    r"|by (?:clicking|continuing|using)\b"
    r"|(?:подписывай\w+|подпишитесь|подписаться|читайте нас|следите за нами|мы в|присоединяйтесь)\b[^.]{0,60}"
    r"(?:telegram|телеграм|whatsapp|вконтакте|дзен|facebook|канал|рассылк|новост)"
    r"|(?:follow|subscribe to|join) (?:us|our)\b"
    r"|(?:теги|тэги|метки|ключевые слова|рубрика|категория|раздел)\s*:"
    r"|(?:tags?|keywords|categor(?:y|ies)|topics?|filed under)\s*:"
    r"|(?:автор|текст|корреспондент|редактор|author|written by|editor)\s*:"
    r"|(?:нашли|заметили|увидели) (?:ошибку|опечатку)"
    r"|выделите (?:её|ее|текст|ошибку)"
    r"|(?:главная|home)\s*[|/>»›→])",
    re.IGNORECASE,
)
#: A caption and who took the picture, the agency that is credited, an address of the web.
_CREDIT = re.compile(
    r"[^©]{0,220}©[^©.!?]{2,70}"
    r"|(?:https?://)?(?:[a-z0-9-]{1,60}\.){1,4}(?-i:[a-z]{2,6}|рф)(?:/\S*)?"
    r"|.{0,60}(?:/|©\s?)\s?(?:тасс|риа «?новости»?|риа|reuters|afp|ap|getty images|sputnik|xinhua|epa)[.»]?",
    re.IGNORECASE,
)
#: What comes below is a list of headlines of other pages.
OTHERS = re.compile(
    r"(?:читайте (?:также|ещ[её])|читать также|смотрите также|read also|also read|see also)\b.*"
    r"|(?:также по теме|по теме|похожие (?:новости|материалы|статьи)|другие новости|ещ[её] по теме|материалы по теме"
    r"|новости по теме|рекомендуем|вам может быть интересно|связанные новости|ранее по теме"
    r"|related (?:news|articles|stories|posts|content|topics)|more (?:news|stories)|you may also like"
    r"|recommended(?: for you)?|latest stories|most (?:read|popular|viewed)|relevant news)(?:\s*[:»→>].*|\W*$)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:опубликовано |обновлено |published |updated |posted )?"
    r"(?:(?:\d+|an?|one)\s(?:секунд|минут|мин|час|ч|дн|день|дня|недел|месяц|год|лет"
    r"|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\w*\.?\s(?:назад|ago)(?:\s\d+)?"
    r"|только что|just now)",
    re.IGNORECASE,
)


def is_boilerplate(line: str) -> bool:
    """Whether the line is furniture of the page and no text; dates are asked for first, in :mod:`.publication`."""
    if len(line) > _LONGEST:
        return len(line) <= _CAPTION and line[-1] not in ".!?" and _CREDIT.fullmatch(line) is not None
    return bool(
        _WHOLE.fullmatch(line)
        or (_COUNTS.fullmatch(line) and not _YEAR.fullmatch(line))
        or _STARTS.match(line)
        or _AGE.fullmatch(line)
        or (line[-1:] not in ".!?" and _CREDIT.fullmatch(line))
    )
