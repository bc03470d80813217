"""Following and muting: for oneself by every member, for a channel by its editors; a list or a story, for a while."""

from datetime import timedelta

import pytest

from feeds.model import Article, Feed, Level
from handlers.commands import answer, parse
from handlers.request import Person, Reply, Request, Role
from storage import articles, audit, channels, outbox, watchlists
from storage.model import Channel, DeliveryState
from storage.model import Desk as StoredDesk
from tests.builders import an_article
from tests.newsroom import Desk, shown

ANNA = Person("slack:U1", "Anna", Role.READER, "UTC")
BEN = Person("slack:U2", "Ben", Role.EDITOR, "UTC")


class Slack:
    """A workspace with one channel and one list that alerts there."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        with desk.store.transaction() as tx:
            self.home: StoredDesk = channels.ensure_desk(tx, "slack:T1", "Example Times", "UTC")
            self.news: Channel = channels.ensure_channel(tx, self.home.id, "slack:C1", "#news")
        self.asks(BEN, "/watch add ferries ferry to:here save:yes")

    def asks(self, person: Person, line: str) -> Reply:
        command = parse(line)
        assert command is not None
        request = Request(command, person, self.home, self.news, self.news.ref, self.news.name)
        return answer(request, self.desk.store, self.desk.now)

    def told(self) -> dict[str, list[str]]:
        """Send what is due; return the places and the headlines they were told."""
        with self.desk.store.reading() as tx:
            waiting = outbox.deliveries(tx, DeliveryState.PENDING)
        places = [each.channel.ref for each in waiting]
        self.desk.delivers()
        return {place: [each.subject for each in waiting if each.channel.ref == place] for place in places}


@pytest.fixture
def slack(desk: Desk) -> Slack:
    return Slack(desk)


@pytest.fixture
def times(desk: Desk, slack: Slack) -> Feed:
    assert slack.home
    feed = desk.watches()
    desk.receives(feed)
    return feed


FERRY = an_article(guid="ferry", url="https://times.example/ferry", title="Ferry halted", text="The ferry was halted.")


def number_of(desk: Desk, article: Article = FERRY) -> str:
    with desk.store.reading() as tx:
        found = articles.article_at(tx, article.url or "")
    assert found is not None
    return str(found.id)


def test_who_follows_a_list_is_told_beside_the_channel(desk: Desk, slack: Slack, times: Feed) -> None:
    said = shown(slack.asks(ANNA, "/watch follow ferries").message)

    desk.receives(times, FERRY)

    assert said == "You follow “ferries”."
    assert sorted(slack.told()) == ["slack:C1", "slack:U1"]


def test_a_follow_ends_by_itself_or_when_it_is_taken_back(desk: Desk, slack: Slack, times: Feed) -> None:
    slack.asks(ANNA, "/watch follow ferries for:1h")
    slack.asks(BEN, "/watch follow ferries")
    slack.asks(BEN, "/watch unfollow ferries")
    desk.now += timedelta(hours=2)

    desk.receives(times, FERRY)

    assert sorted(slack.told()) == ["slack:C1"]


def test_who_follows_a_story_has_its_card_at_once_and_its_changes_later(desk: Desk, slack: Slack, times: Feed) -> None:
    desk.receives(times, FERRY)
    slack.told()

    slack.asks(ANNA, f"/watch follow id:{number_of(desk)}")
    at_once = slack.told()
    desk.now += timedelta(minutes=10)
    desk.receives(times, an_article(guid="ferry", url=FERRY.url, title="CORRECTED: Ferry halted", text="No: it sails."))

    assert sorted(at_once) == ["slack:U1"]
    assert "slack:U1" in slack.told()


def test_the_card_of_a_follower_names_the_list(desk: Desk, slack: Slack, times: Feed) -> None:
    slack.asks(ANNA, "/watch follow ferries level:flash")
    desk.receives(times, FERRY)

    cards = [shown(message) for message in desk.delivers()]

    assert all("ferries" in card for card in cards)
    assert len(cards) == 2


def test_an_editor_mutes_a_story_for_the_channel(desk: Desk, slack: Slack, times: Feed) -> None:
    desk.receives(times, FERRY)
    slack.told()

    reply = slack.asks(BEN, f"/watch mute id:{number_of(desk)} for:24h to:here")
    desk.now += timedelta(minutes=10)
    desk.receives(times, an_article(guid="ferry", url=FERRY.url, title="CORRECTED: Ferry halted", text="No: it sails."))

    assert reply.public is not None
    assert "Ben: nothing is told in #news of the story “Ferry halted” until" in shown(reply.public)
    assert slack.told() == {}


def test_a_muted_list_is_silent_in_that_channel_until_its_time_is_over(desk: Desk, slack: Slack, times: Feed) -> None:
    slack.asks(ANNA, "/watch follow ferries")
    slack.asks(BEN, "/watch mute ferries for:1h to:here")

    desk.receives(times, FERRY)
    muted = slack.told()
    desk.now += timedelta(hours=2)
    desk.receives(
        times, an_article(guid="pier", url="https://times.example/p", title="A ferry sinks", text="A ferry sank.")
    )

    assert sorted(muted) == ["slack:U1"]
    assert "slack:C1" in slack.told()


def test_a_mute_can_be_taken_back(desk: Desk, slack: Slack, times: Feed) -> None:
    slack.asks(BEN, "/watch mute ferries to:here")
    again = slack.asks(BEN, "/watch unmute ferries to:here")

    desk.receives(times, FERRY)

    assert "is told in #news again" in shown(again.message)
    assert sorted(slack.told()) == ["slack:C1"]


def test_a_reader_mutes_for_herself_and_not_for_a_channel(desk: Desk, slack: Slack, times: Feed) -> None:
    slack.asks(ANNA, "/watch follow ferries")
    own = slack.asks(ANNA, "/watch mute ferries")
    channel = slack.asks(ANNA, "/watch mute ferries to:here")

    desk.receives(times, FERRY)

    assert own.public is None
    assert channel.refused
    assert "for editors" in shown(channel.message)
    assert sorted(slack.told()) == ["slack:C1"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/watch follow", "Which list or story?"),
        ("/watch follow whales", "No watchlist is called"),
        ("/watch mute https://nowhere.example/x", "is not stored"),
        ("/watch mute id:abc", "is not stored"),
        ("/watch follow ferries for:ever", "is no time"),
        ("/watch unfollow ferries", "You do not follow"),
        ("/watch unmute ferries", "is not muted"),
    ],
)
def test_what_cannot_be_done_says_why(slack: Slack, line: str, why: str) -> None:
    reply = slack.asks(ANNA, line)

    assert reply.refused
    assert why in shown(reply.message)


def test_another_desks_lists_cannot_be_followed(desk: Desk, slack: Slack) -> None:
    desk.follows("ports", "port", Level.ALERT)

    assert slack.asks(ANNA, "/watch follow ports").refused


def test_every_wish_is_written_down(desk: Desk, slack: Slack) -> None:
    slack.asks(ANNA, "/watch follow ferries for:2d")
    slack.asks(ANNA, "/watch unfollow ferries")

    with desk.store.reading() as tx:
        listed = watchlists.find_watchlist(tx, slack.home.id, "ferries")
        assert listed is not None
        written = audit.history(tx, slack.home.id, f"watchlist:{listed.watchlist.id}")
    assert [each.action for each in written][:2] == ["watch unfollow", "watch follow"]
    assert written[1].after == "“ferries” for 2d"
