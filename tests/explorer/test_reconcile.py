"""The reconciliation service as OpenRefine uses it; names and ids are those of ``records/*.csv``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import comity
from comity.explorer.asking import Reply
from comity.explorer.pages.matching import _bounds
from comity.tests.explorer.wire import Answer, send

RECORDS = Path(comity.__file__).parent / "records"
FORM = "application/x-www-form-urlencoded"


def rows(name: str) -> list[dict[str, str]]:
    with (RECORDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class OpenRefine:
    """What OpenRefine 3.8 sends: the manifest by GET, batches of ten by POST as ``queries=`` JSON."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.manifest = self.read(send(server, "/reconcile"))

    def read(self, answer: Answer) -> Any:
        assert answer.status == 200, answer.text
        assert answer.media == "application/json"
        return json.loads(answer.body)

    def post(self, **fields: Any) -> Any:
        body = urlencode({name: json.dumps(value) for name, value in fields.items()}).encode()
        return self.read(send(self.server, "/reconcile", "POST", body, content_type=FORM))

    def reconcile(self, queries: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
        found: list[list[dict[str, Any]]] = []
        for start in range(0, len(queries), 10):
            batch = {f"q{n}": query for n, query in enumerate(queries[start : start + 10])}
            answer = self.post(queries=batch)
            assert set(answer) == set(batch)
            found += [answer[name]["result"] for name in batch]
        return found

    def suggest(self, what: str, prefix: str) -> list[dict[str, str]]:
        service = self.manifest["suggest"][what]
        assert service["service_url"] == self.server
        found: list[dict[str, str]] = self.read(
            send(self.server, service["service_path"] + "?" + urlencode({"prefix": prefix, "cursor": 0}))
        )["result"]
        return found


@pytest.fixture(scope="module")
def refine(server: str) -> OpenRefine:
    return OpenRefine(server)


def test_the_manifest_has_what_a_client_needs(refine: OpenRefine) -> None:
    manifest = refine.manifest
    assert "0.2" in manifest["versions"]
    assert manifest["name"]
    assert manifest["identifierSpace"] == "https://w3id.org/comity/id/"
    assert manifest["schemaSpace"] == "https://w3id.org/comity/ontology#"
    assert {"id": "Agency", "name": "agency"} in manifest["defaultTypes"]
    address = manifest["view"]["url"].replace("{{id}}", "state/UZ")
    assert address == refine.server + "/state/UZ"


@pytest.mark.parametrize(
    ("table", "type_", "column"),
    [
        ("agencies", "Agency", "name_ru"),
        ("agencies", "Agency", "name_native"),
        ("agencies", "Agency", "name_en"),
        ("treaties", "Treaty", "name_en"),
        ("states", "State", "name_ru"),
        ("posts", "Post", "name_en"),
    ],
)
def test_a_column_of_names_becomes_ids(refine: OpenRefine, table: str, type_: str, column: str) -> None:
    """Every name of the column that one thing alone has, in Russian, in English, in the state's own language."""
    kind = {"agencies": "agency", "treaties": "treaty", "states": "state", "posts": "post"}[table]
    source = rows("instruments" if table == "treaties" else table)
    if table == "treaties":
        source = [row | {"id": row["id"].removeprefix("treaty/")} for row in source if row["id"].startswith("treaty/")]
    if table == "states":
        source = [row for row in source if row["kind"] == "state"]
    names = [row[column] for row in source]
    alone = [row for row in source if row[column] and names.count(row[column]) == 1][:40]
    assert len(alone) >= 10
    found = refine.reconcile([{"query": row[column], "type": type_, "limit": 3} for row in alone])
    wrong = [
        (row[column], [one["id"] for one in result])
        for row, result in zip(alone, found, strict=True)
        if not result or result[0]["id"] != f"{kind}/{row['id']}" or not result[0]["match"]
    ]
    assert not wrong


def test_a_result_has_the_shape_of_the_protocol(refine: OpenRefine) -> None:
    ((first, *_),) = refine.reconcile([{"query": "O‘zbekiston Respublikasi Bosh prokuraturasi", "type": "Agency"}])
    assert first["id"] == "agency/uz-prosecutor-general-office"
    assert first["name"] == "Prosecutor General's Office of the Republic of Uzbekistan"
    assert first["type"] == [{"id": "Agency", "name": "agency"}]
    assert first["score"] == 100
    assert first["match"] is True
    assert all(set(feature) == {"id", "value"} for feature in first["features"])


def test_a_name_that_many_have_is_no_match(refine: OpenRefine) -> None:
    (found,) = refine.reconcile([{"query": "Генеральная прокуратура", "type": "Agency", "limit": 5}])
    assert len(found) == 5
    assert not any(one["match"] for one in found)


@pytest.mark.parametrize("state", ["UZ", "Узбекистан", "Oʻzbekiston", {"id": "state/UZ", "name": "Uzbekistan"}])
def test_the_state_beside_it_narrows(refine: OpenRefine, state: Any) -> None:
    query = {"query": "Генеральная прокуратура", "type": "Agency", "properties": [{"pid": "state", "v": state}]}
    (found,) = refine.reconcile([query])
    assert found[0]["id"] == "agency/uz-prosecutor-general-office"
    assert found[0]["match"]
    assert [one["id"] for one in found if one["match"]] == [found[0]["id"]]


@pytest.mark.parametrize(
    ("day", "official"), [("2024-11-21", "official/igor-krasnov"), ("2025-10-15", "official/alexander-gutsan")]
)
def test_a_post_on_a_day_is_its_holder(refine: OpenRefine, day: str, official: str) -> None:
    query = {"query": "Prosecutor General of Russia", "type": "Official", "properties": [{"pid": "on", "v": day}]}
    (found,) = refine.reconcile([query])
    assert (found[0]["id"], found[0]["match"]) == (official, True)


def test_the_year_picks_among_the_sessions_of_a_body(refine: OpenRefine) -> None:
    query = {"query": "SCO Prosecutors General Meeting", "type": "Session", "limit": 3}
    years = {row["date"][:4]: row["id"] for row in rows("encounters") if row["body"] == "sco-prosecutors-general"}
    asked = [query | {"properties": [{"pid": "on", "v": year}]} for year in years]
    found = refine.reconcile(asked)
    assert [result[0]["id"] for result in found] == list(years.values())


def test_a_property_of_the_ontology_narrows(refine: OpenRefine) -> None:
    query = {"query": "SCO Prosecutors General Meeting", "type": "Session", "properties": [{"pid": "ordinal", "v": 21}]}
    assert refine.reconcile([query])[0][0]["id"] == "session/sco-prosecutors-general-21"


def test_a_code_or_an_address_is_taken_as_it_stands(refine: OpenRefine) -> None:
    words = ["UZ", "state/UZ", "https://w3id.org/comity/id/state/UZ"]
    for found in refine.reconcile([{"query": one} for one in words]):
        assert (found[0]["id"], found[0]["match"]) == ("state/UZ", True)


def test_titles_of_sources_are_found_only_by_their_type(refine: OpenRefine) -> None:
    plain, typed = refine.reconcile(
        [{"query": "Krasnov in Tashkent"}, {"query": "Krasnov in Tashkent", "type": "Source"}]
    )
    assert not [one for one in plain if one["id"].startswith("source/")]
    assert typed[0]["id"] == "source/gazeta-24432679"


def test_queries_by_get(refine: OpenRefine) -> None:
    path = "/reconcile?" + urlencode({"queries": json.dumps({"q0": {"query": "Узбекистан", "type": "State"}})})
    assert refine.read(send(refine.server, path))["q0"]["result"][0]["id"] == "state/UZ"


def test_extending_a_table(refine: OpenRefine) -> None:
    uz = next(row for row in rows("states") if row["id"] == "UZ")
    asked = {
        "ids": ["state/UZ", "agency/uz-prosecutor-general-office", "state/nobody"],
        "properties": [{"id": "isoAlpha2"}, {"id": "organOf"}, {"id": "exactMatch", "settings": {"limit": 1}}],
    }
    found = refine.post(extend=asked)
    assert [one["id"] for one in found["meta"]] == ["isoAlpha2", "organOf", "exactMatch"]
    assert all(one["name"] for one in found["meta"])
    assert found["rows"]["state/UZ"] == {
        "isoAlpha2": [{"str": "UZ"}],
        "organOf": [],
        "exactMatch": [{"str": f"http://www.wikidata.org/entity/{uz['wikidata']}"}],
    }
    assert found["rows"]["agency/uz-prosecutor-general-office"]["organOf"] == [{"id": "state/UZ", "name": "Uzbekistan"}]
    assert found["rows"]["state/nobody"] == {"isoAlpha2": [], "organOf": [], "exactMatch": []}


def test_values_keep_their_kind(refine: OpenRefine) -> None:
    asked = {"ids": ["session/sco-prosecutors-general-21"], "properties": [{"id": "earliest"}, {"id": "ordinal"}]}
    cells = refine.post(extend=asked)["rows"]["session/sco-prosecutors-general-21"]
    assert cells == {"earliest": [{"date": "2023-11-08"}], "ordinal": [{"int": 21}]}


def test_properties_are_proposed_for_a_type(refine: OpenRefine) -> None:
    service = refine.manifest["extend"]["propose_properties"]
    answer = refine.read(send(refine.server, service["service_path"] + "?type=Session&limit=30"))
    assert answer["type"] == "Session"
    assert {"ordinal", "label"} <= {one["id"] for one in answer["properties"]}
    assert all(one["name"] for one in answer["properties"])


def test_suggestions(refine: OpenRefine) -> None:
    assert refine.suggest("entity", "Krasn")[0]["id"] == "official/igor-krasnov"
    assert {"Agency"} <= {one["id"] for one in refine.suggest("type", "agen")}
    assert {"organOf"} <= {one["id"] for one in refine.suggest("property", "organ")}
    assert refine.suggest("entity", "") == []


def test_a_preview_may_be_framed_by_a_page_of_this_machine_only(refine: OpenRefine, tab: Any) -> None:
    path = "/reconcile/preview?id=session/sco-prosecutors-general-21"
    answer = send(refine.server, path)
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors http://127.0.0.1:* http://localhost:*" in policy
    assert "'none'" in policy.partition("frame-ancestors")[0]
    assert "frame-ancestors 'none'" in send(refine.server, "/").headers["content-security-policy"]
    tab.goto(refine.server + path)
    assert tab.locator("h1").inner_text().startswith("21st SCO Prosecutors General Meeting")
    assert "2023-11-08" in tab.locator("main").inner_text()


def test_other_bodies_than_a_form_are_refused(server: str) -> None:
    for media, body in (("application/json", b'{"queries": {}}'), ("multipart/form-data; boundary=x", b"--x--")):
        answer = send(server, "/reconcile", "POST", body, content_type=media)
        assert (answer.status, answer.media) == (415, "application/json")
    assert send(server, "/reconcile", "POST", b"queries=%FF", content_type=FORM).status == 400
    assert send(server, "/reconcile", "POST", b"a" * 400_001, content_type=FORM).status == 413


HOSTILE = ["<script>alert(1)</script>", "a" * 5000, "\u202e\u0000", "'\"\\", "state/../../etc", "?s ?p ?o }", "9" * 400]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(get: Callable[..., Reply], text: str) -> None:
    query = {"query": text, "type": text, "properties": [{"pid": text, "v": text}, {"pid": "on", "v": text}]}
    for asked in (
        {"queries": json.dumps({"q": query, "r": {"query": text, "properties": [{"pid": "state", "v": text}]}})},
        {"extend": json.dumps({"ids": [text], "properties": [{"id": text, "settings": {"limit": text}}]})},
    ):
        reply = get("api.reconcile", **asked)
        assert reply.status in (200, 400)
        json.loads(reply.body)
    for what in ("entity", "type", "property"):
        reply = get("api.reconcile", path={"service": "suggest", "what": what}, prefix=text)
        assert reply.status in (200, 400)
    reply = get("api.reconcile", path={"service": "preview"}, id=text)
    assert reply.status in (400, 404)
    assert b"<script>alert" not in reply.body


@pytest.mark.parametrize(
    "asked",
    [
        {"queries": "{"}, {"queries": "[]"}, {"queries": '{"q": 1}'}, {"queries": '{"q": {"query": 7}}'},
        {"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(201)})}, {"queries": "[" * 100_000},
        {"extend": '{"ids": 1}'}, {"extend": "null"}, {"extend": '{"ids": [], "properties": {}}'},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_400(get: Callable[..., Reply], asked: dict[str, str]) -> None:
    reply = get("api.reconcile", **asked)
    assert reply.status == 400
    assert json.loads(reply.body)["error"]


def test_odd_queries_are_answered(get: Callable[..., Reply]) -> None:
    odd = [
        {}, {"query": ""}, {"query": "Uzbekistan", "limit": "x"}, {"query": "Uzbekistan", "limit": -3},
        {"query": "Uzbekistan", "type": [{"id": "State"}, 7]}, {"query": "Uzbekistan", "properties": {"a": 1}},
        {"query": "Uzbekistan", "properties": [None, {"v": None}, {"pid": "on", "v": ["2024-02-31", [1]]}]},
    ]  # fmt: skip
    reply = get("api.reconcile", queries=json.dumps({f"q{n}": one for n, one in enumerate(odd)}))
    assert reply.status == 200
    assert set(json.loads(reply.body)) == {f"q{n}" for n in range(len(odd))}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-12", ("2024-12-01", "2024-12-31")),
        ("2024-11-21", ("2024-11-21", "2024-11-21")),
        ("2024-11-21T10:00:00Z", ("2024-11-21", "2024-11-21")),
        ("9999-12", ("9999-12-01", "9999-12-31")),
        ("2024-02-31", None),
        ("0000", None),
        ("soon", None),
    ],
)
def test_days_months_and_years(text: str, bounds: tuple[str, str] | None) -> None:
    found = _bounds(text)
    assert (found and tuple(day.isoformat() for day in found)) == bounds
