"""Regular expressions that the engine cannot run (look-ahead, back-references), matched here instead."""

from __future__ import annotations

import re
from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode

from ...errors import BadInput
from .shapes import Value
from .terms import Term

FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}


def matcher(test: Value) -> Callable[[Term], bool]:
    """Whether a value matches the pattern.  Raises BadInput when Python cannot read the pattern either."""
    pattern = test.args[0].value if isinstance(test.args[0], Literal) else ""
    flags = re.RegexFlag(0)
    for letter in test.flags:
        if letter not in FLAGS and letter != "q":
            raise BadInput(f"sh:flags has no {letter!r}: the flags are i, s, m, x and q")
        flags |= FLAGS.get(letter, re.RegexFlag(0))
    try:
        compiled = re.compile(re.escape(pattern) if "q" in test.flags else pattern, flags)
    except re.error as error:
        raise BadInput(f"sh:pattern {pattern!r} is no regular expression: {error}") from error

    def fits(value: Term) -> bool:
        if isinstance(value, (Literal, NamedNode)) and not isinstance(value, BlankNode):
            return compiled.search(value.value) is not None
        return False

    return fits
