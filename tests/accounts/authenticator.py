"""A passkey in software: makes keys and signs challenges as a phone does, and as Eve would."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from coop.lib.base64url import decode, encode

ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One credential of one person; what it says may be bent by a test."""

    origin: str = ORIGIN
    host: str = "localhost"
    is_verified: bool = True
    count: int = 0
    counts: bool = True
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(24))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: dict[str, Any]) -> str:
        """The answer to creation options, as the page's script sends it."""
        self.handle = decode(options["user"]["id"])
        said = self._client_data("webauthn.create", options["challenge"])
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id
        data = self._authenticator_data(ATTESTED) + attested + cbor2.dumps(self._cose())
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._written({"clientDataJSON": said, "attestationObject": attestation})

    def get(self, options: dict[str, Any], **bent: Any) -> str:
        """The answer to request options."""
        if self.counts:
            self.count += 1
        said = self._client_data("webauthn.get", options["challenge"])
        data = self._authenticator_data(0)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        answer = {
            "clientDataJSON": said,
            "authenticatorData": data,
            "signature": signature,
            "userHandle": self.handle,
        }
        return self._written(answer | bent)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _authenticator_data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.is_verified else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _cose(self) -> dict[int, Any]:
        numbers = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}

    def _written(self, response: dict[str, bytes | None]) -> str:
        name = encode(self.credential_id)
        parts = {key: encode(value) for key, value in response.items() if value is not None}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})
