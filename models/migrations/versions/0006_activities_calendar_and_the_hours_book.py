"""Activities, the calendar, standing help and the hours book"""

import sqlalchemy as sa
from alembic import op

import models.base
import models.vault

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_override",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_calendar_override_community_id_community"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_override")),
        sa.UniqueConstraint(
            "community_id", "day", name=op.f("uq_calendar_override_community_id_day")
        ),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_theme_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint(
            "community_id", "month_on", name=op.f("uq_theme_community_id_month_on")
        ),
    )
    op.create_table(
        "activity_template",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=240), nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column(
            "station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("leader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("risk_note", sa.String(length=120), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("is_easy", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_activity_template_community_id_community"),
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_activity_template_leader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_activity_template_station_id_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_template")),
        sa.UniqueConstraint(
            "community_id", "title", name=op.f("uq_activity_template_community_id_title")
        ),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_calendar_feed_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_person_id"), ["person_id"], unique=False)

    op.create_table(
        "standing_help",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "served_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "requested_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "active", "paused", "ended", name="standingstate", native_enum=False, length=16
            ),
            nullable=False,
        ),
        sa.Column("rrule", sa.String(length=80), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("made_until", sa.Date(), nullable=True),
        sa.Column("asks_first", sa.JSON(), nullable=False),
        sa.Column("created_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_standing_help_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["person.id"], name=op.f("fk_standing_help_requested_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["served_person_id"],
            ["person.id"],
            name=op.f("fk_standing_help_served_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_help")),
    )
    with op.batch_alter_table("standing_help", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_help_served_person_id"), ["served_person_id"], unique=False
        )

    op.create_table(
        "activity_rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("shift", sa.String(length=8), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column(
            "template_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_activity_rule_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["activity_template.id"],
            name=op.f("fk_activity_rule_template_id_activity_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_rule")),
        sa.UniqueConstraint(
            "community_id", "name", name=op.f("uq_activity_rule_community_id_name")
        ),
    )
    op.create_table(
        "hours_objection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("text", models.vault.Secret(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open", "corrected", "kept", name="objectionstate", native_enum=False, length=16
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", models.vault.Secret(), nullable=True),
        sa.Column(
            "answered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("answered_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("created_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_hours_objection_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_hours_objection_community_id_community"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hours_objection_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["service_record.id"],
            name=op.f("fk_hours_objection_record_id_service_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_objection")),
    )
    with op.batch_alter_table("hours_objection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hours_objection_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "activity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "recruiting",
                "full",
                "running",
                "ended",
                "settled",
                "cancelled",
                name="activitystate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=240), nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("leader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deputy_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column(
            "station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("starts_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("ends_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("risk_note", sa.String(length=120), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("is_easy", sa.Boolean(), nullable=False),
        sa.Column("long_reason", sa.String(length=60), nullable=False),
        sa.Column("code_key", models.vault.Secret(), nullable=False),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rule_day", sa.Date(), nullable=True),
        sa.Column(
            "template_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "copied_from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("served_count", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=240), nullable=False),
        sa.Column("cancel_reason", sa.String(length=120), nullable=False),
        sa.Column("created_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("published_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("settled_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column(
            "settled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_activity_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["activity.id"], name=op.f("fk_activity_copied_from_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["person.id"], name=op.f("fk_activity_deputy_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_activity_leader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_activity_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["activity_rule.id"], name=op.f("fk_activity_rule_id_activity_rule")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_activity_settled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_activity_station_id_station")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_activity_team_id_team")),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["activity_template.id"],
            name=op.f("fk_activity_template_id_activity_template"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_activity_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint(
            "community_id",
            "number",
            "created_at",
            name=op.f("uq_activity_community_id_number_created_at"),
        ),
        sa.UniqueConstraint("rule_id", "rule_day", name=op.f("uq_activity_rule_id_rule_day")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activity_community_id_state_starts_at",
            ["community_id", "state", "starts_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_activity_number"), ["number"], unique=False)

    op.create_table(
        "activity_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", models.base.Instant(timezone=True), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_change_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_activity_change_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_activity_change_community_id_community"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_change")),
    )
    with op.batch_alter_table("activity_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_change_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "activity_role",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("places_left", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=24), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_role_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_activity_role_community_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_role")),
        sa.UniqueConstraint("activity_id", "name", name=op.f("uq_activity_role_activity_id_name")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("in_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("out_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("out_evidence", sa.String(length=16), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "noted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_attendance_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_attendance_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_attendance_noted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_activity_id"), ["activity_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_up",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "applied",
                "waitlist",
                "confirmed",
                "cancelled",
                "attended",
                "absent",
                name="signupstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("applied_at", models.base.Instant(timezone=True), nullable=False),
        sa.Column("answer_by", models.base.Instant(timezone=True), nullable=True),
        sa.Column("confirmed_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("at_risk_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("cancelled_at", models.base.Instant(timezone=True), nullable=True),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column(
            "added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "excused_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("excuse", models.vault.Secret(), nullable=True),
        sa.Column("story", models.vault.Secret(), nullable=True),
        sa.Column("may_share_story", sa.Boolean(), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_sign_up_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_sign_up_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_sign_up_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["excused_by_id"], ["person.id"], name=op.f("fk_sign_up_excused_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_up_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["activity_role.id"], name=op.f("fk_sign_up_role_id_activity_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint(
            "activity_id", "person_id", name=op.f("uq_sign_up_activity_id_person_id")
        ),
    )
    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sign_up_activity_id_state_applied_at",
            ["activity_id", "state", "applied_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_sign_up_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("second_look_above", sa.Integer(), nullable=False, server_default="200")
        )
        batch_op.add_column(
            sa.Column("answer_minutes", sa.Integer(), nullable=False, server_default="120")
        )
        batch_op.add_column(
            sa.Column(
                "star_hours",
                sa.JSON(),
                nullable=False,
                server_default="[100, 300, 600, 1000, 1500]",
            )
        )
        batch_op.add_column(
            sa.Column("party_hours", sa.Integer(), nullable=False, server_default="60")
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_building_community_id")
        batch_op.create_index(
            "ix_person_building_community_id_id", ["building", "community_id", "id"], unique=False
        )

    op.create_index(
        "ix_timer_kind_state_due_at", "timer", ["kind", "state", "due_at"], unique=False
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pace", sa.Float(), nullable=False, server_default="25"))

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rule", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column("starts_at", models.base.Instant(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("calls_for", sa.String(length=40), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("wanted", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "approver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("paused_at", models.base.Instant(timezone=True), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_approver_id_person"), "person", ["approver_id"], ["id"]
        )

    with op.batch_alter_table("service_order", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "standing_help_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("standing_day", sa.Date(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_service_order_standing_help_id_standing_day"),
            ["standing_help_id", "standing_day"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_service_order_standing_help_id_standing_help"),
            "standing_help",
            ["standing_help_id"],
            ["id"],
        )
        batch_op.create_index(
            "ix_service_order_came",
            ["community_id", "created_at", "merged_into_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_service_order_ended",
            ["community_id", "closed_at", "merged_into_id", "state", "served_count"],
            unique=False,
        )

    with op.batch_alter_table("service_record", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=8), nullable=False, server_default="credit")
        )
        batch_op.add_column(
            sa.Column("reason", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("break_minutes", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column(
                "leader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_service_record_figures",
            ["community_id", "served_on", "state", "evidence", "person_id", "minutes"],
            unique=False,
        )
        batch_op.create_index(
            "ix_service_record_waiting", ["community_id", "state", "due_on"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_service_record_leader_id_person"), "person", ["leader_id"], ["id"]
        )

    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.alter_column("order_id", existing_type=sa.BigInteger(), nullable=True)
        batch_op.add_column(
            sa.Column(
                "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_incident_activity_id_activity"), "activity", ["activity_id"], ["id"]
        )


def downgrade() -> None:
    op.execute("DELETE FROM incident WHERE order_id IS NULL")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_incident_activity_id_activity"), type_="foreignkey")
        batch_op.drop_column("activity_id")
        batch_op.alter_column("order_id", existing_type=sa.BigInteger(), nullable=False)

    with op.batch_alter_table("service_record", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_service_record_leader_id_person"), type_="foreignkey"
        )
        batch_op.drop_index("ix_service_record_waiting")
        batch_op.drop_index("ix_service_record_figures")
        batch_op.drop_column("due_on")
        batch_op.drop_column("leader_id")
        batch_op.drop_column("break_minutes")
        batch_op.drop_column("reason")
        batch_op.drop_column("kind")

    with op.batch_alter_table("service_order", schema=None) as batch_op:
        batch_op.drop_index("ix_service_order_ended")
        batch_op.drop_index("ix_service_order_came")
        batch_op.drop_constraint(
            batch_op.f("fk_service_order_standing_help_id_standing_help"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_service_order_standing_help_id_standing_day"), type_="unique"
        )
        batch_op.drop_column("standing_day")
        batch_op.drop_column("standing_help_id")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_building_community_id_id")
        batch_op.create_index(
            "ix_person_building_community_id", ["building", "community_id"], unique=False
        )

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_approver_id_person"), type_="foreignkey")
        batch_op.drop_column("paused_at")
        batch_op.drop_column("approver_id")
        batch_op.drop_column("wanted")
        batch_op.drop_column("calls_for")
        batch_op.drop_column("starts_at")
        batch_op.drop_column("rule")

    op.drop_index("ix_timer_kind_state_due_at", "timer")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("pace")

    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.drop_column("party_hours")
        batch_op.drop_column("star_hours")
        batch_op.drop_column("answer_minutes")
        batch_op.drop_column("second_look_above")

    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_up_person_id"))
        batch_op.drop_index("ix_sign_up_activity_id_state_applied_at")

    op.drop_table("sign_up")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_activity_id"))

    op.drop_table("attendance")
    op.drop_table("activity_role")
    with op.batch_alter_table("activity_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_change_activity_id"))

    op.drop_table("activity_change")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_number"))
        batch_op.drop_index("ix_activity_community_id_state_starts_at")

    op.drop_table("activity")
    with op.batch_alter_table("hours_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hours_objection_person_id"))

    op.drop_table("hours_objection")
    op.drop_table("activity_rule")
    with op.batch_alter_table("standing_help", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_help_served_person_id"))

    op.drop_table("standing_help")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_person_id"))

    op.drop_table("calendar_feed")
    op.drop_table("activity_template")
    op.drop_table("theme")
    op.drop_table("calendar_override")
