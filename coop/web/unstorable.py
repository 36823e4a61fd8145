"""An address with a null sign names nothing: PostgreSQL can hold none, and would fail for it."""

from flask import Flask, abort, request

NULL = "\x00"


def init_app(app: Flask) -> None:
    """Answer such an address before any view asks a database for it."""
    app.before_request(_refuse)


def _refuse() -> None:
    asked = (part for pair in request.args.items(multi=True) for part in pair)
    if NULL in request.path or any(NULL in part for part in asked):
        abort(404)
