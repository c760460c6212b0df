"""How tests read a text, and take the one encounter that it tells."""

from __future__ import annotations

from comity.loaders.text.document import document_of
from comity.loaders.text.reader import Reader
from comity.loaders.text.reading import Encounter, Reading


def read(reader: Reader, text: str, published: str | None = None) -> Reading:
    """What a text tells."""
    return reader.read(document_of(text, published=published))


def only(reading: Reading) -> Encounter:
    """The one encounter; a test fails where there are none or several."""
    assert len(reading.encounters) == 1, [one.type for one in reading.encounters]
    return reading.encounters[0]
