"""The answer to a query for the page that shows it: run on an engine, cut to what a page can hold."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ..errors import ComityError
from .endpoint import Query

if TYPE_CHECKING:
    from .engines import Engines

#: Bytes of an answer that a page reads; the download has all of it.
MOST = 4 << 20


async def answer_for_page(engines: Engines, text: str, client: str) -> dict[str, Any]:
    """``kind``, ``answer`` (results as JSON, or N-Triples), ``cut``, ``seconds``; or ``error``."""
    began = time.monotonic()
    try:
        asked = Query(text).request(engines.named_graphs(engines.current))
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
            }
    except ComityError as error:
        return {"error": str(error), "seconds": round(time.monotonic() - began, 3)}
