"""Signs what may be signed, scope by scope: a key is opened once for all its messages."""

from collections.abc import Mapping, Sequence

from coop.tokens.queries import IssuingScope
from coop.tokens.sealing import sign_blind
from coop.wallet.rules import Order, Verdict


def signatures(
    verdicts: Sequence[Verdict], scopes: Mapping[str, IssuingScope], *, sealing: bytes
) -> dict[Order, bytes]:
    """The blind signatures of the orders that were not refused. Slow: some 2 ms each.

    An order that is missing could not be signed this time: the machine erred, and what it made
    would have given the key away. Its place stays taken for the same message.
    """
    by_scope: dict[str, list[Order]] = {}
    for verdict in verdicts:
        if verdict.refusal is None:
            by_scope.setdefault(verdict.order.place.scope, []).append(verdict.order)
    signed: dict[Order, bytes] = {}
    for code, orders in by_scope.items():
        answers = sign_blind(scopes[code], [each.blinded for each in orders], sealing=sealing)
        pairs = zip(orders, answers, strict=True)
        signed |= {order: answer for order, answer in pairs if isinstance(answer, bytes)}
    return signed
