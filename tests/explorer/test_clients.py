"""Programs of others, as they are: SPARQLWrapper, rdflib's SPARQLStore, curl."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from typing import Any

import pytest
import rdflib
import SPARQLWrapper as wrapper
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

# SPARQLWrapper and rdflib use their own deprecated ways.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ID = "https://w3id.org/comity/id/"
COMITY = "https://w3id.org/comity/ontology#"
# records/tenures.csv: the row ru-prosecutor-general-igor-krasnov.
TENURE = ID + "tenure/ru-prosecutor-general-igor-krasnov"
HOLDER = f"SELECT ?who WHERE {{ <{TENURE}> <{COMITY}holder> ?who }}"
KRASNOV = ID + "official/igor-krasnov"


def _wrapper(server: str, text: str, form: str, method: str = wrapper.GET) -> Any:
    asked = wrapper.SPARQLWrapper(server + "/sparql")
    asked.setQuery(text)
    asked.setReturnFormat(form)
    asked.setMethod(method)
    return asked


@pytest.mark.parametrize("method", [wrapper.GET, wrapper.POST])
class TestSparqlWrapper:
    def test_json(self, server: str, method: str) -> None:
        found = _wrapper(server, HOLDER, wrapper.JSON, method).queryAndConvert()
        assert [row["who"]["value"] for row in found["results"]["bindings"]] == [KRASNOV]

    def test_json_by_direct_post(self, server: str, method: str) -> None:
        asked = _wrapper(server, HOLDER, wrapper.JSON, wrapper.POST)
        asked.setRequestMethod(wrapper.POSTDIRECTLY)
        assert asked.queryAndConvert()["results"]["bindings"][0]["who"]["value"] == KRASNOV

    def test_xml(self, server: str, method: str) -> None:
        found = _wrapper(server, HOLDER, wrapper.XML, method).queryAndConvert()
        assert [one.firstChild.data for one in found.getElementsByTagName("uri")] == [KRASNOV]

    @pytest.mark.parametrize("form", [wrapper.CSV, wrapper.TSV])
    def test_tables(self, server: str, method: str, form: str) -> None:
        found = _wrapper(server, HOLDER, form, method).queryAndConvert().decode()
        assert KRASNOV in found.splitlines()[1]

    @pytest.mark.parametrize("form", [wrapper.RDFXML, wrapper.TURTLE, wrapper.N3, wrapper.JSONLD])
    def test_rdf(self, server: str, method: str, form: str) -> None:
        found = _wrapper(server, f"CONSTRUCT WHERE {{ <{TENURE}> <{COMITY}holder> ?who }}", form, method)
        said = found.queryAndConvert()
        graph = said if isinstance(said, rdflib.Graph) else rdflib.Graph().parse(data=said, format="turtle")
        assert set(graph.objects(URIRef(TENURE), URIRef(COMITY + "holder"))) == {URIRef(KRASNOV)}

    def test_ask_and_describe(self, server: str, method: str) -> None:
        asked = _wrapper(server, f"ASK {{ <{TENURE}> <{COMITY}holder> <{KRASNOV}> }}", wrapper.JSON, method)
        assert asked.queryAndConvert()["boolean"] is True
        told = _wrapper(server, f"DESCRIBE <{KRASNOV}>", wrapper.RDFXML, method).queryAndConvert()
        assert (URIRef(KRASNOV), rdflib.RDF.type, URIRef(COMITY + "Official")) in told

    def test_a_bad_query_is_its_own_exception(self, server: str, method: str) -> None:
        with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="error at"):
            _wrapper(server, "SELECT * { ?s ?p }", wrapper.JSON, method).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_through_a_store(server: str, method: Any) -> None:
    graph = rdflib.Graph(SPARQLStore(server + "/sparql", method=method))
    assert [str(row[0]) for row in graph.query(HOLDER)] == [KRASNOV]  # type: ignore[index]
    assert list(graph.objects(URIRef(TENURE), URIRef(COMITY + "holder"))) == [URIRef(KRASNOV)]
    assert (URIRef(TENURE), URIRef(COMITY + "holder"), URIRef(KRASNOV)) in graph
    label = "SELECT ?l { ?x <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(LANG(?l) = 'ru') }"
    told = graph.query(label, initBindings={"x": URIRef(KRASNOV)})
    assert [str(row[0]) for row in told] == ["Игорь Краснов"]  # type: ignore[index]


def test_rdflib_sees_named_graphs(server: str) -> None:
    dataset = rdflib.Dataset(SPARQLStore(server + "/sparql"))
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    names = {str(row[0]) for row in dataset.query(text)}  # type: ignore[index]
    assert "https://w3id.org/comity/graph/ontology" in names
    assert not [name for name in names if "/claims/" in name]
    words = rdflib.Graph(SPARQLStore(server + "/sparql"), URIRef("https://w3id.org/comity/graph/ontology"))
    assert (URIRef(COMITY + "Tenure"), rdflib.RDF.type, rdflib.OWL.Class) in words


def test_rdflib_reads_a_thing_from_its_address(server: str) -> None:
    graph = rdflib.Graph().parse(f"{server}/id/session/sco-prosecutors-general-21", format="turtle")
    session = URIRef(ID + "session/sco-prosecutors-general-21")
    assert str(graph.value(session, URIRef(COMITY + "date"))) == "2023-11-08"


curl = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")


def _curl(*options: str) -> str:
    found = shutil.which("curl")
    assert found is not None
    done = subprocess.run([found, "-sS", "--max-time", "60", *options], capture_output=True, check=True)
    return done.stdout.decode()


@curl
class TestCurl:
    def test_a_query_without_accept(self, server: str) -> None:
        found = json.loads(_curl(server + "/sparql", "--data-urlencode", f"query={HOLDER}", "-G"))
        assert found["results"]["bindings"][0]["who"]["value"] == KRASNOV

    def test_a_form(self, server: str) -> None:
        found = _curl(server + "/sparql", "--data-urlencode", f"query={HOLDER}", "-H", "Accept: text/csv")
        assert list(csv.reader(io.StringIO(found)))[1] == [KRASNOV]

    def test_a_query_sent_as_it_is(self, server: str) -> None:
        media = "Content-Type: application/sparql-query"
        assert KRASNOV in _curl(server + "/sparql", "-H", media, "--data-binary", HOLDER)

    def test_a_thing_by_its_address(self, server: str) -> None:
        place = server + "/id/state/UZ"
        assert "comity:State" in _curl("-L", "-H", "Accept: text/turtle", place)
        said = _curl("-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", place)
        assert said == f"303 {server}/state/UZ"

    def test_a_whole_graph(self, server: str) -> None:
        found = _curl("-H", "Accept: application/n-triples", server + "/graph/ontology")
        assert f"<{COMITY}Tenure> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in found
        assert len(found.splitlines()) > 5000

    def test_only_the_head(self, server: str) -> None:
        said = _curl("-I", server + "/state/UZ.ttl")
        assert said.startswith("HTTP/1.1 200")
        assert "text/turtle" in said
