"""What is to come because somebody was invited to it: planned conferences and visits."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from .cues import inside_of
from .lexicon import word_set
from .reading import Encounter, Fact, LedgerItem
from .scene import Scene, Sentence
from .to_come import is_planned, was
from .tokens import Token, readings
from .triggers import invitations, triggers


@cache
def _soon() -> re.Pattern[str]:
    """When, without a day: "осенью", "later this year"."""
    said = sorted(word_set("cues", "soon"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, said))})\b", re.IGNORECASE)


_GAVE = frozenset("invite extend send hand make".split())


def _taken_up(sentence: Sentence) -> bool:
    """Whether an invitation is only named as the reason of a visit that was: "в рамках приглашения, переданного …"."""
    tokens = sentence.tokens
    if any(a.surface.lower() == "had" and b.lemma in _GAVE for a, b in itertools.pairwise(tokens)):
        return True  # "whom her counterpart had invited, was in Vilnius"
    if any(token.surface == "Invited" for token in tokens) and not is_planned(sentence, 0):
        return True  # "Invited by A., B. is paying Nepal a visit, which lasts from September 4 to 7"
    came = any(was(token) and token.lemma not in ("invite", "пригласить") for token in tokens)
    came = came or any(token.lemma in ("пребывать", "находиться") for token in tokens)
    came = came or bool(triggers().marked("attended", tokens))
    if came and any(
        a.lemma in ("at", "on", "upon", "по") and any(one.lemma in ("приглашение", "invitation") for one in after)
        for k, a in enumerate(tokens)
        if (after := tokens[k + 1 : k + 4])
    ):
        return not is_planned(sentence, 0)  # "at the invitation of A. she visited Ankara on 15 February"
    return any(
        token.lemma in ("рамка", "ответ", "framework", "response", "accept", "принять", "откликнуться")
        and any(one.lemma in ("приглашение", "invitation") for one in tokens[k + 1 : k + 4])
        for k, token in enumerate(tokens)
    )


#: What may be any gathering.
_ANY_EVENT = frozenset(("мероприятие", "event"))


#: What an invitation asks for that is no journey of who is invited.
_SENDS = frozenset("прислать направить send наблюдатель observer".split())


def invited_to(
    items: Sequence[tuple[LedgerItem, Sentence]], planned: Sequence[Encounter], scene: Scene
) -> list[Encounter]:
    """What somebody is invited to on a day, or by name: planned conferences and visits."""
    out: list[Encounter] = []
    for item, sentence in items:
        if item.kind != "invitation" or triggers().marked("background", sentence.tokens):
            continue  # who was invited some time ago came, or did not
        gatherings = word_set("cues", "invited_to")
        at = next((first for first, _, _ in invitations().find(sentence.tokens)), 0)
        # "на полях этого мероприятия … пригласил": the occasion is not what somebody is invited to
        said = [t.lemma for k, t in enumerate(sentence.tokens) if k >= at or t.lemma not in _ANY_EVENT]
        to_what = {lemma for lemma in said if lemma in gatherings or lemma.endswith("летие")}
        conference, named = bool(to_what), bool(to_what - _ANY_EVENT)
        words = scene.document.text[sentence.start : sentence.end]
        if _SENDS & {token.lemma for token in sentence.tokens[at:]}:
            continue  # "пригласил грузинскую сторону прислать наблюдателей на выборы": nobody of them comes
        if not (item.due or _soon().search(words)) or (conference and not named) or _taken_up(sentence):
            continue  # being invited "to various events" plans none
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
        undated = next((other for other in (*planned, *out) if other.type == one.type and other.date is None), None)
        if undated is not None and one.date is not None:
            undated.date, undated.facts["date"] = one.date, one.facts["date"]
        if not any(
            other.type == one.type and (other.date == one.date or None in (other.date, one.date))
            for other in (*planned, *out)
        ):
            out.append(one)
    return out


def told_in_clause(planned: Sequence[Encounter], scene: Scene) -> list[Encounter]:
    """A gathering to come that only a clause tells of: "конференция, которую Азербайджан проведёт в сентябре".

    Only where nothing else is ``planned``, or only a conference that is told after it.
    """
    if any(one.body or one.type != "conference" for one in planned):
        return []
    first = min((one.span.start for one in planned), default=None)
    for sentence in scene.sentences:
        if first is not None and scene.document.span(sentence.start, sentence.end).start >= first:
            break
        tokens = sentence.tokens
        for k, token in enumerate(tokens):
            if sentence.bodies or token.lemma not in word_set("cues", "invited_to") - _ANY_EVENT:
                continue
            which = next((n for n in range(k + 1, min(k + 8, len(tokens))) if tokens[n].lemma in _WHICH), None)
            which = which or next((n for n in range(k + 1, min(k + 8, len(tokens))) if _to_be_held(tokens, n)), None)
            end = min(len(tokens), which + 14) if which is not None else 0
            verb = next((n for n in range(which or 0, end) if _to_be_held(tokens, n)), None)
            if which is None or verb is None:
                continue
            near = [one for one in sentence.near if which <= one.first < end and one.kind in ("state", "city")]
            found = next(
                (one for one in sentence.dates if one.start > tokens[which].start and not one.of_document), None
            )
            if not near or found is None or found.value is None:
                continue
            span = scene.document.span(sentence.start, sentence.end)
            one = Encounter("conference", span, rule="told-in-clause", planned=True, confidence=0.7)
            one.date, one.place_state, one.host_state = found.value, near[0].code, near[0].code
            one.place_city = near[0].name if near[0].kind == "city" else None
            one.facts["date"] = Fact(span, "stated", "date", 0.8)
            one.facts["place_state"] = Fact(span, "stated", "host", 0.8)
            return [one]
    return []


_WHICH = frozenset("который which that".split())
_HELD = frozenset("провести принять пройти состояться принимать проходить host hold take".split())


def _to_be_held(tokens: Sequence[Token], k: int) -> bool:
    """Whether a verb at ``k`` says that something will be held."""
    if tokens[k].lemma in word_set("cues", "set_for"):
        return True  # "форум, намеченный на июнь"
    if tokens[k].lemma not in _HELD:
        return False
    before = [token.surface.lower() for token in tokens[max(0, k - 3) : k]]
    if tokens[k].surface.isascii():
        return "will" in before or ("to" in before and ("is" in before or "be" in before))
    return "будет" in before or any(one.tense == "futr" for one in readings(tokens[k].surface)[:1])
