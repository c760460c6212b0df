"""Files: pages that open offline, pixels, and errors that say what to do."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

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
    for word in ("fetch(", "XMLHttpRequest", "import(", "http:", "https:", "WebSocket", "url(", "@import"):
        assert not [text for texts in page.content.values() for text in texts if word in text]
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
def test_an_unknown_format_is_said(facts: Store, tmp_path: Path, name: str, options: dict[str, Any], said: str) -> None:
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
