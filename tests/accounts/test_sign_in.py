from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.seats import (
    is_signed_in,
    seated,
    seated_with_words,
    set_cookies,
    sign_in,
)
from tests.conftest import Clock, browser
from tests.pages import Page


@pytest.fixture
def phrase(app: Flask) -> str:
    """Bea's seven words."""
    return seated_with_words(app, browser(app))


def test_bea_signs_in_with_her_words(client: FlaskClient, phrase: str) -> None:
    assert sign_in(client, phrase).status_code == 303
    assert is_signed_in(client)


def test_a_wrong_phrase_opens_nothing_and_says_why(client: FlaskClient, phrase: str) -> None:
    answer = sign_in(client, phrase + " more")
    assert answer.status_code == 401
    assert "No seat answers to this phrase" in answer.text
    assert not is_signed_in(client)


def test_a_wrong_phrase_is_not_sent_back(client: FlaskClient, phrase: str) -> None:
    assert phrase not in sign_in(client, phrase + " more").text


def test_no_phrase_at_all_is_asked_for(client: FlaskClient, databases: object) -> None:
    answer = sign_in(client, "")
    assert answer.status_code == 422
    assert "Type your seven words." in answer.text


def test_a_form_without_its_token_is_refused(client: FlaskClient, phrase: str) -> None:
    client.get("/me/sign-in")
    answer = client.post("/me/sign-in", data={"phrase": phrase})
    assert answer.status_code == 422
    assert "keeps no cookie of ours" in answer.text
    assert not is_signed_in(client)


def test_the_form_is_one_that_password_managers_know(client: FlaskClient) -> None:
    form = Page(client.get("/me/sign-in").text).form("/me/sign-in")
    assert form.attributes["phrase"]["type"] == "password"
    assert form.attributes["phrase"]["autocomplete"] == "current-password"
    assert form.attributes["username"]["autocomplete"] == "username"
    assert form.fields["username"] == "Porte-Voix"


def test_whoever_is_signed_in_needs_not_sign_in(app: Flask) -> None:
    assert seated(app).get("/me/sign-in").location == "/me/"


def test_signing_in_leads_to_the_page_that_was_asked_for(client: FlaskClient, phrase: str) -> None:
    asked = client.get("/me/access?page=1")
    form = Page(client.get(asked.location).text).form("/me/sign-in")
    answer = client.post("/me/sign-in", data=form.fields | {"phrase": phrase})
    assert answer.location == "/me/access?page=1"


@pytest.mark.parametrize(
    "address",
    [
        "https://eve.example/me/",
        "//eve.example/me/",
        "/\\eve.example",
        "/me/\\..\\eve",
        "/me/\r\nLocation: https://eve.example",
        "/reports/new",
        "javascript:alert(1)",
        "/me//eve.example/..",
    ],
)
def test_eve_cannot_send_a_member_elsewhere(client: FlaskClient, phrase: str, address: str) -> None:
    location = sign_in(client, phrase, next=address).location
    assert location == "/me/" or location.startswith("/me/")
    assert "\n" not in location
    assert "\\" not in location


def test_bea_signs_out(app: Flask) -> None:
    bea = seated(app)
    form = Page(bea.get("/me/").text).form("/me/sign-out")
    assert bea.post("/me/sign-out", data=form.fields).status_code == 303
    assert not is_signed_in(bea)


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app: Flask) -> None:
    bea = seated(app)
    stolen = bea.get_cookie("seat", path="/me/")
    assert stolen is not None
    bea.post("/me/sign-out", data=without_everywhere(Page(bea.get("/me/").text)))
    eve = browser(app)
    eve.set_cookie("seat", stolen.value, path="/me/")
    assert not is_signed_in(eve)


def test_signing_out_here_leaves_the_other_browser_signed_in(
    app: Flask, client: FlaskClient, phrase: str
) -> None:
    other = browser(app)
    sign_in(client, phrase)
    sign_in(other, phrase)
    client.post("/me/sign-out", data=without_everywhere(Page(client.get("/me/").text)))
    assert is_signed_in(other)


def test_signing_out_everywhere_closes_the_other_browser_too(
    app: Flask, client: FlaskClient, phrase: str
) -> None:
    other = browser(app)
    sign_in(client, phrase)
    sign_in(other, phrase)
    fields = without_everywhere(Page(client.get("/me/").text)) | {"everywhere": "yes"}
    client.post("/me/sign-out", data=fields)
    assert not is_signed_in(other)


def test_signing_out_without_the_token_is_refused(app: Flask) -> None:
    bea = seated(app)
    assert bea.post("/me/sign-out").status_code == 400
    assert is_signed_in(bea)


def test_a_session_that_eve_planted_is_not_carried_over(
    app: Flask, client: FlaskClient, phrase: str
) -> None:
    eve = browser(app)
    eve.get("/me/sign-in")
    planted = eve.get_cookie("seat", path="/me/")
    assert planted is not None
    client.set_cookie("seat", planted.value, path="/me/")
    sign_in(client, phrase)
    own = client.get_cookie("seat", path="/me/")
    assert own is not None
    assert own.value != planted.value
    assert not is_signed_in(eve)


def test_each_signing_in_has_its_own_session(app: Flask, phrase: str) -> None:
    keys = set()
    for _ in range(2):
        client = browser(app)
        sign_in(client, phrase)
        with client.session_transaction("/me/") as session:
            keys.add(session["_user_id"])
    assert len(keys) == 2


def test_a_session_ends_after_fourteen_days(app: Flask, clock: Clock) -> None:
    bea = seated(app)
    clock.time += timedelta(days=15)
    assert not is_signed_in(bea)


def test_the_cookie_is_for_members_pages_only(client: FlaskClient, phrase: str) -> None:
    cookie = next(c for c in set_cookies(sign_in(client, phrase)) if c.startswith("seat="))
    assert "Path=/me/" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_the_cookie_goes_back_over_tls_only_where_it_came_by_tls(client: FlaskClient) -> None:
    answer = client.get("/me/sign-in", base_url="https://localhost")
    assert "; Secure" in set_cookies(answer)[0]


def test_the_cookie_holds_no_trace_of_address_or_browser(client: FlaskClient, phrase: str) -> None:
    sign_in(client, phrase)
    with client.session_transaction("/me/") as session:
        assert "_id" not in session


def test_typing_phrases_quickly_is_slowed(client: FlaskClient, databases: object) -> None:
    form = Page(client.get("/me/sign-in").text).form("/me/sign-in")
    answers = [client.post("/me/sign-in", data=form.fields).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def without_everywhere(page: Page) -> dict[str, str]:
    """What the sign-out form sends by its first button."""
    fields = dict(page.form("/me/sign-out").fields)
    fields.pop("everywhere", None)
    return fields
