"""Objections: whether they oppose entry into force between the two states (VCLT art. 20(4)(b))."""

from __future__ import annotations

import pytest

from comity.loaders.untc.register import Statement
from comity.loaders.untc.statements import articles_in, meaning_of


@pytest.mark.parametrize(
    ("text", "opposes"),
    [
        ("This objection does not preclude the entry into force of the Convention between A and B.", False),
        ("This objection shall notpreclude the entry into force of the Covenant between A and B.", False),
        ("A does not consider that this objection constitutes an obstacle to the entry into force of it.", False),
        ("It should not be interpreted as an impediment to the entry into force of the Convention.", False),
        (
            "A considers that they constitute an obstacle to the entry into force of the Convention between A and B.",
            True,
        ),
        ("A does not consider the Convention to be in force between A and B.", True),
        ("A objects to the reservation, which is incompatible with the object and purpose.", None),
    ],
)
def test_opposing_force(text: str, opposes: bool | None) -> None:
    assert meaning_of(Statement("objection", "A", 1, text)).opposes is opposes


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("Reservation:", "…", "reservation"),
        ("Declaration:", "…", "declaration"),
        ("Upon signature:", "The Government does not consider itself bound by article 30.", "reservation"),
        ("", "The Government interprets article 2 as allowing this.", "declaration"),
    ],
)
def test_reservations_and_declarations(heading: str, text: str, kind: str) -> None:
    assert meaning_of(Statement("declaration", "A", 1, text, heading=heading)).kind == kind


def test_articles_named() -> None:
    text = "reservations in respect of article 5 (c) and article 5 (d) (iv), (vi); articles 7, 9 and 14 (1)"
    assert articles_in(text) == ("5", "7", "9", "14")
