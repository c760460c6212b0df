"""Organisations and bodies in a text: their own names and abbreviations, and bodies put together from an
organisation and the circle of officials that meets ("the 17th Meeting of Prosecutors General of the SCO states").

The words stand in ``words/bodies.yaml``; names and abbreviations that the graph
holds are added to them.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .lexicon import words
from .ordinals import ordinal_of
from .phrases import Phrases
from .posts import Near
from .tokens import Token, lemma, tokens_of


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
        self.regions: Phrases[str] = Phrases()
        for code, forms in raw["regions"].items():
            for form in forms:
                self.regions.add(form, code)
        self.forums: dict[str, Any] = raw["forums"]
        self.adjectives = {code: told["en"][0] for code, told in words("states")["states"].items() if told.get("en")}
        self.associations: dict[str, str] = raw["associations"]
        self.of_states = {frozenset(states.split()): code for states, code in raw["of_states"].items()}
        self.pairs = {
            one["pair"]: Body(one["name"], one.get("thing"), one["pair"].rpartition(" ")[0]) for one in raw["bodies"]
        }
        self.named: Phrases[Body] = Phrases()
        for one in raw["named"]:
            for form in one["forms"]:
                self.named.add(form, Body(one["name"], one.get("thing"), one["organisation"]))
        canonical = {body.thing: body for body in self.pairs.values() if body.thing} | {
            one["thing"]: Body(one["name"], one["thing"], one["organisation"]) for one in raw["named"] if "thing" in one
        }
        for form, body in known:
            self.named.add(form, canonical.get(body.thing, body))
        self.joint: dict[str, str] = raw["joint"]
        #: Bodies of one page, by the names that it gives them.
        self.of_page: Phrases[Body] | None = None

    def with_names(self, names: Iterable[tuple[str, Body]]) -> BodyWords:
        """These words with the bodies that one page names by names of its own."""
        found = list(names)
        if not found:
            return self
        more = copy.copy(self)
        more.of_page = Phrases()
        for form, body in found:
            more.of_page.add(form, body)
        return more

    def organisation_in(self, text: str) -> str | None:
        """The code of the organisation that a text names most."""
        counted: dict[str, int] = {}
        tokens = tokens_of(text)
        for first, last, codes in self.organisations.find(tokens):
            if _shouted(tokens, first, last):
                counted[codes[0]] = counted.get(codes[0], 0) + 1
        return max(counted, key=lambda code: counted[code], default=None)

    def knows(self, name: str) -> bool:
        """Whether a name is that of a known organisation, or of a body put together of one and a circle."""
        tokens = tokens_of(name)
        near = self.near(tokens)
        return any(one.last - one.first == len(tokens) for one in near) or bool(self.find(tokens, near))

    def _by_name(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, list[Body]]]:
        """Bodies by their own names, those of the page where no known one stands."""
        taken = list(self.named.find(tokens))
        yield from taken
        for first, last, bodies in self.of_page.find(tokens) if self.of_page is not None else ():
            if not any(a < last and first < b for a, b, _ in taken):
                yield first, last, bodies

    def near(self, tokens: Sequence[Token]) -> list[Near]:
        """Organisations and bodies by their own names."""
        found = []
        for first, last, codes in self.organisations.find(tokens):
            if _shouted(tokens, first, last):
                found.append(Near("organisation", codes[0], codes[0], first, last))
        for first, last, bodies in self._by_name(tokens):
            if _shouted(tokens, first, last):
                found = [one for one in found if one.last <= first or last <= one.first]
                found.append(Near("body", bodies[0].name, bodies[0].name, first, last, bodies[0].thing))
        return sorted(found, key=lambda one: one.first)

    def find(self, tokens: Sequence[Token], near: Sequence[Near]) -> list[BodyFound]:
        """Bodies named in one sentence."""
        found: list[BodyFound] = []
        for first, last, bodies in self._by_name(tokens):
            if _shouted(tokens, first, last):
                start, ordinal, gathering = self._before(tokens, first)
                last = _states_of(tokens, last, near)
                gathering = gathering or any(token.lemma in self.gatherings for token in tokens[first:last])
                found.append(BodyFound(bodies[0], start, last, ordinal, gathering, True))
        organisations = [one for one in near if one.kind == "organisation"]
        found += self._forums(tokens, near)
        for one in organisations:
            if one.code in self.associations and not any(other.last > one.first for other in found):
                start, ordinal, gathering = self._before(tokens, one.first, joined=True)
                regional = any(t.lemma in ("regional", "региональный") for t in tokens[start : one.first])
                own = _conference_of(tokens, one)
                if ((ordinal is not None and gathering) or own is not None) and not regional:
                    body = Body(self.associations[one.code], None, one.code)
                    found.append(BodyFound(body, start, max(one.last, own or 0), ordinal, True, True))
        for first, last, circles in [*self.circles.find(tokens), *self._around(tokens, organisations)]:
            if any(one.first <= first < one.last for one in found) or not _several(tokens, first, last):
                continue
            found_one = self._of(organisations, first, last, tokens) or self._region(tokens, first, last, near)
            if found_one is None:
                continue
            one = found_one
            start, ordinal, gathering = self._before(tokens, min(first, one.first))
            if not gathering and one.first == last and one.code in self.of_states.values():
                continue  # a list of who came: "с председателями верховных судов Узбекистана, Казахстана, …"
            end = max(last, one.last)
            if one.last < first and not gathering:  # "the OIC's Conference of Ministers of Justice"
                gathering = any(token.lemma in self.gatherings for token in tokens[one.last : first])
            if not gathering:
                gathering = end < len(tokens) and tokens[end].lemma in self.gatherings
            circle = self._joined(circles[0], tokens, first, last)
            council = any(token.lemma in ("совет", "council") for token in tokens[max(0, first - 3) : first])
            kind = _kind(tokens, start, end)
            code = self._with_state(one, tokens, near)
            found.append(BodyFound(self.body(code, circle, council, kind), start, end, ordinal, gathering))
        return sorted(found, key=lambda one: one.first)

    def _with_state(self, one: Near, tokens: Sequence[Token], near: Sequence[Near]) -> str:
        """The code of an organisation, or of it and a state that meets with it: "ASEAN - China", "China and ASEAN"."""
        for other in near:
            between = tokens[other.last : one.first] if other.first < one.first else tokens[one.last : other.first]
            if (
                other.kind == "state"
                and 1 <= len(between) <= 3
                and between[0].surface in ("-", "–", "—", "and", "&", "и")
                and all(token.lemma in ("the", "-", "–", "—", "and", "&", "и") for token in between)
            ):
                return self.joint.get(f"{other.code} {one.code}", one.code)
        return one.code

    def body(self, organisation: str, circle: str, council: bool = False, kind: str = "Meeting") -> Body:
        """The body of an organisation's circle, by a name made in the same manner where it is not known."""
        known = self.pairs.get(f"{organisation} {circle}")
        if known is not None:
            return known
        name = self.circle_names[circle]
        return Body(
            f"{organisation} Council of {name}" if council else f"{organisation} {name} {kind}", None, organisation
        )

    def _joined(self, circle: str, tokens: Sequence[Token], first: int, last: int) -> str:
        window = {token.lemma for token in tokens[max(0, first - 6) : last + 6]}
        if circle == "justice" and ({"внутренний", "interior"} & window):
            return "justice_interior"
        return circle

    def _around(self, tokens: Sequence[Token], organisations: Sequence[Near]) -> Iterator[tuple[int, int, list[str]]]:
        """Circles that their organisation stands inside: "the Chairmen of the SCO Supreme Courts"."""
        for one in organisations:
            a, b = max(0, one.first - 6), one.last + 4
            for first, last, circles in self.circles.find([*tokens[a : one.first], *tokens[one.last : b]]):
                if a + first < one.first < a + last:
                    yield a + first, a + last + one.last - one.first, circles

    def _of(self, organisations: Sequence[Near], first: int, last: int, tokens: Sequence[Token]) -> Near | None:
        """The organisation that a circle belongs to: just after it ("… государств – членов ШОС") or just before it."""
        best: tuple[int, Near] | None = None
        for one in organisations:
            if first < one.first < last:
                return one  # "the Chairmen of the SCO Supreme Courts"
            gap = one.first - last if one.first >= last else first - one.last
            between = tokens[last : one.first] if one.first >= last else tokens[one.last : first]
            if (gap > 9 and not _of_members(between)) or any(
                token.surface in (".", ";", ":") or token.lemma in _BREAKS for token in between
            ):
                continue
            if one.first >= last and any(token.lemma in ("other", "другой", "иной") for token in between):
                continue  # "the prosecutors general of Russia, Azerbaijan and other CIS states"
            if one.first < first and (gap > 4 or any(token.lemma in ("и", "and") for token in between)):
                continue  # "… стран СНГ и 16-м заседании генеральных прокуроров": of the next one
            if best is None or gap < best[0]:
                best = (gap, one)
        return None if best is None else best[1]

    def _forums(self, tokens: Sequence[Token], near: Sequence[Near]) -> Iterator[BodyFound]:
        """Forums of two states: "Третий армяно-грузинский форум по правовому сотрудничеству"."""
        for one, other in pairs_of_states(tokens, near):
            after = [token.lemma for token in tokens[other.last : other.last + 5]]
            at = next((k for k, lemma_ in enumerate(after[:3]) if lemma_ in self.forums["words"]), None)
            about = next((self.forums["about"][one_] for one_ in after if one_ in self.forums["about"]), None)
            if at is None or about is None or one.code not in self.adjectives or other.code not in self.adjectives:
                continue
            name = f"{self.adjectives[one.code]}-{self.adjectives[other.code]} {about} Forum"
            start, ordinal, _ = self._before(tokens, one.first)
            yield BodyFound(Body(name, None, None), start, other.last + at + 1, ordinal, True, True)

    def _region(self, tokens: Sequence[Token], first: int, last: int, near: Sequence[Near]) -> Near | None:
        """The part of the world whose officials a circle are: "the Arab Justice Ministers", or the states of one listed
        after it, "of the Ministers of Internal Affairs of Kazakhstan, Kyrgyzstan, Tajikistan and Uzbekistan"."""
        for a, b, codes in self.regions.find(tokens[max(0, first - 3) : last + 8]):
            a, b = a + max(0, first - 3), b + max(0, first - 3)
            between = tokens[last:a] if a >= last else tokens[b:first]
            if any(one.kind == "state" and one.first <= a < one.last for one in near):
                continue  # "of the United Arab Emirates"
            if (a >= last or b <= first) and all(token.lemma in _OF_A_REGION for token in between):
                return Near("organisation", codes[0], codes[0], a, b)
        listed: list[str] = []
        k = last
        for one in near:
            if one.first < last:
                continue
            if one.kind != "state" or any(token.lemma not in _LISTING for token in tokens[k : one.first]):
                break
            listed, k = [*listed, one.code], one.last
        code = self.of_states.get(frozenset(listed))
        return None if code is None else Near("organisation", code, code, last, k)

    def _before(self, tokens: Sequence[Token], first: int, *, joined: bool = False) -> tuple[int, int | None, bool]:
        """An ordinal and a word for a gathering just before a body's name: (its first token, ordinal, gathering).

        ``joined``: of two in one, "the 22nd annual conference and general meeting of the International Association".
        """
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
            elif (
                token.lemma not in _BETWEEN and not self._of_circle(tokens, j) and not (joined and token.lemma == "and")
            ):
                break
            j -= 1
            steps += 1
        return start, ordinal, gathering

    def _of_circle(self, tokens: Sequence[Token], j: int) -> bool:
        """Whether another office of those who meet stands there: "Meeting of Presidents and Chief Justices"."""
        low = tokens[j].surface.lower()
        return low in _PLURALS and j + 1 < len(tokens) and tokens[j + 1].lemma in ("and", ",", "general", "/", "of")


def pairs_of_states(tokens: Sequence[Token], near: Sequence[Near]) -> Iterator[tuple[Near, Near]]:
    """The two states of one adjective: "армяно-грузинский форум", "the Armenian-Georgian forum"."""
    for one, other in itertools.pairwise(near):
        apart = "".join(token.surface for token in tokens[one.last : other.first])
        if one.kind == other.kind == "adjective" and (one.first == other.first or apart in ("-", "–")):
            yield one, other


#: What may stand between a circle and the part of the world that its members come from.
_OF_A_REGION = frozenset("of the from in и and member state country страна государство из".split())
#: What stands between the states of a list, and before the first.
_LISTING = frozenset(", and и of the republic республика".split())


#: What a meeting that is no "Meeting" calls itself; other words for one are the same thing.
_KINDS = {
    "conference": "Conference", "конференция": "Conference", "forum": "Forum", "форум": "Forum",
    "congress": "Congress", "конгресс": "Congress",
}  # fmt: skip


def _kind(tokens: Sequence[Token], first: int, last: int) -> str:
    """How a gathering of officials that has no name of its own calls itself."""
    here = [_KINDS[token.lemma] for token in tokens[first : last + 1] if token.lemma in _KINDS]
    return here[0] if here else "Meeting"


def _of_members(between: Sequence[Token]) -> bool:
    """Whether only whose officials they are stands there: "of the Supreme Courts of the Member States of the"."""
    return len(between) <= 16 and all(token.lemma in _MEMBERS or not token.word for token in between)


_MEMBERS = frozenset(
    """of the supreme court general prosecutor prosecutor's office ministry justice member state country and high
    with participant participation representing represent
    верховный суд высший государство член участник страна и организация юстиция""".split()
)


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
    "онлайн общий совместный международный счет their his her excellency honourable esteemed general public".split()
)


def _several(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a circle is named in the plural: one minister is no circle."""
    from .tokens import readings

    for token in tokens[first:last]:
        low = token.surface.lower()
        if low.endswith("'s"):
            continue  # "the Prosecutor General's Office"
        if not low.isascii():
            known = readings(low)
            nouns = [one for one in known if one.pos == "NOUN"]
            if nouns and known[0].pos == "NOUN":  # "главным" is an adjective here
                return any(one.number == "plur" for one in nouns[:2])
        elif low.partition("-")[0] in _PLURALS or (
            low.endswith("s") and token.lemma != low and low not in ("affairs",)
        ):
            return True
    return False


_PLURALS = frozenset(
    """prosecutors ministers presidents justices attorneys procurators chairmen chairpersons heads representatives
    prosecutors-general
    attorneys-general procurators-general""".split()
)


def _conference_of(tokens: Sequence[Token], one: Near) -> int | None:
    """Where the words of an association and its conference end: "конференция МАП", "the annual conference of the
    International Association of Prosecutors", "the IAP annual conference"."""
    k = one.first - 1
    while k > 0 and one.first - k <= 3 and tokens[k].lemma in ("of", "the"):
        k -= 1
    if k >= 0 and tokens[k].lemma in ("конференция", "conference"):
        return one.last
    after = [token.lemma for token in tokens[one.last : one.last + 2]]
    if after[:1] == ["conference"]:
        return one.last + 1
    return one.last + 2 if after in (["annual", "conference"], ["world", "conference"]) else None


def _shouted(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A one-word abbreviation counts only in capitals: "eco" and "ес" inside words do not."""
    if last - first > 1:
        return True
    surface = tokens[first].surface
    return len(surface) > 5 or surface.isupper() or (surface[0].isupper() and len(surface) > 4) or "'" in surface
