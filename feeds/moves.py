"""Whether a feed has moved for good: pure bookkeeping over the permanent redirects its polls followed."""

from dataclasses import replace
from datetime import datetime, timedelta

from feeds.model import Feed, Move

TIMES = 3
SPAN = timedelta(hours=24)
"""A redirect is believed when this many polls, over this long, all led to the same address."""


def after_redirect(feed: Feed, moved_to: str | None, now: datetime) -> Feed:
    """Return `feed` with the redirect of one more poll noted; one that led elsewhere, or nowhere, begins anew."""
    if moved_to is None or moved_to == feed.url:
        return replace(feed, move=None) if feed.move else feed
    if feed.move is None or feed.move.to != moved_to:
        return replace(feed, move=Move(moved_to, now))
    return replace(feed, move=replace(feed.move, times=feed.move.times + 1))


def has_moved(feed: Feed, now: datetime) -> bool:
    """Say whether the redirect of `feed` is to be believed, so that its target is asked from now on."""
    return feed.move is not None and feed.move.times >= TIMES and now - feed.move.since >= SPAN
