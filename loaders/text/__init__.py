"""Prose in (issue 4 builds it)."""
