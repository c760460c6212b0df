"""The words that reading matches on: the files of ``words/`` as data, and their phrases ready to be matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from .phrases import Phrases


def words(name: str, folder: str = "words") -> dict[str, Any]:
    """The content of ``words/NAME.yaml``."""
    import yaml

    text = (files(__package__) / folder / f"{name}.yaml").read_text(encoding="utf-8")
    # Both loaders are safe ones; the one in C takes a tenth of the time.
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return loaded


def phrases_of(by_language: Mapping[str, Sequence[str]]) -> Phrases[str]:
    """The phrases of all languages of one entry; each gives itself."""
    made: Phrases[str] = Phrases()
    for phrases in by_language.values():
        for phrase in phrases:
            made.add(phrase, phrase)
    return made


@cache
def word_set(name: str, entry: str) -> frozenset[str]:
    """The words of all languages of one entry of ``words/NAME.yaml``, without their order."""
    return frozenset(word for by_language in _entries(name)[entry].values() for word in by_language)


@cache
def _entries(name: str) -> dict[str, Mapping[str, Sequence[str]]]:
    return words(name)
