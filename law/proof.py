"""Proofs: small trees from a rule down to the acts and clauses that it rests on.

A proof is plain data.  :meth:`Proof.to_dict` is its JSON; :meth:`Proof.text`
reads well on a terminal; the adapter turns it into PROV by the ids in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .acts import Act
from .clauses import Clause
from .dates import Duration, When
from .rules import RULES


class Said(NamedTuple):
    """A phrase in both languages."""

    en: str
    ru: str


class Several(NamedTuple):
    """Ids to be listed in a sentence."""

    ids: tuple[str, ...]


#: What may stand in the gaps of a sentence.
Value = str | int | When | Duration | Said | Several | None
#: Gives a name for an id in a language; a proof shows bare ids without it.
Names = Callable[[str, str], str]

#: Gaps that hold an id, for which a reader may want a name.
IDS = frozenset({"treaty", "floor", "subject", "other", "predecessor", "successor", "act", "response", "reservation"})


@dataclass(frozen=True, slots=True)
class Proof:
    """One step: a rule of :data:`law.rules.RULES`, what it says here, and what it rests on.

    ``acts``, ``clauses`` and ``sources`` are ids; ``place`` is the treaty's own
    article, where the step rests on a clause of it.
    """

    rule: str
    values: tuple[tuple[str, Value], ...] = ()
    acts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    place: str | None = None
    children: tuple[Proof, ...] = ()

    @property
    def article(self) -> str:
        """Where the rule is written: the treaty's own article first, then the general law."""
        general = RULES[self.rule].article
        return general if self.place is None else f"art. {self.place}; {general}"

    def sentence(self, language: str = "en", names: Names | None = None) -> str:
        """The rule's sentence with its gaps filled."""
        rule = RULES[self.rule]
        filled = {key: _say(key, value, language, names) for key, value in self.values}
        return (rule.ru if language == "ru" else rule.en).format(**filled)

    def text(self, language: str = "en", names: Names | None = None) -> str:
        """The tree as indented lines, each with its article."""
        return "\n".join(self._lines(language, names, 0))

    def _lines(self, language: str, names: Names | None, depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}{self.sentence(language, names)} [{self.article}]"
        for child in self.children:
            yield from child._lines(language, names, depth + 1)

    def to_dict(self) -> dict[str, object]:
        """As JSON: the rule, its article and sentence, ids of acts, clauses and sources, and the children alike."""
        return {
            "rule": self.rule,
            "article": self.article,
            "sentence": {language: self.sentence(language) for language in ("en", "ru")},
            "values": {key: _plain(value) for key, value in self.values},
            "acts": list(self.acts),
            "clauses": list(self.clauses),
            "sources": list(self.sources),
            "children": [child.to_dict() for child in self.children],
        }

    @property
    def all_acts(self) -> frozenset[str]:
        """The ids of all acts in the tree."""
        return frozenset(self.acts).union(*(child.all_acts for child in self.children))

    @property
    def all_clauses(self) -> frozenset[str]:
        """The ids of all clauses in the tree."""
        return frozenset(self.clauses).union(*(child.all_clauses for child in self.children))


def step(
    rule: str,
    /,
    *children: Proof,
    acts: Iterable[Act] = (),
    clause: Clause | None = None,
    sources: Iterable[str] = (),
    **values: Value,
) -> Proof:
    """A proof from the things it rests on; ``{act}`` and ``{done}`` are the first act's, where nothing else is said."""
    acts = tuple(acts)
    if acts:
        values.setdefault("act", acts[0].id)
        values.setdefault("done", acts[0].day)
    found = [source for act in acts for source in act.sources]
    found += clause.sources if clause is not None else ()
    found += sources
    return Proof(
        rule,
        tuple(values.items()),
        tuple([act.id for act in acts]),
        () if clause is None else (clause.id,),
        tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found),
        None if clause is None else clause.article,
        children,
    )


def _say(key: str, value: Value, language: str, names: Names | None) -> str:
    if isinstance(value, Said):
        return value.ru if language == "ru" else value.en
    if isinstance(value, Several):
        return ", ".join(names(one, language) if names else one for one in value.ids)
    if isinstance(value, Duration):
        return value.words(language)
    if value is None:
        return "?"
    if key in IDS and names is not None and isinstance(value, str):
        return names(value, language)
    return str(value)


def _plain(value: Value) -> object:
    if isinstance(value, Said):
        return {"en": value.en, "ru": value.ru}
    if isinstance(value, Several):
        return list(value.ids)
    if isinstance(value, When):
        return value.to_dict()
    return str(value) if isinstance(value, Duration) else value
