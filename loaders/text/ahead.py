"""What is to come because somebody was invited to it: planned conferences and visits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .cues import inside_of
from .lexicon import word_set
from .reading import Encounter, Fact, LedgerItem
from .scene import Scene, Sentence
from .triggers import triggers


@cache
def _soon() -> re.Pattern[str]:
    """When, without a day: "осенью", "later this year"."""
    said = sorted(word_set("cues", "soon"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, said))})\b", re.IGNORECASE)


def _taken_up(sentence: Sentence) -> bool:
    """Whether an invitation is only named as the reason of a visit that was: "в рамках приглашения, переданного …"."""
    tokens = sentence.tokens
    return any(
        token.lemma in ("рамка", "ответ", "framework", "response", "accept", "принять", "откликнуться")
        and any(one.lemma in ("приглашение", "invitation") for one in tokens[k + 1 : k + 4])
        for k, token in enumerate(tokens)
    )


def invited_to(
    items: Sequence[tuple[LedgerItem, Sentence]], planned: Sequence[Encounter], scene: Scene
) -> list[Encounter]:
    """What somebody is invited to on a day, or by name: planned conferences and visits."""
    out: list[Encounter] = []
    for item, sentence in items:
        if item.kind != "invitation" or triggers().marked("background", sentence.tokens):
            continue  # who was invited some time ago came, or did not
        gatherings = word_set("cues", "invited_to")
        conference = any(lemma in gatherings or lemma.endswith("летие") for lemma in sentence.lemmas)
        words = scene.document.text[sentence.start : sentence.end]
        if not (item.due or conference or _soon().search(words)) or _taken_up(sentence):
            continue
        one = Encounter(
            "conference" if conference else "visit", item.span, rule="invited-to", planned=True, confidence=0.7
        )
        one.date = item.due
        if item.due:
            one.facts["date"] = Fact(item.span, "stated", "due", 0.8)
        city = next((near for near in sentence.near if near.kind == "city" and inside_of(near, sentence)), None)
        if city is not None:
            one.place_city, one.place_state = city.name, city.code
        elif item.by is not None:
            one.place_state = item.by.state
            one.facts["place_state"] = Fact(item.span, "inferred", "host-invites", 0.6)
        one.participants = [person for person in (item.to, item.by if not conference else None) if person is not None]
        one.states = sorted({person.state for person in one.participants if person.state is not None})
        one.host_state = one.place_state
        if not any(
            other.type == one.type and (other.date == one.date or None in (other.date, one.date))
            for other in (*planned, *out)
        ):
            out.append(one)
    return out
