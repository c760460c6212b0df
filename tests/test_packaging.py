"""What is shipped: every room, every data file, and a wheel that works elsewhere."""

from __future__ import annotations

import os
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


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # From a copy: what an earlier build left in the checkout must not slip in, nor this one's rest stay there.
    source, out = tmp_path_factory.mktemp("source") / "comity", tmp_path_factory.mktemp("wheel")
    shutil.copytree(
        ROOT, source, ignore=shutil.ignore_patterns(".*", "build", "dist", "demo", "*.egg-info", "__pycache__")
    )
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)],
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


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
