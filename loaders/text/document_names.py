"""The names of documents in a sentence: where each begins and ends, and how it reads in the nominative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .lexicon import phrases_of, word_set, words
from .phrases import Phrases
from .post_senses import is_verb
from .tokens import Token, morph, readings


@dataclass(frozen=True, slots=True)
class _Words:
    nouns: Phrases[str]
    signing: Phrases[str]
    adopting: Phrases[str]
    issuing: Phrases[str]
    resulting: Phrases[str]


@cache
def document_words() -> _Words:
    """The phrases of ``words/documents.yaml``."""
    raw = words("documents")
    return _Words(*(phrases_of(raw[part]) for part in ("nouns", "signing", "adopting", "issuing", "resulting")))


def document_set(entry: str) -> frozenset[str]:
    """Single words of ``words/documents.yaml``."""
    return word_set("documents", entry)


def documents_in(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Names of documents in a sentence: (first token, index after the last, the noun's lemma)."""
    known = document_words()
    out: list[tuple[int, int, str]] = []
    i = 0
    while i < len(tokens):
        found = known.nouns.at(tokens, i)
        if found is None or _deals(tokens, i) or _in_accord(tokens, i) or _organisation(tokens, i):
            i += 1
            continue
        first = i
        while first > 0 and _belongs_before(tokens[first - 1]):
            first -= 1
        if [token.lemma for token in tokens[max(0, first - 2) : first]] == ["extradition", "and"]:
            first -= 2  # "an extradition and mutual legal assistance agreement"
        before = [token.lemma for token in tokens[max(0, first - 3) : first]]
        if ("not" in before and "only" not in before) or ("не" in before and "только" not in before):
            i += 1  # "a Cooperation Program, which is not an international agreement"
            continue
        last = _end(tokens, found[0])
        out.append((first, last, tokens[i].lemma))
        i = max(last, i + 1)
    return out


def _deals(tokens: Sequence[Token], i: int) -> bool:
    """Whether "deal" is the verb: "the agreements deal with extradition"."""
    return tokens[i].surface == "deal" and [token.lemma for token in tokens[i + 1 : i + 2]] == ["with"]


def _in_accord(tokens: Sequence[Token], i: int) -> bool:
    """Whether "agreement" is only that two agree: "had made agreement on the treaties a priority"."""
    before = tokens[i - 1].lemma if i else ""
    return tokens[i].surface == "agreement" and before in ("make", "reach", "in", "into")


def _organisation(tokens: Sequence[Token], i: int) -> bool:
    """Whether a treaty only names an organisation: "Организация Договора о коллективной безопасности"."""
    before = tokens[i - 1].lemma if i else ""
    after = tokens[i + 1].lemma if i + 1 < len(tokens) else ""
    return before == "организация" or after in ("organization", "organisation")


def _belongs_before(token: Token) -> bool:
    """Whether a word before a document's noun is of its name: "joint", "Ташкентская", a capitalised English word."""
    low = token.surface.lower()
    if not token.word:
        return False
    if low in document_set("of_name") or token.lemma in document_set("of_name"):
        return True
    if (
        not token.capital
        or low in document_set("not_of_name")
        or low in document_set("bare")
        or token.lemma in document_set("not_of_name")
    ):
        return False
    if token.surface.isascii():
        return True
    known = readings(token.surface)[:2]
    return any(one.pos == "ADJF" for one in known) and token.surface.lower().endswith(_OF_PLACES)


#: How Russian adjectives of places end: "Астанинская декларация".
_OF_PLACES = tuple(f"ск{ending}" for ending in "ий ая ое ие ого ой ому ую им ом их ими".split())


def adjective(token: Token) -> bool:
    """Whether a Russian word stands before a noun as its adjective."""
    return any(one.pos in ("ADJF", "PRTF", "NPRO") for one in readings(token.surface)[:1])


def _end(tokens: Sequence[Token], i: int) -> int:
    """Where a document's name ends: at a verb, a stop, a comma that does not list, or a bracket that closes."""
    depth = 0
    last = i
    quoted = any(token.surface == '"' for token in tokens[max(0, i - 3) : i])
    for j in range(i, min(len(tokens), i + 32)):
        token = tokens[j]
        if token.surface == '"' and quoted and depth == 0:
            break  # the quotes were opened before the noun: 'the "Shusha Declaration on Allied Relations" has …'
        if token.surface in ("«", "“", "(") or (token.surface == '"' and depth == 0):
            said = tokens[j + 1 : j + 2]
            if token.surface != "(" and depth == 0 and said and said[0].word and said[0].surface.islower():
                break  # what somebody says of it: 'соглашения "не выходят за пределы законов"'
            depth += 1
        elif token.surface in ("»", "”", ")") or (token.surface == '"' and depth):
            depth -= 1
            if depth < 0:
                break
            last = j + 1
        elif depth:
            last = j + 1
        elif _ends_name(tokens, j):
            break
        elif token.lemma not in document_set("prepositions") and token.surface != ",":
            last = j + 1
    loose = document_set("prepositions") | {"under", "by", "the", "a", "an", "also", ","}
    while last > i + 1 and tokens[last - 1].lemma in loose:
        last -= 1
    return last


def _ends_name(tokens: Sequence[Token], j: int) -> bool:
    """Whether the word at ``j``, outside brackets, is no more of a document's name."""
    token = tokens[j]
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    if token.surface in ("–", "—", ":") and following is not None and following.lemma in ("о", "об"):
        return False  # "ещё одно соглашение – о сотрудничестве в сфере"
    if token.surface == ":" and following is not None and following.surface == "on":
        return False  # "several memorandums: on cooperation in justice, tourism and"
    if (
        token.surface == ","
        and following is not None
        and following.lemma in ("посвятить", "посвященный", "посвящённый")
    ):
        return False  # "соглашение, посвящённое сотрудничеству прокуратур"
    if token.surface in (".", ";", ":", "–", "—", "!", "?"):
        years = following is not None and following.surface[0].isdigit() and tokens[j - 1].surface.isdigit()
        return not (years and token.surface in ("–", "—"))
    if token.surface == "," and not _lists_on(tokens, j):
        return True
    if (token.surface == "," or token.lemma in ("и", "and")) and _another(tokens, j + 1):
        return True
    if token.lemma in ("и", "and") and following is not None and following.lemma in _SOME:
        # "совместное заявление и несколько соглашений", but "execution of acts of judicial and other bodies"
        return following.lemma not in ("other", "various") or _another(tokens, j + 2)
    if token.lemma == "for" and following is not None and following.lemma in ("the", "his") and _short(tokens, j + 2):
        return True  # "signed the MoU for the SCP"
    if token.lemma == "and" and any(one.lemma in _DEEDS for one in tokens[j + 1 : j + 3]):
        return True  # "the signing of a joint statement and the approval of the plans"
    if token.lemma == "the" and tokens[j - 1].lemma not in document_set("prepositions") and tokens[j - 1].word:
        return True  # "with the signing of the plan the visit came to an end"
    if token.lemma in ("а", "также") and _about_again(tokens, j):
        return False
    if token.lemma in document_set("stop") or token.surface.lower() in document_set("stop") or _verb(token):
        return True
    if not token.surface.isascii() and _said_of_it(tokens, j):
        return True
    if token.lemma in ("with", "as", "when", "while", "со", "с") and _partner(tokens, j + 1):
        return True
    if token.surface == "as" and following is not None and following.capital:
        return True  # "a treaty on legal assistance as Minister N. and his counterpart reviewed"
    if token.lemma in ("on", "in", "at") and following is not None:
        time = following.lemma in document_set("times") - {"the"} or following.surface.isdigit()
        matters = tokens[j - 1].capital and following.lemma in ("criminal", "civil", "penal", "commercial", "legal")
        if time or (token.lemma != "on" and following.capital and not matters):
            return True
        if token.lemma == "on" and any(one.lemma == "behalf" for one in tokens[j + 1 : j + 5]):
            return True
    if token.lemma in ("в", "во") and following is not None and (following.capital or following.surface[0].isdigit()):
        return True
    return _where_told(tokens, j) or _subject(tokens, j)


def _short(tokens: Sequence[Token], k: int) -> bool:
    """Whether a short name in capitals stands there."""
    return k < len(tokens) and tokens[k].surface.isupper() and len(tokens[k].surface) >= 2


def _said_of_it(tokens: Sequence[Token], j: int) -> bool:
    """Whether a short adjective, or the adverb before one, says something of a document: "соглашение весьма важно"."""
    known = [readings(token.surface)[:1] for token in tokens[j : j + 2]]
    pos = [one[0].pos if one else None for one in known]
    return pos[0] == "ADJS" or pos == ["ADVB", "ADJS"]


#: How many documents are not named.
_SOME = frozenset("несколько ряд пакет several number other various".split())
#: Deeds told as nouns.
_DEEDS = frozenset("signing approval adoption".split())


def _subject(tokens: Sequence[Token], j: int) -> bool:
    """Whether a Russian noun can only be in the nominative: who acts next, "после подписания меморандума гости …"."""
    if tokens[j].surface.isascii() or tokens[j - 1].lemma in document_set("prepositions"):
        return False
    known = [one for one in readings(tokens[j].surface) if one.pos == "NOUN" and one.name is None]
    return bool(known) and not tokens[j].capital and all(one.case in ("nomn", "voct") for one in known)


def _where_told(tokens: Sequence[Token], j: int) -> bool:
    """Whether the occasion or the house follows: "on the margins of", "at the ministry", "на полях форума"."""
    words = [token.lemma for token in tokens[j : j + 3]] + ["", ""]
    if words[0] in ("on", "in", "at") and words[1] == "the":
        return words[0] == "at" or words[2] in ("margin", "sideline", "presence", "framework", "course", "capital")
    if words[0] == "at" and words[1] in ("a", "an"):
        return True
    if words[0] == "на":
        return words[1] in ("поле", "полях", "площадка", "церемония", "встреча", "заседание")
    if words[0] == "в":
        return words[1] in ("ход", "присутствие", "рамка", "столица", "город")
    return words[0] in ("при", "по") and words[1] in ("участие", "присутствие", "итог", "результат", "окончание")


def _another(tokens: Sequence[Token], j: int) -> bool:
    """Whether the next document of a list, or another deed, begins: "and a protocol on …", "and issued …"."""
    nouns = document_words().nouns
    for k in range(j, min(j + 6, len(tokens))):
        if nouns.at(tokens, k) is not None:
            return True
        token = tokens[k]
        if token.surface.isdigit() or token.surface in ("-", "–"):
            continue  # "and a 2024-2026 plan for cooperation"
        if k == j and (token.surface.lower() in document_set("next_deed") or token.lemma in document_set("deeds")):
            return True
        if token.lemma in ("и", "and") or not (
            token.lemma in document_set("joining") or (token.word and (adjective(token) or _belongs_before(token)))
        ):
            return False
    return False


def _partner(tokens: Sequence[Token], j: int) -> bool:
    """Whether the other side follows, no part of a document's name: "with his counterpart", "as he met"."""
    if j >= len(tokens):
        return False
    if tokens[j].lemma == "the":
        return any(token.lemma in document_set("partner_office") for token in tokens[j : j + 4])
    if tokens[j].lemma in document_set("partner"):
        return True
    if tokens[j].surface.lower().endswith(("'s", "’s")) and any(
        token.lemma in document_set("partner_office") for token in tokens[j + 1 : j + 4]
    ):
        return True  # "signed the MoU with Mongolia's Minister of Justice N."
    if tokens[j].surface.isascii():
        return False
    # "с таджикским коллегой", "с генеральным прокурором Таджикистана": the office stands after its adjectives
    k = next((k for k in range(j, min(j + 4, len(tokens))) if not adjective(tokens[k])), j)
    return tokens[k].lemma in document_set("partner") | document_set("partner_office")


def _lists_on(tokens: Sequence[Token], j: int) -> bool:
    """Whether a comma lists what a document is about, and no clause begins after it."""
    following = tokens[j + 1 : j + 3]
    if _about_again(tokens, j + 1):
        return True
    return (
        bool(following)
        and following[0].word
        and not _verb(following[0])
        and following[0].lemma not in document_set("stop")
        and any(token.lemma in ("и", "and") for token in tokens[j + 1 : j + 8])
        and following[0].lemma
        not in ("the", "а", "в", "на", "in", "as", "with", "while", "during", "where", "сообщать")
    )


def _about_again(tokens: Sequence[Token], k: int) -> bool:
    """Whether the next matter of one plural follows: "соглашения о выдаче, о правовой помощи, а также о передаче"."""
    while k < len(tokens) and tokens[k].lemma in ("а", "также"):
        k += 1
    return (
        k + 1 < len(tokens)
        and tokens[k].lemma in ("о", "об", "on")
        and tokens[k + 1].lemma not in ("который", "чем", "что", "это", "which")
        and not (tokens[k].lemma == "on" and (tokens[k + 1].capital or tokens[k + 1].surface[0].isdigit()))
        and tokens[k + 1].lemma not in document_set("times") - {"the"}
    )


def _verb(token: Token) -> bool:
    return token.lemma in document_set("verbs") if token.surface.isascii() else is_verb(token)


def nominative(text: str, tokens: Sequence[Token]) -> str:
    """The name with its head in the nominative where it is one Russian word or an adjective and a noun."""
    analyser = morph()
    if analyser is None or tokens[0].surface.isascii():
        return text
    noun = next((one for token in tokens if (one := _parsed(analyser, token, ("NOUN",))) is not None), None)
    out = []
    at = 0
    for token in tokens:
        parsed = _parsed(analyser, token, ("NOUN", "ADJF", "PRTF")) if token.word else None
        agree = {noun.tag.gender} if noun is not None and noun.tag.gender and noun.tag.number == "sing" else set()
        wanted = {"nomn"} if parsed is None or parsed.tag.POS == "NOUN" else {"nomn"} | agree
        turned = None if parsed is None else parsed.inflect(wanted) or parsed.inflect({"nomn"})
        if parsed is None or turned is None:
            break
        word = turned.word
        if token.surface.isupper() and len(word) > 1:
            word = word.upper()
        elif token.capital:
            word = word.capitalize()
        out.append(text[at : token.start - tokens[0].start] + word)
        at = token.end - tokens[0].start
        if parsed.tag.POS == "NOUN":
            break
    return "".join(out) + text[at:]


def several(tokens: Sequence[Token], first: int, last: int) -> list[tuple[str, int, int]]:
    """The documents that one plural names: (name in the singular, first token, index after the last).

    "договоры о выдаче и о передаче осужденных" are two, by the repeated preposition;
    "treaties on extradition and mutual assistance" are two because each of these is
    a treaty's matter by itself.  Empty where it is one.
    """
    head = _head(tokens, first, last)
    if head is None or not (_plural(tokens[head]) or (head > first and _plural_adjective(tokens[head - 1]))):
        return []
    if tokens[first].lemma == "extradition" and tokens[first + 1].lemma == "and":
        noun = tokens[head].lemma  # "extradition and mutual legal assistance treaties"
        return [
            (f"extradition {noun}", first, first + 1),
            (f"{_words(tokens[first + 2 : head])} {noun}", first + 2, last),
        ]
    about = next((k for k in range(head + 1, last) if tokens[k].lemma in _ABOUT), None)
    between = tokens[head + 1 : about]
    if about is None or any(
        token.word and token.lemma not in ("be", "also") and not _signs(token) for token in between
    ):
        return []
    return _matter_by_matter(tokens, first, head, about, last)


def _matter_by_matter(
    tokens: Sequence[Token], first: int, head: int, about: int, last: int, link: str | None = None
) -> list[tuple[str, int, int]]:
    """The documents of a plural at ``head`` whose matters stand after ``about``; ``link``: how each name says it."""
    parts: list[tuple[int, int]] = []  # where the matter of each begins and ends
    start = about + 1
    for k in range(about + 1, last):
        if tokens[k].lemma not in ("and", "и", ","):
            continue
        j = k + 1
        while j < last and tokens[j].lemma in ("and", "и", ",", "also", "также", "а"):
            j += 1
        again = j < last and tokens[j].lemma in _ABOUT
        matter = j < last and k > start and _matter(tokens, start) and _matter(tokens, j)
        if k >= start and (again or matter):
            parts.append((start, k))
            start = j + 1 if again else j
    if not parts:
        return []
    parts.append((start, last))
    text = " ".join(token.surface for token in tokens[first:head] if token.surface.isascii())
    noun = " ".join(filter(None, (text, tokens[head].lemma)))
    link = link or tokens[about].surface
    named = [(f"{noun} {_about(link, tokens, a)} {_words(tokens[a:b])}", a, b) for a, b in parts if b > a]
    return [(name.lower() if tokens[head].surface.isupper() else name, a, b) for name, a, b in named]


def matters_after(tokens: Sequence[Token], first: int, last: int) -> list[tuple[str, int, int]]:
    """The documents of a plural whose matters stand after the verb: "agreements were also inked on A, on B and on C",
    "the treaties deal with A and B".

    As :func:`several` gives them; empty where it is not so.
    """
    head = _head(tokens, first, last)
    if head is None or not _plural(tokens[head]) or head + 2 >= len(tokens):
        return []
    if (verb := tuple(token.lemma for token in tokens[head + 1 : head + 3])) in _DEALING or verb[0] in _COVERING:
        about = head + 2 if verb in _DEALING else head + 1
        return _matter_by_matter(tokens, first, head, about, _end(tokens, about + 1), "on")
    if last >= len(tokens) or tokens[last].lemma != "be":
        return []
    link = next((k for k in range(last, min(last + 5, len(tokens))) if tokens[k].lemma in ("on", "between")), None)
    if link is None:
        return []
    if tokens[link].lemma == "on":
        return several(tokens, first, _end(tokens, link + 1))
    return _between_pairs(tokens, first, last, link)


#: How a sentence says what treaties are about: "The treaties deal with extradition and mutual legal assistance".
_DEALING = frozenset((("deal", "with"), ("relate", "to")))
_COVERING = frozenset(("cover", "concern"))


def _between_pairs(tokens: Sequence[Token], first: int, last: int, about: int) -> list[tuple[str, int, int]]:
    """The documents of a plural that pairs of agencies signed: "memoranda were inked between A and B, and also between
    the departments of the two states"."""
    starts = [k for k in range(about, min(about + 60, len(tokens))) if tokens[k].lemma == "between"]
    stop = next((k for k in range(about, len(tokens)) if tokens[k].surface in (".", ";", ":")), len(tokens))
    starts = [k for k in starts if k < stop]
    if len(starts) < 2:
        return []
    noun = _words(tokens[first:last])
    out = []
    for a, b in zip(starts, [*starts[1:], stop], strict=True):
        while b > a and tokens[b - 1].lemma in ("and", "also", ",", "as", "well"):
            b -= 1
        out.append((f"{noun} {_words(tokens[a:b])}", a, b))
    return out


def _head(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Where the noun of a document's name stands."""
    nouns = document_words().nouns
    return next((k for k in range(first, last) if nouns.at(tokens, k) is not None), None)


#: What a document is about stands after these.
_ABOUT = frozenset("on of concerning regarding о об по".split())


def _signs(token: Token) -> bool:
    return token.surface.isascii() and document_words().signing.at([token], 0) is not None


def _plural(token: Token) -> bool:
    low = token.surface.lower()
    if low.isascii():
        return (low.endswith("s") and low != token.lemma and low != "minutes") or low == "memoranda"
    return all(one.number == "plur" for one in readings(low)[:1])


def _plural_adjective(token: Token) -> bool:
    """Whether a Russian adjective is in the plural: "межгосударственные соглашения", which alone may be "of one"."""
    known = [one for one in readings(token.surface) if one.pos in ("ADJF", "PRTF")]
    return bool(known) and all(one.number == "plur" for one in known)


def _matter(tokens: Sequence[Token], k: int) -> bool:
    """Whether a matter begins that has a treaty to itself: extradition, legal assistance, transfer of the sentenced."""
    here = [token.lemma for token in tokens[k : k + 3]]
    return here[:1] in (["extradition"], ["выдача"], ["экстрадиция"]) or any(
        here[: len(matter)] == matter for matter in _MATTERS
    )


_MATTERS = [
    matter.split()
    for matter in (
        "mutual legal assistance", "mutual assistance", "legal assistance", "judicial cooperation", "the transfer of",
        "transfer of", "взаимный правовой помощь", "правовой помощь", "передача осудить", "передача осужденный",
        "передача лицо",
    )
]  # fmt: skip


def _about(link: str, tokens: Sequence[Token], k: int) -> str:
    """The preposition before a matter: the one that stands there, else that of the first."""
    return tokens[k - 1].surface if tokens[k - 1].lemma in _ABOUT else link


def _words(tokens: Sequence[Token]) -> str:
    out = ""
    for token, before in zip(tokens, [None, *tokens], strict=False):
        out += ("" if before is None or before.end == token.start else " ") + token.surface
    return out


def _parsed(analyser: Any, token: Token, parts: Sequence[str]) -> Any:
    """The likeliest reading of a word as one of some parts of speech."""
    if token.surface.lower().endswith(_OF_PLACES) and "ADJF" in parts:
        parts = ("ADJF",)  # "Астанинскую" might be a surname as well
    return next((one for one in analyser.parse(token.surface) if one.tag.POS in parts), None)
