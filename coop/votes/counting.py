"""Goes through a closed box, ballot by ballot, and writes what is published of it."""

import json
from collections import Counter
from dataclasses import dataclass

from coop.ledger import queries as ledger
from coop.ledger.rules import Leaf, NothingYet, head_key
from coop.lib import base64url
from coop.lib.canonical import canonical
from coop.lib.refusals import Refusal
from coop.tokens.acts import check_signature, check_token
from coop.tokens.rules import Act, PublicScope
from coop.votes.queries import all_ballots
from coop.votes.rules import FORMAT, Ballot, Result, board_digest, check_body, rule_of, tally
from coop.votes.signing import VoteKeys, receipts_leaf


@dataclass(frozen=True, slots=True)
class Counted:
    """A closed box, gone through: how many rows lie in it, what holds, and its digest."""

    rows: int
    seqs: int
    result: Result
    board: bytes


def go_through(scope: PublicScope) -> Counted:
    """Check every ballot of a closed box, and count those that hold."""
    counts: Counter[str] = Counter()
    rows = seqs = invalid = 0

    def noted(ballot: Ballot) -> Ballot:
        nonlocal rows, seqs, invalid
        rows, seqs = rows + 1, seqs + ballot.seq
        if holds(ballot, scope):
            counts[ballot.choice] += 1
        else:
            invalid += 1
        return ballot

    board = board_digest(noted(ballot) for ballot in all_ballots(scope.code))
    rule = rule_of(json.loads(scope.descriptor))
    result = tally(counts, rule, issued=scope.issued_count or 0, invalid=invalid)
    return Counted(rows, seqs, result, board)


def holds(ballot: Ballot, scope: PublicScope) -> bool:
    """Whether a row of the box has a token of this vote and is signed by that token's key."""
    body = {"act": "ballot", "choice": ballot.choice, "seq": ballot.seq}
    act = Act(scope.code, ballot.nonce, ballot.prefix, ballot.token, body, ballot.signature)
    try:
        check_body(body)
        check_token(act, scope)
        check_signature(act, scope.digest)
    except Refusal:
        return False
    return True


def preamble(scope_digest: bytes, result: Leaf, keys: VoteKeys) -> str:
    """The board's first part: three leaves, each with its proof, and the head that they lead to."""
    head = ledger.head()
    if head is None:
        raise NothingYet
    digests = {"scope": scope_digest, "result": result.digest}
    digests["receipts"] = receipts_leaf(keys).digest
    proofs = ledger.inclusions(digests.values(), head.size)
    leaves = {
        name: {
            "leaf": proofs[digest].text,
            "position": proofs[digest].position,
            "path": [step.hex() for step in proofs[digest].path],
        }
        for name, digest in digests.items()
    }
    key = base64url.encode(head_key(keys.signer))
    said = {"format": FORMAT, "head": head.as_json() | {"key": key}}
    return canonical(said | leaves).decode()
