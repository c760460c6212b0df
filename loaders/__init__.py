"""Sources in: records, a user's tables, RDF."""
