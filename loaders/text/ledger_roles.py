"""Who says an entry of the ledger, and to whom: the subject of its verb, the author of its noun, the other side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .cues import inside_of
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


def _set(entry: str) -> frozenset[str]:
    return word_set("ledger", entry)


def roles_of(kind: Kind, first: int, last: int, sentence: Sentence, scene: Scene) -> Roles:
    """Who says it to whom; None for whom the text leaves unnamed."""
    told = _by_form(kind, first, last, sentence, scene)
    by, to = told if told is not None else _by_to(kind, first, last, parties_of(sentence, scene), sentence, scene)
    owner = next((near for near in sentence.near if near.last == first and near.kind == "adjective"), None)
    if owner is not None and kind in ("initiative", "proposal"):
        by, to = state_as_side(owner.code, scene), None
    if by is None and told is None:
        by = _side(sentence, scene, first, sentence.tokens[first:last])
    if to is None and kind == "invitation":
        office = next((one for one in sentence.posts if one.post_id == "counterpart" and one.first >= last), None)
        if office is not None:
            to = person_of_post(office, scene, sentence)
    if by is not None and to is not None and to.name is None and to.post is None and to.state == by.state:
        to = None
    return by, to


# Forms that tell by themselves who it is


def _by_form(kind: Kind, first: int, last: int, sentence: Sentence, scene: Scene) -> Roles | None:
    """The roles where the form tells them plainly: a quotation, a pronoun or role beside the verb, a noun that is
    given or taken; None where it does not."""
    tokens = sentence.tokens
    noun = next((k for k in range(first, last) if tokens[k].lemma in NOUNS), None)
    quoted = _first_person(first, sentence, scene)
    if quoted is not None:
        return quoted, None
    if noun is not None:
        return _of_noun(kind, noun, first, sentence, scene)
    if _passive(tokens, first):
        return _english_passive(kind, first, sentence, scene) if tokens[first].surface.isascii() else None
    role = _role(_clause_before(tokens, first), sentence, scene)
    if role is not None:
        return person_of(role, scene), _object(last, sentence, scene, role)
    near = [k for k in (first - 1, first - 2) if k >= 0 and tokens[k].lemma in PRONOUNS]
    if near and not any(token.surface == "," for token in tokens[near[0] : first]):
        who = named_before(sentence, scene)
        if who is not None and tokens[first].surface.isascii() is False:
            return person_of(who, scene), _object(last, sentence, scene, who)
    if not tokens[first].surface.isascii():
        if _impersonal(tokens, first):
            return None, None
        return _russian_subject(first, last, sentence, scene)
    return None


def _english_passive(kind: Kind, first: int, sentence: Sentence, scene: Scene) -> Roles:
    """The agent after "by", and who is invited or asked: "was invited by Krasnov to the forum"."""
    tokens = sentence.tokens
    parties = parties_of(sentence, scene)
    agent = next((one for one in parties if one.first > first and _preceded(tokens, one.first, ("by",))), None)
    if kind != "invitation":
        to = next((one for one in parties if one.first > first and _preceded(tokens, one.first, ("to",))), None)
        return _person(agent, sentence, scene), _person(to, sentence, scene)
    if tokens[first].lemma == "invitation" or tokens[first].lemma == "extend":
        to = next((one for one in parties if one is not agent and _preceded(tokens, one.first, ("to",))), None)
        return _person(agent, sentence, scene), _person(to, sentence, scene)
    role = _role(_clause_before(tokens, first), sentence, scene)
    if role is not None:
        return _person(agent, sentence, scene), person_of(role, scene)
    before = [one for one in parties if one.first < first]
    return _person(agent, sentence, scene), _person(_subject(before, first, sentence), sentence, scene)


def _first_person(first: int, sentence: Sentence, scene: Scene) -> Person | None:
    """The speaker of a quotation that says it in the first person: "We propose …", Yuldashev said."""
    tokens = sentence.tokens
    token = tokens[first]
    if token.surface.isascii():
        mine = any(one.surface.lower() in _set("first_person") for one in tokens[max(0, first - 2) : first])
    else:
        mine = token.surface.lower().endswith(("аю", "ю", "аем", "им", "ем")) and any(
            one.tense in ("pres", "futr") for one in readings(token.surface)[:1]
        )
    if not mine:
        return None
    for k, one in enumerate(tokens):
        if one.lemma in _set("speaking") and abs(k - first) > 2:
            near = [party for party in parties_of(sentence, scene) if party.case in ("nomn", None)]
            near = [party for party in near if abs(party.first - k) <= 8]
            if near:
                return _person(min(near, key=lambda party: abs(party.first - k)), sentence, scene)
    who = named_before(sentence, scene)
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
        if token.lemma not in _set("guest") | _set("host"):
            continue
        if english and (k == 0 or tokens[k - 1].lemma not in ("the", "his", "her")):
            continue
        if not english and not any(one.case == "nomn" for one in readings(token.surface)[:1]):
            continue
        return role_holder(token.lemma in _set("guest"), scene)
    return None


def role_holder(guest: bool, scene: Scene) -> Figure | None:
    """The guest or the host of the two persons that a text names first, by the place that it tells."""
    pair: list[Figure] = []
    for figure in scene.figures:
        if figure.post is not None and figure.state is not None and figure.state not in [one.state for one in pair]:
            pair.append(figure)
    if len(pair) < 2:
        return None
    states = {one.state for one in pair[:2]}
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
    return next(one for one in pair[:2] if (one.state != there) == guest)


def _object(last: int, sentence: Sentence, scene: Scene, by: Figure) -> Person | None:
    """To whom it is said: the first party after the verb that is somebody else."""
    after = [one for one in parties_of(sentence, scene) if one.first >= last and one.figure is not by]
    return _person(after[0] if after else None, sentence, scene)


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
    if after is not None and (not before or _oblique(before[-1], sentence)):
        return _person(after, sentence, scene), _person(before[-1] if before else None, sentence, scene)
    if before:
        return None
    clause = _clause_before(tokens, first)
    for mention in sentence.mentions:
        figure = scene.figure_of(mention)
        alone = figure.post is None and mention.case in ("nomn", None)
        if alone and mention.first < first and (mention.first in clause or mention.first <= 3):
            return person_of(figure, scene), _object(last, sentence, scene, figure)
    known = _by_spelling(clause, sentence, scene)
    return None if known is None else (person_of(known, scene), _object(last, sentence, scene, known))


def _oblique(party: Party, sentence: Sentence) -> bool:
    """Whether a surname stands in another case than the text's own form of the name: "Юлдашева позвал коллега"."""
    if party.figure is None:
        return False
    mention = next((one for one in sentence.mentions if one.first == party.first), None)
    if mention is None or mention.post is not None:
        return False
    word = sentence.tokens[mention.last - 1].surface.lower()
    known = party.figure.name.split()[-1].lower()
    return word != known and word.startswith(known[:4])


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


def _of_noun(kind: Kind, noun: int, first: int, sentence: Sentence, scene: Scene) -> Roles | None:
    """The author of a proposal, and who gives or takes an invitation."""
    tokens = sentence.tokens
    english = tokens[noun].surface.isascii()
    parties = parties_of(sentence, scene)
    author = _author(noun, english, sentence, scene)
    if not english and kind != "invitation":
        by = noun > 0 and tokens[noun - 1].lemma == "по" and author is not None
        return (author, None) if by else None
    if english and kind == "proposal":
        at = any(token.lemma in ("at", "on", "upon") for token in tokens[max(0, noun - 3) : noun])
        return (author, None) if author is not None and (at or _possessor(noun, tokens)) else None
    if kind != "invitation":
        return None
    verb = next((k for k in _around(noun, tokens) if tokens[k].lemma in _set("taking")), None)
    given = next((k for k in _around(noun, tokens) if tokens[k].lemma in _set("giving")), None)
    if verb is not None and given is None:
        before = [one for one in parties if one.first < (verb if english else noun)]
        after = [one for one in parties if one.first > noun and one.case in ("nomn", None)]
        taker = next((one for one in before if one.case in ("nomn", None)), None) or (after[0] if after else None)
        to = _person(taker, sentence, scene)
        return (None if author is not None and to is not None and author.name == to.name else author), to
    if english and given is not None and given < noun:
        behind = [token.lemma for token in tokens[max(0, given - 2) : given]]
        if "be" in behind or "having" in behind:
            agent = next((one for one in parties if one.first > noun and _preceded(tokens, one.first, ("by",))), None)
            subject = _subject([one for one in parties if one.first < given], given, sentence)
            if agent is None:
                return None
            return _person(agent, sentence, scene), _person(subject, sentence, scene)
        subject = _subject([one for one in parties if one.first < given], given, sentence)
        rest = [one for one in parties if one.first > given]
        if subject is not None:
            return _person(subject, sentence, scene), _person(rest[0] if rest else None, sentence, scene)
    return None


def _genitive(token: Token) -> bool:
    return any(one.case == "gent" for one in readings(token.surface))


def _around(noun: int, tokens: Sequence[Token]) -> list[int]:
    """Tokens near a noun, within its clause, the nearest first."""
    near = [k for k in range(max(0, noun - 9), min(len(tokens), noun + 8)) if k != noun]
    out = []
    for k in sorted(near, key=lambda k: abs(k - noun)):
        between = tokens[k:noun] if k < noun else tokens[noun:k]
        if not any(one.surface in (";", ":") or one.lemma in ("который", "which") for one in between):
            out.append(k)
    return out


def _possessor(noun: int, tokens: Sequence[Token]) -> bool:
    return any(token.surface.endswith(("'s", "’s")) for token in tokens[max(0, noun - 2) : noun])


def _author(noun: int, english: bool, sentence: Sentence, scene: Scene) -> Person | None:
    """Whose a proposal or invitation is: in the genitive after it, after "от", "of", "by", "from", or before "'s"."""
    tokens = sentence.tokens
    parties = parties_of(sentence, scene)
    if english and _possessor(noun, tokens):
        before = [one for one in parties if one.first < noun and noun - one.first <= 8]
        return _person(before[-1] if before else None, sentence, scene)
    k = noun + 1
    while k < len(tokens) and tokens[k].lemma in ("of", "by", "from", "от", "the", "со", "сторона"):
        k += 1
    if english and k == noun + 1:
        k = len(tokens)
    for one in parties:
        if k <= one.first <= k + (0 if english else 1) and (english or _genitive(tokens[one.first])):
            return _person(one, sentence, scene)
    side = next((one for one in sentence.near if one.first == k and one.kind in ("adjective", "state")), None)
    if side is not None and (side.kind == "state" or tokens[side.last : side.last + 1][0:1] != []):
        follows = tokens[side.last].lemma if side.last < len(tokens) else ""
        if side.kind == "state" or follows in ("сторона", "side"):
            return state_as_side(side.code, scene)
    return None


def _by_to(
    kind: Kind, first: int, last: int, parties: Sequence[Party], sentence: Sentence, scene: Scene
) -> tuple[Person | None, Person | None]:
    tokens = sentence.tokens
    noun = ("предложение", "инициатива", "приглашение", "invitation")
    token = next((one for one in tokens[first:last] if one.lemma in noun), tokens[first])
    russian = not token.surface.isascii()
    before = [one for one in parties if one.first < first]
    after = [one for one in parties if one.first >= last]
    by: Party | None = None
    to: Party | None = None
    passive = _passive(tokens, first)
    of = next((one for one in after if one.first - last <= 1 and one.case == "gent"), None)
    if russian and token.lemma in ("предложение", "инициатива", "приглашение") and of is not None and not passive:
        return _person(of, sentence, scene), None
    if russian and token.lemma == "приглашение" and _given(tokens, last):
        giver = next((one for one in after if one.case == "ablt"), None)
        taker = next((one for one in reversed(before)), None)
        if giver is not None:  # "в рамках приглашения, переданного ему А."
            return _person(giver, sentence, scene), _person(taker, sentence, scene)
    from_ = next((one for one in parties if one.first and tokens[one.first - 1].lemma == "от"), None)
    if russian and from_ is not None and token.lemma in ("предложение", "инициатива", "приглашение"):
        return _person(from_, sentence, scene), next(
            (_person(one, sentence, scene) for one in parties if one is not from_), None
        )
    pronoun = first and tokens[first - 1].surface.lower() in ("его", "ее", "её", "их", "куда", "him", "her")
    if russian and pronoun:
        giver = next((one for one in after if one.case in ("nomn", None)), None)
        if giver is not None:
            return _person(giver, sentence, scene), _person(before[0] if before else None, sentence, scene)
    if (
        not russian
        and token.lemma in ("invitation",)
        and any(one.lemma == "receive" for one in tokens[max(0, first - 3) : first])
    ):
        return None, _person(before[0] if before else None, sentence, scene)
    if (
        not russian
        and "by" in (tokens[last - 1].lemma, tokens[min(last, len(tokens) - 1)].lemma)
        and kind != "invitation"
    ):
        author = next((one for one in after if one.first - last <= 4), None)
        if author is not None:
            return _person(author, sentence, scene), None  # "a draft put forward by Azerbaijan"
        land = next((one for one in sentence.near if one.kind == "state" and 0 <= one.first - last <= 2), None)
        return (None if land is None else state_as_side(land.code, scene)), None
    if russian and token.lemma in NOUNS and tokens[first] is token and not passive:
        made = any(one.lemma in _set("made") for one in tokens[max(0, first - 5) : first + 5])
        if not made:
            return None, None
    if russian:
        nominative = [one for one in before if one.case in ("nomn", None)]
        instrumental = [one for one in (*before, *after) if one.case == "ablt"]
        if passive and instrumental:
            by = instrumental[0]
            to = next((one for one in nominative if one is not by), None)
        elif kind == "invitation" and token.lemma == "приглашение" and tokens[first].lemma == "по":
            by = next((one for one in after), None)
            to = next((one for one in before), None)
        else:
            by = nominative[-1] if nominative else None
            if by is None:
                by = next((one for one in after if one.case == "nomn"), None)
            others = [one for one in (*after, *before) if one is not by and one.case in ("accs", "gent", "datv")]
            to = others[0] if others else None
    else:
        if passive:
            by = next((one for one in after if _preceded(tokens, one.first, ("by",))), None)
            to = next((one for one in before), None) or next(
                (one for one in after if one is not by and _preceded(tokens, one.first, ("to",))), None
            )
        elif token.lemma in ("invitation", "at", "by"):
            near = [one for one in after if one.first - last <= 5]
            by = next((one for one in near if _preceded(tokens, one.first, ("of", "by", "from"))), None)
            by = by or next(
                (one for one in (*before, *after) if _preceded(tokens, one.first, ("of", "by", "from"))), None
            )
            if by is None:
                by = before[-1] if before else None
            to = next(
                (one for one in (*after, *before) if one is not by and _preceded(tokens, one.first, ("to",))), None
            )
            if to is None and _preceded_phrase(tokens, first, "at"):
                to = next((one for one in before if one is not by), None)
        else:
            by = _subject(before, first, sentence)
            to = after[0] if after else None
    return _person(by, sentence, scene), _person(to, sentence, scene)


#: What may stand between a subject and its verb.
_BETWEEN = frozenset(
    "also then further in turn , for his her part and again too officially warmly has had have".split()
)


def _given(tokens: Sequence[Token], last: int) -> bool:
    """Whether a participle tells who gave what is named before it: "приглашение, переданное …"."""
    return any(
        any(one.pos == "PRTF" for one in readings(token.surface)[:1]) for token in tokens[last : last + 3] if token.word
    )


def _subject(before: Sequence[Party], first: int, sentence: Sentence) -> Party | None:
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


def _preceded(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
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


def _preceded_phrase(tokens: Sequence[Token], i: int, word: str) -> bool:
    return any(token.lemma == word for token in tokens[max(0, i - 2) : i + 1])


def _passive(tokens: Sequence[Token], first: int) -> bool:
    surface = tokens[first].surface.lower()
    if surface.isascii():
        return any(token.lemma == "be" for token in tokens[max(0, first - 3) : first]) and tokens[first].lemma in (
            "invite",
            "propose",
            "extend",
            "suggest",
            "invitation",
            "ask",
            "initiate",
        )
    return any(one.pos in ("PRTS", "PRTF") for one in readings(surface)[:1])


def _person(party: Party | None, sentence: Sentence, scene: Scene) -> Person | None:
    if party is None:
        return None
    if party.figure is not None:
        return person_of(party.figure, scene)
    if party.post is not None:
        return person_of_post(party.post, scene, sentence)
    if party.state is not None:
        return state_as_side(party.state, scene)
    return None


def state_as_side(code: str, scene: Scene) -> Person:
    """A state that says something by itself, under its name in the language of the text."""
    return Person(None, None, None, scene.state_names.get(code, code), code)


#: Nouns of an act: without a word of who did it, nobody is its author.
NOUNS = frozenset("proposal suggestion initiative invitation предложение инициатива приглашение".split())


def _side(sentence: Sentence, scene: Scene, first: int, act: Sequence[Token]) -> Person | None:
    """A state as the speaker ("Россия предложила", "с российской стороны прозвучало"), or a pronoun's person."""
    tokens = sentence.tokens
    best: Near | None = None
    for near in sentence.near:
        if (
            near.last <= first
            and first - near.last <= 6
            and (
                (near.kind == "state" and _case(tokens[near.first]) == "nomn")
                or (
                    near.kind == "adjective"
                    and near.last < len(tokens)
                    and tokens[near.last].lemma in ("сторона", "side")
                )
                or (near.kind == "state" and tokens[near.first].surface.isascii() and first - near.last <= 3)
            )
        ):
            best = near
    if best is not None:
        return state_as_side(best.code, scene)
    if tokens and tokens[0].lemma in ("сторона", "собеседник", "участник", "side", "interlocutor"):
        return None
    named = any(token.lemma in NOUNS for token in act)
    pronoun = any(token.lemma in PRONOUNS for token in tokens[max(0, first - 6) : first]) or (
        any(token.lemma in PRONOUNS for token in tokens[:2])
        or (first <= 3 and not named and not any(m.first < first for m in sentence.mentions))
    )
    who = named_before(sentence, scene) if pronoun else None
    return None if who is None else person_of(who, scene)


def _case(token: Token) -> str | None:
    known = readings(token.surface)
    return known[0].case if known else None
