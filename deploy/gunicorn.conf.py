"""How gunicorn serves the house: one gevent worker a process, no access log, no addresses."""

# ruff: noqa: E402 - the patch must come before anything that imports sockets or locks
from gevent import monkey

monkey.patch_all()

import gc
import os
import signal

import gevent

from coop.web.turns import Turns

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "coop.web.worker.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_connections = 4000
keepalive = 15
timeout = 60
graceful_timeout = 5
logger_class = "coop.web.log.Logger"
accesslog = None
control_socket_disable = True
# Request lines and headers beyond these are answered 400 before any of our code sees them.
limit_request_line = 4094
limit_request_fields = 60


turns = Turns()


def pre_request(worker, request):
    """Let those who talk in a room have their turn between two pages (bench/busy.py)."""
    turns.take()


def post_request(worker, request, environ, response):
    """Let other connections have a turn between two requests of one connection.

    A page that never waits would otherwise keep the loop for as long as its connection sends,
    and new connections would time out (bench/pages.py measures it).
    """
    gevent.sleep(0)


def post_worker_init(worker):
    """At SIGTERM, first ask those in the rooms to come back, then let gunicorn end the worker.

    What was loaded until here stays for good: not to search it for garbage again and again makes
    the longest pause of a process a third as long.
    """
    gc.collect()
    gc.freeze()
    ends = signal.getsignal(signal.SIGTERM)

    def leave(number, frame):
        gevent.spawn(worker.wsgi.extensions["coop_rooms"].farewell)
        ends(number, frame)

    signal.signal(signal.SIGTERM, leave)
