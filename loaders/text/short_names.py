"""Short names of agencies that a page explains, and of which state each agency is: "the Malaysian Anti-Corruption
Commission (MACC)", "the Independent Authority Against Corruption (IAAC) of Mongolia", "АКН Таджикистана"."""

from __future__ import annotations

from .people import Mention
from .scene import Scene, Sentence

#: Small words inside a name.
_SMALL = frozenset("of the for and against on in &".split())


def short_names(scene: Scene) -> dict[str, str]:
    """The state of each short name that a page puts in brackets behind the whole one."""
    out: dict[str, str] = {}
    for sentence in scene.sentences:
        tokens = sentence.tokens
        for k in range(1, len(tokens) - 2):
            short = tokens[k + 1].surface
            if tokens[k].surface != "(" or tokens[k + 2].surface != ")" or not (short.isupper() and len(short) > 1):
                continue
            if short not in out and (state := _explained(sentence, k)) is not None:
                out[short] = state
    return out


def _explained(sentence: Sentence, k: int) -> str | None:
    """The state in the name before the bracket at ``k``, or just behind the bracket."""
    tokens = sentence.tokens
    if any(one.kind in ("organisation", "body") and one.first <= k + 1 < one.last for one in sentence.near):
        return None
    behind = k + 3
    while behind < len(tokens) and tokens[behind].lemma in ("of", "the"):
        behind += 1
    after = next((one for one in sentence.near if one.first == behind and one.kind == "state"), None)
    if after is not None:
        return after.code
    first = k
    while first and tokens[first - 1].word and (tokens[first - 1].capital or tokens[first - 1].lemma in _SMALL):
        first -= 1
    inside = {one.code for one in sentence.near if first <= one.first < k and one.kind in ("state", "adjective")}
    beside = {one.code for one in sentence.near if one.last == k and one.kind == "state"}
    found = inside or beside
    return next(iter(found)) if len(found) == 1 else None


def by_short_name(mention: Mention, sentence: Sentence, known: dict[str, str]) -> str | None:
    """The state of the agency whose short name stands in somebody's post or just before it: "MACC chief
    commissioner N."."""
    if mention.post is None or not known:
        return None
    first = min(mention.post.first, mention.first)
    last = max(mention.post.last, mention.last)
    while first > 0 and sentence.tokens[first - 1].surface in known:
        first -= 1  # "MACC chief commissioner"; not "for the FCA and Chief Justice N."
    near = sentence.tokens[first:last]
    told = {known[token.surface] for token in near if token.surface in known}
    if not told:
        told = _signed_for(mention, sentence, known)
    return next(iter(told)) if len(told) == 1 else None


def _signed_for(mention: Mention, sentence: Sentence, known: dict[str, str]) -> set[str]:
    """Whose agency somebody is told to act for, before the next person: "signed the MoU for the SCP and …"."""
    later = [one for one in sentence.mentions if one.first > mention.last]
    end = min((one.opens for one in later), default=mention.last + 10)
    words = sentence.tokens[mention.last : min(end, mention.last + 10)]
    return {
        known[words[k].surface]
        for k in range(1, len(words))
        if words[k].surface in known and any(one.lemma == "for" for one in words[max(0, k - 2) : k])
    }
