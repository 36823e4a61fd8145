"""A demonstration is laid into an empty house only."""

import random

from flask import Flask
from flask.testing import FlaskClient

from coop.platforms.rules import KINDS_OF_WORK
from coop.reports.demo_drafts import KnownPlatform, made_up
from coop.web.clock import today
from tests.accounts.seats import invitation, join
from tests.platforms.names import add
from tests.shell import run

MARK = "these workers, reports and figures are made up"


def test_it_refuses_a_house_with_a_seat(app: Flask, client: FlaskClient) -> None:
    join(client, invitation(app))
    refused = run(app, "demo")
    assert refused.exit_code == 1
    assert "holds rows already" in refused.output
    assert MARK not in client.get("/").text


def test_it_refuses_a_house_with_an_invitation(app: Flask) -> None:
    invitation(app)
    assert run(app, "demo").exit_code == 1


def test_it_refuses_a_house_with_a_platform(app: Flask) -> None:
    add(app, "Wirk")
    assert run(app, "demo").exit_code == 1


def test_if_empty_leaves_a_real_house_alone(app: Flask, client: FlaskClient) -> None:
    join(client, invitation(app))
    kept = run(app, "demo", "--if-empty")
    assert kept.exit_code == 0
    assert "nothing was made up" in kept.output
    assert MARK not in client.get("/").text


def test_the_same_seed_makes_the_same_reports(app: Flask) -> None:
    known = [KnownPlatform((work,), work, ("FR",), 1) for work in KINDS_OF_WORK]
    with app.app_context():
        drafts = [made_up(random.Random(5), known, today()) for _ in range(2)]
    assert drafts[0] == drafts[1]
