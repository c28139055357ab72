"""The duty list and alerts"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty_hours",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day_from", sa.Time(), nullable=False),
        sa.Column("night_from", sa.Time(), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_duty_hours_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_hours")),
        sa.UniqueConstraint("community_id", name=op.f("uq_duty_hours_community_id")),
    )
    op.create_table(
        "duty_turn",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("duty_on", sa.Date(), nullable=True),
        sa.Column(
            "part",
            sa.Enum("day", "night", name="part", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_duty_turn_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_duty_turn_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_turn")),
        sa.UniqueConstraint(
            "community_id",
            "duty_on",
            "part",
            "rank",
            name=op.f("uq_duty_turn_community_id_duty_on_part_rank"),
        ),
        sa.UniqueConstraint(
            "community_id",
            "weekday",
            "part",
            "rank",
            name=op.f("uq_duty_turn_community_id_weekday_part_rank"),
        ),
    )
    with op.batch_alter_table("duty_turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_turn_person_id"), ["person_id"], unique=False)

    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("words", models.vault.Secret(), nullable=True),
        sa.Column("place", models.vault.Secret(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("raised_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "taken_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("taken_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("closed_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("outcome", models.vault.Secret(), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_alert_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_alert_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_alert_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_alert_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name=op.f("fk_alert_taken_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_person_id"), ["person_id"], unique=False)

    op.create_table(
        "alert_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_call_alert_id_alert")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_alert_call_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_alert_call_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_call")),
        sa.UniqueConstraint("alert_id", "person_id", name=op.f("uq_alert_call_alert_id_person_id")),
    )
    with op.batch_alter_table("alert_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_call_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("call_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard", models.vault.Secret(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "heard_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_call_request_heard_by_id_person"), "person", ["heard_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("call_request", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_call_request_heard_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("heard_by_id")
        batch_op.drop_column("heard")

    with op.batch_alter_table("alert_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_call_person_id"))

    op.drop_table("alert_call")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_person_id"))
        batch_op.drop_index(batch_op.f("ix_alert_contact_id"))

    op.drop_table("alert")
    with op.batch_alter_table("duty_turn", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_turn_person_id"))

    op.drop_table("duty_turn")
    op.drop_table("duty_hours")
