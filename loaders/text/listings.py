"""Lists of documents that a page gives once it has said that documents were signed.

"По итогам переговоров подписаны:" and a line for each, "В их числе соглашение о
передаче осужденных лиц и …", "They include an agreement on extradition".
"""

from __future__ import annotations

from functools import cache

from .document_names import document_set, documents_in
from .lexicon import words
from .scene import Scene, Sentence
from .signed import Signed, named_in
from .signing_acts import acts_in
from .tokens import readings

#: What stands before an item of a list.
_BULLETS = frozenset("– — - • * · ●".split())


@cache
def _openers() -> tuple[str, ...]:
    """How a sentence begins that names some of the documents: ``words/documents.yaml``."""
    raw = words("documents")["list_openers"]
    return tuple(sorted((opener for openers in raw.values() for opener in openers), key=len, reverse=True))


def announces(sentence: Sentence) -> bool:
    """Whether a sentence says that several documents were signed, which it does not name, or ends in a colon."""
    if sentence.has("обмен", "обменяться", "exchange") and sentence.has("подписанный", "подписать", "signed"):
        return sentence.has(*document_set("several"))  # "прошёл обмен подписанными документами"
    if sentence.tokens[-1].surface == ":" and len(sentence.tokens) <= 7 and sentence.has(*document_set("several")):
        return True  # "Основные документы:"
    done = [act for act in acts_in(sentence) if act.done and act.rule in ("signing", "adopting")]
    if not done:
        return False
    tokens = sentence.tokens
    if tokens[-1].surface == ":":
        return True
    several = [
        k
        for k, token in enumerate(tokens)
        if token.lemma in document_set("several")
        and (_plural(token.surface) or any(_number(one.lemma) for one in tokens[max(0, k - 2) : k]))
    ]
    return any(abs(k - act.first) <= 10 for k in several for act in done)


def _number(word: str) -> bool:
    """Whether a word counts two and more: "три документа" is in the singular."""
    return word in ("два", "две", "три", "четыре") or (word.isdigit() and word != "1")


def _plural(word: str) -> bool:
    low = word.lower()
    if low.isascii():
        return low.endswith("s") or low == "memoranda"
    return any(one.number == "plur" for one in readings(low))


def resumes(sentence: Sentence, scene: Scene) -> bool:
    """Whether a sentence names more of the documents that were signed: "The other documents include …"."""
    text = scene.document.text[sentence.start : sentence.end].lstrip('«"“ ').lower()
    openers = tuple(one for one in _openers() if any(word in one for word in ("document", "agreement", "подписан")))
    return text.startswith(openers) and goes_on(sentence, scene)


def goes_on(sentence: Sentence, scene: Scene) -> bool:
    """Whether a sentence is an item of such a list, or names what is in it."""
    tokens = sentence.tokens
    if any(act.done for act in acts_in(sentence)):
        return False  # it says itself what was signed
    text = scene.document.text[sentence.start : sentence.end].lstrip('«"“ ').lower()
    if text.startswith(_openers()) or _counted(sentence):
        return True
    k = 0
    while k < len(tokens) and (
        tokens[k].surface in _BULLETS
        or tokens[k].surface[0].isdigit()
        or tokens[k].surface in (".", ")", "«", '"', "“")
    ):
        k += 1
    if k == len(tokens):
        return False
    first = next((one for one, _, _ in documents_in(tokens)), None)
    itemised = k > 0 and tokens[0].surface != "«"
    return first is not None and first <= k + (2 if itemised else 0) and (itemised or _no_verb(sentence))


def _counted(sentence: Sentence) -> bool:
    """Whether a sentence names one of the documents by its number: "Первый – меморандум о …", "The second pact"."""
    tokens = sentence.tokens[1:] if sentence.tokens[0].lemma == "the" else sentence.tokens
    first = next((one for one, _, _ in documents_in(sentence.tokens)), None)
    return first is not None and first <= 3 and tokens[:1] != [] and tokens[0].lemma in document_set("counted")


def _no_verb(sentence: Sentence) -> bool:
    """Whether a line only names something: it ends without a stop, or in a semicolon."""
    return sentence.tokens[-1].surface in (";", ",") or sentence.tokens[-1].surface not in (".", "!", "?", "…")


def listed_in(sentence: Sentence, scene: Scene) -> list[Signed]:
    """The documents that such a sentence names, none of them another name of the one before it."""
    found = [one for one in named_in(sentence, scene) if " " in one.words]
    if sentence.tokens[0].surface in _BULLETS and found:
        found = found[:1]  # what else an item names is what it is about
    return [Signed(one.words, one.noun, one.start, one.end, "listed", True, None) for one in found]
