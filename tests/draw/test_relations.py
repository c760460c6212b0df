"""Pictures of what lies around a thing: everything there, everything legible, the same every time."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Literal, Store

from comity.graph.draw.picture import Picture, picture_of
from comity.graph.network import relations
from comity.loaders.build import Outcome
from comity.ontology.namespaces import ID

from .conftest import SVG, Draw, quads

Tree = Callable[[str], Element]
Collisions = Callable[[Picture], list[tuple[str, str]]]
KRASNOV = "official/igor-krasnov"


def links(root: Element) -> dict[str, str]:
    """``address -> tooltip`` of everything that is a node."""
    return {
        node.get("href", ""): node.findtext(f"{SVG}title", "")
        for node in root.iter(f"{SVG}a")
        if "node" in node.get("class", "").split()
    }


def tooltips(root: Element, words: str) -> list[tuple[str, str]]:
    """``(classes, tooltip)`` of the lines that say something."""
    found = ((g.get("class", ""), g.findtext(f"{SVG}title", "")) for g in root.iter(f"{SVG}g"))
    return [(classes, text) for classes, text in found if "link" in classes.split() and words in text]


def words(root: Element) -> str:
    """Every word that is drawn."""
    return "\n".join(" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("name", [KRASNOV, "state/UZ", "organisation/sco", "body/sco-prosecutors-general"])
def test_every_thing_around_is_a_link_with_its_whole_name(facts: Store, draw: Draw, tree: Tree, name: str) -> None:
    expected = relations(facts, around=ID + name)
    found = links(tree(draw(name).svg()))
    assert set(found) == set(expected)
    for address, said in expected.nodes(data=True):
        assert said["label"] in found[address]


def test_two_steps_reach_further_than_one(draw: Draw, tree: Tree) -> None:
    one, two = (links(tree(draw(KRASNOV, depth=depth).svg())) for depth in (1, 2))
    assert set(one) < set(two)
    # Prosecutor general before Krasnov: tied to the post, not to him.
    assert f"{ID}official/yury-chaika" in set(two) - set(one)


def test_labels_of_150_things_do_not_overlap(draw: Draw, tree: Tree, collisions: Collisions) -> None:
    picture = draw("state/UZ", depth=2, limit=150)
    root = tree(picture.svg())
    assert len(links(root)) == 150
    assert collisions(picture) == []
    # The caption says that there was more.
    assert "150 of" in words(root)
    assert "Left out, the limit being 150" in words(root)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("name", [KRASNOV, "organisation/sco", "body/sco-prosecutors-general", "state/UZ"])
def test_labels_of_real_things_do_not_overlap(draw: Draw, collisions: Collisions, name: str, lang: str) -> None:
    assert collisions(draw(name, lang=lang)) == []


def test_one_line_for_two_memberships_says_how_many_and_lists_both(draw: Draw, tree: Tree) -> None:
    """The treaty entered into force on 20 April 1994; Uzbekistan was in it to 1999, and from 2006 to 2012."""
    root = tree(draw("state/UZ").svg())
    ((classes, text),) = tooltips(root, "Collective Security Treaty Organization")
    assert [line.rpartition(", ")[2] for line in text.splitlines()] == [
        "20 Apr 1994 – 2 Apr 1999 (ended)",
        "Aug 2006 – 19 Dec 2012 (ended)",
    ]
    assert "ended" in classes.split()
    assert "member 1994–1999, member 2006–2012 (2)" in words(root)


def test_a_post_that_ended_is_dashed_and_one_that_goes_on_is_not(draw: Draw, tree: Tree) -> None:
    root = tree(draw(KRASNOV).svg())
    ((before, _),) = tooltips(root, "Igor Krasnov → holds post → Prosecutor General")
    ((now, _),) = tooltips(root, "Igor Krasnov → holds post → President of the Supreme Court")
    assert "ended" in before.split()
    assert "ended" not in now.split()


def test_a_day_leaves_out_what_did_not_hold(draw: Draw, tree: Tree) -> None:
    """On 21 November 2024 Krasnov was prosecutor general; the Supreme Court came in 2025."""
    picture = draw(KRASNOV, on=dt.date(2024, 11, 21))
    root = tree(picture.svg())
    assert f"{ID}post/ru-prosecutor-general" in links(root)
    assert f"{ID}post/ru-supreme-court-president" not in links(root)
    assert "as of 21 Nov 2024" in words(root)


def test_labels_and_words_are_in_the_language_asked_for(draw: Draw, tree: Tree) -> None:
    russian = words(tree(draw("organisation/sco", lang="ru").svg()))
    assert "Шанхайская организация сотрудничества" in russian
    assert "Узбекистан" in russian
    assert "наблюдатель 2005–2017, член 2017– (2)" in russian
    assert "Государства" in russian
    assert "Подписи: русский" in russian
    # Kazakh has no words of its own here: labels in Kazakh, the rest in English.
    kazakh = words(tree(draw("organisation/sco", lang="kk").svg()))
    assert "Өзбекстан" in kazakh
    assert "Labels: Kazakh" in kazakh


def test_a_screen_reader_finds_title_description_and_links(draw: Draw, tree: Tree) -> None:
    root = tree(draw(KRASNOV).svg())
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Igor Krasnov: relations"
    assert root[1].tag == f"{SVG}desc"
    assert "one step away" in (root[1].text or "")
    # An image hides what is in it; this is a document.
    assert (root.get("role") or "").startswith("graphics-document")


def test_a_picture_holds_no_script_and_fetches_nothing(draw: Draw, tree: Tree) -> None:
    svg = draw("state/UZ").svg()
    assert not [element.tag for element in tree(svg).iter() if "script" in element.tag or "image" in element.tag]
    assert "@import" not in svg
    assert "url(" not in svg
    assert "xlink" not in svg


def test_one_graph_gives_one_file_whatever_the_hashes(built: tuple[Path, Outcome]) -> None:
    """Sets of texts have another order in every process."""
    program = (
        "import sys; from pathlib import Path; from comity.graph.store import Home;"
        "from comity.graph.draw.picture import picture_of; from comity.ontology.namespaces import ID;"
        "store = Home.open(Path(sys.argv[1])).current().read_only();"
        "names = ['met', 'treaties', ID + 'official/igor-krasnov'];"
        "sys.stdout.write(''.join(picture_of(store, name).html() for name in names))"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program, str(built[0])],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0]
    assert outputs[0] == outputs[1]


def test_one_more_thing_changes_the_place_of_none(facts: Store) -> None:
    """A new agency of Uzbekistan: everything else keeps its order, and moves by a row at most."""
    before = picture_of(facts, f"{ID}state/UZ")
    more = Store()
    more.extend(facts.quads_for_pattern(None, None, None, None))
    more.extend(quads([("agency/uz-new", "a", "Agency"), ("agency/uz-new", "organOf", "state/UZ"),
                       ("agency/uz-new", "label", Literal("New agency", language="en"))]))  # fmt: skip
    after = picture_of(more, f"{ID}state/UZ")
    was, new = ([text for text, _ in one.sheet.boxes] for one in (before, after))
    # "organ of" is under several things; names stand once.
    names = {text for text in was if was.count(text) == new.count(text) == 1}
    assert [text for text in was if text in names] == [text for text in new if text in names]
    top, then = ({text: box.top for text, box in one.sheet.boxes} for one in (before, after))
    assert max(abs(top[text] - then[text]) for text in names) <= 60


def test_notebooks_show_a_picture_by_itself(draw: Draw) -> None:
    picture = draw(KRASNOV)
    assert picture._repr_svg_() == picture.svg()
