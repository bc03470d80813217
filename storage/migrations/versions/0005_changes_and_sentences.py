"""Changes of watchlists that can be undone and told by name, and the sentences a watchlist is tested with."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Give the audit log names and what a write took back; make the table of sentences."""
    op.add_column("audit", sa.Column("name", sa.String(), nullable=False, server_default=""))
    op.add_column("audit", sa.Column("undoes", sa.Integer(), nullable=True))
    op.create_table(
        "sentence",
        sa.Column("watchlist_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("must_match", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["watchlist_id"], ["watchlist.id"], name="fk_sentence_watchlist_id_watchlist", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("watchlist_id", "number", name="pk_sentence"),
    )
