"""A channel that is broken is held: what waits for it stays in line, and nothing is tried there."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the reason a channel is held for."""
    op.add_column("channel", sa.Column("held", sa.String(), nullable=True))
