"""Documents that a sentence says were signed or adopted: the words of their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .lexicon import phrases_of, words
from .phrases import Phrases
from .posts import is_verb
from .scene import Scene, Sentence
from .tokens import Token, readings


@dataclass(frozen=True, slots=True)
class Signed:
    """A document's name as the text has it, its kind of document, and its place in the text."""

    words: str
    noun: str
    start: int
    end: int
    rule: str = "signed"
    #: Told in one list with the document before it, so never another name of that one.
    beside: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    nouns: Phrases[str]
    signing: Phrases[str]
    adopting: Phrases[str]
    not_yet: Phrases[str]


@cache
def document_words() -> _Words:
    """The words of ``words/documents.yaml``."""
    return _Words(**{part: phrases_of(by_language) for part, by_language in words("documents").items()})


def signed_in(sentence: Sentence, scene: Scene) -> list[Signed]:
    """The documents that a sentence says were signed or adopted."""
    known = document_words()
    tokens = sentence.tokens
    acts = [(first, last, "signing") for first, last, _ in known.signing.find(tokens) if not _participle(tokens[first])]
    acts += [(first, last, "adopting") for first, last, _ in known.adopting.find(tokens)]
    acts = [act for act in acts if not _wished(tokens, act[0], sentence.title)]
    if not acts or any(known.not_yet.find(tokens)):
        return []
    found: list[Signed] = []
    before = 0  # where the last document that was taken ends
    for first, last, _ in documents_in(tokens):
        beside = bool(found) and _listed(tokens, before, first)
        near = min(acts, key=lambda act: min(abs(first - act[1]), abs(act[0] - last)))
        gap = first - near[1] if first >= near[1] else near[0] - last
        between = tokens[near[1] : first] if first >= near[1] else tokens[last : near[0]]
        far = gap > (14 if near[2] == "signing" else 6) or any(token.surface in (";",) for token in between)
        if far and not beside:
            continue
        if not beside and first >= near[1] and _under(tokens, near[1], first):
            continue
        if _vague(tokens[first:last]) or _press(tokens, first):
            continue
        found.append(_signed(tokens, first, last, scene, near[2], beside))
        before = last
    return found


def named_in(sentence: Sentence, scene: Scene) -> list[Signed]:
    """The documents that a sentence names, whatever it says of them."""
    tokens = sentence.tokens
    return [
        _signed(tokens, first, last, scene, "named-before", False)
        for first, last, _ in documents_in(tokens)
        if not _vague(tokens[first:last])
    ]


def _signed(tokens: Sequence[Token], first: int, last: int, scene: Scene, rule: str, beside: bool) -> Signed:
    start, end = tokens[first].start, tokens[last - 1].end
    words = _nominative(scene.document.text[start:end], tokens[first:last])
    return Signed(words, tokens[first].lemma, start, end, rule, beside)


def _listed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether only what joins a list stands between two documents: ", ", "and a", "и двустороннее"."""
    between = tokens[i:j]
    return any(token.surface in (",", "и") or token.lemma in ("and", "also", "также") for token in between) and all(
        token.surface == "," or token.lemma in _JOINING or (token.word and _adjective(token)) for token in between
    )


#: What stands between the documents of a list, beside adjectives.
_JOINING = frozenset("и а также and as well also a an the new".split())


#: After these what is told in the infinitive was done.
_DONE = frozenset("удаться смочь успеть суметь manage".split())
#: English verbs in their bare form: a wish or a plan, unless a headline.
_BARE = frozenset("sign ink conclude initial seal adopt approve endorse".split())
_WISHING = frozenset("to will would should could may can might must let shall and".split())


def _wished(tokens: Sequence[Token], k: int, title: bool) -> bool:
    """Whether an act is only wished, possible or to come: "возможность подписать", "hoped they would conclude"."""
    surface = tokens[k].surface.lower()
    if tokens[k].lemma == "заключение" and k and tokens[k - 1].lemma == "в":
        return True  # "in conclusion"
    before = [token.lemma for token in tokens[max(0, k - 4) : k]]
    if tokens[k].lemma in _DEEDS | {"signature", "подпись"} or surface == "signing":
        return bool(_AHEAD & set(before)) or bool(_FAR_AHEAD & {token.lemma for token in tokens[max(0, k - 8) : k]})
    if surface.isascii():
        return surface in _BARE and (not title or (bool(before) and before[-1] in _WISHING))
    known = readings(surface)[:1]
    if any(one.pos == "INFN" for one in known):
        return not _DONE & set(before)
    return any(one.tense == "futr" for one in known)


#: Before a noun of signing: it is still to come ("вопрос о подписании", "should culminate in the signing").
_AHEAD = frozenset(
    """для цель подготовка готовность вопрос возможность необходимость перспектива предстоящий скорый наметить намечать
    запланировать запланированный планироваться предполагаться предстоять ожидаться""".split()
)
_FAR_AHEAD = frozenset("should will would may could might must upcoming forthcoming early toward towards".split())


def _participle(token: Token) -> bool:
    known = readings(token.surface)
    return bool(known) and known[0].pos == "PRTF"


def _press(tokens: Sequence[Token], first: int) -> bool:
    """Whether a statement is only what an office told the press: "said in a statement issued on Tuesday"."""
    if tokens[first].lemma not in ("statement", "заявление"):
        return False
    return any(token.lemma in ("in", "в") for token in tokens[max(0, first - 3) : first])


def _vague(tokens: Sequence[Token]) -> bool:
    """ "agreements", "legal agreements": no document by itself."""
    words = [token for token in tokens if token.word]
    if words[-1].surface.isascii():
        return (
            len(words) <= 2 and words[-1].surface.lower().endswith("s") and words[-1].surface.lower() not in ("mous",)
        )
    return len(words) == 1 and all(one.number == "plur" for one in readings(words[0].surface)[:1])


def _under(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether a document is only what the signed one rests on: "в рамках соглашения", "under the agreement"."""
    k = j - 1
    while k >= i and (
        (tokens[k].word and not tokens[k].surface.isascii() and _adjective(tokens[k]))
        or tokens[k].lemma in ("the", "a", "this", "that")
    ):
        k -= 1
    return k >= i and tokens[k].lemma in (
        "рамка",
        "соответствие",
        "основание",
        "under",
        "within",
        "согласно",
        "по",
        "благодаря",
        "with",
    )


def _adjective(token: Token) -> bool:
    return any(one.pos in ("ADJF", "PRTF", "NPRO") for one in readings(token.surface)[:1])


#: Words that end the name of a document.
_STOP = frozenset(
    """который направить позволить предусматривать состояться подписать сообщить отметить which that who said
    according was were is are will has have had during after signed told they it this these by сообщает состоялся
    обмениваться передать где когда призвать стать заключить также а но подписанный be say report note add""".split()
)
_PREPOSITIONS = frozenset(
    "о об в во между по на для с со из of on in for between to with and и the among against относительно".split()
)


def documents_in(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Names of documents in a sentence: (first token, index after the last, the noun's lemma)."""
    known = document_words()
    out: list[tuple[int, int, str]] = []
    i = 0
    while i < len(tokens):
        found = known.nouns.at(tokens, i)
        if found is None:
            i += 1
            continue
        first = i
        while first > 0 and _belongs_before(tokens[first - 1]):
            first -= 1
        last = _end(tokens, found[0])
        out.append((first, last, tokens[i].lemma))
        i = max(last, i + 1)
    return out


def _belongs_before(token: Token) -> bool:
    low = token.surface.lower()
    if low in ("«", '"', "“"):
        return False
    if low in (
        "joint",
        "bilateral",
        "cooperation",
        "совместный",
        "двусторонний",
        "framework",
        "extradition",
        "mutual",
        "legal",
        "assistance",
        "final",
        "action",
    ):
        return True
    return token.lemma in (
        "совместный",
        "двусторонний",
        "межведомственный",
        "итоговый",
        "рамочный",
        "трехсторонний",
    ) or (
        token.word
        and token.capital
        and token.surface.isascii()
        and token.lemma
        not in ("the", "a", "an", "on", "in", "at", "both", "this", "it", "after", "following", "minister", "general")
    )


def _end(tokens: Sequence[Token], i: int) -> int:
    """Where a document's name ends: at a verb, a stop, a comma that does not list, or a bracket that closes."""
    depth = 0
    j = i
    last = i
    while j < len(tokens) and j - i < 32:
        token = tokens[j]
        if token.surface in ("«", "“", "(") or (token.surface == '"' and depth == 0):
            depth += 1
        elif token.surface in ("»", "”", ")") or (token.surface == '"' and depth):
            depth -= 1
            if depth < 0:
                break
            last = j + 1
        elif depth == 0:
            between_years = (
                token.surface in ("–", "—") and tokens[j - 1].surface.isdigit() and tokens[j + 1 : j + 2] != []
                and tokens[j + 1].surface[0].isdigit()
            )  # fmt: skip
            if token.surface in (".", ";", ":", "–", "—", "!", "?") and not between_years:
                break
            if token.surface == "," and not _lists_on(tokens, j):
                break
            if (token.surface == "," or token.lemma in ("и", "and")) and _another(tokens, j + 1):
                break
            if token.lemma in _STOP or _verb(token):
                break
            if token.lemma in ("with", "as", "when", "while", "со", "с") and _partner(tokens, j + 1):
                break
            following = tokens[j + 1] if j + 1 < len(tokens) else None
            if (
                token.lemma in ("on", "in", "at")
                and following is not None
                and (
                    following.lemma in _TIMES - {"the"}
                    or following.surface.isdigit()
                    or (token.lemma != "on" and following.capital)
                )
            ):
                break
            if token.lemma in ("в", "во") and following is not None and following.capital:
                break
            if _where_told(tokens, j):
                break
            if token.lemma not in _PREPOSITIONS and token.surface != ",":
                last = j + 1
        else:
            last = j + 1
        j += 1
    while last > i and tokens[last - 1].lemma in _PREPOSITIONS | {"under", "by", "at", "the"}:
        last -= 1
    return last


def _where_told(tokens: Sequence[Token], j: int) -> bool:
    """Whether the occasion or the house follows: "on the margins of", "at the ministry", "на полях форума"."""
    words = [token.lemma for token in tokens[j : j + 3]] + ["", ""]
    if words[0] in ("on", "in", "at") and words[1] == "the":
        return words[0] == "at" or words[2] in ("margin", "margins", "sideline", "sidelines", "presence", "framework")
    if words[0] == "на":
        return words[1] in ("поле", "полях", "площадка", "церемония", "встреча")
    return words[0] in ("при", "по") and words[1] in ("участие", "присутствие", "итог")


def _another(tokens: Sequence[Token], j: int) -> bool:
    """Whether the next document of a list, or another deed, begins: "and a protocol on …", "and issued …"."""
    nouns = document_words().nouns
    for k in range(j, min(j + 4, len(tokens))):
        if nouns.at(tokens, k) is not None:
            return True
        token = tokens[k]
        if k == j and token.surface.lower() in ("issued", "adopted", "approved", "agreed", "released", "exchanged"):
            return True
        if k == j and token.lemma in _DEEDS:
            return True
        if token.lemma in ("и", "and") or not (
            token.lemma in _JOINING or (token.word and (_adjective(token) or _belongs_before(token)))
        ):
            return False
    return False


#: Nouns of a further deed: "завершилась принятием заявления и утверждением плана".
_DEEDS = frozenset("принятие утверждение подписание одобрение adoption approval signing".split())


def _partner(tokens: Sequence[Token], j: int) -> bool:
    """Whether the other side follows, no part of a document's name: "with his counterpart", "as he met"."""
    return (
        j < len(tokens)
        and tokens[j].lemma
        in (
            "his",
            "her",
            "their",
            "its",
            "he",
            "she",
            "they",
            "свой",
            "они",
            "он",
            "она",
            "коллега",
            "the",
        )
        and (
            tokens[j].lemma != "the"
            or any(token.lemma in ("counterpart", "minister", "head") for token in tokens[j : j + 4])
        )
    )


#: After "on" or "in" these are a day or a place, no part of a document's name.
_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today the occasion behalf""".split()
)


def _lists_on(tokens: Sequence[Token], j: int) -> bool:
    following = tokens[j + 1 : j + 3]
    return (
        bool(following)
        and following[0].word
        and not _verb(following[0])
        and following[0].lemma not in _STOP
        and any(token.lemma in ("и", "and") for token in tokens[j + 1 : j + 8])
        and following[0].lemma not in ("а", "в", "на", "in", "as", "with", "while", "during", "where", "сообщать")
    )


def _verb(token: Token) -> bool:
    if token.surface.isascii():
        return token.lemma in (
            "be",
            "have",
            "will",
            "say",
            "sign",
            "hold",
            "take",
            "meet",
            "note",
            "aim",
            "seek",
            "provide",
            "regulate",
            "envisage",
            "pave",
            "expand",
            "promote",
            "strengthen",
            "enhance",
            "facilitate",
            "ensure",
        )
    return is_verb(token)


def _nominative(text: str, tokens: Sequence[Token]) -> str:
    """The name with its head in the nominative where it is one Russian word or an adjective and a noun."""
    from .tokens import morph

    analyser = morph()
    if analyser is None or tokens[0].surface.isascii():
        return text
    out = []
    done = False
    offset = tokens[0].start
    at = 0
    for token in tokens:
        if done or not token.word:
            done = True
            continue
        parsed = next((one for one in analyser.parse(token.surface) if one.tag.POS in ("NOUN", "ADJF", "PRTF")), None)
        if parsed is None:
            break
        turned = parsed.inflect({"nomn"})
        if turned is None:
            break
        word = turned.word
        word = (
            word.upper()
            if token.surface.isupper() and len(word) > 1
            else word.capitalize()
            if token.surface[0].isupper()
            else word
        )
        out.append(text[at : token.start - offset] + word)
        at = token.end - offset
        if parsed.tag.POS == "NOUN":
            done = True
    return "".join(out) + text[at:]
