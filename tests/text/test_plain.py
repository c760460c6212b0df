"""What a process that reads says to its parent: all of a document and reading comes back, nothing else is taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from comity.loaders.text.document import Document, document_of, read_document
from comity.loaders.text.plain import plain, restored
from comity.loaders.text.reading import Reading, Span

from .readings import ARTICLE, article, first_seed

FOREIGN: dict[str, Any] = {
    "a text for a list": "abc",
    "a field too few": ["ru"],
    "a field too many": ["ru", [], [], [], [], [], [], []],
    "a number for a text": [1, [], [], [], [], [], []],
    "a kind that is none": ["ru", [["party", [0, 1], *[None] * 23]], [], [], [], [], []],
    "a list for a name": ["ru", [], [], [[["x"], *[None] * 10]], [], [], []],
    "true for a number": ["ru", [], [], [], [], [], [True]],
    "nothing": None,
}


def there_and_back(document: Document, reading: Reading) -> None:
    told = json.loads(json.dumps([plain(document), plain(reading)], ensure_ascii=False))
    assert restored(Document, told[0]) == document
    assert restored(Reading, told[1]) == reading


def test_all_of_it_comes_back(shared: Path) -> None:
    document = document_of(ARTICLE, name="article.txt")
    there_and_back(document, article(document))
    seed = read_document(shared / "seeds" / "000_267b657fa412c9e2.txt")
    there_and_back(seed, first_seed(seed))


@pytest.mark.parametrize("what", list(FOREIGN))
def test_what_is_not_of_the_declared_type_is_refused(what: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        restored(Reading, FOREIGN[what])


def test_places_that_are_no_numbers_are_refused() -> None:
    said = plain(document_of("Текст."))
    said[4][1] = "<script>"
    with pytest.raises(ValueError, match="base64"):
        restored(Document, said)


def test_only_what_can_be_said_is_written() -> None:
    assert plain([Span(1, 2), {"a": (1.5, None)}]) == [[1, 2], {"a": [1.5, None]}]
    with pytest.raises(TypeError, match="complex"):
        plain(1j)
