"""What a reader gets: findings in order, in sentences that name things, in both languages; and a report in RDF."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from comity import ontology
from comity.cli import cli
from comity.graph.check import Report, check
from comity.ontology.namespaces import COMITY, ORIGIN

from .oracle import comity, shapes_of, store_of, words

EXAMPLES = resources.files(ontology).joinpath("examples")


def story(*names: str, more: str = "") -> Store:
    """Examples beside the ontology and the vocabularies."""
    store = Store()
    store.bulk_extend(words())
    for name in ("cast", *names):
        store.load(EXAMPLES.joinpath(f"{name}.ttl").read_bytes(), RdfFormat.TURTLE)
    store.load(more.encode(), RdfFormat.TURTLE)
    return store


def came_from(store: Store, places: Mapping[str, tuple[str, int]]) -> None:
    """Note for nodes of the examples the file and row that they are said to come from."""
    for name, (file, row) in places.items():
        node = NamedNode(f"https://example.org/gulliver/{name}")
        store.add(Quad(node, NamedNode(COMITY + "recordFile"), Literal(file), NamedNode(ORIGIN)))
        store.add(Quad(node, NamedNode(COMITY + "recordRow"), Literal(row), NamedNode(ORIGIN)))


def lines(report: Report, lang: str = "en") -> list[str]:
    text: str = report.text(lang)
    return text.splitlines()


# Sentences


def test_a_finding_is_one_sentence_with_its_row_and_the_names_of_things() -> None:
    store = story("overlapping-tenures")
    came_from(store, {"flimnap-sews": ("tenures.csv", 12)})
    report = check(store)
    assert lines(report) == [
        "tenures.csv:12: Violation: tenure (Flimnap, Court Tailor, 2001-03-01) overlaps "
        "tenure (Reldresal, Court Tailor, 2004-06): "
        "Court Tailor is a post for one.",
        "Violations: 1, warnings: 0, info: 0.",
    ]
    assert lines(report, "ru") == [
        "tenures.csv:12: Нарушение: пребывание в должности (Флимнап, Придворный портной, 2001-03-01) и "
        "пребывание в должности (Рельдресель, Придворный портной, 2004-06) пересекаются, "
        "а должность Придворный портной — для одного человека.",
        "Нарушений: 1, предупреждений: 0, к сведению: 0.",
    ]


def test_what_was_loaded_from_rdf_is_placed_by_its_source() -> None:
    (line, _) = lines(check(story("overlapping-tenures")))
    assert line.startswith("Travels into Several Remote Nations of the World, part I, chapter IV: Violation: ")


def test_a_node_without_row_and_source_is_named_by_its_address() -> None:
    (first, *_) = lines(check(story("evidence")))
    assert first == ("Violation: Balmuff rests on no value, where at least one passage of a source is expected.")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "en",
            "tenure (Reldresal, Prosecutor General of Lilliput, 2004-06): "
            "the class 'tenure' has no property comity:holdr, "
            'which is Flimnap here; the nearest that it has: "holder" (comity:holder).',
        ),
        (
            "ru",
            "пребывание в должности (Рельдресель, Генеральный прокурор Лилипутии, 2004-06): "
            "у класса «пребывание в должности» нет свойства comity:holdr, а здесь оно имеет значение Флимнап; "
            "ближайшее из имеющихся: «занимающий должность» (comity:holder).",
        ),
    ],
)
def test_a_misspelt_property_is_named_with_the_one_it_resembles(lang: str, expected: str) -> None:
    # not-a-term: holdr
    (line, _) = lines(check(story("tenure")), lang)
    assert line.endswith(expected)


def test_a_property_like_none_is_said_to_be_like_none() -> None:
    # not-a-term: zzz
    more = "<https://example.org/gulliver/flimnap> <https://w3id.org/comity/ontology#zzz> 1 ."
    (line, _) = lines(check(story(more=more)))
    assert line.endswith(
        "Flimnap: the class 'official' has no property comity:zzz, which is 1 here; the nearest that it has: none."
    )


def test_several_values_are_both_shown_where_one_is_expected() -> None:
    (line, _) = lines(check(story("territory")))
    assert line.endswith(
        'The Strait: the property "territory of" (comity:territoryOf) has Blefuscu, Lilliput, '
        "where at most one state is expected."
    )


def test_the_source_of_a_rule_is_named_with_its_locator() -> None:
    line = next(line for line in lines(check(story("annual-rhythm"))) if "every year" in line)
    assert line.endswith(
        'Stick-Jumping says it meets every year ("Travels into Several Remote Nations of the World", '
        "part I, chapter IV), but the graph has no session of it in 2002."
    )


def test_a_shape_of_ones_own_needs_no_name_of_the_node_in_its_message() -> None:
    shape = """:s a sh:NodeShape ; sh:targetClass :Thing ;
        sh:property [ sh:path :name ; sh:minCount 1 ; sh:message "A name is missing"@en ] ."""
    report = comity(":a a :Thing .", shape)
    assert lines(report)[0] == "Violation: <http://example.org/a>: A name is missing."


# Order


def test_the_gravest_come_first_then_files_and_rows_in_natural_order() -> None:
    nodes = [f":n{n}" for n in range(1, 13)]
    shapes = """
        :i a sh:NodeShape ; sh:targetClass :T ; sh:severity sh:Info ;
          sh:property [ sh:path :x ; sh:minCount 1 ; sh:severity sh:Info ] .
        :w a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :y ; sh:minCount 1 ; sh:severity sh:Warning ] .
        :v a sh:NodeShape ; sh:targetNode :n7 ; sh:property [ sh:path :z ; sh:minCount 1 ] .
    """
    report = check(store_of(" ".join(f"{node} a :T ." for node in nodes)), shapes_of(shapes))

    def place(node: object) -> str:
        number = int(str(node).rstrip(">").rpartition("/n")[2])
        return f"{'b' if number % 2 else 'a'}.csv:{number}"

    found = report.text("en", origin=place).splitlines()[:-1]
    rows = ["a.csv:2", "a.csv:4", "a.csv:6", "a.csv:8", "a.csv:10", "a.csv:12"]
    rows += ["b.csv:1", "b.csv:3", "b.csv:5", "b.csv:7", "b.csv:9", "b.csv:11"]
    wanted = ["b.csv:7: Violation"] + [f"{row}: Warning" for row in rows] + [f"{row}: Info" for row in rows]
    assert [": ".join(line.split(": ")[:2]) for line in found] == wanted


def test_what_sources_disagree_on_comes_after_what_is_news() -> None:
    store = story("sources-disagree", "tenure-twice")
    came_from(store, {"limtoc-start": ("divergences.csv", 2), "reldresal-bakes": ("tenures.csv", 300)})
    assert [line.split(": ")[0] for line in lines(check(store))] == [
        "tenures.csv:300",
        "divergences.csv:2",
        "Violations",
    ]


def test_the_text_is_the_same_each_time() -> None:
    names = ("sources-disagree", "annual-rhythm", "russian-alphabet-rotation", "ordinal-gap", "evidence")
    assert check(story(*names)).text() == check(story(*reversed(names))).text()


# In RDF


REPORT_SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
  sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ,
    [ sh:path sh:result ; sh:minCount 3 ; sh:class sh:ValidationResult ] .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
  sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( sh:Violation sh:Warning sh:Info ) ] ,
    [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sh:sourceShape ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:value ; sh:maxCount 1 ] , [ sh:path sh:resultPath ; sh:maxCount 1 ] ,
    [ sh:path sh:resultMessage ; sh:minCount 2 ; sh:uniqueLang true ; sh:languageIn ( "en" "ru" ) ] .
"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_report_in_turtle_is_one_that_rdflib_and_pyshacl_read() -> None:
    import pyshacl
    import rdflib

    report = check(story("annual-rhythm", "russian-alphabet-rotation", "tenure"))
    assert [finding.severity for finding in report] != []
    graph = rdflib.Graph().parse(data=report.turtle(), format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=REPORT_SHAPE, shacl_graph_format="turtle")
    assert conforms, text

    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    (top,) = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert graph.value(top, sh.conforms) == rdflib.Literal(False)
    assert len(list(graph.objects(top, sh.result))) == len(report) == sum(report.counts.values())
    assert {str(graph.value(result, sh.resultSeverity)) for result in graph.objects(top, sh.result)} == {
        "http://www.w3.org/ns/shacl#" + finding.severity for finding in report
    }
    messages = {str(text) for text in graph.objects(None, sh.resultMessage)}
    assert any("Stick-Jumping says it meets every year" in text for text in messages), "names, not addresses"


def test_a_report_without_findings_conforms() -> None:
    report = check(story())
    assert report.conforms
    assert report.text() == "The data conform: nothing was found."
    assert report.text("ru") == "Данные соответствуют формам: замечаний нет."
    assert "sh:conforms true" in report.turtle()


# At the command line


def test_a_typo_in_a_users_turtle_stops_the_load_and_is_named_by_check(tmp_path: Path) -> None:
    # not-a-term: holdr
    mine = tmp_path / "mine.ttl"
    mine.write_text("".join(EXAMPLES.joinpath(name).read_text(encoding="utf-8") for name in ("cast.ttl", "tenure.ttl")))
    graph = str(tmp_path / "graph")
    expected = "the class 'tenure' has no property comity:holdr, which is Flimnap here; the nearest that it has: "

    refused = CliRunner().invoke(cli, ["load", str(mine), "--graph", graph])
    assert refused.exit_code == 1
    assert expected in refused.output

    loaded = CliRunner().invoke(cli, ["load", str(mine), "--graph", graph, "--allow-violations"])
    assert loaded.exit_code == 0
    checked = CliRunner().invoke(cli, ["check", "--graph", graph])
    assert checked.exit_code == 1
    assert expected in checked.output
    assert checked.output.endswith("Violations: 1, warnings: 0, info: 0.\n")
