"""Damaged inputs of every format that a loader reads: no crash, no traceback, no half load; reasons name file and line.

Real files are damaged by a seeded hand.  The mass goes through what the loaders
do, in this process: the children's work by the very function that the child
calls (:func:`rdf_child.take`, :func:`page_child.take_apart`).  A sample goes
through real children, and a smaller one through ``comity`` itself.
"""

from __future__ import annotations

import csv
import functools
import gzip
import io
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyoxigraph import Quad, Store

from comity.errors import BadInput, ComityError, Usage
from comity.graph.store import Home
from comity.loaders import rdf, rdf_child
from comity.loaders.apart import short
from comity.loaders.child import Refusal
from comity.loaders.packed import MAGIC, plain_copy
from comity.loaders.rdf import Found, load_rdf
from comity.loaders.records.load import load_tables, shipped_records, tables_in
from comity.loaders.records.schema import TABLES
from comity.loaders.report import KEPT
from comity.loaders.text.batch import BadBatch, read_batch
from comity.loaders.text.decoding import read_bytes
from comity.loaders.text.document import document_in
from comity.loaders.text.folder import read_folder
from comity.loaders.untc import page as untc_page
from comity.loaders.untc import page_child
from comity.loaders.untc.load import read_register
from comity.ontology.namespaces import GRAPH
from comity.tests.loaders.test_rdf import FORMATS
from comity.tests.torture.measure import LONG, note, times
from comity.tests.untc.pages import page as status_page

from .damage import damaged

SEED = 20241121
MANY = times(250, 10_000)
#: Seconds that one input may take in this process, on a machine that has other things to do.
SLOWEST = 20
DOCUMENTS = Path(__file__).parents[2] / "docs" / "examples"
PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Встреча генпрокуроров</title>
<meta property="og:title" content="Встреча генпрокуроров"><meta property="article:published_time" content="2024-11-21">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-11-21"}</script></head><body>
<nav><a href="/">Главная</a><a href="/news">Новости</a></nav><article><h1>Встреча генпрокуроров</h1>
<time datetime="2024-11-21">21 ноября 2024</time><p>%s</p><table><tr><td>Ташкент</td></tr></table></article>
<footer>&copy; 2024</footer></body></html>"""


class Tally:
    """What became of the inputs of one format, and how long the slowest took."""

    def __init__(self, row: str) -> None:
        self.row = row
        self.seen: Counter[str] = Counter()
        self.worst = 0.0

    def attempt(self, load: Callable[[], Any], path: Path, number: int) -> Any:
        """What a load gives, None where it was refused as it should be; anything else fails the test."""
        began = time.process_time()
        made, refusal = None, None
        try:
            made = load()
        except ComityError as error:
            refusal = error
        except Exception as error:
            pytest.fail(f"input {number} of seed {SEED} ({path.name}): {type(error).__name__}: {error}")
        if refusal is not None:
            which = f"input {number} of seed {SEED}: {refusal}"
            assert isinstance(refusal, BadInput | BadBatch | Usage), which
            assert str(path.parent) in str(refusal), which
            for part in refusal.errors if isinstance(refusal, BadBatch) else [refusal]:
                assert "\n" not in part.message, which
                assert len(part.message) <= 400, which
        took = time.process_time() - began
        self.worst = max(self.worst, took)
        assert took < SLOWEST, f"input {number} of seed {SEED} took {took:.1f} s"
        self.seen["refused" if made is None else "loaded"] += 1
        return made

    def tell(self, least: float = 0.02) -> None:
        """Note the figures; the hand must have damaged enough, and not all."""
        tries = sum(self.seen.values())
        note(f"malformed-{self.row}", tries=tries, crashes=0, half_loads=0, worst_seconds=self.worst, **self.seen)
        assert min(self.seen["refused"], self.seen["loaded"]) >= tries * least, self.seen


def test_damaged_tables(few: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    files = sorted(few.iterdir())
    others = [file.read_bytes() for file in files]
    tally = Tally("tables")
    aside = 0
    for number in range(times(120, 5_000)):
        folder = tmp_path / str(number)
        shutil.copytree(few, folder)
        victim = folder / chance.choice(files).name
        victim.write_bytes(damaged(victim.read_bytes(), chance, others))
        quads: list[Quad] = []
        strict = chance.random() < 0.2
        load = functools.partial(load_tables, tables_in(folder), quads.extend, strict=strict)
        report = tally.attempt(load, victim, number)
        if report is None:
            assert quads == [], "half a load"
        else:
            aside += bool(report.set_aside)
            assert report.read == report.loaded + report.set_aside
            assert report.triples == len(quads)
            named = len({(error.file, error.line) for error in report.errors})
            assert named == report.set_aside or len(report.errors) >= KEPT
            assert all(str(error).startswith(f"{folder}/") and error.line for error in report.errors)
            assert not (strict and report.set_aside)
            # Nothing dangles: whatever a fact refers to has facts itself.
            there = {quad.subject for quad in quads}
            for quad in quads:
                if str(quad.object).startswith("<https://w3id.org/comity/id/"):
                    assert quad.object in there, quad
        shutil.rmtree(folder)
    assert aside > 5
    tally.tell()


def test_damaged_tables_of_every_kind(tmp_path: Path) -> None:
    """A few rows of each table that ships, taken for themselves."""
    chance = random.Random(SEED)  # noqa: S311
    tally = Tally("tables-of-every-kind")
    heads: dict[str, bytes] = {}
    for name, file in tables_in(shipped_records()).items():
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([rows[0], *chance.sample(rows[1:], min(8, len(rows) - 1))])
        heads[name] = text.getvalue().encode()
    assert set(heads) <= set(TABLES)
    others = list(heads.values())
    for number in range(times(120, 5_000)):
        name = chance.choice(list(heads))
        path = tmp_path / f"{name}.csv"
        path.write_bytes(damaged(heads[name], chance, others))
        quads: list[Quad] = []
        load = functools.partial(load_tables, {name: path}, quads.extend, known=lambda thing: True)
        report = tally.attempt(load, path, number)
        assert report is not None or quads == [], "half a load"
    tally.tell()


def looked_through(plain: Path, path: Path, syntax: str, step: Any) -> Found:
    """What the child does, done here."""
    try:
        said = rdf_child.take(str(plain), syntax, rdf.BASE, GRAPH, str(rdf.LITERAL))
    except Refusal as refusal:
        raise BadInput(rdf._clean(str(refusal)), file=path, line=refusal.line or None) from None
    return Found(said["quads"], said["blanks"], said["graphs"])


@pytest.fixture(scope="module")
def real(few: Path) -> dict[str, bytes]:
    """The rows as RDF in every syntax."""
    quads: list[Quad] = []
    load_tables(tables_in(few), quads.extend)
    triples = [quad.triple for quad in quads if "/id/tenure/" in str(quad) or "/id/official/" in str(quad)][:120]
    triples.append(ox.Triple(ox.BlankNode("a"), ox.NamedNode("https://example.org/p"), ox.BlankNode("b")))
    made = {syntax: ox.serialize(triples, format=form) or b"" for syntax, form in FORMATS.items()}
    place = ox.NamedNode("https://example.org/g")
    named = [Quad(one.subject, one.predicate, one.object, place) for one in triples[:60]]
    for syntax in ("trig", "nq"):
        made[syntax] += ox.serialize(named, format=FORMATS[syntax]) or b""
    return made


def whole_or_nothing(path: Path, syntax: str, tally: Tally, number: int) -> None:
    """Load a damaged file: all of it or nothing, and refused in its name with the line where there is one."""
    store = Store()
    report = tally.attempt(lambda: load_rdf(path, store), path, number)
    if report is None:
        assert len(store) == 0, "half a load"
        return
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        expected = Store()
        expected.bulk_load(file, format=FORMATS[syntax], base_iri="x:")  # type: ignore[arg-type]
    assert len(store) == len(expected)


@pytest.mark.parametrize("syntax", FORMATS)
def test_damaged_rdf(syntax: str, real: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(f"{SEED} {syntax}")  # noqa: S311
    monkeypatch.setattr(rdf, "_look_through", looked_through)
    monkeypatch.setattr(rdf_child, "say", lambda what: None)
    tally = Tally(f"rdf-{syntax}")
    others = list(real.values())
    for number in range(MANY):
        data = damaged(real[syntax], chance, others)
        if chance.random() < 0.1:
            data = damaged(gzip.compress(data), chance) if chance.random() < 0.7 else gzip.compress(data)
        path = tmp_path / f"{number}.{syntax}{'.gz' if data.startswith(MAGIC) else ''}"
        path.write_bytes(data)
        whole_or_nothing(path, syntax, tally, number)
        path.unlink()
    assert list(tmp_path.iterdir()) == []
    tally.tell()


def test_damaged_rdf_through_real_children(real: dict[str, bytes], tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    tally = Tally("rdf-through-children")
    others = list(real.values())
    for number in range(times(9, 600)):
        syntax = list(real)[number % len(real)]
        path = tmp_path / f"{number}.{syntax}"
        path.write_bytes(damaged(real[syntax], chance, others))
        whole_or_nothing(path, syntax, tally, number)
    tally.tell(least=0)


def _here(path: Path, named: Path) -> dict[str, Any]:
    """What the child of a status page does, done here."""
    try:
        found: dict[str, Any] = page_child.take(str(path))["found"]
    except Refusal as refusal:
        raise BadInput(short(str(refusal)), file=named, line=refusal.line or None) from None
    except RecursionError:
        raise BadInput("is nested too deep to be read", file=named) from None
    return found


MTDSG = """<?xml version="1.0" encoding="utf-8"?><Treaties><Header/><Treaty><ExternalData>
<Titlesect>99. Matters</Titlesect>
<Conclusion>New York, 7 March 1966</Conclusion><EIF><Labeltext>4 January 1969</Labeltext></EIF><Status>
<Signatories>1</Signatories><Parties>1</Parties></Status></ExternalData><Participants><Table><TGroup><Thead><Row>
<Entry>Participant</Entry><Entry>Signature</Entry><Entry>Ratification</Entry></Row></Thead><Tbody><Rows><Row>
<Entry>Albania</Entry><Entry>9 Dec 1966</Entry><Entry>11 May 1994</Entry></Row></Rows></Tbody></TGroup></Table>
</Participants><EndNotes><EndNote number="1"><Text>A note.</Text></EndNote></EndNotes></Treaty></Treaties>"""
STATUS = 'Participant,Signature,"Accession(a), Ratification"\nAlbania,,11 May 1994 a\nAlgeria,9 Dec 1966,14 Feb 1972\n'
BESIDE = {
    "as_of.csv": "path,last_changed\ntreaties/4-99.csv,2026-02-03\n",
    "index.csv": "chapter_no,treaty_no,treaty_name,url\n4,99,Convention. New York 7 March 1966,https://example.org/\n",
}


@pytest.mark.parametrize("kind", ["html", "xml", "csv"])
def test_damaged_status_pages(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(f"{SEED} {kind}")  # noqa: S311
    monkeypatch.setattr(untc_page, "_taken_apart", _here)
    tally = Tally(f"untc-{kind}")
    whole = status_page(
        notes=[("1", "A note of 1991.")],
        declarations=[("Albania", "<p align='right'>11 May 1994</p><p>Text of it.</p>")],
    )
    data = {"html": whole, "xml": MTDSG, "csv": STATUS}[kind].encode()
    others = [whole.encode(), MTDSG.encode(), STATUS.encode()]
    for number in range(MANY):
        files = {"4-99.csv" if kind == "csv" else f"IV-99.en.{kind}": data}
        files |= {name: text.encode() for name, text in BESIDE.items()} if kind == "csv" else {}
        victim = chance.choice(list(files))
        for name, content in files.items():
            (tmp_path / name).write_bytes(damaged(content, chance, others) if name == victim else content)
        path = tmp_path / next(iter(files))

        def load(path: Path = path) -> Any:
            register = read_register(path, lambda file: plain_copy(file, tmp_path))
            for mismatch in register.check_sums():
                raise mismatch
            return register

        tally.attempt(load, path, number)
    tally.tell(least=0.01)


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_damaged_documents(kind: str, tmp_path: Path) -> None:
    """What turns a file into a document; the reader behind it is tested below."""
    chance = random.Random(f"{SEED} {kind}")  # noqa: S311
    tally = Tally(f"documents-{kind}")
    texts = [file.read_bytes() for file in sorted(DOCUMENTS.glob("*.txt"))]
    pages = [(PAGE % text.decode().replace("\n\n", "</p><p>")).encode() for text in texts]
    path = tmp_path / f"a.{kind}"
    for number in range(MANY):
        path.write_bytes(damaged(chance.choice(texts if kind == "txt" else pages), chance, texts + pages))
        tally.attempt(lambda: document_in(read_bytes(path), path), path, number)
    tally.tell(least=0.005)


def test_damaged_documents_through_the_reader(first: Path, tmp_path: Path) -> None:
    """All of ``comity read`` up to what is kept, by one process for all files."""
    chance = random.Random(SEED)  # noqa: S311
    texts = [file.read_bytes() for file in sorted(DOCUMENTS.glob("*.txt"))]
    pages = [(PAGE % text.decode().replace("\n\n", "</p><p>")).encode() for text in texts]
    paths = []
    for number in range(times(30, 10_000)):
        path = tmp_path / f"{number}.{'html' if number % 2 else 'txt'}"
        path.write_bytes(damaged(chance.choice(pages if number % 2 else texts), chance, texts + pages))
        paths.append(path)
    seen: Counter[str] = Counter()
    for one in read_folder(paths, str(first), jobs=2 if LONG else 1):
        seen["loaded" if one.error is None else "refused"] += 1
        if one.error is not None:
            assert str(one.error).startswith(str(one.path)), one.error
            said = one.error.message
            assert not any(word in said for word in ("ended while", "took longer", "could not be read (")), one.error
        one.path.unlink(missing_ok=True)
    note("malformed-documents-read", tries=len(paths), crashes=0, half_loads=0, **seen)
    assert sum(seen.values()) == len(paths)
    assert min(seen["loaded"], seen["refused"]) > 0, seen


BATCH = {
    "yaml": '- {claim: claim/1a2b3c4d, decision: accept, change: "", because: "as said", what: "the date: 2024"}\n'
    '- {claim: 5e6f7a8b, decision: correct, change: "date=2024-11-21; place=Ташкент", because: ""}\n# a remark\n'
    "- {claim: 9c0d1e2f, decision: , status: new, confidence: 0.90}\n",
    "csv": "claim,decision,change,because\nclaim/1a2b3c4d,accept,,as said\n"
    '5e6f7a8b,correct,date=2024-11-21; place=Ташкент,\n9c0d1e2f,,,"two\nlines"\n',
}


@pytest.mark.parametrize("kind", BATCH)
def test_damaged_batches(kind: str, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} {kind}")  # noqa: S311
    tally = Tally(f"batch-{kind}")
    path = tmp_path / f"a.{kind}"
    others = [text.encode() for text in BATCH.values()]
    for number in range(MANY):
        path.write_bytes(damaged(BATCH[kind].encode(), chance, others))
        tally.attempt(lambda: read_batch(path), path, number)
    tally.tell()


def spoken(words: list[str], home: Home) -> tuple[int, str, str]:
    """``comity`` on a file, in a process of its own: exit code and what was said."""
    words = [sys.executable, "-m", "comity", *words, "--graph", str(home.path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_damaged_files_on_the_command_line(real: dict[str, bytes], few: Path, started: Home, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    seen: Counter[int] = Counter()
    others = list(real.values())
    for number in range(times(8, 200)):
        if number % 4 == 3:
            (tmp_path / str(number)).mkdir()
            path = tmp_path / str(number) / "tenures.csv"
            path.write_bytes(damaged((few / "tenures.csv").read_bytes(), chance))
        else:
            syntax = chance.choice(list(real))
            path = tmp_path / f"{number}.{syntax}"
            path.write_bytes(damaged(real[syntax], chance, others))
        before = started.current()
        code, out, err = spoken(["load", str(path)], started)
        seen[code] += 1
        assert code in (0, 1, 2), f"input {number} of seed {SEED}: {err}"
        assert "Traceback" not in err
        if code == 2:
            assert err.startswith(f"comity: {path}:"), err
            assert started.current() == before
        else:
            assert out.count("\n") == 1, out
        assert started.verify() == []
        assert not (started.path / "work").exists()
    note(
        "malformed-command-line",
        tries=sum(seen.values()),
        tracebacks=0,
        half_loads=0,
        **{f"exit_{k}": v for k, v in seen.items()},
    )
    assert seen[2] >= 2, seen
