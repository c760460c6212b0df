"""Which encounter of the graph, or of the claims, a text tells: never one that merely may be it."""

from __future__ import annotations

import datetime as dt
import re

from .known import Known, Met

#: Words of a ledger entry shorter than this say little.
_LONG = 4
_WORD = re.compile(r"[^\W\d_]{4,}")


def matched(told: Met, known: Known, kinds: frozenset[str]) -> str | None:
    """The ``kind/slug`` of the encounter that ``told`` is; facts go before claims.

    ``kinds``: the kinds of encounter that it may be.
    """
    near = sorted(known.like(told))
    for pool in (known.met, known.claimed):
        fit = [met for thing in near if (met := pool.get(thing)) and met.kind in kinds and _same(told, met)]
        if told.kind == "session":
            exact = [met for met in fit if met.ordinal is not None and met.ordinal == told.ordinal]
            fit = exact or fit
        if len(fit) > 1 and told.first is not None:
            days = [met for met in fit if met.first == told.first and met.last == told.last]
            fit = days or fit
        if len(fit) == 1:
            return fit[0].thing
    return None


def _same(told: Met, met: Met) -> bool:
    if told.kind == "session" and met.kind == "session":
        return _same_session(told, met)
    if told.exact and met.exact:
        if not _near(told, met):
            return False
    elif told.first is not None or told.values.get("part_of", "") != met.values.get("part_of"):
        return False  # one without a day is known by being the part of the same visit
    mine, theirs = _states(told), _states(met)
    common = mine & theirs
    if len(common) < 2 or not (mine <= theirs or theirs <= mine):
        return False
    here, there = told.values.get("place_state"), met.values.get("place_state")
    if here and there and here != there:
        return False
    return all(_same_people(told, met, state) for state in common)


def _states(met: Met) -> set[str]:
    """The states that took part; a visit is one to the state that it is paid to."""
    stay = {met.values.get("host_state"), met.values.get("place_state")} if met.kind == "visit" else set()
    return met.states | {state.removeprefix("state/") for state in stay if state}


def _same_session(told: Met, met: Met) -> bool:
    if told.body is None or told.body != met.body:
        return False
    if told.ordinal is not None and met.ordinal is not None:
        # The same day and another number: one session, and one of the two numbers is wrong.
        return told.ordinal == met.ordinal or (_one_day(told) and _one_day(met) and told.first == met.first)
    if told.first is None or told.last is None or met.first is None or met.last is None:
        return False
    if told.exact and met.exact:
        return _near(told, met)
    # One of the two gives a month or a year only: it has to hold the other.
    wide, narrow = (told, met) if (told.last - told.first) >= (met.last - met.first) else (met, told)
    assert wide.first is not None
    assert wide.last is not None
    assert narrow.first is not None
    assert narrow.last is not None
    return wide.first <= narrow.first and narrow.last <= wide.last and (wide.last - wide.first).days <= 366


def _one_day(met: Met) -> bool:
    return met.first is not None and met.first == met.last


def _near(one: Met, other: Met) -> bool:
    """Whether the days of two encounters are at most a day apart."""
    assert one.first is not None
    assert one.last is not None
    assert other.first is not None
    assert other.last is not None
    day = dt.timedelta(days=1)
    return one.first - day <= other.last and other.first - day <= one.last


def _same_people(told: Met, met: Met, state: str) -> bool:
    """Whether nothing of who spoke for a state speaks against its being one encounter."""
    mine, theirs = told.people.get(state, set()), met.people.get(state, set())
    if mine and theirs:
        return bool(mine & theirs)
    mine, theirs = told.posts.get(state, set()), met.posts.get(state, set())
    return not (mine and theirs) or bool(mine & theirs)


def ledger_like(known: Known, kind: str, by: set[str], said_at: str | None, about: str) -> str | None:
    """The entry of the ledger that says what ``about`` says, by the same speaker and at the same encounter."""
    best, most = None, 0.0
    words = _stems(about)
    for said in known.ledger.values():
        if said.thing.partition("/")[0] != kind:
            continue
        if said.said_at and said_at in known.met and said.said_at != said_at:
            continue
        if by and said.by and not by & said.by:
            continue
        theirs = _stems(said.content)
        least = min(len(words), len(theirs))
        alike = len(words & theirs) / least if least >= 2 else 0.0
        if alike > most:
            best, most = said.thing, alike
    return best if most >= 0.5 else None


def _stems(text: str) -> set[str]:
    return {word[:5].casefold() for word in _WORD.findall(text)}
