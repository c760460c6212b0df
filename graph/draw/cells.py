"""What stands in the cells of a table: roles, actions or counts, and the legend of each."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from ..network import CONSENT
from .canvas import Box, Canvas, n, rectangle
from .frame import Key
from .kinds import shape
from .scene import Link, Scene

_YEAR, _COUNT = 9.5, 10.5
_ROLES = {"member": "circle", "observer": "diamond", "partner": "square"}
_OTHER_ROLE = "triangle"
SHADES = 5


def role_cell(canvas: Canvas, link: Link, x: float, y: float) -> str:
    """The last role, and the year in which it began."""
    last = link.said[-1]
    over = last.status == "ended"
    classes = "mark f-other hollow" if over else "mark f-body"
    sign = shape(_ROLES.get(_role(last.role), _OTHER_ROLE), x - 13, y, 5.2, classes)
    return sign + _year(canvas, link, -1, x, y, muted=over)


def role_keys(scene: Scene) -> list[Key]:
    found = {_role(said.role) for said in scene.said()}
    keys = [
        Key(partial(shape, form, r=5.2, classes="mark f-body"), 14, scene.words(role))
        for role, form in _ROLES.items()
        if role in found
    ]
    if found - set(_ROLES):
        keys.append(Key(partial(shape, _OTHER_ROLE, r=5.2, classes="mark f-body"), 14, scene.words("other role")))
    if any(link.said[-1].status == "ended" for link in scene.links):
        keys.append(Key(partial(shape, "circle", r=5.0, classes="mark hollow f-other"), 14, scene.words("former")))
    return keys


def action_cell(canvas: Canvas, link: Link, x: float, y: float) -> str:
    """Consent, signature alone or withdrawal, and its year."""
    stand, at = _stand(link)
    return _stand_sign(x - 13, y, stand=stand) + _year(canvas, link, at, x, y, muted=stand != "consented")


def action_keys(scene: Scene) -> list[Key]:
    found = {_stand(link)[0] for link in scene.links}
    return [
        Key(partial(_stand_sign, stand=stand), 14, scene.words(stand))
        for stand in ("consented", "signed", "withdrew")
        if stand in found
    ]


def count_cell(canvas: Canvas, link: Link, box: Box, most: int) -> str:
    """How many facts two things share, darker for more; ``most`` is the highest count in the table."""
    step = shade(link.weight, most)
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + 3.6
    ground = rectangle(f"cell s{step}", box)
    return ground + canvas.text([str(link.weight)], x, y, _COUNT, f"on{step}", anchor="middle")


def shade_keys(most: int, words: str) -> list[Key]:
    """The shades that occur up to a count, each with its numbers."""
    keys: list[Key] = []
    for step in range(SHADES):
        counts = [count for count in range(1, most + 1) if shade(count, most) == step]
        if counts:
            numbers = str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"
            keys.append(Key(count_sign(step), 18, numbers if keys else f"{numbers} ({words})"))
    return keys


def _role(address: str) -> str:
    return address.rpartition("/")[2]


def _year(canvas: Canvas, link: Link, at: int, x: float, y: float, *, muted: bool) -> str:
    span = link.said[at].span
    day = span.first if span else None
    return "" if day is None else canvas.text([str(day.year)], x - 6, y + 3.4, _YEAR, "muted" if muted else "")


def _stand(link: Link) -> tuple[str, int]:
    """How a state stands to a treaty by its last decisive action, and which of the facts that is.

    Whether the treaty is in force for it is a question of treaty law, which a picture does not answer.
    """
    for at in range(len(link.said) - 1, -1, -1):
        said = link.said[at]
        if said.status == "withdrawn":
            return "withdrew", at
        if said.role in CONSENT:
            return "consented", at
    return "signed", 0


def _stand_sign(x: float, y: float, *, stand: str) -> str:
    if stand == "withdrew":
        path = f"M{n(x - 4)} {n(y - 4)}l8 8m0 -8l-8 8"
        return f'<path class="line strong" stroke-width="2" d="{path}"/>'
    hollow = "" if stand == "consented" else " hollow"
    return shape("circle", x, y, 5.0 if stand == "consented" else 4.6, f"mark f-paper{hollow}")


def count_sign(step: int) -> Callable[[float, float], str]:
    """The sign of a shade in a legend."""
    return partial(_count_sign, step=step)


def _count_sign(x: float, y: float, *, step: int) -> str:
    return rectangle(f"cell s{step}", Box(x - 9, y - 8, x + 9, y + 8))


def shade(weight: int, most: int) -> int:
    """One of five shades; the steps widen, for most pairs have met once or twice."""
    if weight <= 1:
        return 0
    # 0.999: the highest count is in the last step and not beyond it.
    return 1 + int((SHADES - 1) * 0.999 * math.log(weight) / math.log(most))
