"""Every fact that the two seeds tell, with the sentence it rests on; ``seeds_facts.yaml`` lists them, by hand.

A fact has the right passage when the passage stands in the line of the listed
words and either holds these words or lies in their sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from comity.queries.session import Graph

reader = pytest.importorskip("comity.loaders.text.reader")

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parent.parent.parent / "shared" / "seeds"
FACTS: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "seeds_facts.yaml").read_text(encoding="utf-8"))
#: A sentence of the seeds ends before a capital, a dash or a quotation mark.
SENTENCE_END = re.compile(r"(?<=[.!?;»])\s+(?=[А-ЯЁ«–—])")


_GRAPH: list[Graph] = []


@cache
def attempt(seed: str) -> tuple[tuple[Any, Any] | None, Exception | None]:
    """A seed's document and reading, or why there is none: a failure is met once, not by every fact."""
    try:
        return reader.read_file(SEEDS / FACTS[seed]["file"], published=None, graph=_GRAPH[0]), None
    except Exception as failure:  # told by each test
        return None, failure


def read(seed: str) -> tuple[Any, Any]:
    result, failure = attempt(seed)
    if result is None:
        raise AssertionError(f"the {seed} seed was not read: {failure!r}") from failure
    return result


@pytest.fixture(autouse=True)
def _seeds_and_graph(shared: Path, graph: Graph) -> None:
    """The seeds lie beside the project; they are read with what the shipped records know."""
    _GRAPH[:] = [graph]


def listed(words: str | list[str]) -> list[str]:
    return words if isinstance(words, list) else [words]


def sentence(text: str, words: str) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """Where the words, their sentence and their line stand."""
    assert text.count(words) == 1, f"the list of facts is wrong: {words!r} is not once in the seed"
    start = text.index(words)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end == -1 else line_end
    edges = [line_start, *(line_start + m.end() for m in SENTENCE_END.finditer(text[line_start:line_end])), line_end]
    first = max(edge for edge in edges if edge <= start)
    last = min(edge for edge in edges if edge >= start + len(words))
    return (start, start + len(words)), (first, last), (line_start, line_end)


def rests_on(seed: str, span: Any, words: str | list[str]) -> None:
    """Fails unless the passage is the sentence of the words, or a part of it."""
    document, _ = read(seed)
    assert span is not None, "the fact has no passage"
    text = document.original
    for one in listed(words):
        exact, around, line = sentence(text, one)
        if not (line[0] <= span.start < span.end <= line[1]):
            continue
        if (span.start <= exact[0] and exact[1] <= span.end) or (around[0] <= span.start and span.end <= around[1]):
            return
    raise AssertionError(f"rests on {text[span.start : span.end]!r}, not on the sentence of {listed(words)}")


def plain(value: str) -> str:
    return value.casefold().replace("ё", "е").replace("_", "-")


def encounters(seed: str, find: dict[str, Any]) -> list[Any]:
    """The encounters of a reading that a ``find`` describes."""
    reading = read(seed)[1]
    found = []
    for one in getattr(reading, find["list"]):
        names = " ".join(plain(person.name or "") for person in one.participants)
        if (
            ("type" not in find or {one.type, *one.type_alt} & set(find["type"]))
            and all(plain(name) in names for name in find.get("names", ()))
            and ("body" not in find or one.body_thing == find["body"])
            and ("ordinal" not in find or one.ordinal == find["ordinal"])
            and ("date" not in find or (one.date or "").startswith(find["date"]))
        ):
            found.append(one)
    # The kind named first decides where an encounter may be called otherwise too.
    return sorted(found, key=lambda one: one.type not in find.get("type", ()))


def encounter(seed: str, name: str) -> Any:
    found = encounters(seed, FACTS[seed]["encounters"][name]["find"])
    assert found, f"the encounter {name} was not read"
    return found[0]


def item(seed: str, name: str) -> Any:
    find = FACTS[seed]["ledger"][name]["find"]
    for one in read(seed)[1].ledger:
        if one.kind in find["kind"] and all(plain(part) in plain(one.about) for part in find["about"]):
            try:
                rests_on(seed, one.span, FACTS[seed]["ledger"][name]["words"])
            except AssertionError:
                continue
            return one
    raise AssertionError(f"the {'/'.join(find['kind'])} about {find['about']} was not read")


def cases(part: str) -> Iterator[Any]:
    for seed, facts in FACTS.items():
        for name, entry in facts.get(part, {}).items():
            yield pytest.param(seed, name, None, id=f"{name}")
            for fact in entry["facts"]:
                yield pytest.param(seed, name, fact, id=f"{name}-{fact['attribute']}-{fact['value']}")


@pytest.mark.parametrize(("seed", "name", "fact"), list(cases("encounters")))
def test_an_encounter(seed: str, name: str, fact: dict[str, Any] | None) -> None:
    one = encounter(seed, name)
    if fact is None:
        rests_on(seed, one.span, FACTS[seed]["encounters"][name]["words"])
        return
    attribute, value = fact["attribute"], fact["value"]
    told = getattr(one, attribute)
    key = attribute
    if attribute == "participants":
        person = next((p for p in told if plain(value) in plain(p.name or "")), None)
        assert person is not None, f"{value} does not take part in {name}"
        rests_on(seed, person.span or one.span, fact["words"])
        return
    if attribute == "topics":
        topic = next((t for t in told if plain(t) == plain(value)), None)
        assert topic is not None, f"{value} is not among {told}"
        key = f"topics:{topic}"
    elif attribute == "states":
        assert value in told
        key = f"states:{value}"
    elif attribute in ("documents", "instruments"):
        at = next((n for n, words in enumerate(told) if plain(value) in plain(words)), None)
        assert at is not None, f"{value} is not in {told}"
        key = f"{attribute}:{at}"
    elif attribute == "part_of":
        assert told is not None
        assert read(seed)[1].encounters[told] is encounter(seed, value)
    else:
        assert told == value
    rests_on(seed, one.facts[key].span if key in one.facts else one.span, fact["words"])


@pytest.mark.parametrize(
    ("seed", "absent"),
    [pytest.param(s, a, id=a["what"]) for s, facts in FACTS.items() for a in facts.get("absent", ())],
)
def test_what_is_not_told(seed: str, absent: dict[str, Any]) -> None:
    assert encounters(seed, absent["find"]) == []


def test_no_other_encounter_of_the_first_seed() -> None:
    held = [one for one in read("first")[1].encounters if not one.background]
    assert len(held) == FACTS["first"]["foreground"]


@pytest.mark.parametrize("post", FACTS["first"]["posts"], ids=lambda post: post["name"])
def test_a_post_held(post: dict[str, Any]) -> None:
    reading = read("first")[1]
    people = [p for one in (*reading.encounters, *reading.planned) for p in one.participants] + reading.others
    people = [p for p in people if plain(post["name"]) in plain(p.name or "")]
    assert people, f"{post['name']} was not read"
    held = [p for p in people if (p.post_id, p.state) == (post["post_id"], post["state"])]
    assert held, [(p.post_id, p.state) for p in people]
    failures = []
    for person in held:
        try:
            rests_on("first", person.span, post["words"])
        except AssertionError as wrong:
            failures.append(str(wrong))
    assert len(failures) < len(held), failures


@pytest.mark.parametrize(("seed", "name", "fact"), list(cases("ledger")))
def test_the_ledger(seed: str, name: str, fact: dict[str, Any] | None) -> None:
    one = item(seed, name)
    if fact is None:
        return
    attribute, value = fact["attribute"], fact["value"]
    if attribute in ("by", "to"):
        person = getattr(one, attribute)
        assert person is not None
        assert plain(value) in plain(f"{person.name or ''} {person.post or ''}")
    elif attribute in ("by_state", "to_state"):
        person = getattr(one, attribute.removesuffix("_state"))
        assert person is not None
        assert person.state == value
    elif attribute == "said_at":
        assert one.said_at is not None
        assert read(seed)[1].encounters[one.said_at] is encounter(seed, value)
    elif attribute == "topics":
        assert plain(value) in {plain(topic) for topic in one.topics}
    elif attribute == "about":
        assert plain(value) in plain(one.about)
    else:
        assert getattr(one, attribute) == value


BODY = FACTS["second"]["body"]


def body() -> Any:
    found = [one for one in read("second")[1].bodies if one.body_thing == BODY["thing"]]
    assert found, "the body was not read"
    return found[0]


def test_the_body() -> None:
    assert body().body == BODY["name"]
    rests_on("second", body().span, BODY["words"])


@pytest.mark.parametrize("key", ["rhythm", "rotation", "since"])
def test_a_rule_of_the_body(key: str) -> None:
    told = getattr(body(), key)
    assert told is not None
    assert told[0] == BODY[key]["value"]
    rests_on("second", told[1], BODY[key]["words"])


@pytest.mark.parametrize(("letter", "aim"), list(BODY["aims"].items()), ids=list(BODY["aims"]))
def test_an_aim(letter: str, aim: dict[str, Any]) -> None:
    span = dict(body().aims).get(letter)
    assert span is not None, f"no aim {letter}"
    rests_on("second", span, aim["words"])


@pytest.mark.parametrize(
    ("letter", "topic"), [(letter, topic) for letter, aim in BODY["aims"].items() for topic in aim["topics"]]
)
def test_a_topic_of_an_aim(letter: str, topic: str) -> None:
    assert topic in {plain(one) for one in body().aim_topics.get(letter, ())}


@pytest.mark.parametrize("instrument", BODY["instruments"], ids=lambda one: one["thing"])
def test_an_instrument_of_the_body(instrument: dict[str, Any]) -> None:
    spans = [span for _, thing, span in body().instruments if thing == instrument["thing"]]
    assert spans
    rests_on("second", spans[0], instrument["words"])


@pytest.mark.parametrize(
    ("state", "year"), [(state, year) for state, hosted in BODY["hosts"].items() for year in hosted["years"]]
)
def test_a_host_of_a_year(state: str, year: str) -> None:
    spans = [span for told, host, span in body().hosts if (told, host) == (year, state)]
    assert spans
    rests_on("second", spans[0], BODY["hosts"][state]["words"])


def test_no_other_hosts() -> None:
    told = sorted((year, host) for year, host, _ in body().hosts)
    assert told == sorted((year, state) for state, hosted in BODY["hosts"].items() for year in hosted["years"])


@pytest.mark.parametrize("state", list(BODY["hosts"]))
def test_a_member(state: str) -> None:
    spans = [span for member, span in body().members if member == state]
    assert spans
    rests_on("second", spans[0], BODY["hosts"][state]["words"])
