"""The house, the verifier for outsiders and the browser count alike, whatever lies in the box."""

import json
import random
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.db import writing
from coop.lib import merkle, verifier
from coop.votes import queries
from coop.votes.models import StoredBallot
from coop.votes.rules import rule_of, tally
from tests.node import node
from tests.reports.sending import on_one_engine
from tests.votes.boxes import CODE, close, send, voted

MAJORITIES = ("simple", "absolute", "two_thirds")


def put_rubbish(count: int, source: random.Random, scope_code: str) -> None:
    """Rows that no token stands behind."""
    with writing("voice") as session:
        for _ in range(count):
            row = {name: source.randbytes(32) for name in ("nonce", "prefix")}
            row |= {"token": source.randbytes(256), "signature": source.randbytes(64)}
            choice = source.choice(["yes", "no", "abstain"])
            session.add(StoredBallot(scope_code=scope_code, choice=choice, seq=0, **row))


def told_by_page(app: Flask) -> dict[str, int]:
    with app.app_context():
        result = queries.result(f"vote-{CODE}")
    assert result
    return {"yes": result.yes, "no": result.no, "abstain": result.abstain}


@on_one_engine
@pytest.mark.parametrize("seed", range(6))
def test_three_counts_of_one_box_are_one(app: Flask, client: FlaskClient, seed: int) -> None:
    source = random.Random(seed)
    choices = [source.choice(["yes", "no", "abstain"]) for _ in range(source.randrange(12))]
    box = voted(app, choices, quorum=source.randrange(20), majority=source.choice(MAJORITIES))
    for voter in source.sample(box.voters, len(box.voters) // 3):
        assert send(client, voter.ballot(source.choice(["yes", "no"]), 1)).status_code == 201
    rubbish = source.choice([0, 0, 2])
    with app.app_context():
        put_rubbish(rubbish, source, box.scope.code)
        close(box)
        result = queries.result(box.scope.code)
    board = json.loads(client.get(f"/api/v1/petitions/{CODE}/board").data)
    verdict = verifier.verify(board)
    (seen,) = node("recount.mjs", {"boards": [board]})["boards"]
    assert result
    assert told_by_page(app) == verdict.counts == seen["counts"]
    assert result.outcome == verdict.outcome == seen["outcome"]
    assert result.ballots == verdict.ballots == seen["ballots"]
    assert result.holds == verdict.holds == seen["holds"]
    assert result.invalid == len(verdict.bad_ballots) == len(seen["bad"]) == rubbish


def test_the_browser_applies_every_rule_as_the_house_does() -> None:
    cases: list[dict[str, Any]] = []
    numbers = (0, 1, 2, 3, 7)
    for yes, no, abstain, issued in product(numbers, numbers, (0, 2), (3, 17)):
        for majority, quorum in product(MAJORITIES, (0, 33, 100)):
            rule = {"roll": 17, "quorum": quorum, "majority": majority}
            counts = {"yes": yes, "no": no, "abstain": abstain}
            cases.append({"counts": counts, "rule": rule | {"issued": issued}})
    theirs = node("recount.mjs", {"outcomes": cases})["outcomes"]
    ours = [
        tally(each["counts"], rule_of(each["rule"]), issued=each["rule"]["issued"]).outcome
        for each in cases
    ]
    assert theirs == ours
    assert set(ours) == {"adopted", "rejected", "no_quorum", "void"}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13])
def test_the_verifiers_tree_is_the_ledgers(size: int) -> None:
    digests = [bytes([number]) * 32 for number in range(size)]
    leaves = [merkle.leaf_hash(digest) for digest in digests]
    made = merkle.grow(0, (), leaves)
    root = merkle.root(leaves)
    for place, digest in enumerate(digests):
        path = merkle.path(merkle.inclusion_spans(place, size), made)
        verdicts = [
            verifier.is_included(digest, at, size, path, root) for at in range(-1, size + 1)
        ]
        assert verdicts == [at == place for at in range(-1, size + 1)]
    for first in range(1, size + 1):
        path = merkle.path(merkle.consistency_spans(first, size), made)
        older = merkle.root(leaves[:first])
        assert verifier.is_consistent(first, size, path, older, root)
        assert not verifier.is_consistent(first, size, path, b"x" * 32, root)
