<%def name="steps(text)">${"\n".join(line for line in (text or "pass").splitlines() if "### " not in line).strip()}</%def>\
"""${message}"""
# ruff: noqa: E501 - constraints are written out whole

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${steps(upgrades)}


def downgrade() -> None:
    ${steps(downgrades)}
