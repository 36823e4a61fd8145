"""Does something with a token: its own key signs, and it is sent without a session."""

import hashlib
from collections.abc import Mapping
from typing import Any

from coop.lib import base64url
from coop.lib.canonical import canonical
from coop.tokens.client.house import House, HouseRefused
from coop.tokens.client.receipts import check_receipt
from coop.tokens.client.wallet import Receipt, Token, Wallet
from coop.tokens.rules import act_message


def act(token: Token, body: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent: the token, what is done with it, and its key's signature over both."""
    digest = hashlib.sha256(canonical(dict(body))).digest()
    signature = token.signer.sign(act_message(token.descriptor_digest, digest))
    return {
        "scope": token.scope,
        "nonce": base64url.encode(token.nonce),
        "prefix": base64url.encode(token.prefix),
        "token": base64url.encode(token.signature),
        "body": dict(body),
        "signature": base64url.encode(signature),
    }


def cast(house: House, wallet: Wallet, petition: str, choice: str) -> Receipt:
    """Cast a ballot, or cast again: the highest seq counts. The receipt stays in the wallet.

    Raises KeyNotBelieved where the house gave none that holds; sent again, it asks for one anew.

    A wallet that was brought back by its seed does not know how often it voted; the house says
    which seq stands, and the next one is taken.
    """
    scope = f"vote-{petition}"
    last = wallet.receipts.get(scope)
    seq = last.seq + 1 if last else 0
    try:
        answer = _cast(house, wallet, petition, choice, seq)
    except HouseRefused as refusal:
        if "seq" not in refusal.problem:
            raise
        seq = int(refusal.problem["seq"]) + 1
        answer = _cast(house, wallet, petition, choice, seq)
    wallet.receipts[scope] = Receipt(choice, seq, answer)
    return wallet.receipts[scope]


def _cast(house: House, wallet: Wallet, petition: str, choice: str, seq: int) -> dict[str, Any]:
    token = wallet.token(f"vote-{petition}")
    sends = act(token, {"act": "ballot", "choice": choice, "seq": seq})
    told = house.ask(f"/api/v1/petitions/{petition}/ballots", sends=sends).json()
    check_receipt(house, wallet, sent=sends, told=told)
    return dict(told)
