"""Whether a literal has a datatype *and* a lexical form that belongs to it, as a SPARQL expression.

Oxigraph keeps well-formed literals of the common datatypes as values and
rewrites them (``"01"^^xsd:integer`` to ``1``), and keeps ill-formed ones as
written.  A cheap function that only works on values therefore tells most
literals at once; the regular expression after it decides the rest, and decides
everything on an engine that keeps lexical forms.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, NamedNode

from .terms import XSD

_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_DAY = r"(0[1-9]|[12][0-9]|3[01])"
_SHORT = r"(0[1-9]|[12][0-9]|30)"
_LEAP = r"([0-9]*([0-9](0[48]|[2468][048]|[13579][26]))|[0-9]*([02468][048]|[13579][26])00)"
_DATE = (
    rf"({_YEAR}-((0[13578]|1[02])-{_DAY}|(0[469]|11)-{_SHORT}|02-(0[1-9]|1[0-9]|2[0-8]))"
    rf"|-?{_LEAP}-02-29)"
)
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"({_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_DAYS = r"([0-9]+D)"
_HOURS = r"(T([0-9]+H([0-9]+M)?([0-9]+(\.[0-9]+)?S)?|[0-9]+M([0-9]+(\.[0-9]+)?S)?|[0-9]+(\.[0-9]+)?S))"

LEXICAL: Final = {
    "integer": r"[+-]?[0-9]+",
    "decimal": _DECIMAL,
    "double": _FLOAT,
    "float": _FLOAT,
    "boolean": r"(true|false|0|1)",
    "date": _DATE + _ZONE,
    "dateTime": rf"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"{_DATE}T{_TIME}(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)",
    "time": _TIME + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": rf"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}",
    "gMonth": rf"--(0[1-9]|1[0-2]){_ZONE}",
    "gDay": rf"---{_DAY}{_ZONE}",
    "gMonthDay": rf"--((0[13578]|1[02])-{_DAY}|(0[469]|11)-{_SHORT}|02-(0[1-9]|[12][0-9])){_ZONE}",
    "duration": (rf"-?P([0-9]+Y([0-9]+M)?{_DAYS}?{_HOURS}?|[0-9]+M{_DAYS}?{_HOURS}?|{_DAYS}{_HOURS}?|{_HOURS})"),
    "dayTimeDuration": rf"-?P({_DAYS}{_HOURS}?|{_HOURS})",
    "yearMonthDuration": r"-?P([0-9]+Y([0-9]+M)?|[0-9]+M)",
    "hexBinary": r"([0-9a-fA-F]{2})*",
    "base64Binary": r"([A-Za-z0-9+/ ]*={0,2} *)",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
}
"""The lexical forms of XSD datatypes; one not listed admits every string."""

NATIVE: Final = {
    "integer": "isNUMERIC({v})",
    "decimal": "isNUMERIC({v})",
    "double": "isNUMERIC({v})",
    "float": "isNUMERIC({v})",
    "boolean": "sameTerm({v}, true) || sameTerm({v}, false)",
    "date": "YEAR({v}) > -1000000",
    "dateTime": "YEAR({v}) > -1000000",
}

_BOUNDS: Final = {
    "byte": (-128, 127),
    "short": (-32768, 32767),
    "int": (-2147483648, 2147483647),
    "long": (-9223372036854775808, 9223372036854775807),
    "unsignedByte": (0, 255),
    "unsignedShort": (0, 65535),
    "unsignedInt": (0, 4294967295),
    "unsignedLong": (0, 18446744073709551615),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
_SAFE = 9223372036854775807
"""Beyond 64 bits Oxigraph keeps integers as text and cannot compare them."""


def well_formed(variable: str, datatype: NamedNode) -> str:
    """The expression; it may fail on what is no literal at all, so the caller wraps it in COALESCE."""
    has_type = f"DATATYPE({variable}) = {datatype}"
    if not datatype.value.startswith(XSD):
        return has_type
    name = datatype.value[len(XSD) :]
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        parts = [f"{variable} >= {low}"] if low is not None else []
        if high is not None and high <= _SAFE:
            parts.append(f"{variable} <= {high}")
        # Oxigraph stores every integer as xsd:integer: the narrower type is
        # lost on load, and its bounds are all that can still be held against it.
        return f"({has_type} || DATATYPE({variable}) = <{XSD}integer>) && {' && '.join(parts)}"
    lexical = LEXICAL.get(name)
    if lexical is None:
        return has_type
    regex = f"REGEX(STR({variable}), {Literal(f'^({lexical})$')})"
    native = NATIVE.get(name)
    if native is None:
        return f"{has_type} && {regex}"
    quick = native.replace("{v}", variable)
    return f"{has_type} && (COALESCE({quick}, false) || {regex})"
