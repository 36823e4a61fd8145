"""Between the pages of passkeys and WebAuthn: challenges of this house, and answers that hold."""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import request

from coop.accounts import ceremonies, factor_queries, factor_service
from coop.accounts.ceremonies import ANSWER_MAX, Answer, NewPasskey, Site
from coop.accounts.challenges import KEY_PURPOSE, Purpose, is_good, new_challenge
from coop.accounts.factor_forms import PasskeyForm
from coop.accounts.factor_models import Passkey
from coop.accounts.factor_rules import NotThisPasskey
from coop.web.clock import now
from coop.web.once import is_first
from coop.web.settings import config
from coop.web.submission import StaleForm


def this_site() -> Site:
    """The site as this request names it: a passkey belongs to the host, the origin must match."""
    host = urlsplit(f"//{request.host}").hostname or ""
    return Site(host=host, origin=f"{request.scheme}://{request.host}", name=config().name)


def challenge_for(purpose: Purpose, binding: str) -> bytes:
    """A fresh challenge of this house, for this purpose and session alone."""
    key = config().key(KEY_PURPOSE)
    return new_challenge(purpose, binding, key=key, now=now(), randbytes=secrets.token_bytes)


def handle_for(known: list[Passkey], challenge: bytes) -> bytes:
    """One random handle a seat: the first comes from its challenge, so that nothing waits."""
    if known:
        return known[0].handle
    return hmac.new(config().key("passkey handles"), challenge, hashlib.sha256).digest()


def made_passkey(form: PasskeyForm, binding: str) -> tuple[NewPasskey, bytes]:
    """The passkey that an answer adds, and its challenge, now spent; raises NotThisPasskey."""
    answer = _answer(form, "add", binding)
    made = ceremonies.registered(answer, this_site())
    _spend(answer)
    return made, answer.challenge


def shown_passkey(
    form: PasskeyForm, purpose: Purpose, binding: str, *, needs_handle: bool = False
) -> Passkey:
    """The passkey whose answer holds, its use counted and the challenge spent."""
    if not form.validate():
        raise StaleForm
    answer = _answer(form, purpose, binding)
    known = factor_queries.passkey(answer.credential_id)
    if known is None or (needs_handle and answer.handle is None):
        raise NotThisPasskey
    if answer.handle is not None and not hmac.compare_digest(answer.handle, known.handle):
        raise NotThisPasskey
    was = known.sign_count
    becomes = ceremonies.asserted(answer, this_site(), public_key=known.public_key, sign_count=was)
    _spend(answer)
    factor_service.count_use(known.credential_id, was=was, becomes=becomes)
    return known


def _answer(form: PasskeyForm, purpose: Purpose, binding: str) -> Answer:
    text = (form.credential.data or "")[:ANSWER_MAX]
    answer = ceremonies.read_answer(text, is_new=purpose == "add")
    if not is_good(answer.challenge, purpose, binding, key=config().key(KEY_PURPOSE), now=now()):
        raise NotThisPasskey
    return answer


def _spend(answer: Answer) -> None:
    if not is_first("passkey challenge", answer.challenge):
        raise NotThisPasskey
