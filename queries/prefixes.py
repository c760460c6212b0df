"""Comity's prefixes, put before a query that uses them without declaring them."""

from __future__ import annotations

import re

from ..ontology.namespaces import PREFIXES

_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*)\s*:", re.IGNORECASE)
#: What is not code: strings, addresses, comments.
_OPAQUE = re.compile(
    r"'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|<[^<>\s]*>|#[^\n]*",
    re.DOTALL,
)
_USED = re.compile(r"(?<![\w:?$@-])([A-Za-z][\w-]*):")


def with_prefixes(text: str) -> str:
    """``text`` with a PREFIX line for each known prefix it uses but does not declare.

    They go before the first line and not on lines of their own, so that the line
    numbers in error messages are those of the text.
    """
    declared = set(_DECLARED.findall(text))
    code = _OPAQUE.sub(" ", text)
    missing = sorted({name for name in _USED.findall(code) if name in PREFIXES} - declared)
    if not missing:
        return text
    return " ".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in missing) + " " + text
