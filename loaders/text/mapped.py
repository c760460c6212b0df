"""A text that knows where each of its characters stood in the text it was made from.

Every step that cleans a text (composing letters, taking out soft hyphens,
joining lines) is a list of edits; the places follow.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

#: ``(start, end, words)``: the characters ``start`` up to ``end`` become ``words``.
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """``text[i]`` was made from ``original[starts[i]:ends[i]]``; a character that was put in has an empty range."""

    text: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def whole(cls, text: str) -> Mapped:
        """A text that stands for itself."""
        return cls(text, array("I", range(len(text))), array("I", range(1, len(text) + 1)))

    def edited(self, edits: Iterable[Edit]) -> Mapped:
        """The text with ``edits`` made, which come in order and do not overlap.

        Where the new words are as long as the old ones, each character keeps its
        place; otherwise each of them stands for the whole of the old words.
        """
        pieces: list[str] = []
        starts, ends = array("I"), array("I")
        at = 0
        for start, end, words in edits:
            pieces += (self.text[at:start], words)
            if len(words) == end - start:
                starts += self.starts[at:end]
                ends += self.ends[at:end]
            else:
                starts += self.starts[at:start]
                ends += self.ends[at:start]
                if words:
                    first, last = self._around(start, end)
                    starts += array("I", [first]) * len(words)
                    ends += array("I", [last]) * len(words)
            at = end
        if not pieces:
            return self
        pieces.append(self.text[at:])
        starts += self.starts[at:]
        ends += self.ends[at:]
        return Mapped("".join(pieces), starts, ends)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stood in the original, as a half-open range."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start}..{end} is no range of a text of {len(self.text)} characters")
        return self._around(start, end)

    def _around(self, start: int, end: int) -> tuple[int, int]:
        if start < end:
            return self.starts[start], self.ends[end - 1]
        at = self.ends[start - 1] if start else self.starts[0] if self.starts else 0
        return at, at
