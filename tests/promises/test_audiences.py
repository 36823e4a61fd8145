"""Each route says who may open it, and holds to it: the access table, made from the URL map."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from coop import create_app
from coop.web.audiences import ROLES
from tests.accounts.seats import seated
from tests.conftest import Databases, browser, make_config
from tests.reports.sending import on_one_engine

AUDIENCES = {
    "anyone": {"Ana", "Bea", "Moe", "Olu"},
    "members": {"Bea", "Moe", "Olu"},
    "moderators": {"Moe", "Olu"},
    "organizers": {"Olu"},
}
CAST = {"Ana": None, "Bea": "member", "Moe": "moderator", "Olu": "organizer"}
# Flask's own route to the built files, which are the same for all.
OPEN = {"static"}


@dataclass(frozen=True)
class Door:
    """One route and method of the house."""

    address: str
    method: str
    endpoint: str
    audience: str


def rules() -> list[Rule]:
    """Every route of the house."""
    nowhere = Databases("sqlite", "sqlite:////nonexistent/m.db", "sqlite:////nonexistent/v.db")
    app = create_app(make_config(nowhere))
    for rule in app.url_map.iter_rules():
        rule.view = app.view_functions[rule.endpoint]  # type: ignore[attr-defined]  # for the table
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OPEN]


RULES = rules()


def doors() -> list[Door]:
    """Every route with each of its methods, filled with values that nothing answers to."""
    found = []
    for rule in RULES:
        values = dict.fromkeys(rule.arguments, "0" * 12)
        address = rule.build(values, append_unknown=False)
        assert address is not None
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            audience = getattr(rule.view, "audience", "")  # type: ignore[attr-defined]
            found.append(Door(address[1], method, rule.endpoint, audience))
    return found


DOORS = doors()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.endpoint}")
def test_each_route_has_an_audience(door: Door) -> None:
    assert door.audience in AUDIENCES


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.endpoint}")
def test_what_needs_a_seat_lives_under_me(door: Door) -> None:
    assert door.audience == "anyone" or door.address.startswith("/me/")


def test_the_console_is_for_organizers_and_moderators() -> None:
    console = {door.audience for door in DOORS if door.address.startswith("/me/console")}
    assert console <= {"organizers", "moderators"}
    assert console


@pytest.fixture(params=CAST)
def person(request: pytest.FixtureRequest, app: Flask) -> tuple[str, FlaskClient]:
    """Each of the cast, with a browser of their own."""
    role = CAST[request.param]
    assert role is None or role in ROLES
    return request.param, seated(app, role) if role else browser(app)


def is_let_in(client: FlaskClient, door: Door) -> bool:
    """Whether the guard lets a person through, whatever the view then says."""
    answer = client.open(door.address, method=door.method)
    to_the_door = answer.status_code == 303 and "/me/sign-in" in answer.headers["Location"]
    return not to_the_door and answer.status_code != 403


@on_one_engine
def test_each_of_the_cast_enters_where_the_table_says(person: tuple[str, FlaskClient]) -> None:
    name, client = person
    # Sending away a session is the one act after which nothing else can be asked.
    asked = [d for d in DOORS if d.audience != "anyone" and d.endpoint != "accounts.sign_out"]
    wrong = {
        (door.method, door.address, name)
        for door in asked
        if is_let_in(client, door) != (name in AUDIENCES[door.audience])
    }
    assert wrong == set()
