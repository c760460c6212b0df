"""What is shipped: every room, every data file, and a wheel that works elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["setuptools"]["packages"]
NOT_SHIPPED = {"tests", "benchmarks", "docs", "build", "dist", "demo"}
#: What a room may hold besides Python: each must be in the wheel.
DATA = {".ttl", ".rq", ".csv", ".jsonld", ".md", ".css", ".js", ".html", ".typed", ".svg", ".txt", ".json", ".yaml"}


def folder(package: str) -> Path:
    return ROOT.joinpath(*package.split(".")[1:])


def test_every_folder_with_python_is_a_package_that_is_shipped() -> None:
    found = {
        ".".join(("comity", *init.parent.relative_to(ROOT).parts))
        for init in ROOT.rglob("__init__.py")
        if not {part for part in init.relative_to(ROOT).parts if part in NOT_SHIPPED or part.startswith(".")}
    }
    assert found == set(PACKAGES)


def test_only_the_four_modules_of_the_package_stand_at_the_root() -> None:
    assert {path.name for path in ROOT.glob("*.py")} == {"__init__.py", "__main__.py", "cli.py", "errors.py"}


def released(source: Path, out: Path, umask: int) -> dict[str, bytes]:
    """What ``make wheel`` makes of a tree, by name."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795667169"}
    command = [sys.executable, str(source / ".ci" / "dist.py"), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=300, umask=umask)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def copied(place: Path, name: str) -> Path:
    """The tree without what earlier builds left in it."""
    skipped = (".git", ".venv", ".*_cache", "build", "dist", "demo", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, place / name, ignore=shutil.ignore_patterns(*skipped))
    return place / name


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what ``make wheel`` makes."""
    place = tmp_path_factory.mktemp("release")
    released(copied(place, "comity"), place / "out", 0o022)
    return place / "out"


@pytest.fixture(scope="session")
def wheel(release: Path) -> Path:
    return next(release.glob("*.whl"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no umask")
def test_a_rebuild_elsewhere_gives_the_same_bytes(release: Path, tmp_path: Path) -> None:
    other = copied(tmp_path, "another name")
    for path in other.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    again = released(other, tmp_path / "out", 0o077)
    assert {".whl", ".gz", ".json"} <= {Path(name).suffix for name in again}
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in release.iterdir()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in again.items()
    }


@pytest.mark.slow
def test_the_bill_of_materials_names_every_pinned_package(release: Path) -> None:
    bill = json.loads(next(release.glob("*.cdx.json")).read_text(encoding="utf-8"))
    pinned = dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert {part["name"]: part["version"] for part in bill["components"]} == pinned
    assert all(part["externalReferences"][0]["hashes"] for part in bill["components"])


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_its_hash_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin or "==" not in pin.split()[0]] == []
    assert "://" not in text


@pytest.mark.slow
def test_the_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    shipped = set(zipfile.ZipFile(wheel).namelist())
    expected = set()
    for package in PACKAGES:
        place = folder(package)
        for path in place.rglob("*") if package != "comity" else place.glob("*"):
            relative = path.relative_to(ROOT)
            if not path.is_file() or "__pycache__" in relative.parts:
                continue
            if path.suffix == ".py" or (path.suffix in DATA and package != "comity") or path.name == "py.typed":
                expected.add("comity/" + relative.as_posix())
    assert expected - shipped == set()
    assert not [name for name in shipped if name.startswith(("comity/tests", "comity/benchmarks", "tests/"))]


@pytest.mark.slow
def test_the_installed_wheel_answers_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", system_site_packages=False, with_pip=False)
    python = tmp_path / "env" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    site = next((tmp_path / "env").rglob("site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    # The dependencies come from here; only comity itself must come from the wheel.
    here = [path for path in sys.path if path.endswith("site-packages")]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COMITY"))},
        "PYTHONPATH": os.pathsep.join([str(site), *here]),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    done = subprocess.run(
        [
            str(python),
            "-m",
            "comity",
            "query",
            "holders-of-post",
            "-p",
            "post=ru-prosecutor-general",
            "--on",
            "2024-11-21",
            "-f",
            "csv",
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "official/igor-krasnov" in done.stdout
