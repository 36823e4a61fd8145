"""How the members' secrets are turned into what is stored: keyed, each for one purpose."""

import hashlib
import hmac
import secrets
import threading

from coop.accounts.digests import Digest, Keys
from coop.accounts.rules import TooManySignIn
from coop.config import Config
from coop.lib.phrases import phrase_digest
from coop.web.background import off_the_loop

# Argon2id takes 64 MiB a run: two at once are enough for a co-operative, and bound the memory.
_argon2_runs = threading.BoundedSemaphore(2)
# Whoever comes without the sum against floods has one of the two, and few may wait for it: however
# many they are, the other is free for those who did the sum.
_unproven_run = threading.BoundedSemaphore(1)
_unproven_waiting = threading.BoundedSemaphore(4)


def keys_of(config: Config) -> Keys:
    """The digests of links and sessions, and where new secrets come from."""
    return Keys(
        link=_keyed(config.key("links")),
        session=_keyed(config.key("sessions")),
        new_secret=lambda: secrets.token_urlsafe(24),
    )


def digest_of(phrase: str, config: Config) -> bytes:
    """The digest of a phrase, off the event loop and few at a time."""
    with _argon2_runs:
        return off_the_loop(
            phrase_digest, phrase, salt=config.key("phrase salt"), key=config.key("phrases")
        )


def digest_of_unproven(phrase: str, config: Config) -> bytes:
    """The same for whoever did no sum: one at a time; raises TooManySignIn where many wait."""
    if not _unproven_waiting.acquire(blocking=False):
        raise TooManySignIn
    try:
        with _unproven_run:
            return digest_of(phrase, config)
    finally:
        _unproven_waiting.release()


def sealed_phrase(phrase: str, secret: str, config: Config) -> str:
    """What the page keeps of a phrase while it is typed back: good with this one link only."""
    said = f"{secret}\n{phrase}".encode()
    return hmac.new(config.key("phrase check"), said, hashlib.sha256).hexdigest()


def _keyed(key: bytes) -> Digest:
    return lambda secret: hmac.new(key, secret.encode(), hashlib.sha256).digest()
