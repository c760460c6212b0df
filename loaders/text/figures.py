"""Persons of a text out of their mentions: one surname is one person, the fullest name and the best post stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .naming import PARTICLES, same_person
from .people import Figure, Mention
from .posts import Post

if TYPE_CHECKING:
    from .scene import Sentence


def figures_of(sentences: Sequence[Sentence]) -> list[Figure]:
    """Persons: mentions with one surname are one person; the fullest name and the best post stand."""
    figures: list[Figure] = []
    # A headline shortens: what the text below says of somebody goes before it.
    for sentence in sorted(sentences, key=lambda one: one.title):
        for mention in sentence.mentions:
            if not mention.surname:
                continue
            figure = next((one for one in figures if _written_so(one, mention)), None)
            if figure is not None and mention.post is None and mention.name != mention.written:
                # "Салия" is the nominative that was introduced, whatever else the form might be
                mention.name, mention.case = mention.written, "nomn"
                mention.surname = figure.surname
            figure = figure or next((one for one in figures if _same(one, mention)), None)
            if figure is None:
                figure = Figure(mention.name, mention.surname)
                figures.append(figure)
            if sentence.title and figure.post is not None and mention.post is not None:
                mention.post = None
            if _another_case(figure, mention):
                mention.case = "gent"  # "господина Краснова" is no woman's name
            figure.mentions.append(mention)
            if _fuller(mention.name, figure.name):
                figure.name = mention.name
            if mention.post is not None and _better(mention.post, figure.post):
                figure.post, figure.post_sentence = mention.post, mention.sentence
    for figure in figures:
        figure.mentions.sort(key=lambda one: (one.sentence, one.first))
    figures.sort(key=lambda one: (one.mentions[0].sentence, one.mentions[0].first))
    return figures


def _written_so(figure: Figure, mention: Mention) -> bool:
    """Whether a name stands just as the person was introduced, whole or the surname alone."""
    written = mention.written
    return bool(written) and (
        written == figure.name or (" " not in written and len(written) > 2 and figure.name.split(" ")[-1] == written)
    )


def _another_case(figure: Figure, mention: Mention) -> bool:
    """Whether a surname that could be a nominative is another form than the one in which the person was introduced."""
    if mention.case != "nomn" or mention.post is not None or not figure.mentions:
        return False
    introduced = next((one for one in figure.mentions if one.post is not None and one.post.case == "nomn"), None)
    if introduced is None or mention.written.isascii():
        return False
    mine, theirs = mention.written.split()[-1:], introduced.written.split()[-1:]
    return mine != theirs and bool(mine and theirs) and mine[0].startswith(theirs[0][:3])


def words_of(name: str) -> list[str]:
    words = name.replace(".", " ").lower().replace("ё", "е").split()
    return [word for word in words if len(word) > 1 and word not in PARTICLES]


def _same(figure: Figure, mention: Mention) -> bool:
    a, b = words_of(figure.name), words_of(mention.name)
    if not a or not b:
        return False
    if len(a) > 1 and len(b) > 1:
        return sum(any(same_person(x, y) for y in b) for x in a) >= 2
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return any(same_person(short[-1], word) for word in (long if len(long) > 1 else long[-1:]))


def _fuller(new: str, old: str) -> bool:
    return len(words_of(new)) > len(words_of(old)) or (
        len(words_of(new)) == len(words_of(old)) and "." in old and "." not in new
    )


def _better(new: Post, old: Post | None) -> bool:
    if old is None:
        return True
    if old.former != new.former:
        return old.former
    if old.weak != new.weak:
        return old.weak
    if (old.state or old.organisation) is None and (new.state or new.organisation) is not None:
        return old.post_id == new.post_id or old.post_id == "other"
    return False
