"""Whatever is written into an option or argument ends in an answer or in a message, never in a traceback."""

from __future__ import annotations

import re
from typing import Any

import click
import pytest

from comity.cli import cli
from comity.errors import NotFound, Usage
from comity.queries.session import Graph

from .conftest import Run

NASTY = {
    "empty": "",
    "blank": "   ",
    "long": "x" * 5000,
    "long-words": "слово " * 400,
    "control": "\x1b[31mred\x07\x08\r",
    "up": "../../../etc/passwd",
    "quotes": '\' OR "1"="1',
    "sparql": "x> } INSERT DATA { <a:a> <b:b> <c:c> } #",
    "iri": "https://example.org/> } #",
    "comment": "x #",
    "format": "%s%n{0}{name!r}$(id)`id`",
    "reversed": "\u202eevil\u2066\ufeff\u200b",
    "marks": "a" + "\u0301" * 3000,
    "nan": "NaN",
    "minus": "-1",
    "huge": "9" * 40,
    "equals": "===",
    "nul": "a\0b",
    "surrogate": "a\ud800b",
}
#: Those that a number, a day, a format or a language is tried with; they never reach the graph.
PLAIN = ("empty", "long", "control", "quotes", "nan", "minus", "huge")
#: A value for each argument that a verb needs, so that only one thing is wrong at a time.
NEEDED = {
    "query": ("rules-of-body", "-p", "body=ksgp"),
    "sparql": ("ASK { }",),
    "show": ("ksgp",),
    "search": ("ksgp",),
    "export": ("--around", "ksgp"),
    "draw": ("ksgp",),
    "store": ("list",),
}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


#: Options whose value is looked up in the graph or becomes a path, and a verb to try each with.
DEEP = (
    ("query", "--param", ("rules-of-body",)),
    ("query", "--graph", ("--list",)),
    ("store", "--graph", ("list",)),
    ("show", "--graph", ("ksgp",)),
    ("query", "--output", ("--list",)),
    ("export", "--query", ()),
    ("search", "--kind", ("ksgp",)),
)


def options_of(verb: str) -> list[str]:
    """The options that take a value, without those that are tried in depth."""
    deep = {option for _, option, _ in DEEP}
    return [
        name
        for option in cli.commands[verb].params
        if isinstance(option, click.Option) and not option.is_flag
        if (name := max(option.opts, key=len)) not in deep
    ]


CASES = [(verb, option) for verb in NEEDED for option in options_of(verb)]


def ends_well(result: click.testing.Result) -> None:
    assert result.exit_code in (0, 1, 2), result.output
    if result.exit_code and result.stderr:
        assert result.stderr.startswith("comity: ")
        assert len(result.stderr.splitlines()) <= 12
    assert "Traceback" not in result.stderr
    assert not CONTROL.search(result.stderr), repr(result.stderr)
    assert len(result.stderr) < 20_000


@pytest.mark.parametrize(("verb", "option"), CASES, ids=[f"{verb}{option}" for verb, option in CASES])
def test_a_nasty_value_of_an_option_ends_in_words(run: Run, verb: str, option: str) -> None:
    for name in PLAIN:
        ends_well(run(verb, *NEEDED[verb], option, NASTY[name]))


@pytest.mark.parametrize(("verb", "option", "needed"), DEEP, ids=[f"{verb}{option}" for verb, option, _ in DEEP])
def test_a_nasty_name_or_path_ends_in_words(run: Run, verb: str, option: str, needed: tuple[str, ...]) -> None:
    for value in NASTY.values():
        ends_well(run(verb, *needed, option, value))


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
def test_a_nasty_argument_ends_in_words(run: Run, value: str) -> None:
    # export, draw and the parameters of questions look a name up as show does.
    for verb in ("query", "show", "store"):
        ends_well(run(verb, "--", value))


@pytest.mark.parametrize("name", [*PLAIN, "sparql", "nul", "surrogate"])
def test_nasty_words_and_queries_end_in_words(run: Run, name: str) -> None:
    for verb in ("sparql", "search"):
        ends_well(run(verb, "--", NASTY[name]))


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ("most-active-pairs", "from"),
        ("most-active-pairs", "bilateral"),
        ("encounters-on-topic", "topic"),
        ("single-source-facts", "class"),
        ("calendar-of-official", "official"),
    ],
)
def test_a_nasty_value_of_every_type_of_parameter_is_refused(graph: Graph, question: str, parameter: str) -> None:
    for value in NASTY.values():
        if "\ud800" in value:
            continue  # refused before a verb runs
        given: dict[str, Any] = {parameter: value}
        with pytest.raises((Usage, NotFound)):
            graph.query(question, **given)
