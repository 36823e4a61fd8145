"""The sum against floods at sign-in: it opens the quick way, once, and nobody needs it."""

from datetime import timedelta

import pytest
from altcha import Challenge, Payload, solve_challenge
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop.accounts import keys
from coop.web import proof
from tests.accounts.newcomers import joining_by
from tests.accounts.seats import invitation, is_signed_in, join
from tests.conftest import Clock, browser
from tests.pages import Page

SIGN_IN = "/me/sign-in"
WRONG = "abandon ability able about above absent absorb"


@pytest.fixture(autouse=True)
def _small_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a sum be done at once, whatever a phone would need."""
    monkeypatch.setattr(proof, "COST", 1)
    monkeypatch.setattr(proof, "LEAST", 1)
    monkeypatch.setattr(proof, "SPREAD", 2)


@pytest.fixture
def slow_way(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which way each phrase went that was looked at: "quick" or "slow"."""
    ways: list[str] = []
    quick, slow = keys.digest_of, keys.digest_of_unproven
    for name, way, real in (("digest_of", "quick", quick), ("digest_of_unproven", "slow", slow)):

        def noted(phrase: str, config: object, way: str = way) -> bytes:
            ways.append(way)
            return b"\0" * 32

        assert real
        monkeypatch.setattr(f"coop.accounts.routes.{name}", noted)
    return ways


def form_of(client: FlaskClient, page: str = SIGN_IN) -> dict[str, str]:
    return Page(client.get(page).text).form(page).fields


def solved(client: FlaskClient, key: str) -> str:
    """The solved sum for a submission key, as proof.js makes it."""
    told = client.get("/me/challenge", query_string={"submission": key}).get_json()
    told.pop("submission")
    challenge = Challenge.from_dict(told)
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution).to_base64()


def send(client: FlaskClient, fields: dict[str, str], phrase: str = WRONG) -> TestResponse:
    return client.post(SIGN_IN, data=fields | {"phrase": phrase})


def send_proven(client: FlaskClient, phrase: str = WRONG) -> TestResponse:
    fields = form_of(client)
    return send(client, fields | {"altcha": solved(client, fields["submission"])}, phrase)


def test_bea_signs_in_with_the_sum(app: Flask, client: FlaskClient) -> None:
    phrase = join(browser(app), invitation(app))
    assert send_proven(client, phrase).status_code == 303
    assert is_signed_in(client)


def test_the_sum_opens_the_quick_way(app: Flask, client: FlaskClient, slow_way: list[str]) -> None:
    send_proven(client)
    send(client, form_of(client))
    assert slow_way == ["quick", "slow"]


def test_a_sum_counts_once(app: Flask, client: FlaskClient, slow_way: list[str]) -> None:
    fields = form_of(client)
    fields["altcha"] = solved(client, fields["submission"])
    for _ in range(3):
        send(client, fields)
    assert slow_way == ["quick", "slow", "slow"]


def test_a_sum_of_another_sending_does_not_count(
    app: Flask, client: FlaskClient, slow_way: list[str]
) -> None:
    fields, other = form_of(client), form_of(client)
    send(client, fields | {"altcha": solved(client, other["submission"])})
    assert slow_way == ["slow"]


def test_a_sum_is_good_for_an_hour(
    app: Flask, client: FlaskClient, clock: Clock, slow_way: list[str]
) -> None:
    fields = form_of(client)
    fields["altcha"] = solved(client, fields["submission"])
    clock.time += timedelta(hours=1, seconds=1)
    send(client, fields)
    assert slow_way == ["slow"]


@pytest.mark.parametrize("altcha", ["x", "e30=", "bnVsbA==", "A" * 5000])
def test_a_nonsense_sum_breaks_nothing(
    app: Flask, client: FlaskClient, slow_way: list[str], altcha: str
) -> None:
    assert send(client, form_of(client) | {"altcha": altcha}).status_code == 401
    assert slow_way == ["slow"]


def test_a_failed_form_comes_back_with_a_key_of_its_own(
    app: Flask, client: FlaskClient, slow_way: list[str]
) -> None:
    fields = form_of(client)
    again = Page(send(client, fields).text).form(SIGN_IN).fields
    assert again["submission"] != fields["submission"]
    assert again["altcha"] == ""


def test_a_challenge_is_made_for_our_own_keys_only(app: Flask, client: FlaskClient) -> None:
    assert client.get("/me/challenge?submission=strange").status_code == 400
    assert client.get("/me/challenge").status_code == 400


def test_a_report_form_key_gets_no_challenge_here(app: Flask, client: FlaskClient) -> None:
    key = client.get("/api/v1/challenge").get_json()["submission"]
    assert client.get(f"/me/challenge?submission={key}").status_code == 400


def test_without_the_sum_one_is_slowed_after_ten(
    app: Flask, client: FlaskClient, slow_way: list[str]
) -> None:
    fields = form_of(client)
    answers = [send(client, fields) for _ in range(11)]
    assert [a.status_code for a in answers] == [401] * 10 + [429]
    assert "use a browser that runs JavaScript" in answers[-1].text


def test_with_the_sum_one_is_not(app: Flask, client: FlaskClient, slow_way: list[str]) -> None:
    fields = form_of(client)
    for _ in range(11):
        send(client, fields)
    assert send_proven(client).status_code == 401
    assert slow_way[-1] == "quick"


def test_the_page_says_what_is_without_scripts(client: FlaskClient, databases: object) -> None:
    page = client.get(SIGN_IN).text
    assert "<noscript>" in page
    assert "You sign in all the same" in page


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("abandon ability", "It has seven words; you typed 2."),
        ("abandon ability able about above absent absorb abstract", "you typed 8."),
        ("abandon abilty able abot above absent absorb", "in none of our lists: 2, 4."),
    ],
)
def test_what_cannot_be_a_phrase_costs_no_argon2(
    app: Flask, client: FlaskClient, slow_way: list[str], phrase: str, words: str
) -> None:
    answer = send(client, form_of(client), phrase)
    assert answer.status_code == 401
    assert words in Page(answer.text).words
    assert phrase not in answer.text
    assert slow_way == []


def test_asking_for_a_seat_without_the_sum_is_slowed_too(app: Flask) -> None:
    joining_by(app, "vouching")
    # Whoever asked is shown what they wait for, so each of them comes with a browser of its own.
    asking = [browser(app) for _ in range(11)]
    answers = [each.post("/me/join", data=form_of(each, "/me/join")).status_code for each in asking]
    assert answers == [303] * 10 + [429]


def test_asking_for_a_seat_with_the_sum_is_not(app: Flask) -> None:
    joining_by(app, "vouching")
    for each in [browser(app) for _ in range(12)]:
        fields = form_of(each, "/me/join")
        fields["altcha"] = solved(each, fields["submission"])
        assert each.post("/me/join", data=fields).status_code == 303
