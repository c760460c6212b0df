"""What a sentence is about: expressions of ``words/topics.yaml``, matched on lemmas.

An expression is looked for only where its first word stands, so the cost does
not grow with the number of expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from .lexicon import words
from .tokens import Token, lemma, morph

#: How many words a gap may hold.
GAPS = {"*": 4, "**": 12}
#: Crime in general is a topic only where no kind of crime is named.
GENERAL = "crime_general"
_SENTENCE_END = frozenset(".!?;")
#: Endings that are cut where there is no dictionary of Russian: the longest first.
_ENDING = re.compile(r"(?<=[а-яё]{3})(?:[аеёиоуыэюяьй]{1,2}(?:[мхйв]|ми|го|му)?|ов|ев|ам|ям|ах|ях)$")
_CYRILLIC = re.compile(r"[а-яё]")


class TopicHit(NamedTuple):
    """A topic and where it stands: code points, and indexes of the first token and of the one after the last.

    ``strong`` is False for words that mean the topic only where something is
    discussed or agreed ("security", "court").
    """

    topic: str
    start: int
    end: int
    first: int
    last: int
    strong: bool


class _Word(NamedTuple):
    """One place of an expression: a set of lemmas, the beginnings of words, and how many words may stand before."""

    lemmas: frozenset[str]
    beginnings: tuple[str, ...]
    gap: int

    def fits(self, one: str) -> bool:
        return one in self.lemmas or (bool(self.beginnings) and one.startswith(self.beginnings))


class _Expression(NamedTuple):
    words: tuple[_Word, ...]
    topic: str | None  # None: no topic at all
    strong: bool


class TopicWords:
    """The expressions, ready to be matched; loaded once by :func:`topic_words`."""

    def __init__(self, expressions: Sequence[tuple[str, str | None, bool]]) -> None:
        self._by_lemma: dict[str, list[_Expression]] = {}
        self._by_beginning: dict[str, list[_Expression]] = {}
        for text, topic, strong in expressions:
            expression = _Expression(tuple(_compiled(text)), topic, strong)
            for one in expression.words[0].lemmas:
                self._by_lemma.setdefault(one, []).append(expression)
            for one in expression.words[0].beginnings:
                self._by_beginning.setdefault(one, []).append(expression)
        self._lengths = sorted({len(one) for one in self._by_beginning})

    def find(self, tokens: Sequence[Token]) -> list[TopicHit]:
        """The topics that the tokens name, in order of their places.

        What lies in the name of an agency or a body is left out, and so is what
        lies inside a longer expression of another topic ("crime" in "organised
        crime").
        """
        lemmas = [_key(token.lemma) for token in tokens]
        matched: dict[tuple[str | None, frozenset[int]], bool] = {}
        for i, one in enumerate(lemmas):
            for expression in self._starting(one):
                places = _match(expression.words, lemmas, i)
                if places is not None:
                    key = (expression.topic, frozenset(places))
                    matched[key] = matched.get(key, False) or expression.strong
        # Only an expression with a word in the same place can hide another: a long text stays cheap.
        beside: dict[int, list[tuple[str | None, frozenset[int], bool]]] = {}
        for (topic, at), strong in matched.items():
            for i in at:
                beside.setdefault(i, []).append((topic, at, strong))
        found = []
        for (topic, at), strong in matched.items():
            first, last = min(at), max(at) + 1
            near = (other for i in range(first, last) for other in beside.get(i, ()))
            if topic is None or any(_hides(*other, topic, at) for other in near):
                continue
            found.append(TopicHit(topic, tokens[first].start, tokens[last - 1].end, first, last, strong))
        return sorted(found, key=lambda hit: (hit.first, hit.last, hit.topic))

    def topics(self, tokens: Sequence[Token], *, weak: bool = False) -> list[str]:
        """The topics alone, each once; with ``weak`` also those that only an unsure word names."""
        return sorted({hit.topic for hit in self.find(tokens) if hit.strong or weak})

    def _starting(self, one: str) -> Iterator[_Expression]:
        yield from self._by_lemma.get(one, ())
        for length in self._lengths:
            if length > len(one):
                return
            yield from self._by_beginning.get(one[:length], ())


def _hides(name: str | None, words: frozenset[int], sure: bool, topic: str, at: frozenset[int]) -> bool:
    """Whether the expression of ``name`` takes the words ``at`` of a topic for itself."""
    if name == topic:
        return False
    if name is None:
        return bool(at & words) and min(words) <= min(at) and max(at) <= max(words)
    if topic == GENERAL and min(at) <= min(words) and max(words) <= max(at):
        return True
    return sure and at < words


def _match(words: Sequence[_Word], lemmas: Sequence[str], start: int) -> list[int] | None:
    """Where the words of an expression that starts at ``start`` stand; each as near as it can."""
    at = [start]
    for word in words[1:]:
        for k in range(at[-1] + 1, min(at[-1] + 2 + word.gap, len(lemmas))):
            if word.fits(lemmas[k]):
                at.append(k)
                break
            if lemmas[k] in _SENTENCE_END:
                return None
        else:
            return None
    return at


def _compiled(text: str) -> Iterator[_Word]:
    gap = 0
    for part in text.split():
        if part in GAPS:
            gap = GAPS[part]
            continue
        choices = part.split("/") if not part.isupper() else [part]
        exact = frozenset(_key(lemma(one)) for one in choices if not one.endswith("~"))
        yield _Word(exact, tuple(one[:-1].lower().replace("ё", "е") for one in choices if one.endswith("~")), gap)
        gap = 0


def _key(one: str) -> str:
    """What is compared: the lemma, or without a dictionary of Russian the stem."""
    if morph() is not None or not _CYRILLIC.match(one):
        return one
    return _ENDING.sub("", one)


@cache
def topic_words() -> TopicWords:
    """The expressions of ``words/topics.yaml``."""
    data = words("topics")
    expressions: list[tuple[str, str | None, bool]] = []
    for topic, by_language in data["topics"].items():
        for key, phrases in by_language.items():
            expressions += ((phrase, topic, not key.endswith("_weak")) for phrase in phrases)
    expressions += ((phrase, None, True) for phrases in data["never"].values() for phrase in phrases)
    return TopicWords(expressions)
