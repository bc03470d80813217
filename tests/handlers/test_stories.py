"""Stories put together from what is stored: what leads them, in which order they speak, and who is named for them."""

from datetime import timedelta

import pytest

from feeds.model import Feed, Level
from handlers.alerts import Story
from handlers.stories import independent_outlets, quotes_of_story, stories_between, story_for
from storage import articles, channels, owners, watchlists
from storage.model import Channel, StoryKey
from tests.builders import NOW, an_article
from tests.newsroom import Desk

FLIGHT = an_article()
WIRE = (
    "PORT ANSEL (AP) — The council of Port Ansel met on Tuesday to speak about the harbour, the budget and the school. "
    "“The harbour wall will be mended by the spring,” said Karen Bassey, the mayor of Port Ansel. "
    "The council voted nine to two to borrow the money, and the work is to begin before the first storms arrive."
)
OWN_WORDS = " Our reporter counted forty people in the hall, and eleven of them spoke before the vote was taken."
OWN_REPORT = (
    "The harbour wall of Port Ansel is to be mended, the council decided on Tuesday with nine votes against two. "
    "Money for the harbour will be borrowed, the mayor, Karen Bassey, told the council after a long debate. "
    "Fishermen in the gallery cheered, and one of them sang."
)
DAY = timedelta(days=1)


def council(number: int, *, text: str = WIRE, minutes_old: int = 60) -> dict[str, object]:
    """Return what makes an article the council story of outlet `number`."""
    return {
        "guid": f"council-{number}",
        "url": f"https://outlet{number}.example/council",
        "title": "Council borrows for the harbour wall",
        "text": text,
        "published": NOW - timedelta(minutes=minutes_old),
    }


@pytest.fixture
def times(desk: Desk) -> Feed:
    """A desk that watches one topic and one feed."""
    desk.follows("harbour", "harbour")
    return desk.watches()


def outlet(desk: Desk, number: int) -> Feed:
    return desk.watches(f"https://outlet{number}.example/rss", f"Outlet {number}")


def key_of(desk: Desk, url: str) -> StoryKey:
    with desk.store.reading() as tx:
        found = articles.article_at(tx, url)
    assert found is not None
    return found.story


def told(desk: Desk, url: str, channel: Channel | None = None) -> Story:
    """Return the story of the article at `url` as a channel (the terminal) would be told it."""
    with desk.store.reading() as tx:
        story = story_for(tx, key_of(desk, url), channel or desk.place.channel)
    assert story is not None
    return story


def test_a_story_that_is_not_stored_is_none(desk: Desk) -> None:
    with desk.store.reading() as tx:
        assert story_for(tx, StoryKey("nowhere"), desk.place.channel) is None


def test_its_articles_stand_first_published_first_whatever_order_they_came_in(desk: Desk, times: Feed) -> None:
    desk.receives(times, an_article(**council(1, minutes_old=10)))
    desk.receives(outlet(desk, 2), an_article(**council(2, minutes_old=50)))
    desk.receives(outlet(desk, 3), an_article(**council(3, minutes_old=30)))

    story = told(desk, "https://outlet1.example/council")

    assert story.outlets == ("Outlet 2", "Outlet 3", "Example Times")


def test_the_lead_is_the_first_article_that_matched_not_the_first_of_all(desk: Desk) -> None:
    desk.follows("storms", "storms")
    without = WIRE.replace("the first storms arrive", "anything else is done about it")
    desk.receives(outlet(desk, 1), an_article(**council(1, text=without, minutes_old=50)))
    desk.receives(outlet(desk, 2), an_article(**council(2, minutes_old=20)))

    story = told(desk, "https://outlet2.example/council")

    assert len(story.articles) == 2
    assert story.articles[0].article.source == "Outlet 1"
    assert story.lead.article.source == "Outlet 2"


def test_a_story_nothing_matched_is_led_by_its_first_article(desk: Desk) -> None:
    desk.receives(outlet(desk, 1), an_article(**council(1, minutes_old=50)))
    desk.receives(outlet(desk, 2), an_article(**council(2, minutes_old=20)))

    story = told(desk, "https://outlet2.example/council")

    assert (story.lead.article.source, story.lists, story.matched) == ("Outlet 1", (), frozenset())


def test_only_the_lists_that_speak_in_the_channel_are_named(desk: Desk, times: Feed) -> None:
    desk.follows("council", "council", Level.FLASH)
    desk.receives(times, an_article(**council(1)))
    with desk.store.transaction() as tx:
        metro = channels.ensure_channel(tx, desk.place.desk.id, "slack:C2", "#metro")

    here, there = (told(desk, "https://outlet1.example/council", channel) for channel in (None, metro))

    assert sorted(here.lists) == ["council", "harbour"]
    assert there.lists == ()


def test_a_list_that_did_not_match_is_not_named(desk: Desk, times: Feed) -> None:
    desk.follows("deportation", "deportation")
    desk.receives(times, an_article(**council(1)))

    assert told(desk, "https://outlet1.example/council").lists == ("harbour",)


def test_the_loudest_list_sets_the_level(desk: Desk, times: Feed) -> None:
    desk.receives(times, an_article(**council(1)))
    before = told(desk, "https://outlet1.example/council").level
    desk.follows("council", "council", Level.FLASH)
    desk.receives(outlet(desk, 2), an_article(**council(2)))

    after = told(desk, "https://outlet1.example/council").level

    assert (before, after) == (Level.ALERT, Level.FLASH)


def test_a_list_removed_before_the_card_is_sent_is_not_named(desk: Desk, times: Feed) -> None:
    desk.receives(times, an_article(**council(1)))
    desk.types("/watch remove harbour")

    story = told(desk, "https://outlet1.example/council")

    assert (story.lists, story.level) == ((), Level.ALERT)


def test_the_spoken_words_are_those_that_stand_in_the_articles(desk: Desk, times: Feed) -> None:
    desk.receives(times, an_article(**council(1)))

    assert told(desk, "https://outlet1.example/council").spoken == {"harbour"}


def test_quotes_stand_article_by_article_and_in_order_of_place(desk: Desk, times: Feed) -> None:
    two = (
        "“We were told nothing about the harbour at all,” said Tom Vale, who sells fish.\n"
        "“Nobody answers the telephone at the town hall,” said Ada Quill, who mends nets."
    )
    desk.receives(times, an_article(**council(1, text=f"{WIRE}\n{two}", minutes_old=10)))
    desk.receives(outlet(desk, 2), an_article(**council(2, minutes_old=50)))

    quotes = told(desk, "https://outlet1.example/council").quotes

    assert [(quote.article.article.source, quote.speaker) for quote in quotes] == [
        ("Outlet 2", "Karen Bassey"),
        ("Example Times", "Karen Bassey"),
        ("Example Times", "Tom Vale"),
        ("Example Times", "Ada Quill"),
    ]


def test_no_articles_have_no_quotes(desk: Desk) -> None:
    with desk.store.reading() as tx:
        assert quotes_of_story(tx, ()) == ()


def between(desk: Desk, since_minutes: int, until_minutes: int) -> tuple[Story, ...]:
    """Return the stories of the desk's one list, first seen so many minutes round the desk's first moment."""
    with desk.store.reading() as tx:
        (listed,) = watchlists.all_watchlists(tx, desk.place.desk.id)
        since, until = (NOW + timedelta(minutes=minutes) for minutes in (since_minutes, until_minutes))
        return stories_between(tx, listed, since, until)


def test_a_story_of_three_outlets_is_one_story_with_all_of_them(desk: Desk, times: Feed) -> None:
    desk.receives(times, an_article(**council(1)))
    desk.receives(outlet(desk, 2), an_article(**council(2)))
    desk.receives(outlet(desk, 3), an_article(**council(3)))

    (story,) = between(desk, 0, 1)

    assert len(story.articles) == 3


def test_the_stretch_of_time_is_half_open(desk: Desk, times: Feed) -> None:
    desk.receives(times, an_article(**council(1)))

    counts = [len(between(desk, since, until)) for since, until in ((-1, 0), (0, 1), (1, 2))]

    assert counts == [0, 1, 0]


def test_a_story_that_goes_on_is_told_whole_in_the_later_stretch(desk: Desk, times: Feed) -> None:
    desk.receives(times, an_article(**council(1)))
    desk.now += timedelta(minutes=10)
    desk.receives(outlet(desk, 2), an_article(**council(2)))

    (story,) = between(desk, 5, 15)

    assert len(story.articles) == 2


def test_a_list_is_told_only_what_it_matched(desk: Desk, times: Feed) -> None:
    desk.receives(times, FLIGHT)

    assert between(desk, 0, 1) == ()


def test_copies_of_one_wire_text_are_one_voice_of_several_owners(desk: Desk, times: Feed) -> None:
    for number in range(1, 4):
        desk.receives(outlet(desk, number), an_article(**council(number)))
    desk.receives(
        times, an_article(**council(4, text=WIRE.replace("(AP) — ", "").replace("spring", "summer") + OWN_WORDS))
    )

    story = told(desk, "https://outlet1.example/council")

    assert len(story.owners) == 4
    assert story.voices == ("Associated Press",)


def test_outlets_that_wrote_for_themselves_are_counted_and_the_newsroom_may_correct_who_owns_them(desk: Desk) -> None:
    with desk.store.reading() as tx:
        assert independent_outlets(tx, StoryKey("nowhere")) == 0
    desk.receives(outlet(desk, 1), an_article(**council(1)))
    desk.receives(outlet(desk, 2), an_article(**council(2, text=OWN_REPORT)))
    key = key_of(desk, "https://outlet1.example/council")
    with desk.store.transaction() as tx:
        before = independent_outlets(tx, key)
        owners.correct_owner(tx, "outlet2.example", "Associated Press")

    with desk.store.reading() as tx:
        assert (before, independent_outlets(tx, key)) == (2, 1)
