"""What a page is asked, and what it answers: plain values that cross from one process to another as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import BadInput, BadQuery, ComityError, NotFound, QueryTimeout, StoreError, Usage

HTML = "text/html; charset=utf-8"
JSON = "application/json"
#: Characters of one parameter; a longer one is no name, day or number.
LONGEST = 2000


@dataclass(frozen=True)
class Ask:
    """One request for a page, a picture or data.

    ``page`` names what makes the answer (``pages/table.py``), ``path`` the
    parts of the address it takes, ``query`` the parameters in their order.
    ``address`` is the path of the request, ``host`` the scheme, name and port
    the client used.  ``given`` is what the server itself hands over: the answer
    to a query, the fields of a form.
    """

    page: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Sequence[tuple[str, str]] = ()
    lang: str = "en"
    address: str = "/"
    host: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """The last value of a parameter, without surrounding space; :class:`Usage` where it is endless."""
        found = [value for key, value in self.query if key == name]
        value = found[-1].strip() if found else ""
        if len(value) > LONGEST:
            raise Usage(f"a value of {len(value):,} characters is too long", field=name)
        return value or default

    def all(self, name: str) -> list[str]:
        """Every value of a parameter that is not blank."""
        return [value.strip()[:LONGEST] for key, value in self.query if key == name and value.strip()][:100]

    def number(self, name: str, default: int, *, least: int = 0, most: int) -> int:
        """A whole number; :class:`Usage` for anything else, or one out of bounds."""
        text = self.get(name)
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
            raise Usage(f"expected a number from {least} to {most}, found {text[:40]!r}", field=name)
        return int(text)

    def day(self, name: str = "on") -> dt.date | None:
        """A day such as 2024-11-21; None where it is not given; :class:`Usage` for anything else."""
        from ..queries.terms import date_of

        text = self.get(name)
        try:
            return date_of(text) if text else None
        except Usage as error:
            raise Usage(error.message, field=name) from None

    @property
    def chosen(self) -> bool:
        """Whether the address itself names the language; links then keep it."""
        return any(key == "lang" for key, _ in self.query)

    def as_json(self) -> bytes:
        """For the process that answers."""
        return json.dumps({**vars(self), "query": list(self.query)}).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Ask:
        """What :meth:`as_json` wrote."""
        data = json.loads(text)
        return cls(**{**data, "query": tuple((key, value) for key, value in data["query"])})


@dataclass(frozen=True)
class Reply:
    """One answer: status, media type, further headers, and the bytes.

    ``keeps``: whether the same request on the same generation and day has the
    same answer.
    """

    body: bytes
    media: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = True

    @classmethod
    def json(cls, data: Any, status: int = 200, **headers: str) -> Reply:
        """Data as JSON."""
        return cls(json.dumps(data, ensure_ascii=False).encode(), JSON, status, headers)

    def head(self) -> bytes:
        """All but the body, as JSON."""
        told = {"media": self.media, "status": self.status, "headers": dict(self.headers), "keeps": self.keeps}
        return json.dumps(told).encode()


_STATUS: tuple[tuple[type[ComityError], int], ...] = (
    (NotFound, 404),
    (Usage, 400),
    (BadInput, 400),
    (BadQuery, 400),
    (QueryTimeout, 503),
    (StoreError, 503),
)


def code_of(error: ComityError) -> int:
    """The HTTP status of what went wrong; 406 for what cannot be written in the form asked for, which has no kind."""
    return next((code for kind, code in _STATUS if isinstance(error, kind)), 406)
