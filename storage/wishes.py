"""What a person wants to hear of beside the channels, and what a place wants to hear nothing of, each for a while."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, delete, select

from feeds.model import Level
from storage.model import Channel, ChannelId, Follow, Mute
from storage.store import Transaction
from storage.tables_desk import FollowRow, MuteRow


def follow(tx: Transaction, channel: Channel, about: str, level: Level, until: datetime | None, now: datetime) -> None:
    """Tell a person's direct messages of `about` ("watchlist:7", "story:…") until then, in place of a wish before."""
    unfollow(tx, channel.id, about)
    tx.session.add(
        FollowRow(
            desk_id=channel.desk,
            channel_id=channel.id,
            person=channel.person or channel.ref,
            about=about,
            level=int(level),
            until=until,
            made_at=now,
        )
    )
    tx.session.flush()


def unfollow(tx: Transaction, channel: ChannelId, about: str) -> bool:
    """Tell of it no more; return whether it was followed."""
    mine = (col(FollowRow.channel_id) == channel, col(FollowRow.about) == about)
    return tx.session.exec(delete(FollowRow).where(*mine)).rowcount > 0


def follows(tx: Transaction, channel: ChannelId, now: datetime) -> tuple[Follow, ...]:
    """Return what a person's direct messages are told of, the first wished first."""
    standing = (col(FollowRow.channel_id) == channel, _stands(FollowRow, now))
    return tuple(map(_follow, tx.session.exec(select(FollowRow).where(*standing).order_by(col(FollowRow.id)))))


def ever_followed(tx: Transaction, channel: ChannelId) -> frozenset[str]:
    """Return what a person's direct messages were wished to tell of, whether or not the time has run out since."""
    return frozenset(tx.session.exec(select(FollowRow.about).where(col(FollowRow.channel_id) == channel)))


def followers(tx: Transaction, abouts: Collection[str], now: datetime) -> tuple[Follow, ...]:
    """Return who wants to be told of any of `abouts`."""
    standing = (col(FollowRow.about).in_(abouts), _stands(FollowRow, now))
    return tuple(map(_follow, tx.session.exec(select(FollowRow).where(*standing).order_by(col(FollowRow.id)))))


def mute(tx: Transaction, channel: Channel, about: str, who: str, until: datetime | None, now: datetime) -> None:
    """Tell `channel` nothing of `about` until then, in place of a wish before; `who` wished it."""
    unmute(tx, channel.id, about)
    tx.session.add(
        MuteRow(desk_id=channel.desk, channel_id=channel.id, person=who, about=about, until=until, made_at=now)
    )
    tx.session.flush()


def unmute(tx: Transaction, channel: ChannelId, about: str) -> bool:
    """Tell of it again; return whether it was muted."""
    mine = (col(MuteRow.channel_id) == channel, col(MuteRow.about) == about)
    return tx.session.exec(delete(MuteRow).where(*mine)).rowcount > 0


def mutes(tx: Transaction, channel: ChannelId, now: datetime) -> tuple[Mute, ...]:
    """Return what `channel` is told nothing of, the first wished first."""
    standing = (col(MuteRow.channel_id) == channel, _stands(MuteRow, now))
    return tuple(map(_mute, tx.session.exec(select(MuteRow).where(*standing).order_by(col(MuteRow.id)))))


def muted(tx: Transaction, abouts: Collection[str], now: datetime) -> frozenset[tuple[ChannelId, str]]:
    """Return the places that want to hear nothing of any of `abouts`, each with which."""
    standing = (col(MuteRow.about).in_(abouts), _stands(MuteRow, now))
    found = tx.session.exec(select(MuteRow.channel_id, MuteRow.about).where(*standing))
    return frozenset((ChannelId(channel), about) for channel, about in found)


def _stands(row: type[FollowRow | MuteRow], now: datetime) -> ColumnElement[bool]:
    return or_(col(row.until).is_(None), col(row.until) > now)


def _follow(row: FollowRow) -> Follow:
    return Follow(ChannelId(row.channel_id), row.person, row.about, Level(row.level), row.until)


def _mute(row: MuteRow) -> Mute:
    return Mute(ChannelId(row.channel_id), row.person, row.about, row.until)
