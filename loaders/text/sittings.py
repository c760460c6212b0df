"""Sentences that tell of a sitting of a body, with the body's name or after it was named."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection, Sequence

from .cues import Cue, when_where
from .gatherings import BodyFound
from .lexicon import word_set
from .ordinals import ordinal_of
from .scene import Sentence
from .to_come import is_planned
from .tokens import Token, readings
from .triggers import triggers

#: Words for a sitting that are said of nothing else.
_SITTING = ("заседание", "совещание", "session")
#: Words that say that a sitting is numbered with them: "собрался на тринадцатое заседание".
_NUMBERED = (
    *("заседание", "совещание", "сессия", "встреча", "ассамблея", "конференция", "съезд"),
    *("session", "meeting", "assembly", "conference", "congress"),
)
#: What a body is said to be.
_ORGAN = ("орган", "механизм", "совещательный", "форум", "body", "mechanism", "structure", "площадка")
#: Words that name the body again, by its kind or its officials: the sitting is of no other.
_SAME = frozenset(
    "совет координационный орган механизм организация генеральный генпрокурор министр председатель".split()
)
#: What tells that the members of a body named with its officials agreed on something, or met.
_AGREED = frozenset(
    "условиться договориться согласовать решить утвердить adopt pledge underline обсудить встретиться собраться "
    "подписать agree meet gather discuss sign convene".split()
)
#: What tells that a body named alone sat.
_SAT = frozenset(
    "собраться заседать провести состояться пройти рассмотреть утвердить избрать подписать договориться convene "
    "sign meet gather hold adopt".split()
)
#: What is founded, or to be founded, has not met.
_FOUNDED = frozenset("создание создать учреждение учредить set setting establish create found establishment".split())
#: A sitting without a day that these words stand beside is an earlier one.
_LAST = ("последний", "прошлый", "предыдущий", "минувший", "last", "previous")


#: The rule of a sitting that a meeting of experts prepares.
PREPARED = "sitting-prepared"


def sits(found: BodyFound) -> bool:
    """Whether a body meets in sessions: an executive structure does not."""
    return found.body.thing not in ("body/sco-rats",)


def sitting_again(sentence: Sentence, body: BodyFound) -> list[Cue]:
    """A sitting named without its body, after the body was named: "на 35-м заседании", "следующее заседание"."""
    for k, token in enumerate(sentence.tokens):
        if any(one.lemma in ("trilateral", "bilateral", "трехсторонний") for one in sentence.tokens[max(0, k - 3) : k]):
            continue
        if k and sentence.tokens[k - 1].lemma == "working":
            continue  # "the working session that he held with his counterpart" is a meeting
        sure = token.lemma in _SITTING and not _several(token)
        if not sure and token.lemma not in ("встреча", "meeting", "сессия"):
            continue
        if any(found.first <= k < found.last for found in sentence.bodies) or _of_another(sentence, k):
            continue
        ordinal = next(
            (number for j in (k - 1, k - 2, k - 3) if j >= 0 and (number := ordinal_of(sentence.tokens, j))), None
        )
        if [one.lemma for one in sentence.tokens[k + 1 : k + 2]] in (["for"], ["для"]):
            continue  # "It was also the first meeting for Iran": not the body's first
        sure = sure or _presided(sentence, k)
        following = any(one.lemma in ("следующий", "next") for one in sentence.tokens[max(0, k - 3) : k])
        if not sure and ordinal is None and not following:
            continue
        if defined(sentence, body):
            continue
        cue = Cue(
            "session", sentence, body=BodyFound(body.body, k, k + 1, ordinal, True, False), at=k, rule="sitting-of-body"
        )
        cue.held = bool(triggers().marked("held", sentence.tokens))
        when_where(cue)
        if following and not was_held(sentence):
            cue.planned = True  # "для следующего, 36-го заседания выбрана Казань"
        return [cue]
    planned = next((k for k, token in enumerate(sentence.tokens) if token.lemma in ("совет", "council")), None)
    if planned is not None and sentence.has("следующий", "next") and is_planned(sentence, planned):
        cue = Cue(
            "session",
            sentence,
            body=BodyFound(body.body, planned, planned + 1, None, True, False),
            at=planned,
            rule="next-sitting",
        )
        when_where(cue)
        cue.planned = True
        return [cue]
    return []


def _presided(sentence: Sentence, k: int) -> bool:
    """Whether somebody led the sitting at ``k``: "presided over the meeting", "вёл заседание"."""
    before = sentence.tokens[max(0, k - 4) : k]
    leads = any(
        token.lemma in ("preside", "presided", "presiding", "chair", "chaired", "председательствовать", "вести")
        for token in before
    )
    return leads and not any(token.lemma in ("a", "an", "bilateral", "двусторонний") for token in before)


def led(sentence: Sentence, at: Collection[int]) -> bool:
    """Whether all sittings told at these places are told by who led them."""
    return all(_presided(sentence, k) for k in at)


#: Words that name again a sitting to come.
_AGAIN = frozenset("форум мероприятие саммит встреча event forum summit meeting gathering".split())


#: What a sentence may begin with that goes on about the sitting: "It will take place on 3-5 September".
_IT = frozenset(("It", "Оно", "Она", "Он"))


def sitting_ahead(sentence: Sentence, body: BodyFound) -> list[Cue]:
    """When or where a sitting to come will be, by another word: "форум пройдёт в Астане 4 сентября"."""
    for k, token in enumerate(sentence.tokens):
        again = token.lemma in _AGAIN or (k == 0 and token.surface in _IT)
        if not again or _several(token) or _of_another(sentence, k) or not is_planned(sentence, k):
            continue
        cue = Cue(
            "session", sentence, body=BodyFound(body.body, k, k + 1, None, True, False), at=k, rule="sitting-ahead"
        )
        when_where(cue)
        cue.planned = True
        return [cue] if cue.date is not None or cue.city is not None else []
    return []


def defined(sentence: Sentence, found: BodyFound) -> bool:
    """Whether the sentence says what the body is, not that it met: "Встреча … — совещательный орган"."""
    after = sentence.tokens[found.last : found.last + 4]
    lemmas = [token.lemma for token in after]
    return (
        bool(after)
        and (after[0].surface in ("—", "–", "-") or lemmas[:1] == ["являться"] or "собой" in [t.surface for t in after])
        and any(token.lemma in _ORGAN for token in sentence.tokens[found.last : found.last + 9])
    ) or (
        lemmas[:2] in (["be", "a"], ["be", "the"], ["be", "an"]) and sentence.has("body", "mechanism", "forum", "organ")
    )


def _numbered(found: BodyFound, sentence: Sentence) -> BodyFound:
    """The ordinal of the sitting elsewhere in the sentence: "Совет … собрался на тринадцатое заседание"."""
    for k, token in enumerate(sentence.tokens):
        if token.lemma in _NUMBERED:
            counted = any(one.lemma in ("счет", "счёт") for one in sentence.tokens[max(0, k - 1) : k])
            apart = sentence.tokens[k : found.first] if k < found.first else sentence.tokens[found.last : k]
            if any(one.surface == "," for one in apart) and any(one.lemma in ("say", "that") for one in apart):
                continue  # "on the sidelines of the 7th Regional Conference, he said, the prosecutors of BRICS met"
            for j in (k - 1, k - 2, *((k - 3,) if counted else ())):
                if j >= 0 and (number := ordinal_of(sentence.tokens, j)) is not None:
                    return dataclasses.replace(found, ordinal=number)
    return found


def _many(sentence: Sentence, found: BodyFound) -> bool:
    """Whether several sittings are spoken of at once: "встречи генпрокуроров СНГ дважды проходили у нас"."""
    tokens = sentence.tokens
    for k in range(max(0, found.first - 2), found.last):
        low = tokens[k].surface.lower()
        if low.isascii():
            if low in ("meetings", "sessions", "sittings", "conferences"):
                return True
        elif tokens[k].lemma in _NUMBERED and any(one.number == "plur" for one in readings(tokens[k].surface)):
            if not any(one.number == "sing" for one in readings(tokens[k].surface) if one.pos == "NOUN"):
                return True
            after = [readings(token.surface)[:1] for token in tokens[found.last : found.last + 8]]
            if any(one.tense == "past" and one.number == "plur" for known in after for one in known):
                return True  # "встречи … дважды проходили": the verb tells that there were several
    return False


def _infinitive(token: Token) -> bool:
    """Whether a Russian verb only names what may be done: "предложил рассмотреть"."""
    return any(one.pos == "INFN" for one in readings(token.surface)[:1])


def _several(token: Token) -> bool:
    """Whether a Russian noun can only be a plural."""
    known = [one for one in readings(token.surface) if one.pos == "NOUN"]
    return bool(known) and all(one.number == "plur" for one in known)


def _of_another(sentence: Sentence, k: int) -> bool:
    """Whether a sitting is of something else that the next words name: "на заседании Совета судей"."""
    following = sentence.tokens[k + 1 : k + 4]
    if not following or not following[0].word:
        return False
    first = following[0]
    if first.surface.isascii():
        return first.lemma in ("of", "on", "with") and not any(
            token.lemma in ("council", "prosecutor") for token in following
        )
    if (
        first.lemma == "совет"
        and len(following) > 1
        and following[1].word
        and is_genitive(following[1])
        and following[1].lemma not in _SAME
    ):
        return True
    return is_genitive(first) and first.lemma not in _SAME and not any(near.first == k + 1 for near in sentence.near)


def is_genitive(token: Token) -> bool:
    """Whether a word can be a noun or adjective in the genitive, and no verb."""
    known = readings(token.surface)
    if any(one.pos == "VERB" for one in known):
        return False
    return bool(known) and any(one.pos in ("NOUN", "ADJF") and one.case == "gent" for one in known)


def _sitting_near(sentence: Sentence, found: BodyFound) -> bool:
    """Whether a word for a sitting stands near a body's name; "session" counts anywhere in the sentence."""
    return any(
        kind == "session"
        and part == "noun"
        and (
            abs(first - found.last) < 6
            or abs(found.first - last) < 4
            or sentence.tokens[first].lemma in ("заседание", "сессия", "session")
        )
        for kind, part, first, last in triggers().told(sentence.tokens)
    ) or _before_its_organisation(sentence, found)


def _before_its_organisation(sentence: Sentence, found: BodyFound) -> bool:
    """Whether only the organisation stands between a numbered sitting and its body: "the 3rd meeting of the
    Organization of Turkic States (OTS) Council of General Prosecutors"."""
    named = {k for one in sentence.near if one.kind == "organisation" for k in range(one.first, one.last)}
    k = found.first - 1
    while k > 1 and (k in named or sentence.tokens[k].lemma in ("of", "the", "(", ")")):
        k -= 1
    return (
        0 < k < found.first - 1
        and sentence.tokens[k].lemma in _NUMBERED
        and any(ordinal_of(sentence.tokens, j) is not None for j in (k - 1, k - 2) if j >= 0)
    )


def _at_sitting(sentence: Sentence) -> bool:
    """Whether the sentence tells what happened at a sitting: "на заседании полномочия перешли к …"."""
    tokens = sentence.tokens
    at = any(token.lemma in _SITTING and k and tokens[k - 1].lemma in ("на", "at") for k, token in enumerate(tokens))
    return at and any(any(one.tense == "past" for one in readings(token.surface)[:2]) for token in tokens)


def _past_members(tokens: Sequence[Token], k: int) -> int:
    """Past "(SCO) member states" after the name of an organisation."""
    while k < len(tokens) and (
        tokens[k].surface in ("(", ")") or tokens[k].lemma in _MEMBERS or tokens[k].surface.isupper()
    ):
        k += 1
    return k


_MEMBERS = frozenset("member state country nation государство страна член участник".split())
#: What is still to come by the adjective beside it: "on the margins of the forthcoming session".
_COMING = frozenset("forthcoming upcoming предстоящий грядущий".split())


def _of_next_year(sentence: Sentence, found: BodyFound) -> bool:
    """Whether the words just after a body's name say that the sitting is of the next year or month."""
    after = [token.lemma for token in sentence.tokens[found.last : found.last + 5]]
    return any(
        (a, b)
        in (("next", "year"), ("next", "month"), ("следующий", "год"), ("следующий", "месяц"), ("будущий", "год"))
        for a, b in itertools.pairwise(after)
    )


def sittings_in(sentence: Sentence) -> list[Cue]:
    """The sittings of bodies that a sentence names and says something of: held, agreed, numbered, dated or planned."""
    out = []
    held = triggers().marked("held", sentence.tokens)
    for found in sentence.bodies:
        agreed = False
        if not sits(found) and not found.gathering:
            continue
        evidence = found.gathering or found.ordinal is not None
        noun = _sitting_near(sentence, found)
        if found.named and not found.gathering and not noun and found.ordinal is None:
            # "Генеральный секретарь КСГП": the body alone is no sitting of it, but what it did there may tell one
            near_verb = any(last <= found.first + 12 and first >= found.first - 12 for first, last in held)
            evidence = near_verb and any(
                sentence.tokens[k].lemma in _SAT and not _infinitive(sentence.tokens[k])
                for k in range(max(0, found.first - 10), min(len(sentence.tokens), found.last + 10))
            )
        elif not (evidence or noun):
            after = sentence.tokens[max(0, found.first - 4) : _past_members(sentence.tokens, found.last) + 4]
            if any(token.lemma in _FOUNDED for token in sentence.tokens[max(0, found.first - 5) : found.first]):
                continue
            if not any(token.lemma in _AGREED for token in after):
                continue
            evidence = agreed = True
        if not evidence and not noun:
            continue
        if found.ordinal is None and noun:
            found = _numbered(found, sentence)
        if found.ordinal is None and _many(sentence, found):
            continue
        if defined(sentence, found) or not (
            agreed
            or held
            or _at_sitting(sentence)
            or found.ordinal is not None
            or sentence.dates
            or is_planned(sentence, found.first)
        ):
            continue
        if found.ordinal is None:
            found = _numbered(found, sentence)
        cue = Cue("session", sentence, body=found, at=found.first, rule="body-and-gathering")
        cue.held = bool(held) or agreed or _at_sitting(sentence)
        when_where(cue)
        before = sentence.tokens[max(0, found.first - 3) : found.first + 2]
        if _of_next_year(sentence, found) or (any(one.lemma in _COMING for one in before) and not was_held(sentence)):
            cue.planned = True
        if _prepared(sentence, found):
            cue.planned, cue.held, cue.rule = True, False, PREPARED
            cue.date = cue.city = cue.place = None  # those of the meeting that prepares it
        if cue.date is None and found.ordinal is None and any(token.lemma in _LAST for token in before):
            cue.background = True
        out.append(cue)
    return out


#: How a sitting is told to be what another meeting prepares.
_PREPARING = frozenset("подготовка preparation prepare preparatory".split())


def _prepared(sentence: Sentence, found: BodyFound) -> bool:
    """Whether a sitting is what a meeting told before it in the sentence prepares: "прошло заседание экспертов,
    посвященное подготовке одиннадцатого Совещания министров", "met to prepare the ground for the 19th meeting"."""
    k = next(
        (k for k in range(found.first - 1, max(0, found.first - 9), -1) if sentence.tokens[k].lemma in _PREPARING), None
    )
    if k is None or any(token.surface in (";", ":") for token in sentence.tokens[k : found.first]):
        return False
    return any(kind in ("session", "meeting") and last <= k for kind, _, _, last in triggers().told(sentence.tokens))


def was_held(sentence: Sentence) -> bool:
    """Whether a verb of holding, in the past, stands in a sentence."""
    english, russian = word_set("cues", "was_held_written"), word_set("cues", "was_held")
    for k, token in enumerate(sentence.tokens):
        low = token.surface.lower()
        before = sentence.tokens[max(0, k - 2) : k]
        if low in english and not any(one.lemma in ("be", "to") for one in before):
            return True
        if low == "held" and any(one.surface.lower() in ("was", "were") for one in before):
            return True
        if token.lemma in russian and any(one.tense == "past" for one in readings(low)[:1]):
            return True
    return False


def goes_on_now(sentence: Sentence) -> bool:
    """Whether a sitting is told to be going on: "участники 35-го заседания, которое проходит в Душанбе"."""
    tokens = sentence.tokens
    for k, token in enumerate(tokens):
        if token.lemma in word_set("cues", "going_on") and any(
            one.tense == "pres" for one in readings(token.surface)[:1]
        ):
            return True
        if token.surface.lower() in ("is", "are") and [one.surface for one in tokens[k + 1 : k + 3]] in _ON_NOW:
            return True
    return False


_ON_NOW = (["taking", "place"], ["being", "held"], ["under", "way"])
