"""flags, proposals and who backs them no longer by the key of a seat, which stands beside its name.

What is stored becomes random: the house's secret is not at hand here. A seat that flagged a line,
proposed or backed before may do so once more.

Revision: 0011
Follows: 0010
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

VEILED = (
    ("room_flags", "flagger", ("room_slug", "number", "flagger")),
    ("room_proposals", "nonce", ("code",)),
    ("room_proposal_backers", "nonce", ("proposal_code", "scope_code", "nonce")),
)


def upgrade() -> None:
    for table, column, key in VEILED:
        _forget(table, column, key)
    _rename(("nonce", "proposer"), ("nonce", "backer"))


def downgrade() -> None:
    _rename(("proposer", "nonce"), ("backer", "nonce"))


def _forget(table: str, column: str, key: tuple[str, ...]) -> None:
    stored = sa.table(table, *(sa.column(name) for name in {*key, column}))
    connection = op.get_bind()
    for row in connection.execute(sa.select(*(stored.c[name] for name in key))).all():
        is_it = sa.and_(*(stored.c[name] == value for name, value in zip(key, row, strict=True)))
        change = sa.update(stored).where(is_it).values({column: secrets.token_bytes(32)})
        connection.execute(change)


def _rename(proposer: tuple[str, str], backer: tuple[str, str]) -> None:
    old, new = proposer
    op.execute(f"ALTER TABLE room_proposals RENAME COLUMN {old} TO {new}")
    op.execute(f"ALTER TABLE room_proposal_backers RENAME COLUMN {backer[0]} TO {backer[1]}")
    with op.batch_alter_table(
        "room_proposals", table_kwargs={"sqlite_with_rowid": False}
    ) as proposals:
        proposals.drop_constraint(op.f(f"uq_room_proposals_{old}_seq"), type_="unique")
        proposals.create_unique_constraint(op.f(f"uq_room_proposals_{new}_seq"), [new, "seq"])
