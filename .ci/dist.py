"""Source archive, wheel, bill of materials and checksums, in dist/; the same bytes from the same commit.

    python .ci/dist.py [--out dist] [--source .]

Threat: a release that nobody can rebuild, so that nobody can tell what was put
into it on the way.  Everything that differs from machine to machine is taken
out: times (``SOURCE_DATE_EPOCH``, else the commit's), modes, owners, order.

Limits: the same versions of Python and of the locked build tools are needed,
since both write their names into what they build.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Nothing of these goes into a release.
LEFT_OUT = (".git", ".venv", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", "build", "dist", "demo", "torture")
#: The first day that a zip archive can name, for a tree without a history.
ZIP_EPOCH = 315_532_800


def main() -> int:
    """Build; the names and sums of what was made go to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--source", type=Path, default=ROOT)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    os.umask(0o022)
    when = epoch(options.source)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(when), "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryDirectory() as place:
        tree, made = Path(place, "comity"), Path(place, "made")
        shutil.copytree(options.source, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
        even(tree, when)
        # The wheel is built out of the source archive: whatever is missing there is missed here.
        run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(made), str(tree)], environment)
        for archive in made.glob("*.tar.gz"):
            archive.write_bytes(repacked(archive, when))
        bill = made / f"{next(made.glob('*.tar.gz')).name.removesuffix('.tar.gz')}.cdx.json"
        words = ["cyclonedx_py", "requirements", "--output-reproducible", "--pyproject", str(tree / "pyproject.toml")]
        run([sys.executable, "-m", *words, "-o", str(bill), str(tree / "requirements.lock")], environment)
        files = sorted(made.iterdir())
        sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
        (made / "SHA256SUMS").write_text(sums, encoding="ascii")
        for file in made.iterdir():
            shutil.copyfile(file, options.out / file.name)
    print(sums, end="")
    return 0


def epoch(source: Path) -> int:
    """The time that everything gets."""
    if said := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(said)
    done = subprocess.run(
        ["git", "-C", str(source), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
    )
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else ZIP_EPOCH


def even(tree: Path, when: int) -> None:
    """Times and modes that do not tell whose machine it was."""
    for path in (tree, *tree.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path == tree / ".ci" / "run" else 0o644)
        os.utime(path, (when, when))


def repacked(archive: Path, when: int) -> bytes:
    """A source archive, its members in order and without times, owners and groups of their own."""
    packed = io.BytesIO()
    with (
        tarfile.open(archive) as old,
        gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=when) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for member in sorted(old.getmembers(), key=lambda one: one.name):
            member.mtime, member.uid, member.gid, member.uname, member.gname = when, 0, 0, "", ""
            member.pax_headers = {}
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
    return packed.getvalue()


def run(words: list[str], environment: dict[str, str]) -> None:
    """A command that has to work; what it prints is shown where it does not."""
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words[:4])} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


if __name__ == "__main__":
    sys.exit(main())
