"""Several meetings in one sentence: with counterparts of several states, one after another, with one verb each."""

from __future__ import annotations

from .cues import Cue
from .drafts import Draft
from .parties import Party
from .people import Figure
from .triggers import triggers


def people_of(cue: Cue) -> list[Figure]:
    """The persons of a cue's sentence who are sides of it."""
    out: list[Figure] = []
    for party in cue.parties:
        if party.figure is not None and party.figure not in out:
            out.append(party.figure)
    return out


def met_apart(cue: Cue, main: Figure | None) -> list[Draft]:
    """Meetings with several counterparts, each of its own: "met his colleagues from Laos and China"."""
    shared = next(
        (
            one
            for one in cue.sentence.posts
            if one.plural
            and len(set(one.states)) >= 2
            and (one.post_id == "counterpart" or _each_met(cue, one.first, len(set(one.states))))
        ),
        None,
    )
    if shared is None and cue.kind == "meeting":
        return _in_a_row(cue) or _one_by_one(cue, main)
    if shared is None or cue.kind != "meeting":
        return []
    host = next((party for party in cue.parties if party.figure is not None), None)
    figure = host.figure if host is not None else main
    if figure is None or figure.state is None:
        return []
    out = []
    for state in dict.fromkeys(shared.states):
        draft = Draft([cue], [figure], [], [figure.state, state], background=cue.background)
        named = [one for one in people_of(cue) if one.state == state and one is not figure]
        draft.figures += named
        out.append(draft)
    return out


def _each_met(cue: Cue, first: int, states: int) -> bool:
    """Whether each of the officials whom a plural names was met by himself: of two states, or "bilaterally"."""
    before = cue.sentence.tokens[max(0, first - 6) : first]
    sides = any(
        token.lemma in ("двусторонний", "bilateral", "bilaterally") or token.lemma in _APART for token in before
    )
    envoys = any(one.first == first and one.post_id == "ambassador" for one in cue.sentence.posts)
    return (states == 2 or (sides and not envoys)) and _meetings_with(cue, first)


def _meetings_with(cue: Cue, first: int) -> bool:
    """Whether several meetings are told of with whom a plural names: "bilateral meetings with the chief justices of
    Iran and Türkiye"."""
    before = cue.sentence.tokens[max(0, first - 4) : first]
    with_ = next((k for k, token in enumerate(before) if token.lemma in ("with", "с", "со")), None)
    if with_ is not None and any(token.lemma in _APART | {"bilaterally"} for token in before[:with_]):
        return True  # "met bilaterally with the prosecutors general of Türkiye and Iran"
    return with_ is not None and any(
        token.surface.lower() in ("meetings", "talks", "встречи", "встреч", "переговоры", "переговоров", "беседы")
        for token in before[:with_]
    )


#: Words that tell several meetings apart.
_APART = frozenset("отдельно отдельный поочередно раздельный separately separate individually respectively".split())


def _one_by_one(cue: Cue, main: Figure | None) -> list[Draft]:
    """Meetings with several persons, one by one: "held meetings with the President, with the Minister and with …"."""
    tokens = cue.sentence.tokens
    apart = any(token.lemma in _APART for token in tokens)
    also = sum(token.lemma in ("also", "также") for token in tokens)
    if (
        not apart
        and not also
        and not any(token.surface.lower() in ("meetings", "встречи", "talks", "переговоры") for token in tokens)
    ):
        return []
    people = people_of(cue)
    if main in people[-1:] and all(one.state != people[-1].state for one in people[:-1]):
        people = [people[-1], *people[:-1]]  # "the visit featured meetings with A. and B.": of whom the page tells
    if len(people) < 3 or people[0].state is None:
        return []
    guest = people[0]
    known = {one.state for one in people[1:]} - {None}
    if len(known) == 1 and guest.state not in known:
        for one in people[1:]:  # "met the President of Azerbaijan, his colleague A. and the speaker of parliament, B."
            if one.state is None and one.post is not None and one.post.organisation is None:
                one.state, one.inferred = next(iter(known)), True
    others = [
        one
        for one in people[1:]
        if (one.state is not None and one.state != guest.state) or (one.post is not None and one.post.organisation)
    ]
    if apart and (called := _called_separately(cue)) is not None:
        return called
    told = sum(token.lemma in ("with", "с", "со") for token in tokens) >= 2 or (
        apart and len({o.state for o in others}) >= 2
    )
    told = told or (len(others) >= 4 and len(known) == len([o for o in others if o.state is not None]) >= 3)
    told = told or any(
        # "held meetings on March 10-11 with the President, A., his counterpart, B., and …"
        token.surface.lower() in ("meetings", "встречи")
        and any(one.lemma in ("with", "с") for one in tokens[k + 1 : k + 8 if others[2:] else k + 2])
        for k, token in enumerate(tokens)
    )
    if not told or len(others) != len(people) - 1 or _met_before(cue, others):
        return []
    if (
        also
        and not apart
        and not any(
            [token.lemma for token in tokens[k : k + 2]] in (["also", "with"], ["также", "с"])
            for k in range(len(tokens))
        )
    ):
        plural = ("meetings", "встречи", "talks", "переговоры")
        if not any(token.surface.lower() in plural for token in tokens):
            return []
    return [
        Draft(
            [cue],
            [guest, one],
            [],
            [str(state) for state in (guest.state, one.state) if state is not None],
            organisations=[one.post.organisation] if one.post is not None and one.post.organisation else [],
            background=cue.background,
        )
        for one in others
    ]


def _met_before(cue: Cue, others: list[Figure]) -> bool:
    """Whether the meetings of a sentence are with others than those it names before: "приняли заместители А. и Б.,
    проведены были встречи и с главами бюро"."""
    tokens = cue.sentence.tokens
    k = next((k for k, token in enumerate(tokens) if token.surface.lower() in ("meetings", "встречи")), None)
    firsts = [party.first for party in cue.parties if any(party.figure is one for one in others)]
    return k is not None and bool(firsts) and max(firsts) < k and any(tokens[j].surface == ";" for j in range(k))


def _called_separately(cue: Cue) -> list[Draft] | None:
    """Several guests whom one person received one by one: "the Ambassadors of A and B called separately on N."."""
    k = next((k for k, token in enumerate(cue.sentence.tokens) if token.lemma in _APART), 0)
    people = [one for one in cue.parties if one.figure is not None]
    before, after = [one for one in people if one.first < k], [one for one in people if one.first > k]
    if len(after) != 1 or len(before) < 2 or None in {one.state for one in people}:
        return None
    host = after[0]
    if len({one.state for one in people}) != len(people):
        return None
    return [
        Draft([cue], [one.figure, host.figure], [], [str(one.state), str(host.state)])
        for one in before
        if one.figure is not None and host.figure is not None
    ]


#: What stands before each of those whom somebody met one by one.
_WITH = frozenset(("with", "by", "с", "со", "on"))


def _in_a_row(cue: Cue) -> list[Draft]:
    """Meetings told by one verb each: "was received by the President, A., and also met with his counterpart, B."."""
    tokens = cue.sentence.tokens
    told = sorted({one[2:] for one in triggers().told(tokens) if one[:2] == ("meeting", "verb")})
    verbs = [one for n, one in enumerate(told) if all(one[0] >= other[1] for other in told[:n])]
    people = sorted((one for one in cue.parties if one.figure is not None), key=lambda one: one.first)
    if len(verbs) < 2 or not people or people[0].first > verbs[0][0] or people[0].state is None:
        return []
    guest = people[0]
    groups: list[list[Party]] = []
    ends = [first for first, _ in verbs[1:]] + [len(tokens)]
    for (_, last), end in zip(verbs, ends, strict=True):
        fresh = True
        for one in people[1:]:
            if not last <= one.first < end or one.state in (None, guest.state):
                continue
            if fresh or any(token.lemma in _WITH for token in tokens[max(last, one.first - 2) : one.first]):
                groups.append([one])
            else:
                groups[-1].append(one)
            fresh = False
    told_of = [one.figure for group in groups for one in group]
    if len(groups) < 2 or len({id(one) for one in told_of}) != len(told_of):
        return []
    out = []
    for group in groups:
        figures = [one.figure for one in (guest, *group) if one.figure is not None]
        states = list(dict.fromkeys(str(one.state) for one in (guest, *group)))
        out.append(Draft([cue], figures, [], states, background=cue.background))
    return out
