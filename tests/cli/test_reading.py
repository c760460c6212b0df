"""What the reading verbs print, in which form and language, and how they end."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from comity.loaders.build import Outcome
from comity.ontology.namespaces import COMITY, ID

from .conftest import Run

HOLDERS = ("query", "holders-of-post", "-p", "post=ru-prosecutor-general", "--on", "2024-11-21")
SESSIONS = ("query", "sessions-of-body", "-p", "body=sco-prosecutors-general")


# Questions


def test_a_table_shows_labels_and_the_sources_as_footnotes(run: Run) -> None:
    lines = run(*HOLDERS, "-f", "table").stdout.splitlines()
    assert lines[0] == "Who held a post on a day?"
    assert "Igor Krasnov" in lines[3]
    assert "[1]" in lines[3]
    assert any(line.startswith("[1] ") and "https://" in line for line in lines)
    assert ID not in "".join(lines[:4])


def test_a_table_is_russian_where_russian_is_asked_for(run: Run) -> None:
    lines = run(*HOLDERS, "-f", "table", "--lang", "ru").stdout.splitlines()
    assert lines[0] == "Кто занимал должность в этот день?"
    assert lines[1].split() == ["должностное", "лицо", "должность", "начало", "конец", "достоверно"]
    assert "Игорь Краснов" in lines[3]
    assert " да " in lines[3]


def test_columns_of_a_table_are_as_wide_as_the_signs_in_them(run: Run) -> None:
    """A Chinese sign takes two columns of a terminal: what stands right of it still stands under its heading."""
    from rich.cells import cell_len

    text = 'SELECT ?a ?b { VALUES (?a ?b) { ("乌兹别克斯坦" "one") ("Узбекистан" "two") ("UZ" "three") } }'
    lines = run("sparql", text, "-f", "table").stdout.splitlines()
    columns = {cell_len(line[: line.index(word)]) for line in lines for word in ("one", "two", "three") if word in line}
    assert len(columns) == 1


def test_csv_tsv_json_and_ndjson_say_the_same(run: Run) -> None:
    table = list(csv.DictReader(io.StringIO(run(*SESSIONS, "-f", "csv").stdout)))
    tabs = list(csv.DictReader(io.StringIO(run(*SESSIONS, "-f", "tsv").stdout), delimiter="\t"))
    rows = json.loads(run(*SESSIONS, "-f", "json").stdout)
    lines = [json.loads(line) for line in run(*SESSIONS, "-f", "ndjson").stdout.splitlines()]
    assert rows == lines
    assert table == tabs
    assert len(table) == len(rows)
    for cells, row in zip(table, rows, strict=True):
        assert cells["session"] == row["session"]
        assert cells["host_label"] == row["host_label"]
        assert cells["ordinal"] == ("" if row["ordinal"] is None else str(row["ordinal"]))
    last = next(row for row in rows if row["ordinal"] == 21)
    assert (last["host"], last["host_label"]) == (ID + "state/CN", "China")
    assert any(source["url"] == "https://rus.sectsco.org/20190715/564945.html" for source in last["sources"])


def test_turtle_of_a_question_is_the_facts_that_the_answer_rests_on(run: Run) -> None:
    text = run(*HOLDERS, "-f", "ttl").stdout
    triples = {(t.subject.value, t.predicate.value) for t in parse(text, format=RdfFormat.TURTLE)}
    assert (ID + "tenure/ru-prosecutor-general-igor-krasnov", COMITY + "start") in triples
    counted = run("query", "topics-by-year", "-f", "ttl")
    assert counted.exit_code == 2
    assert "rests on no single facts" in counted.stderr


def test_only_csv_neutralises_formulas_and_only_those(run: Run) -> None:
    text = 'SELECT ?a { VALUES ?a { "=1+1" "@x" "-5" -5 "a=b" } }'
    cells = run("sparql", text, "-f", "csv").stdout.splitlines()[1:]
    assert cells == ["'=1+1", "'@x", "'-5", "-5", "a=b"]
    assert run("sparql", text, "-f", "tsv").stdout.splitlines()[1:] == ["=1+1", "@x", "-5", "-5", "a=b"]


def test_the_name_of_the_output_tells_the_format(run: Run, tmp_path: Path) -> None:
    for ending in ("csv", "tsv", "json", "ndjson", "ttl", "txt"):
        result = run(*HOLDERS, "-o", f"answer.{ending}")
        assert result.exit_code == 0, result.output
        assert result.stdout == ""
    assert json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))[0]["official_label"] == "Igor Krasnov"
    assert (tmp_path / "answer.txt").read_text(encoding="utf-8").startswith("Who held a post")
    refused = run(*HOLDERS, "-o", "answer.xlsx")
    assert refused.exit_code == 2
    assert "'answer.xlsx' does not tell a format" in refused.stderr
    assert "csv" in refused.stderr


def test_a_pipe_gets_tsv_and_messages_stay_apart(run: Run) -> None:
    result = run("query", "holders-of-post", "-p", "post=ru-prosecutor-general", "--on", "1985-01-01")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["official\tpost\tstart\tend\tacting\tcertain\tchecked\tfact\tsources"]
    assert "Not known: the graph holds" in result.stderr


def test_a_table_without_rows_says_why(run: Run) -> None:
    result = run("query", "holders-of-post", "-p", "post=ru-prosecutor-general", "--on", "1985-01-01", "-f", "table")
    assert "No answer." in result.stdout
    assert "Valentin Stepankov" in result.stdout
    assert result.stderr == ""


def test_a_day_left_out_is_today(run: Run) -> None:
    assert "official/alexander-gutsan" in run("query", "holders-of-post", "-p", "post=ru-prosecutor-general").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("query", "holder-of-post"), "there is no question named 'holder-of-post'; near: holders-of-post"),
        (("query", "holders-of-post"), "needs a value for post (the post)"),
        (("query", "holders-of-post"), "-p post=ru-prosecutor-general"),
        (("query", "holders-of-post", "-p", "posst=x"), "has no parameter 'posst'; near: post"),
        (("query", "holders-of-post", "-p", "post"), "--param takes NAME=VALUE, found 'post'"),
        (("query", "holders-of-post", "-p", "post=a", "-p", "post=b"), "--param gives 'post' twice"),
        (("query", "holders-of-post", "-p", "post=uz-president", "--on", "2024-13-01"), "there is no day '2024-13-01'"),
        (("query", "holders-of-post", "-p", "post=uz-president", "--on", "1.2.24"), "a day such as 2024-11-21"),
        (("query", "aims-of-body", "-p", "body=ksgp", "--on", "2024-01-01"), "does not ask about a day; it takes body"),
        (("query", "most-active-pairs", "-p", "bilateral=perhaps"), "bilateral: expected true or false"),
        (("query", "most-active-pairs", "-p", "from=soon"), "from: expected a day such as 2024-11-21, found 'soon'"),
        (("query", "aims-of-body", "-p", "body=ksgp", "-f", "xlsx"), "Expected one of table, csv, tsv, json"),
        (("query", "--list", "chess"), "no question holds the word 'chess'"),
        (("show", "UZ", "--on", "2024-02-30"), "there is no day '2024-02-30'"),
        (("show", "UZ", "-f", "csv"), "Expected one of table, json"),
        (("search", "zzzzzz"), "nothing is named like 'zzzzzz'"),
        (("search", "Russia", "--kind", "planet"), "unknown kind 'planet'"),
        (("check", "--shapes", "nowhere.ttl"), "nowhere.ttl"),
        (("sparql", "SELECT * { ?s ?p }"), "the query cannot be run"),
        (("sparql", "INSERT DATA { <a:a> <b:b> <c:c> }"), "an update; queries only read"),
        (("sparql", "SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }"), "SERVICE asks another server"),
        (("sparql", "SELECT ?s { ?s ?p ?o } LIMIT 1", "-f", "ttl"), "only CONSTRUCT and DESCRIBE give triples"),
        (("sparql",), "sparql needs a query"),
        (("export", "--around", "UZ", "--query", "disagreements"), "exclude each other"),
        (("export", "-o", "graph.docx"), "does not tell a format"),
        (("export", "-f", "docx"), "Expected one of ttl"),
        (("export", "--sparql", "SELECT * { ?s ?p ?o } LIMIT 1"), "--sparql takes a CONSTRUCT"),
        (("export", "--on", "2024-01-01"), "belong to --query"),
        (("draw", "UZ", "--depth", "0"), "'--depth'"),
        (("store", "tidy"), "'tidy' is not one of"),
        (("store", "backup"), "store backup needs a directory"),
        (("load", "nowhere.ttl"), "nowhere.ttl"),
        (("build", "--records", "nowhere"), "nowhere"),
        (("query", "disagreements", "--lang", "x"), "expected a language such as en, ru or uz"),
        (("query", "disagreements", "--timeout", "nan"), "--timeout: expected seconds between"),
        (("query", "disagreements", "--graph", "nowhere"), "there is no graph at nowhere"),
        (("query", "disagreements", "--as-known-on", "yesterday"), "--as-known-on: expected a day"),
        (("frobnicate",), "No such command 'frobnicate'"),
    ],
)
def test_what_goes_wrong_is_said_in_words(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert result.stderr.startswith("comity: ")
    assert said in result.stderr
    assert result.stdout == ""


# The list of questions


def test_the_list_names_every_question_with_what_it_needs(run: Run) -> None:
    from comity.queries.catalogue import catalogue

    lines = run("query", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == sorted(catalogue())
    at = next(i for i, line in enumerate(lines) if line.startswith("holders-of-post "))
    assert lines[at].endswith("Who held a post on a day?")
    assert lines[at + 1].split() == ["post=ru-prosecutor-general", "[on=2024-11-21]"]
    assert run("query").stdout.splitlines() == lines


def test_the_list_is_narrowed_by_a_word_and_told_in_russian(run: Run) -> None:
    lines = run("query", "--list", "должность", "--lang", "ru").stdout.splitlines()
    assert any("Кто занимал должность в этот день?" in line for line in lines)
    assert all(line.startswith(" ") or "должность" in line for line in lines)
    described = run("query", "--list", "holders-of-post", "--lang", "ru").stdout
    assert "день, о котором вопрос (по умолчанию today)" in described
    assert json.loads(run("query", "--list", "-f", "json").stdout)[0]["parameters"]["state"]["required"] is True


# Cards


def test_a_card_is_found_by_name_slug_and_address(run: Run) -> None:
    cards = [run("show", name).stdout for name in ("Игоря Краснова", "igor-krasnov", ID + "official/igor-krasnov")]
    assert cards[0] == cards[1] == cards[2]
    lines = cards[0].splitlines()
    assert lines[0].startswith("Igor Krasnov")
    assert any(
        "2020-01-22 – 2025-09-24" in line and "Prosecutor General of the Russian Federation" in line for line in lines
    )


def test_a_card_in_russian_has_no_machine_words(run: Run) -> None:
    text = run("show", "igor-krasnov", "--lang", "ru").stdout
    body = text.split("\n[1] ", 1)[0]
    for heading in ("Пребывание в должностях", "Участие", "Предложено, обещано, оценено"):
        assert heading in body
    assert "Генеральный прокурор Российской Федерации" in body
    assert body.count("https://") == 1  # the address of the thing itself
    assert not [word for word in ("comity:", "false", "true", "None", "sameAs", "P30D", "..") if word in body]


@pytest.mark.parametrize(
    ("name", "heading", "line"),
    [
        ("UZ", "In office on 2024-11-21", "Prosecutor General of the Republic of Uzbekistan: Nigmatilla Yuldashev"),
        (
            "uz-prosecutor-general-office",
            "In office on 2024-11-21",
            "Uzbekistan: Nigmatilla Yuldashev; 2019-06-20 – now",
        ),
        ("ru-prosecutor-general", "Tenures", "Igor Krasnov"),
        ("sco-prosecutors-general", "Working rules", "rotation: order of the Russian alphabet"),
        ("session/sco-prosecutors-general-21", "Took part", "Igor Krasnov (Prosecutor General of the Russian"),
        ("untoc", "Acts towards treaties", "ratification: Russia"),
        ("organisation/sco", "Memberships", "Uzbekistan, member"),
        ("proposal/krasnov-ksgp-secretariat", "", "to: Nigmatilla Yuldashev"),
        ("source/sco-prosecutors-general-page", "Working rules", "rhythm: annual"),
        ("tenure/ru-prosecutor-general-igor-krasnov", "Took part", "Audience of Igor Krasnov with President"),
        ("instrument/sco-prosecutors-general-21-minutes", "", "signed at: 21st SCO Prosecutors General Meeting"),
    ],
)
def test_each_kind_of_thing_has_its_card(run: Run, name: str, heading: str, line: str) -> None:
    words = ("show", name, "--limit", "100", *(("--on", "2024-11-21") if "In office" in heading else ()))
    lines = run(*words).stdout.splitlines()
    assert any(line in " ".join(lines[i : i + 2]) for i in range(len(lines)))
    if heading:
        assert heading in lines


def test_a_post_with_a_day_is_whoever_held_it(run: Run) -> None:
    assert run("show", "Prosecutor General of Russia", "--on", "2024-11-21").stdout.startswith("Igor Krasnov")
    assert run("show", "Prosecutor General of Russia", "--on", "2025-10-21").stdout.startswith("Alexander Gutsan")
    assert run("show", "Prosecutor General of Russia").stdout.startswith("Prosecutor General of the Russian Federation")


def test_a_card_as_json_carries_addresses_labels_and_sources(run: Run) -> None:
    card = json.loads(run("show", "igor-krasnov", "-f", "json").stdout)
    tenure = card["facts"]["Tenure"][-1]
    assert tenure["fact"].startswith(ID + "tenure/")
    assert tenure["sources"][0]["url"].startswith("https://")
    assert "Игорь Краснов" in card["names"]["ru"]


def test_an_ambiguous_name_is_answered_with_choices(run: Run) -> None:
    result = run("show", "прокурор")
    assert result.exit_code == 1
    assert "fits several:" in result.stderr
    assert result.stderr.count("post/") >= 3


# Search


def test_a_search_shows_what_matched_and_narrows_by_kind(run: Run) -> None:
    rows = json.loads(run("search", "Генпрокурор", "РФ", "-f", "json").stdout)
    assert rows[0]["slug"] == "post/ru-prosecutor-general"
    assert rows[0]["thing_label"] == "Prosecutor General of the Russian Federation"
    assert rows[0]["matched"] == "Генеральный прокурор Российской Федерации"
    states = run("search", "Казахстан", "--kind", "state").stdout.splitlines()[1:]
    assert states
    assert all(line.startswith("state/") for line in states)
    assert states[0].startswith("state/KZ\t")


def test_near_names_are_told_where_nothing_is_found(run: Run) -> None:
    result = run("search", "Крзнв")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Near:" in result.stderr


# SPARQL


def test_sparql_comes_as_text_file_and_standard_input(run: Run, tmp_path: Path) -> None:
    text = "SELECT ?s WHERE { ?s a comity:Body } ORDER BY ?s LIMIT 2"
    (tmp_path / "q.rq").write_text("\ufeff" + text, encoding="utf-8")
    assert run("sparql", text).stdout == run("sparql", "q.rq").stdout == run("sparql", "-", input=text).stdout
    (tmp_path / "bad.rq").write_bytes(b"SELECT * { ?s ?p '\xff' }")
    for words, data in ((("sparql", "bad.rq"), None), (("sparql", "-"), b"\xff")):
        result = run(*words, input=data)
        assert result.exit_code == 2
        assert "is not UTF-8 text" in result.stderr
    assert "No such file" in run("sparql", "nowhere.rq").stderr


def test_ask_construct_and_describe_have_their_forms(run: Run) -> None:
    assert run("sparql", "ASK { ?s a comity:Session }").stdout == "true\n"
    triples = run("sparql", "CONSTRUCT { ?s comity:ordinal ?n } WHERE { ?s comity:ordinal ?n }").stdout
    assert len(list(parse(triples, format=RdfFormat.TURTLE))) >= 22
    described = run("sparql", f"DESCRIBE <{ID}body/ksgp>", "-f", "nt").stdout
    assert all(line.startswith(f"<{ID}body/ksgp>") for line in described.splitlines())
    assert run("sparql", "ASK { ?s ?p ?o }", "-f", "ttl").exit_code == 2


def test_the_prefixes_are_listed_and_known(run: Run) -> None:
    listed = run("sparql", "--prefixes").stdout
    assert f"<{COMITY}>" in listed
    text = "SELECT ?f { ?f prov:wasDerivedFrom/comity:source source:sco-prosecutors-general-page } LIMIT 1"
    assert run("sparql", text).exit_code == 0


def test_a_query_that_takes_too_long_ends_with_124(run: Run) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    result = run("sparql", text, "--timeout", "0.5")
    assert result.exit_code == 124
    assert "longer than 0.5 seconds" in result.stderr


# Check, export, store


OWN_SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix comity: <https://w3id.org/comity/ontology#> .
<urn:shape> a sh:NodeShape ; sh:targetClass comity:Body ; sh:property <urn:p> .
<urn:p> sh:path comity:website ; sh:minCount 1 ; sh:message 'A body has a website.' ."""


def test_check_prints_sentences_or_a_report_and_ends_with_1_where_the_graph_does_not_conform(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "own.ttl").write_text(OWN_SHAPE, encoding="utf-8")
    result = run("check", "--shapes", "own.ttl")
    assert result.exit_code == 1
    assert "A body has a website." in result.stdout
    assert run("check", "--shapes", "own.ttl", "-o", "report.ttl").exit_code == 1
    assert "sh:ValidationReport" in (tmp_path / "report.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("format", ["ttl", "trig", "nt", "nq", "rdf", "jsonld", "graphml", "gexf", "csv"])
def test_export_writes_every_format_of_what_lies_around_a_thing(run: Run, tmp_path: Path, format: str) -> None:
    result = run("export", "--around", "КСГП", "--depth", "1", "-o", f"out.{format}")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert "ksgp" in (tmp_path / f"out.{format}").read_text(encoding="utf-8")


def test_export_writes_the_facts_of_an_answer_and_of_a_construct(run: Run, tmp_path: Path) -> None:
    words = ("export", "--query", "holders-of-post", "-p", "post=ru-prosecutor-general", "--on", "2024-11-21")
    assert "tenure:ru-prosecutor-general-igor-krasnov" in run(*words).stdout
    (tmp_path / "c.rq").write_text(
        "CONSTRUCT { ?s comity:ordinal ?n } WHERE { ?s comity:ordinal ?n }", encoding="utf-8"
    )
    assert len(list(parse(run("export", "--sparql", "c.rq").stdout, format=RdfFormat.TURTLE))) >= 22


def test_an_output_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    for words in (HOLDERS, ("show", "ksgp"), ("export", "--around", "ksgp")):
        result = run(*words, "-o", "no/such/folder/out.ttl" if words[0] != "show" else "no/such/folder/out.json")
        assert result.exit_code == 1
        assert "no/such/folder" in result.stderr
        assert "No such file or directory" in result.stderr


def test_the_generations_are_listed_and_verified(run: Run, built: tuple[Path, Outcome]) -> None:
    assert "conforms" in run("store", "list").stdout
    assert "every file as it was published" in run("store", "verify").stdout


def test_a_language_without_words_falls_back(run: Run) -> None:
    kazakh = run("show", "UZ", "--lang", "kk").stdout.splitlines()
    assert kazakh[0].startswith("Өзбекстан")
    assert "Memberships" in kazakh
    nowhere = run("show", "UZ", "--lang", "qqq").stdout.splitlines()
    assert nowhere[0].startswith("Uzbekistan")
