"""The next sitting of a body, told without its name: its turn, its place, its number, after a sitting was told."""

from __future__ import annotations

import itertools

from .cues import Cue, when_where
from .gatherings import BodyFound
from .lexicon import word_set
from .ordinals import ordinal_of
from .posts import Near
from .scene import Sentence
from .tokens import readings


def _set(entry: str) -> frozenset[str]:
    return word_set("ahead", entry)


def next_sitting(sentence: Sentence, last: Cue) -> list[Cue]:
    """The sitting after the one told ``last``: "Bishkek was chosen for the next meeting", "эстафету приняла …"."""
    if last.body is None or sentence.title:
        return []
    ordinal = _ordinal(sentence, last.body.ordinal)
    at = _next_at(sentence)
    if at is None:
        at = _turn(sentence)
    if at is None and ordinal is not None and sentence.has(*_set("settled")):
        at = ordinal[1]
    if at is None:
        at = _received(sentence)
    if at is None or _was(sentence, at):
        return []
    body = BodyFound(last.body.body, at, at + 1, None if ordinal is None else ordinal[0], True, False)
    cue = Cue("session", sentence, body=body, at=at, rule="next-sitting")
    when_where(cue)
    cue.planned, cue.background = True, False
    if cue.place is None:
        _place(cue)
    return [cue] if cue.place is not None or cue.date is not None else []


def _next_at(sentence: Sentence) -> int | None:
    """Where "the next meeting", "следующий раз" or "agreed to meet next" stands."""
    tokens = sentence.tokens
    for k, token in enumerate(tokens):
        if token.lemma not in _set("next"):
            continue
        if any(one.lemma in _set("sitting") for one in tokens[k + 1 : k + 5]):
            return k
        if token.surface.isascii() and k and tokens[k - 1].lemma in _set("gathering"):
            return k
    return None


def _turn(sentence: Sentence) -> int | None:
    tokens = sentence.tokens
    k = next((k for k, token in enumerate(tokens) if token.lemma in _set("turn")), None)
    around = tokens[k : k + 10] if k is not None else ()
    held = _set("gathering") | {"проведение", "председательство", "hold", "chair"}
    return k if any(token.lemma in held for token in around) else None


def _received(sentence: Sentence) -> int | None:
    """Where a state is to receive the office-holders of a body: "генпрокуроров стран ШОС примет Кыргызстан"."""
    tokens = sentence.tokens
    if not (sentence.bodies or any(post.plural for post in sentence.posts)) or not sentence.dates:
        return None
    for k, token in enumerate(tokens):
        low = token.surface.lower()
        to_come = any(one.tense == "futr" for one in readings(low)[:1]) and not low.isascii()
        to_come = to_come or (low.isascii() and any(one.surface.lower() == "will" for one in tokens[max(0, k - 2) : k]))
        if to_come and token.lemma in _set("gathering"):
            return k
    return None


def _ordinal(sentence: Sentence, last: int | None) -> tuple[int, int] | None:
    """The number of a sitting after the last one, and where it stands."""
    tokens = sentence.tokens
    for k, token in enumerate(tokens):
        if token.lemma not in _set("sitting"):
            continue
        for j in (k - 1, k - 2):
            number = ordinal_of(tokens, j) if j >= 0 else None
            if number is not None and (last is None or number == last + 1):
                return number, k
    return None


def _was(sentence: Sentence, at: int) -> bool:
    """Whether the sentence tells that it was held: "следующее заседание состоялось в 2010 году"."""
    tokens = sentence.tokens
    for token in tokens:
        if token.surface.isascii():
            continue
        if token.lemma in _set("was") and any(one.tense == "past" for one in readings(token.surface)[:1]):
            return True
    return any(
        a.surface.lower() in ("took", "was", "were") and b.lemma in ("place", "hold", "host")
        for a, b in itertools.pairwise(tokens)
    )


def _place(cue: Cue) -> None:
    """The only city or state of the sentence is the place, where no preposition tells it: "выбрана Казань"."""
    posts = {k for post in cue.sentence.posts for k in range(post.first, post.last)}
    posts |= {k for body in cue.sentence.bodies for k in range(body.first, body.last)}
    named = [one for one in cue.sentence.near if one.kind in ("city", "state") and one.first not in posts]
    if len({one.code for one in named}) == 1:
        city: Near | None = next((one for one in named if one.kind == "city"), None)
        cue.city, cue.place = city, named[0].code
