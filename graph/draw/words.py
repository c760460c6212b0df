"""The words that a picture itself says, in English and Russian.

A label is in whatever language was asked for; titles, legends and buttons are
in Russian for ``ru`` and in English for every other language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

#: key -> (en, ru)
_WORDS: Mapping[str, tuple[str, str]] = {
    # Titles
    "relations of": ("{name}: relations", "{name}: связи"),
    "timeline of": ("{name}: timeline", "{name}: хронология"),
    "met": ("Who met whom", "Кто с кем встречался"),
    "represented": ("States represented at the same encounters", "Государства, представленные на одних встречах"),
    "memberships": ("Who belongs to what", "Кто где состоит"),
    "treaties": ("Which treaties states acted on", "Действия государств по договорам"),
    "standings": ("What states are to treaties", "Положение государств относительно договоров"),
    "standings of": ("{name}: what members are to treaties",
                     "{name}: положение членов относительно договоров"),
    "steps": ("up to {n} steps away", "до {n} шагов"),
    "step": ("one step away", "один шаг"),
    "on day": ("as of {day}", "на {day}"),
    "on that day": ("encounters of {day}", "встречи за {day}"),
    "period": ("{first} – {last}", "{first} – {last}"),
    "about": ("topic: {name}", "тема: {name}"),
    "of nodes": ("{n} of {all} things", "показано {n} из {all}"),
    "nodes": ("things: {n}", "узлов: {n}"),
    "links": ("relations: {n}", "связей: {n}"),
    "rows": ("facts: {n}", "фактов: {n}"),
    # Captions
    "labels in": ("Labels: {language}.", "Подписи: {language}."),
    "left out": (
        "Left out, the limit being {limit}: {n} less connected things.",
        "Не вошло из-за предела в {limit}: {n} менее связанных узлов.",
    ),
    "rows left out": ("Left out, the limit being {limit}: {n}.", "Не вошло из-за предела в {limit}: {n}."),
    "alone": ("Met no one, not drawn: {n}.", "Без встреч с другими, не показано: {n}."),
    "checked": ("Facts checked up to {day}.", "Факты проверены по {day}."),
    "sources": ("Sources: {n}.", "Источников: {n}."),
    "made by": ("Comity", "Comity"),
    "cross": (
        "Grey lines: relations of the things around with each other ({n}); their words are in tooltips.",
        "Серые линии: связи окружающих узлов между собой ({n}); слова — в подсказках.",
    ),
    "all lines": ("Every line without words: {label}.", "Каждая линия без подписи: {label}."),
    "single": ("Lines without words rest on one fact each.", "Линии без подписи — по одному факту."),
    "cells": ("number of encounters in common", "число общих встреч"),
    "unlabelled": (
        "No room for the words of further lines ({n}); tooltips have them.",
        "Ещё {n} линий не подписаны из-за тесноты; слова — в подсказках.",
    ),
    "between": (
        "Whether a treaty works between two of them (objections, suspensions, later treaties): comity between.",
        "Действует ли договор между двумя из них (возражения, приостановления, позднейшие договоры): comity between.",
    ),
    "blank": ("An empty cell: the graph has no act of it.", "Пустая клетка: в графе нет действия по договору."),
    "entry unknown": (
        "The graph has neither the entry into force nor the clause on it, so whoever consented counts as contracting: "
        "{names}.",
        "В графе нет ни даты вступления в силу, ни положения о нём, поэтому выразившие согласие считаются "
        "договаривающимися: {names}.",
    ),
    "members": ("members: {n}", "членов: {n}"),
    "treaties n": ("treaties: {n}", "договоров: {n}"),
    "states n": ("states and organisations: {n}", "государств и организаций: {n}"),
    "all bound": ("binding all of them: {n}", "связывают всех: {n}"),
    # Cooperation and maps
    "cooperation encounters": ("Encounters in common", "Общие встречи"),
    "cooperation treaties": ("Treaties that bind both", "Договоры, связывающие обоих"),
    "cooperation organisations": ("Organisations and bodies in common", "Общие организации и механизмы"),
    "cooperation proposals": ("Proposals from one to the other", "Предложения друг другу"),
    "what encounters": (
        "Counted: encounters held at which both states were represented; a session of ten counts for each pair.",
        "Считаются состоявшиеся встречи, на которых были представлены оба; заседание десяти – для каждой пары.",
    ),
    "what treaties": (
        "Counted: treaties in force for both that day. Whether one works between the two: comity between.",
        "Считаются договоры, действующие в этот день для обоих. Действует ли договор между двумя: comity between.",
    ),
    "what organisations": (
        "Counted: organisations and bodies of which both are members that day, themselves or through an agency.",
        "Считаются организации и механизмы, в которых оба состоят в этот день, сами или через ведомство.",
    ),
    "what proposals": (
        "Counted: proposals of the ledger that one made to the other, whichever way.",
        "Считаются предложения из реестра, сделанные одним другому, в любую сторону.",
    ),
    "shared count": ("number", "число"),
    "states alone": ("states: {n}", "государств: {n}"),
    "pairs": ("pairs: {n}", "пар: {n}"),
    "states left out": (
        "Left out, the limit being {limit}: {n} other states, which share less.",
        "Не вошли из-за предела в {limit}: {n} других государств, у которых общего меньше.",
    ),
    "no topics": ("These have no topics: the topic is not applied.", "У них нет тем: тема не применена."),
    "clusters": ("Ordered so that states which share much stand together.",
                 "Порядок таков, что государства с общим стоят рядом."),
    "measure parties": ("Parties of a treaty", "Участники договора"),
    "measure members": ("Members of an organisation or body", "Члены организации или механизма"),
    "map parties of": ("{name}: who is what to it", "{name}: кто кем является"),
    "map members of": ("{name}: members, observers, partners", "{name}: члены, наблюдатели, партнёры"),
    "map encounters": ("Encounters by state", "Встречи по государствам"),
    "map encounters of": ("{name}: encounters with others", "{name}: встречи с другими"),
    "map treaties": ("Treaties in force by state", "Действующие договоры по государствам"),
    "map treaties of": ("{name}: treaties that bind it and others", "{name}: договоры, общие с другими"),
    "map organisations": ("Organisations and bodies by state", "Организации и механизмы по государствам"),
    "map organisations of": ("{name}: organisations and bodies with others", "{name}: общие организации и механизмы"),
    "map proposals": ("Proposals by state", "Предложения по государствам"),
    "map proposals of": ("{name}: proposals from and to others", "{name}: предложения другим и от других"),
    "tiles": (
        "One tile of one size stands for a state as the records name it, about where it lies; "
        "no border and no territory is drawn, and nothing is counted by area.",
        "Одна клетка одного размера означает государство, как оно названо в записях, примерно на своём месте; "
        "границы и территории не показаны, по площади ничего не считается.",
    ),
    "borders": (
        "Shapes: Natural Earth, in the public domain, made coarser; its borders are those it takes for de facto, "
        "which is no statement of whose a territory is. A small state is a dot; nothing is counted by area.",
        "Контуры: Natural Earth, общественное достояние, упрощены; границы – те, что там считаются фактическими, "
        "что ничего не говорит о принадлежности территорий. Малое государство – точка; по площади ничего не считается.",
    ),
    "no shape": ("Without a shape: {names}.", "Без контура: {names}."),
    "what alone": ("Counted for each state by itself, with whomever.", "Считается для каждого государства отдельно."),
    "the state itself": ("the state itself", "само государство"),
    "nothing known": ("nothing in the graph", "в графе ничего нет"),
    "former states": ("No longer exist:", "Более не существуют:"),
    # Legends
    "size": ("larger: more relations", "крупнее: больше связей"),
    "wide": ("wider: more facts", "толще: больше фактов"),
    "ended": ("ended", "завершено"),
    "planned": ("planned or not confirmed", "запланировано или не подтверждено"),
    "withdrawn": ("withdrawn, declined or cancelled", "выход, отказ или отмена"),
    "direction": ("how the relation reads", "направление связи"),
    "consented": ("consent to be bound, year", "согласие на обязательность, год"),
    "signed": ("signed only, year", "только подписан, год"),
    "withdrew": ("withdrew, year", "вышло, год"),
    "bound sum": ("bound", "связаны"),
    "treaties sum": ("binding", "связывают"),
    "since year": ("2004: since that year", "2004: с этого года"),
    "by year": ("≤2004: by then, the day is uncertain", "≤2004: не позднее, день неизвестен"),
    "until year": ("–2023: ends then", "–2023: прекращается тогда"),
    "uncertain": ("uncertain that day", "на этот день неясно"),
    "register blank": ("no act, by the register’s page", "нет действий по странице реестра"),
    "member": ("member, since", "член, с какого года"),
    "observer": ("observer", "наблюдатель"),
    "partner": ("partner", "партнёр"),
    "other role": ("another role", "другая роль"),
    "former": ("no longer", "более нет"),
    "event": ("session held, with its number", "состоявшееся заседание и его номер"),
    "event plain": ("dated event", "событие с датой"),
    "action": ("action on a treaty", "действие по договору"),
    "planned event": ("planned", "запланировано"),
    "unknown event": ("not known whether it was held", "неизвестно, состоялось ли"),
    "cancelled event": ("cancelled", "отменено"),
    "span": ("the date lies within", "дата лежит в этих пределах"),
    "bar": ("from and to", "начало и конец"),
    "open bar": ("ongoing", "продолжается"),
    "unclear bar": ("end not known", "конец неизвестен"),
    "member band": ("member of the body", "член органа"),
    "gap": ("year without a session", "год без заседания"),
    "no session": ("no session", "нет заседания"),
    "asked": ("{day}", "{day}"),
    # Timelines
    "chair": ("Chair", "Председатель"),
    "chair or host": ("Chair or host", "Председатель или хозяин"),
    "not known": ("not known", "неизвестно"),
    "rhythm": ("The body declares: {value} since {year}.", "Орган заявляет: {value} с {year} года."),
    "rotation": ("Chairs are declared to follow: {value}; the rows are in it.",
                 "Заявленный порядок председательства: {value}; строки идут в нём."),
    "years missing": ("Years without a session in the graph: {years}.", "Годы без заседания в графе: {years}."),
    "numbers missing": ("Numbers without a session in the graph: {numbers}.",
                        "Номера, по которым в графе нет заседания: {numbers}."),
    "undated": ("Without a date, not drawn: {n}.", "Без даты, не показано: {n}."),
    "session": ("session {n}", "заседание {n}"),
    # Timelines of pairs
    "timeline of pair": ("{one} and {two}: timeline", "{one} и {two}: хронология"),
    "pair encounters": ("Encounters of both", "Встречи с участием обоих"),
    "pair treaties": ("Treaties in force for both", "Договоры, действующие для обоих"),
    "pair organisations": ("Members both", "Состоят оба"),
    "pair between": (
        "A treaty in force for both need not work between them (objections, suspensions, later treaties): "
        "comity between.",
        "Договор, действующий для обоих, может не действовать между ними (возражения, приостановления, "
        "позднейшие договоры): comity between.",
    ),
    "both bound": ("binds both", "связывает обоих"),
    "both members": ("both members", "состоят оба"),
    # Timelines of treaties
    "group bound": ("Bound: {n}", "Связаны договором: {n}"),
    "group contracting": ("Consented, not in force for them yet: {n}", "Выразили согласие, для них ещё не в силе: {n}"),
    "group signatory": ("Signed only: {n}", "Только подписали: {n}"),
    "group left": ("Left: {n}", "Вышли: {n}"),
    "group ceased": ("No longer exist: {n}", "Прекратили существование: {n}"),
    "group later": ("Nothing on that day: {n}", "На этот день ничем: {n}"),
    "published": ("in force by the register: {day}", "в силе по реестру: {day}"),
    "published not": ("in force by the register: not in the graph", "в силе по реестру: в графе нет"),
    "computed": ("by its clause and the acts known: {day}", "по договору и известным действиям: {day}"),
    "computed not": ("by its clause: not reached by the acts known", "по договору: известных действий недостаточно"),
    "bound n": ("bound: {n}", "связаны: {n}"),
    "register whole": ("Every act of the register up to {day}.", "Все действия по реестру на {day}."),
    "register part": (
        "The acts that the graph holds; the register may know of more.",
        "Действия, известные графу; в реестре может быть больше.",
    ),
    "other acts": (
        "Not drawn: reservations, declarations, objections and other acts that change nobody’s standing ({n}).",
        "Не показаны оговорки, заявления, возражения и иные действия, не меняющие положения ({n}).",
    ),
    "made": ("made", "заключён"),
    "in force": ("in force", "в силе"),
    "in force register": ("in force: register", "в силе: реестр"),
    "in force clause": ("in force: clause", "в силе: по договору"),
    "curve bound": ("number of those bound", "число связанных"),
    "curve consents": ("consents before entry into force", "согласия до вступления в силу"),
    "stay faded": ("uncertain days", "даты неизвестны точно"),
    "act mark": ("act", "действие"),
    "leaving": ("left", "выход"),
    # Dates
    "by": ("by {day}", "не позднее {day}"),
    "from": ("from {day}", "не ранее {day}"),
    "since": ("since {day}", "с {day}"),
    "until": ("until {day}", "до {day}"),
    "or earlier": ("{day} or earlier", "{day} или ранее"),
    "or later": ("{day} or later", "{day} или позднее"),
    "a day between": ("a day between {first} and {last}", "дня между {first} и {last}"),
    # Pages
    "filter": ("Show", "Показать"),
    "search": ("Find in the picture and the table", "Найти на рисунке и в таблице"),
    "zoom in": ("Larger", "Крупнее"),
    "zoom out": ("Smaller", "Мельче"),
    "zoom fit": ("Fit to width", "По ширине"),
    "zoom full": ("Actual size", "Истинный размер"),
    "lines": ("Grey lines", "Серые линии"),
    "picture": ("Picture", "Рисунок"),
    "table": ("The same as a table", "То же в виде таблицы"),
    "th from": ("From", "От"),
    "th relation": ("Relation", "Связь"),
    "th to": ("To", "К"),
    "th when": ("When", "Когда"),
    "th status": ("Status", "Состояние"),
    "th fact": ("Fact", "Факт"),
    "facts more": ("and {n} more", "и ещё {n}"),
    "skip": ("Skip to the table", "К таблице"),
    # Kinds, one and many
    "state": ("State", "Государство"), "state+": ("States", "Государства"),
    "organisation": ("Organisation", "Организация"), "organisation+": ("Organisations", "Организации"),
    "body": ("Body", "Орган сотрудничества"), "body+": ("Bodies", "Органы сотрудничества"),
    "agency": ("Agency", "Ведомство"), "agency+": ("Agencies", "Ведомства"),
    "post": ("Post", "Должность"), "post+": ("Posts", "Должности"),
    "official": ("Official", "Должностное лицо"), "official+": ("Officials", "Должностные лица"),
    "treaty": ("Treaty", "Договор"), "treaty+": ("Treaties", "Договоры"),
    "instrument": ("Other instrument", "Иной документ"), "instrument+": ("Other instruments", "Иные документы"),
    "session ": ("Session", "Заседание"), "session+": ("Sessions", "Заседания"),
    "meeting": ("Meeting", "Встреча"), "meeting+": ("Meetings", "Встречи"),
    "visit": ("Visit", "Визит"), "visit+": ("Visits", "Визиты"),
    "conference": ("Conference", "Конференция"), "conference+": ("Conferences", "Конференции"),
    "signing": ("Signing", "Подписание"), "signing+": ("Signings", "Подписания"),
    "proposal": ("Proposal", "Предложение"), "proposal+": ("Proposals", "Предложения"),
    "commitment": ("Commitment", "Обещание"), "commitment+": ("Commitments", "Обещания"),
    "invitation": ("Invitation", "Приглашение"), "invitation+": ("Invitations", "Приглашения"),
    "assessment": ("Position taken", "Высказанная оценка"), "assessment+": ("Positions taken", "Высказанные оценки"),
    "other": ("Other", "Прочее"), "other+": ("Other", "Прочее"),
}  # fmt: skip


class Words:
    """The words of one language: ``words("left out", n=3, limit=150)``."""

    def __init__(self, lang: str) -> None:
        #: The language of labels, which the caption names.
        self.lang = lang
        #: The language of the words themselves.
        self.own = "ru" if lang == "ru" else "en"

    def __call__(self, key: str, **values: object) -> str:
        text = _WORDS[key][self.own == "ru"]
        return text.format(**values) if values else text

    def kind(self, kind: str, *, many: bool = False) -> str:
        """``Treaty`` or ``Treaties``; a kind without a word of its own is something else."""
        key = f"{kind}+" if many else ("session " if kind == "session" else kind)
        return self(key if key in _WORDS else ("other+" if many else "other"))

    def language(self) -> str:
        """The language of the labels, in the picture's own words."""
        from babel import Locale, UnknownLocaleError

        try:
            named = Locale.parse(self.lang).get_display_name(self.own)
        except (UnknownLocaleError, ValueError):
            named = None
        return named or self.lang

    def day(self, day: dt.date) -> str:
        """``21 Nov 2024``."""
        return _formatted(day, "d MMM y", self.own)

    def day_in_year(self, day: dt.date) -> str:
        """``21 Nov``."""
        return _formatted(day, "d MMM", self.own)

    def month(self, day: dt.date, *, year: bool = True) -> str:
        """``Nov 2024``."""
        return _formatted(day, "LLL y" if year else "LLL", self.own)


@lru_cache(maxsize=1024)
def _formatted(day: dt.date, pattern: str, lang: str) -> str:
    from babel.dates import format_date

    # English as Britain writes it: 21 Nov, and not "Sept".
    return str(format_date(day, pattern, locale="ru" if lang == "ru" else "en"))
