"""Thousands of wrong sign-ins lock nobody out, and cost the house little without the sum."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from flask import Flask

from coop.accounts import keys
from coop.lib import phrases
from coop.web import proof
from tests.accounts.seats import invitation, is_signed_in, join, sign_in
from tests.accounts.test_sum import WRONG, form_of, send_proven
from tests.conftest import browser
from tests.reports.sending import on_one_engine

pytestmark = on_one_engine
# Ten thousand were tried too: they took most of a minute, and told nothing more.
WRONG_ONES = 2_000
AT_ONCE = 16


class Kiln:
    """Counts the runs of Argon2, how many at once, and lets each take a while."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.runs, self.now, self.most = seconds, 0, 0, 0
        self._lock = threading.Lock()

    def __call__(self, phrase: str, **kept: bytes) -> bytes:
        with self._lock:
            self.runs, self.now = self.runs + 1, self.now + 1
            self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        with self._lock:
            self.now -= 1
        return keys.hashlib.sha256(phrases.normalised(phrase).encode()).digest()


@pytest.fixture
def kiln(monkeypatch: pytest.MonkeyPatch) -> Kiln:
    """In the place of Argon2."""
    monkeypatch.setattr(proof, "COST", 1)
    found = Kiln()
    monkeypatch.setattr(keys, "phrase_digest", found)
    return found


def flood(app: Flask, phrase: str, *, times: int, addresses: int) -> list[int]:
    """Send wrong phrases from many addresses at once; the status of each answer."""
    eve = browser(app)
    fields = form_of(eve) | {"phrase": phrase}
    cookie = eve.get_cookie("seat", path="/me/")
    assert cookie is not None

    def one(number: int) -> int:
        address = number % addresses
        headers = {"Cookie": f"seat={cookie.value}"}
        environ = {
            "REMOTE_ADDR": f"203.{address // 250 // 250}.{address // 250 % 250}.{address % 250}"
        }
        client = app.test_client(use_cookies=False)
        return client.post(
            "/me/sign-in", data=fields, headers=headers, environ_overrides=environ
        ).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(times)))


def test_thousands_of_nonsense_phrases_run_argon2_not_once(app: Flask, kiln: Kiln) -> None:
    bea = browser(app)
    phrase = join(bea, invitation(app))
    before = kiln.runs
    answers = flood(app, "not a phrase of ours", times=WRONG_ONES, addresses=WRONG_ONES)
    assert set(answers) == {401}
    assert kiln.runs == before
    assert sign_in(browser(app), phrase).status_code == 303


def test_from_one_address_all_but_ten_are_turned_away_and_another_signs_in(
    app: Flask, kiln: Kiln
) -> None:
    phrase = join(browser(app), invitation(app))
    before = kiln.runs
    answers = flood(app, WRONG, times=500, addresses=1)
    assert answers.count(429) == 490
    assert kiln.runs - before <= 10
    bea = browser(app)
    bea.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert sign_in(bea, phrase).status_code == 303


def test_from_many_addresses_one_argon2_runs_at_a_time(app: Flask, kiln: Kiln) -> None:
    kiln.seconds = 0.02
    answers = flood(app, WRONG, times=400, addresses=400)
    assert set(answers) == {401, 503}
    assert kiln.most == 1


def test_meanwhile_bea_signs_in_with_the_sum(app: Flask, kiln: Kiln) -> None:
    phrase = join(browser(app), invitation(app))
    kiln.seconds = 0.02
    ends = Event()

    def keep_flooding() -> None:
        while not ends.is_set():
            flood(app, WRONG, times=100, addresses=10_000)

    eve = Thread(target=keep_flooding)
    eve.start()
    try:
        bea = browser(app)
        bea.environ_base["REMOTE_ADDR"] = "198.51.100.7"
        answers = [send_proven(bea, phrase).status_code, is_signed_in(bea)]
    finally:
        ends.set()
        eve.join()
    assert answers == [303, True]


def test_after_it_bea_signs_in_without_the_sum_too(app: Flask, kiln: Kiln) -> None:
    phrase = join(browser(app), invitation(app))
    flood(app, WRONG, times=400, addresses=40)
    bea = browser(app)
    bea.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert sign_in(bea, phrase).status_code == 303


def test_the_refusal_says_when_to_come_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_unproven_waiting", threading.BoundedSemaphore(1))
    assert keys._unproven_waiting.acquire(blocking=False)
    answer = sign_in(browser(app), WRONG)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "with a browser that runs JavaScript" in answer.text
