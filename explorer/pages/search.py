"""The search: names in any language or script, narrowed by kind, state and time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import NotFound, Usage
from ...graph.export.order import kind_of
from ...ontology.namespaces import ID, VOCABULARY
from ..asking import code_of
from ..telling import message_of
from .facts import Reader, Thing, paged, reader, slug
from .gathered import title
from .listing import alphabetical
from .searched import Known, everything, index, words
from .subjects import resolved

if TYPE_CHECKING:
    from ...queries.search import Hit
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Hits on one page, those that are counted by facet, states and years that are offered, concepts shown.
SIZE, MOST, STATES, YEARS, CONCEPTS = 25, 2_000, 14, 14, 6
#: How alike a name has to be, of 100; concepts and entries of the ledger, whose texts are long.
ALIKE, ALIKE_WORDS = 72.0, 80.0
#: The kinds that have names, as they are offered.
KINDS = ("state", "organisation", "body", "agency", "post", "official", "treaty", "instrument", "session", "meeting",
         "visit", "conference", "signing", "proposal", "commitment", "invitation", "assessment", "source")  # fmt: skip
_NOTHING = Known()


@dataclass(frozen=True)
class Found:
    """One hit as it is shown: what matched, where that is not its name in the language."""

    thing: Thing
    kind: str
    matched: str
    when: str
    states: Sequence[Thing]


@dataclass(frozen=True)
class Narrow:
    """By what the hits are narrowed; '' where not."""

    kind: str
    state: str
    first: str
    last: str

    def admits(self, iri: str, known: Known, *, but: str = "") -> bool:
        """Whether a hit is within; ``but`` names a facet that is not looked at."""
        if self.kind and but != "kind" and kind_of(iri) != self.kind:
            return False
        if self.state and but != "state" and self.state not in known.states:
            return False
        return not (self.first or self.last) or but == "year" or known.within(self.first, self.last)


def search(desk: Desk, ask: Ask) -> Reply:
    """The page of the search; without words the facets list what there is."""
    read, sought, problem, code = reader(desk, ask), ask.get("q")[:300], "", 200
    narrow = Narrow("", "", "", "")
    try:
        narrow = _narrowed(desk, ask)
    except (Usage, NotFound) as error:
        problem, code = message_of(error), code_of(error)
    known = index(desk)
    spoken = words(desk).find(sought, limit=MOST, cutoff=ALIKE_WORDS) if sought else []
    matched = _hits(desk, sought, spoken) if not problem else {}
    within = [iri for iri in matched if narrow.admits(iri, known.get(iri, _NOTHING))]
    if not sought:
        within.sort(key=lambda iri: alphabetical(title(read, iri)))
    asked = bool(sought) or narrow != Narrow("", "", "", "")
    shown, page = paged(ask, within if asked else [], SIZE)
    return desk.page(
        "search.html",
        ask,
        status=code,
        sought=sought,
        problem=problem,
        asked=asked,
        hits=[_found(read, iri, matched[iri], known.get(iri, _NOTHING)) for iri in shown],
        concepts=_concepts(read, spoken) if sought and page == 1 and not narrow.kind else [],
        page=page,
        size=SIZE,
        total=len(within),
        narrow=narrow,
        state_name=read.name(narrow.state) if narrow.state else "",
        state_code=slug(narrow.state) if narrow.state else "",
        kinds=_kinds(matched, narrow, known),
        states=_states(read, matched, narrow, known),
        years=_years(matched, narrow, known),
        near=_near(desk, read, sought) if sought and not within else [],
        all_kinds=KINDS,
    )


def _narrowed(desk: Desk, ask: Ask) -> Narrow:
    kind = ask.get("kind")
    if kind and kind not in KINDS:
        raise Usage(f"there is no kind {kind[:40]!r}", field="kind", hint=f"There are: {', '.join(KINDS)}.")
    state = ask.get("state")
    first, last = ask.day("from"), ask.day("until")
    if first and last and first > last:
        raise Usage(f"the period ends before it begins: {first} to {last}", field="until")
    return Narrow(
        kind,
        resolved(desk, state, ("state",), "state") if state else "",
        first.isoformat() if first else "",
        last.isoformat() if last else "",
    )


def _hits(desk: Desk, sought: str, spoken: Sequence[Hit]) -> dict[str, str]:
    """Things found -> the name that matched, best first; without words every thing, by address.

    ``spoken`` are concepts and entries of the ledger, found by their texts.
    """
    if not sought:
        return dict.fromkeys(everything(desk), "")
    found = {hit.iri: hit.label for hit in desk.graph.search(sought, limit=MOST, cutoff=ALIKE)}
    for hit in spoken:
        if hit.iri.startswith(ID):
            found.setdefault(hit.iri, "")
    return found


def _concepts(read: Reader, spoken: Sequence[Hit]) -> list[Thing]:
    found = [hit.iri for hit in spoken if hit.iri.startswith(VOCABULARY)]
    return [read.thing(iri) for iri in found[:CONCEPTS]]


def _near(desk: Desk, read: Reader, sought: str) -> list[Thing]:
    """What is somewhat like the words, where nothing is like enough."""
    return [read.thing(hit.iri) for hit in desk.graph.search(sought, limit=5, cutoff=55.0)]


def _found(read: Reader, iri: str, matched: str, known: Known) -> Found:
    name, kind = title(read, iri), kind_of(iri)
    states = [] if kind == "state" or len(known.states) > 3 else read.named(known.states)
    when = "" if kind in ("official", "state") else read.when(iri)
    return Found(Thing(iri, name), kind, "" if matched.casefold() == name.casefold() else matched, when, states)


def _kinds(hits: dict[str, str], narrow: Narrow, known: Mapping[str, Known]) -> list[tuple[str, int]]:
    counts = Counter(kind_of(iri) for iri in hits if narrow.admits(iri, known.get(iri, _NOTHING), but="kind"))
    return [(kind, counts[kind]) for kind in KINDS if counts[kind]]


def _states(
    read: Reader, hits: dict[str, str], narrow: Narrow, known: Mapping[str, Known]
) -> list[tuple[Thing, str, int]]:
    counts: Counter[str] = Counter()
    for iri in hits:
        about = known.get(iri, _NOTHING)
        if narrow.admits(iri, about, but="state"):
            counts.update(about.states)
    chosen = sorted(counts, key=lambda one: (one != narrow.state, -counts[one], one))[:STATES]
    return [(read.thing(one), slug(one), counts[one]) for one in chosen]


def _years(hits: dict[str, str], narrow: Narrow, known: Mapping[str, Known]) -> list[tuple[int, int]]:
    """The latest years, each with the hits that a search within it finds."""
    about = [known[iri] for iri in hits if iri in known and narrow.admits(iri, known[iri], but="year")]
    dated = [one for one in about if one.first is not None]
    ends = [int(one.last[:4]) for one in dated if one.last]
    last = max([*ends, dt.date.today().year]) if dated else 0
    told = []
    for year in range(last, last - 150, -1):
        n = sum(1 for one in dated if one.within(f"{year:04}-01-01", f"{year:04}-12-31"))
        if n:
            told.append((year, n))
        if len(told) == YEARS:
            break
    return told
