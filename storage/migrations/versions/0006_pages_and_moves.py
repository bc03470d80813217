"""How feeds are asked and where they move, what became of articles' own pages, and their other addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns, the index of pages owed, and the table of addresses."""
    moment = sa.DateTime(timezone=True)
    for column in (
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("failing_since", moment, nullable=True),
        sa.Column("pages", sa.String(), nullable=False, server_default="matched"),
        sa.Column("asking", sa.String(), nullable=True),
        sa.Column("moved_to", sa.String(), nullable=True),
        sa.Column("moved_since", moment, nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("feed", column)
    op.add_column("article", sa.Column("page", sa.String(), nullable=True))
    op.add_column("article", sa.Column("as_fed", sa.String(), nullable=True))
    op.create_index("ix_article_owed", "article", ["first_seen"], sqlite_where=sa.text("page = 'owed'"))
    op.create_table(
        "address",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_address_article_id_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("url", "article_id", name="pk_address"),
    )
    op.create_index("ix_address_article_id", "address", ["article_id"])
