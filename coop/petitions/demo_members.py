"""Made-up members with wallets, who draw tokens and sign acts as any member does."""

import random
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from coop.accounts.models import Seat
from coop.config import Config
from coop.db import writing
from coop.tokens import queries as tokens
from coop.tokens.client.drawing import Pending, pending
from coop.tokens.client.scopes import KnownScope
from coop.tokens.client.wallet import Token
from coop.tokens.rules import Act, PublicScope, act_message
from coop.tokens.sealing import keys_of
from coop.wallet import service as wallet
from coop.wallet.rules import Order, Place
from coop.wallet.signing import signatures

COUNT = 24
OLDEST, YOUNGEST = 700, 400


class Cast:
    """The made-up members: each has a seat, a seed, and whatever was drawn with it."""

    def __init__(self, source: random.Random, today: date, config: Config) -> None:
        self._sealing = keys_of(config).sealing
        self._seeds = [source.randbytes(16) for _ in range(COUNT)]
        # A visitor's one-time link opens the first seat of its role by id. These come last, since
        # what they have drawn could not be drawn again on the visitor's own phone.
        self._seats = [uuid.UUID(bytes=b"\xff" * 4 + source.randbytes(12)) for _ in range(COUNT)]
        self._tokens: dict[tuple[int, str, int], Token] = {}
        with writing("members") as session:
            for seat_id in sorted(self._seats):
                session.add(
                    Seat(
                        id=seat_id,
                        role="member",
                        phrase_digest=source.randbytes(32),
                        opened_on=today - timedelta(days=source.randint(YOUNGEST, OLDEST)),
                        is_demonstration=True,
                    )
                )

    def draw(self, members: Iterable[int], code: str, *, today: date, slot: int = 0) -> None:
        """Let members draw their token of a scope: blinded, signed, made whole."""
        scopes = tokens.issuing_scopes(today=today)
        known = _known(tokens.scope(code))
        for member in members:
            if (member, code, slot) in self._tokens:
                continue
            waiting = pending(known, slot, seed=self._seeds[member])
            order = Order(Place(code, slot), waiting.blinding.blinded)
            verdicts = wallet.draw(self._seats[member], [order], scopes)
            signed = signatures(verdicts, scopes, sealing=self._sealing)
            self._tokens[member, code, slot] = _whole(waiting, signed, order)

    def act(
        self, member: int, code: str, body: Mapping[str, Any], *, today: date, slot: int = 0
    ) -> Act:
        """What a member does with a token, signed by its key."""
        self.draw([member], code, today=today, slot=slot)
        token = self._tokens[member, code, slot]
        unsigned = Act(code, token.nonce, token.prefix, token.signature, body, b"")
        message = act_message(token.descriptor_digest, unsigned.body_digest)
        signature = token.signer.sign(message)
        return Act(code, token.nonce, token.prefix, token.signature, body, signature)


def _whole(waiting: Pending, signed: Mapping[Order, bytes], order: Order) -> Token:
    return waiting.finished(signed[order])


def _known(scope: PublicScope) -> KnownScope:
    return KnownScope(
        code=scope.code,
        slots=scope.slots,
        closes_on=scope.closes_on,
        descriptor=scope.descriptor,
        spki=scope.key,
        leaf=scope.leaf,
    )
