"""A stolen database opens nothing: no receipt, nor anything that leads to one without our keys."""

import base64
import hashlib
import hmac

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.db import BASES, engine
from coop.lib.codes import decode, parse_receipt
from coop.web.submission import opened
from tests.reports.sending import come_back, new_submission, press, receipt_in


def everything(app: Flask) -> bytes:
    """All values of all rows of both databases, as the thief reads them."""
    values: list[bytes] = []
    with app.app_context():
        for name, base in BASES.items():
            with engine(name).connect() as connection:
                for table in base.metadata.sorted_tables:
                    for row in connection.execute(select(table)):
                        values += [
                            each if isinstance(each, bytes) else str(each).encode() for each in row
                        ]
    return b"\0".join(values)


def shapes(secret: bytes) -> set[bytes]:
    """A secret as it is, in hexadecimal, in base 64, and its unkeyed hashes."""
    plain = {
        secret,
        secret.hex().encode(),
        base64.b64encode(secret),
        base64.urlsafe_b64encode(secret),
    }
    hashes = {hashlib.new(name, secret).digest() for name in ("md5", "sha1", "sha256", "sha512")}
    return plain | hashes | {each.hex().encode() for each in hashes}


def filed(app: Flask, client: FlaskClient) -> tuple[str, str]:
    key = new_submission(client)
    return key, receipt_in(press(client, "send", key))


def test_no_row_holds_a_receipt(app: Flask, client: FlaskClient) -> None:
    _key, receipt = filed(app, client)
    signs = parse_receipt(receipt)
    forms = (receipt, signs, signs.lower(), receipt.lower())
    secrets = [form.encode() for form in forms] + [decode(receipt).to_bytes(13)]
    stolen = everything(app)
    assert not [shape for secret in secrets for shape in shapes(secret) if shape in stolen]


def test_no_row_holds_the_key_of_a_sending(app: Flask, client: FlaskClient) -> None:
    key, _receipt = filed(app, client)
    with app.app_context():
        inside = opened("report", key)
    stolen = everything(app)
    assert not [
        shape for part in (key.encode(), inside) for shape in shapes(part) if shape in stolen
    ]


def test_what_is_kept_of_a_receipt_does_not_open_its_report(
    app: Flask, client: FlaskClient
) -> None:
    filed(app, client)
    with app.app_context(), engine("voice").connect() as connection:
        table = BASES["voice"].metadata.tables["reports"]
        row = connection.execute(select(table)).one()
    for value in (row.receipt_hash, row.commitment, row.salt, row.id.bytes, row.code.encode()):
        guess = base64.b32encode(value).decode()[:20]
        assert come_back(client, guess).status_code == 404


def test_a_key_of_the_thiefs_own_finds_nothing(app: Flask, client: FlaskClient) -> None:
    _key, receipt = filed(app, client)
    signs = parse_receipt(receipt).encode()
    stolen = everything(app)
    for key in (b"", b"secret", b"coop", bytes(32)):
        assert hmac.new(key, signs, hashlib.sha256).digest() not in stolen
