"""What a forger does to the ledger's rows, on both databases."""

from collections.abc import Callable

from sqlalchemy import Connection, text

from coop.ledger.models import StoredHead, StoredLeaf, StoredNode
from coop.ledger.rules import SIGNER, signed_head
from coop.lib import merkle
from coop.web.settings import config

Deed = Callable[[Connection], object]
UNTOLD = "UPDATE ledger_leaves SET text = NULL, kind = NULL"
BLOB = {"sqlite": "x'{}'", "postgresql": r"'\x{}'::bytea"}


def sql(*statements: str) -> Deed:
    def done(connection: Connection) -> None:
        for statement in statements:
            blob = BLOB[connection.dialect.name].format("66" * 32)
            connection.execute(text(statement.replace("{blob}", blob)))

    return done


def swap(table: str, column: str, one: int, other: int, where: str = "TRUE") -> Deed:
    """Let two rows change places."""
    set_to = f"UPDATE {table} SET {column} = {{}} WHERE {column} = {{}} AND {where}"
    return sql(set_to.format(-1, one), set_to.format(one, other), set_to.format(other, -1))


def rehash(connection: Connection, *, first: int = 0) -> None:
    """Make all nodes anew from the leaves, as a careful forger without the key would."""
    query = text("SELECT digest FROM ledger_leaves ORDER BY position")
    digests = [bytes(row.digest) for row in connection.execute(query)]
    connection.execute(StoredNode.__table__.delete())
    made = merkle.grow(0, (), map(merkle.leaf_hash, digests))
    rows = [{"level": n.level, "position": n.position, "hash": h} for n, h in made.items()]
    connection.execute(StoredNode.__table__.insert(), rows)


def resign(connection: Connection) -> None:
    """Sign all heads anew, as the operator can."""
    query = text("SELECT digest FROM ledger_leaves ORDER BY position")
    hashes = [merkle.leaf_hash(bytes(row.digest)) for row in connection.execute(query)]
    heads = StoredHead.__table__
    for row in connection.execute(heads.select()).all():
        head = signed_head(
            row.size, merkle.root(hashes[: row.size]), day=row.day, signer=config().key(SIGNER)
        )
        connection.execute(
            heads.update()
            .where(heads.c.size == row.size)
            .values(root=head.root, signature=head.signature)
        )


def forge(place: int, *, deeds: tuple[Callable[[Connection], object], ...]) -> Deed:
    """Put another digest into a leaf of a worker, then do the rest."""

    def done(connection: Connection) -> None:
        leaves = StoredLeaf.__table__
        forged = leaves.update().where(leaves.c.position == place).values(digest=b"f" * 32)
        connection.execute(forged)
        for deed in deeds:
            deed(connection)

    return done
