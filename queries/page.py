"""A page to read: text for a terminal or a file, with numbered sources at its foot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from .result import Evidence

#: Columns of a page that is not written to a terminal.
WIDTH = 140


class Page:
    """Wraps a rich console; footnotes are numbered as they are first met."""

    def __init__(self, out: IO[str], *, colour: bool) -> None:
        from rich.console import Console

        self.is_terminal = bool(getattr(out, "isatty", lambda: False)())
        self._console = Console(
            file=out,
            width=None if self.is_terminal else WIDTH,
            no_color=not colour,
            force_terminal=None if colour else False,
            highlight=False,
            emoji=False,
            markup=False,
        )
        self._notes: dict[str, int] = {}
        self.width = self._console.width

    def marks(self, evidence: Iterable[Evidence]) -> str:
        """``[1][2]``: the numbers of the notes that name these sources."""
        numbers = [self._notes.setdefault(clean(str(item)), len(self._notes) + 1) for item in evidence]
        return "".join(f"[{number}]" for number in dict.fromkeys(numbers))

    def line(
        self, text: str = "", style: str = "", *, indent: int = 0, first: str = "", hanging: int = 0, tail: str = ""
    ) -> None:
        """One paragraph, wrapped.

        ``first`` stands before its first line, ``hanging`` spaces before the
        others, and ``tail`` dim at its end.
        """
        from rich.text import Text

        whole = Text(clean(text), style=style)
        if tail:
            whole.append(f" {tail}" if text else tail, style="dim")
        before = max(hanging, len(first))
        lead = Text(" " * indent + f"{first:<{before}}" if first else " " * indent)
        for part in whole.wrap(self._console, max(20, self._console.width - indent - before)) or [Text()]:
            part.rstrip()
            self._console.print(lead + part, soft_wrap=True)
            lead = Text(" " * (indent + before))

    def wrapped(self, text: Any, *, lead: Any = None, indent: int = 0, hanging: int | None = None) -> None:
        """A styled paragraph, wrapped.

        ``lead`` stands before its first line in place of ``indent`` spaces,
        ``hanging`` spaces before the others.
        """
        from rich.text import Text

        first = Text(" " * indent) if lead is None else lead
        after = len(first) if hanging is None else hanging
        for part in text.wrap(self._console, max(20, self._console.width - max(len(first), after))) or [Text()]:
            part.rstrip()
            self._console.print(first + part, soft_wrap=True)
            first = Text(" " * after)

    def print(self, renderable: Any) -> None:
        """Anything that rich can render."""
        self._console.print(renderable)

    def notes(self) -> None:
        """The sources, each on a line of its own that is not wrapped: an address stays whole."""
        from rich.text import Text

        if self._notes:
            self._console.print()
        for text, number in self._notes.items():
            self._console.print(Text(f"[{number}] {text}", style="dim"), soft_wrap=True)


def clean(text: str) -> str:
    """Text without what would drive a terminal: control characters and marks that reverse writing."""
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in "\u200c\u200d"
        else " "
        if char in "\t\n\r\x85\u2028\u2029" or char.isspace()
        else ""
        for char in text
    )
