"""A seal on a draft that the server computed from a worker's history.

It shows that nothing of the draft was edited since, and that it is sent once: the seal holds
the draft, its own submission key and the day it ends. The file itself came from the worker.
"""

from datetime import date, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from coop.lib.refusals import Refusal
from coop.lib.words import N_


class SealEnded(Refusal):
    """A draft computed from a history was altered, or its two days are over."""

    status = 409
    sentence = N_(
        "One of these drafts was changed or is older than two days. "
        "Read the file once more, and send from there."
    )


LASTS = timedelta(days=2)
SEALED = (
    "kind",
    "platform",
    "client",
    "week",
    "minutes",
    "amount_minor",
    "currency",
    "task_count",
)


def seal(draft: dict[str, Any], *, submission: str, key: bytes, today: date) -> str:
    """A draft with its submission key, signed, good until two days from now."""
    body = {name: draft.get(name) for name in SEALED}
    body |= {"submission": submission, "until": (today + LASTS).isoformat()}
    return str(_serializer(key).dumps(body))


def opened(text: str, *, key: bytes, today: date) -> dict[str, Any] | None:
    """What a seal holds; None where it is not ours, was altered, or has ended."""
    if not text or len(text) > 4096:
        return None
    try:
        body = _serializer(key).loads(text)
    except BadSignature:
        return None
    if not isinstance(body, dict) or body["until"] < today.isoformat():
        return None
    return body


def holds(text: str, said: dict[str, Any], *, submission: str, key: bytes, today: date) -> bool:
    """Whether what is sent is what was sealed, unedited, under its own submission key."""
    body = opened(text, key=key, today=today)
    if body is None or body["submission"] != submission:
        return False
    return all(body[name] == said.get(name) for name in SEALED)


def _serializer(key: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="history")
