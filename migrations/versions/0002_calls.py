"""Calls, spoken messages, recorded prompts; who can be called."""
# ruff: noqa: E501 - constraints are written out whole

import sqlalchemy as sa
from alembic import op

revision = "0002_calls"
down_revision = "0001_create_tables"
branch_labels = None
depends_on = None

OUT_AND_OPEN = sa.text("direction = 'out' AND state IN ('placing', 'unknown', 'ringing', 'talking')")
QUEUED = sa.text("state = 'queued'")
QUEUED_TEXT = sa.text("state = 'queued' AND channel = 'sms'")
QUEUED_CALL = sa.text("state = 'queued' AND channel = 'call'")
HAS_LOOK_AT = sa.text("look_at IS NOT NULL")
HAS_NEXT_AT = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    _create_calls()
    _create_recordings()
    _create_prompts()
    # Plain ALTERs that both databases take: made anew in a batch, SQLite's tables would lose their CHECK constraints.
    op.execute("ALTER TABLE person ADD COLUMN can_call BOOLEAN DEFAULT false NOT NULL")
    op.execute("ALTER TABLE person ADD COLUMN prefers_calls BOOLEAN DEFAULT false NOT NULL")
    op.execute("ALTER TABLE message ADD COLUMN call_id INTEGER CONSTRAINT fk_message_call_id_call REFERENCES call (id)")
    op.execute("ALTER TABLE request ADD COLUMN recording_id INTEGER")
    if op.get_bind().dialect.name == "postgresql":  # SQLite cannot take a default away, and it does no harm there
        op.execute("ALTER TABLE person ALTER COLUMN can_call DROP DEFAULT, ALTER COLUMN prefers_calls DROP DEFAULT")
    op.create_index("ix_message_call_id", "message", ["call_id"])
    op.drop_index("ix_message_outbox", table_name="message")
    op.create_index(
        "ix_message_outbox", "message", ["priority", "id"], sqlite_where=QUEUED_TEXT, postgresql_where=QUEUED_TEXT
    )
    op.create_index(
        "ix_message_to_tell", "message", ["person_id", "id"], sqlite_where=QUEUED_CALL, postgresql_where=QUEUED_CALL
    )
    op.execute("UPDATE person SET can_call = true WHERE phone LIKE '+46%'")


def _create_calls() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("provider_sid", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("talk", sa.JSON(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("had_key", sa.Boolean(), nullable=False),
        sa.Column("is_unfinished", sa.Boolean(), nullable=False),
        sa.Column("error_code", sa.String(length=16), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('new>placing', 'new>talking', 'placing>ended', 'placing>missed', 'placing>ringing', 'placing>talking', 'placing>unknown', 'ringing>ended', 'ringing>missed', 'ringing>talking', 'talking>ended', 'talking>missed', 'unknown>ended', 'unknown>missed', 'unknown>ringing', 'unknown>talking')",
            name=op.f("ck_call_legal_moves"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_call_person_id_person")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_call_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("provider_sid", name=op.f("uq_call_provider_sid")),
    )
    op.create_index("ix_call_created_at", "call", ["created_at"])
    op.create_index("ix_call_look_at", "call", ["look_at"], sqlite_where=HAS_LOOK_AT, postgresql_where=HAS_LOOK_AT)
    op.create_index("ix_call_person", "call", ["person_id", "id"])
    op.create_index("ix_call_request_id", "call", ["request_id"])
    op.create_index(
        "uq_call_out", "call", ["person_id"], unique=True, sqlite_where=OUT_AND_OPEN, postgresql_where=OUT_AND_OPEN
    )


def _create_recordings() -> None:
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("provider_sid", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('announced>erased', 'announced>lost', 'announced>stored', 'lost>erased', 'lost>stored', 'new>announced', 'stored>erased')",
            name=op.f("ck_recording_legal_moves"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_recording_call_id_call")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_recording_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("provider_sid", name=op.f("uq_recording_provider_sid")),
    )
    op.create_index("ix_recording_call_id", "recording", ["call_id"])
    op.create_index(
        "ix_recording_next", "recording", ["next_at"], sqlite_where=HAS_NEXT_AT, postgresql_where=HAS_NEXT_AT
    )
    op.create_index("ix_recording_request_id", "recording", ["request_id"])


def _create_prompts() -> None:
    op.create_table(
        "prompt_recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_recording")),
        sa.UniqueConstraint("file", name=op.f("uq_prompt_recording_file")),
        sa.UniqueConstraint("language", "name", name=op.f("uq_prompt_recording_language_name")),
    )
    op.create_table(
        "recording_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recording_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_code")),
        sa.UniqueConstraint("code", name=op.f("uq_recording_code_code")),
    )


def downgrade() -> None:
    op.drop_index("ix_message_to_tell", table_name="message")
    op.drop_index("ix_message_outbox", table_name="message")
    op.create_index("ix_message_outbox", "message", ["priority", "id"], sqlite_where=QUEUED, postgresql_where=QUEUED)
    op.drop_index("ix_message_call_id", table_name="message")
    op.execute("ALTER TABLE message DROP COLUMN call_id")
    op.execute("ALTER TABLE request DROP COLUMN recording_id")
    op.execute("ALTER TABLE person DROP COLUMN prefers_calls")
    op.execute("ALTER TABLE person DROP COLUMN can_call")
    for table in ("recording_code", "prompt_recording", "recording", "call"):
        op.drop_table(table)
