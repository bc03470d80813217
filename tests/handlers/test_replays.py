"""The replay: the sets it gains and loses are those of matching everything twice, whatever is stored and edited."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import reduce
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Article, Forms, Salience, Watchlist, WatchlistId
from feeds.watchlists import compile_watchlists, find_matches, starter_watchlists
from handlers.replay_layout import alert_rate, numbers, rate_in_words
from handlers.replays import Hit, Replay, Week, replay
from storage import articles
from storage.model import ArticleId, StoredArticle, StoryKey
from storage.store import Store, open_store
from tests.builders import NOW, an_article
from tests.storage.builders import outlet, reading_of

DAY = timedelta(days=1)
UTC_ZONE = ZoneInfo("UTC")
WORDS = ("ICE", "Ice", "ice", "agents", "National", "Guard", "Coast", "troops", "port", "strike", "deported", "raid")
QUERIES = (
    "ICE",
    "port strike",
    '"National Guard" -"Coast Guard"',
    "deport",
    "raid NEAR/3 ICE",
    "title:Guard",
    "strike*",
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
FORMS = st.sampled_from((Forms(), Forms(strong=("ICE agents",), weak=("ICE",), context=("raid", "deport"))))
EDITS = st.builds(
    lambda queries, forms, minimum: Watchlist(WatchlistId(1), "edited", ", ".join(queries), forms, minimum),
    st.lists(st.sampled_from(QUERIES), min_size=1, max_size=3, unique=True),
    FORMS,
    st.sampled_from(Salience),
)
STORED = st.lists(
    st.tuples(SENTENCES, SENTENCES, st.integers(0, 3), st.integers(0, 8 * 24)),
    max_size=8,
)


def kept(store: Store, rows: Iterable[tuple[str, str, int, int]]) -> tuple[StoredArticle, ...]:
    """Store an article for each (title, text, story, hours ago)."""
    stored = []
    with store.transaction() as tx:
        feed = outlet(tx)
        for number, (title, text, story, hours) in enumerate(rows):
            at = NOW - timedelta(hours=hours)
            article = an_article(
                guid=f"{number}", url=f"https://t.example/{number}", title=title, text=text, published=at
            )
            reading = reading_of(feed, article, story=StoryKey(f"story-{story}"))
            one = articles.keep_reading(tx, feed.id, reading, at)
            assert one is not None
            stored.append(one)
    return tuple(stored)


def matched(stored: Iterable[StoredArticle], watchlist: Watchlist) -> set[StoredArticle]:
    """Return what a list finds by matching every article by itself."""
    alone = compile_watchlists((watchlist,))
    return {each for each in stored if find_matches(each.article, alone)}


def stories(found: Iterable[StoredArticle]) -> set[str]:
    return {each.story for each in found}


@settings(max_examples=60, deadline=None)
@given(rows=STORED, before=EDITS, after=EDITS)
def test_what_is_gained_and_lost_is_what_matching_everything_twice_gives(
    rows: list[tuple[str, str, int, int]], before: Watchlist, after: Watchlist
) -> None:
    store = open_store("sqlite://", NOW)
    week = [each for each in kept(store, rows) if each.article.published >= NOW - timedelta(days=7)]

    was, now = replay(store, (before, after), NOW).replays

    store.close()
    once, again = matched(week, before), matched(week, after)
    assert {hit.article for hit in was.hits} == {each.id for each in once}
    assert {hit.article for hit in now.hits} == {each.id for each in again}
    assert {hit.story for hit in now.without(was)} == stories(again) - stories(once)
    assert {hit.story for hit in was.without(now)} == stories(once) - stories(again)


def test_the_starter_lists_find_in_a_replay_what_they_find_by_themselves(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'week.db'}", NOW)
    files = starter_watchlists()
    sentences = [text for each in files for text in (*each.must_match[:40], *each.must_not_match[:40])]
    stored = kept(store, [("Headline", text, number, 1) for number, text in enumerate(sentences)])
    lists = [each.watchlist(WatchlistId(1)) for each in files]

    week = replay(store, lists, NOW)

    store.close()
    found = [{hit.article for hit in each.hits} for each in week.replays]
    assert found == [{each.id for each in matched(stored, one)} for one in lists]
    assert all(found)


def a_hit(number: int, at: datetime, salience: Salience = Salience.HEADLINE, story: str | None = None) -> Hit:
    return Hit(ArticleId(number), StoryKey(story or f"story-{number}"), at, salience)


def test_a_story_counts_once_and_on_the_day_it_began() -> None:
    hits = tuple(
        a_hit(number, NOW - back, story=story)
        for number, (back, story) in enumerate([(2 * DAY, "a"), (DAY, "b"), (timedelta(hours=1), "b"), (DAY, "c")], 1)
    )
    found = Replay(tuple(sorted(hits, key=lambda hit: hit.published)))

    told = numbers(Week((found,), 40, 7), found, None, UTC_ZONE)

    assert told == "Last 7 days: 3 stories, less than one a day, peak 2 · of 40 articles read"


def test_what_is_gained_and_lost_is_told_beside_what_there_was() -> None:
    before = Replay(tuple(a_hit(number, NOW - DAY) for number in range(41)))
    after = Replay(tuple(a_hit(number, NOW - DAY) for number in range(7, 44)))

    told = numbers(Week((before, after), 900, 7), after, before, UTC_ZONE)

    assert told == "Last 7 days: 37 stories (was 41), about 5 a day, peak 37 · gained 3 · lost 7 · of 900 articles read"


def test_a_peak_is_of_a_day_in_the_readers_zone() -> None:
    late = datetime(2026, 6, 16, 3, 30, tzinfo=UTC)
    found = Replay((a_hit(1, late), a_hit(2, late + timedelta(hours=1))))

    assert found.peak(UTC_ZONE) == 2
    assert found.peak(ZoneInfo("America/New_York")) == 1


def test_a_single_passing_mention_is_no_alert() -> None:
    passing = [a_hit(number, NOW, Salience.PASSING, story="a") for number in (1, 2)]
    found = Replay((*passing, a_hit(3, NOW, Salience.SEVERAL, story="b")))

    assert found.alerts() == 1
    assert alert_rate(Week((found,), 3, 2), found) == 0.5


def test_a_rate_is_said_in_round_words() -> None:
    assert [rate_in_words(rate, "alert") for rate in (0, 0.2, 1.2, 47.4)] == [
        "no alert a day",
        "less than one alert a day",
        "about 1 alert a day",
        "about 47 alerts a day",
    ]


def test_days_are_counted_only_as_far_back_as_articles_go(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'week.db'}", NOW)
    kept(store, [("ICE", "ICE", 1, 30), ("ICE", "ICE", 2, 3)])

    week = replay(store, (Watchlist(WatchlistId(1), "ICE", "ICE"),), NOW)

    store.close()
    assert (week.read, week.days) == (2, 2)


def test_what_is_older_than_the_week_is_not_read(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'week.db'}", NOW)
    kept(store, [("ICE", "ICE", 1, 7 * 24 + 1)])
    with store.transaction() as tx:
        feed = outlet(tx, path="late")
        old: Article = an_article(guid="old", url="https://t.example/old", title="ICE", published=NOW - 9 * DAY)
        articles.keep_reading(tx, feed.id, reading_of(feed, old), NOW)

    week = replay(store, (Watchlist(WatchlistId(1), "ICE", "ICE"),), NOW)

    store.close()
    assert week == Week((Replay(),), 0, 1)


def test_a_part_of_a_list_that_finds_nothing_alone_is_still_read_whole() -> None:
    lists = [Watchlist(WatchlistId(1), "x", query) for query in ("ICE AND NOT raid", "(ICE, raid) -hockey", "lang:en")]
    store = open_store("sqlite://", NOW)
    stored = kept(store, [("ICE", "A raid on ice hockey.", 1, 1), ("ICE", "An agency of the state was here.", 2, 1)])

    week = replay(store, lists, NOW)

    store.close()
    assert [{hit.article for hit in each.hits} for each in week.replays] == [
        {each.id for each in matched(stored, one)} for one in lists
    ]
    assert reduce(lambda total, each: total + len(each.hits), week.replays, 0) > 0
