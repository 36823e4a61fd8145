"""Platforms for tests."""

from flask import Flask

from coop.platforms.models import Platform
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform


def add(app: Flask, name: str, *aliases: str, countries: tuple[str, ...] = ()) -> Platform:
    """Put a platform into the catalogue."""
    with app.app_context():
        return add_platform(NewPlatform(name, "microtasks", countries, aliases))
