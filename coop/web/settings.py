"""The settings of the running app."""

from flask import current_app

from coop.config import Config

EXTENSION = "coop.config"


def config() -> Config:
    """The frozen settings that `create_app` was given."""
    settings: Config = current_app.extensions[EXTENSION]
    return settings
