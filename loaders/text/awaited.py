"""Who is to take part in a sitting or conference that a page only announces, and which states."""

from __future__ import annotations

from collections.abc import Sequence

from .attendance import listed_states, sent_states
from .drafts import Draft
from .parties import absent, only_author, only_tells, speaks_for
from .people import Mention
from .scene import Scene, Sentence
from .senses import arrived
from .triggers import triggers

#: What a host or a guest of honour is to do there.
_DOES = frozenset(
    "host open chair preside inaugurate открыть возглавить провести председательствовать выступить".split()
)


def await_(drafts: Sequence[Draft], scene: Scene) -> None:
    """Add to the sitting or conference that a page announces, and tells of none held, who is to be there."""
    draft = next((one for one in drafts if one.planned), None)
    if draft is None or not draft.gathered or any(not one.planned and not one.background for one in drafts):
        return
    first = draft.cues[0].sentence.index
    for sentence in scene.sentences[first:]:
        if any(one is not draft and one.tells(sentence) and not only_its_states(one, draft) for one in drafts):
            continue
        attended = bool(triggers().marked("attended", sentence.tokens)) or arrived(sentence)
        if not attended and not any(token.lemma in _DOES for token in sentence.tokens):
            continue
        for mention in sentence.mentions:
            figure = scene.figure_of(mention)
            if figure not in draft.figures and _comes(mention, sentence, scene):
                draft.figures.append(figure)
                if figure.state is not None and figure.state not in draft.listed:
                    draft.listed.append(figure.state)
        for code in (*listed_states(sentence), *sent_states(sentence)) if attended else ():
            if code not in draft.listed:
                draft.listed.append(code)


def only_its_states(one: Draft, announced: Draft) -> bool:
    """Whether a draft only repeats what a page announces, with the states that are to come: "The meeting will be
    attended by the ministers of India, Kazakhstan and Pakistan"."""
    inside = {cue.sentence.index for cue in one.cues}
    named = any(mention.sentence in inside for figure in one.figures for mention in figure.mentions)
    told = one.planned and not one.gathered and not named
    return told and len(set(one.states)) >= 3 and announced is not one and announced.planned and announced.gathered


def _comes(mention: Mention, sentence: Sentence, scene: Scene) -> bool:
    """Whether somebody with an office is to be there, and does not only tell of it."""
    figure = scene.figure_of(mention)
    if figure.post is None or figure.post.former or speaks_for(figure.post) or absent(mention, sentence):
        return False
    first = mention.opens
    return not only_author(first, sentence) and not only_tells(sentence, first)
