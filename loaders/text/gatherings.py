"""Organisations and bodies in a text: their own names and abbreviations, and bodies put together from an
organisation and the circle of officials that meets ("the 17th Meeting of Prosecutors General of the SCO states").

The words stand in ``words/bodies.yaml``; names and abbreviations that the graph
holds are added to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .lexicon import words
from .ordinals import ordinal_of
from .phrases import Phrases
from .posts import Near
from .tokens import Token, lemma


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its canonical English name, its thing of the graph where there is one, its organisation."""

    name: str
    thing: str | None
    organisation: str | None


@dataclass(frozen=True, slots=True)
class BodyFound:
    """A body named at tokens ``first`` up to ``last``; ``gathering`` where a word for its sitting is part of it."""

    body: Body
    first: int
    last: int
    ordinal: int | None = None
    gathering: bool = False
    named: bool = False


class BodyWords:
    """Names of organisations and bodies; ``known`` are further names of bodies: (name, body)."""

    def __init__(self, known: Iterable[tuple[str, Body]] = (), organisations: Iterable[tuple[str, str]] = ()) -> None:
        raw = words("bodies")
        self.organisations: Phrases[str] = Phrases()
        for code, forms in raw["organisations"].items():
            for form in forms:
                self.organisations.add(form, code)
        for code, form in organisations:
            self.organisations.add(form, code)
        self.circles: Phrases[str] = Phrases()
        self.circle_names: dict[str, str] = {}
        for key, entry in raw["circles"].items():
            self.circle_names[key] = entry["name"]
            for form in entry["forms"]:
                self.circles.add(form, key)
        self.gatherings = {lemma(word) for word in raw["gatherings"]}
        self.councils = {lemma(word) for word in raw["councils"] if " " not in word}
        self.councils |= {"координационный", "coordinating", "coordination"}
        self.pairs = {one["pair"]: Body(one["name"], one.get("thing"), one["pair"].split()[0]) for one in raw["bodies"]}
        self.named: Phrases[Body] = Phrases()
        for one in raw["named"]:
            for form in one["forms"]:
                self.named.add(form, Body(one["name"], one.get("thing"), one["organisation"]))
        canonical = {body.thing: body for body in self.pairs.values() if body.thing} | {
            one["thing"]: Body(one["name"], one["thing"], one["organisation"]) for one in raw["named"] if "thing" in one
        }
        for form, body in known:
            self.named.add(form, canonical.get(body.thing, body))

    def near(self, tokens: Sequence[Token]) -> list[Near]:
        """Organisations and bodies by their own names."""
        found = []
        for first, last, codes in self.organisations.find(tokens):
            if _shouted(tokens, first, last):
                found.append(Near("organisation", codes[0], codes[0], first, last))
        for first, last, bodies in self.named.find(tokens):
            if _shouted(tokens, first, last):
                found = [one for one in found if one.last <= first or last <= one.first]
                found.append(Near("body", bodies[0].name, bodies[0].name, first, last, bodies[0].thing))
        return sorted(found, key=lambda one: one.first)

    def find(self, tokens: Sequence[Token], near: Sequence[Near]) -> list[BodyFound]:
        """Bodies named in one sentence."""
        found: list[BodyFound] = []
        for first, last, bodies in self.named.find(tokens):
            if _shouted(tokens, first, last):
                start, ordinal, gathering = self._before(tokens, first)
                last = _states_of(tokens, last, near)
                gathering = gathering or any(token.lemma in self.gatherings for token in tokens[first:last])
                found.append(BodyFound(bodies[0], start, last, ordinal, gathering, True))
        organisations = [one for one in near if one.kind == "organisation"]
        for first, last, circles in self.circles.find(tokens):
            if any(one.first <= first < one.last for one in found) or not _several(tokens, first, last):
                continue
            one = self._of(organisations, first, last, tokens)
            if one is None:
                continue
            start, ordinal, gathering = self._before(tokens, min(first, one.first))
            end = max(last, one.last)
            if not gathering:
                gathering = end < len(tokens) and tokens[end].lemma in self.gatherings
            circle = self._joined(circles[0], tokens, first, last)
            council = any(token.lemma in ("совет", "council") for token in tokens[max(0, first - 3) : first])
            found.append(BodyFound(self.body(one.code, circle, council), start, end, ordinal, gathering))
        return sorted(found, key=lambda one: one.first)

    def body(self, organisation: str, circle: str, council: bool = False) -> Body:
        """The body of an organisation's circle, by a name made in the same manner where it is not known."""
        known = self.pairs.get(f"{organisation} {circle}")
        if known is not None:
            return known
        name = self.circle_names[circle]
        return Body(
            f"{organisation} Council of {name}" if council else f"{organisation} {name} Meeting", None, organisation
        )

    def _joined(self, circle: str, tokens: Sequence[Token], first: int, last: int) -> str:
        window = {token.lemma for token in tokens[max(0, first - 6) : last + 6]}
        if circle == "justice" and ({"внутренний", "interior"} & window):
            return "justice_interior"
        return circle

    def _of(self, organisations: Sequence[Near], first: int, last: int, tokens: Sequence[Token]) -> Near | None:
        """The organisation that a circle belongs to: just after it ("… государств – членов ШОС") or just before it."""
        best: tuple[int, Near] | None = None
        for one in organisations:
            gap = one.first - last if one.first >= last else first - one.last
            between = tokens[last : one.first] if one.first >= last else tokens[one.last : first]
            if gap > 9 or any(token.surface in (".", ";", ":") or token.lemma in _BREAKS for token in between):
                continue
            if one.first < first and gap > 4:
                continue
            if best is None or gap < best[0]:
                best = (gap, one)
        return None if best is None else best[1]

    def _before(self, tokens: Sequence[Token], first: int) -> tuple[int, int | None, bool]:
        """An ordinal and a word for a gathering just before a body's name: (its first token, ordinal, gathering)."""
        j, ordinal, gathering, start = first - 1, None, False, first
        steps = 0
        while j >= 0 and steps < 8:
            token = tokens[j]
            if token.lemma in self.gatherings or token.lemma in self.councils:
                gathering = gathering or token.lemma in self.gatherings
                start = j
            elif (number := ordinal_of(tokens, j)) is not None:
                ordinal, start = number, j
                break
            elif token.lemma not in _BETWEEN:
                break
            j -= 1
            steps += 1
        return start, ordinal, gathering


def _states_of(tokens: Sequence[Token], last: int, near: Sequence[Near]) -> int:
    """Where "государств – участников СНГ" after a body's name ends."""
    k = last
    while k < len(tokens) and k - last < 7:
        one = next((near_one for near_one in near if near_one.first == k and near_one.kind == "organisation"), None)
        if one is not None:
            return one.last
        if tokens[k].lemma not in _OF_STATES:
            break
        k += 1
    return last


_OF_STATES = frozenset(
    """государство страна участник член государство-участник государство-член страна-участница - – — of the member
    states state ( )""".split()
)
_BREAKS = frozenset(("который", "which", "where", "где", "who"))
_BETWEEN = frozenset(
    "of the и and regular annual очередной ежегодный юбилейный - – in on на в рамка member state states for with по "
    "онлайн совместный международный счет".split()
)


def _several(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a circle is named in the plural: one minister is no circle."""
    from .tokens import readings

    for token in tokens[first:last]:
        low = token.surface.lower()
        if not low.isascii():
            known = readings(low)
            nouns = [one for one in known if one.pos == "NOUN"]
            if nouns and known[0].pos == "NOUN":  # "главным" is an adjective here
                return any(one.number == "plur" for one in nouns[:2])
        elif low in _PLURALS or (low.endswith("s") and token.lemma != low and low not in ("affairs",)):
            return True
    return False


_PLURALS = frozenset(
    """prosecutors ministers presidents justices attorneys procurators chairmen heads prosecutors-general
    attorneys-general procurators-general""".split()
)


def _shouted(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A one-word abbreviation counts only in capitals: "eco" and "ес" inside words do not."""
    if last - first > 1:
        return True
    surface = tokens[first].surface
    return len(surface) > 5 or surface.isupper() or (surface[0].isupper() and len(surface) > 4) or "'" in surface
