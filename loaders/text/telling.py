"""The sentences of a document that tell of encounters, in its order: sittings, meetings, visits, signings."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .cues import CIRCLE, Cue, when_where
from .drafts import head_of_state
from .gatherings import BodyFound
from .hosting import settle_host
from .next_sitting import next_sitting
from .other_matters import describes_paper
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
    for_talks,
    happened,
    of_a_circle,
    of_experts,
    of_something_else,
    of_two,
    only_recalled,
    purpose_of_coming,
)
from .sittings import PREPARED, goes_on_now, led, sits, sitting_again, sitting_ahead, sittings_in, was_held
from .triggers import invitations, triggers


def cues_of(scene: Scene) -> list[Cue]:
    """The cues of a document in its order."""
    out: list[Cue] = []
    main: BodyFound | None = None
    ahead = False  # whether the last sitting told is to come
    for sentence in scene.sentences:
        sessions = sittings_in(sentence)
        if not sessions:
            own = [one for one in sentence.bodies if sits(one)]
            same = own[0] if own else main
            if same is not None:
                sessions = sitting_again(sentence, same) or (sitting_ahead(sentence, main or same) if ahead else [])
        last = next((one for one in reversed(out) if one.kind == "session"), None)
        begun = ahead or (last is not None and was_held(last.sentence)) or sentence.has("next", "следующий")
        if not sessions and main is not None and last is not None and not begun:
            sessions = [one for one in sitting_ahead(sentence, main) if one.date is not None]
            for cue in out[-_NEAR:] if sessions else ():
                # "N. takes part in the ninth meeting … The event will take place on 3-5 September"
                cue.planned = cue.planned or (cue.kind == "session" and _same_sitting(cue, sessions[0]))
        for cue in sessions if ahead and last is not None else ():
            # "the speaker told of the coming session": nothing of it is said to have been
            if last is not None and _same_sitting(cue, last) and cue.date is None and not cue.background:
                cue.planned = cue.planned or not (was_held(sentence) or goes_on_now(sentence))
        if last is not None and (not sessions or _bare(sessions, sentence)):
            sessions = next_sitting(sentence, last) or sessions
        if any(one.rule == PREPARED for one in out if one.kind == "session"):
            # "На заседании эксперты рассмотрели вопросы подготовки": what is told is the meeting that prepares
            sessions = [cue for cue in sessions if cue.planned or sentence.bodies]
        for cue in sessions:
            # "those of the CIS come to the session that will take place tomorrow": one sitting, however often named
            cue.planned = cue.planned or any(one.planned and _same_sitting(cue, one) for one in sessions)
        for cue in sessions:
            cue.planned = cue.planned or _after_the_page(cue, scene)
        if sessions:
            ahead = sessions[-1].planned
        out += sessions
        told = {cue.at for cue in sessions if cue.rule == "sitting-of-body"}
        two = _two_sided(sentence, scene)
        if any(cue.kind == "visit" and cue.planned for cue in two) and not was_held(sentence):
            for cue in sessions:  # "Завтра министр вылетает в Душанбе на заседание Совета"
                bare = cue.body is not None and cue.body.ordinal is None
                cue.planned = cue.planned or (bare and not cue.held and not cue.background)
        out += [cue for cue in two if not (cue.kind == "meeting" and told and led(sentence, told))]
        own = [one for one in sentence.bodies if sits(one)]
        if own and (main is None or sessions) and not _long_before(sessions, out):
            main = main if _only_ahead(own[0], main, sessions, out) else own[0]
    return out


#: So many cues before are looked back at, however long a text is.
_NEAR = 20


def _after_the_page(cue: Cue, scene: Scene) -> bool:
    """Whether the day of a sitting lies after the day on which the page came out: "voiced happiness about Iran hosting
    the summit next year"."""
    day = cue.date.value if cue.date is not None else None
    if day is None or scene.anchor is None or not day[:4].isdigit():
        return False
    return day[:10] > scene.anchor.isoformat()[: len(day)] and not was_held(cue.sentence)


def _long_before(sessions: Sequence[Cue], told: Sequence[Cue]) -> bool:
    """Whether a sentence tells only of a sitting of another body in a year before the one told first: "the agreement
    on the Council was concluded at the meeting of the heads of state on 15 October 2021"."""
    first = next((cue for cue in told if cue.kind == "session" and not cue.background), None)
    if not sessions or first is None or first in sessions or first.date is None:
        return False
    year = (first.date.value or "")[:4]
    return year.isdigit() and all(
        cue.date is not None and (cue.date.value or "--")[:4].isdigit() and (cue.date.value or "")[:4] < year
        for cue in sessions
    )


def _only_ahead(body: BodyFound, main: BodyFound | None, sessions: Sequence[Cue], told: Sequence[Cue]) -> bool:
    """Whether a sentence only announces a sitting of another body than the one whose sitting the page tells of."""
    if main is None or body.body.name == main.body.name or not all(cue.planned for cue in sessions):
        return False
    return any(
        cue.kind == "session" and not cue.planned and cue.body is not None and cue.body.body.name == main.body.name
        for cue in told
    )


def _meant(k: int, sentence: Sentence) -> bool:
    """Whether an infinitive is what somebody means to do: the word for it stands in the same clause, mostly before."""
    words, tokens = triggers(), sentence.tokens
    if any(one.lemma in ("need", "necessity", "необходимость", "важность") for one in tokens[max(0, k - 3) : k]):
        return False  # "pointed to the need to sign an updated programme"
    if k in words.intended(tokens):
        return True
    marks = [first for first, _ in words.marked("planned", tokens)]
    return any(
        -4 <= k - first <= 14 and not any(one.lemma == "что" for one in tokens[min(k, first) : max(k, first)])
        for first in marks
    )


def _bare(sessions: Sequence[Cue], sentence: Sentence) -> bool:
    """Whether the sittings of a sentence are told without the body's name, and neither where they are nor to come."""
    return not sentence.bodies and all(cue.place is None or not cue.planned for cue in sessions)


def _same_sitting(cue: Cue, other: Cue) -> bool:
    """Whether two cues may tell one sitting: of one body, with one number."""
    if cue.body is None or other.body is None or cue.body.body.name != other.body.body.name:
        return False
    return cue.body.ordinal is None or other.body.ordinal in (None, cue.body.ordinal)


def _two_sided(sentence: Sentence, scene: Scene) -> list[Cue]:
    words = triggers()
    told = words.told(sentence.tokens)
    kinds = [one for one in told if one[0] in ("meeting", "visit", "signing", "conference")]
    experts = of_experts(told, sentence)
    circle = not sentence.bodies and of_a_circle([one for one in told if one[0] == "session"], sentence)
    if circle or experts:
        kinds += [("conference", *one[1:]) for one in told if one[0] == "session"]
    kinds += [("meeting", *one[1:]) for one in told if one[0] == "session" and _of_joint_board(one, sentence)]
    kinds += [("meeting", "noun", k, k + 1) for k in _joint_boards(sentence)]
    kinds = [one for one in kinds if not _inside_body(one, sentence) and not _relative(one, sentence)]
    kinds = [one for one in kinds if not of_something_else(one, sentence)]
    invited = [
        last
        for first, last, _ in invitations().find(sentence.tokens)
        if not _at_invitation(first, sentence) and not _had(first, sentence)
    ]
    asked = [
        k for k, token in enumerate(sentence.tokens) if token.lemma in ("come", "visit") and _asked_for(k, sentence)
    ]
    kinds = [one for one in kinds if not (one[0] == "visit" and any(0 <= one[2] - k <= 10 for k in asked))]
    kinds += [("visit", "verb", k, k + 1) for k in for_talks(sentence)]
    kinds += [("meeting", "verb", k, k + 1) for k in considered(sentence, parties_of(sentence, scene))]
    kinds = [
        one
        for one in kinds
        if not (one[0] in ("visit", "meeting") and any(0 <= one[2] - last <= 22 for last in invited))
    ]
    purpose = purpose_of_coming(kinds, sentence)
    if purpose is not None:
        kinds = [one for one in kinds if one[2] < purpose]
    # "намерен встретиться": an infinitive tells an encounter only where it is to come
    kinds = [
        (kind, "verb" if part == "to do" else part, first, last)
        for kind, part, first, last in kinds
        if part != "to do" or _meant(first, sentence)
    ]
    if not kinds or only_recalled(kinds, sentence):
        return []
    parties = _of_main_clause(parties_of(sentence, scene), sentence)
    parties = [party for party in parties if not only_author(party.first, sentence)]
    parties = [party for party in parties if not _of_the_one(party.first, sentence)]
    parties = [party for party in parties if purpose is None or party.first < purpose]
    cue = Cue("meeting", sentence, parties=parties)
    verbs = {kind for kind, part, *_ in kinds if part == "verb"}
    nouns = {kind for kind, part, *_ in kinds if part == "noun"}
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
            return []
        cue.kind = "signing"
    elif "conference" in nouns:
        cue.kind = "conference"
    else:
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


def _of_joint_board(one: tuple[str, str, int, int], sentence: Sentence) -> bool:
    """Whether a sitting is of the joint board of two states' agencies: "заседание объединенной коллегии прокуратур"."""
    after = [token.lemma for token in sentence.tokens[one[3] : one[3] + 3]]
    joint = any(lemma in ("объединенный", "объединить", "совместный", "joint") for lemma in after)
    return joint and any(lemma in ("коллегия", "collegium", "board") for lemma in after)


def _joint_boards(sentence: Sentence) -> list[int]:
    """Where the joint board of two states' agencies is said to sit: "Совместная коллегия МВД Таджикистана и России
    пройдет в сентябре", "на объединенной коллегии прокуратур Беларуси и России"."""
    tokens = sentence.tokens
    if any(kind == "session" for kind, *_ in triggers().told(tokens)):
        return []  # "заседание объединенной коллегии": told by its sitting
    return [
        k
        for k, token in enumerate(tokens)
        if token.lemma in ("коллегия", "collegium")
        and any(one.lemma in ("объединенный", "объединить", "совместный", "joint") for one in tokens[max(0, k - 2) : k])
        and (
            any(one.lemma in ("на", "at") for one in tokens[max(0, k - 3) : k])
            or any(one.lemma in _SITS for one in tokens[max(0, k - 6) : k + 12])
        )
    ]


#: How a board is said to sit.
_SITS = frozenset("пройти проходить состояться заседать собраться провести hold meet take".split())


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


#: Verbs of receiving guests, and of giving a meeting its place.
_HOSTING = ("принять", "принимать", "host", "receive")


#: What is taken or adopted, not received as a guest.
_TAKEN = frozenset(
    """участие решение мера документ закон присяга приглашение протокол заявление резолюция декларация внимание
    коммюнике программа план регламент меморандум соглашение training support award assistance information letter
    invitation impetus boost attention recognition treatment complaint request""".split()
)


def _takes(one: tuple[str, str, int, int], sentence: Sentence) -> bool:
    """Whether "принять" takes part, or adopts something: "принял участие", "принято Совместное заявление"."""
    if any(token.lemma == "участие" for token in sentence.tokens[max(0, one[2] - 5) : one[2]]):
        return True  # "Участие во встрече принял также посол"
    return any(token.lemma in _TAKEN for token in sentence.tokens[one[3] : one[3] + 3])


def _of_a_thing(k: int, sentence: Sentence) -> bool:
    """Whether a relative clause tells who hosts a thing: "форум, который Грузия примет"."""
    tokens = sentence.tokens
    which = next((j for j in range(k - 1, max(0, k - 6), -1) if tokens[j].lemma in ("который", "which", "that")), None)
    if which is None or which < 2:
        return False
    before = which - 2 if tokens[which - 1].surface == "," else which - 1
    spans = [(one.first, one.last) for one in sentence.mentions] + [(one.first, one.last) for one in sentence.posts]
    return not any(first <= before < last for first, last in spans)


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


def _at_invitation(k: int, sentence: Sentence) -> bool:
    """Whether somebody came because he was invited: "по приглашению", "at the official invitation of"."""
    return any(
        token.lemma in ("по", "at", "on", "upon", "following", "after") or token.surface.lower() == "following"
        for token in sentence.tokens[max(0, k - 3) : k]
    )


def _had(k: int, sentence: Sentence) -> bool:
    """Whether somebody had been invited before and came: "whom her counterpart had invited, was in Vilnius", "Having
    been officially invited, he held a meeting"."""
    tokens = sentence.tokens
    opens = tokens[k].surface == "Invited" and (k == 0 or tokens[k - 1].surface in (":", ")", "–", "—", "-", "."))
    return opens or any(token.surface.lower() in ("had", "having") for token in tokens[max(0, k - 3) : k])


#: Who asks another to do something has not seen it done.
_ASKING = frozenset("ask urge request encourage want like offer invite propose suggest beg call".split())


def _asked_for(k: int, sentence: Sentence) -> bool:
    """Whether an English infinitive is what somebody is asked to do: "asked the Minister to come to South Korea"."""
    tokens = sentence.tokens
    if not k or tokens[k - 1].lemma != "to":
        return False
    return any(token.lemma in _ASKING for token in tokens[max(0, k - 9) : k - 1])


def _relative(one: tuple[str, str, int, int], sentence: Sentence) -> bool:
    """A signing told in a relative clause describes a document: "the agreement which was signed in 2018"."""
    if one[0] in ("meeting", "visit") and one[1] == "verb" and _asked_for(one[2], sentence):
        return True
    if one[0] == "meeting" and one[1] == "verb" and sentence.tokens[one[2]].lemma in _HOSTING:
        return _takes(one, sentence) or _of_a_thing(one[2], sentence)
    if one[0] != "signing":
        return False
    if describes_paper(sentence, one[2]):
        return True
    before = sentence.tokens[max(0, one[2] - 3) : one[2]]
    return any(token.lemma in ("который", "which") for token in before) and any(
        found.value and len(found.value) >= 4 and found.value[0] != "-" for found in sentence.dates
    )


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


def _inside_body(one: tuple[str, str, int, int], sentence: Sentence) -> bool:
    """Whether a noun belongs to the name of a body: "the Commonwealth Law Ministers Meeting"."""
    return any(
        body.first <= one[2] < body.last or (one[1] == "noun" and one[2] == body.last) for body in sentence.bodies
    )
