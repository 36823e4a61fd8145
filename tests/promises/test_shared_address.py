"""All members of an onion service share one address: what one sends locks no other out."""

from altcha import Challenge, Payload, solve_challenge
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.seats import seated_with_words
from tests.conftest import browser
from tests.pages import Page
from tests.votes.boxes import open_vote, send
from tests.wallet.players import open_scope, player, seat, signed_in


def with_sum(client: FlaskClient) -> dict[str, str]:
    """The fields of the sign-in form, with its sum done."""
    fields = Page(client.get("/me/sign-in").text).form("/me/sign-in").fields
    asked = {"submission": fields["submission"]}
    told = client.get("/me/challenge", query_string=asked).get_json()
    told.pop("submission")
    challenge = Challenge.from_dict(told)
    solution = solve_challenge(challenge)
    assert solution is not None
    return fields | {"altcha": Payload(challenge, solution).to_base64()}


def test_empty_posts_do_not_lock_out_who_did_the_sum(app: Flask) -> None:
    phrase = seated_with_words(app, browser(app))
    eve, bea = browser(app), browser(app)
    assert {eve.post("/me/sign-in").status_code for _ in range(61)} == {422, 429}
    answer = bea.post("/me/sign-in", data=with_sum(bea) | {"phrase": phrase})
    assert answer.status_code == 303


def test_junk_does_not_keep_ballots_out(app: Flask) -> None:
    eve, bea = browser(app), browser(app)
    with app.app_context():
        box = open_vote()
    answers = [eve.post(box.address, json={}).status_code for _ in range(241)]
    assert answers[-1] == 429
    with app.app_context():
        assert send(bea, box.voter().ballot("yes")).status_code == 201


def test_one_member_does_not_keep_another_from_drawing(app: Flask) -> None:
    open_scope(app, "debate")
    eve = signed_in(app, seat(app))
    assert [eve.post("/me/wallet", json=[]).status_code for _ in range(31)][-1] == 429
    bea = player(app)
    bea.draw()
    assert bea.wallet.tokens
