"""How long it takes until the command line does anything, and what each verb imports."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from measured import Row, command, least
from places import Places

#: Slow to import; a verb that needs none of them must not pay for them.
HEAVY = ("rdflib", "networkx", "pyshacl", "pandas", "polars", "owlready2", "oxrdflib")
#: Verbs that need none of the above, as they are called on the shipped records.
READING = {
    "--version": ["--version"],
    "--help": ["--help"],
    "query": ["query", "holders-of-post", "--param", "post=ru-prosecutor-general", "--on", "2024-11-21"],
    "show": ["show", "igor-krasnov"],
    "search": ["search", "Краснова"],
    "sparql": ["sparql", "SELECT ?s WHERE { ?s a comity:Session } LIMIT 5"],
}


def rows(places: Places) -> Iterator[Row]:
    """``--version`` against importing click; heavy modules by verb; the reading verbs as processes."""
    comity, click = [], []
    for _ in range(4 * places.repeat):
        click.append(command(sys.executable, "-c", "import click"))
        comity.append(command(sys.executable, "-m", "comity", "--version"))
    ours, peer = least(comity), least(click)
    yield Row(
        "start", "comity --version / python -c 'import click'",
        ours=ours.cpu, peer=peer.cpu, value=ours.cpu / peer.cpu, target="<= 1.5", peak=ours.peak,
    )  # fmt: skip
    home = places.shipped()
    for verb, words in READING.items():
        at = [] if verb.startswith("-") else ["--graph", home]
        told = command(sys.executable, "-X", "importtime", "-m", "comity", *words, *at)
        imported = set(re.findall(r"\| +([\w.]+)$", told.result, re.MULTILINE))
        found = [name for name in HEAVY if name in imported]
        yield Row(
            "start", f"heavy modules that {verb} imports", ours=len(found), unit="", value=len(found), target="<= 0",
            note=", ".join(found),
        )  # fmt: skip
    for verb, words in READING.items():
        if verb.startswith("-"):
            continue
        cost = least(
            [command(sys.executable, "-m", "comity", *words, "--graph", home) for _ in range(2 * places.repeat)]
        )
        yield Row(
            "start", f"comity {verb}, shipped records", ours=cost.cpu, value=cost.cpu, target="<= 0.7",
            peak=cost.peak, note=f"{cost.wall:.2f} s on the clock",
        )  # fmt: skip
