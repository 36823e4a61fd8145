"""Pages travel compressed: a form with all its countries and currencies weighs a quarter.

What compression could betray (BREACH) needs a lasting secret and words of another site in one
answer, asked for again and again. Here the keys in forms are fresh each time, sendings from other
sites are refused (origin.py), and the seat's cookie does not follow their links (session.py).
"""

import gzip

from flask import Flask, Response, request

LEAST = 1_000
LEVEL = 6


def init_app(app: Flask) -> None:
    """Compress every page for those who can read it so; built files are compressed already."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0 or "Content-Encoding" in response.headers:
        return response
    page = response.get_data()
    if len(page) < LEAST:
        return response
    # No time inside: the same page is the same bytes.
    response.set_data(gzip.compress(page, compresslevel=LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
