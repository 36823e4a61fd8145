"""Pages and public answers travel compressed: a form with all its countries weighs a quarter.

What compression could betray (BREACH) needs a lasting secret and words of another site in one
answer, asked for again and again. Here the keys in forms are fresh each time, sendings from other
sites are refused (origin.py), and the seat's cookie does not follow their links (session.py).
"""

import gzip

from flask import Flask, Response, request

LEAST = 1_000
# Beyond this, compressing would hold up everybody else's request.
MOST = 500_000
LEVEL = 6


def init_app(app: Flask) -> None:
    """Compress every page for those who can read it so; built files are compressed already."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not (response.mimetype == "text/html" or _is_public_json(response)):
        return response
    if response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0 or "Content-Encoding" in response.headers:
        return response
    page = response.get_data()
    if not LEAST <= len(page) <= MOST:
        return response
    # No time inside: the same page is the same bytes.
    response.set_data(gzip.compress(page, compresslevel=LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _is_public_json(response: Response) -> bool:
    """What anybody may ask of the API; where a receipt or a session comes along, it is left alone.

    The open scopes of a large co-operative, with their proofs, weigh a third of what they would.
    """
    is_asked_by_anybody = request.path.startswith("/api/v1/") and request.method == "GET"
    return (
        response.mimetype == "application/json"
        and is_asked_by_anybody
        and "Authorization" not in request.headers
    )
