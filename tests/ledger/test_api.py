"""The ledger's API: what an outsider needs to check it, and nothing that says who sent what."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from flask.testing import FlaskClient

from coop.ledger.rules import head_message
from coop.lib import merkle
from coop.lib.base64url import decode
from tests.counting import counted
from tests.ledger.leaves import TOMORROW, append, scope, sent

ROOT = "/api/v1/ledger"
twenty = pytest.mark.usefixtures("twenty")


@twenty
def test_the_head_is_signed_by_the_key_beside_it(client: FlaskClient) -> None:
    said = client.get(f"{ROOT}/head").get_json()
    assert set(said) == {"size", "root", "day", "signature", "key"}
    assert (said["size"], said["day"]) == (20, TOMORROW.isoformat())
    key = Ed25519PublicKey.from_public_bytes(decode(said["key"]))
    message = head_message(20, bytes.fromhex(said["root"]), TOMORROW)
    key.verify(decode(said["signature"]), message)
    assert message == (
        b"coop-voice/head/v1\0"
        + f'{{"day":"{said["day"]}","root":"{said["root"]}","size":20}}'.encode()
    )


@twenty
def test_a_head_that_did_not_move_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(f"{ROOT}/head")
    again = client.get(f"{ROOT}/head", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "public, no-cache"


@twenty
def test_a_head_that_moved_is_sent(app: Flask, client: FlaskClient) -> None:
    first = client.get(f"{ROOT}/head")
    append(scope(99), today=TOMORROW)
    again = client.get(f"{ROOT}/head", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_json()["size"]) == (200, 21)


def leads_to(proof: dict, root: str) -> bool:
    """Whether a proof of the API leads to a root, as an outsider computes it."""
    return merkle.proves_inclusion(
        merkle.leaf_hash(bytes.fromhex(proof["leaf"])),
        place=proof["position"],
        size=proof["size"],
        path=[bytes.fromhex(step) for step in proof["path"]],
        root=bytes.fromhex(root),
    )


@twenty
def test_a_proof_leads_to_the_head_and_shows_a_public_text(client: FlaskClient) -> None:
    proof = client.get(f"{ROOT}/proof?leaf={scope(3).digest.hex()}").get_json()
    assert (proof["position"], proof["size"]) == (3, 20)
    assert proof["text"] == scope(3).text.decode()
    assert leads_to(proof, client.get(f"{ROOT}/head").get_json()["root"])


@twenty
def test_a_workers_leaf_is_proved_without_any_text(client: FlaskClient) -> None:
    proof = client.get(f"{ROOT}/proof?leaf={sent('Ana')[0].hex()}").get_json()
    assert set(proof) == {"leaf", "position", "size", "path"}
    assert leads_to(proof, client.get(f"{ROOT}/head").get_json()["root"])


@twenty
def test_a_proof_is_given_for_an_older_head_too(client: FlaskClient) -> None:
    head = client.get(f"{ROOT}/head").get_json()
    append(scope(99), today=TOMORROW)
    proof = client.get(f"{ROOT}/proof?leaf={scope(3).digest.hex()}&size=20").get_json()
    assert leads_to(proof, head["root"])


@twenty
def test_a_proof_is_kept_in_no_cache(client: FlaskClient) -> None:
    answer = client.get(f"{ROOT}/proof?leaf={scope(3).digest.hex()}")
    assert answer.headers["Cache-Control"] == "no-store"


@twenty
def test_an_old_head_proves_consistent_by_the_api(client: FlaskClient) -> None:
    old = client.get(f"{ROOT}/head").get_json()
    append(*map(scope, range(40, 55)), today=TOMORROW)
    new = client.get(f"{ROOT}/head").get_json()
    answer = client.get(f"{ROOT}/consistency?from={old['size']}&to={new['size']}")
    said = answer.get_json()
    assert (said["from"], said["to"]) == (20, 35)
    assert merkle.proves_consistency(
        20,
        bytes.fromhex(old["root"]),
        second=35,
        second_root=bytes.fromhex(new["root"]),
        path=[bytes.fromhex(step) for step in said["path"]],
    )
    assert "immutable" in answer.headers["Cache-Control"]


@twenty
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("proof", 400),
        ("proof?leaf=xyz", 400),
        ("proof?leaf=" + "0" * 63, 400),
        ("proof?leaf=" + "0" * 64, 404),
        (f"proof?leaf={scope(3).digest.hex()}&size=3", 404),
        (f"proof?leaf={scope(3).digest.hex()}&size=21", 404),
        (f"proof?leaf={scope(3).digest.hex()}&size=x", 400),
        (f"proof?leaf={scope(3).digest.hex()}&size=" + "9" * 40, 400),
        ("consistency", 400),
        ("consistency?from=1", 400),
        ("consistency?from=0&to=20", 400),
        ("consistency?from=9&to=5", 400),
        ("consistency?from=1&to=21", 400),
        ("consistency?from=-1&to=2", 400),
        ("consistency?from=1&to=" + "9" * 18, 400),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    client: FlaskClient, address: str, status: int
) -> None:
    answer = client.get(f"{ROOT}/{address}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert set(answer.get_json()) == {"type", "title", "status", "detail"}


@pytest.mark.parametrize("address", ["head", "proof?leaf=" + "0" * 64, "consistency?from=1&to=1"])
def test_an_empty_ledger_says_so(client: FlaskClient, address: str) -> None:
    answer = client.get(f"{ROOT}/{address}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@twenty
@pytest.mark.parametrize(
    ("address", "queries"),
    [("head", 1), (f"proof?leaf={scope(3).digest.hex()}", 3), ("consistency?from=5&to=20", 2)],
)
def test_each_answer_costs_few_queries(client: FlaskClient, address: str, queries: int) -> None:
    with counted() as statements:
        client.get(f"{ROOT}/{address}")
    assert len(statements) == queries
