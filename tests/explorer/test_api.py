"""The JSON routes and the document that describes them: neither can say what the other does not."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from comity.explorer.asking import Ask, Reply
from comity.explorer.pages.api import _ANSWERS
from comity.explorer.pages.operations import FORMS, OPERATIONS, parameters_of
from comity.ontology.namespaces import COMITY, PREFIXES
from comity.queries.catalogue import catalogue
from comity.queries.session import Graph
from comity.tests.explorer.wire import Answer, send


def fits(value: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """Where a value is not what a JSON Schema says, as far as the document uses it."""
    if "anyOf" in schema:
        tried = [fits(value, one, where) for one in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    kind = schema.get("type")
    kinds: dict[str, Any] = {
        "object": dict, "array": list, "string": str, "number": (int, float), "integer": int, "boolean": bool,
        "null": type(None),
    }  # fmt: skip
    if kind and (not isinstance(value, kinds[kind]) or (kind in ("integer", "number") and isinstance(value, bool))):
        return [f"{where} is no {kind}: {value!r:.80}"]
    found = []
    if kind == "object":
        found += [f"{where} has no {name}" for name in schema.get("required", ()) if name not in value]
        for name, one in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            found += fits(one, inner, f"{where}.{name}")
    if kind == "array":
        for number, one in enumerate(value):
            found += fits(one, schema.get("items", {}), f"{where}[{number}]")
    if kind == "string" and schema.get("format") == "uri" and not value.startswith(("http://", "https://")):
        found.append(f"{where} is no address: {value!r}")
    return found


@pytest.fixture(scope="module")
def document(server: str) -> dict[str, Any]:
    answer = send(server, "/openapi.json")
    assert (answer.status, answer.media) == (200, "application/json")
    found: dict[str, Any] = json.loads(answer.body)
    return found


def _asked(server: str, operation: str, /, **query: str) -> Answer:
    return send(server, f"/api/{operation}?{urlencode(query)}")


def test_every_operation_is_documented_and_answered(document: dict[str, Any]) -> None:
    documented = {path.removeprefix("/api/") for path in document["paths"] if path.startswith("/api/")}
    assert documented == set(OPERATIONS) == set(_ANSWERS)
    assert document["openapi"].startswith("3.1")
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_parameter_is_documented_and_taken(document: dict[str, Any], server: str, name: str) -> None:
    operation = OPERATIONS[name]
    said = {one["name"]: one for one in document["paths"][f"/api/{name}"]["get"]["parameters"]}
    assert set(said) - {"parameters"} == {one.name for one in parameters_of(operation)}
    for parameter in parameters_of(operation):
        assert said[parameter.name]["description"]
        assert parameter.example, f"{parameter.name} has an example"
        answer = _asked(server, name, **{**operation.example, parameter.name: parameter.example})
        # An example of one question need not fit the other parameters of another.
        assert answer.status == 200, (parameter.name, answer.text[:300])
    if not operation.free:
        assert _asked(server, name, **operation.example, nobody="1").status == 400
    for parameter in parameters_of(operation):
        if parameter.required:
            query = {key: value for key, value in operation.example.items() if key != parameter.name}
            answer = _asked(server, name, **query)
            assert answer.status == 400
            assert json.loads(answer.body)["error"].startswith(parameter.name)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_documented_parameter_is_read_and_no_other(
    get: Callable[..., Reply], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    read: set[str] = set()
    plain, every = Ask.get, Ask.all

    def one(self: Ask, field: str, default: str = "") -> str:
        read.add(field)
        value: str = plain(self, field, default)
        return value

    def many(self: Ask, field: str) -> list[str]:
        read.add(field)
        values: list[str] = every(self, field)
        return values

    monkeypatch.setattr(Ask, "get", one)
    monkeypatch.setattr(Ask, "all", many)
    # What must be given is looked for in any case: here only what the answer itself reads counts.
    monkeypatch.setattr("comity.explorer.pages.api._checked", lambda operation, ask: None)
    operation = OPERATIONS[name]
    assert get("api", path={"name": name}, **operation.example).status == 200
    names = {parameter.name for parameter in operation.parameters}
    own = set(operation.example) - names
    assert read - own - {"format"} == names - {"lang"}


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_example_has_the_shape_that_is_documented(
    document: dict[str, Any], server: str, name: str, lang: str
) -> None:
    answer = _asked(server, name, **OPERATIONS[name].example, lang=lang)
    assert (answer.status, answer.media) == (200, "application/json")
    content = document["paths"][f"/api/{name}"]["get"]["responses"]["200"]["content"]
    schema = content["application/json"]["schema"]
    assert fits(json.loads(answer.body), schema) == []


def test_the_check_of_shapes_sees_a_fault() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}, "required": ["b"]}
    assert fits({"a": ["x", 1]}, schema) == ["$ has no b", "$.a[1] is no string: 1"]


@pytest.mark.parametrize("name", [name for name, one in OPERATIONS.items() if len(one.forms) > 1])
def test_every_form_is_documented_and_given(document: dict[str, Any], server: str, name: str) -> None:
    content = document["paths"][f"/api/{name}"]["get"]["responses"]["200"]["content"]
    assert set(content) == {FORMS[form] for form in OPERATIONS[name].forms}
    for form in OPERATIONS[name].forms:
        answer = _asked(server, name, **OPERATIONS[name].example, format=form)
        assert (answer.status, answer.media) == (200, FORMS[form])
        assert answer.body.strip(), form


def test_the_paths_of_the_document_are_there(document: dict[str, Any], server: str) -> None:
    for path, operations in document["paths"].items():
        if "get" not in operations:
            continue
        address, query = path, {}
        for parameter in operations["get"]["parameters"]:
            example = parameter.get("example")
            if parameter["in"] == "path":
                address = address.replace("{" + parameter["name"] + "}", str(example))
            elif example and parameter.get("required"):
                query[parameter["name"]] = example
        answer = send(server, address + (f"?{urlencode(query, doseq=True)}" if query else ""))
        expected = 400 if path in ("/graph-store", "/api/question") and answer.status == 400 else None
        assert answer.status in (200, 303, expected), (address, answer.text[:200])
        if answer.status == 200 and path != "/sparql":
            assert answer.media in operations["get"]["responses"]["200"]["content"], address


# What they answer


def test_search_finds_a_name_in_any_script(get: Callable[..., Reply]) -> None:
    for words in ("Krasnov", "Краснов", "إيغور كراسنوف"):
        hits = json.loads(get("api", path={"name": "search"}, q=words).body)["hits"]
        assert hits[0]["iri"] == "https://w3id.org/comity/id/official/igor-krasnov"
        assert hits[0]["path"] == "/official/igor-krasnov"
        assert hits[0]["label"] == "Igor Krasnov"


def test_suggestions_are_few_and_of_the_kind(get: Callable[..., Reply]) -> None:
    found = json.loads(get("api", path={"name": "suggest"}, q="prosecutor", kind=["agency", "body"], limit=4).body)
    assert len(found) == 4
    assert {one["kind"] for one in found} <= {"agency", "body"}


def test_between_is_what_the_graph_says(get: Callable[..., Reply], graph: Graph) -> None:
    asked = {"a": "UZ", "b": "RU", "on": "2024-11-21"}
    found = json.loads(get("api", path={"name": "between"}, **asked).body)
    told = graph.treaty_law.between(**asked)
    assert found == json.loads(json.dumps(told.to_dict()))
    table = get("api", path={"name": "between"}, **asked, format="csv").body.decode()
    assert [row["treaty"] for row in csv.DictReader(io.StringIO(table))] == [row["treaty"] for row in told.rows]


def test_what_was_known_and_what_is_supposed_change_the_answer(get: Callable[..., Reply]) -> None:
    def treaties(**more: str) -> set[str]:
        reply = get("api", path={"name": "between"}, a="UZ", b="RU", on="2024-11-21", **more)
        assert reply.status == 200, reply.body
        return {one["treaty"] for one in json.loads(reply.body)["in_force"]}

    assert treaties(as_known_on="1995-01-01") < treaties()
    assert treaties(suppose="UZ:withdrawal:untoc:2020-01-01") == treaties() - {"untoc"}


def test_as_many_acts_are_supposed_as_on_the_page(get: Callable[..., Reply]) -> None:
    acts = [f"UZ:withdrawal:untoc:20{year}-01-01" for year in range(10, 16)]
    reply = get("api", {"name": "between"}, "/api/between", a="UZ", b="RU", on="2024-11-21", suppose=acts)
    assert reply.status == 400
    assert "at most 5" in json.loads(reply.body)["error"]


@pytest.mark.parametrize(
    ("day", "official"), [("2024-11-21", "official/igor-krasnov"), ("2025-10-15", "official/alexander-gutsan")]
)
def test_a_question_takes_its_own_parameters(get: Callable[..., Reply], day: str, official: str) -> None:
    reply = get("api", path={"name": "question"}, name="holders-of-post", post="ru-prosecutor-general", on=day)
    rows = json.loads(reply.body)["rows"]
    assert [row["official"].removeprefix("https://w3id.org/comity/id/") for row in rows] == [official]
    assert rows[0]["sources"], "every row says what it rests on"


def test_a_blank_answer_says_why(get: Callable[..., Reply]) -> None:
    reply = get("api", path={"name": "question"}, name="holders-of-post", post="ru-prosecutor-general", on="1800-01-01")
    found = json.loads(reply.body)
    assert found["rows"] == []
    assert found["blank"]["text"]


@pytest.mark.parametrize("given", [{"timeout": "1e9"}, {"self": "x"}, {"asked": "1"}, {"zzz": "1"}])
def test_a_question_takes_no_other_parameters(get: Callable[..., Reply], given: dict[str, str]) -> None:
    reply = get("api", path={"name": "question"}, name="holders-of-post", post="ru-prosecutor-general", **given)
    assert reply.status == 400
    assert "has no parameter" in json.loads(reply.body)["error"]


def test_the_catalogue_is_listed_and_runs_with_its_examples(get: Callable[..., Reply]) -> None:
    listed = json.loads(get("api", path={"name": "questions"}, lang="ru").body)
    assert [one["name"] for one in listed] == list(catalogue())
    for one in listed[::6]:  # each of them is run where questions are tested
        examples = {parameter["name"]: parameter["example"] for parameter in one["parameters"] if parameter["required"]}
        reply = get("api", path={"name": "question"}, **{"name": one["name"], **examples})
        assert reply.status == 200, (one["name"], reply.body)


def test_terms_are_those_of_the_ontology(get: Callable[..., Reply]) -> None:
    found = json.loads(get("api", path={"name": "terms"}, lang="ru").body)
    assert found["prefixes"] == dict(PREFIXES)
    tenure = next(one for one in found["classes"] if one["iri"] == COMITY + "Tenure")
    assert tenure["name"] == "comity:Tenure"
    holder = next(one for one in found["properties"] if one["name"] == "comity:holder")
    assert (holder["domain"], holder["range"]) == (["comity:Tenure"], ["comity:Official"])
    measures = next(one for one in found["vocabularies"] if one["name"] == "measure")
    assert {"name": "measure:extradition", "label": "выдача"}.items() <= {
        **measures["concepts"][0],
    }.items()


HOSTILE = ["<script>alert(1)</script>", "' OR 1=1", "\u202eabc\u0000", "} UNION { ?s ?p ?o", "../../etc/passwd", "-1"]


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_are_refused_or_not_found(get: Callable[..., Reply], name: str, text: str) -> None:
    for parameter in parameters_of(OPERATIONS[name]):
        if parameter.name == "lang":
            continue  # the server takes the languages it has and no other
        reply = get("api", path={"name": name}, **{**OPERATIONS[name].example, parameter.name: text})
        assert reply.status in (200, 400, 404), (parameter.name, reply.body)
        assert reply.media == "application/json"
        json.loads(reply.body)


def test_an_unknown_operation_is_404(server: str) -> None:
    answer = send(server, "/api/nothing")
    assert (answer.status, answer.media) == (404, "application/json")
    assert "search" in json.loads(answer.body)["error"]
