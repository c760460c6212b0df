"""Documents that a sentence says were signed or adopted: the act that tells it, and whether it was done.

What was done stands in a verb ("signed", "подписали", "was adopted"), in a noun
of the deed ("завершилось подписанием") or in a participle ("a memorandum signed
today").  Each document goes with the act beside it; an act that is only wished,
proposed or to come takes its documents with it, and so does one that was done
before what is told.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .dates import DateFound
from .document_names import adjective, document_set, document_words, documents_in, matters_after, nominative, several
from .other_matters import signed_there
from .post_senses import is_verb
from .scene import Scene, Sentence
from .signing_acts import ARTICLES, BE, Act, acts_in
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
    #: The day that the act names for itself.
    when: DateFound | None = None
    #: Where the list begins that tells it.
    listing: int | None = None
    #: Described by a participle: "the memorandum signed on 27 June".
    described: bool = False


#: How far a document may stand from the act.
_REACH = {"signing": 14, "adopting": 8, "issuing": 4, "resulting": 4}


def signed_in(sentence: Sentence, scene: Scene) -> list[Signed]:
    """The documents that a sentence says were signed or adopted."""
    tokens = sentence.tokens
    acts = acts_in(sentence)
    if not any(act.done for act in acts):
        return []
    found: list[Signed] = []
    before = 0  # where the last document ends
    act: Act | None = None  # what was done with it
    listing = 0  # where its list begins
    for first, last, _ in documents_in(tokens):
        listed = bool(before) and _listed(tokens, before, first)
        if not listed:
            act = _act_of(first, last, tokens, acts)
            listing = tokens[first].start
        before = last
        if act is None or not act.done or _press(tokens, first, last):
            continue
        parts = matters_after(tokens, first, last) or several(tokens, first, last)
        if not parts and _vague(tokens[first:last]):
            continue
        if act.rule == "issuing" and not _together(tokens[first:last]):
            continue
        drafted = act.rule == "adopting" or tokens[act.first].lemma in _DRAFTED
        if not listed and _under(tokens, act.last if first >= act.last else 0, first, drafted):
            act = None
            continue
        when = _day_of(act, sentence, first, last)
        for name in _names(tokens, first, last, parts, scene):
            beside = bool(found) and (listed or bool(parts))
            found.append(Signed(*name, act.rule, beside, when, listing, act.form == "participle"))
    return found


def named_in(sentence: Sentence, scene: Scene) -> list[Signed]:
    """The documents that a sentence names, whatever it says of them; several of one plural one by one."""
    tokens = sentence.tokens
    out: list[Signed] = []
    for first, last, _ in documents_in(tokens):
        parts = matters_after(tokens, first, last) or several(tokens, first, last)
        if parts or not _vague(tokens[first:last]):
            out += [Signed(*name, "named-before") for name in _names(tokens, first, last, parts, scene)]
    return out


def signs_it(sentence: Sentence) -> bool:
    """Whether a sentence says that "the document" was signed or adopted, which the text names before."""
    again = [k for k, token in enumerate(sentence.tokens) if token.lemma in document_set("again")]
    return bool(again) and any(
        act.done and act.form in ("active", "passive") and abs(k - act.first) <= 6
        for act in acts_in(sentence)
        for k in again
    )


def signing_at(sentence: Sentence) -> list[int]:
    """Where words of signing stand in a sentence, done or not."""
    return [first for first, _, _ in document_words().signing.find(sentence.tokens)]


def _names(
    tokens: Sequence[Token], first: int, last: int, parts: Sequence[tuple[str, int, int]], scene: Scene
) -> Iterator[tuple[str, str, int, int]]:
    """The words, noun, start and end of a document, or of each of the ``parts`` that a plural names."""
    noun, start = tokens[first].lemma, tokens[first].start
    for k, (words, a, b) in enumerate(parts):
        yield words, noun, tokens[a].start if k else start, tokens[b - 1].end
    if not parts:
        end = tokens[last - 1].end
        yield nominative(scene.document.text[start:end], tokens[first:last]), noun, start, end


# Documents and their acts


def _act_of(first: int, last: int, tokens: Sequence[Token], acts: Sequence[Act]) -> Act | None:
    """The act that a document at ``first`` up to ``last`` goes with: the nearest on the side where it stands."""
    best: tuple[int, Act] | None = None
    for act in acts:
        after = first >= act.last or first > act.first
        gap = max(0, first - act.last) if after else act.first - last
        between = tokens[act.last : first] if after else tokens[last : act.first]
        if act.rule == "resulting" and not _all_of_name(between, act, after):
            continue
        # "a memorandum that provides for … was signed", "an agreement, meant as a premise for …, was signed"
        described = act.form == "passive" and not after and tokens[last].lemma in document_set("aside") | {","}
        reach = _REACH[act.rule] + 12 * described
        if gap < 0 or gap > reach or any(token.surface == ";" for token in between):
            continue
        cost = gap + _against(act, after, gap, tokens, between)
        if best is None or cost < best[0]:
            best = (cost, act)
    return None if best is None or best[0] >= 100 else best[1]


def _all_of_name(between: Sequence[Token], act: Act, after: bool) -> bool:
    """Whether a document is itself what a meeting ended in: no other noun stands between, "ended with a joint"."""
    return all(token.lemma in document_set("joining") or (token.word and adjective(token)) for token in between) and (
        after or len(between) == 0
    )


def _against(act: Act, after: bool, gap: int, tokens: Sequence[Token], between: Sequence[Token]) -> int:
    """What speaks against a document on that side of an act; 100: it is not the act's."""
    russian = not tokens[act.first].surface.isascii()
    if after and _other_verb(between, russian):
        return 100
    if act.form == "noun" and not after:
        return 0 if gap == 0 else 8 if russian and gap <= 3 else 100
    if act.form == "participle" and not russian and after:
        return 10
    if act.form == "passive" and not russian and after:
        return 6
    if act.form == "active" and not after:
        if russian:
            return 3 if not _other_verb(between, russian) or any(one.lemma == "и" for one in between) else 100
        which = any(token.lemma in ("which", "that", "they", "to", "he", "she") for token in between)
        return 3 if which else 100
    return 0


def _other_verb(between: Sequence[Token], russian: bool) -> bool:
    """Whether another verb stands between an act and a document, whose the document then is: "agreed to prepare a"."""
    if russian:
        return any(is_verb(token) for token in between)
    return any(
        a.surface == "to"
        and b.surface.islower()
        and b.surface not in BE
        and b.lemma not in ARTICLES | {"their", "its", "which"}
        for a, b in itertools.pairwise(between)
    )


def _listed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether only what joins a list stands between two documents: ", ", "and a", "и двустороннее"."""
    between = tokens[i:j]
    if any(token.surface == ";" for token in between):
        # "подписаны: соглашение …; договор …; план …"
        return len(between) == 1 and any(token.surface == ":" for token in tokens[:i])
    return any(token.surface in (",", "и") or token.lemma in ("and", "also", "также") for token in between) and all(
        token.surface == "," or token.lemma in document_set("joining") or (token.word and adjective(token))
        for token in between
    )


def _press(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a statement is only what an office told the press: "said in a statement issued on Tuesday"."""
    if tokens[first].lemma not in ("statement", "заявление") or _together(tokens[first:last]):
        return False
    return any(token.lemma in ("in", "в") for token in tokens[max(0, first - 3) : first])


def _together(tokens: Sequence[Token]) -> bool:
    """Whether a document is one that several issue: a joint statement, a communiqué."""
    return any(token.lemma in document_set("together") for token in tokens[:3])


def _vague(tokens: Sequence[Token]) -> bool:
    """ "agreements", "legal agreements", "agreements between A and B": no document by itself."""
    words = [token for token in tokens if token.word]
    about = any(token.lemma in _ABOUT for token in words)
    if words[-1].surface.isascii():
        head = next((k for k, token in enumerate(words) if document_words().nouns.at(words, k) is not None), 0)
        low = words[head].surface.lower()
        plural = (low.endswith("s") and low not in ("mous", "minutes")) or low == "memoranda"
        return (plural or words[head].lemma in ("statute", "charter")) and not about
    words = [token for token in words if not adjective(token)]
    return len(words) == 1 and all(one.number == "plur" for one in readings(words[0].surface)[:1])


#: What a document is about stands after these.
_ABOUT = frozenset("on regarding concerning for of в о об по".split())


def _under(tokens: Sequence[Token], i: int, j: int, drafted: bool) -> bool:
    """Whether a document is only what the signed one rests on: "в рамках соглашения", "under the agreement"."""
    if tokens[j - 1].surface.lower() in ("a", "an"):
        return False  # a new one: "will exchange experts under an agreement signed by N. and M."
    k = j - 1
    while k >= i and (
        (tokens[k].word and not tokens[k].surface.isascii() and adjective(tokens[k]))
        or tokens[k].lemma in ("the", "a", "an", "this", "that", "of", "their", "its")
    ):
        k -= 1
    return k >= i and tokens[k].lemma in document_set("resting") - (_DRAFTS if drafted else frozenset())


#: A draft is approved or initialled, not signed.
_DRAFTS = frozenset(("draft", "проект"))
_DRAFTED = frozenset(("initial", "парафировать", "парафирование", "завизировать"))


def _day_of(act: Act, sentence: Sentence, first: int, last: int) -> DateFound | None:
    """The day that stands beside an act: "signed last October", "подписанный в 2018 году"."""
    tokens = sentence.tokens
    best: tuple[int, DateFound] | None = None
    for found in sentence.dates:
        k = next((n for n, token in enumerate(tokens) if token.end > found.start), len(tokens))
        if found.span_of_years or signed_there(sentence, k, act.last):
            continue  # "a 2024-2026 plan for cooperation", "the Memorandum which both had concluded on 5 February 2008"
        gap = k - act.last if k >= act.last else act.first - k
        between = tokens[act.last : k] if k >= act.last else tokens[k : act.first]
        if (
            gap > 6
            or first <= k < last
            or any(token.surface in (";", ",") or token.lemma in document_set("aside") for token in between)
        ):
            continue
        if best is None or gap < best[0]:
            best = (gap, found)
    return None if best is None else best[1]
