"""How votes are cast and counted: the choices, the order of one's own ballots, quorum, majority."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from coop.lib import base64url
from coop.lib.canonical import canonical
from coop.lib.refusals import Refusal
from coop.lib.words import N_

Choice = Literal["yes", "no", "abstain"]
Majority = Literal["simple", "absolute", "two_thirds"]
Outcome = Literal["adopted", "rejected", "no_quorum", "void"]

CHOICES: tuple[Choice, ...] = get_args(Choice)
SEQ_MOST = 2**31 - 1
FORMAT = "coop-voice/board/v1"
BODY = {"act", "choice", "seq"}

WORDS = {"yes": N_("Yes"), "no": N_("No"), "abstain": N_("Abstain")}

RULES = {
    "simple": N_("more yes than no"),
    "absolute": N_("yes from more than half of all ballots"),
    "two_thirds": N_("yes from at least two thirds of those who said yes or no"),
}

OUTCOMES = {
    "adopted": N_("Adopted"),
    "rejected": N_("Not adopted"),
    "no_quorum": N_("Not valid: too few voted"),
    "void": N_("Void: the sums cannot be"),
}

SENTENCES = {
    "adopted": N_("%(yes)s said yes and %(no)s said no. The rule was: %(rule)s. It is met."),
    "rejected": N_("%(yes)s said yes and %(no)s said no. The rule was: %(rule)s. It is not met."),
    "no_quorum": N_(
        "%(cast)s of %(roll)s members voted, and at least %(quorum)s%% of them had to. "
        "The petition is not adopted, whatever was chosen."
    ),
    "void": N_(
        "More ballots hold than tokens were issued, or more tokens than members: somebody made "
        "some up. This result proves nothing, and the vote has to be held again."
    ),
}


class NoSuchVote(Refusal):
    """No vote has this code."""

    status = 404
    sentence = N_("There is no vote at this address. It may have been mistyped.")


class NotABallot(Refusal):
    """What was sent has not the form of a ballot."""

    status = 422
    sentence = N_(
        "This is not a ballot of this vote. Open the page of the vote again and cast it there."
    )


class BoxNotOpen(Refusal):
    """Too few tokens were issued for a ballot to hide among the others."""

    status = 409
    sentence = N_(
        "The ballot box is not open yet: fewer than ten members have drawn their token, and "
        "among so few a ballot would not be secret. Keep this page: yours waits on your phone."
    )


class StillOpen(Refusal):
    """The board is asked for before the vote is closed and counted."""

    status = 409
    sentence = N_("The board is published once the vote is closed and counted.")


class LaterBallotStands(Refusal):
    """The same token cast a later ballot, or another one under the same number."""

    status = 409
    sentence = N_(
        "Another ballot of yours stands already, perhaps cast from another phone or tab. "
        "To replace it, vote again."
    )

    def __init__(self, seq: int) -> None:
        super().__init__()
        self.seq = seq


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot as it lies in the box: a token's key, its token, and what that key signed."""

    nonce: bytes
    prefix: bytes
    token: bytes
    choice: str
    seq: int
    signature: bytes

    def as_json(self) -> dict[str, Any]:
        """The ballot as the board shows it: base64url without padding."""
        return {
            "choice": self.choice,
            "nonce": base64url.encode(self.nonce),
            "prefix": base64url.encode(self.prefix),
            "seq": self.seq,
            "signature": base64url.encode(self.signature),
            "token": base64url.encode(self.token),
        }

    @property
    def line(self) -> bytes:
        """The canonical JSON of the ballot: it holds ASCII texts and one small number only."""
        return json.dumps(self.as_json(), sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Rule:
    """What a vote needs, fixed in its descriptor before the first token is issued."""

    roll: int
    quorum: int
    majority: Majority


@dataclass(frozen=True, slots=True)
class Result:
    """What was counted under a rule, and what follows from it.

    `ballots` is every row on the board and `invalid` those of them that hold no token: they are
    published and not counted.
    """

    rule: Rule
    yes: int
    no: int
    abstain: int
    invalid: int
    issued: int
    outcome: Outcome

    @property
    def cast(self) -> int:
        """The ballots that count, abstentions among them: the turnout."""
        return self.yes + self.no + self.abstain

    @property
    def ballots(self) -> int:
        """Every row on the board."""
        return self.cast + self.invalid

    @property
    def is_adopted(self) -> bool:
        """Whether the petition goes on to be delivered."""
        return self.outcome == "adopted"

    @property
    def holds(self) -> bool:
        """Whether nothing on the board is made up: ballots <= tokens issued <= roll."""
        return self.invalid == 0 and self.ballots <= self.issued <= self.rule.roll

    def as_content(self, scope: str, board: bytes) -> dict[str, Any]:
        """What the ledger keeps of it; `board` is the digest of all ballots."""
        return {
            "scope": scope,
            "board": board.hex(),
            "ballots": self.ballots,
            "invalid": self.invalid,
            "issued": self.issued,
            "roll": self.rule.roll,
            "yes": self.yes,
            "no": self.no,
            "abstain": self.abstain,
            "quorum": self.rule.quorum,
            "majority": self.rule.majority,
            "outcome": self.outcome,
        }


def scope_of(petition: str) -> str:
    """The scope of a petition's vote."""
    return f"vote-{petition}"


def check_body(body: Mapping[str, Any]) -> None:
    """Raise NotABallot unless an act's body is exactly that of a ballot."""
    choice, seq = body.get("choice"), body.get("seq")
    is_number = isinstance(seq, int) and not isinstance(seq, bool) and 0 <= seq <= SEQ_MOST
    if set(body) != BODY or choice not in CHOICES or not is_number:
        raise NotABallot


def rule_of(descriptor: Mapping[str, Any]) -> Rule:
    """The rule that a vote's descriptor fixes."""
    return Rule(descriptor["roll"], descriptor["quorum"], descriptor["majority"])


def tally(counts: Mapping[str, int], rule: Rule, *, issued: int, invalid: int = 0) -> Result:
    """Apply a vote's rule to the ballots that hold, counted by choice.

    Abstaining counts toward the quorum. A tie is not a majority. Where more ballots hold than
    tokens were issued, or more tokens than members, nothing is adopted.
    """
    yes, no, abstain = (counts.get(choice, 0) for choice in CHOICES)
    outcome = _outcome(yes, no, abstain, rule, issued)
    return Result(rule, yes, no, abstain, invalid, issued, outcome)


def _outcome(yes: int, no: int, abstain: int, rule: Rule, issued: int) -> Outcome:
    cast = yes + no + abstain
    if not cast <= issued <= rule.roll:
        return "void"
    if cast == 0 or 100 * cast < rule.quorum * rule.roll:
        return "no_quorum"
    return "adopted" if _has_majority(yes, no, cast, rule.majority) else "rejected"


def _has_majority(yes: int, no: int, cast: int, majority: Majority) -> bool:
    if majority == "absolute":
        return 2 * yes > cast
    if majority == "two_thirds":
        return yes > 0 and 3 * yes >= 2 * (yes + no)
    return yes > no


def board_digest(ballots: Iterable[Ballot]) -> bytes:
    """SHA-256 over each ballot's canonical JSON and a line feed, in the order of their nonces.

    `jq -cS '.ballots[]' board.json | sha256sum` gives the same.
    """
    total = hashlib.sha256()
    for ballot in ballots:
        total.update(ballot.line + b"\n")
    return total.digest()


def receipt_message(scope: str, ballot: Ballot) -> bytes:
    """What the house signs for a ballot that lies in the box."""
    said = {
        "choice": ballot.choice,
        "nonce": base64url.encode(ballot.nonce),
        "scope": scope,
        "seq": ballot.seq,
    }
    return b"coop-voice/receipt/v1\x00" + canonical(said)
