"""What was known on a day: the second of the two times that every answer has.

An act has effect on one day and is known from another: Poland notified its
withdrawal from the Ottawa Convention on 20 August 2025, and it takes effect on
20 February 2026.  On 1 December 2025 Poland is bound and known to leave; by
what was known in July 2025 it is bound without an end.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from .acts import Act, Succession, Treaty


def known_acts(acts: Iterable[Act], day: dt.date) -> list[Act]:
    """Acts that the sources knew on ``day``: by their own word, else by the day of notification or deposit."""
    last = day.toordinal()
    return [act for act in acts if act.known_from <= last]


def known_treaties(treaties: Iterable[Treaty], day: dt.date) -> list[Treaty]:
    """Treaties with the published entry into force only where the register could have published it by ``day``."""
    return [
        treaty if _published_by(treaty, day) else dataclasses.replace(treaty, published=None, published_sources=())
        for treaty in treaties
    ]


def _published_by(treaty: Treaty, day: dt.date) -> bool:
    if treaty.published is None:
        return True
    if treaty.published_known is not None:
        return treaty.published_known <= day
    return treaty.published.lo <= day.toordinal()


def known_successions(successions: Iterable[Succession], day: dt.date) -> list[Succession]:
    """Successions of states that had taken place, or may have, by ``day``."""
    return [one for one in successions if one.date.lo <= day.toordinal()]
