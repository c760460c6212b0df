"""The catalogue of questions: one ``.rq`` a question, with a ``#+`` YAML header.

Each file is valid SPARQL that runs as it stands, with its example values in a
``VALUES`` block.  Asking it with other values replaces the terms inside that
block by terms that the engine itself wrote out: a value can never become
syntax.  A parameter left out that has no default becomes ``UNDEF``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from ..errors import BadQuery, NotFound, Usage
from .terms import SLUG, Parameter, Resolver, expected, shortened

_VALUES = re.compile(r"VALUES\s*(\((?P<many>[^()]*)\)|(?P<one>\?\w+))\s*\{(?P<data>[^{}]*)\}")
_PARAMETER_KEYS = {"type", "description", "example", "default"}
_BLANK_KEYS = {"class", "facts", "absent"}
#: The language of texts: a parameter that every question may use and none declares.
LANG = "lang"


@dataclass(frozen=True)
class Blank:
    """What an empty answer is explained by.

    ``facts`` is a pattern that binds ``?fact`` (and maybe ``?what``) to the
    facts of class ``kind`` about the things asked for, whatever the day.
    ``absent`` says, in English and Russian, what an empty answer beside such
    facts has found; None where it has found nothing.
    """

    kind: str
    facts: str
    absent: Mapping[str, str] | None


@dataclass(frozen=True)
class Question:
    """A named query: what it asks, what it needs, and its SPARQL."""

    name: str
    summary: Mapping[str, str]
    description: str
    parameters: Mapping[str, Parameter]
    tags: tuple[str, ...]
    blank: Blank
    text: str = field(repr=False)

    def bind(self, values: Mapping[str, Any], resolve: Resolver | None = None, *, lang: str = "en") -> str:
        """The query with these values in its ``VALUES`` blocks, and texts in ``lang`` where there are.

        Raises :class:`Usage` for an unknown, missing or ill-typed parameter,
        :class:`NotFound` where ``resolve`` finds nothing of that name.
        """
        return self.fill(self.bound(values, resolve), lang=lang)

    def bound(self, values: Mapping[str, Any], resolve: Resolver | None = None) -> dict[str, str]:
        """Each parameter as the SPARQL term it is bound to; ``UNDEF`` where any will do."""
        unknown = sorted(set(values) - set(self.parameters))
        if unknown:
            near = _near(unknown[0], self.parameters, 0.65)
            raise Usage(
                f"the question {self.name} has no parameter {', '.join(map(shortened, unknown))}"
                + (f"; near: {near[0]}" if near else ""),
                hint=f"It takes: {', '.join(self.parameters) or 'none'}.",
            )
        return {name: self._term(parameter, values.get(name), resolve) for name, parameter in self.parameters.items()}

    def fill(self, terms: Mapping[str, str], *, lang: str = "en") -> str:
        """The query with terms that :meth:`bound` gave in its ``VALUES`` blocks."""
        from pyoxigraph import Literal

        terms = {**terms, LANG: str(Literal(lang))}
        filled: set[str] = set()

        def fill(match: re.Match[str]) -> str:
            names = [name.lstrip("?") for name in (match["many"] or match["one"]).split()]
            if not set(names) <= set(terms):
                return match[0]  # a list of constants that belongs to the query itself
            filled.update(names)
            row = " ".join(terms[name] for name in names)
            head = match[0][: match.start("data") - match.start()]
            return f"{head} ({row}) }}" if match["many"] is not None else f"{head} {row} }}"

        text = _VALUES.sub(fill, self.text)
        left = sorted(set(terms) - filled - {LANG})
        if left:
            raise BadQuery(f"no VALUES block of {self.name}.rq holds the parameter {', '.join(left)}")
        return text

    def _term(self, parameter: Parameter, value: Any, resolve: Resolver | None) -> str:
        if value is None:
            value = parameter.default
        if value is None:
            if parameter.required:
                raise Usage(
                    f"the question {self.name} needs a value for {parameter.name}"
                    f" ({parameter.description['en']}): {expected(parameter.type)}",
                    hint=f"Example: {self.example()}",
                )
            return "UNDEF"
        return parameter.term(value, resolve)

    def example(self) -> str:
        """A command line that asks this question."""
        values = [f"-p {p.name}={p.example}" for p in self.parameters.values() if p.required and p.name != "on"]
        values += [f"--on {p.example}" for p in self.parameters.values() if p.name == "on"]
        return " ".join(["comity query", self.name, *values])


def parse_question(name: str, text: str) -> Question:
    """Read one ``.rq`` file; raises :class:`BadQuery` naming what its header lacks."""
    import yaml

    lines = text.splitlines()
    header = "\n".join(line[2:].removeprefix(" ") for line in lines if line.startswith("#+"))
    try:
        # As safe as SafeLoader, and eight times as fast where the wheel has libyaml.
        data = yaml.load(header, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506
    except yaml.YAMLError as error:
        raise BadQuery(f"the #+ header is not YAML: {error}", file=f"{name}.rq") from None
    summary = data.get("summary")
    if not isinstance(summary, dict) or {"en", "ru"} - set(summary):
        raise BadQuery("the #+ header has no summary in en and ru", file=f"{name}.rq")
    parameters: dict[str, Parameter] = {}
    for parameter, spec in (data.get("parameters") or {}).items():
        if not isinstance(spec, dict) or {"type", "description", "example"} - set(spec):
            raise BadQuery(f"{parameter} lacks a type, description or example", file=f"{name}.rq")
        if set(spec) - _PARAMETER_KEYS:
            raise BadQuery(f"{parameter} has keys that nobody reads", file=f"{name}.rq")
        described = spec["description"]
        if not isinstance(described, dict) or {"en", "ru"} - set(described):
            raise BadQuery(f"{parameter} has no description in en and ru", file=f"{name}.rq")
        default = spec.get("default")
        parameters[parameter] = Parameter(
            name=parameter,
            type=str(spec["type"]),
            description={language: str(words) for language, words in described.items()},
            example=_plain(spec["example"]),
            default=None if default is None else _plain(default),
            required="default" not in spec,
        )
    blank = data.get("blank")
    if not isinstance(blank, dict) or {"class", "facts"} - set(blank) or set(blank) - _BLANK_KEYS:
        raise BadQuery(
            "the #+ header does not say with class and facts what explains a blank answer", file=f"{name}.rq"
        )
    return Question(
        name=name,
        summary={language: str(words) for language, words in summary.items()},
        description=str(data.get("description", "")),
        parameters=parameters,
        tags=tuple(data.get("tags", ())),
        blank=Blank(str(blank["class"]), str(blank["facts"]), blank.get("absent")),
        text="\n".join(line for line in lines if not line.startswith("#+")).lstrip("\n") + "\n",
    )


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


#: Characters of a question's name; a disk knows no file of a much longer one, and says so with an error of its own.
LONGEST = 100


@functools.cache
def catalogue() -> Mapping[str, Question]:
    """Every question that ships, by name."""
    folder = resources.files(__package__)
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".rq")), key=lambda f: f.name)
    return {
        file.name.removesuffix(".rq"): parse_question(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8"))
        for file in files
    }


@functools.cache
def question(name: str) -> Question:
    """One question, read alone, once: a call need not read all the others."""
    if not SLUG.fullmatch(name) or len(name) > LONGEST:
        raise _no_question(name)
    file = resources.files(__package__).joinpath(f"{name}.rq")
    if not file.is_file():
        raise _no_question(name)
    return parse_question(name, file.read_text(encoding="utf-8"))


def _no_question(name: str) -> NotFound:
    names = [file.name for file in resources.files(__package__).iterdir()]
    near = _near(name, (name.removesuffix(".rq") for name in names if name.endswith(".rq")))
    return NotFound(
        f"there is no question named {shortened(name)}" + (f"; near: {', '.join(near)}" if near else ""),
        hint="comity query --list shows them all.",
    )


def _near(name: str, names: Iterable[str], cutoff: float = 0.5) -> list[str]:
    import difflib

    return difflib.get_close_matches(name[:100], list(names), n=3, cutoff=cutoff)
