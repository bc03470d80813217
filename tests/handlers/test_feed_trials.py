"""`/feeds test`: what is asked, and how each outcome is told; never a secret, and nothing stored."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.errors import FetchFailed, NotAFeed, State
from feeds.fetch import Fetched
from feeds.model import Asking, FeedId, Validators
from feeds.parse import parse_feed
from handlers.feed_trials import SHOWN, Trial, trial_message
from handlers.request import Role
from storage import feeds
from tests.builders import NOW, a_feed, an_article
from tests.newsroom import Desk, as_rss, shown

URL = "https://times.example/rss.xml"
STRANGER = a_feed(id=FeedId(0), url=URL, name="times.example")


def answered(body: bytes, **changes: object) -> Fetched:
    plain = Fetched(URL, 200, body, Validators('"1"', None, "x"), None, None, "application/rss+xml")
    return replace(plain, **changes)  # type: ignore[arg-type] # any field of a Fetched


def read(body: bytes, **changes: object) -> Trial:
    answer = answered(body, **changes)
    return Trial(STRANGER, "Wiredesk/0.1", answer, parse_feed(URL, body, NOW, "times.example"))


def items(count: int) -> bytes:
    return as_rss(
        [
            an_article(
                guid=f"g{at}",
                url=f"https://times.example/{at}",
                title=f"Piece {at}",
                published=NOW - timedelta(hours=count - at),
            )
            for at in range(count)
        ]
    )


def test_a_strange_address_is_to_be_asked_once_and_not_watched(desk: Desk) -> None:
    reply = desk.types("/feeds test news.example/rss", Role.READER)

    assert reply.tries is not None
    assert (reply.tries.id, reply.tries.url, reply.polls) == (0, "https://news.example/rss", ())
    with desk.store.reading() as tx:
        assert feeds.all_feeds(tx) == ()


@pytest.mark.parametrize("typed", ['"Example Times"', "example times", URL])
def test_a_watched_feed_is_asked_the_way_it_is_polled(desk: Desk, typed: str) -> None:
    feed = desk.watches(URL)

    assert desk.types(f"/feeds test {typed}").tries == feed


@pytest.mark.parametrize("typed", ["", "file:///etc/passwd", "nobody", "https://"])
def test_what_is_no_address_is_said_and_nothing_is_asked(desk: Desk, typed: str) -> None:
    reply = desk.types(f"/feeds test {typed}")

    assert reply.refused
    assert reply.tries is None


def test_a_feed_that_can_be_read_is_told_in_full() -> None:
    message = trial_message(read(items(5), max_age=timedelta(minutes=15), moved_to="https://new.example/rss"))

    text = shown(message)
    assert message.summary == "Example Times can be read: 5 entries"
    assert f"asked: GET {URL} · as Wiredesk/0.1" in text
    assert "answer: 200 · application/rss+xml" in text
    assert "ETag · fresh for 15m · moved for good to https://new.example/rss" in text
    assert "read by: the fast reader" in text
    assert "entries: 5 entries · 5 known by its own id" in text
    assert [line for line in text.splitlines() if line.startswith("Piece")] == ["Piece 4", "Piece 3", "Piece 2"]
    assert len([line for line in text.splitlines() if line.startswith("Piece")]) == SHOWN
    assert "Nothing is stored." in text
    assert message.buttons[0].command == f"/feeds add {URL}"


def test_ids_that_lie_and_entries_without_one_are_told() -> None:
    same = b"<item><guid>1</guid><title>A%d</title><link>https://times.example/%d</link></item>"
    bare = b"<item><title>Bare</title></item>"
    body = b"<rss version='2.0'><channel><title>T</title>%s</channel></rss>" % (
        b"".join(same % (at, at) for at in range(3)) + bare
    )

    text = shown(trial_message(read(body)))

    assert "3 known by its address · 1 known by headline and day" in text
    assert "4 without a date" in text


def test_a_feed_that_cannot_be_told_to_be_unchanged_is_called_so() -> None:
    text = shown(trial_message(read(items(1), validators=Validators(), content_type=None)))

    assert "no content type" in text
    assert "neither ETag nor Last-Modified" in text


def test_trouble_is_told_with_its_cure_and_no_way_to_watch_it() -> None:
    blocked = Trial(STRANGER, "W", trouble=FetchFailed("times.example: blocked by a wall", state=State.BLOCKED))
    page = Trial(STRANGER, "W", answered(b"<html>"), trouble=NotAFeed("this is a web page, not a feed"))

    messages = [trial_message(each) for each in (blocked, page)]

    assert "times.example cannot be read now" in shown(messages[0])
    assert "blocked: times.example: blocked by a wall\nIts publisher keeps programs out." in shown(messages[0])
    assert "answer: 200" in shown(messages[1])
    assert "not a feed: this is a web page, not a feed\nLook on the site" in shown(messages[1])
    assert [message.buttons for message in messages] == [(), ()]


def test_a_secret_of_a_watched_feed_is_named_and_not_shown() -> None:
    feed = a_feed(asking=Asking((("X-Key", "sesame"),), "desk:sesame", "Harbour/1.0"))

    text = shown(trial_message(replace(read(items(1)), feed=feed)))

    assert "as Harbour/1.0 · with its login · with the header X-Key" in text
    assert "sesame" not in text
