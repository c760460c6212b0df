"""Tables of facts with a source in every row."""
