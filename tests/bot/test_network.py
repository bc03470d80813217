"""When most hosts give no answer the trouble is ours, and no feed's."""

from datetime import timedelta

from bot.network import Network
from feeds.model import Feed, FeedId
from tests.builders import NOW, a_feed


def feed(number: int) -> Feed:
    return a_feed(id=FeedId(number), url=f"https://outlet{number}.example/rss")


def test_four_in_five_hosts_without_an_answer_are_our_own_trouble() -> None:
    network = Network()
    for number in range(10):
        network.answered(feed(number))

    downs = []
    for number in range(100, 140):
        network.failed(feed(number))
        downs.append(network.looks_down)

    assert downs.index(True) == 23
    assert all(downs[23:])


def test_one_host_with_many_feeds_is_one_host() -> None:
    network = Network()

    for number in range(40):
        network.failed(a_feed(id=FeedId(number), url=f"https://one.example/{number}"))

    assert not network.looks_down


def test_the_feeds_that_failed_are_handed_out_once_as_they_were() -> None:
    network = Network()
    before = [feed(number) for number in range(3)]
    for each in (*before, before[0]):
        network.failed(each)
    network.answered(before[2])

    assert set(network.take_failed()) == {before[0], before[1]}
    assert network.take_failed() == ()


def test_an_outage_begins_once_and_ends_when_hosts_answer() -> None:
    network = Network()
    for number in range(10):
        network.failed(feed(number))

    began = network.down_since(NOW)
    still = network.down_since(NOW + timedelta(minutes=5))
    for number in range(100, 130):
        network.answered(feed(number))
    again = network.down_since(NOW + timedelta(hours=1))

    assert (began, still, again) == (NOW, NOW, NOW + timedelta(hours=1))
