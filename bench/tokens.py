"""How many tokens one process signs and issues a second, beside plain RSA of `cryptography`."""

import secrets
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_private_key
from flask import Flask

from bench.houses import house
from coop.accounts.models import Seat
from coop.db import writing
from coop.lib.blindrsa import PrivateKey, blind_sign, generate
from coop.tokens import queries as tokens
from coop.tokens.rules import Descriptor
from coop.tokens.sealing import keys_of
from coop.tokens.service import open_scope
from coop.wallet import service
from coop.wallet.rules import Order, Place
from coop.wallet.signing import signatures
from coop.web.settings import config

ROUNDS, BATCH, SCOPES = 5, 100, 85
DAY = date(2026, 11, 25)


def measure(kinds: list[str], say: Callable[[str], None]) -> None:
    """Say what signing costs by itself, and what drawing costs on each kind of database."""
    key = generate(2048)
    plain = _rate(_plain_signer(key))
    say(f"{'RSA-PSS signatures by cryptography (the reference)':<58}{plain:>9.0f} /s{1:>9.2f} x")
    blind = _rate(_blind_signer(key))
    say(f"{'blind signatures':<58}{blind:>9.0f} /s{blind / plain:>9.2f} x")
    for kind in kinds:
        with house(kind) as app:
            drawn = _drawn(app)
        words = f"{kind}: tokens drawn, {BATCH} in a request of {SCOPES} scopes"
        say(f"{words:<58}{drawn:>9.0f} /s{drawn / plain:>9.2f} x")


def _plain_signer(key: PrivateKey) -> Callable[[], None]:
    signer = load_der_private_key(key.to_der(), None)
    scheme = padding.PSS(padding.MGF1(SHA384()), 48)

    def sign() -> None:
        for _ in range(BATCH):
            signer.sign(secrets.token_bytes(64), scheme, SHA384())  # type: ignore[union-attr, call-arg, arg-type]  # an RSA key

    return sign


def _blind_signer(key: PrivateKey) -> Callable[[], None]:
    def sign() -> None:
        for _ in range(BATCH):
            blind_sign(key, b"\x01" + secrets.token_bytes(255), randbelow=secrets.randbelow)

    return sign


def _rate(work: Callable[[], None]) -> float:
    """Tokens a second, the median of a few rounds after one that warms up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return BATCH / statistics.median(taken)


def _drawn(app: Flask) -> float:
    """The whole server side of a drawing: the members' rows, keys opened, signatures."""
    with app.app_context():
        codes = [_opened(number) for number in range(SCOPES)]
        places = [Place(codes[n % SCOPES], n // SCOPES) for n in range(BATCH)]
        sealing = keys_of(config()).sealing

        def draw() -> None:
            with writing("members") as session:
                seat = Seat(role="member", phrase_digest=secrets.token_bytes(32), opened_on=DAY)
                session.add(seat)
            orders = [Order(place, b"\x01" + secrets.token_bytes(255)) for place in places]
            scopes = tokens.issuing_scopes(today=DAY)
            verdicts = service.draw(seat.id, orders, scopes)
            assert len(signatures(verdicts, scopes, sealing=sealing)) == BATCH

        return _rate(draw)


def _opened(number: int) -> str:
    descriptor = Descriptor("draft", f"bench{number}", DAY, DAY + timedelta(days=30))
    key = generate(2048)
    with writing("voice") as session:
        open_scope(session, descriptor, key, keys=keys_of(config()), today=DAY)
    return descriptor.code
