"""comity read --model: a language model reads the documents instead of the rules."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..errors import ComityError, Usage

if TYPE_CHECKING:
    from ..loaders.text.document import Document
    from ..loaders.text.model import Line
    from ..loaders.text.reading import Reading
    from ..queries.session import Graph

#: Documents in a row that a model's address leaves unanswered before it is given up.
UNANSWERED = 3
#: The codes that a model may give for states.
STATES = "SELECT ?code { ?state <https://w3id.org/comity/ontology#isoAlpha2> ?code }"


def line_to(model: str | None, address: str | None, *, written: bool) -> Line | None:
    """The line to the model that is named; None where the rules read.  ``written``: the address was typed."""
    if model is None and written:
        raise Usage("an address is given, but no model that answers there", field="--model")
    if model is None:
        return None  # an address in the environment alone asks nothing
    if address is None:
        raise Usage("a model needs the address that answers for it", field="--model-at")
    from ..loaders.text.model import Line

    return Line(address, model, os.environ.get("COMITY_MODEL_KEY"))


def by_model(
    pairs: Iterable[tuple[Document, Reading]], line: Line, graph: Graph, failed: list[ComityError]
) -> Iterator[tuple[Document, Reading]]:
    """Each document with what a model reads in it; one that it cannot read to ``failed``.

    An address that answers nothing is given up after ``UNANSWERED`` documents.
    """
    from ..loaders.text.model import ModelReader, NoAnswer

    states = [row[0].value for row in graph.run(STATES).rows()]
    reader, silent = ModelReader(line, states), 0
    for document, _ in pairs:
        try:
            reading = reader.read(document)
        except NoAnswer as error:
            silent += 1
            failed.append(error)
            if silent == UNANSWERED:
                failed.append(NoAnswer("the other documents were not read", hint="--resume goes on where this ended."))
                return
        except ComityError as error:
            silent = 0
            failed.append(error)
        else:
            silent = 0
            yield document, reading
