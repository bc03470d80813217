"""What an embargo holds keeps what became of its own page."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the two columns that tell of an article's page."""
    op.add_column("held", sa.Column("page", sa.String(), nullable=True))
    op.add_column("held", sa.Column("as_fed", sa.String(), nullable=True))
