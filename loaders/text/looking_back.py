"""Whom a pronoun means: "she met …", "his delegation …", "he proposed …" after a person was named."""

from __future__ import annotations

from .parties import holder_of
from .people import Figure
from .scene import Scene, Sentence

#: So many sentences back a pronoun may mean somebody.
REACH = 3
PRONOUNS = frozenset(("he", "she", "он", "она"))
POSSESSIVES = frozenset(("his", "her", "его", "ее", "её"))


def named_before(sentence: Sentence, scene: Scene) -> Figure | None:
    """The subject of the nearest sentence before: the first person there in the nominative, else the first office.

    A headline is no sentence before: what stands in it the text says again.
    """
    for before in reversed(scene.sentences[max(0, sentence.index - REACH) : sentence.index]):
        if before.title:
            continue
        for mention in before.mentions:
            figure = scene.figure_of(mention)
            if mention.case in ("nomn", None) and (figure.post is not None or figure.state is not None):
                return figure
        for post in before.posts:
            known = holder_of(post, scene)
            if known is not None:
                return known
    return None
