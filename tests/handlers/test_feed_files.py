"""`/feeds import` and `export`: previewed in numbers, saved on a word, silent, and the same when it comes back."""

from datetime import timedelta
from pathlib import Path

import pytest

from feeds.model import Feed
from feeds.opml import Subscription, read_opml
from handlers.feed_files import KEPT_FOR, MOST_READ_AT_ONCE, SHOWN
from handlers.request import Role
from storage import audit, feeds
from tests.builders import an_article
from tests.newsroom import Desk, open_newsroom, shown

LIST = """<?xml version="1.0" encoding="windows-1252"?>
<opml version="2.0"><head><title>Ours</title></head><body>
<outline text="Courts"><outline text="Docket – Daily" xmlUrl="https://docket.example/rss?a=1&amp;b=2"/></outline>
<outline text="Example Times" xmlUrl="https://times.example/rss.xml"/>
<outline text="" xmlUrl="https://post.example/feed"/>
<outline text="The Post again" xmlUrl="https://post.example/feed"/>
<outline text="A file" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def watched(desk: Desk) -> tuple[Feed, ...]:
    with desk.store.reading() as tx:
        return feeds.all_feeds(tx)


def a_list_of(count: int) -> str:
    lines = "\n".join(f'<outline text="Outlet {at}" xmlUrl="https://o{at}.example/rss"/>' for at in range(count))
    return f"<opml>\n<body>{lines}</body></opml>"


def test_an_import_is_told_in_numbers_and_changes_nothing_yet(desk: Desk) -> None:
    before = desk.watches()

    reply = desk.types(f"/feeds import\n{LIST}")

    text = shown(reply.message)
    assert "5 feeds in the list: 2 new, 1 already watched, 1 listed twice, 1 without a web address." in text
    assert "Docket – Daily · https://docket.example/rss?a=1&b=2" in text
    assert "post.example · https://post.example/feed" in text
    assert "Nothing is saved yet." in text
    assert watched(desk) == (before,)


def test_save_watches_what_was_previewed_and_writes_it_down(desk: Desk) -> None:
    save, _ = desk.types(f"/feeds import\n{LIST}").message.buttons

    reply = desk.types(save.command)

    added = watched(desk)
    assert [(feed.name, feed.tag, feed.url) for feed in added] == [
        ("Docket – Daily", "Courts", "https://docket.example/rss?a=1&b=2"),
        ("Example Times", None, "https://times.example/rss.xml"),
        ("post.example", None, "https://post.example/feed"),
    ]
    assert reply.polls == tuple(feed.id for feed in added)
    with desk.store.reading() as tx:
        written = audit.history(tx, desk.place.desk.id)[0]
    assert (written.action, written.after) == ("feeds import", "\n".join(feed.url for feed in added))


def test_what_an_import_brings_is_posted_nowhere(desk: Desk) -> None:
    desk.follows("Guard", '"National Guard"')
    reply = desk.types(f"/feeds import\n{LIST}\n")
    saved = desk.types(reply.message.buttons[0].command)

    desk.receives(watched(desk)[1], an_article(text="The National Guard arrived."))

    assert saved.public is None
    assert desk.delivers() == []


def test_cancel_changes_nothing(desk: Desk) -> None:
    _, cancel = desk.types(f"/feeds import\n{LIST}").message.buttons

    assert shown(desk.types(cancel.command).message) == "Nothing was changed."
    assert watched(desk) == ()


def test_a_preview_can_be_saved_for_a_day_and_then_is_asked_for_again(desk: Desk) -> None:
    save, _ = desk.types(f"/feeds import\n{LIST}").message.buttons
    desk.now += KEPT_FOR + timedelta(minutes=1)
    desk.types(f"/feeds import\n{a_list_of(1)}")

    reply = desk.types(save.command)

    assert reply.refused
    assert "import the list again" in shown(reply.message)


def test_saving_twice_changes_nothing_more(desk: Desk) -> None:
    save, _ = desk.types(f"/feeds import\n{LIST}").message.buttons
    desk.types(save.command)

    reply = desk.types(save.command)

    assert "3 already watched" in shown(reply.message)
    assert "Nothing would change." in shown(reply.message)
    assert len(watched(desk)) == 3


def test_a_list_that_a_chat_unwrapped_or_fenced_is_read(desk: Desk) -> None:
    escaped = LIST.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    bare = LIST.replace("&amp;", "&")

    for text in (escaped, bare, f"```xml\n{LIST}\n```"):
        assert "3 new" in shown(desk.types(f"/feeds import\n{text}").message)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Which list?"),
        ("feeds.opml", "Nothing was imported"),
        ("<rss/>", "not OPML"),
        ("<opml><body>", "broken XML"),
        ("<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "document type"),
        ('<opml><body><outline text="A folder"/></body></opml>', "names no feed"),
        ("kept:nothing save:yes", "more than a day old"),
        ("<opml>" + "x" * (1 << 20), "import it in parts"),
    ],
)
def test_what_is_no_list_is_said_and_changes_nothing(desk: Desk, typed: str, said: str) -> None:
    reply = desk.types(f"/feeds import {typed}")

    assert reply.refused
    assert said in shown(reply.message)
    assert watched(desk) == ()


def test_a_long_list_is_previewed_in_part_and_left_to_the_clock(desk: Desk) -> None:
    count = MOST_READ_AT_ONCE + 1
    reply = desk.types(f"/feeds import\n{a_list_of(count)}")

    saved = desk.types(reply.message.buttons[0].command)

    assert f"and {count - SHOWN} more" in shown(reply.message)
    assert saved.polls == ()
    assert "/feeds status" in shown(saved.message)
    assert all(feed.next_poll == desk.now for feed in watched(desk))


def test_only_an_admin_imports(desk: Desk) -> None:
    assert desk.types(f"/feeds import\n{LIST}", Role.EDITOR).refused


def test_an_export_is_imported_as_the_same_feeds(desk: Desk, tmp_path: Path) -> None:
    desk.watches("https://times.example/rss?a=1&b=<2>", 'Times & "Post" – É')
    desk.watches("https://post.example/feed", "Harbour Post")
    desk.types('/feeds edit "Harbour Post" tag:Courts login:"desk:sesame"')
    (tmp_path / "other").mkdir()
    other = open_newsroom(tmp_path / "other")

    download = desk.types("/feeds export", Role.EDITOR).download

    assert download is not None
    assert download.name == "feeds.opml"
    assert "sesame" not in download.content
    assert set(read_opml(download.content.encode())) == {
        Subscription("https://times.example/rss?a=1&b=<2>", 'Times & "Post" – É', None),
        Subscription("https://post.example/feed", "Harbour Post", "Courts"),
    }
    preview = other.types("/feeds import\n" + download.content.replace("&", "&amp;"))
    other.types(preview.message.buttons[0].command)
    assert {(feed.url, feed.name, feed.tag) for feed in watched(other)} == {
        (feed.url, feed.name, feed.tag) for feed in watched(desk)
    }


def test_without_feeds_there_is_nothing_to_export(desk: Desk) -> None:
    reply = desk.types("/feeds export")

    assert reply.refused
    assert reply.download is None
