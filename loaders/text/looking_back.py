"""Whom a pronoun means: "she met …", "his delegation …", "he proposed …" after a person was named."""

from __future__ import annotations

from .parties import holder_of
from .people import Figure
from .scene import Scene, Sentence

#: So many sentences back a pronoun may mean somebody.
REACH = 3
PRONOUNS = frozenset(("he", "she", "он", "она"))
POSSESSIVES = frozenset(("his", "her", "его", "ее", "её"))


_WOMAN, _MAN = frozenset(("she", "her", "она", "ее", "её")), frozenset(("he", "his", "он", "его"))


def _goes_on(before: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence begins with the same pronoun, man's or woman's, as the one after it has first."""
    mine = next((token.lemma for token in sentence.tokens if token.lemma in _WOMAN | _MAN), None)
    if mine is None:
        return False
    same = _WOMAN if mine in _WOMAN else _MAN
    return any(token.surface.lower() in same for token in before.tokens[:3])


def named_before(sentence: Sentence, scene: Scene) -> Figure | None:
    """The subject of the nearest sentence before: the first person there in the nominative, else the first office.

    A headline is no sentence before: what stands in it the text says again.  Nor is
    one that itself begins with the pronoun: it goes on about somebody named earlier
    ("Her thanks went to the chair, N. … Besides, she suggested").
    """
    reach = [one for one in scene.sentences[max(0, sentence.index - REACH) : sentence.index] if not one.title]
    earlier = [one for one in reach if not _goes_on(one, sentence)]
    for before in [*reversed(earlier), *reversed(reach)]:
        for mention in before.mentions:
            figure = scene.figure_of(mention)
            if mention.case in ("nomn", None) and (figure.post is not None or figure.state is not None):
                return figure
        for post in before.posts:
            known = holder_of(post, scene)
            if known is not None:
                return known
    return None


def met_by_guest(figure: Figure, scene: Scene) -> str | None:
    """The state of an office-holder whom somebody meets, on a page of two states: the one that is not the other's ("The
    following day she had a meeting with Deputy Prosecutor General N.", "A. will have a meeting with Speaker B.")."""
    states = {one.state for one in scene.figures if one is not figure and one.state is not None}
    for mention in figure.mentions:
        sentence = scene.sentences[mention.sentence]
        first = mention.opens
        pronoun = next((k for k, token in enumerate(sentence.tokens[:first]) if token.lemma in PRONOUNS), None)
        joined = any(token.lemma in ("with", "с", "со") for token in sentence.tokens[max(0, first - 2) : first])
        if not joined or len(states) != 2:
            continue
        subject = next((one for one in sentence.mentions if one.last < first), None)
        if pronoun is not None:
            who = named_before(sentence, scene)
        else:
            who = scene.figure_of(subject) if subject is not None else None
        if who is not None and who is not figure and who.state in states:
            return next(iter(states - {who.state}))
    return None
