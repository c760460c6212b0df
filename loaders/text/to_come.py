"""Whether a sentence speaks of what is to come: by its words, by a future tense, by the line that it is."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from .lexicon import word_set
from .scene import Sentence
from .tokens import Token, readings
from .triggers import triggers


def _set(entry: str) -> frozenset[str]:
    return word_set("cues", entry)


def is_planned(sentence: Sentence, at: int, words: Collection[str] = (), until: int | None = None) -> bool:
    """Whether the sentence, up to token ``until``, speaks of what is to come: by its words, or by a future tense."""
    tokens = sentence.tokens[:until]
    for first, _last in triggers().marked("planned", tokens):
        one = tokens[first]
        if one.surface.lower() == "gathered" and not any(
            t.lemma in ("be", "to") for t in tokens[max(0, first - 2) : first]
        ):
            continue  # "gathered for their annual meeting"
        if one.lemma == "предстоящий" and [t.lemma for t in tokens[first + 1 : first + 2]] in _NO_GATHERING:
            continue  # "пожелал им успехов в предстоящей работе"
        if one.lemma == "наметить" and not one.surface.lower().startswith("намечен"):
            continue
        if _of_other_matters(tokens, first, _last):
            continue
        return True
    if _on_programme(tokens, at):
        return True
    for first, _last in triggers().marked("before", tokens):
        if first < at and any(token.surface.lower() in ("was", "were") for token in tokens[first:at]):
            continue  # "How to prepare for the visit was the subject of talks"
        if not (at < first and any(was(token) for token in tokens[max(0, at - 12) : first])):
            return True
    if any(abs(k - at) <= 8 or at == 0 for k in triggers().intended(tokens)):
        return True
    if tokens[at].lemma == "have" and any(token.surface == "will" for token in tokens[max(0, at - 3) : at]):
        return True  # "will also have a meeting with the Speaker"
    if tokens[0].lemma in ("should", "if") and any(token.surface.lower() == "would" for token in tokens):
        return True  # "Should it be confirmed, the visit would be the first ever"
    if (sentence.title or _heads(sentence)) and any(
        a.lemma == "to" and b.lemma in _set("after_will") for a, b in itertools.pairwise(tokens) if a.surface == "to"
    ):
        return True  # a headline: "Ministers to meet in Tashkent"
    if _when_they(tokens, at):
        return True
    if _present(tokens, at) and triggers().marked("tomorrow", tokens):
        return True
    past = any(was(token) and not token.surface.isascii() for token in tokens[:at])
    for k in range(max(0, at - (12 if past else 50)), _reach(tokens, at)):
        token = tokens[k]
        if k < at - 30 and any(was(one) for one in tokens[k:at]):
            continue
        low = token.surface.lower()
        if k < at and (_quote_ends(tokens, k, at) or (low.isascii() and _relative_before(tokens, k, at))):
            continue  # "…will see the arrival of the convicts", he said, having held a meeting
        if low in ("will", "would") and k + 1 < len(tokens) and tokens[k + 1].lemma != "like":
            following = {token.lemma for token in tokens[k + 1 : k + 4]}
            # "voiced hope that the meeting would be an opportunity": of the meeting that is told
            hoped = low == "would" and any(one.lemma in ("hope", "confidence") for one in tokens[:k])
            if following & (_set("after_will") - ({"be"} if hoped else set())):
                return True
        going = low in ("was", "were") and [one.surface for one in tokens[k + 1 : k + 3]] == ["going", "to"]
        if (
            (low in ("is", "are") or going)
            and (bare := _to_do(tokens, k)) is not None
            and bare.lemma in _set("after_is_to")
        ):
            return True
        if not low.isascii() and (token.lemma in _set("future") or token.lemma in words):
            if of_another(tokens, at, k):
                continue
            if low in ("будет", "будут"):
                if any(_infinitive(one) and one.lemma in _set("after_will_be") for one in tokens[k + 1 : k + 4]):
                    return True
            elif any(one.tense == "futr" for one in readings(low)[:1]):
                return True
    return False


def _when_they(tokens: Sequence[Token], at: int) -> bool:
    """Whether an English clause of time tells in the present what is to come: "relations will become stronger when the
    Attorney Generals sign a treaty on Wednesday"."""
    if tokens[at].surface not in ("sign", "ink", "meet", "visit"):
        return False
    when = next(
        (k for k in range(at - 1, max(0, at - 14), -1) if tokens[k].surface in ("when", "once", "before")), None
    )
    return when is not None and any(token.surface in ("will", "would") for token in tokens[:when])


def _of_other_matters(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether words of what is to come are of no encounter: a programme that "включала" a visit to a museum, directions
    in which agencies "предстоит работать", papers that "готовятся"."""
    told = tokens[first:last]
    if any(one.lemma in ("включать", "предусматривать") and was(one) for one in told):
        return True
    if tokens[first].lemma == "предстоять" and last < len(tokens):
        coming = _set("future") | _set("after_will_be")
        return any(one.pos == "INFN" for one in readings(tokens[last].surface)[:1]) and tokens[last].lemma not in coming
    return tokens[first].lemma == "готовиться" and any(
        one.lemma in ("документ", "проект", "материал") for one in tokens[last : last + 5]
    )


#: Verbs after the programme of a journey: what they have for object is to come.
_INCLUDES = frozenset("включать предусматривать предусмотреть include provide envisage feature".split())


def _on_programme(tokens: Sequence[Token], at: int) -> bool:
    """Whether a meeting is on the programme of a visit: "Программа пребывания Н. в Пхеньяне включает встречу"."""
    for k, token in enumerate(tokens[:at]):
        if token.lemma in ("программа", "programme", "program", "itinerary"):
            verb = next((j for j in range(k + 1, min(k + 9, at)) if tokens[j].lemma in _INCLUDES), None)
            if verb is not None and at - verb <= 5 and not was(tokens[verb]):
                return True
    return False


def _relative_before(tokens: Sequence[Token], k: int, at: int) -> bool:
    """Whether an English future stands in a relative clause that ends before what is told: "how to prepare for the
    visit that the Minister is soon to pay, was the subject of talks"."""
    which = next((j for j in range(k - 1, max(0, k - 14), -1) if tokens[j].lemma in ("that", "which", "whom")), None)
    if which is None or any(token.surface == "," for token in tokens[which + 1 : k]):
        return False
    before = tokens[max(0, which - 2) : which]
    if triggers().marked("speech", before) or (before and before[-1].surface.endswith("ed")):
        return False  # "said that they will", "announced on Monday that it will host"
    if any([t.lemma for t in tokens[j : j + 3]] == [",", "and", "the"] for j in range(k, at)):
        return (
            False  # "COP29, which will be held in November, and the 29th conference": what is beside it is to come too
        )
    return any(token.surface == "," or was(token) for token in tokens[k:at])


def _quote_ends(tokens: Sequence[Token], k: int, at: int) -> bool:
    """Whether a quotation ends between two words: what is said in it is not of what is told after it."""
    return any(token.surface in ("”", "»", '"') for token in tokens[k:at]) and not any(
        token.surface in ("“", "«") for token in tokens[k:at]
    )


def _present(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb at ``at`` is in the present: "leaves for", "is coming to", "вылетает"."""
    low = tokens[at].surface.lower()
    if low.isascii():
        return low in ("is", "are") or (low.endswith("s") and low != tokens[at].lemma)
    return any(one.tense == "pres" for one in readings(low)[:1])


_NO_GATHERING = (["работа"], ["деятельность"], ["год"], ["период"], ["пост"])


def of_another(tokens: Sequence[Token], at: int, k: int) -> bool:
    """Whether a future at ``k`` is of a thing named after the encounter at ``at``: "отметила на встрече …, в том числе
    при подготовке конгресса, который пройдет в 2020 году", by the gender of the relative pronoun."""
    which = next((j for j in range(min(k, len(tokens)) - 1, at, -1) if tokens[j].lemma == "который"), None)
    if which is None or any(token.surface == ";" for token in tokens[which:k]):
        return False
    pronouns = [one for one in readings(tokens[which].surface) if one.case == "nomn"]
    nouns = [one for one in readings(tokens[at].surface) if one.pos == "NOUN"]
    if not pronouns or not nouns:
        return False
    two = tokens[at].lemma in ("встреча", "беседа", "визит")
    if two and all(one.number == "plur" for one in pronouns) and nouns[0].number == "sing":
        return True  # "на встрече обсудили подготовку к конференции и ассамблее, которые состоятся в сентябре"
    return all(one.number == "sing" and one.gender and one.gender != nouns[0].gender for one in pronouns)


def _heads(sentence: Sentence) -> bool:
    """Whether a sentence is a heading of the page: short, and without a stop."""
    tokens = sentence.tokens
    return len(tokens) <= 20 and tokens[-1].surface not in (".", "!", "?", "…", "»", "”", '"', ":", ";")


def was(token: Token) -> bool:
    """Whether a word is a verb in the past: "met ahead of the summit" tells of what was."""
    low = token.surface.lower()
    if low.isascii():
        return low in _set("met") or (low.endswith("ed") and low != token.lemma)
    return any(one.tense == "past" for one in readings(low)[:1])


def _reach(tokens: Sequence[Token], at: int) -> int:
    """How far after ``at`` a verb may stand that tells when: farther where no verb in the past comes before it."""
    near, far = min(len(tokens), at + 14), min(len(tokens), at + 30)
    for k in range(at, far):
        if tokens[k].surface == ";" or (k >= near and tokens[k].surface in ("»", "”")):
            return max(near, k)
        if any(one.tense == "past" for one in readings(tokens[k].surface)[:1]):
            return near
    return far if not any(token.surface.isascii() and token.word for token in tokens[at:far]) else near


def _to_do(tokens: Sequence[Token], k: int) -> Token | None:
    """The verb after "is to", an adverb or "due" between."""
    for j in range(k + 1, min(k + 4, len(tokens) - 1)):
        if tokens[j].lemma == "to":
            return tokens[j + 1]
        if tokens[j].lemma not in _set("inside_is_to"):
            return None
    return None


def _infinitive(token: Token) -> bool:
    return any(one.pos in ("INFN", "PRTS") for one in readings(token.surface)[:1])
