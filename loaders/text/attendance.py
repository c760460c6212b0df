"""What sentences around a telling one add: documents signed, who else took part, which states, what is spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from .drafts import Draft, earlier, head_of_state
from .looking_back import POSSESSIVES, PRONOUNS, named_before
from .parties import absent, holder_of, only_author, only_tells, speaks_for
from .people import Figure, Mention
from .post_senses import is_verb
from .scene import Scene, Sentence
from .senses import purpose_of_coming
from .to_come import is_planned
from .triggers import triggers

#: A person named up to this token opens the sentence.
_OPENING = 6
#: So many persons in one sentence are a list of those who took part.
_MANY = 4
#: Words of the founding of an organisation, or of joining it.
_FOUNDING = tuple(
    "создать учредить основать вступить лидер found establish founded established composition leader".split()
)
#: What a state is in an organisation.
_MEMBERS = frozenset("member observer partner член наблюдатель партнер".split())
#: What a state does that is at a sitting.
_TAKES_PART = frozenset("take participate attend представлять принять участвовать".split())
#: What stands between two states of one list.
_JOINING = (",", "и", "and", ";", "а")


def of_earlier(sentence: Sentence, drafts: Sequence[Draft], scene: Scene) -> bool:
    """Whether all days that a sentence names lie before the main encounter; a bare year is told as another one."""
    mine = [found.value for found in sentence.dates if found.value and not found.of_document and not found.relative]
    if not mine:
        return False
    main = next((date for one in drafts if not one.background and (date := one.date)), None)
    if main is None and scene.anchor is not None:
        main = scene.anchor.isoformat()
    main = main or scene.document.dateline
    if main is None:
        return all(len(value) == 4 for value in mine)
    return all(earlier(value, main) for value in mine)


def attend(drafts: Sequence[Draft], scene: Scene) -> None:
    """Who else took part: named as attending, listed, or speaking there."""
    words = triggers()
    held = [one for one in drafts if not one.planned]
    if not held:
        return
    current: Draft | None = None
    for sentence in scene.sentences:
        mine = [one for one in held if one.tells(sentence)]
        sessions = [one for one in mine if one.session]
        if mine:
            front = [one for one in mine if not one.background]
            current = (front or mine)[0]
        if current is None:
            current = next((one for one in held if not one.background), held[0])
        if sessions and not sessions[0].figures and not sentence.mentions:
            sessions[0].figures += _possessor(sentence, scene)
        if _is_aside(mine):
            for draft in mine:
                if draft.session and not draft.figures:
                    draft.figures += _subject(sentence, scene)
            continue
        attended = bool(words.marked("attended", sentence.tokens))
        speech = bool(words.marked("speech", sentence.tokens))
        target = sessions[0] if sessions and not sessions[0].background else current
        if not mine and not target.gathered:
            target = _sitting_of(sentence, held, scene) or target
        if target.background and not mine:
            target = next((one for one in held if not one.background), target)
        if not mine and (_to_come(sentence, drafts) or of_earlier(sentence, held, scene)):
            continue
        bare = not target.figures and not target.gathered
        listed = _list_beside(sentence, target, scene)
        meant = purpose_of_coming(words.told(sentence.tokens), sentence)
        for mention in sentence.mentions:
            figure = scene.figure_of(mention)
            if meant is not None and mention.first > meant and not target.gathered:
                continue  # whom somebody came to meet
            if (
                bare
                and speech
                and figure.post is None
                and figure not in target.figures
                and mention.case in ("nomn", None)
            ):
                target.figures.append(figure)
            # "Kazakhstan was represented by N.", "от Республики Армения – Н."
            sent = target.gathered and (attended or _item(sentence)) and figure.state is not None
            if figure in target.figures or (figure.post is None and not sent):
                continue
            if figure.post is None:
                target.figures.append(figure)
                continue
            first = mention.first if mention.post is None else mention.post.first
            tells = only_tells(sentence, first) and (
                not target.session or figure.post.weak or speaks_for(figure.post) or figure.post.post_id == "ambassador"
            )
            if figure.post.former or absent(mention, sentence) or tells:
                continue
            if only_author(first, sentence):
                continue
            awaited = _awaited(figure, held)
            if awaited is not None and not target.session:
                awaited.figures.append(figure)
                continue
            if any(figure in one.figures for one in held if one is not target) and not target.gathered:
                continue
            if speech and speaks_for(figure.post):
                continue
            if target.gathered:
                said = speech and _says(mention)
                there = attended or said or mine or (mention.first <= _OPENING and not speech)
                if (there or len(sentence.mentions) >= _MANY) and (attended or not head_of_state(figure)):
                    target.figures.append(figure)
            elif (attended or listed) and not head_of_state(figure):
                known = set(target.states)
                if figure.state is None or figure.state in known or mention.sentence == target.cues[0].sentence.index:
                    target.figures.append(figure)
        if target.gathered:
            follows = bool(mine) or sentence.index > target.cues[0].sentence.index
            for code in listed_states(sentence) if follows and not _founding(sentence) else ():
                if code not in target.listed:
                    target.listed.append(code)
            for code in sent_states(sentence) if attended and follows else ():
                if code not in target.listed:
                    target.listed.append(code)
            for one in sentence.near if attended and follows else ():
                verb = sentence.tokens[one.last].lemma if one.last < len(sentence.tokens) else ""
                if one.kind == "state" and verb in _TAKES_PART and one.code not in target.listed:
                    target.listed.append(one.code)  # "Qatar took part in the meeting"
            for party in (cue_party for cue in target.cues if cue.sentence is sentence for cue_party in cue.parties):
                if party.state is not None and party.state not in target.listed:
                    target.listed.append(party.state)
    _share_sittings(held, scene)


def _share_sittings(held: Sequence[Draft], scene: Scene) -> None:
    """Give sittings told together in one sentence the same people and states: "took part in the 28th session of A and
    the 16th of B"."""
    sessions = [one for one in held if one.session and not one.background]
    for sentence in scene.sentences:
        both = [one for one in sessions if not sentence.title and one.tells(sentence)]
        if len(both) < 2 or len({one.cues[0].planned for one in both}) > 1:
            continue
        for one in both:
            for other in both:
                one.figures += [figure for figure in other.figures if figure not in one.figures]
                one.listed += [code for code in other.listed if code not in one.listed]


def _sitting_of(sentence: Sentence, held: Sequence[Draft], scene: Scene) -> Draft | None:
    """The sitting told beside a meeting of two, where a sentence lists who came to it: three states and more, or the
    officials of an organisation."""
    front = [one for one in held if one.session and one.cues[0].sentence.index < sentence.index]
    if not front or not triggers().marked("attended", sentence.tokens):
        return None
    figures = [scene.figure_of(one) for one in sentence.mentions]
    many = len(listed_states(sentence)) >= 3
    sent = any(one.post is not None and one.post.organisation is not None for one in figures)
    return front[-1] if many or (sent and not any(one.state for one in figures)) else None


def _awaited(figure: Figure, held: Sequence[Draft]) -> Draft | None:
    """The one meeting whose other side has been told by its state alone, where this is the person: "met his
    counterparts from A and B" and, in the next sentence, the counterpart of A by name."""
    if figure.post is None or any(figure in one.figures for one in held):
        return None
    mine = [
        one
        for one in held
        if not one.session
        and not one.background
        and figure.state in one.states
        and all(other.state != figure.state for other in one.figures)
        and any(other.post is not None and other.post.post_id == figure.post.post_id for other in one.figures)
    ]
    return mine[0] if len(mine) == 1 else None


def _says(mention: Mention) -> bool:
    """Whether the person of a sentence of speech is the speaker."""
    case = mention.post.case if mention.post is not None and mention.post.case is not None else mention.case
    return case in ("nomn", None)


def _to_come(sentence: Sentence, drafts: Sequence[Draft]) -> bool:
    """Whether a sentence tells of what is still to come."""
    return any(one.planned and one.tells(sentence) for one in drafts) or is_planned(sentence, 0)


def _list_beside(sentence: Sentence, draft: Draft, scene: Scene) -> bool:
    """Whether a sentence just after the telling one lists officials: two and more with posts, and nothing said."""
    body = [cue.sentence.index for cue in draft.cues if not cue.sentence.title]
    gap = sentence.index - max(body or [cue.sentence.index for cue in draft.cues])
    if not 0 <= gap <= 2 or triggers().marked("speech", sentence.tokens):
        return False
    if triggers().marked("background", sentence.tokens):
        return False
    return sum(scene.figure_of(one).post is not None for one in sentence.mentions) >= 2


def _possessor(sentence: Sentence, scene: Scene) -> list[Figure]:
    """Whose delegation came to a sitting: "His delegation came for the meeting of …", after the person was named."""
    if not any(token.surface.lower() in POSSESSIVES for token in sentence.tokens[:3]):
        return []
    owner = named_before(sentence, scene)
    return [] if owner is None or owner.post is None else [owner]


def _subject(sentence: Sentence, scene: Scene) -> list[Figure]:
    """Who speaks of an earlier sitting as one who was there: "сообщил, что на последнем заседании он предложил"."""
    if not sentence.has(*PRONOUNS):
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
    """A list of states that founded or joined something, or are its members, is no list of those who met."""
    if sentence.has(*_FOUNDING):
        return True
    if sentence.has("поздравить", "congratulate") and sentence.has("назначение", "избрание", "appointment", "election"):
        return True  # who is congratulated on his new post
    return any(
        a.lemma in ("be", "являться", "выступать") and any(t.lemma in _MEMBERS for t in sentence.tokens[k + 1 : k + 6])
        for k, a in enumerate(sentence.tokens)
    ) and not triggers().marked("attended", sentence.tokens)


def _is_aside(mine: Sequence[Draft]) -> bool:
    """Whether a sentence tells only of earlier encounters: who stands in it did not take part in the main one."""
    return bool(mine) and all(one.background for one in mine)


def listed_states(sentence: Sentence) -> list[str]:
    """States in a list of three or more, or beside delegations: those that took part in a session."""
    run: list[str] = []
    best: list[str] = []
    last = None
    for one in sentence.near:
        if one.kind in ("city", "organisation", "body"):
            continue
        if sentence.tokens[one.first - 1].lemma in ("except", "excluding", "кроме", "without") and one.first:
            continue
        gap = sentence.tokens[last : one.first] if last is not None else []
        joined = last is not None and len(gap) <= 12 and any(token.lemma in _JOINING for token in gap)
        if joined:
            run.append(one.code)
        else:
            run = [one.code]
        if len(run) > len(best):
            best = list(run)
        last = one.last
    return list(dict.fromkeys(best)) if len(set(best)) >= 3 else []


def _item(sentence: Sentence) -> bool:
    """Whether a line is an item of a list by states: "от Республики Армения – Тадевосян Л.З."."""
    tokens = sentence.tokens
    return tokens[0].lemma in ("от", "from") and any(token.surface in ("–", "—", "-", ":") for token in tokens[2:9])


def sent_states(sentence: Sentence) -> list[str]:
    """The states whose representatives a sentence tells of: "Участвовали и представители судов Таджикистана и
    Узбекистана", "delegations from India and Iran also attended"."""
    tokens = sentence.tokens
    out: list[str] = []
    for _, last, _ in triggers().marks["delegation"].find(tokens):
        k = last
        for one in sentence.near:
            if one.kind != "state" or one.first < last:
                continue
            gap = tokens[k : one.first]
            joined = all(token.lemma in _JOINING or token.lemma == "the" for token in gap)
            first = k == last and len(gap) <= 5 and not any(token.surface in ",;:" or is_verb(token) for token in gap)
            if not (joined or first):
                break
            out.append(one.code)
            k = one.last
    return out


def owners_of(drafts: Sequence[Draft], scene: Scene) -> dict[int, Draft]:
    """Which encounter each sentence speaks of: the one that it tells, or the last told in the foreground before it."""
    held = [one for one in drafts if not one.planned]
    owners: dict[int, Draft] = {}
    front = [one for one in held if not one.background]
    current: Draft | None = front[0] if front else held[0] if held else None
    announced = not front  # what a page goes on about that only announces an encounter
    for sentence in scene.sentences:
        mine = [one for one in held if one.tells(sentence)]
        planned = [one for one in drafts if one.planned and one.tells(sentence)]
        told = [one for one in mine if not one.background]
        if told:
            current = told[0]
            owners[sentence.index] = current
        elif mine:
            owners[sentence.index] = mine[0]
        elif planned:
            owners[sentence.index] = planned[0]
            current = planned[0] if announced else current
        elif current is not None:
            owners[sentence.index] = current
    return owners
