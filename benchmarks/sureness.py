"""How often each rule of the reader is right, counted on annotated pages; writes what confidence is calibrated with.

    python benchmarks/sureness.py --scorer score.py FOLDER [FOLDER...] > loaders/text/sureness.yaml
    python benchmarks/sureness.py --scorer score.py --check FOLDER [FOLDER...]

A folder holds ``text/NN.txt`` and ``gold/NN.json`` in the shape of the annotation
guide; ``score.py`` is its scorer, whose pairing of encounters and likeness of
names and documents are used here.  A value is counted under the rule that its
claim would carry, such as ``received:date``; one that the annotator leaves open
(optional, or a background encounter) is not counted.

``--check`` writes nothing: it tells, for each tenth of confidence that the
shipped table gives, how many of the values were right, so that the table can be
tried on pages that it was not counted on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

#: Rules with fewer counted values are not written: the figure of their part says as much.
LEAST = 5
#: One value read: the rule of its claim, the confidence that the reader gives it, and whether it is right.
Value = tuple[str, float, bool]


def loaded(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(reading: Any, gold: dict[str, Any], scorer: Any) -> Iterator[Value]:
    """Every value of a reading that the annotation can judge."""
    from comity.loaders.text.sureness import key, saying, sure, telling
    from comity.loaders.text.told import SAYINGS

    def value(rule: str, basis: Any, right: bool) -> Value:
        return key(rule, basis), sure(rule, basis, 0.5), right

    told = reading.told()
    pairs, _ = scorer.pair(gold["events"], told["events"])
    by_found = {j: gold["events"][i] for i, j in pairs.items()}
    for index, one in enumerate(reading.encounters):
        truth = by_found.get(index)
        if truth is None:
            yield value(one.rule, "stated", False)
            continue
        if truth.get("background"):
            continue
        yield value(one.rule, "stated", True)
        yield from _values(one, truth, scorer, value)
    following = gold["next_event"]
    for one in reading.planned[:1]:
        both = {one.type, following["type"]} if following else set()
        same = bool(following) and (len(both) == 1 or both <= scorer.TWO_SIDED)
        yield value(telling(one, planned=True), "stated", same)
    yield from _people(reading, gold, scorer, value)
    for item, said in zip([one for one in reading.ledger if one.kind in SAYINGS], told["initiatives"], strict=True):
        same = any(
            one["kind"] == said["kind"]
            and (
                not one["by"]
                or scorer.same_name(one["by"], said["by"] or "")
                or scorer.fuzz.token_set_ratio(one["by"], said["by"] or "") >= 75
            )
            for one in gold["initiatives"]
        )
        yield value(saying(item), "stated", same)


def _values(one: Any, truth: dict[str, Any], scorer: Any, value: Any) -> Iterator[Value]:
    from comity.loaders.text.sureness import of_value, taking_part

    def fact(at: str, name: str, right: bool) -> Value | None:
        known = one.facts.get(at)
        if known is not None and known.basis == "derived":
            return None
        basis = known.basis if known else "stated"
        found: Value = value(of_value(one, known, name), basis, right)
        return found

    found: list[Value | None] = []
    dates = [d for d in (truth["date"], truth.get("date_partial"), *truth.get("date_ok", [])) if d]
    if one.date and dates:
        found.append(fact("date", "date", one.date in dates))
    places = [truth["place_country"], *truth.get("place_ok", [])]
    if one.place_state and any(places):
        found.append(fact("place_state", "place", one.place_state in places))
    if one.host_state and truth.get("host_country"):
        found.append(fact("host_state", "host_state", one.host_state == truth["host_country"]))
    if one.ordinal and truth["ordinal"]:
        found.append(fact("ordinal", "ordinal", one.ordinal == truth["ordinal"]))
    for person in one.participants:
        if person.name and person.basis != "derived":
            if any(scorer.same_name(p["name"], person.name) for p in truth.get("participants_optional", [])):
                continue
            same = any(scorer.same_name(p["name"], person.name) for p in truth["participants"])
            found.append(value(taking_part(one), person.basis, same))
    found += [fact(f"states:{code}", "state", code in truth["participant_countries"]) for code in one.states]
    open_topics = truth.get("topics_optional", [])
    found += [
        fact(f"topics:{topic}", "topics", topic in truth["topics"]) for topic in one.topics if topic not in open_topics
    ]
    for index, words in enumerate(one.documents):
        if not any(scorer.same_document(d, words) for d in truth.get("docs_optional", [])):
            same = any(scorer.same_document(d, words) for d in truth["documents_signed"])
            found.append(fact(f"documents:{index}", "document", same))
    yield from (one for one in found if one is not None)


def _people(reading: Any, gold: dict[str, Any], scorer: Any, value: Any) -> Iterator[Value]:
    from comity.loaders.text.sureness import HELD, basis_held

    everyone = [p for e in gold["events"] for k in ("participants", "participants_optional") for p in e.get(k, [])]
    everyone += gold["other_persons"] + ((gold["next_event"] or {}).get("participants") or [])
    seen: list[str] = []
    for person in [*(p for e in reading.encounters for p in e.participants), *reading.others]:
        if not person.name or not person.post_id or any(scorer.same_name(person.name, name) for name in seen):
            continue
        seen.append(person.name)
        same = any(
            scorer.same_name(p["name"], person.name) and p["post_id"] == person.post_id and p["country"] == person.state
            for p in everyone
        )
        yield value(HELD, basis_held(person), same)


def main() -> None:
    """Read the pages, count, print the table or the check of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    import comity
    from comity.loaders.text.document import read_document
    from comity.loaders.text.reader import make_reader
    from comity.loaders.text.sureness import part_of

    scorer = loaded(options.scorer)
    found: list[Value] = []
    pages = 0
    with comity.open() as graph:
        reader = make_reader(graph)
        for folder in options.folders:
            for path in sorted((folder / "gold").glob("*.json")):
                text = folder / "text" / f"{path.stem}.txt"
                if not text.is_file():
                    continue
                gold = json.loads(path.read_text(encoding="utf-8"))
                day = gold.get("published")
                try:
                    day = dt.date.fromisoformat(day).isoformat() if day else None
                except ValueError:
                    day = None
                found += judged(reader.read(read_document(text, published=day)), gold, scorer)
                pages += 1
    if options.check:
        _check(found)
        return
    rules: Counter[str] = Counter()
    right: Counter[str] = Counter()
    parts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for rule, _, good in found:
        rules[rule] += 1
        right[rule] += good
        parts[part_of(rule)][0] += good
        parts[part_of(rule)][1] += 1
    print("# How often rules of the reader were right: right values, values counted.  Made by benchmarks/sureness.py")
    print(f"# on {pages} annotated pages; a rule that is not here has the figure of its part.")
    print("parts:")
    for name, pair in sorted(parts.items()):
        print(f"  {name}: [{pair[0]}, {pair[1]}]")
    print("rules:")
    for name, count in sorted(rules.items()):
        if count >= LEAST and name != part_of(name):
            print(f"  {json.dumps(name)}: [{right[name]}, {count}]")


def _check(found: list[Value]) -> None:
    tenths: defaultdict[int, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    for _, score, good in found:
        row = tenths[min(int(score * 10), 9)]
        row[0] += good
        row[1] += 1
        row[2] += score
    off = 0.0
    print("confidence  values  said  right")
    for tenth, (good, count, total) in sorted(tenths.items()):
        print(f"{tenth / 10:.1f}-{tenth / 10 + 0.1:.1f}  {count:9.0f}  {total / count:.2f}  {good / count:.2f}")
        off += abs(good - total)
    print(f"expected calibration error {off / len(found):.3f} of {len(found)} values")


if __name__ == "__main__":
    main()
