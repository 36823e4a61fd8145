"""The one entry point that a server loads: the pages, with the rooms mounted on them."""

from coop import create_app
from coop.chat import serving
from coop.config import from_environment

app = create_app(from_environment())
serving.mount(app)
