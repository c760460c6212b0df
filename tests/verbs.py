"""Verbs called in the test's own process, as the command line calls them."""

from __future__ import annotations

from click.testing import CliRunner, Result

from comity.cli import cli


def invoke(*words: str, input: str | bytes | None = None) -> Result:
    """What a verb prints and how it ends; an unforeseen error is raised."""
    result = CliRunner().invoke(cli, list(words), input=input)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
