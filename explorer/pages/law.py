"""Treaty law as forms: what is in force between two, how to ask, why, and what comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import BadInput, ComityError, NotFound, Usage
from ...queries.words import spoken
from ..asking import Reply
from ..telling import hint_of
from .facts import Thing, day_or_today, reader
from .proofs import nodes
from .subjects import SUBJECTS, concept_slug, concepts, offered, said_of, subject, treaty, typed

if TYPE_CHECKING:
    from ...queries.treaty_law import TreatyLaw
    from ..asking import Ask
    from ..desk import Desk

#: Supposed acts in one address.
SUPPOSED = 5


def between(desk: Desk, ask: Ask) -> Reply:
    """What is in force between two on a day, each with its proof and whom to write to."""

    def answer(form: dict[str, Any]) -> dict[str, Any]:
        law, one, other = supposing(desk, ask), form["a"]["iri"], form["b"]["iri"]
        matter = concept_slug(desk, ask, "matter", "matter") or None
        told = law.between(one, other, on=form["on"], known_on=ask.day("as_known_on"), matter=matter, lang=ask.lang)
        groups = nodes(reader(desk, ask), told.lines, told.evidence)
        # Both by name: the lines were written in that order.
        forces = sorted(told.data["in_force"], key=lambda force: str(force["name"]))
        return {
            "told": told,
            "forces": [
                {**force, "node": group, "since": _day(force["from"], ask), "ends": _day(force["until"], ask)}
                for force, group in zip(forces, groups, strict=False)
            ],
            "agencies": [group for group in groups[len(forces) :] if group.strong],
            "others": _others(desk, ask, (one, other), {str(force["iri"]) for force in forces}),
        }

    extra: dict[str, Any] = {
        "matters": concepts(desk, ask, "matter"),
        "known": ask.get("as_known_on"),
        "suppose": ask.all("suppose")[:SUPPOSED],
    }
    return _asked(desk, ask, "between.html", ("a", "b"), answer, **extra)


def route(desk: Desk, ask: Ask) -> Reply:
    """How one asks another for a measure: instruments in the order to try them, authorities, channels."""

    def answer(form: dict[str, Any]) -> dict[str, Any]:
        measure = concept_slug(desk, ask, "measure", "for")
        if not measure:
            return {}
        law = supposing(desk, ask)
        told = law.route(form["a"]["iri"], form["b"]["iri"], measure, on=form["on"], lang=ask.lang)
        ways = [
            {**row, "node": node}
            for row, node in zip(told.rows, nodes(reader(desk, ask), told.lines, told.evidence), strict=False)
        ]
        return {"told": told, "ways": ways}

    return _asked(
        desk, ask, "route.html", ("a", "b"), answer, measures=concepts(desk, ask, "measure"), measure=ask.get("for")
    )


def explain(desk: Desk, ask: Ask) -> Reply:
    """Why: of a treaty's entry into force, of a state's standing, of force between two or its absence."""

    def answer(form: dict[str, Any]) -> dict[str, Any]:
        law, who = supposing(desk, ask), [form[name]["iri"] for name in ("a", "b") if form[name] is not None]
        if form["b"] is not None and form["a"] is None:
            raise Usage("a second state is given without a first", field="a")
        # Of entry into force there is one proof, whatever the day.
        told = law.explain(form["treaty"]["iri"], *who, on=ask.day(), lang=ask.lang)
        return {"told": told, "proof": nodes(reader(desk, ask), told.lines, told.evidence)}

    return _asked(desk, ask, "explain.html", ("treaty",), answer, optional=("a", "b"))


def horizon(desk: Desk, ask: Ask) -> Reply:
    """What takes effect after a day, over all treaties."""
    days = ask.number("days", 365, least=1, most=36_525)
    day = day_or_today(ask)
    told = supposing(desk, ask).horizon(on=day, days=days, lang=ask.lang)
    events = [
        {**row, "node": node}
        for row, node in zip(told.rows, nodes(reader(desk, ask), told.lines, told.evidence), strict=False)
    ]  # without events there are no rows, and one line that says so
    return desk.page(
        "horizon.html", ask, told=told, events=events, day=day.isoformat(), days=days, suppose=_suppose(ask)
    )


def _day(bounds: Mapping[str, str] | None, ask: Ask) -> str:
    """A day, or the two between which it lies, in words."""
    if bounds is None:
        return ""
    first, last = bounds["earliest"], bounds["latest"]
    return spoken(first if first == last else f"{first or '..'}/{last or '..'}", ask.lang, point=True)


def _others(desk: Desk, ask: Ask, pair: Sequence[str], bound: set[str]) -> list[Thing]:
    """Treaties towards which either of two did something and that are not in force between them."""
    read = reader(desk, ask)
    acted = {
        treaty
        for one in pair
        for act in read.facts.subjects("actor", one)
        for treaty in read.facts.objects(act, "instrument")
    }
    return read.named(acted - bound)


def supposing(desk: Desk, ask: Ask) -> TreatyLaw:
    """Treaty law, with the acts that the address supposes; :class:`Usage` for more than :data:`SUPPOSED`."""
    return desk.graph.treaty_law.suppose(_suppose(ask))


def _suppose(ask: Ask) -> list[str]:
    supposed = ask.all("suppose")
    if len(supposed) > SUPPOSED:
        raise Usage(f"{len(supposed)} acts are supposed; at most {SUPPOSED} are", field="suppose")
    return supposed


def _asked(
    desk: Desk,
    ask: Ask,
    template: str,
    names: Sequence[str],
    answer: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    optional: Sequence[str] = (),
    **values: Any,
) -> Reply:
    """A form, and its answer once every name is given; what is wrong with them is said beside the form."""
    form: dict[str, Any] = dict.fromkeys((*names, *optional))
    said: dict[str, Any] = {}
    problem, status = "", 200
    try:
        form["on"] = day_or_today(ask)
        for name in form:
            text = "" if name == "on" else ask.get(name)
            if text:
                iri = treaty(desk, text) if name == "treaty" else subject(desk, text, name)
                form[name] = said_of(desk, ask, iri)
        if all(form[name] is not None for name in names):
            said = answer(form)
    except (NotFound, Usage, BadInput) as error:
        problem, status = problem_of(error), 404 if isinstance(error, NotFound) else 400
    today = dt.date.today().isoformat()
    return desk.page(
        template,
        ask,
        status=status,
        form=form,
        said=said,
        problem=problem,
        typed={name: _typed(desk, ask, name, form) for name in (*names, *optional)},
        day=form["on"].isoformat() if form.get("on") is not None else today,
        subjects=offered(desk, ask, *SUBJECTS),
        treaties=offered(desk, ask, "treaty") if "treaty" in names else (),
        **values,
    )


def problem_of(error: ComityError) -> str:
    """What is wrong, without the hints that are for a command line."""
    return "\n".join(filter(None, [error.message, hint_of(error)]))


def _typed(desk: Desk, ask: Ask, name: str, form: Mapping[str, Any]) -> str:
    """What a field shows: the name of what was found, else what was typed."""
    found = form[name]
    if found is not None:
        return typed(desk, found["iri"], str(found["name"]), ("treaty",) if name == "treaty" else SUBJECTS)
    return next((value for key, value in reversed(ask.query) if key == name), "")[:300]
