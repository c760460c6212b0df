"""Successions of states: who goes on as whom, who ceased, and from when a successor is bound.

The 1978 Vienna Convention on Succession of States in respect of Treaties, and
the practice of depositaries where it goes further.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import BadInput
from .acts import Succession
from .dates import NEVER, When, earliest
from .words import SuccessionKind


class States:
    """The successions of states, indexed."""

    def __init__(self, successions: Iterable[Succession] = ()) -> None:
        self.all = tuple(sorted(successions, key=lambda one: (one.date, one.id)))
        self._next: dict[str, Succession] = {}
        self._into: dict[str, list[Succession]] = {}
        self._ends: dict[str, When] = {}
        self._chains: dict[str, list[tuple[str, When]]] = {}
        for one in self.all:
            if one.kind is SuccessionKind.CONTINUATION:
                if one.predecessor in self._next:
                    raise BadInput(f"{one.predecessor} cannot go on as two states: see the succession {one.id}")
                self._next[one.predecessor] = one
        for one in self.all:
            if one.kind is SuccessionKind.CONTINUATION:
                self.same(one.predecessor)
                continue
            self._into.setdefault(self.same(one.successor), []).append(one)
            if one.kind is not SuccessionKind.SEPARATION and one.predecessor not in self._next:
                known = self._ends.get(one.predecessor, NEVER)
                self._ends[one.predecessor] = earliest(known, one.date)

    def same(self, subject: str) -> str:
        """The name under which the same subject of law goes on today: the Soviet Union as Russia."""
        if subject not in self._next:
            return subject
        path = [subject]
        while path[-1] in self._next:
            path.append(self._next[path[-1]].successor)
            if path[-1] in path[:-1]:
                raise BadInput(f"{path[-1]} goes on as itself: the successions {' - '.join(path)} form a circle")
        return path[-1]

    def chain(self, subject: str) -> list[tuple[str, When]]:
        """The names of one subject of law in order, each with the day on which the next took over."""
        if not self._next:
            return [(subject, NEVER)]
        last = self.same(subject)
        if last not in self._chains:
            self._chains[last] = self._chain(last)
        return self._chains[last]

    def _chain(self, last: str) -> list[tuple[str, When]]:
        names = [(last, NEVER)]
        found = True
        while found:
            found = False
            for one in self._next.values():
                if one.successor == names[0][0]:
                    names.insert(0, (one.predecessor, one.date))
                    found = True
                    break
        return names

    @property
    def some_ended(self) -> bool:
        """Whether any state is recorded as having ceased."""
        return bool(self._ends)

    def ends(self, subject: str) -> When:
        """The day on which a state ceased to exist (dissolution, unification); NEVER for the others."""
        return self._ends.get(subject, NEVER)

    def into(self, subject: str) -> tuple[Succession, ...]:
        """Successions by which ``subject``, or the state that it goes on as, came to be."""
        return tuple(self._into.get(self.same(subject), ()))
