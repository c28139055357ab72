"""Corrections of what was read, without the person; what a community does not do"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("field", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("words", models.vault.Secret(), nullable=False),
        sa.Column("was", sa.String(length=60), nullable=False),
        sa.Column("became", sa.String(length=60), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_correction_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_day_at"), "correction", ["day_at"])
    op.create_table(
        "kind_limit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("says", sa.String(length=120), nullable=False),
        sa.Column("who", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=24), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_kind_limit_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind_limit")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_kind_limit_community_id_code")),
    )


def downgrade() -> None:
    op.drop_table("kind_limit")
    op.drop_index(op.f("ix_correction_day_at"), table_name="correction")
    op.drop_table("correction")
