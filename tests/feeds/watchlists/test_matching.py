"""Matches: which lists, in which order, with which spans and which salience; one automaton equals each list alone."""

import gc
import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import QueryError
from feeds.model import Article, Forms, Match, Part, Salience, Watchlist, WatchlistId
from feeds.watchlists import CompiledWatchlists, compile_watchlists, find_matches

_FILLER = "word " * 60


def _article(text: str, title: str = "") -> Article:
    return Article("a1", None, title, "Example Times", datetime(2026, 6, 15, tzinfo=UTC), text)


def _compiled(*queries: str) -> CompiledWatchlists:
    return compile_watchlists(Watchlist(WatchlistId(number), f"list {number}", q) for number, q in enumerate(queries))


@pytest.mark.parametrize(
    ("title", "text", "salience"),
    [
        ("ICE raids farm", "Nothing else.", Salience.HEADLINE),
        ("Raid", "ICE came at dawn.", Salience.LEAD),
        ("Raid", f"{_FILLER}\nICE came. ICE left.", Salience.SEVERAL),
        ("Raid", f"{_FILLER}\nICE came.", Salience.PASSING),
    ],
)
def test_salience_says_how_central_the_mentions_are(title: str, text: str, salience: Salience) -> None:
    (match,) = find_matches(_article(text, title), _compiled("ICE"))

    assert match.salience is salience


def test_a_match_below_the_minimum_is_none() -> None:
    watchlist = Watchlist(WatchlistId(1), "ICE", "ICE", minimum=Salience.LEAD)

    matches = find_matches(_article(f"{_FILLER}\nICE came. ICE left."), compile_watchlists((watchlist,)))

    assert matches == ()


def test_matches_stand_in_the_order_of_the_watchlists_and_mentions_in_that_of_places() -> None:
    article = _article("A raid by ICE. Deported: two.", "ICE again")

    matches = find_matches(article, _compiled("deportation, ICE", "visa", "raid"))

    assert [match.watchlist for match in matches] == [0, 2]
    assert [(mention.part, mention.form) for mention in matches[0].mentions] == [
        (Part.TITLE, "ICE"),
        (Part.TEXT, "ICE"),
        (Part.TEXT, "deportation"),
    ]


def test_of_mentions_that_overlap_the_longest_is_kept() -> None:
    article = _article("The National Guard of Texas came.")

    (match,) = find_matches(article, _compiled('guard, "National Guard", "National Guard of Texas"'))

    assert [article.text[one.start : one.end] for one in match.mentions] == ["National Guard of Texas"]


def test_an_empty_desk_matches_nothing() -> None:
    assert find_matches(_article("ICE"), compile_watchlists(())) == ()


def test_compiled_watchlists_travel_to_a_worker_process() -> None:
    compiled = compile_watchlists(
        (Watchlist(WatchlistId(3), "ICE", "", Forms(weak=("ICE",), context=("raid", "@immigration"))),)
    )
    article = _article("A raid by ICE.")

    travelled = pickle.loads(pickle.dumps(compiled))  # noqa: S301 - our own bytes

    assert find_matches(article, travelled) == find_matches(article, compiled) != ()
    assert len(travelled) == 1


@pytest.mark.parametrize(
    ("watchlist", "message"),
    [
        (Watchlist(WatchlistId(1), "Guard", "(National Guard"), "Guard: a bracket is not closed"),
        (Watchlist(WatchlistId(1), "Guard", " "), "Guard: has neither a query nor forms"),
        (Watchlist(WatchlistId(1), "Guard", "", Forms(weak=("ICE",), context=("@nowhere",))), "no table “@nowhere”"),
        (Watchlist(WatchlistId(1), "Guard", "", Forms(strong=('"',))), "Guard: a quotation mark"),
    ],
)
def test_a_watchlist_that_cannot_be_read_is_named(watchlist: Watchlist, message: str) -> None:
    with pytest.raises(QueryError, match=message.replace("(", r"\(")):
        compile_watchlists((watchlist,))


_WORDS = (
    "ICE",
    "ice",
    "raid",
    "raids",
    "Guard",
    "guard",
    "national",
    "deported",
    "deport",
    "visa.",
    "I.C.E.",
    "in",
    "\n",
)
_QUERIES = (
    "ICE",
    "raid, deportation",
    "National Guard",
    "Guard",
    "ICE AND raid",
    "ICE AND NOT visa",
    "raid NEAR/2 ICE",
    'guard -"National Guard"',
    "title:ICE",
    "deport*",
    '="ice"',
    "raid AND (ICE, Guard)",
    "source:times",
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join),
)
def test_all_lists_at_once_match_as_each_alone(title: str, text: str) -> None:
    article = _article(text, title)

    together = {match.watchlist: match for match in find_matches(article, _compiled(*_QUERIES))}

    for number, query in enumerate(_QUERIES):
        alone = find_matches(article, compile_watchlists((Watchlist(WatchlistId(number), "alone", query),)))
        assert alone == ((together[WatchlistId(number)],) if WatchlistId(number) in together else ())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=120))
def test_spans_lie_inside_their_part_whatever_the_text(title: str, text: str) -> None:
    article = _article(f"{text} ICE {text}", title)

    (match,) = find_matches(article, _compiled("ICE"))

    assert isinstance(match, Match)
    for mention in match.mentions:
        part = article.title if mention.part is Part.TITLE else article.text
        assert 0 <= mention.start < mention.end <= len(part)
        assert (
            part[mention.start : mention.end].replace(".", "").rstrip("s").endswith("ICE") or "#" in part or "@" in part
        )


def test_the_collector_works_again_after_a_build_that_failed() -> None:
    with pytest.raises(QueryError):
        _compiled("ICE", "(never closed")

    assert gc.isenabled()


def test_a_list_of_words_and_a_query_that_means_the_same_find_the_same() -> None:
    article = _article("Guard troops met the National Guard. ICE agents came. The guard troops left.", "National Guard")
    words = '"National Guard", "Guard troops", ICE'

    plain, asked = find_matches(article, _compiled(words, f"({words}) NOT hockey"))

    assert (plain.mentions, plain.salience) == (asked.mentions, asked.salience)


def test_a_minimum_holds_for_several_mentions_of_different_words() -> None:
    several = Watchlist(WatchlistId(1), "two words", "visa, ICE", minimum=Salience.SEVERAL)
    lead = Watchlist(WatchlistId(2), "two words in the lead", "visa, ICE", minimum=Salience.LEAD)

    matches = find_matches(_article(f"{_FILLER}\nICE came. His visa ended."), compile_watchlists((several, lead)))

    assert [(match.watchlist, len(match.mentions)) for match in matches] == [(1, 2)]


def test_what_a_phrase_was_in_one_article_does_not_decide_another() -> None:
    compiled = _compiled('"National Guard"', '"St. Paul"')
    texts = (
        "National Guard",
        "National. Guard",
        "National\nGuard",
        "National\n\nGuard",
        "St. Paul",
        "The last. Paul left",
    )

    found = [[match.watchlist for match in find_matches(_article(text), compiled)] for text in (*texts, *texts)]

    assert found == [[0], [], [0], [], [1], []] * 2
