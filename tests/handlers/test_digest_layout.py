"""The digest's layout: what comes first, what moves to the thread, and what it says when there is nothing to say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.alerts import Story
from handlers.digest_layout import LISTS_SHOWN, STORIES_SHOWN, Digest, Section, digest_message
from handlers.message import Block, Heading, Line, Link, Message, Moment, Quotation, Rule, Words
from storage.model import Change, StoredArticle
from tests.builders import NOW, a_quote, a_stored_quote, stored

NEW_YORK = ZoneInfo("America/New_York")


def a_story(number: int, *, outlets: int = 1, minutes_old: int = 10, speakers: tuple[str, ...] = ()) -> Story:
    """Return story `number`, carried by so many outlets, with one quote of each speaker."""
    carried = tuple(
        stored(
            100 * number + place,
            story=f"story-{number}",
            title=f"Headline {number}",
            source=f"Outlet {place}",
            url=f"https://outlet{place}.example/{number}",
            published=NOW - timedelta(minutes=minutes_old),
        )
        for place in range(outlets)
    )
    quotes = tuple(
        a_stored_quote(a_quote(f"Nobody in town {number} was told by {name}", name), carried[0]) for name in speakers
    )
    return Story(carried, quotes, ("Deportation",))


def a_section(name: str = "Deportation", stories: int = 1, *, first: int = 1, before: int = 0) -> Section:
    """Return a list with so many stories, numbered from `first`."""
    return Section(name, tuple(a_story(number) for number in range(first, first + stories)), before)


def a_digest(*sections: Section, **changes: object) -> Digest:
    """Return the digest of a day with ten healthy feeds."""
    digest = Digest(
        since=NOW - timedelta(hours=24),
        until=NOW,
        sections=sections,
        articles=12,
        copies=0,
        updates=0,
        healthy=10,
        feeds=10,
        troubles=(),
        quotes=0,
    )
    return replace(digest, **changes)  # type: ignore[arg-type]  # any field of a Digest


def line(block: Block) -> str:
    match block:
        case Heading(text):
            return f"# {text}"
        case Line(inlines):
            return "".join(part.text if isinstance(part, Words | Link) else "<time>" for part in inlines)
        case Quotation(text):
            return f"> {text}"
        case Rule():
            return "---"
        case _:
            raise AssertionError(f"a digest has no {block}")


def lines(blocks: tuple[Block, ...]) -> list[str]:
    return [line(block) for block in blocks]


def headings(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading)]


def headlines(blocks: tuple[Block, ...]) -> list[str]:
    return [each for each in lines(blocks) if "Headline" in each]


def drawn(*sections: Section, **changes: object) -> Message:
    return digest_message(a_digest(*sections, **changes), NEW_YORK)


def test_a_digest_says_title_facts_list_headline_outlet_and_quote_in_that_order() -> None:
    story = a_story(1, outlets=3, speakers=("Karen Bassey",))

    message = drawn(Section("Deportation", (story,), 0))

    assert lines(message.blocks) == [
        "Afternoon digest · <time>",
        "1 story from 12 articles · since <time> · 10 of 10 feeds healthy · about 1 min",
        "---",
        "# Deportation · 1 story",
        "1. Headline 1",
        "Outlet 0 · <time> · +2 outlets",
        "> Nobody in town 1 was told by Karen Bassey",
    ]


def test_the_lock_screen_line_says_which_digest_and_how_much() -> None:
    assert drawn(a_section(stories=2)).summary == "Afternoon digest: 2 stories from 12 articles"


@pytest.mark.parametrize(
    ("hour", "zone", "said"),
    [
        (11, "America/New_York", "Morning"),
        (15, "America/New_York", "Morning"),
        (16, "America/New_York", "Afternoon"),
        (21, "America/New_York", "Afternoon"),
        (22, "America/New_York", "Evening"),
        (22, "Asia/Tokyo", "Morning"),
        (22, "UTC", "Evening"),
        (12, "UTC", "Afternoon"),
    ],
)
def test_the_time_of_day_is_that_of_the_channels_zone(hour: int, zone: str, said: str) -> None:
    digest = a_digest(until=datetime(2026, 6, 16, hour, tzinfo=UTC))

    message = digest_message(digest, ZoneInfo(zone))

    assert message.summary.startswith(f"{said} digest")


def test_the_title_and_the_facts_carry_the_ends_of_the_window() -> None:
    message = drawn(a_section())

    top = [block for block in message.blocks[:2] if isinstance(block, Line)]
    assert [part.at for each in top for part in each.inlines if isinstance(part, Moment)] == [
        NOW,
        NOW - timedelta(hours=24),
    ]


def test_a_digest_of_nothing_says_so_and_promises_no_reading_time() -> None:
    message = drawn(articles=0)

    assert lines(message.blocks) == [
        "Afternoon digest · <time>",
        "0 stories from 0 articles · since <time> · 10 of 10 feeds healthy",
        "Nothing matched a watchlist in this time.",
    ]
    assert (message.thread, message.buttons) == ((), ())


def test_copies_and_updates_are_counted_only_where_there_are_any() -> None:
    both = lines(drawn(a_section(), copies=94, updates=17).blocks)[1]
    one = lines(drawn(a_section(), copies=1).blocks)[1]
    none = lines(drawn(a_section()).blocks)[1]

    assert "(94 copies folded, 17 updates)" in both
    assert "(1 copy folded)" in one
    assert "(" not in none


@pytest.mark.parametrize(("stories", "minutes"), [(1, 1), (10, 1), (11, 2), (20, 3), (140, 20)])
def test_the_reading_time_grows_with_the_stories(stories: int, minutes: int) -> None:
    assert f"about {minutes} min" in lines(drawn(a_section(stories=stories)).blocks)[1]


def test_a_story_on_two_lists_is_one_story_of_the_digest() -> None:
    shared = a_story(7)

    message = drawn(Section("ICE", (shared,), 0), Section("Deportation", (shared,), 0))

    assert message.summary == "Afternoon digest: 1 story from 12 articles"
    assert headings(message.blocks) == ["ICE · 1 story", "Deportation · 1 story"]


def test_the_list_with_the_most_stories_comes_first_and_ties_stay_as_they_stand() -> None:
    message = drawn(
        a_section("Quiet", 1), a_section("First of two", 2), a_section("Second of two", 2), a_section("Loud", 3)
    )

    assert [title.split(" · ")[0] for title in headings(message.blocks)] == [
        "Loud",
        "First of two",
        "Second of two",
        "Quiet",
    ]


def test_stories_are_ranked_by_outlets_then_by_how_new_they_are() -> None:
    section = Section(
        "Deportation",
        (
            a_story(1, outlets=1, minutes_old=5),
            a_story(2, outlets=2, minutes_old=90),
            a_story(3, outlets=2, minutes_old=30),
        ),
        0,
    )

    message = drawn(section)

    assert headlines(message.blocks) == ["1. Headline 3", "2. Headline 2", "3. Headline 1"]


def test_four_stories_of_a_list_are_in_the_message_and_the_rest_in_the_thread_under_their_numbers() -> None:
    message = drawn(a_section(stories=STORIES_SHOWN + 2))

    assert len(headlines(message.blocks)) == STORIES_SHOWN
    assert "and 2 more" in lines(message.blocks)
    assert headings(message.thread) == ["Deportation, the rest"]
    assert [each.split(" ")[0] for each in headlines(message.thread)] == ["5.", "6."]


def test_exactly_four_stories_need_no_thread() -> None:
    message = drawn(a_section(stories=STORIES_SHOWN))

    assert message.thread == ()
    assert not any("more" in each for each in lines(message.blocks))


def test_a_sixth_list_stands_whole_in_the_thread() -> None:
    sections = [a_section(f"List {place}", 6 - place % 6, first=10 * place + 1) for place in range(LISTS_SHOWN + 1)]

    message = drawn(*sections)

    assert len(headings(message.blocks)) == LISTS_SHOWN
    assert headings(message.thread)[-1] == "List 5 · 1 story"


def test_no_story_is_lost_between_the_message_and_its_thread() -> None:
    sections = [a_section(f"List {place}", 3 + place, first=100 * place + 1) for place in range(8)]
    told = {f"Headline {100 * place + number}" for place in range(8) for number in range(1, 4 + place)}

    message = drawn(*sections)

    shown = [each.split(". ", 1)[1] for each in headlines((*message.blocks, *message.thread))]
    assert sorted(shown) == sorted(told)


def test_a_story_has_one_quote_however_many_spoke() -> None:
    story = a_story(1, speakers=("Karen Bassey", "Donald Trump", "Tom Vale"))

    message = drawn(Section("Deportation", (story,), 0))

    assert len([block for block in message.blocks if isinstance(block, Quotation)]) == 1


def test_a_quote_that_is_not_sure_enough_is_left_out() -> None:
    doubtful = a_stored_quote(a_quote(confidence=0.6), stored(1))

    message = drawn(Section("Deportation", (Story((stored(1),), (doubtful,), ("Deportation",)),), 0))

    assert not [block for block in message.blocks if isinstance(block, Quotation)]


@pytest.mark.parametrize(
    ("stories", "before", "said"),
    [
        (4, 1, "Deportation · 4 stories · ▲3 vs. the time before"),
        (1, 4, "Deportation · 1 story · ▼3 vs. the time before"),
        (2, 2, "Deportation · 2 stories"),
        (2, 0, "Deportation · 2 stories"),
    ],
)
def test_a_trend_is_said_only_against_something_and_only_where_it_moved(stories: int, before: int, said: str) -> None:
    message = drawn(a_section(stories=stories, before=before))

    assert headings(message.blocks) == [said]


def test_a_changed_story_says_what_changed_it() -> None:
    corrected: StoredArticle = replace(stored(1), change=Change.CORRECTION, changed_at=NOW)

    message = drawn(Section("Deportation", (Story((corrected,), (), ("Deportation",)),), 0))

    assert "Example Times · <time> · corrected <time>" in lines(message.blocks)


def test_a_withdrawn_headline_is_struck_in_a_digest_too() -> None:
    withdrawn = replace(stored(1), change=Change.WITHDRAWN, changed_at=NOW)

    message = drawn(Section("Deportation", (Story((withdrawn,), (), ("Deportation",)),), 0))

    links = [part for block in message.blocks if isinstance(block, Line) for part in block.inlines]
    assert [part.struck for part in links if isinstance(part, Link)] == [True]


def test_failing_feeds_are_said_last_with_their_trouble_and_where_to_look() -> None:
    message = drawn(a_section(), troubles=("Ledger (blocked)", "Radio (404)"), healthy=8)

    assert lines(message.blocks)[-2:] == ["---", "⚠ 2 feeds failing: Ledger (blocked), Radio (404) · /feeds list"]
    assert "8 of 10 feeds healthy" in lines(message.blocks)[1]


def test_a_day_when_everything_fails_names_five_feeds_and_counts_all() -> None:
    message = drawn(troubles=tuple(f"Outlet {number} (down)" for number in range(40)), healthy=0, feeds=40)

    last = lines(message.blocks)[-1]
    assert last.startswith("⚠ 40 feeds failing: Outlet 0 (down)")
    assert last.count("(down)") == 5


def test_the_quotes_button_counts_them_and_asks_from_the_start_of_the_window() -> None:
    button, table = drawn(a_section(), quotes=31).buttons

    assert button.label == "Quotes (31)"
    assert button.command.endswith("since:2026-06-15T20:12+00:00")
    assert table.command == f"{button.command} to:csv"
