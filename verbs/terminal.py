"""Standard output where it is a terminal: nothing that data say drives it, whatever the verb and the format.

Threat: a label with escape sequences moves the cursor, writes the clipboard
(OSC 52), hides or forges lines, renames the window, or makes the terminal
answer as if it were typed.  Control characters and marks that turn the
direction of reading are left out, but for line ends, tabs and the colours that
the verbs themselves set.

Limits: what goes into a file or a pipe is written as it is, byte by byte; a
pager or ``cat`` behind it has to take care of itself.  Data may set colours.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import IO, Any

#: Colours and weights, but for text that is hidden (8); then whatever else would steer.
_STEERS = re.compile(
    "(\x1b\\[(?:(?!8[;m])[0-9]{1,3}(?:;(?!8[;m])[0-9]{1,3})*)?m)"
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def harmless(text: str) -> str:
    """The text without what would steer a terminal."""
    return _STEERS.sub(lambda found: found[1] or "", text)


class Terminal:
    """A text stream in front of another one that is a terminal."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.buffer = Bytes(self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write what does no harm; as long as the whole, for whoever counts."""
        self._stream.write(harmless(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write each."""
        for line in lines:
            self.write(line)


class Bytes(io.RawIOBase):
    """The same for exports, which write bytes."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, data: Any) -> int:
        """Write what does no harm."""
        self._terminal.write(self._decoder.decode(bytes(data)))
        return len(data)

    def flush(self) -> None:
        """Flush the terminal."""
        if not self.closed:
            self._terminal.flush()
