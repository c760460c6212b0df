"""Who says an entry of the ledger where the form of the sentence tells it plainly: a passive, a quotation, a role."""

from __future__ import annotations

from collections.abc import Sequence

from .encounters import person_of
from .ledger_nouns import of_noun
from .ledger_sides import (
    NOUNS,
    Kind,
    Roles,
    antecedent,
    case_of,
    english_subject,
    is_passive,
    ledger_set,
    oblique,
    person_for,
    preceded,
    role_holder,
    said_to,
    side_of,
)
from .looking_back import PRONOUNS
from .parties import parties_of
from .people import Figure
from .reading import Person
from .scene import Scene, Sentence
from .tokens import Token, readings


def by_form(kind: Kind, first: int, last: int, sentence: Sentence, scene: Scene) -> Roles | None:
    """The roles where the form tells them plainly: a quotation, a pronoun or role beside the verb, a noun that is
    given or taken; None where it does not."""
    tokens = sentence.tokens
    noun = next((k for k in range(first, last) if tokens[k].lemma in NOUNS), None)
    quoted = _first_person(first, sentence, scene)
    if quoted is not None:
        return quoted, None
    if tokens[first].surface.lower() == "предложено" and not any(
        one.case == "ablt" for one in parties_of(sentence, scene)
    ):
        return None, None  # "предложено создать представительство": nobody says who proposed it
    if noun is not None:
        return of_noun(kind, noun, first, sentence, scene)
    if tokens[first].surface.lower() == "invited" and _opens_clause(tokens, first, last):
        return _invited_by(last, sentence, scene)
    if is_passive(tokens, first):
        return _english_passive(kind, first, sentence, scene) if tokens[first].surface.isascii() else None
    who = _relative(first, sentence, scene)
    if who is not None:
        return person_of(who, scene), said_to(last, sentence, scene, who)
    role = _role(_clause_before(tokens, first), sentence, scene)
    if role is not None:
        return person_of(role, scene), said_to(last, sentence, scene, role)
    near = [k for k in (first - 1, first - 2) if k >= 0 and tokens[k].lemma in PRONOUNS]
    if near and not any(token.surface == "," for token in tokens[near[0] : first]):
        who = antecedent(sentence, scene)
        if who is not None and tokens[first].surface.isascii() is False:
            return person_of(who, scene), said_to(last, sentence, scene, who)
    if tokens[first].surface.isascii():
        return _whom(first, sentence, scene) or _by_given_name(kind, first, last, sentence, scene)
    if _impersonal(tokens, first) or _pronoun_object(first, last, tokens):
        return None, None
    return _russian_subject(first, last, sentence, scene)


def _relative(first: int, sentence: Sentence, scene: Scene) -> Figure | None:
    """Whom "who" before a verb means: "… Алиеву, который, получив флаг, пригласил участников"."""
    tokens = sentence.tokens
    which = next((k for k in range(first - 1, max(0, first - 9), -1) if tokens[k].lemma in ("который", "who")), None)
    if which is None or (tokens[which].lemma == "который" and case_of(tokens[which]) != "nomn"):
        return None
    last = which - 1 if tokens[which - 1].surface == "," else which
    return next((scene.figure_of(one) for one in sentence.mentions if one.last == last), None)


def _whom(first: int, sentence: Sentence, scene: Scene) -> Roles | None:
    """Who invites and whom, told in a clause: "N., whom her Lithuanian counterpart had invited, was in Vilnius"."""
    tokens = sentence.tokens
    whom = next((k for k in range(first - 1, max(-1, first - 9), -1) if tokens[k].lemma == "whom"), None)
    if whom is None:
        return None
    parties = parties_of(sentence, scene)
    by = next((one for one in parties if whom < one.first < first), None)
    to = next((one for one in reversed(parties) if one.first < whom), None)
    return (None if by is None else person_for(by, sentence, scene)), person_for(to, sentence, scene)


def _by_given_name(kind: Kind, first: int, last: int, sentence: Sentence, scene: Scene) -> Roles | None:
    """Somebody called by another word of the name just before an English verb: "Azalina invited …"."""
    tokens = sentence.tokens
    if not first or kind not in ("invitation", "proposal", "initiative"):
        return None
    if any(one.first < first for one in parties_of(sentence, scene)) and not tokens[first - 1].capital:
        return None
    token = tokens[first - 1] if tokens[first - 1].capital else tokens[0]
    if any(mention.first <= first - 1 < mention.last for mention in sentence.mentions):
        return None
    word = token.surface.lower()
    called = [one for one in scene.figures if one.post is not None and word in one.name.lower().split()]
    return (person_of(called[0], scene), said_to(last, sentence, scene, called[0])) if len(called) == 1 else None


def _opens_clause(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether "invited by" opens a clause that says why: "Invited by A., B. spent two days in Hungary"."""
    k = first - 1
    while k >= 0 and tokens[k].surface in ("officially", "formally"):
        k -= 1
    opens = k < 0 or tokens[k].surface in (",", ".", ":", ")", "–", "—")
    return opens and last < len(tokens) and tokens[last].lemma == "by"


def _invited_by(last: int, sentence: Sentence, scene: Scene) -> Roles:
    tokens = sentence.tokens
    comma = next((k for k in range(last, len(tokens)) if tokens[k].surface == ","), len(tokens))
    parties = parties_of(sentence, scene)
    agent = next((one for one in parties if last < one.first <= last + 6), None)
    guest = next((one for one in parties if one.first > comma and one is not agent), None)
    guest = guest or next((one for one in reversed(parties) if one.first < last and one is not agent), None)
    by = person_for(agent, sentence, scene) if agent is not None else _state_after(last, sentence, scene)
    return by, person_for(guest, sentence, scene)


def _state_after(by: int, sentence: Sentence, scene: Scene) -> Person | None:
    """The state after "by": "have been invited by India"."""
    first = by + 1
    while first < len(sentence.tokens) and sentence.tokens[first].lemma == "the":
        first += 1
    near = next((one for one in sentence.near if one.first == first and one.kind in ("state", "adjective")), None)
    return None if near is None else side_of(near, sentence, scene)


def _english_passive(kind: Kind, first: int, sentence: Sentence, scene: Scene) -> Roles:
    """The agent after "by", and who is invited or asked: "was invited by Krasnov to the forum"."""
    tokens = sentence.tokens
    parties = parties_of(sentence, scene)
    agent = next((one for one in parties if one.first > first and preceded(tokens, one.first, ("by",))), None)
    if kind != "invitation":
        to = next((one for one in parties if one.first > first and preceded(tokens, one.first, ("to",))), None)
        return person_for(agent, sentence, scene), person_for(to, sentence, scene)
    if tokens[first].lemma == "invitation" or tokens[first].lemma == "extend":
        to = next((one for one in parties if one is not agent and preceded(tokens, one.first, ("to",))), None)
        return person_for(agent, sentence, scene), person_for(to, sentence, scene)
    role = _role(_clause_before(tokens, first), sentence, scene)
    if role is not None:
        return person_for(agent, sentence, scene), person_of(role, scene)
    before = [one for one in parties if one.first < first]
    by = person_for(agent, sentence, scene)
    if by is None:
        word = next((k for k in range(first + 1, min(first + 4, len(tokens))) if tokens[k].lemma == "by"), None)
        by = None if word is None else _state_after(word, sentence, scene)
    return by, person_for(english_subject(before, first, sentence), sentence, scene)


def _first_person(first: int, sentence: Sentence, scene: Scene) -> Person | None:
    """The speaker of a quotation that says it in the first person: "We propose …", Yuldashev said."""
    tokens = sentence.tokens
    token = tokens[first]
    if token.surface.isascii():
        mine = any(one.surface.lower() in ledger_set("first_person") for one in tokens[max(0, first - 2) : first])
    else:
        mine = token.surface.lower().endswith(("аю", "ю", "аем", "им", "ем")) and any(
            one.tense in ("pres", "futr") for one in readings(token.surface)[:1]
        )
    if not mine:
        return None
    for k, one in enumerate(tokens):
        if one.lemma in ledger_set("speaking") and abs(k - first) > 2:
            near = [party for party in parties_of(sentence, scene) if party.case in ("nomn", None)]
            near = [party for party in near if abs(party.first - k) <= 8]
            if near:
                return person_for(min(near, key=lambda party: abs(party.first - k)), sentence, scene)
    who = antecedent(sentence, scene)
    return None if who is None else person_of(who, scene)


def _clause_before(tokens: Sequence[Token], first: int) -> range:
    """The tokens of the clause before a verb."""
    k = first
    while k > 0 and tokens[k - 1].surface not in (",", ";", ":", "«", "»", '"'):
        k -= 1
    return range(k, first)


def _role(clause: range, sentence: Sentence, scene: Scene) -> Figure | None:
    """Who "the guest" or "the host" before a verb is, where the text tells which of two persons travelled."""
    tokens = sentence.tokens
    for k in clause:
        token = tokens[k]
        english = token.surface.isascii()
        if token.lemma not in ledger_set("guest") | ledger_set("host"):
            continue
        if english and (k == 0 or tokens[k - 1].lemma not in ("the", "his", "her")):
            continue
        if not english and not any(one.case == "nomn" for one in readings(token.surface)[:1]):
            continue
        return role_holder(token.lemma in ledger_set("guest"), scene)
    return None


def _pronoun_object(first: int, last: int, tokens: Sequence[Token]) -> bool:
    """Whether what is proposed is only a pronoun, a meeting named before: "предложил ее сам гость"."""
    beside = {token.surface.lower() for token in tokens[max(0, first - 1) : last + 1]}
    return bool({"ее", "её"} & beside) and not any(
        any(one.pos == "INFN" for one in readings(token.surface)[:1]) for token in tokens[last : last + 8]
    )


def _impersonal(tokens: Sequence[Token], first: int) -> bool:
    """Whether a Russian verb in the plural says nobody's proposal: "Краснову предложили посетить музей"."""
    known = [one for one in readings(tokens[first].surface)[:1] if one.tense == "past" and one.number == "plur"]
    if not known:
        return False
    around = tokens[max(0, first - 12) : first + 6]
    return not any(
        one.case == "nomn" and (one.pos == "NPRO" or one.number == "plur" or one.name is not None)
        for token in around
        if token.word and token.surface != tokens[first].surface
        for one in readings(token.surface)[:2]
    )


def _russian_subject(first: int, last: int, sentence: Sentence, scene: Scene) -> Roles | None:
    """The subject of a Russian verb where it stands just after it, or before it as somebody without a post."""
    tokens = sentence.tokens
    parties = parties_of(sentence, scene)
    after = next((one for one in parties if one.first == last and one.case == "nomn"), None)
    before = [one for one in parties if one.first < first and one.case in ("nomn", None)]
    if after is not None and (not before or oblique(before[-1], sentence)):
        return person_for(after, sentence, scene), person_for(before[-1] if before else None, sentence, scene)
    if before:
        return None
    clause = _clause_before(tokens, first)
    for mention in sentence.mentions:
        figure = scene.figure_of(mention)
        alone = figure.post is None and mention.case in ("nomn", None)
        if alone and mention.first < first and (mention.first in clause or mention.first <= 3):
            return person_of(figure, scene), said_to(last, sentence, scene, figure)
    known = _by_spelling(clause, sentence, scene)
    return None if known is None else (person_of(known, scene), said_to(last, sentence, scene, known))


def _by_spelling(clause: range, sentence: Sentence, scene: Scene) -> Figure | None:
    """A person whose name no recogniser found again: "То Лам предложил" after "принят … То Ламом"."""
    words = [sentence.tokens[k].surface.lower() for k in clause if sentence.tokens[k].capital]
    for word in reversed(words):
        for figure in scene.figures:
            surname = figure.surname.lower()
            if (
                figure.post is not None
                and len(word) >= 3
                and surname.startswith(word)
                and len(surname) - len(word) <= 3
            ):
                return figure
    return None
