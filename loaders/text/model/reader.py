"""Asks a model what a text tells, twice at most, and gives what the checks leave of its answer."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from ....errors import BadInput
from ..document import Document
from ..lexicon import words
from ..reading import Reading
from .checks import Terms, reading_of
from .line import Line, Refused
from .shape import Answer

#: Characters of a text that a model is asked to read at once.
TEXT = 60_000
#: Characters of the reason that a model is told when its answer is not in the shape.
REASON = 600


class ModelReader:
    """A model with what it may name: ``states`` are the codes of the graph's states.  One document at a time."""

    def __init__(self, line: Line, states: Collection[str]) -> None:
        self._line = line
        self._terms = Terms(frozenset(states), frozenset(words("topics")["topics"]), frozenset(words("posts")["posts"]))
        self._schema: dict[str, Any] | None = Answer.model_json_schema()

    def read(self, document: Document) -> Reading:
        """All that the model finds in a document and the text bears out.

        Raises :class:`~comity.errors.BadInput` for a text that is too long or an
        answer that is not in the shape, :class:`.line.NoAnswer` where none comes.
        """
        if len(document.text) > TEXT:
            raise BadInput(f"is too long for a model: more than {TEXT:,} characters", file=document.name)
        messages = self._messages(document)
        reason = ""
        for _ in range(2):
            said = self._ask(messages)
            try:
                answer = Answer.model_validate_json(_json_of(said))
            except ValueError as error:  # pydantic's, with all that is off
                reason = " ".join(str(error).split())[:REASON]
                told = f"That is not in the shape: {reason}. Give the whole JSON again."
                messages = [*messages, {"role": "assistant", "content": said}, {"role": "user", "content": told}]
                continue
            return reading_of(answer, document, self._terms)
        raise BadInput(f"the model's answer is not in the shape: {reason[:160]}", file=document.name)

    def _ask(self, messages: list[dict[str, str]]) -> str:
        try:
            return self._line.ask(messages, self._schema)
        except Refused:
            if self._schema is None:
                raise
            said = self._line.ask(messages, None)  # an address that takes no schema is told it in words all the same
            self._schema = None
            return said

    def _messages(self, document: Document) -> list[dict[str, str]]:
        told = words("model")
        instructions = str(told["instructions"]).format(
            posts=", ".join(sorted(self._terms.posts)),
            topics=", ".join(sorted(self._terms.topics)),
            shape=json.dumps(Answer.model_json_schema()),
        )
        head = {"published": document.published, "title": document.title, "language": document.language}
        page = json.dumps({**head, "text": document.text}, ensure_ascii=False)
        return [{"role": "system", "content": instructions}, {"role": "user", "content": page}]


def _json_of(said: str) -> str:
    """The JSON of an answer that may stand between fences or after a word of introduction."""
    start, end = said.find("{"), said.rfind("}")
    return said[start : end + 1] if 0 <= start < end else said
