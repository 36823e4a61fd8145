"""A JSON body as an object or a list of plain values; anything else is refused in words."""

import json
from decimal import Decimal
from typing import Any

from flask import request

from coop.lib.refusals import Refusal
from coop.lib.words import N_


class NotAnObject(Refusal):
    """The body is not a JSON object."""

    status = 400
    sentence = N_("Send a JSON object, with Content-Type: application/json.")


class NotAList(Refusal):
    """The body is not a JSON array, or one that is too long."""

    status = 400
    sentence = N_(
        "Send a JSON array of at most %(most)s entries, with Content-Type: application/json."
    )


def json_body() -> dict[str, Any]:
    """The request's JSON object; decimals arrive as Decimal, never as a float."""
    body = _json()
    if not isinstance(body, dict):
        raise NotAnObject
    return body


def json_list(*, most: int) -> list[Any]:
    """The request's JSON array of at most so many entries."""
    body = _json()
    if not isinstance(body, list) or len(body) > most:
        raise NotAList(most=most)
    return body


def _json() -> Any:
    """The request's JSON value; None, which nobody asks for, where it cannot be read."""
    if not request.is_json:
        return None
    try:
        body = json.loads(request.get_data(cache=False), parse_float=Decimal)
        # Half a surrogate pair is no text: no database and no answer could hold it.
        json.dumps(body, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError):
        return None
    return body
