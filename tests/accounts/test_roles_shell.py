"""The operator counts roles, and gives and takes them by a code that a member reads out."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.newcomers import press
from tests.accounts.seats import is_signed_in, seated
from tests.conftest import Clock
from tests.shell import run


def code_of(client: FlaskClient) -> str:
    """The code that a member reads out."""
    answer = press(client, "/me/role-code", "/me/role-code")
    return re.search(r"\b[0-9A-Z]{4}[- ][0-9A-Z]{4}[- ][0-9A-Z]{4}\b", words(answer.text))[0]  # type: ignore[index]  # it fails where none is


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def bea(app: Flask) -> FlaskClient:
    """Bea, a member; Olu is an organizer."""
    seated(app, "organizer")
    return seated(app)


@pytest.mark.parametrize("command", [("roles",), ("roles", "list")], ids=" ".join)
def test_the_seats_of_each_role_are_counted(
    app: Flask, bea: FlaskClient, command: tuple[str, ...]
) -> None:
    printed = run(app, *command)
    assert printed.exit_code == 0, printed.exception
    assert [line.split() for line in printed.output.splitlines()] == [
        ["1", "member"],
        ["0", "moderator"],
        ["1", "organizer"],
    ]


@pytest.mark.parametrize("role", ["moderator", "organizer"])
def test_bea_gets_a_role_by_her_code(app: Flask, bea: FlaskClient, role: str) -> None:
    assert run(app, "roles", "give", code_of(bea), role).exit_code == 0
    assert f"You sit here as {role}" in bea.get("/me/").text


def test_a_role_is_taken_by_a_code(app: Flask, bea: FlaskClient) -> None:
    run(app, "roles", "give", code_of(bea), "moderator")
    assert run(app, "roles", "take", code_of(bea)).exit_code == 0
    assert "You sit here as member" in bea.get("/me/").text


def test_a_code_is_spent_once(app: Flask, bea: FlaskClient) -> None:
    code = code_of(bea)
    run(app, "roles", "give", code, "moderator")
    again = run(app, "roles", "give", code, "organizer")
    assert again.exit_code == 1
    assert "No seat shows this code" in again.output


def test_a_code_is_over_after_the_next_day(app: Flask, bea: FlaskClient, clock: Clock) -> None:
    code = code_of(bea)
    clock.time += timedelta(days=2)
    assert run(app, "roles", "give", code, "moderator").exit_code == 1


def test_the_last_organizer_keeps_the_role(app: Flask) -> None:
    olu = seated(app, "organizer")
    taken = run(app, "roles", "take", code_of(olu))
    assert taken.exit_code == 1
    assert "last organizer" in taken.output


def test_a_lost_second_factor_is_reset(app: Flask, bea: FlaskClient) -> None:
    run(app, "roles", "give", code_of(bea), "moderator")
    assert run(app, "roles", "reset-factor", code_of(bea)).exit_code == 0
    assert not is_signed_in(bea)


def test_an_unknown_role_is_refused(app: Flask, bea: FlaskClient) -> None:
    assert run(app, "roles", "give", code_of(bea), "king").exit_code == 2
