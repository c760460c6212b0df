"""The words of posts and agencies: ``words/posts.yaml``, ready to be matched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .lexicon import words
from .phrases import Phrases


@dataclass(frozen=True, slots=True)
class Office:
    """A post as its words name it."""

    slug: str
    agency: str | None
    weak: bool
    body: bool
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency by its kind in words/posts.yaml, and its short English name."""

    kind: str
    name: str


class PostWords:
    """The words of posts and agencies, loaded once."""

    def __init__(self) -> None:
        raw = words("posts")
        self.offices: Phrases[Office] = Phrases()
        self.head_of: dict[str, Office] = {}
        for key, entry in raw["posts"].items():
            slug = str(entry.get("id", key))
            if key == "envoy":
                slug = "other"
            office = Office(
                slug, entry["agency"], bool(entry.get("weak")), bool(entry.get("body")), entry.get("organisation")
            )
            for form in entry["forms"]:
                self.offices.add(form, office)
            for kind in entry.get("head_of", ()):
                self.head_of[kind] = office
        for form, slug in raw["joined"].items():
            self.offices.add(form, Office(slug, _agency_of(slug), False, False))
        self.of_one_state: dict[str, str] = raw["of_one_state"]
        self.joined_heads = frozenset(raw["joined_heads"])
        self.portfolio = frozenset(raw["portfolio"])
        self.before_office = self.portfolio | frozenset(raw["before_office"])
        self.before: Phrases[str] = Phrases()
        for kind, forms in raw["before"].items():
            for form in forms:
                self.before.add(form, kind)
        self.heads: Phrases[str] = Phrases()
        for form in raw["heads"]:
            self.heads.add(form, form)
        self.agencies: Phrases[Agency] = Phrases()
        for kind, entry in raw["agencies"].items():
            for form in entry["forms"]:
                self.agencies.add(form, Agency(kind, entry["name"]))


def _agency_of(slug: str) -> str:
    return "Ministry of Justice" if slug.endswith("justice") else "Prosecutor General's Office"


@cache
def post_words() -> PostWords:
    """The words of posts, made once a process."""
    return PostWords()
