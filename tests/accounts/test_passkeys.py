"""A passkey is added, signs in alone, is shown as a factor, and is removed."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.accounts.factor_models import Passkey
from coop.accounts.factor_rules import NotThisPasskey
from coop.accounts.factor_service import count_use
from coop.db import db
from tests.accounts.authenticator import Authenticator
from tests.accounts.factors import (
    NEW_PASSKEY,
    add_passkey,
    options,
    show_passkey,
    sign_in_by_passkey,
)
from tests.accounts.seats import is_signed_in, seated, seated_with_words, sign_in
from tests.conftest import Clock, browser
from tests.pages import Page


@pytest.fixture
def key() -> Authenticator:
    return Authenticator()


@pytest.fixture
def bea(app: Flask, key: Authenticator) -> FlaskClient:
    """Bea, signed in, with a passkey."""
    client = seated(app)
    assert add_passkey(client, key, label="phone").status_code == 303
    return client


def kept(app: Flask) -> list[Passkey]:
    with app.app_context():
        return list(db.session.scalars(select(Passkey)))


def removal(client: FlaskClient) -> str:
    """The address of the page that removes the first passkey."""
    page = client.get("/me/factors").text
    return page[page.index("/me/passkeys/") :].split('"')[0]


def test_bea_signs_in_by_a_passkey_alone(app: Flask, bea: FlaskClient, key: Authenticator) -> None:
    elsewhere = browser(app)
    assert sign_in_by_passkey(elsewhere, key).status_code == 303
    assert is_signed_in(elsewhere)


def test_the_phrase_still_signs_in(app: Flask, key: Authenticator) -> None:
    client, elsewhere = browser(app), browser(app)
    phrase = seated_with_words(app, client)
    add_passkey(client, key)
    sign_in(elsewhere, phrase)
    assert is_signed_in(elsewhere)


def test_a_seat_keeps_several(app: Flask, bea: FlaskClient) -> None:
    second = Authenticator()
    assert add_passkey(bea, second).status_code == 303
    elsewhere = browser(app)
    sign_in_by_passkey(elsewhere, second)
    assert is_signed_in(elsewhere)
    assert len({each.handle for each in kept(app)}) == 1


def test_the_same_one_is_not_added_twice(app: Flask, bea: FlaskClient, key: Authenticator) -> None:
    answer = add_passkey(bea, key)
    assert answer.status_code == 409
    assert len(kept(app)) == 1


def test_the_browser_is_told_which_ones_stand_already(bea: FlaskClient) -> None:
    assert len(options(bea, f"{NEW_PASSKEY}/options")["excludeCredentials"]) == 1


def test_eleven_are_too_many(app: Flask, bea: FlaskClient) -> None:
    answers = [add_passkey(bea, Authenticator()).status_code for _ in range(10)]
    assert answers == [303] * 9 + [409]


def test_nothing_of_the_device_is_kept(app: Flask, bea: FlaskClient) -> None:
    columns = set(Passkey.__table__.columns.keys())
    assert columns == {"credential_id", "seat_id", "handle", "public_key", "sign_count", "label"}


def test_the_handle_is_not_the_seat(app: Flask, bea: FlaskClient) -> None:
    (only,) = kept(app)
    assert len(only.handle) == 32
    assert only.seat_id.bytes not in only.handle


def test_another_seat_has_another_handle(app: Flask, bea: FlaskClient) -> None:
    add_passkey(seated(app), Authenticator())
    assert len({each.handle for each in kept(app)}) == 2


def test_no_attestation_is_asked_for_and_the_person_is_verified(bea: FlaskClient) -> None:
    asked = options(bea, f"{NEW_PASSKEY}/options")
    chosen = asked["authenticatorSelection"]
    assert asked["attestation"] == "none"
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")


def test_signing_in_names_no_credential(app: Flask, bea: FlaskClient) -> None:
    asked = options(browser(app), "/me/passkeys/sign-in/options")
    assert asked["allowCredentials"] == []


def test_the_label_is_shown_to_its_seat(bea: FlaskClient) -> None:
    assert "phone" in Page(bea.get("/me/factors").text).words


def test_without_a_label_it_is_told_apart_by_a_mark(app: Flask, key: Authenticator) -> None:
    client = seated(app)
    add_passkey(client, key)
    assert kept(app)[0].mark in Page(client.get("/me/factors").text).words


def test_the_count_is_kept(app: Flask, bea: FlaskClient, key: Authenticator) -> None:
    sign_in_by_passkey(browser(app), key)
    assert kept(app)[0].sign_count == key.count == 1


def test_a_passkey_that_does_not_count_signs_in_again_and_again(app: Flask) -> None:
    key = Authenticator(counts=False)
    add_passkey(seated(app), key)
    for _ in range(2):
        client = browser(app)
        sign_in_by_passkey(client, key)
        assert is_signed_in(client)


def test_of_two_uses_with_one_count_the_later_is_refused(app: Flask, bea: FlaskClient) -> None:
    (only,) = kept(app)
    with app.app_context():
        count_use(only.credential_id, was=0, becomes=1)
        with pytest.raises(NotThisPasskey):
            count_use(only.credential_id, was=0, becomes=2)


def test_a_removed_passkey_opens_nothing(app: Flask, bea: FlaskClient, key: Authenticator) -> None:
    address = removal(bea)
    form = Page(bea.get(address).text).form(address)
    assert bea.post(address, data=form.fields).status_code == 303
    elsewhere = browser(app)
    sign_in_by_passkey(elsewhere, key)
    assert not is_signed_in(elsewhere)
    assert kept(app) == []


def test_removing_asks_again_after_ten_minutes(app: Flask, bea: FlaskClient, clock: Clock) -> None:
    address = removal(bea)
    clock.time += timedelta(minutes=11)
    answer = bea.get(address)
    assert answer.location.startswith("/me/factors/check?next=")
    assert len(kept(app)) == 1


def test_a_member_who_lost_the_passkey_removes_it_by_the_phrase(
    app: Flask, key: Authenticator
) -> None:
    client = browser(app)
    phrase = seated_with_words(app, client)
    add_passkey(client, key)
    elsewhere = browser(app)
    sign_in(elsewhere, phrase)
    assert elsewhere.get(removal(elsewhere)).status_code == 200


def test_a_passkey_opens_the_console_as_phrase_and_factor(app: Flask, key: Authenticator) -> None:
    olu = seated(app, "organizer")
    add_passkey(olu, key)
    elsewhere = browser(app)
    sign_in_by_passkey(elsewhere, key)
    assert elsewhere.get("/me/console/").status_code == 200


def test_after_the_phrase_a_passkey_is_the_second_factor(app: Flask, key: Authenticator) -> None:
    client, elsewhere = browser(app), browser(app)
    phrase = seated_with_words(app, client, "organizer")
    add_passkey(client, key)
    sign_in(elsewhere, phrase)
    assert elsewhere.get("/me/console/").status_code == 303
    show_passkey(elsewhere, key)
    assert elsewhere.get("/me/console/").status_code == 200


def test_codes_and_passkeys_stand_side_by_side(app: Flask, bea: FlaskClient) -> None:
    client = seated(app, "moderator")
    assert add_passkey(client, Authenticator()).status_code == 303
    page = Page(client.get("/me/factors").text).words
    assert "They are set up." in page


def test_signing_in_leads_to_the_page_that_was_asked_for(
    app: Flask, bea: FlaskClient, key: Authenticator
) -> None:
    client = browser(app)
    asked = client.get("/me/access").location
    form = Page(client.get(asked).text).form("/me/passkeys/sign-in")
    answer = key.get(options(client, "/me/passkeys/sign-in/options"))
    done = client.post("/me/passkeys/sign-in", data=form.fields | {"credential": answer})
    assert done.location == "/me/access"
