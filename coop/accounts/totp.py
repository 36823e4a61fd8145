"""One-time codes of RFC 6238: the secret, sealed while it lies in the database, and its codes."""

import base64
import unicodedata
from collections.abc import Callable
from datetime import datetime

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from coop.lib import base64url

SECRET_BYTES = 20
PERIOD = 30
# A phone whose clock is half a minute off, either way, still gets in.
SKEWS = (-1, 0, 1)
_GCM_NONCE = 12
_SHOWN_GROUP = 4
_PAGE_MARK = b"shown:"

Randbytes = Callable[[int], bytes]


class NotSealedHere(ValueError):
    """The text was sealed for another seat, for another session, or by nobody."""


def seal(secret: bytes, holder: bytes, *, key: bytes, randbytes: Randbytes) -> bytes:
    """The secret encrypted (AES-256-GCM), bound to whoever holds it."""
    nonce = randbytes(_GCM_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret, holder)


def unseal(sealed: bytes, holder: bytes, *, key: bytes) -> bytes:
    """The secret of this holder; raises NotSealedHere."""
    try:
        return AESGCM(key).decrypt(sealed[:_GCM_NONCE], sealed[_GCM_NONCE:], holder)
    except (InvalidTag, ValueError) as error:
        raise NotSealedHere from error


def seal_for_page(secret: bytes, session_key: str, *, key: bytes, randbytes: Randbytes) -> str:
    """What a page carries of a secret that is stored nowhere until a code shows that it is kept."""
    holder = _PAGE_MARK + session_key.encode()
    return base64url.encode(seal(secret, holder, key=key, randbytes=randbytes))


def unseal_from_page(text: str, session_key: str, *, key: bytes) -> bytes:
    """The secret that a page of this session showed; raises NotSealedHere."""
    try:
        sealed = base64url.decode(text)
    except ValueError as error:
        raise NotSealedHere from error
    return unseal(sealed, _PAGE_MARK + session_key.encode(), key=key)


def as_base32(secret: bytes) -> str:
    """The secret as apps and their addresses write it."""
    return base64.b32encode(secret).decode()


def groups_of(secret: bytes) -> list[str]:
    """The secret in base 32, as one types it into an app."""
    text = as_base32(secret)
    return [text[at : at + _SHOWN_GROUP] for at in range(0, len(text), _SHOWN_GROUP)]


def address_of(secret: bytes, *, issuer: str, name: str) -> str:
    """The otpauth address that the QR code holds."""
    return pyotp.TOTP(as_base32(secret)).provisioning_uri(name=name, issuer_name=issuer)


def step_of(typed: str, secret: bytes, *, now: datetime) -> int | None:
    """The half-minute whose code this is, of those that count now; None where there is none."""
    figures = _figures(typed)
    codes = pyotp.HOTP(as_base32(secret))
    at = int(now.timestamp()) // PERIOD
    # All are compared, each in constant time: how long it takes tells nothing.
    found = [step for step in (at + skew for skew in SKEWS) if codes.verify(figures, step)]
    return found[-1] if found else None


def _figures(typed: str) -> str:
    """What was typed as plain figures: spaces are dropped, figures of any script are read."""
    read = (unicodedata.decimal(sign, None) for sign in typed[:32])
    return "".join(str(figure) for figure in read if figure is not None)
