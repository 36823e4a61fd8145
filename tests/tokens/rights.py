"""Tokens as a member's wallet would hold them, made here from beginning to end."""

import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coop.lib.blindrsa import blind, finalize
from coop.tokens import queries
from coop.tokens.acts import public_key
from coop.tokens.rules import Act, PublicScope, act_message, token_message
from coop.tokens.sealing import keys_of, sign_blind
from coop.web.clock import today
from coop.web.settings import config


@dataclass(frozen=True)
class Right:
    """A token with its own private key: what a wallet keeps of one slot."""

    scope: PublicScope
    key: Ed25519PrivateKey
    prefix: bytes
    token: bytes

    @property
    def nonce(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def act(self, body: dict[str, Any]) -> Act:
        """The body, signed by the token's key."""
        unsigned = Act(self.scope.code, self.nonce, self.prefix, self.token, body, b"")
        message = act_message(self.scope.digest, unsigned.body_digest)
        signature = self.key.sign(message)
        return Act(self.scope.code, self.nonce, self.prefix, self.token, body, signature)


def draw(code: str) -> Right:
    """A token of a scope, signed blindly by its key as the wallet's route would."""
    scope = queries.scope(code)
    public, key = public_key(scope.key), Ed25519PrivateKey.generate()
    message = token_message(scope, key.public_key().public_bytes_raw())
    prefix, salt = secrets.token_bytes(32), secrets.token_bytes(48)
    blinding = blind(
        public, message, prefix=prefix, salt=salt, r=1 + secrets.randbelow(public.n - 1)
    )
    issuing = queries.issuing_scopes(today=today())[code]
    (signed,) = sign_blind(issuing, [blinding.blinded], sealing=keys_of(config()).sealing)
    assert isinstance(signed, bytes)
    return Right(scope, key, prefix, finalize(public, message, blinding, signed))
