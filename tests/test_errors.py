"""Errors that cross from one process to another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from comity.errors import BadInput, ComityError, Locked, NotFound, as_plain, from_plain


@pytest.mark.parametrize(
    "error",
    [
        BadInput("a row is short", file="a.csv", line=3, column=2, field="id", hint="Add a comma."),
        NotFound("there is no such thing"),
        Locked("another writer is at work"),
    ],
)
def test_an_error_crosses_whole(error: ComityError) -> None:
    there = from_plain(json.loads(json.dumps(as_plain(error))))
    assert type(there) is type(error)
    assert str(there) == str(error)
    assert there.exit_code == error.exit_code


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"kind": "SystemExit", "message": "x"},
        {"kind": "Path", "message": "x"},
        {"kind": ["BadInput"], "message": {"a": 1}, "line": "3", "column": True, "file": []},
        {"kind": "BadInput", "message": "x" * 10_000_000, "hint": "a\nb\x1b]0;c" * 1000},
    ],
)
def test_what_is_no_error_becomes_one_that_harms_nobody(said: Any) -> None:
    there = from_plain(said)
    assert isinstance(there, ComityError)
    assert there.line is None
    assert there.column is None
    assert len(str(there)) < 4_000
    assert "\n" not in there.message
