"""Create the tables."""
# ruff: noqa: E501 - constraints are written out whole

import sqlalchemy as sa
from alembic import op

revision = "0001_create_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("parent_code", sa.String(length=40), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_code"], ["area.code"], name=op.f("fk_area_parent_code_area")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    op.create_table(
        "inbound_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_event")),
        sa.UniqueConstraint("source", "provider_id", name=op.f("uq_inbound_event_source_provider_id")),
    )
    op.create_index(op.f("ix_inbound_event_received_at"), "inbound_event", ["received_at"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=32), nullable=False),
        sa.Column("contact_email", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("can_text", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("phone", name=op.f("uq_person_phone")),
    )
    op.create_index("ix_person_first_heard", "person", ["created_at"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "conversation",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_conversation")),
    )
    op.create_table(
        "operator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("session_key", sa.String(length=64), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('admin', 'operator', 'coordinator', 'organisation')", name=op.f("ck_operator_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_operator_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("email", name=op.f("uq_operator_email")),
    )
    op.create_table(
        "postal_code",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("area_code", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_postal_code_area_code_area")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_postal_code")),
    )
    op.create_table(
        "resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("area_code", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_resident_area_code_area")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_resident_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
        sa.UniqueConstraint("person_id", name=op.f("uq_resident_person_id")),
    )
    op.create_table(
        "volunteer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("vetting", sa.String(length=16), nullable=False),
        sa.Column("available", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'paused', 'pending', 'left')", name=op.f("ck_volunteer_status_known")),
        sa.CheckConstraint("vetting IN ('none', 'introduced', 'checked')", name=op.f("ck_volunteer_vetting_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_volunteer_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_volunteer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer")),
        sa.UniqueConstraint("person_id", name=op.f("uq_volunteer_person_id")),
    )
    op.create_index(op.f("ix_volunteer_organisation_id"), "volunteer", ["organisation_id"], unique=False)
    op.create_index("ix_volunteer_status_vetting", "volunteer", ["status", "vetting"], unique=False)
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("area_code", sa.String(length=40), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("wanted_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_precision", sa.String(length=8), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("next_step", sa.String(length=16), nullable=True),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalation", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('done>escalated', 'draft>cancelled', 'draft>escalated', 'draft>open', 'draft>referred', 'escalated>cancelled', 'escalated>done', 'escalated>matched', 'escalated>open', 'escalated>referred', 'matched>cancelled', 'matched>done', 'matched>escalated', 'matched>open', 'new>draft', 'new>escalated', 'new>referred', 'open>cancelled', 'open>escalated', 'open>matched', 'open>referred')",
            name=op.f("ck_request_legal_moves"),
        ),
        sa.CheckConstraint(
            "kind IN ('shopping', 'pharmacy', 'errand', 'escort', 'company', 'language_help', 'handiwork', 'other')",
            name=op.f("ck_request_kind_known"),
        ),
        sa.CheckConstraint(
            "next_step IN ('confirm', 'ask_volunteers', 'remind', 'ask_if_done', 'follow_up', 'close', 'operator')",
            name=op.f("ck_request_next_step_known"),
        ),
        sa.CheckConstraint(
            "state IN ('done', 'cancelled', 'referred') OR (next_step IS NOT NULL AND next_step_at IS NOT NULL)",
            name=op.f("ck_request_open_has_next_step"),
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_request_area_code_area")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_request_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index(
        "ix_request_due",
        "request",
        ["next_step_at"],
        unique=False,
        sqlite_where=sa.text("next_step_at IS NOT NULL"),
        postgresql_where=sa.text("next_step_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_request_resident_id"), "request", ["resident_id"], unique=False)
    op.create_index("ix_request_state_created", "request", ["state", "created_at"], unique=False)
    op.create_table(
        "volunteer_area",
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_volunteer_area_volunteer_id_volunteer")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "area_code", name=op.f("pk_volunteer_area")),
    )
    op.create_index(op.f("ix_volunteer_area_area_code"), "volunteer_area", ["area_code"], unique=False)
    op.create_table(
        "volunteer_kind",
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_volunteer_kind_volunteer_id_volunteer")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "kind", name=op.f("pk_volunteer_kind")),
    )
    op.create_index(op.f("ix_volunteer_kind_kind"), "volunteer_kind", ["kind"], unique=False)
    op.create_table(
        "volunteer_language",
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_volunteer_language_volunteer_id_volunteer")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "language", name=op.f("pk_volunteer_language")),
    )
    op.create_index(op.f("ix_volunteer_language_language"), "volunteer_language", ["language"], unique=False)
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('accepted>fulfilled', 'accepted>returned', 'accepted>withdrawn', 'asked>accepted', 'asked>declined', 'asked>lapsed', 'asked>taken', 'asked>withdrawn', 'declined>accepted', 'lapsed>accepted', 'lapsed>declined', 'lapsed>taken', 'lapsed>withdrawn', 'new>asked', 'taken>accepted', 'taken>declined')",
            name=op.f("ck_offer_legal_moves"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_offer_request_id_request")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_offer_volunteer_id_volunteer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("request_id", "volunteer_id", "wave", name=op.f("uq_offer_request_id_volunteer_id_wave")),
    )
    op.create_index(op.f("ix_offer_request_id"), "offer", ["request_id"], unique=False)
    op.create_index("ix_offer_volunteer_asked", "offer", ["volunteer_id", "asked_at"], unique=False)
    op.create_index(
        "uq_offer_code",
        "offer",
        ["volunteer_id", "code"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'lapsed', 'accepted')"),
        postgresql_where=sa.text("state IN ('asked', 'lapsed', 'accepted')"),
    )
    op.create_index(
        "uq_offer_winner",
        "offer",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("state = 'accepted'"),
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.create_table(
        "state_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=16), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("old", sa.String(length=16), nullable=False),
        sa.Column("new", sa.String(length=16), nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_state_change_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_change")),
    )
    op.create_index("ix_state_change_entity", "state_change", ["entity", "entity_id"], unique=False)
    op.create_index(op.f("ix_state_change_request_id"), "state_change", ["request_id"], unique=False)
    op.create_table(
        "wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_wave_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
    )
    op.create_index(op.f("ix_wave_request_id"), "wave", ["request_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("notice", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("provider_sid", sa.String(length=40), nullable=True),
        sa.Column("encoding", sa.String(length=8), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('accepted>delivered', 'accepted>failed', 'accepted>sent', 'accepted>undelivered', 'new>accepted', 'new>queued', 'new>received', 'queued>accepted', 'queued>delivered', 'queued>expired', 'queued>failed', 'queued>sending', 'queued>sent', 'queued>undelivered', 'sending>accepted', 'sending>delivered', 'sending>expired', 'sending>failed', 'sending>queued', 'sending>sent', 'sending>undelivered', 'sending>unknown', 'sent>delivered', 'sent>failed', 'sent>undelivered', 'unknown>accepted', 'unknown>delivered', 'unknown>failed', 'unknown>queued', 'unknown>sent', 'unknown>undelivered')",
            name=op.f("ck_message_legal_moves"),
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_message_offer_id_offer")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_message_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("provider_sid", name=op.f("uq_message_provider_sid")),
    )
    op.create_index(op.f("ix_message_created_at"), "message", ["created_at"], unique=False)
    op.create_index(
        "ix_message_outbox",
        "message",
        ["priority", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index("ix_message_person", "message", ["person_id", "id"], unique=False)
    op.create_index(op.f("ix_message_request_id"), "message", ["request_id"], unique=False)
    op.create_index(
        "ix_message_unsettled",
        "message",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('sending', 'unknown')"),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("code_word", sa.String(length=24), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("went_well", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('agreed>cancelled', 'agreed>done', 'agreed>missed', 'done>missed', 'new>agreed')",
            name=op.f("ck_visit_legal_moves"),
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_visit_offer_id_offer")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_visit_request_id_request")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_visit_volunteer_id_volunteer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_request_id"), "visit", ["request_id"], unique=False)
    op.create_index(op.f("ix_visit_volunteer_id"), "visit", ["volunteer_id"], unique=False)
    op.create_index(
        "uq_visit_agreed",
        "visit",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("state = 'agreed'"),
        postgresql_where=sa.text("state = 'agreed'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_visit_agreed",
        table_name="visit",
        sqlite_where=sa.text("state = 'agreed'"),
        postgresql_where=sa.text("state = 'agreed'"),
    )
    op.drop_index(op.f("ix_visit_volunteer_id"), table_name="visit")
    op.drop_index(op.f("ix_visit_request_id"), table_name="visit")
    op.drop_table("visit")
    op.drop_index(
        "ix_message_unsettled",
        table_name="message",
        sqlite_where=sa.text("state IN ('sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('sending', 'unknown')"),
    )
    op.drop_index(op.f("ix_message_request_id"), table_name="message")
    op.drop_index("ix_message_person", table_name="message")
    op.drop_index(
        "ix_message_outbox",
        table_name="message",
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.drop_index(op.f("ix_message_created_at"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_wave_request_id"), table_name="wave")
    op.drop_table("wave")
    op.drop_index(op.f("ix_state_change_request_id"), table_name="state_change")
    op.drop_index("ix_state_change_entity", table_name="state_change")
    op.drop_table("state_change")
    op.drop_index(
        "uq_offer_winner",
        table_name="offer",
        sqlite_where=sa.text("state = 'accepted'"),
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.drop_index(
        "uq_offer_code",
        table_name="offer",
        sqlite_where=sa.text("state IN ('asked', 'lapsed', 'accepted')"),
        postgresql_where=sa.text("state IN ('asked', 'lapsed', 'accepted')"),
    )
    op.drop_index("ix_offer_volunteer_asked", table_name="offer")
    op.drop_index(op.f("ix_offer_request_id"), table_name="offer")
    op.drop_table("offer")
    op.drop_index(op.f("ix_volunteer_language_language"), table_name="volunteer_language")
    op.drop_table("volunteer_language")
    op.drop_index(op.f("ix_volunteer_kind_kind"), table_name="volunteer_kind")
    op.drop_table("volunteer_kind")
    op.drop_index(op.f("ix_volunteer_area_area_code"), table_name="volunteer_area")
    op.drop_table("volunteer_area")
    op.drop_index("ix_request_state_created", table_name="request")
    op.drop_index(op.f("ix_request_resident_id"), table_name="request")
    op.drop_index(
        "ix_request_due",
        table_name="request",
        sqlite_where=sa.text("next_step_at IS NOT NULL"),
        postgresql_where=sa.text("next_step_at IS NOT NULL"),
    )
    op.drop_table("request")
    op.drop_index("ix_volunteer_status_vetting", table_name="volunteer")
    op.drop_index(op.f("ix_volunteer_organisation_id"), table_name="volunteer")
    op.drop_table("volunteer")
    op.drop_table("resident")
    op.drop_table("postal_code")
    op.drop_table("operator")
    op.drop_table("conversation")
    op.drop_table("setting")
    op.drop_index("ix_person_first_heard", table_name="person")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_inbound_event_received_at"), table_name="inbound_event")
    op.drop_table("inbound_event")
    op.drop_table("area")
