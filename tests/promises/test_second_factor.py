"""The console stays closed to whoever learnt a phrase: attacks on the second factor.

Eve has Olu's seven words, or Olu's cookie, or stands behind her; she has not her phone.
"""

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.accounts.factor_models import Passkey, TotpFactor
from coop.accounts.factor_rules import TRIES_A_DAY
from coop.accounts.factor_service import check_code
from coop.accounts.keys import keys_of
from coop.accounts.models import Seat, SeatSession, SignInLink
from coop.db import db, writing
from coop.lib.base64url import decode, encode
from coop.lib.refusals import Refusal
from coop.web.audiences import moderators
from coop.web.clock import today
from coop.web.settings import config
from tests.accounts.authenticator import Authenticator
from tests.accounts.factors import (
    CHECK,
    CODES,
    NEW_PASSKEY,
    PASSKEY_CHECK,
    PASSKEY_SIGN_IN,
    add_passkey,
    code_now,
    options,
    send_code,
    send_passkey,
    set_up_codes,
    shown_secret,
    sign_in_by_passkey,
)
from tests.accounts.seats import is_signed_in, seated, seated_with_words, sign_in
from tests.conftest import Clock, browser
from tests.console.test_seats import act, desk_of
from tests.pages import Page
from tests.promises.test_audiences import DOORS
from tests.reports.sending import on_one_engine

CONSOLE = "/me/console/"
BEHIND_A_FACTOR = [door for door in DOORS if door.audience in ("organizers", "moderators")]
MINUTE = timedelta(minutes=1)


class Olu:
    """An organizer with one-time codes, signed in on her own phone."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, browser(app)
        self.phrase = seated_with_words(app, self.client, "organizer")
        self.secret = set_up_codes(app, self.client)

    def code(self, seconds: int = 0) -> str:
        """What her app shows."""
        return code_now(self.app, self.secret, seconds=seconds)


@pytest.fixture
def olu(app: Flask) -> Olu:
    return Olu(app)


@pytest.fixture
def eve(app: Flask, olu: Olu) -> FlaskClient:
    """Eve's browser, signed in with Olu's words just now."""
    client = browser(app)
    sign_in(client, olu.phrase)
    assert is_signed_in(client)
    return client


def is_open(client: FlaskClient) -> bool:
    return client.get(CONSOLE).status_code == 200


# ---- A phrase alone ----


def test_the_phrase_alone_opens_no_console(eve: FlaskClient) -> None:
    assert eve.get(CONSOLE).location.startswith(CHECK)


@on_one_engine
@pytest.mark.parametrize("role", ["moderator", "organizer"])
@pytest.mark.parametrize("has_factor", [False, True])
def test_every_route_of_the_console_is_closed_without_the_factor(
    app: Flask, role: str, has_factor: bool
) -> None:
    first, eve = browser(app), browser(app)
    phrase = seated_with_words(app, first, role)
    if has_factor:
        set_up_codes(app, first)
    sign_in(eve, phrase)
    entered = []
    for door in BEHIND_A_FACTOR:
        answer = eve.open(door.address, method=door.method)
        is_closed = answer.status_code == 403 or (
            answer.status_code == 303 and answer.location.startswith(CHECK)
        )
        if not is_closed:
            entered.append(door)
    assert BEHIND_A_FACTOR
    assert entered == []


@on_one_engine
def test_a_page_for_moderators_asks_moderators_for_it(app_of_its_own: Flask) -> None:
    app = app_of_its_own
    app.add_url_rule("/me/console/flags", "flags", moderators(lambda: "flags"))
    moe, eve = seated(app, "moderator"), browser(app)
    seated_with_words(app, eve, "moderator")
    assert moe.get("/me/console/flags").text == "flags"
    assert eve.get("/me/console/flags").location.startswith(CHECK)


def test_nothing_is_recorded_as_read_before_the_factor(app: Flask, eve: FlaskClient) -> None:
    eve.get("/me/console/reports")
    assert "Nothing was read or exported." in eve.get("/me/access").text


def test_with_the_phrase_eve_adds_no_factor_of_her_own(app: Flask, eve: FlaskClient) -> None:
    answers = [eve.get(CODES), eve.get(NEW_PASSKEY), eve.post(NEW_PASSKEY), eve.post(CODES)]
    assert [a.status_code for a in answers[1:]] == [303, 303, 303]
    assert answers[0].status_code == 409
    with app.app_context():
        assert db.session.scalars(select(Passkey)).all() == []


def test_nor_does_typing_it_again_help(eve: FlaskClient, olu: Olu) -> None:
    assert "seven words</h2>" not in eve.get(CHECK).text
    fields = Page(eve.get(CHECK).text).form(CHECK).fields
    answer = eve.post(f"{CHECK}/phrase", data=fields | {"phrase": olu.phrase})
    assert answer.status_code == 400
    assert eve.get(NEW_PASSKEY).status_code == 303


def test_with_a_passkey_only_the_phrase_adds_no_codes_either(app: Flask) -> None:
    first, eve = browser(app), browser(app)
    phrase = seated_with_words(app, first, "organizer")
    add_passkey(first, Authenticator())
    sign_in(eve, phrase)
    assert eve.get(CODES).location.startswith(CHECK)


def test_with_the_phrase_eve_removes_nothing(app: Flask, eve: FlaskClient) -> None:
    token = Page(eve.get("/me/role-code").text).form("/me/role-code").fields
    assert eve.post(f"{CODES}/remove", data=token).location.startswith(CHECK)
    with app.app_context():
        assert db.session.scalar(select(TotpFactor)) is not None


def test_a_secret_that_eve_was_shown_before_is_not_kept_after(app: Flask) -> None:
    first, eve = browser(app), browser(app)
    phrase = seated_with_words(app, first, "organizer")
    sign_in(eve, phrase)
    html = eve.get(CODES).text
    fields = Page(html).form(CODES).fields | {"code": code_now(app, shown_secret(html))}
    set_up_codes(app, first)
    assert eve.post(CODES, data=fields).location.startswith(CHECK)
    assert not is_open(eve)


def test_a_secret_shown_to_eve_cannot_be_planted_with_olu(app: Flask) -> None:
    first, eve = browser(app), browser(app)
    phrase = seated_with_words(app, first, "organizer")
    sign_in(eve, phrase)
    html = eve.get(CODES).text
    planted = Page(html).form(CODES).fields["sealed"]
    own = Page(first.get(CODES).text).form(CODES).fields
    fields = own | {"sealed": planted, "code": code_now(app, shown_secret(html))}
    assert first.post(CODES, data=fields).status_code == 400


# ---- One-time codes ----


def test_a_code_counts_once(app: Flask, olu: Olu, eve: FlaskClient, clock: Clock) -> None:
    clock.time += MINUTE
    seen = olu.code()
    assert send_code(olu.client, seen).status_code == 303
    answer = send_code(eve, seen)
    assert "used already" in answer.text
    assert not is_open(eve)


def test_nor_does_it_count_again_within_its_window(
    olu: Olu, eve: FlaskClient, clock: Clock
) -> None:
    clock.time += MINUTE
    seen = olu.code()
    send_code(olu.client, seen)
    clock.time += timedelta(seconds=30)
    assert send_code(eve, seen).status_code == 422


def test_the_code_typed_at_the_set_up_is_used(app: Flask) -> None:
    olu = Olu(app)
    eve = browser(app)
    sign_in(eve, olu.phrase)
    assert send_code(eve, olu.code()).status_code == 422


def test_of_twelve_browsers_with_one_code_one_gets_in(app: Flask, olu: Olu, clock: Clock) -> None:
    clients = [browser(app) for _ in range(12)]
    fields = []
    for number, client in enumerate(clients):
        client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        sign_in(client, olu.phrase)
        fields.append(Page(client.get(CHECK).text).form(CHECK).fields)
    clock.time += MINUTE
    code, start, answers = olu.code(), threading.Barrier(12), []

    def type_it(client: FlaskClient, form: dict[str, str]) -> None:
        start.wait()
        answers.append(client.post(CHECK, data=form | {"code": code}).status_code)

    threads = [
        threading.Thread(target=type_it, args=each) for each in zip(clients, fields, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303] + [422] * 11


def test_twenty_five_guesses_at_once_are_all_counted(
    app: Flask, olu: Olu, eve: FlaskClient, clock: Clock
) -> None:
    wrong = wrong_code(olu)
    with app.app_context():
        seat_id = db.session.scalar(select(TotpFactor.seat_id))
        key = config().key("one-time codes")
    assert seat_id is not None
    refused: list[type[Refusal]] = []
    start = threading.Barrier(25)

    def guess_once() -> None:
        with app.app_context():
            start.wait()
            try:
                check_code(seat_id, wrong, key=key, now=clock(), is_first=lambda _name: True)
            except Refusal as refusal:
                refused.append(type(refusal))

    threads = [threading.Thread(target=guess_once) for _ in range(25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = {kind.__name__: refused.count(kind) for kind in set(refused)}
    assert counts == {"NotThisCode": TRIES_A_DAY, "TooManyCodes": 5}


@pytest.mark.parametrize("code", ["", "0", "12345", "1234567", "abcdef", "٠٠٠٠٠٠", "-00001"])
def test_a_forged_code_opens_nothing(eve: FlaskClient, code: str) -> None:
    assert send_code(eve, code).status_code == 422
    assert not is_open(eve)


def test_the_code_of_another_seat_opens_nothing(app: Flask, eve: FlaskClient, clock: Clock) -> None:
    other = Olu(app)
    clock.time += MINUTE
    assert send_code(eve, other.code()).status_code == 422


def guess(eve: FlaskClient, times: int, clock: Clock, wrong: str) -> list[int]:
    """Guess slowly, and from another address each time."""
    answers = []
    for number in range(times):
        clock.time += timedelta(minutes=2)
        eve.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        answers.append(send_code(eve, wrong).status_code)
    return answers


def test_guessing_is_bounded_however_slowly_it_is_done(
    olu: Olu, eve: FlaskClient, clock: Clock
) -> None:
    answers = guess(eve, TRIES_A_DAY + 1, clock, wrong_code(olu))
    assert answers == [422] * TRIES_A_DAY + [429]


def wrong_code(olu: Olu) -> str:
    """A code that is not shown in the next hours."""
    shown = {olu.code(seconds=30 * step) for step in range(-2, 3000)}
    return next(code for number in range(10**6) if (code := f"{number:06}") not in shown)


def test_beyond_the_bound_right_and_wrong_look_alike(
    olu: Olu, eve: FlaskClient, clock: Clock
) -> None:
    guess(eve, TRIES_A_DAY, clock, wrong_code(olu))
    clock.time += timedelta(hours=1)
    pages = [send_code(eve, code) for code in (olu.code(), wrong_code(olu))]
    assert [page.status_code for page in pages] == [429, 429]


def test_the_bound_is_of_a_seat_and_not_of_the_house(
    app: Flask, olu: Olu, eve: FlaskClient, clock: Clock
) -> None:
    guess(eve, TRIES_A_DAY, clock, wrong_code(olu))
    other = Olu(app)
    clock.time += timedelta(hours=1)
    assert send_code(other.client, other.code()).status_code == 303


def test_beyond_the_bound_a_passkey_still_opens_the_console(
    app: Flask, olu: Olu, eve: FlaskClient, clock: Clock
) -> None:
    key = Authenticator()
    add_passkey(olu.client, key)
    guess(eve, TRIES_A_DAY, clock, wrong_code(olu))
    elsewhere = browser(app)
    sign_in_by_passkey(elsewhere, key)
    assert is_open(elsewhere)


def test_the_next_day_codes_are_looked_at_again(olu: Olu, eve: FlaskClient, clock: Clock) -> None:
    guess(eve, TRIES_A_DAY + 1, clock, wrong_code(olu))
    clock.time += timedelta(days=1)
    assert send_code(olu.client, olu.code()).status_code == 303


def test_quick_guessing_is_slowed_before(olu: Olu, eve: FlaskClient) -> None:
    form = Page(eve.get(CHECK).text).form(CHECK)
    answers = [eve.post(CHECK, data=form.fields | {"code": "000000"}) for _ in range(11)]
    assert answers[-1].status_code == 429


def test_no_hour_of_a_code_is_kept(app: Flask, olu: Olu, clock: Clock) -> None:
    clock.time += MINUTE
    send_code(olu.client, olu.code())
    with app.app_context():
        row = db.session.scalar(select(TotpFactor))
        assert row is not None
        assert (row.tries, row.tried_on) == (0, today())


# ---- Passkeys ----

Bend = Callable[[Authenticator], None]


def elsewhere(key: Authenticator) -> None:
    key.origin = "http://localhost.eve.example"


def other_host(key: Authenticator) -> None:
    key.host = "eve.example"


def unverified(key: Authenticator) -> None:
    key.is_verified = False


def wrong_handle(key: Authenticator) -> None:
    key.handle = bytes(32)


def rolled_back(key: Authenticator) -> None:
    key.count -= 2


def other_key(key: Authenticator) -> None:
    key.key = Authenticator().key


BENDS = (elsewhere, other_host, unverified, wrong_handle, rolled_back, other_key)


@pytest.fixture
def key(app: Flask, olu: Olu) -> Authenticator:
    """Olu's passkey, used twice."""
    key = Authenticator()
    add_passkey(olu.client, key)
    for _ in range(2):
        sign_in_by_passkey(browser(app), key)
    return key


@pytest.mark.parametrize("bend", BENDS, ids=lambda bend: bend.__name__)
def test_a_bent_assertion_signs_nobody_in(app: Flask, key: Authenticator, bend: Bend) -> None:
    bend(key)
    client = browser(app)
    sign_in_by_passkey(client, key)
    assert not is_signed_in(client)


@pytest.mark.parametrize("bend", [elsewhere, other_host, unverified], ids=lambda b: b.__name__)
def test_a_bent_passkey_is_not_added(app: Flask, olu: Olu, bend: Bend) -> None:
    key = Authenticator()
    bend(key)
    assert add_passkey(olu.client, key).status_code == 422
    with app.app_context():
        assert db.session.scalars(select(Passkey)).all() == []


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "0", '{"id": "a"}', "\ud7ff" * 50, "x" * 20_000, "{" * 9_000]
)
@pytest.mark.parametrize("action", [PASSKEY_SIGN_IN, PASSKEY_CHECK])
def test_rubbish_is_refused_in_words(
    olu: Olu, key: Authenticator, action: str, answer: str
) -> None:
    page = "/me/sign-in" if action == PASSKEY_SIGN_IN else CHECK
    client = browser(olu.app) if action == PASSKEY_SIGN_IN else olu.client
    sent = send_passkey(client, page, action, answer)
    assert sent.status_code == 303
    assert client.get(page).status_code == 200


def test_a_challenge_counts_once(app: Flask, olu: Olu) -> None:
    key = Authenticator(counts=False)
    add_passkey(olu.client, key)
    client = browser(app)
    client.get("/me/sign-in")
    answer = key.get(options(client, f"{PASSKEY_SIGN_IN}/options"))
    fields = Page(client.get("/me/sign-in").text).form(PASSKEY_SIGN_IN).fields
    before = client.get_cookie("seat", path="/me/")
    assert before is not None
    for has_worked in (True, False):
        client.set_cookie("seat", before.value, path="/me/")
        client.post(PASSKEY_SIGN_IN, data=fields | {"credential": answer})
        assert is_signed_in(client) == has_worked


def test_a_challenge_is_over_after_five_minutes(
    app: Flask, key: Authenticator, clock: Clock
) -> None:
    client = browser(app)
    client.get("/me/sign-in")
    answer = key.get(options(client, f"{PASSKEY_SIGN_IN}/options"))
    clock.time += timedelta(minutes=6)
    send_passkey(client, "/me/sign-in", PASSKEY_SIGN_IN, answer)
    assert not is_signed_in(client)


def test_an_answer_is_worth_nothing_in_another_browser(app: Flask, key: Authenticator) -> None:
    bea, eve = browser(app), browser(app)
    bea.get("/me/sign-in")
    answer = key.get(options(bea, f"{PASSKEY_SIGN_IN}/options"))
    send_passkey(eve, "/me/sign-in", PASSKEY_SIGN_IN, answer)
    assert not is_signed_in(eve)


def test_a_challenge_of_another_purpose_is_not_taken(
    app: Flask, olu: Olu, key: Authenticator
) -> None:
    client = browser(app)
    sign_in(client, olu.phrase)
    answer = key.get(options(client, f"{PASSKEY_SIGN_IN}/options"))
    send_passkey(client, CHECK, PASSKEY_CHECK, answer)
    assert not is_open(client)


def test_a_challenge_for_adding_is_not_one_for_showing(
    app: Flask, olu: Olu, key: Authenticator
) -> None:
    client = browser(app)
    sign_in(client, olu.phrase)
    answer = key.get(options(client, f"{NEW_PASSKEY}/options"))
    send_passkey(client, CHECK, PASSKEY_CHECK, answer)
    assert not is_open(client)


def test_a_challenge_that_eve_made_is_not_taken(app: Flask, key: Authenticator) -> None:
    client = browser(app)
    client.get("/me/sign-in")
    asked = options(client, f"{PASSKEY_SIGN_IN}/options")
    forged = bytearray(decode(asked["challenge"]))
    forged[0] ^= 1
    answer = key.get(asked | {"challenge": encode(bytes(forged))})
    send_passkey(client, "/me/sign-in", PASSKEY_SIGN_IN, answer)
    assert not is_signed_in(client)


def test_eves_own_passkey_is_not_olus_factor(app: Flask, eve: FlaskClient) -> None:
    own = Authenticator()
    add_passkey(seated(app), own)
    answer = own.get(options(eve, f"{PASSKEY_CHECK}/options"))
    # Olu's page has no passkey form, for she has none: Eve sends it all the same.
    token = Page(eve.get(CHECK).text).form(CHECK).fields
    eve.post(PASSKEY_CHECK, data=token | {"credential": answer})
    assert not is_open(eve)


def test_a_passkey_cannot_be_taken_over_by_adding_it_again(
    app: Flask, olu: Olu, key: Authenticator
) -> None:
    eve = seated(app)
    stolen = Authenticator(credential_id=key.credential_id)
    assert add_passkey(eve, stolen).status_code == 409
    client = browser(app)
    sign_in_by_passkey(client, stolen)
    assert not is_signed_in(client)


def test_without_a_token_no_passkey_signs_in(app: Flask, key: Authenticator) -> None:
    client = browser(app)
    client.get("/me/sign-in")
    answer = key.get(options(client, f"{PASSKEY_SIGN_IN}/options"))
    client.post(PASSKEY_SIGN_IN, data={"credential": answer})
    assert not is_signed_in(client)


# ---- Sessions ----


def test_a_cookie_copied_before_the_factor_is_worth_nothing_after(
    app: Flask, olu: Olu, clock: Clock
) -> None:
    client, eve = browser(app), browser(app)
    sign_in(client, olu.phrase)
    copied = client.get_cookie("seat", path="/me/")
    assert copied is not None
    eve.set_cookie("seat", copied.value, path="/me/")
    clock.time += MINUTE
    send_code(client, olu.code())
    assert is_open(client)
    assert not is_open(eve)
    assert not is_signed_in(eve)


def test_the_factor_of_one_browser_opens_no_other(olu: Olu, eve: FlaskClient) -> None:
    assert is_open(olu.client)
    assert not is_open(eve)


def test_signing_out_everywhere_ends_the_factor_too(app: Flask, olu: Olu) -> None:
    copied = olu.client.get_cookie("seat", path="/me/")
    assert copied is not None
    form = Page(olu.client.get("/me/").text).form("/me/sign-out")
    olu.client.post("/me/sign-out", data=form.fields | {"everywhere": "yes"})
    olu.client.set_cookie("seat", copied.value, path="/me/")
    assert not is_open(olu.client)
    with app.app_context():
        assert db.session.scalars(select(SeatSession)).all() == []


def test_freshness_cannot_be_forged_in_the_cookie(eve: FlaskClient) -> None:
    cookie = eve.get_cookie("seat", path="/me/")
    assert cookie is not None
    payload = {"shown": ["factor", 9_999_999_999]}
    forged = encode(json.dumps(payload).encode()) + "." + cookie.value.split(".", 1)[1]
    eve.set_cookie("seat", forged, path="/me/")
    assert eve.get(NEW_PASSKEY).status_code == 303


def test_a_one_time_link_opens_no_real_seat(app: Flask, olu: Olu) -> None:
    with app.app_context():
        seat_id = db.session.scalar(select(Seat.id))
        digest = keys_of(config()).link("planted")
        with writing("members") as session:
            session.add(SignInLink(link_digest=digest, seat_id=seat_id, expires_on=today()))
    eve = browser(app)
    link = "/me/sign-in/planted"
    answer = eve.post(link, data=Page(eve.get(link).text).form(link).fields)
    assert answer.status_code == 410
    assert not is_signed_in(eve)


# ---- Other organizers ----


def test_nobody_resets_or_removes_themselves(olu: Olu) -> None:
    desk = desk_of(olu.client)
    token = Page(olu.client.get("/me/role-code").text).form("/me/role-code").fields
    for name in ("reset", "take"):
        assert act(olu.client, desk, name).status_code == 403
        answer = olu.client.post(f"/me/console/seats/{desk}/{name}", data=token)
        assert answer.status_code == 403
    assert is_open(olu.client)


def test_a_removed_organizer_reads_nothing_more(app: Flask, olu: Olu) -> None:
    other = seated(app, "organizer")
    assert is_open(other)
    act(olu.client, desk_of(other), "take")
    doors = [door for door in BEHIND_A_FACTOR if door.audience == "organizers"]
    answers = {other.open(door.address, method=door.method).status_code for door in doors}
    assert answers == {403}


def test_an_act_on_a_seat_asks_for_a_fresh_factor(app: Flask, olu: Olu, clock: Clock) -> None:
    other = seated(app, "organizer")
    desk = desk_of(other)
    page = f"/me/console/seats/{desk}/take"
    form = Page(olu.client.get(page).text).form(page)
    clock.time += timedelta(minutes=11)
    assert olu.client.post(page, data=form.fields).location.startswith(CHECK)
    assert other.get("/me/").status_code == 200
    assert "organizer" in other.get("/me/").text


@pytest.mark.parametrize("name", ["reset", "take"])
def test_an_act_without_its_token_is_refused(app: Flask, olu: Olu, name: str) -> None:
    desk = desk_of(seated(app, "organizer"))
    assert olu.client.post(f"/me/console/seats/{desk}/{name}").status_code == 400


def test_a_moderator_acts_on_no_seat(app: Flask, olu: Olu) -> None:
    moe = seated(app, "moderator")
    assert act(moe, desk_of(olu.client), "reset").status_code == 403
    assert is_open(olu.client)
