"""The words of pages in English and Russian, from ``words/*.yaml``; labels of things come from the graph."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

#: The languages that pages are written in, each by its own name.
LANGUAGES: Mapping[str, str] = {"en": "English", "ru": "Русский"}


class Words:
    """``say("search")``, ``say("found", n=3)``; a number picks the form that the language wants."""

    def __init__(self, lang: str, words: Mapping[str, Any]) -> None:
        self.lang = lang
        self._words = words

    def __call__(self, key: str, **values: Any) -> str:
        """The words of a key with values filled in; a key that has none is a mistake of ours."""
        text = self._words[key]
        if isinstance(text, list):
            text = text[_form(self.lang, int(values["n"]))]
        return str(text).format(**values) if values else str(text)

    def __contains__(self, key: str) -> bool:
        return key in self._words


def _form(lang: str, n: int) -> int:
    """Which of the forms goes with a number: two in English (1, other), three in Russian (1, 2-4, 5-20)."""
    if lang != "ru":
        return 0 if n == 1 else 1
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2


@functools.cache
def words_in(lang: str) -> Words:
    """The words of one language; those it lacks in English."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = {}
    for file in sorted(resources.files(__package__).joinpath("words").iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yaml"):
            continue
        for key, said in yaml.load(file.read_text(encoding="utf-8"), Loader=loader).items():  # noqa: S506  # safe
            found[key] = said[lang] if lang in said else said["en"]
    return Words(lang, found)
