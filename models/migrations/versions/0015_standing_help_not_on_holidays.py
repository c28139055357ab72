"""Standing help that does not come on days off"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("standing_help") as batch_op:
        batch_op.add_column(
            sa.Column("not_on_holidays", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("standing_help") as batch_op:
        batch_op.drop_column("not_on_holidays")
