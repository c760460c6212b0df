"""GraphML and GEXF: things as nodes, every relation as a labelled edge.

For Gephi, Cytoscape, yEd, networkx.  Both formats are for pictures and
measures, not for keeping facts: characters XML cannot hold become U+FFFD.
Passages, sources and controlled values are not nodes, for each would tie
everything to everything; their number and name are attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, NamedNode

from ...ontology.namespaces import COMITY, ID, PROV
from .names import Names, address, default_graphs, tail
from .order import RDF_TYPE, kind_of
from .rdfxml import ILLEGAL
from .scope import Scope

if TYPE_CHECKING:
    import networkx

#: Attribute -> type, as GraphML names it.
NODE_ATTRIBUTES: Mapping[str, str] = {
    "label": "string", "kind": "string", "class": "string", "earliest": "string", "latest": "string",
    "start": "string", "end": "string", "confidence": "string", "sources": "int",
}  # fmt: skip
EDGE_ATTRIBUTES: Mapping[str, str] = {"label": "string", "property": "string"}
_LEFT_OUT = frozenset({"passage", "source"})
_EARLIEST = ("earliest", "startEarliest")
_LATEST = ("latest", "endLatest")

NodeRow = tuple[str, Mapping[str, Any]]
EdgeRow = tuple[str, str, Mapping[str, Any]]


def write_graphml(scope: Scope, out: BinaryIO, *, lang: str = "en") -> None:
    """The facts as a directed multigraph in GraphML."""
    nodes, edges = _network(scope, lang)
    graphml(out, nodes, edges, NODE_ATTRIBUTES, EDGE_ATTRIBUTES, directed=True)


def write_gexf(scope: Scope, out: BinaryIO, *, lang: str = "en") -> None:
    """The facts as a directed multigraph in GEXF 1.3."""
    nodes, edges = _network(scope, lang)
    gexf(out, nodes, edges, NODE_ATTRIBUTES, EDGE_ATTRIBUTES, directed=True)


def write_projection(graph: networkx.Graph[str], out: BinaryIO, format: str) -> None:
    """A networkx graph, such as a projection of :mod:`comity.graph.network`, as ``graphml`` or ``gexf``."""
    nodes = [(str(node), _flat(data)) for node, data in graph.nodes(data=True)]
    edges = [(str(a), str(b), _flat(data)) for a, b, data in graph.edges(data=True)]
    node_types = _types(data for _, data in nodes)
    edge_types = _types(data for _, _, data in edges)
    writer = graphml if format == "graphml" else gexf
    writer(out, nodes, edges, node_types, edge_types, directed=graph.is_directed())


def graphml(
    out: BinaryIO,
    nodes: Iterable[NodeRow],
    edges: Iterable[EdgeRow],
    node_types: Mapping[str, str],
    edge_types: Mapping[str, str],
    *,
    directed: bool,
) -> None:
    """Write GraphML from rows, one at a time."""
    _line(out, '<?xml version="1.0" encoding="UTF-8"?>')
    _line(out, '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">')
    for what, types in (("node", node_types), ("edge", edge_types)):
        for name, kind in types.items():
            _line(out, f'  <key id={_q(f"{what}-{name}")} for="{what}" attr.name={_q(name)} attr.type="{kind}"/>')
    _line(out, f'  <graph id="comity" edgedefault="{"directed" if directed else "undirected"}">')
    for node, data in nodes:
        _line(out, f"    <node id={_q(node)}>{_data('node', node_types, data)}</node>")
    for number, (one, two, data) in enumerate(edges):
        ends = f"source={_q(one)} target={_q(two)}"
        _line(out, f'    <edge id="e{number}" {ends}>{_data("edge", edge_types, data)}</edge>')
    _line(out, "  </graph>")
    _line(out, "</graphml>")


def gexf(
    out: BinaryIO,
    nodes: Iterable[NodeRow],
    edges: Iterable[EdgeRow],
    node_types: Mapping[str, str],
    edge_types: Mapping[str, str],
    *,
    directed: bool,
) -> None:
    """Write GEXF 1.3 from rows, one at a time."""
    _line(out, '<?xml version="1.0" encoding="UTF-8"?>')
    _line(out, '<gexf xmlns="http://gexf.net/1.3" version="1.3">')
    _line(out, f'  <graph defaultedgetype="{"directed" if directed else "undirected"}" mode="static">')
    for what, types in (("node", node_types), ("edge", edge_types)):
        _line(out, f'    <attributes class="{what}" mode="static">')
        for name, kind in types.items():
            if name not in ("label", "weight"):
                kind = "integer" if kind == "int" else kind
                _line(out, f'      <attribute id={_q(name)} title={_q(name)} type="{kind}"/>')
        _line(out, "    </attributes>")
    _line(out, "    <nodes>")
    for node, data in nodes:
        label = _q(str(data.get("label", node)))
        _line(out, f"      <node id={_q(node)} label={label}>{_values(node_types, data)}</node>")
    _line(out, "    </nodes>")
    _line(out, "    <edges>")
    for number, (one, two, data) in enumerate(edges):
        ends = f"source={_q(one)} target={_q(two)}"
        more = f" label={_q(str(data['label']))}" if data.get("label") else ""
        more += f' weight="{data["weight"]}"' if "weight" in data else ""
        _line(out, f'      <edge id="{number}" {ends}{more}>{_values(edge_types, data)}</edge>')
    _line(out, "    </edges>")
    _line(out, "  </graph>")
    _line(out, "</gexf>")


def _network(scope: Scope, lang: str) -> tuple[Iterator[NodeRow], Iterator[EdgeRow]]:
    graphs = list(dict.fromkeys([*scope.graphs, *default_graphs(scope.store)]))
    names = Names(scope.store, lang, graphs)
    subjects = [(kind, subject) for kind, subject in scope.subjects() if kind_of(subject.value) not in _LEFT_OUT]
    known = {subject for _, subject in subjects}

    def nodes() -> Iterator[NodeRow]:
        outside: dict[Any, None] = {}
        for kind, subject in subjects:
            said = dict(scope.facts(subject))
            yield address(scope.named(subject)), _described(subject, kind, said, names)
            for predicate, objects in said.items():
                for term in objects:
                    if _edge(predicate, term) and _origin(term) not in known:
                        outside[term] = None
        for term in sorted(outside, key=str):
            yield address(term), {"label": _label(names, term), "kind": kind_of(term.value)}

    def edges() -> Iterator[EdgeRow]:
        for _, subject in subjects:
            who = address(scope.named(subject))
            for predicate, objects in scope.facts(subject):
                said = {"label": names.known(predicate) or tail(predicate), "property": predicate}
                for term in objects:
                    if _edge(predicate, term):
                        yield who, address(term), said

    relabelled = {label: id_ for id_, label in scope.blanks.items()}

    def _origin(term: Any) -> Any:
        return BlankNode(relabelled.get(term.value, term.value)) if isinstance(term, BlankNode) else term

    return nodes(), edges()


def _edge(predicate: str, term: Any) -> bool:
    if predicate in (RDF_TYPE, PROV + "wasDerivedFrom"):
        return False
    if isinstance(term, NamedNode):
        return term.value.startswith(ID) and kind_of(term.value) not in _LEFT_OUT
    return isinstance(term, BlankNode)


def _described(subject: Any, kind: str, said: Mapping[str, list[Any]], names: Names) -> dict[str, Any]:
    def text(*locals_: str) -> str:
        found = sorted(str(t.value) for name in locals_ for t in said.get(COMITY + name, []))
        return found[0] if found else ""

    data: dict[str, Any] = {"label": _label(names, subject), "kind": kind_of(subject.value)}
    data["class"] = kind.rpartition("#")[2] if kind.startswith(COMITY) else kind
    data["earliest"], data["latest"] = text(*_EARLIEST), text(*_LATEST)
    data["start"], data["end"] = text("start"), text("end")
    data["confidence"] = text("confidence").rpartition("/")[2]
    data["sources"] = len(said.get(PROV + "wasDerivedFrom", []))
    return {name: value for name, value in data.items() if value != ""}


def _label(names: Names, term: Any) -> str:
    return names.label(term.value) if isinstance(term, NamedNode) else address(term)


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Values that XML attributes can hold: lists become words with a bar between."""
    flat = {}
    for name, value in data.items():
        if isinstance(value, bool | int | float | str):
            flat[name] = value
        elif isinstance(value, list | tuple | set | frozenset):
            flat[name] = " | ".join(str(part) for part in (value if isinstance(value, list | tuple) else sorted(value)))
        elif value is not None:
            flat[name] = str(value)
    return flat


def _types(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    words = {bool: "boolean", int: "int", float: "double", str: "string"}
    found: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, set()).add(words[type(value)])
    return {name: kinds.pop() if len(kinds) == 1 else "string" for name, kinds in sorted(found.items())}


def _data(what: str, types: Mapping[str, str], data: Mapping[str, Any]) -> str:
    return "".join(f"<data key={_q(f'{what}-{name}')}>{_text(data[name])}</data>" for name in types if name in data)


def _values(types: Mapping[str, str], data: Mapping[str, Any]) -> str:
    values = "".join(
        f"<attvalue for={_q(name)} value={_q(_text(data[name], quote=False))}/>"
        for name in types
        if name in data and name not in ("label", "weight")
    )
    return f"<attvalues>{values}</attvalues>" if values else ""


def _text(value: Any, quote: bool = True) -> str:
    text = str(value).lower() if isinstance(value, bool) else ILLEGAL.sub("\ufffd", str(value))
    return escape(text) if quote else text


def _q(text: str) -> str:
    return quoteattr(ILLEGAL.sub("\ufffd", text))


def _line(out: BinaryIO, text: str) -> None:
    out.write(text.encode("utf-8") + b"\n")
