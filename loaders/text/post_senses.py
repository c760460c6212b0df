"""What an office's words mean by what stands beside them: a verb, a name, a part of the service, a council, several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .naming import PARTICLES
from .tokens import Token, readings
from .whose import next_state

if TYPE_CHECKING:
    from .posts import Near, Post


def is_verb(token: Token) -> bool:
    """Whether a word is a verb; in English only the frequent ones are known."""
    if token.surface.isascii():
        return token.lemma in _ENGLISH_VERBS
    known = readings(token.surface)
    return bool(known) and known[0].pos in ("VERB", "INFN", "PRTS", "GRND")


_ENGLISH_VERBS = frozenset(
    """be have will would say meet hold visit receive sign note stress discuss tell propose invite take attend arrive
    lead host come go""".split()
)


def verbal(post: Post, tokens: Sequence[Token]) -> bool:
    """English words such as "heads" and "chairs" that are verbs here, and bare "head", "member" that are no post."""
    token = tokens[post.first]
    if not token.surface.isascii():
        return False
    if (
        token.surface.lower()
        in ("headed", "heading", "led", "leading", "chaired", "chairing", "heads", "leads", "chairs")
        and post.post_id == "other"
    ):
        return True
    if post.last - post.first > 1:
        return False
    if post.post_id == "counterpart" or token.lemma in ("minister", "commissioner", "registrar", "governor"):
        return False
    following = tokens[post.last].lemma if post.last < len(tokens) else ""
    before = tokens[post.first - 1].lemma if post.first else ""
    if before in ("he", "she", "who", "it", "they", "which", "to", "its", "that"):
        return before != "its"
    return not (
        following in ("of", "the", "for", "at", "to") or (post.last < len(tokens) and tokens[post.last].capital)
    ) or (before == "the" and following not in ("of", "for"))


#: Parts of a prosecution service, which have chief prosecutors of their own.
_PARTS = frozenset(
    """section directorate department division unit branch district region specialize specialized special
    anti-corruption anticorruption управление департамент отдел секция специализированный антикоррупционный
    область край район округ город""".split()
)


def of_a_part(tokens: Sequence[Token], k: int, starts: dict[int, Near]) -> bool:
    """Whether a chief prosecutor is one of a part of the service: "chief prosecutor of the Forensics Section",
    "главный прокурор PCCOCS"."""
    while k < len(tokens) and tokens[k].lemma in ("of", "the", "for"):
        k += 1
    if k >= len(tokens):
        return False
    if (one := starts.get(k)) is not None:
        return one.kind == "city"
    short = tokens[k].surface
    if short.isupper() and len(short) >= 3:
        return True
    for j in range(k, min(k + 9, len(tokens))):
        if not tokens[j].word or is_verb(tokens[j]):
            return False
        if tokens[j].lemma in _PARTS:
            return True
        if not tokens[j].capital and tokens[j].surface.isascii() and tokens[j].lemma not in ("of", "the", "and", "for"):
            return False
    return False


def of_a_council(tokens: Sequence[Token], k: int) -> bool:
    """Whether a president is one of a council, not of a state: "President of the Council of Judges"."""
    behind = [token.lemma for token in tokens[k : k + 5]]
    while behind[:1] in (["of"], ["the"]):
        behind = behind[1:]
    return behind[:1] == ["council"] and behind[1:3] != ["of", "minister"] and tokens[k].lemma == "of"


def of_a_kind(token: Token, before: Near | None) -> bool:
    """Whether a capitalised word makes a lesser prosecutor of one: "War Crimes Prosecutor"."""
    return before is None and token.word and token.capital and token.surface.isascii() and token.lemma != "the"


def given_name(tokens: Sequence[Token], j: int) -> bool:
    """Whether "Султан" is a name ("Султан бен Саид"), or a leader one of memory only ("национальный лидер")."""
    if tokens[j].lemma == "султан" and j + 1 < len(tokens):
        return tokens[j + 1].lemma in PARTICLES
    if tokens[j].lemma == "leader" and j and tokens[j - 1].lemma == "national":
        return True
    return tokens[j].lemma == "лидер" and j > 0 and tokens[j - 1].lemma in ("национальный", "общенациональный")


def committee(tokens: Sequence[Token], k: int) -> bool:
    """Whether a parliament is named only as the house of something smaller: "the National Assembly's Law Committee"."""
    after = [token.lemma for token in tokens[k : k + 5]]
    owned = after[:1] == ["'s"] or tokens[k - 1].surface.endswith(("'s", "’s"))
    return owned or bool({"committee", "commission", "office", "secretariat"} & set(after[:2]))


def of_several(tokens: Sequence[Token], first: int, last: int, starts: dict[int, Near]) -> bool:
    """Whether an office that may be a plural has several states behind it: "главы Минюстов Грузии и Азербайджана"."""
    one = starts.get(last)
    if one is None or one.kind != "state" or next_state(tokens, one.last, starts) is None:
        return False
    return any(
        reading.pos == "NOUN" and reading.number == "plur" and reading.case == "nomn"
        for reading in readings(tokens[first].surface)
    )
