"""Runs a command as the shell's `flask` would, on a test's own app."""

from click.testing import Result
from flask import Flask


def run(app: Flask, *words: str) -> Result:
    """The result of `flask WORDS`; the app's context is there, as `flask` itself brings it."""
    with app.app_context():
        return app.test_cli_runner().invoke(args=list(words))
