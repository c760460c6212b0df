"""The web: endpoint, pages, pictures (issue 5 builds it)."""
