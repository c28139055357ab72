"""Asking for others, finding, visiting, rights: what people need of each other"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


#: what the kinds of help that everybody started with ask of those who go
_SKILLS = {
    "home_repair": ["plumbing_electric", "appliance"],
    "medical_escort": ["medical"],
    "digital_help": ["computer"],
    "labour_help": ["lifting"],
    "haircut": ["haircut"],
    "psych_support": ["counselling"],
    "tutoring": ["teaching"],
    "disability_help": ["medical", "sign_language"],
    "health_clinic": ["medical"],
    "legal_advice": ["law"],
    "mediation": ["mediation"],
    "culture_class": ["music", "opera_dance", "calligraphy"],
}
_PROVEN = ("psych_support", "health_clinic", "legal_advice")
_CHILDREN = ("tutoring", "child_escort")
_ALONE = ("errand", "digital_help", "psych_support")


def upgrade() -> None:
    op.create_table(
        "tombstone",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_tombstone_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("person_id", name=op.f("uq_tombstone_person_id")),
    )
    op.create_table(
        "qualification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("skill", sa.String(length=24), nullable=False),
        sa.Column("number", models.vault.Secret(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "verified_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("verified_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_qualification_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_qualification_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["person.id"], name=op.f("fk_qualification_verified_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
        sa.UniqueConstraint("person_id", "skill", name=op.f("uq_qualification_person_id_skill")),
    )
    op.create_table(
        "rights_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("due_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("done_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_rights_request_community_id_community"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rights_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
    )
    with op.batch_alter_table("rights_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rights_request_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "trust",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "given_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("given_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("until", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_trust_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_trust_given_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_trust_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_trust_person_id_kind")),
    )
    op.create_table(
        "volunteer_profile",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("minutes_per_week", sa.Integer(), nullable=True),
        sa.Column("rests_until", models.base.Instant(timezone=True), nullable=True),
        sa.Column("since", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_volunteer_profile_community_id_community"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_volunteer_profile_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_profile")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_volunteer_profile_community_id_number")
        ),
        sa.UniqueConstraint("person_id", name=op.f("uq_volunteer_profile_person_id")),
    )
    op.create_table(
        "call_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "caller_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("note", models.vault.Secret(), nullable=True),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["caller_id"], ["person.id"], name=op.f("fk_call_log_caller_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_call_log_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_call_log_order_id_service_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_log")),
    )
    with op.batch_alter_table("call_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_log_order_id"), ["order_id"], unique=False)

    op.create_table(
        "call_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("done_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "done_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_call_request_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_call_request_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_call_request_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_call_request_order_id_service_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_call_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_request")),
    )
    with op.batch_alter_table("call_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_call_request_contact_id"), ["contact_id"], unique=False
        )

    op.create_table(
        "home_enquiry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("building", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("room", models.vault.Secret(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_home_enquiry_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_home_enquiry_order_id_service_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_home_enquiry_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["person.id"], name=op.f("fk_home_enquiry_worker_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_enquiry")),
    )
    with op.batch_alter_table("home_enquiry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_enquiry_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reported_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", models.vault.Secret(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "handled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("handled_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("outcome", models.vault.Secret(), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_incident_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["person.id"], name=op.f("fk_incident_handled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_incident_order_id_service_order")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["person.id"], name=op.f("fk_incident_reported_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_order_id"), ["order_id"], unique=False)

    op.create_table(
        "guardian_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("minor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("used_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_guardian_code_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["minor_id"], ["person.id"], name=op.f("fk_guardian_code_minor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_code")),
    )
    with op.batch_alter_table("guardian_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guardian_code_code_hash"), ["code_hash"], unique=False)

    op.create_table(
        "relay_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "from_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "to_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("text", models.vault.Secret(), nullable=False),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("reported_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_relay_line_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["from_person_id"], ["person.id"], name=op.f("fk_relay_line_from_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_relay_line_order_id_service_order")
        ),
        sa.ForeignKeyConstraint(
            ["to_person_id"], ["person.id"], name=op.f("fk_relay_line_to_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_line")),
    )
    with op.batch_alter_table("relay_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_relay_line_from_person_id"), ["from_person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_relay_line_order_id"), ["order_id"], unique=False)

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("expires_at", models.base.Instant(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "invited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("batch", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("asks_first", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("arrives_at", models.base.Instant(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("confirmed_at", models.base.Instant(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("at_risk_at", models.base.Instant(timezone=True), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_team_id_team"), "team", ["team_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_invited_by_id_person"), "person", ["invited_by_id"], ["id"]
        )

    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("opening", sa.String(length=60), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("eve_at", sa.Time(), nullable=False, server_default="18:00:00")
        )
        batch_op.add_column(
            sa.Column("tell_by", sa.Time(), nullable=False, server_default="20:30:00")
        )
        batch_op.add_column(
            sa.Column("alone_allowed", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thanks", models.vault.Secret(), nullable=True))
        batch_op.add_column(sa.Column("first_stars", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("manner", sa.String(length=8), nullable=False, server_default="chat")
        )
        batch_op.add_column(
            sa.Column(
                "written_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_evaluation_written_by_id_person"), "person", ["written_by_id"], ["id"]
        )

    with op.batch_alter_table("need_kind", schema=None) as batch_op:
        batch_op.add_column(sa.Column("skills", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column("needs_proof", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("for_child", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("may_be_alone", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("sex", sa.String(length=1), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("birth_year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("care", models.vault.SecretJson(), nullable=True))
        batch_op.add_column(sa.Column("quiet_from", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("quiet_until", sa.Time(), nullable=True))
        batch_op.add_column(
            sa.Column("hushed_until", models.base.Instant(timezone=True), nullable=True)
        )

    with op.batch_alter_table("service_order", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("relation", sa.String(length=16), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("news_to", sa.String(length=16), nullable=False, server_default="asker")
        )
        batch_op.add_column(
            sa.Column("family_is_off", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("own_yes", sa.String(length=8), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("sensitive", sa.String(length=24), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("may_tell_health", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("wish", models.vault.Secret(), nullable=True))
        batch_op.add_column(
            sa.Column("wants_woman", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column(
                "wants_person_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("door_note", models.vault.Secret(), nullable=True))
        batch_op.add_column(
            sa.Column("venue", sa.String(length=16), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("served_count", sa.Integer(), nullable=False, server_default="1")
        )
        batch_op.add_column(
            sa.Column(
                "follows_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "merged_into_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("batches", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("code_out", models.vault.Secret(), nullable=True))
        batch_op.add_column(sa.Column("password", models.vault.Secret(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_service_order_wants_person_id_person"),
            "person",
            ["wants_person_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_service_order_follows_id_service_order"),
            "service_order",
            ["follows_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_service_order_merged_into_id_service_order"),
            "service_order",
            ["merged_into_id"],
            ["id"],
        )

    with op.batch_alter_table("station", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("tier", sa.String(length=8), nullable=False, server_default="point")
        )

    _fill_kinds()
    _index_what_finding_reads()


def _fill_kinds() -> None:
    """Kinds of help as they stand learn what is asked of those who go."""
    kind = sa.table(
        "need_kind",
        sa.column("code", sa.String),
        sa.column("skills", sa.JSON),
        sa.column("needs_proof", sa.Boolean),
        sa.column("for_child", sa.Boolean),
        sa.column("may_be_alone", sa.Boolean),
    )
    for code, skills in _SKILLS.items():
        op.execute(kind.update().where(kind.c.code == code).values(skills=skills))
    for column, codes in (
        ("needs_proof", _PROVEN),
        ("for_child", _CHILDREN),
        ("may_be_alone", _ALONE),
    ):
        op.execute(kind.update().where(kind.c.code.in_(codes)).values({column: True}))


def _index_what_finding_reads() -> None:
    """Volunteers of a building, proofs of a skill, open orders by time and building."""
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.create_index(
            "ix_qualification_community_id_skill", ["community_id", "skill"], unique=False
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_building_community_id", ["building", "community_id"], unique=False
        )

    with op.batch_alter_table("service_order", schema=None) as batch_op:
        batch_op.drop_index("ix_service_order_community_id_state")
        batch_op.create_index(
            "ix_service_order_community_id_state_starts_at",
            ["community_id", "state", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_service_order_community_id_building_state",
            ["community_id", "building", "state"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("service_order", schema=None) as batch_op:
        batch_op.drop_index("ix_service_order_community_id_building_state")
        batch_op.drop_index("ix_service_order_community_id_state_starts_at")
        batch_op.create_index(
            "ix_service_order_community_id_state", ["community_id", "state"], unique=False
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_building_community_id")

    with op.batch_alter_table("station", schema=None) as batch_op:
        batch_op.drop_column("tier")

    with op.batch_alter_table("service_order", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_service_order_merged_into_id_service_order"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_service_order_follows_id_service_order"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_service_order_wants_person_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("password")
        batch_op.drop_column("code_out")
        batch_op.drop_column("batches")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("follows_id")
        batch_op.drop_column("served_count")
        batch_op.drop_column("venue")
        batch_op.drop_column("door_note")
        batch_op.drop_column("wants_person_id")
        batch_op.drop_column("wants_woman")
        batch_op.drop_column("wish")
        batch_op.drop_column("may_tell_health")
        batch_op.drop_column("sensitive")
        batch_op.drop_column("own_yes")
        batch_op.drop_column("family_is_off")
        batch_op.drop_column("news_to")
        batch_op.drop_column("relation")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("hushed_until")
        batch_op.drop_column("quiet_until")
        batch_op.drop_column("quiet_from")
        batch_op.drop_column("care")
        batch_op.drop_column("birth_year")
        batch_op.drop_column("sex")

    with op.batch_alter_table("need_kind", schema=None) as batch_op:
        batch_op.drop_column("may_be_alone")
        batch_op.drop_column("for_child")
        batch_op.drop_column("needs_proof")
        batch_op.drop_column("skills")

    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_evaluation_written_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("written_by_id")
        batch_op.drop_column("manner")
        batch_op.drop_column("first_stars")
        batch_op.drop_column("thanks")

    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.drop_column("alone_allowed")
        batch_op.drop_column("tell_by")
        batch_op.drop_column("eve_at")
        batch_op.drop_column("opening")

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_assignment_invited_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("fk_assignment_team_id_team"), type_="foreignkey")
        batch_op.drop_column("at_risk_at")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("arrives_at")
        batch_op.drop_column("asks_first")
        batch_op.drop_column("batch")
        batch_op.drop_column("team_id")
        batch_op.drop_column("invited_by_id")
        batch_op.drop_column("expires_at")

    with op.batch_alter_table("relay_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relay_line_order_id"))
        batch_op.drop_index(batch_op.f("ix_relay_line_from_person_id"))

    op.drop_table("relay_line")
    with op.batch_alter_table("guardian_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guardian_code_code_hash"))

    op.drop_table("guardian_code")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_order_id"))

    op.drop_table("incident")
    with op.batch_alter_table("home_enquiry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_enquiry_worker_id"))

    op.drop_table("home_enquiry")
    with op.batch_alter_table("call_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_request_contact_id"))

    op.drop_table("call_request")
    with op.batch_alter_table("call_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_log_order_id"))

    op.drop_table("call_log")
    op.drop_table("volunteer_profile")
    op.drop_table("trust")
    with op.batch_alter_table("rights_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rights_request_person_id"))

    op.drop_table("rights_request")
    op.drop_table("qualification")
    op.drop_table("tombstone")
