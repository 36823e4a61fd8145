"""second factors, passkeys, role codes.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "totp_factors",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(length=48), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_totp_factors_tries")),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seats.id"],
            name=op.f("fk_totp_factors_seat_id_seats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_totp_factors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passkeys",
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.LargeBinary(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=2048), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkeys_sign_count")),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seats.id"],
            name=op.f("fk_passkeys_seat_id_seats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_passkeys")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkeys_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "role_codes",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seats.id"],
            name=op.f("fk_role_codes_seat_id_seats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_role_codes")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_role_codes_code_digest")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("role_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_codes_expires_on"), ["expires_on"], unique=False)

    with op.batch_alter_table("seat_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("factor_until", sa.Date(), nullable=True))

    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_role"), ["role"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_role"))

    with op.batch_alter_table("seat_sessions", schema=None) as batch_op:
        batch_op.drop_column("factor_until")

    with op.batch_alter_table("role_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_codes_expires_on"))

    op.drop_table("role_codes")
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkeys_seat_id"))

    op.drop_table("passkeys")
    op.drop_table("totp_factors")
