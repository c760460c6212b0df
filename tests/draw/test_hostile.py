"""Labels come from anywhere: none may run, break the file, turn its neighbours or flood the view."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Literal, NamedNode, Store

from comity.graph.draw.picture import Picture, picture_of
from comity.graph.draw.text import clean, width, wrapped
from comity.ontology.namespaces import ID

from .conftest import SVG, quads

LABELS = {
    "script": "<script>alert(1)</script>",
    "cdata": "]]> <![CDATA[ &amp; &#x0; <!--",
    "attribute": '" onload="alert(1)" x=\'',
    "control": "bell\x07 escape\x1b[31m null\ufffe",
    "bidi": "\u202egpj.exe \u2066inside\u2069 \u200f",
    "accents": "a" + "\u0301" * 5000,
    "long": "слово " * 17_000,
    "unbroken": "W" * 100_000,
    "empty": " ",
    "entity": "&lol; %xx; ${title} $svg",
}


@pytest.fixture(scope="module")
def hostile() -> Picture:
    """A state whose agencies have these labels, drawn."""
    return picture_of(_store(), f"{ID}state/XX")


def _store() -> Store:
    rows: list[tuple[str, str, str | Literal]] = [
        ("state/XX", "a", "State"), ("state/XX", "label", Literal("</title><script>alert(2)</script>")),
    ]  # fmt: skip
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    for name, label in LABELS.items():
        agency, post, tenure = f"agency/{name}", f"post/{name}", f"tenure/{name}"
        rows += [
            (agency, "a", "Agency"), (agency, "organOf", "state/XX"), (agency, "label", Literal(label)),
            (post, "a", "Post"), (post, "postIn", agency), (post, "label", Literal(label)),
            (tenure, "post", post), (tenure, "holder", f"official/{name}"),
            (f"official/{name}", "label", Literal(label)),
            (tenure, "startEarliest", Literal("2020-01-01", datatype=day)),
            (tenure, "start", Literal("<b>2020</b>")),
        ]  # fmt: skip
    store = Store()
    store.extend(quads(rows))
    return store


def test_the_file_is_well_formed_and_holds_no_element_of_theirs(
    hostile: Picture, tree: Callable[[str], Element]
) -> None:
    tags = {element.tag.removeprefix(SVG) for element in tree(hostile.svg()).iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "g", "path", "circle", "a", "text", "tspan"}
    handlers = [name for element in tree(hostile.svg()).iter() for name in element.attrib if name.startswith("on")]
    assert handlers == []


def test_every_label_is_whole_in_its_tooltip_and_short_in_view(
    hostile: Picture, tree: Callable[[str], Element]
) -> None:
    tips = {a.get("href"): a.findtext(f"{SVG}title", "") for a in tree(hostile.svg()).iter(f"{SVG}a")}
    for name in ("script", "attribute", "long", "unbroken", "entity"):
        assert tips[f"{ID}agency/{name}"].startswith(clean(LABELS[name]))
    drawn = ["".join(text.itertext()) for text in tree(hostile.svg()).iter(f"{SVG}text")]
    assert max(map(len, drawn)) < 400
    assert any(text.endswith("…") for text in drawn)


def test_no_character_turns_the_direction_of_reading_or_controls_a_terminal(hostile: Picture) -> None:
    for character in "\u202e\u2066\u2069\u200f\x07\x1b\ufffe\x00":
        assert character not in hostile.svg()
        assert character not in hostile.html()


def test_their_boxes_do_not_overlap_either(
    hostile: Picture, collisions: Callable[[Picture], list[tuple[str, str]]]
) -> None:
    assert collisions(hostile) == []


def test_a_page_runs_its_own_script_and_no_other(hostile: Picture) -> None:
    class Scripts(HTMLParser):
        found = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found += tag == "script"
            assert not [name for name, _ in attrs if name.startswith("on")]

    scripts = Scripts()
    scripts.feed(hostile.html())
    assert scripts.found == 1


@pytest.mark.parametrize("picture", ["relations", "timeline"])
def test_agencies_and_posts_with_such_names_are_drawn(
    picture: str, tree: Callable[[str], Element], collisions: Callable[[Picture], list[tuple[str, str]]]
) -> None:
    store = _store()
    for name in LABELS:
        drawn = picture_of(store, f"{ID}post/{name}", picture=picture)
        tree(drawn.svg())
        assert collisions(drawn) == []


def test_days_that_no_calendar_holds_break_nothing(tree: Callable[[str], Element]) -> None:
    """Bounds the wrong way round, and years at the ends of the calendar, from data that breaks the shapes."""
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    store = Store()
    rows: list[tuple[str, str, str | Literal]] = [("official/a", "a", "Official")]
    bounds = [("2020-05-05", "2019-01-01"), ("0001-01-01", "9999-12-31"), ("-4000-01-01", "2020-01-01")]
    for number, (start, end) in enumerate(bounds):
        rows += [(f"tenure/t{number}", "holder", "official/a"), (f"tenure/t{number}", "post", f"post/p{number}"),
                 (f"tenure/t{number}", "startEarliest", Literal(start, datatype=day)),
                 (f"tenure/t{number}", "endLatest", Literal(end, datatype=day))]  # fmt: skip
    store.extend(quads(rows))
    drawn = picture_of(store, f"{ID}official/a", picture="timeline")
    tree(drawn.svg())
    assert drawn.sheet.width < 5000


def test_text_is_wrapped_within_its_room_whatever_it_is() -> None:
    for label in LABELS.values():
        for line in wrapped(label, 12, 150, lines=3):
            assert width(line, 12) <= 150.01


def test_a_text_that_fits_is_not_cut() -> None:
    text = "Совещание генеральных прокуроров государств-членов ШОС"
    assert " ".join(wrapped(text, 12, 190, lines=3)) == text
