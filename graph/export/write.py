"""One way into every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Quad, Store, Triple

from ...errors import Usage
from .files import whole_bytes, zipped
from .jsonld import write_jsonld
from .lines import write_nquads, write_ntriples
from .networks import write_gexf, write_graphml
from .rdfxml import write_rdfxml
from .scope import Scope, scope_of
from .tables import write_csv, write_tables
from .turtle import write_trig, write_turtle

_WRITERS: Mapping[str, Callable[..., None]] = {
    "ttl": write_turtle,
    "trig": write_trig,
    "nt": write_ntriples,
    "nq": write_nquads,
    "rdf": write_rdfxml,
    "jsonld": write_jsonld,
    "graphml": write_graphml,
    "gexf": write_gexf,
    "csv": write_csv,
}
#: These show labels, so the language matters.
_LABELLED = frozenset({"graphml", "gexf", "csv"})
FORMATS: tuple[str, ...] = tuple(_WRITERS)
_ENDINGS = {
    ".ttl": "ttl", ".turtle": "ttl", ".trig": "trig", ".nt": "nt", ".nq": "nq", ".rdf": "rdf", ".xml": "rdf",
    ".owl": "rdf", ".jsonld": "jsonld", ".json": "jsonld", ".graphml": "graphml", ".gexf": "gexf", ".csv": "csv",
}  # fmt: skip


def format_of(path: str | Path) -> str:
    """The format that a file's name tells, ``.gz`` aside; :class:`Usage` where it tells none."""
    name = Path(path).name.lower().removesuffix(".gz")
    found = _ENDINGS.get(Path(name).suffix)
    if found is None:
        raise Usage(
            f"the name {Path(path).name!r} does not tell a format",
            hint=f"Name it with -f: {', '.join(FORMATS)}.",
        )
    return found


def export(
    source: Store | Iterable[Quad | Triple],
    out: BinaryIO,
    format: str,
    *,
    around: str | Sequence[str] | None = None,
    depth: int = 1,
    derived: bool = False,
    graphs: Sequence[str] = (),
    lang: str = "en",
) -> None:
    """Write a graph to a binary stream.

    ``source``: a store, of which the facts are taken, with ``derived`` also the
    derived facts, and the graphs named by address in ``graphs``; or quads or
    triples, such as the answer to a CONSTRUCT, which are taken whole.
    ``around``: only what lies ``depth`` steps around these addresses
    (:func:`~comity.graph.export.scope.surroundings`); give the ``?fact`` column
    of a SELECT and ``depth=0`` to export the facts an answer rests on.
    ``lang``: the language of labels in csv, graphml and gexf.

    Two exports of one graph are the same bytes.  Raises :class:`Usage` for an
    unknown format, :class:`NotFound` for an unknown thing,
    :class:`ComityError` for what the format cannot hold.
    """
    writer = _writer(format)
    scope = scope_of(source, around=around, depth=depth, derived=derived, graphs=graphs)
    _run(writer, format, scope, out, lang)


def export_file(
    source: Store | Iterable[Quad | Triple],
    path: Path | str,
    *,
    format: str | None = None,
    around: str | Sequence[str] | None = None,
    depth: int = 1,
    derived: bool = False,
    graphs: Sequence[str] = (),
    lang: str = "en",
) -> None:
    """Write a graph to a file that appears only when it is whole; see :func:`export`.

    The name tells the format; ``.gz`` behind it packs the file.  With ``csv``
    and a folder, ``entities.csv`` and ``edges.csv`` are written there.
    """
    path = Path(path)
    folder = format == "csv" and (path.is_dir() or not path.suffix) and not path.is_file()
    chosen = format or format_of(path)
    writer = _writer(chosen)
    scope = scope_of(source, around=around, depth=depth, derived=derived, graphs=graphs)
    if folder:
        write_tables(scope, path, lang=lang)
        return
    with whole_bytes(path) as out:
        if path.suffix.lower() == ".gz":
            with zipped(out) as packed:
                _run(writer, chosen, scope, packed, lang)
        else:
            _run(writer, chosen, scope, out, lang)


def _writer(format: str) -> Callable[..., None]:
    try:
        return _WRITERS[format]
    except KeyError:
        raise Usage(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}", field="format") from None


def _run(writer: Callable[..., None], format: str, scope: Scope, out: BinaryIO, lang: str) -> None:
    if format in _LABELLED:
        writer(scope, out, lang=lang)
    else:
        writer(scope, out)
