"""The keys that votes sign with: the ledger's heads, and the receipts of ballots."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coop.config import Config
from coop.ledger.rules import SIGNER, Leaf
from coop.lib import base64url
from coop.tokens.rules import SALT_BYTES
from coop.votes.rules import Ballot, receipt_message


@dataclass(frozen=True, slots=True)
class VoteKeys:
    """The server's keys that votes need: what signs the ledger's heads, and receipts."""

    signer: bytes
    receipts: bytes

    @property
    def receipt_key(self) -> bytes:
        """The public key under which anyone checks a receipt."""
        return self._receipts.public_key().public_bytes_raw()

    def receipt(self, scope_code: str, ballot: Ballot) -> bytes:
        """The house's signature over a ballot that lies in the box."""
        return self._receipts.sign(receipt_message(scope_code, ballot))

    @property
    def _receipts(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.receipts)


def keys_of(config: Config) -> VoteKeys:
    """The keys for heads and receipts, the same in every process."""
    return VoteKeys(config.key(SIGNER), config.key("ballot receipts"))


def receipts_leaf(keys: VoteKeys) -> Leaf:
    """The ledger's leaf of the key that signs receipts; always the same one."""
    content = {"purpose": "ballot receipts", "key": base64url.encode(keys.receipt_key)}
    return Leaf("key", content, hashlib.sha256(keys.receipt_key).digest()[:SALT_BYTES])
