"""Answers that are kept: the same query on the same generation has the same answer.

Threat: a hundred clients that ask the same few things must not wait for one
another.  A generation never changes, so an answer can be given again as it was,
byte for byte, without an engine, for as long as the generation is the current
one.  What is not the same twice is not kept: the time, chance, and anything
that failed or was cut.

Limits: answers of at most ``engine.HELD`` bytes, ``BUDGET`` bytes of them together; what
was not asked for longest goes first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

from .engine import Answer

if TYPE_CHECKING:
    from ..graph.generations import Generation

#: Bytes of all answers that are kept.
BUDGET = 48 << 20
#: Bytes that an answer takes beside its own.
_BESIDE = 1000
#: Functions that give something else each time, wherever the words stand, and escapes that could spell them.
_CHANGING = re.compile(r"\b(?:now|rand|uuid|struuid)\b|\\u", re.IGNORECASE)


class Kept:
    """The answers of one server.  Use it from one event loop."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._answers: OrderedDict[bytes, _Whole] = OrderedDict()
        self._bytes = 0

    def key(self, generation: Generation, request: dict[str, Any]) -> bytes | None:
        """What a request is known by; None for one whose answer may change."""
        if "query" not in request or _CHANGING.search(request["query"]):
            return None
        told = json.dumps([str(generation.path), generation.sum, request], sort_keys=True)
        return hashlib.blake2b(told.encode(), digest_size=24).digest()

    def get(self, key: bytes | None) -> Answer | None:
        """The answer as it was given, to be read once more."""
        whole = None if key is None else self._answers.get(key)
        if key is None or whole is None:
            return None
        self._answers.move_to_end(key)
        return Again(whole)

    def keep(self, key: bytes | None, answer: Answer) -> None:
        """Keep an answer that was read to its end, if it is small enough."""
        if key is None or not answer.done or answer.body is None or key in self._answers:
            return
        self._answers[key] = _Whole(answer.kind, answer.variables, answer.generation, bytes(answer.body))
        self._bytes += len(answer.body) + _BESIDE
        while self._bytes > self._budget:
            _, old = self._answers.popitem(last=False)
            self._bytes -= len(old.body) + _BESIDE

    def __len__(self) -> int:
        return len(self._answers)


class _Whole:
    """One answer."""

    def __init__(self, kind: str, variables: Sequence[str], generation: Generation, body: bytes) -> None:
        self.kind, self.variables, self.generation, self.body = kind, variables, generation, body


class Again(Answer):
    """A kept answer, read like one that an engine gives."""

    def __init__(self, whole: _Whole) -> None:
        self.kind, self.variables, self.generation = whole.kind, whole.variables, whole.generation
        self.done = False
        self.body = None
        self._whole = whole.body

    async def chunks(self) -> AsyncIterator[bytes]:
        """Its bytes, up to 64 KiB a piece."""
        for start in range(0, len(self._whole), 1 << 16):
            yield self._whole[start : start + (1 << 16)]
        self.done = True
