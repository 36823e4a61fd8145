"""The one vocabulary of what became of a task, and how a platform's word is compared."""

import re
from html import unescape

PAID = "paid"
PENDING = "pending"
REJECTED = "rejected"
RETURNED = "returned"
TIMED_OUT = "timed_out"
SCREENED_OUT = "screened_out"
UNKNOWN = "unknown"

STATUSES = (PAID, PENDING, REJECTED, RETURNED, TIMED_OUT, SCREENED_OUT, UNKNOWN)

# Time on these counts as worked. A returned or timed-out task's clock runs for days after the
# worker has left, and of an unknown one nothing is guessed.
WORKED = frozenset({PAID, PENDING, REJECTED, SCREENED_OUT})

# What stands in a cell when the platform has nothing to say there.
BLANKS = frozenset(
    {"", "n/a", "na", "none", "null", "nan", "not applicable", "consent revoked", "data expired"}
)

_BREAKS = re.compile(r"[\s_\-]+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


def plain(word: str) -> str:
    """A status word without case, HTML entities, hyphens, underscores and runs of blanks."""
    return _BREAKS.sub(" ", unescape(word)).strip().casefold()


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing, in any of the ways platforms have of saying so."""
    return not cell or plain(cell) in BLANKS


def shown(text: str, longest: int) -> str:
    """Text from a file, fit for one line of a page: no control characters, cut to a length."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:longest]
