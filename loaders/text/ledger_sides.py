"""The sides of an entry of the ledger: persons, states, guests and hosts, and the subject of an English verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .cues import inside_of
from .document_names import nominative
from .drafts import head_of_state
from .encounters import person_of, person_of_post
from .lexicon import word_set
from .looking_back import PRONOUNS, named_before
from .parties import Party, parties_of
from .people import Figure
from .posts import Near
from .reading import Person
from .scene import Scene, Sentence
from .tokens import Token, readings

Kind = Literal["proposal", "initiative", "invitation", "commitment", "assessment"]
Roles = tuple[Person | None, Person | None]


def ledger_set(entry: str) -> frozenset[str]:
    return word_set("ledger", entry)


def _pair(scene: Scene) -> list[Figure]:
    """The first two persons of different states."""
    pair: list[Figure] = []
    for figure in scene.figures:
        if figure.post is not None and figure.state is not None and figure.state not in [one.state for one in pair]:
            pair.append(figure)
    return pair[:2]


def role_holder(guest: bool, scene: Scene) -> Figure | None:
    """The guest or the host of the two persons that a text names first, by the place that it tells."""
    pair = _pair(scene)
    if len(pair) < 2:
        return None
    states = {one.state for one in pair}
    there = next(
        (
            near.code
            for sentence in scene.sentences
            for near in sentence.near
            if near.kind in ("city", "state") and near.code in states and inside_of(near, sentence)
        ),
        None,
    )
    if there is None:
        return None
    return next(one for one in pair if (one.state != there) == guest)


def antecedent(sentence: Sentence, scene: Scene) -> Figure | None:
    """Whom a pronoun means: the guest or host that the sentence before begins with, else the person named before."""
    before = scene.sentences[sentence.index - 1] if sentence.index else None
    if before is not None and not before.title:
        opens = next(
            (token.lemma for token in before.tokens[:3] if token.lemma in ledger_set("guest") | ledger_set("host")),
            None,
        )
        if opens is not None:
            there = [one.figure for one in parties_of(before, scene)]
            left = [one for one in _pair(scene) if not any(one is figure for figure in there)]
            return left[0] if len(left) == 1 else role_holder(opens in ledger_set("guest"), scene)
    return named_before(sentence, scene)


def said_to(last: int, sentence: Sentence, scene: Scene, by: Figure) -> Person | None:
    """To whom it is said: the first party after the verb that is somebody else."""
    after = [one for one in parties_of(sentence, scene) if one.first >= last and one.figure is not by]
    return person_for(after[0] if after else None, sentence, scene)


def oblique(party: Party, sentence: Sentence) -> bool:
    """Whether a surname stands in another case than the text's own form of the name: "Юлдашева позвал коллега"."""
    if party.figure is None:
        return False
    mention = next((one for one in sentence.mentions if one.first == party.first), None)
    if mention is None or mention.post is not None:
        return False
    word = sentence.tokens[mention.last - 1].surface.lower()
    known = party.figure.name.split()[-1].lower()
    return word != known and word.startswith(known[:4])


def genitive(token: Token) -> bool:
    return any(one.case == "gent" for one in readings(token.surface))


#: What may stand between a subject and its verb.
_BETWEEN = frozenset(
    "also then further in turn , for his her part and again too officially warmly has had have".split()
)


def english_subject(before: Sequence[Party], first: int, sentence: Sentence) -> Party | None:
    """Who an English verb at ``first`` says it of: the party beside it, else the first one without a preposition.

    None where a pronoun opens the sentence ("He thanked Mr Shotadze and invited him"): the text tells before who it is.
    """
    tokens = sentence.tokens
    if not before:
        return None
    k = first - 1
    while k > 0 and tokens[k].lemma in _BETWEEN:
        k -= 1
    beside = next((one for one in reversed(before) if _ends(one, sentence) >= k), None)
    if beside is not None and not (tokens[first - 1].lemma == "and" and len(before) > 1):
        return beside
    if any(token.lemma in PRONOUNS for token in tokens[:2]) or tokens[k].lemma in PRONOUNS:
        return None
    free = [one for one in before if not _governed(tokens, one.first)]
    return free[0] if free else before[-1]


def _ends(party: Party, sentence: Sentence) -> int:
    """The last token of a party: of its name, or of its post."""
    last = party.first
    for mention in sentence.mentions:
        if mention.first >= party.first and (mention.post is party.post or mention.first == party.first):
            last = max(last, mention.last - 1)
            break
    if party.post is not None and party.post.first == party.first:
        last = max(last, party.post.last - 1)
    return last


def _governed(tokens: Sequence[Token], i: int) -> bool:
    k = i - 1
    while k > 0 and tokens[k].lemma in ("the", "his", "her", "a", "mr", "."):
        k -= 1
    return k >= 0 and tokens[k].lemma in ("of", "with", "to", "by", "from", "for", "between", "thank", "tell", "meet")


def preceded(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    k = i - 1
    steps = 0
    while k >= 0 and steps < 5:
        if tokens[k].lemma in words:
            return True
        if tokens[k].surface in (",", ";") or (
            tokens[k].surface == "." and tokens[k - 1].lemma not in ("mr", "mrs", "ms", "dr", "h.e")
        ):
            return False
        k -= 1
        steps += 1
    return False


def is_passive(tokens: Sequence[Token], first: int) -> bool:
    surface = tokens[first].surface.lower()
    if surface.isascii():
        before = tokens[max(0, first - 3) : first]
        stop = max((k for k, token in enumerate(before) if token.surface in (",", ";", ":")), default=-1)
        return any(token.lemma == "be" for token in before[stop + 1 :]) and tokens[first].lemma in (
            "invite",
            "propose",
            "extend",
            "suggest",
            "invitation",
            "ask",
            "initiate",
        )
    return any(one.pos in ("PRTS", "PRTF") for one in readings(surface)[:1])


def person_for(party: Party | None, sentence: Sentence, scene: Scene) -> Person | None:
    """A party as a value: its person, the holder of its office, or its state."""
    if party is None:
        return None
    if party.figure is not None:
        return person_of(party.figure, scene)
    if party.post is not None and party.post.post_id == "counterpart" and party.state is not None:
        offices = {one.post.post_id for one in scene.figures if one.post is not None and one.state != party.state}
        theirs = [one for one in scene.figures if one.state == party.state and one.post is not None]
        theirs = [one for one in theirs if one.post is not None and one.post.post_id in offices - {"other"}]
        if len(theirs) == 1:
            return person_of(theirs[0], scene)
    if party.post is not None and party.post.words.lower() in ("leader", "лидер") and party.state is not None:
        heads = [one for one in scene.figures if one.state == party.state and head_of_state(one)]
        if len(heads) == 1:
            return person_of(heads[0], scene)  # "the Turkmen leader further proposed"
    if party.post is not None:
        return person_of_post(party.post, scene, sentence)
    if party.state is not None:
        near = next((one for one in sentence.near if one.last == party.first and one.kind == "adjective"), None)
        return state_as_side(party.state, scene) if near is None else side_of(near, sentence, scene)
    return None


def state_as_side(code: str, scene: Scene) -> Person:
    """A state that says something by itself, under its name in the language of the text."""
    return Person(None, None, None, scene.state_names.get(code, code), code)


def side_of(near: Near, sentence: Sentence, scene: Scene) -> Person:
    """A side as the text names it: "российская сторона", "the Kazakh delegation"; else its state."""
    tokens = sentence.tokens
    if near.kind == "adjective" and near.last < len(tokens) and tokens[near.last].lemma in SIDES:
        two = tokens[near.first : near.last + 1]
        words = nominative(scene.document.text[two[0].start : two[-1].end], two)
        return Person(None, None, None, words, near.code)
    return state_as_side(near.code, scene)


#: What a state is called as one of two that speak.
SIDES = frozenset("сторона делегация side delegation party".split())


#: Nouns of an act: without a word of who did it, nobody is its author.
NOUNS = frozenset("proposal suggestion initiative invitation предложение инициатива приглашение".split())


def case_of(token: Token) -> str | None:
    known = readings(token.surface)
    return known[0].case if known else None
