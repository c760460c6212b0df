"""Towns that no list names, by the words around them: "the eastern Croatian town of Osijek", "in Ohrid, North
Macedonia", "в черногорском городе Бар", "в Гостомеле (Украина)"."""

from __future__ import annotations

from collections.abc import Sequence

from .lexicon import word_set
from .posts import Near
from .tokens import Token, readings


def towns_in(tokens: Sequence[Token], near: Sequence[Near]) -> list[Near]:
    """Cities named with the state beside them, where no name in ``near`` stands."""
    taken = {k for one in near for k in range(one.first, one.last)}
    starts = {one.first: one for one in near if one.kind in ("state", "adjective")}
    out = []
    for k, token in enumerate(tokens):
        if k in taken:
            continue
        if token.lemma in word_set("cues", "towns"):
            first = k + 1
            if first < len(tokens) and tokens[first].surface in (".", "of"):
                first += 1
            last = _name(tokens, first, taken)
            state = _adjective(tokens, k, near) or _behind(tokens, last, starts)
            # "in the Italian capital Rome": a name that is known stands for itself
            if last > first and state is not None:
                out.append(Near("city", state, _words(tokens[first:last]), first, last))
        elif token.surface.lower() in ("in", "at", "near", "в", "во"):
            last = _name(tokens, k + 1, taken)
            state = _behind(tokens, last, starts) if not any(one.last == k for one in out) else None
            if last > k + 1 and state is not None:
                out.append(Near("city", state, _words(tokens[k + 1 : last]), k + 1, last))
    return [one for n, one in enumerate(out) if all(other.first != one.first for other in out[:n])]


def _name(tokens: Sequence[Token], first: int, taken: set[int]) -> int:
    """Where a run of one to three capitalised words that may name a town ends; ``first`` where there is none."""
    k = first
    plain = word_set("names", "not_names")
    while k < len(tokens) and k - first < 3 and k not in taken:
        token = tokens[k]
        if not (token.word and token.capital) or token.surface.isupper() or token.surface.lower() in plain:
            break
        k += 1
    return k


def _adjective(tokens: Sequence[Token], k: int, near: Sequence[Near]) -> str | None:
    """The state of the adjective before a word for a town: "the Croatian port city"."""
    for one in near:
        owner = one.kind == "state" and tokens[one.last - 1].surface.endswith(("'s", "’s"))
        if (owner or one.kind == "adjective") and 0 <= k - one.last <= 2:
            between = tokens[one.last : k]
            if all(token.word and not token.capital for token in between):
                return one.code
    return None


def _behind(tokens: Sequence[Token], last: int, starts: dict[int, Near]) -> str | None:
    """The state named after a town, with a comma or in brackets: "in Ohrid, North Macedonia"."""
    if last >= len(tokens) or tokens[last].surface not in (",", "("):
        return None
    one = starts.get(last + 1)
    if one is None or one.kind != "state" or tokens[one.last - 1].surface.endswith(("'s", "’s")):
        return None
    after = tokens[one.last].surface if one.last < len(tokens) else "."
    closed = ")" if tokens[last].surface == "(" else None
    return one.code if after == closed or (closed is None and not after[:1].isupper()) else None


def _words(tokens: Sequence[Token]) -> str:
    """The name of a town in the nominative, as far as the grammar knows it."""
    words = [token.surface for token in tokens]
    if not words[-1].isascii() and len(words) == 1:
        known = next((one for one in readings(words[0]) if one.case == "loct"), None)
        if known is not None:
            return _nominative(words[0])
    return " ".join(words)


def _nominative(word: str) -> str:
    from .tokens import morph

    analyser = morph()
    if analyser is None:
        return word
    best = next((one for one in analyser.parse(word) if one.tag.case == "loct" and one.tag.number == "sing"), None)
    turned = best.inflect({"nomn"}) if best is not None else None
    return turned.word.capitalize() if turned is not None else word
