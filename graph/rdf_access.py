"""The graph and the ontology for libraries that bring their own way of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..ontology.namespaces import ONTOLOGY_IRI, ontology_files, vocabulary_files

if TYPE_CHECKING:
    import rdflib

    from .generations import Generation


def rdflib_dataset(generation: Generation) -> rdflib.Dataset:
    """A generation as an rdflib dataset over oxrdflib: read-only, facts in the default graph.

    rdflib must not be given foreign queries or files: it fetches what they name.
    """
    import oxrdflib
    import rdflib

    return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=generation.read_only()))


def owl_ontology(*, vocabularies: bool = False) -> Any:
    """The ontology as an owlready2 ontology in a world of its own.

    owlready2 reads N-Triples, not Turtle, and lists only named individuals.
    """
    import io

    import owlready2
    from pyoxigraph import RdfFormat, parse, serialize

    files = [*ontology_files(), *(vocabulary_files() if vocabularies else ())]
    triples = (quad.triple for file in files for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE))
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    world = owlready2.World()
    return world.get_ontology(ONTOLOGY_IRI).load(fileobj=io.BytesIO(text or b""))
