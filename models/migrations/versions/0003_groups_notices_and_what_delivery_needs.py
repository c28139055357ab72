"""Groups, notices and what delivery needs"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("text", models.vault.Secret(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("everyone", "volunteers", name="audience", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("queued", "sent", "stopped", name="noticestate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("cursor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("not_after", models.base.Instant(timezone=True), nullable=True),
        sa.Column("created_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("done_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_notice_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_notice_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_table(
        "group_chat",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "new",
                "building",
                "team",
                "community",
                "silent",
                name="grouppurpose",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("building", sa.String(length=8), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("next_send_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("left_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("created_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_group_chat_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_group_chat_community_id_community")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_group_chat_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_chat")),
        sa.UniqueConstraint("account_id", "address", name=op.f("uq_group_chat_account_id_address")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("username", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("paused_until", models.base.Instant(timezone=True), nullable=True)
        )

    with op.batch_alter_table("action_button", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.alter_column("contact_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_unique_constraint(
            batch_op.f("uq_action_button_group_id_script_subject"),
            ["group_id", "script", "subject"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_action_button_group_id_group_chat"), "group_chat", ["group_id"], ["id"]
        )

    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("retry_at", models.base.Instant(timezone=True), nullable=True)
        )
        batch_op.create_index("ix_media_state_retry_at", ["state", "retry_at"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.alter_column("contact_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.drop_index(batch_op.f("ix_outbox_state_due_at"))
        batch_op.create_index("ix_outbox_group_id_state", ["group_id", "state"], unique=False)
        batch_op.create_index("ix_outbox_notice_id_state", ["notice_id", "state"], unique=False)
        batch_op.create_index(
            "ix_outbox_account_id_state_lane_due_at",
            ["account_id", "state", "lane", "due_at", "id"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_group_id_group_chat"), "group_chat", ["group_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_notice_id_notice"), "notice", ["notice_id"], ["id"]
        )

    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.alter_column("contact_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_unique_constraint(
            batch_op.f("uq_sent_message_group_id_subject"), ["group_id", "subject"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sent_message_group_id_group_chat"), "group_chat", ["group_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_sent_message_group_id_group_chat"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_sent_message_group_id_subject"), type_="unique")
        batch_op.alter_column("contact_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("group_id")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outbox_notice_id_notice"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_outbox_group_id_group_chat"), type_="foreignkey")
        batch_op.drop_index("ix_outbox_account_id_state_lane_due_at")
        batch_op.drop_index("ix_outbox_notice_id_state")
        batch_op.drop_index("ix_outbox_group_id_state")
        batch_op.create_index(
            batch_op.f("ix_outbox_state_due_at"), ["state", "due_at"], unique=False
        )
        batch_op.alter_column("contact_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("notice_id")
        batch_op.drop_column("group_id")

    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_index("ix_media_state_retry_at")
        batch_op.drop_column("retry_at")
        batch_op.drop_column("attempts")

    with op.batch_alter_table("action_button", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_action_button_group_id_group_chat"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_action_button_group_id_script_subject"), type_="unique"
        )
        batch_op.alter_column("contact_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("group_id")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("paused_until")
        batch_op.drop_column("username")

    op.drop_table("group_chat")
    op.drop_table("notice")
