"""The line to a model: one address that the user named, asked and answered within limits.

Threat: data that leave the machine unasked, an answer without end, an address
that sends the question elsewhere, a key read by others on the way.  So: nothing
is asked unless a model and an address are named on the command line; only
``http`` and ``https``; redirects are not followed, proxies not used; a key
(``COMITY_MODEL_KEY``) goes over ``https`` or to this machine only.

Limits: whoever runs the address sees the texts.
"""

from __future__ import annotations

import http.client
import json
import socket
from typing import Any
from urllib.parse import urlsplit

from ....errors import ComityError, Usage

#: Bytes of an answer.
ANSWER = 8 << 20
#: Bytes of an error that are looked at for a reason.
REASON = 4000
_HERE = ("localhost", "127.0.0.1", "::1")


class NoAnswer(ComityError):
    """The model's address cannot be reached, or answers with something else."""


class Refused(NoAnswer):
    """The address understood the request and will not answer it (a status of 4xx)."""


class Line:
    """One model at one address.

    Parameters
    ----------
    address : of the API, such as ``http://localhost:11434/v1``; ``/chat/completions`` is added.
    model : its name there.
    key : sent as a bearer token where there is one.
    seconds : silence after which an answer is given up.

    Raises :class:`Usage` for an address that is none, or a key that would be sent in the clear.
    """

    def __init__(self, address: str, model: str, key: str | None = None, *, seconds: float = 300.0) -> None:
        parts = urlsplit(address)
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or port == -1:
            raise Usage(
                "expected the address of an OpenAI-compatible API", field="--model-at", hint="http://localhost:11434/v1"
            )
        if parts.username or parts.password:
            raise Usage("the address holds a name or password", field="--model-at", hint="Set COMITY_MODEL_KEY.")
        if key and (not key.isascii() or not key.isprintable()):
            raise Usage("the key has characters that no key has", field="COMITY_MODEL_KEY")
        if key and parts.scheme == "http" and parts.hostname not in _HERE:
            raise Usage("a key is not sent over http, where others can read it", field="--model-at", hint="Use https.")
        self.model = model
        self.address = address.rstrip("/")
        self._host, self._port, self._secure = parts.hostname, port, parts.scheme == "https"
        self._path = parts.path.rstrip("/") + "/chat/completions"
        self._key = key
        self._seconds = seconds

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any] | None) -> str:
        """What the model answers to the messages; ``schema`` is asked for where the address can do that.

        Raises :class:`NoAnswer`.
        """
        body: dict[str, Any] = {"model": self.model, "messages": messages, "temperature": 0, "stream": False}
        if schema is not None:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "reading", "strict": True, "schema": schema},
            }
        status, data = self._send(json.dumps(body).encode())
        if status != 200:
            kind = Refused if 400 <= status < 500 else NoAnswer
            raise kind(f"{self.address} answered {status}: {_reason(data)}")
        try:
            said = json.loads(data)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            said = None
        if not isinstance(said, str):
            raise NoAnswer(f"{self.address} does not answer as an OpenAI-compatible address does")
        return said

    def _send(self, body: bytes) -> tuple[int, bytes]:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = kind(self._host, self._port, timeout=self._seconds)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            connection.request("POST", self._path, body, headers)
            response = connection.getresponse()
            data = response.read(ANSWER + 1)
            status = response.status
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{self.address} cannot be asked: {_why(error)}") from None
        finally:
            connection.close()
        if len(data) > ANSWER:
            raise NoAnswer(f"{self.address} answered with more than {ANSWER >> 20} MiB")
        return status, data


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:200]


def _reason(data: bytes) -> str:
    """The sentence of an error, on one line."""
    text = data[:REASON].decode("utf-8", "replace")
    try:
        told = json.loads(text)
        told = told.get("error", told) if isinstance(told, dict) else told
        text = str(told.get("message", told) if isinstance(told, dict) else told)
    except (ValueError, RecursionError):
        pass
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= 200 else line[:199] + "…"
