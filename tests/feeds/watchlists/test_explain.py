"""Why an article matched or did not: what was found and where, what was missing, what blocked, how near it came."""

from datetime import UTC, datetime

from feeds.model import Article, Forms, Salience, Watchlist, WatchlistId
from feeds.watchlists import Explanation, explain


def _explained(watchlist: Watchlist, text: str, title: str = "") -> Explanation:
    article = Article("a1", None, title, "Example Times", datetime(2026, 6, 15, tzinfo=UTC), text)
    return explain(article, watchlist)


def _query(query: str) -> Watchlist:
    return Watchlist(WatchlistId(1), "list", query)


def test_what_was_found_comes_with_its_place() -> None:
    why = _explained(_query("ICE, raid, visa"), "A raid.", "ICE")

    assert why.match is not None
    assert why.match.salience is Salience.HEADLINE
    assert [(finding.because, finding.counts) for finding in why.found] == [
        ("“ICE” in the headline", True),
        ("any form of “raid” at character 2 of the text", True),
    ]
    assert why.missing == ()


def test_what_was_missing_is_named() -> None:
    why = _explained(_query("ICE AND raid AND (visa, asylum)"), "ICE came.")

    assert why.match is None
    assert why.missing == ("any form of “raid”", "any form of “visa”", "any form of “asylum”")


def test_how_near_a_phrase_came_is_told_in_words() -> None:
    why = _explained(_query("National Guard"), "The national home guard came.")

    assert why.near == ("found “National … Guard” 2 words apart",)


def test_words_too_far_apart_are_no_near_miss() -> None:
    why = _explained(_query("National Guard"), "A national park far away from here has hired yet another guard.")

    assert why.near == ()


def test_what_drops_the_article_and_what_silences_a_mention_is_told_apart() -> None:
    why = _explained(_query('ICE -"ICE Futures" AND NOT sports'), "ICE Futures and sports")

    assert why.match is None
    assert why.blocked == ("silences mentions: “ICE Futures”", "drops the article: any form of “sports”")


def test_words_outside_their_field_are_missing_there() -> None:
    why = _explained(_query("title:ICE"), "ICE came.")

    assert why.missing == ("“ICE” in the headline",)


def test_a_fact_that_does_not_hold_is_missing() -> None:
    why = _explained(_query("ICE AND source:guardian"), "ICE came.")

    assert why.missing == ("published by “guardian”",)


def test_near_words_too_far_apart_are_missing_as_a_pair() -> None:
    why = _explained(_query("ICE NEAR/1 raid"), "ICE came to raid.")

    assert why.missing == ("“ICE” within 1 words of any form of “raid”",)


def test_forms_say_what_speaks_for_and_against_them() -> None:
    forms = Forms(
        strong=("Immigration and Customs Enforcement",),
        weak=("ICE",),
        anchored=('="Ice"',),
        context=("migrant",),
        blockers=("hockey",),
    )
    watchlist = Watchlist(WatchlistId(1), "ICE", "", forms)

    held = _explained(watchlist, "ICE held one migrant.")
    blocked = _explained(watchlist, "ICE hockey on Ice.")
    bare = _explained(watchlist, "ICE came.")
    named = _explained(watchlist, "Immigration and Customs Enforcement came. Ice left.")

    assert [finding.because for finding in held.found] == ["“ICE” counts with any form of “migrant” 3 words away"]
    assert blocked.found[0].because == "“ICE” is read as blockers: any form of “hockey” beside it"
    assert blocked.blocked == ("blockers: any form of “hockey” beside it",)
    assert bare.found[0].because == "“ICE” needs its long form or context in the article"
    assert [finding.because for finding in named.found] == [
        "“Immigration and Customs Enforcement” counts by itself",
        "exactly “Ice” counts because the long form stands in the article",
    ]


def test_a_list_of_forms_says_what_it_looked_for_in_vain() -> None:
    watchlist = Watchlist(WatchlistId(1), "ICE", "", Forms(strong=("Homeland Security Investigations",), weak=("HSI",)))

    why = _explained(watchlist, "Nothing.")

    assert why.missing == ("“Homeland Security Investigations”", "“HSI”")
