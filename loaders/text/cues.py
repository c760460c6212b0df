"""A sentence that tells of an encounter: what kind, between whom, when, where, held or planned, now or earlier."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from .dates import DateFound
from .document_names import documents_in
from .gatherings import BodyFound
from .lexicon import word_set
from .parties import Party
from .posts import Near
from .scene import Sentence
from .to_come import is_planned, of_another
from .tokens import Token, readings
from .triggers import invitations, triggers


def _set(entry: str) -> frozenset[str]:
    return word_set("cues", entry)


#: The rule of a meeting of many office-holders whose states the sentence does not count.
CIRCLE = "meeting-of-circle"


@dataclass(slots=True)
class Cue:
    """One sentence (or part of it) that tells of an encounter."""

    kind: str  # meeting, visit, signing, conference, session
    sentence: Sentence
    parties: list[Party] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    body: BodyFound | None = None
    date: DateFound | None = None
    city: Near | None = None
    place: str | None = None
    host: str | None = None
    planned: bool = False
    background: bool = False
    sidelines: bool = False
    held: bool = False
    verb: bool = False
    at: int = 0
    rule: str = ""
    _end: int | None = None


def when_where(cue: Cue) -> None:
    """Date, place, and whether held, planned or told in passing."""
    words = triggers()
    sentence = cue.sentence
    cue.sidelines = bool(words.marked("sidelines", sentence.tokens))
    dated = [one for one in sentence.dates if one.value and not one.of_document and not one.span_of_years]
    end = own_words(cue)
    dated = [one for one in dated if token_at(sentence, one.start) < end]
    dated = [one for one in dated if not _since(one, sentence) and not _until(one, sentence)]
    dated = [one for one in dated if not _of_other_clause(one, sentence, cue.at)]
    dated = [one for one in dated if not _of_founding(sentence, token_at(sentence, one.start))]
    dated = [one for one in dated if not _of_what_was_signed(one, sentence, cue.at) and not _of_report(one, sentence)]
    dated = [one for one in dated if not _ends_document(one, sentence)]
    dated = [one for one in dated if not signed_there(sentence, token_at(sentence, one.start), cue.at)]
    if len(dated) > 1:  # "23 November 2021 - Tajikistan yesterday hosted": the first is the day of writing
        dated = [one for one in dated if not _of_dateline(one, sentence)] or dated
    if dated:
        cue.date = min(dated, key=lambda one: abs(token_at(sentence, one.start) - cue.at))
    cities = [one for one in sentence.near if one.kind == "city" and not _of_name(one, sentence) and one.first < end]
    cities = [one for one in cities if not _of_founding(sentence, one.first)]
    cities = [one for one in cities if not signed_there(sentence, one.first, cue.at) and not _of_embassy(one, sentence)]
    if cities:
        inside = [one for one in cities if inside_of(one, sentence)]
        if inside:
            cue.city = min(inside, key=lambda one: abs(one.first - cue.at))
            cue.place = cue.city.code
        elif (cue.kind == "session" or cue.verb) and len({one.code for one in cities}) == 1 and not _dateline(sentence):
            cue.city = cities[0]
            cue.place = cue.city.code
    if cue.place is None:
        for one in sentence.near:
            capital = one.kind == "adjective" and any(
                token.lemma in ("столица", "capital") for token in sentence.tokens[one.last : one.last + 1]
            )
            sent = any(post.first < one.first < post.last for post in sentence.posts)  # "Ambassador to Vietnam"
            if (one.kind == "state" or capital) and inside_of(one, sentence) and not sent:
                cue.place = one.code
                break
    if cue.place is None and (venue := _venue(sentence)) is not None:
        cue.place = venue.code
        cue.city = venue if venue.kind == "city" else None
    if cue.kind == "session" and cue.place is None and _receives(sentence):
        own = [one for one in sentence.near if one.kind in ("city", "state")]
        if len({one.code for one in own}) == 1:
            cue.place = own[0].code
            if own[0].kind == "city":
                cue.city = own[0]
    invited = [first for first, _, _ in invitations().find(sentence.tokens) if first > cue.at]
    # "at the end of the visit he invited his host to what is planned for May": not the visit is to come
    until = min(invited) if invited and cue.kind != "session" else None
    cue.planned = is_planned(sentence, cue.at, until=until)
    if cue.kind == "session" and _told_there(cue):
        cue.planned = False
    elif cue.kind == "session" and cue.body is not None and cue.body.last - cue.at > 3:
        # "the 18th Session of the Council of Ministers of Justice of the CIS will be hosted by Tashkent"
        cue.planned = cue.planned or is_planned(sentence, cue.body.last - 1)
    cue.planned = (cue.planned and not _is_past(sentence, cue.at)) or _asked_to(cue)
    marks = [first for first, _ in words.marked("background", sentence.tokens) if not same_day(sentence, first)]
    marks = [first for first in marks if not _reported(sentence, cue.at, first)]
    cue.background = any(
        not _since_day(sentence, first, cue.at) and not _once_called(sentence, first) for first in marks
    )


def _told_there(cue: Cue) -> bool:
    """Whether somebody told a sitting something: "informed the eighth meeting of the Ministers that it will be …"."""
    before = cue.sentence.tokens[max(0, cue.at - 3) : cue.at]
    return any(token.surface.lower() in ("informed", "told", "addressed", "addressing") for token in before)


def _asked_to(cue: Cue) -> bool:
    """Whether a sitting is what somebody invites to: "пригласил участников на 29-ю ежегодную конференцию МАП"."""
    tokens = cue.sentence.tokens
    invites = [
        k
        for k in range(max(0, cue.at - 16), cue.at)
        if (tokens[k].lemma in ("пригласить", "приглашать", "invite") and cue.at - k <= 12)
        or (tokens[k].lemma == "invitation" and tokens[k - 1].lemma in ("a", "an") and _to_be_at(tokens[k : cue.at]))
    ]
    return (
        cue.kind == "session"
        and bool(invites)
        and not any(token.surface in (";", ":") for token in tokens[invites[-1] : cue.at])
        and any(token.lemma in ("на", "to", "attend", "for") for token in tokens[invites[-1] : cue.at + 1])
    )


def _to_be_at(tokens: Sequence[Token]) -> bool:
    """Whether an invitation is to be at something: "an invitation for the Chief Justice to take part in"."""
    return any(a.lemma == "to" and b.lemma in ("take", "attend", "participate") for a, b in itertools.pairwise(tokens))


def _is_past(sentence: Sentence, at: int) -> bool:
    """Whether a participle beside a noun says that it was: "заседание экспертов, состоявшееся в Бишкеке"."""
    for token in sentence.tokens[max(0, at - 6) : at + 9]:
        if token.lemma in word_set("cues", "was_held") and any(
            one.pos == "PRTF" and one.tense == "past" for one in readings(token.surface)[:1]
        ):
            return True
    return False


def _receives(sentence: Sentence) -> bool:
    """Whether somebody receives a sitting, which "принять участие" does not."""
    tokens, verbs = sentence.tokens, _set("receiving")
    return any(
        token.lemma in verbs and all(one.lemma not in ("участие", "part") for one in tokens[k + 1 : k + 8])
        for k, token in enumerate(tokens)
    )


def _venue(sentence: Sentence) -> Near | None:
    """The city, or the state by its capital, that is said to be the place of something: "the venue was Bratislava",
    "The Philippine capital was host to a meeting", "столица Кыргызстана стала местом заседания"."""
    tokens = sentence.tokens
    first = next((one for one in sentence.near if one.kind == "city" and one.first == 0), None)
    if first is not None and first.last < len(tokens) and tokens[first.last].lemma in word_set("cues", "of_a_place"):
        return first  # "Nairobi saw two attorneys general exchange …"
    words = [k for k, token in enumerate(tokens) if token.lemma in word_set("cues", "venue")]
    if not any(t.lemma in word_set("cues", "copula") for k in words for t in tokens[max(0, k - 4) : k + 4]):
        return None
    cities = [one for one in sentence.near if one.kind == "city" and not _of_name(one, sentence)]
    if len({one.code for one in cities}) == 1:
        return cities[0]
    subject = next((one for one in sentence.near if one.first <= 1 and one.kind == "state"), None)
    if not cities and subject is not None and any(0 < k - subject.last <= 8 for k in words):
        return subject  # "Kazakhstan is to be the venue of the next meeting"
    capitals = []
    for one in sentence.near:
        beside = (
            tokens[one.last : one.last + 1] if one.kind == "adjective" else tokens[max(0, one.first - 3) : one.first]
        )
        if one.kind in ("adjective", "state") and any(token.lemma in ("столица", "capital") for token in beside):
            capitals.append(one)
    return capitals[0] if not cities and len({one.code for one in capitals}) == 1 else None


def same_day(sentence: Sentence, k: int) -> bool:
    """Whether a mark of earlier things counts only hours: "несколькими часами ранее", "earlier in the day"."""
    near = [token.lemma for token in sentence.tokens[max(0, k - 2) : k + 5]]
    return bool({"час", "hour"} & set(near)) or any(
        pair in (("тот", "день"), ("the", "day"), ("the", "morning")) for pair in itertools.pairwise(near)
    )


def _reported(sentence: Sentence, at: int, k: int) -> bool:
    """Whether a mark of earlier things stands only in what somebody said there: "Welcoming his counterpart at the start
    of the meeting, N. said that five years ago …"."""
    tokens = sentence.tokens
    that = next((j for j in range(k - 1, at, -1) if tokens[j].lemma in ("that", "что")), None)
    if that is None:
        return False
    said = triggers().marked("speech", tokens[at:that])
    return bool(said)


def _once_called(sentence: Sentence, k: int) -> bool:
    """Whether a mark of earlier things only tells a former name: "on X, formerly Twitter"."""
    tokens = sentence.tokens
    called = k > 0 and tokens[k - 1].surface in (",", "(") and k + 1 < len(tokens) and tokens[k + 1].capital
    return called and tokens[k].lemma in ("formerly", "previously")


def _since_day(sentence: Sentence, k: int, at: int) -> bool:
    """Whether a mark of earlier things only counts days, or stands in a clause before: "in Cairo since Tuesday",
    "reviewing what was done since 1997, N. and M. agreed"."""
    tokens = sentence.tokens
    if tokens[k].lemma != "since":
        return False
    if k > at:
        return True  # "went over what had been done since 1997", "his first meeting with N. since the appointment"
    days = k + 1 < len(tokens) and tokens[k + 1].lemma in _set("week")
    return days or any(token.surface == "," for token in tokens[k:at])


def own_words(cue: Cue) -> int:
    """Where in its sentence the words of a meeting or visit end: at an invitation, at what is planned, at a clause that
    tells when a document was signed."""
    if cue._end is None:
        cue._end = len(cue.sentence.tokens) if cue.kind == "session" else _own_words(cue)
    return cue._end


def _own_words(cue: Cue) -> int:
    tokens = cue.sentence.tokens
    ends = [first for first, _, _ in invitations().find(tokens) if first > cue.at]
    ends += [k for k, token in enumerate(tokens) if k > cue.at and _sets(token) and not _set_itself(cue, k)]
    # "помощь при подготовке Конгресса: он состоится в апреле 2020 года в Киото"
    ends += [
        k
        for k, (token, after) in enumerate(itertools.pairwise(tokens))
        if k > cue.at and token.surface == ":" and after.lemma in ("он", "она", "оно", "it")
    ]
    if cue.kind != "signing":
        ends += [
            k
            for k, token in enumerate(tokens)
            if k > cue.at
            and token.lemma in _set("clauses")
            and not any(one.lemma in _COURSE for one in tokens[max(0, k - 2) : k])
            and any(one.lemma in ("sign", "подписать", "заключить", "conclude") for one in tokens[k + 1 : k + 7])
        ]
    return min(ends, default=len(tokens))


def _sets(token: Token) -> bool:
    """Whether a word sets something for a day: "planned", not the plan that was signed."""
    return token.lemma in _set("set_for") and token.surface.lower() not in ("plan", "plans")


def _agrees(cue: Cue, k: int) -> bool:
    """Whether a Russian participle after a comma is of the encounter: "на встрече генпрокуроров, намеченной в Москве",
    by its case and gender, in which no noun between stands."""
    tokens = cue.sentence.tokens
    mine = {(one.case, one.gender, one.number) for one in readings(tokens[k].surface) if one.pos == "PRTF"}
    if not mine or tokens[k].surface.isascii() or tokens[k - 1].surface != "," or k - cue.at > 14:
        return False

    def fits(token: Token) -> bool:
        nouns = [one for one in readings(token.surface) if one.pos == "NOUN"]
        return any((one.case, one.gender, one.number) in mine for one in nouns)

    names = {j for one in cue.sentence.near for j in range(one.first, one.last)}
    return fits(tokens[cue.at]) and not any(fits(tokens[j]) for j in range(cue.at + 1, k) if j not in names)


def _set_itself(cue: Cue, k: int) -> bool:
    """Whether the encounter itself is set for a day: "Встреча намечена на 28 октября", "The meeting is set for"."""
    if _agrees(cue, k):
        return True
    if k - cue.at > 4:
        return False
    between = cue.sentence.tokens[cue.at : k]
    short = any(one.pos in ("PRTS", "VERB") for one in readings(cue.sentence.tokens[k].surface)[:1])
    return (short or any(token.lemma == "be" for token in between)) and not any(
        token.surface == "," for token in between
    )


#: "In whose course": what such a clause tells belongs to the encounter.
_COURSE = frozenset("рамка ход итог результат завершение during within after course".split())


def _since(found: DateFound, sentence: Sentence) -> bool:
    """Whether a date tells since when something goes on: "since their first pact was signed in 1997"."""
    k = token_at(sentence, found.start)
    for j in range(k - 1, max(-1, k - 15), -1):
        if sentence.tokens[j].surface in (",", ";"):
            return False
        if sentence.tokens[j].lemma == "since":
            return k - j >= 3 or len(found.value or "") == 4
    return False


def _until(found: DateFound, sentence: Sentence) -> bool:
    """Whether a date only ends a term: "программа до 2026 года", "a plan through 2026"."""
    k = token_at(sentence, found.start)
    whole = len((found.value or "").removeprefix("--")) in (5, 10)  # "three days until March 27"
    return (
        not whole and k > 0 and sentence.tokens[k - 1].lemma in ("до", "until", "till", "through", "before", "by", "к")
    )


def _of_other_clause(found: DateFound, sentence: Sentence, at: int) -> bool:
    """Whether a date belongs to a clause of another matter: "во исполнение поручения, которое президент дал 3 ноября",
    "после приезда в Москву, где он участвует в форуме, назначенном на 20 ноября"."""
    k = token_at(sentence, found.start)
    tokens = sentence.tokens
    opens = next(
        (
            j
            for j in range(min(k, len(tokens)) - 1, max(0, k - 25), -1)
            if tokens[j].lemma in word_set("cues", "clauses")
        ),
        None,
    )
    if opens is None or opens <= at or any(token.surface == ";" for token in tokens[opens:k]):
        return False
    if of_another(tokens, at, k):
        return True
    told = triggers().told(tokens[opens:k])
    held = any(token.lemma in word_set("cues", "was_held") for token in tokens[opens:k])
    held = held or any(t.surface.lower() in word_set("cues", "was_held_written") for t in tokens[opens:k])
    held = held or any(token.lemma == "venue" for token in tokens[opens:k])
    if held and not tokens[at].surface.isascii() and _comes_after(tokens, at, opens, k):
        return True
    if tokens[opens].surface.isascii():  # "the meeting, which is slated for 4-8 March", "which opens on 29 September"
        sets = word_set("cues", "set_for") | word_set("cues", "opens")
        held = held or any(token.lemma in sets for token in tokens[opens + 1 : min(k, opens + 5)])
    commas = sum(token.surface == "," for token in tokens[opens:k])
    return not told and not held and commas <= 2


def signed_there(sentence: Sentence, k: int, at: int = -1) -> bool:
    """Whether the word at ``k`` is of a clause after ``at`` that tells where or when a document was signed:
    "соглашение, которое было подписано 6 февраля 2018 года в Ташкенте"."""
    tokens = sentence.tokens
    which = next(
        (j for j in range(k - 1, max(at, k - 16), -1) if tokens[j].lemma in ("который", "which", "that")), None
    )
    if which is None or any(token.lemma in _COURSE for token in tokens[max(0, which - 2) : which]):
        return False
    between = tokens[which:k]
    signed = any(token.lemma in ("подписать", "заключить", "sign", "conclude") for token in between)
    return signed and not any(token.surface == ";" for token in between)


#: Houses of a state abroad, which are called after the city they stand in.
_MISSIONS = frozenset("embassy commission ambassador consulate consul посольство посол консульство консул".split())


def _of_embassy(one: Near, sentence: Sentence) -> bool:
    """Whether a city only tells which mission is meant: "the Indian High Commission in Islamabad had handed over"."""
    before = [token.lemma for token in sentence.tokens[max(0, one.first - 2) : one.first]]
    return len(before) == 2 and before[0] in _MISSIONS and before[1] in ("in", "to", "в", "at")


def _comes_after(tokens: Sequence[Token], at: int, opens: int, k: int) -> bool:
    """Whether a clause speaks of what is to come, beside a Russian verb of what was: "принимая гостя, сказала о
    подготовке конгресса, который пройдет в 2020 году"."""
    verb = any(one.pos in ("GRND", "VERB") and one.tense != "futr" for one in readings(tokens[at].surface)[:1])
    coming = any(one.tense == "futr" for token in tokens[opens:k] for one in readings(token.surface)[:1])
    return verb and coming and not tokens[at].surface.isascii()


#: How a body is told to have been founded, between commas.
_FOUNDED = frozenset(
    """set establish established found founded create created form formed создать созданный учредить учрежденный
    образовать""".split()
)


def _of_founding(sentence: Sentence, k: int) -> bool:
    """Whether the word at ``k`` tells only when or where a body was founded: "the Council, set up in Baku in 2021, has
    been held in Bishkek"."""
    tokens = sentence.tokens
    first = next((j for j in range(min(k, len(tokens)) - 1, 0, -1) if tokens[j].surface == ","), None)
    body = first is not None and any(token.lemma == "body" for token in tokens[first + 1 : first + 3])
    if first is None or not (body or any(token.surface == "," for token in tokens[k:])):
        return False
    opens = [token.lemma for token in tokens[first + 1 : first + 4]]
    while opens and opens[0] in ("a", "the", "body", "which", "be", "council", "who"):
        opens = opens[1:]
    return bool(opens) and opens[0] in _FOUNDED


def _of_report(found: DateFound, sentence: Sentence) -> bool:
    """Whether a date is only the day on which something was told: "…, 27 октября сообщает пресс-служба", "the High
    Commission posted on Thursday"."""
    k = token_at(sentence, found.start)
    if found.relative and k > 1:
        before = [token.lemma for token in sentence.tokens[max(0, k - 3) : k] if token.lemma not in ("on", "here")]
        if before and before[-1] in word_set("cues", "telling"):
            return True
    k = token_at(sentence, found.end)
    return k < len(sentence.tokens) and sentence.tokens[k].lemma in ("сообщать", "передавать", "сообщить", "передать")


#: How a document that a participle describes is called in English.
_PAPERS = frozenset(
    "agreement memorandum mou pact treaty programme program protocol deal accord convention plan".split()
)
#: What was done with a document on a day of its own.
_DONE = frozenset("подписать подписанный заключить заключенный принять принятый утвердить ратифицировать".split())


def _of_what_was_signed(found: DateFound, sentence: Sentence, at: int) -> bool:
    """Whether a date is of a document that a participle after the cue describes: "подписание программы послужит
    выполнению соглашения, подписанного 6 февраля 2018 года"."""
    k = token_at(sentence, found.start)
    tokens = sentence.tokens
    if any(
        tokens[j].surface in ("signed", "inked", "concluded")
        and j > at
        and any(one.lemma in _PAPERS for one in tokens[max(at + 1, j - 6) : j])
        and not any(one.surface in (",", ";") or one.lemma in ("be", "have") for one in tokens[j - 4 : j])
        for j in range(max(1, k - 3), k)
    ):
        return True  # "to put into effect their pact inked in 2012"
    return any(
        token.lemma in _DONE and any(one.pos == "PRTF" and one.case != "nomn" for one in readings(token.surface)[:1])
        for token in sentence.tokens[max(at + 1, k - 4) : k]
    )


def _ends_document(found: DateFound, sentence: Sentence) -> bool:
    """Whether a day ends the name of a document: "the Agreement of A and B on visits of 19 November 2004"."""
    k = token_at(sentence, found.start)
    if k == 0 or sentence.tokens[k - 1].lemma not in ("of", "от") or len(found.value or "") != 10:
        return False
    return any(first < k < last for first, last, _ in documents_in(sentence.tokens))


def _of_dateline(found: DateFound, sentence: Sentence) -> bool:
    """Whether a date only opens a sentence, before a dash: the day on which it was written."""
    k = token_at(sentence, found.end)
    tokens = sentence.tokens
    if k + 3 < len(tokens) and tokens[k].surface == "(" and tokens[k + 2].surface == ")":
        k += 3  # "BRUSSELS, 22nd October, 2025 (WAM) – …"
    return token_at(sentence, found.start) <= 3 and k < len(tokens) and tokens[k].surface in "-–—:"


def _dateline(sentence: Sentence) -> bool:
    """Whether a sentence opens with the place from which it is written: "New Delhi: …", "МОСКВА, 25 мая – …"."""
    first = next((near for near in sentence.near if near.kind == "city"), None)
    if first is None or first.first > 0 or first.last >= len(sentence.tokens):
        return False
    return sentence.tokens[first.last].surface in (",", "(", "[", "/", "–", "—", "-", ":", ".")


def _of_name(one: Near, sentence: Sentence) -> bool:
    return any(m.first <= one.first < m.last for m in sentence.mentions)


#: What is called after the city where it was founded.
_EVENTS = frozenset(("Forum", "Conference", "Convention", "Declaration", "Summit", "Process", "Protocol"))


def inside_of(one: Near, sentence: Sentence) -> bool:
    """Whether "в", "in" stands before a place, with "городе", "capital" or the like between."""
    after = sentence.tokens[one.last : one.last + 4]
    if one.kind == "city" and after and after[0].capital and any(t.surface in _EVENTS for t in after):
        return False  # "at the St. Petersburg International Economic Forum"
    k = one.first - 1
    steps = 0
    while k >= 0 and steps < 8:
        low = sentence.tokens[k].lemma
        if low in _set("inside"):
            return True
        if low not in _set("of_place") and not any(near.first <= k < near.last for near in sentence.near):
            return False
        k -= 1
        steps += 1
    return False


def token_at(sentence: Sentence, start: int) -> int:
    for k, token in enumerate(sentence.tokens):
        if token.end > start:
            return k
    return len(sentence.tokens)
