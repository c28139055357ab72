"""The directory of a company: departments, tags, and who is in them"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _key(name: str, *, nullable: bool = False) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, nullable=nullable)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "directory_reading",
        _key("id"),
        _key("account_id"),
        sa.Column("due_at", models.base.Instant(timezone=True), nullable=False),
        _key("community_id"),
        _belongs("directory_reading", "account_id", "account"),
        _belongs("directory_reading", "community_id", "community"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_reading")),
        sa.UniqueConstraint("account_id", name=op.f("uq_directory_reading_account_id")),
    )
    op.create_table(
        "directory_group",
        _key("id"),
        _key("account_id"),
        sa.Column(
            "kind",
            sa.Enum("department", "tag", name="groupkind", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        _key("community_id"),
        _belongs("directory_group", "account_id", "account"),
        _belongs("directory_group", "community_id", "community"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_group")),
        sa.UniqueConstraint(
            "account_id", "kind", "number", name=op.f("uq_directory_group_account_id_kind_number")
        ),
    )
    op.create_table(
        "directory_member",
        _key("id"),
        _key("account_id"),
        sa.Column("mark", sa.String(length=64), nullable=False),
        _key("contact_id", nullable=True),
        _key("community_id"),
        _belongs("directory_member", "account_id", "account"),
        _belongs("directory_member", "contact_id", "contact"),
        _belongs("directory_member", "community_id", "community"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_member")),
        sa.UniqueConstraint("account_id", "mark", name=op.f("uq_directory_member_account_id_mark")),
    )
    op.create_index(op.f("ix_directory_member_contact_id"), "directory_member", ["contact_id"])
    op.create_table(
        "directory_place",
        _key("id"),
        _key("group_id"),
        _key("member_id"),
        _key("community_id"),
        _belongs("directory_place", "group_id", "directory_group"),
        _belongs("directory_place", "member_id", "directory_member"),
        _belongs("directory_place", "community_id", "community"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_place")),
        sa.UniqueConstraint(
            "group_id", "member_id", name=op.f("uq_directory_place_group_id_member_id")
        ),
    )
    op.create_index(op.f("ix_directory_place_member_id"), "directory_place", ["member_id"])


def downgrade() -> None:
    for table in ("directory_place", "directory_member", "directory_group", "directory_reading"):
        op.drop_table(table)
