import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from coop.accounts import service
from coop.accounts.models import Access, Seat
from coop.accounts.queries import access_log
from coop.db import db
from coop.web.clock import today
from tests.accounts.seats import invitation, join, seated
from tests.conftest import Clock, browser
from tests.counting import counted
from tests.pages import Page


def record(app: Flask, act: str, *, role: str = "organizer") -> None:
    """Let the first seat of a role do an act."""
    with app.app_context():
        seat = db.session.query(Seat).filter_by(role=role).first()
        assert seat is not None
        service.record_access(seat.id, act, today=today())


def test_a_member_sees_what_organizers_did(app: Flask) -> None:
    bea, _olu = seated(app), seated(app, "organizer")
    for _ in range(3):
        record(app, "read_report")
    assert re.search(r"opened one report by 1 of 1 3", Page(bea.get("/me/access").text).words)


def test_the_log_says_how_many_of_the_organizers(app: Flask) -> None:
    seated(app, "organizer"), seated(app, "organizer")
    bea = seated(app)
    record(app, "export_reports")
    assert "by 1 of 2" in Page(bea.get("/me/access").text).words


def test_an_empty_log_says_what_will_stand_there(app: Flask) -> None:
    assert "Nothing was read or exported." in seated(app).get("/me/access").text


def test_acts_of_another_day_stand_on_their_own_line(app: Flask, clock: Clock) -> None:
    seated(app, "organizer")
    record(app, "read_report")
    clock.time += timedelta(days=1)
    record(app, "read_report")
    with app.app_context():
        days, more = access_log()
    assert [row.day.isoformat() for row in days] == ["2026-11-24", "2026-11-23"]
    assert not more


def test_the_log_is_for_members(client: FlaskClient, databases: object) -> None:
    answer = client.get("/me/access")
    assert answer.status_code == 303
    assert answer.location.startswith("/me/sign-in")


def test_the_log_has_no_column_for_a_report() -> None:
    assert set(Access.__table__.columns.keys()) == {"seat_id", "day", "act", "times"}


def test_a_long_log_is_paged(app: Flask, clock: Clock) -> None:
    olu = seated(app, "organizer")
    for _ in range(51):
        record(app, "list_reports")
        clock.time -= timedelta(days=1)
    clock.time += timedelta(days=51)
    assert 'rel="next"' in olu.get("/me/access").text
    assert 'rel="next"' not in olu.get("/me/access?page=2").text


def test_the_log_asks_the_database_three_questions(app: Flask) -> None:
    bea = seated(app)
    bea.get("/me/access")
    with counted() as statements:
        bea.get("/me/access")
    assert len(statements) == 3, statements


def test_the_seat_page_asks_the_database_two_questions(app: Flask) -> None:
    client = browser(app)
    join(client, invitation(app))
    client.get("/me/")
    with counted() as statements:
        client.get("/me/")
    assert len(statements) == 2, statements


def test_only_an_organizer_is_shown_the_console(app: Flask) -> None:
    assert "/me/console/reports" in seated(app, "organizer").get("/me/").text
    assert "/me/console/reports" not in seated(app).get("/me/").text
