"""What the words of meeting in a sentence mean: a circle of officials, a welcome at an airport, what was before."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .gatherings import pairs_of_states
from .lexicon import word_set
from .parties import Party
from .post_senses import is_verb
from .posts import Post
from .scene import Sentence
from .to_come import was
from .tokens import Token, readings


def happened(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> bool:
    """Whether a verb tells in the past tense what else would be to come: "met ahead of the upcoming session"."""
    tokens = sentence.tokens
    verbs = [first for _, part, first, _ in kinds if part == "verb"]
    told = [first for first in verbs if any(one.tense == "past" for one in readings(tokens[first].surface)[:1])]
    if any(not any(one.lemma == "быть" for one in tokens[max(0, first - 3) : first]) for first in told):
        return True
    if any(tokens[k].surface.lower() not in ("будет", "будут") for first in told for k in _be(tokens, first)):
        return True
    english = [first for first in verbs if tokens[first].surface.isascii()]
    return bool(english) and all(
        was(tokens[first])
        and not any(
            one.lemma in ("be", "to", "will", "would") and one.surface.lower() not in ("was", "were")
            for one in tokens[max(0, first - 2) : first]
        )
        for first in english
    )


def _be(tokens: Sequence[Token], k: int) -> list[int]:
    """Where "быть" stands just before a verb: "была подписана", "будет подписана"."""
    return [j for j in range(max(0, k - 3), k) if tokens[j].lemma == "быть"]


def before_that(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> bool:
    """Whether the past perfect tells what was before: "where an agreement had earlier been signed"."""
    tokens = sentence.tokens
    verbs = [first for _, part, first, _ in kinds if part == "verb" and tokens[first].surface.isascii()]
    if any(kind == "meeting" and part == "noun" and first < min(verbs, default=0) for kind, part, first, _ in kinds):
        return False  # "talks between A. and B., who had come on an official visit"
    return bool(verbs) and all(
        any(token.surface.lower() == "had" for token in tokens[max(0, first - 3) : first])
        and not any(token.lemma in ("say", "tell", "report") for token in tokens[max(0, first - 12) : first])
        for first in verbs
    )


def only_recalled(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> bool:
    """Whether a visit or meeting is only named as what somebody recalls, without a day: "He recalled the President's
    trip to Vietnam"."""
    recalled = next((k for k, token in enumerate(sentence.tokens) if token.lemma in ("recall", "вспомнить")), None)
    if recalled is None or any(one.value and not one.of_document for one in sentence.dates):
        return False
    return all(part == "noun" and first > recalled for _, part, first, _ in kinds)


def lately(tokens: Sequence[Token]) -> bool:
    """Whether a sentence opens with the day before or an hour of that day: "The day before, A and B had signed"."""
    low = [token.surface.lower() for token in tokens[:5]]
    return (
        low[:3] == ["the", "day", "before"]
        or low[:3] == ["a", "day", "earlier"]
        or low[:2] == ["hours", "earlier"]
        or (low[:1] == ["earlier"] and "day" in low)
    )


#: How many sides a meeting of office-holders has whose states are not counted: "of the two countries".
_TWO = frozenset("two both два оба обоих counterpart коллега".split())


def again_and_again(sentence: Sentence) -> bool:
    """Whether a sentence speaks of meetings in general: "встречи генеральных прокуроров будут проходить чаще"."""
    return sentence.has("чаще", "часто", "частый", "регулярно", "often", "regularly")


def arrived(sentence: Sentence) -> bool:
    """Whether a sentence tells that somebody has come: "приехали министры", "delegations have arrived"."""
    return sentence.has("приехать", "прибыть", "прилететь", "arrive")


def fell_through(sentence: Sentence) -> bool:
    """Whether a sentence tells that something was not held: "the meeting failed to take place", "встреча не
    состоялась"."""
    tokens = sentence.tokens
    for k, token in enumerate(tokens):
        after = [one.lemma for one in tokens[k + 1 : k + 4]]
        if token.lemma == "fail" and after in (["to", "take", "place"], ["to", "take", "off"]):
            return True
        if token.lemma == "not" and after[:2] == ["take", "place"]:
            return True
        if token.lemma == "не" and after[:1] in (["состояться"], ["пройти"]):
            return any(one.tense == "past" for one in readings(tokens[k + 1].surface)[:1])
    return False


_IS_HELD = frozenset((("is", "held"), ("are", "held"), ("takes", "place")))


def every_year(sentence: Sentence) -> bool:
    """Whether a sentence only tells that something is held year by year: "проходит каждый год с 1999 года"."""
    tokens = sentence.tokens
    for k, token in enumerate(tokens):
        known = readings(token.surface)[:1]
        holds = token.lemma in ("проходить", "проводить", "проводиться") and any(one.tense == "pres" for one in known)
        holds = holds or [one.surface for one in tokens[k : k + 2]] in (
            ["is", "held"],
            ["are", "held"],
            ["takes", "place"],
        )
        near = [one.lemma for one in tokens[max(0, k - 3) : k + 5]]
        pairs = set(itertools.pairwise(near))
        if holds and ("ежегодно" in near or pairs & {("каждый", "год"), ("every", "year"), ("each", "year")}):
            return True
    return False


_MEMBERS = frozenset("руководитель глава прокурор судья head prosecutor judge".split())


def of_a_circle(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> bool:
    """Whether many office-holders met: "a meeting of chief prosecutors", "встреча министров стран региона"."""
    tokens = sentence.tokens
    if again_and_again(sentence):
        return False
    for kind, part, _, last in kinds:
        if kind not in ("meeting", "session") or (part != "noun" and tokens[last - 1].lemma != "встреча"):
            continue
        circle = next(
            (
                post
                for post in sentence.posts
                if post.plural
                and post.post_id not in ("counterpart", "other", "ambassador")
                and 0 <= post.first - last <= 3
            ),
            None,
        )
        if circle is None or (tokens[last].surface.isascii() and tokens[last].lemma != "of"):
            continue
        if tokens[last].lemma == "с" and len(circle.states) >= 2:
            continue  # "переговоры с главами верховных судов": of somebody with each of them
        after = tokens[circle.last : circle.last + 6]
        more = any(token.lemma in ("страна", "государство", "region", "регион") for token in after)
        if len(circle.states) >= 3 or (len(circle.states) < 2 and (more or not circle.states)):
            return not any(token.lemma in _TWO for token in after)
    return False


def cue_of_three(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> bool:
    """Whether a meeting of three sides is told, which is no sitting of a body."""
    return any(
        kind in ("meeting", "session")
        and any(token.lemma in _THREE for token in sentence.tokens[max(0, first - 3) : last + 4])
        for kind, _, first, last in kinds
    )


_THREE = frozenset("trilateral tripartite трехсторонний трёхсторонний".split())


def circle_met(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence, parties: Sequence[Party]) -> bool:
    """Whether the holders of one office of three states and more, and nobody else, met: "The interior ministers of
    Hungary, Italy and Slovenia met in Budapest"."""
    verbs = [first for kind, part, first, _ in kinds if kind == "meeting" and part == "verb"]
    circle = next((post for post in sentence.posts if post.plural and len(set(post.states)) >= 3), None)
    if circle is None or not verbs or any(one.post is not circle for one in parties):
        return False
    # in English the subject comes first: "received the ministers of …" tells of a guest's host
    return circle.first < verbs[0] if sentence.tokens[verbs[0]].surface.isascii() else circle.case in ("nomn", None)


#: Who meets below those who decide.
_EXPERTS = frozenset("эксперт специалист заместитель рабочий expert specialist working senior".split())


def of_experts(told: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> bool:
    """Whether experts or a working group of three states and more, or of an organisation, sat."""
    tokens = sentence.tokens
    wide = (
        len(sentence.states) >= 3 or bool(sentence.bodies) or any(near.kind == "organisation" for near in sentence.near)
    )
    return wide and any(
        kind in ("meeting", "session") and part == "noun" and _of_whom(tokens, last) for kind, part, _, last in told
    )


def _of_whom(tokens: Sequence[Token], k: int) -> bool:
    """Whether those who met are experts: "a meeting of justice ministries' officials and experts from …"."""
    reach = 8 if k < len(tokens) and tokens[k].lemma == "of" else 3
    for token in tokens[k : k + reach]:
        if token.lemma in _EXPERTS:
            return True
        if token.surface in (",", ".", ";") or is_verb(token):
            return False
    return False


def purpose_of_coming(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> int | None:
    """Where an English infinitive begins that tells what somebody came for: "came to Moscow on Monday to hold talks
    and meet officials, including …"; None where none does."""
    tokens = sentence.tokens
    came = next((first for kind, part, first, _ in kinds if kind == "visit" and part == "verb"), None)
    if came is None or not tokens[came].surface.isascii() or not was(tokens[came]):
        return None
    met = [first for kind, part, first, _ in kinds if kind == "meeting" and part in ("verb", "to do") and first > came]
    to = next((k - 1 for k in met if tokens[k - 1].surface == "to"), None)
    other = any(kind == "meeting" and (to is None or first < to) for kind, _, first, _ in kinds)
    return None if other else to


def considered(sentence: Sentence, parties: Sequence[Party]) -> list[int]:
    """Verbs of talking something over whose subject are persons of two states: "Mr A and Ms B considered …"."""
    verbs = word_set("cues", "talking_over")
    out = []
    for k, token in enumerate(sentence.tokens):
        if token.lemma in verbs:
            before = [one for one in parties if one.first < k and one.figure is not None and k - one.first <= 30]
            both = [one for one in before if one.case in ("nomn", None) and one.state is not None]
            if len({one.state for one in both[-2:]}) == 2 and _joined_people(both[-2:], sentence):
                out.append(k)
    return out[:1]


def for_talks(sentence: Sentence) -> list[int]:
    """Where somebody "was in Vilnius on 18 September for talks", or will be abroad: "will be in Rome from 3 October",
    "будет находиться в Риме"."""
    tokens = sentence.tokens
    return [
        k
        for k, token in enumerate(tokens[:-2])
        if token.lemma in ("be", "находиться")
        and tokens[k + 1].lemma in ("in", "в")
        and any(near.first == k + 2 and near.kind in ("city", "state") for near in sentence.near)
        and (
            (k > 0 and tokens[k - 1].surface.lower() in ("will", "будет", "будут"))
            or any(a.lemma == "for" and b.lemma == "talk" for a, b in itertools.pairwise(tokens[k + 3 : k + 11]))
        )
    ][:1]


def _joined_people(two: Sequence[Party], sentence: Sentence) -> bool:
    """Whether two persons are one subject: "and" stands between them, and no verb."""
    between = sentence.tokens[two[0].first : two[1].first]
    return any(token.lemma in ("and", "и") for token in between) and not any(is_verb(token) for token in between)


def at_arrival(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> bool:
    """Whether guests are only welcomed as they arrive: "в аэропорту гостей встретили", "received at the airport"."""
    if not sentence.has(*word_set("cues", "arrivals")):
        return False
    welcoming = word_set("cues", "welcoming")
    return all(
        kind == "visit" or (part == "verb" and sentence.tokens[first].lemma in welcoming)
        for kind, part, first, _ in kinds
    )


def of_something_else(one: tuple[str, str, int, int], sentence: Sentence) -> bool:
    """Whether words of meeting or signing are of something else: "a statement over the signature of", "the process of
    consultation", "at the negotiating table were also", "консультации по кандидатуре"."""
    kind, part, first, last = one
    tokens = sentence.tokens
    before = [token.lemma for token in tokens[max(0, first - 2) : first]]
    low = tokens[first].surface.lower()
    if kind == "visit" and part == "verb":  # who came to the opening of something attends it
        return any(token.lemma in ("открытие", "opening") for token in tokens[max(0, first - 3) : last + 3])
    if part == "verb" and kind in ("visit", "meeting"):  # "several areas ought to be discussed"
        wished = [token.surface.lower() for token in tokens[max(0, first - 6) : first]]
        return bool({"should", "ought", "must", "might"} & set(wished)) and "," not in wished
    if part != "noun":
        return False
    if kind == "signing":
        return before[:1] in (["over"], ["under"], ["за"]) and low.startswith(("signature", "подпис"))
    if low == "consultation" and before[-1:] == ["of"]:
        return True
    if kind == "visit" and before[-1:] in (["mutual"], ["взаимный"]):
        return True  # "the agreement on mutual visits of citizens"
    if tokens[first].lemma == "переговоры" and before[-1:] == ["стол"]:
        return True
    return tokens[first].lemma == "консультация" and any(t.lemma == "кандидатура" for t in tokens[last : last + 3])


def of_two(sentence: Sentence) -> list[str]:
    """The two states of one adjective: "армяно-грузинский форум"."""
    return next(([one.code, other.code] for one, other in pairs_of_states(sentence.tokens, sentence.near)), [])


def circle_that_acted(sentence: Sentence) -> Post | None:
    """The holders of one office of three states and more who did something together in the past."""
    circle = next((post for post in sentence.posts if post.plural and len(set(post.states)) >= 3), None)
    acted = circle is not None and any(was(token) for token in sentence.tokens[circle.last :])
    return circle if acted else None
