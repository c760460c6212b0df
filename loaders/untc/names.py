"""Participants' names to subjects of the graph: renamed, inverted, bracketed, historic.

A name fits by its words alone, whatever their order: "Bolivia (Plurinational
State of)" is "Plurinational State of Bolivia".  Nothing is matched by likeness:
Guinea is not Guinea-Bissau, and what fits no subject or two is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ...ontology.namespaces import COMITY, ID, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Words that registers add and drop at will.
_LOOSE = frozenset(["the", "of", "and", "former", "a", "la"])
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SAINT = re.compile(r"\bst\b\.?", re.IGNORECASE)
_KINDS = ("State", "InternationalOrganisation")


class Subjects:
    """Every name of a state or organisation that a store knows."""

    def __init__(self, store: Store) -> None:
        self._by_words: dict[frozenset[str], set[str]] = defaultdict(set)
        self._historic: set[str] = set()
        for name, thing in _names(store):
            self._by_words[words_of(name)].add(thing)
        for quad in store.quads_for_pattern(None, _node(COMITY + "endEarliest"), None, None):
            self._historic.add(_value(quad.subject))

    def find(self, name: str) -> str | None:
        """``state/BO`` for a name as a register writes it; None where none or several fit."""
        found = self._by_words.get(words_of(name), set())
        if len(found) > 1:
            # "Yugoslavia" is a state that ended; one that stands has the name first.
            standing = {thing for thing in found if thing not in self._historic}
            found = standing if len(standing) == 1 else found
        return next(iter(found)).removeprefix(ID) if len(found) == 1 else None

    def mentioned(self, text: str, among: dict[str, str]) -> list[str]:
        """Which of the names ``among`` (name -> subject) a text mentions, in the order of the text.

        The longest name counts where one stands inside another.
        """
        found: dict[int, tuple[int, str]] = {}
        taken: list[tuple[int, int]] = []
        plain = _plain(text)
        for name in sorted(among, key=len, reverse=True):
            for match in re.finditer(rf"\b{re.escape(_plain(name))}\b", plain):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                taken.append(match.span())
                found[match.start()] = (match.end(), among[name])
        order = [found[start][1] for start in sorted(found)]
        return list(dict.fromkeys(order))


def words_of(name: str) -> frozenset[str]:
    """What a name is compared by: its words without accents and loose words, in no order."""
    plain = _SAINT.sub("saint", _plain(name))
    return frozenset(word for word in _WORDS.findall(plain) if word not in _LOOSE)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text[:20_000].casefold().replace("’", "'").replace("ʼ", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _names(store: Store) -> list[tuple[str, str]]:
    found = []
    for kind in _KINDS:
        for typed in store.quads_for_pattern(None, _node(RDF + "type"), _node(COMITY + kind), None):
            thing = _value(typed.subject)
            for property in (RDFS + "label", SKOS + "altLabel", COMITY + "formalName"):
                for quad in store.quads_for_pattern(typed.subject, _node(property), None, None):
                    if getattr(quad.object, "language", None) in ("en", None):
                        found.append((_value(quad.object), thing))
            for quad in store.quads_for_pattern(None, _node(COMITY + "nameOf"), typed.subject, None):
                found += [
                    (_value(form.object), thing)
                    for form in store.quads_for_pattern(quad.subject, _node(COMITY + "form"), None, None)
                ]
    return found


def _node(address: str) -> Any:
    from pyoxigraph import NamedNode

    return NamedNode(address)


def _value(term: Any) -> str:
    return str(term.value)
