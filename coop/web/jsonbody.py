"""A JSON body as an object of plain values; anything else is refused in words."""

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


def json_body() -> dict[str, Any]:
    """The request's JSON object; decimals arrive as Decimal, never as a float."""
    if not request.is_json:
        raise NotAnObject
    try:
        body = json.loads(request.get_data(cache=False), parse_float=Decimal)
        # Half a surrogate pair is no text: no database and no answer could hold it.
        json.dumps(body, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError) as error:
        raise NotAnObject from error
    if not isinstance(body, dict):
        raise NotAnObject
    return body
