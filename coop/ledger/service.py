"""What changes in the ledger: it grows, at its end, and in no other way."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from coop.config import Config
from coop.db import insert_into, writing
from coop.ledger.bulk import insert_columns
from coop.ledger.models import StoredHead, StoredLeaf, StoredNode, Waiting
from coop.ledger.queries import nodes
from coop.ledger.rules import SIGNER, Leaf, signed_head
from coop.lib import merkle

BATCH = 5_000
# How many digests one statement names.
SOME = 500

# One appender at a time on PostgreSQL; SQLite's `writing` lets one writer in anyway.
_TURN = select(func.pg_advisory_xact_lock(9_162))

Texts = Mapping[bytes, tuple[str, str] | tuple[None, None]]


def append(session: Session, leaves: Sequence[Leaf], *, signer: bytes, today: date) -> None:
    """Append public leaves at once, under one signed head, in the caller's transaction.

    What stands already is left out, so that a retry changes nothing. Call it last: until the
    transaction ends, every other appender waits.
    """
    texts = {leaf.digest: (leaf.kind, leaf.text.decode()) for leaf in leaves}
    _append(session, texts, signer=signer, today=today)


def wait(session: Session, digests: Iterable[bytes], *, today: date) -> None:
    """Let digests that workers cause wait for their day's batch, in the caller's transaction."""
    rows = [{"digest": digest, "sent_on": today} for digest in digests]
    if rows:
        session.execute(insert_into(session, Waiting).on_conflict_do_nothing(), rows)


def upkeep(today: date, config: Config) -> None:
    """Append what waits since before today, sorted by digest.

    Only whole days: a second run on one day appends nothing, so that polling the head tells of
    nobody at which hour something was sent.
    """
    signer = config.key(SIGNER)
    while _append_waiting(signer=signer, today=today):
        pass


def _append_waiting(*, signer: bytes, today: date) -> bool:
    """Append one batch; say whether another may follow. Writers may come in between."""
    with writing("voice") as session:
        _take_turn(session)
        due = select(Waiting.digest).where(Waiting.sent_on < today)
        some = due.order_by(Waiting.digest).limit(BATCH).scalar_subquery()
        # Taken and read in one statement: what comes in between is neither lost nor repeated.
        taken = delete(Waiting).where(Waiting.digest.in_(some)).returning(Waiting.digest)
        digests = sorted(session.scalars(taken))
        _append(session, dict.fromkeys(digests, (None, None)), signer=signer, today=today)
    return len(digests) == BATCH


def _append(session: Session, texts: Texts, *, signer: bytes, today: date) -> None:
    """Append these digests in their order, with the nodes that they complete and a head."""
    _take_turn(session)
    standing = _standing(session, list(texts))
    new = [digest for digest in texts if digest not in standing]
    if not new:
        return
    last = session.scalar(select(StoredHead).order_by(StoredHead.size.desc()).limit(1))
    size, day = (last.size, max(last.day, today)) if last else (0, today)
    tops = merkle.peaks(merkle.Span(0, size))
    hashes = dict(nodes([merkle.Span(0, size)], session))
    made = merkle.grow(size, [hashes[top] for top in tops], map(merkle.leaf_hash, new))
    _store(session, made, [(place, d, *texts[d]) for place, d in enumerate(new, start=size)])
    grown = merkle.Span(0, size + len(new))
    root = merkle.fold([(hashes | made)[top] for top in merkle.peaks(grown)])
    # Who waited for a turn over midnight signs with the day of whoever came before.
    head = signed_head(grown.end, root, day=day, signer=signer)
    row = {"size": head.size, "previous": size, "root": root, "day": day}
    signed = {"is_public": texts[new[0]][0] is not None, "signature": head.signature}
    session.execute(insert(StoredHead), [row | signed])


def _store(
    session: Session,
    made: merkle.Hashes,
    leaves: Sequence[tuple[int, bytes, str | None, str | None]],
) -> None:
    insert_columns(session, StoredLeaf, tuple(zip(*leaves, strict=True)))
    nodes = [(node.level, node.position, hashed) for node, hashed in made.items()]
    insert_columns(session, StoredNode, tuple(zip(*nodes, strict=True)))


def _standing(session: Session, digests: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for some in _by(digests, SOME):
        query = select(StoredLeaf.digest).where(StoredLeaf.digest.in_(some))
        found.update(session.scalars(query))
    return found


def _by(digests: Sequence[bytes], count: int) -> Iterable[Sequence[bytes]]:
    return (digests[start : start + count] for start in range(0, len(digests), count))


def _take_turn(session: Session) -> None:
    voice = session.connection(bind_arguments={"mapper": StoredHead})
    if voice.dialect.name == "postgresql":
        voice.execute(_TURN)
