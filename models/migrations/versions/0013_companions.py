"""Companions: who comes along with a sign-up"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "companion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "sign_up_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", models.vault.Secret(), nullable=False),
        sa.Column("is_minor", sa.Boolean(), nullable=False),
        sa.Column("brought_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_companion_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["sign_up.id"], name=op.f("fk_companion_sign_up_id_sign_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companion")),
    )
    op.create_index(op.f("ix_companion_sign_up_id"), "companion", ["sign_up_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_companion_sign_up_id"), table_name="companion")
    op.drop_table("companion")
