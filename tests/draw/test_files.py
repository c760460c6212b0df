"""Files: pages that open offline, pixels, and errors that say what to do."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest
from pyoxigraph import Store

from comity.errors import ComityError, NotFound, Usage
from comity.graph.draw import png as pixels
from comity.graph.draw.picture import draw_picture
from comity.ontology.namespaces import ID
from comity.queries.session import Graph

from .conftest import Draw

KRASNOV = f"{ID}official/igor-krasnov"


_FETCHING = ("src", "href", "srcset", "data", "action")


class Page(HTMLParser):
    """What a page would fetch, what it links to, and the rows of its table."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.linked: list[str] = []
        self.policy = ""
        self.rows = 0
        self.inside = ""
        self.content: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if tag != "a":
            self.fetched += [
                value or "" for name, value in attrs if name in ("src", "href", "srcset", "data", "action")
            ]
        elif have.get("href"):
            self.linked.append(have["href"] or "")
        if have.get("http-equiv") == "Content-Security-Policy":
            self.policy = have.get("content") or ""
        self.rows += tag == "tr"
        self.inside = tag if tag in self.content else ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.content[self.inside].append(data)
            self.inside = ""


@pytest.mark.parametrize("picture", ["relations", "timeline"])
def test_a_page_fetches_nothing_and_has_every_fact(draw: Draw, picture: str) -> None:
    drawn = draw("official/igor-krasnov", picture=picture)
    page = Page(drawn.html())
    assert page.fetched == []
    assert page.rows == len(drawn.rows) + 1
    for row in drawn.rows:
        assert row.said.fact in page.linked


def test_the_policy_of_a_page_lets_its_own_script_run_and_nothing_else(draw: Draw) -> None:
    page = Page(draw("state/UZ").html())

    def source(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    directives = dict(part.strip().split(" ", 1) for part in page.policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == source(page.content["script"][0])
    assert set(directives["style-src"].split()) == {source(text) for text in page.content["style"]}


def test_without_script_a_page_shows_picture_and_table_and_no_dead_buttons(draw: Draw) -> None:
    html = draw("state/UZ").html()
    assert '<div class="controls" hidden>' in html
    assert html.index("<svg") < html.index("<table>") < html.index("<script>")


def test_a_page_speaks_russian(draw: Draw) -> None:
    html = draw("organisation/sco", lang="ru").html()
    assert '<html lang="ru">' in html
    for text in ("То же в виде таблицы", "Связь", "Показать", "Узбекистан"):
        assert text in html


def test_pixels_are_a_png_of_twice_the_size(draw: Draw) -> None:
    drawn = draw("organisation/sco", lang="ru")
    data = drawn.png()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    wide = int.from_bytes(data[16:20], "big")
    assert abs(wide - 2 * drawn.sheet.width) <= 2


def test_a_missing_renderer_is_named_with_the_command_that_mends_it(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ComityError, match=re.escape("pip install comity[png]")):
        draw("organisation/sco").png()


@pytest.mark.parametrize(
    ("known", "said"),
    [("", "no font for a PNG was found"), ("Ax", "no font on this machine has Cyrillic letters")],
)
def test_a_missing_font_is_said_instead_of_drawing_boxes(
    draw: Draw, monkeypatch: pytest.MonkeyPatch, known: str, said: str
) -> None:
    def render(*, svg_string: str, **_: object) -> bytes:
        """A machine whose fonts have these letters only."""
        letter = re.sub(r"<[^>]*>", "", svg_string)
        return letter.encode() if letter in known or (known and letter == " ") else b"box" if known else b""

    monkeypatch.setattr(pixels, "_renderer", lambda: render)
    with pytest.raises(ComityError, match=said) as caught:
        draw("organisation/sco", lang="ru").png()
    assert ".svg or .html" in str(caught.value)


@pytest.mark.parametrize("ending", ["svg", "html", "png"])
def test_a_file_has_the_format_that_its_name_tells(facts: Store, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"krasnov.{ending}"
    draw_picture(facts, KRASNOV, target)
    starts = {"svg": b"<svg ", "html": b"<!DOCTYPE html>", "png": b"\x89PNG"}
    assert target.read_bytes().startswith(starts[ending])
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_format_may_be_named(facts: Store, tmp_path: Path) -> None:
    target = tmp_path / "krasnov"
    draw_picture(facts, KRASNOV, target, format="svg")
    assert target.read_bytes().startswith(b"<svg ")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("a.docx", {}, "does not tell a format of pictures: svg, html, png"),
        ("a", {}, "End it in .svg, .html or .png"),
        ("a.svg", {"format": "gif"}, "a picture is svg, html, png, found 'gif'"),
    ],
)
def test_an_unknown_format_is_said(facts: Store, tmp_path: Path, name: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(Usage, match=re.escape(said)):
        draw_picture(facts, KRASNOV, tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(facts: Store, tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="cannot be written: No such file or directory"):
        draw_picture(facts, KRASNOV, tmp_path / "absent" / "a.svg")
    (tmp_path / "a.svg").mkdir()
    with pytest.raises(ComityError, match="cannot be written: Is a directory"):
        draw_picture(facts, KRASNOV, tmp_path / "a.svg")


def test_a_failed_picture_leaves_the_old_file(facts: Store, tmp_path: Path) -> None:
    target = tmp_path / "a.svg"
    target.write_text("old")
    with pytest.raises(NotFound, match="nothing is said of official/nobody"):
        draw_picture(facts, f"{ID}official/nobody", target)
    assert target.read_text() == "old"


def test_python_and_the_command_line_draw_by_name(graph: Graph, tmp_path: Path) -> None:
    target = tmp_path / "t.svg"
    graph.draw("SCO Prosecutors General Meeting", target, picture="timeline", lang="ru")
    assert "Встреча генеральных прокуроров" in target.read_text(encoding="utf-8")


# Colours

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


# A browser

_CHECK = """<script>
const texts = [...document.querySelectorAll("svg text")].filter(t => !t.closest("[transform*=rotate]"));
const boxes = texts.map(t => [t.textContent, t.getBoundingClientRect()]);
const sheet = document.querySelector("svg").getBoundingClientRect();
const found = [];
boxes.forEach(([a, one], at) => {
  if (one.right > sheet.right || one.left < sheet.left || one.bottom > sheet.bottom) found.push(a + " | edge");
  boxes.slice(at + 1).forEach(([b, two]) => {
    const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
    const along = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    // A browser's box has the leading of the font above and below the letters.
    if (across > 1 && along > 3.5) found.push(a + " | " + b);
  });
});
document.body.textContent = "TEXTS " + boxes.length + " FOUND[" + found.join("; ") + "]";
</script>"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("state/UZ", {"depth": 2, "lang": "ru"}),
        ("memberships", {"lang": "ru"}),
        ("body/sco-prosecutors-general", {"picture": "timeline", "lang": "ru"}),
    ],
)
def test_a_browser_measures_no_overlap_either(
    draw: Draw, tmp_path: Path, name: str, options: dict[str, object]
) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on this machine")
    page = tmp_path / "page.html"
    svg = draw(name, **options).svg()
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body style='margin:0'>{svg}{_CHECK}", encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", f"--user-data-dir={tmp_path}/u"]
    seen = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120).stdout
    assert "FOUND[]" in seen, seen[:2000]
