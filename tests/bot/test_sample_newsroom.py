"""The sample wire answers over loopback as a publisher does, and over nothing else."""

import socket
import struct
import threading
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import feedparser
import pytest

from bot.sample.newsroom import SampleWire

NOW = datetime(2025, 6, 16, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def wire() -> Iterator[SampleWire]:
    with SampleWire(NOW, port=0) as wire:
        yield wire


def ask(wire: SampleWire, target: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """Ask for a path or an address of the wire; `if_none_match` becomes If-None-Match."""
    parts = urlsplit(target)
    connection = HTTPConnection(*wire.origin, timeout=5)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_each_outlet_has_a_feed_at_the_wires_own_address(wire: SampleWire) -> None:
    host, port = wire.origin

    addresses = {urlsplit(feed.url).netloc for feed in wire.feeds}

    assert addresses == {f"{host}:{port}"}
    assert len({feed.slug for feed in wire.feeds}) == len(wire.feeds) >= 6


def test_each_feed_is_served_valid_and_named(wire: SampleWire) -> None:
    for feed in wire.feeds:
        response, body = ask(wire, feed.url)

        read = feedparser.parse(body, response_headers={"content-type": response.headers["Content-Type"]})
        assert (response.status, read.bozo, read.feed.title) == (200, False, feed.name)


def test_each_link_in_each_feed_opens(wire: SampleWire) -> None:
    links = [entry.link for feed in wire.feeds for entry in feedparser.parse(ask(wire, feed.url)[1]).entries]

    answers = [ask(wire, link) for link in links]

    assert len(links) >= 24
    assert {response.status for response, _ in answers} == {200}
    assert all(b"the events are invented" in body for _, body in answers)


def test_a_link_shared_by_two_revisions_opens_the_later(wire: SampleWire) -> None:
    (corliss,) = (feed for feed in wire.feeds if feed.slug == "corliss")
    entries = feedparser.parse(ask(wire, corliss.url)[1]).entries
    (corrected,) = (entry for entry in entries if entry.title.startswith("CORRECTED"))

    _, page = ask(wire, corrected.link)

    assert b"<h1>CORRECTED: " in page


def test_an_unchanged_feed_is_answered_304_without_a_body(wire: SampleWire) -> None:
    first, _ = ask(wire, wire.feeds[0].url)

    again, body = ask(wire, wire.feeds[0].url, if_none_match=first.headers["ETag"])

    assert (again.status, body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("form", ["W/{}", '"other", {}', '"other",W/{}'])
def test_an_etag_is_found_weak_or_in_a_list(wire: SampleWire, form: str) -> None:
    first, _ = ask(wire, wire.feeds[0].url)

    again, _ = ask(wire, wire.feeds[0].url, if_none_match=form.format(first.headers["ETag"]))

    assert again.status == 304


def test_any_etag_is_answered_304(wire: SampleWire) -> None:
    response, _ = ask(wire, wire.feeds[0].url, if_none_match="*")

    assert response.status == 304


def test_a_foreign_etag_is_answered_in_full(wire: SampleWire) -> None:
    response, body = ask(wire, wire.feeds[0].url, if_none_match='"other"')

    assert response.status == 200
    assert len(body) == int(response.headers["Content-Length"])


def test_head_gives_the_headers_and_no_body(wire: SampleWire) -> None:
    _, whole = ask(wire, wire.feeds[0].url)

    response, body = ask(wire, wire.feeds[0].url, method="HEAD")

    assert (response.status, body) == (200, b"")
    assert response.headers["Content-Length"] == str(len(whole))


@pytest.mark.parametrize("path", ["/nowhere", "/corliss/../../entries.py", "/corliss", "/wire/corliss/quota.md"])
def test_what_is_not_there_is_answered_404(wire: SampleWire, path: str) -> None:
    response, _ = ask(wire, path)

    assert response.status == 404


def test_nothing_can_be_written(wire: SampleWire) -> None:
    response, _ = ask(wire, "/", method="POST")

    assert response.status == 501


def test_front_pages_are_served(wire: SampleWire) -> None:
    pages = ["/", *(f"/{feed.slug}/" for feed in wire.feeds)]

    statuses = {ask(wire, page)[0].status for page in pages}

    assert statuses == {200}


def test_nothing_listens_beyond_its_one_loopback_address(wire: SampleWire) -> None:
    host, port = wire.origin

    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.2", port), timeout=5).close()

    assert host == "127.0.0.1"


def test_it_takes_the_port_it_prefers() -> None:
    port = a_free_port()

    with SampleWire(NOW, port=port) as wire:
        taken = wire.origin

    assert taken == ("127.0.0.1", port)


def test_it_takes_a_free_port_where_the_preferred_is_held() -> None:
    with SampleWire(NOW, port=0) as first, SampleWire(NOW, port=first.origin[1]) as second:
        response, _ = ask(second, second.feeds[0].url)

        assert second.origin != first.origin
        assert response.status == 200


def test_its_links_follow_the_port_it_got() -> None:
    with SampleWire(NOW, port=0) as wire:
        (entry, *_) = feedparser.parse(ask(wire, wire.feeds[0].url)[1]).entries

    host, port = wire.origin
    assert urlsplit(entry.link).netloc == f"{host}:{port}"


def test_its_dates_follow_the_now_it_is_given() -> None:
    later = NOW + timedelta(days=400)

    with SampleWire(later, port=0) as wire:
        newest = feedparser.parse(ask(wire, wire.feeds[0].url)[1]).entries[0].published_parsed

    assert later - timedelta(days=2) < datetime.fromtimestamp(timegm(newest), UTC) < later


def test_it_stops_listening_at_its_end() -> None:
    with SampleWire(NOW, port=0) as wire:
        ask(wire, "/")

    with pytest.raises(ConnectionRefusedError):
        ask(wire, "/")


def test_its_thread_never_holds_the_program_open_and_ends_with_it() -> None:
    others = set(threading.enumerate())

    with SampleWire(NOW, port=0):
        (mine,) = {thread for thread in threading.enumerate() if thread.name == "sample-wire"} - others
        is_daemon = mine.daemon

    assert is_daemon
    assert not mine.is_alive()


def test_it_can_end_as_soon_as_it_began() -> None:
    with SampleWire(NOW, port=0) as wire:
        origin = wire.origin

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(origin, timeout=5)


def test_a_reader_that_hangs_up_is_not_reported_in_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with SampleWire(NOW, port=0) as wire:
        for _ in range(5):
            with socket.create_connection(wire.origin, timeout=5) as rude:
                rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close by reset
                rude.sendall(b"GET / HTTP/1.0\r\n")
        response, _ = ask(wire, "/")

    assert response.status == 200
    assert capfd.readouterr() == ("", "")
