"""Which of the forms on offer a client wants: ``Accept`` and ``Accept-Language``, with q-values (RFC 9110, 12.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

#: An Accept header of more parts than this is nobody's.
_PARTS = 100


def _parts(header: str) -> list[tuple[str, float, int]]:
    """``(value, q, number of parameters)``; what cannot be read is left out."""
    found = []
    for part in header[:8000].split(",")[:_PARTS]:
        value, *parameters = (piece.strip() for piece in part.split(";"))
        weight, specific = 1.0, 0
        for parameter in parameters:
            name, _, text = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    weight = min(max(float(text.strip()), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
                break
            specific += 1
        if value:
            found.append((value.lower(), weight, specific))
    return found


def best_media(header: str | None, offered: Sequence[str]) -> str | None:
    """The media type of ``offered`` that fits best, None where none is acceptable.

    The most specific range that matches a type gives its weight; among equals
    the order of ``offered`` decides.  No header accepts everything.
    """
    if header is None or not header.strip():
        return offered[0] if offered else None
    ranges = _parts(header)
    best, best_weight = None, 0.0
    for media in offered:
        weight = _weight(media.lower(), ranges)
        if weight > best_weight:
            best, best_weight = media, weight
    return best


def _weight(media: str, ranges: Iterable[tuple[str, float, int]]) -> float:
    main = media.split("/", 1)[0]
    rank, found = -1, 0.0
    for value, weight, specific in ranges:
        if value == media:
            here = 2 + specific
        elif value == f"{main}/*":
            here = 1
        elif value in ("*/*", "*"):
            here = 0
        else:
            continue
        if here > rank:
            rank, found = here, weight
    return found


def best_language(header: str | None, offered: Mapping[str, str] | Sequence[str], default: str = "en") -> str:
    """The language of ``offered`` a reader prefers: ``ru-RU`` asks for ``ru``."""
    found = sorted(_parts(header or ""), key=lambda part: -part[1])
    for value, weight, _ in found:
        tag = value.split("-", 1)[0]
        if weight > 0 and tag in offered:
            return tag
    return default
