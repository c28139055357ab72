"""Access tokens, push windows and codes of stations"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("token", models.vault.Secret(), nullable=False),
        sa.Column("expires_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("fetches", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_access_token_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_access_token_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("account_id", name=op.f("uq_access_token_account_id")),
    )
    op.create_table(
        "push_window",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum("message", "tap", name="opens", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("until", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_push_window_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_push_window_contact_id_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_window")),
        sa.UniqueConstraint("contact_id", "kind", name=op.f("uq_push_window_contact_id_kind")),
    )
    op.create_table(
        "station_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("link", sa.String(length=255), nullable=False),
        sa.Column("made_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_station_code_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_station_code_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_station_code_station_id_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_code")),
        sa.UniqueConstraint(
            "account_id", "station_id", name=op.f("uq_station_code_account_id_station_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("station_code")
    op.drop_table("push_window")
    op.drop_table("access_token")
