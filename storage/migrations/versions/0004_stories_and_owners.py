"""What editors rule about stories, who owns outlets, what an embargo holds back, and addresses that are gone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add two columns to the articles, and three tables."""
    op.add_column("article", sa.Column("strand", sa.String(), nullable=True))
    op.add_column("article", sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True))
    there = sa.text("strand IS NOT NULL")
    op.create_index(
        "ix_article_strand", "article", ["strand"], unique=False, sqlite_where=there, postgresql_where=there
    )
    digests = sa.text("kind = 'digest'")
    op.create_index(
        "ix_delivery_digest", "delivery", ["created"], unique=False, sqlite_where=digests, postgresql_where=digests
    )
    _ruling()
    _held()
    op.create_table(
        "owner",
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("outlet", name="pk_owner"),
    )


def _ruling() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strand", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ruling_strand_id", "ruling", ["strand", "id"], unique=False)


def _held() -> None:
    op.create_table(
        "held",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_held_feed_id_feed"),
        sa.PrimaryKeyConstraint("id", name="pk_held"),
        sa.UniqueConstraint("key", name="uq_held_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_held_until", "held", ["until"], unique=False)
