"""Call lists, text messages and pasted lines"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outbox_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum("waiting", "told", "stale", name="callstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "why",
            sa.Enum("no_chat", "shut", "failed", name="whycalled", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "done_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("done_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_call_item_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_call_item_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_call_item_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_call_item_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_item")),
        sa.UniqueConstraint(
            "notice_id", "person_id", name=op.f("uq_call_item_notice_id_person_id")
        ),
        sa.UniqueConstraint("outbox_id", name=op.f("uq_call_item_outbox_id")),
    )
    with op.batch_alter_table("call_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_call_item_community_id_state", ["community_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_call_item_person_id"), ["person_id"], unique=False)

    op.create_table(
        "text_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "due",
                "sending",
                "sent",
                "uncertain",
                "gave_up",
                name="textstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("due_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("sent_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_text_message_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_text_message_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_text_message_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_message")),
        sa.UniqueConstraint(
            "notice_id", "person_id", name=op.f("uq_text_message_notice_id_person_id")
        ),
    )
    with op.batch_alter_table("text_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_text_message_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "pasted_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_pasted_line_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_pasted_line_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_pasted_line_order_id_service_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pasted_line_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pasted_line")),
        sa.UniqueConstraint(
            "community_id",
            "subject",
            "fingerprint",
            name=op.f("uq_pasted_line_community_id_subject_fingerprint"),
        ),
    )
    with op.batch_alter_table("pasted_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pasted_line_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "reaches",
                sa.Enum(
                    "at_once",
                    "in_window",
                    "when_open",
                    name="reaches",
                    native_enum=False,
                    length=16,
                ),
                nullable=False,
                server_default="at_once",
            )
        )

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "urgency",
                sa.Enum("news", "today", "safety", name="urgency", native_enum=False, length=16),
                nullable=False,
                server_default="news",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_column("urgency")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("reaches")

    with op.batch_alter_table("pasted_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pasted_line_person_id"))

    op.drop_table("pasted_line")
    with op.batch_alter_table("text_message", schema=None) as batch_op:
        batch_op.drop_index("ix_text_message_state_due_at")
        batch_op.drop_index(batch_op.f("ix_text_message_person_id"))

    op.drop_table("text_message")
    with op.batch_alter_table("call_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_item_person_id"))
        batch_op.drop_index("ix_call_item_community_id_state")

    op.drop_table("call_item")
