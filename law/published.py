"""Published against computed: both are kept, and where they differ that is a finding with both proofs."""

from __future__ import annotations

from .entry import Entry
from .findings import Finding, FindingKind
from .phrases import rule
from .proof import Proof, step


def proof_of_published(entry: Entry) -> Proof | None:
    """What the register says."""
    if entry.published is None:
        return None
    return step("entry.published", sources=entry.published_sources, treaty=entry.treaty, day=entry.published)


def proof_of_computed(entry: Entry) -> Proof:
    """What clause and acts lead to, or why they lead to nothing."""
    clause = entry.clause
    if clause is None:
        return step("entry.no-clause", treaty=entry.treaty)
    if entry.computed is None:
        missing = entry.missing.value() if entry.missing is not None else None
        return step(
            "entry.missing", acts=entry.counted, clause=clause, treaty=entry.treaty, terms=rule(clause), missing=missing
        )
    children = []
    decisive = entry.decisive
    if decisive is not None:
        counted = step(
            "entry.counted", acts=(decisive, *entry.counted[:-1]), number=len(entry.counted),
            subject=decisive.actor, day=entry.reached,
        )  # fmt: skip
        children.append(counted)
    for floor in entry.floors:
        if floor.treaty is None:
            children.append(step("entry.floor-date", clause=clause, treaty=entry.treaty, day=floor.day))
        else:
            children.append(
                step("entry.floor-treaty", clause=clause, treaty=entry.treaty, floor=floor.treaty, day=floor.day)
            )
    return step(
        "entry.computed", *children, clause=clause, treaty=entry.treaty, day=entry.computed, terms=rule(clause),
        reached=entry.reached,
    )  # fmt: skip


def proof(entry: Entry) -> Proof:
    """Why a treaty is in force from a day, with the other side's proof where there is one."""
    published, computed = proof_of_published(entry), proof_of_computed(entry)
    if published is None:
        return computed
    findings = compare(entry)
    if findings:
        return findings[0].proofs[0]
    if entry.computed is None:
        return step(
            "entry.published", computed, sources=entry.published_sources, treaty=entry.treaty, day=entry.published
        )
    return step("published.same", published, computed, treaty=entry.treaty, day=entry.published)


def compare(entry: Entry) -> list[Finding]:
    """A finding where the register and the rule disagree; none where one of the two is missing altogether.

    Where the acts on record do not suffice for the rule although the register
    says that the treaty is in force, or suffice only later and are not said to be
    all, the acts are incomplete: that is a finding of its own kind.  Uncertain
    days disagree only where they cannot be the same.
    """
    published = proof_of_published(entry)
    if published is None or entry.clause is None:
        return []
    assert entry.published is not None
    computed = proof_of_computed(entry)
    if entry.computed is None:
        missing = entry.missing.value() if entry.missing is not None else None
        said = step(
            "published.incomplete", published, computed, treaty=entry.treaty, published=entry.published, missing=missing
        )
        return [Finding(FindingKind.ACTS_INCOMPLETE, entry.treaty, (said, published, computed))]
    if entry.computed.hi >= entry.published.lo and entry.computed.lo <= entry.published.hi:
        return []
    if entry.computed.lo > entry.published.hi and not entry.complete:
        # One more act could only make it earlier: what is missing are acts here, not days there.
        said = step(
            "published.later", published, computed, treaty=entry.treaty, published=entry.published, day=entry.computed
        )
        return [Finding(FindingKind.ACTS_INCOMPLETE, entry.treaty, (said, published, computed))]
    said = step(
        "published.differs", published, computed, treaty=entry.treaty, published=entry.published, day=entry.computed
    )
    return [Finding(FindingKind.DATE_DIFFERS, entry.treaty, (said, published, computed))]
