"""A log that cannot tell on anyone: only what is listed here is ever written.

No address, no user agent, no path, no body, no value of a variable. A fault is written as the
names of its exception and of our own functions that it went through.
"""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

ROOT = Path(__file__).resolve().parents[2]
log = logging.getLogger("coop")

# Messages of others that carry nothing of a request, by their logger and the text before any
# value. Whatever is not listed is written as its logger and level alone.
ALLOWED = (
    ("gunicorn.error", "Starting gunicorn"),
    ("gunicorn.error", "Listening at"),
    ("gunicorn.error", "Using worker"),
    ("gunicorn.error", "Booting worker"),
    ("gunicorn.error", "Worker exiting"),
    ("gunicorn.error", "Handling signal"),
    ("gunicorn.error", "Shutting down"),
    ("gunicorn.error", "Control socket listening"),
    ("gunicorn.error", "Worker failed to boot"),
    ("gunicorn.error", "Worker (pid"),
    ("gunicorn.error", "Connection in use"),
    ("alembic", "Running upgrade"),
    ("alembic", "Running downgrade"),
)


class AllowList(logging.Filter):
    """Lets our own lines pass, others' only if listed, and no exception with its values."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record to what may be written; never drop that something happened."""
        ours = record.name == "coop" or record.name.startswith("coop.")
        if not ours and not _is_listed(record):
            record.msg, record.args = "(withheld: it may name a person)", ()
        if record.exc_info and record.exc_info[1] is not None:
            record.msg, record.args = _outline(record.exc_info[1]), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def handler() -> logging.Handler:
    """A handler to standard error behind the allow-list, without the hour and minute."""
    stream = logging.StreamHandler(sys.stderr)
    stream.addFilter(AllowList())
    stream.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    return stream


def init() -> None:
    """Send every logger of the process through the allow-list."""
    root = logging.getLogger()
    if not any(isinstance(f, AllowList) for h in root.handlers for f in h.filters):
        root.handlers[:] = [handler()]
        root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)


def fault(error: BaseException) -> None:
    """Write that something broke, and where, without a value that anyone sent."""
    log.error(_outline(error))


def _is_listed(record: logging.LogRecord) -> bool:
    text = str(record.msg)
    return any(record.name.startswith(name) and text.startswith(prefix) for name, prefix in ALLOWED)


def _outline(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno} {frame.name}"
        for frame in frames
        if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename
    ]
    return f"{type(error).__module__}.{type(error).__name__} in {' > '.join(ours) or 'a library'}"


class Logger(GunicornLogger):
    """Gunicorn's logger without an access log, and with its errors behind the allow-list."""

    def setup(self, cfg: Any) -> None:
        """Replace gunicorn's handlers by ours."""
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers[:] = [handler()]
            logger.propagate = False

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: who asked for what is not ours to know."""
