"""The answer to a query for the page that shows it: run on an engine, cut to what a page can hold."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from ..errors import BadQuery, ComityError
from .endpoint import Query
from .telling import hint_of, message_of

if TYPE_CHECKING:
    from .engines import Engines

#: Bytes of an answer that a page reads; the download has all of it.
MOST = 4 << 20
#: Where the engine says that it stopped reading: ``error at 3:15``.
_PLACE = re.compile(r"\berror at (\d+):(\d+)\b")


#: What begins a word of SPARQL: itself a sign, or after one or after a space.
_WORD = re.compile(r"[{}()\[\];,]|[^\s{}()\[\];,]+")


def last_word(text: str, line: int, column: int) -> tuple[int, int]:
    """Where the word begins that the engine read last before it stopped: it names the place behind that word.

    What is wrong is that word or what stands before it.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    if not 1 <= line <= len(starts):
        return line, column
    place = starts[line - 1] + column - 1
    words = [match.start() for match in _WORD.finditer(text, 0, max(0, place))]
    if not words:
        return line, column
    at = max(number for number, start in enumerate(starts) if start <= words[-1])
    return at + 1, words[-1] - starts[at] + 1


async def answer_for_page(engines: Engines, text: str, client: str) -> dict[str, Any]:
    """``kind``, ``variables``, ``answer`` (results as JSON, or N-Triples), ``cut``, ``seconds``, ``generation``.

    Or ``error`` with the ``line`` and ``column`` where it is, as far as they
    are known, and whether it is the query that is ``wrong``.
    """
    began = time.monotonic()
    try:
        asked = Query(text).request(engines.current.named)
        async with engines.run({**asked, "results": "JSON", "rdf": "N_TRIPLES"}, client=client) as answer:
            held, cut = bytearray(), False
            async for chunk in answer.chunks():
                held += chunk
                if len(held) > MOST:
                    cut = True
                    break
            return {
                "kind": answer.kind,
                "variables": list(answer.variables),
                "answer": held.decode("utf-8", "ignore"),
                "cut": cut,
                "seconds": round(time.monotonic() - began, 3),
                "generation": answer.generation.number,
            }
    except ComityError as error:
        place = _PLACE.search(error.message)
        line, column = last_word(text, int(place[1]), int(place[2])) if place else (error.line, error.column)
        return {
            "error": "\n".join(filter(None, [message_of(error), hint_of(error)])),
            "line": line,
            "column": column,
            "wrong": isinstance(error, BadQuery),
            "seconds": round(time.monotonic() - began, 3),
        }
