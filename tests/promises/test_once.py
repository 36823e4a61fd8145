"""What counts once does so for many at once, in memory and in Redis, and names nobody there."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from limits.storage import RedisStorage
from redis import Redis

from coop import create_app
from coop.web.limits import EXTENSION
from coop.web.once import is_first
from tests.conftest import REDIS, Clock, Databases, make_config, used
from tests.reports.sending import on_one_engine

STORES = ("memory", "redis") if REDIS else ("memory",)
NAME = b"a secret name of 20 b"


@pytest.fixture(params=STORES)
def remembering(
    request: pytest.FixtureRequest, databases: Databases, clock: Clock
) -> Iterator[Flask]:
    """A house that remembers in memory, and one that remembers in Redis."""
    url = None
    if request.param == "redis":
        used("redis")
        url = REDIS
        Redis.from_url(str(url)).flushdb()
    yield create_app(make_config(databases, redis_url=url), now=clock)


@on_one_engine
def test_the_second_time_is_not_the_first(remembering: Flask) -> None:
    with remembering.app_context():
        assert [is_first("code", NAME) for _ in range(3)] == [True, False, False]


@on_one_engine
def test_another_thing_or_name_is_first_again(remembering: Flask) -> None:
    with remembering.app_context():
        is_first("code", NAME)
        assert is_first("challenge", NAME)
        assert is_first("code", NAME + b"!")


@on_one_engine
def test_of_forty_at_once_one_is_the_first(remembering: Flask) -> None:
    start, found = threading.Barrier(40), []

    def ask() -> None:
        with remembering.app_context():
            start.wait()
            found.append(is_first("code", NAME))

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False] * 39 + [True]


@on_one_engine
def test_what_is_remembered_does_not_hold_the_name_and_is_forgotten(remembering: Flask) -> None:
    with remembering.app_context():
        is_first("code", NAME)
    storage = remembering.extensions[EXTENSION]._limiter.storage
    if isinstance(storage, RedisStorage):
        redis = Redis.from_url(str(REDIS))
        held = [key for key in redis.scan_iter() if b"code" in key]
        assert all(0 < redis.ttl(key) <= 600 for key in held)
    else:
        held = [key.encode() for key in storage.expirations]
    assert len(held) == 1
    assert NAME not in held[0]
    assert NAME.hex().encode() not in held[0]


@on_one_engine
def test_two_houses_remember_together_where_they_share_a_store(
    remembering: Flask, databases: Databases, clock: Clock
) -> None:
    shares = isinstance(remembering.extensions[EXTENSION]._limiter.storage, RedisStorage)
    other = create_app(make_config(databases, redis_url=REDIS if shares else None), now=clock)
    found = []
    for house in (remembering, other):
        with house.app_context():
            found.append(is_first("code", NAME))
    assert found == [True, not shares]
