"""What goes in comes out: any text there is, very long ones, and times of any zone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.model import Article, Forms, Level, Match, Mention, Part, Salience, WatchlistId
from storage import articles, audit, keepsakes, outbox, watchlists
from storage.model import ArticleKey, AuditEntry, DeliveryKind, NewDelivery, QuoteQuery, StoryKey, Words
from storage.store import Store, Transaction
from tests.builders import NOW
from tests.storage.builders import a_channel, a_list, find_quotes, keep, numbered, outlet, quotes_in, reading_of, speech

# Lone surrogates, which no UTF-8 can hold, are no text: neither a parsed feed nor Hypothesis brings any.
TEXT = st.text(max_size=200)
SPOKEN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)
ONE_STORE = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example rolls its own transaction back
)
ODD = [
    "🦊👩🏽‍🚒🏳️‍🌈 said nothing",
    "e\u0301 is not é",
    "العربية and עברית \u202emixed\u202c",
    "before\x00after",
    "line\r\nline\x0bline\u2028line",
    "'; DROP TABLE article; --",
    "\ufeff\u200b\u00ad",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈",
    "",
]


class UndoneError(Exception):
    """Raised to roll an example's transaction back."""


@contextmanager
def undone(store: Store) -> Iterator[Transaction]:
    """Give a transaction of which nothing stays."""
    with suppress(UndoneError), store.transaction() as tx:
        yield tx
        raise UndoneError


@pytest.mark.parametrize("text", ODD)
def test_odd_text_comes_back_letter_for_letter(store: Store, text: str) -> None:
    article = numbered(1, title=text, text=text, summary=text, author=text, source=text)
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), article)

    with store.reading() as tx:
        back = articles.article(tx, stored.id)
    assert back == stored
    assert back.article == article


@ONE_STORE
@given(title=TEXT, text=TEXT, author=st.none() | TEXT)
def test_any_text_comes_back_letter_for_letter(store: Store, title: str, text: str, author: str | None) -> None:
    article = numbered(1, title=title, text=text, author=author)

    with undone(store) as tx:
        stored = keep(tx, outlet(tx), article)
        tx.session.expire_all()
        assert articles.article(tx, stored.id) == stored


@ONE_STORE
@given(words=SPOKEN, speaker=st.none() | TEXT)
def test_any_quote_of_anybody_comes_back_and_stands_at_its_offsets(
    store: Store, words: str, speaker: str | None
) -> None:
    article, said = speech(1, (words, speaker), ("And another", speaker))

    with undone(store) as tx:
        stored = keep(tx, outlet(tx), article, said)
        back = quotes_in(tx, stored)
        assert tuple(one.quote for one in back) == said
        assert len({one.speaker for one in back}) == 1


@pytest.mark.parametrize("length", [100_000, 3_000_000])
def test_a_very_long_text_is_kept_whole_and_searched_to_its_end(store: Store, length: int) -> None:
    text = f"{'word ' * (length // 5)}zebra"
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), numbered(1, text=text))

    with store.reading() as tx:
        back = articles.article(tx, stored.id)
        assert back
        assert back.article.text == text


def test_a_quote_with_its_paragraph_is_found_behind_an_emoji(store: Store) -> None:
    article, said = speech(1, ("🦊🦊🦊 We knew", "Karen Bassey"), ("👩🏽‍🚒 Never again", "Karen Bassey"))
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), article, said)

    with store.reading() as tx:
        page = find_quotes(tx, QuoteQuery(words=Words((("never again",),)), quoted=True))
    assert [one.quote.text for one in page.quotes] == ["👩🏽‍🚒 Never again"]
    assert stored.article.text[said[1].start : said[1].end] == "👩🏽‍🚒 Never again"


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 6, 16, 20, 12, 1, 999_999, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=-4))),
        datetime(2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=-5))),
        datetime(2026, 6, 17, 5, 42, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ],
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(store: Store, moment: datetime) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), numbered(1, published=moment))

    with store.reading() as tx:
        back = articles.article(tx, stored.id)
    assert back
    assert back.article.published == moment
    assert back.article.published.utcoffset() == timedelta(0)


def test_moments_of_several_zones_are_put_in_their_true_order(store: Store) -> None:
    zones = [timezone(timedelta(hours=hours)) for hours in (9, -7, 0)]
    with store.transaction() as tx:
        feed = outlet(tx)
        for number, zone in enumerate(zones):
            published = (NOW + timedelta(minutes=number)).astimezone(zone)
            keep(tx, feed, *speech(number, (f"Word {number}", "Tom Quill"), published=published))

    with store.reading() as tx:
        page = find_quotes(tx, QuoteQuery(since=(NOW + timedelta(minutes=1)).astimezone(zones[0])))
    assert [one.quote.text for one in page.quotes] == ["Word 2", "Word 1"]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_comes_back_from_the_outbox_the_log_and_the_keepsakes(store: Store, text: str) -> None:
    with store.transaction() as tx:
        channel = a_channel(tx)
        outbox.enqueue(tx, NewDelivery(channel.id, text, DeliveryKind.NOTICE, text, NOW), NOW)
        audit.record(tx, AuditEntry(NOW, channel.desk, text, text, text, text, None, text))
        keepsakes.keep(tx, "odd", text, NOW)

    with store.reading() as tx:
        [delivery] = outbox.deliveries_of(tx, text)
        assert (delivery.key, delivery.subject) == (text, text)
        assert audit.history(tx, channel.desk) == (AuditEntry(NOW, channel.desk, text, text, text, text, None, text),)
        assert keepsakes.keepsake(tx, "odd") == text


@given(form=TEXT, place=st.integers(0, 10**6))
@ONE_STORE
def test_any_form_of_a_list_and_of_a_match_comes_back(store: Store, form: str, place: int) -> None:
    with undone(store) as tx:
        channel = a_channel(tx)
        forms = Forms(strong=(form,), blockers=(form, form))
        routes = ((channel.id, Level.FLASH),)
        added = watchlists.add_watchlist(tx, channel.desk, "L", form, forms, Salience.LEAD, routes, NOW)
        match = Match(added.watchlist.id, (Mention(Part.TITLE, place, place + 1, form),), Salience.PASSING)
        stored = keep(tx, outlet(tx), numbered(1), (), (match,))

        assert articles.matches_of(tx, stored.id) == (match,)
        tx.session.expire_all()
        assert watchlists.watchlist(tx, channel.desk, added.watchlist.id) == added


def test_what_is_kept_is_what_was_returned_with_every_field_set(store: Store) -> None:
    article = Article("g", None, "T", "Example Times", NOW, "Text.", "Summary.", "A. Writer", undated=True)
    with store.transaction() as tx:
        feed = outlet(tx)
        reading = replace(reading_of(feed, article), news=False, story=StoryKey("s"), copies=ArticleKey("c"))
        stored = articles.keep_reading(tx, feed.id, reading, NOW)
        assert stored

    with store.reading() as tx:
        assert articles.article(tx, stored.id) == stored
    assert (stored.news, stored.story, stored.copies, stored.change) == (False, "s", "c", None)


def test_a_match_of_a_list_that_is_there_is_kept_beside_one_that_is_not(store: Store) -> None:
    with store.transaction() as tx:
        watched = a_list(tx, a_channel(tx)).watchlist.id
        here, gone = (Match(number, (), Salience.LEAD) for number in (watched, WatchlistId(99)))

        stored = keep(tx, outlet(tx), numbered(1), (), (here, gone, here))

        assert articles.matches_of(tx, stored.id) == (here,)
