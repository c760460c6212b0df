"""How fast treaty law derives and answers, against a straightforward rdflib query over the same acts in the same run.

``python benchmarks/law_matrix.py [--treaties 330] [--acts 31000] [--states 195] [--small 3] [--seed 1]``

The treaties are made up in the shape of the UN collection: a clause with a
threshold, deposits over decades, some withdrawals, suspensions, reservations
with objections, and a later treaty that replaces another in one of ten.  Prints
the time to derive everything, to build the matrix, to answer a pair and to take
in one more act; then, on ``--small`` treaties, the same question put to rdflib:
all pairs between which a treaty is in force on a day.  There the query is given
the dates of effect ready made, which the engine derives; both must find the same.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from comity.law import Act, Clause, Duration, Law, Treaty, When
from comity.law.words import ActKind, ClauseKind, CountsFrom, ThresholdKind, Trigger

DAY = dt.date(2020, 1, 1)
T = TypeVar("T")


def made(treaties: int, acts: int, states: int, seed: int) -> tuple[list[Clause], list[Act]]:
    """Clauses and acts; two in three are deposits, so that one state in three joins a treaty."""
    rng = random.Random(seed)  # noqa: S311 - a benchmark's data, not a secret
    names = [f"state/{number:03}" for number in range(states)]
    clauses, found = [], []
    per_treaty = acts // treaties
    for number in range(treaties):
        treaty = f"treaty/{number:03}"
        clauses += [
            Clause(
                f"{treaty}-entry", treaty, ClauseKind.ENTRY, trigger=Trigger.DEPOSIT,
                threshold=rng.choice((3, 10, 20, 40)), threshold_kind=ThresholdKind.NUMBER,
                delay=Duration.of(rng.choice(("P30D", "P90D", "P3M", "P6M"))), counts_from=CountsFrom.THE_DAY_AFTER,
            ),
            Clause(f"{treaty}-later", treaty, ClauseKind.LATER_PARTY, delay=Duration.of("P30D")),
            Clause(f"{treaty}-leave", treaty, ClauseKind.WITHDRAWAL, notice=Duration.of("P12M")),
        ]  # fmt: skip
        if number % 10 == 9:
            clauses.append(
                Clause(
                    f"{treaty}-replaces", treaty, ClauseKind.SUPERSESSION,
                    supersedes=frozenset({f"treaty/{number - 1:03}"}),
                )
            )  # fmt: skip
        opened = dt.date(1950, 1, 1) + dt.timedelta(days=rng.randrange(22000))
        members = rng.sample(names, min(states, per_treaty * 2 // 3))
        for actor in members:
            day = When.of(opened + dt.timedelta(days=rng.randrange(9000)))
            found.append(Act(f"{treaty}/{actor}", ActKind.RATIFICATION, actor, treaty, day))
        for extra in range(per_treaty - len(members)):
            actor, other = rng.sample(members, 2)
            day = When.of(opened + dt.timedelta(days=rng.randrange(15000)))
            where = f"{treaty}/x{extra}"
            kind = rng.choice(("signature", "signature", "reservation", "objection", "suspension", "withdrawal"))
            found.append(
                Act(
                    where, ActKind(kind), actor, treaty, day,
                    towards=other if kind in ("objection", "suspension") else None,
                    opposes_entry=kind == "objection" and extra % 5 == 0,
                )
            )  # fmt: skip
    return clauses, found


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What ``work`` gives, and the CPU seconds that it took."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def plain(clauses: list[Clause], acts: list[Act]) -> tuple[Law, list[dict[str, str]]]:
    """The same treaties in a form that one query can answer: every date of effect is given, nothing is computed.

    Only deposits, withdrawals and suspensions towards one state are left, and
    no supersession; the rows are what rdflib gets, the law is what the engine gets.
    """
    kinds = (ActKind.RATIFICATION, ActKind.WITHDRAWAL, ActKind.SUSPENSION)
    kept = [act for act in acts if act.kind in kinds]
    whole = Law(clauses=[clause for clause in clauses if clause.kind is not ClauseKind.SUPERSESSION], acts=kept)
    stated, rows = [], []
    for derived in whole.all_derived():
        for stays in derived.bound.values():
            consent, until = stays[0].acts[0], stays[0].until
            stated.append(replace(consent, effective=stays[0].since))
            rows.append({"kind": "ratification", "actor": consent.actor, "treaty": consent.instrument,
                         "from": str(stays[0].since)})  # fmt: skip
            leave = next((act for act in stays[0].acts if act.kind is ActKind.WITHDRAWAL), None)
            if leave is not None and until is not None:
                stated.append(replace(leave, effective=until))
                rows.append({"kind": "withdrawal", "actor": leave.actor, "treaty": leave.instrument,
                             "from": str(until)})  # fmt: skip
    for act in kept:
        if act.kind is ActKind.SUSPENSION and act.towards is not None:
            stated.append(act)
            rows.append({"kind": "suspension", "actor": act.actor, "treaty": act.instrument, "from": str(act.date),
                         "towards": act.towards})  # fmt: skip
    published = [Treaty(one.treaty.id, one.entry.day) for one in whole.all_derived()]
    return Law(published, (), stated), rows


QUERY = """
PREFIX : <https://example.org/>
SELECT ?treaty ?a ?b WHERE {
  ?first :treaty ?treaty ; :kind "ratification" ; :actor ?a ; :from ?da . FILTER(?da <= ?day)
  ?second :treaty ?treaty ; :kind "ratification" ; :actor ?b ; :from ?db . FILTER(?db <= ?day)
  FILTER(STR(?a) < STR(?b))
  FILTER NOT EXISTS { ?w :treaty ?treaty ; :kind "withdrawal" ; :actor ?a ; :from ?dw . FILTER(?dw <= ?day) }
  FILTER NOT EXISTS { ?x :treaty ?treaty ; :kind "withdrawal" ; :actor ?b ; :from ?dx . FILTER(?dx <= ?day) }
  FILTER NOT EXISTS { ?s :treaty ?treaty ; :kind "suspension" ; :actor ?a ; :towards ?b ; :from ?ds . FILTER(?ds <= ?day) }
  FILTER NOT EXISTS { ?z :treaty ?treaty ; :kind "suspension" ; :actor ?b ; :towards ?a ; :from ?dz . FILTER(?dz <= ?day) }
}"""  # noqa: E501


def pairs_by_rdflib(rows: list[dict[str, str]], day: dt.date) -> tuple[set[tuple[str, str, str]], float]:
    """The pairs that a query over the acts gives, and the seconds that the query took (loading is not counted)."""
    from rdflib import Graph, Literal, Namespace, URIRef
    from rdflib.namespace import XSD

    base = Namespace("https://example.org/")
    graph = Graph()
    for number, row in enumerate(rows):
        node = URIRef(f"{base}act/{number}")
        for name, value in row.items():
            if name == "kind":
                graph.add((node, base.kind, Literal(value)))
            elif name == "from":
                graph.add((node, base["from"], Literal(value, datatype=XSD.date)))
            else:
                graph.add((node, base[name], URIRef(base + value)))
    bound = {"day": Literal(str(day), datatype=XSD.date)}
    found, seconds = timed(lambda: list(graph.query(QUERY, initBindings=bound)))
    cut = len(base)
    return {(str(row[0])[cut:], str(row[1])[cut:], str(row[2])[cut:]) for row in found}, seconds  # type: ignore[index]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treaties", type=int, default=330)
    parser.add_argument("--acts", type=int, default=31_000)
    parser.add_argument("--states", type=int, default=195)
    parser.add_argument("--small", type=int, default=3, help="treaties for the comparison with rdflib")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    clauses, acts = made(asked.treaties, asked.acts, asked.states, asked.seed)
    law, reading = timed(lambda: Law(clauses=clauses, acts=acts))
    _, deriving = timed(lambda: list(law.all_derived()))
    matrix, first = timed(lambda: law.matrix(DAY))
    counted, counting = timed(matrix.count)
    _, again = timed(lambda: law.matrix(DAY.replace(year=1999)))
    rng = random.Random(asked.seed)  # noqa: S311
    pairs = [rng.sample(law.subjects, 2) for _ in range(200)]
    between = [timed(lambda one=one, other=other: law.between(one, other, on=DAY))[1] for one, other in pairs]
    proved = [
        timed(lambda one=one, other=other: [force.why.to_dict() for force in law.between(one, other, on=DAY)])[1]
        for one, other in pairs[:50]
    ]
    more = Act("one-more", ActKind.RATIFICATION, "state/000", "treaty/000", When.of("2019-01-01"))
    after, taking = timed(lambda: law.with_acts(more))
    _, deriving_again = timed(lambda: list(after.all_derived()))
    small, rows = plain(*made(asked.small, asked.small * asked.acts // asked.treaties, asked.states, asked.seed))
    by_query, query_s = pairs_by_rdflib(rows, DAY)
    by_engine, engine_s = timed(
        lambda: {
            (treaty, *sorted(pair)) for matrix in (small.matrix(DAY),) for treaty in small.treaties
            for pair in matrix.pairs(treaty)
        }
    )  # fmt: skip
    if by_engine != by_query:
        raise SystemExit(f"the two do not agree: {len(by_engine ^ by_query)} pairs differ")
    figures = {
        "treaties": asked.treaties,
        "acts": len(acts),
        "read_s": round(reading, 3),
        "derive_s": round(deriving, 3),
        "matrix_first_day_s": round(first, 3),
        "pairs_on_that_day": counted,
        "count_all_pairs_s": round(counting, 3),
        "matrix_another_day_s": round(again, 4),
        "pair_ms_median": round(1000 * statistics.median(between), 2),
        "pair_ms_worst_of_200": round(1000 * max(between), 2),
        "pair_with_proofs_ms_median": round(1000 * statistics.median(proved), 2),
        "one_more_act_ms": round(1000 * (taking + deriving_again), 1),
        "compared_treaties": asked.small,
        "compared_acts": len(rows),
        "compared_pairs": len(by_engine),
        "rdflib_query_s": round(query_s, 2),
        "engine_derive_and_list_s": round(engine_s, 3),
        "ratio": round(query_s / engine_s),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
