"""Rate limits that store no address: a caller is an HMAC under a key that changes every hour.

They are generous: a family, a village's mobile network or all of Tor may share one address. What
keeps floods out is proof of work; what keeps guesses out is that codes and phrases are long.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from coop.config import Config
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.web import clock
from coop.web.counters import Counters

EXTENSION = "coop.limits"
View = TypeVar("View", bound=Callable[..., Any])


class TooOften(Refusal):
    """One caller asks more often than a person would."""

    status = 429
    sentence = N_(
        "That was too often in too short a time. Wait a minute and try again: "
        "nothing you wrote is lost."
    )


class Limits:
    """Counts of callers, in memory or in Redis, under names that nobody can turn back."""

    def __init__(self, storage: Storage, hour_key: Callable[[int], bytes]) -> None:
        self._limiter = FixedWindowRateLimiter(storage)
        self._hour_key = hour_key

    def admits(self, limit: RateLimitItem, *, what: str, address: str, hour: int) -> bool:
        """Count one more call of `what` from this address; say whether it is still within."""
        name = hmac.new(self._hour_key(hour), address.encode(), hashlib.sha256).hexdigest()[:32]
        return self._limiter.hit(limit, what, name)

    def is_first(self, span: RateLimitItem, *, what: str, name: str) -> bool:
        """Note a name that is hidden already; say whether it was not there within the span."""
        return self._limiter.hit(span, what, name)


class _MemoryKeys:
    """One random key an hour, kept in this process only and forgotten with the hour."""

    def __init__(self) -> None:
        self._lock, self._hour, self._key = threading.Lock(), -1, b""

    def __call__(self, hour: int) -> bytes:
        with self._lock:
            if hour != self._hour:
                self._hour, self._key = hour, secrets.token_bytes(32)
            return self._key


class _RedisKeys:
    """One random key an hour, made by whichever process is first, gone from Redis after it."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis

    def __call__(self, hour: int) -> bytes:
        name = f"coop:hour:{hour}"
        self._redis.set(name, secrets.token_bytes(32), nx=True, ex=3600)
        key: bytes = self._redis.get(name)
        return key


def init_app(app: Flask, config: Config) -> None:
    """Count in memory, or in Redis where several processes must count together."""
    if config.redis_url:
        redis = RedisStorage(config.redis_url)
        app.extensions[EXTENSION] = Limits(redis, _RedisKeys(redis.storage))
        return
    app.extensions[EXTENSION] = Limits(Counters(), _MemoryKeys())


def limited(
    *rates: str,
    what: str,
    spares: Callable[[], bool] | None = None,
    by: Callable[[], str] | None = None,
) -> Callable[[View], View]:
    """Refuse a caller beyond these rates, written as "10 per minute".

    `spares` tells whether a call may carry its own proof, such as a token: then it is counted only
    where it comes to nothing. All who come through an onion address, or from one village, share one
    address; what a token or a sum has paid for must not be locked by what others send. `by` names
    the caller where that is known better than by the address, as under /me/.
    """
    items = [parse(rate) for rate in rates]

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(*args: Any, **kwargs: Any) -> Any:
            is_spared = spares is not None and spares()
            caller = by() if by else None
            if not is_spared:
                _check_all(items, what, caller)
            try:
                answer = view(*args, **kwargs)
            except Refusal:
                if is_spared:
                    _check_all(items, what, caller)
                raise
            if is_spared and current_app.make_response(answer).status_code >= 400:
                _check_all(items, what, caller)
            return answer

        return cast(View, counted)

    return decorate


def check(item: RateLimitItem, what: str, caller: str | None = None) -> None:
    """Count this call; raise TooOften when it goes beyond."""
    limits: Limits = current_app.extensions[EXTENSION]
    hour = int(clock.now().timestamp()) // 3600
    address = caller or request.remote_addr or "?"
    if not limits.admits(item, what=what, address=address, hour=hour):
        raise TooOften


def carries_act() -> bool:
    """Whether a form was sent with an act of a token, to be judged by itself."""
    return bool(request.form.get("act"))


def _check_all(items: list[RateLimitItem], what: str, caller: str | None) -> None:
    for item in items:
        check(item, what, caller)
