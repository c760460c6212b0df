"""A thousand damaged inputs: no traceback, no half load, and each reason names file and line.

Real tables and real RDF are damaged by a seeded hand.  Most of it runs in this
process (the parser's child is stood in for by what it does); some dozens go
through real children and the command line.
"""

from __future__ import annotations

import functools
import gzip
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from pyoxigraph import Quad, RdfFormat, Store

from comity.cli import cli
from comity.errors import BadInput
from comity.graph.store import Home
from comity.loaders import rdf, rdf_child
from comity.loaders.packed import MAGIC
from comity.loaders.rdf import Found, load_rdf
from comity.loaders.records.load import load_tables, tables_in
from comity.ontology.namespaces import GRAPH

SEED = 20241121
TABLES, PARSED, CHILDREN, SPOKEN = 350, 608, 26, 16
FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
#: What may be put anywhere.
JUNK = (
    b'"', b"'", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b",", b";", b"|", b"\t", b"\\", b"<",
    b">", b"<<", b"<<(", b"{", b"}", b"[", b"]", b"(", b")", b"@prefix", b"_:", b"@", b"^^", b"&amp;", b"&x;", b"<!--",
    b"]]>", b"<!DOCTYPE x>", b'"@id"', b'"@context": "https://example.org/"', b"\\u0000", b"\\uD800", "\u202e".encode(),
    "\u2028".encode(), b"a" * 5000, b"(" * 500, b"[" * 500, b"99999999999999999999", b"2015-13-41", b"../..", b"://",
    b"=cmd|' /C calc'!A0", b"official/", b"state/XX", b"-1", b"..", b"1/0", b"[2016-04-01,", b"%s%n", b"${x}",
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The data after one to three accidents."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 10, 100, 1000)))
        kind = chance.randrange(8)
        if kind == 0:
            data = data[:at]
        elif kind == 1:
            data = data[:at] + data[end:]
        elif kind == 2:
            data = data[:at] + data[at:end] * 2 + data[end:]
        elif kind == 3 and at < len(data):
            data = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        elif kind == 4:
            lines = data.splitlines(keepends=True)
            chance.shuffle(lines)
            data = b"".join(lines)
        elif kind == 5:
            data = data.decode("utf-8", "replace").encode(
                chance.choice(("utf-16", "cp1251", "utf-8-sig", "utf-32")), "replace"
            )
        else:
            data = data[:at] + chance.choice(JUNK) + data[at:]
        if not data:
            break
    return data


def attempt(load: Callable[[], Any]) -> tuple[Any, BadInput]:
    """What a load gives, or how it was refused; anything else that is raised fails the test."""
    try:
        return load(), BadInput("")
    except BadInput as error:
        return None, error


def test_damaged_tables(few: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    files = sorted(few.iterdir())
    seen: Counter[str] = Counter()
    for number in range(TABLES):
        folder = tmp_path / str(number)
        shutil.copytree(few, folder)
        victim = folder / chance.choice(files).name
        victim.write_bytes(damaged(victim.read_bytes(), chance))
        quads: list[Quad] = []
        strict = chance.random() < 0.2
        report, error = attempt(functools.partial(load_tables, tables_in(folder), quads.extend, strict=strict))
        if report is None:
            seen["refused"] += 1
            assert quads == [], "half a load"
            assert str(error).startswith(f"{folder}/"), error
            assert error.line is not None, error
        else:
            seen["set aside" if report.set_aside else "loaded"] += 1
            assert report.read == report.loaded + report.set_aside
            assert report.triples == len(quads)
            assert len({(error.file, error.line) for error in report.errors}) == report.set_aside
            assert all(str(error).startswith(f"{folder}/") and error.line for error in report.errors)
            assert not (strict and report.set_aside)
            # Nothing dangles: whatever a fact refers to has facts itself.
            there = {quad.subject for quad in quads}
            for quad in quads:
                if str(quad.object).startswith("<https://w3id.org/comity/id/"):
                    assert quad.object in there, quad
        shutil.rmtree(folder)
    assert sum(seen.values()) == TABLES
    assert min(seen["refused"], seen["set aside"], seen["loaded"]) > TABLES / 20, seen


def looked_through(plain: Path, path: Path, syntax: str, step: Any) -> Found:
    """What the child does, done here."""
    try:
        with plain.open("rb") as file:
            said = rdf_child.look_at_xml(file) if syntax == "rdf" else None
        if said is None:
            with plain.open("rb") as file:
                said = rdf_child.look(ox.parse(file, format=FORMATS[syntax], base_iri=rdf.BASE), GRAPH, rdf.LITERAL, ox)
    except SyntaxError as error:
        raise BadInput(rdf._clean(error.msg), file=path, line=error.lineno) from None
    if "message" in said:
        raise BadInput(rdf._clean(said["message"]), file=path, line=said["line"])
    return Found(**said)


@pytest.fixture(scope="module")
def real(few: Path) -> dict[str, bytes]:
    """The rows as RDF in every syntax."""
    quads: list[Quad] = []
    load_tables(tables_in(few), quads.extend)
    triples = [quad.triple for quad in quads if "/id/tenure/" in str(quad) or "/id/official/" in str(quad)][:120]
    triples.append(ox.Triple(ox.BlankNode("a"), ox.NamedNode("https://example.org/p"), ox.BlankNode("b")))
    return {syntax: ox.serialize(triples, format=form) or b"" for syntax, form in FORMATS.items()}


def whole_or_nothing(path: Path, syntax: str, load: Callable[[Path, Store], object] = load_rdf) -> str:
    """Load a damaged file; what became of it."""
    store = Store()
    report, error = attempt(lambda: load(path, store))
    if report is None:
        assert len(store) == 0, "half a load"
        assert str(error).startswith(f"{path}"), error
        assert "\n" not in error.message
        assert len(error.message) <= 310
        return "refused"
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        expected = Store()
        expected.bulk_load(file, format=FORMATS[syntax], base_iri="x:")  # type: ignore[arg-type]
    assert len(store) == len(expected)
    return "loaded"


def test_damaged_rdf(real: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(SEED)  # noqa: S311
    monkeypatch.setattr(rdf, "_look_through", looked_through)
    seen: Counter[str] = Counter()
    for number in range(PARSED):
        syntax = chance.choice(list(real))
        data = damaged(real[syntax], chance)
        if chance.random() < 0.1:
            data = damaged(gzip.compress(data), chance) if chance.random() < 0.7 else gzip.compress(data)
        ending = ".gz" if data.startswith(MAGIC) else ""
        path = tmp_path / f"{number}.{syntax}{ending}"
        path.write_bytes(data)
        seen[whole_or_nothing(path, syntax)] += 1
        path.unlink()
    assert min(seen["refused"], seen["loaded"]) > PARSED / 20, seen
    assert list(tmp_path.iterdir()) == []


def test_damaged_rdf_through_real_children(real: dict[str, bytes], tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    for number in range(CHILDREN):
        syntax = chance.choice(list(real))
        path = tmp_path / f"{number}.{syntax}"
        path.write_bytes(damaged(real[syntax], chance))
        whole_or_nothing(path, syntax)


def spoken(path: Path, home: Home, *, apart: bool) -> tuple[int, str, str]:
    """``comity load`` on a file, in this process or in one of its own: exit code and what was said."""
    words = ["load", str(path), "--graph", str(home.path)]
    if apart:
        done = subprocess.run([sys.executable, "-m", "comity", *words], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr
    result = CliRunner().invoke(cli, words, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_damaged_files_on_the_command_line(real: dict[str, bytes], few: Path, started: Home, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    seen: Counter[int] = Counter()
    for number in range(SPOKEN):
        if number % 3:
            syntax = chance.choice(list(real))
            path = tmp_path / f"{number}.{syntax}"
            path.write_bytes(damaged(real[syntax], chance))
        else:
            (tmp_path / str(number)).mkdir()
            path = tmp_path / str(number) / "tenures.csv"
            path.write_bytes(damaged((few / "tenures.csv").read_bytes(), chance))
        before = started.current()
        code, out, err = spoken(path, started, apart=number % 6 == 0)
        seen[code] += 1
        assert code in (0, 1, 2), err
        assert "Traceback" not in err
        if code == 2:
            assert err.startswith(f"comity: {path}:"), err
            assert started.current() == before
        else:
            assert out.count("\n") == 1, out
        assert started.verify() == []
        assert not (started.path / "work").exists()
    assert min(seen[0], seen[2]) >= 2, seen
