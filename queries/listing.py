"""The list of questions, and of what a search found."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any

from ..errors import NotFound
from ..ontology.namespaces import ID
from .catalogue import Question, catalogue
from .labels import labels_for
from .result import Result
from .terms import Parameter, expected, shortened
from .words import is_russian

if TYPE_CHECKING:
    from .session import Graph

#: Columns that the name of a question takes.
NAME = 32
_WORDS = {
    "parameters": ("Parameters", "Параметры"),
    "example": ("Example", "Пример"),
    "optional": ("optional", "необязательно"),
    "default": ("default {value}", "по умолчанию {value}"),
}


def write_list(out: IO[str], format: str, lang: str, word: str | None = None) -> None:
    """Every question with what it needs; with ``word`` those that hold it, or the one of that name in full."""
    questions = dict(catalogue())
    if word in questions:
        chosen = [questions[word]]
    elif word is None:
        chosen = list(questions.values())
    else:
        folded = word.casefold()
        chosen = [
            asked
            for asked in questions.values()
            if any(folded in text.casefold() for text in (asked.name, *asked.summary.values(), *asked.tags))
        ]
        if not chosen:
            near = difflib.get_close_matches(word, questions, n=3, cutoff=0.4)
            raise NotFound(
                f"no question holds the word {shortened(word)}",
                hint=f"Near: {', '.join(near)}." if near else "comity query --list shows them all.",
            )
    if format == "json":
        json.dump([_as_dict(asked) for asked in chosen], out, ensure_ascii=False, indent=2)
        out.write("\n")
    elif word in questions:
        out.write(_described(chosen[0], lang))
    else:
        for asked in chosen:
            out.write(f"{asked.name:<{NAME}} {_summary(asked, lang)}\n")
            needs = [_needed(parameter) for parameter in asked.parameters.values()]
            if needs:
                out.write(f"{'':<{NAME}} {' '.join(needs)}\n")


def found(graph: Graph, words: str, kinds: Sequence[str], limit: int, lang: str) -> Result:
    """What is named like ``words``, as rows; :class:`NotFound` with near names where nothing is."""
    from pyoxigraph import Literal, NamedNode

    hits = graph.search(words, kinds=kinds, limit=limit)
    labels = labels_for(graph, {hit.iri for hit in hits}, lang)
    if not hits:
        near = graph.search(words, kinds=kinds, limit=3, cutoff=55.0)
        lines = [f"    {hit.iri.removeprefix(ID)}  {hit.label}" for hit in near]
        raise NotFound(
            f"nothing is named like {shortened(words)}", hint="Near:\n" + "\n".join(lines) if lines else None
        )
    rows = [
        (
            Literal(hit.iri.removeprefix(ID)),
            NamedNode(hit.iri),
            None if hit.label == labels.get(hit.iri) else Literal(hit.label),
            Literal(round(hit.score, 1)),
        )
        for hit in hits
    ]
    return Result(("slug", "thing", "matched", "score"), rows, labels, lang=lang)


def _summary(asked: Question, lang: str) -> str:
    return asked.summary["ru" if is_russian(lang) else "en"]


def _needed(parameter: Parameter) -> str:
    text = f"{parameter.name}={parameter.example}"
    return text if parameter.required else f"[{text}]"


def _described(asked: Question, lang: str) -> str:
    ru = is_russian(lang)
    lines = [asked.name, f"  {_summary(asked, lang)}"]
    if asked.description and not ru:
        lines.append(f"  {asked.description}")
    if asked.parameters:
        lines += ["", _WORDS["parameters"][ru]]
    for parameter in asked.parameters.values():
        note = ""
        if not parameter.required:
            default = _WORDS["default"][ru].format(value=parameter.default)
            note = f" ({default if parameter.default is not None else _WORDS['optional'][ru]})"
        described = parameter.description["ru" if ru else "en"]
        lines.append(f"  {parameter.name:<12} {described}{note}: {expected(parameter.type)}")
    return "\n".join([*lines, "", f"{_WORDS['example'][ru]}: {asked.example()}"]) + "\n"


def _as_dict(asked: Question) -> dict[str, Any]:
    return {
        "name": asked.name,
        "summary": dict(asked.summary),
        "description": asked.description,
        "tags": list(asked.tags),
        "parameters": {name: vars(parameter) for name, parameter in asked.parameters.items()},
        "example": asked.example(),
    }
