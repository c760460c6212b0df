"""A sentence that tells of an encounter: what kind, between whom, when, where, held or planned, now or earlier."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from .dates import DateFound
from .gatherings import BodyFound
from .lexicon import word_set
from .other_matters import COURSE, has_dateline, of_name, own_cities, own_days
from .parties import Party
from .posts import Near
from .scene import Sentence, token_at
from .to_come import is_planned
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
    end = own_words(cue)
    dated = own_days(sentence, cue.at, end)
    if dated:
        cue.date = min(dated, key=lambda one: abs(token_at(sentence, one.start) - cue.at))
    cities = own_cities(sentence, cue.at, end)
    if cities:
        inside = [one for one in cities if inside_of(one, sentence)]
        if inside:
            cue.city = min(inside, key=lambda one: abs(one.first - cue.at))
            cue.place = cue.city.code
        elif (
            (cue.kind == "session" or cue.verb)
            and len({one.code for one in cities}) == 1
            and not has_dateline(sentence)
        ):
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
    if _opens_at_meeting(sentence):  # "At a meeting with N., M. recalled that the two had met two years ago"
        marks = [first for first in marks if first < cue.at]
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
    cities = [one for one in sentence.near if one.kind == "city" and not of_name(one, sentence)]
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


def _opens_at_meeting(sentence: Sentence) -> bool:
    """Whether a sentence opens at a meeting with somebody, where what was before is only spoken of."""
    low = [token.lemma for token in sentence.tokens[:4]]
    return low[:4] in (
        ["at", "a", "meeting", "with"],
        ["at", "the", "meeting", "with"],
        ["during", "the", "meeting", "with"],
    ) or (low[:3] == ["на", "встреча", "с"])


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
            and not any(one.lemma in COURSE for one in tokens[max(0, k - 2) : k])
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
