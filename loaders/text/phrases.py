"""Finds sequences of lemmas in a text: one trie for thousands of phrases, the longest match first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from .tokens import Token, tokens_of

Value = TypeVar("Value")
_END = ""


class Phrases(Generic[Value]):
    """A dictionary of phrases; one phrase may carry several values."""

    def __init__(self) -> None:
        self._root: dict[str, object] = {}

    def add(self, phrase: str, value: Value) -> None:
        """Add a phrase as written; its words are taken by their lemmas."""
        self.add_lemmas([token.lemma for token in tokens_of(phrase)], value)

    def add_lemmas(self, lemmas: Iterable[str], value: Value) -> None:
        """Add a phrase by its lemmas."""
        node = self._root
        for one in lemmas:
            node = node.setdefault(one, {})  # type: ignore[assignment]
        if node is self._root:
            return
        values: list[Value] = node.setdefault(_END, [])  # type: ignore[assignment]
        if value not in values:
            values.append(value)

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, list[Value]] | None:
        """The longest phrase that starts at token ``i``: (index after its last token, its values)."""
        node, found = self._root, None
        for j in range(i, len(tokens)):
            following = node.get(tokens[j].lemma)
            if following is None:
                break
            node = following  # type: ignore[assignment]
            if _END in node:
                found = (j + 1, node[_END])
        return found  # type: ignore[return-value]

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, list[Value]]]:
        """Phrases from left to right, none inside another: (first token, index after the last, values)."""
        i = 0
        while i < len(tokens):
            found = self.at(tokens, i)
            if found is None:
                i += 1
            else:
                yield i, found[0], found[1]
                i = found[0]
