"""Every page can be read by everybody: axe finds no serious fault, on a light desktop and on a dark phone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import pytest

from .pages import PAGES

_FAULTS = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const serious = found.violations.filter(fault => ["serious", "critical"].includes(fault.impact));
  const place = node => node.target.join(" ") + " " + (node.any[0] || {message: ""}).message;
  return serious.map(fault => fault.id + ": " + fault.nodes.slice(0, 3).map(place).join("; "));
}"""


@cache
def axe() -> str:
    """The checker, as the package brings it."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def looks(chromium: Any) -> Iterator[dict[str, Any]]:
    """A desktop in the light and a phone in the dark."""
    contexts = {
        "desktop": chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light"),
        "phone": chromium.new_context(viewport={"width": 375, "height": 700}, color_scheme="dark", locale="ru-RU"),
    }
    yield {name: context.new_page() for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("page", PAGES)
def test_no_serious_fault_and_no_wider_than_a_phone(looks: dict[str, Any], server: str, page: str) -> None:
    phone = looks["phone"]
    phone.goto(server + page)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 376
    phone.evaluate(axe())
    assert phone.evaluate(_FAULTS) == []


@pytest.mark.parametrize("page", PAGES[::2])
def test_no_serious_fault_on_a_light_desktop(looks: dict[str, Any], server: str, page: str) -> None:
    tab = looks["desktop"]
    tab.goto(server + page)
    tab.evaluate(axe())
    assert tab.evaluate(_FAULTS) == []
