"""The catalogue of questions: one ``.rq`` a question, with a ``#+`` YAML header.

Each file is valid SPARQL that runs as it stands, with its example values in a
``VALUES`` block.  Asking it with other values replaces the terms inside that
block by terms that the engine itself wrote out: a value can never become
syntax.  A parameter left out that has no default becomes ``UNDEF``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from ..errors import BadQuery, NotFound, Usage
from ..ontology.namespaces import COMITY, ID, VOCABULARY, XSD

#: Kinds of thing that a parameter may name; each is a folder of ``…/id/``.
ENTITY_KINDS = frozenset(
    [
        "state",
        "organisation",
        "territory",
        "agency",
        "body",
        "post",
        "official",
        "treaty",
        "instrument",
        "session",
        "meeting",
        "visit",
        "conference",
        "signing",
        "source",
        "tenure",
    ]
)
_VALUES = re.compile(r"VALUES\s*(\((?P<many>[^()]*)\)|(?P<one>\?\w+))\s*\{(?P<data>[^{}]*)\}")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PARAMETER_KEYS = {"type", "description", "example", "default"}

#: Turns the name of a thing ("Игорь Краснов") into its IRI; kinds narrow the search.
Resolver = Callable[[str, tuple[str, ...]], str]


@dataclass(frozen=True)
class Parameter:
    """One value that a question asks for.

    ``type`` is ``date``, ``integer``, ``boolean``, ``text``, ``class``,
    ``concept SCHEME`` or one or more kinds of thing joined by ``|``.
    ``default`` is None where ``required`` or where left out means "any".
    """

    name: str
    type: str
    description: str
    example: str
    default: str | None
    required: bool

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of thing it may name; empty for plain values."""
        kinds = tuple(self.type.split("|"))
        return kinds if set(kinds) <= ENTITY_KINDS else ()


@dataclass(frozen=True)
class Question:
    """A named query: what it asks, what it needs, and its SPARQL."""

    name: str
    summary: Mapping[str, str]
    description: str
    parameters: Mapping[str, Parameter]
    tags: tuple[str, ...]
    text: str = field(repr=False)

    def bind(self, values: Mapping[str, Any], resolve: Resolver | None = None) -> str:
        """The query with these values in its ``VALUES`` blocks.

        Raises :class:`Usage` for an unknown, missing or ill-typed parameter,
        :class:`NotFound` where ``resolve`` finds nothing of that name.
        """
        unknown = sorted(set(values) - set(self.parameters))
        if unknown:
            raise Usage(
                f"the question {self.name} has no parameter {', '.join(unknown)}",
                hint=f"It takes: {', '.join(self.parameters) or 'none'}.",
            )
        terms = {name: self._term(parameter, values.get(name), resolve) for name, parameter in self.parameters.items()}
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
        left = sorted(set(terms) - filled)
        if left:
            raise BadQuery(f"no VALUES block of {self.name}.rq holds the parameter {', '.join(left)}")
        return text

    def _term(self, parameter: Parameter, value: Any, resolve: Resolver | None) -> str:
        if value is None:
            value = parameter.default
        if value is None:
            if parameter.required:
                raise Usage(
                    f"the question {self.name} needs a value for {parameter.name} ({parameter.description})",
                    hint=f"Example: comity query {self.name} --param {parameter.name}={parameter.example}",
                )
            return "UNDEF"
        return _term(parameter, value, resolve)


def _term(parameter: Parameter, value: Any, resolve: Resolver | None) -> str:
    """A value as a SPARQL term, written by the engine so that it cannot be syntax."""
    from pyoxigraph import Literal, NamedNode

    def literal(lexical: str, datatype: str) -> str:
        return str(Literal(lexical, datatype=NamedNode(XSD + datatype)))

    def iri(text: str) -> str:
        try:
            return str(NamedNode(text))
        except ValueError as error:
            raise Usage(f"{text!r} is not an address: {error}", field=parameter.name) from None

    kind = parameter.type
    text = str(value).strip()
    if kind == "date":
        return literal(_date(value, parameter.name).isoformat(), "date")
    if kind == "integer":
        if not re.fullmatch(r"-?\d{1,9}", text):
            raise Usage(f"expected a whole number, found {text!r}", field=parameter.name)
        return literal(text, "integer")
    if kind == "boolean":
        if text.lower() not in {"true", "false", "yes", "no"}:
            raise Usage(f"expected true or false, found {text!r}", field=parameter.name)
        return literal("true" if text.lower() in {"true", "yes"} else "false", "boolean")
    if kind == "text":
        return str(Literal(text))
    if text.startswith(("http://", "https://")):
        return iri(text)
    if kind == "class":
        return iri(COMITY + _slug(text.removeprefix("comity:"), parameter.name))
    if kind.startswith("concept "):
        scheme = kind.removeprefix("concept ")
        return iri(f"{VOCABULARY}{scheme}/{_slug(text.removeprefix(scheme + ':'), parameter.name)}")
    kinds = parameter.kinds
    if not kinds:
        raise BadQuery(f"the parameter {parameter.name} has an unknown type {kind!r}")
    head, _, tail = text.partition("/")
    if head in kinds and _SLUG.fullmatch(tail):
        return iri(f"{ID}{head}/{tail}")
    if resolve is not None:
        return iri(resolve(text, kinds))
    return iri(f"{ID}{kinds[0]}/{_slug(text, parameter.name)}")


def _slug(text: str, name: str) -> str:
    if not _SLUG.fullmatch(text):
        raise Usage(f"expected letters, digits and hyphens, found {text!r}", field=name)
    return text


def _date(value: Any, name: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if str(value).strip() == "today":
        return dt.date.today()
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError:
        raise Usage(f"expected a day such as 2024-11-21, found {str(value)!r}", field=name) from None


def parse_question(name: str, text: str) -> Question:
    """Read one ``.rq`` file; raises :class:`BadQuery` naming what its header lacks."""
    import yaml

    lines = text.splitlines()
    header = "\n".join(line[2:].removeprefix(" ") for line in lines if line.startswith("#+"))
    try:
        data = yaml.safe_load(header) or {}
    except yaml.YAMLError as error:
        raise BadQuery(f"the #+ header is not YAML: {error}", file=f"{name}.rq") from None
    summary = data.get("summary")
    if not isinstance(summary, dict) or {"en", "ru"} - set(summary):
        raise BadQuery("the #+ header has no summary in en and ru", file=f"{name}.rq")
    parameters = {}
    for parameter, spec in (data.get("parameters") or {}).items():
        if not isinstance(spec, dict) or {"type", "description", "example"} - set(spec):
            raise BadQuery(f"{parameter} lacks a type, description or example", file=f"{name}.rq")
        if set(spec) - _PARAMETER_KEYS:
            raise BadQuery(f"{parameter} has keys that nobody reads", file=f"{name}.rq")
        default = spec.get("default")
        parameters[parameter] = Parameter(
            name=parameter,
            type=str(spec["type"]),
            description=str(spec["description"]),
            example=_plain(spec["example"]),
            default=None if default is None else _plain(default),
            required="default" not in spec,
        )
    return Question(
        name=name,
        summary={language: str(words) for language, words in summary.items()},
        description=str(data.get("description", "")),
        parameters=parameters,
        tags=tuple(data.get("tags", ())),
        text="\n".join(line for line in lines if not line.startswith("#+")).lstrip("\n") + "\n",
    )


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@functools.cache
def catalogue() -> Mapping[str, Question]:
    """Every question that ships, by name."""
    folder = resources.files(__package__)
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".rq")), key=lambda f: f.name)
    return {
        file.name.removesuffix(".rq"): parse_question(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8"))
        for file in files
    }


def question(name: str) -> Question:
    """One question, read alone: a call need not read all the others."""
    if not _SLUG.fullmatch(name):
        raise _no_question(name)
    file = resources.files(__package__).joinpath(f"{name}.rq")
    if not file.is_file():
        raise _no_question(name)
    return parse_question(name, file.read_text(encoding="utf-8"))


def _no_question(name: str) -> NotFound:
    near = _near(name, (file.name.removesuffix(".rq") for file in resources.files(__package__).iterdir()))
    return NotFound(
        f"there is no question named {name!r}" + (f"; near: {', '.join(near)}" if near else ""),
        hint="comity query --list shows them all.",
    )


def _near(name: str, names: Iterable[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(name, list(names), n=3, cutoff=0.5)
