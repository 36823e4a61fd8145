"""Which page of a list is asked for."""

from flask import request

LAST = 10_000


def page_asked() -> int:
    """The page number of `?page=`, at least 1; anything else is the first page."""
    asked = request.args.get("page", "1")
    if not asked.isdecimal() or len(asked) > 5:
        return 1
    return min(max(int(asked), 1), LAST)
