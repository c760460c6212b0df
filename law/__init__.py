"""Treaty law as pure functions over plain values: what binds two states on a day, and why."""

from .acts import Act, Membership, Succession, Treaty
from .clauses import Clause, NotCounted
from .dates import Duration, When
from .engine import Law

__all__ = [
    "Act",
    "Clause",
    "Duration",
    "Law",
    "Membership",
    "NotCounted",
    "Succession",
    "Treaty",
    "When",
]
