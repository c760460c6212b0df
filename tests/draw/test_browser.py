"""What a real browser with fonts of its own measures; skipped where there is none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Draw

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
