from datetime import timedelta
from unicodedata import normalize

from flask import Flask
from flask.testing import FlaskClient
from mnemonic import Mnemonic
from sqlalchemy import func, select

from coop.accounts.models import Invitation, Seat
from coop.db import db
from tests.accounts.seats import invitation, is_signed_in, join, shown_phrase, sign_in
from tests.conftest import Clock, browser
from tests.pages import Page


def seats(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Seat)) or 0


def test_bea_joins_by_an_invitation_and_is_signed_in(app: Flask, client: FlaskClient) -> None:
    join(client, invitation(app))
    assert is_signed_in(client)


def test_the_phrase_has_seven_words(app: Flask, client: FlaskClient) -> None:
    phrase, _page = shown_phrase(client, invitation(app))
    assert len(phrase.split()) == 7


def test_the_phrase_opens_the_seat_again_from_another_browser(app: Flask) -> None:
    phrase = join(browser(app), invitation(app))
    elsewhere = browser(app)
    sign_in(elsewhere, phrase)
    assert is_signed_in(elsewhere)


def test_looking_at_an_invitation_opens_no_seat(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    client.get(link)
    shown_phrase(client, link)
    assert seats(app) == 0


def test_an_invitation_says_the_role_that_it_offers(app: Flask, client: FlaskClient) -> None:
    assert "a seat as organizer" in Page(client.get(invitation(app, "organizer")).text).words


def test_the_seat_has_the_role_of_its_invitation(app: Flask, client: FlaskClient) -> None:
    join(client, invitation(app, "moderator"))
    assert "You sit here as moderator" in client.get("/me/").text


def test_an_invitation_opens_one_seat(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    eve = browser(app)
    phrase, page = shown_phrase(eve, link)
    join(client, link)
    late = eve.post(link, data=page.form(link).fields | {"phrase": phrase})
    assert late.status_code == 410
    assert seats(app) == 1


def test_a_spent_invitation_says_so(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    join(client, link)
    answer = browser(app).get(link)
    assert answer.status_code == 410
    assert "no longer opens anything" in answer.text


def test_in_a_second_tab_a_used_invitation_is_said_to_be_used(
    app: Flask, client: FlaskClient
) -> None:
    link = invitation(app)
    first = Page(client.get(link).text).form(link).fields
    other_phrase, other = shown_phrase(client, link)
    join(client, link)
    # Joining began a new session: the other tab's token is gone with the old one.
    for fields in (first, other.form(link).fields | {"phrase": other_phrase}):
        answer = client.post(link, data=fields)
        assert (answer.status_code, "no longer opens anything" in answer.text) == (410, True)
        assert "open too long" not in answer.text


def test_without_its_token_a_good_invitation_still_asks_again(
    app: Flask, client: FlaskClient
) -> None:
    link = invitation(app)
    phrase, page = shown_phrase(client, link)
    fields = page.form(link).fields | {"phrase": phrase, "csrf_token": ""}
    answer = client.post(link, data=fields)
    assert (answer.status_code, "open too long" in answer.text) == (422, True)


def test_a_joining_sent_twice_finds_the_same_seat(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    phrase, page = shown_phrase(client, link)
    # The first answer is lost on the way: this browser still holds the cookie of the form.
    before = client.get_cookie("seat", path="/me/")
    assert before is not None
    client.post(link, data=page.form(link).fields | {"phrase": phrase})
    client.set_cookie("seat", before.value, path="/me/")
    again = client.post(link, data=page.form(link).fields | {"phrase": phrase})
    assert again.status_code == 303
    assert is_signed_in(client)
    assert seats(app) == 1


def test_a_wrong_word_is_named_by_its_number(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    phrase, page = shown_phrase(client, link)
    typed = " ".join([*phrase.split()[:2], "wrongly", *phrase.split()[3:]])
    answer = client.post(link, data=page.form(link).fields | {"phrase": typed})
    assert answer.status_code == 422
    assert "look again at number 3." in Page(answer.text).words


def test_where_no_word_is_right_no_numbers_are_listed(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    _phrase, page = shown_phrase(client, link)
    typed = "one two three four five six seven"
    answer = client.post(link, data=page.form(link).fields | {"phrase": typed})
    assert "None of these words stands where it was shown." in Page(answer.text).words
    assert "look again" not in Page(answer.text).words


def test_a_wrong_phrase_comes_back_as_typed(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    _phrase, page = shown_phrase(client, link)
    answer = client.post(link, data=page.form(link).fields | {"phrase": "seven other words"})
    assert Page(answer.text).form(link).fields["phrase"] == "seven other words"


def test_after_a_wrong_phrase_the_right_one_still_opens_the_seat(
    app: Flask, client: FlaskClient
) -> None:
    link = invitation(app)
    phrase, page = shown_phrase(client, link)
    answer = client.post(link, data=page.form(link).fields | {"phrase": "seven other words"})
    again = Page(answer.text).form(link)
    assert client.post(link, data=again.fields | {"phrase": phrase}).status_code == 303


def test_capitals_and_spaces_do_not_matter(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    phrase, page = shown_phrase(client, link)
    typed = "  " + phrase.upper().replace(" ", "  ")
    answer = client.post(link, data=page.form(link).fields | {"phrase": typed})
    assert answer.status_code == 303


def test_a_phrase_of_ones_own_is_refused(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    _phrase, page = shown_phrase(client, link)
    chosen = "a a a a a a a"
    fields = page.form(link).fields | {"shown": chosen, "phrase": chosen}
    assert client.post(link, data=fields).status_code == 400
    assert seats(app) == 0


def test_an_invitation_is_over_after_seven_days(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    link = invitation(app)
    clock.time += timedelta(days=8)
    assert client.get(link).status_code == 410


def test_an_invitation_is_forgotten_once_used(app: Flask, client: FlaskClient) -> None:
    join(client, invitation(app))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_the_words_are_in_the_language_of_the_page(app: Flask) -> None:
    phrase, _page = shown_phrase(browser(app, "fr"), invitation(app))
    french = {normalize("NFC", word) for word in Mnemonic("french").wordlist}
    assert set(phrase.split()) <= french
