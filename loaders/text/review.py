"""Deciding about claims: what is accepted becomes fact by the same check and publication as what is loaded.

A decision is kept and holds for whatever says the same, in whichever document.
"""

from __future__ import annotations

import datetime as dt
import getpass
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import Usage
from ...graph.store import Home
from ..outcome import Outcome
from ..report import LoadReport, Progress
from .judging import judged
from .known import Known
from .planning import Plan, planned
from .shelf import Decision, Shelf
from .taking import take
from .undoing import Undoing

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ...graph.check.finding import Finding
    from ...graph.generations import Generation
    from ...graph.store import Writer
    from .rows import Claim

#: Who takes back what a build could not carry over.
BUILD = "comity build"
#: Times that a batch is tried without what broke a shape.
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Order:
    """What a reviewer wants of one claim: accepted, rejected, corrected or undone.

    ``key`` is its short id, ``changes`` are its corrected cells.
    ``place`` names the file and line that it stands in, for messages.
    """

    key: str
    verdict: str
    changes: Mapping[str, str] = field(default_factory=dict)
    because: str | None = None
    file: str | None = None
    line: int | None = None


@dataclass
class Decided:
    """What came of orders.  ``refused`` gives the reason with each claim that stays one."""

    accepted: list[Claim] = field(default_factory=list)
    rejected: list[Claim] = field(default_factory=list)
    corrected: list[tuple[Claim, Claim]] = field(default_factory=list)
    #: What was accepted because something else needed it, and what needed it.
    along: list[tuple[Claim, Claim]] = field(default_factory=list)
    refused: list[tuple[Claim, str]] = field(default_factory=list)
    already: list[tuple[Claim, Decision]] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    #: What was taken back, what it had been, and whether the graph goes on saying so by other sources.
    undone: list[tuple[Claim, Decision, bool]] = field(default_factory=list)
    #: What rested on one that was taken back and waits again too, and that one.
    fallen: list[tuple[Claim, Claim]] = field(default_factory=list)
    #: What came along with one that was taken back; nothing needs it any more, and it is a fact still.
    stays: list[Claim] = field(default_factory=list)
    forgotten: list[tuple[str, str]] = field(default_factory=list)
    generation: Generation | None = None
    findings: str = ""


def reviewer(named: str | None = None) -> str:
    """Who decides: as named, or COMITY_REVIEWER, or the name of the login."""
    name = (named or os.environ.get("COMITY_REVIEWER") or "").strip()
    if not name:
        try:
            name = getpass.getuser()
        except (KeyError, OSError, ImportError):
            name = ""
    if not name or len(name) > 80 or any(ord(char) < 32 for char in name):
        raise Usage("it is not known who decides", field="--by", hint="Say it with --by NAME, or set COMITY_REVIEWER.")
    return name


def decide(
    home: str | Path,
    orders: Sequence[Order],
    *,
    by: str,
    at: str | None = None,
    lang: str = "en",
    progress: Progress | None = None,
) -> Decided:
    """Carry out orders on the graph at ``home``, all in one generation.

    Raises :class:`~comity.errors.NotFound` for a claim that is not there and :class:`~comity.errors.BadInput`
    for a correction that its table does not take; nothing is then decided.
    """
    with Home.open(home).writer() as writer:
        shelf = Shelf(writer.store)
        plan = planned(shelf, Known(writer.store), orders, by=by, at=at or now())
        return carry_out(writer, shelf, plan, note="review", lang=lang, progress=progress)


def now() -> str:
    """The time in UTC, to the second."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def carry_out(
    writer: Writer, shelf: Shelf, plan: Plan, *, note: str, lang: str = "en", progress: Progress | None = None
) -> Decided:
    """Write a plan into a working copy and publish it; what breaks a shape is left out and stays a claim."""
    from ..build import _finish_on_disk, _known_findings, _publish, _tell_findings

    done = Decided(aliases=list(plan.aliases), already=list(plan.already))
    done.refused += plan.refused
    accepted = list(plan.accepted)
    started = False
    for _ in range(ROUNDS):
        if not accepted and not plan.names and not plan.undoing.gone:
            break
        if started:
            writer.again()
        started = True
        shelf.write(writer.store)  # sources of what was read just now stand in the graphs of their documents
        plan.undoing.carry_out(writer.store)
        known = Known(writer.store)
        written = take(writer.store, known, [*plan.names, *accepted])
        outcome = Outcome(LoadReport())
        _finish_on_disk(writer.store, outcome, None, progress)
        broken = _tell_findings(outcome, _known_findings(writer.store), lang)
        if not broken:
            _settle(shelf, plan, accepted, done, writer.store)
            shelf.write(writer.store)
            done.findings = outcome.findings
            said = [f"{len(accepted)} claims accepted"] if accepted or not plan.undoing.asked else []
            said += [f"{len(done.undone) + len(done.fallen)} taken back"] if plan.undoing.asked else []
            done.generation = _publish(writer, f"{note}: {', '.join(said)}", outcome)
            return done
        alone = [finding for finding in broken if not _blamed([finding], accepted, written)]
        if plan.undoing.gone and alone:
            # What is to go is needed by something that is no claim: a table or file that was loaded.
            why = f"without it the graph does not conform: {_words(alone[0], lang)}"
            done.refused += [(claim, why) for claim, _ in plan.undoing.asked]
            _keep(plan)
            continue
        guilty = _guilty(broken, accepted, written, known, lang)
        left = [claim for claim in accepted if claim.id not in guilty]
        left, lost = _standing(left, known)
        done.refused += [(claim, guilty[claim.id]) for claim in accepted if claim.id in guilty]
        done.refused += lost
        accepted = left
    else:
        done.refused += [(claim, "the graph does not conform with it") for claim in accepted]
        done.refused += [(claim, "the graph does not conform without it") for claim, _ in plan.undoing.asked]
        _keep(plan)
    if started:
        writer.again()
    _settle(shelf, plan, [], done, writer.store)
    if shelf.changed and writer.basis is not None:
        shelf.write(writer.store)
        done.generation = writer.publish(note=note, conforms=writer.basis.conforms)
    return done


def _keep(plan: Plan) -> None:
    """Leave what was to be taken back as it is, and what was to be decided instead."""
    kept = plan.undoing.said
    plan.undoing = Undoing()
    plan.decisions = [(decision, slugs) for decision, slugs in plan.decisions if decision.said not in kept]
    plan.rejected = [claim for claim in plan.rejected if claim.said not in kept]


def _settle(shelf: Shelf, plan: Plan, accepted: Sequence[Claim], done: Decided, store: Store) -> None:
    """Record the decisions of a plan, of what was accepted only those that held."""
    if plan.undoing.asked:
        plan.undoing.settle(shelf)
        known = Known(store)
        for claim, before in plan.undoing.asked:
            still = before.verdict != "rejected" and judged(plan.undoing.read(claim), known).standing == "known"
            done.undone.append((plan.undoing.read(claim), before, still))
        done.fallen = [(plan.undoing.read(claim), of) for claim, of in plan.undoing.along]
        done.stays, done.forgotten = list(plan.undoing.stays), list(plan.undoing.names)
    held = {claim.said for claim in accepted}
    for decision, slugs in plan.decisions:
        if decision.verdict == "accepted" and decision.said not in held:
            continue
        if decision.verdict == "corrected" and plan.instead.get(decision.said) not in (None, *held):
            continue
        shelf.decide(decision, *slugs)
    done.accepted = [claim for claim in accepted if claim.id in plan.asked]
    done.along = [(claim, plan.along[claim.id]) for claim in accepted if claim.id in plan.along]
    done.rejected = list(plan.rejected)
    done.corrected = [(old, new) for old, new in plan.corrected if new is None or new.said in held or old is new]


def _guilty(
    broken: Sequence[Finding],
    accepted: Sequence[Claim],
    written: Mapping[str, set[str]],
    known: Known,
    lang: str,
) -> dict[str, str]:
    """The claims that broke a shape, each with what was found; all of them where that cannot be told.

    Of what is claimed of one thing, what contradicts the graph is at fault
    before other values, and values before the thing itself.
    """
    found: dict[str, str] = {}
    for finding in broken:
        message = _words(finding, lang)
        blamed = _blamed([finding], accepted, written)
        against = [claim for claim in blamed if judged(claim, known).standing == "contradicts"]
        values = [claim for claim in blamed if claim.field]
        for claim in against or values or blamed or accepted:
            found.setdefault(claim.id, message)
    return found


def blamed_for(
    broken: Sequence[Finding], accepted: Sequence[Claim], written: Mapping[str, set[str]], known: Known, lang: str
) -> dict[str, str]:
    """The claims that wrote about what was found to be wrong, each with what was found."""
    theirs = [finding for finding in broken if _blamed([finding], accepted, written)]
    return _guilty(theirs, accepted, written, known, lang)


def _blamed(broken: Sequence[Finding], accepted: Sequence[Claim], written: Mapping[str, set[str]]) -> list[Claim]:
    """The claims that wrote about what was found to be wrong."""
    named = {getattr(term, "value", "") for finding in broken for term in (finding.focus, finding.value)}
    return [claim for claim in accepted if named & written.get(claim.id, set())]


def _words(finding: Finding, lang: str) -> str:
    said = finding.messages
    return said.get(lang) or said.get("en") or next(iter(said.values()), str(finding.component))


def _standing(accepted: Iterable[Claim], known: Known) -> tuple[list[Claim], list[tuple[Claim, str]]]:
    """What is left when claims fall away that others need."""
    from .rows import needs_of

    left = list(accepted)
    lost: list[tuple[Claim, str]] = []
    while True:
        there = {claim.thing for claim in left if not claim.field}
        missing = {
            claim.id: thing
            for claim in left
            for thing in needs_of(claim)
            if thing not in there and not known.has(thing)
        }
        if not missing:
            return left, lost
        lost += [(claim, f"needs {missing[claim.id]}, which was refused") for claim in left if claim.id in missing]
        left = [claim for claim in left if claim.id not in missing]
