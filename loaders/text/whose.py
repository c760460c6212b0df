"""Whose a post is: the state or organisation inside its words, after them, or before them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from .lexicon import words
from .places import parts_of_states
from .tokens import Token

if TYPE_CHECKING:
    from .posts import Near, Post

#: Between an office and the state it belongs to.
_LINKS = frozenset(("of", "the", "for", "in", "to", "republic", "from"))


#: Who is sent to an organisation, whose he is: "Permanent Representative to the UN".
_ENVOYS = ("permanent rep", "representative", "special rep", "observer", "delegate", "envoy", "advis", "consult")


def attach(
    post: Post,
    tokens: Sequence[Token],
    inside: Near | None,
    starts: dict[int, Near],
    ends: dict[int, Near],
) -> None:
    """Find the state or organisation that the post belongs to, inside, after or before it."""
    if inside is not None:
        belongs(post, inside)
    j = post.last
    if post.state is None and post.organisation is None:
        # an "ambassador to Georgia" is not Georgia's
        envoy = post.post_id == "other" and post.words.lower().startswith(_ENVOYS)
        # "the visit of the Prosecutor General to Bulgaria" tells whither he went
        links = _LINKS - {"to", "in"} if post.post_id == "ambassador" else _LINKS if envoy else _LINKS - {"to"}
        owner = ends.get(post.first)
        if owner is not None and owner.kind == "adjective":
            links = links - {"in", "to"}  # "his Lao and Chinese counterparts in Vientiane"
        while j < len(tokens) and j not in starts and tokens[j].lemma in links:
            j += 1
        one = starts.get(j)
        if one is not None and one.kind == "adjective" and one.last == len(tokens) and tokens[j - 1].lemma == "the":
            belongs(post, one)  # a text that is cut: "the Supreme Court of the Russian"
            post.last = one.last
            return
        if one is not None and one.kind == "adjective":
            # "министр юстиции Кыргызской Республики" is a state by itself; an adjective alone belongs to what follows
            one = None
        if one is not None and one.kind == "city":
            one = None
        if one is not None and (one.kind != "city" or j > post.last):
            belongs(post, one)
            post.last = one.last
            while post.plural and (following := next_state(tokens, post.last, starts)) is not None:
                post.states.append(following.code)
                post.last = following.last
        elif (that := _that_state(tokens, post, starts)) is not None:
            post.last = that[0]
            belongs(post, that[1])
        elif (accredited := _accredited(post, tokens, starts)) is not None:
            post.last = accredited
        elif j < len(tokens) and tokens[post.last].lemma == "республика":
            post.last += 1  # "Генеральный прокурор республики": which one the text tells elsewhere
        elif [token.lemma for token in tokens[post.last : post.last + 2]] == ["of", "the"] and any(
            token.lemma in _WHOLE for token in tokens[post.last + 2 : post.last + 3]
        ):
            post.last += 3  # "Attorney General of the Union"
    if post.state is None and post.organisation is None and post.first and tokens[post.first - 1].lemma == "whose":
        # "Sri Lanka, whose President …"
        owner = ends.get(post.first - 2) if tokens[post.first - 2].surface == "," else ends.get(post.first - 1)
        if owner is not None and owner.kind == "state":
            belongs(post, owner)
    if post.state is None and post.organisation is None:
        before = ends.get(post.first)
        if before is not None and before.kind in ("adjective", "state", "organisation", "body"):
            russian_state = before.kind == "state" and not tokens[post.first].surface.isascii()
            if not russian_state:
                belongs(post, before)
                post.first = before.first
                if post.plural and before.kind == "adjective":
                    _adjectives_before(post, tokens, ends)
    if post.state is None and post.organisation is None and _of_the_union(tokens, post.first):
        post.state, post.states = "IN", ["IN"]


_WHOLE = frozenset("union federation republic nation kingdom country state commonwealth".split())


def _of_the_union(tokens: Sequence[Token], k: int) -> bool:
    """Whether "Union" stands before an office: so India calls the ministers of the state ("Union Law Minister")."""
    if k == 0 or tokens[k - 1].surface != "Union" or (k > 1 and tokens[k - 2].lemma in _UNIONS):
        return False
    # Myanmar has an "Attorney General of the Union"
    return all((a.lemma, b.surface) != ("the", "Union") for a, b in itertools.pairwise(tokens))


_UNIONS = frozenset("european african soviet arab inter-parliamentary trade".split())


def _adjectives_before(post: Post, tokens: Sequence[Token], ends: Mapping[int, Near]) -> None:
    """The states of a plural office told by adjectives: "the Azerbaijani, Russian and Armenian prosecutors general"."""
    k, codes = post.first, [post.states[0]]
    while k and tokens[k - 1].lemma in ("and", "и", ","):
        j = k - 1
        while j and tokens[j - 1].lemma in ("and", "и", ","):
            j -= 1
        one = ends.get(j)
        if one is None or one.kind != "adjective":
            break
        codes.insert(0, one.code)
        k = one.first
    post.states, post.first = codes, k


#: "Of that country", "этой страны": the state was named before.
_THAT = ("of that country", "of this country", "of the host country", "этот страна", "тот страна", "этот республика")


def _that_state(tokens: Sequence[Token], post: Post, starts: Mapping[int, Near]) -> tuple[int, Near] | None:
    """The state that "the Attorney General of that country" means: the last place named before in the sentence."""
    for phrase in _THAT:
        words = phrase.split()
        if [token.lemma for token in tokens[post.last : post.last + len(words)]] == words:
            before = [one for k, one in starts.items() if k < post.first and one.kind in ("state", "city", "adjective")]
            if before:
                return post.last + len(words), max(before, key=lambda one: one.first)
    return None


def _accredited(post: Post, tokens: Sequence[Token], starts: Mapping[int, Near]) -> int | None:
    """Where the state ends to which an ambassador is sent: whose he is stands elsewhere, before or after."""
    if post.post_id != "ambassador" or post.last >= len(tokens) or tokens[post.last].lemma not in ("to", "in", "в"):
        return None
    k = post.last + 1
    while k < len(tokens) and k not in starts and tokens[k].lemma in ("the", "republic", "kingdom", "of"):
        k += 1
    one = starts.get(k)
    return one.last if one is not None and one.kind in ("state", "city") else None


def next_state(tokens: Sequence[Token], i: int, starts: Mapping[int, Near]) -> Near | None:
    """The next state of a list whose last one ends at token ``i``: after a comma, "and", or both, and an article."""
    k = i
    joins = (",", "и", "and", "the", "а", "также")
    while k < len(tokens) and k - i < 3 and tokens[k].lemma in joins and (k == i or k not in starts):
        k += 1
    one = starts.get(k)
    return one if k > i and one is not None and one.kind == "state" else None


@cache
def _parliaments() -> Mapping[str, str]:
    """The states of the parliaments that are known by names of their own."""
    found: dict[str, str] = words("bodies")["parliaments"]
    return found


def belongs(post: Post, one: Near) -> None:
    parliament_of = _parliaments().get(one.code)
    if parliament_of is not None:
        post.state, post.states = parliament_of, [parliament_of]
    elif one.kind in ("organisation", "body"):
        post.organisation = one.code
    else:
        post.state = one.code
        post.states = [one.code]
        post.part = parts_of_states().get(one.name)
