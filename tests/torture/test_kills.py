"""kill -9 at any moment: what was acknowledged is there, nothing is half there, the next writer finds a clean house."""

from __future__ import annotations

import gzip
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from comity.graph.store import Home
from comity.loaders.records.load import load_tables, tables_in

from .graphs import HEADER, ROW, comity, command, decided, documents, records, running, strays
from .measure import LONG, note, times

KILLS = times(12, 200)
SEED = 20241121
#: Kills of each verb in twenty.
VERBS = ("build",) * 4 + ("load",) * 4 + ("accept",) * 4 + ("read",) + ("publish",) * 7
LINE = "<https://example.org/{0}> <https://example.org/p> <https://example.org/{0}/{1}> .\n"
LINES = 2000
ARTICLE = "Генеральный прокурор Узбекистана Икс Иксов {0} марта 2024 года встретился с министром юстиции Армении."
#: Publishes facts without end, and says which.
PUBLISHER = """
import sys
from pyoxigraph import Literal, NamedNode, Quad
from comity.graph.store import Home
home, node = Home.open(sys.argv[1]), NamedNode("https://example.org/published")
for number in range(int(sys.argv[2]), 1 << 30):
    with home.writer() as writer:
        writer.store.bulk_extend([Quad(node, node, Literal(f"{number}"))])
        writer.publish(note=f"fact {number}")
    print(number, flush=True)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for what is left in /proc")


class Target:
    """A graph that verbs write to as processes, and what they should make of it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.where = place / "home"
        self.scratch = place / "tmp"
        self.scratch.mkdir()
        self.rdf = place / "facts.ttl.gz"
        self.article = place / "article.txt"
        self.records = records(place / "records")
        self.environment = {**os.environ, "TMPDIR": str(self.scratch), "COMITY_REVIEWER": "tester"}
        self.waiting: list[str] = []
        self.seconds = {"publish": 1.0}
        self.published = self.kept = self.told = 0

    @property
    def home(self) -> Home:
        return Home.open(self.where)

    def start(self) -> None:
        """Make the graph, with documents that wait, and learn how long each verb takes."""
        self.measure("build", 0)
        self.keep()
        for verb in ("load", "accept", "read"):
            self.measure(verb, 0)

    def measure(self, verb: str, number: int) -> None:
        words, _ = self.prepare(verb, number)
        began = time.monotonic()
        done = comity(*words[3:], env=self.environment)
        assert done.returncode == 0, done.stderr
        self.seconds[verb] = time.monotonic() - began

    def keep(self) -> None:
        self.waiting = documents(self.where, range(self.kept, self.kept + 12))
        self.kept += 12

    def prepare(self, verb: str, number: int) -> tuple[list[str], Callable[[bool], str | None]]:
        """The command of the next run, and what finds it half done or, where it was acknowledged, lost."""
        before = self.home.current() if self.where.exists() else None
        graph = ("--graph", str(self.where))

        def moved(facts: int | None) -> Callable[[bool], str | None]:
            def check(told: bool) -> str | None:
                assert before is not None
                after = self.home.current()
                if after.number == before.number:
                    return "acknowledged and not there" if told else None
                if facts is not None and (after.number, after.counts[""]) != (before.number + 1, facts):
                    return f"half there: {before.counts['']} facts before, {after.counts['']} after, not {facts}"
                return None

            return check

        if verb == "build":
            rows = [ROW.format(f"{number}-{row}") for row in range(number % 7 + 1)]
            (self.records / "sources.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
            quads: list[Quad] = []
            assert load_tables(tables_in(self.records), quads.extend).set_aside == 0
            facts = len({quad for quad in quads if quad.graph_name == DefaultGraph()})
            return command("build", "--records", self.records, *graph), moved(facts)
        assert before is not None
        if verb == "load":
            text = "".join(LINE.format(number, row) for row in range(LINES))
            self.rdf.write_bytes(gzip.compress(text.encode(), compresslevel=1))
            return command("load", self.rdf, *graph), moved(before.counts[""] + LINES)
        if verb == "read":
            self.article.write_text(ARTICLE.format(number % 27 + 1) + f" Встреча {number}.", encoding="utf-8")
            return command("read", self.article, "-f", "json", *graph), moved(before.counts[""])
        if verb == "accept":
            if not self.waiting or not decided(self.home, self.waiting[0])[1]:
                self.keep()
            slug = self.waiting.pop(0)

            def check(told: bool) -> str | None:
                done, there = decided(self.home, slug)
                with self.home.current().open() as store:
                    source = NamedNode(f"https://w3id.org/comity/id/source/{slug}")
                    facts = any(store.quads_for_pattern(source, None, None, DefaultGraph()))
                if (done, there, facts) not in ((0, 6, False), (6, 6, True)):
                    return f"half decided: {done} of {there} claims, {'facts' if facts else 'no facts'}"
                return "acknowledged and not decided" if told and not done else None

            return command("review", "accept", "--document", slug, *graph), check
        first = self.published

        def published(told: bool) -> str | None:
            text = (self.place / "stdout").read_text()
            told_of = [int(line) for line in text[: text.rfind("\n") + 1].split()]
            node = NamedNode("https://example.org/published")
            with self.home.current().open() as store:
                values = [quad.object for quad in store.quads_for_pattern(node, None, None, None)]
            facts = sorted(int(value.value) for value in values if isinstance(value, Literal))
            facts = [fact for fact in facts if fact >= first]
            self.published = max([first, *facts]) + 1
            if set(told_of) - set(facts):
                return f"acknowledged and not there: {set(told_of) - set(facts)}"
            self.told += len(told_of)
            whole = facts == list(range(first, first + len(facts))) and len(facts) <= len(told_of) + 1
            return None if whole else f"half there: {facts} of {told_of}"

        return [sys.executable, "-c", PUBLISHER, str(self.where), str(first)], published


def test_kills(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    target = Target(tmp_path)
    target.start()
    rounds = -(-KILLS // len(VERBS))
    order = [verb for _ in range(rounds) for verb in chance.sample(VERBS, len(VERBS))][:KILLS]
    in_time = told = lost = half = orphans = before = after = 0
    worst = 0.0
    for number, verb in enumerate(order, 1):
        what = f"kill {number} of {verb}, seed {SEED}"
        words, check = target.prepare(verb, number)
        group = chance.random() < 0.5
        with running(words, tmp_path, env=target.environment) as run:
            time.sleep(chance.uniform(0.1, 1.2) * target.seconds[verb])
            run.signal(signal.SIGKILL, group=group)
            in_time += run.process.wait() != 0
            orphans += len(run.left())
            acknowledged = verb != "publish" and run.told().endswith("\n")
        told += acknowledged
        began = time.monotonic()
        home = target.home
        with home.current().open() as store:
            count = len(store)
        worst = max(worst, time.monotonic() - began)
        assert count == sum(home.current().counts.values()), what
        assert home.verify() == [], what
        found = check(acknowledged)
        lost += found is not None and "acknowledged" in found
        half += found is not None and "acknowledged" not in found
        assert found is None, f"{what}: {found}"
        before += len(strays(home)) + len(list(target.scratch.iterdir()))
        with home.writer():
            pass
        left = [*strays(home), *(path.name for path in target.scratch.iterdir())]
        after += len(left)
        assert left == [], what
    figures = {"kills": len(order), "in_time": in_time, "acknowledged": told + target.told, "lost": lost, "half": half}
    figures |= {"orphans": orphans, "strays_before_the_next_writer": before, "strays_after": after}
    note("kills", reopened_in_seconds_at_most=round(worst, 2), **figures)
    assert orphans == 0
    assert in_time > KILLS / 2, f"only {in_time} were killed in time"
    assert worst < (5 if LONG else 10)
