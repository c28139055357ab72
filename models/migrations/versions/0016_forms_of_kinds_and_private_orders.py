"""Forms of kinds of help, and orders that only named people see"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: what the kinds that came with the first version ask besides
_FORMS = {"mediation": "private", "public_hazard": "hazard", "errand": "agency"}


def upgrade() -> None:
    _columns()
    _keepers()
    _suggestions()
    _sitting()
    _hand_overs()


def _columns() -> None:
    with op.batch_alter_table("need_kind", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("form", sa.String(length=16), nullable=False, server_default="")
        )
    kinds = sa.table("need_kind", sa.column("code"), sa.column("form"))
    for code, form in _FORMS.items():
        op.execute(kinds.update().where(kinds.c.code == code).values(form=form))
    with op.batch_alter_table("service_order", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("only_named", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("papers", models.vault.Secret(), nullable=True))
        batch_op.add_column(
            sa.Column("whose", sa.String(length=8), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("is_pressing", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def _keepers() -> None:
    op.create_table(
        "order_keeper",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("order_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("named_by_id", _BIG, nullable=True),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("community_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_order_keeper_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["person.id"], name=op.f("fk_order_keeper_named_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_order_keeper_order_id_service_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_order_keeper_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_keeper")),
        sa.UniqueConstraint(
            "order_id", "person_id", name=op.f("uq_order_keeper_order_id_person_id")
        ),
    )
    op.create_index(op.f("ix_order_keeper_person_id"), "order_keeper", ["person_id"])


def _hand_overs() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("order_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("what", models.vault.Secret(), nullable=True),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("answered_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("community_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_hand_over_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_hand_over_order_id_service_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hand_over_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(op.f("ix_hand_over_order_id"), "hand_over", ["order_id"])


def _sitting() -> None:
    """The duty list is one of several; each has its own ranks."""
    with op.batch_alter_table("duty_turn", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=24), nullable=False, server_default="")
        )
        for day in ("duty_on", "weekday"):
            batch_op.drop_constraint(f"uq_duty_turn_community_id_{day}_part_rank", type_="unique")
            batch_op.create_unique_constraint(
                f"uq_duty_turn_community_id_kind_{day}_part_rank",
                ["community_id", "kind", day, "part", "rank"],
            )


def _suggestions() -> None:
    people = ("author_id", "keeper_id", "answered_by_id")
    op.create_table(
        "suggestion",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("author_id", _BIG, nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", models.vault.Secret(), nullable=True),
        sa.Column("is_unnamed", sa.Boolean(), nullable=False),
        sa.Column("keeper_id", _BIG, nullable=True),
        sa.Column("due_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("answer", models.vault.Secret(), nullable=True),
        sa.Column("answered_by_id", _BIG, nullable=True),
        sa.Column("answered_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("result", models.vault.Secret(), nullable=True),
        sa.Column("reported_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("created_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("community_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_suggestion_community_id_community")
        ),
        *(
            sa.ForeignKeyConstraint(
                [each], ["person.id"], name=op.f(f"fk_suggestion_{each}_person")
            )
            for each in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    for each in ("author_id", "keeper_id"):
        op.create_index(op.f(f"ix_suggestion_{each}"), "suggestion", [each])
    op.create_index(
        "ix_suggestion_community_id_answered_at", "suggestion", ["community_id", "answered_at"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_hand_over_order_id"), table_name="hand_over")
    op.drop_table("hand_over")
    op.execute("DELETE FROM duty_turn WHERE kind <> ''")
    with op.batch_alter_table("duty_turn", schema=None) as batch_op:
        for day in ("weekday", "duty_on"):
            batch_op.drop_constraint(
                f"uq_duty_turn_community_id_kind_{day}_part_rank", type_="unique"
            )
            batch_op.create_unique_constraint(
                f"uq_duty_turn_community_id_{day}_part_rank",
                ["community_id", day, "part", "rank"],
            )
        batch_op.drop_column("kind")
    op.drop_index("ix_suggestion_community_id_answered_at", table_name="suggestion")
    for each in ("keeper_id", "author_id"):
        op.drop_index(op.f(f"ix_suggestion_{each}"), table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_index(op.f("ix_order_keeper_person_id"), table_name="order_keeper")
    op.drop_table("order_keeper")
    with op.batch_alter_table("service_order", schema=None) as batch_op:
        batch_op.drop_column("is_pressing")
        batch_op.drop_column("whose")
        batch_op.drop_column("papers")
        batch_op.drop_column("only_named")
    with op.batch_alter_table("need_kind", schema=None) as batch_op:
        batch_op.drop_column("form")
