"""What a scope is, what a token is, and when an act of a token's key holds.

A token is a blind signature (RFC 9474) over a nonce; the nonce is an Ed25519 public key made by
its holder, and what the token is used for is signed with it. docs/decisions/tokens.md says why.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from coop.lib.canonical import canonical
from coop.lib.refusals import Refusal
from coop.lib.words import N_

MESSAGE = b"coop-voice/v1\x00"
ACT = b"coop-voice/act/v1\x00"
NONCE_BYTES, PREFIX_BYTES, SIGNATURE_BYTES, SALT_BYTES = 32, 32, 64, 16
LONGEST_CODE = 120
BITS, BITS_BEYOND_A_YEAR = 2048, 3072
DAYS_OF_A_YEAR = 366
# Below this number of tokens issued, a ballot could be guessed from who drew one.
FEWEST_ISSUED = 10


@dataclass(frozen=True, slots=True)
class ScopeKind:
    """What tokens of a kind are for: how many a member may draw, and whether its roll freezes."""

    name: str
    slots: int = 1
    is_frozen: bool = False
    period: str | None = None


KINDS = {
    "vote": ScopeKind(N_("Vote on a petition"), is_frozen=True),
    "seconding": ScopeKind(N_("Second a petition"), is_frozen=True),
    "draft": ScopeKind(N_("Write a petition"), slots=3, period="quarter"),
    "debate": ScopeKind(N_("Speak in the debate of a petition")),
    "room": ScopeKind(N_("Sit in a room"), period="month"),
    "review": ScopeKind(N_("Review a platform"), period="year"),
    "report": ScopeKind(N_("Report as a member"), slots=10, period="month"),
    "corroboration": ScopeKind(N_("Corroborate reports about a platform"), period="eight_weeks"),
    "flag": ScopeKind(N_("Flag what breaks the rules"), slots=20, period="month"),
    "survey": ScopeKind(N_("Answer the survey of workers"), period="year"),
}


class NotAnAct(Refusal):
    """What was sent is not a token with a signed act, whatever the scope."""

    status = 422
    sentence = N_(
        "What came with this form is not a right from a wallet. Open the page again on the phone "
        "that holds your wallet, and send it once more."
    )


class NoSuchScope(Refusal):
    """No scope has this code."""

    status = 404
    sentence = N_("There is no such right here.")


class ScopeClosed(Refusal):
    """The last day of the scope is over."""

    status = 409
    sentence = N_("The time for this is over: its last day was %(day)s.")


class ScopeNotOpen(Refusal):
    """The first day of the scope has not come."""

    status = 409
    sentence = N_("This has not begun yet: its first day is %(day)s.")


class TokenForged(Refusal):
    """The token is not signed by the scope's key."""

    status = 403
    sentence = N_(
        "This right was not given by this co-operative for this purpose. Open your wallet under "
        "“My seat”, let it draw its rights, and try again."
    )


class ActForged(Refusal):
    """The act is not signed by the token's own key, or speaks of something else."""

    status = 403
    sentence = N_(
        "The signature does not fit what was sent: something changed on the way. "
        "Reload the page and send it again."
    )


class TokenSpent(Refusal):
    """The token was used before, for something else."""

    status = 409
    sentence = N_("This right was used already; what was sent with it then stands.")


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What a scope says of itself, once and for all: its text is hashed into every token.

    `details` holds what a kind adds, such as a vote's title, options, quorum and majority.
    """

    kind: str
    subject: str
    opens_on: date
    closes_on: date
    roll_size: int | None = None
    eligible_since: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The scope's name in addresses and tables."""
        return scope_code(self.kind, self.subject)

    @property
    def text(self) -> str:
        """Canonical JSON (RFC 8785)."""
        said: dict[str, Any] = {
            "kind": self.kind,
            "subject": self.subject,
            "slots": KINDS[self.kind].slots,
            "opens": self.opens_on.isoformat(),
            "closes": self.closes_on.isoformat(),
        }
        if self.eligible_since is not None:
            said |= {"eligible_since": self.eligible_since.isoformat(), "roll": self.roll_size}
        return canonical(said | dict(self.details)).decode()

    @property
    def bits(self) -> int:
        """How long its key must be: longer for what stays open for more than a year."""
        is_long = (self.closes_on - self.opens_on).days > DAYS_OF_A_YEAR
        return BITS_BEYOND_A_YEAR if is_long else BITS


@dataclass(frozen=True, slots=True)
class PublicScope:
    """A scope as anyone may see it."""

    code: str
    kind: str
    subject: str
    descriptor: str
    key: bytes
    leaf: bytes
    opens_on: date
    closes_on: date
    is_closed: bool
    is_box_open: bool
    roll_size: int | None
    eligible_since: date | None
    issued_count: int | None

    @property
    def digest(self) -> bytes:
        """SHA-256 of the descriptor."""
        return hashlib.sha256(self.descriptor.encode()).digest()

    @property
    def slots(self) -> int:
        """How many tokens a member may draw."""
        return KINDS[self.kind].slots


@dataclass(frozen=True, slots=True)
class Act:
    """One use of a token: what is done (`body`), and the token key's signature over it."""

    scope: str
    nonce: bytes
    prefix: bytes
    token: bytes
    body: Mapping[str, Any]
    signature: bytes

    @property
    def body_digest(self) -> bytes:
        """SHA-256 of the canonical body."""
        return hashlib.sha256(canonical(dict(self.body))).digest()


def scope_code(kind: str, subject: str) -> str:
    """The code of the one scope of a kind about a subject."""
    return f"{kind}-{subject}"


def token_message(scope: PublicScope, nonce: bytes) -> bytes:
    """What a token signs: the scope, its own nonce, and the key it is signed with."""
    return MESSAGE + scope.digest + nonce + hashlib.sha256(scope.key).digest()


def act_message(descriptor_digest: bytes, body_digest: bytes) -> bytes:
    """What the token's key signs when it acts."""
    return ACT + descriptor_digest + body_digest


def fields_digest(fields: Mapping[str, str]) -> str:
    """What an act signs of a form: SHA-256 of its named fields, as typed, with bare newlines."""
    as_typed = {name: value.replace("\r\n", "\n") for name, value in fields.items()}
    return hashlib.sha256(canonical(as_typed)).hexdigest()


def check_open(scope: PublicScope, *, today: date) -> None:
    """Raise unless today lies between the scope's first and last day."""
    if today > scope.closes_on:
        raise ScopeClosed(day=scope.closes_on)
    if scope.is_closed:
        raise ScopeClosed(day=scope.closes_on)
    if today < scope.opens_on:
        raise ScopeNotOpen(day=scope.opens_on)
