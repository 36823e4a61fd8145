"""The made-up co-operative: believable, sound by every rule, and marked as made up."""

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from coop import create_app
from coop.accounts.models import Seat
from coop.chat import queries as rooms
from coop.db import db
from coop.lib.weeks import monday_of
from coop.petitions.listing import SHELVES
from coop.petitions.models import Petition, Record
from coop.petitions.rules import STATES
from coop.platforms.models import Platform, PlatformAlias
from coop.platforms.rules import key
from coop.reports import demo, models
from coop.reports.models import Reply, Report
from coop.reports.queries import draft_of
from coop.reports.rules import commitment, consequences, rounded
from coop.reports.taxonomy import TAXONOMY
from coop.votes import queries as votes
from coop.wallet.models import Issuance
from coop.web.clock import today
from tests.conftest import ENGINES, Clock, Databases, browser, dispose, empty, make_config, used
from tests.shell import run

TOOK = "seconds it took"
MARK = "these workers, reports and figures are made up"


@pytest.fixture(params=ENGINES, scope="module")
def demonstration(request: pytest.FixtureRequest, house: dict[str, Databases]) -> Iterator[Flask]:
    """A house that `flask demo` filled once: these tests only read."""
    used(request.param)
    app = create_app(make_config(house[request.param]), now=Clock())
    with app.app_context():
        empty(app)
    began = time.process_time()  # what we do, however busy the machine is with something else
    filled = run(app, "demo")
    app.extensions[TOOK] = time.process_time() - began
    assert filled.exit_code == 0, filled.exception
    with app.app_context():
        yield app
        empty(app)
        dispose(app)


def test_it_is_laid_into_an_empty_house_in_seconds(demonstration: Flask) -> None:
    assert demonstration.extensions[TOOK] < 30


def test_it_is_laid_once(demonstration: Flask) -> None:
    assert run(demonstration, "demo").exit_code == 1
    assert len(reports()) == demo.COUNT


def reports() -> list[Report]:
    return list(db.session.scalars(select(Report)))


@pytest.mark.parametrize(
    "address", ["/", "/privacy", "/platforms", "/platforms/uber", "/me/sign-in", "/nowhere"]
)
def test_every_page_says_that_it_is_made_up(demonstration: Flask, address: str) -> None:
    assert MARK in browser(demonstration).get(address).text


def test_every_page_says_so_in_french(demonstration: Flask) -> None:
    assert 'class="made-up"' in browser(demonstration, "fr").get("/").text


def test_there_are_about_three_thousand_reports_of_every_kind(demonstration: Flask) -> None:
    kinds = Counter(report.kind for report in reports())
    assert kinds.total() == demo.COUNT
    assert set(kinds) == {kind.code for kind in TAXONOMY.kinds}


def test_every_fact_is_one_that_its_kind_asks_and_allows(demonstration: Flask) -> None:
    for report in reports():
        answers = dict(report.facts)
        codes = {fact.code for fact in TAXONOMY.kind(report.kind or "").facts}
        assert set(answers) <= codes


def test_what_follows_is_what_the_rules_say(demonstration: Flask) -> None:
    for report in reports():
        follows = consequences(
            draft_of(report), outcome=report.outcome, recovered=report.recovered_minor
        )
        assert (report.hourly_minor, report.lost_minor, report.unpaid_minutes) == (
            follows.hourly_minor,
            follows.lost_minor,
            follows.unpaid_minutes,
        )


def test_each_report_is_rounded_where_it_says_so(demonstration: Flask) -> None:
    for report in reports():
        draft = draft_of(report)
        assert rounded(draft) == draft


def test_commitments_hold(demonstration: Flask) -> None:
    told = dict(db.session.execute(select(models.Testimony.report_id, models.Testimony.text)).all())
    for report in reports():
        draft = replace(draft_of(report), testimony=told.get(report.id, ""))
        assert report.salt is not None
        assert commitment(draft, report.salt) == report.commitment


def test_weeks_are_mondays_of_the_last_year_and_a_half(demonstration: Flask) -> None:
    weeks = {report.week for report in reports()}
    assert all(week is not None and week == monday_of(week) for week in weeks)
    assert 60 <= len(weeks) <= 78


def test_nothing_was_filed_before_it_happened_or_after_today(demonstration: Flask) -> None:
    for report in reports():
        assert report.week is not None
        assert report.week <= report.filed_on <= today()


def test_the_median_pay_is_about_two_dollars_an_hour(demonstration: Flask) -> None:
    hourly = [r.hourly_minor for r in reports() if r.currency == "USD" and r.hourly_minor]
    assert 150 <= statistics.median(hourly) <= 300


def test_most_refusals_give_no_reason_and_few_recover(demonstration: Flask) -> None:
    asked = [r.has_no_reason for r in reports() if r.has_no_reason is not None]
    owed = [r.is_recovered for r in reports() if r.is_recovered is not None]
    assert sum(asked) / len(asked) > 0.5
    assert sum(owed) / len(owed) < 0.2


def test_some_reports_wait_and_some_name_a_platform_nobody_knows(demonstration: Flask) -> None:
    assert any(report.standing == "waiting" for report in reports())
    assert any(report.platform_id is None for report in reports())


def test_a_typed_name_finds_its_platform(demonstration: Flask) -> None:
    known = dict(db.session.execute(select(PlatformAlias.key, PlatformAlias.platform_id)).all())
    for report in reports():
        assert report.platform_id == known.get(key(report.platform_typed or ""))


def test_some_have_words_in_both_languages_and_some_a_conversation(demonstration: Flask) -> None:
    words = list(db.session.scalars(select(models.Testimony.text)))
    assert any("é" in text for text in words)
    assert len(words) >= 20
    assert set(db.session.scalars(select(Reply.written_by))) == {"organizers", "worker"}


def test_there_is_a_seat_of_each_role_and_all_are_made_up(demonstration: Flask) -> None:
    seats = list(db.session.scalars(select(Seat)))
    assert {seat.role for seat in seats} == {"member", "moderator", "organizer"}
    assert all(seat.is_demonstration for seat in seats)


def test_the_platforms_of_the_essay_are_in_the_catalogue(demonstration: Flask) -> None:
    names = set(db.session.scalars(select(Platform.name)))
    assert {"Amazon Mechanical Turk", "Clickworker", "Uber", "Deliveroo", "TaskUs"} <= names


def test_there_is_a_petition_in_every_state_but_the_first(demonstration: Flask) -> None:
    states = Counter(db.session.scalars(select(Petition.state)))
    assert set(states) == set(STATES) - {"draft"}


def test_the_votes_that_are_over_were_counted_with_real_ballots(demonstration: Flask) -> None:
    decided = {"adopted", "delivered", "answered", "kept", "broken", "rejected"}
    rows = db.session.scalars(select(Petition).where(Petition.state.in_(decided))).all()
    found = votes.results(f"vote-{row.code}" for row in rows)
    assert len(found) == len(rows) == 6
    assert all(result.holds and result.cast >= 15 for result in found.values())
    outcomes = {row.state: found[f"vote-{row.code}"].outcome for row in rows}
    assert {state for state, outcome in outcomes.items() if outcome == "rejected"} == {"rejected"}


def test_open_votes_hold_ballots_and_tell_no_result(demonstration: Flask) -> None:
    rows = db.session.scalars(select(Petition).where(Petition.state == "voting")).all()
    codes = [f"vote-{row.code}" for row in rows]
    assert votes.results(codes) == {}
    turnouts = votes.turnouts(codes)
    assert len(turnouts) == len(codes) == 2
    assert all(turnout.ballots > 5 for turnout in turnouts.values())


def test_one_petition_says_that_nothing_moves_and_one_that_an_answer_is_late(
    demonstration: Flask,
) -> None:
    page = browser(demonstration).get("/petitions").text
    assert "Nothing has moved for" in page
    assert "No answer came by" in page


def test_what_was_delivered_can_be_downloaded(demonstration: Flask) -> None:
    rows = db.session.scalars(select(Record).where(Record.file_name.is_not(None))).all()
    assert {row.file_name for row in rows} == {"letter.txt", "lettre.txt"}
    for row in rows:
        address = f"/petitions/{row.petition_code}/files/{row.state}/{row.file_name}"
        title = db.session.get_one(Petition, row.petition_code).title
        assert title in browser(demonstration).get(address).text


def test_a_visitors_seat_has_drawn_nothing(demonstration: Flask) -> None:
    member = select(Seat.id).where(Seat.role == "member").order_by(Seat.id).limit(1)
    visitor = db.session.scalar(member)
    assert db.session.scalar(select(Issuance.scope_code).where(Issuance.seat_id == visitor)) is None


def test_there_are_rooms_in_which_people_talk(demonstration: Flask) -> None:
    found, _more = rooms.rooms()
    assert {room.kind for room in found} == {"welcome", "support", "platform", "theme", "petition"}
    assert {room.language for room in found} == {"fr", "en"}
    talks = [rooms.history(slug).lines for slug in ("clickworker-france", "image-labelling")]
    for lines in talks:
        assert len(lines) == 12
        assert len({line.pseudonym for line in lines}) >= 5
        assert [line.day for line in lines] == sorted(line.day for line in lines)
        assert lines[-1].day == today()
        assert lines[-1].time is not None
        assert any(line.quote for line in lines)
    assert any(line.warning for line in rooms.history("support-fr").lines)
    assert 'id="platform"' in browser(demonstration).get("/rooms").text
    assert "Remotasks" in browser(demonstration).get("/rooms").text


@pytest.mark.parametrize("shelf", list(SHELVES))
def test_each_shelf_of_petitions_has_something(demonstration: Flask, shelf: str) -> None:
    page = browser(demonstration).get(f"/petitions?shelf={shelf}").text
    assert page.count('href="/petitions/') >= 2
