"""The one entry point that a server loads."""

from coop import create_app
from coop.config import from_environment

app = create_app(from_environment())
