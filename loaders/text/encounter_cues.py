"""The meeting, visit, signing or conference that a sentence tells: its kind, between whom, when and where."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from .cues import CIRCLE, Cue, when_where
from .drafts import head_of_state
from .encounter_words import Told, kinds_told
from .hosting import settle_host
from .parties import Party, only_author, parties_of
from .posts import Near
from .scene import Scene, Sentence
from .senses import (
    again_and_again,
    at_arrival,
    before_that,
    circle_met,
    considered,
    cue_of_three,
    every_year,
    happened,
    of_a_circle,
    of_experts,
    of_two,
    only_recalled,
)
from .triggers import triggers


def two_sided_in(sentence: Sentence, scene: Scene) -> list[Cue]:
    """The meeting, visit, signing or conference that a sentence tells: one at most."""
    words = triggers()
    told = words.told(sentence.tokens)
    experts = of_experts(told, sentence)
    kinds, purpose = kinds_told(told, experts, sentence, scene)
    if not kinds or only_recalled(kinds, sentence):
        return []
    parties = _of_main_clause(parties_of(sentence, scene), sentence)
    parties = [party for party in parties if not only_author(party.first, sentence)]
    parties = [party for party in parties if not _of_the_one(party.first, sentence)]
    parties = [party for party in parties if purpose is None or party.first < purpose]
    cue = Cue("meeting", sentence, parties=parties)
    verbs = {kind for kind, part, *_ in kinds if part == "verb"}
    nouns = {kind for kind, part, *_ in kinds if part == "noun"}
    if not _choose(cue, kinds, verbs, nouns, told, experts):
        return []
    cue.verb = bool(verbs)
    cue.at = min(one[2] for one in kinds) if experts else kinds[0][2]
    if cue.kind == "meeting" and kinds[0][:2] == ("visit", "noun"):
        # "Программа пребывания включает встречу": the meeting is told, the visit only named
        cue.at = next((first for kind, _, first, _ in kinds if kind == "meeting"), cue.at)
    if cue.kind == "visit" and kinds[0][1] == "noun":
        # "After the stay in Russia, the delegation will travel to Vietnam"
        cue.at = next((first for kind, part, first, _ in kinds if (kind, part) == ("visit", "verb")), cue.at)
    cue.held = bool(verbs) or bool(words.marked("held", sentence.tokens))
    cue.held = cue.held or _at_meeting_with(cue)
    cue.rule = cue.rule or f"{cue.kind}-{'verb' if verbs else 'noun'}"
    for party in parties:
        if party.state is not None and party.state not in cue.states:
            cue.states.append(party.state)
    if len(cue.states) < 2 and cue.kind == "signing":
        named = [one for one in sentence.near if one.kind in ("state", "adjective")]
        if len({one.code for one in named}) == 2 and len(parties) < 2 and side_by_side(named, sentence):
            cue.parties += [Party(one.code, None, None, one.first) for one in named if one.code not in cue.states]
            cue.states = list(dict.fromkeys([*cue.states, *(one.code for one in named)]))
    if not cue.states and cue.kind == "meeting" and "meeting" in nouns:
        for one in _side_by_side(kinds, sentence):
            cue.parties.append(Party(one.code, None, None, one.first))
            cue.states.append(one.code)
    union = any(one.kind == "organisation" and one.code == "Union State" for one in sentence.near)
    if not cue.states and cue.kind == "meeting" and union and sentence.has("коллегия"):
        # "объединенная коллегия МВД Союзного государства": it has two members
        cue.states = ["BY", "RU"]
        cue.parties += [Party(code, None, None, cue.at) for code in cue.states]
    if not cue.states and cue.kind == "conference":
        cue.states = of_two(sentence)
    if cue.kind == "conference" and not cue.held and _spoke_at(cue):
        cue.held = True
    when_where(cue)
    if cue.kind == "signing" and len(set(cue.states)) >= 4 and cue.date is not None and len(cue.date.value or "") == 4:
        return []  # "documents were signed in 2021 with the offices of Russia, Turkey, Georgia and Kazakhstan"
    if cue.kind == "signing" and len(set(cue.states)) >= 4 and cue.date is None and _signed_with_others(sentence):
        return []  # "had signed MoUs with other countries, including the Supreme Courts of A, B, C and D"
    if cue.planned and cue.kind == "visit" and "visit" not in verbs and _bare_visit(cue) and "signing" in verbs | nouns:
        cue.kind = "signing"  # "During the visit, the two sides will sign an agreement"
    cue.background = cue.background or _earlier_one(cue)
    cue.background = cue.background or (before_that(kinds, sentence) and not at_arrival(kinds, sentence))
    settle_host(cue, kinds)
    if cue.kind == "visit" and cue.host is None:
        cue.host = cue.place
    if cue.planned and happened(kinds, sentence):
        cue.planned = False
    if (cue.planned and again_and_again(sentence)) or every_year(sentence):
        return []
    return [cue]


def _choose(
    cue: Cue,
    kinds: Sequence[Told],
    verbs: Collection[str],
    nouns: Collection[str],
    told: Sequence[Told],
    experts: bool,
) -> bool:
    """Settle which kind of encounter a cue tells; whether it tells one."""
    words, sentence, parties = triggers(), cue.sentence, cue.parties
    lemma_set = set(sentence.lemmas)
    discussed = lemma_set & {"обсудить", "обсуждать", "discuss"} or considered(sentence, parties)
    real_meeting = "meeting" in nouns or any(
        kind == "meeting"
        and part == "verb"
        and (
            sentence.tokens[first].lemma not in ("обсудить", "обсуждать", "discuss", "welcome", "host")
            or (sentence.tokens[first].lemma in ("welcome", "host") and _between_people(first, parties, sentence))
        )
        for kind, part, first, _ in kinds
    )
    next_one = any(a.lemma == "next" and b.lemma == "meeting" for a, b in itertools.pairwise(sentence.tokens))
    three = cue_of_three(kinds, sentence)
    if not three and (
        experts or of_a_circle(kinds if sentence.bodies else told, sentence) or circle_met(kinds, sentence, parties)
    ):
        cue.kind, cue.rule = "conference", CIRCLE
    elif at_arrival(kinds, sentence):
        cue.kind = "visit"
    elif "conference" in nouns and "visit" in nouns and not verbs and words.marked("attended", sentence.tokens):
        cue.kind = "conference"  # "during his visit N. took part in the conference"
    elif "conference" in nouns and "meeting" not in verbs and not parties:
        cue.kind = "conference"  # "the Annual Conference and General Meeting of …"
    elif "conference" in nouns and "meeting" not in verbs and words.marked("planned", sentence.tokens) and next_one:
        cue.kind = "conference"  # "Cartagena will be the venue of the next meeting, the summit of …"
    elif real_meeting or (discussed and len(parties) >= 2):
        cue.kind = "meeting"
    elif "visit" in verbs or "visit" in nouns:
        cue.kind = "visit"
    elif "signing" in verbs or "signing" in nouns:
        if _once_signed(sentence):
            return False
        cue.kind = "signing"
    elif "conference" in nouns:
        cue.kind = "conference"
    else:
        return False
    return True


def _of_the_one(k: int, sentence: Sentence) -> bool:
    """Whether somebody made another visit that only dates this one: "comes two months after the one which President N.
    made"."""
    tokens = sentence.tokens
    return any(
        tokens[j].lemma == "the" and tokens[j + 1].lemma == "one" and tokens[j - 1].lemma in ("after", "from", "than")
        for j in range(max(1, k - 9), k - 1)
    )


def _signed_with_others(sentence: Sentence) -> bool:
    """Whether a sentence only counts with whom else something was signed."""
    other = any(a.lemma in ("other", "другой", "ряд") for a in sentence.tokens)
    return other and any(token.surface.lower() in ("had", "have", "ранее") for token in sentence.tokens)


def _bare_visit(cue: Cue) -> bool:
    """Whether a visit is only named, without when and where."""
    return cue.date is None and cue.place is None


def _earlier_one(cue: Cue) -> bool:
    """Whether the first or the last meeting is only named with its year: "The first meeting, which took place in March
    2020 in Tashkent, marked the start of cooperation"."""
    tokens = cue.sentence.tokens
    before = {token.lemma for token in tokens[max(0, cue.at - 3) : cue.at]}
    after = [token.lemma for token in tokens[cue.at + 1 : cue.at + 4]]
    dated = cue.date is not None and (cue.date.value or "--")[:2] != "--"
    which = any(word in after for word in ("which", "that", "который", "состояться", "пройти"))
    return dated and which and bool(before & {"first", "last", "previous", "первый", "последний", "предыдущий"})


def _spoke_at(cue: Cue) -> bool:
    """Whether somebody said something at a conference: "сказал генпрокурор А. в ходе международной конференции"."""
    tokens = cue.sentence.tokens
    before = [token.lemma for token in tokens[max(0, cue.at - 4) : cue.at]]
    at = any(word in before for word in ("ход", "на", "во", "at", "during", "addressing"))
    return at and bool(triggers().marked("speech", tokens)) and any(one.figure is not None for one in cue.parties)


def _at_meeting_with(cue: Cue) -> bool:
    """Whether a sentence opens at a meeting with somebody: "На встрече с министром юстиции Н. было указано …"."""
    low = [token.lemma for token in cue.sentence.tokens[:6] if token.lemma not in ("his", "her", "their", "он", "она")]
    opens = low[:3] in (["на", "встреча", "с"], ["в", "ход", "встреча"]) or low[:4] == ["at", "the", "meeting", "with"]
    opens = opens or low[:3] in (["in", "meeting", "with"], ["at", "meeting", "with"])
    opens = opens or low[:4] == ["in", "the", "meeting", "with"] or low[:4] == ["in", "ход", "встреча", "с"]
    if cue.kind == "meeting" and _said_at(cue):
        return True
    return cue.kind == "meeting" and opens and any(one.figure is not None and one.first <= 8 for one in cue.parties)


def _said_at(cue: Cue) -> bool:
    """Whether somebody said something at a meeting with whom the sentence names: "Об этом он заявил на встрече с
    генпрокурором Узбекистана Н. в Ташкенте"."""
    tokens = cue.sentence.tokens
    before = [token.lemma for token in tokens[max(0, cue.at - 3) : cue.at]]
    at = bool({"на", "ход", "время", "at", "during"} & set(before))
    with_ = any(token.lemma in ("с", "со", "with") for token in tokens[cue.at + 1 : cue.at + 3])
    said = any(first < cue.at for first, _ in triggers().marked("speech", tokens))
    return at and with_ and said and any(one.figure is not None and one.first > cue.at for one in cue.parties)


#: How a clause begins that tells what was before.
_BEFORE_THAT = ("after", "following", "since", "before", "после", "вслед", "спустя")


def _of_main_clause(parties: list[Party], sentence: Sentence) -> list[Party]:
    """The parties without heads of state whose visit a first clause dates: "two months after President X came, Y"."""
    tokens = sentence.tokens
    opening = next((k for k, token in enumerate(tokens[:8]) if token.lemma in _BEFORE_THAT), None)
    comma = next((k for k, token in enumerate(tokens) if token.surface == "," and k > (opening or 0)), None)
    if opening is None or comma is None or not any(party.first > comma for party in parties):
        return parties
    return [
        party
        for party in parties
        if not (opening < party.first < comma and party.figure is not None and head_of_state(party.figure))
    ]


def _once_signed(sentence: Sentence) -> bool:
    """ "The two countries have signed agreements on …": what exists, no encounter by itself."""
    tokens = sentence.tokens
    if sentence.dates:
        return False
    for k, token in enumerate(tokens[1:], 1):
        if token.surface.lower() in ("signed", "inked", "concluded") and any(
            one.surface.lower() in ("have", "had") for one in tokens[max(0, k - 3) : k]
        ):
            following = [one.surface.lower() for one in tokens[k + 1 : k + 7]]
            return any(one in ("agreements", "treaties", "memoranda", "memorandums", "documents") for one in following)
    return False


def _between_people(k: int, parties: Sequence[Party], sentence: Sentence) -> bool:
    """Whether a person stands before a verb and one, or a delegation, after it: "Garland welcomed Kostin", not
    "welcomed the initiative"."""
    before = [one for one in parties if one.first < k and one.figure is not None]
    guests = [token.lemma for token in sentence.tokens[k + 1 : k + 8]]
    after = [
        one
        for one in parties
        if k < one.first <= k + 8 and (one.figure is not None or (one.post is None and "delegation" in guests))
    ]
    return bool(before and after)


def _side_by_side(kinds: Sequence[tuple[str, str, int, int]], sentence: Sentence) -> list[Near]:
    """Two states that a noun of meeting has for its sides: "консультации Беларуси и Гонконга", "talks of A and B"."""
    tokens = sentence.tokens
    for kind, part, _, last in kinds:
        if kind != "meeting" or part != "noun":
            continue
        k = last
        while k < len(tokens) and k - last < 4 and tokens[k].lemma in ("между", "between", "of", "the", "министерство"):
            k += 1
        one = next((near for near in sentence.near if near.first == k and near.kind == "state"), None)
        if one is None or one.last + 1 >= len(tokens) or tokens[one.last].lemma not in ("и", "and"):
            continue
        other = next((near for near in sentence.near if near.first == one.last + 1 and near.kind == "state"), None)
        if other is not None and other.code != one.code:
            return [one, other]
    return []


def side_by_side(named: Sequence[Near], sentence: Sentence) -> bool:
    """Whether two states stand as two sides: "between A and B", "A and B"."""
    if sentence.has("ratification", "ratify", "ратификация", "ратифицировать"):
        return False
    if sentence.has("between", "между"):
        return True
    a, b = sorted(named, key=lambda one: one.first)[:2]
    if b.kind == "state" and sentence.tokens[b.first - 1].lemma in ("with", "с") and b.first - a.last <= 14:
        return True  # "France is ready to sign a treaty with China"
    return any(
        0 < b.first - a.last <= 3 and any(token.lemma in ("and", "и") for token in sentence.tokens[a.last : b.first])
        for a, b in itertools.pairwise(named)
    )
