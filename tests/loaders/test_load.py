"""Building and loading: all of it becomes fact, or nothing does, and every outcome says which and why."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from comity.errors import BadInput, NotFound, Usage
from comity.graph.store import Home
from comity.loaders.build import build, load
from comity.loaders.outcome import Outcome
from comity.loaders.shipped import find_generation
from comity.ontology.namespaces import CLAIMS, FINDINGS, ID
from comity.queries.result import Result
from comity.queries.session import Graph

LABEL = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <https://example.org/{0}> rdfs:label '{0}' .\n"
#: A tenure that says nothing of itself breaks several shapes.
BROKEN = "@prefix c: <https://w3id.org/comity/ontology#> . <https://w3id.org/comity/id/tenure/x> a c:Tenure .\n"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def told(outcome: Outcome) -> str:
    return "\n".join([*outcome.messages(), outcome.summary()])


def facts(home: Home) -> set[Quad]:
    from pyoxigraph import DefaultGraph

    return set(home.current().read_only().quads_for_pattern(None, None, None, DefaultGraph()))


def ask(home: Home, pattern: str) -> bool:
    with Graph(home.current()) as graph:
        return graph.sparql(f"ASK {{ {pattern} }}") is True


# Loading


def test_a_load_adds_to_what_is_there(started: Home, tmp_path: Path) -> None:
    before = facts(started)
    outcome = load(started.path, [written(tmp_path / "a.ttl", LABEL.format("a"))])
    assert not outcome.failed
    assert facts(started) > before
    assert ask(started, "<https://example.org/a> ?p 'a'")
    assert outcome.published is not None
    assert outcome.published.note == "load a.ttl"
    assert told(outcome).startswith(f"({outcome.known_findings} findings") or not outcome.known_findings
    assert "generation 2: " in outcome.summary()


def test_the_same_again_changes_nothing_and_says_so(started: Home, mine: Path, tmp_path: Path) -> None:
    blank = written(tmp_path / "a.ttl", "[] <https://example.org/p> [ <https://example.org/q> 1 ] .")
    load(started.path, [blank])
    before = facts(started)
    for paths in ([blank], [mine], [mine / "tenures.csv"], [blank, mine]):
        outcome = load(started.path, paths)
        assert outcome.unchanged
        assert not outcome.failed
        assert outcome.summary().startswith("nothing new: the graph holds all of it already")
    assert started.current().number == 2
    assert facts(started) == before


def test_of_several_files_none_loads_where_one_is_bad(started: Home, tmp_path: Path) -> None:
    good = [written(tmp_path / f"{name}.ttl", LABEL.format(name)) for name in "ab"]
    bad = written(tmp_path / "c.ttl", LABEL.format("c") + "broken")
    before = facts(started)
    with pytest.raises(BadInput, match=r"c\.ttl:2: "):
        load(started.path, [*good, bad])
    assert facts(started) == before
    assert started.current().number == 1
    assert not (started.path / "work").exists()


def test_good_rows_load_where_others_are_set_aside(started: Home, mine: Path) -> None:
    table = mine / "officials.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    new = lines[1].split(",")
    new[:3] = ["new-official", "New Official", "Новый Чиновник"]
    written(table, "\n".join([lines[0], ",".join(new), "bad,row"]) + "\n")
    outcome = load(started.path, [table])
    assert outcome.failed
    assert outcome.set_aside == 1
    assert f"{table}:3: expected {len(new)} cells, found 2" in told(outcome)
    assert "1 rows set aside" in outcome.summary()
    assert ask(started, f"<{ID}official/new-official> ?p ?o")
    with pytest.raises(BadInput, match=r"expected .* cells, found 2"):
        load(started.path, [table], strict=True)


def test_tables_may_come_in_any_order(mine: Path, tmp_path: Path) -> None:
    files = sorted(mine.iterdir(), reverse=True)
    assert not load(tmp_path / "one", files).failed
    assert not load(tmp_path / "two", [mine]).failed
    assert facts(Home.open(tmp_path / "one")) == facts(Home.open(tmp_path / "two"))


def test_a_folder_gives_its_tables_and_its_rdf_and_names_the_rest(mine: Path, tmp_path: Path) -> None:
    written(mine / "more.ttl", LABEL.format("more"))
    written(mine / "README.md", "mine")
    (mine / "older").mkdir()
    written(mine / ".hidden.ttl", "not read")
    outcome = load(tmp_path / "home", [mine])
    assert not outcome.failed
    assert ask(
        Home.open(tmp_path / "home"),
        "<https://example.org/more> ?p ?o . ?tenure a comity:Tenure".replace(
            "comity:Tenure", "<https://w3id.org/comity/ontology#Tenure>"
        ),
    )
    assert f"{mine}: left alone, being neither tables nor RDF by their names: README.md, older" in told(outcome)


def test_a_new_graph_says_what_it_does_not_hold(tmp_path: Path) -> None:
    outcome = load(tmp_path / "home", [written(tmp_path / "a.ttl", LABEL.format("a"))])
    assert "it holds what was loaded and none of the shipped records" in told(outcome)


def test_a_failed_first_load_leaves_no_graph_behind(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        load(tmp_path / "home", [written(tmp_path / "a.ttl", "broken")])
    assert not (tmp_path / "home").exists()
    outcome = load(tmp_path / "home", [written(tmp_path / "a.ttl", BROKEN)])
    assert outcome.failed
    assert "Nothing was kept, since there is no graph yet" in told(outcome)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("missing.ttl", BadInput, "there is no such file"),
        ("notes.docx", Usage, "neither a table nor RDF"),
        ("tenures.csv.gz", Usage, "is a packed table"),
        ("tenures.xlsx", Usage, "is a spreadsheet"),
        ("budget.csv", Usage, "is not named as a table"),
        ("empty", Usage, "holds no tables and no RDF"),
        ("pipe.ttl", BadInput, "is neither a file nor a folder"),
    ],
)
def test_what_cannot_be_loaded_is_said_before_anything_is_made(
    tmp_path: Path, name: str, error: type[Exception], said: str
) -> None:
    import os

    path = tmp_path / name
    if name == "empty":
        path.mkdir()
    elif name == "pipe.ttl":
        os.mkfifo(path)
    elif name != "missing.ttl":
        path.write_text("x", encoding="utf-8")
    with pytest.raises(error, match=said):
        load(tmp_path / "home", [path])
    assert not (tmp_path / "home").exists()


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", LABEL.format("a"))
    with pytest.raises(Usage, match="expected one of ttl, trig, nt, nq, rdf, jsonld, csv, untc, found 'turtle'"):
        load(tmp_path / "home", [path], format="turtle")
    with pytest.raises(Usage, match="says what one file is"):
        load(tmp_path / "home", [tmp_path], format="ttl")


# What breaks a shape


def test_what_breaks_a_shape_waits_among_the_claims_with_its_report(started: Home, tmp_path: Path) -> None:
    before = facts(started)
    path = written(tmp_path / "документ.ttl", BROKEN)
    outcome = load(started.path, [path])
    assert outcome.failed
    assert outcome.published is None
    assert outcome.claimed is not None
    assert "Violation: " in told(outcome)
    assert f"nothing became a fact: {len(outcome.violations)} violations of the shapes; kept as claims" in told(outcome)
    # No fact, and no query meets it by chance.
    assert facts(started) == before
    tenure = f"<{ID}tenure/x>"
    assert not ask(started, f"{tenure} ?p ?o")
    assert not ask(started, f"GRAPH ?g {{ {tenure} ?p ?o }}")
    # Who asks for claims gets them, with the report on them and nothing else.
    (graph,) = [name for name in outcome.claimed.counts if name.startswith(CLAIMS) and not name.endswith(".report")]
    assert f"<{graph}>" in told(outcome)
    assert ask(started, f"GRAPH <{graph}> {{ {tenure} ?p ?o }}")
    with Graph(started.current()) as opened:
        result = opened.sparql(f"SELECT ?s FROM <{graph}> {{ ?s ?p ?o }}")  # noqa: S608
        assert isinstance(result, Result)
        assert [row["s"] for row in result.rows] == [f"{ID}tenure/x"]
    report = f"GRAPH <{graph}.report> {{ ?result <http://www.w3.org/ns/shacl#focusNode> {tenure} }}"
    assert ask(started, report)
    assert not ask(started, report.replace(f"{graph}.report", FINDINGS))


def test_a_mended_file_replaces_what_waited(started: Home, tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", BROKEN)
    load(started.path, [path])
    assert load(started.path, [path]).claimed is None
    assert started.current().number == 2
    written(path, BROKEN.replace("tenure/x", "tenure/y"))
    outcome = load(started.path, [path])
    assert outcome.claimed is not None
    claimed = "GRAPH <https://w3id.org/comity/graph/claims/a-ttl>"
    assert ask(started, f"{claimed} {{ <{ID}tenure/y> ?p ?o }}")
    assert not ask(started, f"{claimed} {{ <{ID}tenure/x> ?p ?o }}")
    written(path, LABEL.format("mended"))
    assert load(started.path, [path]).published is not None
    assert not [name for name in started.current().counts if name.startswith(CLAIMS)]
    assert ask(started, "<https://example.org/mended> ?p ?o")


def test_two_files_of_one_name_wait_apart(started: Home, tmp_path: Path) -> None:
    paths = []
    for name in "xy":
        (tmp_path / name).mkdir()
        paths.append(written(tmp_path / name / "a.ttl", BROKEN.replace("tenure/x", f"tenure/{name}")))
    outcome = load(started.path, paths)
    assert outcome.claimed is not None
    names = [name.removeprefix(CLAIMS) for name in outcome.claimed.counts if name.startswith(CLAIMS)]
    assert sorted(names) == ["a-ttl", "a-ttl-2", "a-ttl-2.report", "a-ttl.report"]


def test_tables_that_break_a_shape_leave_no_trace_outside_the_claims(started: Home, mine: Path) -> None:
    # A person who ends a tenure before it starts.
    table = mine / "tenures.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    head = lines[0].split(",")
    cells = lines[1].split(",")
    cells[0], cells[head.index("start")], cells[head.index("end")] = "impossible", "2020-01-02", "2010-01-01"
    written(table, "\n".join([lines[0], ",".join(cells)]) + "\n")
    before = started.current().counts
    outcome = load(started.path, [table])
    assert outcome.claimed is not None
    assert {name: n for name, n in outcome.claimed.counts.items() if not name.startswith(CLAIMS)} == before
    assert "tenures.csv:2" in outcome.findings


def test_violations_are_published_on_demand_and_do_not_block_the_next_load(started: Home, tmp_path: Path) -> None:
    outcome = load(started.path, [written(tmp_path / "a.ttl", BROKEN)], allow_violations=True)
    assert outcome.published is not None
    assert not outcome.published.conforms
    assert ask(started, f"<{ID}tenure/x> ?p ?o")
    assert ask(started, f"GRAPH <{FINDINGS}> {{ ?r <http://www.w3.org/ns/shacl#focusNode> <{ID}tenure/x> }}")
    after = load(started.path, [written(tmp_path / "b.ttl", LABEL.format("b"))])
    assert after.published is not None
    assert not after.published.conforms
    assert "Violation" not in after.findings
    assert after.known_findings >= len(outcome.violations)
    assert load(started.path, [written(tmp_path / "c.ttl", BROKEN.replace("/x", "/z"))]).claimed is not None


# Building


def test_a_build_with_violations_publishes_nothing(started: Home, mine: Path) -> None:
    table = mine / "tenures.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    start = lines[0].split(",").index("start")
    cells[start], cells[start + 1] = "2020-01-02", "2010-01-01"
    written(table, "\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    before = started.current()
    outcome = build(started.path, records=mine)
    assert outcome.failed
    assert "A graph is built whole or not at all" in told(outcome)
    assert started.current() == before
    assert build(started.path, records=mine, allow_violations=True).published is not None
    assert not started.current().conforms


def test_a_build_holds_its_records_and_nothing_of_before(started: Home, few: Path, tmp_path: Path) -> None:
    before = facts(started)
    load(started.path, [written(tmp_path / "a.ttl", LABEL.format("a"))])
    assert not build(started.path, records=few).failed
    assert facts(started) == before
    with pytest.raises(BadInput, match="there is no such folder"):
        build(started.path, records=tmp_path / "missing")


def test_findings_come_in_the_language_asked_for(started: Home, tmp_path: Path) -> None:
    outcome = load(started.path, [written(tmp_path / "a.ttl", BROKEN)], lang="ru")
    assert "Нарушение: " in outcome.findings


def test_the_disk_and_memory_give_the_same(started: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.ttl", LABEL.format("a"))
    other = Home.open(shutil.copytree(started.path, tmp_path / "other"))
    day = dt.date(2024, 11, 21)
    load(started.path, [path], on=day)
    monkeypatch.setattr("comity.loaders.build.IN_MEMORY", 0)
    load(other.path, [path], on=day)
    assert started.current().counts == other.current().counts


# Which graph is read


def test_a_graph_of_a_day_and_the_default_graph(started: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(started.path, [written(tmp_path / "a.ttl", LABEL.format("a"))])
    today = dt.datetime.now(dt.UTC).date()
    assert find_generation(started.path).number == 2
    assert find_generation(started.path, as_known_on=today.isoformat()).number == 2
    with pytest.raises(NotFound, match="has no generation of 2001-01-01 or earlier"):
        find_generation(started.path, as_known_on="2001-01-01")
    with pytest.raises(Usage, match="expected a day such as 2024-11-21, found 'yesterday'"):
        find_generation(started.path, as_known_on="yesterday")
    with pytest.raises(NotFound, match="there is no graph at"):
        find_generation(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(started.path, tmp_path / "comity-graph")
    assert find_generation(None).number == 2


def test_an_empty_graph_in_the_folder_does_not_hide_the_shipped_records(
    started: Home, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("comity.loaders.build.shipped_records", lambda: few)
    Home.create("comity-graph")
    first = find_generation(None)
    assert first.path.is_relative_to(tmp_path / "cache")
    # Damaged, it is built again: nothing is lost with it.
    file = next(file for file in first.store_path.iterdir() if file.suffix == ".sst")
    file.write_bytes(b"")
    assert find_generation(None).damage() == []


def test_a_store_holds_texts_as_they_were_written(started: Home, tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.ttl", '<https://example.org/a> <https://example.org/p> "Ёлка\\t\\"№ 1\\"\\r\\n\\\\"@ru .'
    )
    load(started.path, [path])
    (quad,) = [quad for quad in facts(started) if quad.subject == NamedNode("https://example.org/a")]
    assert quad.object == Literal('Ёлка\t"№ 1"\r\n\\', language="ru")
    with Graph(started.current()) as graph:
        found = graph.sparql("SELECT ?o { <https://example.org/a> ?p ?o }")
    assert isinstance(found, Result)
    assert list(found.terms) == [(quad.object,)]


# A row in another state


def facts_of(folder: Path, home: Path) -> set[Quad]:
    """The facts of a graph built from these tables alone."""
    assert not build(home, records=folder, allow_violations=True).set_aside
    return facts(Home.open(home))


def change(table: Path, line: int, **cells: str) -> str:
    """Rewrite cells of one row; its id."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[line].update(cells)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows[line]["id"]


def test_a_corrected_row_replaces_its_earlier_state(started: Home, mine: Path, tmp_path: Path) -> None:
    tenure = change(mine / "tenures.csv", 0, start="1999-12", end="", end_status="unknown", note="corrected")
    change(mine / "officials.csv", 1, name_en="Another Name", aliases="Alias@en")
    change(mine / "sources.csv", 2, title="Another title")
    outcome = load(started.path, [mine], allow_violations=True)
    assert outcome.published is not None
    assert f"{mine / 'tenures.csv'}: 1 row replaces what the graph held under the same id: tenure/{tenure}" in told(
        outcome
    )
    # What stands now is what a new build of the tables gives.
    assert facts(started) == facts_of(mine, tmp_path / "anew")
    assert load(started.path, [mine]).unchanged


def test_what_other_sources_say_of_a_node_stays(started: Home, mine: Path, tmp_path: Path) -> None:
    tenure = change(mine / "tenures.csv", 0, note="corrected")
    said = f"<{ID}tenure/{tenure}> <https://example.org/remark> 'mine' ."
    load(started.path, [written(tmp_path / "a.ttl", said)], allow_violations=True)
    load(started.path, [mine / "tenures.csv"], allow_violations=True)
    assert ask(started, f"<{ID}tenure/{tenure}> <https://example.org/remark> 'mine'")
    assert ask(started, f"<{ID}tenure/{tenure}> <https://w3id.org/comity/ontology#note> 'corrected'@en") or ask(
        started, f"<{ID}tenure/{tenure}> <https://w3id.org/comity/ontology#note> 'corrected'"
    )


def test_rows_that_moved_are_found_on_their_new_lines(started: Home, mine: Path) -> None:
    table = mine / "tenures.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    written(table, "\n".join([head, "", *rows]) + "\n")
    before = facts(started)
    outcome = load(started.path, [table])
    assert outcome.published is not None
    assert facts(started) == before
    with Graph(started.current()) as graph:
        lines = graph.sparql(
            "SELECT ?row { GRAPH ?g { ?s <https://w3id.org/comity/ontology#recordRow> ?row } "
            f"FILTER(STRSTARTS(STR(?s), '{ID}tenure/')) }} ORDER BY ?row"
        )
        assert isinstance(lines, Result)
        assert [row["row"] for row in lines.rows] == list(range(3, 3 + len(rows)))
    assert load(started.path, [table]).unchanged
