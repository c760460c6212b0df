"""How fast ``check`` is, against pySHACL in the same run, and how it grows.

``python benchmarks/check_speed.py [--sizes 10000,100000,1000000] [--pyshacl 10000] [--disk]``

Prints CPU seconds, peak memory and findings for each size, each in a process of
its own, then the ratios: pySHACL's time over ours, and ours per triple between
the sizes.  Shapes are of the kinds that ship: counts, datatypes, classes,
languages, order of dates, closedness, alternatives, and three SPARQL rules.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from check_data import Maker

COMMON = """
    sh:property [ sh:path rdf:type ; sh:minCount 1 ] ;
    sh:property [ sh:path comity:confidence ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ;
                  sh:in ( level:high level:medium level:low ) ] ;
    sh:property [ sh:path comity:checkedOn ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ;
    sh:property [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path comity:note ; 
                  sh:or ( [ sh:datatype xsd:string ] [ sh:datatype rdf:langString ] ) ] ;
    sh:closed true"""
LABELS = """
    sh:property [ sh:path rdfs:label ; sh:minCount 2 ; sh:uniqueLang true ; sh:datatype rdf:langString ;
                  sh:minLength 3 ] ;"""
DATES = """
    sh:property [ sh:path comity:date ; sh:maxCount 1 ; sh:datatype xsd:string ;
                  sh:pattern "^[0-9]{4}(-[0-9]{2}){0,2}$" ] ;
    sh:property [ sh:path comity:earliest ; sh:maxCount 1 ; sh:datatype xsd:date ;
                  sh:lessThanOrEquals comity:latest ] ;
    sh:property [ sh:path comity:latest ; sh:maxCount 1 ; sh:datatype xsd:date ] ;"""
INTERVAL = "".join(
    f"""
    sh:property [ sh:path comity:{name} ; sh:maxCount 1 ; sh:datatype xsd:{kind} ] ;"""
    for name, kind in (
        ("start", "string"),
        ("startEarliest", "date"),
        ("startLatest", "date"),
        ("end", "string"),
        ("endEarliest", "date"),
        ("endLatest", "date"),
    )
)


def reference(path: str, kind: str) -> str:
    """A property with exactly one value, of a class."""
    return f"""
    sh:property [ sh:path comity:{path} ; sh:minCount 1 ; sh:maxCount 1 ; sh:class comity:{kind} ] ;"""


def shape(kind: str, *parts: str) -> str:
    """A closed node shape for a class."""
    return f"shape:{kind} a sh:NodeShape ; sh:targetClass comity:{kind} ;{''.join(parts)}{COMMON} .\n"


PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix comity: <https://w3id.org/comity/ontology#> .
@prefix level: <https://w3id.org/comity/vocabulary/confidence/> .
@prefix shape: <https://w3id.org/comity/shape/> .
"""
BOOLEAN = " sh:datatype xsd:boolean ; sh:maxCount 1 ] ;"
CORE = PREFIXES + "".join(
    [
        shape("State", LABELS, " sh:property [ sh:path comity:isoAlpha2 ; sh:minCount 1 ; sh:maxLength 6 ] ;"),
        shape("Agency", LABELS, reference("organOf", "State")),
        shape(
            "Post",
            LABELS,
            reference("postIn", "Agency"),
            " sh:property [ sh:path comity:singleHolder ;",
            BOOLEAN,
        ),
        shape("Official", LABELS),
        shape(
            "Tenure",
            INTERVAL,
            reference("holder", "Official"),
            reference("post", "Post"),
            " sh:property [ sh:path comity:acting ;",
            BOOLEAN,
        ),
        shape("Instrument", LABELS, DATES),
        shape("Action", DATES, reference("actor", "State"), reference("instrument", "Treaty")),
        shape("Encounter", LABELS, DATES),
        shape("Participation", reference("participationIn", "Encounter"), reference("participant", "Official")),
    ]
)
RULES = """
shape:prefixes sh:declare [ sh:prefix "comity" ;
    sh:namespace "https://w3id.org/comity/ontology#"^^xsd:anyURI ] .
shape:overlap a sh:NodeShape ; sh:targetClass comity:Tenure ; sh:sparql [ sh:prefixes shape:prefixes ;
    sh:message "Overlaps with {?value}."@en ; sh:select '''
    SELECT $this ?value WHERE {
      $this comity:post ?post ; comity:startLatest ?start ; comity:endEarliest ?end .
      ?post comity:singleHolder true .
      ?value comity:post ?post ; comity:startLatest ?otherStart ; comity:endEarliest ?otherEnd .
      FILTER($this != ?value && ?start < ?otherEnd && ?otherStart < ?end) }''' ] .
shape:early a sh:NodeShape ; sh:targetClass comity:Action ; sh:sparql [ sh:prefixes shape:prefixes ;
    sh:message "Dated before the adoption of {?value}."@en ; sh:select '''
    SELECT $this ?value WHERE {
      $this comity:instrument ?value ; comity:latest ?latest .
      ?value comity:earliest ?adopted .
      FILTER(?latest < ?adopted) }''' ] .
shape:alone a sh:NodeShape ; sh:targetClass comity:Encounter ; sh:severity sh:Info ; sh:sparql [
    sh:prefixes shape:prefixes ; sh:message "Nobody took part."@en ; sh:select '''
    SELECT $this WHERE { $this a ?kind . FILTER NOT EXISTS { ?part comity:participationIn $this } }''' ] .
"""


def measure(engine: str, size: int, rules: bool, disk: bool) -> dict[str, float]:
    """Make the data, check them once; CPU seconds, MB at the peak, findings.  Runs in a child process."""
    import pyoxigraph

    with tempfile.TemporaryDirectory() as folder:
        store = pyoxigraph.Store(folder) if disk else pyoxigraph.Store()
        store.bulk_extend(Maker(size).quads())
        if disk:
            store.optimize()
        triples = len(store)
        loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        shapes = CORE + (RULES if rules else "")
        if engine == "comity":
            spent, found = run_comity(store, shapes)
        else:
            spent, found = run_pyshacl(store, shapes)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"triples": triples, "cpu": spent, "found": found, "loaded": loaded, "peak": peak}


def run_comity(store: object, shapes: str) -> tuple[float, int]:
    """CPU seconds and findings of ``check``."""
    import pyoxigraph

    from comity.graph.check import check

    assert isinstance(store, pyoxigraph.Store)
    begin = time.process_time()
    report = check(store, pyoxigraph.parse(shapes, pyoxigraph.RdfFormat.TURTLE))
    return time.process_time() - begin, len(report)


def run_pyshacl(store: object, shapes: str) -> tuple[float, int]:
    """CPU seconds and findings of pySHACL on an rdflib graph (its loading not counted)."""
    import pyoxigraph
    import pyshacl
    import rdflib

    assert isinstance(store, pyoxigraph.Store)
    data, graph = rdflib.Graph(), rdflib.Graph()
    text = store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    data.parse(data=text or b"", format="nt")
    graph.parse(data=shapes, format="turtle")
    begin = time.process_time()
    _, results, _ = pyshacl.validate(data, shacl_graph=graph, inference="none", do_owl_imports=False)
    spent = time.process_time() - begin
    assert isinstance(results, rdflib.Graph)
    return spent, len(list(results.triples((None, rdflib.SH.resultSeverity, None))))


def child(engine: str, size: int, *flags: str) -> dict[str, float]:
    """The same in a process of its own, so that memory is not counted twice."""
    command = [sys.executable, __file__, "--one", engine, "--sizes", str(size), *flags]
    out = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(out.stdout)
    return answer


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--pyshacl", default="10000", help="sizes at which pySHACL runs too")
    parser.add_argument("--disk", action="store_true", help="a store on disk instead of in memory")
    parser.add_argument("--core", action="store_true", help="without the SPARQL rules")
    parser.add_argument("--one", choices=["comity", "pyshacl"], help=argparse.SUPPRESS)
    args = parser.parse_args()
    sizes = [int(size) for size in args.sizes.split(",")]
    if args.one:
        print(json.dumps(measure(args.one, sizes[0], not args.core, args.disk)))
        return
    flags = [flag for flag, on in (("--disk", args.disk), ("--core", args.core)) if on]
    print(f"{'engine':10}{'triples':>10}{'CPU s':>10}{'us/triple':>11}{'peak MB':>9}{'(data)':>8}{'findings':>10}")
    ours: dict[int, float] = {}
    runs = [("comity", size) for size in sizes]
    runs += [("pyshacl", int(size)) for size in args.pyshacl.split(",") if size]
    for engine, size in runs:
        row = child(engine, size, *flags)
        if engine == "comity":
            ours[size] = row["cpu"]
        print(
            f"{engine:10}{row['triples']:>10.0f}{row['cpu']:>10.2f}{1e6 * row['cpu'] / row['triples']:>11.2f}"
            f"{row['peak']:>9.0f}{row['loaded']:>8.0f}{row['found']:>10.0f}"
        )
        if engine == "pyshacl" and size in ours:
            print(f"  pySHACL / comity at {size}: {row['cpu'] / ours[size]:.0f}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
