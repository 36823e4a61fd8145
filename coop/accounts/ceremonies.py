"""What is asked of a passkey and what its answer says, by WebAuthn; no web and no database here.

No attestation is asked for: who made the phone is nobody's business. The person is always
verified (fingerprint, face or PIN), for a passkey opens a seat by itself.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import webauthn
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from coop.accounts.factor_rules import NotThisPasskey

ANSWER_MAX = 16_384
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Site:
    """Where this page is: the host that a passkey belongs to, and the origin that must ask."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a passkey says of itself when it is added, and all that is kept of it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A passkey's answer before it is checked: to what, by which key, for whose handle."""

    text: str
    challenge: bytes
    credential_id: bytes
    handle: bytes | None


def creation_options(
    site: Site, *, handle: bytes, label: str, challenge: bytes, known: Sequence[bytes]
) -> dict[str, Any]:
    """What the browser is told to make a passkey."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=handle,
        user_name=label,
        user_display_name=label,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_named(known),
    )
    return _as_json(options)


def request_options(site: Site, *, challenge: bytes, known: Sequence[bytes]) -> dict[str, Any]:
    """What the browser is told to use one: any of this site, or one of those known."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=_named(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _as_json(options)


def read_answer(text: str, *, is_new: bool) -> Answer:
    """What an answer claims; raises NotThisPasskey for any other text."""
    parse: Callable[[str], Any] = (
        parse_registration_credential_json if is_new else parse_authentication_credential_json
    )

    def read() -> Answer:
        credential = parse(text)
        said = parse_client_data_json(credential.response.client_data_json)
        handle = None if is_new else credential.response.user_handle
        return Answer(text, said.challenge, credential.raw_id, handle)

    return _held(read)


def registered(answer: Answer, site: Site) -> NewPasskey:
    """The passkey that an answer adds; raises NotThisPasskey where anything does not hold."""
    seen = _held(
        lambda: webauthn.verify_registration_response(
            credential=answer.text,
            expected_challenge=answer.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    )
    return NewPasskey(seen.credential_id, seen.credential_public_key, seen.sign_count)


def asserted(answer: Answer, site: Site, *, public_key: bytes, sign_count: int) -> int:
    """The passkey's new count; raises NotThisPasskey where anything does not hold."""
    seen = _held(
        lambda: webauthn.verify_authentication_response(
            credential=answer.text,
            expected_challenge=answer.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    )
    return int(seen.new_sign_count)


def _held(check: Callable[[], T]) -> T:
    try:
        return check()
    except Exception as error:
        # Bytes of a stranger make the parsers fail in many ways; each means the same here.
        raise NotThisPasskey from error


def _named(known: Sequence[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in known]


def _as_json(options: Any) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return written
