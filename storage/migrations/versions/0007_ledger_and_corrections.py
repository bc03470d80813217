"""What corrections and the ledger of quotes need: when it was said, utterances, corrections, readers, shares."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
_STANDING = sa.text("gone_at IS NULL")
_COUNTED = ["utterance", "kind", "source", "gone_at"]


def upgrade() -> None:
    """Add the columns, put each quote into an utterance of its own until it is read again, and make two tables."""
    op.add_column("article", sa.Column("reader", sa.String(), nullable=True))
    _quote()
    op.create_table(
        "gram",
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("gram", sa.BigInteger(), nullable=False),
        sa.Column("wording", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "gram", "wording", name="pk_gram"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "share",
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_share_desk_id_desk", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name="fk_share_quote_id_quote", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("desk_id", "place", "quote_id", name="pk_share"),
    )
    op.create_index("ix_share_quote_id", "share", ["quote_id"], unique=False)


def _quote() -> None:
    for name in ("said_on", "said_until"):
        op.add_column("quote", sa.Column(name, sa.Date(), nullable=True))
    for name in ("said_precision", "said_as_written", "corrected_by", "correction", "as_read"):
        op.add_column("quote", sa.Column(name, sa.String(), nullable=True))
    op.add_column("quote", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("wording", "utterance"):
        op.add_column("quote", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("quote", sa.Column("length", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE quote SET utterance = id")
    for name, columns in (("newest", []), ("speaker", ["speaker_id"])):
        op.drop_index(f"ix_quote_{name}", "quote")
        op.create_index(
            f"ix_quote_{name}",
            "quote",
            [*columns, "published", "id", *_COUNTED],
            unique=False,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        )
    op.create_index("ix_quote_utterance", "quote", ["utterance", "published"], unique=False)
    op.create_index("ix_quote_wording", "quote", ["wording", "published", "speaker_id", "utterance"], unique=False)
