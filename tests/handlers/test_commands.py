"""The commands as a person types them."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.commands import TABLE, help_message, parse
from handlers.request import Reply, Role
from tests.builders import an_article
from tests.newsroom import Desk, shown

CITY = an_article(
    guid="city",
    url="https://times.example/city",
    title="Mayor speaks of the deportation flight",
    text=(
        "President Donald Trump praised the deportation flight on Tuesday.\n"
        "“It was a beautiful flight and everybody says so,” Trump said.\n"
        "Mayor Karen Bassey disagreed. “Nobody told the families anything at all,” Bassey said."
    ),
)
BRIEF = an_article(
    guid="brief",
    url="https://ledger.example/brief",
    title="In brief",
    text="“We will do it again next week,” Donald Trump told reporters in Port Ansel on Tuesday.",
)


@pytest.fixture
def quoted(desk: Desk) -> Desk:
    """A desk that has read two articles with quotes."""
    desk.receives(desk.watches(), CITY)
    desk.receives(desk.watches("https://ledger.example/rss.xml", "Port Ansel Ledger"), BRIEF)
    return desk


def text(reply: Reply) -> str:
    return shown(reply.message)


@pytest.mark.parametrize("asked", ["Trump", "Donald Trump", "President Donald Trump", "trump", '"Donald Trump"'])
def test_a_speaker_is_one_under_every_form_of_the_name(quoted: Desk, asked: str) -> None:
    reply = quoted.types(f"/quotes {asked}")

    assert "It was a beautiful flight and everybody says so," in text(reply)
    assert "We will do it again next week," in text(reply)
    assert "Nobody told" not in text(reply)


def test_a_reply_says_how_the_name_was_read(quoted: Desk) -> None:
    assert "Reading Trump as Donald Trump (2)" in text(quoted.types("/quotes Trump"))


def test_a_quote_is_shown_verbatim_with_outlet_time_and_link(quoted: Desk) -> None:
    reply = text(quoted.types("/quotes Bassey"))

    assert "> Nobody told the families anything at all, — Karen Bassey, said" in reply
    assert "reported <time> · Example Times" in reply


def test_what_follows_the_name_is_the_topic(quoted: Desk) -> None:
    reply = text(quoted.types("/quotes Trump beautiful"))

    assert "beautiful flight" in reply
    assert "next week" not in reply


def test_a_topic_that_nobody_spoke_of_says_so_and_offers_all(quoted: Desk) -> None:
    reply = quoted.types("/quotes Trump volcano")

    assert "Donald Trump is quoted 2 times, but not on “volcano”." in text(reply)
    assert reply.message.buttons[0].command == '/quotes by:"Donald Trump"'


def test_an_unknown_name_is_met_with_the_nearest(quoted: Desk) -> None:
    reply = quoted.types("/quotes Basey")

    assert "Nobody called “Basey” is quoted" in text(reply)
    assert [button.label for button in reply.message.buttons] == ["Karen Bassey"]


def test_quotes_of_nobody_in_particular_need_a_topic(quoted: Desk) -> None:
    assert quoted.types("/quotes").refused
    assert "beautiful flight" in text(quoted.types("/quotes about:beautiful"))


def test_a_source_narrows_and_a_minus_leaves_out(quoted: Desk) -> None:
    only = text(quoted.types('/quotes Trump source:"Port Ansel Ledger"'))
    without = text(quoted.types('/quotes Trump -source:"Port Ansel Ledger"'))

    assert "next week" in only
    assert "beautiful" not in only
    assert "next week" not in without


def test_more_than_fit_are_a_button_that_goes_on(quoted: Desk) -> None:
    first = quoted.types("/quotes Trump limit:1")

    button = next(each for each in first.message.buttons if each.label.startswith("Next"))
    second = quoted.types(button.command)

    said = [{line for line in text(reply).splitlines() if line.startswith("> ")} for reply in (first, second)]
    assert [len(lines) for lines in said] == [1, 1]
    assert not said[0] & said[1]


def test_one_quote_is_shown_with_its_paragraph(quoted: Desk) -> None:
    reply = text(quoted.types("/quotes id:1"))

    assert "In its paragraph: " in reply


@pytest.mark.parametrize(
    "line", ["/quotes Trump since:soon", "/quotes id:x", "/quotes Trump limit:99", "/quotes Trump from:0"]
)
def test_a_wrong_option_is_refused_with_its_cure(quoted: Desk, line: str) -> None:
    assert quoted.types(line).refused


def test_news_finds_the_articles_that_hold_the_words(quoted: Desk) -> None:
    reply = text(quoted.types("/news deportation flight"))

    assert "1 article with the phrase “deportation flight”" in reply
    assert "Mayor speaks of the deportation flight" in reply


def test_news_tries_the_words_in_any_order_and_says_so(quoted: Desk) -> None:
    assert "in any order" in text(quoted.types("/news flight beautiful Bassey"))


def test_news_of_a_link_is_the_story_with_its_quotes(quoted: Desk) -> None:
    reply = text(quoted.types("/news https://times.example/city?utm_source=x"))

    assert "Nobody told the families anything at all," in reply


def test_news_of_an_unknown_link_says_so(quoted: Desk) -> None:
    assert quoted.types("/news https://nowhere.example/").refused


def test_a_watchlist_is_added_shown_tested_and_removed(quoted: Desk) -> None:
    previewed = quoted.types("/watch add flights deportation flight, charter")
    added = quoted.types(previewed.message.buttons[0].command)

    assert "1 story" in text(previewed)
    assert "flights" in text(quoted.types("/watch list"))
    assert "Mayor speaks" in text(quoted.types("/watch show FLIGHTS"))
    assert added.public is not None
    assert not quoted.types(added.public.buttons[0].command).refused
    assert "flights" not in text(quoted.types("/watch list"))


def test_a_phrase_is_its_own_name_and_query(quoted: Desk) -> None:
    reply = text(quoted.types('/watch add "deportation flight"'))

    assert "“deportation flight” would watch “deportation flight”" in reply


def test_a_name_that_looks_like_half_a_phrase_is_pointed_out(quoted: Desk) -> None:
    assert 'write it in marks: /watch add "Karen Bassey"' in text(quoted.types("/watch add Karen Bassey"))


def test_a_taken_name_is_refused(quoted: Desk) -> None:
    quoted.types("/watch add flights charter save:yes")

    assert quoted.types("/watch add Flights planes").refused


def test_lower_case_ice_is_asked_about(quoted: Desk) -> None:
    assert "Did you mean ICE?" in text(quoted.types("/watch test ice"))


def test_a_broken_query_is_shown_with_a_caret_under_the_trouble(quoted: Desk) -> None:
    reply = quoted.types("/watch add x (ICE OR")

    assert reply.refused
    lines = text(reply).splitlines()
    query, caret = next((a, b) for a, b in pairwise(lines) if b.strip() == "^")
    assert query == "(ICE OR"
    assert len(caret) <= len(query) + 1


def test_the_starter_lists_are_there_on_a_first_run(starter_desk: Desk) -> None:
    listed = text(starter_desk.types("/watch list"))

    assert all(name in listed for name in ("ICE", "deportation", "National Guard"))


def test_a_removed_watchlist_tells_nothing_more(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    feed = desk.watches()
    desk.types("/watch remove deportation")

    desk.receives(feed, CITY)

    assert desk.delivers() == []


def test_feeds_are_added_listed_and_removed(desk: Desk) -> None:
    added = desk.types("/feeds add times.example/rss.xml every:2m backlog:7d")

    assert len(added.polls) == 1
    assert "https://times.example/rss.xml" in text(desk.types("/feeds list"))
    assert not desk.types("/feeds remove times.example").refused
    assert "No feeds are watched yet." in text(desk.types("/feeds list"))


@pytest.mark.parametrize(
    "line",
    [
        "/feeds add",
        "/feeds add file:///etc/passwd",
        "/feeds add https://a.example https://b.example",
        "/feeds add https://a.example every:1s",
        "/feeds add https://a.example backlog:9999d",
        "/feeds remove nothing",
        "/feeds pack unknown",
    ],
)
def test_a_wrong_feed_command_changes_nothing(desk: Desk, line: str) -> None:
    assert desk.types(line).refused
    assert "No feeds are watched yet." in text(desk.types("/feeds list"))


def test_a_feed_is_watched_once(desk: Desk) -> None:
    desk.types("/feeds add https://times.example/rss.xml")

    assert desk.types("/feeds add https://times.example/rss.xml").refused


def test_the_news_pack_brings_at_least_a_dozen_feeds_once(desk: Desk) -> None:
    assert len(desk.types("/feeds pack news").polls) >= 12
    assert "watched already" in text(desk.types("/feeds pack news"))


def test_a_digest_tells_list_by_list_and_its_facts(quoted: Desk) -> None:
    quoted.follows("flights", "deportation")
    quoted.receives(
        quoted.watches("https://b.example/", "Tahoma Radio"), an_article(guid="b", url="https://b.example/b")
    )

    quoted.now += timedelta(minutes=1)

    reply = text(quoted.types("/digest now"))

    assert "flights · 1 story" in reply
    assert "of 3 feeds healthy" in reply


def test_a_digest_looks_back_only(quoted: Desk) -> None:
    assert quoted.types("/digest now since:2030-01-01").refused


def test_the_status_counts_what_is_stored(quoted: Desk) -> None:
    assert "2 articles" in text(quoted.types("/desk status"))


@pytest.mark.parametrize("line", ["/desk help", "help", "/help quotes", "/quotes help", "/watch", "/watch dnace"])
def test_help_is_never_far(desk: Desk, line: str) -> None:
    assert "/" in text(desk.types(line))


def test_a_misspelt_command_is_met_with_the_nearest(desk: Desk) -> None:
    assert "Did you mean /quotes?" in text(desk.types("/qoutes Trump"))


@pytest.mark.parametrize("entry", TABLE.values(), ids=lambda entry: entry.title)
def test_a_command_is_refused_below_its_role(desk: Desk, entry: object) -> None:
    found = next(each for each in TABLE.values() if each is entry)
    below = Role(found.role - 1)

    reply = desk.types(f"{found.title} x", role=below)

    assert reply.refused


@pytest.mark.parametrize("entry", TABLE.values(), ids=lambda entry: entry.title)
def test_every_command_has_help_with_its_examples(entry: object) -> None:
    found = next(each for each in TABLE.values() if each is entry)

    helped = shown(help_message(found.name, Role.ADMIN))

    assert found.examples
    assert all(example in helped for example in found.examples)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(line=st.one_of(st.text(max_size=80), st.sampled_from(sorted(entry.title for entry in TABLE.values())).flatmap(
    lambda title: st.text(max_size=40).map(lambda rest: f"{title} {rest}"))))  # fmt: skip
def test_whatever_is_typed_is_answered(desk: Desk, line: str) -> None:
    if parse(line) is None:
        return

    assert desk.types(line).message.summary
