"""How sure a value is: how often its rule was right on annotated pages.

``sureness.yaml`` is counted by ``benchmarks/sureness.py``.  A rule that was seen
seldom is drawn towards the figure of its part (all dates, all participants):
with ``WEIGHT`` values of the part beside its own (a Beta prior).
"""

from __future__ import annotations

import functools

from .lexicon import words
from .reading import Basis, Encounter, Fact, LedgerItem, Person

#: How many values of its part a rule's own ones are mixed with.
WEIGHT = 8
#: What follows a rule's name where the value is one step of inference away from the words.
INFERRED = " inferred"


#: The rule of a post that somebody holds.
HELD = "post:held"


def telling(one: Encounter, *, planned: bool = False) -> str:
    """The rule of an encounter itself; one to come is surer or less sure than one that was."""
    return f"planned:{one.rule}" if planned or one.planned else one.rule


def taking_part(one: Encounter) -> str:
    """The rule of a participant of an encounter."""
    return f"{one.rule}:participant"


def of_value(one: Encounter, fact: Fact | None, part: str) -> str:
    """The rule of a value of an encounter, by what read it."""
    return f"{(fact.rule if fact is not None else '') or one.rule}:{part}"


def saying(item: LedgerItem) -> str:
    """The rule of an entry of the ledger."""
    return f"{item.rule or 'ledger'}:{item.kind}"


def basis_held(person: Person) -> Basis:
    """How it is known that somebody holds a post: what the graph completes is inferred from the text."""
    return "inferred" if person.basis == "derived" else person.basis


def part_of(rule: str) -> str:
    """What a rule reads: ``date`` of ``received:date``, else ``encounter``, or ``planned`` for one to come."""
    name = rule.removesuffix(INFERRED)
    if name.startswith("planned:"):
        return "planned"
    return name.rpartition(":")[2] if ":" in name else "encounter"


def key(rule: str, basis: Basis) -> str:
    """The name under which the values of a rule are counted."""
    return rule if basis == "stated" else rule + INFERRED


def sure(rule: str, basis: Basis, given: float, engine: str = "") -> float:
    """The share of such values that were right, 0 to 1; ``given`` for what no annotated page could judge.

    ``engine``: what was not read by the rules (:attr:`Reading.engine`) was not counted.
    """
    if engine:
        return given
    table = _table()
    name = key(rule, basis)
    part = table["parts"].get(part_of(name))
    if part is None:
        return given
    right, count = table["rules"].get(name, (0, 0))
    return (right + WEIGHT * part[0] / part[1]) / (count + WEIGHT)


@functools.cache
def _table() -> dict[str, dict[str, tuple[int, int]]]:
    found = words("sureness", folder=".")
    return {"parts": dict(found["parts"] or {}), "rules": dict(found["rules"] or {})}
