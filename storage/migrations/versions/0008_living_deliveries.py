"""What living cards, levels, quiet hours and digests need: settings, edits, schedules, who follows and mutes what."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns, then the three tables."""
    _places()
    _deliveries()
    _schedule()
    _follow()
    _mute()


def _places() -> None:
    op.add_column("desk", sa.Column("closed", sa.String(), nullable=True))
    op.add_column("desk", sa.Column("closed_at", _MOMENT, nullable=True))
    op.add_column("desk", sa.Column("probe_at", _MOMENT, nullable=True))
    op.add_column("channel", sa.Column("held_at", _MOMENT, nullable=True))
    for name in ("person", "zone", "quiet_from", "quiet_until", "unsure"):
        op.add_column("channel", sa.Column(name, sa.String(), nullable=True))
    for name in ("quiet_except", "flood_limit"):
        op.add_column("channel", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("channel", sa.Column("updates", sa.String(), nullable=False, server_default="thread"))
    op.add_column("route", sa.Column("owners", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("route", sa.Column("ping", sa.String(), nullable=True))
    op.add_column("route", sa.Column("pings_an_hour", sa.Integer(), nullable=False, server_default="1"))


def _deliveries() -> None:
    op.add_column("delivery", sa.Column("level", sa.Integer(), nullable=False, server_default="2"))
    op.add_column("delivery", sa.Column("edit_tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("delivery", sa.Column("within", sa.Integer(), nullable=True))
    for name in ("ping", "waits_for", "shown"):
        op.add_column("delivery", sa.Column(name, sa.String(), nullable=True))
    for name in ("edit_due", "editing_until", "edited_at"):
        op.add_column("delivery", sa.Column(name, _MOMENT, nullable=True))
    _index("ix_delivery_told", "delivery", ["channel_id", "settled_at"], "kind = 'alert'")
    _index("ix_delivery_edit", "delivery", ["edit_due"], "edit_due IS NOT NULL")
    _index("ix_delivery_editing", "delivery", ["editing_until"], "editing_until IS NOT NULL")
    _index("ix_delivery_within", "delivery", ["within"], "within IS NOT NULL")


def _schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("lists", sa.Text(), nullable=False),
        sa.Column("density", sa.String(), nullable=False),
        sa.Column("empty", sa.String(), nullable=False),
        sa.Column("covered_until", _MOMENT, nullable=False),
        sa.Column("next_run", _MOMENT, nullable=False),
        sa.Column("skips", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_schedule_channel_id_channel", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    _index("ix_schedule_due", "schedule", ["next_run"], "removed_at IS NULL AND NOT paused")
    op.create_index("ix_schedule_channel_id", "schedule", ["channel_id"], unique=False)


def _follow() -> None:
    level = sa.Column("level", sa.Integer(), nullable=False)
    op.create_table("follow", *_wishes("follow"), level, sqlite_autoincrement=True)
    op.create_index("ix_follow_about", "follow", ["about"], unique=False)


def _mute() -> None:
    op.create_table("mute", *_wishes("mute"), sqlite_autoincrement=True)


def _wishes(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    """Return what both tables of a person's wishes have."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("until", _MOMENT, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=f"fk_{table}_desk_id_desk", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=f"fk_{table}_channel_id_channel", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("channel_id", "about", name=f"uq_{table}_channel_id_about"),
    )


def _index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)
