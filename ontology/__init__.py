"""The words: OWL, SKOS vocabularies, SHACL shapes, JSON-LD context."""
