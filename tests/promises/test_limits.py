"""A caller who asks too often is slowed down, and nothing that is counted names an address."""

import secrets
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from limits import parse
from limits.storage import RedisStorage
from redis import Redis

from coop import create_app
from coop.web.counters import Counters
from coop.web.limits import EXTENSION, Limits
from tests.conftest import REDIS, Clock, Databases, browser, make_config, used
from tests.reports.sending import NEVER_ISSUED, come_back, on_one_engine

ADDRESS = "203.0.113.77"
STORES = ("memory", "redis") if REDIS else ("memory",)


def everything_in(redis: Redis) -> bytes:
    """Every name and value that Redis holds."""
    return b"\n".join(key + b"=" + (redis.get(key) or b"") for key in redis.scan_iter())


@pytest.fixture(params=STORES)
def counting(request: pytest.FixtureRequest, databases: Databases, clock: Clock) -> Iterator[Flask]:
    """A house that counts in memory, and one that counts in Redis."""
    url = None
    if request.param == "redis":
        used("redis")
        url = REDIS
        Redis.from_url(url).flushdb()
    yield create_app(make_config(databases, redis_url=url), now=clock)


@on_one_engine
def test_too_often_is_answered_with_when_to_come_back(counting: Flask) -> None:
    eve = browser(counting)
    answers = [come_back(eve, NEVER_ISSUED) for _ in range(61)]
    assert [a.status_code for a in answers] == [404] * 60 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


@on_one_engine
@pytest.mark.parametrize(("language", "words"), [("en", "Wait a minute"), ("fr", "Attendez")])
def test_it_is_said_in_the_readers_language(counting: Flask, language: str, words: str) -> None:
    eve = browser(counting, language)
    for _ in range(60):
        come_back(eve, NEVER_ISSUED)
    assert words in come_back(eve, NEVER_ISSUED).text


@on_one_engine
def test_a_script_is_told_by_a_problem(counting: Flask) -> None:
    eve = browser(counting)
    for _ in range(61):
        answer = eve.get("/api/v1/reports/mine", headers={"Authorization": "Receipt x"})
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")


@on_one_engine
def test_another_address_is_not_slowed_down(counting: Flask) -> None:
    eve, ana = browser(counting), browser(counting)
    ana.environ_base["REMOTE_ADDR"] = ADDRESS
    for _ in range(61):
        come_back(eve, NEVER_ISSUED)
    assert come_back(ana, NEVER_ISSUED).status_code == 404


@on_one_engine
def test_what_is_counted_holds_no_address(counting: Flask) -> None:
    ana = browser(counting)
    ana.environ_base["REMOTE_ADDR"] = ADDRESS
    come_back(ana, NEVER_ISSUED)
    storage = counting.extensions[EXTENSION]._limiter.storage
    if isinstance(storage, RedisStorage):
        held = everything_in(Redis.from_url(str(REDIS)))
    else:
        held = repr(vars(storage)).encode()
    assert held
    assert ADDRESS.encode() not in held


@on_one_engine
def test_with_the_hour_a_caller_becomes_another(counting: Flask, clock: Clock) -> None:
    eve = browser(counting)
    for _ in range(61):
        come_back(eve, NEVER_ISSUED)
    clock.time += timedelta(hours=1)
    assert come_back(eve, NEVER_ISSUED).status_code == 404


def test_without_the_hours_key_nobody_finds_the_address_again() -> None:
    store, limit = Counters(), parse("1 per hour")
    names = []
    for _ in range(2):
        limits = Limits(store, lambda _hour: secrets.token_bytes(32))
        assert limits.admits(limit, what="x", address=ADDRESS, hour=1)
        names.append(set(store.counts))
    assert names[0] < names[1]


@on_one_engine
def test_what_is_counted_is_gone_with_the_hour(counting: Flask) -> None:
    come_back(browser(counting), NEVER_ISSUED)
    storage = counting.extensions[EXTENSION]._limiter.storage
    if isinstance(storage, RedisStorage):
        redis = Redis.from_url(str(REDIS))
        lives = [float(redis.ttl(key)) for key in redis.scan_iter()]
    else:
        lives = [ends - time.time() for ends in storage.expirations.values()]
    assert lives
    assert all(0 < life <= 3600 for life in lives)
