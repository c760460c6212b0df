"""The claims that wait, listed; one claim with its passage; claims as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from .flags import colour

if TYPE_CHECKING:
    from ..loaders.text.keeping import Compared
    from ..loaders.text.known import Known
    from ..loaders.text.shelf import Decision
    from .prose_words import Teller

COLUMNS = ("claim", "status", "confidence", "what", "passage", "document")


def what(one: Compared, teller: Teller) -> str:
    """A claim in words, with the encounter or thing that it is about."""
    text = teller.claim(one.claim)
    thing = one.claim.cells.get("encounter", one.claim.thing)
    about = teller.thing(thing)
    named = one.claim.field or one.claim.table in ("participations", "aims")
    if one.claim.table == "encounters" and not one.claim.field:
        return f"{text} ({about})" if about not in text else text
    return f"{about}: {text}" if named and about not in text else text


def row(one: Compared, teller: Teller) -> dict[str, str]:
    """A claim as a row of ``COLUMNS``."""
    return {
        "claim": one.claim.key,
        "status": teller.say(one.status),
        "confidence": f"{one.claim.score:.2f}",
        "what": what(one, teller),
        "passage": " ".join(one.claim.passage.exact.split()),
        "document": one.claim.source.removeprefix("source/"),
    }


def write_json(file: IO[str], shown: Sequence[Compared], teller: Teller, format: str) -> None:
    """Claims as one array, or one object a line."""
    rows = [
        {
            **row(one, teller),
            "status": one.status,
            "confidence": one.claim.score,
            "table": one.claim.table,
            "thing": one.claim.thing,
            "field": one.claim.field,
            "cells": dict(one.claim.cells),
            "rule": one.claim.rule,
            "basis": one.claim.basis,
            "start": one.claim.passage.start,
            "end": one.claim.passage.end,
            "against": one.judgement.fact if one.judgement.standing == "contradicts" else None,
            "undone": None if one.undone is None else {**one.undone.told, "earlier": list(one.undone.earlier)},
        }
        for one in shown
    ]
    if format == "json":
        json.dump(rows, file, ensure_ascii=False, indent=2)
        file.write("\n")
    else:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_list(file: IO[str], shown: Sequence[Compared], teller: Teller) -> None:
    """By document and claim."""
    from rich.text import Text

    from ..queries.page import Page, clean
    from .prose_page import MARKS

    page = Page(file, colour=colour() and file is sys.stdout)
    document = ""
    for one in shown:
        if one.claim.source != document:
            if document:
                page.line()
            document = one.claim.source
            page.line(teller.thing(document), "bold", tail=document.removeprefix("source/"))
        mark, style = MARKS[one.status]
        line = Text.assemble((f"{one.claim.key} ", "dim"), (f"{mark} ", style), (f"{one.claim.score:.2f}  ", "dim"))
        line.append(clean(what(one, teller)))
        page.wrapped(line, indent=2, hanging=21)
        if one.judgement.standing == "contradicts" and one.decision is None:
            page.line(teller.against(one.judgement), "red", indent=21)
        if one.undone is not None:
            page.line(taken_back(one.undone, teller), "yellow", indent=21)
        words = " ".join(clean(one.claim.passage.exact).split())
        page.line(f"«{words[:110]}{'…' if len(words) > 110 else ''}»", "dim italic", indent=21)


def write_card(one: Compared, teller: Teller, known: Known) -> None:
    """One claim: its passage in its surroundings, its values, what the graph says to it, what was decided."""
    from rich.text import Text

    from ..loaders.text.batch import fields_of
    from ..loaders.text.rows import needs_of
    from ..queries.page import Page, clean
    from .prose_page import MARKS

    claim, page = one.claim, Page(sys.stdout, colour=colour())
    mark, style = MARKS[one.status]
    page.wrapped(Text.assemble((f"{mark} {teller.say(one.status)}  ", style), (clean(what(one, teller)), "bold")))
    page.line(f"{claim.id} · {claim.thing}", "dim")
    page.line()
    passage = claim.passage
    marked = "bold reverse" if page.is_terminal and colour() else ""
    before, after = ("[", "]") if not marked else ("", "")
    shown = Text.assemble(
        (f"…{_flat(passage.prefix)}" if passage.prefix else "", "dim"),
        (f"{before}{_flat(passage.exact)}{after}", marked),
        (f"{_flat(passage.suffix)}…" if passage.suffix else "", "dim"),
    )
    page.wrapped(shown, indent=2)
    page.line(f"{teller.thing(claim.source)} · {passage.start}-{passage.end}", "dim", indent=2)
    page.line()
    for name in fields_of(one):
        if claim.cells.get(name):
            page.line(f"{name:<14} {claim.cells[name]}", indent=2)
    read = f"{claim.rule}, {claim.basis}, {teller.say('confidence')} {claim.score:.2f} ({claim.confidence})"
    page.line(f"{read}, {claim.checked}", "dim", indent=2)
    if one.judgement.standing == "contradicts":
        page.line(teller.against(one.judgement), "red", indent=2)
    elif one.judgement.fact is not None:
        page.line(f"{teller.say('graph says')} {teller.thing(one.judgement.fact)}", "dim", indent=2)
    for resting in one.judgement.passages(known, claim)[:3]:
        words = f": «{resting.exact}»" if resting.exact else ""
        page.line(f"{resting.title}{', ' + resting.place if resting.place else ''}{words}", "dim", indent=4)
    waits = [thing for thing in needs_of(claim) if not known.has(thing)]
    if waits and one.decision is None:
        page.line(f"needs {', '.join(waits)}", "dim", indent=2)
    said = one.decision or one.undone
    for told in () if said is None else (*said.earlier, said.told):
        why = f": {told['because']}" if told.get("because") else ""
        page.line(f"{teller.say(told['verdict'])} · {told['by']} · {told['at'][:10]}{why}", indent=2)


def taken_back(undone: Decision, teller: Teller) -> str:
    """What was decided about a claim that waits again, and why that was taken back."""
    before = undone.earlier[-1] if undone.earlier else undone.told
    why = f": {undone.because}" if undone.because else ""
    return (
        f"{teller.say(before['verdict'])} · {before['by']} · {before['at'][:10]}; "
        f"{teller.say('undone')} · {undone.by} · {undone.at[:10]}{why}"
    )


def sources_of(thing: str, known: Known) -> list[str]:
    """The sources that a fact rests on, by title."""
    return list(dict.fromkeys(resting.title for resting in known.rests_on(thing)))[:3]


def _flat(text: str) -> str:
    from ..queries.page import clean

    return "".join(clean(char) or " " for char in text)
