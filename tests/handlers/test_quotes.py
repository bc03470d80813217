"""`/quotes` as it is typed: the ledger shown, every option, and help where nothing is found."""

import csv
import io
from datetime import timedelta

import pytest

from handlers.request import Reply
from storage import corrections
from storage.model import QuoteId
from tests.builders import NOW, an_article
from tests.newsroom import Desk, shown

LONG = "Nobody told the families that the northern planes would leave before dawn"
TEXT = (
    "A deportation flight left Port Ansel on Tuesday. ICE agents were there.\n"
    f"“{LONG},” said Karen Bassey, the mayor.\n"
    "Bassey called the flight “a cold and careless thing to do” and left.\n"
    "“ICE should have asked us first, and ICE did not ask,” said Julian Osei, the sheriff.\n"
    "“I will come back every day until they are home,” Osei said."
)
HERALD = "https://herald.example/rss.xml"


@pytest.fixture
def quoted(desk: Desk) -> Desk:
    """A desk that has read one article in three outlets, one of which words a quote otherwise."""
    desk.receives(desk.watches(), an_article(text=TEXT))
    other = TEXT.replace("northern", "southern")
    copies = (("Port Ansel’s Herald", TEXT), ("Example Post", other))
    for number, (name, text) in enumerate(copies, 2):
        feed = desk.watches(f"https://{number}.example/rss.xml", name)
        when = NOW - timedelta(minutes=6 - number)
        desk.receives(
            feed,
            an_article(guid=str(number), url=f"https://{number}.example/a", text=text, source=name, published=when),
        )
    return desk


def text(reply: Reply) -> str:
    return shown(reply.message)


def said(reply: Reply) -> list[str]:
    return [line[2:].partition(" — ")[0] for line in text(reply).splitlines() if line.startswith("> ")]


def test_each_utterance_is_shown_once_with_who_else_carries_it(quoted: Desk) -> None:
    reply = quoted.types("/quotes Bassey")

    assert said(reply) == [f"{LONG},"]
    assert "Karen Bassey · all that is stored · 1 quote, 3 sightings, 3 outlets" in text(reply)
    assert "also in 2 outlets · 2 wordings" in text(reply)


def test_what_is_no_whole_quote_is_counted_and_a_button_away(quoted: Desk) -> None:
    reply = quoted.types("/quotes Bassey")

    everything = next(button for button in reply.message.buttons if button.label == "All 2")
    assert "and 1 that are not whole" in text(reply)
    assert "a cold and careless thing to do" in text(quoted.types(everything.command))


def test_where_nothing_is_whole_the_rest_is_shown_and_that_is_said(quoted: Desk) -> None:
    reply = quoted.types('/quotes Bassey about:"careless"')

    assert said(reply) == ["a cold and careless thing to do"]
    assert "None of them is a whole quote." in text(reply)


@pytest.mark.parametrize("typed", ["ICE", "Deportation"])
def test_a_name_that_nobody_bears_is_nobodys_and_its_mentions_are_a_button(quoted: Desk, typed: str) -> None:
    reply = quoted.types(f"/quotes {typed}")

    assert said(reply) == []
    assert f"Nobody called “{typed}” is quoted" in text(reply)
    if typed == "ICE":
        assert "ICE should have asked us first" in text(quoted.types(reply.message.buttons[0].command))


def test_words_in_lower_case_that_are_no_name_are_a_topic(quoted: Desk) -> None:
    assert said(quoted.types("/quotes families")) == [f"{LONG},"]


def test_an_acronym_is_found_in_capitals_only(quoted: Desk) -> None:
    assert said(quoted.types("/quotes about:ICE"))
    assert said(quoted.types("/quotes about:DID")) == []


def test_a_topic_is_told_in_the_quote_or_round_it(quoted: Desk) -> None:
    inside, around = text(quoted.types("/quotes about:planes")), text(quoted.types("/quotes about:sheriff"))

    assert "of those shown, in the quote itself in 1" in inside
    assert "only in the sentences round it in 1" in around
    assert "topic in the sentences round it" in around


def test_a_phrase_that_is_nowhere_is_tried_word_by_word_and_that_is_said(quoted: Desk) -> None:
    reply = quoted.types("/quotes Bassey dawn planes")

    assert said(reply) == [f"{LONG},"]
    assert "all of its words in any order" in text(reply)


@pytest.mark.parametrize("source", ["port ansel's herald", "PORT ANSEL’S HERALD", "herald", "Port Ansel’s Herald"])
def test_an_outlet_is_known_in_any_case_and_with_any_apostrophe(quoted: Desk, source: str) -> None:
    reply = quoted.types(f'/quotes Bassey source:"{source}"')

    assert "Port Ansel’s Herald" in text(reply)
    assert "1 sighting, 1 outlet" in text(reply)


def test_an_outlet_is_left_out_and_an_unknown_one_is_refused(quoted: Desk) -> None:
    assert "2 sightings, 2 outlets" in text(quoted.types('/quotes Bassey -source:"example times"'))
    assert quoted.types("/quotes Bassey source:nowhere").refused


def test_two_speakers_can_be_asked_for(quoted: Desk) -> None:
    reply = quoted.types('/quotes by:"Karen Bassey" by:osei')

    assert len(said(reply)) == 3
    assert "Karen Bassey or Julian Osei" in text(reply)


def test_pages_follow_each_other_with_the_same_conditions(quoted: Desk) -> None:
    first = quoted.types("/quotes Osei limit:1 sort:oldest")
    button = next(each for each in first.message.buttons if each.label == "Next 1")

    second = quoted.types(button.command)

    assert len({*said(first), *said(second)}) == 2
    assert not [each for each in second.message.buttons if each.label.startswith("Next")]


@pytest.mark.parametrize(
    ("options", "count"),
    [("is:full", 1), ("is:partial", 1), ("is:any", 2), ("-is:partial", 1), ("is:full,partial", 2), ("is:certain", 1)],
)
def test_a_kind_or_what_is_known_narrows(quoted: Desk, options: str, count: int) -> None:
    assert len(said(quoted.types(f"/quotes Bassey {options}"))) == count


@pytest.mark.parametrize("options", ["is:corrected", "is:withdrawn", "is:document", "until:2020-01-01"])
def test_conditions_that_nothing_meets_say_how_often_the_speaker_is_quoted(quoted: Desk, options: str) -> None:
    assert "Karen Bassey is quoted 6 times, but not so." in text(quoted.types(f"/quotes Bassey {options}"))


@pytest.mark.parametrize(
    "options", ["is:nice", "sort:random", "limit:0", "from:x", "from:9999999999", "since:7d until:8d", "since:whenever"]
)
def test_an_option_that_cannot_be_read_is_refused(quoted: Desk, options: str) -> None:
    assert quoted.types(f"/quotes Bassey {options}").refused


def test_a_misspelt_name_is_met_with_the_nearest(quoted: Desk) -> None:
    reply = quoted.types("/quotes Basey")

    assert [button.command for button in reply.message.buttons] == ['/quotes by:"Karen Bassey"']


def test_a_known_speaker_and_an_unknown_topic_help_on(quoted: Desk) -> None:
    reply = quoted.types("/quotes Bassey sheriff")

    assert "Karen Bassey is quoted 6 times, but not on “sheriff”." in text(reply)
    assert [button.label for button in reply.message.buttons] == ["All of Karen Bassey", "1 quote on sheriff"]


def test_a_file_has_every_sighting_each_with_its_source(quoted: Desk) -> None:
    reply = quoted.types("/quotes Bassey to:csv limit:1")

    assert reply.download is not None
    rows = list(csv.DictReader(io.StringIO(reply.download.content.removeprefix("\ufeff"))))
    assert len(rows) == 6
    assert {row["outlet"] for row in rows} == {"Example Times", "Port Ansel’s Herald", "Example Post"}
    assert len({row["utterance"] for row in rows}) == 2


def test_one_quote_shows_every_sighting_and_how_they_differ(quoted: Desk) -> None:
    reply = text(quoted.types("/quotes id:1"))

    assert "2 other sightings, 2 wordings" in reply
    assert "Port Ansel’s Herald · same wording" in reply
    assert "the [-northern-] [+southern+] planes" in reply
    assert "In its paragraph: “Nobody told" in reply


def test_a_quote_that_a_revision_took_out_is_still_shown_and_says_so(quoted: Desk) -> None:
    feed = quoted.watches(HERALD, "Late Herald")
    quoted.receives(feed, an_article(guid="l", url="https://herald.example/l", text=TEXT))
    with quoted.store.reading() as tx:
        number = tx.session.connection().exec_driver_sql("SELECT max(id) - 3 FROM quote").scalar_one()
    quoted.receives(feed, an_article(guid="l", url="https://herald.example/l", text="They said nothing more."))

    reply = text(quoted.types(f"/quotes id:{number}"))

    assert "no longer in the article, a revision changed" in reply
    assert "“Nobody told the families" not in reply.split("In its paragraph: ")[1].split("\n")[0]


@pytest.mark.parametrize("number", ["0", "999", "x", "9" * 300, "-1", "²"])
def test_a_number_that_no_quote_has_is_refused(quoted: Desk, number: str) -> None:
    assert quoted.types(f"/quotes id:{number}").refused


def test_what_is_shared_is_noted_for_corrections_to_follow(quoted: Desk) -> None:
    quoted.types("/quotes Bassey")
    quoted.types("/quotes Osei share:yes limit:1")

    with quoted.store.reading() as tx:
        noted = [number for number in range(1, 10) if corrections.places_shared(tx, QuoteId(number))]
    assert len(noted) == 1
