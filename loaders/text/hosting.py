"""Who is the host of a meeting or visit: who received, whose house it was, what was visited."""

from __future__ import annotations

from collections.abc import Sequence

from .cues import Cue, inside_of
from .post_words import post_words
from .posts import Near
from .scene import Sentence


def _house(k: int, sentence: Sentence) -> str | None:
    """The state whose agency a visit is to: "paid a visit to the Supreme Court of Brunei"."""
    tokens = sentence.tokens
    while k < len(tokens) and tokens[k].lemma in ("to", "the", "в"):
        k += 1
    found = post_words().agencies.at(tokens, k) if k < len(tokens) else None
    if found is None:
        return None
    j = found[0]
    while j < len(tokens) and tokens[j].lemma in ("of", "the"):
        j += 1
    return next((near.code for near in sentence.near if near.first == j and near.kind == "state"), None)


#: Who is received, without a name.
_GUESTS = frozenset("гость делегация коллега guest delegation counterpart visitor".split())


def _delegation(last: int, cue: Cue) -> bool:
    """Whether who is met came as a delegation: "встретился с делегацией Беларуси, которую возглавляет …" tells of a
    guest, where the one who met it is at home."""
    after = [token.lemma for token in cue.sentence.tokens[last : last + 4]]
    joined = bool({"с", "with"} & set(after[:2])) and bool({"делегация", "delegation"} & set(after))
    sides = [party.state for party in cue.parties if party.state is not None]
    return joined and len(set(sides)) == 2 and not any(token.lemma in _ABROAD for token in cue.sentence.tokens)


#: Words that tell that both sides were elsewhere.
_ABROAD = frozenset("поле полях сайдлайн sideline sidelines margin margins форум forum конференция conference".split())


def _their_country(last: int, cue: Cue) -> str | None:
    """The state of the other side where a visit is "to the East Asian country"."""
    after = [token.lemma for token in cue.sentence.tokens[last : last + 6]]
    if after[:2] != ["to", "the"] or "country" not in after[2:]:
        return None
    before = [party.state for party in cue.parties if party.first < last and party.state is not None]
    return before[-1] if len(set(before)) == 2 else None


def _visited(first: int, last: int, sentence: Sentence) -> Near | None:
    """What a Russian verb has for its object before it: "Северную Корею с визитом посетил генпрокурор России"."""
    tokens = sentence.tokens
    if tokens[first].lemma not in ("посетить", "посещать", "навестить") or not any(
        post.first - last <= 2 for post in sentence.posts if post.first >= last
    ):
        return None
    before = [one for one in sentence.near if one.last <= first and one.kind in ("state", "city")]
    free = [one for one in before if not one.first or tokens[one.first - 1].lemma not in ("в", "из", "с", "о", "для")]
    return free[-1] if free else None


def settle_host(cue: Cue, kinds: Sequence[tuple[str, str, int, int]]) -> None:
    """Who received whom: "X принял Y", "Y был принят X", "X received Y", "визит в X"."""
    tokens = cue.sentence.tokens
    for kind, part, first, last in kinds:
        low = tokens[first].lemma
        before = [party for party in cue.parties if party.first < first]
        after = [party for party in cue.parties if party.first >= last]
        if kind == "meeting" and part == "verb" and low in ("принять", "принимать", "receive", "host", "welcome"):
            surface = tokens[first].surface.lower()
            passive = (surface.startswith("принят") and surface not in ("принять",)) or (
                low in ("receive", "host", "welcome")
                and (
                    (first > 0 and any(one.lemma == "be" for one in tokens[max(0, first - 2) : first]))
                    or any(one.lemma == "by" for one in tokens[last : last + 3])
                )
            )
            if not passive and not surface.isascii():
                # "Генерального прокурора России принял Президент": the receiver is in the nominative
                nominative = [party for party in cue.parties if party.case == "nomn"]
                alone = len(cue.parties) == 1 and any(token.lemma in _GUESTS for token in tokens)
                if nominative and (len(nominative) < len(cue.parties) or alone):
                    cue.host = nominative[0].state
                elif before and before[-1].case in ("nomn", None):
                    cue.host = before[-1].state
            elif passive:
                instrument = [party for party in after if party.case in ("ablt", None)]
                cue.host = instrument[0].state if instrument else None
            elif before:
                cue.host = before[-1].state
        elif kind == "meeting" and part == "verb" and cue.host is None and cue.place is None and _delegation(last, cue):
            cue.host = before[-1].state if before else None
        elif kind == "visit" and cue.host is None and (house := _house(last, cue.sentence)) is not None:
            cue.host = house
        elif kind == "visit" and cue.host is None and (other := _their_country(last, cue)) is not None:
            cue.host = other
        elif kind == "visit" and cue.host is None:
            if part == "verb" and (visited := _visited(first, last, cue.sentence)) is not None:
                cue.host = visited.code
                continue
            for near in cue.sentence.near:
                if any(post.first <= near.first < post.last for post in cue.sentence.posts):
                    continue
                if near.kind in ("state", "city") and near.first >= last and inside_of(near, cue.sentence):
                    cue.host = near.code
                    break
                if part == "verb" and near.kind in ("state", "city") and near.first >= last and near.first - last <= 2:
                    cue.host = near.code
                    if near.kind == "city" and cue.city is None and part == "verb":
                        cue.city, cue.place = near, near.code
                    break
