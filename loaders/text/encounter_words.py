"""Which words of a sentence tell of a meeting, a visit, a signing or a conference, and which only seem to."""

from __future__ import annotations

from collections.abc import Sequence

from .other_matters import describes_paper
from .parties import parties_of
from .scene import Scene, Sentence
from .senses import considered, for_talks, of_a_circle, of_something_else, purpose_of_coming
from .triggers import invitations, triggers

#: A word that tells of an encounter: its kind, its part ("verb", "noun", "to do"), first token, index after the last.
Told = tuple[str, str, int, int]


def kinds_told(told: Sequence[Told], experts: bool, sentence: Sentence, scene: Scene) -> tuple[list[Told], int | None]:
    """The words that tell of meetings, visits, signings and conferences: (kind, part of speech, first, last) each; and
    where an English infinitive begins that tells what somebody only came for."""
    kinds = [one for one in told if one[0] in ("meeting", "visit", "signing", "conference")]
    circle = not sentence.bodies and of_a_circle([one for one in told if one[0] == "session"], sentence)
    if circle or experts:
        kinds += [("conference", *one[1:]) for one in told if one[0] == "session"]
    kinds += [("meeting", *one[1:]) for one in told if one[0] == "session" and _of_joint_board(one, sentence)]
    kinds += [("meeting", "noun", k, k + 1) for k in _joint_boards(told, sentence)]
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
    return kinds, purpose


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


def _of_joint_board(one: tuple[str, str, int, int], sentence: Sentence) -> bool:
    """Whether a sitting is of the joint board of two states' agencies: "заседание объединенной коллегии прокуратур"."""
    after = [token.lemma for token in sentence.tokens[one[3] : one[3] + 3]]
    joint = any(lemma in ("объединенный", "объединить", "совместный", "joint") for lemma in after)
    return joint and any(lemma in ("коллегия", "collegium", "board") for lemma in after)


def _joint_boards(told: Sequence[Told], sentence: Sentence) -> list[int]:
    """Where the joint board of two states' agencies is said to sit: "Совместная коллегия МВД Таджикистана и России
    пройдет в сентябре", "на объединенной коллегии прокуратур Беларуси и России"."""
    tokens = sentence.tokens
    if any(kind == "session" for kind, *_ in told):
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


def _inside_body(one: tuple[str, str, int, int], sentence: Sentence) -> bool:
    """Whether a noun belongs to the name of a body: "the Commonwealth Law Ministers Meeting"."""
    return any(
        body.first <= one[2] < body.last or (one[1] == "noun" and one[2] == body.last) for body in sentence.bodies
    )
