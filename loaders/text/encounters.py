"""Cues become encounters: what several sentences tell of one happening is put together, who took part is settled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .cues import Cue, Party, cues_of, holder_of, inside_of, is_planned
from .dates import DateFound
from .people import Figure
from .posts import Post
from .reading import Encounter, Fact, Kind, Person, Reading, Span
from .scene import Scene, Sentence
from .signed import Signed, signed_in
from .triggers import triggers

#: Kinds of encounters between two sides; sentences that tell them are often of one happening.
TWO_SIDED = frozenset(("meeting", "visit", "signing"))
#: States of Person.agency that are no agency of a state.
_NO_STATE = frozenset(("secretary_general", "exec_secretary", "president_iap", "deputy_secretary_general"))


@dataclass(slots=True)
class Draft:
    """An encounter in the making."""

    cues: list[Cue]
    figures: list[Figure] = field(default_factory=list)
    unnamed: list[Post] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    background: bool = False
    planned: bool = False
    documents: list[Signed] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)

    @property
    def session(self) -> bool:
        return self.cues[0].kind == "session"

    @property
    def kinds(self) -> set[str]:
        return {cue.kind for cue in self.cues}


def drafts_of(scene: Scene) -> list[Draft]:
    """The encounters of a document, in the order in which it tells them."""
    cues = cues_of(scene)
    sessions = _sessions([cue for cue in cues if cue.kind == "session"], scene)
    two = _two_sided([cue for cue in cues if cue.kind in TWO_SIDED], scene, sessions)
    conferences = _conferences([cue for cue in cues if cue.kind == "conference"], scene, sessions, two)
    drafts = sorted([*sessions, *two, *conferences], key=lambda one: (one.cues[0].sentence.index, one.cues[0].at))
    _settle_background(drafts, scene)
    _sign(drafts, scene)
    _attend(drafts, scene)
    return [one for one in drafts if _told_enough(one)]


# Sessions


def _sessions(cues: Sequence[Cue], scene: Scene) -> list[Draft]:
    drafts: list[Draft] = []
    for cue in cues:
        assert cue.body is not None
        match = next((one for one in drafts if _same_session(one, cue)), None)
        if match is None:
            draft = Draft([cue], planned=cue.planned, background=cue.background or cue.sidelines)
            drafts.append(draft)
        else:
            match.cues.append(cue)
            if not cue.planned and match.planned and cue.held:
                match.planned = False
    return drafts


def _same_session(draft: Draft, cue: Cue) -> bool:
    body = draft.cues[0].body
    assert body is not None and cue.body is not None
    if body.body.name != cue.body.body.name:
        return False
    ordinals = {one.body.ordinal for one in draft.cues if one.body is not None and one.body.ordinal is not None}
    if cue.body.ordinal is not None and ordinals and cue.body.ordinal not in ordinals:
        return False
    if cue.body.ordinal is not None and cue.body.ordinal in ordinals:
        return True
    if cue.planned != draft.planned and _next(cue) != _next(draft.cues[0]):
        return False
    a, b = _year(cue.date), next((year for one in draft.cues if (year := _year(one.date))), None)
    if a and b and a != b:
        return False
    if cue.background and not draft.background and cue.date is not None and cue.date.value:
        mine = next((one.date.value for one in draft.cues if one.date is not None and one.date.value), None)
        return mine is not None and _overlap(mine, cue.date.value)
    return True


def _next(cue: Cue) -> bool:
    return cue.planned


def _year(found: DateFound | None) -> str | None:
    return found.value[:4] if found is not None and found.value and not found.value.startswith("--") else None


def _overlap(a: str, b: str) -> bool:
    a, b = a.removeprefix("--"), b.removeprefix("--")
    return a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)


# Between two sides


def _two_sided(cues: Sequence[Cue], scene: Scene, sessions: Sequence[Draft]) -> list[Draft]:
    drafts: list[Draft] = []
    main = hero(scene)
    anchor = scene.anchor.isoformat() if scene.anchor is not None else None
    for cue in cues:
        if sessions and cue.kind == "visit" and len(cue.states) >= 3:
            continue  # who came to the session
        _with_hero(cue, main)
        figures = _people(cue)
        states = list(cue.states)
        apart = _counterparts(cue, main)
        if apart and not cue.planned:
            drafts += apart
            continue
        if cue.planned:
            if cue.kind == "visit" or len(states) >= 2:
                drafts.append(Draft([cue], figures=figures, states=_with_place(states, cue), planned=True))
            continue
        match = next((one for one in reversed(drafts) if not one.planned and _same_meeting(one, cue, figures, anchor)), None)
        if match is None:
            if cue.kind == "visit" and len(cue.states) == 1 and cue.host is None and cue.place is None:
                whole = next((one for one in drafts if not one.planned and cue.states[0] in one.states and len(one.states) == 2), None)
                host = next((one.host for one in whole.cues if one.host is not None), None) if whole is not None else None
                if host is not None and host not in cue.states:
                    cue.host = host
            if not _opens(cue, _with_place(states, cue), figures, scene):
                continue
            match = Draft([cue], background=cue.background)
            drafts.append(match)
        else:
            match.cues.append(cue)
        _extend(match, cue, figures)
    return drafts


def hero(scene: Scene) -> Figure | None:
    """The person that a text is about: with a post and a state, named in most of its sentences, and early."""
    fitting = [one for one in scene.figures if one.post is not None and one.state is not None and not one.post.former]
    if not fitting:
        return None
    return max(fitting, key=lambda one: (len({m.sentence for m in one.mentions}), -one.mentions[0].sentence, -one.mentions[0].first))


def _with_hero(cue: Cue, main: Figure | None) -> None:
    """A meeting told by one side alone ("Iran's Prosecutor General was met separately") is one with the main person."""
    if main is None or cue.kind != "meeting" or not (cue.verb or cue.held):
        return
    if any(party.figure is main for party in cue.parties) or not cue.parties:
        return
    states = {party.state for party in cue.parties if party.state is not None}
    organisations = {party.organisation for party in cue.parties if party.organisation is not None and party.figure is not None}
    if (len(states) == 1 and main.state not in states) or (not states and organisations):
        cue.parties.append(Party(main.state, main, main.post, 0))
        if main.state is not None and main.state not in cue.states:
            cue.states.append(main.state)


def _counterparts(cue: Cue, main: Figure | None) -> list[Draft]:
    """Meetings with several counterparts, each of its own: "met his colleagues from Laos and China"."""
    shared = next(
        (
            one
            for one in cue.sentence.posts
            if one.plural and one.post_id == "counterpart" and len(set(one.states)) >= 2
        ),
        None,
    )
    if shared is None or cue.kind != "meeting":
        return []
    host = next((party for party in cue.parties if party.figure is not None), None)
    figure = host.figure if host is not None else main
    if figure is None or figure.state is None:
        return []
    out = []
    for state in dict.fromkeys(shared.states):
        draft = Draft([cue], [figure], [], [figure.state, state], background=cue.background)
        named = [one for one in _people(cue) if one.state == state and one is not figure]
        draft.figures += named
        out.append(draft)
    return out


def _people(cue: Cue) -> list[Figure]:
    """Those of a cue's sentence who are sides of it: persons in it, but not those whose words or wishes it only names."""
    out: list[Figure] = []
    for party in cue.parties:
        if party.figure is not None and party.figure not in out:
            out.append(party.figure)
    return out


def _with_place(states: Sequence[str], cue: Cue) -> list[str]:
    out = list(states)
    for code in (cue.host, cue.place):
        if code is not None and code not in out:
            out.append(code)
    return out


def _opens(cue: Cue, states: Sequence[str], figures: Sequence[Figure], scene: Scene) -> bool:
    """Whether a sentence is enough to begin an encounter."""
    all_states = list(states)
    if cue.kind == "visit" or cue.host:
        all_states = _with_place(states, cue)
    organisations = {party.organisation for party in cue.parties if party.organisation}
    if len(set(all_states)) >= 2 and (figures or any(party.post or party.state for party in cue.parties)):
        return bool(cue.parties)
    return bool((all_states or len(figures) >= 2) and organisations and cue.kind in ("meeting", "signing") and figures)


def _same_meeting(draft: Draft, cue: Cue, figures: Sequence[Figure], anchor: str | None) -> bool:
    if cue.background != draft.background and (cue.background or len(cue.states) >= 2):
        mine = [one.date.value for one in draft.cues if one.date is not None and one.date.value]
        if cue.date is None or not cue.date.value or not any(_overlap(one, cue.date.value) for one in mine):
            return False
    if cue.date is not None and cue.date.value:
        mine = [one.date.value for one in draft.cues if one.date is not None and one.date.value]
        mine = mine or ([anchor] if anchor is not None and not draft.background else [])
        if mine and not any(_overlap(one, cue.date.value) or abs_days(one, cue.date.value) <= 4 for one in mine):
            return False
    if not cue.states and not figures:
        return True
    if cue.kind == "visit" and cue.date is not None and cue.date.value and cue.verb | cue.held and not cue.city:
        mine = [one.date.value for one in draft.cues if one.date is not None and one.date.value]
        if mine and not any(_overlap(one, cue.date.value) for one in mine):
            return False  # the visit began on another day than the meeting in it
    heads = [one for one in figures if _head_of_state(one)]
    if heads and len(heads) == len(figures) and draft.figures and not any(one in draft.figures for one in heads):
        if not any(_head_of_state(one) for one in draft.figures) and (cue.kind == "visit" or len(heads) >= 2):
            return False  # the presidents' own visit, told as the occasion
    also = bool(triggers().marked("attended", cue.sentence.tokens)) and not cue.verb
    if not also and len({one.state for one in figures} - {None}) >= 2 and len(draft.figures) >= 2:
        if not any(one in draft.figures for one in figures):
            return False
    if figures and draft.figures:
        common = [one for one in figures if one in draft.figures]
        others = [one for one in figures if one not in draft.figures]
        if others and common and cue.kind == "meeting" and "meeting" in draft.kinds and len(draft.figures) >= 2:
            known = {figure.state for figure in draft.figures}
            if any(one.state in known and one.state is not None for one in others) and cue.verb:
                # another person of a state that is there already: another meeting, unless it is of the same delegation
                return not _pairs_off(cue, common, others)
            if any(one.state not in known and one.state is not None for one in others):
                return False
        if common:
            return True
    mine_states = set(draft.states)
    theirs = set(cue.states)
    organisations = {party.organisation for party in cue.parties if party.organisation}
    if organisations and not organisations & set(draft.organisations):
        return False
    return not theirs or theirs <= mine_states or mine_states <= theirs


def _pairs_off(cue: Cue, common: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether a sentence tells of a meeting of its own between the two: both sides stand in it with a meeting's verb."""
    states = {figure.state for figure in (*common, *others)}
    return cue.kind == "meeting" and cue.verb and len(states - {None}) >= 2


def abs_days(a: str, b: str) -> int:
    """Days between two days; a large number where one is no whole day."""
    import datetime as dt

    try:
        return abs((dt.date.fromisoformat(a) - dt.date.fromisoformat(b)).days)
    except ValueError:
        pass
    found = [re.fullmatch(r"(?:--|\d{4}-)(\d\d)-(\d\d)", one) for one in (a, b)]
    if found[0] and found[1]:
        x, y = ((int(one[1]) * 31 + int(one[2])) for one in found if one)
        return abs(x - y)
    return 9999


def _extend(draft: Draft, cue: Cue, figures: Sequence[Figure]) -> None:
    for figure in figures:
        if figure not in draft.figures and not _spoken_of(figure, cue):
            draft.figures.append(figure)
    for party in cue.parties:
        if party.figure is None and party.post is not None:
            known = holder_of(party.post, _SCENES[-1]) if _SCENES else None
            if known is None and all(not _same_office(party.post, one) for one in draft.unnamed):
                draft.unnamed.append(party.post)
        if party.organisation is not None and party.organisation not in draft.organisations:
            draft.organisations.append(party.organisation)
    for state in cue.states if cue.kind != "visit" else _with_place(cue.states, cue):
        if state not in draft.states:
            draft.states.append(state)
    if cue.host is not None and cue.host not in draft.states:
        draft.states.append(cue.host)


_SCENES: list[Scene] = []


def _same_office(a: Post, b: Post) -> bool:
    return a.post_id == b.post_id and (a.state == b.state or None in (a.state, b.state))


def _spoken_of(figure: Figure, cue: Cue) -> bool:
    """Somebody named in a sentence who is no side of it: heads of state whose agreements or invitations are meant."""
    post = figure.post
    if post is None:
        return figure.official is None and figure.state is None
    return False


# Conferences


def _conferences(
    cues: Sequence[Cue], scene: Scene, sessions: Sequence[Draft], two: Sequence[Draft]
) -> list[Draft]:
    drafts: list[Draft] = []
    for cue in cues:
        if sessions and not cue.planned:
            continue
        if cue.planned:
            continue
        figures = _people(cue)
        if drafts:
            drafts[0].cues.append(cue)
            _extend(drafts[0], cue, figures)
            continue
        states = set(cue.states)
        if (len(states) >= 2 or _international(cue.sentence)) and cue.held and (figures or states) and not two:
            draft = Draft([cue], background=cue.background)
            _extend(draft, cue, figures)
            drafts.append(draft)
    return drafts


def _international(sentence: Sentence) -> bool:
    return any(
        one in ("международный", "международное", "international", "всемирный", "региональный", "global", "world")
        for one in sentence.lemmas
    )


# Putting together


def _settle_background(drafts: Sequence[Draft], scene: Scene) -> None:
    """What is told in passing: earlier than the main happening, or only named as its occasion."""
    held = [one for one in drafts if not one.planned]
    if not held:
        return
    if all(one.background for one in held):
        held[0].background = False
    two = [one for one in held if not one.session]
    for draft in held:
        if draft.session and draft.background and not two:
            draft.background = False
        if not draft.session and draft is held[0]:
            draft.background = False
    for draft in held:
        if draft.background and draft.kinds == {"visit"} and (mine := _date(draft)) is not None and draft is not held[0]:
            other = _date(held[0])
            if other is not None and abs_days(mine, other) <= 10:
                draft.background = False  # "напомним, визит начался 20 ноября": the visit that the meeting is part of
    front = [one for one in held if not one.background]
    if front:
        main = next((one for one in front if _date(one) is not None), front[0])
        base = _date(main)
        for draft in held:
            mine = _date(draft)
            if draft is main or base is None or mine is None:
                continue
            if _earlier(mine, base):
                draft.background = True


def _date(draft: Draft) -> str | None:
    return next((cue.date.value for cue in draft.cues if cue.date is not None and cue.date.value), None)


def _earlier(a: str, b: str) -> bool:
    if a.startswith("--") or b.startswith("--"):
        return abs_days(a, b) > 20 and abs_days(a, b) < 9999
    width = min(len(a), len(b))
    if width >= 10:
        return a < b and abs_days(a, b) > 10
    return a[:width] < b[:width]


def _told_enough(draft: Draft) -> bool:
    if draft.planned:
        return draft.session or len(set(draft.states)) >= 2
    if draft.session:
        cue_strength = any(cue.held or (cue.body is not None and cue.body.ordinal is not None) for cue in draft.cues)
        return cue_strength
    states = set(draft.states)
    if draft.cues[0].kind == "conference":
        return bool(draft.figures)
    return len(states) >= 2 or (bool(draft.organisations) and (len(states) == 1 or len(draft.figures) >= 2))


def _sign(drafts: Sequence[Draft], scene: Scene) -> None:
    """Documents signed go to the encounter whose sentence tells it, or to the main one before it."""
    front = [one for one in drafts if not one.planned]
    for sentence in scene.sentences:
        earlier = any(cue.background for one in front for cue in one.cues if cue.sentence is sentence) or (
            bool(triggers().marked("background", sentence.tokens))
        )
        mine = [one for one in front if any(cue.sentence is sentence for cue in one.cues)]
        if mine and not all(one.background for one in mine):
            earlier = earlier and not any(cue.verb for one in mine for cue in one.cues if cue.sentence is sentence)
        elif not earlier and front:
            main = next((date for one in front if not one.background and (date := _date(one))), None)
            main = main or (scene.anchor.isoformat() if scene.anchor is not None else None)
            years = {found.value[:4] for found in sentence.dates if found.value and found.value[0] != "-"}
            earlier = bool(main and main[0] != "-" and years and all(year < main[:4] for year in years))
        for signed in signed_in(sentence, scene):
            if earlier and not any(one.background for one in mine):
                continue
            owner = next((one for one in front if any(cue.sentence is sentence for cue in one.cues)), None)
            if owner is None:
                before = [one for one in front if one.cues[0].sentence.index <= sentence.index and not one.background]
                owner = before[-1] if before else (front[0] if front else None)
            if owner is None:
                continue
            _add_document(owner, signed)


def _add_document(draft: Draft, signed: Signed) -> None:
    from difflib import SequenceMatcher

    for k, known in enumerate(draft.documents):
        a, b = known.words.lower(), signed.words.lower()
        if a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.75 or known.noun == signed.noun:
            if len(signed.words) > len(known.words):
                draft.documents[k] = signed
            return
    draft.documents.append(signed)


def _attend(drafts: Sequence[Draft], scene: Scene) -> None:
    """Who else took part: named as attending, listed, or speaking there."""
    words = triggers()
    held = [one for one in drafts if not one.planned]
    if not held:
        return
    current: Draft | None = None
    for sentence in scene.sentences:
        mine = [one for one in held if any(cue.sentence is sentence for cue in one.cues)]
        sessions = [one for one in mine if one.session]
        if mine:
            front = [one for one in mine if not one.background]
            current = (front or mine)[0]
        if current is None:
            current = next((one for one in held if not one.background), held[0])
        if is_aside(sentence, mine):
            for draft in mine:
                if draft.session and not draft.figures:
                    draft.figures += _subject(sentence, scene)
            continue
        attended = bool(words.marked("attended", sentence.tokens))
        speech = bool(words.marked("speech", sentence.tokens))
        target = sessions[0] if sessions and not sessions[0].background else current
        if target.background and not mine:
            target = next((one for one in held if not one.background), target)
        bare = not target.figures and not target.session
        for mention in sentence.mentions:
            figure = scene.figure_of(mention)
            if bare and speech and figure.post is None and figure not in target.figures and mention.case in ("nomn", None):
                target.figures.append(figure)
            if figure in target.figures or figure.post is None:
                continue
            if figure.post.former:
                continue
            if any(figure in one.figures for one in held if one is not target) and not target.session:
                continue
            if target.session:
                if attended or speech or mine or _opens_with(sentence, mention.first) or len(sentence.mentions) >= 4:
                    if not _head_of_state(figure) or attended:
                        target.figures.append(figure)
            elif attended and not _head_of_state(figure):
                known = set(target.states)
                if figure.state is None or figure.state in known or mention.sentence == target.cues[0].sentence.index:
                    target.figures.append(figure)
        if target.session:
            for code in listed_states(sentence) if not _founding(sentence) and (mine or sentence.index > target.cues[0].sentence.index) else ():
                if code not in target.listed:
                    target.listed.append(code)
            for party in (cue_party for cue in target.cues if cue.sentence is sentence for cue_party in cue.parties):
                if party.state is not None and party.state not in target.listed:
                    target.listed.append(party.state)


def _subject(sentence: Sentence, scene: Scene) -> list[Figure]:
    """Who speaks of an earlier sitting as somebody who was there: "сообщил, что на последнем заседании он предложил"."""
    if not any(token.lemma in ("он", "она", "he", "she") for token in sentence.tokens):
        return []
    for mention in sentence.mentions:
        if mention.case in ("nomn", None) and mention.first < 8:
            return [scene.figure_of(mention)]
    for post in sentence.posts:
        known = holder_of(post, scene)
        if known is not None and post.first < 8:
            return [known]
    return []


def _founding(sentence: Sentence) -> bool:
    """A list of states that founded or joined something is no list of those who met."""
    return sentence.has(
        "создать", "учредить", "основать", "вступить", "лидер", "found", "establish", "founded", "established", "composition", "leader"
    )


def _opens_with(sentence: Sentence, first: int) -> bool:
    return first <= 6


def is_aside(sentence: Sentence, mine: Sequence[Draft]) -> bool:
    """A sentence that tells of earlier things: who stands in it did not take part in the main happening."""
    if mine:
        return all(one.background for one in mine)
    return False


def _head_of_state(figure: Figure) -> bool:
    return figure.post is not None and figure.post.post_id in ("president", "emir", "king")


def listed_states(sentence: Sentence) -> list[str]:
    """States in a list of three or more, or beside delegations: those that took part in a session."""
    run: list[str] = []
    best: list[str] = []
    last = None
    for one in sentence.near:
        if one.kind == "city":
            continue
        if one.kind == "organisation" or one.kind == "body":
            continue
        gap = sentence.tokens[last : one.first] if last is not None else []
        joined = last is not None and len(gap) <= 12 and any(token.lemma in (",", "и", "and", ";", "а") for token in gap)
        if joined:
            run.append(one.code)
        else:
            run = [one.code]
        if len(run) > len(best):
            best = list(run)
        last = one.last
    return list(dict.fromkeys(best)) if len(set(best)) >= 3 else []


def owners_of(drafts: Sequence[Draft], scene: Scene) -> dict[int, Draft]:
    """Which encounter each sentence speaks of: the one that it tells, or the last told in the foreground before it."""
    held = [one for one in drafts if not one.planned]
    owners: dict[int, Draft] = {}
    current: Draft | None = next((one for one in held if not one.background), held[0] if held else None)
    for sentence in scene.sentences:
        mine = [one for one in held if any(cue.sentence is sentence for cue in one.cues)]
        planned = [one for one in drafts if one.planned and any(cue.sentence is sentence for cue in one.cues)]
        front = [one for one in mine if not one.background]
        if front:
            current = front[0]
            owners[sentence.index] = current
        elif mine:
            owners[sentence.index] = mine[0]
        elif planned:
            owners[sentence.index] = planned[0]
        elif current is not None:
            owners[sentence.index] = current
    return owners


# Into values


def encounter_of(draft: Draft, scene: Scene) -> Encounter:
    """A draft as an :class:`Encounter`, each value with its place."""
    document = scene.document
    lead = draft.cues[0]
    best = next((cue for cue in draft.cues if not cue.sentence.title and cue.held), lead)
    span = document.span(best.sentence.start, best.sentence.end)
    kind: Kind = "session" if draft.session else _kind(draft)
    one = Encounter(kind, span, rule=lead.rule, background=draft.background, planned=draft.planned)
    one.type_alt = sorted({_KINDS[other] for other in draft.kinds if _KINDS[other] != kind})
    if draft.session:
        bodies = [cue.body for cue in draft.cues if cue.body is not None]
        one.body, one.body_thing = bodies[0].body.name, bodies[0].body.thing
        one.ordinal = next((found.ordinal for found in bodies if found.ordinal is not None), None)
    _fill_date(one, draft, scene)
    _fill_place(one, draft, scene)
    _fill_people(one, draft, scene)
    for k, signed in enumerate(draft.documents):
        one.documents.append(signed.words)
        one.facts[f"documents:{k}"] = Fact(document.span(signed.start, signed.end), "stated", signed.rule, 0.85)
    one.online = any(
        token.lemma in ("онлайн", "видеоконференция", "видеоконференцсвязь", "видео-конференция", "вкс", "online", "videoconference", "virtual", "онлайн-формат", "videolink")
        for cue in draft.cues
        for token in cue.sentence.tokens
    )
    return one


_KINDS: dict[str, str] = {
    "meeting": "bilateral meeting",
    "visit": "visit",
    "signing": "signing",
    "conference": "conference",
    "session": "session",
}


def _kind(draft: Draft) -> Kind:
    if "conference" in draft.kinds:
        return "conference"
    if "meeting" in draft.kinds:
        return "bilateral meeting"
    if draft.documents and "visit" not in draft.kinds:
        return "signing"
    if "visit" in draft.kinds:
        return "visit"
    return "signing"


def _fill_date(one: Encounter, draft: Draft, scene: Scene) -> None:
    dated = [cue for cue in draft.cues if cue.date is not None and cue.date.value]
    dated.sort(key=lambda cue: -len((cue.date.value if cue.date else "") or ""))
    if dated:
        found = dated[0].date
        assert found is not None
        one.date, one.date_end = found.value, found.last
        basis = "inferred" if found.relative or found.assumed_year else "stated"
        one.facts["date"] = Fact(scene.document.span(found.start, found.end), basis, "date", 0.9)
        return
    if draft.background or draft.planned:
        return
    lead = draft.cues[0].sentence.index
    for sentence in scene.sentences[max(0, lead - 2) : lead + 3]:
        if triggers().marked("background", sentence.tokens) or any(cue.sentence is sentence for cue in draft.cues):
            continue
        near = next((found for found in sentence.dates if found.value and len(found.value) in (7, 10) and not found.last), None)
        if near is not None and not (scene.document.dateline and near.value == scene.document.dateline) and not is_planned(sentence, 0):
            one.date = near.value
            one.facts["date"] = Fact(scene.document.span(near.start, near.end), "inferred", "date-near", 0.6)
            return
    fallback = None
    if scene.document.dateline:
        fallback = scene.document.dateline
        if scene.anchor is not None and fallback == f"--{scene.anchor:%m-%d}":
            fallback = scene.anchor.isoformat()
    elif scene.anchor is not None:
        fallback = scene.anchor.isoformat()
    if fallback is not None:
        one.date = fallback
        one.facts["date"] = Fact(one.span, "inferred", "publication-date", 0.5)


def _fill_place(one: Encounter, draft: Draft, scene: Scene) -> None:
    for cue in draft.cues:
        if cue.city is not None and (one.place_city is None):
            one.place_city, one.place_state = cue.city.name, cue.city.code
            tokens = cue.sentence.tokens
            one.facts["place"] = Fact(
                scene.document.span(tokens[cue.city.first].start, tokens[cue.city.last - 1].end), "stated", "city", 0.9
            )
    if one.place_city is None and not draft.planned:
        _city_elsewhere(one, draft, scene)
    host = next((cue.host for cue in draft.cues if cue.host is not None), None) or _receiver(draft)
    place = next((cue.place for cue in draft.cues if cue.place is not None), None)
    if one.place_state is None:
        one.place_state = host or place
        if one.place_state is not None:
            one.facts["place_state"] = Fact(_told_in(draft, scene, host, place) or one.span, "inferred" if host else "stated", "host" if host else "state", 0.8)
    if one.place_state is None and not draft.background and not draft.planned:
        one.place_state = _building(draft, scene)
        if one.place_state is not None:
            one.facts["place_state"] = Fact(one.span, "inferred", "building", 0.6)
    one.host_state = host or (one.place_state if draft.session or one.place_state in draft.states else None)


def _receiver(draft: Draft) -> str | None:
    """A head of state who meets an official of another state receives him at home."""
    heads = {one.state for one in draft.figures if _head_of_state(one)}
    others = {one.state for one in draft.figures if not _head_of_state(one) and one.state is not None}
    if len(heads) == 1 and others and not others & heads and "meeting" in draft.kinds and not draft.session:
        return next(iter(heads))
    return None


def _told_in(draft: Draft, scene: Scene, host: str | None, place: str | None) -> Span | None:
    """The sentence that tells the host or the place."""
    for cue in draft.cues:
        if (host is not None and cue.host == host) or (host is None and cue.place == place):
            if not cue.sentence.title:
                return scene.document.span(cue.sentence.start, cue.sentence.end)
    return None


def _city_elsewhere(one: Encounter, draft: Draft, scene: Scene) -> None:
    """A city that a sentence after the telling one gives: "travelled to Ankara", "в Варшаве главы обоих бюро …"; else the dateline's."""
    if draft.background:
        return
    lead = draft.cues[0].sentence.index
    states = set(draft.states) | set(draft.listed)
    for sentence in scene.sentences[lead : lead + 8]:
        if triggers().marked("background", sentence.tokens):
            continue
        for near in sentence.near:
            if near.kind == "city" and near.code in states and inside_of(near, sentence):
                one.place_city, one.place_state = near.name, near.code
                tokens = sentence.tokens
                span = scene.document.span(tokens[near.first].start, tokens[near.last - 1].end)
                one.facts["place"] = Fact(span, "inferred", "city-near", 0.7)
                return
    if scene.document.dateline:
        for sentence in scene.sentences[:4]:
            city = next((near for near in sentence.near if near.kind == "city" and near.first <= 1), None)
            if city is not None and (city.code in states or draft.session):
                host = next((cue.host for cue in draft.cues if cue.host is not None), city.code)
                if host == city.code:
                    one.place_city, one.place_state = city.name, city.code
                    one.facts["place"] = Fact(scene.document.span(sentence.start, sentence.end), "inferred", "dateline", 0.5)
                return


def _building(draft: Draft, scene: Scene) -> str | None:
    """Where a meeting was held in an agency's house: "в Генеральной прокуратуре Казахстана"."""
    from .posts import post_words

    for cue in draft.cues:
        tokens = cue.sentence.tokens
        for k, token in enumerate(tokens):
            if token.lemma not in ("в", "at", "in", "здание", "building", "of"):
                continue
            j = k + 1
            while j < len(tokens) and tokens[j].lemma in ("the", "здание", "building", "of"):
                j += 1
            found = post_words().agencies.at(tokens, j)
            if found is None or found[1][0].kind == "embassy":
                continue
            state = next((near.code for near in cue.sentence.near if near.first == found[0] and near.kind == "state"), None)
            if state is None:
                first = next((figure for figure in draft.figures if figure.state is not None), None)
                if first is not None and token.lemma == "в":
                    state = first.state
            if state is not None and state in draft.states:
                return state
    city = scene.home
    return city if city in draft.states else None


def _fill_people(one: Encounter, draft: Draft, scene: Scene) -> None:
    for figure in draft.figures:
        person = person_of(figure, scene, [cue.sentence for cue in draft.cues])
        one.participants.append(person)
    for post in draft.unnamed:
        if post.post_id == "counterpart":
            continue
        one.participants.append(person_of_post(post, scene, draft.cues[0].sentence))
    states: list[str] = []
    for person in one.participants:
        if person.state is not None and person.state not in states:
            states.append(person.state)
    source = draft.listed if draft.session else draft.states
    for code in source:
        if code not in states:
            states.append(code)
    for code in states:
        told = next(
            (cue.sentence for cue in draft.cues if code in cue.states and not cue.sentence.title),
            next((one for one in scene.sentences if draft.session and code in one.states and not one.title), None),
        )
        if told is not None:
            one.facts[f"states:{code}"] = Fact(scene.document.span(told.start, told.end), "stated", "state", 0.85)
    one.states = [] if draft.session and draft.background else sorted(states)


def person_of(figure: Figure, scene: Scene, told: Sequence[Sentence] = ()) -> Person:
    """A person of the text as a value; the passage is where the sentences ``told`` name the person or the office."""
    inside = {sentence.index for sentence in told if not sentence.title}
    mention = next((one for one in figure.mentions if one.sentence in inside), None)
    post = figure.post
    if mention is None and post is not None:
        for sentence in told:
            office = next((one for one in sentence.posts if not sentence.title and holder_of(one, scene) is figure), None)
            if office is not None:
                last = sentence.tokens[min(office.last, len(sentence.tokens)) - 1]
                span = scene.document.span(sentence.tokens[office.first].start, last.end)
                break
        else:
            mention, span = figure.mentions[0], None
    elif mention is None:
        mention, span = figure.mentions[0], None
    if mention is not None:
        span = scene.document.span(mention.start, mention.end)
    person = Person(figure.name, span=span, official=figure.official)
    if post is not None:
        person.post, person.post_id, person.agency = post.words, post.post_id, agency_of(post)
    person.state = figure.state
    if figure.inferred:
        person.basis = "inferred"
    if figure.derived:
        person.basis = "derived"
    return person


def person_of_post(post: Post, scene: Scene, sentence: Sentence) -> Person:
    """An office-holder without a name as a value."""
    start, end = sentence.tokens[min(post.first, len(sentence.tokens) - 1)].start, sentence.tokens[-1].end
    return Person(
        None, post.words, post.post_id, agency_of(post), post.state, scene.document.span(start, end), confidence=0.7
    )


def agency_of(post: Post) -> str | None:
    """The short English name of the agency or secretariat of a post."""
    if post.organisation is not None:
        if post.post_id == "exec_secretary" and "CIS" in post.organisation:
            return "CIS CCPG Secretariat"
        if post.post_id in _NO_STATE:
            return f"{post.organisation} Secretariat"
        return post.organisation
    return post.agency


__all__ = ["Draft", "Party", "Span", "drafts_of", "encounter_of", "person_of"]


def parts_of_visits(reading: Reading) -> None:
    """Meetings of a guest in the state that he visits are parts of the visit; dates without a year take the text's."""
    full = [one.date for one in reading.encounters if one.date and len(one.date) == 10 and not one.background]
    for one in reading.encounters:
        if one.date and one.date.startswith("--") and len(one.date) == 7 and full and abs_days(one.date, full[0]) <= 31:
            one.date = full[0][:4] + one.date[1:]
            fact = one.facts.get("date")
            if fact is not None:
                one.facts["date"] = Fact(fact.span, "inferred", fact.rule, 0.8)
    for k, visit in enumerate(reading.encounters):
        if visit.type != "visit" or visit.place_state is None:
            continue
        guests = {person.name for person in visit.participants if person.name and person.state != visit.place_state}
        for n, one in enumerate(reading.encounters):
            if n == k or one.type != "bilateral meeting" or not guests & {person.name for person in one.participants}:
                continue
            if one.place_state in (None, visit.place_state):
                one.part_of = k
                if one.place_state is None:
                    one.place_state = visit.place_state
                    one.facts["place_state"] = Fact(visit.span, "inferred", "part-of-visit", 0.7)
