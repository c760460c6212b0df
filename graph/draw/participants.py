"""What the timeline of a treaty shows: its entry into force, and what each participant was to it and when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Store

from ..export.order import natural
from ..network import CONSENT, described
from ..reading import Facts, date_in
from ..standings import BINDING, Stay, on_day, stays_of
from .scene import Node, Said, evidence_notes
from .standings import said_of
from .when import Span, class_of, dated, span_of
from .words import Words

#: Actions that make or end a standing; the others change what binds, not who is bound.
_DECIDING = (*CONSENT, "Signature", "ProvisionalApplication", "Withdrawal", "Suspension", "Termination")
#: Heads of groups in their order, and the standings on the day that belong to each.
_GROUPS = (
    ("group bound", ("party", "suspended", "provisional")),
    ("group contracting", ("contracting",)),
    ("group signatory", ("signatory",)),
    ("group left", ("withdrawn", "terminated")),
    ("group ceased", ("ceased",)),
    ("group later", ("",)),
)


@dataclass(frozen=True)
class Computed:
    """The entry into force by the treaty's own clause: its bounds, or none where acts are missing, and a sentence."""

    first: dt.date | None = None
    last: dt.date | None = None
    said: str = ""


@dataclass(frozen=True)
class Participant:
    """One row: a subject, its standings in order of time, and its acts that decided them.

    ``standing`` is the one of the day asked about, empty where there is none;
    ``since`` its first day, ``certain`` whether that is known to the day.
    """

    node: Node
    stays: tuple[tuple[Stay, Said], ...]
    acts: tuple[Said, ...]
    standing: str
    since: dt.date | None
    certain: bool


@dataclass(frozen=True)
class Step:
    """A day on which the number of those bound changes; ``who`` entered (1) or left (-1)."""

    day: dt.date
    change: int
    who: str


@dataclass(frozen=True)
class TreatyTimeline:
    """Participants in groups by what they are on the day; the curve of those bound; days of the treaty itself.

    ``bound`` are the steps of the curve with uncertain days as late as they can
    be (and ends as early), ``possible`` those the other way round; ``consents``
    are those of the consents, in force or not.
    """

    title: str
    subtitle: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Participant, ...]], ...]
    bound: tuple[Step, ...]
    possible: tuple[Step, ...]
    consents: tuple[Step, ...]
    made: Span | None
    published: Span | None
    computed: Computed | None
    day: dt.date
    words: Words
    #: Whether the day was asked about, and is marked.
    asked: bool
    notes: tuple[str, ...]
    labels: dict[str, str]

    def participants(self) -> Iterable[Participant]:
        return (one for _, found in self.groups for one in found)

    def said(self) -> list[Said]:
        """Every standing and every act drawn, in order of time."""
        found = [said for one in self.participants() for said in (*one.acts, *(said for _, said in one.stays))]
        return sorted(found, key=lambda said: said.span.sort_key if said.span else ("9", "9"))

    def standings(self) -> set[str]:
        return {stay.standing for one in self.participants() for stay, _ in one.stays}


def treaty_timeline(
    store: Store, treaty: str, *, limit: int | None, on: dt.date | None, lang: str, computed: Computed | None = None
) -> TreatyTimeline | None:
    """The timeline of a treaty from its derived standings; None where nothing is derived.

    ``on`` is marked and decides the groups, it leaves nothing out.  The curve
    counts everybody, whatever ``limit`` leaves of the rows.
    """
    stays = stays_of(store, treaty)
    if not stays:
        return None
    facts, words = Facts(store, lang), Words(lang)
    day = on or dt.date.today()
    acts, other = _acts(facts, words, treaty)
    by_subject: dict[str, list[Stay]] = defaultdict(list)
    for stay in sorted(stays, key=lambda stay: (stay.start or stay.start_latest or dt.date.min, -stay.rank)):
        by_subject[stay.subject].append(stay)
    found = [_participant(facts, words, subject, held, acts[subject], day) for subject, held in by_subject.items()]
    found.sort(key=lambda one: (_entered(one), natural(one.node.label.casefold())))
    left_out = 0
    groups: list[tuple[str, tuple[Participant, ...]]] = []
    room = len(found) if limit is None else limit
    for head, standings in _GROUPS:
        members = tuple(one for one in found if one.standing in standings)
        if members[:room]:
            groups.append((words(head, n=len(members)), members[:room]))
        left_out += len(members[room:])
        room = max(0, room - len(members))
    published = Span(date_in(facts.value(treaty, "entryIntoForceEarliest")),
                     date_in(facts.value(treaty, "entryIntoForceLatest")))  # fmt: skip
    made = Span(date_in(facts.value(treaty, "earliest")), date_in(facts.value(treaty, "latest")))
    complete = date_in(facts.value(treaty, "completeAsOf"))
    drawn = [said.fact for _, members in groups for one in members for said in one.acts]
    notes = [words("labels in", language=words.language())]
    notes += [words("rows left out", n=left_out, limit=limit)] if left_out else []
    notes += [computed.said] if computed is not None and computed.said else []
    notes.append(words("register whole", day=words.day(complete)) if complete else words("register part"))
    notes += [words("other acts", n=other)] if other else []
    sides = {one.node.address: described(facts, one.node.address)["label"] for one in found}
    return TreatyTimeline(
        title=words("timeline of", name=described(facts, treaty)["label"]),
        subtitle=_subtitle(words, published, computed, day, found),
        groups=tuple(groups),
        bound=_steps(by_subject, BINDING),
        possible=_steps(by_subject, BINDING, possible=True),
        consents=_steps(by_subject, BINDING | {"contracting"}),
        made=made if made.first else None,
        published=published if published.first else None,
        computed=computed,
        day=day,
        words=words,
        asked=on is not None,
        notes=(*notes, *evidence_notes(facts, words, drawn)),
        labels={**sides, treaty: described(facts, treaty)["label"]},
    )


def _subtitle(
    words: Words, published: Span, computed: Computed | None, day: dt.date, found: Sequence[Participant]
) -> tuple[str, ...]:
    said = [words("published", day=dated(published, words))] if published.first else [words("published not")]
    if computed is not None:
        span = Span(computed.first, computed.last)
        said.append(words("computed", day=dated(span, words)) if span.first else words("computed not"))
    bound = sum(one.standing in BINDING for one in found)
    return (*said, words("on day", day=words.day(day)), words("bound n", n=bound))


def _acts(facts: Facts, words: Words, treaty: str) -> tuple[dict[str, list[Said]], int]:
    """The deciding acts on a treaty by actor, and how many others there are."""
    found: dict[str, list[Said]] = defaultdict(list)
    other = 0
    for act in facts.subjects("instrument", treaty):
        kind, span = class_of(facts, act), span_of(facts, act)
        if kind not in _DECIDING:
            other += bool(facts.objects(act, "actor"))
        elif span is not None:
            for actor in facts.objects(act, "actor"):
                status = "withdrawn" if kind in ("Withdrawal", "Termination") else ""
                found[actor].append(Said(actor, treaty, facts.word(kind), act, dated(span, words), status, span, kind))
    return found, other


def _participant(
    facts: Facts, words: Words, subject: str, stays: list[Stay], acts: list[Said], day: dt.date
) -> Participant:
    said = described(facts, subject)
    node = Node(subject, said["label"], said["short"], said["kind"], len(stays))
    held = next(iter(on_day(stays, day)), None)
    since = None if held is None else held.start_latest or held.start
    return Participant(
        node,
        tuple((stay, said_of(facts, words, stay)) for stay in stays),
        tuple(sorted(acts, key=lambda act: act.span.sort_key if act.span else ("9", "9"))),
        "" if held is None else held.standing,
        since,
        held is not None and held.start is not None and held.start == held.start_latest and held.holds(day),
    )


def _entered(one: Participant) -> dt.date:
    """Rows come in the order in which their subjects were bound, then consented, then signed."""
    for standings in (BINDING, {"contracting"}, {"signatory"}):
        days = [stay.start_latest or stay.start for stay, _ in one.stays if stay.standing in standings]
        known = [day for day in days if day is not None]
        if known:
            return min(known)
    return dt.date.max


def _steps(by_subject: dict[str, list[Stay]], standings: Iterable[str], *, possible: bool = False) -> tuple[Step, ...]:
    """Ups and downs of a count; a standing that follows another of the count at once is no step."""
    wanted, found = frozenset(standings), list[Step]()
    for subject, stays in by_subject.items():
        chain: list[Stay] = []
        for stay in [*(one for one in stays if one.standing in wanted), None]:
            if stay is not None and (not chain or _follows(chain[-1], stay)):
                chain.append(stay)
                continue
            begins = (chain[0].start_latest, chain[0].start) if chain else (None, None)
            ends = (chain[-1].end, chain[-1].end_latest) if chain else (None, None)
            begun = begins[possible] or begins[not possible]
            if begun:
                found.append(Step(begun, 1, subject))
                if ended := ends[possible] or ends[not possible]:
                    found.append(Step(max(ended, begun), -1, subject))
            chain = [stay] if stay is not None else []
    return tuple(sorted(found, key=lambda step: (step.day, -step.change, natural(step.who))))


def _follows(one: Stay, two: Stay) -> bool:
    end = one.end_latest
    begin = two.start or two.start_latest
    return end is not None and begin is not None and begin <= end
