"""`/feeds edit`, `pause` and `resume`: what is set is kept, what cannot be is said, and no secret comes out again."""

import pytest

from feeds.model import Asking, Feed, Pages
from handlers.feed_edits import MOST_HEADERS
from handlers.request import Role
from storage import audit, feeds
from tests.newsroom import Desk, shown

EDIT = '/feeds edit "Example Times"'


def the_feed(desk: Desk) -> Feed:
    with desk.store.reading() as tx:
        (feed,) = feeds.all_feeds(tx)
    return feed


def test_what_is_typed_is_kept_and_the_rest_stays(desk: Desk) -> None:
    desk.watches()

    reply = desk.types(f"{EDIT} every:2m pages:all tag:local")

    feed = the_feed(desk)
    assert (feed.every.seconds, feed.pages, feed.tag, feed.name) == (120, Pages.ALL, "local", "Example Times")
    assert "every 2m" in shown(reply.message)
    assert "every entry's page is read" in shown(reply.message)


def test_a_publisher_is_asked_as_it_wants_and_no_secret_comes_out_again(desk: Desk) -> None:
    desk.watches()

    replies = [desk.types(f'{EDIT} login:"desk:sesame" agent:Harbour/1.0 header:"X-Api-Key: sesame"')]
    replies += [desk.types(line) for line in ("/feeds list", f"{EDIT} name:Renamed")]

    asking = the_feed(desk).asking
    assert asking == Asking((("X-Api-Key", "sesame"),), "desk:sesame", "Harbour/1.0")
    assert all("sesame" not in shown(reply.message) for reply in replies)
    assert "with a login" in shown(replies[0].message)
    with desk.store.reading() as tx:
        written = audit.history(tx, desk.place.desk.id)
    assert "sesame" not in repr(written)


def test_none_takes_a_setting_away(desk: Desk) -> None:
    desk.watches()
    desk.types(f'{EDIT} login:"a:b" agent:X header:"A: 1" header:"B: 2" tag:local')

    desk.types(f"{EDIT} login:none agent:none header:none tag:none")

    assert (the_feed(desk).asking, the_feed(desk).tag) == (Asking(), None)


def test_a_header_is_replaced_by_its_name_in_any_case(desk: Desk) -> None:
    desk.watches()
    desk.types(f'{EDIT} header:"X-Key: one"')

    desk.types(f'{EDIT} header:"x-key: two"')

    assert the_feed(desk).asking.headers == (("x-key", "two"),)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Say what to change"),
        ("pages:some", "pages:matched"),
        ("login:sesame", "a name and a password"),
        ('header:"sesame"', "a name and a value"),
        ('header:"Host: sesame.example"', "a name and a value"),
        ('header:"Bad Name: sesame"', "a name and a value"),
        ('header:"X-Key: sésame"', "plain characters"),
        ("every:1s", "every:1s"),
        (" ".join(f'header:"X-{number}: 1"' for number in range(MOST_HEADERS + 1)), "headers of its own"),
    ],
)
def test_what_cannot_be_used_is_said_without_the_secret_and_changes_nothing(desk: Desk, typed: str, said: str) -> None:
    desk.watches()
    before = the_feed(desk)

    reply = desk.types(f"{EDIT} {typed}")

    assert reply.refused
    assert said in shown(reply.message)
    assert "sesame" not in shown(reply.message)
    assert the_feed(desk) == before


def test_a_paused_feed_is_not_due_until_it_is_resumed(desk: Desk) -> None:
    feed = desk.watches()

    desk.types('/feeds pause "Example Times"')
    paused = the_feed(desk).paused
    reply = desk.types('/feeds resume "Example Times"')

    assert (paused, the_feed(desk).paused, reply.polls) == (True, False, (feed.id,))


def test_a_reader_may_neither_edit_nor_pause(desk: Desk) -> None:
    desk.watches()
    before = the_feed(desk)

    for line in (f"{EDIT} every:2m", '/feeds pause "Example Times"'):
        assert desk.types(line, Role.READER).refused

    assert the_feed(desk) == before


def test_a_feed_nobody_watches_cannot_be_edited(desk: Desk) -> None:
    assert desk.types('/feeds edit "Nobody" every:2m').refused
