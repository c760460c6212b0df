"""Colours of pictures: enough contrast, in light and dark, and apart for colour-blind eyes."""

from __future__ import annotations

import re
from importlib import resources

import pytest

_BACKGROUND = {"light": "#ffffff", "dark": "#14191f"}
#: How colours look without the long-, middle- or short-wave cone: Machado, Oliveira and Fernandes 2009, severity 1.
_EYES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def _linear(colour: str) -> list[float]:
    parts = [value / 255 for value in bytes.fromhex(colour[1:])]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, two: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _styles() -> dict[str, dict[str, str]]:
    """Per theme, ``selector -> colour`` of the style sheet of pictures."""
    text = resources.files("comity.graph.draw").joinpath("picture.css").read_text(encoding="utf-8")
    light, _, dark = text.partition("@media (prefers-color-scheme: dark)")

    def colours(part: str) -> dict[str, str]:
        rule = re.compile(r"\.comity (text|\.[\w, .-]+?) \{[^}]*?(?:fill|color): (#[0-9a-f]{3,6})\b")
        found = {selector.strip(): colour for selector, colour in rule.findall(part)}
        return {name: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]) for name, c in found.items()}

    return {"light": colours(light), "dark": {**colours(light), **colours(dark)}}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_marks_have_enough_contrast(theme: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text; marks carry headings in their colour, so they too."""
    colours = _styles()[theme]
    families = [name for name in colours if name.startswith(".f-")]
    assert len(families) == 8
    for name in ["text", ".muted", *families]:
        assert _contrast(colours[name], _BACKGROUND[theme]) >= 4.5, name
    for ground in (".band", ".tint"):
        for ink in ("text", ".muted"):
            assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for shade in range(5):
        ink = colours[".on3, .comity .on4"] if shade > 2 else colours["text"]
        assert _contrast(ink, colours[f".s{shade}"]) >= 4.5, shade


@pytest.mark.parametrize("eye", list(_EYES))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_families_differ_for_the_colour_blind(theme: str, eye: str) -> None:
    """At least 12 in CIELAB, several times what is seen as another colour; shapes differ besides."""
    seen = {
        name: _lab([sum(weight * part for weight, part in zip(row, _linear(colour), strict=True))
                    for row in _EYES[eye]])
        for name, colour in _styles()[theme].items() if name.startswith(".f-")
    }  # fmt: skip
    names = sorted(seen)
    for at, one in enumerate(names):
        for two in names[at + 1 :]:
            far = sum((a - b) ** 2 for a, b in zip(seen[one], seen[two], strict=True)) ** 0.5
            assert far >= 12, (one, two)
