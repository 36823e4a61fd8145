#!/usr/bin/env python3
"""Checks a downloaded ballot board from the outside, and counts it again.

    python3 verifier.py board.json [--receipt receipt.json] [--key KEY]
                        [--head older-head.json --consistency consistency.json]

One file, Python's standard library and `cryptography`; it asks no server and imports nothing of
the house whose board it checks. What is checked, in this order: that the vote's key and rule, the
result and the key of the receipts are leaves of the ledger whose signed head the board carries;
each ballot's token, signature and form; that none stands twice; the count under the vote's rule;
and that ballots <= tokens issued <= roll.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key

FORMAT = "coop-voice/board/v1"
CHOICES = ("yes", "no", "abstain")
FIELDS = {"choice", "nonce", "prefix", "seq", "signature", "token"}
SEQ_MOST = 2**31 - 1
BATCH = 500
# From so many ballots on, processes of their own save more time than starting them takes.
MANY = 2_000
SHOWN = 20
# Keys of small order, their sign bit left out: anybody can sign for them.
WEAK_KEYS = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}
PSS = padding.PSS(padding.MGF1(SHA384()), 48)


class Fault(Exception):
    """One thing that does not hold, as a sentence."""


class SaysNothing(Exception):
    """What was given beside the board proves nothing of it, for or against; why, as a sentence."""


@dataclass
class Verdict:
    """What was counted, and every sentence of what does not hold."""

    title: str = ""
    scope: str = ""
    head_key: str = ""
    faults: list[str] = field(default_factory=list)
    bad_ballots: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHOICES, 0))
    ballots: int = 0
    issued: int = 0
    roll: int = 0
    outcome: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing at all was found."""
        return not self.faults and not self.bad_ballots


def sha256(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785) of text, whole numbers, lists and objects with plain names."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def unbase64(text: Any, length: int | None, what: str) -> bytes:
    """Bytes of base64url without padding, in the one way that they can be written."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (TypeError, ValueError) as error:
        raise Fault(f"its {what} is not base64url") from error
    is_canonical = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text
    if not is_canonical or length not in (None, len(raw)):
        raise Fault(f"its {what} is not written as it must be")
    return raw


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def node(left: bytes, right: bytes) -> bytes:
    """An inner node of the ledger's tree (RFC 9162)."""
    return sha256(b"\x01" + left + right)


def _is_number(value: Any) -> bool:
    """Whether this is a whole number: in Python, `true` would pass for 1."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_included(
    digest: bytes, position: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether a leaf stands at this position of a tree (RFC 9162, 2.1.3.2)."""
    if not _is_number(position) or not 0 <= position < size:
        return False
    number, last, seen = position, size - 1, sha256(b"\x00" + digest)
    for step in path:
        if last == 0:
            return False
        if number & 1 or number == last:
            seen = node(step, seen)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            seen = node(seen, step)
        number, last = number >> 1, last >> 1
    return last == 0 and seen == root


def is_consistent(
    first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Whether a tree grew from an older one by appending only (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    steps = list(path) if first & (first - 1) else [first_root, *path]
    if not steps:
        return False
    number, last = first - 1, second - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            old, new = node(step, old), node(step, new)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            new = node(new, step)
        number, last = number >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


@dataclass(frozen=True)
class Vote:
    """What a ballot is checked against: the vote's descriptor and key, as the ledger keeps them."""

    code: str
    descriptor: Mapping[str, Any]
    digest: bytes
    spki: bytes
    key: rsa.RSAPublicKey

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Vote":
        """The vote of a ledger leaf of kind "scope"."""
        text = content["descriptor"]
        spki = unbase64(content["key"], None, "key")
        key = load_der_public_key(spki)
        if not isinstance(key, rsa.RSAPublicKey):
            raise Fault("The vote's key is not an RSA key.")
        return cls(content["scope"], json.loads(text), sha256(text.encode()), spki, key)

    def fault_of(self, ballot: Any) -> str | None:
        """Why a ballot is no ballot of this vote; None for a good one."""
        try:
            self._check(ballot)
        except Fault as fault:
            return str(fault)
        return None

    def _check(self, ballot: Any) -> None:
        if not isinstance(ballot, dict) or set(ballot) != FIELDS:
            raise Fault("it has not exactly the fields of a ballot")
        seq = ballot["seq"]
        if type(seq) is not int or not 0 <= seq <= SEQ_MOST:
            raise Fault("its seq is no whole number from 0 on")
        if ballot["choice"] not in CHOICES:
            raise Fault("its choice is none of this vote")
        nonce = unbase64(ballot["nonce"], 32, "nonce")
        prefix = unbase64(ballot["prefix"], 32, "prefix")
        if (nonce[:31] + bytes([nonce[31] & 127])).hex() in WEAK_KEYS:
            raise Fault("its nonce is a key that anybody can sign for")
        token = unbase64(ballot["token"], self.key.key_size // 8, "token")
        signature = unbase64(ballot["signature"], 64, "signature")
        message = b"coop-voice/v1\x00" + self.digest + nonce + sha256(self.spki)
        try:
            self.key.verify(token, prefix + message, PSS, SHA384())
        except InvalidSignature as error:
            raise Fault("its token was not signed by this vote's key") from error
        said = canonical({"act": "ballot", "choice": ballot["choice"], "seq": seq})
        if not is_signed(nonce, signature, b"coop-voice/act/v1\x00" + self.digest + sha256(said)):
            raise Fault("its choice and seq are not signed by the key of its token")


def tally(counts: Mapping[str, int], *, issued: int, roll: int, quorum: int, majority: str) -> str:
    """The outcome: "adopted", "rejected", "no_quorum", or "void" where the sums cannot be."""
    yes, no, cast = counts["yes"], counts["no"], sum(counts.values())
    if not cast <= issued <= roll:
        return "void"
    if cast == 0 or 100 * cast < quorum * roll:
        return "no_quorum"
    won = {
        "simple": yes > no,
        "absolute": 2 * yes > cast,
        "two_thirds": yes > 0 and 3 * yes >= 2 * (yes + no),
    }
    return "adopted" if won[majority] else "rejected"


def verify(
    board: Any,
    *,
    progress: Callable[[int], object] = lambda _done: None,
    run: Callable[..., Iterable[Any]] = map,
) -> Verdict:
    """Check a whole board; `progress` is told how many more ballots were checked.

    `run` is `map` or one that works on several processors.
    """
    verdict = Verdict()
    try:
        vote, result = _read_ledger(board, verdict)
        ballots = board["ballots"]
        batches = [ballots[start : start + BATCH] for start in range(0, len(ballots), BATCH)]
        faults: list[str | None] = []
        for found in run(partial(faults_of, board["scope"]["leaf"]), batches):
            faults += found
            progress(len(found))
        _sort_out(ballots, faults, verdict)
        _check_result(vote, ballots, result, verdict)
    except Fault as fault:
        verdict.faults.append(str(fault))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        verdict.faults.append(f"The board is not complete or not well formed: {error!r}.")
    return verdict


def _read_ledger(board: Any, verdict: Verdict) -> tuple[Vote, Mapping[str, Any]]:
    parts = {"ballots", "format", "head", "receipts", "result", "scope"}
    if set(board) != parts or not isinstance(board["ballots"], list):
        raise Fault("The board has not exactly the parts of a board.")
    if board["format"] != FORMAT:
        raise Fault(f"The board is not of the format {FORMAT}.")
    head = board["head"]
    check_head(head)
    verdict.head_key = head["key"]
    vote = Vote.of(_leaf(board["scope"], head, "scope"))
    result = _leaf(board["result"], head, "result")
    receipts = _leaf(board["receipts"], head, "key")
    if receipts["purpose"] != "ballot receipts":
        raise Fault("The key for receipts is not one for receipts.")
    if result["scope"] != vote.code or vote.descriptor["kind"] != "vote":
        raise Fault("The result in the ledger is not of this vote.")
    verdict.scope, verdict.title = vote.code, str(vote.descriptor.get("title", ""))
    verdict.issued, verdict.roll = result["issued"], vote.descriptor["roll"]
    return vote, result


def check_head(head: Mapping[str, Any]) -> None:
    """Raise Fault unless the head is signed by its own key."""
    if not _is_number(head["size"]):
        raise Fault("The head's size is no whole number.")
    said = canonical({"day": head["day"], "root": head["root"], "size": head["size"]})
    key, signature = unbase64(head["key"], 32, "key"), unbase64(head["signature"], 64, "signature")
    if set(head) != {"day", "key", "root", "signature", "size"} or not is_signed(
        key, signature, b"coop-voice/head/v1\x00" + said
    ):
        raise Fault("The ledger's head is not signed by the key that it names.")


def _leaf(part: Mapping[str, Any], head: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    text = part["leaf"].encode()
    leaf = json.loads(text)
    is_whole = set(part) == {"leaf", "path", "position"} and isinstance(part["path"], list)
    if not is_whole or canonical(leaf) != text or leaf["kind"] != kind:
        raise Fault(f"The leaf of kind “{kind}” is not written as a leaf must be.")
    path, root = [_hex(step) for step in part["path"]], _hex(head["root"])
    if not is_included(sha256(text), part["position"], head["size"], path, root):
        raise Fault(f"The leaf of kind “{kind}” does not stand in the ledger of this head.")
    content: Mapping[str, Any] = leaf["content"]
    return content


def _hex(text: str) -> bytes:
    raw = bytes.fromhex(text)
    if raw.hex() != text or len(raw) != 32:
        raise Fault(f"“{text}” is not a digest in lowercase hexadecimal.")
    return raw


def faults_of(scope_leaf: str, ballots: Iterable[Any]) -> list[str | None]:
    """What is wrong with each of some ballots of the vote of this leaf; None for a good one."""
    vote = Vote.of(json.loads(scope_leaf)["content"])
    return [vote.fault_of(ballot) for ballot in ballots]


def _sort_out(ballots: Sequence[Any], faults: Sequence[str | None], verdict: Verdict) -> None:
    """Count the good ones, which must stand sorted, each once; name the others."""
    last = b""
    for number, (ballot, found_fault) in enumerate(zip(ballots, faults, strict=True), start=1):
        fault = found_fault
        if fault is None:
            nonce = unbase64(ballot["nonce"], 32, "nonce")
            fault = None if nonce > last else "it stands twice, or not in the order of nonces"
            last = max(last, nonce)
        if fault is None:
            verdict.counts[ballot["choice"]] += 1
        else:
            verdict.bad_ballots[f"{number} ({_name(ballot)})"] = fault
    verdict.ballots = len(ballots)


def _name(ballot: Any) -> str:
    return str(ballot.get("nonce", "no nonce")) if isinstance(ballot, dict) else "no ballot"


def digest_of(ballots: Iterable[Any]) -> str:
    """The board's digest, which `jq -cS '.ballots[]' board.json | sha256sum` gives too."""
    total = hashlib.sha256()
    for ballot in ballots:
        total.update(canonical(ballot) + b"\n")
    return total.hexdigest()


def _check_result(
    vote: Vote, ballots: Sequence[Any], result: Mapping[str, Any], verdict: Verdict
) -> None:
    """Compare the count with the result that the ledger keeps, figure by figure."""
    rule = {name: vote.descriptor[name] for name in ("roll", "quorum", "majority")}
    verdict.outcome = tally(verdict.counts, issued=verdict.issued, **rule)
    counted = {
        "scope": vote.code,
        "board": digest_of(ballots),
        "ballots": verdict.ballots,
        "invalid": len(verdict.bad_ballots),
        "issued": verdict.issued,
        "outcome": verdict.outcome,
    }
    counted |= rule | verdict.counts
    for name in sorted(set(result) | set(counted)):
        if result.get(name) != counted.get(name):
            verdict.faults.append(
                f"The published result says {name} = {result.get(name)}; "
                f"the board gives {counted.get(name)}."
            )
    if verdict.ballots > verdict.issued:
        verdict.faults.append(
            f"There are {verdict.ballots} ballots, but only {verdict.issued} tokens were issued."
        )
    if verdict.issued > verdict.roll:
        verdict.faults.append(
            f"{verdict.issued} tokens were issued, but the roll had {verdict.roll} members only."
        )


def check_older_head(
    board: Mapping[str, Any], older: Mapping[str, Any], proof: Mapping[str, Any]
) -> None:
    """Raise Fault unless the board's ledger grew from a head that was seen before."""
    check_head(older)
    head = board["head"]
    if older["key"] != head["key"]:
        raise Fault("The older head was signed by another key.")
    if older["size"] > head["size"]:
        raise Fault("The older head is longer than the board's: download the board again.")
    path = [_hex(step) for step in proof["path"]]
    roots = _hex(older["root"]), _hex(head["root"])
    if not is_consistent(older["size"], head["size"], path, *roots):
        raise Fault("The ledger did not grow from the older head: its past was rewritten.")


def check_receipt(board: Mapping[str, Any], receipt: Mapping[str, Any]) -> str:
    """What became of a receipt's ballot, as a sentence.

    Raises Fault where it is lost, and SaysNothing for a receipt of another vote.
    """
    key = json.loads(board["receipts"]["leaf"])["content"]["key"]
    said = {name: receipt[name] for name in ("choice", "nonce", "scope", "seq")}
    signature = unbase64(receipt["receipt"], 64, "signature")
    message = b"coop-voice/receipt/v1\x00" + canonical(said)
    if not is_signed(unbase64(key, 32, "key"), signature, message):
        raise Fault("The receipt was not signed by this house.")
    scope = json.loads(board["scope"]["leaf"])["content"]["scope"]
    if receipt["scope"] != scope:
        raise SaysNothing(
            f"This receipt is of another vote, {receipt['scope']}; the board is that of {scope}."
        )
    found = next((one for one in board["ballots"] if one["nonce"] == receipt["nonce"]), None)
    if found is None or found["seq"] < receipt["seq"]:
        raise Fault("The ballot of this receipt is missing from the board, or was rolled back.")
    if found["seq"] > receipt["seq"]:
        return f"A later ballot of the same token stands: {found['choice']}."
    if found["choice"] != receipt["choice"]:
        raise Fault("The ballot of this receipt stands with another choice.")
    return f"The ballot of this receipt stands: {found['choice']}."


def sentences(verdict: Verdict) -> list[str]:
    """The verdict in words."""
    said = [f"{verdict.scope}: {verdict.title}"] if verdict.scope else []
    counts = ", ".join(f"{choice} {verdict.counts[choice]}" for choice in CHOICES)
    said.append(
        f"{verdict.ballots} ballots, {verdict.issued} tokens issued, {verdict.roll} on the roll. "
        f"{counts}. Outcome: {verdict.outcome.replace('_', ' ') or 'none'}."
    )
    said += verdict.faults
    bad = list(verdict.bad_ballots.items())
    said += [f"Ballot {name}: {fault}." for name, fault in bad[:SHOWN]]
    if len(bad) > SHOWN:
        said.append(f"And {len(bad) - SHOWN} ballots more that do not hold.")
    said.append(
        "Everything holds: every token, every signature, the ledger, the count."
        if verdict.holds
        else "THIS BOARD DOES NOT HOLD."
    )
    return said


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Checks a ballot board and counts it again.")
    parser.add_argument("board", type=Path, help="the downloaded board, JSON")
    parser.add_argument("--receipt", type=Path, help="a saved receipt: is its ballot counted?")
    parser.add_argument("--key", help="the ledger's key as you know it")
    parser.add_argument("--head", type=Path, help="a head of the ledger that you saved before")
    parser.add_argument("--consistency", type=Path, help="the proof from that head to the board's")
    return parser.parse_args()


def _verify_quickly(board: Any) -> Verdict:
    ballots = board.get("ballots") if isinstance(board, dict) else None
    if not isinstance(ballots, list) or len(ballots) < MANY:
        return verify(board)
    with ProcessPoolExecutor() as processes:
        return verify(board, run=processes.map)


def _read(path: Path | None) -> Any:
    """What a file beside the board says; None where none is given."""
    if path is None:
        return None
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise SaysNothing(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise SaysNothing(f"{path} is not JSON: {error}.") from error


def _check_beside(board: Any, beside: Mapping[str, Any]) -> list[str]:
    """Check what was given beside the board; what was found, as sentences."""
    said = []
    if beside["head"] is not None:
        check_older_head(board, beside["head"], beside["consistency"] or {"path": []})
        said.append("The ledger grew from the head that you saved.")
    if beside["receipt"] is not None:
        said.append(check_receipt(board, beside["receipt"]))
    return said


def main() -> int:
    """Say what was found: 0 where all holds, 1 where the board does not, 2 where a file is missing.

    3 where the board holds, and what was given beside it says nothing of it: a receipt of another
    vote, a file that is none.
    """
    asked = _arguments()
    try:
        beside = {name: _read(getattr(asked, name)) for name in ("head", "consistency", "receipt")}
        content = asked.board.read_bytes()
    except SaysNothing as refusal:
        return _say([str(refusal)], 2)
    except OSError as error:
        return _say([f"{asked.board} cannot be read: {error.strerror}."], 2)
    try:
        board = json.loads(content)
    except (ValueError, RecursionError) as error:
        return _say([f"This file is no board: {error}"], 1)
    verdict = _verify_quickly(board)
    said: list[str] = []
    is_beside_it = True
    try:
        if asked.key and asked.key != verdict.head_key:
            raise Fault("The ledger's head is signed by another key than the one given.")
        said += _check_beside(board, beside)
    except Fault as fault:
        verdict.faults.append(str(fault))
    except SaysNothing as refusal:
        said.append(str(refusal))
        is_beside_it = False
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        said.append(f"A file given beside the board is not well formed: {error!r}.")
        is_beside_it = False
    said.append(f"The ledger's key is {verdict.head_key}: compare it with one that you know.")
    status = 3 if verdict.holds and not is_beside_it else int(not verdict.holds)
    return _say([*sentences(verdict), *said], status)


def _say(said: Iterable[str], status: int) -> int:
    for sentence in said:
        # A title may hold what would move a terminal's cursor.
        shown = "".join(sign if sign.isprintable() else "?" for sign in sentence)
        sys.stdout.write(shown + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
