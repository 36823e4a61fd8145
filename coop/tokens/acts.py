"""Reading an act as it is sent, and checking token and signature with stock algorithms."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from coop.lib import base64url
from coop.lib.blindrsa import PublicKey, verify
from coop.lib.ed25519 import is_weak
from coop.tokens.rules import (
    LONGEST_CODE,
    NONCE_BYTES,
    PREFIX_BYTES,
    SIGNATURE_BYTES,
    Act,
    ActForged,
    NotAnAct,
    PublicScope,
    TokenForged,
    act_message,
    check_open,
    token_message,
)

LONGEST = 4096
LONGEST_TEXT = 600
TOKEN_BYTES = (256, 384)
_FIELDS = {"scope", "nonce", "prefix", "token", "body", "signature"}


def read_act(sent: Any) -> Act:
    """The act in a JSON text or object; raises NotAnAct for anything else."""
    if isinstance(sent, str):
        sent = _object(sent)
    if not isinstance(sent, dict) or set(sent) != _FIELDS or not isinstance(sent["body"], dict):
        raise NotAnAct
    scope, token = sent["scope"], _bytes(sent["token"])
    is_code = isinstance(scope, str) and len(scope) <= LONGEST_CODE and scope.isprintable()
    if not is_code or len(token) not in TOKEN_BYTES:
        raise NotAnAct
    return Act(
        scope=scope,
        nonce=_bytes(sent["nonce"], NONCE_BYTES),
        prefix=_bytes(sent["prefix"], PREFIX_BYTES),
        token=token,
        body=_plain(sent["body"]),
        signature=_bytes(sent["signature"], SIGNATURE_BYTES),
    )


def as_json(act: Act) -> dict[str, Any]:
    """An act as browsers and clients send it."""
    return {
        "scope": act.scope,
        "nonce": base64url.encode(act.nonce),
        "prefix": base64url.encode(act.prefix),
        "token": base64url.encode(act.token),
        "body": dict(act.body),
        "signature": base64url.encode(act.signature),
    }


def check_act(act: Act, scope: PublicScope, *, does: str, today: date) -> None:
    """Raise unless the act is `does`, of this scope, in its days, and both signatures hold."""
    check_open(scope, today=today)
    if act.scope != scope.code or act.body.get("act") != does:
        raise ActForged
    check_token(act, scope)
    check_signature(act, scope.digest)


def check_token(act: Act, scope: PublicScope) -> None:
    """Raise TokenForged unless the scope's key signed the nonce."""
    message = token_message(scope, act.nonce)
    if not verify(public_key(scope.key), message, act.prefix, act.token):
        raise TokenForged


def check_signature(act: Act, descriptor_digest: bytes) -> None:
    """Raise ActForged unless the nonce's key signed the body for this scope."""
    if is_weak(act.nonce):
        raise ActForged
    try:
        signer = Ed25519PublicKey.from_public_bytes(act.nonce)
        signer.verify(act.signature, act_message(descriptor_digest, act.body_digest))
    except (InvalidSignature, ValueError) as error:
        raise ActForged from error


@lru_cache(maxsize=512)
def public_key(spki: bytes) -> PublicKey:
    """The key inside a SubjectPublicKeyInfo, read once."""
    return PublicKey.from_spki(spki)


def _object(text: str) -> Any:
    if len(text) > LONGEST:
        raise NotAnAct
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAnAct from error


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    """A flat body of short texts and small numbers, whose canonical form every client agrees on."""
    for name, value in body.items():
        is_text = isinstance(value, str) and len(value) <= 200
        is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
        if len(name) > 40 or not (is_text or is_number):
            raise NotAnAct
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except ValueError as error:  # half a surrogate pair
        raise NotAnAct from error
    return body


def _bytes(text: Any, length: int | None = None) -> bytes:
    """The bytes of a text; only one way of writing them, or one token would be two."""
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise NotAnAct
    try:
        value = base64url.decode(text)
    except ValueError as error:
        raise NotAnAct from error
    if length is not None and len(value) != length:
        raise NotAnAct
    return value
